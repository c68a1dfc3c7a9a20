"""What the database itself refuses: categories, requests, responses, transitions, outcomes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from portal.models import User
from requests_registry.models import (
    AgencyResponse,
    Attachment,
    CommunityRequest,
    DeclineReason,
    HelpKind,
    Indicator,
    RequestOutcome,
    RequestStatus,
    ResponseStatus,
    SuggestionVerdict,
)
from requests_registry.models.requests import NUMBERED, UNNUMBERED
from requests_registry.models.responses import HELPING, NOT_LIVE, WAITING
from tests.constraints import Case, assert_refused, claim_cases, constraints, names
from tests.factories import (
    AT,
    NAN,
    TISTR,
    a_category,
    a_fiscal_year,
    a_province,
    a_source,
    an_agency,
    make_attachment,
    make_category,
    make_contact,
    make_district,
    make_follow_up,
    make_milestone,
    make_outcome,
    make_request,
    make_response,
    make_sheet,
    make_transition,
    make_user,
)
from workshops.models import Sector

pytestmark = pytest.mark.django_db

FIRST, NEXT = date(2009, 1, 5), date(2009, 1, 6)


def stated_request(**fields: Any) -> CommunityRequest:
    """As the source's own example: numbered by the portal, times and category unknown."""
    return make_request(
        **{
            "provenance": "stated",
            "source": a_source(),
            "submitted_at": None,
            "accepted_at": None,
            "category": None,
            **fields,
        }
    )


def stated_response(**fields: Any) -> AgencyResponse:
    return make_response(**{"provenance": "stated", "source": a_source(), **fields})


def change(row: CommunityRequest | AgencyResponse, **fields: Any) -> int:
    return type(row)._default_manager.filter(pk=row.pk).update(**fields)


CATEGORIES = [
    Case("category_code_counts_from_one", lambda: make_category(0), lambda: make_category(1)),
    Case(
        "category_answers_within_a_day_or_more",
        lambda: make_category(working_days=0),
        lambda: make_category(working_days=1),
    ),
    *claim_cases("category", make_category, a_source),
]

REQUESTS = [
    Case(
        "request_number_is_unique_in_its_year",
        lambda request: make_request(number=request.number),
        lambda request: [
            make_request(number=request.number + 1),
            make_request(number=request.number, fiscal_year=a_fiscal_year(2553)),
            make_request(RequestStatus.SUBMITTED),
            make_request(RequestStatus.SUBMITTED),
        ],
        given=make_request,
    ),
    Case("request_number_counts_from_one", lambda: make_request(number=0), lambda: make_request(number=1)),
    Case(
        "request_number_is_given_at_acceptance",
        lambda: make_request(number=1, accepted_at=None),
        lambda: make_request(number=1, accepted_at=AT),
    ),
    Case(
        "request_number_is_given_at_acceptance",
        lambda: make_request(RequestStatus.WITHDRAWN, number=None, accepted_at=AT),
        lambda: [
            make_request(RequestStatus.WITHDRAWN),
            make_request(RequestStatus.WITHDRAWN, number=1),
            stated_request(number=2),
        ],
    ),
    *(
        Case(
            "request_has_no_number_before_acceptance",
            lambda status=status: make_request(status, number=1),
            lambda status=status: make_request(status),
        )
        for status in UNNUMBERED
    ),
    *(
        Case(
            "request_in_the_work_has_a_number",
            lambda status=status: make_request(status, number=None),
            lambda status=status: make_request(status, number=1),
        )
        for status in NUMBERED
    ),
    Case(
        "request_with_a_number_has_a_cleared_title",
        lambda: make_request(public_title_th=""),
        lambda: [make_request(public_title_th="ก"), make_request(RequestStatus.SUBMITTED, public_title_th="")],
    ),
    Case("request_has_a_title", lambda: make_request("draft", title_th=""), lambda: make_request("draft")),
    Case(
        "request_status_is_known",
        lambda: make_request("lost"),
        lambda: [make_request(status) for status in RequestStatus.values],
    ),
    Case(
        "request_sector_is_known",
        lambda: make_request(sector="press"),
        lambda: [make_request(sector=sector) for sector in ("", *Sector.values)],
    ),
    *(
        Case(
            "request_parts_have_a_known_provenance",
            lambda part=part: make_request(**{f"{part}_provenance": "rumoured"}),
            lambda part=part: make_request(**{f"{part}_provenance": "inferred"}),
        )
        for part in ("title", "category", "workshop")
    ),
    *(
        Case(
            "request_outcome_is_set_exactly_when_closed",
            lambda outcome=outcome: make_request(RequestStatus.CLOSED, outcome=outcome),
            lambda: [make_request(RequestStatus.CLOSED, outcome=outcome) for outcome in RequestOutcome.values],
        )
        for outcome in ("", "lost")
    ),
    *(
        Case(
            "request_outcome_is_set_exactly_when_closed",
            lambda status=status: make_request(status, outcome=RequestOutcome.MET),
            lambda status=status: make_request(status, outcome=""),
        )
        for status in RequestStatus.values
        if status != RequestStatus.CLOSED
    ),
    Case(
        "request_is_merged_exactly_into_another",
        lambda: make_request(RequestStatus.MERGED, merged_into=None),
        lambda: make_request(RequestStatus.MERGED, merged_into=make_request()),
    ),
    Case(
        "request_is_merged_exactly_into_another",
        lambda: make_request(RequestStatus.ACCEPTED, merged_into=make_request()),
        lambda: make_request(RequestStatus.ACCEPTED, merged_into=None),
    ),
    Case(
        "request_is_merged_exactly_into_another",
        lambda request: change(request, merged_into=request),
        lambda request: change(request, merged_into=make_request()),
        given=lambda: make_request(RequestStatus.MERGED),
    ),
    *(
        Case(
            "request_entered_here_is_complete_when_submitted",
            lambda status=status, field=field: make_request(status, **{field: None}),
            lambda status=status: make_request(status),
        )
        for status in RequestStatus.values
        if status != RequestStatus.DRAFT
        for field in ("category", "submitted_at")
    ),
    Case(
        "request_entered_here_is_complete_when_submitted",
        lambda request: change(request, provenance="entered"),
        lambda request: change(request, provenance="entered", category=a_category(), submitted_at=AT),
        given=lambda: stated_request(status=RequestStatus.WITHDRAWN),
    ),
    Case(
        "request_district_lies_in_its_province",
        lambda: make_request(district=make_district("5501"), province=a_province("42")),
        lambda: make_request(district=make_district("5501"), province=a_province(NAN)),
    ),
    *claim_cases("request", make_request, a_source),
]

