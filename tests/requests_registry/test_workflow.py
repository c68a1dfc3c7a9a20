"""The verbs: who may do what when, what each leaves behind, and that whatever is refused changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import product
from typing import Any

import pytest
import time_machine
from django.core import serializers
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from portal.access import Role, allows
from portal.models import Job, User
from portal.saving import Conflict
from portal.thai import add_working_days, working_days_between
from requests_registry import workflow
from requests_registry.models import (
    AgencyResponse,
    CommunityRequest,
    FollowUp,
    Milestone,
    Outcome,
    RequestStatus,
    ResponseStatus,
    Transition,
)
from requests_registry.moves import ASSIGN, COMPUTED, REQUEST_MOVES, RESPONSE_MOVES, Move, status_from_responses
from requests_registry.workflow import Asking, Help, MoveRefused, PublicWords
from tests.factories import (
    DSS,
    LOEI,
    NAN,
    TISTR,
    a_category,
    a_district,
    a_fiscal_year,
    a_province,
    an_agency,
    make_follow_up,
    make_milestone,
    make_outcome,
    make_request,
    make_response,
    make_transition,
    make_user,
    make_workshop,
)

pytestmark = pytest.mark.django_db

NOW = "2026-11-25T03:00:00Z"  # a Wednesday, 10 o'clock in Bangkok
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def everything() -> str:
    """All that verbs write, to tell whether anything has changed."""
    models = (CommunityRequest, AgencyResponse, Transition, Job, Milestone, FollowUp, Outcome)
    rows = [row for model in models for row in model._default_manager.order_by("pk")]
    return serializers.serialize("json", rows)


def a_request(status: str, **fields: Any) -> CommunityRequest:
    """A request of Loei in this status with what its moves would have left: responses, and the last move."""
    fields = {"province": a_province(LOEI), "entered_as": Role.PROVINCE, "fiscal_year": a_fiscal_year(2570), **fields}
    fields.setdefault("district", a_district())
    fields |= {"sector": "people", "community_th": "กลุ่มแม่บ้าน", "text_th": "ขอคำแนะนำ", "category": a_category()}
    if status in {RequestStatus.DECLINED, RequestStatus.MERGED}:
        fields.setdefault("number", 900)
    request = make_request(status, **fields)
    if status not in {RequestStatus.DRAFT, RequestStatus.SUBMITTED, RequestStatus.RETURNED}:
        make_transition(
            community_request=request,
            from_status="accepted" if status != "accepted" else "submitted",
            to_status=status,
            at=timezone.now() - timedelta(days=1),
        )
    answered = {
        "delivered": ResponseStatus.VERIFIED,
        "closed": ResponseStatus.VERIFIED,
        "assigned": ResponseStatus.ASKED,
    }
    answered |= {"answered": ResponseStatus.ACCEPTED, "under_way": ResponseStatus.UNDER_WAY}
    if status in answered:
        make_response(answered[status], community_request=request, agency=an_agency(DSS), due_on=TODAY)
    return request


def a_response(status: str) -> AgencyResponse:
    """DSS's response in this status, to a request of Loei that is in the work."""
    request = a_request(RequestStatus.ACCEPTED)
    response = make_response(
        status,
        community_request=request,
        agency=an_agency(DSS),
        asked_on=TODAY - timedelta(days=10),
        due_on=TODAY + timedelta(days=20),
        cancel_proposed_at=timezone.now(),
        cancel_reason="งบประมาณเปลี่ยน",
    )
    CommunityRequest.objects.filter(pk=request.pk).update(status=status_from_responses([status]))
    response.refresh_from_db()
    return response


WORDS = PublicWords("ขอเครื่องกรองน้ำ", "น้ำเป็นสนิม", "กลุ่มแม่บ้าน")
HELP = Help("TT", "อบรมทำเครื่องกรอง")

RequestVerb = Callable[[CommunityRequest, User], Any]
ResponseVerb = Callable[[AgencyResponse, User], Any]

