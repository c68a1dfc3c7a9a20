"""What a person can do next with a request or an answer: the moves that are open, as links to the pages that make them.

The tables of `moves` and of rights decide; this only gives each open move its words and its address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.access import Permission
from portal.models import User

from . import access
from .models import AgencyResponse, CommunityRequest, RequestStatus, ResponseStatus
from .models.requests import NUMBERED
from .models.responses import HELPING, WAITING
from .moves import ASSIGN, COMPUTED, REQUEST_MOVES, RESPONSE_MOVES
from .workflow import may_be_closed, may_be_taken_up_again
from .workflow.requests import EDITABLE

Text = Promise | str


@dataclass(frozen=True)
class Offer:
    """Something to do: its words, where it is done, and how the button looks. `is_post`: done by the click itself."""

    label: Text
    address: str
    look: str = "outline-primary"
    is_post: bool = False


#: The moves of a request in the order in which they are offered: words, name of the page, look of the button.
_REQUEST_OFFERS: dict[str, tuple[Text, str, str]] = {
    "submit": (_("ตรวจคำตอบแล้วส่ง"), "desk_request_check", "primary"),
    "accept": (_("รับเรื่อง"), "desk_request_accept", "primary"),
    "return": (_("ส่งกลับขอข้อมูล"), "desk_request_return", "outline-primary"),
    "merge": (pgettext_lazy("ปุ่ม", "รวมเรื่อง"), "desk_request_merge", "outline-primary"),
    "close": (pgettext_lazy("ปุ่ม", "ปิดเรื่อง"), "desk_request_close", "primary"),
    "split": (_("แยกเรื่อง"), "desk_request_split", "outline-primary"),
    "take_up_again": (_("เปิดเรื่องอีกครั้ง"), "desk_request_take_up", "outline-primary"),
    "reopen": (_("เปิดเรื่องอีกครั้ง"), "desk_request_reopen", "outline-primary"),
    "withdraw": (_("ถอนเรื่อง"), "desk_request_withdraw", "danger"),
    "decline": (pgettext_lazy("ปุ่ม", "ไม่รับเรื่อง"), "desk_request_decline", "danger"),
}


def request_offers(user: User, community_request: CommunityRequest, *, on: date) -> Iterator[Offer]:
    """What the person may do with the request as it stands on the day."""
    if not access.works_on_request(user, community_request):
        return
    status, here = community_request.status, [community_request.receipt]
    if status in EDITABLE and user.may(Permission.WRITE_REQUESTS):
        yield Offer(_("แก้ไข"), reverse("desk_request_edit", args=here))
    if status in ASSIGN.old and user.may(ASSIGN.permission):
        look = "primary" if status == RequestStatus.ACCEPTED else "outline-primary"
        yield Offer(_("มอบหมายหน่วยงาน"), reverse("desk_request_assign", args=here), look)
    for verb, (label, name, look) in _REQUEST_OFFERS.items():
        move = REQUEST_MOVES[verb]
        if status in move.old and user.may(move.permission) and _is_time_for(verb, community_request, on):
            yield Offer(label, reverse(name, args=here), look)
    if status in NUMBERED and user.may(Permission.SCREEN_REQUESTS):
        yield Offer(_("แก้ข้อความสาธารณะ"), reverse("desk_request_words", args=here))
    if status == RequestStatus.DRAFT and user.may(Permission.WRITE_REQUESTS):
        yield Offer(_("ลบร่าง"), reverse("desk_request_delete", args=here), "danger")


def _is_time_for(verb: str, community_request: CommunityRequest, on: date) -> bool:
    if verb == "close":
        return may_be_closed(community_request, on=on)
    if verb == "take_up_again":
        return may_be_taken_up_again(community_request, on=on)
    return True


def response_offers(user: User, response: AgencyResponse) -> Iterator[Offer]:
    """What the person may do with an answer. What agencies do, they do on the page of their answer."""
    if response.community_request.status not in COMPUTED or not access.works_on_response(user, response):
        return
    here = [response.pk]
    if user.may(Permission.ANSWER_REQUESTS):
        waits = response.status == ResponseStatus.ASKED or response.cancel_proposed_at is not None
        label, look = (_("ตอบ"), "primary") if waits else (_("เปิดหน้าคำตอบ"), "outline-primary")
        yield Offer(label, reverse("desk_response", args=here), look)
    for verb, label, name, look in (
        ("answer_question", _("ตอบคำถาม"), "desk_response_reply", "primary"),
        ("confirm", _("ยืนยันผล"), "desk_response_confirm", "primary"),
        ("send_back", _("ยังไม่ยืนยัน"), "desk_response_send_back", "outline-primary"),
    ):
        move = RESPONSE_MOVES[verb]
        if response.status in move.old and user.may(move.permission):
            yield Offer(label, reverse(name, args=here), look)
    if user.may(Permission.PUBLISH_ANSWERS):
        yield from _publication(response)
    may_be_called_off = response.status in RESPONSE_MOVES["consent_to_cancel"].old and not response.cancel_proposed_at
    if may_be_called_off and user.may(Permission.ASSIGN_AGENCIES):
        yield Offer(_("ขอยกเลิกการมอบหมาย"), reverse("desk_response_cancel", args=here))


def _publication(response: AgencyResponse) -> Iterable[Offer]:
    if response.is_published:
        yield Offer(_("ถอนการเผยแพร่"), reverse("desk_response_unpublish", args=[response.pk]), is_post=True)
    elif response.status in (*HELPING, ResponseStatus.DECLINED):
        yield Offer(_("เผยแพร่คำตอบ"), reverse("desk_response_publish", args=[response.pk]), "primary")


def reads_answer(user: User, response: AgencyResponse) -> bool:
    """Whether the words of the answer are the person's to read: a draft is its agency's and the ministry's alone."""
    if not access.works_on_response(user, response):
        return access.sees_response(user, response)
    return response.status not in WAITING or not user.may(Permission.SEE_OWN_PROVINCE)
