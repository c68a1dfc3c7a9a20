"""Measures what the portal costs and compares it with its goals."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.benchmarks import reports
from portal.reports.catalogue import order_of
from portal.reports.drawing import draw
from portal.reports.editions import edition


class Command(BaseCommand):
    help = "Measure costs as ratios of processor time, the median of five. Needs a quiet machine and the demo's data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        subjects = parser.add_subparsers(dest="subject", required=True)
        subjects.add_parser("reports", help="what PDF reports cost")
        one = subjects.add_parser("one-report", help="make one report and say nothing: a part of the measurement")
        one.add_argument("report", help="such as year/2552")
        one.add_argument("language")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["subject"] == "one-report":
            kind, *about = options["report"].split("/")
            draw(edition(order_of(kind, about, language=options["language"])), timeout=600)
            return
        missed = 0
        for figure in reports.figures():
            self.stdout.write(str(figure))
            missed += not figure.is_met
        if missed:
            raise CommandError(f"{missed} goals are missed")