REQUEST_VERBS: dict[str, RequestVerb] = {
    "submit": lambda request, by: workflow.submit(request, by=by),
    "return": lambda request, by: workflow.return_to_province(request, question="ที่ใด", wanted_by=TODAY, by=by),
    "accept": lambda request, by: workflow.accept(request, words=WORDS, by=by),
    "decline": lambda request, by: workflow.decline(request, reason="unclear", sentence="ไม่ชัดเจน", by=by),
    "merge": lambda request, by: workflow.merge(request, into=the_target(), reason="เรื่องเดียวกัน", by=by),
    "split": lambda request, by: workflow.split(request, reason="คนละเรื่อง", by=by),
    "withdraw": lambda request, by: workflow.withdraw(request, reason="แก้ไขได้เองแล้ว", by=by),
    "close": lambda request, by: workflow.close(request, outcome="met", sentence="ครบถ้วน", by=by),
    "take_up_again": lambda request, by: workflow.take_up_again(request, reason="มีข้อมูลใหม่", by=by),
    "reopen": lambda request, by: workflow.reopen(request, reason="ใช้งานไม่ได้", by=by),
}
RESPONSE_VERBS: dict[str, ResponseVerb] = {
    "ask_province": lambda response, by: workflow.ask_province(response, question="บ่อลึกเท่าใด", by=by),
    "answer_question": lambda response, by: workflow.answer_question(response, answer="สามสิบเมตร", by=by),
    "accept": lambda response, by: workflow.accept_response(response, help_=HELP, by=by),
    "decline": lambda response, by: workflow.decline_response(
        response, reason="not_ours", sentence="ไม่ใช่ภารกิจ", suggested_agency=an_agency(TISTR), by=by
    ),
    "start": lambda response, by: workflow.start(response, milestone=Milestone(title_th="สำรวจ", due_on=TODAY), by=by),
    "deliver": lambda response, by: workflow.deliver(response, delivered_on=TODAY, people_reached=9, note="ครบ", by=by),
    "confirm": lambda response, by: workflow.confirm(response, sentence="ใช้ได้ดี", by=by),
    "send_back": lambda response, by: workflow.send_back(response, sentence="ยังรั่ว", by=by),
    "consent_to_cancel": lambda response, by: workflow.consent_to_cancel(response, by=by),
}


def the_target() -> CommunityRequest:
    """The request that others are merged into."""
    return CommunityRequest.objects.filter(number=800).first() or make_request(number=800)


def refused(act: Callable[[], Any]) -> bool:
    """Whether the verb refuses; if so it must have changed nothing."""
    before = everything()
    try:
        act()
    except (MoveRefused, PermissionDenied):
        assert everything() == before
        return True
    return False


# --------------------------------------------------------------------------------------------- every status, role, verb


def test_every_move_of_the_tables_has_its_verb() -> None:
    assert list(REQUEST_VERBS) == list(REQUEST_MOVES)
    assert list(RESPONSE_VERBS) == list(RESPONSE_MOVES)


def may_move(move: Move, status: str, who: str, person: User) -> bool:
    is_own = who not in {"other province", "other agency"}
    return status in move.old and allows(person.role, move.permission) and is_own


@pytest.mark.parametrize("status", RequestStatus.values)
@pytest.mark.parametrize("verb", REQUEST_VERBS)
def test_a_request_moves_only_from_the_right_status_by_the_right_person(
    people: dict[str, User], verb: str, status: str
) -> None:
    the_target()
    for who, person in people.items():
        request = a_request(status, number=700 + len(who) if status in _NUMBERED else None)

        moved = not refused(partial(REQUEST_VERBS[verb], request, person))

        # The ministry hands in what its own staff began, never a province's draft.
        expected = may_move(REQUEST_MOVES[verb], status, who, person) and not (who == "ministry" and status == "draft")
        assert moved == expected, who
        if moved:
            request.refresh_from_db()
            assert request.status in REQUEST_MOVES[verb].new
        CommunityRequest.objects.filter(pk=request.pk).delete()


_NUMBERED = (*COMPUTED, RequestStatus.CLOSED, RequestStatus.DECLINED, RequestStatus.MERGED)


@pytest.mark.parametrize("status", ResponseStatus.values)
@pytest.mark.parametrize("verb", RESPONSE_VERBS)
def test_a_response_moves_only_from_the_right_status_by_the_right_person(
    people: dict[str, User], verb: str, status: str
) -> None:
    for who, person in people.items():
        response = a_response(status)

        moved = not refused(partial(RESPONSE_VERBS[verb], response, person))

        assert moved == may_move(RESPONSE_MOVES[verb], status, who, person), who
        if moved:
            response.refresh_from_db()
            assert response.status in RESPONSE_MOVES[verb].new
        response.community_request.delete()


