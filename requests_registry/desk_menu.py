"""What of requests stands in the menu of the desk, and how much waits there."""

from django.utils.translation import gettext_lazy as _

from portal.access import Permission
from portal.desk import Entry, register
from portal.models import User

from .models import AgencyResponse


def to_be_answered(user: User) -> int:
    return AgencyResponse.objects.concerning(user).asked().count()


register(Entry("desk_requests", _("ความต้องการ"), Permission.USE_DESK, order=30))
register(Entry("desk_queue", _("งานที่รอตอบ"), Permission.ANSWER_REQUESTS, order=20, count=to_be_answered))
register(Entry("desk_phrases", _("ข้อความสำเร็จรูป"), Permission.ANSWER_REQUESTS, order=70))
