"""What may happen to an invented request: ways from draft to end, and which of them fits how long ago it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from requests_registry.models import RequestOutcome
from requests_registry.models import RequestStatus as Request
from requests_registry.models import ResponseStatus as Response


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens to a request when nothing cuts it short.

    `path`: its own statuses up to acceptance, or to an early end. `courses`: the statuses of each response after it
    was asked; `in_turn`: the second is asked after the first has declined. `outcome`: how it is closed, once all has
    been delivered; `reopened`: that the province then objects, and it is closed again after mending.
    """

    path: tuple[str, ...]
    courses: tuple[tuple[str, ...], ...] = ()
    outcome: str = ""
    in_turn: bool = False
    reopened: bool = False
    published: bool = True

    @property
    def refuses(self) -> bool:
        """Whether an agency declines without a question."""
        return _REFUSED in self.courses


_ACCEPTED = (Request.DRAFT, Request.SUBMITTED, Request.ACCEPTED)
_RETURNED_FIRST = (Request.DRAFT, Request.SUBMITTED, Request.RETURNED, Request.SUBMITTED, Request.ACCEPTED)
_DECLINED_EARLY = (Request.DRAFT, Request.SUBMITTED, Request.DECLINED)
_DECLINED_LATE = (*_ACCEPTED, Request.DECLINED)
_WITHDRAWN_EARLY = (Request.DRAFT, Request.SUBMITTED, Request.WITHDRAWN)
_WITHDRAWN_LATE = (*_ACCEPTED, Request.WITHDRAWN)

# Courses of a response, after it was asked.
_WAITING: tuple[str, ...] = ()
_ASKING = (Response.INFO_NEEDED,)
_ANSWERED = (Response.ACCEPTED,)
_REFUSED = (Response.DECLINED,)
_CALLED_OFF = (Response.CANCELLED,)
_BEGUN = (*_ANSWERED, Response.UNDER_WAY)
_BROKEN_OFF = (*_BEGUN, Response.CANCELLED)
_DONE = (*_BEGUN, Response.DELIVERED)
_CONFIRMED = (*_DONE, Response.VERIFIED)
_CONFIRMED_AFTER_QUESTION = (Response.INFO_NEEDED, Response.ASKED, *_CONFIRMED)
_CONFIRMED_AFTER_MENDING = (*_DONE, Response.UNDER_WAY, Response.DELIVERED, Response.VERIFIED)

_MET, _PARTLY, _NOT = RequestOutcome.MET, RequestOutcome.PARTLY_MET, RequestOutcome.NOT_MET

