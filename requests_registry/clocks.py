"""When an answer is due, and how late it is: working days of Thai offices, standing still while the province is asked.

A due date that was given never moves when a rule changes: it is stored, and only a question to the province moves it.
Lateness is computed for a day and never stored.
"""

from __future__ import annotations

from datetime import date

from portal.thai import add_working_days, working_days_between

from .models import AgencyResponse, Category, CommunityRequest, RequestStatus, ResponseStatus

#: Days after the last delivery from which the ministry may close without the province's word.
DAYS_FOR_A_VERDICT = 60
#: Days within which a declined request may be taken up again.
DAYS_TO_REOPEN = 30
#: Working days that a request which names no field has for its answer.
USUAL_WORKING_DAYS = 30
#: Days after which a question of an agency has waited too long for its province.
DAYS_FOR_THE_PROVINCE = 14


def suggested_due_date(category: Category | None, *, on: date) -> date:
    """When an agency that is asked on this day owes its answer, by the rule of the category."""
    return add_working_days(on, category.working_days if category else USUAL_WORKING_DAYS)


def moved_due_date(due_on: date, *, stopped_on: date, resumed_on: date) -> date:
    """The due date after the province has answered: later by the working days on which the clock stood."""
    return add_working_days(due_on, working_days_between(stopped_on, max(stopped_on, resumed_on)))


def working_days_late(response: AgencyResponse, *, on: date) -> int:
    """How many working days the answer is late; 0 when it is not, or owed by nobody at the moment."""
    if response.status != ResponseStatus.ASKED or response.due_on is None or response.due_on >= on:
        return 0
    return working_days_between(response.due_on, on)


def working_days_past(community_request: CommunityRequest, *, on: date) -> int:
    """How many working days a province is past the day on which the ministry wanted its answer; 0 when it is not."""
    wanted_by = community_request.answer_wanted_by
    if community_request.status != RequestStatus.RETURNED or wanted_by is None or wanted_by >= on:
        return 0
    return working_days_between(wanted_by, on)


def working_days_left(response: AgencyResponse, *, on: date) -> int | None:
    """How many working days are left until the due date; `None` while the clock does not run."""
    if response.status != ResponseStatus.ASKED or response.due_on is None or response.due_on < on:
        return None
    return working_days_between(on, response.due_on)
