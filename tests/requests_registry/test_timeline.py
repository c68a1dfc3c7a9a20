"""Every move of both machines says what really happened, once."""

from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest

from portal.bilingual import Localised
from requests_registry.models import AgencyResponse, CommunityRequest, RequestStatus, ResponseStatus
from requests_registry.models.requests import PUBLIC
from requests_registry.moves import COMPUTED, request_may_move, response_may_move
from requests_registry.reports import RequestSheet, request_sheet
from requests_registry.timeline import events, request_sentence, response_sentence
from tests.factories import (
    a_source,
    an_agency,
    make_milestone,
    make_outcome,
    make_request,
    make_response,
    make_transition,
    make_workshop,
)

REQUEST_PAIRS = [(old, new) for old, new in product(RequestStatus, RequestStatus) if request_may_move(old, new)]
RESPONSE_PAIRS = [(old, new) for old, new in product(ResponseStatus, ResponseStatus) if response_may_move(old, new)]


@pytest.mark.parametrize(("old", "new"), [pair for pair in REQUEST_PAIRS if set(pair) <= set(COMPUTED)])
def test_a_computed_move_is_told_by_the_response_that_caused_it(old: str, new: str) -> None:
    assert request_sentence(old, new, "2569-033") is None


@pytest.mark.parametrize("new", [new for old, new in REQUEST_PAIRS if old == RequestStatus.RETURNED])
def test_a_return_before_acceptance_leaves_no_trace(new: str) -> None:
    assert request_sentence(RequestStatus.SUBMITTED, RequestStatus.RETURNED, "") is None
    assert request_sentence(RequestStatus.RETURNED, new, "") is None


def test_only_the_first_acceptance_gives_the_number() -> None:
    giving = [pair for pair in REQUEST_PAIRS if "2569-033" in (request_sentence(*pair, "2569-033") or "")]

    assert giving == [(RequestStatus.SUBMITTED, RequestStatus.ACCEPTED)]


@pytest.mark.parametrize("new", [new for old, new in REQUEST_PAIRS if old == RequestStatus.CLOSED])
def test_a_reopened_request_says_so(new: str) -> None:
    assert request_sentence(RequestStatus.CLOSED, new, "2569-033") == "เปิดเรื่องดำเนินการต่ออีกครั้ง"


@pytest.mark.parametrize(("old", "new"), RESPONSE_PAIRS)
def test_every_move_of_a_response_names_the_agency(old: str, new: str) -> None:
    assert "กรมวิทยาศาสตร์บริการ" in response_sentence(old, new, "กรมวิทยาศาสตร์บริการ")


def test_a_move_back_is_told_otherwise_than_the_way_there() -> None:
    asked = response_sentence("", ResponseStatus.ASKED, "วศ.")
    answered = response_sentence(ResponseStatus.INFO_NEEDED, ResponseStatus.ASKED, "วศ.")
    begun = response_sentence(ResponseStatus.ACCEPTED, ResponseStatus.UNDER_WAY, "วศ.")
    refused = response_sentence(ResponseStatus.DELIVERED, ResponseStatus.UNDER_WAY, "วศ.")

    assert (asked, answered) == ("มอบหมายให้วศ.เป็นผู้ตอบ", "จังหวัดให้ข้อมูลเพิ่มแก่วศ.แล้ว")
    assert (begun, refused) == ("วศ.เริ่มดำเนินการ", "จังหวัดยังไม่ยืนยันผลงานของวศ.")


# ------------------------------------------------------------------------------------- answers without a history


def undated(*answers: dict[str, Any]) -> CommunityRequest:
    """A request of a source that gives no dates, with these answers."""
    stated: dict[str, Any] = {"provenance": "stated", "source": a_source()}
    request = make_request(**stated, accepted_at=None, submitted_at=None, category=None)
    for part, answer in enumerate(answers, start=1):
        make_response(**{"community_request": request, "part": part, **stated, **answer})
    return CommunityRequest.objects.for_detail().get(pk=request.pk)


def told(request: CommunityRequest) -> list[Localised | str]:
    *told, last = (event.title for event in events(request, language="th"))
    assert last == "เอกสารต้นทางไม่ได้กล่าวถึงผลการดำเนินงาน"
    return told


@pytest.mark.django_db
def test_undated_answers_are_told_as_one_row() -> None:
    helps = {"status": ResponseStatus.ACCEPTED, "is_published": True}

    assert told(undated(helps, {**helps, "agency": an_agency("TISTR")})) == ["2 หน่วยงานตอบรับ รวม 2 คำตอบ"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answer",
    [
        {"status": ResponseStatus.ASKED},
        {"status": ResponseStatus.ACCEPTED, "is_published": False},
        {"status": ResponseStatus.DECLINED, "is_published": True},
    ],
)
def test_nobody_is_said_to_have_accepted_who_did_not_in_public(answer: dict[str, Any]) -> None:
    assert told(undated(answer)) == []


