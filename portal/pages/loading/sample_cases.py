"""The shapes of an invented request's story: the case it follows from, its moves, answers and results."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache

from portal.thai import add_working_days
from requests_registry.models import HelpKind

from .sample_needs import Need
from .sample_scenarios import Scenario
from .sample_texts import Pair

#: Thailand has had no other offset since 1920.
BANGKOK_OFFSET = timedelta(hours=7)
BANGKOK = timezone(BANGKOK_OFFSET, "Asia/Bangkok")

working_day_after = cache(add_working_days)


@dataclass(frozen=True, slots=True)
class Case:
    """All that a history follows from. `until` is the last day on which something has happened.

    `pace` divides the usual working days between moves. `answer_days` are the working days of the category. `refusal`
    picks the reason to decline, so that a plan can have them all.
    """

    seed: str
    need: Need
    scenario: Scenario
    submitted_on: date
    until: date
    answer_days: int
    pace: int = 1
    refusal: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """A row of the history; `response` is the place in `History.responses`, None for the request itself."""

    response: int | None
    old: str
    new: str
    at: datetime
    by_role: str
    reason: str = ""
    note: Pair = ("", "")


@dataclass(frozen=True, slots=True)
class MilestonePlan:
    """A step of the work; done on a day, or still to come."""

    title: Pair
    due_on: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class FollowUpPlan:
    """A look back, so many months after delivery."""

    months: int
    due_on: date
    done_on: date | None
    note_th: str


@dataclass(frozen=True, slots=True)
class ResponsePlan:
    """What one agency answers to one part; days are in Thailand."""

    agency: str
    part: int
    part_title: Pair
    status: str
    asked_on: date
    due_on: date
    kind: str = ""
    answered_on: date | None = None
    summary: Pair = ("", "")
    details: Pair = ("", "")
    planned_from: date | None = None
    planned_to: date | None = None
    budget_baht: Decimal | None = None
    budget_source_th: str = ""
    delivered_on: date | None = None
    people_reached: int | None = None
    decline_reason: str = ""
    suggested_agency: str = ""
    is_published: bool = False
    milestones: tuple[MilestonePlan, ...] = ()
    follow_ups: tuple[FollowUpPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomePlan:
    """A measured result; `responses` are places in `History.responses`."""

    responses: tuple[int, ...]
    indicator: str
    unit: Pair
    baseline: Decimal | None
    actual: Decimal
    period_from: date
    period_to: date
    evidence_th: str
    verified_at: datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """A request's story by the day of the cut."""

    status: str
    outcome: str = ""
    decline_reason: str = ""
    answer_wanted_by: date | None = None
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    moves: tuple[Move, ...] = ()
    responses: tuple[ResponsePlan, ...] = ()
    outcomes: tuple[OutcomePlan, ...] = ()


@dataclass(slots=True)
class Course:
    """One agency's part: who, which help, and the moves from the asking to the end."""

    agency: str
    part: int
    kind: HelpKind
    moves: list[Move] = field(default_factory=list)


def day_of(at: datetime) -> date:
    """The day in Thailand of a time in UTC."""
    return (at + BANGKOK_OFFSET).date()