@pytest.mark.parametrize("status", RequestStatus.values)
def test_agencies_are_asked_by_the_ministry_while_a_request_is_in_the_work(
    people: dict[str, User], status: str
) -> None:
    for who, person in people.items():
        request = a_request(status, number=700 + len(who) if status in _NUMBERED else None)
        asking = Asking(an_agency(TISTR), TODAY, part=2)

        moved = not refused(partial(workflow.assign, request, askings=[asking], by=person))

        assert moved == may_move(ASSIGN, status, who, person), who
        request.delete()


@pytest.mark.parametrize(
    ("status", "verb"), list(product(["closed", "withdrawn", "merged", "declined"], RESPONSE_VERBS))
)
def test_responses_stand_still_when_their_request_is_out_of_the_work(
    people: dict[str, User], status: str, verb: str
) -> None:
    (old, *_) = RESPONSE_MOVES[verb].old
    response = a_response(old)
    needs: dict[str, Any] = {
        "closed": {"outcome": "met"},
        "declined": {"decline_reason": "unclear"},
        "merged": {"merged_into": the_target()},
        "withdrawn": {},
    }
    CommunityRequest.objects.filter(pk=response.community_request_id).update(status=status, **needs[status])

    assert all(refused(partial(RESPONSE_VERBS[verb], response, person)) for person in people.values())


# ------------------------------------------------------------------------------------------------- drafts and numbers


def a_new_draft(**fields: Any) -> CommunityRequest:
    """Not saved yet; complete."""
    fields = {"province": a_province(LOEI), "title_th": "ขอเครื่องกรองน้ำ", "category": a_category(), **fields}
    fields.setdefault("district", a_district())
    return CommunityRequest(sector="people", community_th="กลุ่มแม่บ้าน", text_th="น้ำเป็นสนิม", **fields)


def test_a_draft_is_kept_with_who_began_it_and_in_which_year(province_officer: User) -> None:
    draft = workflow.save_draft(a_new_draft(), by=province_officer)

    assert (draft.status, draft.entered_by, draft.entered_as) == ("draft", province_officer, Role.PROVINCE)
    assert draft.fiscal_year_id == 2570
    assert len(draft.receipt) == 12
    assert not Transition.objects.exists()


def test_a_draft_is_changed_under_its_version_and_told_in_its_history(province_officer: User) -> None:
    draft = workflow.save_draft(a_new_draft(), by=province_officer)
    stale = CommunityRequest.objects.get(pk=draft.pk)

    draft.title_th = "ขอเครื่องกรองน้ำสองเครื่อง"
    workflow.save_draft(draft, by=province_officer)
    stale.title_th = "ขอถังน้ำ"
    with pytest.raises(Conflict) as conflict:
        workflow.save_draft(stale, by=province_officer)

    assert conflict.value.theirs.title_th == "ขอเครื่องกรองน้ำสองเครื่อง"
    assert CommunityRequest.objects.get().title_th == "ขอเครื่องกรองน้ำสองเครื่อง"
    changes = draft.history.order_by("history_id")
    assert [(row.title_th, row.history_user) for row in changes] == [
        ("ขอเครื่องกรองน้ำ", province_officer),
        ("ขอเครื่องกรองน้ำสองเครื่อง", province_officer),
    ]


def test_nobody_writes_for_another_province(province_officer: User, other_province_officer: User) -> None:
    with pytest.raises(PermissionDenied):
        workflow.save_draft(a_new_draft(province=a_province(NAN)), by=province_officer)

    draft = workflow.save_draft(a_new_draft(), by=province_officer)
    draft.province = a_province(NAN)
    for person in (province_officer, other_province_officer):
        with pytest.raises(PermissionDenied):
            workflow.save_draft(draft, by=person)


def test_a_draft_goes_with_its_history_and_what_was_sent_stays(province_officer: User) -> None:
    draft = workflow.save_draft(a_new_draft(), by=province_officer)
    sent = workflow.submit(workflow.save_draft(a_new_draft(), by=province_officer), by=province_officer)

    workflow.delete_draft(draft, by=province_officer)
    with pytest.raises(MoveRefused):
        workflow.delete_draft(sent, by=province_officer)

    assert list(CommunityRequest.objects.all()) == [sent]
    assert not CommunityRequest.history.filter(id=draft.pk).exists()


