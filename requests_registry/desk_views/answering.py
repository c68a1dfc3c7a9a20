"""An agency's answer to what it was asked, and its work afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal import desk
from portal.access import Permission, requires
from portal.forms import versioned
from portal.models import Phrase, User

from .. import access, clocks, workflow
from ..forms.answering import (
    AnswerForm,
    ChangedMilestoneForm,
    DeliverForm,
    HelpForm,
    NewMilestoneForm,
    Result,
    StartForm,
    begins_with,
)
from ..models import AgencyResponse, Attachment, Milestone, ResponseStatus, Transition
from ..models.responses import HELPING, WAITING
from ..moves import COMPUTED
from ..reports import Answer, answer_if_published
from .fetching import about, my_response, page_of

# -------------------------------------------------------------------------------------------------------- the response


@requires(Permission.USE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def response_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked at the left, the own answer at the right; others whose work it is are led to the request."""
    response = my_response(request, pk)
    person = desk.person(request)
    if not person.may(Permission.ANSWER_REQUESTS):
        return redirect(page_of(response.community_request))
    form = _form(request, response)
    if form is None:
        return desk.page(request, TEMPLATE, _context(response, person), here="desk_queue")
    context = _context(response, person)
    if request.POST.get("do") == "preview" and form.is_valid():
        context["preview"] = _preview(response, form)
        return desk.page(request, TEMPLATE, {**context, "form": form}, here="desk_queue")
    if "insert" in request.POST:
        form = _with_phrase(request, response)
        return desk.page(request, TEMPLATE, {**context, "form": form}, here="desk_queue")
    return desk.form_page(
        request,
        form,
        act=lambda: _act(request, response, form),
        template=TEMPLATE,
        context=context,
        here="desk_queue",
    )


TEMPLATE = "requests_registry/desk/response.html"


def _form(request: HttpRequest, response: AgencyResponse, initial: Mapping[str, Any] | None = None) -> HelpForm | None:
    """The form that the response needs where it stands.

    What was written while it was asked stays in the form it was written in, also when somebody has answered meanwhile.
    """
    data = None if initial else desk.posted(request)
    initial = initial or begins_with(response)
    sent = request.POST
    if response.status == ResponseStatus.ASKED or "result" in sent:
        return AnswerForm(data, initial=initial, agency=response.agency, is_draft=sent.get("do") == "draft")
    if response.status == ResponseStatus.INFO_NEEDED:
        return HelpForm(data, initial=initial, is_draft=True)
    if sent or (response.status in HELPING and not response.is_published):
        return HelpForm(data, initial=initial)
    return None


def _act(request: HttpRequest, response: AgencyResponse, form: HelpForm) -> str:
    """Keep the answer as it was written, and then say what was chosen. A draft outlives a question."""
    by = desk.person(request)
    version = form.cleaned_data["version"]
    kept = workflow.save_answer(response, help_=form.help(), version=version, by=by)
    said = _("บันทึกร่างคำตอบแล้ว") if kept.status in WAITING else _("บันทึกคำตอบแล้ว")
    if isinstance(form, AnswerForm) and request.POST.get("do") != "draft":
        said = _say(response, form, by)
    messages.success(request, said)
    return page_of_response(response)


def _say(response: AgencyResponse, form: AnswerForm, by: User) -> str:
    said = form.cleaned_data
    if said["result"] == Result.ASK:
        workflow.ask_province(response, question=said["question"], by=by)
        return _("ส่งคำถามถึงจังหวัดแล้ว กำหนดตอบหยุดนับจนกว่าจังหวัดจะตอบ ร่างคำตอบยังอยู่")
    if said["result"] == Result.DECLINE:
        workflow.decline_response(
            response,
            reason=said["decline_reason"],
            sentence=said["sentence"],
            suggested_agency=said["suggested_agency"],
            by=by,
        )
        return _("แจ้งว่าไม่สามารถตอบสนองแล้ว")
    workflow.accept_response(response, help_=form.help(), by=by)
    return _("ส่งคำตอบแล้ว กระทรวงจะตรวจก่อนเผยแพร่")


def page_of_response(response: AgencyResponse) -> str:
    return reverse("desk_response", args=[response.pk])


def _preview(response: AgencyResponse, form: HelpForm) -> Answer | None:
    """The answer as the public will read it; a question is never public."""
    said = form.cleaned_data
    shown = copy(response)
    result = said.get("result", Result.ACCEPT)
    if result == Result.ASK:
        return None
    help_ = form.help()
    if result == Result.DECLINE:
        help_ = workflow.Help(kind="", summary_th=said["sentence"])
        shown.status = ResponseStatus.DECLINED
        shown.decline_reason, shown.suggested_agency = said["decline_reason"], said["suggested_agency"]
    elif response.status not in HELPING:
        shown.status = ResponseStatus.ACCEPTED
    for name, value in vars(help_).items():
        setattr(shown, name, value)
    shown.answered_on = response.answered_on or timezone.localdate()
    siblings = sorted(response.community_request.responses.all(), key=lambda other: (other.part, other.pk))
    return answer_if_published(shown, number=siblings.index(response) + 1, language=get_language() or "th")


#: Which phrases go into which field.
INSERTS = {
    "summary_th": Phrase.Use.ANSWER,
    "details_th": Phrase.Use.ANSWER,
    "question": Phrase.Use.QUESTION,
    "sentence": Phrase.Use.DECLINE,
}


