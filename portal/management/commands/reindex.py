"""`manage.py reindex`: the search index written anew, or compared with the rows."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.search import check_counts, reindex


class Command(BaseCommand):
    help = (
        "Write the search index anew from the rows, in chunks. Repeatable. --check only compares, and fails if need be."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; say whether rows and index agree")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        written = reindex(progress=self._progress)
        self.stdout.write(", ".join(f"{kind} {count:,}" for kind, count in written.items()) + " in the index")

    def _check(self) -> None:
        counts = check_counts()
        for count in counts:
            self.stdout.write(
                f"{count.kind:<10} rows {count.rows:,}  entries {count.entries:,}  of an older fold {count.stale:,}"
            )
        if not all(count.agrees for count in counts):
            raise CommandError("The index does not agree with the rows; run reindex.")

    def _progress(self, text: str) -> None:
        self.stdout.write(f"  {text} …")
        self.stdout.flush()
