"""Which reports there are. Apps register their kinds in `AppConfig.ready()`, under names that stored files bear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from .tables import Table

DIGITS = ("thai", "arabic")


class NoSuchReport(Exception):
    """Nothing public is known of what the report should be about, or, for a draft, nothing at all."""


class Report(Protocol):
    """Any frozen dataclass that knows its language and the day on which its data last changed (Common Era)."""

    @property
    def language(self) -> str: ...

    @property
    def data_as_of(self) -> date: ...


@dataclass(frozen=True)
class Order:
    """A report of a kind about something: what identifies it there, as in its address. Drafts are for staff alone."""

    kind: str
    about: tuple[str, ...]
    language: str
    digits: str
    is_draft: bool = False

    @property
    def reference(self) -> str:
        """How the report is called in file names and at its foot: `workshop-2552-1`, `request-2552-001`."""
        return "-".join((self.kind, *self.about)) + ("-draft" if self.is_draft else "")


def order_of(kind: str, about: Iterable[object], *, language: str, digits: str = "", is_draft: bool = False) -> Order:
    """An order with the digits that were asked for: Thai ones in Thai unless asked otherwise, never in English."""
    usual = "thai" if language == "th" else "arabic"
    chosen = digits if digits in DIGITS and language == "th" else usual
    return Order(kind, tuple(str(part) for part in about), language, chosen, is_draft)


@dataclass(frozen=True)
class Paper:
    """How a report lies on paper: its title, its Thai file name (no ending), the address of its page.

    `drawings` makes what is drawn besides the text (maps, bars), `pictures` gives photographs by the names of their
    assets; both are called only when a PDF is made. `tables` are the data that are embedded, the first as CSV, all as
    JSON; their columns are all public.
    """

    title: str
    name_th: str
    address: str
    tables: Mapping[str, Table]
    drawings: Callable[[], Mapping[str, Any]] = dict
    pictures: Callable[[], Mapping[str, bytes]] = dict


@dataclass(frozen=True)
class Choice:
    """Something of which there is a report; `part` is the place and heading of its part of a long list."""

    about: tuple[str, ...]
    label: str
    part: tuple[int, str] = (0, "")


@dataclass(frozen=True)
class Kind:
    """A kind of report.

    `snapshot(order)` gives the frozen data, or raises `NoSuchReport`. `requests` gives the references of those that the
    report tells of: with few it is made while the reader waits, with many by the worker. `choices` lists what can be
    chosen, drafts included if so asked; `address` is the name of its address.
    """

    name: str
    label: Promise | str
    template: str
    address: str
    snapshot: Callable[[Order], Any]
    paper: Callable[[Any, Order], Paper]
    requests: Callable[[Any], Sequence[str]]
    choices: Callable[[str, bool], Iterable[Choice]] = field(default=lambda language, drafts: ())
    has_drafts: bool = False


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_of(name: str) -> Kind:
    """Raises KeyError."""
    return _kinds[name]


def kinds() -> Iterator[Kind]:
    """All of them, in the order in which they are listed."""
    places = ("year", "workshop", "group", "province", "agency", "request")
    yield from sorted(_kinds.values(), key=lambda kind: places.index(kind.name))


def page_address(name: str, *args: object, language: str) -> str:
    """The absolute address of a page in a language, for links and codes on paper."""
    with translation.override(language):
        return settings.PORTAL_BASE_URL + reverse(name, args=args)
