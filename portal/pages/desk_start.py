"""Where the desk begins: what waits for this person, what is late, the own drafts, what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access import Permission
from portal.bilingual import Localised, in_language
from portal.models import Notification, User
from portal.reports import PlaceName, agency_label, place_name
from portal.templatetags.portal_tags import days_late, days_left
from requests_registry import clocks
from requests_registry.desk_menu import overdue
from requests_registry.desk_views import inbox
from requests_registry.models import (
    AgencyResponse,
    CommunityRequest,
    FollowUp,
    Outcome,
    RequestStatus,
    ResponseStatus,
)

#: How many rows of each list the page shows before it points to the whole.
SHOWN = 8
NEWS = 5


@dataclass(frozen=True)
class Task:
    """A number of things that wait, and where they are."""

    count: int
    label: str
    address: str
    is_late: bool = False


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: for an agency's answer, or for the province. `due_on` may be unknown."""

    title: Localised
    address: str
    place: PlaceName
    agency: str
    due_on: date | None
    look: str
    what: str


@dataclass(frozen=True)
class Draft:
    title: Localised
    address: str


@dataclass(frozen=True)
class StartPage:
    finding: str
    tasks: tuple[Task, ...]
    waiting: tuple[Waiting, ...]
    drafts: tuple[Draft, ...]
    news: tuple[Notification, ...]


def start_page(user: User, *, on: date, language: str) -> StartPage:
    """The page of one person on a day; the language is active."""
    tasks = tuple(_tasks(user, on))
    return StartPage(
        finding=_finding(tasks),
        tasks=tasks,
        waiting=tuple(_waiting(user, on, language)),
        drafts=tuple(_drafts(user, language)),
        news=tuple(Notification.objects.visible_to(user)[:NEWS]),
    )


def _finding(tasks: Iterable[Task]) -> str:
    """The day in a sentence: what is late, else what waits, else that nothing does."""
    late = sum(task.count for task in tasks if task.is_late)
    if late:
        sentence = ngettext("วันนี้มี %(n)d เรื่องที่เกินกำหนด", "วันนี้มี %(n)d เรื่องที่เกินกำหนด", late)
        return sentence % {"n": late}
    waiting = sum(task.count for task in tasks)
    if waiting:
        return ngettext("วันนี้มี %(n)d รายการรอท่าน", "วันนี้มี %(n)d รายการรอท่าน", waiting) % {"n": waiting}
    return _("ไม่มีงานค้าง")


# -------------------------------------------------------------------------------------------------------------- tasks


def _tasks(user: User, on: date) -> Iterator[Task]:
    if user.may(Permission.SCREEN_REQUESTS):
        yield from _tasks_of_the_ministry(user)
    elif user.may(Permission.CONFIRM_RESULTS):
        yield from _tasks_of_a_province(user, on)
    elif user.may(Permission.ANSWER_REQUESTS):
        yield from _tasks_of_an_agency(user, on)


def _tasks_of_the_ministry(user: User) -> Iterator[Task]:
    """What is late, the tabs of the inbox in which the ministry acts, and answers to publish."""
    late = sum(rows.count() for rows in overdue(user))
    yield Task(late, _("เกินกำหนด"), reverse("desk_overdue"), is_late=True)
    address, counts = reverse("desk_inbox"), inbox.counts_of(user)
    for tab in inbox.TABS:
        if tab.is_ours or tab.key == "close":
            yield Task(counts[tab.key], str(tab.label), f"{address}?tab={tab.key}")
    to_publish = AgencyResponse.objects.concerning(user).to_be_published().count()
    yield Task(to_publish, _("คำตอบรอเผยแพร่"), reverse("desk_publish"))


def _tasks_of_a_province(user: User, on: date) -> Iterator[Task]:
    here = f"{reverse('desk')}#waiting"
    responses, requests = AgencyResponse.objects.concerning(user), CommunityRequest.objects.concerning(user)
    late = requests.past_the_wanted_day(on=on).count()
    yield Task(late, _("เกินวันที่กระทรวงขอไว้"), here, is_late=True)
    asked = requests.filter(status=RequestStatus.RETURNED).count() - late
    asked += responses.filter(status=ResponseStatus.INFO_NEEDED).count()
    yield Task(asked, _("คำถามรอคำตอบจากจังหวัด"), here)
    to_confirm = responses.filter(status=ResponseStatus.DELIVERED).count()
    to_confirm += Outcome.objects.concerning(user).to_be_verified().count()
    yield Task(to_confirm, _("ผลงานรอจังหวัดยืนยัน"), here)
    follow_ups = FollowUp.objects.concerning(user).due(on=on).count()
    yield Task(follow_ups, _("ถึงกำหนดติดตามผล"), reverse("desk_follow_ups"))


