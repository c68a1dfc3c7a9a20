"""What requests may be filtered and sorted by. An allow list: nothing else in the query string has any effect."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.bilingual import in_language
from portal.models import FiscalYear, Province
from portal.search import Found, find

from .models import AgencyResponse, Category, CommunityRequest, HelpKind, RequestCount, RequestStatus
from .models.counts import CountQuerySet
from .models.requests import PUBLIC, CommunityRequestQuerySet
from .models.responses import AgencyResponseQuerySet
from .search_sources import REQUEST

SORTS = {
    # `_id`: by the year itself; by "fiscal_year" Django would join its table to ask how that wants to be sorted.
    "newest": (_("ล่าสุดก่อน"), ("-fiscal_year_id", "-number")),
    "oldest": (_("เก่าสุดก่อน"), ("fiscal_year_id", "number")),
    "province": (_("ตามจังหวัด"), ("province__sort_key", "-fiscal_year_id", "-number")),
}
#: The order of a search, where words were typed.
BEST = "best"


class AnyValuesField(forms.MultipleChoiceField):
    """Several values of a given form. Which of them exist is for the database to say, not for a list of choices."""

    def valid_value(self, value: str) -> bool:
        return True


class ValuesFilter(django_filters.Filter):
    """A facet: keeps rows that have one of the values. Values of another form than `pattern` match nothing."""

    field_class = AnyValuesField

    def __init__(self, field_name: str, *, pattern: str) -> None:
        super().__init__(field_name=field_name)
        self.pattern = re.compile(pattern)

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        chosen = [item for item in value if item]
        return self.keep(qs, [item for item in chosen if self.pattern.fullmatch(item)]) if chosen else qs

    def keep(self, qs: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__in": values})


class AnsweringAgencyFilter(ValuesFilter):
    """Requests that one of the agencies was asked to answer."""

    def keep(self, qs: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
        asked = AgencyResponse.objects.filter(agency__acronym__in=values)
        return qs.filter(pk__in=asked.values("community_request"))


class HelpFilter(ValuesFilter):
    """Requests to which a published answer gives one of these kinds of help."""

    def keep(self, qs: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
        helped = AgencyResponse.objects.filter(is_published=True, kind__in=values)
        return qs.filter(pk__in=helped.values("community_request"))


#: The form of a value of each facet.
PATTERNS = {
    "year": "[0-9]{4}",
    "category": "[1-9][0-9]{0,2}",
    "status": "[a-z_]{1,12}",
    "group": "[-a-z0-9]{1,60}",
    "province": "[0-9]{2}",
    "agency": "[-_A-Za-z0-9]{1,20}",
    "help": "[A-Z]{2}",
}


def is_well_formed(data: QueryDict) -> bool:
    """Whether every chosen value has the form that its filter wants."""
    chosen = ((name, value) for name in FACETS for value in data.getlist(name) if value)
    return all(re.fullmatch(PATTERNS[name], value) for name, value in chosen)


#: What the filters may be put upon: rows, or the table that counts them.
Countable = CommunityRequestQuerySet | CountQuerySet


class PublicRequestFilter(django_filters.FilterSet):
    """The filters of the public list of requests."""

    q = django_filters.CharFilter(method="search")
    year = ValuesFilter("fiscal_year", pattern=PATTERNS["year"])
    category = ValuesFilter("category", pattern=PATTERNS["category"])
    status = ValuesFilter("status", pattern=PATTERNS["status"])
    group = ValuesFilter("group__slug", pattern=PATTERNS["group"])
    province = ValuesFilter("province", pattern=PATTERNS["province"])
    agency = AnsweringAgencyFilter("responses__agency__acronym", pattern=PATTERNS["agency"])
    help = HelpFilter("responses__kind", pattern=PATTERNS["help"])

    class Meta:
        model = CommunityRequest
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, queryset: Countable, found: Found | None = None) -> None:
        """`found`: what the words of the query found, where that is known already."""
        super().__init__(data, queryset=queryset)
        self.found = found

    def search(self, queryset: CommunityRequestQuerySet, name: str, value: str) -> CommunityRequestQuerySet:
        found = self.found or find_requests(value)
        return queryset.filter(pk__in=found.object_ids) if found.query.typed else queryset


def filtered(data: QueryDict, rows: Any, found: Found) -> Any:
    """The rows that the filters leave; `found`: what the words of the query found."""
    if not found.query.typed and not any(any(data.getlist(name)) for name in FACETS):
        return rows  # a form of nothing takes as long as twenty rows
    return PublicRequestFilter(data, queryset=rows, found=found).qs


class NamedField(django_filters.fields.ModelChoiceField):
    """Provinces or fields by name, in the language of the page."""

    def label_from_instance(self, obj: Province | Category) -> str:
        return in_language(obj, "name", get_language() or "th").text


class NamedFilter(django_filters.ModelChoiceFilter):
    field_class = NamedField


def find_requests(text: str) -> Found:
    """Public requests about these words, the best first."""
    return find(text, kinds=[REQUEST])


def best_of_work(work: CommunityRequestQuerySet, text: str, *, most: int) -> list[CommunityRequest]:
    """Of requests that are the person's work those about these words, the best first; original words count too."""
    found = find(text, kinds=[REQUEST], readable=work).object_ids
    rows = work.in_bulk(found)
    return [rows[key] for key in found if key in rows][:most]


