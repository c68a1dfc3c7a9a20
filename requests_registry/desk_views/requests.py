"""Every request that is a person's work: the list, the page of one, and who changed what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Paginator
from django.db.models import F, Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from portal import desk
from portal.access import Permission, Role, requires
from portal.bilingual import in_language
from portal.models import User

from .. import clocks
from ..access import sees_contact
from ..field_history import changes_of
from ..filters import DeskRequestFilter
from ..models import AgencyResponse, CommunityRequest, RequestContact, RequestStatus, ResponseStatus, Transition
from ..models.responses import NOT_LIVE
from ..moves import COMPUTED
from ..offers import Offer, reads_answer, request_offers, response_offers
from ..timeline import made_by_people, request_sentence, response_sentence
from .fetching import my_request, page_of, tag_of
from .files import files_of
from .results import may_add_outcome, outcomes_of

ON_A_PAGE = 25
NEWEST_FIRST = (F("submitted_at").desc(nulls_first=True), "-pk")


@requires(Permission.USE_DESK)
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """The requests of the own province or agency; for the ministry all. Drafts first, then the newest."""
    user = desk.person(request)
    mine = CommunityRequest.objects.concerning(user).select_related("province", "district", "category")
    chosen = DeskRequestFilter(request.GET, queryset=mine.order_by(*NEWEST_FIRST))
    names = ("status", "year", "province") if user.may(Permission.SEE_ALL_REQUESTS) else ("status", "year")
    page, today = Paginator(chosen.qs, ON_A_PAGE).get_page(request.GET.get("page")), timezone.localdate()
    context = {
        "page_obj": page,
        "rows": [(each, clocks.working_days_past(each, on=today)) for each in page.object_list],
        "filter": chosen,
        "choices": [chosen.form[name] for name in names],
        "may_write": user.may(Permission.WRITE_REQUESTS),
    }
    return desk.page(request, "requests_registry/desk/request_list.html", context, here="desk_requests")


# ------------------------------------------------------------------------------------------------ the page of a request


@dataclass(frozen=True)
class AnswerRow:
    """An answer as one person may read it, with what that person can do with it. `days`: working days late or left."""

    response: AgencyResponse
    is_readable: bool
    days_late: int
    days_left: int | None
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Step:
    """A move as it is told at the desk: with who made it, and why. `as_role` is empty where the system moved."""

    at: datetime
    title: str
    by: str
    as_role: str
    on_behalf_of: str
    reason: str


@requires(Permission.USE_DESK)
@require_safe
def request_detail(request: HttpRequest, receipt: str) -> HttpResponse:
    """One request with everything that this person may know of it, and what this person can do next."""
    user, today = desk.person(request), timezone.localdate()
    community_request = my_request(request, receipt)
    _fetch_answers(community_request)
    context = {
        "community_request": community_request,
        "offers": list(request_offers(user, community_request, on=today)),
        "answers": [_answer_row(user, response, today) for response in community_request.responses.all()],
        "steps": list(_steps(user, community_request)),
        "may_see_contact": _may_see_contact(user, community_request),
        "waits_for": waits_for(community_request),
        "question": _question_to_the_province(community_request),
        "days_past": clocks.working_days_past(community_request, on=today),
        "agency_questions": list(_questions_of_agencies(user, community_request)),
        "files": files_of(user, community_request),
        "outcomes": outcomes_of(user, community_request),
        "new_outcome_url": _new_outcome_address(user, community_request),
    }
    return desk.page(request, "requests_registry/desk/request_detail.html", context, here="desk_requests")


def _fetch_answers(community_request: CommunityRequest) -> None:
    answers = AgencyResponse.objects.select_related("agency", "suggested_agency").prefetch_related("milestones")
    prefetch_related_objects([community_request], Prefetch("responses", queryset=answers.order_by("part", "pk")))
    for response in community_request.responses.all():
        response.community_request = community_request


def _answer_row(user: User, response: AgencyResponse, today: date) -> AnswerRow:
    return AnswerRow(
        response=response,
        is_readable=reads_answer(user, response),
        days_late=clocks.working_days_late(response, on=today),
        days_left=clocks.working_days_left(response, on=today),
        offers=tuple(response_offers(user, response)),
    )


def _steps(user: User, community_request: CommunityRequest) -> Iterator[Step]:
    """The moves that are this person's to know, oldest first."""
    moves = made_by_people(Transition.objects.concerning(user).filter(community_request=community_request))
    for move in moves.select_related("by", "on_behalf_of", "response__agency").order_by("at", "pk"):
        yield Step(
            at=move.at,
            title=_title_of(move, community_request),
            by=(move.by.get_full_name() or move.by.get_username()) if move.by else "",
            as_role=str(Role(move.by_role).label) if move.by_role else "",
            on_behalf_of=str(in_language(move.on_behalf_of, "name")) if move.on_behalf_of else "",
            reason=move.reason,
        )


def _title_of(move: Transition, community_request: CommunityRequest) -> str:
    if move.response:
        # A short name stands in Thai between spaces, a full one does not.
        told = response_sentence(move.from_status, move.to_status, f" {tag_of(move.response.agency)} ")
        return " ".join(told.split())
    sentence = request_sentence(move.from_status, move.to_status, community_request.reference)
    return sentence or str(RequestStatus(move.to_status).label)