def _tasks_of_an_agency(user: User, on: date) -> Iterator[Task]:
    responses, queue = AgencyResponse.objects.concerning(user), reverse("desk_queue")
    yield Task(responses.overdue(on=on).count(), _("คำตอบเกินกำหนด"), queue, is_late=True)
    yield Task(responses.asked().filter(due_on__gte=on).count(), _("เรื่องรอคำตอบ"), queue)
    work = responses.filter(status__in=[ResponseStatus.ACCEPTED, ResponseStatus.UNDER_WAY]).count()
    yield Task(work, _("เรื่องที่ต้องดำเนินการ"), f"{queue}?tab=work")
    follow_ups = FollowUp.objects.concerning(user).due(on=on).count()
    yield Task(follow_ups, _("ถึงกำหนดติดตามผล"), reverse("desk_follow_ups"))


# ------------------------------------------------------------------------------------------------------ what is waiting


def _waiting(user: User, on: date, language: str) -> Iterator[Waiting]:
    if user.may(Permission.CONFIRM_RESULTS):
        yield from _waiting_for_a_province(user, on, language)
        return
    asked = AgencyResponse.objects.concerning(user).asked().for_queue()[:SHOWN]
    for response in asked:
        yield _asked(user, response, on, language)


def _asked(user: User, response: AgencyResponse, on: date, language: str) -> Waiting:
    late = clocks.working_days_late(response, on=on)
    left = clocks.working_days_left(response, on=on) or 0
    what = days_late(late) if late else days_left(left)
    mine = user.may(Permission.ANSWER_REQUESTS)
    address = reverse("desk_response", args=[response.pk]) if mine else _page(response.community_request)
    return _row(response.community_request, response, address, "overdue" if late else "asked", what, language)


def _waiting_for_a_province(user: User, on: date, language: str) -> Iterator[Waiting]:
    """Questions first, then what is to be confirmed."""
    returned = CommunityRequest.objects.concerning(user).filter(status=RequestStatus.RETURNED)
    for community_request in returned.select_related("province").order_by("answer_wanted_by", "pk")[:SHOWN]:
        address, look, what = (
            reverse("desk_request_edit", args=[community_request.receipt]),
            "info_needed",
            _("แก้ไขแล้วส่งอีกครั้ง"),
        )
        if late := clocks.working_days_past(community_request, on=on):
            look = "overdue"
            what = ngettext("เกินวันที่ขอไว้ %(n)d วันทำการ", "เกินวันที่ขอไว้ %(n)d วันทำการ", late) % {"n": late}
        yield _row(community_request, None, address, look, what, language)
    responses = AgencyResponse.objects.concerning(user).for_queue().order_by("due_on", "pk")
    for response in responses.filter(status=ResponseStatus.INFO_NEEDED)[:SHOWN]:
        address = reverse("desk_response_reply", args=[response.pk])
        yield _row(response.community_request, response, address, "info_needed", _("ตอบคำถามของหน่วยงาน"), language)
    for response in responses.filter(status=ResponseStatus.DELIVERED)[:SHOWN]:
        yield _row(
            response.community_request,
            response,
            reverse("desk_response_confirm", args=[response.pk]),
            "delivered",
            _("ยืนยันผลงาน"),
            language,
        )
    outcomes = Outcome.objects.concerning(user).to_be_verified().select_related("community_request__province")
    for outcome in outcomes.order_by("pk")[:SHOWN]:
        address = _page(outcome.community_request)
        yield _row(outcome.community_request, None, address, "delivered", _("ยืนยันผลลัพธ์"), language)


def _row(
    community_request: CommunityRequest,
    response: AgencyResponse | None,
    address: str,
    look: str,
    what: str,
    language: str,
) -> Waiting:
    return Waiting(
        title=in_language(community_request, "title", language),
        address=address,
        place=place_name(community_request.province),
        agency=agency_label(response.agency, language) if response else "",
        due_on=response.due_on if response else community_request.answer_wanted_by,
        look=look,
        what=what,
    )


def _page(community_request: CommunityRequest) -> str:
    return reverse("desk_request", args=[community_request.receipt])


def _drafts(user: User, language: str) -> Iterator[Draft]:
    """The own drafts, the newest first."""
    mine = CommunityRequest.objects.concerning(user).filter(status=RequestStatus.DRAFT, entered_by=user)
    for draft in mine.order_by("-pk")[:NEWS]:
        yield Draft(in_language(draft, "title", language), reverse("desk_request_edit", args=[draft.receipt]))
