"""Who hears of which move: one table, and the job that tells them on screen and by mail, each in the own language.

A verb leaves the job in its own transaction, so nobody is told of what did not happen. The job may be done twice; each
reader still gets one message and, once it has gone out, one mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.access import Role
from portal.jobs import enqueue, handles
from portal.models import Job, Notification, User

from .models import AgencyResponse, CommunityRequest

HANDLER = "requests_registry.tell"


class Audience(StrEnum):
    """Who is told: everybody of one side."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    AGENCY = "agency"
    AGENCIES = "agencies"  # every agency with a response to the request


@dataclass(frozen=True)
class Message:
    """What an event is to its readers; `text` may name `%(request)s`, `%(agency)s`, and `%(count)d` of responses."""

    audiences: frozenset[Audience]
    text: Promise | str


def _to(*audiences: Audience, text: Promise | str) -> Message:
    return Message(frozenset(audiences), text)


_M, _P, _A, _ALL = Audience.MINISTRY, Audience.PROVINCE, Audience.AGENCY, Audience.AGENCIES

#: Event → who hears of it, in which words. The person who did it is not told.
MESSAGES: Mapping[str, Message] = {
    "request.submit": _to(_M, text=gettext_lazy("มีความต้องการใหม่รอคัดกรอง: %(request)s")),
    "request.return": _to(_P, text=gettext_lazy("กระทรวงขอข้อมูลเพิ่มเรื่อง %(request)s")),
    "request.accept": _to(_P, text=gettext_lazy("กระทรวงรับเรื่องแล้ว: %(request)s")),
    "request.decline": _to(_P, text=gettext_lazy("กระทรวงไม่รับเรื่อง %(request)s")),
    "request.merge": _to(_P, text=gettext_lazy("กระทรวงรวมเรื่อง %(request)s กับเรื่องอื่น")),
    "request.split": _to(_P, text=gettext_lazy("กระทรวงแยกเรื่อง %(request)s ออกเป็นเรื่องของตนเองอีกครั้ง")),
    "request.withdraw": _to(_M, text=gettext_lazy("จังหวัดถอนเรื่อง %(request)s")),
    "request.reopen": _to(_P, _ALL, text=gettext_lazy("เปิดเรื่องอีกครั้ง: %(request)s")),
    "request.close": _to(_P, _ALL, text=gettext_lazy("ปิดเรื่องแล้ว: %(request)s")),
    "response.ask": _to(_A, _P, text=gettext_lazy("มอบหมายให้ %(agency)s ตอบเรื่อง %(request)s")),
    "response.ask_province": _to(_P, text=gettext_lazy("%(agency)s ขอข้อมูลเพิ่มเรื่อง %(request)s")),
    "response.answer_question": _to(_A, text=gettext_lazy("จังหวัดให้ข้อมูลเพิ่มแล้วเรื่อง %(request)s")),
    "response.accept": _to(_M, _P, text=gettext_lazy("%(agency)s ตอบรับเรื่อง %(request)s")),
    "response.decline": _to(_M, _P, text=gettext_lazy("%(agency)s แจ้งว่าไม่สามารถตอบสนองเรื่อง %(request)s")),
    "response.start": _to(_M, _P, text=gettext_lazy("%(agency)s เริ่มดำเนินการเรื่อง %(request)s")),
    "response.deliver": _to(_M, _P, text=gettext_lazy("%(agency)s ส่งมอบงานเรื่อง %(request)s รอจังหวัดยืนยัน")),
    "response.confirm": _to(_M, _A, text=gettext_lazy("จังหวัดยืนยันผลงานของ %(agency)s เรื่อง %(request)s")),
    "response.send_back": _to(_M, _A, text=gettext_lazy("จังหวัดยังไม่ยืนยันผลงานของ %(agency)s เรื่อง %(request)s")),
    "response.publish": _to(_P, _A, text=gettext_lazy("เผยแพร่คำตอบของ %(agency)s เรื่อง %(request)s แล้ว")),
    "response.unpublish": _to(_A, text=gettext_lazy("กระทรวงถอนการเผยแพร่คำตอบของ %(agency)s เรื่อง %(request)s เพื่อแก้ไข")),
    "response.propose_cancellation": _to(
        _A, text=gettext_lazy("กระทรวงขอยกเลิกการมอบหมายเรื่อง %(request)s รอความเห็นชอบจาก %(agency)s")
    ),
    "response.refuse_cancellation": _to(_M, text=gettext_lazy("%(agency)s ขอดำเนินการเรื่อง %(request)s ต่อ ไม่ยกเลิก")),
    "response.consent_to_cancel": _to(_M, _P, text=gettext_lazy("ยกเลิกการมอบหมาย %(agency)s เรื่อง %(request)s แล้ว")),
    "response.remind": _to(
        _A, text=gettext_lazy("คำตอบเกินกำหนดของ %(agency)s มี %(count)d เรื่อง ที่ค้างนานที่สุดคือ %(request)s")
    ),
    "outcome.save": _to(_P, text=gettext_lazy("มีผลลัพธ์รอจังหวัดยืนยันเรื่อง %(request)s")),
    "outcome.verify": _to(_M, _ALL, text=gettext_lazy("จังหวัดยืนยันผลลัพธ์ของเรื่อง %(request)s แล้ว")),
    "outcome.return": _to(_ALL, text=gettext_lazy("จังหวัดส่งผลลัพธ์ของเรื่อง %(request)s กลับให้แก้ไข")),
    "follow_up.done": _to(_M, _P, _A, text=gettext_lazy("บันทึกการติดตามผลเรื่อง %(request)s แล้ว")),
}


