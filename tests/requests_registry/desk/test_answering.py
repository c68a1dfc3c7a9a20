"""The agency's pages: the queue, the answer, the work afterwards, words to use again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.models import Phrase, User
from requests_registry import workflow
from requests_registry.models import AgencyResponse, Milestone, RequestStatus, ResponseStatus, Transition
from tests.factories import (
    DSS,
    LOEI,
    NAN,
    TISTR,
    a_province,
    an_agency,
    make_category,
    make_contact,
    make_milestone,
    make_phrase,
    make_request,
    make_response,
    make_transition,
)
from tests.requests_registry.desk.ticks import tick_of

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]
TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-25T03:00:00Z", tick=False):
        yield


@pytest.fixture
def desk(agency_officer: User, client_of: ClientOf) -> Client:
    return client_of(agency_officer)


def a_response(status: str = ResponseStatus.ASKED, **fields: Any) -> AgencyResponse:
    fields.setdefault("community_request", make_request(RequestStatus.ASSIGNED, text_th="น้ำบาดาลสีแดง"))
    fields = {"asked_on": date(2026, 11, 2), "due_on": date(2026, 12, 14), **fields}
    return make_response(status, **fields)


def page(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def answer_of(response: AgencyResponse, **fields: Any) -> dict[str, Any]:
    """What the form of an answer sends when everything is filled in."""
    return {
        "key": uuid.uuid4(),
        "version": response.version,
        "result": "accept",
        "kind": "TT",
        "summary_th": "อบรมการทำสารกรองสนิมเหล็ก",
        "details_th": "อบรม 2 วันในพื้นที่",
        "planned_from": "12/1/2570",
        "planned_to": "31/3/2570",
        "budget_baht": "๘๕,๐๐๐",
        "budget_source_th": "งบหน่วยงาน",
        "internal_note": "รอยืนยันวิทยากร",
        "do": "send",
        **fields,
    }


def refreshed(response: AgencyResponse) -> AgencyResponse:
    return AgencyResponse.objects.get(pk=response.pk)


# --------------------------------------------------------------------------------------------------------------- queue


def test_the_queue_shows_the_own_responses_by_due_date_with_what_is_urgent(desk: Client) -> None:
    a_response(community_request=make_request("assigned", title_th="เรื่องที่ยังมีเวลา"), due_on=TODAY + timedelta(days=2))
    a_response(community_request=make_request("assigned", title_th="เรื่องที่เกินกำหนด"), due_on=date(2026, 11, 20))
    a_response(community_request=make_request("assigned", title_th="ของหน่วยงานอื่น"), agency=an_agency(TISTR))

    text = desk.get(page("desk_queue")).content.decode()

    assert text.index("เรื่องที่เกินกำหนด") < text.index("เรื่องที่ยังมีเวลา")
    assert "เกิน 3 วันทำการ" in text
    assert "เหลือ 2 วันทำการ" in text
    assert "ของหน่วยงานอื่น" not in text


def test_the_queue_has_tabs_with_counts_and_the_next_step(desk: Client) -> None:
    under_way = a_response(ResponseStatus.UNDER_WAY, community_request=make_request("under_way"))
    make_milestone(response=under_way, title_th="ทำแล้ว", due_on=date(2026, 11, 1), done_on=date(2026, 11, 1))
    make_milestone(response=under_way, title_th="ลงพื้นที่", due_on=date(2026, 12, 1))
    a_response(ResponseStatus.INFO_NEEDED)

    at_work = desk.get(page("desk_queue"), {"tab": "work"})
    waiting = desk.get(page("desk_queue"), {"tab": "info"}).content.decode()

    assert [count for _, count in at_work.context["tabs"]] == [0, 1, 1, 0, 0]
    assert [row.next_step.title_th for row in at_work.context["rows"]] == ["ลงพื้นที่"]
    assert "นาฬิกาหยุด" in waiting
    assert "ไม่มีเรื่องรอตอบ" in desk.get(page("desk_queue")).content.decode()


def test_the_queue_is_filtered_by_province_and_field(desk: Client) -> None:
    here = a_response(community_request=make_request("assigned", province=a_province(LOEI)))
    there = make_request("assigned", province=a_province(NAN), category=make_category(2))
    a_response(community_request=there)

    of_loei = desk.get(page("desk_queue"), {"province": LOEI})
    of_neither = desk.get(page("desk_queue"), {"province": LOEI, "category": "2"})

    assert [row.response for row in of_loei.context["rows"]] == [here]
    assert [count for _, count in of_loei.context["tabs"]] == [1, 0, 0, 0, 0]
    assert "ไม่พบงานที่ตรงกับเงื่อนไข" in of_neither.content.decode()
    assert len(desk.get(page("desk_queue"), {"province": "none"}).context["rows"]) == 2


def test_the_queue_asks_the_same_few_queries_for_few_and_many(desk: Client) -> None:
    desk.get(page("desk_queue"))  # what is looked up once
    asked = []
    for more in (1, 2, 27):
        for _ in range(more):
            a_response()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(page("desk_queue"))
        asked.append(len(queries))

    assert asked[0] == asked[1] == asked[2] <= 12


def test_only_agencies_have_a_queue(people: dict[str, User], client_of: ClientOf) -> None:
    found = {name: client_of(person).get(page("desk_queue")).status_code for name, person in people.items()}

    assert found == {
        "ministry": 403,
        "admin": 403,
        "province": 403,
        "other province": 403,
        "agency": 200,
        "other agency": 200,
    }


# ---------------------------------------------------------------------------------------------------------- the answer


def test_the_page_is_for_the_own_agency_and_leads_others_to_the_request(
    people: dict[str, User], client_of: ClientOf
) -> None:
    response = a_response()

    found = {name: client_of(person).get(page("desk_response", response.pk)) for name, person in people.items()}

    to_the_request = page("desk_request", response.community_request.receipt)
    assert {name: answer.status_code for name, answer in found.items()} == {
        "ministry": 302,
        "admin": 302,
        "province": 302,
        "other province": 404,
        "agency": 200,
        "other agency": 404,
    }
    assert found["province"]["Location"] == found["ministry"]["Location"] == to_the_request


def test_the_page_shows_the_need_and_not_whom_to_ask(desk: Client) -> None:
    response = a_response(part_title_th="สารกรอง")
    make_contact(community_request=response.community_request, name="นางมะลิ ใจดี", phone="0812345678")
    make_response("accepted", community_request=response.community_request, agency=an_agency(TISTR), part=2)

    text = desk.get(page("desk_response", response.pk)).content.decode()

    for shown in ("น้ำบาดาลสีแดง", "สารกรอง", "ผู้ประสานงานของเรื่อง", an_agency(TISTR).label_th):
        assert shown in text
    assert "มะลิ" not in text
    assert "0812345678" not in text


def test_an_answer_is_sent_once_however_often_the_button_is_pressed(desk: Client) -> None:
    response = a_response()
    sent = answer_of(response)

    first, second = (desk.post(page("desk_response", response.pk), sent) for _ in range(2))

    answered = refreshed(response)
    assert (first.status_code, second.status_code) == (302, 302)
    assert answered.status == ResponseStatus.ACCEPTED
    assert (answered.kind, answered.budget_baht, answered.planned_from) == ("TT", Decimal(85000), date(2027, 1, 12))
    assert Transition.objects.filter(response=response, to_status=ResponseStatus.ACCEPTED).count() == 1


def test_what_is_missing_is_told_for_the_chosen_part_alone(desk: Client) -> None:
    response = a_response()
    empty = {"key": uuid.uuid4(), "version": 1, "do": "send"}

    missing = {
        result: set(desk.post(page("desk_response", response.pk), {**empty, "result": result}).context["form"].errors)
        for result in ("accept", "ask", "decline", "")
    }

    assert missing == {
        "accept": {"kind", "summary_th"},
        "ask": {"question"},
        "decline": {"decline_reason", "sentence"},
        "": {"result"},
    }
    assert refreshed(response).status == ResponseStatus.ASKED


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"summary_th": "ก" * 201}, "summary_th"),
        ({"planned_to": "1/1/2569"}, "planned_to"),
        ({"budget_baht": "แปดหมื่น"}, "budget_baht"),
        ({"planned_from": "31/2/2570"}, "planned_from"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(desk: Client, fields: dict[str, str], where: str) -> None:
    response = a_response()

    answer = desk.post(page("desk_response", response.pk), answer_of(response, **fields))

    assert set(answer.context["form"].errors) == {where}
    assert refreshed(response).status == ResponseStatus.ASKED


def test_a_draft_may_lack_anything_and_is_there_again(desk: Client) -> None:
    response = a_response()
    draft = {"key": uuid.uuid4(), "version": 1, "result": "accept", "summary_th": "ร่างคำตอบ", "do": "draft"}

    desk.post(page("desk_response", response.pk), draft)

    assert refreshed(response).status == ResponseStatus.ASKED
    assert "ร่างคำตอบ" in desk.get(page("desk_response", response.pk)).content.decode()


def test_a_question_keeps_the_draft_and_stops_the_clock(desk: Client) -> None:
    response = a_response()
    asking = answer_of(response, result="ask", question="ปริมาณน้ำต่อวันเท่าใด", kind="", summary_th="ร่างคำตอบ")

    desk.post(page("desk_response", response.pk), asking)
    asked = refreshed(response)
    text = desk.get(page("desk_response", response.pk)).content.decode()
    desk.post(page("desk_response", response.pk), answer_of(asked, summary_th="ร่างที่แก้แล้ว", do="draft") | {"result": ""})

    assert (asked.status, asked.summary_th) == (ResponseStatus.INFO_NEEDED, "ร่างคำตอบ")
    assert "ปริมาณน้ำต่อวันเท่าใด" in text
    assert "ร่างคำตอบ" in text
    assert refreshed(response).summary_th == "ร่างที่แก้แล้ว"


def test_an_agency_that_cannot_help_says_why_and_who_could(desk: Client) -> None:
    response = a_response()
    other = an_agency(TISTR)
    refusal = answer_of(
        response, result="decline", decline_reason="not_ours", sentence="อยู่นอกภารกิจ", suggested_agency=other.pk
    )

    desk.post(page("desk_response", response.pk), refusal)

    declined = refreshed(response)
    assert (declined.status, declined.summary_th) == (ResponseStatus.DECLINED, "อยู่นอกภารกิจ")
    assert declined.suggested_agency == other
    assert (declined.details_th, declined.budget_baht, declined.planned_from) == ("", None, None)  # no promise is left
    assert declined.internal_note == "รอยืนยันวิทยากร"
    assert "อยู่นอกภารกิจ" in desk.get(page("desk_response", response.pk)).content.decode()


def test_a_step_that_may_name_a_person_waits_for_a_tick_and_is_pointed_out_before_it_is_published(
    desk: Client, ministry: User, client_of: Callable[[User], Client]
) -> None:
    accepted = a_response(ResponseStatus.ACCEPTED, community_request=make_request("under_way"), summary_th="ช่วยได้")
    step = {"key": uuid.uuid4(), "title_th": "อบรมที่บ้านนางมะลิ", "due_on": "1/12/2569"}
    address = page("desk_response_start", accepted.pk)

    asked = desk.post(address, step)
    before = refreshed(accepted).status
    desk.post(address, step | {"is_cleared": tick_of(asked)})
    [to_read] = client_of(ministry).get(reverse("desk_publish")).context["groups"][0].answers

    assert before == ResponseStatus.ACCEPTED
    assert refreshed(accepted).status == ResponseStatus.UNDER_WAY
    assert [finding.text for finding in to_read.findings] == ["นางมะลิ"]


def test_a_refusal_or_delivery_that_may_name_a_person_waits_for_a_tick(desk: Client) -> None:
    asked = a_response()
    refusal = answer_of(asked, result="decline", decline_reason="not_ours", sentence="ถามนายสมชาย")
    working = a_response(ResponseStatus.UNDER_WAY, community_request=make_request("under_way"))
    delivery = {"key": uuid.uuid4(), "delivered_on": "25/11/2569", "note": "ส่งให้นางมะลิ"}
    sendings = {page("desk_response", asked.pk): refusal, page("desk_response_deliver", working.pk): delivery}

    came_back = [desk.post(address, sent) for address, sent in sendings.items()]
    for (address, sent), asked_back in zip(sendings.items(), came_back, strict=True):
        desk.post(address, sent | {"is_cleared": tick_of(asked_back)})

    assert [set(page.context["form"].errors) for page in came_back] == [{"is_cleared"}, {"is_cleared"}]
    assert [refreshed(each).status for each in (asked, working)] == [ResponseStatus.DECLINED, ResponseStatus.DELIVERED]


def test_two_officers_of_one_agency_see_both_texts(desk: Client, agency_officer: User) -> None:
    response = a_response()
    theirs = workflow.Help(kind="TC", summary_th="ข้อความของเพื่อนร่วมงาน")
    workflow.save_answer(response, help_=theirs, version=1, by=agency_officer)

    met = desk.post(page("desk_response", response.pk), answer_of(response, summary_th="ข้อความของฉัน"))
    text = met.content.decode()
    kept = refreshed(response)
    again = met.context["form"].data.dict() | {"do": "send"}
    desk.post(page("desk_response", response.pk), again)

    assert met.status_code == 409
    assert "ข้อความของเพื่อนร่วมงาน" in text
    assert "ข้อความของฉัน" in text
    assert (kept.status, kept.summary_th) == (ResponseStatus.ASKED, "ข้อความของเพื่อนร่วมงาน")
    assert refreshed(response).summary_th == "ข้อความของฉัน"


@pytest.mark.parametrize("result", ["accept", "ask", "decline"])
def test_who_answers_after_a_colleague_has_is_told_and_loses_no_word(
    desk: Client, agency_officer: User, result: str
) -> None:
    response = a_response()
    sent = answer_of(response, result=result, question="คำถามของฉัน", sentence="คำชี้แจงของฉัน", decline_reason="not_ours")
    workflow.decline_response(
        response, reason="no_means", sentence="ไม่มีงบประมาณ", suggested_agency=None, by=agency_officer
    )

    late = desk.post(page("desk_response", response.pk), sent)

    assert late.status_code == 409
    assert "คำถามของฉัน" in late.content.decode()
    assert "คำชี้แจงของฉัน" in late.content.decode()
    assert refreshed(response).summary_th == "ไม่มีงบประมาณ"


def test_forged_fields_change_nothing(desk: Client) -> None:
    response = a_response()
    forged = {"status": "verified", "is_published": "on", "agency": an_agency(TISTR).pk, "due_on": "2030-01-01"}

    desk.post(page("desk_response", response.pk), answer_of(response, **forged))

    answered = refreshed(response)
    assert answered.status == ResponseStatus.ACCEPTED
    assert not answered.is_published
    assert answered.agency == an_agency(DSS)
    assert answered.due_on == date(2026, 12, 14)


def test_the_preview_shows_what_the_public_will_read_and_saves_nothing(desk: Client) -> None:
    response = a_response()

    helping = desk.post(page("desk_response", response.pk), answer_of(response, do="preview"))
    refusing = answer_of(response, do="preview", result="decline", decline_reason="not_ours", sentence="อยู่นอกภารกิจ")
    named = answer_of(response, do="preview", details_th="โทร 02 123 4567", internal_note="โทร 02 765 4321")
    warned = desk.post(page("desk_response", response.pk), named)
    declining = desk.post(page("desk_response", response.pk), refusing)

    shown = helping.context["preview"]
    assert (shown.summary.text, shown.status) == ("อบรมการทำสารกรองสนิมเหล็ก", ResponseStatus.ACCEPTED)
    assert "ตัวอย่างหน้าสาธารณะ" in helping.content.decode()
    assert (declining.context["preview"].summary.text, declining.context["preview"].details.text) == ("อยู่นอกภารกิจ", "")
    assert [finding.text for finding in warned.context["findings"]] == ["02 123 4567"]
    assert "<mark>02 123 4567" in warned.content.decode()
    assert declining.context["findings"] == []
    unchanged = refreshed(response)
    assert (unchanged.version, unchanged.summary_th, unchanged.status) == (1, "", ResponseStatus.ASKED)


def test_a_phrase_put_in_by_the_server_leaves_what_the_field_began_with(desk: Client) -> None:
    response = a_response()
    words = answer_of(response, summary_th="พิมพ์ไว้", insert="summary_th", **{"initial-summary_th": "เดิม"})

    text = desk.post(page("desk_response", response.pk), words).content.decode()

    assert "พิมพ์ไว้</textarea>" in text
    assert '<input type="hidden" name="initial-summary_th" value="เดิม"' in text


def test_an_answer_is_corrected_until_it_is_published(desk: Client) -> None:
    response = a_response(ResponseStatus.ACCEPTED, community_request=make_request("answered"))
    correction = answer_of(response, summary_th="ฉบับแก้ไข", do="save")
    del correction["result"]

    emptied = desk.post(page("desk_response", response.pk), {**correction, "summary_th": ""})
    saved = desk.post(page("desk_response", response.pk), correction)
    AgencyResponse.objects.filter(pk=response.pk).update(is_published=True)
    too_late = desk.post(page("desk_response", response.pk), {**correction, "version": 2, "key": uuid.uuid4()})
    shown = desk.get(page("desk_response", response.pk))

    assert set(emptied.context["form"].errors) == {"summary_th"}
    assert (saved.status_code, refreshed(response).summary_th) == (302, "ฉบับแก้ไข")
    assert too_late.status_code == 409
    assert "data-answer" not in shown.content.decode()
    assert "ฉบับแก้ไข" in shown.content.decode()


# -------------------------------------------------------------------------------------------------------- the work


def test_the_work_begins_with_a_step_and_ends_with_a_delivery(desk: Client) -> None:
    response = a_response(ResponseStatus.ACCEPTED, community_request=make_request("answered"))
    step = {"key": uuid.uuid4(), "title_th": "สำรวจพื้นที่", "due_on": "1/12/2569", "done_on": ""}
    delivery = {"key": uuid.uuid4(), "delivered_on": "25/11/2569", "people_reached": "๑,๒๐๐", "note": "ถังกรอง 3 ชุด"}

    dateless = desk.post(page("desk_response_start", response.pk), {**step, "due_on": ""})
    for _ in range(2):
        desk.post(page("desk_response_start", response.pk), step)
    milestone = Milestone.objects.get(response=response)
    desk.post(page("desk_milestone_done", milestone.pk))
    further = {**step, "key": uuid.uuid4(), "title_th": "อบรม"}
    desk.post(page("desk_response_milestone", response.pk), further)
    tomorrow = desk.post(page("desk_response_deliver", response.pk), {**delivery, "delivered_on": "26/11/2569"})
    desk.post(page("desk_response_deliver", response.pk), delivery)

    assert set(dateless.context["form"].errors) == {"due_on"}
    assert set(tomorrow.context["form"].errors) == {"delivered_on"}
    assert [(step.title_th, step.done_on) for step in response.milestones.order_by("pk")] == [
        ("สำรวจพื้นที่", TODAY),
        ("อบรม", None),
    ]
    delivered = refreshed(response)
    assert (delivered.status, delivered.people_reached) == (ResponseStatus.DELIVERED, 1200)
    assert desk.post(page("desk_response_start", response.pk), {**step, "key": uuid.uuid4()}).status_code == 409


def test_a_step_changed_by_two_is_a_conflict(desk: Client) -> None:
    response = a_response(ResponseStatus.UNDER_WAY, community_request=make_request("under_way"))
    milestone = make_milestone(response=response, title_th="ลงพื้นที่", due_on=date(2026, 12, 1))
    changed = {"version": 1, "title_th": "ลงพื้นที่ครั้งแรก", "due_on": "2/12/2569", "done_on": ""}

    first = desk.post(page("desk_milestone", milestone.pk), changed)
    second = desk.post(page("desk_milestone", milestone.pk), {**changed, "title_th": "ลงพื้นที่ครั้งที่สอง"})

    milestone.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 409)
    assert milestone.title_th == "ลงพื้นที่ครั้งแรก"
    assert "ลงพื้นที่ครั้งแรก" in second.content.decode()
    assert "ลงพื้นที่ครั้งที่สอง" in second.content.decode()


def test_what_the_province_said_of_a_delivery_is_shown(desk: Client) -> None:
    response = a_response(ResponseStatus.VERIFIED, community_request=make_request("delivered"), is_published=True)
    make_transition(
        community_request=response.community_request,
        response=response,
        from_status="delivered",
        to_status="verified",
        reason="ชุมชนใช้งานได้จริง",
        at=timezone.now(),
    )

    assert "ชุมชนใช้งานได้จริง" in desk.get(page("desk_response", response.pk)).content.decode()


@pytest.mark.parametrize(
    ("button", "status"), [("consent", ResponseStatus.CANCELLED), ("refuse", ResponseStatus.ACCEPTED)]
)
def test_the_agency_says_whether_its_part_is_called_off(desk: Client, button: str, status: str) -> None:
    response = a_response(
        ResponseStatus.ACCEPTED,
        community_request=make_request("answered"),
        cancel_reason="ซ้ำกับโครงการอื่น",
        cancel_proposed_at=timezone.now(),
    )

    proposed = desk.get(page("desk_response", response.pk)).content.decode()
    desk.post(page(f"desk_response_{button}", response.pk))

    assert "ซ้ำกับโครงการอื่น" in proposed
    assert refreshed(response).status == status
    assert desk.get(page(f"desk_response_{button}", response.pk)).status_code == 405


def test_nobody_else_answers_or_works(people: dict[str, User], client_of: ClientOf) -> None:
    response = a_response(ResponseStatus.UNDER_WAY, community_request=make_request("under_way"))
    milestone = make_milestone(response=response)
    buttons = ("start", "milestone", "deliver", "consent", "refuse")
    addresses = [page(f"desk_response_{name}", response.pk) for name in buttons]
    addresses += [page("desk_milestone", milestone.pk), page("desk_milestone_done", milestone.pk)]

    found = {
        name: {client_of(people[name]).post(address).status_code for address in addresses}
        for name in people
        if name != "agency"
    }

    assert found == {
        "ministry": {403},
        "admin": {403},
        "province": {403},
        "other province": {403},
        "other agency": {404},
    }
    assert refreshed(response).version == 1


def test_what_was_typed_before_the_session_ended_is_shown_also_when_a_colleague_was_faster(desk: Client) -> None:
    response = a_response(ResponseStatus.ACCEPTED, is_published=True)
    typed = answer_of(response, summary_th="ข้อความก่อนหมดเวลา", do="draft")
    session = desk.session
    session["kept"] = {"path": page("desk_response", response.pk), "data": urlencode(typed)}
    session.save()

    shown = desk.get(page("desk_response", response.pk)).content.decode()

    assert "ข้อความก่อนหมดเวลา" in shown


# ------------------------------------------------------------------------------------------------------------- phrases


def test_a_phrase_goes_to_the_end_of_its_field_and_everything_is_kept(desk: Client, agency_officer: User) -> None:
    response = a_response()
    phrase = make_phrase(agency=agency_officer.agency, text_th="หน่วยงานจะลงพื้นที่")
    foreign = make_phrase(agency=an_agency(TISTR), text_th="ข้อความของหน่วยงานอื่น")
    typed = answer_of(response, insert="details_th", phrase_answer=phrase.pk, budget_baht="ราวแสน")

    inserted = desk.post(page("desk_response", response.pk), typed).context["form"]
    not_mine = desk.post(page("desk_response", response.pk), {**typed, "phrase_answer": foreign.pk}).context["form"]

    assert inserted["details_th"].value() == "อบรม 2 วันในพื้นที่\nหน่วยงานจะลงพื้นที่"
    assert inserted["budget_baht"].value() == "ราวแสน"
    assert inserted["version"].value() == "1"
    assert not inserted.errors
    assert not_mine["details_th"].value() == "อบรม 2 วันในพื้นที่"
    assert refreshed(response).details_th == ""


def test_everybody_writes_the_own_phrases(people: dict[str, User], client_of: ClientOf) -> None:
    words = {"use": "answer", "title_th": "ข้อความใหม่", "text_th": "เนื้อความ"}
    shared = make_phrase(title_th="ข้อความกลาง")

    found = {
        name: client_of(person).post(page("desk_phrase_new"), {**words, "key": uuid.uuid4()}).status_code
        for name, person in people.items()
    }
    of_the_agency = Phrase.objects.get(agency=people["agency"].agency)
    own = client_of(people["agency"])
    edited = own.post(page("desk_phrase", of_the_agency.pk), {**words, "version": 1, "title_th": "แก้แล้ว"})
    late = own.post(page("desk_phrase", of_the_agency.pk), {**words, "version": 1, "title_th": "แก้ช้าไป"})
    listed = own.get(page("desk_phrases")).content.decode()

    assert found == {
        "ministry": 302,
        "admin": 403,
        "province": 403,
        "other province": 403,
        "agency": 302,
        "other agency": 302,
    }
    assert Phrase.objects.filter(agency=None).count() == 2
    assert (edited.status_code, late.status_code) == (302, 409)
    assert "แก้แล้ว" in late.content.decode()
    assert "แก้แล้ว" in listed
    assert "ข้อความกลาง" in listed
    assert own.get(page("desk_phrase", shared.pk)).status_code == 404
    assert client_of(people["other agency"]).post(page("desk_phrase_delete", of_the_agency.pk)).status_code == 404
    assert own.post(page("desk_phrase_delete", of_the_agency.pk)).status_code == 302
    assert not Phrase.objects.filter(pk=of_the_agency.pk).exists()
