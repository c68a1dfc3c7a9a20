"""Workshops and what happened at them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.admin_base import CLAIM, PortalInline, PortalModelAdmin, buddhist
from portal.forms import WholeRowForm
from portal.saving import save_as

from .models import Activity, Attendance, Handover, Workshop, WorkshopDocument, WorkshopProvince


class YearOfTheWorkshop(BaseInlineFormSet):
    """What happened at a workshop belongs to its fiscal year; nobody has to say it twice."""

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> Any:
        form.instance.fiscal_year = self.instance.fiscal_year
        return super().save_new(form, commit)


class GroupOfTheDay(BaseInlineFormSet):
    """A province comes with the group it belonged to on the first day, and keeps it."""

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> Any:
        self._set_group(form)
        return super().save_new(form, commit)

    def save_existing(self, form: forms.ModelForm, obj: Any, commit: bool = True) -> Any:
        if "province" in form.changed_data:  # another province in this line: it brings its own group
            self._set_group(form)
        return super().save_existing(form, obj, commit)

    def _set_group(self, form: forms.ModelForm) -> None:
        form.instance.group = form.instance.province.group_on(self.instance.starts_on)


class RaisedVersion(BaseInlineFormSet):
    """A row that is changed here has another version: nobody at the desk writes over it unawares."""

    def save_existing(self, form: forms.ModelForm, obj: Any, commit: bool = True) -> Any:
        form.instance.version += 1
        return super().save_existing(form, obj, commit)


class ActivitiesOfTheWorkshop(YearOfTheWorkshop, RaisedVersion):
    """Activities have both: the year of their workshop, and a version."""


class WorkshopInline(PortalInline):
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("workshop", *self.related)


class ProvinceInline(WorkshopInline):
    model, formset = WorkshopProvince, GroupOfTheDay
    fields = ("order", "province", "group")
    readonly_fields = ("group",)
    autocomplete_fields = ("province",)
    related = ("province", "group")


class ActivityInline(WorkshopInline):
    model, formset = Activity, ActivitiesOfTheWorkshop
    fields = ("order", "kind", "title_th", "title_en", "is_example", "agency", "provenance", "source")
    autocomplete_fields = ("agency", "source")
    related = ("agency", "source")


class AttendanceInline(WorkshopInline):
    model, formset = Attendance, YearOfTheWorkshop
    fields = ("order", "sector", "headcount", "provenance", "source")
    autocomplete_fields = ("source",)
    related = ("source",)


class HandoverInline(WorkshopInline):
    model, formset = Handover, RaisedVersion
    fields = ("item_th", "province", "giver", "receiver_position_th", "handed_on", "provenance", "source")
    autocomplete_fields = ("province", "giver", "source")
    related = ("province", "giver", "source")


class DocumentInline(WorkshopInline):
    """Addresses only: a file comes in where it is looked at first, not here."""

    model = WorkshopDocument
    fields = ("title_th", "title_en", "url", "is_public", "provenance", "source")
    autocomplete_fields = ("source",)
    related = ("source",)


@admin.register(Workshop)
class WorkshopAdmin(PortalModelAdmin):
    list_display = (
        "__str__",
        buddhist(Workshop, "starts_on"),
        "venue_th",
        "host_province",
        "group",
        "is_published",
        "is_sample",
    )
    list_filter = ("fiscal_year", "is_published", "is_sample", ("group", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("host_province", "group")
    search_fields = (
        "title_th",
        "title_en",
        "theme_th",
        "venue_th",
        "venue_en",
        "host_province__name_th",
        "host_province__name_en",
        "=fiscal_year__year_be",
    )
    autocomplete_fields = ("fiscal_year", "host_province", "group", "source")
    chosen_once = ("fiscal_year", "number")
    inlines = (ProvinceInline, ActivityInline, AttendanceInline, HandoverInline, DocumentInline)
    fieldsets = (
        (None, {"fields": ("fiscal_year", "number", "title_th", "title_en", "theme_th", "theme_en", "is_published")}),
        (_("วันและสถานที่"), {"fields": ("starts_on", "ends_on", "venue_th", "venue_en", "host_province", "group")}),
        (_("ผลการประชุม"), {"fields": ("outcome_th", "outcome_en")}),
        CLAIM,
    )

    def save_model(self, request: HttpRequest, obj: Workshop, form: forms.ModelForm, change: bool) -> None:
        """Raises the version, so that nobody at the desk writes over it unawares."""
        obj.version += change
        save_as(obj, by=request.user)  # type: ignore[arg-type]  # the admin is for people signed in

    def save_formset(self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool) -> None:
        for part in formset.forms:
            part.instance._history_user = request.user
        super().save_formset(request, form, formset, change)

    def view_on_site(self, workshop: Workshop) -> str | None:
        return workshop.get_absolute_url() if workshop.is_published else None


class SeriesForm(WholeRowForm):
    """An activity or a sector of a whole year, or of one workshop of that year."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        workshop, year = cleaned.get("workshop"), cleaned.get("fiscal_year")
        if workshop and year and workshop.fiscal_year_id != year.pk:
            self.add_error("workshop", _("การประชุมนี้ไม่ได้อยู่ในปีงบประมาณที่ระบุ"))
        return cleaned


class SeriesAdmin(PortalModelAdmin):
    form = SeriesForm
    list_select_related: ClassVar[tuple[str, ...]] = ("fiscal_year", "workshop__fiscal_year")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("fiscal_year", "workshop", "source")

    def save_model(self, request: HttpRequest, obj: Activity | Attendance, form: forms.ModelForm, change: bool) -> None:
        if isinstance(obj, Activity):
            obj.version += change
        save_as(obj, by=request.user)  # type: ignore[arg-type]  # the admin is for people signed in


@admin.register(Activity)
class ActivityAdmin(SeriesAdmin):
    list_display = ("title_th", "kind", "fiscal_year", "workshop", "agency", "is_example")
    list_filter = ("fiscal_year", "kind", "is_example")
    list_select_related = (*SeriesAdmin.list_select_related, "agency")
    search_fields = ("title_th", "title_en", "agency__acronym")
    autocomplete_fields = (*SeriesAdmin.autocomplete_fields, "agency")
    fieldsets = (
        (
            None,
            {"fields": ("fiscal_year", "workshop", "kind", "order", "title_th", "title_en", "is_example", "agency")},
        ),
        CLAIM,
    )


@admin.register(Attendance)
class AttendanceAdmin(SeriesAdmin):
    list_display = ("sector", "headcount", "fiscal_year", "workshop", "provenance")
    list_filter = ("fiscal_year", "sector")
    fieldsets = ((None, {"fields": ("fiscal_year", "workshop", "sector", "headcount", "order")}), CLAIM)