class DeskRequestFilter(django_filters.FilterSet):
    """The filters of the list at the desk."""

    q = django_filters.CharFilter(method="search", label=_("คำค้น"))
    status = django_filters.ChoiceFilter(choices=RequestStatus.choices, label=_("สถานะ"), empty_label=_("ทุกสถานะ"))
    province = NamedFilter(queryset=Province.objects.order_by("sort_key"), label=_("จังหวัด"), empty_label=_("ทุกจังหวัด"))
    year = django_filters.ModelChoiceFilter(
        field_name="fiscal_year",
        queryset=FiscalYear.objects.order_by("-year_be"),
        label=pgettext_lazy("ตัวกรอง", "ปีงบประมาณ"),
        empty_label=_("ทุกปี"),
    )

    class Meta:
        model = CommunityRequest
        fields: list[str] = []

    def search(self, queryset: CommunityRequestQuerySet, name: str, value: str) -> CommunityRequestQuerySet:
        """The list holds what is the person's work, so its original words are searched too."""
        found = find(value, kinds=[REQUEST], readable=queryset)
        return queryset.filter(Q(pk__in=found.object_ids) | Q(receipt=value.strip()))


@dataclass(frozen=True)
class FacetValue:
    """A value one may filter by, and how many requests it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """All values of one filter that occur."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def chosen(self) -> tuple[FacetValue, ...]:
        return tuple(value for value in self.values if value.chosen)


#: name of the filter → its heading, the columns that give value and label, and the order of its values
FACETS: dict[str, tuple[Any, tuple[str, ...], tuple[str, ...]]] = {
    "year": (pgettext_lazy("ตัวกรอง", "ปีงบประมาณ"), ("fiscal_year",), ("-fiscal_year_id",)),
    "category": (_("ด้าน"), ("category", "category__short_th", "category__short_en"), ("category",)),
    "status": (_("สถานะ"), ("status",), ("status",)),
    "group": (
        pgettext_lazy("ตัวกรอง", "กลุ่มจังหวัด"),
        ("group__slug", "group__name_th", "group__name_en"),
        ("group__order",),
    ),
    "province": (
        pgettext_lazy("ตัวกรอง", "จังหวัด"),
        ("province", "province__name_th", "province__name_en"),
        ("province__sort_key",),
    ),
    "agency": (
        _("หน่วยงานที่ตอบ"),
        ("responses__agency__acronym", "responses__agency__abbreviation_th", "responses__agency__acronym"),
        ("responses__agency__acronym",),
    ),
    "help": (_("ความช่วยเหลือ"), ("responses__kind",), ("responses__kind",)),
}
#: What rows must also be to give a filter its values: of answers the published ones, the others tell nothing.
ONLY: dict[str, dict[str, Any]] = {"help": {"responses__is_published": True, "responses__kind__gt": ""}}
#: Filters with few values, all columns of the request itself: one query counts them together.
TOGETHER = ("year", "category", "status")