RESPONSES = [
    Case(
        "agency_answers_a_part_with_one_live_response",
        lambda response: make_response(community_request=response.community_request),
        lambda response: [
            make_response(community_request=response.community_request, part=2),
            make_response(community_request=response.community_request, agency=an_agency(TISTR)),
            make_response(),
            *(make_response(status, community_request=response.community_request) for status in NOT_LIVE),
        ],
        given=make_response,
    ),
    Case(
        "agency_answers_a_part_with_one_live_response",
        lambda response: change(response, status=ResponseStatus.ASKED),
        lambda response: change(response, status=ResponseStatus.CANCELLED),
        given=lambda: make_response("declined", community_request=make_response().community_request),
    ),
    Case("response_part_counts_from_one", lambda: make_response(part=0), lambda: make_response(part=1)),
    Case(
        "response_status_is_known",
        lambda: make_response("lost"),
        lambda: [make_response(status) for status in ResponseStatus.values],
    ),
    Case(
        "response_kind_is_known",
        lambda: make_response(kind="XX"),
        lambda: [make_response(kind=kind) for kind in ("", *HelpKind.values)],
    ),
    *(
        Case(
            "response_that_helps_says_how",
            lambda status=status, field=field: make_response(status, **{field: ""}),
            lambda status=status: make_response(status),
        )
        for status in HELPING
        for field in ("kind", "summary_th")
    ),
    *(
        Case(
            "response_declines_with_a_reason",
            lambda reason=reason: make_response(ResponseStatus.DECLINED, decline_reason=reason),
            lambda: [make_response("declined", decline_reason=reason) for reason in DeclineReason.values],
        )
        for reason in ("", "lost")
    ),
    *(
        Case(
            "response_entered_here_has_a_due_date",
            lambda field=field: make_response(ResponseStatus.ASKED, **{field: None}),
            lambda field=field: stated_response(**{field: None}),
        )
        for field in ("asked_on", "due_on")
    ),
    Case(
        "response_is_due_on_or_after_it_was_asked",
        lambda: make_response(asked_on=NEXT, due_on=FIRST),
        lambda: make_response(asked_on=FIRST, due_on=FIRST),
    ),
    Case(
        "response_with_both_days_has_the_days_between",
        lambda: AgencyResponse.objects.filter(
            pk=make_response(asked_on=FIRST, due_on=NEXT, answered_on=NEXT).pk
        ).update(response_days=None),
        lambda: make_response(asked_on=FIRST, due_on=NEXT, answered_on=NEXT),
    ),
    Case(
        "response_plan_ends_on_or_after_its_start",
        lambda: make_response(planned_from=NEXT, planned_to=FIRST),
        lambda: [
            make_response(planned_from=FIRST, planned_to=FIRST),
            make_response(planned_from=FIRST),
            make_response(planned_to=FIRST),
        ],
    ),
    Case(
        "response_budget_is_not_negative",
        lambda: make_response(budget_baht=Decimal("-0.01")),
        lambda: make_response(budget_baht=0),
    ),
    *(
        Case(
            "response_delivered_here_has_its_day",
            lambda status=status: make_response(status, delivered_on=None),
            lambda status=status: [make_response(status), stated_response(status=status, delivered_on=None)],
        )
        for status in (ResponseStatus.DELIVERED, ResponseStatus.VERIFIED)
    ),
    Case(
        "response_suggests_another_agency",
        lambda: make_response(suggested_agency=an_agency()),
        lambda: make_response(suggested_agency=an_agency(TISTR)),
    ),
    *claim_cases("response", make_response, a_source),
]

