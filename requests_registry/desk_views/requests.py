"""Every request that is a person's work: the list, the page of one, and who changed what."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal import desk
from portal.access import Permission, requires

from ..models import CommunityRequest
from .fetching import my_request

ON_A_PAGE = 25


@requires(Permission.USE_DESK)
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """The requests of the own province or agency; for the ministry all."""
    mine = CommunityRequest.objects.concerning(desk.person(request)).for_list()
    page = Paginator(mine, ON_A_PAGE).get_page(request.GET.get("page"))
    return desk.page(request, "requests_registry/desk/request_list.html", {"page_obj": page}, here="desk_requests")


@requires(Permission.USE_DESK)
@require_safe
def request_detail(request: HttpRequest, receipt: str) -> HttpResponse:
    """One request with everything that this person may know of it, and what this person can do next."""
    context = {"community_request": my_request(request, receipt)}
    return desk.page(request, "requests_registry/desk/request_detail.html", context, here="desk_requests")


@requires(Permission.USE_DESK)
@require_safe
def history(request: HttpRequest, receipt: str) -> HttpResponse:
    """Who changed which field of the request and of its answers, when, from what to what."""
    context = {"community_request": my_request(request, receipt)}
    return desk.page(request, "requests_registry/desk/history.html", context, here="desk_requests")