DRAFT = Scenario((Request.DRAFT,))
#: Joined to another before acceptance, and after.
MERGED = (
    Scenario((Request.DRAFT, Request.SUBMITTED, Request.MERGED)),
    Scenario((*_ACCEPTED, Request.MERGED)),
)
#: More than about a year ago: nearly all have come to an end.
_OLD = (
    Scenario(_ACCEPTED, (_CONFIRMED, _CONFIRMED), _MET),
    Scenario(_ACCEPTED, (_CONFIRMED, _REFUSED), _PARTLY),
    Scenario(_RETURNED_FIRST, (_CONFIRMED, _CONFIRMED), _MET),
    Scenario(_ACCEPTED, (_CONFIRMED_AFTER_QUESTION, _CONFIRMED), _MET),
    Scenario(_DECLINED_LATE),
    Scenario(_ACCEPTED, (_REFUSED, _CONFIRMED), _MET, in_turn=True),
    Scenario(_ACCEPTED, (_CONFIRMED, _CONFIRMED), _MET),
    Scenario(_ACCEPTED, (_CONFIRMED, _BROKEN_OFF), _PARTLY),
    Scenario(_ACCEPTED, (_CONFIRMED, _CONFIRMED, _CONFIRMED), _MET),
    Scenario(_ACCEPTED, (_DONE,), _NOT),
    Scenario(_ACCEPTED, (_CONFIRMED_AFTER_MENDING, _CONFIRMED), _MET),
    Scenario(_WITHDRAWN_LATE),
    Scenario(_ACCEPTED, (_CONFIRMED, _CONFIRMED), _MET),
    Scenario(_ACCEPTED, (_DONE,), _PARTLY, reopened=True),
    Scenario(_ACCEPTED, (_CONFIRMED,), _MET),
    Scenario(_DECLINED_EARLY),
    Scenario(_ACCEPTED, (_CONFIRMED, _BEGUN)),
    Scenario((*_DECLINED_LATE, Request.ACCEPTED), (_CONFIRMED,), _MET),
    Scenario(_ACCEPTED, (_CONFIRMED, _DONE), _PARTLY),
    Scenario(_ACCEPTED, (_CONFIRMED, _CALLED_OFF), _MET),
    Scenario(_WITHDRAWN_EARLY),
    Scenario(_ACCEPTED, (_CONFIRMED, _CONFIRMED), _MET),
)
#: Half a year to a year ago, worked on at twice the usual pace.
_MIDDLE = (
    Scenario(_ACCEPTED, (_DONE, _CONFIRMED)),
    Scenario(_ACCEPTED, (_BEGUN, _CONFIRMED)),
    Scenario(_ACCEPTED, (_CONFIRMED, _CONFIRMED), _MET),
    Scenario(_ACCEPTED, (_CONFIRMED,)),
    Scenario(_ACCEPTED, (_CONFIRMED, _REFUSED), _PARTLY),
    Scenario(_ACCEPTED, (_BEGUN, _ANSWERED)),
    Scenario(_ACCEPTED, (_DONE,)),
    Scenario(_RETURNED_FIRST, (_CONFIRMED,), _MET),
    Scenario(_ACCEPTED, (_BEGUN, _CALLED_OFF)),
    Scenario(_ACCEPTED, (_REFUSED, _REFUSED)),
    Scenario(_DECLINED_LATE),
    Scenario(_ACCEPTED, (_CONFIRMED, _BEGUN)),
)
#: Three months to half a year ago.
_YOUNG = (
    Scenario(_ACCEPTED, (_ANSWERED, _ANSWERED)),
    Scenario(_ACCEPTED, (_BEGUN, _ANSWERED)),
    Scenario(_ACCEPTED, (_ANSWERED, _WAITING)),
    Scenario(_ACCEPTED, (_ANSWERED,), published=False),
    Scenario(_ACCEPTED, (_BEGUN,)),
    Scenario(_ACCEPTED, (_WAITING, _WAITING)),
    Scenario(_ACCEPTED, (_BEGUN, _ASKING)),
    Scenario(_RETURNED_FIRST, (_ANSWERED, _REFUSED)),
    Scenario(_ACCEPTED, (_REFUSED,)),
)
#: The newest, one by one: working days before the day on which they were submitted.
NEWEST: tuple[tuple[int, Scenario], ...] = (
    (1, Scenario((Request.DRAFT, Request.SUBMITTED))),
    (3, Scenario((Request.DRAFT, Request.SUBMITTED))),
    (5, Scenario((Request.DRAFT, Request.SUBMITTED))),
    (7, Scenario((Request.DRAFT, Request.SUBMITTED))),
    (8, Scenario((Request.DRAFT, Request.SUBMITTED, Request.RETURNED))),
    (9, Scenario(_ACCEPTED)),
    (12, Scenario(_ACCEPTED)),
    (13, Scenario((Request.DRAFT, Request.SUBMITTED, Request.RETURNED))),
    (14, Scenario(_WITHDRAWN_EARLY)),
    (15, Scenario(_ACCEPTED, (_WAITING, _WAITING))),
    (17, Scenario(_ACCEPTED, (_WAITING,))),
    (20, Scenario(_ACCEPTED, (_ASKING, _WAITING))),
    (24, Scenario(_ACCEPTED, (_WAITING, _ASKING))),
    (26, Scenario(_ACCEPTED, (_WAITING, _WAITING))),
    (30, Scenario(_ACCEPTED, (_ANSWERED, _WAITING))),
    (33, Scenario(_ACCEPTED, (_ANSWERED,), published=False)),
    (36, Scenario(_ACCEPTED, (_REFUSED, _ANSWERED))),
)
#: Working days since submission from which on a set of scenarios is taken, its pace, the set.
_BY_AGE: tuple[tuple[int, int, tuple[Scenario, ...]], ...] = (
    (260, 1, _OLD),
    (130, 2, _MIDDLE),
    (0, 2, _YOUNG),
)


def any_scenario_for(age: int, rng: Random) -> tuple[Scenario, int]:
    """Scenario and pace for a request of so many working days, any that fits."""
    _, pace, scenarios = _BY_AGE[age_class(age)]
    return rng.choice(scenarios), pace


def scenario_for(age: int, turn: int) -> tuple[Scenario, int]:
    """Scenario and pace for the `turn`-th request of its age: each set is gone through again and again."""
    _, pace, scenarios = _BY_AGE[age_class(age)]
    return scenarios[turn % len(scenarios)], pace


def age_class(age: int) -> int:
    """Which of the sets of scenarios fits a request of so many working days."""
    return next(place for place, row in enumerate(_BY_AGE) if age >= row[0])


def working_days_old(first: date, last: date) -> int:
    """About five of seven days: enough to tell old from young."""
    return max(0, (last - first).days * 5 // 7)