def tell(
    event: str,
    community_request: CommunityRequest,
    *,
    by: User,
    response: AgencyResponse | None = None,
    responses: Sequence[AgencyResponse] = (),
) -> Job:
    """Leave a job that tells of an event. Raises KeyError for an event that is not in the table.

    `response` is the one that the reader is led to; `responses` all that the message is about, where they are several.
    """
    MESSAGES[event]
    return enqueue(
        HANDLER,
        event=event,
        request=community_request.pk,
        response=response.pk if response else None,
        by=by.pk,
        **({"responses": [each.pk for each in responses]} if responses else {}),
    )


def told_of(event: str, *, since: datetime) -> set[int]:
    """The keys of the responses that a message of this kind was about since a point in time."""
    told = Job.objects.filter(handler=HANDLER, payload__event=event, created_at__gte=since)
    return {pk for payload in told.values_list("payload", flat=True) for pk in payload["responses"]}


@handles(HANDLER)
def deliver_messages(job: Job) -> None:
    """Tell the readers of one event; a request that has been deleted meanwhile is told of to nobody."""
    found = CommunityRequest.objects.select_related("province").filter(pk=job.payload["request"]).first()
    if found is None:
        return
    response = AgencyResponse.objects.select_related("agency").filter(pk=job.payload["response"]).first()
    event = job.payload["event"]
    readers = _readers(MESSAGES[event].audiences, found, response).exclude(pk=job.payload["by"])
    count = len(job.payload.get("responses", []))
    texts = {language: _text(event, found, response, count, language) for language in User.Language.values}
    Notification.objects.bulk_create(
        [
            Notification(
                user=reader,
                key=f"job-{job.pk}",
                text_th=texts["th"],
                text_en=texts["en"],
                path=_path(found),
                at=timezone.now(),
            )
            for reader in readers
        ],
        ignore_conflicts=True,
    )
    unsent = Notification.objects.filter(key=f"job-{job.pk}", mailed_at__isnull=True)
    send(unsent.exclude(user__email="").select_related("user"))


def _readers(
    audiences: Iterable[Audience], community_request: CommunityRequest, response: AgencyResponse | None
) -> QuerySet[User]:
    """The active accounts of all audiences; of the ministry not those of demo requests only, but everybody."""
    chosen = Q(pk__in=[])
    for audience in audiences:
        if audience is Audience.MINISTRY:
            chosen |= Q(role=Role.MINISTRY)
        elif audience is Audience.PROVINCE:
            chosen |= Q(role=Role.PROVINCE, province=community_request.province_id)
        elif audience is Audience.AGENCY and response:
            chosen |= Q(role=Role.AGENCY, agency=response.agency_id)
        elif audience is Audience.AGENCIES:
            asked = community_request.responses.live().values("agency")
            chosen |= Q(role=Role.AGENCY, agency__in=asked)
    return User.objects.active().filter(chosen).order_by("pk")


def _text(
    event: str, community_request: CommunityRequest, response: AgencyResponse | None, count: int, language: str
) -> str:
    with translation.override(language):
        name = f"{community_request.reference} {community_request.title_th}".strip()
        agency = ""
        if response:
            agency = response.agency.acronym if language == "en" else response.agency.label_th
        return (str(MESSAGES[event].text) % {"request": name, "agency": agency, "count": count})[:500]


def _path(community_request: CommunityRequest) -> str:
    """The page of the request at the desk, as it is in Thai; who reads English gets its twin."""
    with translation.override("th"):
        return reverse("desk_request", args=[community_request.receipt])


def send(notifications: Iterable[Notification], *, more: str = "") -> None:
    """A mail to each reader, over one connection; what has gone out is noted at once. `more` follows the message."""
    connection = get_connection()
    for notification in notifications:
        _letter(notification, more, connection).send()
        Notification.objects.filter(pk=notification.pk).update(mailed_at=timezone.now())


def _letter(notification: Notification, more: str, connection: object) -> EmailMessage:
    user = notification.user
    with translation.override(user.language):
        text = notification.text_en if user.language == "en" else notification.text_th
        prefix = "/en" if user.language == "en" else ""
        parts = [
            text,
            more,
            f"{settings.PORTAL_BASE_URL}{prefix}{notification.path}",
            _("จดหมายนี้ส่งโดยอัตโนมัติจากพอร์ทัลบูรณาการ วทน. ระดับจังหวัด"),
        ]
        sender = _("พอร์ทัล วทน.")  # not within the f-string, where it is not found for translation
    subject = f"[{sender}] {' '.join(text.split())}"[:200]
    body = "\n\n".join(part for part in parts if part)
    return EmailMessage(subject, body, to=[user.email], connection=connection)  # type: ignore[arg-type]
