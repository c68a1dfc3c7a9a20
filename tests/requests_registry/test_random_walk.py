"""Whatever people try, in whatever order: what is stored afterwards is what the tables of moves allow.

`PORTAL_WALK_STEPS` sets how many steps are tried (1,500), `PORTAL_WALK_SEED` which.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from portal.access import Permission, Role
from portal.models import FiscalYear, User
from requests_registry import counting, workflow
from requests_registry.models import AgencyResponse, CommunityRequest, RequestStatus, ResponseStatus, Transition
from requests_registry.moves import ASSIGN, COMPUTED, REQUEST_MOVES, RESPONSE_MOVES, Move, status_from_responses
from requests_registry.workflow import Asking, MoveRefused
from tests.factories import DSS, LOEI, TISTR, a_category, a_district, a_province, an_agency
from tests.requests_registry.test_workflow import NOW, REQUEST_VERBS, RESPONSE_VERBS, TODAY
from tests.search.agreement import assert_index_agrees

pytestmark = pytest.mark.django_db

STEPS = int(os.environ.get("PORTAL_WALK_STEPS", "1500"))
SEED = int(os.environ.get("PORTAL_WALK_SEED", "2552"))
WRONG = 0.25  # how often somebody tries what is not open, or not his or hers to do
IN_HAND = 6  # requests at a time; more would leave each too little time to get far
ENDED = {RequestStatus.CLOSED, RequestStatus.DECLINED, RequestStatus.WITHDRAWN, RequestStatus.MERGED}


_PUBLISH = Move(frozenset(), frozenset(), Permission.PUBLISH_ANSWERS)


def _open(moves: Mapping[str, Move], status: str) -> list[str]:
    return [verb for verb, move in moves.items() if status in move.old]


class Walk:
    """Somebody does something, over and over, mostly what may be done by somebody who may."""

    def __init__(self, people: dict[str, User]) -> None:
        self._random = Random(SEED)
        self._people = list(people.values())
        self._requests: list[int] = []
        self.moved: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def step(self) -> None:
        if len(self._requests) < IN_HAND:
            self._requests.append(self._new_draft().pk)
        pk = self._random.choice(self._requests)
        request = CommunityRequest.objects.get(pk=pk)
        name, move, act = self._choose(request)
        by = self._random.choice([person for person in self._people if person.may(move.permission) or self._errs()])
        try:
            act(by)
            self.moved[name] += 1
        except (MoveRefused, PermissionDenied, ValidationError):
            self.refused[name] += 1
        self._look_at(pk)

    def _new_draft(self) -> CommunityRequest:
        (officer,) = (person for person in self._people if person.username == "loei")
        draft = CommunityRequest(province=a_province(LOEI), district=a_district(), category=a_category())
        draft.title_th, draft.text_th, draft.community_th, draft.sector = "ขอเครื่องสี", "ข้าวเหลือ", "กลุ่มชาวนา", "people"
        return workflow.save_draft(draft, by=officer)

    def _errs(self) -> bool:
        return self._random.random() < WRONG

    def _choose(self, request: CommunityRequest) -> tuple[str, Move, Callable[[User], Any]]:
        """A verb with its entry in the table of moves; mostly one that is open, and seldom one that ends it all."""
        response = self._random.choice([None, *request.responses.all()])
        if response and not self._errs():
            verbs = RESPONSE_MOVES if self._errs() else _open(RESPONSE_MOVES, response.status)
            lasting = [verb for verb in verbs if verb not in {"decline", "consent_to_cancel"} or self._errs()]
            name = self._random.choice(lasting) if lasting and self._random.random() < 0.9 else "publish"
            move = RESPONSE_MOVES.get(name, _PUBLISH)
            return f"response.{name}", move, lambda by: self._do_to_response(name, response, by)
        if request.status in ASSIGN.old and self._random.random() < 0.4:
            asking = Asking(an_agency(self._random.choice([DSS, TISTR])), TODAY + timedelta(days=30))
            return "assign", ASSIGN, lambda by: workflow.assign(request, askings=[asking], by=by)
        verbs = REQUEST_MOVES if self._errs() else _open(REQUEST_MOVES, request.status)
        lasting = [verb for verb in verbs if verb not in {"withdraw", "merge", "decline"} or self._errs()]
        name = self._random.choice(lasting or list(REQUEST_MOVES))
        return f"request.{name}", REQUEST_MOVES[name], lambda by: REQUEST_VERBS[name](request, by)

    def _do_to_response(self, name: str, response: AgencyResponse, by: User) -> None:
        if name == "publish":
            workflow.publish([response], by=by)
            return
        if name == "consent_to_cancel" and not self._errs():
            ministry = next(person for person in self._people if person.role == Role.MINISTRY)
            workflow.propose_cancellation(response, reason="งบประมาณเปลี่ยน", by=ministry)
        RESPONSE_VERBS[name](response, by)

    def _look_at(self, pk: int) -> None:
        """The status follows from the responses, and every status is the end of a chain of moves."""
        request = CommunityRequest.objects.get(pk=pk)
        statuses = dict(request.responses.values_list("pk", "status"))
        if request.status in COMPUTED:
            assert request.status == status_from_responses(list(statuses.values()))
        ends: dict[int | None, str] = {}
        moves = Transition.objects.filter(community_request=pk).values_list("response", "from_status", "to_status")
        for response, old, new in moves.order_by("at", "pk"):
            assert ends.get(response, old) == old, "a move begins where the one before it ended"
            ends[response] = new
        assert ends.pop(None, RequestStatus.DRAFT) == request.status
        assert ends == statuses
        if request.status in ENDED and self._random.random() < 0.2:
            self._requests.remove(pk)  # some are taken up again, most are left


def test_a_walk_of_many_steps_leaves_only_what_is_allowed(people: dict[str, User]) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        walk = Walk(people)
        for _ in range(STEPS):
            walk.step()
            clock.shift(timedelta(seconds=1))

    assert_index_agrees()
    assert counting.disagreements() == {}
    print(f"{STEPS} steps, {walk.moved.total()} moves: {dict(walk.moved)}")
    for year in FiscalYear.objects.filter(last_number__gt=0):
        numbers = year.community_requests.exclude(number=None).order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, year.last_number + 1))
    met = set(Transition.objects.values_list("to_status", flat=True))
    assert met >= {*RequestStatus.values, *ResponseStatus.values} - {RequestStatus.DRAFT}, "the walk came everywhere"