def _with_phrase(request: HttpRequest, response: AgencyResponse) -> HelpForm | None:
    """The form as it was typed, and the chosen phrase at the end of its field. Nothing is saved, nothing checked."""
    name = request.POST["insert"]
    typed = {key: str(value) for key, value in request.POST.items()}
    phrase = _phrase(request, INSERTS[name]) if name in INSERTS else None
    if phrase:
        typed[name] = "\n".join(filter(None, [typed.get(name, "").rstrip(), phrase.text_th]))
    return _form(request, response, initial=typed)


def _phrase(request: HttpRequest, use: str) -> Phrase | None:
    chosen = request.POST.get(f"phrase_{use}", "")
    mine = Phrase.objects.visible_to(desk.person(request))
    return mine.filter(pk=chosen, use=use).first() if chosen.isdecimal() else None


# ----------------------------------------------------------------------------------------------------- what it tells


@dataclass(frozen=True)
class Step:
    """A step of the way: what it is called, on which day it was done or is due, and where the response stands."""

    label: Promise | str
    day: date | None
    is_done: bool
    is_now: bool
    is_due: bool = False


#: How many steps each status has behind it; those that have ended without help have no way to go.
STEPS_DONE = {
    ResponseStatus.ASKED: 1,
    ResponseStatus.INFO_NEEDED: 1,
    ResponseStatus.ACCEPTED: 2,
    ResponseStatus.UNDER_WAY: 3,
    ResponseStatus.DELIVERED: 4,
    ResponseStatus.VERIFIED: 5,
}
STEPS = (
    gettext_lazy("มอบหมาย"),
    gettext_lazy("ตอบ"),
    gettext_lazy("ดำเนินการ"),
    gettext_lazy("ส่งมอบ"),
    gettext_lazy("จังหวัดยืนยัน"),
)


def _steps(response: AgencyResponse, moves: list[Transition]) -> list[Step]:
    done = STEPS_DONE.get(ResponseStatus(response.status), 0)
    if not done:
        return []
    days = [
        response.asked_on,
        response.answered_on or response.due_on,
        _day_of(moves, ResponseStatus.UNDER_WAY),
        response.delivered_on,
        _day_of(moves, ResponseStatus.VERIFIED),
    ]
    return [
        Step(label, day, place < done, place == done, is_due=place == 1 and response.answered_on is None)
        for place, (label, day) in enumerate(zip(STEPS, days, strict=True))
    ]


def _day_of(moves: list[Transition], status: str) -> date | None:
    return next((timezone.localdate(move.at) for move in moves if move.to_status == status), None)


def _context(response: AgencyResponse, person: User) -> dict[str, Any]:
    community_request = response.community_request
    moves = list(response.transitions.order_by("at", "pk"))
    others = community_request.responses.exclude(pk=response.pk).select_related("agency").order_by("part", "pk")
    today = timezone.localdate()
    is_open = community_request.status in COMPUTED
    return {
        "response": response,
        "community_request": community_request,
        "others": list(others),
        "total": len(others) + 1,
        "files": list(Attachment.objects.concerning(person).filter(community_request=community_request)),
        "may_see_contact": access.sees_contact(person, community_request),
        "steps": _steps(response, moves),
        "talk": _talk(moves),
        "verdict": moves[-1] if moves and moves[-1].to_status == ResponseStatus.VERIFIED else _sent_back(moves),
        "milestones": list(response.milestones.all()),
        "late": clocks.working_days_late(response, on=today),
        "left": clocks.working_days_left(response, on=today),
        "phrases": _phrases(response, person),
        "is_waiting": response.status in WAITING,
        "may_start": is_open and response.status == ResponseStatus.ACCEPTED,
        "may_deliver": is_open and response.status == ResponseStatus.UNDER_WAY,
        "may_add_steps": response.status in (ResponseStatus.ACCEPTED, ResponseStatus.UNDER_WAY),
        "may_record_results": response.status in HELPING and person.may(Permission.RECORD_RESULTS),
    }


def _talk(moves: list[Transition]) -> list[Transition]:
    """The questions to the province, and what it answered."""
    asking = ResponseStatus.INFO_NEEDED
    return [move for move in moves if asking in (move.to_status, move.from_status) and move.reason]


def _sent_back(moves: list[Transition]) -> Transition | None:
    """That the province was not satisfied, as long as nothing was delivered since."""
    last = moves[-1] if moves else None
    return last if last and last.from_status == ResponseStatus.DELIVERED else None


def _phrases(response: AgencyResponse, person: User) -> dict[str, list[Phrase]]:
    if response.status not in WAITING and response.status not in HELPING:
        return {}
    found: dict[str, list[Phrase]] = {}
    for phrase in Phrase.objects.visible_to(person):
        found.setdefault(phrase.use, []).append(phrase)
    return found


# ---------------------------------------------------------------------------------------------------------------- work


def _about(response: AgencyResponse, *, title: str, lead: str = "") -> dict[str, Any]:
    """As `fetching.about`, for a page that leads back to the response."""
    back = {"back_url": page_of_response(response)}
    return about(response.community_request, title=title, lead=lead) | back


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
        people = said["people_reached"]
        workflow.deliver(
            response,
            delivered_on=said["delivered_on"],
            people_reached=None if people is None else int(people),
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
