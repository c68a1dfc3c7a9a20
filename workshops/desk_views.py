"""Pages of the desk on which the ministry writes down a workshop: its days and place, who came, what was done."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import desk
from portal.access import Permission, requires
from portal.bilingual import in_language
from portal.desk import person
from portal.forms import versioned
from portal.models import Provenance

from . import workflow
from .field_history import changes_of
from .forms import (
    ActivityForm,
    AttendanceForm,
    HandoverForm,
    NewActivityForm,
    NewHandoverForm,
    NewWorkshopForm,
    RemovalForm,
    WorkshopForm,
    next_workshop,
)
from .models import Activity, Handover, Workshop

HERE = "desk_workshops"


def my_workshop(request: HttpRequest, year_be: int, number: int) -> Workshop:
    """A workshop that the person may see. Raises `Http404`."""
    seen = Workshop.objects.visible_to(person(request)).select_related("host_province", "group")
    return get_object_or_404(seen, fiscal_year=year_be, number=number)


def page_of(workshop: Workshop) -> str:
    """The address of a workshop at the desk."""
    return reverse("desk_workshop", args=[workshop.fiscal_year_id, workshop.number])


def name_of(workshop: Workshop) -> str:
    named = {"number": workshop.number, "year": workshop.fiscal_year_id}
    return _("การประชุมครั้งที่ %(number)s ปีงบประมาณ %(year)s") % named


def about(workshop: Workshop, *, title: str, lead: str = "") -> dict[str, Any]:
    """What `desk/form.html` needs for a form about one workshop."""
    return {
        "title": title,
        "lead": lead,
        "top_url": reverse(HERE),
        "top_label": _("การประชุม"),
        "back_url": page_of(workshop),
        "back_label": name_of(workshop),
    }


# --------------------------------------------------------------------------------------------------- list and page


@requires(Permission.RECORD_WORKSHOPS)
@require_safe
def workshop_list(request: HttpRequest) -> HttpResponse:
    """All workshops by fiscal year, the newest first, each with what is not yet written down of it."""
    counted = Workshop.objects.visible_to(person(request)).annotate(
        sectors=Count("attendance", filter=Q(attendance__headcount__isnull=False), distinct=True),
        activity_count=Count("activities", distinct=True),
    )
    found = counted.select_related("host_province", "group").order_by("-fiscal_year", "number")
    today = timezone.localdate()
    lines = [(workshop, workshop.is_planned(on=today)) for workshop in found]
    years = [(year, list(rows)) for year, rows in groupby(lines, key=lambda line: line[0].fiscal_year_id)]
    return desk.page(request, "workshops/desk/workshop_list.html", {"years": years}, here=HERE)


@requires(Permission.RECORD_WORKSHOPS)
@require_safe
def workshop_detail(request: HttpRequest, year_be: int, number: int) -> HttpResponse:
    """Everything that is written down of one workshop, with the ways to its parts."""
    activities = Activity.objects.select_related("agency").order_by("order", "pk")
    handovers = Handover.objects.select_related("province", "giver").order_by("province__sort_key", "item_th")
    workshops = Workshop.objects.visible_to(person(request)).for_detail()
    parts = (Prefetch("activities", activities), Prefetch("handovers", handovers), "documents")
    found = workshops.prefetch_related(None).prefetch_related(*parts, "targets__province")
    workshop = get_object_or_404(found, fiscal_year=year_be, number=number)
    context = {
        "workshop": workshop,
        "title": name_of(workshop),
        "headcounts": workflow.Headcounts.of(workshop),
        "is_planned": workshop.is_planned(on=timezone.localdate()),
    }
    return desk.page(request, "workshops/desk/workshop_detail.html", context, here=HERE)


@requires(Permission.RECORD_WORKSHOPS)
@require_safe
def history(request: HttpRequest, year_be: int, number: int) -> HttpResponse:
    """Who changed or removed what was written down of the workshop, when, from what to what."""
    workshop = my_workshop(request, year_be, number)
    context = about(workshop, title=_("ประวัติการแก้ไข"), lead=name_of(workshop))
    return desk.page(request, "desk/history.html", context | {"changes": changes_of(workshop)}, here=HERE)


@requires(Permission.RECORD_WORKSHOPS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_workshop(request: HttpRequest) -> HttpResponse:
    form = NewWorkshopForm(desk.posted(request), initial=next_workshop())

    def save() -> str:
        workshop = form.workshop()
        workflow.save_workshop(workshop, targets=form.cleaned_data["target_names"], by=person(request))
        messages.success(request, _("บันทึกการประชุมแล้ว"))
        return page_of(workshop)

    context = {"title": _("บันทึกการประชุมใหม่"), "back_url": reverse(HERE), "back_label": _("การประชุม")}
    return desk.form_page(request, form, act=save, context=context, here=HERE)


@requires(Permission.RECORD_WORKSHOPS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_workshop(request: HttpRequest, year_be: int, number: int) -> HttpResponse:
    workshop = my_workshop(request, year_be, number)
    begun_with = versioned(workshop, *WorkshopForm.OWN, target_names=workshop.target_names)
    form = WorkshopForm(desk.posted(request), workshop=workshop, initial=begun_with)

    def save() -> str:
        changed = form.changed_workshop()
        workflow.save_workshop(changed, targets=form.cleaned_data["target_names"], by=person(request))
        messages.success(request, _("บันทึกการแก้ไขแล้ว"))
        return page_of(workshop)

    lead = ""
    if workshop.provenance == Provenance.STATED:
        lead = _("ข้อมูลนี้มาจากเอกสารต้นทาง แก้ไขเฉพาะเมื่อพบว่าไม่ตรงกับเอกสาร ระบบเก็บประวัติการแก้ไขไว้และยังแสดงที่มาเดิม")
    context = about(workshop, title=_("แก้ไขข้อมูลการประชุม"), lead=lead)
    return desk.form_page(request, form, act=save, context=context, here=HERE)


# ----------------------------------------------------------------------------------------------------------- its parts


@requires(Permission.RECORD_WORKSHOPS)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, year_be: int, number: int) -> HttpResponse:
    workshop = my_workshop(request, year_be, number)
    counted = workflow.Headcounts.of(workshop)
    form = AttendanceForm(desk.posted(request), initial=vars(counted))

    def save() -> str:
        version = form.cleaned_data["version"]
        workflow.record_attendance(workshop, headcounts=form.headcounts, version=version, by=person(request))
        messages.success(request, _("บันทึกจำนวนผู้เข้าร่วมแล้ว"))
        return page_of(workshop)

    lead = _("จำนวนคนแยกตามภาคส่วน ช่องที่ไม่ทราบจำนวนให้เว้นว่าง")
    context = about(workshop, title=_("ผู้เข้าร่วมการประชุม"), lead=lead)
    return desk.form_page(request, form, act=save, context=context, here=HERE)


@requires(Permission.RECORD_WORKSHOPS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_activity(request: HttpRequest, year_be: int, number: int) -> HttpResponse:
    workshop = my_workshop(request, year_be, number)
    form = NewActivityForm(desk.posted(request))

    def save() -> str:
        named = {name: form.cleaned_data[name] for name in NewActivityForm.OWN}
        workflow.save_activity(Activity(workshop=workshop, **named), by=person(request))
        messages.success(request, _("เพิ่มกิจกรรมแล้ว"))
        return page_of(workshop)

    return desk.form_page(request, form, act=save, context=about(workshop, title=_("เพิ่มกิจกรรม")), here=HERE)


def _my_activity(request: HttpRequest, pk: int) -> Activity:
    seen = Workshop.objects.visible_to(person(request))
    return get_object_or_404(Activity.objects.select_related("workshop"), pk=pk, workshop__in=seen)


def _workshop_of(activity: Activity) -> Workshop:
    assert activity.workshop is not None  # noqa: S101  (tells the type; activities of a whole year have no page here)
    return activity.workshop


@requires(Permission.RECORD_WORKSHOPS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_activity(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _my_activity(request, pk)
    workshop = _workshop_of(activity)
    form = ActivityForm(desk.posted(request), initial=versioned(activity, *ActivityForm.OWN))

    def save() -> str:
        for name in (*ActivityForm.OWN, "version"):
            setattr(activity, name, form.cleaned_data[name])
        workflow.save_activity(activity, by=person(request))
        messages.success(request, _("บันทึกการแก้ไขแล้ว"))
        return page_of(workshop)

    return desk.form_page(request, form, act=save, context=about(workshop, title=_("แก้ไขกิจกรรม")), here=HERE)


@requires(Permission.RECORD_WORKSHOPS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_activity(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _my_activity(request, pk)
    workshop = _workshop_of(activity)

    def remove() -> str:
        workflow.remove_activity(activity, by=person(request))
        messages.success(request, _("ลบกิจกรรมแล้ว"))
        return page_of(workshop)

    lead = _("กิจกรรม “%(title)s” จะถูกลบออกจากการประชุมนี้") % {"title": activity.title_th}
    context = about(workshop, title=_("ลบกิจกรรมนี้หรือไม่"), lead=lead)
    return desk.form_page(request, RemovalForm(desk.posted(request)), act=remove, context=context, here=HERE)


@requires(Permission.RECORD_WORKSHOPS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_handover(request: HttpRequest, year_be: int, number: int) -> HttpResponse:
    workshop = my_workshop(request, year_be, number)
    form = NewHandoverForm(desk.posted(request))

    def save() -> str:
        named = {name: form.cleaned_data[name] for name in NewHandoverForm.OWN}
        workflow.save_handover(Handover(workshop=workshop, **named), by=person(request))
        messages.success(request, _("เพิ่มสิ่งที่มอบแล้ว"))
        return page_of(workshop)

    return desk.form_page(request, form, act=save, context=about(workshop, title=_("เพิ่มสิ่งที่มอบให้จังหวัด")), here=HERE)


def _my_handover(request: HttpRequest, pk: int) -> Handover:
    seen = Workshop.objects.visible_to(person(request))
    return get_object_or_404(Handover.objects.select_related("workshop", "province"), pk=pk, workshop__in=seen)


@requires(Permission.RECORD_WORKSHOPS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_handover(request: HttpRequest, pk: int) -> HttpResponse:
    handover = _my_handover(request, pk)
    form = HandoverForm(desk.posted(request), initial=versioned(handover, *HandoverForm.OWN))

    def save() -> str:
        for name in (*HandoverForm.OWN, "version"):
            setattr(handover, name, form.cleaned_data[name])
        workflow.save_handover(handover, by=person(request))
        messages.success(request, _("บันทึกการแก้ไขแล้ว"))
        return page_of(handover.workshop)

    context = about(handover.workshop, title=_("แก้ไขสิ่งที่มอบให้จังหวัด"))
    return desk.form_page(request, form, act=save, context=context, here=HERE)


@requires(Permission.RECORD_WORKSHOPS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_handover(request: HttpRequest, pk: int) -> HttpResponse:
    handover = _my_handover(request, pk)

    def remove() -> str:
        workflow.remove_handover(handover, by=person(request))
        messages.success(request, _("ลบสิ่งที่มอบแล้ว"))
        return page_of(handover.workshop)

    given = {"item": handover.item_th, "province": in_language(handover.province, "name")}
    lead = _("“%(item)s” ที่มอบให้จังหวัด%(province)sจะถูกลบออกจากการประชุมนี้") % given
    context = about(handover.workshop, title=_("ลบสิ่งที่มอบนี้หรือไม่"), lead=lead)
    return desk.form_page(request, RemovalForm(desk.posted(request)), act=remove, context=context, here=HERE)