@pytest.mark.parametrize("left_out", ["category", "district", "sector", "community_th", "text_th"])
def test_a_province_says_all_that_is_asked_before_it_hands_in(province_officer: User, left_out: str) -> None:
    draft = a_new_draft()
    setattr(draft, left_out, None if left_out in {"category", "district"} else "")
    workflow.save_draft(draft, by=province_officer)

    with pytest.raises(ValidationError) as error:
        workflow.submit(draft, by=province_officer)

    assert list(error.value.message_dict) == [left_out]


def test_the_ministry_hands_in_a_short_line_on_behalf_of_the_province(ministry: User) -> None:
    line = CommunityRequest(province=a_province(LOEI), title_th="ขอเครื่องกรองน้ำ", category=a_category())

    (request,) = workflow.submit_many([line], by=ministry)

    move = Transition.objects.get()
    assert (request.status, move.by_role, move.on_behalf_of) == ("submitted", Role.MINISTRY, a_province(LOEI))


def test_a_sheet_is_handed_in_as_a_whole_or_not_at_all(ministry: User) -> None:
    lines = [a_new_draft(), CommunityRequest(province=a_province(LOEI), title_th="ไม่มีด้าน")]

    with pytest.raises(ValidationError):
        workflow.submit_many(lines, by=ministry)

    assert not CommunityRequest.objects.exists()


@pytest.mark.parametrize(
    ("now", "year_be"), [("2026-09-30T16:59:59Z", 2569), ("2026-09-30T17:00:00Z", 2570)], ids=["last", "first"]
)
def test_the_fiscal_year_is_that_of_the_day_in_bangkok(province_officer: User, now: str, year_be: int) -> None:
    with time_machine.travel(now, tick=False):
        request = workflow.submit(workflow.save_draft(a_new_draft(), by=province_officer), by=province_officer)

    assert request.fiscal_year_id == year_be


def test_the_fiscal_year_of_a_workshop_wins(province_officer: User) -> None:
    draft = workflow.save_draft(a_new_draft(workshop=make_workshop()), by=province_officer)

    assert workflow.submit(draft, by=province_officer).fiscal_year_id == 2552


def test_numbers_follow_each_other_in_each_year(ministry: User) -> None:
    def accepted(year_be: int) -> str:
        request = a_request(RequestStatus.SUBMITTED, fiscal_year=a_fiscal_year(year_be))
        return workflow.accept(request, words=WORDS, by=ministry).reference

    assert [accepted(year) for year in (2570, 2569, 2570, 2570, 2569)] == [
        "2570-001",
        "2569-001",
        "2570-002",
        "2570-003",
        "2569-002",
    ]


def test_an_acceptance_that_fails_uses_no_number(ministry: User) -> None:
    with pytest.raises(ValidationError):
        workflow.accept(a_request(RequestStatus.SUBMITTED), words=PublicWords(" ", ""), by=ministry)

    request = workflow.accept(a_request(RequestStatus.SUBMITTED), words=WORDS, by=ministry)
    assert request.reference == "2570-001"


def test_only_cleared_words_become_public_and_they_can_be_corrected(ministry: User) -> None:
    request = workflow.accept(a_request(RequestStatus.SUBMITTED), words=WORDS, by=ministry)
    assert (request.public_title_th, request.public_text_th) == ("ขอเครื่องกรองน้ำ", "น้ำเป็นสนิม")
    assert request.title_th == "ขอเทคโนโลยีแปรรูปผลไม้"

    better = PublicWords("ขอเครื่องกรองสนิมในน้ำ", "น้ำบาดาลเป็นสนิม")
    workflow.edit_public_words(request, words=better, version=request.version, by=ministry)
    with pytest.raises(Conflict):
        workflow.edit_public_words(request, words=WORDS, version=request.version, by=ministry)

    request.refresh_from_db()
    assert request.public_title_th == "ขอเครื่องกรองสนิมในน้ำ"


# ----------------------------------------------------------------------------------------- declining, joining, closing


def test_a_declined_request_is_taken_up_again_within_thirty_days_with_its_number(ministry: User) -> None:
    request = workflow.accept(a_request(RequestStatus.SUBMITTED), words=WORDS, by=ministry)
    workflow.decline(request, reason="not_ready", sentence="ยังไม่ได้รับอนุญาตใช้พื้นที่", by=ministry)

    with time_machine.travel("2026-12-25T03:00:00Z", tick=False):
        again = workflow.take_up_again(request, reason="ได้รับอนุญาตแล้ว", by=ministry)

    assert (again.status, again.reference, again.decline_reason) == ("accepted", "2570-001", "")


