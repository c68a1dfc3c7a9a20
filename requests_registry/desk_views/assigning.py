"""Asking agencies: for one request, for many at once, and calling an asking off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal import desk
from portal.access import Permission, requires
from portal.models import Agency
from portal.thai import add_working_days

from .. import clocks, workflow
from ..forms.screening import MOST_ROWS, ROWS, AssignForm, AssignManyForm, ConfirmAssignManyForm, ReasonForm
from ..models import AgencyResponse, CommunityRequest, RequestStatus, ResponseStatus
from ..models.requests import UNNUMBERED
from ..models.responses import NOT_LIVE
from ..moves import ASSIGN, RESPONSE_MOVES
from .fetching import about, my_request, my_response, page_of, tag_of


@requires(Permission.ASSIGN_AGENCIES)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, receipt: str) -> HttpResponse:
    """Which agencies shall answer which part by when. A further row comes by a button, also without JavaScript."""
    community_request = my_request(request, receipt)
    if request.method != "POST" and community_request.status not in ASSIGN.old:
        label = RequestStatus(community_request.status).label
        messages.error(request, _("มอบหมายไม่ได้ เพราะสถานะปัจจุบันคือ “%(status)s”") % {"status": label})
        return redirect(page_of(community_request))
    asked = list(community_request.responses.select_related("agency", "suggested_agency").order_by("part", "pk"))
    form = _assign_form(request, community_request, asked)
    category = community_request.category
    context = {
        **about(community_request, title=_("มอบหมายหน่วยงาน")),
        "asked": asked,
        "working_days": category.working_days if category else clocks.USUAL_WORKING_DAYS,
        "may_have_more_rows": len(form.numbers) < MOST_ROWS,
    }

    def act() -> str:
        askings = form.askings()
        workflow.assign(community_request, askings=askings, by=desk.person(request))
        told = ngettext("มอบหมายแล้ว %(n)d ส่วน", "มอบหมายแล้ว %(n)d ส่วน", len(askings)) % {"n": len(askings)}
        messages.success(request, told)
        return page_of(community_request)

    template = "requests_registry/desk/assign.html"
    if not form.is_bound:
        return desk.page(request, template, {**context, "form": form}, here="desk_inbox")
    return desk.form_page(request, form, act=act, template=template, context=context, here="desk_inbox")


def _assign_form(request: HttpRequest, community_request: CommunityRequest, asked: list[AgencyResponse]) -> AssignForm:
    """As it begins, as it was sent, or, when a further row is wanted, with what was typed so far."""
    today = timezone.localdate()
    agencies = Agency.objects.answering(on=today).with_names()
    data = desk.posted(request)
    rows = _rows(data)
    if data is None or "more" in data:
        rows = min(rows + 1, MOST_ROWS) if data else rows
        initial = _suggested(community_request, asked, rows, today) | (data.dict() if data else {})
        return AssignForm(rows=rows, agencies=agencies, on=today, initial={**initial, "rows": rows})
    return AssignForm(data, rows=rows, agencies=agencies, on=today)


def _rows(data: QueryDict | None) -> int:
    sent = data.get("rows", "") if data else ""
    return min(max(int(sent), 1), MOST_ROWS) if isinstance(sent, str) and sent.isdecimal() else ROWS


def _suggested(
    community_request: CommunityRequest, asked: list[AgencyResponse], rows: int, today: date
) -> dict[str, object]:
    """The due date by the rule of the category for each row; in the first the agency that its writer thought of."""
    due_on = clocks.suggested_due_date(community_request.category, on=today)
    initial: dict[str, object] = {f"due_on_{number}": due_on for number in range(1, rows + 1)}
    if not asked:
        initial["agency_1"] = community_request.proposed_agency_id
    return initial


# ------------------------------------------------------------------------------------------------------- many at once


@dataclass(frozen=True)
class Planned:
    """A request among many that shall go to one agency, and what prevents that, if anything."""

    community_request: CommunityRequest
    obstacle: str
    accept_first: str


@requires(Permission.ASSIGN_AGENCIES)
@require_http_methods(["GET", "HEAD", "POST"])
def assign_many(request: HttpRequest) -> HttpResponse:
    """What was ticked in the inbox, read once more with its due date and what prevents it; then all or none."""
    today = timezone.localdate()
    mine = CommunityRequest.objects.concerning(desk.person(request)).order_by("submitted_at", "pk")
    chosen = AssignManyForm(request.GET, requests=mine, on=today)
    plan: list[Planned] = []
    if chosen.is_valid():
        picked = chosen.cleaned_data["pick"].select_related("province", "district").prefetch_related("responses")
        plan = list(_plan(picked, chosen.cleaned_data["agency"]))
    ready = [planned.community_request.receipt for planned in plan if not planned.obstacle]
    form = _confirmation(request, chosen, ready, mine, today)

    def act() -> str:
        cleaned = form.cleaned_data
        done = workflow.assign_many(
            cleaned["pick"], agency=cleaned["agency"], working_days=cleaned["working_days"], by=desk.person(request)
        )
        told = ngettext("มอบหมาย %(n)d เรื่องแล้ว", "มอบหมาย %(n)d เรื่องแล้ว", len(done)) % {"n": len(done)}
        messages.success(request, told)
        return reverse("desk_inbox")

    days = chosen.cleaned_data.get("working_days") if chosen.is_valid() else None
    context = {
        "chosen": chosen,
        "plan": plan,
        "ready": len(ready),
        "agency": chosen.cleaned_data.get("agency"),
        "due_on": add_working_days(today, days) if days else None,
    }
    template = "requests_registry/desk/assign_many.html"
    return desk.form_page(request, form, act=act, template=template, context=context, here="desk_inbox")


def _confirmation(
    request: HttpRequest, chosen: AssignManyForm, ready: list[str], requests: object, today: date
) -> ConfirmAssignManyForm:
    initial = {"pick": ready, "agency": chosen["agency"].value(), "working_days": chosen["working_days"].value()}
    return ConfirmAssignManyForm(desk.posted(request), requests=requests, on=today, initial=initial)


def _plan(requests: Iterable[CommunityRequest], agency: Agency) -> Iterator[Planned]:
    for community_request in requests:
        waits = community_request.status in UNNUMBERED
        to_accept = community_request.status == RequestStatus.SUBMITTED
        yield Planned(
            community_request,
            _("ยังไม่ได้รับเรื่อง") if waits else _obstacle(community_request, agency),
            reverse("desk_request_accept", args=[community_request.receipt]) if to_accept else "",
        )


def _obstacle(community_request: CommunityRequest, agency: Agency) -> str:
    if community_request.status not in ASSIGN.old:
        return _("สถานะปัจจุบันคือ “%(status)s”") % {"status": RequestStatus(community_request.status).label}
    live = [response for response in community_request.responses.all() if response.status not in NOT_LIVE]
    if any(response.agency_id == agency.pk and response.part == 1 for response in live):
        return _("หน่วยงานนี้ได้รับมอบหมายอยู่แล้ว")
    return ""


# -------------------------------------------------------------------------------------------------------- calling off


@requires(Permission.ASSIGN_AGENCIES)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an agency to agree that its part is called off; it goes on until the agency has agreed."""
    response = my_response(request, pk)
    community_request = response.community_request
    if request.method != "POST" and response.status not in RESPONSE_MOVES["consent_to_cancel"].old:
        label = ResponseStatus(response.status).label
        messages.error(request, _("ขอยกเลิกไม่ได้ เพราะสถานะปัจจุบันคือ “%(status)s”") % {"status": label})
        return redirect(page_of(community_request))
    form = ReasonForm(
        desk.posted(request),
        submit_label=_("ขอยกเลิกการมอบหมาย"),
        is_grave=True,
        help_text=_("หน่วยงานจะได้อ่าน และแสดงต่อสาธารณะเมื่อหน่วยงานเห็นชอบ"),
    )

    def act() -> str:
        workflow.propose_cancellation(response, reason=form.cleaned_data["reason"], by=desk.person(request))
        messages.success(request, _("ส่งคำขอยกเลิกแล้ว รอความเห็นชอบของ %(agency)s") % {"agency": tag_of(response.agency)})
        return page_of(community_request)

    title = _("ขอยกเลิกการมอบหมาย %(agency)s") % {"agency": tag_of(response.agency)}
    lead = _("การมอบหมายยังมีผลจนกว่าหน่วยงานจะเห็นชอบ")
    context = about(community_request, title=title, lead=lead)
    return desk.form_page(request, form, act=act, context=context, here="desk_inbox")
