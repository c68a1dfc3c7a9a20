"""`manage.py build`: everything that is derived from the sources. A second run finds nothing to do."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.fonts import build_fonts
from portal.text_catalogues import BrokenCatalogue, compile_catalogues

STATIC_STAMP = "static-files.sha256"


class Command(BaseCommand):
    help = "Builds what is derived: message catalogues, fonts, static files. Idempotent."
    requires_system_checks = ()  # a check may need the very files that are built here

    def handle(self, *args: Any, **options: Any) -> None:
        self._step("ข้อความสองภาษา / catalogues", build_catalogues)
        self._step("แบบอักษร / fonts", build_font_files)
        self._step("ไฟล์สำหรับเว็บ / static files", build_static_files)

    def _step(self, name: str, build: Callable[[], str]) -> None:
        started = monotonic()
        outcome = build()
        self.stdout.write(f"{name}: {outcome} ({monotonic() - started:.1f} s)")


def build_catalogues() -> str:
    try:
        written = [path for directory in settings.LOCALE_PATHS for path in compile_catalogues(Path(directory))]
    except BrokenCatalogue as error:
        raise CommandError(str(error)) from error
    return f"{len(written)} compiled"


def build_font_files() -> str:
    before = _newest_change(settings.FONTS_DIR)
    build_fonts(settings.FONTS_DIR)
    return "up to date" if _newest_change(settings.FONTS_DIR) == before else "built"


def _newest_change(directory: Path) -> int:
    return max((path.stat().st_mtime_ns for path in directory.rglob("*")), default=0)


def build_static_files() -> str:
    """Collects only when a source file, the storage or the target changed.

    Files of an earlier build stay, so that pages in the caches of browsers and proxies keep their looks.
    """
    stamp = Path(settings.FONTS_DIR).parent / STATIC_STAMP
    fingerprint = _static_fingerprint()
    if Path(settings.STATIC_ROOT).is_dir() and stamp.is_file() and stamp.read_text("ascii") == fingerprint:
        return "up to date"
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    except ValueError as error:  # a style sheet refers to a file that is not there
        raise CommandError(str(error).strip()) from error
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(fingerprint, "ascii")
    return "collected"


def _static_fingerprint() -> str:
    target = [str(settings.STATIC_ROOT), settings.STORAGES["staticfiles"]["BACKEND"]]
    return hashlib.sha256(json.dumps([target, sorted(_static_sources())]).encode()).hexdigest()


def _static_sources() -> Iterator[tuple[str, int, int]]:
    """Address, size in bytes and time of change of every static file."""
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            change = Path(storage.path(path)).stat()
            yield f"{getattr(storage, 'prefix', None) or ''}/{path}", change.st_size, change.st_mtime_ns
