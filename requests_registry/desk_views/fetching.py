"""The rows a page of the desk is about, out of those that are the person's work: everything else is 404."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.desk import person
from portal.models import Agency
from portal.reports import agency_label

from ..models import AgencyResponse, CommunityRequest

_PLACE = ("province", "district", "category", "workshop", "group")


def my_request(request: HttpRequest, receipt: str) -> CommunityRequest:
    """A request that is the person's work. Raises `Http404`."""
    mine = CommunityRequest.objects.concerning(person(request)).select_related(*_PLACE, "merged_into")
    return get_object_or_404(mine, receipt=receipt)


def my_response(request: HttpRequest, pk: int) -> AgencyResponse:
    """A response that is the person's work, with its request. Raises `Http404`."""
    joined = [f"community_request__{name}" for name in _PLACE]
    mine = AgencyResponse.objects.concerning(person(request)).select_related("agency", "community_request", *joined)
    return get_object_or_404(mine, pk=pk)


def tag_of(agency: Agency) -> str:
    """What an agency is called in short, in the language of the page."""
    return agency_label(agency, (get_language() or "th")[:2])


def page_of(community_request: CommunityRequest) -> str:
    """The address of a request at the desk."""
    return reverse("desk_request", args=[community_request.receipt])


def about(community_request: CommunityRequest, *, title: str, lead: str = "") -> dict[str, Any]:
    """What `desk/form.html` needs for a form about one request: its title, the way back, and the request beside it."""
    return {
        "title": title,
        "lead": lead,
        "about": "requests_registry/desk/_about.html",
        "community_request": community_request,
        "back_url": page_of(community_request),
        "back_label": community_request.reference or _("เรื่องที่ยังไม่มีเลขที่"),
    }
