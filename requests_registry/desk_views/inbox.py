"""The ministry's inbox: what waits for it, by what is to be done next, with one request opened beside the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal import desk
from portal.access import Permission, requires
from portal.models import Agency
from portal.thai import working_days_between

from .. import clocks, workflow
from ..models import AgencyResponse, Attachment, CommunityRequest, RequestStatus, ResponseStatus, Transition
from ..models.requests import CommunityRequestQuerySet
from ..moves import ASSIGN, COMPUTED
from ..offers import Offer, request_offers

ON_A_PAGE = 25
#: The last moves that are told beside the list.
MOVES_SHOWN = 4


@dataclass(frozen=True)
class Tab:
    """A part of the inbox: its key in the address, the rows of `with_answers()` in it, what it says without any.

    `may_be_assigned`: rows can be ticked and given to an agency together.
    """

    key: str
    label: Promise | str
    rows: Q
    when_empty: Promise | str
    may_be_assigned: bool = False


_UNASKED = Q(status=RequestStatus.ACCEPTED)
TABS = (
    Tab("new", _("เรื่องใหม่"), Q(status=RequestStatus.SUBMITTED), _("ไม่มีเรื่องใหม่รอคัดกรอง"), may_be_assigned=True),
    Tab(
        "assign",
        _("รอมอบหมาย"),
        _UNASKED & Q(has_refusals=False),
        _("ทุกเรื่องที่รับแล้วมีหน่วยงานรับผิดชอบ"),
        may_be_assigned=True,
    ),
    Tab(
        "province",
        _("รอจังหวัด"),
        Q(status=RequestStatus.RETURNED) | Q(status__in=COMPUTED, has_questions=True),
        _("ไม่มีเรื่องที่รอข้อมูลจากจังหวัด"),
    ),
    Tab(
        "back",
        _("หน่วยงานคืนเรื่อง"),
        _UNASKED & Q(has_refusals=True),
        _("ไม่มีเรื่องที่หน่วยงานคืน"),
        may_be_assigned=True,
    ),
    Tab("waiting", _("รอหน่วยงานตอบ"), Q(status=RequestStatus.ASSIGNED), _("ไม่มีเรื่องที่รอหน่วยงานตอบ")),
    Tab("close", _("รอปิดเรื่อง"), Q(status=RequestStatus.DELIVERED), _("ไม่มีเรื่องที่ส่งมอบแล้วรอปิด")),
)


@dataclass(frozen=True)
class TabLink:
    key: str
    label: Promise | str
    count: int
    is_here: bool


@dataclass(frozen=True)
class Row:
    """A request in the list. `answers`: what the tab tells of its agencies. Empty addresses: not open for it."""

    community_request: CommunityRequest
    days_waiting: int | None
    answers: tuple[AgencyResponse, ...]
    accept_url: str
    assign_url: str
    may_be_closed: bool


@dataclass(frozen=True)
class Told:
    """A move in short: when, to where, of which agency's answer, and why."""

    at: datetime
    label: Promise | str
    agency: Agency | None
    reason: str


@dataclass(frozen=True)
class Pane:
    """The request that is open beside the list. `is_suggested`: nobody chose it, it is the first."""

    row: Row
    attachments: int
    moves: tuple[Told, ...]
    offers: tuple[Offer, ...]
    is_suggested: bool


@requires(Permission.SCREEN_REQUESTS)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """At most 12 queries, however much waits."""
    user, today = desk.person(request), timezone.localdate()
    mine = CommunityRequest.objects.concerning(user).with_answers()
    tab = next((tab for tab in TABS if tab.key == request.GET.get("tab")), TABS[0])
    counts = mine.aggregate(**{each.key: Count("pk", filter=each.rows) for each in TABS})
    page = _page(mine.filter(tab.rows), counts[tab.key], request.GET.get("page"))
    rows = [_row(community_request, tab, today) for community_request in page.object_list]
    context = {
        "tab": tab,
        "tabs": [TabLink(each.key, each.label, counts[each.key], each is tab) for each in TABS],
        "page_obj": page,
        "rows": rows,
        "pane": _pane(request, rows, today),
        "agencies": Agency.objects.answering(on=today),
        "usual_days": clocks.USUAL_WORKING_DAYS,
    }
    return desk.page(request, "requests_registry/desk/inbox.html", context, here="desk_inbox")


def _page(requests: CommunityRequestQuerySet, count: int, number: str | None) -> Page[Any]:
    """The longest waiting first. The tab has been counted already, so it is not counted again."""
    answers = AgencyResponse.objects.select_related("agency", "suggested_agency").order_by("part", "pk")
    files = Attachment.objects.filter(community_request=OuterRef("pk"), response__isnull=True).order_by()
    counted = files.values("community_request").annotate(n=Count("pk")).values("n")
    rows = (
        requests.select_related("province", "district", "category", "workshop", "proposed_agency", "entered_by")
        .annotate(attachment_count=Coalesce(Subquery(counted), 0))
        .prefetch_related(Prefetch("responses", queryset=answers))
        .order_by(F("submitted_at").asc(nulls_first=True), "pk")
    )
    paginator = Paginator(rows, ON_A_PAGE)
    paginator.count = count
    return paginator.get_page(number)


def _row(community_request: CommunityRequest, tab: Tab, today: date) -> Row:
    here, status = [community_request.receipt], community_request.status
    since = community_request.submitted_at or community_request.accepted_at
    told = _TOLD_OF.get(tab.key, frozenset())
    return Row(
        community_request=community_request,
        days_waiting=working_days_between(timezone.localdate(since), today) if since else None,
        answers=tuple(response for response in community_request.responses.all() if response.status in told),
        accept_url=reverse("desk_request_accept", args=here) if status == RequestStatus.SUBMITTED else "",
        assign_url=reverse("desk_request_assign", args=here) if status in ASSIGN.old else "",
        may_be_closed=status == RequestStatus.DELIVERED and workflow.may_be_closed(community_request, on=today),
    )


#: Of which answers a tab tells.
_TOLD_OF: Mapping[str, frozenset[str]] = {
    "province": frozenset({ResponseStatus.INFO_NEEDED}),
    "back": frozenset({ResponseStatus.DECLINED}),
    "waiting": frozenset({ResponseStatus.ASKED}),
    "close": frozenset({ResponseStatus.DELIVERED, ResponseStatus.VERIFIED}),
}


def _pane(request: HttpRequest, rows: list[Row], today: date) -> Pane | None:
    """The row that was asked for; else, also when somebody has moved that one on meanwhile, the first."""
    sought = request.GET.get("request")
    chosen = next((row for row in rows if row.community_request.receipt == sought), None)
    row = chosen or next(iter(rows), None)
    if row is None:
        return None
    community_request = row.community_request
    moves = Transition.objects.concerning(desk.person(request)).filter(community_request=community_request)
    last = moves.select_related("response__agency").order_by("-at", "-pk")[:MOVES_SHOWN]
    return Pane(
        row=row,
        attachments=getattr(community_request, "attachment_count", 0),
        moves=tuple(_told(move) for move in last),
        offers=tuple(request_offers(desk.person(request), community_request, on=today)),
        is_suggested=chosen is None,
    )


def _told(move: Transition) -> Told:
    if move.response:
        return Told(move.at, ResponseStatus(move.to_status).label, move.response.agency, move.reason)
    return Told(move.at, RequestStatus(move.to_status).label, None, move.reason)
