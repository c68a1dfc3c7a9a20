"""What requests may be filtered and sorted by. An allow list: nothing else in the query string has any effect."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.bilingual import in_language
from portal.models import FiscalYear, Province
from portal.thai import repair, to_arabic_digits

from .models import AgencyResponse, Category, CommunityRequest, RequestStatus
from .models.requests import MOST_WORDS, PUBLIC, REFERENCE, CommunityRequestQuerySet
from .models.responses import AgencyResponseQuerySet

SORTS = {
    # `_id`: by the year itself; by "fiscal_year" Django would join its table to ask how that wants to be sorted.
    "newest": (_("ล่าสุดก่อน"), ("-fiscal_year_id", "-number")),
    "oldest": (_("เก่าสุดก่อน"), ("fiscal_year_id", "number")),
    "province": (_("ตามจังหวัด"), ("province__sort_key", "-fiscal_year_id", "-number")),
}
QUERY_MAX_LENGTH = 200


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
        if not value:
            return qs
        return self.keep(qs, [item for item in value if self.pattern.fullmatch(item)])

    def keep(self, qs: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__in": values})


class AnsweringAgencyFilter(ValuesFilter):
    """Requests that one of the agencies was asked to answer."""

    def keep(self, qs: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
        asked = AgencyResponse.objects.filter(agency__acronym__in=values)
        return qs.filter(pk__in=asked.values("community_request"))


#: The form of a value of each facet.
PATTERNS = {
    "year": "[0-9]{4}",
    "category": "[0-9]{1,3}",
    "status": "[a-z_]{1,12}",
    "group": "[-a-z0-9]{1,60}",
    "province": "[0-9]{2}",
    "agency": "[-_A-Za-z0-9]{1,20}",
}


class PublicRequestFilter(django_filters.FilterSet):
    """The filters of the public list of requests."""

    q = django_filters.CharFilter(method="search")
    year = ValuesFilter("fiscal_year", pattern=PATTERNS["year"])
    category = ValuesFilter("category", pattern=PATTERNS["category"])
    status = ValuesFilter("status", pattern=PATTERNS["status"])
    group = ValuesFilter("group__slug", pattern=PATTERNS["group"])
    province = ValuesFilter("province", pattern=PATTERNS["province"])
    agency = AnsweringAgencyFilter("responses__agency__acronym", pattern=PATTERNS["agency"])

    class Meta:
        model = CommunityRequest
        fields: list[str] = []

    def search(self, queryset: CommunityRequestQuerySet, name: str, value: str) -> CommunityRequestQuerySet:
        return queryset.matching(value[:QUERY_MAX_LENGTH])


#: The words that officers may search: of requests that are their work, the original ones too.
DESK_FIELDS = (
    "title_th",
    "text_th",
    "community_th",
    "public_title_th",
    "province__name_th",
    "district__name_th",
    "receipt",
)


class DeskRequestFilter(django_filters.FilterSet):
    """The filters of the list at the desk."""

    q = django_filters.CharFilter(method="search", label=_("คำค้น"))
    status = django_filters.ChoiceFilter(choices=RequestStatus.choices, label=_("สถานะ"), empty_label=_("ทุกสถานะ"))
    province = django_filters.ModelChoiceFilter(
        queryset=Province.objects.order_by("sort_key"), label=_("จังหวัด"), empty_label=_("ทุกจังหวัด")
    )
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
        for word in to_arabic_digits(repair(value[:QUERY_MAX_LENGTH])).split()[:MOST_WORDS]:
            numbered = REFERENCE.fullmatch(word)
            if numbered:
                queryset = queryset.filter(fiscal_year=int(numbered["year"]), number=int(numbered["number"]))
            else:
                queryset = queryset.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in DESK_FIELDS)))
        return queryset


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
}


def facets(requests: CommunityRequestQuerySet, data: QueryDict, *, language: str) -> list[Facet]:
    """For each filter the values that occur among what the *other* filters leave. One query a facet."""
    return [_facet(name, requests, data, language) for name in FACETS]


def _facet(name: str, requests: CommunityRequestQuerySet, data: QueryDict, language: str) -> Facet:
    label, columns, order = FACETS[name]
    others = data.copy()
    chosen = others.pop(name, [])
    rows = PublicRequestFilter(others, queryset=requests).qs.order_by().filter(**{f"{columns[0]}__isnull": False})
    counted = rows.values(*dict.fromkeys(columns)).annotate(count=Count("pk", distinct=True)).order_by(*order)
    values = [_facet_value(columns, row, chosen, language) for row in counted]
    if name == "status":
        values.sort(key=lambda value: list(PUBLIC).index(RequestStatus(value.value)))
    return Facet(name, str(label), (*values, *_without_hits(name, requests, chosen, values, language)))


def _without_hits(
    name: str, requests: CommunityRequestQuerySet, chosen: list[str], values: list[FacetValue], language: str
) -> Iterable[FacetValue]:
    """Chosen values that leave nothing: they still narrow the list, so they are told and can be taken off.

    Of values that no public request has nothing is told: nobody chose them from the list.
    """
    missing = sorted({value for value in chosen if value} - {value.value for value in values})
    if not missing:
        return
    _, columns, _ = FACETS[name]
    known = ValuesFilter(columns[0], pattern=PATTERNS[name]).filter(requests.order_by(), missing)
    for row in known.values(*columns).distinct():
        yield FacetValue(str(row[columns[0]]), _facet_label(columns, row, language), 0, True)


def _facet_value(columns: tuple[str, ...], row: dict[str, Any], chosen: Iterable[str], language: str) -> FacetValue:
    value = str(row[columns[0]])
    return FacetValue(value, _facet_label(columns, row, language), row["count"], value in chosen)


def _facet_label(columns: tuple[str, ...], row: dict[str, Any], language: str) -> str:
    if columns[0] == "status":
        return str(RequestStatus(row["status"]).label)
    if len(columns) == 1:
        return str(row[columns[0]])
    thai, english = row[columns[1]], row[columns[2]]
    return str((english if language == "en" else thai) or thai or row[columns[0]])


def sorted_by(requests: CommunityRequestQuerySet, sort: str) -> CommunityRequestQuerySet:
    """In one of the orders of `SORTS`; an unknown one counts as the first. Each is total: year and number are a key."""
    return requests.order_by(*SORTS.get(sort, SORTS["newest"])[1])


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


class NamedField(django_filters.fields.ModelChoiceField):
    """Provinces or fields by name, in the language of the page."""

    def label_from_instance(self, obj: Province | Category) -> str:
        return in_language(obj, "name", get_language() or "th").text


class NamedFilter(django_filters.ModelChoiceFilter):
    field_class = NamedField


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
