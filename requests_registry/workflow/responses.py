"""What is done with responses: asked for, answered, worked on, delivered, confirmed, published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.access import Permission
from portal.models import Agency, User
from portal.saving import save_as, save_if_version, save_new_or_if_version
from portal.thai import add_working_days

from .. import clocks
from ..models import AgencyResponse, CommunityRequest, FollowUp, Milestone, RequestStatus, ResponseStatus
from ..models.responses import HELPING, NOT_LIVE
from ..models.results import FOLLOW_UP_MONTHS, months_later
from ..moves import ASSIGN, COMPUTED, RESPONSE_MOVES
from ..notifications import tell, told_of
from .steps import (
    MoveRefused,
    forget_reports,
    held_request,
    held_response,
    hold_all,
    move_response,
    moving_response,
    need,
    open_or_refuse,
    permit,
    save_response,
    settle,
    write_transition,
)


@dataclass(frozen=True)
class Asking:
    """What one agency is asked: a part of the request, by when."""

    agency: Agency
    due_on: date
    part: int = 1
    part_title_th: str = ""


@dataclass(frozen=True)
class Help:
    """How an agency will help."""

    kind: str
    summary_th: str
    details_th: str = ""
    planned_from: date | None = None
    planned_to: date | None = None
    budget_baht: Decimal | None = None
    budget_source_th: str = ""
    internal_note: str = ""
    summary_en: str = ""
    details_en: str = ""


# ---------------------------------------------------------------------------------------------------------- assigning


@transaction.atomic
def assign(community_request: CommunityRequest, *, askings: Sequence[Asking], by: User) -> CommunityRequest:
    """Ask agencies to answer, each a part by a day. An agency that declined may be asked again.

    Each agency is told of its part, the province once of all.
    """
    held = held_request(community_request, by, ASSIGN.permission)
    open_or_refuse(held.status, ASSIGN, str(RequestStatus(held.status).label))
    today = timezone.localdate()
    if not askings:
        raise ValidationError({"agency": _("เลือกหน่วยงานอย่างน้อยหนึ่งแห่ง")})
    asked = [_ask(held, asking, today, by) for asking in askings]
    for response in asked:
        tell("response.ask", held, response=response, by=by)
    tell("request.assign", held, responses=asked, by=by)
    settle(held, by=by)
    return held


def _ask(held: CommunityRequest, asking: Asking, today: date, by: User) -> AgencyResponse:
    name = asking.agency.label_th
    if not Agency.objects.answering(on=today).filter(pk=asking.agency.pk).exists():
        raise MoveRefused(_("%(agency)s ไม่ได้ตอบความต้องการ หรือสิ้นสุดไปแล้ว") % {"agency": name})
    if held.responses.live().filter(agency=asking.agency, part=asking.part).exists():
        raise MoveRefused(_("%(agency)s ได้รับมอบหมายส่วนที่ %(part)d อยู่แล้ว") % {"agency": name, "part": asking.part})
    if asking.due_on < today:
        raise ValidationError({"due_on": _("กำหนดตอบต้องไม่ก่อนวันนี้")})
    response = AgencyResponse(
        community_request=held,
        agency=asking.agency,
        part=asking.part,
        part_title_th=asking.part_title_th,
        asked_on=today,
        due_on=asking.due_on,
    )
    save_as(response, by=by)
    write_transition(held, "", ResponseStatus.ASKED, response=response, by=by)
    return response


@transaction.atomic
def assign_many(
    requests: Iterable[CommunityRequest], *, agency: Agency, working_days: int, by: User
) -> list[CommunityRequest]:
    """Ask one agency about many requests, all or none."""
    due_on = add_working_days(timezone.localdate(), working_days)
    chosen = list(requests)
    hold_all(chosen)
    return [assign(chosen_one, askings=[Asking(agency, due_on)], by=by) for chosen_one in chosen]


@transaction.atomic
def publish(responses: Iterable[AgencyResponse], *, by: User) -> list[AgencyResponse]:
    """Let the public read answers, singly or many together; those that are not answers, or public, are left alone."""
    published = []
    for response in responses:
        held = held_response(response, by, Permission.PUBLISH_ANSWERS)
        if held.is_published or held.status not in (*HELPING, ResponseStatus.DECLINED):
            continue
        held.is_published = True
        save_response(held, by=by)
        tell("response.publish", held.community_request, response=held, by=by)
        published.append(held)
    return published


@transaction.atomic
def unpublish(response: AgencyResponse, *, by: User) -> AgencyResponse:
    """Take an answer back from the public, for correction; one that is not public is left alone."""
    held = held_response(response, by, Permission.PUBLISH_ANSWERS)
    if not held.is_published:
        return held
    held.is_published = False
    save_response(held, by=by)
    forget_reports(held.community_request)
    tell("response.unpublish", held.community_request, response=held, by=by)
    return held


@transaction.atomic
def propose_cancellation(response: AgencyResponse, *, reason: str, by: User) -> AgencyResponse:
    """The ministry wants to call an asking off; the agency consents with a click of its own.

    What waits for its consent already, for the same reason, is not told again.
    """
    held = held_response(response, by, Permission.ASSIGN_AGENCIES)
    need(reason=reason)
    open_or_refuse(held.status, RESPONSE_MOVES["consent_to_cancel"], str(ResponseStatus(held.status).label))
    if held.cancel_proposed_at and held.cancel_reason == reason:
        return held
    held.cancel_reason, held.cancel_proposed_at = reason, timezone.now()
    save_response(held, by=by)
    tell("response.propose_cancellation", held.community_request, response=held, by=by)
    return held


@transaction.atomic
def remind(agency: Agency, *, by: User) -> list[AgencyResponse]:
    """Remind an agency of its overdue answers with one message; of each answer at most once a day in Bangkok."""
    permit(by, Permission.ASSIGN_AGENCIES, True)
    Agency.objects.select_for_update().get(pk=agency.pk)  # of two who remind at once the second finds it done
    now = timezone.localtime()
    told = told_of("response.remind", since=now.replace(hour=0, minute=0, second=0, microsecond=0))
    overdue = AgencyResponse.objects.overdue(on=now.date()).filter(
        agency=agency, community_request__status__in=COMPUTED
    )
    late = [each for each in overdue.select_related("community_request") if each.pk not in told]
    if not late:
        raise MoveRefused(_("วันนี้เตือน %(agency)s ครบทุกเรื่องแล้ว") % {"agency": agency.label_th})
    tell("response.remind", late[0].community_request, response=late[0], responses=late, by=by)
    return late


@transaction.atomic
def refuse_cancellation(response: AgencyResponse, *, by: User) -> AgencyResponse:
    """The agency goes on with its work."""
    held = held_response(response, by, Permission.ANSWER_REQUESTS)
    _refuse_unless_proposed(held)
    held.cancel_reason, held.cancel_proposed_at = "", None
    save_response(held, by=by)
    tell("response.refuse_cancellation", held.community_request, response=held, by=by)
    return held


@transaction.atomic
def consent_to_cancel(response: AgencyResponse, *, by: User) -> AgencyResponse:
    """The agency agrees that its part is called off."""
    held = moving_response(response, "consent_to_cancel", by)
    _refuse_unless_proposed(held)
    move_response(held, ResponseStatus.CANCELLED, by=by, reason=held.cancel_reason, note=held.cancel_reason)
    tell("response.consent_to_cancel", held.community_request, response=held, by=by)
    return held


def _refuse_unless_proposed(held: AgencyResponse) -> None:
    if held.cancel_proposed_at is None:
        raise MoveRefused(_("กระทรวงยังไม่ได้ขอยกเลิกการมอบหมายนี้"))


# ---------------------------------------------------------------------------------------------------------- answering


@transaction.atomic
def ask_province(response: AgencyResponse, *, question: str, by: User) -> AgencyResponse:
    """The agency needs to know more; its clock stands until the province has answered."""
    held = moving_response(response, "ask_province", by)
    need(question=question)
    move_response(held, ResponseStatus.INFO_NEEDED, by=by, reason=question)
    tell("response.ask_province", held.community_request, response=held, by=by)
    return held


@transaction.atomic
def answer_question(response: AgencyResponse, *, answer: str, by: User) -> AgencyResponse:
    """The province answers; the due date moves by the working days on which the clock stood."""
    held = moving_response(response, "answer_question", by)
    need(answer=answer)
    asked = held.transitions.filter(to_status=ResponseStatus.INFO_NEEDED).order_by("at", "pk").last()
    if asked and held.due_on:
        stopped_on = timezone.localdate(asked.at)
        held.due_on = clocks.moved_due_date(held.due_on, stopped_on=stopped_on, resumed_on=timezone.localdate())
    move_response(held, ResponseStatus.ASKED, by=by, reason=answer)
    tell("response.answer_question", held.community_request, response=held, by=by)
    return held


@transaction.atomic
def save_answer(response: AgencyResponse, *, help_: Help, version: int, by: User) -> AgencyResponse:
    """Keep an answer that is still being written, or correct one. Raises `Conflict`.

    While nothing has been answered it is a draft that nobody but the agency and the ministry reads.
    """
    held = held_response(response, by, Permission.ANSWER_REQUESTS)
    if held.status in NOT_LIVE:
        raise MoveRefused(_("คำตอบนี้สิ้นสุดแล้ว จึงแก้ไขไม่ได้"))
    if held.is_published:
        raise MoveRefused(_("คำตอบนี้เผยแพร่แล้ว หากต้องแก้ไขให้แจ้งกระทรวงถอนการเผยแพร่ก่อน"))
    if held.status in HELPING:
        need(kind=help_.kind, summary_th=help_.summary_th)
    _set_help(held, help_)
    save_if_version(held, version=version, by=by)
    return held


@transaction.atomic
def accept_response(response: AgencyResponse, *, help_: Help, by: User) -> AgencyResponse:
    """The agency will help, and says how."""
    held = moving_response(response, "accept", by)
    need(kind=help_.kind, summary_th=help_.summary_th)
    _set_help(held, help_)
    held.answered_on = timezone.localdate()
    move_response(held, ResponseStatus.ACCEPTED, by=by)
    tell("response.accept", held.community_request, response=held, by=by)
    return held


def _set_help(held: AgencyResponse, help_: Help) -> None:
    """What was written before is in no report but drafts, for what is published is not written anew."""
    forget_reports(held.community_request, drafts_alone=True)
    for name, value in vars(help_).items():
        setattr(held, name, value)


@transaction.atomic
def decline_response(
    response: AgencyResponse, *, reason: str, sentence: str, suggested_agency: Agency | None, by: User
) -> AgencyResponse:
    """The agency cannot help: why (a `DeclineReason`), in a sentence, and who else could.

    What was drafted of an answer stays in the field history alone: published with the refusal it would promise help.
    """
    held = moving_response(response, "decline", by)
    need(decline_reason=reason, sentence=sentence)
    if suggested_agency == held.agency:
        raise ValidationError({"suggested_agency": _("เสนอหน่วยงานอื่นที่อาจตอบสนองได้ ไม่ใช่หน่วยงานนี้")})
    _set_help(held, Help(kind="", summary_th=sentence, internal_note=held.internal_note))
    held.decline_reason, held.suggested_agency = reason, suggested_agency
    held.answered_on = timezone.localdate()
    move_response(held, ResponseStatus.DECLINED, by=by, reason=sentence, note=sentence)
    tell("response.decline", held.community_request, response=held, by=by)
    return held


@transaction.atomic
def start(response: AgencyResponse, *, milestone: Milestone, by: User) -> AgencyResponse:
    """The work begins, with a first step."""
    held = moving_response(response, "start", by)
    need(title_th=milestone.title_th)
    milestone.response = held
    save_as(milestone, by=by)
    move_response(held, ResponseStatus.UNDER_WAY, by=by)
    tell("response.start", held.community_request, response=held, by=by)
    return held


@transaction.atomic
def save_milestone(milestone: Milestone, *, by: User) -> Milestone:
    """A further step, or a change of one. A changed one needs the `version` it was read with. Raises `Conflict`."""
    held = held_response(milestone.response, by, Permission.ANSWER_REQUESTS)
    if held.status not in {ResponseStatus.UNDER_WAY, ResponseStatus.ACCEPTED}:
        raise MoveRefused(_("บันทึกขั้นตอนได้เมื่อตอบรับแล้วและยังไม่ส่งมอบ"))
    if not milestone._state.adding:
        forget_reports(held.community_request)
    save_new_or_if_version(milestone, by=by)
    return milestone


@transaction.atomic
def deliver(
    response: AgencyResponse, *, delivered_on: date, people_reached: int | None, note: str, by: User
) -> AgencyResponse:
    """The help has reached the community; three looks back are planned, 3, 6 and 12 months on."""
    held = moving_response(response, "deliver", by)
    if delivered_on > timezone.localdate():
        raise ValidationError({"delivered_on": _("วันส่งมอบต้องไม่อยู่ในอนาคต")})
    held.delivered_on, held.people_reached = delivered_on, people_reached
    move_response(held, ResponseStatus.DELIVERED, by=by, reason=note, note=note)
    for months in FOLLOW_UP_MONTHS:
        due_on = months_later(delivered_on, months)
        FollowUp.objects.get_or_create(response=held, months=months, defaults={"due_on": due_on})
    tell("response.deliver", held.community_request, response=held, by=by)
    return held


@transaction.atomic
def confirm(response: AgencyResponse, *, sentence: str, by: User) -> AgencyResponse:
    """The province is satisfied with what was delivered."""
    held = moving_response(response, "confirm", by)
    move_response(held, ResponseStatus.VERIFIED, by=by, reason=sentence, note=sentence)
    tell("response.confirm", held.community_request, response=held, by=by)
    return held


@transaction.atomic
def send_back(response: AgencyResponse, *, sentence: str, by: User) -> AgencyResponse:
    """The province is not satisfied, and says why; the agency goes on. Looks back that nobody has done are undone."""
    held = moving_response(response, "send_back", by)
    need(sentence=sentence)
    held.delivered_on = None
    move_response(held, ResponseStatus.UNDER_WAY, by=by, reason=sentence, note=sentence)
    held.follow_ups.filter(done_on__isnull=True).delete()
    tell("response.send_back", held.community_request, response=held, by=by)
    return held