@pytest.mark.django_db
def test_the_row_of_undated_answers_carries_their_own_mark() -> None:
    request = undated({"status": ResponseStatus.ACCEPTED, "is_published": True, "provenance": "inferred"})

    assert [event.mark.provenance for event in events(request, language="th") if event.mark] == ["inferred"]


# --------------------------------------------------------------------------------- from the workshop to the outcome


def at(day: int, month: int = 11) -> datetime:
    return datetime(2008, month, day, 5, tzinfo=UTC)


def line_of(request: CommunityRequest) -> list[tuple[str, date | None, str]]:
    fetched = CommunityRequest.objects.for_detail().get(pk=request.pk)
    return [(event.kind, event.first_day, str(event.title)) for event in events(fetched, language="th")]


@pytest.mark.django_db
def test_one_line_leads_from_the_workshop_over_milestones_to_the_result() -> None:
    request = make_request(RequestStatus.DELIVERED, workshop=make_workshop())
    make_transition(community_request=request, at=at(12))
    response = make_response(ResponseStatus.DELIVERED, community_request=request, is_published=True)
    delivered = {"response": response, "from_status": "under_way", "to_status": "delivered"}
    make_transition(community_request=request, **delivered, at=at(20))
    make_milestone(response=response, done_on=date(2008, 11, 15))
    make_milestone(response=response, title_th="ติดตั้งเครื่อง", due_on=date(2008, 12, 1))
    unpublished = make_response(ResponseStatus.UNDER_WAY, community_request=request, part=2)
    make_milestone(response=unpublished, title_th="ยังไม่เผยแพร่", done_on=date(2008, 11, 16))
    make_outcome(community_request=request, verified_at=at(25))

    assert line_of(request)[:-1] == [
        ("done", date(2008, 11, 9), "รับฟังความต้องการในการประชุมครั้งที่ 1"),
        ("done", date(2008, 11, 12), "เสนอความต้องการ"),
        ("done", date(2008, 11, 15), "DSS: ลงพื้นที่สำรวจ"),
        ("done", date(2008, 11, 20), "DSSส่งมอบงาน"),
        ("done", date(2008, 11, 25), "จังหวัดยืนยันผล: ผู้ได้รับการอบรม 40 คน"),
        ("open", date(2008, 12, 1), "DSS: ติดตั้งเครื่อง"),
    ]


@pytest.mark.django_db
def test_a_workshop_after_the_last_move_is_not_told_as_if_it_had_been() -> None:
    request = make_request(workshop=make_workshop(starts_on=date(2009, 1, 13)))
    make_transition(community_request=request, at=at(12))

    assert [title for _kind, _day, title in line_of(request)][:-1] == ["เสนอความต้องการ"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "moves", "is_confirmed"),
    [
        ("delivered", [("under_way", "delivered")], False),
        ("verified", [("under_way", "delivered"), ("delivered", "verified")], True),
        ("under_way", [("under_way", "delivered"), ("delivered", "under_way")], False),
        ("under_way", [("accepted", "under_way")], None),
    ],
)
def test_the_province_says_of_a_delivery_whether_it_confirms_it(
    status: str, moves: list[tuple[str, str]], is_confirmed: bool | None
) -> None:
    request = make_request(RequestStatus.UNDER_WAY)
    response = make_response(status, community_request=request, is_published=True)
    for day, (old, new) in enumerate(moves, start=10):
        make_transition(community_request=request, response=response, from_status=old, to_status=new, at=at(day))

    verdict = sheet_of(request).answers[0].verdict
    AgencyResponse.objects.update(is_published=False)

    assert (verdict.is_confirmed if verdict else None) is is_confirmed
    assert sheet_of(request).answers[0].verdict is None


@pytest.mark.django_db
def test_every_public_status_has_its_sentence_and_an_end_says_how() -> None:
    sentences = {sheet_of(make_request(status)).meaning for status in PUBLIC}
    unmet = sheet_of(make_request(RequestStatus.CLOSED, outcome="not_met")).meaning

    assert len(sentences) == len(PUBLIC)
    assert all(len(sentence) > 30 for sentence in sentences)
    assert unmet not in sentences
    assert sheet_of(undated()).meaning == ""


def sheet_of(request: CommunityRequest) -> RequestSheet:
    return request_sheet(CommunityRequest.objects.for_detail().get(pk=request.pk), language="th")
