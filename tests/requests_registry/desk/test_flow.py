"""What each side is told of a request: whose turn it is, what is late, what the public does not see yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.desk import menu_of
from portal.models import User
from requests_registry import workflow
from requests_registry.models import AgencyResponse, CommunityRequest, ResponseStatus
from requests_registry.workflow import Asking
from tests.factories import DSS, TISTR, a_fiscal_year, an_agency, make_request, make_response, make_transition

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-25T03:00:00Z", tick=False):
        yield


def a_request(status: str, **fields: Any) -> CommunityRequest:
    """Of Loei, in this year."""
    return make_request(status, fiscal_year=a_fiscal_year(2570), submitted_at=timezone.now(), **fields)


def page_of(community_request: CommunityRequest) -> str:
    return reverse("desk_request", args=[community_request.receipt])


def count_of(user: User, name: str) -> int:
    return next(item.count for item in menu_of(user, here="").items if item.address == reverse(name))


# --------------------------------------------------------------------------------------------------------- publication


def test_an_answer_can_be_published_after_its_request_was_closed(ministry: User, client_of: ClientOf) -> None:
    desk = client_of(ministry)
    request = a_request("delivered")
    response = make_response("verified", community_request=request, delivered_on=date(2026, 11, 1))
    refused = make_response("declined", community_request=request, agency=an_agency(TISTR))

    closing = desk.get(reverse("desk_request_close", args=[request.receipt])).content.decode()
    workflow.close(request, outcome="met", sentence="ครบ", by=ministry)
    closed = desk.get(page_of(request)).content.decode()
    desk.post(reverse("desk_response_publish", args=[response.pk]))

    for page in (closing, closed):
        assert all(reverse("desk_response_publish", args=[each.pk]) in page for each in (response, refused))
    assert "รอเผยแพร่คำตอบ" in closing
    assert "ยังไม่เผยแพร่" in closed
    response.refresh_from_db()
    assert response.is_published
    assert reverse("desk_response_unpublish", args=[response.pk]) in desk.get(page_of(request)).content.decode()


# ---------------------------------------------------------------------------------------------------------------- late


def test_a_province_that_is_late_is_told_everywhere(
    province_officer: User, ministry: User, client_of: ClientOf
) -> None:
    request = a_request("returned", answer_wanted_by=date(2026, 11, 20))
    make_response(community_request=a_request("assigned"), agency=an_agency(DSS), due_on=date(2026, 11, 20))
    asking = make_response("info_needed", community_request=a_request("assigned"), agency=an_agency(TISTR))
    asked_at = timezone.now() - timedelta(days=15)
    make_transition(
        response=asking,
        community_request=asking.community_request,
        from_status="asked",
        to_status="info_needed",
        at=asked_at,
    )
    province = client_of(province_officer)

    pages = [province.get(address) for address in (reverse("desk"), reverse("desk_requests"), page_of(request))]

    assert all("เกินวันที่ขอไว้ 3 วันทำการ" in page.content.decode() for page in pages)
    heading = client_of(ministry).get(reverse("desk_overdue")).content.decode()
    assert "เกินกำหนดตอบ 1 เรื่อง · รอจังหวัดนานเกินไป 2 เรื่อง" in heading
    assert count_of(ministry, "desk_overdue") == count_of(province_officer, "desk_overdue") == 3


def test_the_inbox_the_menu_and_the_start_page_count_the_same(ministry: User, client_of: ClientOf) -> None:
    for status in ("submitted", "submitted", "accepted", "returned", "delivered"):
        a_request(status)
    make_response("declined", community_request=a_request("accepted"))
    desk = client_of(ministry)

    inbox = desk.get(reverse("desk_inbox")).context
    start = desk.get(reverse("desk")).context["start"]

    ours = {str(tab.label): tab.count for tab in inbox["tabs"] if tab.is_ours}
    assert ours == {"เรื่องใหม่": 2, "รอมอบหมาย": 1, "หน่วยงานคืนเรื่อง": 1}
    assert inbox["ours"] == count_of(ministry, "desk_inbox") == 4
    assert ours.items() <= {task.label: task.count for task in start.tasks}.items()


# ------------------------------------------------------------------------------------------------------- whose turn


def test_it_is_said_whose_turn_it_is(ministry: User, province_officer: User, client_of: ClientOf) -> None:
    request = a_request("under_way")
    make_response("under_way", community_request=request)
    asking = make_response("info_needed", community_request=request, agency=an_agency(TISTR))
    make_transition(
        response=asking, community_request=request, from_status="asked", to_status="info_needed", reason="บ่อลึกเท่าใด"
    )
    confirmed = a_request("delivered")
    make_response("verified", community_request=confirmed, delivered_on=date(2026, 11, 1))

    page = client_of(province_officer).get(page_of(request))
    done = client_of(ministry).get(page_of(confirmed))

    assert page.context["waits_for"] == "หน่วยงานกำลังดำเนินการ · รอจังหวัดตอบคำถาม 1 ข้อ"
    (question,) = page.context["agency_questions"]
    assert question.text == "บ่อลึกเท่าใด"
    assert question.address == reverse("desk_response_reply", args=[asking.pk])
    assert done.context["waits_for"] == "จังหวัดยืนยันครบแล้ว รอกระทรวงปิดเรื่อง"


def test_the_timeline_tells_what_people_did_with_short_names(ministry: User, client_of: ClientOf) -> None:
    request = a_request("accepted")
    workflow.assign(request, askings=[Asking(an_agency(DSS), date(2027, 1, 15))], by=ministry)
    desk = client_of(ministry)

    titles = {
        language: [step.title for step in desk.get(f"{prefix}{page_of(request)}").context["steps"]]
        for language, prefix in (("th", ""), ("en", "/en"))
    }

    assert titles == {"th": [f"มอบหมายให้ {an_agency(DSS).label_th} เป็นผู้ตอบ"], "en": ["DSS was asked to answer"]}


def test_who_assigns_reads_the_request_beside(ministry: User, client_of: ClientOf) -> None:
    request = a_request("accepted", text_th="น้ำเป็นสนิม", wanted_th="น้ำดื่มสะอาด", proposed_agency=an_agency(TISTR))
    address = reverse("desk_request_assign", args=[request.receipt])
    desk = client_of(ministry)

    first = desk.get(address).content.decode()
    AgencyResponse.objects.create(
        community_request=request,
        agency=an_agency(DSS),
        status=ResponseStatus.ASKED,
        asked_on=date(2026, 11, 25),
        due_on=date(2027, 1, 15),
    )

    assert all(text in first for text in ("น้ำเป็นสนิม", "น้ำดื่มสะอาด", "หน่วยงานที่ผู้บันทึกเสนอ"))
    assert "มอบหมายเพิ่ม" not in first
    assert "มอบหมายเพิ่ม" in desk.get(address).content.decode()
