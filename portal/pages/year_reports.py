"""The programme's year as frozen data: what its page and its PDF are made from.

Nothing here asks what day it is today, so the same data give the same bytes on any day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.utils import timezone, translation

from portal.bilingual import Localised, in_language
from portal.charts import Tally, tally
from portal.models import Agency, DeclaredFigure, FiscalYear, ProgrammeStatement
from portal.public_data import remembered
from portal.reports import (
    AgencyTag,
    PlaceName,
    SourceLine,
    agency_tag,
    issuer_on,
    source_line,
)
from requests_registry.models import CommunityRequest, Outcome, RequestCount, Transition
from requests_registry.models.requests import CommunityRequestQuerySet, is_public
from requests_registry.reports import ResultTotal
from workshops.models import Attendance

from .report_entries import (
    MOST_REQUESTS,
    ActivityEntry,
    AttendanceEntry,
    CategoryEntry,
    Counts,
    Figure,
    ItemisedRequest,
    Subject,
    WorkshopEntry,
    activity_entries,
    attendance_entries,
    category_entries,
    counts_by,
    figures_of,
    is_stated,
    itemised_request,
    named_agencies,
    remembered_totals,
    workshop_entry,
)

Kind = ProgrammeStatement.Kind


class YearFigures:
    """What is counted of a year: real rows, and only in a year that has none the samples, which then are marked."""

    workshops: tuple[WorkshopEntry, ...]
    figures: dict[str, Figure]
    counts: Counts

    @property
    def has_data(self) -> bool:
        return bool(self.workshops or self.counts.total or self.figures)

    @property
    def has_samples(self) -> bool:
        return self.counts.samples > 0 or any(entry.is_sample for entry in self.workshops)

    @property
    def is_real(self) -> bool:
        """Whether anything of the year is real: then samples enter no figure of it."""
        return bool(self.figures or self.counts.real) or any(not entry.is_sample for entry in self.workshops)

    @property
    def only_samples(self) -> bool:
        """Whether everything that is counted of the year is invented."""
        return self.has_samples and not self.is_real

    @property
    def counted_workshops(self) -> tuple[WorkshopEntry, ...]:
        return tuple(entry for entry in self.workshops if not (self.is_real and entry.is_sample))

    @property
    def groups(self) -> int:
        return len({entry.group_slug for entry in self.counted_workshops if entry.group_slug})

    @property
    def provinces(self) -> int:
        return len({province.code for entry in self.counted_workshops for province in entry.provinces})

    @property
    def itemised(self) -> int:
        return self.counts.real if self.is_real else self.counts.samples

    @property
    def tally(self) -> Tally | None:
        """The declared requests against the rows; `None` where no source declares any."""
        declared = self.figures.get(Subject.REQUESTS)
        return tally(declared.value, self.counts.real) if declared else None


@dataclass(frozen=True)
class YearReport(YearFigures):
    """A fiscal year of the programme in one language."""

    language: str
    issuer: str
    year_be: int
    first_day: date
    last_day: date
    statements: dict[str, tuple[Localised, ...]]
    theme: Localised | None
    figures: dict[str, Figure]
    workshops: tuple[WorkshopEntry, ...]
    activities: tuple[ActivityEntry, ...]
    sectors: tuple[AttendanceEntry, ...]
    categories: tuple[CategoryEntry, ...]
    requests: tuple[ItemisedRequest, ...]
    counts: Counts
    totals: tuple[ResultTotal, ...]
    footer_agencies: tuple[AgencyTag, ...]
    previous_year: int | None
    next_year: int | None
    source: SourceLine | None
    data_as_of: date

    @property
    def counted_totals(self) -> tuple[ResultTotal, ...]:
        return tuple(total for total in self.totals if not (self.is_real and total.is_sample))

    @property
    def series_is_stated(self) -> bool:
        """Whether a source tells what was done at the workshops together."""
        return is_stated(self.activities, self.sectors)

    @property
    def counted_requests(self) -> tuple[ItemisedRequest, ...]:
        """Those that enter figures: no samples where anything is real."""
        return tuple(item for item in self.requests if not (self.is_real and item.line.is_sample))

    @property
    def fields(self) -> tuple[FieldChapter, ...]:
        """The listed requests by field; last those that nobody has put into one."""
        chapters = [FieldChapter(category, self._in_field(category.code)) for category in self.categories]
        chapters.append(FieldChapter(None, self._in_field(None)))
        return tuple(chapter for chapter in chapters if chapter.requests)

    def _in_field(self, code: int | None) -> tuple[ItemisedRequest, ...]:
        known = {category.code for category in self.categories}
        return tuple(item for item in self.requests if _known_or_none(item.line.category_code, known) == code)

    @property
    def workshop_chapters(self) -> tuple[WorkshopChapter, ...]:
        """Each workshop with the requests that were raised there."""
        return tuple(
            WorkshopChapter(entry, tuple(item for item in self.requests if item.line.workshop_number == entry.number))
            for entry in self.workshops
        )

    @property
    def group_chapters(self) -> tuple[GroupChapter, ...]:
        """The groups that met, each with its workshops, its provinces then, and the requests of each province."""
        found: dict[str, list[WorkshopEntry]] = {}
        for entry in self.counted_workshops:
            if entry.group_slug:
                found.setdefault(entry.group_slug, []).append(entry)
        return tuple(self._group_chapter(entries) for entries in found.values())

    def _group_chapter(self, entries: list[WorkshopEntry]) -> GroupChapter:
        provinces = {place.code: place for entry in entries for place in entry.provinces}
        asked = Counter(item.line.place.province.code for item in self.counted_requests)
        return GroupChapter(
            entries[0].group, tuple(entries), tuple((place, asked[code]) for code, place in provinces.items())
        )

    @property
    def without_field(self) -> int:
        return sum(item.line.category_code is None for item in self.counted_requests)

    @property
    def without_answer(self) -> int:
        return sum(not item.answers for item in self.counted_requests)

    @property
    def without_headcount(self) -> bool:
        """Whether it is told who took part, but not how many."""
        return any(sector.headcount is None for sector in self.sectors)


@dataclass(frozen=True)
class FieldChapter:
    """The requests of one field of a year; `category` empty: those without a field."""

    category: CategoryEntry | None
    requests: tuple[ItemisedRequest, ...]


@dataclass(frozen=True)
class WorkshopChapter:
    """A workshop of a year with what was asked there."""

    entry: WorkshopEntry
    requests: tuple[ItemisedRequest, ...]


@dataclass(frozen=True)
class GroupChapter:
    """A group of a year; its provinces with the number of requests that each raised in that year."""

    group: Localised | None
    workshops: tuple[WorkshopEntry, ...]
    provinces: tuple[tuple[PlaceName, int], ...]

    @property
    def requests(self) -> int:
        return sum(count for _place, count in self.provinces)


def _known_or_none(code: int | None, known: set[int]) -> int | None:
    return code if code in known else None


def year_report(year_be: int, *, language: str, with_unpublished: bool = False) -> YearReport:
    """Everything public about one fiscal year (B.E.). Raises `FiscalYear.DoesNotExist`. At most 12 queries.

    For staff also the workshops and the answers that are not published yet.
    """
    with translation.override(language):
        return _year_report(year_be, language, with_unpublished)


def _year_report(year_be: int, language: str, with_unpublished: bool) -> YearReport:
    year = remembered(("year", year_be), lambda: _known_year(year_be))
    by_field = counts_by("category", RequestCount.objects.filter(fiscal_year=year_be))
    counts = Counts(sum(one.real for one in by_field.values()), sum(one.samples for one in by_field.values()))
    declared = year.declared_figures.chosen().select_related("source").order_by("subject")
    figures = {figure.subject: figure for figure in declared} if year.is_declared else {}
    named = named_agencies()
    agencies = list(named.values())
    held = year.workshops.all() if with_unpublished else year.workshops.public()
    workshops = list(held.for_list())
    requests = list(_public_of(year).for_list().order_by("number")[:MOST_REQUESTS])
    activities = list(year.activities.filter(workshop=None).select_related("agency"))
    crowd = list(year.attendance.filter(workshop=None)) if year.has_sectors else []
    tags = {agency.pk: agency_tag(agency, on=year.starts_on, language=language) for agency in agencies}
    verified = Outcome.objects.public().filter(community_request__fiscal_year=year)
    totals = remembered_totals(("year", year_be), verified, language) if year.has_results else ()
    return YearReport(
        language=language,
        issuer=issuer_on(year.starts_on),
        year_be=year.year_be,
        first_day=year.starts_on,
        last_day=year.ends_on,
        statements=_statements(language),
        theme=next((in_language(workshop, "theme", language) for workshop in workshops if workshop.theme_th), None),
        figures=figures_of(figures.values(), language),
        workshops=tuple(workshop_entry(workshop, language=language) for workshop in workshops),
        activities=tuple(activity_entries(activities, tags, language)),
        sectors=tuple(attendance_entries(crowd, language)),
        categories=tuple(category_entries(by_field, language, figures.values())),
        requests=tuple(
            itemised_request(item, named, language=language, with_unpublished=with_unpublished) for item in requests
        ),
        counts=counts,
        totals=totals,
        footer_agencies=tuple(_footer(agencies, tags, figures)),
        previous_year=year.previous_year,
        next_year=year.next_year,
        source=next((source_line(figure.source, language) for figure in figures.values()), None),
        data_as_of=_as_of(year, figures.values(), requests, totals),
    )


def _public_of(year: FiscalYear) -> CommunityRequestQuerySet:
    return CommunityRequest.objects.public().filter(fiscal_year=year)


def _known_year(year_be: int) -> Any:
    """The year with its neighbours, and what else there is to ask for, in one query."""
    others = FiscalYear.objects.order_by()
    moves = Transition.objects.filter(Q(response=None) | Q(response__is_published=True))
    of_year = moves.filter(is_public("community_request__"), community_request__fiscal_year=OuterRef("pk")).order_by()
    found = FiscalYear.objects.filter(pk=year_be).annotate(
        last_move=Subquery(of_year.values("community_request__fiscal_year").annotate(at=Max("at")).values("at")),
        is_declared=Exists(DeclaredFigure.objects.filter(fiscal_year=OuterRef("pk"))),
        has_sectors=Exists(Attendance.objects.filter(fiscal_year=OuterRef("pk"), workshop=None)),
        has_results=Exists(Outcome.objects.public().filter(community_request__fiscal_year=OuterRef("pk"))),
        previous_year=Subquery(others.filter(pk__lt=OuterRef("pk")).order_by("-pk").values("pk")[:1]),
        next_year=Subquery(others.filter(pk__gt=OuterRef("pk")).order_by("pk").values("pk")[:1]),
    )
    return found.get()


def _statements(language: str) -> dict[str, tuple[Localised, ...]]:
    found: dict[str, list[Localised]] = {}
    for statement in remembered("statements", lambda: list(ProgrammeStatement.objects.order_by("kind", "order"))):
        found.setdefault(statement.kind, []).append(in_language(statement, "text", language))
    return {kind: tuple(texts) for kind, texts in found.items()}


def _footer(
    agencies: Sequence[Agency], tags: dict[int, AgencyTag], figures: dict[str, DeclaredFigure]
) -> Iterable[AgencyTag]:
    """The agencies of the source page's footer, in its order; they belong to the page, so to years that it tells of."""
    pages = {figure.source_id for figure in figures.values()}
    listed = [agency for agency in agencies if agency.footer_order is not None and agency.source_id in pages]
    return [tags[agency.pk] for agency in sorted(listed, key=lambda agency: agency.footer_order or 0)]


def _as_of(
    year: Any,
    figures: Iterable[DeclaredFigure],
    requests: Iterable[CommunityRequest],
    totals: Iterable[ResultTotal],
) -> date:
    """The last day on which the data of the year were written, as far as they say it: never the day of printing."""
    days = [figure.source.read_on for figure in figures if figure.source and figure.source.read_on]
    days += [timezone.localdate(item.accepted_at) for item in requests if item.accepted_at]
    days += [total.as_of for total in totals]
    if year.last_move:
        days.append(timezone.localdate(year.last_move))
    return max(days, default=year.starts_on)
