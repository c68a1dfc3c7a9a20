"""Does the background work, one job after the other, until it is told to stop."""

import os
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from portal.jobs import work

PAUSE = 2  # seconds between two looks for new jobs


class Command(BaseCommand):
    help = "Send messages, make reports: what pages leave to be done behind them. As many workers as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is ready now, then end")
        parser.add_argument("--beside", type=int, metavar="PID", help="end when this process, our parent, has ended")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"{work()} jobs done")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):  # the job in hand is finished first
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set() and options["beside"] in {None, os.getppid()}:
            close_old_connections()
            if not work(most=1):
                stop.wait(PAUSE)
