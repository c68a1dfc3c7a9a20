"""What makes a report the one it is: its data at this moment, and everything that draws them, as keys."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from portal import public_data

from .catalogue import Kind, Order, Paper, kind_of

#: Letters alone, for a Thai document has Thai digits; and no vowels, so that no words come about.
CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
CODE_LENGTH = 12


@dataclass(frozen=True)
class Edition:
    """An order with the data as they stand. `key`: of data and drawing, to the same bytes; `data_key`: of the data.

    `version` of the public data is that before they were read.
    """

    order: Order
    kind: Kind
    report: Any
    version: tuple[int, int]

    @cached_property
    def data_key(self) -> str:
        data = json.dumps([asdict(self.order), asdict(self.report)], sort_keys=True, ensure_ascii=False, default=str)
        return sha256(data.encode()).hexdigest()

    @cached_property
    def key(self) -> str:
        return sha256(f"{self.kind.template}\n{_drawn_by()}\n{self.data_key}".encode()).hexdigest()

    @property
    def code(self) -> str:
        """What is printed, to ask whether the paper is genuine: `BCDF-GHJK-LMNP`."""
        number, letters = int(self.key, 16), []
        for _place in range(CODE_LENGTH):
            number, place = divmod(number, len(CODE_LETTERS))
            letters.append(CODE_LETTERS[place])
        return "-".join("".join(letters[start : start + 4]) for start in range(0, CODE_LENGTH, 4))

    @property
    def requests(self) -> Sequence[str]:
        """The references of the requests that it tells of."""
        return self.kind.requests(self.report)

    @cached_property
    def paper(self) -> Paper:
        with translation.override(self.order.language):
            return self.kind.paper(self.report, self.order)


def edition(order: Order) -> Edition:
    """The report as its data stand now. Raises `NoSuchReport`."""
    kind = kind_of(order.kind)
    public_data.ask_again()  # what is remembered of an older version must not get into what is issued
    with translation.override(order.language):
        return Edition(order, version=public_data.version()[:2], kind=kind, report=kind.snapshot(order))


def tidy_code(typed: str) -> str:
    """A code as it is stored, whatever case, spaces or strokes it was typed with; empty when it cannot be one."""
    letters = [letter for letter in typed.upper() if letter in CODE_LETTERS]
    others = [letter for letter in typed if not (letter.isspace() or letter in "-–." or letter.upper() in CODE_LETTERS)]
    if others or len(letters) != CODE_LENGTH:
        return ""
    return "-".join("".join(letters[start : start + 4]) for start in range(0, CODE_LENGTH, 4))


@cache
def _drawn_by() -> str:
    """Everything besides the data that decides what a PDF looks like, as one hash."""
    root = Path(settings.BASE_DIR)
    kinds = ("*.py", "*.html", "*.po", "*.css", "*.svg", "*.json")
    folders = (root / "portal", root / "requests_registry", root / "templates", root / "static")
    files = sorted(path for folder in folders for kind in kinds for path in folder.rglob(kind))
    content = sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
    versions = [f"{name} {version(name)}" for name in ("weasyprint", "pillow", "fontpkg-sarabun", "fontpkg-kanit")]
    return f"{content} {versions} {_pango()} {settings.PORTAL_BASE_URL}"


def _pango() -> str:
    """The version of the library that breaks lines; empty where it is missing, and then no PDF is made."""
    with suppress(OSError, AttributeError):
        tell = ctypes.CDLL("libpango-1.0.so.0").pango_version_string
        tell.restype = ctypes.c_char_p
        return (tell() or b"").decode()
    return ""
