"""What reports and pages of years, workshops and places are made of: figures, workshops, activities, requests."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from portal.bilingual import Localised, in_language
from portal.models import Agency, DeclaredFigure, Provenance
from portal.public_data import remembered
from portal.reports import (
    AgencyTag,
    Mark,
    PlaceName,
    SourceLine,
    agency_tag,
    mark_of,
    place_name,
    source_line,
)
from requests_registry.models import Category, CommunityRequest, Transition
from requests_registry.models.counts import CountQuerySet
from requests_registry.models.requests import CommunityRequestQuerySet
from requests_registry.models.results import OutcomeQuerySet
from requests_registry.reports import ResultTotal, answer_day, result_totals
from requests_registry.request_lines import RequestLine, request_line
from workshops.models import Activity, Attendance, Workshop

#: The most requests that a report of a year or a workshop lists; beyond it points to the list of requests.
MOST_REQUESTS = 150

Subject = DeclaredFigure.Subject


@dataclass(frozen=True)
class Figure:
    """A published total beside what is itemised here; never filled up with rows."""

    value: int
    text_th: str
    mark: Mark
    source: SourceLine | None


@dataclass(frozen=True)
class Counts:
    """Rows counted apart: real ones and invented samples are never added up to a figure of the programme."""

    real: int
    samples: int

    @property
    def total(self) -> int:
        """How long a list is that holds both, each sample with its mark; no figure."""
        return self.real + self.samples

    @property
    def shown(self) -> int:
        """The figure: real rows, and only where there are none the samples, which then are marked."""
        return self.real or self.samples


def counts_by(column: str, counted: CountQuerySet) -> dict[Any, Counts]:
    """Real ones and samples apart, by a column. One query."""
    found: dict[Any, list[int]] = {}
    for row in counted.counted_by(column, "is_sample"):
        found.setdefault(row[column], [0, 0])[row["is_sample"]] = row["count"]
    return {value: Counts(*numbers) for value, numbers in found.items()}


def count_of(counted: CountQuerySet) -> Counts:
    """Real ones and samples of all. One query."""
    numbers = [0, 0]
    for row in counted.counted_by("is_sample"):
        numbers[row["is_sample"]] = row["count"]
    return Counts(*numbers)


def named_agencies() -> dict[int, Agency]:
    """All agencies with their names, by primary key; remembered while the public data stay."""
    return remembered("named agencies", lambda: {agency.pk: agency for agency in Agency.objects.with_names()})


@dataclass(frozen=True)
class WorkshopEntry:
    """A workshop in a list."""

    year_be: int
    number: int
    group: Localised | None
    group_slug: str
    starts_on: date
    ends_on: date
    venue: Localised
    host: PlaceName
    provinces: tuple[PlaceName, ...]
    is_sample: bool
    mark: Mark


@dataclass(frozen=True)
class ActivityEntry:
    """What was done; `examples` are the cases that the source names for it."""

    kind: str
    kind_label: str
    title: Localised
    agency: AgencyTag | None
    examples: tuple[Localised, ...]
    mark: Mark


@dataclass(frozen=True)
class AttendanceEntry:
    sector: str
    headcount: int | None
    mark: Mark


@dataclass(frozen=True)
class CategoryEntry:
    """A field of requests, with the numbers of itemised ones in it."""

    code: int
    name: Localised
    short: Localised
    counts: Counts


@dataclass(frozen=True)
class ItemisedRequest:
    """A request of the year with what was answered to it."""

    line: RequestLine
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True)
class AnswerLine:
    """A published answer in one line; `number` is its place among all answers of the request, as on its page."""

    number: int
    agency: AgencyTag
    kind: str
    summary: Localised


def is_stated(activities: Iterable[ActivityEntry], sectors: Iterable[AttendanceEntry]) -> bool:
    marks = [activity.mark for activity in activities] + [sector.mark for sector in sectors]
    return any(mark.provenance == Provenance.STATED for mark in marks)


def figures_of(figures: Iterable[DeclaredFigure], language: str) -> dict[str, Figure]:
    """Declared figures by what they count."""
    return {
        figure.subject: Figure(
            figure.value, figure.text_th, mark_of(figure, language), source_line(figure.source, language)
        )
        for figure in figures
    }


def category_entries(
    counted: Mapping[int | None, Counts], language: str, figures: Iterable[DeclaredFigure]
) -> Iterable[CategoryEntry]:
    """The fields of requests with the numbers of public ones of a year.

    Of a year whose fields a source declares those of the source: a field that is added later was none of them.
    """
    declared_by = {figure.source_id for figure in figures if figure.subject == Subject.CATEGORIES}
    for category in remembered("fields", lambda: list(Category.objects.order_by("code"))):
        counts = counted.get(category.code, Counts(0, 0))
        if declared_by and category.source_id not in declared_by and not counts.real:
            continue
        yield CategoryEntry(
            code=category.code,
            name=in_language(category, "name", language),
            short=in_language(category, "short", language),
            counts=counts,
        )


def last_change(requests: CommunityRequestQuerySet, *days: date | None, otherwise: date) -> date:
    """The last day on which anything public of these requests was written, or the last of `days`. Two queries."""
    accepted = requests.order_by().aggregate(at=Max("accepted_at"))["at"]
    moves = Transition.objects.filter(Q(response=None) | Q(response__is_published=True))
    moved = moves.filter(community_request__in=requests.order_by().values("pk")).aggregate(at=Max("at"))["at"]
    written = [timezone.localdate(at) for at in (accepted, moved) if at]
    return max([*written, *(day for day in days if day)], default=otherwise)


def remembered_totals(scope: tuple[str, Hashable], outcomes: OutcomeQuerySet, language: str) -> tuple[ResultTotal, ...]:
    """What the outcomes add up to, which takes as long as there are many: once for each version of the public data."""
    return remembered(("totals", scope, language), lambda: result_totals(outcomes, language=language))


def workshop_entry(workshop: Workshop, *, language: str) -> WorkshopEntry:
    """One workshop of a list. Reads only what `for_list()` has fetched."""
    host, group = workshop.host_province, workshop.group
    return WorkshopEntry(
        year_be=workshop.fiscal_year_id,
        number=workshop.number,
        group=in_language(group, "short_name", language) if group else None,
        group_slug=group.slug if group else "",
        starts_on=workshop.starts_on,
        ends_on=workshop.ends_on,
        venue=in_language(workshop, "venue", language),
        host=place_name(host),
        provinces=tuple(place_name(target.province) for target in workshop.targets.all()),
        is_sample=workshop.is_sample,
        mark=mark_of(workshop, language),
    )


def activity_entries(
    activities: Sequence[Activity], tags: dict[int, AgencyTag], language: str
) -> Iterable[ActivityEntry]:
    """Activities with their examples beside them."""
    for activity in activities:
        if activity.is_example:
            continue
        examples = [other for other in activities if other.is_example and other.kind == activity.kind]
        yield ActivityEntry(
            kind=activity.kind,
            kind_label=str(activity.get_kind_display()),
            title=in_language(activity, "title", language),
            agency=tags.get(activity.agency_id) if activity.agency_id else None,
            examples=tuple(in_language(example, "title", language) for example in examples),
            mark=mark_of(activity, language),
        )


def attendance_entries(attendance: Iterable[Attendance], language: str) -> Iterable[AttendanceEntry]:
    for row in attendance:
        yield AttendanceEntry(str(row.get_sector_display()), row.headcount, mark_of(row, language))


def itemised_request(
    community_request: CommunityRequest,
    agencies: Mapping[int, Agency],
    *,
    language: str,
    with_unpublished: bool = False,
) -> ItemisedRequest:
    """A request with its published answers. Reads only what `for_list()` has fetched, and the agencies with names."""
    answers = [
        AnswerLine(
            number=number,
            agency=agency_tag(
                agencies.get(response.agency_id, response.agency),  # one that came a moment ago is not remembered yet
                on=answer_day(response, community_request),
                language=language,
            ),
            kind=str(response.get_kind_display()),
            summary=in_language(response, "summary", language),
        )
        for number, response in enumerate(community_request.responses.all(), start=1)
        if (response.is_published or with_unpublished) and response.summary_th
    ]
    return ItemisedRequest(request_line(community_request, language=language), tuple(answers))
