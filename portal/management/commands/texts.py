"""`manage.py texts`: brings the English catalogue up to date with the texts of the interface."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.interface_texts import UnreadableTexts, differences, find_texts, flaws, updated


class Command(BaseCommand):
    help = "Takes new texts into locale/en, removes those no longer used, and says what is not translated yet."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when anything is amiss")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            problems = check(settings.BASE_DIR) if options["check"] else update(settings.BASE_DIR)
        except (UnreadableTexts, OSError) as error:  # polib names file and line of a broken catalogue in an OSError
            raise CommandError(str(error)) from error
        for problem in problems:
            self.stderr.write(problem)
        if problems and options["check"]:
            raise CommandError(f"{len(problems)} problems. `manage.py texts` takes in new texts and drops unused ones.")
        self.stdout.write(f"{len(problems)} texts need a person." if problems else "Every text has its translation.")


def update(root: Path) -> list[str]:
    """Rewrites the English catalogue where texts came, went or moved; returns what is left to do by hand."""
    path = english_catalogue(root)
    catalogue = updated(read_catalogue(path), find_texts(root))
    content = f"{catalogue}\n".replace("\n\n\n", "\n\n")
    if content != path.read_text("utf-8"):
        path.write_text(content, "utf-8")
    return check(root)


def check(root: Path) -> list[str]:
    """Everything amiss with the catalogues, one line each; nothing is written."""
    english = read_catalogue(english_catalogue(root))
    problems = [*differences(english, find_texts(root)), *flaws(english, plurals=ENGLISH_PLURALS)]
    return problems
