"""The ministry's pages: the inbox, each decision, asking agencies, publishing, what is late."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal import public_data
from portal.jobs import work
from portal.models import Notification, User
from portal.thai import add_working_days
from requests_registry import workflow
from requests_registry.models import AgencyResponse, CommunityRequest, RequestStatus, ResponseStatus
from tests.factories import (
    DSS,
    NAN,
    TISTR,
    a_category,
    a_fiscal_year,
    a_province,
    an_agency,
    make_category,
    make_outcome,
    make_request,
    make_response,
    make_transition,
)
from tests.requests_registry.desk.ticks import tick_of

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-25T03:00:00Z", tick=False):
        yield


@pytest.fixture
def desk(ministry: User, client_of: ClientOf) -> Client:
    return client_of(ministry)


def a_request(status: str = RequestStatus.SUBMITTED, **fields: Any) -> CommunityRequest:
    """Of Loei, in this year, with original words that name a person."""
    fields = {"fiscal_year": a_fiscal_year(2570), "text_th": "ติดต่อนางมะลิ โทร 081-234-5678", **fields}
    fields.setdefault("submitted_at", timezone.now() - timedelta(days=7))
    return make_request(status, **fields)


def page_of(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def words(**fields: str) -> dict[str, str]:
    return {"public_title_th": "ขอเครื่องอบผลไม้", "public_text_th": "กลุ่มแม่บ้านขอเครื่องอบ", "is_cleared": "on", **fields}


# --------------------------------------------------------------------------------------------------------------- inbox


def test_each_request_waits_in_its_tab(desk: Client) -> None:
    a_request(title_th="เรื่องใหม่")
    a_request("accepted", title_th="ยังไม่มีใคร")
    a_request("returned", title_th="อยู่ที่จังหวัด")
    declined = a_request("accepted", title_th="ถูกคืน")
    make_response("declined", community_request=declined, suggested_agency=an_agency(TISTR))
    asked = a_request("assigned", title_th="มีคำถาม")
    make_response("info_needed", community_request=asked)
    a_request("delivered", title_th="ส่งมอบ")

    pages = {
        tab: desk.get(page_of("desk_inbox"), {"tab": tab}) for tab in ("new", "assign", "province", "back", "close")
    }

    shown = {tab: [row.community_request.title_th for row in page.context["rows"]] for tab, page in pages.items()}
    assert shown == {
        "new": ["เรื่องใหม่"],
        "assign": ["ยังไม่มีใคร"],
        "province": ["อยู่ที่จังหวัด", "มีคำถาม"],
        "back": ["ถูกคืน"],
        "close": ["ส่งมอบ"],
    }
    assert [tab.count for tab in pages["new"].context["tabs"]] == [1, 1, 1, 2, 1, 1]
    assert "TISTR" in pages["back"].content.decode()
    assert "คอย 5 วันทำการ" in pages["new"].content.decode()


def test_a_request_is_opened_beside_the_list_and_an_unknown_one_is_not(desk: Client) -> None:
    first, second = a_request(title_th="เรื่องแรก"), a_request(title_th="เรื่องที่สอง")
    other = make_request("draft", province=a_province(NAN), title_th="ร่างของจังหวัด")

    opened = desk.get(page_of("desk_inbox"), {"request": second.receipt}).context["pane"]
    fallen_back = desk.get(page_of("desk_inbox"), {"request": other.receipt}).context["pane"]

    assert (opened.row.community_request, opened.is_suggested) == (second, False)
    assert (fallen_back.row.community_request, fallen_back.is_suggested) == (first, True)
    assert page_of("desk_request_accept", second.receipt) in [offer.address for offer in opened.offers]


def test_an_empty_inbox_says_so(desk: Client) -> None:
    assert "ไม่มีเรื่องใหม่รอคัดกรอง" in desk.get(page_of("desk_inbox")).content.decode()


def test_lists_take_as_many_queries_for_many_rows_as_for_one(desk: Client) -> None:
    def fill(count: int) -> None:
        for _number in range(count):
            returned = a_request("accepted", proposed_agency=an_agency(DSS))
            make_response("declined", community_request=returned, suggested_agency=an_agency(TISTR))
            make_transition(community_request=returned, from_status="submitted", to_status="accepted")
            make_response(
                community_request=a_request("assigned"), due_on=TODAY - timedelta(days=3), agency=an_agency(DSS)
            )

    addresses = {f"{page_of('desk_inbox')}?tab=back": 12, page_of("desk_publish"): 12, page_of("desk_overdue"): 12}
    counts: dict[str, set[int]] = {address: set() for address in addresses}

    public_data.version()  # which a process asks for once in two seconds
    for added in (1, 2, 27):
        fill(added)
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                desk.get(address)
            counts[address].add(len(queries))

    assert {address: len(found) for address, found in counts.items()} == dict.fromkeys(addresses, 1)
    assert {address: max(found) <= addresses[address] for address, found in counts.items()} == dict.fromkeys(
        addresses, True
    )


# ----------------------------------------------------------------------------------------------------------- decisions


def test_what_stands_at_the_right_is_what_becomes_public(desk: Client) -> None:
    request = a_request()
    address = page_of("desk_request_accept", request.receipt)

    page = desk.get(address)
    answer = desk.post(address, words())

    assert [finding.text for finding in page.context["findings"]] == ["081-234-5678", "นางมะลิ"]
    request.refresh_from_db()
    assert answer["Location"] == page_of("desk_request", request.receipt)
    assert (request.status, request.reference) == ("accepted", "2570-001")
    assert (request.public_title_th, request.public_text_th) == ("ขอเครื่องอบผลไม้", "กลุ่มแม่บ้านขอเครื่องอบ")
    assert request.text_th == "ติดต่อนางมะลิ โทร 081-234-5678"


def test_nothing_is_accepted_before_personal_data_were_looked_for_nor_by_a_look_at_the_preview(desk: Client) -> None:
    request = a_request()
    address = page_of("desk_request_accept", request.receipt)

    unread = desk.post(address, words(is_cleared=""))
    preview = desk.post(address, words(preview="1", public_title_th="ขอเครื่องอบกล้วย โทร 0812345678"))

    request.refresh_from_db()
    assert request.status == "submitted"
    assert "ต้องยืนยันว่าตรวจข้อมูลส่วนบุคคลแล้ว" in unread.content.decode()
    assert preview.context["preview"]["public_title_th"] == "ขอเครื่องอบกล้วย โทร 0812345678"
    assert [finding.text for finding in preview.context["findings"]] == ["0812345678"]


def test_who_comes_second_is_told_and_keeps_the_words(desk: Client, ministry: User) -> None:
    request = a_request()
    workflow.decline(request, reason="unclear", sentence="ไม่ชัดเจน", by=ministry)

    answer = desk.post(page_of("desk_request_accept", request.receipt), words(public_title_th="คำที่พิมพ์ไว้"))
    shown = desk.get(page_of("desk_request_accept", request.receipt))

    assert answer.status_code == 409
    assert "คำที่พิมพ์ไว้" in answer.content.decode()
    assert shown["Location"] == page_of("desk_request", request.receipt)


def test_public_words_that_two_people_change_are_shown_to_the_second(desk: Client) -> None:
    request = a_request("accepted", public_title_th="เดิม")
    address = page_of("desk_request_words", request.receipt)

    first = desk.post(address, words(version="1", public_title_th="ของคนแรก"))
    second = desk.post(address, words(version="1", public_title_th="ของคนที่สอง"))

    request.refresh_from_db()
    assert (first.status_code, second.status_code, request.public_title_th) == (302, 409, "ของคนแรก")
    assert next((each.theirs, each.mine) for each in second.context["form"].differences) == ("ของคนแรก", "ของคนที่สอง")


def test_a_question_goes_back_to_the_province_with_a_day(desk: Client) -> None:
    request = a_request()
    address = page_of("desk_request_return", request.receipt)

    suggested = desk.get(address).context["form"].initial["wanted_by"]
    late = desk.post(address, {"question": "อยู่หมู่ใด", "wanted_by": "1/11/2569"})
    desk.post(address, {"question": "อยู่หมู่ใด", "wanted_by": "15/12/2569"})

    request.refresh_from_db()
    assert suggested == add_working_days(TODAY, 10)
    assert "wanted_by" in late.context["form"].errors
    assert (request.status, request.answer_wanted_by) == ("returned", date(2026, 12, 15))


def test_a_request_is_declined_with_a_reason_and_taken_up_again(desk: Client) -> None:
    request = a_request()

    desk.post(
        page_of("desk_request_decline", request.receipt), {"reason": "other_body", "sentence": "เป็นงานของกรมชลประทาน"}
    )
    request.refresh_from_db()
    declined = (request.status, request.decline_reason)
    desk.post(page_of("desk_request_take_up", request.receipt), {"reason": "มีข้อมูลใหม่"})

    request.refresh_from_db()
    assert declined == ("declined", "other_body")
    assert request.status == "submitted"


def test_the_request_to_join_is_found_read_beside_the_other_and_parted_again(desk: Client) -> None:
    request, other = a_request(), a_request("accepted", public_title_th="เครื่องอบกล้วยตาก")
    closed = a_request("closed", public_title_th="เครื่องอบกล้วยที่ปิดแล้ว")
    address = page_of("desk_request_merge", request.receipt)

    found = desk.get(address, {"q": "กล้วย"}).context["candidates"]
    to_a_closed_one = desk.post(f"{address}?into={closed.receipt}", {"reason": "เหมือนกัน"})
    desk.post(f"{address}?into={other.receipt}", {"reason": "ขอเครื่องเดียวกัน"})
    request.refresh_from_db()
    merged = (request.status, request.merged_into)
    desk.post(page_of("desk_request_split", request.receipt), {"reason": "คนละชุมชน"})

    request.refresh_from_db()
    assert list(found) == [other]
    assert to_a_closed_one.status_code == 404
    assert merged == ("merged", other)
    assert (request.status, request.merged_into) == ("submitted", None)


def test_a_request_is_closed_once_the_province_has_spoken_and_opened_again(desk: Client) -> None:
    request = a_request("delivered")
    response = make_response("delivered", community_request=request, delivered_on=TODAY - timedelta(days=10))
    make_outcome(community_request=request)
    address = page_of("desk_request_close", request.receipt)
    sent = {"outcome": "met", "sentence": "กลุ่มใช้เครื่องอบได้เอง"}

    waiting = desk.get(address)
    refused = desk.post(address, sent)
    AgencyResponse.objects.filter(pk=response.pk).update(status=ResponseStatus.VERIFIED)
    desk.post(address, sent)
    request.refresh_from_db()
    closed = (request.status, request.outcome)
    desk.post(page_of("desk_request_reopen", request.receipt), {"reason": "เครื่องเสีย"})

    request.refresh_from_db()
    assert waiting.context["may_be_closed_from"] == TODAY + timedelta(days=50)
    assert refused.status_code == 409
    assert closed == ("closed", "met")
    assert request.status == "delivered"


def test_a_sentence_that_names_a_person_closes_nothing_before_it_was_checked(desk: Client) -> None:
    request = a_request("delivered")
    make_response("verified", community_request=request, delivered_on=TODAY - timedelta(days=10))
    address = page_of("desk_request_close", request.receipt)
    sent = {"outcome": "met", "sentence": "นางมะลิ ใจดี ใช้เครื่องอบได้เอง"}

    asked = desk.post(address, sent)
    request.refresh_from_db()
    before = request.status
    desk.post(address, sent | {"sentence": "นายประดิษฐ์ ใช้เครื่องอบได้เอง", "is_cleared": tick_of(asked)})
    request.refresh_from_db()
    with_other_words = request.status
    desk.post(address, sent | {"is_cleared": tick_of(asked)})
    request.refresh_from_db()

    assert "นางมะลิ" in str(asked.context["form"].fields["is_cleared"].help_text)
    assert (before, with_other_words, request.status) == ("delivered", "delivered", "closed")


# ----------------------------------------------------------------------------------------------------------- assigning


def rows(*agencies: str, **more: Any) -> dict[str, Any]:
    """The form of three rows with these agencies in the first."""
    sent: dict[str, Any] = {"key": str(uuid.uuid4()), "rows": "3"}
    for number, acronym in enumerate(agencies, start=1):
        sent |= {f"agency_{number}": an_agency(acronym).pk, f"part_{number}": "1", f"due_on_{number}": "15/1/2570"}
    return sent | more


def test_several_agencies_are_asked_each_with_its_part(desk: Client) -> None:
    a_category()
    request = a_request("accepted", category=make_category(2, working_days=20), proposed_agency=an_agency(DSS))
    address = page_of("desk_request_assign", request.receipt)

    form = desk.get(address).context["form"]
    desk.post(address, rows(DSS, TISTR, part_2="2", part_title_2="บรรจุภัณฑ์"))

    assert form.initial["due_on_1"] == add_working_days(TODAY, 20)
    assert form.initial["agency_1"] == an_agency(DSS).pk
    asked = request.responses.order_by("part").values_list("agency__acronym", "part", "part_title_th", "due_on")
    assert list(asked) == [(DSS, 1, "", date(2027, 1, 15)), (TISTR, 2, "บรรจุภัณฑ์", date(2027, 1, 15))]
    request.refresh_from_db()
    assert request.status == "assigned"


def test_a_further_row_keeps_what_was_typed_and_asks_nobody(desk: Client) -> None:
    request = a_request("accepted")

    page = desk.post(page_of("desk_request_assign", request.receipt), rows(DSS, part_title_1="เครื่องอบ", more="1"))

    form = page.context["form"]
    assert (len(form.numbers), form["part_title_1"].value(), form.errors) == (4, "เครื่องอบ", {})
    assert not request.responses.exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [((), "agency_1"), ((DSS, DSS), "agency_2"), ((DSS,), "due_on_1")],
)
def test_what_is_wrong_with_a_row_is_told_beside_it(desk: Client, sent: tuple[str, ...], field: str) -> None:
    request = a_request("accepted")
    due = {"due_on_1": "1/11/2569"} if field == "due_on_1" else {}

    page = desk.post(page_of("desk_request_assign", request.receipt), rows(*sent, **due))

    assert list(page.context["form"].errors) == [field]
    assert not request.responses.exists()


def test_an_agency_is_not_asked_twice_for_a_part_and_a_double_click_asks_once(desk: Client) -> None:
    request = a_request("accepted")
    address, sent = page_of("desk_request_assign", request.receipt), rows(DSS)

    answers = [desk.post(address, sent).status_code for _click in range(2)]
    again = desk.post(address, rows(DSS))

    assert (answers, again.status_code, request.responses.count()) == ([302, 302], 409, 1)


def test_many_are_given_to_one_agency_after_a_look_at_what_prevents_it(desk: Client) -> None:
    ready, new, asked = a_request("accepted"), a_request(), a_request("assigned")
    make_response(community_request=asked, agency=an_agency(DSS))
    draft = make_request("draft", title_th="ร่างของจังหวัด")
    address, dss = page_of("desk_assign_many"), an_agency(DSS).pk
    chosen: dict[str, Any] = {"pick": [ready.receipt, new.receipt, asked.receipt], "agency": dss, "working_days": "20"}

    page = desk.get(address, chosen)
    key = str(uuid.uuid4())
    all_or_none = desk.post(address, {**chosen, "key": str(uuid.uuid4())})
    foreign = desk.post(address, {**chosen, "pick": [draft.receipt], "key": str(uuid.uuid4())})
    done = [desk.post(address, {**chosen, "pick": [ready.receipt], "key": key}).status_code for _click in range(2)]

    assert [bool(planned.obstacle) for planned in page.context["plan"]] == [False, True, True]
    assert page.context["form"]["pick"].value() == [ready.receipt]
    assert (all_or_none.status_code, foreign.status_code, done) == (409, 200, [302, 302])
    assert AgencyResponse.objects.exclude(community_request=asked).get().due_on == add_working_days(TODAY, 20)
    assert not draft.responses.exists()


def test_calling_off_is_proposed_and_the_agency_stays_asked(desk: Client) -> None:
    response = make_response(community_request=a_request("assigned"))

    desk.post(page_of("desk_response_cancel", response.pk), {"reason": "งบประมาณเปลี่ยน"})

    response.refresh_from_db()
    assert (response.status, response.cancel_reason) == ("asked", "งบประมาณเปลี่ยน")
    assert (
        "รอความเห็นชอบ" in desk.get(page_of("desk_request_assign", response.community_request.receipt)).content.decode()
    )


# ---------------------------------------------------------------------------------------------------------- publishing


def test_what_is_ticked_is_published_and_can_be_taken_back(desk: Client) -> None:
    request = a_request("answered")
    first = make_response("accepted", community_request=request, summary_th="อบรม ติดต่อ 081-234-5678")
    second = make_response("accepted", community_request=request, agency=an_agency(TISTR))
    waiting = make_response(community_request=a_request("assigned"))
    address = page_of("desk_publish")

    page = desk.get(address)
    nothing, forged = desk.post(address, {}), desk.post(address, {"pick": [waiting.pk]})
    desk.post(address, {"pick": [first.pk]})
    published = set(AgencyResponse.objects.filter(is_published=True))
    desk.post(page_of("desk_response_unpublish", first.pk))
    desk.post(page_of("desk_response_publish", second.pk))

    assert [[len(answer.findings) for answer in group.answers] for group in page.context["groups"]] == [[1, 0]]
    assert ["pick" in answer.context["form"].errors for answer in (nothing, forged)] == [True, True]
    assert published == {first}
    assert set(AgencyResponse.objects.filter(is_published=True)) == {second}


def test_the_preview_shows_the_answer_as_the_public_will_read_it(desk: Client) -> None:
    response = make_response("accepted", community_request=a_request("answered"), internal_note="เฉพาะภายใน")

    page = desk.get(page_of("desk_response_publish", response.pk)).content.decode()

    response.refresh_from_db()
    assert ("อบรมการแปรรูปผลไม้" in page, "เฉพาะภายใน" in page, response.is_published) == (True, False, False)


# -------------------------------------------------------------------------------------------------------------- overdue


def test_what_is_late_is_shown_to_whom_it_concerns(
    desk: Client, client_of: ClientOf, province_officer: User, other_province_officer: User, other_agency_officer: User
) -> None:
    make_response(community_request=a_request("assigned"), agency=an_agency(DSS), due_on=date(2026, 11, 20))
    make_response(community_request=a_request("assigned"), agency=an_agency(TISTR), due_on=date(2026, 11, 30))
    a_request("returned", answer_wanted_by=date(2026, 11, 20))
    people = {"ministry": desk, "province": client_of(province_officer), "other": client_of(other_province_officer)}
    people["agency"] = client_of(other_agency_officer)

    pages = {name: person.get(page_of("desk_overdue")).context for name, person in people.items()}

    owed = {
        name: [
            (group.agency.acronym, each.days_late, each.days_left) for group in page["groups"] for each in group.owed
        ]
        for name, page in pages.items()
    }
    everything = [(DSS, 3, None), (TISTR, 0, 3)]
    assert owed == {"ministry": everything, "province": everything, "other": [], "agency": [(TISTR, 0, 3)]}
    assert {name: len(page["with_provinces"]) for name, page in pages.items()} == {
        "ministry": 1,
        "province": 1,
        "other": 0,
        "agency": 0,
    }


def test_an_agency_is_reminded_of_all_that_is_late_with_one_message_a_day(
    desk: Client, ministry: User, client_of: ClientOf, agency_officer: User
) -> None:
    for day in (18, 20):
        make_response(community_request=a_request("assigned"), agency=an_agency(DSS), due_on=date(2026, 11, day))
    address = page_of("desk_remind", DSS)

    for _click in range(2):
        desk.post(address)
    work()
    told = list(Notification.objects.filter(user=agency_officer).values_list("text_th", flat=True))
    with time_machine.travel("2026-11-26T03:00:00Z", tick=False):
        client_of(ministry).post(address)  # yesterday's session has ended
        work()

    assert len(told) == 1
    assert "2 เรื่อง" in told[0]
    assert Notification.objects.filter(user=agency_officer).count() == 2


# --------------------------------------------------------------------------------------------------------------- rights


def pages_of_the_ministry(request: CommunityRequest, response: AgencyResponse) -> list[str]:
    decisions = ("accept", "return", "decline", "merge", "split", "take_up", "words", "assign", "close", "reopen")
    addresses = [page_of(f"desk_request_{name}", request.receipt) for name in decisions]
    addresses += [page_of(f"desk_response_{name}", response.pk) for name in ("publish", "unpublish", "cancel")]
    return [
        *addresses,
        *(page_of(name) for name in ("desk_inbox", "desk_assign_many", "desk_publish")),
        page_of("desk_remind", DSS),
    ]


def test_nobody_else_screens(people: dict[str, User], client_of: ClientOf) -> None:
    request = a_request("assigned")
    response = make_response(community_request=request, due_on=date(2026, 11, 18))
    statuses = {
        (name, client_of(person).post(address).status_code)
        for name, person in people.items()
        if name != "ministry"
        for address in pages_of_the_ministry(request, response)
    }

    assert {status for _name, status in statuses} == {403}


def test_a_province_s_draft_is_not_there_for_the_ministry(desk: Client) -> None:
    draft = make_request("draft", title_th="ร่างของจังหวัด")
    decisions = [address for address in pages_of_the_ministry(draft, make_response()) if draft.receipt in address]

    answers = {desk.post(address, {**words(), "reason": "x", "sentence": "x"}).status_code for address in decisions}

    draft.refresh_from_db()
    assert (answers, draft.status, draft.version) == ({404}, "draft", 1)
