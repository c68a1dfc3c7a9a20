"""The two linked machines of a community request: which moves there are, and the status that follows from responses.

The tables below are the whole rule; nothing else in the code decides whether a move is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.access import Permission

from .models import RequestStatus as Request
from .models import ResponseStatus as Response
from .models.responses import NOT_LIVE

#: Statuses that only `status_from_responses` gives, and among which a request moves as its responses move.
COMPUTED = (Request.ACCEPTED, Request.ASSIGNED, Request.ANSWERED, Request.UNDER_WAY, Request.DELIVERED)


@dataclass(frozen=True)
class Move:
    """A move that a person makes: from where, to where, and the right it takes.

    Several targets: the status that the request had before, or what follows from its responses.
    """

    old: frozenset[str]
    new: frozenset[str]
    permission: Permission


def _move(old: Iterable[str], new: Iterable[str], permission: Permission) -> Move:
    return Move(frozenset(old), frozenset(new), permission)


REQUEST_MOVES: Mapping[str, Move] = {
    "submit": _move([Request.DRAFT, Request.RETURNED], [Request.SUBMITTED], Permission.WRITE_REQUESTS),
    "return": _move([Request.SUBMITTED], [Request.RETURNED], Permission.SCREEN_REQUESTS),
    "accept": _move([Request.SUBMITTED], [Request.ACCEPTED], Permission.SCREEN_REQUESTS),
    "decline": _move([Request.SUBMITTED, Request.ACCEPTED], [Request.DECLINED], Permission.SCREEN_REQUESTS),
    "merge": _move([Request.SUBMITTED, Request.ACCEPTED], [Request.MERGED], Permission.SCREEN_REQUESTS),
    "split": _move([Request.MERGED], [Request.SUBMITTED, Request.ACCEPTED], Permission.SCREEN_REQUESTS),
    "withdraw": _move(
        [Request.SUBMITTED, Request.RETURNED, Request.ACCEPTED], [Request.WITHDRAWN], Permission.WITHDRAW_REQUESTS
    ),
    "close": _move([Request.DELIVERED], [Request.CLOSED], Permission.CLOSE_REQUESTS),
    "take_up_again": _move([Request.DECLINED], [Request.SUBMITTED, Request.ACCEPTED], Permission.SCREEN_REQUESTS),
    "reopen": _move([Request.CLOSED], COMPUTED, Permission.CLOSE_REQUESTS),
}

#: Asking an agency makes a response; the request then has the status that follows.
ASSIGN = _move(COMPUTED, [Response.ASKED], Permission.ASSIGN_AGENCIES)

RESPONSE_MOVES: Mapping[str, Move] = {
    "ask_province": _move([Response.ASKED], [Response.INFO_NEEDED], Permission.ANSWER_REQUESTS),
    "answer_question": _move([Response.INFO_NEEDED], [Response.ASKED], Permission.ANSWER_QUESTIONS),
    "accept": _move([Response.ASKED], [Response.ACCEPTED], Permission.ANSWER_REQUESTS),
    "decline": _move([Response.ASKED], [Response.DECLINED], Permission.ANSWER_REQUESTS),
    "start": _move([Response.ACCEPTED], [Response.UNDER_WAY], Permission.ANSWER_REQUESTS),
    "deliver": _move([Response.UNDER_WAY], [Response.DELIVERED], Permission.ANSWER_REQUESTS),
    "confirm": _move([Response.DELIVERED], [Response.VERIFIED], Permission.CONFIRM_RESULTS),
    "send_back": _move([Response.DELIVERED], [Response.UNDER_WAY], Permission.CONFIRM_RESULTS),
    "consent_to_cancel": _move(
        [Response.ASKED, Response.INFO_NEEDED, Response.ACCEPTED, Response.UNDER_WAY],
        [Response.CANCELLED],
        Permission.ANSWER_REQUESTS,
    ),
}


def request_may_move(old: str, new: str) -> bool:
    """Whether a request may go from one status to the other, by a person's move or by its responses."""
    by_a_person = any(old in move.old and new in move.new for move in REQUEST_MOVES.values())
    return by_a_person or (old != new and old in COMPUTED and new in COMPUTED)


def response_may_move(old: str, new: str) -> bool:
    """Whether a response may go from one status to the other."""
    return any(old in move.old and new in move.new for move in RESPONSE_MOVES.values())


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
