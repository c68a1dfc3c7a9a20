"""The two linked machines of a community request: which moves there are, and the status that follows from responses.

The tables below are the whole rule; nothing else in the code decides whether a move is allowed.
"""

from collections.abc import Iterable

from .models import RequestStatus as Request
from .models import ResponseStatus as Response
from .models.responses import NOT_LIVE

#: Moves that a person makes. What follows from responses is computed by `status_from_responses`.
REQUEST_MOVES: dict[str, frozenset[str]] = {
    Request.DRAFT: frozenset({Request.SUBMITTED}),
    Request.SUBMITTED: frozenset(
        {Request.RETURNED, Request.ACCEPTED, Request.DECLINED, Request.MERGED, Request.WITHDRAWN}
    ),
    Request.RETURNED: frozenset({Request.SUBMITTED, Request.WITHDRAWN}),
    Request.ACCEPTED: frozenset({Request.DECLINED, Request.MERGED, Request.WITHDRAWN}),
    Request.ASSIGNED: frozenset(),
    Request.ANSWERED: frozenset(),
    Request.UNDER_WAY: frozenset(),
    Request.DELIVERED: frozenset({Request.CLOSED}),
    Request.CLOSED: frozenset({Request.DELIVERED, Request.UNDER_WAY}),  # reopened, to the computed status
    Request.DECLINED: frozenset({Request.SUBMITTED, Request.ACCEPTED}),  # reopened, to the status it had
    Request.MERGED: frozenset({Request.SUBMITTED, Request.ACCEPTED}),  # split again
    Request.WITHDRAWN: frozenset(),
}

#: Statuses that only `status_from_responses` gives, and among which a request moves as its responses move.
COMPUTED = (Request.ACCEPTED, Request.ASSIGNED, Request.ANSWERED, Request.UNDER_WAY, Request.DELIVERED)

RESPONSE_MOVES: dict[str, frozenset[str]] = {
    Response.ASKED: frozenset({Response.INFO_NEEDED, Response.ACCEPTED, Response.DECLINED, Response.CANCELLED}),
    Response.INFO_NEEDED: frozenset({Response.ASKED, Response.CANCELLED}),
    Response.ACCEPTED: frozenset({Response.UNDER_WAY, Response.CANCELLED}),
    Response.DECLINED: frozenset(),
    Response.UNDER_WAY: frozenset({Response.DELIVERED, Response.CANCELLED}),
    Response.DELIVERED: frozenset({Response.VERIFIED, Response.UNDER_WAY}),
    Response.VERIFIED: frozenset(),
    Response.CANCELLED: frozenset(),
}


def request_may_move(old: str, new: str) -> bool:
    """Whether a request may go from one status to the other, by a person's move or by its responses."""
    return new in REQUEST_MOVES[old] or (old != new and old in COMPUTED and new in COMPUTED)


def status_from_responses(statuses: Iterable[str]) -> str:
    """The status of a request in the work that follows from its responses; the first rule that fits wins."""
    live = [status for status in statuses if status not in NOT_LIVE]
    if not live:
        return Request.ACCEPTED
    if all(status in {Response.DELIVERED, Response.VERIFIED} for status in live):
        return Request.DELIVERED
    if any(status in {Response.UNDER_WAY, Response.DELIVERED, Response.VERIFIED} for status in live):
        return Request.UNDER_WAY
    if any(status in {Response.ASKED, Response.INFO_NEEDED} for status in live):
        return Request.ASSIGNED
    return Request.ANSWERED
