"""Places and agencies as frozen data. Public fields only; every list is ordered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import translation

from portal.bilingual import Localised, in_language
from portal.models import (
    Agency,
    AgencyName,
    GroupMembership,
    Provenance,
    Province,
    ProvinceGroup,
)
from portal.public_data import remembered
from portal.reports import AgencyTag, Mark, PlaceName, SourceLine, agency_tag, mark_of, place_name, source_line
from requests_registry.models import AgencyResponse, AnswerCount, CommunityRequest, Outcome, RequestCount
from requests_registry.models.requests import CommunityRequestQuerySet
from requests_registry.reports import ResultTotal
from requests_registry.request_lines import RequestLine, request_line
from workshops.models import Workshop

from .report_entries import Counts, WorkshopEntry, count_of, counts_by, remembered_totals, workshop_entry

#: How many requests a profile shows before it points to the list.
SHOWN_REQUESTS = 10
REAL_FIRST = ("is_sample", "-fiscal_year_id", "-number")
FEW_ANSWERS = 1_000


# ------------------------------------------------------------------------------------------------------ provinces


@dataclass(frozen=True)
class RegionEntry:
    """A region with its provinces in Thai order, each with what was asked there; `name` is empty for those of none."""

    name: Localised | None
    provinces: tuple[tuple[PlaceName, Counts], ...]


@dataclass(frozen=True)
class Membership:
    """In which group a province was, from the first to the last day (`None`: still); `group` empty: in none."""

    group: Localised | None
    group_slug: str
    first_day: date
    last_day: date | None
    is_centre: bool
    certainty: str
    source: SourceLine | None


@dataclass(frozen=True)
class ProvinceProfile:
    place: PlaceName
    region: Localised | None
    memberships: tuple[Membership, ...]
    group: Membership | None
    neighbours: tuple[PlaceName, ...]
    workshops: tuple[WorkshopEntry, ...]
    counts: Counts
    lines: tuple[RequestLine, ...]
    totals: tuple[ResultTotal, ...]

    @property
    def real_workshops(self) -> int:
        return sum(not entry.is_sample for entry in self.workshops)


def region_entries(*, language: str) -> list[RegionEntry]:
    """All provinces by region, with the number of public requests. Two queries."""
    counts = counts_by("province", RequestCount.objects.all())
    in_order = (F("region__order").asc(nulls_last=True), "region_id", "sort_key")
    provinces = Province.objects.select_related("region").order_by(*in_order)
    return [
        RegionEntry(
            name=in_language(region, "name", language) if region else None,
            provinces=tuple((place_name(province), counts.get(province.code, Counts(0, 0))) for province in members),
        )
        for region, members in groupby(provinces, key=lambda province: province.region)
    ]


def province_profile(province: Province, *, on: date, language: str) -> ProvinceProfile:
    """Everything public about a province, its present group being that of the day. Eight queries."""
    with translation.override(language):
        memberships_of = province.memberships.select_related("group", "source").order_by("-valid_from")
        rows = remembered(("memberships", province.code), lambda: list(memberships_of))
        requests = CommunityRequest.objects.public().filter(province=province)
        newest = requests.order_by(*REAL_FIRST).places(0, SHOWN_REQUESTS)
        workshops = Workshop.objects.public().filter(targets__province=province).for_list()
        now = next((row for row in rows if row.valid_from <= on), None)
        memberships = tuple(_memberships(rows, language))
        return ProvinceProfile(
            place=place_name(province),
            region=in_language(province.region, "name", language) if province.region else None,
            memberships=memberships,
            group=next((entry for entry in memberships if now and now.group and entry.first_day <= on), None),
            neighbours=tuple(_group_members(now.group if now else None, province, on)),
            workshops=tuple(workshop_entry(workshop, language=language) for workshop in workshops),
            counts=count_of(RequestCount.objects.filter(province=province)),
            lines=tuple(request_line(item, language=language) for item in newest),
            totals=remembered_totals(
                ("province", province.code),
                Outcome.objects.public().filter(community_request__province=province),
                language,
            ),
        )


def _memberships(rows: list[GroupMembership], language: str) -> Iterable[Membership]:
    """Newest first, as `rows`; rows that only confirm the same group are told as one."""
    until: date | None = None
    told: list[Membership] = []
    for row in rows:
        entry = Membership(
            group=in_language(row.group, "name", language) if row.group else None,
            group_slug=row.group.slug if row.group else "",
            first_day=row.valid_from,
            last_day=until,
            is_centre=row.is_centre,
            certainty=row.certainty,
            source=source_line(row.source, language),
        )
        until = row.valid_from - timedelta(days=1)
        if told and (told[-1].group_slug, told[-1].is_centre) == (entry.group_slug, entry.is_centre):
            told[-1] = replace(told[-1], first_day=entry.first_day, source=entry.source)
        else:
            told.append(entry)
    return told


def _group_members(group: ProvinceGroup | None, province: Province, on: date) -> Iterable[PlaceName]:
    """The other provinces that are in the same group on the day."""
    if group is None:
        return []
    rows = GroupMembership.objects.in_force(on=on).filter(group=group).select_related("province")
    in_order = rows.order_by("province__sort_key")
    members = remembered(("members", group.pk, on), lambda: [place_name(row.province) for row in in_order])
    return [place for place in members if place.code != province.code]


# --------------------------------------------------------------------------------------------------------- groups


@dataclass(frozen=True)
class GroupEntry:
    """A group and its provinces on a day; the centre first."""

    slug: str
    name: Localised
    members: tuple[PlaceName, ...]
    centre_code: str


@dataclass(frozen=True)
class Composition:
    """The provinces of a group from one day to another (`None`: still)."""

    first_day: date
    last_day: date | None
    members: tuple[PlaceName, ...]
    source: SourceLine | None


@dataclass(frozen=True)
class GroupProfile:
    entry: GroupEntry
    compositions: tuple[Composition, ...]
    workshops: tuple[WorkshopEntry, ...]
    counts: Counts


def group_entries(*, on: date, language: str) -> list[GroupEntry]:
    """The groups that have provinces on the day, in the order of the notices. One query."""
    rows = _rows_on(on).filter(group__isnull=False)
    return [
        _group_entry(group, list(members), language)
        for group, members in groupby(rows, key=lambda row: row.group)
        if group is not None
    ]


def _rows_on(day: date) -> QuerySet[GroupMembership]:
    return (
        GroupMembership.objects.in_force(on=day)
        .select_related("group", "province")
        .order_by("group__order", "group_id", "-is_centre", "province__sort_key")
    )


def _group_entry(group: ProvinceGroup, rows: list[GroupMembership], language: str) -> GroupEntry:
    centre = next((row.province_id for row in rows if row.is_centre), "")
    members = tuple(place_name(row.province) for row in rows)
    return GroupEntry(group.slug, in_language(group, "name", language), members, centre)


def group_profile(group: ProvinceGroup, *, on: date, language: str) -> GroupProfile:
    """A group with its provinces on the day, its compositions over time, workshops and requests."""
    with translation.override(language):
        rows = list(_rows_on(on).filter(group=group))
        workshops = Workshop.objects.public().filter(group=group).for_list()
        return GroupProfile(
            entry=_group_entry(group, rows, language),
            compositions=tuple(_compositions(group, language)),
            workshops=tuple(workshop_entry(workshop, language=language) for workshop in workshops),
            counts=count_of(RequestCount.objects.filter(group=group)),
        )


def _compositions(group: ProvinceGroup, language: str) -> list[Composition]:
    """Newest first. A composition begins whenever a province joins or leaves. Two queries."""
    touched = GroupMembership.objects.filter(province__memberships__group=group).distinct()
    rows = list(touched.select_related("province", "source").order_by("valid_from", "province__sort_key"))
    found: list[Composition] = []
    for day in sorted({row.valid_from for row in rows}):
        latest = {row.province_id: row for row in rows if row.valid_from <= day}
        held = [row for row in latest.values() if row.group_id == group.pk]
        members = tuple(place_name(row.province) for row in sorted(held, key=lambda row: row.province.sort_key))
        if found and found[-1].last_day is None:
            if found[-1].members == members:
                continue
            found[-1] = _ended(found[-1], day)
        if members:
            source = next((row.source for row in held if row.valid_from == day), held[0].source)
            found.append(Composition(day, None, members, source_line(source, language)))
    return found[::-1]


def _ended(composition: Composition, next_day: date) -> Composition:
    last = next_day - timedelta(days=1)
    return Composition(composition.first_day, last, composition.members, composition.source)


# ------------------------------------------------------------------------------------------------------- agencies


@dataclass(frozen=True)
class AgencyEntry:
    """An agency in the directory."""

    tag: AgencyTag
    is_network: bool
    in_footer: bool
    can_answer: bool
    counts: Counts


@dataclass(frozen=True)
class NameEntry:
    """A name of an agency: from a day on, from the beginning (`first_day` empty), or as an alias."""

    name: Localised
    first_day: date | None
    is_alias: bool
    mark: Mark


@dataclass(frozen=True)
class AgencyProfile:
    tag: AgencyTag
    names: tuple[NameEntry, ...]
    legal_form: str
    is_network: bool
    in_footer: bool
    expertise: tuple[str, ...]
    ended_on: date | None
    successor: AgencyTag | None
    counts: Counts
    lines: tuple[RequestLine, ...]


def agency_entries(*, on: date, language: str) -> list[AgencyEntry]:
    """All agencies: those of the source page's footer in its order, then the others. Three queries."""
    counts = counts_by("agency", AnswerCount.objects.filter(is_published=True))
    return [
        AgencyEntry(
            tag=agency_tag(agency, on=on, language=language),
            is_network=agency.kind == Agency.Kind.CLINIC_NETWORK,
            in_footer=agency.footer_order is not None,
            can_answer=agency.can_answer,
            counts=counts.get(agency.pk, Counts(0, 0)),
        )
        for agency in sorted(
            Agency.objects.with_names(), key=lambda agency: (agency.footer_order or 999, agency.acronym)
        )
    ]