def test_after_thirty_days_it_is_asked_for_anew(ministry: User) -> None:
    request = a_request(RequestStatus.SUBMITTED)
    workflow.decline(request, reason="not_ready", sentence="ยังไม่พร้อม", by=ministry)

    with time_machine.travel("2026-12-26T03:00:00Z", tick=False):
        assert refused(lambda: workflow.take_up_again(request, reason="พร้อมแล้ว", by=ministry))


def test_one_that_had_no_number_goes_back_to_where_it_was(ministry: User) -> None:
    request = a_request(RequestStatus.SUBMITTED)
    workflow.decline(request, reason="unclear", sentence="ไม่ชัดเจน", by=ministry)

    assert workflow.take_up_again(request, reason="ชัดเจนแล้ว", by=ministry).status == "submitted"


@pytest.mark.parametrize("status", [RequestStatus.SUBMITTED, RequestStatus.ACCEPTED])
def test_a_merged_request_is_split_into_what_it_was(ministry: User, status: str) -> None:
    request = a_request(status)
    merged = workflow.merge(request, into=the_target(), reason="เรื่องเดียวกัน", by=ministry)
    assert (merged.status, merged.merged_into) == ("merged", the_target())

    parted = workflow.split(merged, reason="คนละหมู่บ้าน", by=ministry)
    assert (parted.status, parted.merged_into) == (status, None)


@pytest.mark.parametrize("target", ["itself", RequestStatus.SUBMITTED, RequestStatus.CLOSED, RequestStatus.DECLINED])
def test_requests_join_only_others_that_are_in_the_work(ministry: User, target: str) -> None:
    request = a_request(RequestStatus.ACCEPTED)
    into = request if target == "itself" else a_request(target, number=None if target == "submitted" else 801)

    assert refused(lambda: workflow.merge(request, into=into, reason="เรื่องเดียวกัน", by=ministry))


@pytest.mark.parametrize(
    ("statuses", "delivered_days_ago", "closes"),
    [
        ((ResponseStatus.VERIFIED, ResponseStatus.DECLINED), 1, True),
        ((ResponseStatus.VERIFIED, ResponseStatus.DELIVERED), 59, False),
        ((ResponseStatus.VERIFIED, ResponseStatus.DELIVERED), 60, True),
    ],
)
def test_a_request_closes_when_the_province_has_spoken_or_has_had_its_time(
    ministry: User, statuses: tuple[str, ...], delivered_days_ago: int, closes: bool
) -> None:
    request = a_request(RequestStatus.ACCEPTED)
    delivered_on = TODAY - timedelta(days=delivered_days_ago)
    for part, status in enumerate(statuses, start=1):
        delivered = {"delivered_on": delivered_on} if status != ResponseStatus.DECLINED else {}
        make_response(status, community_request=request, part=part, **delivered)
    CommunityRequest.objects.filter(pk=request.pk).update(status=RequestStatus.DELIVERED)

    closed = not refused(lambda: workflow.close(request, outcome="met", sentence="ครบถ้วน", by=ministry))

    assert closed == closes


def test_a_reopened_request_keeps_its_answers_and_goes_on(ministry: User) -> None:
    request = a_request(RequestStatus.CLOSED)

    again = workflow.reopen(request, reason="เครื่องเสีย", by=ministry)
    more = workflow.assign(again, askings=[Asking(an_agency(TISTR), TODAY, part=2)], by=ministry)

    assert (again.status, again.outcome) == ("delivered", "")
    assert more.status == "under_way"
    assert more.responses.count() == 2


# ----------------------------------------------------------------------------------------------------------- assigning


def test_several_agencies_answer_one_request_each_its_part(ministry: User, where_people_work: None) -> None:
    request = a_request(RequestStatus.ACCEPTED)
    askings = [Asking(an_agency(DSS), TODAY, 1, "สารกรอง"), Asking(an_agency(TISTR), TODAY + timedelta(days=1), 2)]

    assigned = workflow.assign(request, askings=askings, by=ministry)

    assert assigned.status == "assigned"
    assert [(r.agency.acronym, r.part, r.status) for r in assigned.responses.all()] == [
        ("DSS", 1, "asked"),
        ("TISTR", 2, "asked"),
    ]
    assert [(move.to_status, move.by_role) for move in Transition.objects.filter(at=timezone.now())] == [
        ("asked", "ministry"),
        ("asked", "ministry"),
        ("assigned", ""),
    ]


