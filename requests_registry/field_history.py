"""The changes of fields of a request and of its answers, for those who may read them.

The moves themselves are `Transition`s and not repeated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from portal.access import Permission
from portal.field_history import Change, changes, records_of
from portal.models import User
from portal.templatetags.portal_tags import agency_label

from .models import AgencyResponse, CommunityRequest, Outcome

#: Written by moves, which the list of moves tells; and what only a machine reads.
UNTOLD = {
    *("status", "receipt", "number", "fiscal_year", "accepted_at", "submitted_at", "is_sample"),
    *("response", "entered_by", "verified_by"),
}


def changes_of(user: User, community_request: CommunityRequest) -> list[Change]:
    """The changes that this person may read, newest first."""
    found = list(_changes(_("ความต้องการ"), community_request.history))
    # Words of an answer that is not given yet are its agency's and the ministry's alone; its history holds those too.
    if not user.may(Permission.SEE_OWN_PROVINCE):
        for response in _answers(user, community_request):
            subject = _("คำตอบของ %(agency)s") % {"agency": agency_label(response.agency)}
            found += _changes(subject, response.history)
            for milestone in response.milestones.all():
                found += _changes(_("ขั้นตอน %(title)s") % {"title": milestone.title_th}, milestone.history)
    for outcome in Outcome.objects.concerning(user).filter(community_request=community_request).order_by("pk"):
        subject = _("ผลลัพธ์ %(indicator)s") % {"indicator": outcome.get_indicator_display()}
        found += _changes(subject, outcome.history)
    return sorted(found, key=lambda change: change.at, reverse=True)


def _answers(user: User, community_request: CommunityRequest) -> Iterable[AgencyResponse]:
    mine = AgencyResponse.objects.concerning(user).filter(community_request=community_request)
    return mine.select_related("agency").prefetch_related("milestones").order_by("part", "pk")


def _changes(subject: str, history: Any) -> Iterator[Change]:
    return changes(subject, records_of(history), untold=UNTOLD)
