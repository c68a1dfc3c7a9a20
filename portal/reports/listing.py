"""The reports there are, as lists; of those that were made also their size, pages and day of data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

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
class Part:
    """A part of a long list, under a heading of its own; a short list is one part without a heading."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ReportList:
    name: str
    label: str
    parts: tuple[Part, ...]


def report_lists(language: str) -> list[ReportList]:
    """The public reports by kind; requests have their own list. One query for each kind, and one for the files."""
    made = _newest(language)
    lists = [ReportList(kind.name, str(kind.label), tuple(_parts(kind, language, made))) for kind in kinds()]
    return [found for found in lists if found.parts]


Made = dict[tuple[str, ...], StoredReport]


def _parts(kind: Kind, language: str, made: Made) -> Iterator[Part]:
    choices = sorted(kind.choices(language, False), key=_part_of)  # inside a part in the order of the kind
    for (_place, heading), found in groupby(choices, key=_part_of):
        lines = (Line(it.label, _address(kind, it), made.get((kind.name, *it.about))) for it in found)
        yield Part(heading, tuple(lines))


def _part_of(choice: Choice) -> tuple[int, str]:
    return choice.part


def _address(kind: Kind, choice: Choice) -> str:
    return reverse(kind.address, args=choice.about)


def _newest(language: str) -> Made:
    """By kind and what they are about, with the digits that are usual in the language."""
    usual = order_of("", (), language=language).digits
    stored = StoredReport.objects.public().with_file().filter(language=language, digits=usual)
    return {(row.kind, *row.about): row for row in stored.exclude(kind="request").order_by("issued_at", "pk")}
