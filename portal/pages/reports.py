"""The programme's year and its workshops as frozen data: what their pages and PDFs are made from.

Nothing here asks what day it is today, so the same data give the same bytes on any day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.utils import timezone, translation

from portal.bilingual import Localised, in_language
from portal.charts import Tally, tally
from portal.models import Agency, DeclaredFigure, FiscalYear, ProgrammeStatement, Provenance
from portal.public_data import remembered
from portal.reports import (
    AgencyTag,
    Mark,
    PlaceName,
    SourceLine,
    agency_tag,
    issuer_on,
    mark_of,
    place_name,
    source_line,
)
from requests_registry.models import Category, CommunityRequest, Outcome, RequestCount, Transition
from requests_registry.models.counts import CountQuerySet
from requests_registry.models.requests import CommunityRequestQuerySet, is_public
from requests_registry.models.results import OutcomeQuerySet
from requests_registry.reports import RequestLine, ResultTotal, answer_day, request_line, result_totals
from workshops.models import Activity, Attendance, Handover, Workshop

#: The most requests that a report of a year or a workshop lists; beyond it points to the list of requests.
MOST_REQUESTS = 150
Subject = DeclaredFigure.Subject
Kind = ProgrammeStatement.Kind


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
        return _is_stated(self.activities, self.sectors)

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


def _is_stated(activities: Iterable[ActivityEntry], sectors: Iterable[AttendanceEntry]) -> bool:
    marks = [activity.mark for activity in activities] + [sector.mark for sector in sectors]
    return any(mark.provenance == Provenance.STATED for mark in marks)


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


def figures_of(figures: Iterable[DeclaredFigure], language: str) -> dict[str, Figure]:
    """Declared figures by what they count."""
    return {
        figure.subject: Figure(
            figure.value, figure.text_th, mark_of(figure, language), source_line(figure.source, language)
        )
        for figure in figures
    }


def _footer(
    agencies: Sequence[Agency], tags: dict[int, AgencyTag], figures: dict[str, DeclaredFigure]
) -> Iterable[AgencyTag]:
    """The agencies of the source page's footer, in its order; they belong to the page, so to years that it tells of."""
    pages = {figure.source_id for figure in figures.values()}
    listed = [agency for agency in agencies if agency.footer_order is not None and agency.source_id in pages]
    return [tags[agency.pk] for agency in sorted(listed, key=lambda agency: agency.footer_order or 0)]


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
                agencies[response.agency_id], on=answer_day(response, community_request), language=language
            ),
            kind=str(response.get_kind_display()),
            summary=in_language(response, "summary", language),
        )
        for number, response in enumerate(community_request.responses.all(), start=1)
        if (response.is_published or with_unpublished) and response.summary_th
    ]
    return ItemisedRequest(request_line(community_request, language=language), tuple(answers))


# ------------------------------------------------------------------------------------------------------- workshop


@dataclass(frozen=True)
class HandoverEntry:
    province: PlaceName
    item: Localised
    handed_on: date | None
    receiver: str
    mark: Mark


@dataclass(frozen=True)
class DocumentEntry:
    """A document that everybody may read, by its address."""

    title: Localised
    url: str
    mark: Mark


@dataclass(frozen=True)
class WorkshopReport:
    """One workshop in one language; `series_*` is what the source says of all workshops of the year together."""

    language: str
    entry: WorkshopEntry
    title: Localised | None
    theme: Localised | None
    outcome: Localised | None
    activities: tuple[ActivityEntry, ...]
    series_activities: tuple[ActivityEntry, ...]
    sectors: tuple[AttendanceEntry, ...]
    series_sectors: tuple[AttendanceEntry, ...]
    handovers: tuple[HandoverEntry, ...]
    documents: tuple[DocumentEntry, ...]
    lines: tuple[RequestLine, ...]
    totals: tuple[ResultTotal, ...]
    source: SourceLine | None

    @property
    def series_is_stated(self) -> bool:
        """Whether a source tells what was done at the workshops of the year together."""
        return _is_stated(self.series_activities, self.series_sectors)


def workshop_report(workshop: Workshop, *, language: str) -> WorkshopReport:
    """Everything public about one workshop fetched with `for_detail()`."""
    with translation.override(language):
        own_or_series = Q(workshop=workshop) | Q(workshop=None, fiscal_year=workshop.fiscal_year_id)
        activities = list(
            Activity.objects.filter(own_or_series).select_related("agency").prefetch_related("agency__names")
        )
        crowd = list(Attendance.objects.filter(own_or_series))
        tags = _tags_of(activities, workshop.starts_on, language)
        requests = (
            CommunityRequest.objects.public().filter(workshop=workshop).for_list().order_by("number")[:MOST_REQUESTS]
        )
        return WorkshopReport(
            language=language,
            entry=workshop_entry(workshop, language=language),
            title=in_language(workshop, "title", language) if workshop.title_th else None,
            theme=in_language(workshop, "theme", language) if workshop.theme_th else None,
            outcome=in_language(workshop, "outcome", language) if workshop.outcome_th else None,
            activities=tuple(activity_entries([row for row in activities if row.workshop_id], tags, language)),
            series_activities=tuple(
                activity_entries([row for row in activities if not row.workshop_id], tags, language)
            ),
            sectors=tuple(attendance_entries([row for row in crowd if row.workshop_id], language)),
            series_sectors=tuple(attendance_entries([row for row in crowd if not row.workshop_id], language)),
            handovers=tuple(_handover(handover, language) for handover in workshop.handovers.all()),
            documents=tuple(
                DocumentEntry(in_language(document, "title", language), document.url, mark_of(document, language))
                for document in workshop.documents.public().exclude(url="")
            ),
            lines=tuple(request_line(item, language=language) for item in requests),
            totals=result_totals(
                Outcome.objects.public().filter(community_request__workshop=workshop), language=language
            ),
            source=source_line(workshop.source, language),
        )


def _tags_of(activities: Iterable[Activity], day: date, language: str) -> dict[int, AgencyTag]:
    named = [activity.agency for activity in activities if activity.agency]
    return {agency.pk: agency_tag(agency, on=day, language=language) for agency in named}


def _handover(handover: Handover, language: str) -> HandoverEntry:
    return HandoverEntry(
        province=place_name(handover.province),
        item=in_language(handover, "item", language),
        handed_on=handover.handed_on,
        receiver=handover.receiver_position_th,
        mark=mark_of(handover, language),
    )
