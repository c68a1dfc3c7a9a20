"""At the desk: questions answered, deliveries and results judged, results entered and shared, looks back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal import desk, public_data
from portal.models import User
from portal.thai import add_working_days, to_be
from requests_registry import workflow
from requests_registry.desk_views.results import may_add_outcome, outcomes_of
from requests_registry.models import AgencyResponse, CommunityRequest, FollowUp, Outcome
from tests.factories import (
    DSS,
    LOEI,
    NAN,
    TISTR,
    a_province,
    an_agency,
    make_follow_up,
    make_outcome,
    make_request,
    make_response,
    make_transition,
)
from tests.requests_registry.desk.ticks import tick_of

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]


@pytest.fixture
def delivered(where_people_work: None) -> AgencyResponse:
    """What DSS has delivered to Loei, beside the work of TISTR that goes on."""
    request = make_request("under_way", province=a_province(LOEI))
    make_response("under_way", community_request=request, agency=an_agency(TISTR))
    response = make_response("delivered", community_request=request, agency=an_agency(DSS))
    moved = {"from_status": "under_way", "to_status": "delivered", "reason": "เตาอบสองชุด"}
    make_transition(community_request=request, response=response, **moved)
    return response


def measured(response: AgencyResponse, **fields: Any) -> Outcome:
    """A result of DSS that waits for Loei."""
    outcome = make_outcome(community_request=response.community_request, **fields)
    outcome.responses.add(response)
    return outcome


def entered(response: AgencyResponse, **changes: Any) -> dict[str, Any]:
    """What an officer types for a new result, in the ways people do."""
    typed = {
        "key": str(uuid4()),
        "indicator": "INC",
        "unit_th": "บาทต่อเดือน",
        "baseline": "๔,๕๐๐",
        "actual": "12,500.50",
        "period_from": "1/1/2552",
        "period_to": "๓๑ มี.ค. ๒๕๕๒",
        "evidence_th": "บัญชีรายรับของกลุ่ม",
        "responses": [response.pk],
    }
    return {**typed, **changes}


def text_of(answer: HttpResponseBase) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def last_words(response: AgencyResponse) -> str:
    return response.transitions.order_by("pk").values_list("reason", flat=True).last() or ""


def request_page(response: AgencyResponse) -> str:
    return reverse("desk_request", args=[response.community_request.receipt])


# ---------------------------------------------------------------------------------------------- questions, deliveries


def test_the_province_answers_a_question_and_the_clock_runs_on(province_officer: User, client_of: ClientOf) -> None:
    request = make_request("assigned", province=a_province(LOEI))
    today = timezone.localdate()
    response = make_response(
        "info_needed", community_request=request, asked_on=today, due_on=today + timedelta(days=30)
    )
    make_transition(
        community_request=request,
        response=response,
        from_status="asked",
        to_status="info_needed",
        reason="บ่อน้ำลึกเท่าใด",
        at=timezone.now() - timedelta(days=14),
    )
    moved = AgencyResponse.objects.get(pk=response.pk)
    browser = client_of(province_officer)
    address = reverse("desk_response_reply", args=[response.pk])

    page = text_of(browser.get(address))
    answer = browser.post(address, {"key": str(uuid4()), "answer": "สามสิบเมตร"})

    moved.refresh_from_db()
    assert moved.due_on
    assert "บ่อน้ำลึกเท่าใด" in page
    assert f'กำหนดตอบจะเป็น <time datetime="{moved.due_on.isoformat()}">' in page
    assert moved.due_on > add_working_days(today + timedelta(days=30), 5)
    assert (answer["Location"], moved.status) == (request_page(response), "asked")
    assert last_words(moved) == "สามสิบเมตร"


def test_the_province_confirms_with_or_without_a_sentence(
    delivered: AgencyResponse, province_officer: User, client_of: ClientOf
) -> None:
    browser = client_of(province_officer)
    address = reverse("desk_response_confirm", args=[delivered.pk])

    page = text_of(browser.get(address))
    browser.post(address, {"sentence": ""})
    again = browser.post(address, {"sentence": "ใช้ได้ดี"})

    delivered.refresh_from_db()
    assert "เตาอบสองชุด" in page
    assert (delivered.status, again.status_code) == ("verified", 409)
    assert "ทำรายการนี้ไม่ได้" in text_of(again)


def test_the_province_sends_back_only_with_a_sentence(
    delivered: AgencyResponse, province_officer: User, client_of: ClientOf
) -> None:
    browser = client_of(province_officer)
    address = reverse("desk_response_send_back", args=[delivered.pk])

    silent = browser.post(address, {"sentence": "  "})
    delivered.refresh_from_db()
    assert (silent.status_code, delivered.status) == (200, "delivered")

    browser.post(address, {"sentence": "เตาอบยังร้อนไม่พอ"})
    delivered.refresh_from_db()
    assert (delivered.status, last_words(delivered)) == ("under_way", "เตาอบยังร้อนไม่พอ")


@pytest.mark.parametrize("verdict", ["desk_response_confirm", "desk_response_send_back"])
def test_a_verdict_that_may_name_a_person_waits_for_a_tick(
    verdict: str, delivered: AgencyResponse, province_officer: User, client_of: ClientOf
) -> None:
    browser, address = client_of(province_officer), reverse(verdict, args=[delivered.pk])
    said = {"sentence": "ถามนางมะลิ 081-234-5678"}

    asked = browser.post(address, said)
    page = text_of(asked)
    delivered.refresh_from_db()
    before = delivered.status
    browser.post(address, said | {"is_cleared": tick_of(asked)})

    delivered.refresh_from_db()
    assert "ตรวจแล้ว ไม่มีข้อมูลส่วนบุคคล" in page
    assert "081-234-5678" in page
    assert before == "delivered"
    assert delivered.status != before


# ----------------------------------------------------------------------------------------------------------- outcomes


def test_an_agency_enters_a_result_that_two_share(
    delivered: AgencyResponse, agency_officer: User, client_of: ClientOf
) -> None:
    browser = client_of(agency_officer)
    address = reverse("desk_outcome_new", args=[delivered.community_request.receipt])
    other = delivered.community_request.responses.get(agency=an_agency(TISTR))
    form = entered(delivered, responses=[delivered.pk, other.pk])

    page = text_of(browser.get(address))
    first = browser.post(address, form)
    second = browser.post(address, form)

    (outcome,) = Outcome.objects.all()
    assert '<option value="ครัวเรือน">' in page
    assert page.count("checked") == 1  # the own answer, to begin with
    assert first["Location"] == second["Location"] == request_page(delivered)
    assert (outcome.baseline, outcome.actual, outcome.unit_en) == (Decimal(4500), Decimal("12500.50"), "baht per month")
    assert (outcome.period_from, outcome.period_to) == (date(2009, 1, 1), date(2009, 3, 31))
    assert (set(outcome.responses.all()), outcome.entered_by) == ({delivered, other}, agency_officer)


def test_what_cannot_be_a_result_comes_back_with_its_words(
    delivered: AgencyResponse, agency_officer: User, client_of: ClientOf
) -> None:
    foreign = make_response("delivered", agency=an_agency(DSS), community_request=make_request("delivered"))
    other = delivered.community_request.responses.get(agency=an_agency(TISTR))
    tomorrow = timezone.localdate() + timedelta(days=1)
    future = f"{tomorrow.day}/{tomorrow.month}/{to_be(tomorrow.year)}"
    browser = client_of(agency_officer)
    address = reverse("desk_outcome_new", args=[delivered.community_request.receipt])
    wrong: dict[str, dict[str, Any]] = {
        "ต้องเลือกคำตอบของหน่วยงานท่านด้วย": {"responses": [other.pk]},
        "เลือกได้เฉพาะคำตอบของเรื่องนี้ที่ตอบรับแล้ว": {"responses": [delivered.pk, foreign.pk]},
        "วันสิ้นสุดต้องไม่ก่อนวันเริ่ม": {"period_to": "1/12/2551"},
        "ช่วงเวลาที่วัดผลต้องไม่อยู่ในอนาคต": {"period_to": future},
        'value="12,50"': {"actual": "12,50"},
        'value="-3"': {"actual": "-3"},
    }

    for complaint, changes in wrong.items():
        answer = browser.post(address, entered(delivered, **changes))
        assert answer.status_code == 200, complaint
        assert complaint in text_of(answer)

    assert Outcome.objects.count() == 0


def test_an_agency_that_does_not_help_is_led_back(
    other_agency_officer: User, agency_officer: User, client_of: ClientOf
) -> None:
    declined = make_response("declined", agency=an_agency(TISTR), community_request=make_request("accepted"))
    address = reverse("desk_outcome_new", args=[declined.community_request.receipt])

    answer = client_of(other_agency_officer).post(address, entered(declined))

    assert (answer["Location"], Outcome.objects.count()) == (request_page(declined), 0)
    assert client_of(agency_officer).get(address).status_code == 404


def test_a_result_is_returned_mended_and_verified(
    delivered: AgencyResponse, agency_officer: User, province_officer: User, client_of: ClientOf
) -> None:
    outcome = measured(delivered)
    province, agency = client_of(province_officer), client_of(agency_officer)
    edit = reverse("desk_outcome", args=[outcome.pk])

    province.post(reverse("desk_outcome_return", args=[outcome.pk]), {"version": 1, "note": "นับซ้ำสองคน"})
    page = text_of(agency.get(edit))
    agency.post(edit, entered(delivered, version=2, indicator="KNO", unit_th="คน", baseline="", actual="๓๘"))
    province.post(reverse("desk_outcome_verify", args=[outcome.pk]), {"version": 3})
    too_late = agency.post(edit, entered(delivered, version=4, actual="99"))

    outcome.refresh_from_db()
    assert "นับซ้ำสองคน" in page
    assert (outcome.actual, outcome.baseline, outcome.verified_by) == (Decimal(38), None, province_officer)
    assert too_late.status_code == 409


def test_of_two_who_change_a_result_the_second_is_shown_both_texts(
    delivered: AgencyResponse, agency_officer: User, client_of: ClientOf
) -> None:
    outcome = measured(delivered, actual=40)
    browser = client_of(agency_officer)
    address = reverse("desk_outcome", args=[outcome.pk])
    sharer = delivered.community_request.responses.get(agency=an_agency(TISTR))
    browser.post(address, entered(delivered, version=1, evidence_th="ใบลงทะเบียน"))
    both = [delivered.pk, sharer.pk]

    answer = browser.post(address, entered(delivered, version=1, evidence_th="ภาพถ่าย", responses=both))

    outcome.refresh_from_db()
    assert (answer.status_code, outcome.evidence_th) == (409, "ใบลงทะเบียน")
    assert "ใบลงทะเบียน</td>" in text_of(answer)
    shared = next(each for each in answer.context["form"].differences if each.label == "คำตอบที่ร่วมสร้างผลนี้")
    names = [response.agency.label_th for response in (delivered, sharer)]
    assert [[name in text for name in names] for text in (shared.theirs, shared.mine)] == [[True, False], [True, True]]


def test_the_province_does_not_verify_what_has_changed_since_it_looked(
    delivered: AgencyResponse, province_officer: User, client_of: ClientOf
) -> None:
    outcome = measured(delivered)

    answer = client_of(province_officer).post(reverse("desk_outcome_verify", args=[outcome.pk]), {"version": 7})

    outcome.refresh_from_db()
    assert (answer.status_code, outcome.verified_at) == (409, None)


def test_each_side_is_shown_what_it_may_do_with_results(
    delivered: AgencyResponse, people: dict[str, User], django_assert_max_num_queries: Any
) -> None:
    request = delivered.community_request
    measured(delivered, actual=1)
    measured(delivered, actual=2, returned_note="นับซ้ำ")
    measured(delivered, actual=3, verified_at=timezone.now())

    def offered(who: str) -> list[tuple[str, bool, bool]]:
        rows = outcomes_of(people[who], request)
        return [(row.status, bool(row.edit_address), bool(row.verify_address)) for row in rows]

    assert offered("province") == [("waiting", False, True), ("returned", False, False), ("verified", False, False)]
    assert offered("agency") == [("waiting", True, False), ("returned", True, False), ("verified", False, False)]
    assert offered("ministry") == [(status, False, False) for status in ("waiting", "returned", "verified")]
    assert offered("other province") == offered("other agency") == []
    assert [who for who, person in people.items() if may_add_outcome(person, request)] == ["agency", "other agency"]
    with django_assert_max_num_queries(3):
        rows = outcomes_of(people["agency"], request)
    page = render_to_string("requests_registry/desk/_outcomes.html", {"outcomes": rows, "new_outcome_url": "/new/"})
    assert [page.count(word) for word in ("รอจังหวัดยืนยัน", "ส่งกลับแก้ไข", "ยืนยันแล้ว", 'href="/new/"')] == [1, 1, 1, 1]


# ------------------------------------------------------------------------------------------------------------ forged


def test_forged_addresses_and_foreign_people_change_nothing(
    delivered: AgencyResponse, people: dict[str, User], client_of: ClientOf
) -> None:
    outcome = measured(delivered)
    planned = make_follow_up(response=delivered)
    forms = {
        reverse("desk_response_reply", args=[delivered.pk]): {"key": str(uuid4()), "answer": "สามสิบเมตร"},
        reverse("desk_response_confirm", args=[delivered.pk]): {"sentence": "ดี"},
        reverse("desk_response_send_back", args=[delivered.pk]): {"sentence": "ไม่ดี"},
        reverse("desk_outcome", args=[outcome.pk]): entered(delivered, version=1),
        reverse("desk_outcome_verify", args=[outcome.pk]): {"version": 1},
        reverse("desk_outcome_return", args=[outcome.pk]): {"version": 1, "note": "นับซ้ำ"},
        reverse("desk_follow_up", args=[planned.pk]): {"version": 1, "note_th": "ยังใช้อยู่"},
    }
    foreign = {who: people[who] for who in ("other province", "other agency", "ministry", "admin")}

    answers = {
        (who, address): client_of(person).post(address, form).status_code
        for who, person in foreign.items()
        for address, form in forms.items()
    }

    assert set(answers.values()) == {403, 404}, answers
    for row, version in ((outcome, 1), (planned, 1), (delivered, 1)):
        row.refresh_from_db()
        assert row.version == version


def test_a_result_of_others_is_not_taken_over_by_who_shares_the_request(
    delivered: AgencyResponse, other_agency_officer: User
) -> None:
    outcome = measured(delivered)
    own = delivered.community_request.responses.get(agency=an_agency(TISTR))

    with pytest.raises(PermissionDenied):
        workflow.save_outcome(outcome, responses=[own], by=other_agency_officer)


# --------------------------------------------------------------------------------------------------------- follow-ups


def looks_back(province: str = LOEI, agency: str = DSS, **fields: Any) -> FollowUp:
    title = f"เรื่องที่ {CommunityRequest.objects.count()}"
    request = make_request("delivered", province=a_province(province), title_th=title)
    response = make_response("delivered", community_request=request, agency=an_agency(agency))
    return make_follow_up(response=response, **fields)


def test_looks_back_are_listed_by_when_they_are_due(people: dict[str, User], client_of: ClientOf) -> None:
    today = timezone.localdate()
    due = looks_back(due_on=today)
    coming = looks_back(due_on=today + timedelta(days=30))
    later = looks_back(due_on=today + timedelta(days=31))
    done = looks_back(due_on=today, done_on=today, note_th="ยังใช้อยู่ทุกวัน")
    foreign = looks_back(NAN, TISTR, due_on=today)
    rows = [due, coming, later, done, foreign]

    def listed(who: str, tab: str) -> list[FollowUp]:
        page = text_of(client_of(people[who]).get(reverse("desk_follow_ups"), {"tab": tab}))
        return [row for row in rows if row.response.community_request.title_th in page]

    for who in ("province", "agency"):
        assert [listed(who, tab) for tab in ("due", "coming", "done")] == [[due], [coming], [done]]
    assert listed("ministry", "due") == [due, foreign]
    assert listed("other province", "nonsense") == [foreign]
    as_the_ministry = text_of(client_of(people["ministry"]).get(reverse("desk_follow_ups")))
    assert reverse("desk_follow_up", args=[due.pk]) not in as_the_ministry


@pytest.mark.parametrize("tab", ["due", "done"])
def test_the_list_makes_as_many_queries_for_three_rows_as_for_one(
    tab: str, province_officer: User, client_of: ClientOf
) -> None:
    browser = client_of(province_officer)
    done: dict[str, Any] = {"done_on": date(2009, 7, 1), "note_th": "ใช้อยู่"} if tab == "done" else {}

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(reverse("desk_follow_ups"), {"tab": tab}).status_code == 200
        return len(captured)

    looks_back(**done)
    public_data.version()  # which a process asks for once in two seconds
    one = queries()
    looks_back(**done)
    looks_back(**done)

    assert queries() == one <= 12


def test_what_was_found_is_written_down_and_corrected(
    province_officer: User, agency_officer: User, client_of: ClientOf
) -> None:
    planned = looks_back()
    address = reverse("desk_follow_up", args=[planned.pk])

    browser = client_of(province_officer)
    first = browser.post(address, {"version": 1, "note_th": "ใช้อยู่ทุกวัน"})
    late = client_of(agency_officer).post(address, {"version": 1, "note_th": "เสียแล้ว"})
    browser.post(address, {"version": 2, "note_th": "ใช้อยู่ทุกวันในฤดูผลไม้"})

    planned.refresh_from_db()
    assert (first["Location"], late.status_code) == (reverse("desk_follow_ups"), 409)
    assert (planned.note_th, planned.done_on) == ("ใช้อยู่ทุกวันในฤดูผลไม้", timezone.localdate())


def test_the_menu_counts_what_is_due_for_those_who_look_back(people: dict[str, User]) -> None:
    looks_back()

    counts = {
        who: [item.count for item in desk.menu_of(person, here="").items if item.address == reverse("desk_follow_ups")]
        for who, person in people.items()
    }

    assert counts == {
        "ministry": [],
        "admin": [],
        "province": [1],
        "other province": [0],
        "agency": [1],
        "other agency": [0],
    }
