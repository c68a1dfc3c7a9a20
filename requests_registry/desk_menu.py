"""What of requests stands in the menu of the desk, and how much waits there."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import Permission
from portal.desk import Entry, register
from portal.models import User

from . import access
from .models import FollowUp

register(Entry("desk_requests", _("ความต้องการ"), Permission.USE_DESK, order=30))


def _follow_ups_due(user: User) -> int:
    return FollowUp.objects.concerning(user).due(on=timezone.localdate()).count()


# Agencies and provinces look back; the ministry reads what they found, from its start page.
register(
    Entry("desk_follow_ups", _("ติดตามผล"), Permission.USE_DESK, order=50, count=_follow_ups_due, only=access.looks_back)
)
