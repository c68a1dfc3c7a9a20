"""What stands in the invented answers and results: who helps how, what it costs, what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

from portal.thai import working_days_between
from requests_registry.models import DeclineReason, HelpKind, Indicator
from requests_registry.models import ResponseStatus as Response
from requests_registry.models.results import FOLLOW_UP_MONTHS, months_later

from .sample_cases import (
    Case,
    Course,
    FollowUpPlan,
    MilestonePlan,
    Move,
    OutcomePlan,
    ResponsePlan,
    day_of,
    working_day_after,
)
from .sample_texts import (
    BUDGET_SOURCES,
    BUDGETS,
    DECLINES,
    DETAILS,
    EVIDENCE,
    FIRST_STEPS,
    FOLLOW_UP_NOTES,
    LAST_STEPS,
    LEADING_ANSWERS,
    MEASURES,
    PART_TITLES,
    PEOPLE_REACHED,
    SUPPORTING_ANSWERS,
    with_words,
)

#: Whom a declining agency names when the need suggests nobody else.
USUAL_SUGGESTIONS = ("OPS", "TISTR")

_working_days_between = cache(working_days_between)


def response_of(case: Case, courses: list[Course], place: int, kept: list[Move], rng: Random) -> ResponsePlan:
    """What stands in the response after the moves that were kept."""
    course, reached, status = courses[place], {move.new for move in kept}, kept[-1].new
    asked_on = day_of(kept[0].at)
    facts: dict[str, Any] = {}
    if Response.ACCEPTED in reached:
        facts = _acceptance(case, course, place, rng)
    elif Response.DECLINED in reached:
        facts = _refusal(case, courses, place)
    if status in {Response.DELIVERED, Response.VERIFIED}:
        facts["delivered_on"] = max(day_of(move.at) for move in kept if move.new == Response.DELIVERED)
        facts["people_reached"] = rng.randint(*PEOPLE_REACHED[course.kind])
        facts["follow_ups"] = tuple(_follow_ups(facts["delivered_on"], case, rng))
    if Response.UNDER_WAY in reached:
        facts["milestones"] = tuple(_milestones(facts, kept, rng))
    return ResponsePlan(
        agency=course.agency,
        part=course.part,
        part_title=PART_TITLES[course.kind] if len(courses) > 1 and not case.scenario.in_turn else ("", ""),
        status=status,
        asked_on=asked_on,
        due_on=_due_on(asked_on, case.answer_days, kept),
        is_published=_is_published(status, facts.get("answered_on"), case),
        **facts,
    )


def _milestones(facts: dict[str, Any], kept: list[Move], rng: Random) -> Iterator[MilestonePlan]:
    """A first step when the work begins, and one that the delivery ends."""
    began = min(day_of(move.at) for move in kept if move.new == Response.UNDER_WAY)
    yield MilestonePlan(rng.choice(FIRST_STEPS), began, began)
    yield MilestonePlan(rng.choice(LAST_STEPS), facts["planned_to"], facts.get("delivered_on"))


def _follow_ups(delivered_on: date, case: Case, rng: Random) -> Iterator[FollowUpPlan]:
    """Those whose day has come were done within two weeks, apart from some that nobody has got to."""
    for months in FOLLOW_UP_MONTHS:
        due_on = months_later(delivered_on, months)
        done_on = due_on + timedelta(days=rng.randint(0, 14))
        is_done = done_on <= case.until and rng.random() < 0.85
        note = rng.choice(FOLLOW_UP_NOTES)
        yield FollowUpPlan(months, due_on, done_on if is_done else None, note if is_done else "")


def _due_on(asked_on: date, days: int, kept: list[Move]) -> date:
    """The clock stands while the province is asked: the due date moves by the working days of each question."""
    due_on = working_day_after(asked_on, days)
    for before, after in pairwise(kept):
        if before.new == Response.INFO_NEEDED and after.new == Response.ASKED:
            due_on = working_day_after(due_on, _working_days_between(day_of(before.at), day_of(after.at)))
    return due_on


def _acceptance(case: Case, course: Course, place: int, rng: Random) -> dict[str, Any]:
    days = {move.new: day_of(move.at) for move in reversed(course.moves)}  # of several, the first
    answered_on = days[Response.ACCEPTED]
    begins = days.get(Response.UNDER_WAY) or working_day_after(answered_on, rng.randint(10, 25))
    ends = days.get(Response.DELIVERED) or begins + timedelta(days=rng.randint(60, 150))
    texts = LEADING_ANSWERS if place == 0 or case.scenario.in_turn else SUPPORTING_ANSWERS
    return {
        "kind": course.kind.value,
        "answered_on": answered_on,
        "summary": with_words(rng.choice(texts[course.kind]), case.need.subject),
        "details": rng.choice(DETAILS[course.kind]),
        "planned_from": max(answered_on, begins - timedelta(days=rng.randint(0, 6))),
        "planned_to": ends + timedelta(days=rng.randint(0, 20)),
        **_budget(course.kind, rng),
    }


def _budget(kind: str, rng: Random) -> dict[str, Any]:
    """Advice often costs nothing that is budgeted for."""
    if kind == HelpKind.CONSULTANCY and rng.random() < 0.5:
        return {}
    low, high = BUDGETS[kind]
    baht = Decimal(rng.randrange(low, high, 500)).quantize(Decimal("0.01"))
    return {"budget_baht": baht, "budget_source_th": rng.choice(BUDGET_SOURCES)}


def _refusal(case: Case, courses: list[Course], place: int) -> dict[str, Any]:
    reason, course = DeclineReason.values[(case.refusal + place) % len(DeclineReason)], courses[place]
    others = [other.agency for other in courses if other.agency != course.agency]
    others += [agency for agency in case.need.agencies if agency != course.agency]
    return {
        "kind": course.kind.value,
        "answered_on": day_of(course.moves[-1].at),
        "summary": DECLINES[reason],
        "decline_reason": reason,
        "suggested_agency": others[0] if others else somebody_else(course.agency),
    }


def somebody_else(agency: str) -> str:
    """Whom to ask, or to recommend, when the need suggests nobody but this agency."""
    return next(other for other in USUAL_SUGGESTIONS if other != agency)


def _is_published(status: str, answered_on: date | None, case: Case) -> bool:
    """The ministry publishes an answer within some days; work that goes on was published before it began."""
    if status in {Response.ASKED, Response.INFO_NEEDED}:
        return False
    if status in {Response.ACCEPTED, Response.DECLINED} and answered_on:
        return case.scenario.published and answered_on <= case.until - timedelta(days=5)
    return True


# ------------------------------------------------------------------------------------------------------ what came of it


def outcomes_of(
    case: Case, responses: tuple[ResponsePlan, ...], moves: tuple[Move, ...], rng: Random
) -> Iterator[OutcomePlan]:
    """A measured result of what was delivered, shared by two agencies now and then, and the people trained."""
    done = [place for place, response in enumerate(responses) if response.delivered_on]
    if not done:
        return
    shared = len(done) > 1 and responses[done[0]].agency != responses[done[1]].agency and rng.random() < 0.45
    credited = tuple(done[:2] if shared else done[:1])
    yield _outcome(case.need.indicator, credited, responses, moves, rng)
    teaches = responses[done[0]].kind in {HelpKind.TECHNOLOGY_TRANSFER, HelpKind.LEARNING_CENTRE}
    if teaches and case.need.indicator != Indicator.TRAINED and rng.random() < 0.6:
        yield _outcome(Indicator.TRAINED, (done[0],), responses, moves, rng)


def _outcome(
    indicator: str, credited: tuple[int, ...], responses: tuple[ResponsePlan, ...], moves: tuple[Move, ...], rng: Random
) -> OutcomePlan:
    """Verified with the province's verdict on the deliveries, apart from some that it has not looked at yet."""
    verdicts = [move.at for move in moves if move.response in credited and move.new == Response.VERIFIED]
    is_verified = len(verdicts) == len(credited) and rng.random() < 0.88
    ends = max(filter(None, (responses[place].delivered_on for place in credited)))
    begins = min(filter(None, (responses[place].planned_from for place in credited)))
    baseline, actual = _measured(indicator, responses[credited[0]].people_reached or 0, rng)
    return OutcomePlan(
        responses=credited,
        indicator=indicator,
        unit=MEASURES[indicator][0],
        baseline=baseline,
        actual=actual,
        period_from=begins,
        period_to=ends,
        evidence_th=rng.choice(EVIDENCE),
        verified_at=max(verdicts) if is_verified else None,
    )


def _measured(indicator: str, people: int, rng: Random) -> tuple[Decimal | None, Decimal]:
    if indicator == Indicator.TRAINED:
        return None, Decimal(people)
    _, (low, high), (least, most) = MEASURES[indicator]
    baseline = rng.randint(low, high)
    if indicator == Indicator.JOBS:
        return Decimal(baseline), Decimal(baseline + rng.randint(3, 12))
    step = 1 if high < 100 else 100
    baseline -= baseline % step
    actual = baseline * rng.randint(least, most) // 100
    return Decimal(baseline), Decimal(actual - actual % step)
