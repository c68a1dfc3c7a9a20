"""`manage.py recount`: the tables of counts written anew, or compared with the rows."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from requests_registry import counting


class Command(BaseCommand):
    help = "Count public requests and answers anew. Repeatable. --check only compares, and fails if need be."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; say whether rows and counts agree")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            counting.mend()
        if apart := counting.disagreements():
            raise CommandError(f"{', '.join(apart)} do not agree with the rows; run recount.")
        self.stdout.write("rows and counts agree")
