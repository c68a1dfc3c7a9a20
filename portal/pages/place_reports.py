"""Reports of a workshop, a province, a group and an agency as frozen data. Public fields only, but for drafts.

Nothing here asks what day it is: provinces, groups and agencies are shown as they last were.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import translation

from portal.bilingual import Localised
from portal.models import Agency, Province, ProvinceGroup
from portal.reports import PlaceName, SourceLine, issuer_on
from requests_registry.models import AgencyResponse, CommunityRequest, RequestStatus
from requests_registry.models.requests import CommunityRequestQuerySet
from requests_registry.photographs import Photograph, photographs_of
from workshops.models import Workshop

from .profiles import (
    AgencyProfile,
    GroupProfile,
    ProvinceProfile,
    agency_profile,
    group_profile,
    province_profile,
)
from .report_entries import (
    MOST_REQUESTS,
    Counts,
    ItemisedRequest,
    WorkshopEntry,
    itemised_request,
    last_change,
    named_agencies,
)
from .workshop_reports import WorkshopReport, workshop_report

#: Later than anything that is known: things are shown as they last were.
LATEST = date(9999, 12, 30)
#: Earlier than the programme; a report about which nothing is known but reference data carries the day it began.
BEGINNING = date(2003, 10, 1)

#: With fewer requests a chart or a table of numbers says less than the list.
LEAST_OF_A_CHART = 5


class Listed:
    """A report that lists requests; samples are marked, and enter figures only where nothing is real."""

    requests: tuple[ItemisedRequest, ...]
    counts: Counts

    @property
    def has_samples(self) -> bool:
        return self.counts.samples > 0

    @property
    def shown(self) -> int:
        return self.counts.shown

    @property
    def answered(self) -> int:
        return sum(bool(item.answers) for item in self.counted)

    @property
    def statuses(self) -> tuple[tuple[str, int], ...]:
        """How many of the listed requests stand where, in the order of their way; nothing when there are few."""
        if len(self.counted) < LEAST_OF_A_CHART:
            return ()
        found = Counter(item.line.status for item in self.counted)
        return tuple((str(status.label), found[status]) for status in RequestStatus if found[status])

    @property
    def counted(self) -> tuple[ItemisedRequest, ...]:
        return tuple(item for item in self.requests if not (self.counts.real and item.line.is_sample))


def _itemised(
    requests: CommunityRequestQuerySet, language: str, *, with_unpublished: bool = False
) -> tuple[ItemisedRequest, ...]:
    named = named_agencies()
    rows = requests.for_list().order_by("fiscal_year", "number")[:MOST_REQUESTS]
    return tuple(itemised_request(row, named, language=language, with_unpublished=with_unpublished) for row in rows)


def _counts(requests: CommunityRequestQuerySet) -> Counts:
    return Counts(requests.filter(is_sample=False).count(), requests.filter(is_sample=True).count())


# ------------------------------------------------------------------------------------------------------- workshop


@dataclass(frozen=True)
class Minutes(Listed):
    """What is on record about one workshop."""

    language: str
    issuer: str
    workshop: WorkshopReport
    requests: tuple[ItemisedRequest, ...]
    counts: Counts
    photographs: tuple[Photograph, ...]
    data_as_of: date

    @property
    def entry(self) -> WorkshopEntry:
        return self.workshop.entry

    @property
    def source(self) -> SourceLine | None:
        return self.workshop.source


def minutes(workshop: Workshop, *, language: str, with_unpublished: bool = False) -> Minutes:
    """The minutes of a workshop fetched with `for_detail()`; for staff with the answers not published yet."""
    requests = CommunityRequest.objects.public().filter(workshop=workshop)
    report = workshop_report(workshop, language=language)
    read_on = report.source.read_on if report.source else None
    return Minutes(
        language=language,
        issuer=issuer_on(workshop.starts_on),
        workshop=report,
        requests=_itemised(requests, language, with_unpublished=with_unpublished),
        counts=_counts(requests),
        photographs=photographs_of(requests, language=language),
        data_as_of=last_change(requests, read_on, otherwise=workshop.ends_on),
    )


# ------------------------------------------------------------------------------------------------- place and group


@dataclass(frozen=True)
class ProvinceReport(Listed):
    """What was asked and answered in a province, over all years."""

    language: str
    issuer: str
    profile: ProvinceProfile
    requests: tuple[ItemisedRequest, ...]
    counts: Counts
    data_as_of: date

    @property
    def workshops(self) -> tuple[WorkshopEntry, ...]:
        return self.profile.workshops

    @property
    def source(self) -> SourceLine | None:
        return self.profile.memberships[0].source if self.profile.memberships else None


def province_report(province: Province, *, language: str) -> ProvinceReport:
    requests = CommunityRequest.objects.public().filter(province=province)
    with translation.override(language):
        profile = province_profile(province, on=LATEST, language=language)
        read = [entry.source.read_on for entry in profile.memberships if entry.source]
        days = [*read, *(entry.ends_on for entry in profile.workshops)]
        as_of = last_change(requests, *days, otherwise=BEGINNING)
        return ProvinceReport(
            language, issuer_on(as_of), profile, _itemised(requests, language), _counts(requests), as_of
        )


@dataclass(frozen=True)
class GroupReport(Listed):
    """What was asked and answered in a province group, over all years; each request under its group of the time."""

    language: str
    issuer: str
    profile: GroupProfile
    requests: tuple[ItemisedRequest, ...]
    counts: Counts
    data_as_of: date

    @property
    def workshops(self) -> tuple[WorkshopEntry, ...]:
        return self.profile.workshops

    @property
    def by_province(self) -> tuple[tuple[PlaceName, int], ...]:
        """The present provinces and former ones with requests, each with how many are listed here."""
        asked = Counter(item.line.place.province for item in self.counted)
        members = [*self.profile.entry.members, *sorted(asked, key=lambda place: place.code)]
        return tuple((place, asked[place]) for place in dict.fromkeys(members))

    @property
    def source(self) -> SourceLine | None:
        return self.profile.compositions[0].source if self.profile.compositions else None


def group_report(group: ProvinceGroup, *, language: str) -> GroupReport:
    requests = CommunityRequest.objects.public().filter(group=group)
    with translation.override(language):
        profile = group_profile(group, on=LATEST, language=language)
        read = [entry.source.read_on for entry in profile.compositions if entry.source]
        days = [*read, *(entry.ends_on for entry in profile.workshops)]
        as_of = last_change(requests, *days, otherwise=BEGINNING)
        return GroupReport(language, issuer_on(as_of), profile, _itemised(requests, language), _counts(requests), as_of)


# --------------------------------------------------------------------------------------------------------- agency


@dataclass(frozen=True)
class AgencyReport(Listed):
    """What an agency was asked and answered, over all years; of the answers its own alone."""

    language: str
    issuer: str
    profile: AgencyProfile
    requests: tuple[ItemisedRequest, ...]
    counts: Counts
    kinds: tuple[tuple[str, int], ...]
    data_as_of: date
    source: SourceLine | None

    @property
    def name(self) -> Localised:
        return self.profile.tag.name


def agency_report(agency: Agency, *, language: str) -> AgencyReport:
    """The report of an agency with its names and its successor fetched."""
    answers = AgencyResponse.objects.public().filter(agency=agency)
    requests = CommunityRequest.objects.public().filter(pk__in=answers.values("community_request"))
    with translation.override(language):
        profile = agency_profile(agency, on=LATEST, language=language)
        own = tuple(_only(item, agency.acronym) for item in _itemised(requests, language))
        kinds = Counter(answer.kind for item in own for answer in item.answers)
        as_of = last_change(requests, otherwise=BEGINNING)
        return AgencyReport(
            language=language,
            issuer=issuer_on(as_of),
            profile=profile,
            requests=own,
            counts=_counts(requests),
            kinds=tuple(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
            data_as_of=as_of,
            source=None,
        )


def _only(item: ItemisedRequest, acronym: str) -> ItemisedRequest:
    own = tuple(answer for answer in item.answers if answer.agency.acronym == acronym)
    return ItemisedRequest(item.line, own)
