"""Measures what the portal costs and compares it with its goals."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.benchmarks import pages, reports
from portal.benchmarks.measuring import Figure
from portal.models import FiscalYear


class Command(BaseCommand):
    help = "Measure costs as ratios of processor time in one run. Needs a machine with little else to do, and Linux."

    def add_arguments(self, parser: ArgumentParser) -> None:
        subjects = parser.add_subparsers(dest="subject", required=True)
        subjects.add_parser("reports", help="what PDF reports cost, with the demo's data")
        one = subjects.add_parser("pages", help="what public pages cost, in databases that are thrown away")
        one.add_argument("--on", nargs="+", choices=pages.KINDS, default=list(pages.KINDS), help="which databases")
        one.add_argument("--requests", nargs="+", type=int, default=[2_500, 100_000], help="how many are in each")
        one.add_argument("--keep", type=Path, help="a folder for the databases, to be used again: making them is slow")
        one = subjects.add_parser("one-report", help="make one report and say nothing: a part of the measurement")
        one.add_argument("page", type=Path)
        one = subjects.add_parser("queries", help="count the queries of pages: a part of the measurement")
        one.add_argument("paths", nargs="+")
        subjects.add_parser("years", help="the fiscal years there are: a part of the measurement")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["subject"]:
            case "reports":
                self._print(reports.figures())
            case "pages":
                self._print(pages.figures(options["on"], options["requests"], options["keep"]))
            case "one-report":
                reports.make_one(options["page"])
            case "queries":
                self.stdout.write(json.dumps(pages.count_queries(options["paths"])))
            case "years":
                self.stdout.write(json.dumps(list(FiscalYear.objects.order_by("pk").values_list("pk", flat=True))))

    def _print(self, lines: Iterable[str | Figure]) -> None:
        """Headings and figures as they come."""
        missed = 0
        for line in lines:
            self.stdout.write(str(line))
            self.stdout.flush()
            missed += isinstance(line, Figure) and not line.is_met
        if missed:
            raise CommandError(f"{missed} goals are missed")