def _question_to_the_province(community_request: CommunityRequest) -> str:
    """What the ministry wants to know, while the request is back with its province."""
    if community_request.status != RequestStatus.RETURNED:
        return ""
    own = community_request.transitions.filter(response__isnull=True, to_status=RequestStatus.RETURNED)
    last = own.order_by("at", "pk").last()
    return last.reason if last else ""


@dataclass(frozen=True)
class Question:
    """What an agency wants to know from the province, and where it is answered."""

    agency: str
    text: str
    address: str


def _questions_of_agencies(user: User, community_request: CommunityRequest) -> Iterator[Question]:
    """The open ones, for who answers them."""
    if community_request.status not in COMPUTED or not user.may(Permission.ANSWER_QUESTIONS):
        return
    asking = [each for each in community_request.responses.all() if each.status == ResponseStatus.INFO_NEEDED]
    if not asking:
        return
    moves = community_request.transitions.filter(response__in=asking, to_status=ResponseStatus.INFO_NEEDED)
    texts = {move.response_id: move.reason for move in moves.order_by("at", "pk")}  # the last of each stays
    for response in asking:
        address = reverse("desk_response_reply", args=[response.pk])
        yield Question(tag_of(response.agency), texts.get(response.pk, ""), address)


def _new_outcome_address(user: User, community_request: CommunityRequest) -> str:
    """Where a result is entered, for an agency that helps."""
    may_add = may_add_outcome(user, community_request)
    return reverse("desk_outcome_new", args=[community_request.receipt]) if may_add else ""


def _may_see_contact(user: User, community_request: CommunityRequest) -> bool:
    """Whether there is somebody to ask, and this person may know whom."""
    return (
        sees_contact(user, community_request)
        and RequestContact.objects.filter(community_request=community_request).exists()
    )


def waits_for(community_request: CommunityRequest) -> str:
    """In a sentence, whose turn it is."""
    live = [response.status for response in community_request.responses.all() if response.status not in NOT_LIVE]
    asked, questions = live.count(ResponseStatus.ASKED), live.count(ResponseStatus.INFO_NEEDED)
    status, sentences = community_request.status, []
    if status == RequestStatus.ASSIGNED and asked:
        sentences.append(_("รอคำตอบ %(asked)d จาก %(all)d ส่วนที่มอบหมาย") % {"asked": asked, "all": len(live)})
    elif status == RequestStatus.DELIVERED and set(live) == {ResponseStatus.VERIFIED}:
        sentences.append(_("จังหวัดยืนยันครบแล้ว รอกระทรวงปิดเรื่อง"))
    elif status != RequestStatus.ASSIGNED or not questions:
        sentences.append(str(_WAITS_FOR[status]))
    if status in COMPUTED and questions:
        waits = ngettext("รอจังหวัดตอบคำถาม %(n)d ข้อ", "รอจังหวัดตอบคำถาม %(n)d ข้อ", questions)
        sentences.append(waits % {"n": questions})
    return " · ".join(sentences)


_WAITS_FOR: dict[str, Promise | str] = {
    RequestStatus.DRAFT: gettext_lazy("ยังไม่ได้ส่งให้กระทรวง"),
    RequestStatus.SUBMITTED: gettext_lazy("รอกระทรวงคัดกรอง"),
    RequestStatus.RETURNED: gettext_lazy("รอจังหวัดแก้ไขแล้วส่งอีกครั้ง"),
    RequestStatus.ACCEPTED: gettext_lazy("รอกระทรวงมอบหมายหน่วยงาน"),
    RequestStatus.ASSIGNED: gettext_lazy("รอจังหวัดตอบคำถามของหน่วยงาน"),
    RequestStatus.ANSWERED: gettext_lazy("หน่วยงานตอบครบแล้ว รอเริ่มดำเนินการ"),
    RequestStatus.UNDER_WAY: gettext_lazy("หน่วยงานกำลังดำเนินการ"),
    RequestStatus.DELIVERED: gettext_lazy("ส่งมอบแล้ว รอจังหวัดยืนยันผลและกระทรวงปิดเรื่อง"),
    RequestStatus.CLOSED: gettext_lazy("ปิดเรื่องแล้ว"),
    RequestStatus.DECLINED: gettext_lazy("กระทรวงไม่รับเรื่องนี้"),
    RequestStatus.MERGED: gettext_lazy("รวมกับเรื่องอื่นแล้ว"),
    RequestStatus.WITHDRAWN: gettext_lazy("จังหวัดถอนเรื่องแล้ว"),
}


@requires(Permission.USE_DESK)
@require_safe
def history(request: HttpRequest, receipt: str) -> HttpResponse:
    """Who changed which field of the request and of its answers, when, from what to what."""
    community_request = my_request(request, receipt)
    context = {
        "title": _("ประวัติการแก้ไข"),
        "lead": in_language(community_request, "title"),
        "changes": changes_of(desk.person(request), community_request),
        "top_url": reverse("desk_requests"),
        "top_label": _("ความต้องการ"),
        "back_url": page_of(community_request),
        "back_label": community_request.reference or _("เรื่องที่ยังไม่มีเลขที่"),
    }
    return desk.page(request, "desk/history.html", context, here="desk_requests")
