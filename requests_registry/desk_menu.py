"""What of requests stands in the menu of the desk, and how much waits there."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.access import Permission
from portal.desk import Entry, register
from portal.models import User

from . import access
from .models import AgencyResponse, CommunityRequest, FollowUp, RequestStatus


def to_be_answered(user: User) -> QuerySet[AgencyResponse]:
    return AgencyResponse.objects.concerning(user).asked()


def to_be_screened(user: User) -> QuerySet[CommunityRequest]:
    """New requests, and those that no agency is asked about: never yet, or all have declined."""
    waiting = (RequestStatus.SUBMITTED, RequestStatus.ACCEPTED)
    return CommunityRequest.objects.concerning(user).filter(status__in=waiting)


def to_be_published(user: User) -> QuerySet[AgencyResponse]:
    return AgencyResponse.objects.concerning(user).to_be_published()


def overdue(user: User) -> QuerySet[AgencyResponse]:
    return AgencyResponse.objects.concerning(user).overdue(on=timezone.localdate())


def follow_ups_due(user: User) -> QuerySet[FollowUp]:
    return FollowUp.objects.concerning(user).due(on=timezone.localdate())


register(Entry("desk_inbox", _("คัดกรอง"), Permission.SCREEN_REQUESTS, order=20, count=to_be_screened))
register(Entry("desk_requests", _("ความต้องการ"), Permission.USE_DESK, order=30))
register(Entry("desk_queue", _("งานที่รอตอบ"), Permission.ANSWER_REQUESTS, order=20, count=to_be_answered))
register(Entry("desk_phrases", _("ข้อความสำเร็จรูป"), Permission.ANSWER_REQUESTS, order=70))
register(
    Entry(
        "desk_publish", pgettext_lazy("เมนู", "เผยแพร่คำตอบ"), Permission.PUBLISH_ANSWERS, order=40, count=to_be_published
    )
)
register(Entry("desk_overdue", _("เกินกำหนด"), Permission.USE_DESK, order=45, count=overdue, is_urgent=True))
# Agencies and provinces look back; the ministry reads what they found, from its start page.
register(
    Entry("desk_follow_ups", _("ติดตามผล"), Permission.USE_DESK, order=50, count=follow_ups_due, only=access.looks_back)
)