def test_an_agency_is_asked_once_for_a_part_and_again_after_it_declined(ministry: User, agency_officer: User) -> None:
    request = a_request(RequestStatus.ACCEPTED)
    asking = Asking(an_agency(DSS), TODAY)
    workflow.assign(request, askings=[asking], by=ministry)

    assert refused(lambda: workflow.assign(request, askings=[asking], by=ministry))
    workflow.decline_response(
        request.responses.get(), reason="no_means", sentence="ปีหน้า", suggested_agency=None, by=agency_officer
    )
    request.refresh_from_db()
    assert request.status == "accepted"

    assert workflow.assign(request, askings=[asking], by=ministry).status == "assigned"


def test_an_agency_that_has_ended_or_does_not_answer_is_not_asked(ministry: User) -> None:
    request = a_request(RequestStatus.ACCEPTED)
    agency = an_agency(DSS)
    for fields in ({"can_answer": False}, {"can_answer": True, "ended_on": TODAY}):
        type(agency).objects.filter(pk=agency.pk).update(**fields)
        assert refused(lambda: workflow.assign(request, askings=[Asking(agency, TODAY)], by=ministry))


def test_many_are_assigned_together_or_none(ministry: User, where_people_work: None) -> None:
    fit = [a_request(RequestStatus.ACCEPTED) for _ in range(3)]
    unfit = a_request(RequestStatus.SUBMITTED)

    assert refused(lambda: workflow.assign_many([*fit, unfit], agency=an_agency(DSS), working_days=20, by=ministry))
    assigned = workflow.assign_many(fit, agency=an_agency(DSS), working_days=20, by=ministry)

    due = {response.due_on for request in assigned for response in request.responses.all()}
    assert due == {add_working_days(TODAY, 20)}


def test_a_cancellation_takes_the_ministrys_wish_and_the_agencys_click(ministry: User, agency_officer: User) -> None:
    request = a_request(RequestStatus.ASSIGNED)
    response = request.responses.get()

    assert refused(lambda: workflow.consent_to_cancel(response, by=agency_officer))
    workflow.propose_cancellation(response, reason="ชุมชนได้เครื่องแล้ว", by=ministry)
    ended = workflow.consent_to_cancel(response, by=agency_officer)

    request.refresh_from_db()
    assert (ended.status, request.status) == ("cancelled", "accepted")
    assert Transition.objects.get(to_status="cancelled").by == agency_officer


def test_an_agency_may_go_on_instead(ministry: User, agency_officer: User) -> None:
    response = a_request(RequestStatus.ASSIGNED).responses.get()
    workflow.propose_cancellation(response, reason="ชุมชนได้เครื่องแล้ว", by=ministry)

    kept = workflow.refuse_cancellation(response, by=agency_officer)

    assert (kept.status, kept.cancel_proposed_at) == ("asked", None)
    assert refused(lambda: workflow.consent_to_cancel(response, by=agency_officer))


# ------------------------------------------------------------------------------------------------------------ answering


def test_the_clock_stands_while_the_province_is_asked(agency_officer: User, province_officer: User) -> None:
    response = a_request(RequestStatus.ASSIGNED).responses.get()
    due_on = response.due_on
    workflow.ask_province(response, question="บ่อลึกเท่าใด", by=agency_officer)

    later = date(2026, 12, 14)  # over two weekends and the holidays of 5 (in lieu 7) and 10 December
    with time_machine.travel(f"{later}T03:00:00Z", tick=False):
        resumed = workflow.answer_question(response, answer="สามสิบเมตร", by=province_officer)

    assert due_on is not None
    assert working_days_between(TODAY, later) == 11
    assert resumed.due_on == add_working_days(due_on, 11)
    assert resumed.status == "asked"


def test_a_question_answered_on_the_same_day_moves_nothing(agency_officer: User, province_officer: User) -> None:
    response = a_request(RequestStatus.ASSIGNED).responses.get()
    workflow.ask_province(response, question="บ่อลึกเท่าใด", by=agency_officer)

    assert workflow.answer_question(response, answer="สามสิบเมตร", by=province_officer).due_on == response.due_on


