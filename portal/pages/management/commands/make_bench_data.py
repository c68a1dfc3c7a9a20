from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.pages.loading.bench import make_bench_data
from portal.pages.loading.data_files import DATA_DIR, DataError
from portal.pages.loading.sample_cases import BANGKOK
from portal.pages.loading.sample_plan import PlanError
from portal.pages.loading.samples import SampleError

from .load_samples import iso_day, refuse_in_production


class Command(BaseCommand):
    help = "Make invented requests with responses, for measuring. Marked as sample; load_samples --remove removes them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--requests", type=int, required=True, help="how many")
        parser.add_argument("--on", type=iso_day, help="the day it is (default: today in Bangkok), e.g. 2026-11-22")
        parser.add_argument("--seed", type=int, default=1, help="another seed makes other requests")
        parser.add_argument("--data-dir", type=Path, default=DATA_DIR, help="folder of the JSON files")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_in_production()
        if options["requests"] < 1:
            raise CommandError(f"--requests must be 1 or more, not {options['requests']}")
        try:
            result = make_bench_data(
                requests=options["requests"],
                on=options["on"] or timezone.localdate(timezone=BANGKOK),
                seed=options["seed"],
                directory=options["data_dir"],
                progress=self._progress,
            )
        except (DataError, PlanError, SampleError) as error:
            raise CommandError(f"{error}. Nothing was changed.") from error
        years = ", ".join(f"{year} {numbered:,}" for year, numbered in sorted(result.by_year.items()))
        rate = result.requests / result.seconds
        self.stdout.write(
            f"{result.requests:,} requests in {result.seconds:.1f} s ({rate:,.0f} a second); numbered: {years}"
        )

    def _progress(self, text: str) -> None:
        self.stdout.write(f"  {text} …")
        self.stdout.flush()