def agency_profile(agency: Agency, *, on: date, language: str) -> AgencyProfile:
    """An agency with its names, what it knows, and the requests it answered in public. Five queries."""
    with translation.override(language):
        counts = count_of(AnswerCount.objects.filter(agency=agency, is_published=True))
        newest = _answered_by(agency, counts.total).order_by(*REAL_FIRST).places(0, SHOWN_REQUESTS)
        expertise = agency.expertise_en if language == "en" else agency.expertise_th
        return AgencyProfile(
            tag=agency_tag(agency, on=on, language=language),
            names=tuple(_names(agency.names.all(), language)),
            legal_form=agency.legal_form_en if language == "en" else "",
            is_network=agency.kind == Agency.Kind.CLINIC_NETWORK,
            in_footer=agency.footer_order is not None,
            expertise=tuple(expertise),
            ended_on=agency.ended_on,
            successor=agency_tag(agency.successor, on=on, language=language) if agency.successor else None,
            counts=counts,
            lines=tuple(request_line(item, language=language) for item in newest),
        )


def _answered_by(agency: Agency, answers: int) -> CommunityRequestQuerySet:
    """The public requests that an agency answered in public."""
    public = CommunityRequest.objects.public()
    answered = AgencyResponse.objects.filter(agency=agency, is_published=True).order_by()
    if answers <= FEW_ANSWERS:
        return public.filter(pk__in=answered.values("community_request"))
    # Requests are walked through in their order: of many answers the first are soon found.
    return public.filter(Exists(answered.filter(community_request=OuterRef("pk"))))


def _names(names: Iterable[AgencyName], language: str) -> Iterable[NameEntry]:
    """Names in order of time, then those aliases that a source or a note backs; search words stay inside."""
    for name in names:
        if name.is_alias and name.provenance != Provenance.STATED and not name.provenance_note_th:
            continue
        yield NameEntry(in_language(name, "name", language), name.valid_from, name.is_alias, mark_of(name, language))