def test_a_due_date_that_was_given_stays_when_the_rule_changes(ministry: User, where_people_work: None) -> None:
    request = a_request(RequestStatus.ACCEPTED)
    due_on = workflow.assign(request, askings=[Asking(an_agency(DSS), TODAY)], by=ministry).responses.get().due_on

    category = request.category
    assert category
    category.working_days = 3
    category.save()

    assert request.responses.get().due_on == due_on


def test_an_answer_is_kept_as_a_draft_and_corrected_until_it_is_public(agency_officer: User, ministry: User) -> None:
    response = a_request(RequestStatus.ASSIGNED).responses.get()
    kept = workflow.save_answer(response, help_=Help("", "ร่าง"), version=response.version, by=agency_officer)
    assert (kept.status, kept.summary_th) == ("asked", "ร่าง")
    with pytest.raises(Conflict):
        workflow.save_answer(response, help_=HELP, version=response.version, by=agency_officer)

    workflow.accept_response(kept, help_=HELP, by=agency_officer)
    (published,) = workflow.publish([kept], by=ministry)
    assert refused(lambda: workflow.save_answer(published, help_=HELP, version=published.version, by=agency_officer))

    taken_back = workflow.unpublish(published, by=ministry)
    better = workflow.save_answer(
        taken_back, help_=Help("TT", "อบรมสองวัน"), version=taken_back.version, by=agency_officer
    )
    assert (better.summary_th, better.is_published, better.status) == ("อบรมสองวัน", False, "accepted")


def test_only_answers_are_published(ministry: User) -> None:
    responses = [a_response(status) for status in ResponseStatus.values]

    published = {response.status for response in workflow.publish(responses, by=ministry)}

    assert published == {"accepted", "declined", "under_way", "delivered", "verified"}
    assert workflow.publish(responses, by=ministry) == []


def test_delivery_plans_three_looks_back_and_a_bad_verdict_takes_them_away(
    agency_officer: User, province_officer: User
) -> None:
    response = a_response(ResponseStatus.UNDER_WAY)
    delivered = workflow.deliver(response, delivered_on=TODAY, people_reached=30, note="ครบ", by=agency_officer)
    assert [(look.months, look.due_on) for look in delivered.follow_ups.all()] == [
        (3, date(2027, 2, 25)),
        (6, date(2027, 5, 25)),
        (12, date(2027, 11, 25)),
    ]

    back = workflow.send_back(delivered, sentence="ยังรั่ว", by=province_officer)

    assert (back.status, back.delivered_on, back.follow_ups.count()) == ("under_way", None, 0)
    assert Transition.objects.filter(to_status="under_way", response=back).latest("pk").public_note_th == "ยังรั่ว"


def test_nothing_is_delivered_tomorrow(agency_officer: User) -> None:
    response = a_response(ResponseStatus.UNDER_WAY)

    with pytest.raises(ValidationError):
        workflow.deliver(
            response, delivered_on=TODAY + timedelta(days=1), people_reached=None, note="", by=agency_officer
        )


def test_steps_are_added_and_done_under_their_version(agency_officer: User, other_agency_officer: User) -> None:
    response = a_response(ResponseStatus.UNDER_WAY)
    step = workflow.save_milestone(Milestone(response=response, title_th="อบรม", due_on=TODAY), by=agency_officer)
    stale = Milestone.objects.get(pk=step.pk)
    step.done_on = TODAY
    workflow.save_milestone(step, by=agency_officer)

    with pytest.raises(Conflict):
        workflow.save_milestone(stale, by=agency_officer)
    with pytest.raises(PermissionDenied):
        workflow.save_milestone(step, by=other_agency_officer)
    with pytest.raises(MoveRefused):
        workflow.save_milestone(make_milestone(response=a_response(ResponseStatus.VERIFIED)), by=agency_officer)


# -------------------------------------------------------------------------------------------------------------- results


def test_a_result_counts_once_it_is_verified_and_stays_then(agency_officer: User, province_officer: User) -> None:
    response = a_response(ResponseStatus.DELIVERED)
    outcome = Outcome(
        community_request=response.community_request, indicator="INC", unit_th="บาท/เดือน", actual=4000, baseline=2500
    )
    outcome.period_from = outcome.period_to = TODAY
    workflow.save_outcome(outcome, responses=[response], by=agency_officer)
    assert Outcome.objects.totals() == []

    with pytest.raises(Conflict):
        workflow.verify_outcome(outcome, version=99, by=province_officer)
    verified = workflow.verify_outcome(outcome, version=outcome.version, by=province_officer)

    (total,) = Outcome.objects.totals()
    assert (total.indicator, total.gain, total.results) == ("INC", Decimal(1500), 1)
    assert verified.verified_by == province_officer
    assert refused(lambda: workflow.save_outcome(verified, responses=[response], by=agency_officer))


