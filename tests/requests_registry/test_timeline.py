"""Every move of both machines says what really happened, once."""

from itertools import product
from typing import Any

import pytest

from requests_registry.models import CommunityRequest, RequestStatus, ResponseStatus
from requests_registry.moves import COMPUTED, request_may_move, response_may_move
from requests_registry.timeline import events, request_sentence, response_sentence
from tests.factories import a_source, an_agency, make_request, make_response

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


def told(request: CommunityRequest) -> list[str]:
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
