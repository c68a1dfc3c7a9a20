"""One workshop as frozen data: what its page and its minutes are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import translation

from portal.bilingual import Localised, in_language
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
from requests_registry.models import CommunityRequest, Outcome
from requests_registry.reports import ResultTotal, result_totals
from requests_registry.request_lines import RequestLine, request_line
from workshops.models import Activity, Attendance, Handover, Workshop

from .report_entries import (
    MOST_REQUESTS,
    ActivityEntry,
    AttendanceEntry,
    WorkshopEntry,
    activity_entries,
    attendance_entries,
    is_stated,
    workshop_entry,
)


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
        return is_stated(self.series_activities, self.series_sectors)


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
