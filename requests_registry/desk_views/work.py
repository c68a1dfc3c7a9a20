"""An agency's work after its answer: steps, delivery; and whether its part is called off."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal import desk
from portal.access import Permission, requires
from portal.forms import versioned

from .. import workflow
from ..forms.answering import ChangedMilestoneForm, DeliverForm, NewMilestoneForm, StartForm
from ..models import AgencyResponse, Milestone
from .fetching import about, my_response, page_of_response


def _about(response: AgencyResponse, *, title: str, lead: str = "") -> dict[str, Any]:
    """As `fetching.about`, for a page that leads back to the response."""
    way_back = {
        "top_url": reverse("desk_queue"),
        "top_label": _("งานที่รอตอบ"),
        "back_url": page_of_response(response),
    }
    return about(response.community_request, title=title, lead=lead) | way_back


@requires(Permission.ANSWER_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """The work begins, with a first step."""
    response = my_response(request, pk)
    form = StartForm(desk.posted(request))

    def act() -> str:
        workflow.start(response, milestone=_filled(Milestone(), form.cleaned_data), by=desk.person(request))
        messages.success(request, _("เริ่มดำเนินการแล้ว"))
        return page_of_response(response)

    context = _about(response, title=_("เริ่มดำเนินการ"), lead=_("บอกขั้นตอนแรก และวันที่กำหนดหรือวันที่ทำเสร็จแล้ว"))
    return desk.form_page(request, form, act=act, context=context, here="desk_queue")


def _filled(milestone: Milestone, said: Mapping[str, Any]) -> Milestone:
    milestone.title_th, milestone.due_on, milestone.done_on = said["title_th"], said["due_on"], said["done_on"]
    return milestone


@requires(Permission.ANSWER_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """A further step of the work."""
    response = my_response(request, pk)
    form = NewMilestoneForm(desk.posted(request))

    def act() -> str:
        milestone = _filled(Milestone(response=response), form.cleaned_data)
        workflow.save_milestone(milestone, by=desk.person(request))
        messages.success(request, _("เพิ่มขั้นตอนแล้ว"))
        return page_of_response(response)

    context = _about(response, title=_("เพิ่มขั้นตอนการดำเนินงาน"))
    return desk.form_page(request, form, act=act, context=context, here="desk_queue")


@requires(Permission.ANSWER_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Another title or day for a step, or that it is done."""
    milestone = _my_milestone(request, pk)
    initial = versioned(milestone, "title_th", "due_on", "done_on")
    form = ChangedMilestoneForm(desk.posted(request), initial=initial)

    def act() -> str:
        changed = _filled(copy(milestone), form.cleaned_data)
        changed.version = form.cleaned_data["version"]
        workflow.save_milestone(changed, by=desk.person(request))
        messages.success(request, _("บันทึกขั้นตอนแล้ว"))
        return page_of_response(milestone.response)

    context = _about(milestone.response, title=_("แก้ไขขั้นตอน"))
    return desk.form_page(request, form, act=act, context=context, here="desk_queue")


def _my_milestone(request: HttpRequest, pk: int) -> Milestone:
    milestone = get_object_or_404(Milestone, pk=pk)
    milestone.response = my_response(request, milestone.response_id)
    return milestone


@requires(Permission.ANSWER_REQUESTS)
@require_POST
def finish_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """The step was done today."""
    milestone = _my_milestone(request, pk)
    back = page_of_response(milestone.response)

    def act() -> str:
        milestone.done_on = timezone.localdate()
        workflow.save_milestone(milestone, by=desk.person(request))
        messages.success(request, _("บันทึกว่าขั้นตอนแล้วเสร็จวันนี้"))
        return back

    if milestone.done_on:
        return redirect(back)
    return desk.do(request, act, back=back)


@requires(Permission.ANSWER_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """The help has reached the community."""
    response = my_response(request, pk)
    form = DeliverForm(desk.posted(request), initial={"delivered_on": timezone.localdate()})

    def act() -> str:
        said = form.cleaned_data
        workflow.deliver(
            response,
            delivered_on=said["delivered_on"],
            people_reached=said["people_reached"],
            note=said["note"],
            by=desk.person(request),
        )
        messages.success(request, _("บันทึกการส่งมอบแล้ว รอจังหวัดยืนยัน"))
        return page_of_response(response)

    lead = _("จังหวัดจะได้รับแจ้งให้ยืนยัน และจะติดตามผลเมื่อครบ 3 6 และ 12 เดือน หลักฐานแนบได้ที่หน้าของเรื่อง")
    context = _about(response, title=_("บันทึกการส่งมอบ"), lead=lead)
    return desk.form_page(request, form, act=act, context=context, here="desk_queue")


# -------------------------------------------------------------------------------------------------------- cancellation


@requires(Permission.ANSWER_REQUESTS)
@require_POST
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency agrees that its part is called off."""
    response = my_response(request, pk)

    def act() -> str:
        workflow.consent_to_cancel(response, by=desk.person(request))
        messages.success(request, _("ยกเลิกการมอบหมายแล้ว"))
        return page_of_response(response)

    return desk.do(request, act, back=page_of_response(response))


@requires(Permission.ANSWER_REQUESTS)
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency goes on with its work."""
    response = my_response(request, pk)

    def act() -> str:
        workflow.refuse_cancellation(response, by=desk.person(request))
        messages.success(request, _("แจ้งกระทรวงแล้วว่าหน่วยงานจะดำเนินการต่อ"))
        return page_of_response(response)

    return desk.do(request, act, back=page_of_response(response))