RESULTS = [
    Case(
        "transition_changes_the_status",
        lambda: make_transition(from_status="accepted", to_status="accepted"),
        lambda: make_transition(from_status="", to_status="draft"),
    ),
    Case(
        "transition_role_is_known",
        lambda: make_transition(by_role="owner"),
        lambda: [make_transition(by_role=""), make_transition(by_role="province")],
    ),
    *(
        Case(
            "transition_statuses_are_those_of_what_moves",
            lambda fields=fields: make_transition(**fields),
            lambda: [
                make_transition(from_status="", to_status="draft"),
                make_transition(from_status="draft", to_status="submitted"),
            ],
        )
        for fields in (
            {"to_status": ""},
            {"to_status": "asked"},
            {"from_status": "info_needed"},
        )
    ),
    Case(
        "transition_statuses_are_those_of_what_moves",
        lambda response: make_transition(
            community_request=response.community_request, response=response, from_status="", to_status="submitted"
        ),
        lambda response: make_transition(
            community_request=response.community_request, response=response, from_status="", to_status="asked"
        ),
        given=make_response,
    ),
    Case(
        "outcome_indicator_is_known",
        lambda: make_outcome(indicator="FUN"),
        lambda: [make_outcome(indicator=indicator) for indicator in Indicator.values],
    ),
    Case(
        "outcome_is_not_negative",
        lambda: make_outcome(actual=Decimal("-0.01")),
        lambda: make_outcome(actual=0),
    ),
    Case(
        "outcome_period_ends_on_or_after_its_start",
        lambda: make_outcome(period_from=NEXT, period_to=FIRST),
        lambda: make_outcome(period_from=FIRST, period_to=FIRST),
    ),
    Case("outcome_has_a_unit", lambda: make_outcome(unit_th=""), lambda: make_outcome(unit_th="คน")),
    *claim_cases("outcome", make_outcome, a_source),
]

MORE_OF_REQUESTS = [
    Case(
        "request_decline_reason_is_set_exactly_when_declined",
        lambda: make_request(RequestStatus.DECLINED, decline_reason=""),
        lambda: make_request(RequestStatus.DECLINED, decline_reason="unclear"),
    ),
    Case(
        "request_decline_reason_is_set_exactly_when_declined",
        lambda: make_request(RequestStatus.DECLINED, decline_reason="mood"),
        lambda: make_request(RequestStatus.DECLINED),
    ),
    Case(
        "request_decline_reason_is_set_exactly_when_declined",
        lambda: make_request(decline_reason="unclear"),
        lambda: make_request(),
    ),
    Case(
        "request_is_wanted_back_by_a_day_exactly_when_returned",
        lambda: make_request(RequestStatus.RETURNED, answer_wanted_by=None),
        lambda: make_request(RequestStatus.RETURNED, answer_wanted_by=NEXT),
    ),
    Case(
        "request_is_wanted_back_by_a_day_exactly_when_returned",
        lambda: make_request(RequestStatus.SUBMITTED, answer_wanted_by=NEXT),
        lambda: make_request(RequestStatus.SUBMITTED),
    ),
    Case(
        "request_entered_as_is_known",
        lambda: make_request(entered_as="owner"),
        lambda: make_request(entered_as="province"),
    ),
    Case(
        "request_helps_somebody_or_it_is_unknown",
        lambda: make_request(beneficiaries=0),
        lambda: [make_request(beneficiaries=1), make_request(beneficiaries=None)],
    ),
]

