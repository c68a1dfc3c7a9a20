"""`manage.py texts`: keeps the translation catalogues in step with the texts of the interface."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.interface_texts import Catalogue, UnreadableTexts, catalogues, problems, updated


class Command(BaseCommand):
    help = "Takes new texts into portal/locale, drops those no longer used, and says which have no translation."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when anything is amiss")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = catalogues(settings.BASE_DIR)
            if not options["check"]:
                for catalogue in found:
                    update(catalogue)
            lines = [line for catalogue in found for line in check(catalogue, settings.BASE_DIR)]
        except UnreadableTexts as error:
            raise CommandError(str(error)) from error
        for line in lines:
            self.stderr.write(line)
        if lines and options["check"]:
            raise CommandError(f"{len(lines)} problems. `manage.py texts` takes in new texts and drops unused ones.")
        self.stdout.write(f"{len(lines)} problems are left." if lines else "Every text has its translation.")


def update(catalogue: Catalogue) -> None:
    """Rewrites the file where texts came, went or moved; raises UnreadableTexts."""
    content = f"{updated(catalogue.read(), catalogue)}"
    if content != catalogue.path.read_text("utf-8"):
        catalogue.path.write_text(content, "utf-8")


def check(catalogue: Catalogue, root: Path) -> list[str]:
    """What is amiss with the file, one line each; raises UnreadableTexts."""
    name = catalogue.path.relative_to(root).as_posix()
    return [f"{name}: {problem}" for problem in problems(catalogue.read(), catalogue)]
