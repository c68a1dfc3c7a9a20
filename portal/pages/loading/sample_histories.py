"""The invented history of one request: its moves, answers and results, as far as they had come by a day.

A history is first thought out to its end, then cut: what lies after the day has not happened. The beginning of a
history that obeys the tables of `requests_registry.moves` obeys them too, so the status at the cut is what the
moves before it have made. Pure: the same case gives the same history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random

from portal.access import Role
from requests_registry.models import HelpKind
from requests_registry.models import RequestStatus as Request
from requests_registry.models import ResponseStatus as Response
from requests_registry.moves import COMPUTED, status_from_responses

from .sample_answers import outcomes_of, response_of, somebody_else
from .sample_cases import BANGKOK, Case, Course, History, Move, day_of, working_day_after
from .sample_texts import (
    CANCELLATIONS,
    CLOSINGS,
    INFO_QUESTIONS,
    MERGE_REASON,
    NOT_SATISFIED,
    REOPEN_CLOSED_REASON,
    REOPEN_DECLINED_REASON,
    REQUEST_DECLINES,
    RETURN_QUESTIONS,
    SATISFIED,
    WITHDRAWALS,
)

OFFICE_OPENS = time(8, 30)
#: The province has 60 days to judge a delivery; after that the ministry may close without its word.
WORKING_DAYS_WITHOUT_VERDICT = (43, 50)

#: Working days between two moves, lowest and highest.
_GAPS: dict[tuple[str, str], tuple[int, int]] = {
    (Request.SUBMITTED, Request.RETURNED): (2, 5),
    (Request.RETURNED, Request.SUBMITTED): (3, 8),
    (Request.SUBMITTED, Request.ACCEPTED): (2, 7),
    (Request.SUBMITTED, Request.DECLINED): (3, 8),
    (Request.SUBMITTED, Request.MERGED): (3, 8),
    (Request.SUBMITTED, Request.WITHDRAWN): (3, 10),
    (Request.RETURNED, Request.WITHDRAWN): (3, 10),
    (Request.ACCEPTED, Request.DECLINED): (4, 10),
    (Request.DECLINED, Request.ACCEPTED): (5, 14),
    (Request.ACCEPTED, Request.MERGED): (3, 9),
    (Request.ACCEPTED, Request.WITHDRAWN): (4, 12),
}
_COURSE_GAPS: dict[tuple[str, str], tuple[int, int]] = {
    (Response.ASKED, Response.INFO_NEEDED): (3, 8),
    (Response.INFO_NEEDED, Response.ASKED): (4, 10),
    (Response.ASKED, Response.ACCEPTED): (8, 26),
    (Response.ASKED, Response.DECLINED): (5, 15),
    (Response.ASKED, Response.CANCELLED): (10, 20),
    (Response.ACCEPTED, Response.UNDER_WAY): (10, 24),
    (Response.ACCEPTED, Response.CANCELLED): (12, 24),
    (Response.UNDER_WAY, Response.DELIVERED): (30, 90),
    (Response.UNDER_WAY, Response.CANCELLED): (20, 40),
    (Response.DELIVERED, Response.VERIFIED): (5, 18),
    (Response.DELIVERED, Response.UNDER_WAY): (5, 12),
}
_REQUEST_ROLES: dict[str, str] = {
    Request.DRAFT: Role.PROVINCE,
    Request.SUBMITTED: Role.PROVINCE,
    Request.WITHDRAWN: Role.PROVINCE,
}
_COURSE_ROLES: dict[tuple[str, str], str] = {
    ("", Response.ASKED): Role.MINISTRY,
    (Response.INFO_NEEDED, Response.ASKED): Role.PROVINCE,
    (Response.DELIVERED, Response.VERIFIED): Role.PROVINCE,
    (Response.DELIVERED, Response.UNDER_WAY): Role.PROVINCE,
}
_MENDED = (Response.UNDER_WAY, Response.DELIVERED, Response.VERIFIED)


def history_of(case: Case) -> History:
    """The history of a case, cut after `case.until`. A path of a draft alone has no moves yet but its making."""
    rng = Random(case.seed)  # noqa: S311  (invented data that must come out the same each time, not a secret)
    own = list(_own_moves(case, rng))
    courses = list(_courses(case, own[-1].at, rng))
    ending = list(_ending(case, courses, rng))
    every_move = own + ending + [move for course in courses for move in course.moves]
    moves = tuple(_settled(move for move in every_move if day_of(move.at) <= case.until))
    kept = [[move for move in moves if move.response == place] for place in range(len(courses))]
    asked = [place for place, chain in enumerate(kept) if chain]  # one asked in turn may not be asked yet
    responses = tuple(response_of(case, courses, place, kept[place], rng) for place in asked)
    status = [move.new for move in moves if move.response is None][-1]
    return History(
        status=status,
        outcome=case.scenario.outcome if status == Request.CLOSED else "",
        decline_reason=_reason_of(moves) if status == Request.DECLINED else "",
        answer_wanted_by=_wanted_by(moves) if status == Request.RETURNED else None,
        submitted_at=_first(moves, Request.SUBMITTED),
        accepted_at=_first(moves, Request.ACCEPTED),
        moves=moves,
        responses=responses,
        outcomes=tuple(outcomes_of(case, responses, moves, rng)),
    )


# ----------------------------------------------------------------------------------------------- the request's own way


def _own_moves(case: Case, rng: Random) -> Iterator[Move]:
    """Draft and submission on one morning, then the path to acceptance or to an early end."""
    at = _morning(case.submitted_on, rng)
    for old, new in zip(("", *case.scenario.path), case.scenario.path, strict=False):
        if old == Request.DRAFT:
            at += timedelta(minutes=rng.randint(15, 100), seconds=rng.randrange(60))
        elif old:
            at = _office_time(_days_later(at, _GAPS[old, new], case, rng), rng)
        yield _own_move(old, new, at, rng)


def _own_move(old: str, new: str, at: datetime, rng: Random) -> Move:
    reason, note = "", ("", "")
    if new == Request.RETURNED:
        reason = rng.choice(RETURN_QUESTIONS)
    elif new == Request.DECLINED:
        note = rng.choice(list(REQUEST_DECLINES.values()))
        reason = note[0]
    elif new == Request.MERGED:
        reason = MERGE_REASON
    elif new == Request.WITHDRAWN:
        reason = rng.choice(WITHDRAWALS)
    elif (old, new) == (Request.DECLINED, Request.ACCEPTED):
        reason = REOPEN_DECLINED_REASON
    return Move(None, old, new, at, _REQUEST_ROLES.get(new, Role.MINISTRY), reason, note)


def _ending(case: Case, courses: list[Course], rng: Random) -> Iterator[Move]:
    """Closing after the last verdict, or without one after 60 days; where the case says so, reopening and mending."""
    if not case.scenario.outcome:
        return
    last = max(course.moves[-1].at for course in courses)
    verdicts = all(course.moves[-1].new != Response.DELIVERED for course in courses)
    at = _office_time(_days_later(last, (3, 10) if verdicts else WORKING_DAYS_WITHOUT_VERDICT, case, rng), rng)
    note = rng.choice(CLOSINGS[case.scenario.outcome])
    yield Move(None, Request.DELIVERED, Request.CLOSED, at, Role.MINISTRY, note[0], note)
    if case.scenario.reopened:
        at = _office_time(_days_later(at, (8, 20), case, rng), rng)
        yield Move(None, Request.CLOSED, Request.DELIVERED, at, Role.MINISTRY, REOPEN_CLOSED_REASON)
        courses[0].moves += _course_moves(0, Response.DELIVERED, _MENDED, at, case, rng)
        at = _office_time(_days_later(courses[0].moves[-1].at, (3, 10), case, rng), rng)
        yield Move(None, Request.DELIVERED, Request.CLOSED, at, Role.MINISTRY, note[0], note)


def _settled(moves: Iterable[Move]) -> Iterator[Move]:
    """In order of time, with the computed moves of the request put in behind the responses' moves that cause them."""
    status, responses = "", dict[int, str]()
    last = datetime.min.replace(tzinfo=UTC)
    for planned in sorted(moves, key=lambda move: move.at):
        move = planned if planned.at > last else replace(planned, at=last + timedelta(seconds=1))
        yield move
        last = move.at
        if move.response is None:
            status = move.new
            continue
        responses[move.response] = move.new
        computed = status_from_responses(responses.values())
        if status in COMPUTED and computed != status:
            last += timedelta(seconds=1)
            yield Move(None, status, computed, last, "")
            status = computed