MORE_OF_RESPONSES = [
    Case(
        "response_to_be_cancelled_says_why",
        lambda: make_response(cancel_proposed_at=AT),
        lambda: make_response(cancel_proposed_at=AT, cancel_reason="งบประมาณเปลี่ยน"),
    ),
    *(
        Case(
            "response_without_an_answer_is_not_published",
            lambda status=status: make_response(status, is_published=True),
            lambda: make_response(ResponseStatus.ACCEPTED, is_published=True),
        )
        for status in WAITING
    ),
    Case("milestone_has_a_title", lambda: make_milestone(title_th=""), lambda: make_milestone(title_th="ก")),
    Case(
        "milestone_has_a_day", lambda: make_milestone(due_on=None), lambda: make_milestone(due_on=None, done_on=FIRST)
    ),
    Case(
        "outcome_is_not_both_verified_and_returned",
        lambda: make_outcome(verified_at=AT, returned_note="ตัวเลขไม่ตรง"),
        lambda: [make_outcome(verified_at=AT), make_outcome(returned_note="ตัวเลขไม่ตรง")],
    ),
    Case(
        "follow_up_is_planned_once",
        lambda planned: make_follow_up(response=planned.response),
        lambda planned: make_follow_up(response=planned.response, months=6),
        given=make_follow_up,
    ),
    Case("follow_up_months_are_known", lambda: make_follow_up(months=4), lambda: make_follow_up(months=12)),
    Case(
        "follow_up_is_done_with_a_sentence",
        lambda: make_follow_up(done_on=FIRST),
        lambda: make_follow_up(done_on=FIRST, note_th="ยังใช้อยู่"),
    ),
    Case("follow_up_is_done_with_a_sentence", lambda: make_follow_up(note_th="ยังใช้อยู่"), lambda: make_follow_up()),
]

AROUND_REQUESTS = [
    Case(
        "contact_says_whom_to_ask",
        lambda: make_contact(name="", phone="", email=""),
        lambda: make_contact(name="", phone="", email="a@example.go.th"),
    ),
    Case(
        "attachment_is_cleared_by_somebody_at_some_time",
        lambda: make_attachment(cleared_at=AT),
        lambda: make_attachment(cleared_at=AT, cleared_by=make_user(username="c")),
    ),
    Case(
        "attachment_of_a_request_is_kept_once",
        lambda kept: make_attachment(community_request=kept.community_request),
        lambda kept: [
            make_attachment(community_request=kept.community_request, content=b"%PDF-2\n%%EOF"),
            make_attachment(),
        ],
        given=make_attachment,
    ),
    Case(
        "attachment_of_an_answer_is_kept_once",
        lambda response: [an_attachment_of(response), an_attachment_of(response)],
        lambda response: [an_attachment_of(response), make_attachment(community_request=response.community_request)],
        given=make_response,
    ),
    Case(
        "sheet_is_one_for_a_clerk_and_workshop",
        lambda sheet: make_sheet(user=sheet.user),
        lambda sheet: make_sheet(user=make_user(username="other")),
        given=make_sheet,
    ),
]


def an_attachment_of(response: AgencyResponse) -> Attachment:
    return make_attachment(community_request=response.community_request, response=response)


def a_verdict(**fields: Any) -> SuggestionVerdict:
    """A ministry officer's yes to the first request that there is."""
    request = CommunityRequest.objects.order_by("pk").first() or make_request()
    by = User.objects.filter(username="judge").first() or make_user(username="judge")
    return SuggestionVerdict.objects.create(
        **{"community_request": request, "is_right": True, "score": 1.0, "by": by, **fields}
    )


VERDICTS = [
    Case("verdict_is_on_a_request_or_on_an_agency", a_verdict, lambda: a_verdict(agency=an_agency())),
    Case(
        "verdict_is_on_a_request_or_on_an_agency",
        lambda other: a_verdict(similar=other, agency=an_agency()),
        lambda other: a_verdict(similar=other),
        given=lambda: (make_request(), make_request())[1],
    ),
    Case(
        "verdict_is_not_on_the_request_itself",
        lambda request: a_verdict(similar=request),
        lambda request: a_verdict(similar=make_request()),
        given=make_request,
    ),
    Case(
        "verdict_on_a_similar_request_is_given_once",
        lambda verdict: a_verdict(similar=verdict.similar),
        lambda verdict: a_verdict(similar=make_request()),
        given=lambda: (make_request(), a_verdict(similar=make_request()))[1],
    ),
    Case(
        "verdict_on_an_agency_is_given_once",
        lambda verdict: a_verdict(agency=verdict.agency),
        lambda verdict: a_verdict(agency=an_agency(TISTR)),
        given=lambda: a_verdict(agency=an_agency()),
    ),
]

CASES = [
    *CATEGORIES,
    *REQUESTS,
    *MORE_OF_REQUESTS,
    *RESPONSES,
    *MORE_OF_RESPONSES,
    *RESULTS,
    *AROUND_REQUESTS,
    *VERDICTS,
]


def test_every_constraint_is_tried() -> None:
    assert names(CASES) == set(constraints("requests_registry"))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_database_refuses(case: Case) -> None:
    start = case.start()

    with assert_refused(case.constraint):
        case.broken(*start)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_database_accepts_the_neighbour(case: Case) -> None:
    case.allowed(*case.start())
