"""What waits at an agency: to be answered, asked back, done, confirmed; and what has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, F, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal import desk
from portal.access import Permission, requires

from .. import clocks
from ..filters import QueueFilter
from ..models import AgencyResponse, Milestone, ResponseStatus
from ..models.responses import AgencyResponseQuerySet

ON_A_PAGE = 25


@dataclass(frozen=True)
class Tab:
    """A part of the queue: its name in the address, what it is called, which statuses stand there, what if none."""

    name: str
    label: Promise | str
    statuses: tuple[str, ...]
    when_empty: Promise | str


TABS = (
    Tab("asked", _("รอตอบ"), (ResponseStatus.ASKED,), _("ไม่มีเรื่องรอตอบ")),
    Tab("info", _("รอจังหวัด"), (ResponseStatus.INFO_NEEDED,), _("ไม่มีคำถามที่รอจังหวัดตอบ")),
    Tab("work", _("ต้องดำเนินการ"), (ResponseStatus.ACCEPTED, ResponseStatus.UNDER_WAY), _("ไม่มีเรื่องที่ต้องดำเนินการ")),
    Tab("delivered", _("ส่งมอบแล้ว"), (ResponseStatus.DELIVERED,), _("ไม่มีเรื่องที่รอจังหวัดยืนยัน")),
    Tab(
        "ended",
        _("สิ้นสุดแล้ว"),
        (ResponseStatus.VERIFIED, ResponseStatus.DECLINED, ResponseStatus.CANCELLED),
        _("ยังไม่มีเรื่องที่สิ้นสุด"),
    ),
)


@dataclass(frozen=True)
class Row:
    """A response in the queue, with what is urgent about it: working days late or left, or the step that is next."""

    response: AgencyResponse
    late: int
    left: int | None
    next_step: Milestone | None


@requires(Permission.ANSWER_REQUESTS)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The own agency's responses, the most urgent first."""
    mine = AgencyResponse.objects.concerning(desk.person(request))
    filter_ = QueueFilter(request.GET, mine)
    chosen = next((tab for tab in TABS if tab.name == request.GET.get("tab")), TABS[0])
    found = filter_.qs.order_by()
    page = Paginator(_in_order(found.filter(status__in=chosen.statuses)), ON_A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "filter": filter_,
        "tabs": _counted(found),
        "chosen": chosen,
        "page_obj": page,
        "rows": [_row(response, today) for response in page],
        "is_filtered": any(request.GET.get(name) for name in filter_.filters),
    }
    return desk.page(request, "requests_registry/desk/queue.html", context, here="desk_queue")


def _counted(found: AgencyResponseQuerySet) -> list[tuple[Tab, int]]:
    counts = found.aggregate(**{tab.name: Count("pk", filter=Q(status__in=tab.statuses)) for tab in TABS})
    return [(tab, counts[tab.name]) for tab in TABS]


def _in_order(responses: AgencyResponseQuerySet) -> AgencyResponseQuerySet:
    steps = Milestone.objects.filter(done_on__isnull=True).order_by(F("due_on").asc(nulls_last=True), "pk")
    return (
        responses.for_queue()
        .prefetch_related(Prefetch("milestones", queryset=steps, to_attr="steps_ahead"))
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def _row(response: AgencyResponse, today: date) -> Row:
    steps = getattr(response, "steps_ahead", [])
    return Row(
        response,
        clocks.working_days_late(response, on=today),
        clocks.working_days_left(response, on=today),
        steps[0] if steps and response.status in (ResponseStatus.ACCEPTED, ResponseStatus.UNDER_WAY) else None,
    )
