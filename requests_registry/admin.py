"""Categories to edit; requests, answers, history and results to look at. They change on the desk alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.admin_base import CLAIM, PortalModelAdmin, ReadOnlyAdmin, ReadOnlyInline, buddhist
from portal.thai import repair, to_arabic_digits

from .models import AgencyResponse, Category, CommunityRequest, Outcome, RequestStatus, ResponseStatus, Transition
from .models.requests import REFERENCE


@admin.register(Category)
class CategoryAdmin(PortalModelAdmin):
    list_display = ("code", "name_th", "short_th", "working_days")
    list_display_links = ("code", "name_th")
    search_fields = ("name_th", "name_en", "short_th", "short_en")
    autocomplete_fields = ("source",)
    chosen_once = ("code",)
    fieldsets = ((None, {"fields": ("code", "name_th", "name_en", "short_th", "short_en", "working_days")}), CLAIM)


class Moves:
    """Columns of a transition: what became of what. Statuses of requests and of answers have labels of their own."""

    @admin.display(description=_("จากสถานะ"))
    def old(self, move: Transition) -> object:
        return _label(move, move.from_status)

    @admin.display(description=_("เป็นสถานะ"))
    def new(self, move: Transition) -> object:
        return _label(move, move.to_status)


def _label(move: Transition, status: str) -> object:
    statuses: Any = ResponseStatus if move.response_id else RequestStatus
    return statuses(status).label if status in statuses.values else status or None


class TransitionInline(Moves, ReadOnlyInline):
    model = Transition
    show = (buddhist(Transition, "at"), "response", "old", "new", "by", "by_role", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Transition]:
        related = ("by", "response__agency", "response__community_request")
        return super().get_queryset(request).select_related(*related)


class ResponseInline(ReadOnlyInline):
    model = AgencyResponse
    fk_name = "community_request"
    show_change_link = True
    show = (
        "agency",
        "part",
        "status",
        "kind",
        buddhist(AgencyResponse, "asked_on"),
        buddhist(AgencyResponse, "due_on"),
        "is_published",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[AgencyResponse]:
        return super().get_queryset(request).select_related("agency", "community_request")


class OutcomeInline(ReadOnlyInline):
    model = Outcome
    show_change_link = True
    show = ("indicator", "baseline", "actual", "unit_th", buddhist(Outcome, "verified_at"))


@admin.register(CommunityRequest)
class CommunityRequestAdmin(ReadOnlyAdmin):
    list_display = (
        "number_or_receipt",
        "title_th",
        "province",
        "category_in_short",
        "status",
        buddhist(CommunityRequest, "accepted_at"),
        "is_sample",
    )
    list_display_links = ("number_or_receipt", "title_th")
    list_filter = (
        "fiscal_year",
        "status",
        ("category", admin.RelatedOnlyFieldListFilter),
        "provenance",
        "is_sample",
        ("province", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("province", "category")
    search_fields = ("title_th", "title_en", "public_title_th", "community_th", "=receipt", "province__name_th")
    inlines = (ResponseInline, TransitionInline, OutcomeInline)
    hidden = ("version",)

    @admin.display(description=_("เลขที่หรือรหัสรับเรื่อง"))
    def number_or_receipt(self, community_request: CommunityRequest) -> str:
        return community_request.reference or community_request.receipt

    @admin.display(description=_("ด้าน"), ordering="category")
    def category_in_short(self, community_request: CommunityRequest) -> str | None:
        return community_request.category.short_th if community_request.category else None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A number as it is quoted, `2552-014` or `๒๕๕๒-๐๑๔`, finds its request."""
        if numbered := REFERENCE.fullmatch(to_arabic_digits(repair(search_term)).strip()):
            return queryset.filter(Q(fiscal_year=numbered["year"], number=int(numbered["number"]))), False
        return super().get_search_results(request, queryset, search_term)

    def view_on_site(self, community_request: CommunityRequest) -> str | None:
        return community_request.get_absolute_url() if community_request.is_public else None


@admin.register(AgencyResponse)
class AgencyResponseAdmin(ReadOnlyAdmin):
    list_display = (
        "community_request",
        "agency",
        "part",
        "status",
        buddhist(AgencyResponse, "due_on"),
        "is_published",
    )
    list_filter = ("status", "kind", "is_published", ("agency", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("community_request", "agency")
    search_fields = ("summary_th", "summary_en", "agency__acronym", "community_request__title_th")
    hidden = ("version",)


@admin.register(Transition)
class TransitionAdmin(Moves, ReadOnlyAdmin):
    list_display = (buddhist(Transition, "at"), "community_request", "response", "old", "new", "by", "by_role")
    list_filter = ("by_role",)
    list_select_related = ("community_request", "response__agency", "response__community_request", "by")
    search_fields = ("community_request__title_th", "by__username", "reason")
    ordering = ("-at", "-pk")


@admin.register(Outcome)
class OutcomeAdmin(ReadOnlyAdmin):
    list_display = ("community_request", "indicator", "actual", "unit_th", buddhist(Outcome, "verified_at"))
    list_filter = ("indicator", ("verified_at", admin.EmptyFieldListFilter))
    list_select_related = ("community_request",)
    search_fields = ("community_request__title_th", "unit_th", "evidence_th")