def test_a_result_is_given_back_with_a_note_and_entered_again(agency_officer: User, province_officer: User) -> None:
    response = a_response(ResponseStatus.DELIVERED)
    outcome = make_outcome(community_request=response.community_request)
    outcome.responses.add(response)

    returned = workflow.return_outcome(outcome, note="นับซ้ำ", version=outcome.version, by=province_officer)
    assert returned.returned_note == "นับซ้ำ"
    assert list(Outcome.objects.to_be_verified()) == []

    returned.actual = 30
    again = workflow.save_outcome(returned, responses=[response], by=agency_officer)
    assert (again.returned_note, list(Outcome.objects.to_be_verified())) == ("", [again])


def test_a_result_that_agencies_share_is_one_row_and_counts_once(agency_officer: User, province_officer: User) -> None:
    response = a_response(ResponseStatus.DELIVERED)
    request = response.community_request
    shared = [
        response,
        *(
            make_response("delivered", community_request=request, agency=an_agency(acronym))
            for acronym in (TISTR, "TINT")
        ),
    ]
    outcome = make_outcome(community_request=request, actual=12)
    outcome.responses.add(response)

    saved = workflow.save_outcome(outcome, responses=shared, by=agency_officer)
    workflow.verify_outcome(saved, version=saved.version, by=province_officer)

    (total,) = Outcome.objects.totals()
    assert (total.gain, total.results, saved.responses.count()) == (Decimal(12), 1, 3)


@pytest.mark.parametrize(
    ("indicator", "baseline", "actual", "gain"),
    [("JOB", None, 5, 5), ("JOB", 2, 5, 3), ("INC", 1000, 1800, 800), ("EXP", 900, 600, 300), ("EXP", None, 300, 300)],
)
def test_what_a_result_gains(indicator: str, baseline: int | None, actual: int, gain: int) -> None:
    make_outcome(indicator=indicator, baseline=baseline, actual=actual, verified_at=timezone.now())

    assert [total.gain for total in Outcome.objects.totals()] == [gain]


def test_results_name_answers_of_their_own_request(agency_officer: User) -> None:
    outcome = make_outcome(community_request=a_request(RequestStatus.ACCEPTED))
    foreign = a_response(ResponseStatus.DELIVERED)

    assert refused(lambda: workflow.save_outcome(outcome, responses=[foreign], by=agency_officer))


def test_a_look_back_is_written_by_the_agency_or_the_province(people: dict[str, User]) -> None:
    for who, person in people.items():
        planned = make_follow_up(response=a_response(ResponseStatus.DELIVERED))

        done = not refused(partial(workflow.follow_up, planned, note="ยังใช้อยู่", version=planned.version, by=person))

        assert done == (who in {"agency", "province"}), who


# ------------------------------------------------------------------------------------------------------- what is left


def test_every_move_leaves_one_transition_one_job_and_a_higher_version(ministry: User) -> None:
    request = a_request(RequestStatus.SUBMITTED)

    accepted = workflow.accept(request, words=WORDS, by=ministry)

    move = Transition.objects.get()
    assert (move.from_status, move.to_status, move.by, move.by_role) == ("submitted", "accepted", ministry, "ministry")
    assert Job.objects.get().payload == {
        "event": "request.accept",
        "request": request.pk,
        "response": None,
        "by": ministry.pk,
    }
    assert accepted.version == request.version + 1
    assert accepted.history.latest().history_user == ministry


def test_an_agency_that_declines_suggests_another(agency_officer: User) -> None:
    response = a_response(ResponseStatus.ASKED)

    with pytest.raises(ValidationError) as caught:
        workflow.decline_response(
            response, reason="not_ours", sentence="ไม่ใช่ภารกิจ", suggested_agency=response.agency, by=agency_officer
        )

    assert list(caught.value.message_dict) == ["suggested_agency"]


def test_a_person_whose_account_is_disabled_does_nothing_more() -> None:
    gone, request = make_user(Role.MINISTRY, "gone", is_active=False), a_request(RequestStatus.SUBMITTED)

    assert refused(lambda: workflow.accept(request, words=WORDS, by=gone))
