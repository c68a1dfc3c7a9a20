"""The reports there are, as lists; of those that were made also their size, pages and day of data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from portal.models import StoredReport

from .catalogue import Choice, Kind, kinds, order_of


@dataclass(frozen=True)
class Line:
    """A report in a list; `stored` is the newest one that was made, as far as one was."""

    label: str
    address: str
    stored: StoredReport | None


@dataclass(frozen=True)
class ReportList:
    name: str
    label: str
    lines: tuple[Line, ...]


def report_lists(language: str) -> list[ReportList]:
    """The public reports by kind; requests have their own list. One query for each kind, and one for the files."""
    made = _newest(language)
    lists = [ReportList(kind.name, str(kind.label), tuple(_lines(kind, language, made))) for kind in kinds()]
    return [found for found in lists if found.lines]


Made = dict[tuple[str, ...], StoredReport]


def _lines(kind: Kind, language: str, made: Made) -> Iterator[Line]:
    for choice in kind.choices(language, False):
        yield Line(choice.label, _address(kind, choice), made.get((kind.name, *choice.about)))


def _address(kind: Kind, choice: Choice) -> str:
    return reverse(kind.address, args=choice.about)


def _newest(language: str) -> Made:
    """By kind and what they are about, with the digits that are usual in the language."""
    usual = order_of("", (), language=language).digits
    stored = StoredReport.objects.public().with_file().filter(language=language, digits=usual)
    return {(row.kind, *row.about): row for row in stored.exclude(kind="request").order_by("issued_at", "pk")}
