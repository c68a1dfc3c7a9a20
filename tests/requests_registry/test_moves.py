"""The two machines: the tables of moves are total, and the status of a request follows from its responses."""

from collections.abc import Callable, Mapping
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.access import PERMISSIONS
from requests_registry.models import RequestStatus, ResponseStatus
from requests_registry.models.responses import NOT_LIVE
from requests_registry.moves import (
    ASSIGN,
    COMPUTED,
    REQUEST_MOVES,
    RESPONSE_MOVES,
    Move,
    request_may_move,
    response_may_move,
    status_from_responses,
)

pytestmark = pytest.mark.pure

RESPONSES = st.lists(st.sampled_from(ResponseStatus.values), max_size=6)


MACHINES = [(REQUEST_MOVES, RequestStatus), (RESPONSE_MOVES, ResponseStatus)]


@pytest.mark.parametrize(("moves", "statuses"), MACHINES)
def test_every_move_leads_from_known_statuses_to_others(
    moves: Mapping[str, Move], statuses: type[RequestStatus] | type[ResponseStatus]
) -> None:
    for move in moves.values():
        assert move.old
        assert move.new
        assert (move.old | move.new) <= set(statuses.values)
        assert not move.old & move.new


def test_every_right_that_a_move_takes_is_somebodys() -> None:
    taken = {move.permission for moves, _ in MACHINES for move in moves.values()} | {ASSIGN.permission}

    assert taken <= frozenset().union(*PERMISSIONS.values())


def test_every_status_of_a_request_can_be_reached_from_a_draft() -> None:
    assert _reached(RequestStatus.DRAFT, request_may_move, RequestStatus.values) == set(RequestStatus.values)


def test_every_status_of_a_response_can_be_reached_once_it_was_asked() -> None:
    assert _reached(ResponseStatus.ASKED, response_may_move, ResponseStatus.values) == set(ResponseStatus.values)


def test_only_a_withdrawn_request_and_an_ended_response_stay_for_good() -> None:
    stuck = {old for old in RequestStatus.values if not any(request_may_move(old, new) for new in RequestStatus.values)}
    ended = {
        old for old in ResponseStatus.values if not any(response_may_move(old, new) for new in ResponseStatus.values)
    }

    assert stuck == {RequestStatus.WITHDRAWN}
    assert ended == {*NOT_LIVE, ResponseStatus.VERIFIED}


def _reached(first: str, may_move: Callable[[str, str], bool], statuses: list[str]) -> set[str]:
    found, waiting = {first}, [first]
    while waiting:
        old = waiting.pop()
        new = {status for status in statuses if may_move(old, status)} - found
        found |= new
        waiting += new
    return found


#: Who moves a response where, as the plan's second table and its list of moves have it.
RESPONSES_OF_THE_PLAN: dict[str, set[str]] = {
    "asked": {"info_needed", "accepted", "declined", "cancelled"},
    "info_needed": {"asked", "cancelled"},
    "accepted": {"under_way", "cancelled"},
    "under_way": {"delivered", "cancelled"},
    "delivered": {"verified", "under_way"},
}
#: The moves of persons, as the plan's first table has them.
REQUESTS_OF_THE_PLAN: dict[str, set[str]] = {
    "draft": {"submitted"},
    "submitted": {"returned", "accepted", "declined", "merged", "withdrawn"},
    "returned": {"submitted", "withdrawn"},
    "accepted": {"declined", "merged", "withdrawn"},
    "delivered": {"closed"},
    "closed": {*COMPUTED},  # reopened to the computed status
    "declined": {"submitted", "accepted"},
    "merged": {"submitted", "accepted"},
}


@pytest.mark.parametrize(("old", "new"), list(product(RequestStatus.values, repeat=2)))
def test_a_request_moves_as_the_plan_says_or_among_the_computed_statuses(old: str, new: str) -> None:
    by_a_person = new in REQUESTS_OF_THE_PLAN.get(old, set())
    by_its_responses = old != new and {old, new} <= set(COMPUTED)

    assert request_may_move(old, new) == (by_a_person or by_its_responses)


@pytest.mark.parametrize(("old", "new"), list(product(ResponseStatus.values, repeat=2)))
def test_a_response_moves_as_the_plan_says(old: str, new: str) -> None:
    assert response_may_move(old, new) == (new in RESPONSES_OF_THE_PLAN.get(old, set()))


@pytest.mark.parametrize("status", RequestStatus.values)
def test_no_request_goes_back_to_draft(status: str) -> None:
    assert not request_may_move(status, RequestStatus.DRAFT)


def by_the_plan(statuses: list[str]) -> str:
    """Slowly, sentence by sentence as the ministry's plan puts it."""
    live = [status for status in statuses if status != "declined" and status != "cancelled"]
    if len(live) == 0:
        return "accepted"
    done = live.count("delivered") + live.count("verified")
    if done == len(live):
        return "delivered"
    if done + live.count("under_way") > 0:
        return "under_way"
    if live.count("asked") + live.count("info_needed") > 0:
        return "assigned"
    return "answered"


@given(RESPONSES)
def test_the_status_is_the_one_of_the_plan(statuses: list[str]) -> None:
    assert status_from_responses(statuses) == by_the_plan(statuses)


@pytest.mark.parametrize("pair", list(product(ResponseStatus.values, repeat=2)), ids="-".join)
def test_the_status_of_every_pair_is_the_one_of_the_plan(pair: tuple[str, str]) -> None:
    assert status_from_responses(pair) == by_the_plan(list(pair))


@given(RESPONSES)
def test_the_status_is_a_computed_one(statuses: list[str]) -> None:
    assert status_from_responses(statuses) in COMPUTED


@given(RESPONSES, st.randoms())
def test_the_order_of_responses_does_not_matter(statuses: list[str], random: Random) -> None:
    shuffled = list(statuses)
    random.shuffle(shuffled)

    assert status_from_responses(shuffled) == status_from_responses(statuses)


@given(RESPONSES, st.sampled_from(NOT_LIVE))
def test_an_ended_response_changes_nothing(statuses: list[str], ended: str) -> None:
    assert status_from_responses([*statuses, ended]) == status_from_responses(statuses)


@given(RESPONSES)
def test_a_request_may_always_move_to_what_follows(statuses: list[str]) -> None:
    follows = status_from_responses(statuses)

    assert all(request_may_move(old, follows) for old in COMPUTED if old != follows)


def test_nothing_closes_by_itself() -> None:
    assert RequestStatus.CLOSED not in COMPUTED
