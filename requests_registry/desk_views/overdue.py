"""What is late: answers by agency, and questions that a province has left open too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal import desk
from portal.access import Permission, requires
from portal.models import Agency, User
from portal.thai import working_days_between

from .. import clocks, workflow
from ..models import AgencyResponse, CommunityRequest, RequestStatus, ResponseStatus
from ..models.responses import AgencyResponseQuerySet
from .fetching import page_of, tag_of

ON_A_PAGE = 100
#: Days ahead within which an answer that is still in time is shown, too.
SOON = timedelta(days=7)
#: Days after which a question of an agency has waited too long for its province.
DAYS_FOR_THE_PROVINCE = 14


@dataclass(frozen=True)
class Owed:
    """An answer that an agency owes: `days_late` working days late, or `days_left` before it is."""

    response: AgencyResponse
    days_late: int
    days_left: int | None
    address: str


@dataclass(frozen=True)
class OfAgency:
    """What one agency owes: on this page, and how many in all."""

    agency: Agency
    late: int
    soon: int
    owed: list[Owed]


@dataclass(frozen=True)
class WithProvince:
    """A question that a province has not answered, and for how many working days."""

    community_request: CommunityRequest
    asked_by: Agency | None
    days: int


@requires(Permission.USE_DESK)
@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """For the ministry everything, for officers what is theirs."""
    user, today = desk.person(request), timezone.localdate()
    owed = AgencyResponse.objects.concerning(user).asked().filter(due_on__lte=today + SOON).for_queue()
    page = Paginator(owed.order_by("agency__acronym", "due_on", "pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    groups = list(_by_agency(page.object_list, _counts(owed, today), user, today))
    context = {
        "page_obj": page,
        "groups": groups,
        "late": AgencyResponse.objects.concerning(user).overdue(on=today).count(),
        "with_provinces": sorted(_with_provinces(user, today), key=lambda row: -row.days),
        "may_remind": user.may(Permission.ASSIGN_AGENCIES),
    }
    return desk.page(request, "requests_registry/desk/overdue.html", context, here="desk_overdue")


def _counts(owed: AgencyResponseQuerySet, today: date) -> dict[int, tuple[int, int]]:
    """How many answers each agency owes: late, and soon."""
    counted = (
        owed.order_by("agency")
        .values("agency")
        .annotate(late=Count("pk", filter=Q(due_on__lt=today)), soon=Count("pk", filter=Q(due_on__gte=today)))
    )
    return {row["agency"]: (row["late"], row["soon"]) for row in counted}


def _by_agency(
    owed: Iterable[AgencyResponse], counts: dict[int, tuple[int, int]], user: User, today: date
) -> Iterator[OfAgency]:
    for agency, responses in groupby(owed, key=lambda response: response.agency):
        late, soon = counts[agency.pk]
        yield OfAgency(agency, late, soon, [_owed(response, user, today) for response in responses])


def _owed(response: AgencyResponse, user: User, today: date) -> Owed:
    answers = user.may(Permission.ANSWER_REQUESTS)
    return Owed(
        response,
        days_late=clocks.working_days_late(response, on=today),
        days_left=clocks.working_days_left(response, on=today),
        address=reverse("desk_response", args=[response.pk]) if answers else page_of(response.community_request),
    )


def _with_provinces(user: User, today: date) -> Iterator[WithProvince]:
    """Requests that were given back and not sent again in time; questions of agencies that have waited too long."""
    returned = CommunityRequest.objects.concerning(user).filter(
        status=RequestStatus.RETURNED, answer_wanted_by__lt=today
    )
    for community_request in returned.select_related("province", "district").order_by("answer_wanted_by", "pk"):
        assert community_request.answer_wanted_by  # noqa: S101  (tells the type; it was filtered)
        yield WithProvince(community_request, None, working_days_between(community_request.answer_wanted_by, today))
    asked = Max("transitions__at", filter=Q(transitions__to_status=ResponseStatus.INFO_NEEDED))
    questions = AgencyResponse.objects.concerning(user).filter(status=ResponseStatus.INFO_NEEDED)
    limit = timezone.now() - timedelta(days=DAYS_FOR_THE_PROVINCE)
    for response in (
        questions.annotate(asked_at=asked).filter(asked_at__lt=limit).for_queue().order_by(F("asked_at"), "pk")
    ):
        days = working_days_between(timezone.localdate(getattr(response, "asked_at", None)), today)
        yield WithProvince(response.community_request, response.agency, days)


@requires(Permission.ASSIGN_AGENCIES)
@require_POST
def remind(request: HttpRequest, acronym: str) -> HttpResponse:
    """One message to an agency about everything that it is late with."""
    agency = get_object_or_404(Agency, acronym=acronym)

    def act() -> str:
        count = len(workflow.remind(agency, by=desk.person(request)))
        told = ngettext("เตือน %(agency)s แล้ว %(n)d เรื่อง", "เตือน %(agency)s แล้ว %(n)d เรื่อง", count)
        messages.success(request, told % {"agency": tag_of(agency), "n": count})
        return reverse("desk_overdue")

    return desk.do(request, act, back=reverse("desk_overdue"))
