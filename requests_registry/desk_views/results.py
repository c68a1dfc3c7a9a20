"""What came of it: the province answers questions, confirms deliveries and results; looks back some months later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import desk
from portal.access import Permission, requires
from portal.bilingual import Localised, in_language
from portal.forms import versioned
from portal.models import User
from portal.reports import agency_label

from .. import access, clocks, workflow
from ..forms.results import (
    USUAL_UNITS,
    ChangedOutcomeForm,
    ConfirmForm,
    FollowUpForm,
    NewOutcomeForm,
    ReplyForm,
    ReturnForm,
    SendBackForm,
    VerifyForm,
    sharers_of,
)
from ..models import AgencyResponse, CommunityRequest, FollowUp, Outcome, ResponseStatus, Transition
from .fetching import about, my_request, my_response, page_of

ON_A_PAGE = 25
#: How long before its day a look back is announced.
DAYS_AHEAD = 30


# --------------------------------------------------------------------------------------------------------- deliveries


@requires(Permission.ANSWER_QUESTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The province answers what an agency wants to know, and the agency's clock runs on."""
    response = my_response(request, pk)
    form = ReplyForm(desk.posted(request))

    def act() -> str:
        workflow.answer_question(response, answer=form.cleaned_data["answer"], by=desk.person(request))
        messages.success(request, _("ส่งคำตอบให้หน่วยงานแล้ว"))
        return page_of(response.community_request)

    asked = _last_move(response, ResponseStatus.INFO_NEEDED)
    context = _about_response(response, title=_("ตอบคำถามของหน่วยงาน")) | {
        "question": asked.reason if asked else "",
        "asked_at": asked.at if asked else None,
        "due_if_answered_today": _due_if_answered_today(response, asked),
    }
    return desk.form_page(request, form, act=act, context=context, here="desk_requests")


def _due_if_answered_today(response: AgencyResponse, asked: Transition | None) -> date | None:
    """When the answer will be due; nothing where it no longer waits for the province."""
    if asked is None or response.due_on is None or response.status != ResponseStatus.INFO_NEEDED:
        return None
    stopped_on = timezone.localdate(asked.at)
    return clocks.moved_due_date(response.due_on, stopped_on=stopped_on, resumed_on=timezone.localdate())