#: Filters by what tables of counts know; what is chosen by others must be counted row by row.
IN_COUNTS = ("year", "category", "status", "group", "province")


def counting(data: QueryDict, found: Found, *, without: Iterable[str] = ()) -> Countable:
    """What the filters, but those `without`, leave: to be counted, from the table of counts where it knows all."""
    others = data.copy()
    for name in without:
        others.pop(name, None)
    is_in_counts = not found.query.typed and not any(
        any(others.getlist(name)) for name in FACETS if name not in IN_COUNTS
    )
    base: Countable = RequestCount.objects.all() if is_in_counts else CommunityRequest.objects.public()
    rows: Countable = PublicRequestFilter(others, queryset=base, found=found).qs
    return rows


def facets(data: QueryDict, *, language: str, found: Found | None = None) -> list[Facet]:
    """For each filter the values that occur among what the *other* filters leave. Five queries.

    `found`: what the words of the query found, where that is known already.
    """
    found = found or find_requests(data.get("q", ""))
    together = _counted_together(data, found)
    all_facets = []
    for name, (label, columns, _order) in FACETS.items():
        counted = together[name] if name in TOGETHER else _counted(name, data, found)
        chosen = data.getlist(name)
        values = [_facet_value(columns, row, chosen, language) for row in counted]
        missing = _without_hits(name, chosen, values, language)
        all_facets.append(Facet(name, str(label), (*values, *missing)))
    return all_facets


def _counted(name: str, data: QueryDict, found: Found) -> Iterable[dict[str, Any]]:
    _label, columns, order = FACETS[name]
    only = {f"{columns[0]}__isnull": False, **ONLY.get(name, {})}
    if name in IN_COUNTS:
        rows = counting(data, found, without=[name])
    else:
        others = data.copy()
        others.pop(name, None)
        rows = PublicRequestFilter(others, queryset=CommunityRequest.objects.public(), found=found).qs
    return rows.filter(**only).counted_by(*dict.fromkeys(columns)).order_by(*order)


def _counted_together(data: QueryDict, found: Found) -> dict[str, list[dict[str, Any]]]:
    """The values of the small filters: rows of all their columns, added up for each as the two others leave them."""
    chosen = {name: data.getlist(name) for name in TOGETHER}
    columns = {name: FACETS[name][1] for name in TOGETHER}
    all_columns = [column for name in TOGETHER for column in columns[name]]
    counted = list(counting(data, found, without=TOGETHER).counted_by(*all_columns))
    sums: dict[str, list[dict[str, Any]]] = {}
    for name in TOGETHER:
        sums[name] = _added_up(name, [row for row in counted if _is_left(row, {**chosen, name: []})])
    return sums


def _is_left(row: dict[str, Any], chosen: dict[str, list[str]]) -> bool:
    return all(not values or str(row[FACETS[name][1][0]]) in values for name, values in chosen.items())