def _reason_of(moves: Iterable[Move]) -> str:
    """The code of the sentence with which the request was last declined."""
    said = [move.note for move in moves if move.response is None and move.new == Request.DECLINED][-1]
    return next(reason for reason, sentence in REQUEST_DECLINES.items() if sentence == said)


def _wanted_by(moves: Iterable[Move]) -> date:
    """Ten working days after the request was last returned."""
    returned = [move.at for move in moves if move.response is None and move.new == Request.RETURNED][-1]
    return working_day_after(day_of(returned), 10)


def _first(moves: Iterable[Move], status: str) -> datetime | None:
    return next((move.at for move in moves if move.response is None and move.new == status), None)


# ------------------------------------------------------------------------------------------------- the agencies' ways


def _courses(case: Case, accepted: datetime, rng: Random) -> Iterator[Course]:
    """Each agency's way, after one to four working days; with one agency suggested, only the first course is taken."""
    if not case.scenario.courses:
        return
    at = _office_time(_days_later(accepted, (1, 4), case, rng), rng)
    for place, (agency, kind, statuses) in enumerate(_asked(case)):
        course = Course(agency, 1 if case.scenario.in_turn else place + 1, kind)
        asked = Move(place, "", Response.ASKED, at + timedelta(seconds=2 * place), Role.MINISTRY)
        course.moves = [asked, *_course_moves(place, Response.ASKED, statuses, asked.at, case, rng)]
        yield course
        if case.scenario.in_turn:
            at = _office_time(_days_later(course.moves[-1].at, (1, 4), case, rng), rng)