@requires(Permission.CONFIRM_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The province is satisfied with what was delivered."""
    response = my_response(request, pk)
    form = ConfirmForm(desk.posted(request))

    def act() -> str:
        workflow.confirm(response, sentence=form.cleaned_data["sentence"], by=desk.person(request))
        messages.success(request, _("ยืนยันผลงานแล้ว"))
        return page_of(response.community_request)

    lead = _("ยืนยันเมื่อชุมชนได้รับสิ่งที่หน่วยงานแจ้งว่าส่งมอบแล้ว และพอใจกับผล")
    context = _about_response(response, title=_("ยืนยันผลงานของหน่วยงาน"), lead=lead)
    instead = {
        "instead_url": reverse("desk_response_send_back", args=[pk]),
        "instead_label": _("ยังไม่เรียบร้อย ส่งกลับให้หน่วยงานดำเนินการต่อ"),
    }
    context |= instead | _delivery(response)
    return desk.form_page(request, form, act=act, context=context, here="desk_requests")


@requires(Permission.CONFIRM_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The province is not satisfied, and says why."""
    response = my_response(request, pk)
    form = SendBackForm(desk.posted(request))

    def act() -> str:
        workflow.send_back(response, sentence=form.cleaned_data["sentence"], by=desk.person(request))
        messages.success(request, _("ส่งกลับให้หน่วยงานดำเนินการต่อแล้ว"))
        return page_of(response.community_request)

    lead = _("งานกลับไปอยู่ในสถานะ “กำลังดำเนินการ” และหน้าสาธารณะจะแสดงว่าจังหวัดยังไม่ยืนยันผล")
    context = _about_response(response, title=_("ยังไม่ยืนยันผลงาน"), lead=lead)
    return desk.form_page(request, form, act=act, context=context | _delivery(response), here="desk_requests")


def _about_response(response: AgencyResponse, *, title: str, lead: str = "") -> dict[str, Any]:
    """As `about`, with the agency's answer beside the request."""
    return about(response.community_request, title=title, lead=lead) | {
        "about": "requests_registry/desk/_about_response.html",
        "response": response,
        "agency": agency_label(response.agency, get_language() or "th"),
    }


def _delivery(response: AgencyResponse) -> dict[str, Any]:
    """What the agency said when it delivered."""
    delivered = _last_move(response, ResponseStatus.DELIVERED)
    return {"delivery_note": delivered.reason if delivered else ""}


def _last_move(response: AgencyResponse, status: str) -> Transition | None:
    return response.transitions.filter(to_status=status).order_by("at", "pk").last()


# ----------------------------------------------------------------------------------------------------------- outcomes


@dataclass(frozen=True)
class OutcomeRow:
    """A measured result as officers see it; the addresses are empty where the person may not act."""

    indicator: str
    unit: Localised
    baseline: Decimal | None
    actual: Decimal
    period_from: date
    period_to: date
    evidence_th: str
    agencies: tuple[str, ...]
    status: str
    returned_note: str
    edit_address: str
    verify_address: str
    return_address: str


def outcomes_of(user: User, community_request: CommunityRequest) -> list[OutcomeRow]:
    """The results of a request that are this person's work, with what he or she may do with each. Three queries."""
    outcomes = Outcome.objects.concerning(user).filter(community_request=community_request)
    return [_outcome_row(user, outcome) for outcome in outcomes.prefetch_related("responses__agency").order_by("pk")]


def _outcome_row(user: User, outcome: Outcome) -> OutcomeRow:
    is_open = outcome.verified_at is None
    edits = is_open and user.may(Permission.RECORD_RESULTS)
    judges = is_open and not outcome.returned_note and user.may(Permission.CONFIRM_RESULTS)
    here = [outcome.pk]
    language = get_language() or "th"
    labels = (agency_label(response.agency, language) for response in outcome.responses.all())
    return OutcomeRow(
        indicator=str(outcome.get_indicator_display()),
        unit=in_language(outcome, "unit"),
        baseline=outcome.baseline,
        actual=outcome.actual,
        period_from=outcome.period_from,
        period_to=outcome.period_to,
        evidence_th=outcome.evidence_th,
        agencies=tuple(dict.fromkeys(labels)),
        status="verified" if not is_open else "returned" if outcome.returned_note else "waiting",
        returned_note=outcome.returned_note,
        edit_address=reverse("desk_outcome", args=here) if edits else "",
        verify_address=reverse("desk_outcome_verify", args=here) if judges else "",
        return_address=reverse("desk_outcome_return", args=here) if judges else "",
    )


def may_add_outcome(user: User, community_request: CommunityRequest) -> bool:
    """Whether the person may enter a result: the agency helps with this request. One query."""
    own = sharers_of(community_request).filter(agency=user.agency_id)
    return user.may(Permission.RECORD_RESULTS) and own.exists()


@requires(Permission.RECORD_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_new(request: HttpRequest, receipt: str) -> HttpResponse:
    """The agency enters a measured result."""
    community_request, by = my_request(request, receipt), desk.person(request)
    if not may_add_outcome(by, community_request):
        messages.error(request, _("บันทึกผลลัพธ์ได้เมื่อหน่วยงานท่านตอบรับเรื่องนี้แล้ว"))
        return redirect(page_of(community_request))
    own = list(sharers_of(community_request).filter(agency=by.agency_id).values_list("pk", flat=True))
    initial = {"responses": own}
    form = NewOutcomeForm(desk.posted(request), community_request=community_request, by=by, initial=initial)

    def act() -> str:
        outcome = Outcome(community_request=community_request, **form.measured)
        workflow.save_outcome(outcome, responses=form.cleaned_data["responses"], by=by)
        messages.success(request, _("บันทึกผลลัพธ์แล้ว รอจังหวัดยืนยัน"))
        return page_of(community_request)

    return _outcome_page(request, form, act, community_request, title=_("บันทึกผลลัพธ์"))


@requires(Permission.RECORD_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency changes a result that is not verified, perhaps because the province has returned it."""
    outcome, by = _my_outcome(request, pk), desk.person(request)
    form = ChangedOutcomeForm(
        desk.posted(request),
        community_request=outcome.community_request,
        by=by,
        initial=versioned(
            outcome,
            *("indicator", "unit_th", "baseline", "actual", "period_from", "period_to", "evidence_th"),
            responses=[response.pk for response in outcome.responses.all()],
        ),
    )

    def act() -> str:
        for name, value in {**form.measured, "version": form.cleaned_data["version"]}.items():
            setattr(outcome, name, value)
        workflow.save_outcome(outcome, responses=form.cleaned_data["responses"], by=by)
        messages.success(request, _("บันทึกผลลัพธ์แล้ว รอจังหวัดยืนยัน"))
        return page_of(outcome.community_request)

    return _outcome_page(
        request, form, act, outcome.community_request, title=_("แก้ไขผลลัพธ์"), note=outcome.returned_note
    )


def _outcome_page(
    request: HttpRequest, form: Any, act: Any, community_request: CommunityRequest, *, title: str, note: str = ""
) -> HttpResponse:
    context = about(community_request, title=title) | {
        "about": "requests_registry/desk/_about_outcome_form.html",
        "returned_note": note,
        "units": {indicator: [thai for thai, _english in units] for indicator, units in USUAL_UNITS.items()},
        "all_units": dict.fromkeys(thai for units in USUAL_UNITS.values() for thai, _english in units),
    }
    template = "requests_registry/desk/outcome_form.html"
    return desk.form_page(request, form, act=act, template=template, context=context, here="desk_requests")


@requires(Permission.CONFIRM_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """The province vouches for a result as it stands on the page."""
    outcome = _my_outcome(request, pk)
    form = VerifyForm(desk.posted(request), initial=versioned(outcome))

    def act() -> str:
        workflow.verify_outcome(outcome, version=form.cleaned_data["version"], by=desk.person(request))
        messages.success(request, _("ยืนยันผลลัพธ์แล้ว"))
        return page_of(outcome.community_request)

    lead = _("เมื่อยืนยันแล้ว ผลนี้จะแสดงต่อสาธารณะ นับรวมในยอดผลลัพธ์ และแก้ไขไม่ได้")
    context = _about_outcome(request, outcome, _("ยืนยันผลลัพธ์"), lead) | {
        "instead_url": reverse("desk_outcome_return", args=[pk]),
        "instead_label": _("ไม่ตรงกับข้อเท็จจริง ส่งกลับให้หน่วยงานแก้ไข"),
    }
    return desk.form_page(request, form, act=act, context=context, here="desk_requests")


@requires(Permission.CONFIRM_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_return(request: HttpRequest, pk: int) -> HttpResponse:
    """The province gives a result back, with what is wrong."""
    outcome = _my_outcome(request, pk)
    form = ReturnForm(desk.posted(request), initial=versioned(outcome))

    def act() -> str:
        note, version = form.cleaned_data["note"], form.cleaned_data["version"]
        workflow.return_outcome(outcome, note=note, version=version, by=desk.person(request))
        messages.success(request, _("ส่งผลลัพธ์กลับให้หน่วยงานแก้ไขแล้ว"))
        return page_of(outcome.community_request)

    context = _about_outcome(request, outcome, _("ส่งผลลัพธ์กลับให้แก้ไข"))
    return desk.form_page(request, form, act=act, context=context, here="desk_requests")


def _about_outcome(request: HttpRequest, outcome: Outcome, title: str, lead: str = "") -> dict[str, Any]:
    """As `about`, with the result beside its request."""
    return about(outcome.community_request, title=title, lead=lead) | {
        "about": "requests_registry/desk/_about_outcome.html",
        "row": _outcome_row(desk.person(request), outcome),
    }


def _my_outcome(request: HttpRequest, pk: int) -> Outcome:
    """A result that is the person's work. Raises `Http404`."""
    joined = [f"community_request__{name}" for name in ("province", "district", "category")]
    mine = Outcome.objects.concerning(desk.person(request)).select_related(*joined)
    return get_object_or_404(mine.prefetch_related("responses__agency"), pk=pk)


# --------------------------------------------------------------------------------------------------------- follow-ups


@dataclass(frozen=True)
class FollowUpTab:
    """A part of the list: those due, those to come, those done."""

    name: str
    label: str
    count: int
    is_here: bool


@requires(Permission.USE_DESK)
@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    """Looks back 3, 6 and 12 months after delivery: of the own agency, the own province, for the ministry all."""
    user, today = desk.person(request), timezone.localdate()
    mine = FollowUp.objects.concerning(user)
    parts = _parts(today)
    here = request.GET.get("tab", "") if request.GET.get("tab") in parts else "due"
    counts = mine.aggregate(**{name: Count("pk", filter=condition) for name, condition in parts.items()})
    labels = {"due": _("ถึงกำหนด"), "coming": _("ใน 30 วัน"), "done": _("ติดตามแล้ว")}
    rows = mine.filter(parts[here]).for_list().order_by(*(["-done_on", "-pk"] if here == "done" else ["due_on", "pk"]))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "tabs": [FollowUpTab(name, label, counts[name], name == here) for name, label in labels.items()],
        "tab": here,
        "may_write": access.looks_back(user),
        "today": today,
    }
    return desk.page(request, "requests_registry/desk/follow_up_list.html", context, here="desk_follow_ups")


def _parts(today: date) -> dict[str, Q]:
    undone = Q(done_on__isnull=True)
    return {
        "due": undone & Q(due_on__lte=today),
        "coming": undone & Q(due_on__gt=today, due_on__lte=today + timedelta(days=DAYS_AHEAD)),
        "done": ~undone,
    }


@requires(Permission.USE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was found, or correct what was written."""
    user = desk.person(request)
    mine = FollowUp.objects.concerning(user).for_list()
    planned = get_object_or_404(mine, pk=pk)
    if not access.looks_back(user):
        raise Http404
    form = FollowUpForm(desk.posted(request), initial=versioned(planned, "note_th"))

    def act() -> str:
        note, version = form.cleaned_data["note_th"], form.cleaned_data["version"]
        workflow.follow_up(planned, note=note, version=version, by=user)
        messages.success(request, _("บันทึกการติดตามผลแล้ว"))
        return reverse("desk_follow_ups")

    title = _("ติดตามผล %(months)d เดือนหลังส่งมอบ") % {"months": planned.months}
    context = _about_response(planned.response, title=title) | {
        "back_url": reverse("desk_follow_ups"),
        "back_label": _("ติดตามผล"),
        "planned": planned,
    }
    return desk.form_page(request, form, act=act, context=context | _delivery(planned.response), here="desk_follow_ups")
