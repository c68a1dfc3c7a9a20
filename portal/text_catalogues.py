"""Compiles the translation catalogues: gettext's `.mo` files from the `.po` files, without gettext itself."""

import os
from collections.abc import Iterable
from pathlib import Path

import polib


class BrokenCatalogue(ValueError):
    """A `.po` file that cannot be read. The message names file and line."""


def compile_catalogues(locale_dir: Path) -> list[Path]:
    """Writes the `.mo` beside each `.po` that is newer; returns the files written. Raises BrokenCatalogue.

    All are read before the first is written, so that a broken file changes nothing. Fuzzy and empty translations
    are left out, as msgfmt does.
    """
    compiled = [(mo, _compile(po)) for po, mo in _outdated(locale_dir)]
    for mo, content in compiled:
        _write_atomically(mo, content)
    return [mo for mo, _ in compiled]


def _outdated(locale_dir: Path) -> Iterable[tuple[Path, Path]]:
    for po in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
            yield po, mo


def _compile(po: Path) -> bytes:
    try:
        catalogue = polib.pofile(str(po), encoding="utf-8", check_for_duplicates=True)
    except (OSError, ValueError) as error:  # ValueError: the same msgid twice, or not UTF-8
        raise BrokenCatalogue(f"{po}: {error}") from error
    return catalogue.to_binary()


def _write_atomically(target: Path, content: bytes) -> None:
    """A server that starts meanwhile reads the old file or the new one, never half of one."""
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(target)