def _added_up(name: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    columns = FACETS[name][1]
    sums: dict[Any, dict[str, Any]] = {}
    for row in rows:
        value = row[columns[0]]
        if value is not None:
            one = sums.setdefault(value, {**{column: row[column] for column in columns}, "count": 0})
            one["count"] += row["count"]
    if name == "status":
        return sorted(sums.values(), key=lambda one: list(PUBLIC).index(RequestStatus(one["status"])))
    return sorted(sums.values(), key=lambda one: one[columns[0]], reverse=name == "year")


def _without_hits(name: str, chosen: list[str], values: list[FacetValue], language: str) -> Iterable[FacetValue]:
    """Chosen values that leave nothing: they still narrow the list, so they are told and can be taken off.

    Of values that no public request has nothing is told: nobody chose them from the list.
    """
    missing = sorted({value for value in chosen if value} - {value.value for value in values})
    if not missing:
        return
    _, columns, _ = FACETS[name]
    well_formed = [value for value in missing if re.fullmatch(PATTERNS[name], value)]
    # In one call: two would ask for two answers, a published one and one of that kind.
    public = CommunityRequest.objects.public().order_by()
    known = public.filter(**{f"{columns[0]}__in": well_formed, **ONLY.get(name, {})})
    for row in known.values(*columns).distinct():
        yield FacetValue(str(row[columns[0]]), _facet_label(columns, row, language), 0, True)


def _facet_value(columns: tuple[str, ...], row: dict[str, Any], chosen: Iterable[str], language: str) -> FacetValue:
    value = str(row[columns[0]])
    return FacetValue(value, _facet_label(columns, row, language), row["count"], value in chosen)


def _facet_label(columns: tuple[str, ...], row: dict[str, Any], language: str) -> str:
    if columns[0] == "status":
        return str(RequestStatus(row["status"]).label)
    if columns[0] == "responses__kind":
        return str(HelpKind(row["responses__kind"]).label)
    if len(columns) == 1:
        return str(row[columns[0]])
    thai, english = row[columns[1]], row[columns[2]]
    return str((english if language == "en" else thai) or thai or row[columns[0]])


def sorted_by(requests: CommunityRequestQuerySet, sort: str) -> CommunityRequestQuerySet:
    """In one of the orders of `SORTS`; an unknown one counts as the first. Each is total: year and number are a key."""
    return requests.order_by(*SORTS.get(sort, SORTS["newest"])[1])


def in_order_of_words(requests: CommunityRequestQuerySet, found: Found) -> list[int]:
    """The primary keys of those that were found, the best first."""
    left = set(requests.order_by().values_list("pk", flat=True))
    return [pk for pk in found.object_ids if pk in left]


def sort_of(data: QueryDict, found: Found) -> str:
    """The order that was asked for; by default the best first where words were typed, else the newest."""
    asked = data.get("sort", "")
    if found.query.typed:
        return asked if asked in SORTS else BEST
    return asked if asked in SORTS else "newest"


@dataclass(frozen=True)
class WayOut:
    """What to leave out when nothing is found, with the address and how many requests that gives."""

    label: str
    url: str
    count: int


def ways_out(data: QueryDict, found: Found) -> list[WayOut]:
    """For each filter in use, and for the words, what is found without it; nothing that gives nothing. A query each."""
    ways = []
    for name in ("q", *FACETS):
        if any(data.getlist(name)):
            rest = data.copy()
            del rest[name]
            rest.pop("page", None)
            label = str(FACETS[name][0]) if name in FACETS else gettext("คำที่ค้น")
            public = CommunityRequest.objects.public()
            count = PublicRequestFilter(rest, queryset=public, found=found).qs.count()
            ways.append(WayOut(label, "?" + rest.urlencode(), count))
    return [way for way in ways if way.count]


@dataclass(frozen=True)
class ChosenTag:
    """A filter in use, with the address of the list without it."""

    facet: str
    label: str
    url: str


def chosen_tags(found: Iterable[Facet], data: QueryDict) -> list[ChosenTag]:
    """The filters in use, in the order of the facets."""
    return [
        ChosenTag(facet.label, value.label, _without(data, facet.name, value.value))
        for facet in found
        for value in facet.chosen
    ]


def _without(data: QueryDict, name: str, value: str) -> str:
    rest = data.copy()
    rest.pop("page", None)
    rest.setlist(name, [other for other in rest.getlist(name) if other != value])
    return "?" + rest.urlencode()


class QueueFilter(django_filters.FilterSet):
    """The filters of an agency's queue: places and fields that occur in it."""

    province = NamedFilter(
        field_name="community_request__province", label=_("จังหวัด"), empty_label=_("ทุกจังหวัด"), queryset=Province.objects
    )
    category = NamedFilter(
        field_name="community_request__category", label=_("ด้าน"), empty_label=_("ทุกด้าน"), queryset=Category.objects
    )

    class Meta:
        model = AgencyResponse
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: AgencyResponseQuerySet) -> None:
        super().__init__(data, queryset)
        in_queue = queryset.order_by()
        provinces = Province.objects.filter(pk__in=in_queue.values("community_request__province"))
        self.form.fields["province"].queryset = provinces.order_by("sort_key")
        self.form.fields["category"].queryset = Category.objects.filter(
            pk__in=in_queue.values("community_request__category")
        )
