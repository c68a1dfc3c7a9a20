"""Writing plans as rows: many at a time, each row marked as a sample."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from portal.access import Role
from portal.models import Agency, District, GroupMembership, Province, ProvinceGroup
from requests_registry.models import (
    AgencyResponse,
    Category,
    CommunityRequest,
    FollowUp,
    Milestone,
    Outcome,
    Transition,
)
from requests_registry.models.responses import response_days
from workshops.models import Activity, Attendance, Handover, Workshop, WorkshopProvince

from .sample_cases import History, Move, OutcomePlan, ResponsePlan
from .sample_needs import Codes
from .sample_plan import RequestPlan
from .sample_workshops import RECEIVER, Geography, Member, WorkshopPlan

#: The values of a row by column name (`fiscal_year_id`); what is not named has the field's default.
Values = dict[str, Any]
#: Writes rows and gives their primary keys in the same order.
Insert = Callable[[type[models.Model], list[Values]], list[int]]
HANDOVER_TH, HANDOVER_EN = "ภาพถ่ายดาวเทียมพื้นที่จังหวัด", "Satellite image of the province"


@dataclass(frozen=True)
class Reference:
    """What the plans name by code, as the database knows it."""

    codes: Codes
    geography: Geography
    answer_days: dict[int, int]
    agencies: dict[str, int]
    groups: dict[str, int]

    @classmethod
    def read(cls) -> Reference:
        """Nine queries; everything that a plan needs to know of places, agencies and categories."""
        provinces = {place.code: (place.name_th, place.name_en) for place in Province.objects.all()}
        districts = {place.code: (place.name_th, place.name_en) for place in District.objects.all()}
        agencies = dict(Agency.objects.filter(can_answer=True).values_list("acronym", "pk"))
        answer_days = dict(Category.objects.values_list("code", "working_days"))
        groups = list(ProvinceGroup.objects.all())
        members = GroupMembership.objects.select_related("group").order_by("valid_from", "province")
        return cls(
            codes=Codes(frozenset(provinces), frozenset(districts), frozenset(agencies), frozenset(answer_days)),
            geography=Geography(
                members=tuple(
                    Member(row.province_id, row.group.key if row.group else "", row.valid_from, row.is_centre)
                    for row in members
                ),
                provinces=provinces,
                districts=districts,
                groups={group.key: (group.name_th, group.name_en) for group in groups},
            ),
            answer_days=answer_days,
            agencies=agencies,
            groups={group.key: group.pk for group in groups},
        )


def insert_by_model(model: type[models.Model], rows: list[Values]) -> list[int]:
    """The usual way: on every database, a few thousand rows a second."""
    return [row.pk for row in model._base_manager.bulk_create(model(**values) for values in rows)]


def write_workshops(plans: Sequence[WorkshopPlan], reference: Reference) -> dict[tuple[int, int], int]:
    """Write workshops with all that belongs to them; primary keys by (year, number)."""
    rows = Workshop.objects.bulk_create([_workshop(plan, reference) for plan in plans])
    keys = {(row.fiscal_year_id, row.number): row.pk for row in rows}
    pairs = list(zip(plans, rows, strict=True))
    WorkshopProvince.objects.bulk_create(
        WorkshopProvince(workshop=row, province_id=code, group_id=row.group_id, order=order)
        for plan, row in pairs
        for order, code in enumerate(plan.provinces, start=1)
    )
    Activity.objects.bulk_create(activity for plan, row in pairs for activity in _activities(plan, row, reference))
    Attendance.objects.bulk_create(
        Attendance(fiscal_year_id=plan.year_be, workshop=row, sector=sector, headcount=people, order=order)
        for plan, row in pairs
        for order, (sector, people) in enumerate(plan.attendance, start=1)
    )
    Handover.objects.bulk_create(handover for plan, row in pairs for handover in _handovers(plan, row, reference))
    return keys


def _workshop(plan: WorkshopPlan, reference: Reference) -> Workshop:
    return Workshop(
        fiscal_year_id=plan.year_be,
        number=plan.number,
        title_th=plan.title[0],
        title_en=plan.title[1],
        theme_th=plan.theme[0],
        theme_en=plan.theme[1],
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        venue_th=plan.venue[0],
        venue_en=plan.venue[1],
        host_province_id=plan.host,
        group_id=reference.groups[plan.group],
        outcome_th=plan.outcome[0],
        outcome_en=plan.outcome[1],
        is_published=True,
        is_sample=True,
    )


def _activities(plan: WorkshopPlan, row: Workshop, reference: Reference) -> Iterator[Activity]:
    for order, activity in enumerate(plan.activities, start=1):
        yield Activity(
            fiscal_year_id=plan.year_be,
            workshop=row,
            kind=activity.kind,
            order=order,
            title_th=activity.title[0],
            title_en=activity.title[1],
            agency_id=reference.agencies[activity.agency] if activity.agency else None,
        )


def _handovers(plan: WorkshopPlan, row: Workshop, reference: Reference) -> Iterator[Handover]:
    for province in plan.handovers:
        yield Handover(
            workshop=row,
            province_id=province,
            item_th=HANDOVER_TH,
            item_en=HANDOVER_EN,
            giver_id=reference.agencies["GISTDA"],
            receiver_position_th=RECEIVER,
            handed_on=plan.starts_on,
        )


def write_requests(
    plans: Sequence[RequestPlan],
    reference: Reference,
    workshops: dict[tuple[int, int], int],
    *,
    insert: Insert = insert_by_model,
) -> None:
    """Write requests with responses, transitions and outcomes.

    A merged request names the one it joined, so those are written after all others.
    """
    keys: dict[str, int] = {}
    for is_merged in (False, True):
        chosen = [plan for plan in plans if bool(plan.merged_into) == is_merged]
        rows = insert(CommunityRequest, [_request(plan, reference, workshops, keys) for plan in chosen])
        keys |= {plan.key: key for plan, key in zip(chosen, rows, strict=True)}
    histories = [(keys[plan.key], plan.history) for plan in plans]
    responses = _write_responses(histories, reference, insert)
    _write_steps(histories, responses, insert)
    insert(
        Transition,
        [
            _transition(move, key, None if move.response is None else responses[key, move.response])
            for key, history in histories
            for move in history.moves
        ],
    )
    _write_outcomes(histories, responses, insert)


def _request(
    plan: RequestPlan, reference: Reference, workshops: dict[tuple[int, int], int], keys: dict[str, int]
) -> Values:
    need, history = plan.need, plan.history
    # Cleared of personal data at acceptance; invented needs hold none.
    is_cleared = history.accepted_at is not None
    return {
        "receipt": plan.receipt,
        "fiscal_year_id": plan.year_be,
        "number": plan.number,
        "category_id": need.category,
        "province_id": need.province,
        "district_id": need.district,
        "community_th": plan.community[0],
        "community_en": plan.community[1],
        "sector": need.sector.value,
        "workshop_id": workshops[plan.year_be, plan.workshop] if plan.workshop else None,
        "group_id": reference.groups[plan.group] if plan.group else None,
        "title_th": need.title_th,
        "title_en": need.title_en,
        "text_th": need.text_th,
        "public_title_th": need.title_th if is_cleared else "",
        "public_community_th": plan.community[0] if is_cleared else "",
        "public_community_en": plan.community[1] if is_cleared else "",
        "public_title_en": need.title_en if is_cleared else "",
        "public_text_th": need.text_th if is_cleared else "",
        "status": history.status,
        "outcome": history.outcome,
        "decline_reason": history.decline_reason,
        "answer_wanted_by": history.answer_wanted_by,
        "entered_as": Role.PROVINCE,
        "merged_into_id": keys[plan.merged_into] if plan.merged_into else None,
        "submitted_at": history.submitted_at,
        "accepted_at": history.accepted_at,
        "is_sample": True,
    }


def _write_responses(
    histories: list[tuple[int, History]], reference: Reference, insert: Insert
) -> dict[tuple[int, int], int]:
    """Primary keys by request and place in its history."""
    places = [(key, place, plan) for key, history in histories for place, plan in enumerate(history.responses)]
    rows = insert(AgencyResponse, [_response(plan, key, reference) for key, _, plan in places])
    return {(key, place): row for (key, place, _), row in zip(places, rows, strict=True)}


def _write_steps(histories: list[tuple[int, History]], responses: dict[tuple[int, int], int], insert: Insert) -> None:
    """Milestones and follow-ups of each response."""
    plans = [
        (responses[key, place], plan) for key, history in histories for place, plan in enumerate(history.responses)
    ]
    insert(
        Milestone,
        [
            {
                "response_id": row,
                "title_th": step.title[0],
                "title_en": step.title[1],
                "due_on": step.due_on,
                "done_on": step.done_on,
            }
            for row, plan in plans
            for step in plan.milestones
        ],
    )
    insert(
        FollowUp,
        [
            {
                "response_id": row,
                "months": look.months,
                "due_on": look.due_on,
                "done_on": look.done_on,
                "note_th": look.note_th,
            }
            for row, plan in plans
            for look in plan.follow_ups
        ],
    )


def _response(plan: ResponsePlan, community_request: int, reference: Reference) -> Values:
    return {
        "community_request_id": community_request,
        "agency_id": reference.agencies[plan.agency],
        "part": plan.part,
        "part_title_th": plan.part_title[0],
        "part_title_en": plan.part_title[1],
        "kind": plan.kind,
        "status": plan.status,
        "asked_on": plan.asked_on,
        "due_on": plan.due_on,
        "answered_on": plan.answered_on,
        "response_days": response_days(plan.asked_on, plan.answered_on),
        "summary_th": plan.summary[0],
        "summary_en": plan.summary[1],
        "details_th": plan.details[0],
        "details_en": plan.details[1],
        "planned_from": plan.planned_from,
        "planned_to": plan.planned_to,
        "budget_baht": plan.budget_baht,
        "budget_source_th": plan.budget_source_th,
        "delivered_on": plan.delivered_on,
        "people_reached": plan.people_reached,
        "decline_reason": plan.decline_reason,
        "suggested_agency_id": reference.agencies[plan.suggested_agency] if plan.suggested_agency else None,
        "is_published": plan.is_published,
    }


def _transition(move: Move, community_request: int, response: int | None) -> Values:
    return {
        "community_request_id": community_request,
        "response_id": response,
        "from_status": move.old,
        "to_status": move.new,
        "at": move.at,
        "by_role": move.by_role,
        "reason": move.reason,
        "public_note_th": move.note[0],
        "public_note_en": move.note[1],
    }


def _write_outcomes(
    histories: list[tuple[int, History]], responses: dict[tuple[int, int], int], insert: Insert
) -> None:
    plans = [(key, plan) for key, history in histories for plan in history.outcomes]
    rows = insert(Outcome, [_outcome(plan, key) for key, plan in plans])
    insert(
        Outcome.responses.through,
        [
            {"outcome_id": row, "agencyresponse_id": responses[key, place]}
            for (key, plan), row in zip(plans, rows, strict=True)
            for place in plan.responses
        ],
    )


def _outcome(plan: OutcomePlan, community_request: int) -> Values:
    return {
        "community_request_id": community_request,
        "indicator": plan.indicator,
        "unit_th": plan.unit[0],
        "unit_en": plan.unit[1],
        "baseline": plan.baseline,
        "actual": plan.actual,
        "period_from": plan.period_from,
        "period_to": plan.period_to,
        "evidence_th": plan.evidence_th,
        "verified_at": plan.verified_at,
    }
