"""The front page and the list of years as frozen data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q
from django.utils import translation

from portal.models import DeclaredFigure, FiscalYear
from requests_registry.latest_answers import LatestAnswer, latest_answers
from requests_registry.models import CommunityRequest, RequestCount
from workshops.models import Workshop

from .report_entries import (
    CategoryEntry,
    Counts,
    Figure,
    ItemisedRequest,
    WorkshopEntry,
    category_entries,
    counts_by,
    figures_of,
    itemised_request,
    named_agencies,
    workshop_entry,
)
from .year_reports import YearFigures

# ----------------------------------------------------------------------------------------------------------- home


LATEST_ANSWERS = 6


@dataclass(frozen=True)
class Home(YearFigures):
    """The front page: the latest year with real data, and an example of what was answered, and the newest answers."""

    year_be: int | None
    figures: dict[str, Figure]
    workshops: tuple[WorkshopEntry, ...]
    categories: tuple[CategoryEntry, ...]
    requests: tuple[ItemisedRequest, ...]
    counts: Counts
    latest_answers: tuple[LatestAnswer, ...]


def home(*, language: str) -> Home:
    """At most 9 queries, 2 more where the agencies are not remembered. With no real data at all `year_be` is `None`."""
    with translation.override(language):
        figures = list(DeclaredFigure.objects.chosen().select_related("source").order_by("subject"))
        workshops = list(Workshop.objects.public().real().for_list())
        public = CommunityRequest.objects.public()
        counted = list(RequestCount.objects.counted_by("fiscal_year", "category", "is_sample"))
        itemised = Counter[int]()
        for row in counted:
            if not row["is_sample"]:
                itemised[row["fiscal_year"]] += row["count"]
        planned = {workshop.fiscal_year_id for workshop in workshops}
        # Neither a workshop nor a request alone pushes a whole year off the front page.
        told = {figure.fiscal_year_id for figure in figures} | (itemised.keys() & planned)
        year_be = max(told or itemised.keys() or planned, default=None)
        real = list(public.real().filter(fiscal_year=year_be).for_list().order_by("number")[:1])
        named = named_agencies() if real else {}
        of_year = [figure for figure in figures if figure.fiscal_year_id == year_be]
        return Home(
            year_be=year_be,
            figures=figures_of(of_year, language),
            workshops=tuple(
                workshop_entry(workshop, language=language)
                for workshop in workshops
                if workshop.fiscal_year_id == year_be
            ),
            categories=tuple(category_entries(_of_year(counted, year_be), language, of_year)),
            requests=tuple(itemised_request(item, named, language=language) for item in real),
            counts=Counts(itemised[year_be] if year_be else 0, 0),
            latest_answers=latest_answers(language=language, most=LATEST_ANSWERS),
        )


def _of_year(counted: Iterable[Mapping[str, Any]], year_be: int | None) -> dict[int | None, Counts]:
    """By field, real ones and samples apart."""
    numbers: dict[int | None, list[int]] = {}
    for row in counted:
        if row["fiscal_year"] == year_be:
            numbers.setdefault(row["category"], [0, 0])[row["is_sample"]] = row["count"]
    return {code: Counts(*pair) for code, pair in numbers.items()}


# ---------------------------------------------------------------------------------------------------------- years


@dataclass(frozen=True)
class YearEntry:
    """A fiscal year in the list; with nothing in it, it is said to have no data, not to count 0."""

    year_be: int
    workshops: Counts
    declared: int | None
    requests: Counts

    is_gap = False

    @property
    def has_data(self) -> bool:
        return bool(self.workshops.total or self.declared or self.requests.total)

    @property
    def has_samples(self) -> bool:
        return bool(self.workshops.samples or self.requests.samples)

    @property
    def is_real(self) -> bool:
        """Whether the numbers are those of real rows; samples of such a year are only said to be there."""
        return bool(self.workshops.real or self.declared or self.requests.real)


@dataclass(frozen=True)
class YearGap:
    """Years between two that the portal knows: said to be without data, not passed over."""

    first_be: int
    last_be: int
    is_gap = True


def years_with_gaps(entries: Sequence[YearEntry]) -> list[YearEntry | YearGap]:
    """The same, newest first, with a row for the years that are missing in between."""
    rows: list[YearEntry | YearGap] = []
    for newer, entry in pairwise((None, *entries)):
        if newer and entry and newer.year_be - entry.year_be > 1:
            rows.append(YearGap(entry.year_be + 1, newer.year_be - 1))
        if entry:
            rows.append(entry)
    return rows


def year_entries() -> list[YearEntry]:
    """Every fiscal year, newest first. Four queries."""
    requests = counts_by("fiscal_year", RequestCount.objects.all())
    held = (
        Workshop.objects.public()
        .order_by()
        .values("fiscal_year")
        .annotate(real=Count("pk", filter=Q(is_sample=False)), samples=Count("pk", filter=Q(is_sample=True)))
    )
    workshops = {row["fiscal_year"]: Counts(row["real"], row["samples"]) for row in held}
    of_requests = DeclaredFigure.objects.chosen().filter(subject=DeclaredFigure.Subject.REQUESTS)
    declared = dict(of_requests.values_list("fiscal_year", "value"))
    nothing = Counts(0, 0)
    return [
        YearEntry(
            year_be=year.year_be,
            workshops=workshops.get(year.year_be, nothing),
            declared=declared.get(year.year_be),
            requests=requests.get(year.year_be, nothing),
        )
        for year in FiscalYear.objects.order_by("-year_be")
    ]
