"""Measures what the portal costs and compares it with its goals."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.benchmarks import reports


class Command(BaseCommand):
    help = "Measure costs as ratios of processor time, the median of five. Needs a quiet machine and the demo's data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        subjects = parser.add_subparsers(dest="subject", required=True)
        subjects.add_parser("reports", help="what PDF reports cost")
        one = subjects.add_parser("one-report", help="make one report and say nothing: a part of the measurement")
        one.add_argument("page", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["subject"] == "one-report":
            reports.make_one(options["page"])
            return
        missed = 0
        for figure in reports.figures():
            self.stdout.write(str(figure))
            missed += not figure.is_met
        if missed:
            raise CommandError(f"{missed} goals are missed")
