from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.pages.loading.data_files import DATA_DIR, DataError
from portal.pages.loading.fact_leftovers import StillNeeded
from portal.pages.loading.programme import load_programme


class Command(BaseCommand):
    help = "Load the real facts: places, province groups, agencies and fiscal year 2552. Repeatable; nothing invented."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data-dir", type=Path, default=DATA_DIR, help="folder of the JSON files")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = load_programme(directory=options["data_dir"], step=lambda name: self.stdout.write(f"  {name} …"))
        except (DataError, StillNeeded) as error:
            raise CommandError(f"{error}. Nothing was changed.") from error
        self.stdout.write(", ".join(f"{name} {count}" for name, count in counts.items()))
