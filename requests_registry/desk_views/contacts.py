"""Whom to ask about a request: shown on a page of its own, and each look written down."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import desk
from portal.access import Permission, requires

from .. import workflow
from ..models import ContactView
from .fetching import about, my_request

MOST_LOOKS = 50  # that are listed


@requires(Permission.SEE_CONTACTS)
@require_safe
def contact(request: HttpRequest, receipt: str) -> HttpResponse:
    """The contact person, to those who may ask; the ministry and the province also see who looked before."""
    user = desk.person(request)
    community_request = my_request(request, receipt)
    found = workflow.look_at_contact(community_request, by=user)
    if found is None:
        raise Http404(receipt)
    looks = ContactView.objects.filter(community_request=community_request).select_related(
        "user__province", "user__agency"
    )
    context = {
        **about(community_request, title=_("ผู้ประสานงานของเรื่อง")),
        "contact": found,
        "sees_looks": not user.may(Permission.SEE_OWN_AGENCY),
        "looks": [] if user.may(Permission.SEE_OWN_AGENCY) else list(looks[:MOST_LOOKS]),
    }
    return desk.page(request, "requests_registry/desk/contact.html", context, here="desk_requests")
