from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.pages.loading.data_files import DATA_DIR, DataError
from portal.pages.loading.sample_cases import BANGKOK
from portal.pages.loading.sample_plan import PlanError
from portal.pages.loading.samples import SampleError, count_samples, load_samples, remove_samples, table_of


def iso_day(text: str) -> date:
    """An ISO date, Common Era, from the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date like 2026-11-22") from None


def refuse_in_production() -> None:
    """Invented rows have no place among those that the public takes for real."""
    if settings.IN_PRODUCTION:
        raise CommandError("This makes invented data and does not run in production.")


class Command(BaseCommand):
    help = (
        "Load the invented sample data of the last three fiscal years and the current one, every row marked as sample. "
        "Loading the same day again changes nothing; another day replaces the samples, bench data included."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=iso_day, help="the day it is (default: today in Bangkok), e.g. 2026-11-22")
        parser.add_argument("--remove", action="store_true", help="remove all sample and bench data, nothing real")
        parser.add_argument("--data-dir", type=Path, default=DATA_DIR, help="folder of the JSON files")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_in_production()
        try:
            if options["remove"]:
                self._remove()
            else:
                self._load(options["on"] or timezone.localdate(timezone=BANGKOK), options["data_dir"])
        except (DataError, PlanError, SampleError) as error:
            raise CommandError(f"{error}. Nothing was changed.") from error

    def _load(self, on: date, directory: Path) -> None:
        load_samples(on=on, directory=directory, step=self._step)
        self.stdout.write(table_of(count_samples()))

    def _remove(self) -> None:
        counts = remove_samples(step=self._step)
        self.stdout.write(", ".join(f"{name} {count:,}" for name, count in counts.items()) + " removed")

    def _step(self, name: str) -> None:
        self.stdout.write(f"  {name} …")
        self.stdout.flush()