def _asked(case: Case) -> Iterator[tuple[str, HelpKind, tuple[str, ...]]]:
    need, courses = case.need, case.scenario.courses
    who = [(need.agencies[0], need.kind)]
    if len(need.agencies) > 1 or case.scenario.in_turn:
        other = need.agencies[1] if len(need.agencies) > 1 else somebody_else(need.agencies[0])
        who.append((other, need.kind if case.scenario.in_turn else need.subject.second_kind))
        who.append((need.agencies[0], HelpKind.CONSULTANCY))  # a third part, as in the programme's own example
    for (agency, kind), statuses in zip(who, courses, strict=False):
        yield agency, kind, statuses


def _course_moves(place: int, status: str, later: tuple[str, ...], at: datetime, case: Case, rng: Random) -> list[Move]:
    moves = []
    for new in later:
        gap = _COURSE_GAPS[status, new]
        if (status, new) == (Response.ASKED, Response.ACCEPTED) and case.pace == 1 and rng.random() < 0.12:
            gap = (case.answer_days + 2, case.answer_days + 8)  # some answers come late
        at = _office_time(_days_later(at, gap, case, rng), rng)
        moves.append(_course_move(place, status, new, at, rng))
        status = new
    return moves


def _course_move(place: int, old: str, new: str, at: datetime, rng: Random) -> Move:
    reason, note = "", ("", "")
    if new == Response.INFO_NEEDED:
        note = rng.choice(INFO_QUESTIONS)
    elif new == Response.CANCELLED:
        note = rng.choice(CANCELLATIONS)
    elif new == Response.VERIFIED:
        note = rng.choice(SATISFIED)
    elif (old, new) == (Response.DELIVERED, Response.UNDER_WAY):
        note = NOT_SATISFIED
    reason = note[0]
    return Move(place, old, new, at, _COURSE_ROLES.get((old, new), Role.AGENCY), reason, note)


# ------------------------------------------------------------------------------------------------------------ the clock


def _days_later(at: datetime, gap: tuple[int, int], case: Case, rng: Random) -> date:
    return working_day_after(day_of(at), max(1, rng.randint(*gap) // case.pace))


def _morning(day: date, rng: Random) -> datetime:
    """Early enough that what follows within two hours is still before noon."""
    return _opening(day) + timedelta(minutes=rng.randrange(90), seconds=rng.randrange(60))


def _office_time(day: date, rng: Random) -> datetime:
    """Some time between 8:30 and 12:00 or 13:00 and 16:10."""
    minutes = rng.randrange(400)
    return _opening(day) + timedelta(minutes=minutes + 60 * (minutes >= 210), seconds=rng.randrange(60))


@cache
def _opening(day: date) -> datetime:
    return datetime.combine(day, OFFICE_OPENS, BANGKOK).astimezone(UTC)
