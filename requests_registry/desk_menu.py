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
    """What waits for this person: agencies and provinces look back, the ministry only reads what they found."""
    if not access.looks_back(user):
        return 0
    return FollowUp.objects.concerning(user).due(on=timezone.localdate()).count()


register(Entry("desk_follow_ups", _("ติดตามผล"), Permission.USE_DESK, order=50, count=_follow_ups_due))
