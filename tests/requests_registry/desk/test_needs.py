"""Needs of provinces: written, saved, checked, handed in, taken back, by people and without any script."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from portal.models import PrivacyNotice, User
from requests_registry.models import CommunityRequest, ContactView, RequestContact, RequestStatus
from tests.factories import (
    LOEI,
    NAN,
    a_category,
    a_district,
    a_privacy_notice,
    a_province,
    an_agency,
    make_contact,
    make_request,
    make_transition,
    make_workshop,
    make_workshop_province,
)
from workshops.models import Sector

pytestmark = pytest.mark.django_db

NEW = "/desk/requests/new/"
ClientOf = Callable[[User], Client]


def typed(**changes: object) -> dict[str, object]:
    """A complete need of Loei, as its officer sends it."""
    whole = {
        "key": uuid4(),
        "title_th": "ขอกล่องใส่หลามหมูยอที่ส่งทางไปรษณีย์ได้",
        "category": a_category().pk,
        "district": a_district("4202").pk,
        "workshop": "",
        "proposed_on": "๙/๑๑/๒๕๕๑",
        "proposed_agency": "",
        "sector": Sector.PEOPLE,
        "community_th": "กลุ่มวิสาหกิจชุมชนภูหลวง",
        "text_th": "ส่งไกลแล้วเสีย ต้องการบรรจุภัณฑ์ที่กันกระแทก",
        "wanted_th": "ส่งทางไปรษณีย์ได้",
        "beneficiaries": "45",
        "contact_name": "สมศรี ใจดี",
        "contact_phone": "081 234 5678",
        "contact_email": "",
    }
    return {**whole, **changes}


def page_of(need: CommunityRequest, name: str) -> str:
    return f"/desk/requests/{need.receipt}/{name}/"


def a_draft(**fields: object) -> CommunityRequest:
    return make_request(RequestStatus.DRAFT, **{"entered_as": "province", **fields})


@pytest.fixture
def officer(province_officer: User, client_of: ClientOf) -> Client:
    a_privacy_notice()
    an_agency()
    return client_of(province_officer)


# ------------------------------------------------------------------------------------------------------------ writing


def test_a_need_is_written_checked_and_handed_in(officer: Client, province_officer: User) -> None:
    saved = officer.post(NEW, typed())
    need = CommunityRequest.objects.get()
    checked = officer.get(saved["Location"]).content.decode()
    handed_in = officer.post(saved["Location"], {"key": uuid4()})
    receipt = officer.get(handed_in["Location"]).content.decode()

    need.refresh_from_db()
    assert saved["Location"] == page_of(need, "check")
    assert (need.province_id, need.district_id, need.proposed_on) == (LOEI, "4202", date(2008, 11, 9))
    assert (need.entered_by, need.entered_as, need.beneficiaries) == (province_officer, "province", 45)
    assert "ส่งไกลแล้วเสีย ต้องการบรรจุภัณฑ์ที่กันกระแทก" in checked
    assert "ต้องระบุก่อนส่ง" not in checked
    assert handed_in["Location"] == page_of(need, "receipt")
    assert (need.status, need.number) == (RequestStatus.SUBMITTED, None)
    assert need.receipt in receipt
    assert '<svg class="qr"' in receipt


def test_a_draft_needs_a_title_and_the_check_says_what_is_missing(officer: Client) -> None:
    refused = officer.post(NEW, {"key": uuid4(), "title_th": " "})
    saved = officer.post(NEW, {"key": uuid4(), "title_th": "ขอเครื่องอบแห้ง", "draft": "1"})
    need = CommunityRequest.objects.get()
    check = officer.get(page_of(need, "check")).content.decode()
    forced = officer.post(page_of(need, "check"), {"key": uuid4()})

    need.refresh_from_db()
    assert '<a href="#id_title_th">' in refused.content.decode()
    assert saved["Location"] == page_of(need, "edit")
    for place in ("id_category_0", "id_district", "id_sector", "id_community_th", "id_text_th"):
        assert f'<a href="{page_of(need, "edit")}#{place}">' in check
    assert "ส่งเรื่อง</button>" not in check
    assert (forced.status_code, need.status) == (200, RequestStatus.DRAFT)
    assert "ต้องระบุก่อนส่ง" in forced.content.decode()


def test_a_form_sent_twice_makes_one_draft_and_a_check_sent_twice_hands_in_once(officer: Client) -> None:
    words, key = typed(), {"key": uuid4()}

    first, second = officer.post(NEW, words), officer.post(NEW, words)
    once, again = officer.post(first["Location"], key), officer.post(first["Location"], key)

    assert first["Location"] == second["Location"]
    assert (once.status_code, once["Location"]) == (again.status_code, again["Location"])
    need = CommunityRequest.objects.get()
    assert need.transitions.count() == 1


def test_fields_that_are_not_the_officers_change_nothing(officer: Client) -> None:
    forged = {"province": NAN, "status": "accepted", "number": "1", "receipt": "x", "entered_as": "ministry"}
    officer.post(NEW, typed(**forged, public_title_th="x", fiscal_year="2552", is_sample="on"))

    need = CommunityRequest.objects.get()
    assert (need.province_id, need.status, need.number, need.entered_as) == (LOEI, "draft", None, "province")
    assert (need.public_title_th, need.is_sample, len(need.receipt)) == ("", False, 12)


def test_what_lies_out_of_reach_is_refused_beside_its_field(officer: Client) -> None:
    abroad = make_workshop(host_province=a_province(NAN), number=2)
    hidden = make_workshop(number=3, is_published=False)
    silent = an_agency("CLINIC")
    type(silent).objects.filter(pk=silent.pk).update(can_answer=False)
    out_of_reach = {"district": a_district("5501").pk, "workshop": abroad.pk, "proposed_agency": silent.pk}

    page = officer.post(NEW, typed(**out_of_reach)).content.decode()
    unpublished = officer.post(NEW, typed(workshop=hidden.pk)).content.decode()

    assert "อำเภอที่เลือกไม่ได้อยู่ในจังหวัดนี้" in page
    for place in ("id_district", "id_workshop", "id_proposed_agency"):
        assert f'<a href="#{place}">' in page
    assert '<a href="#id_workshop">' in unpublished
    assert "ส่งไกลแล้วเสีย ต้องการบรรจุภัณฑ์ที่กันกระแทก" in page, "what was typed is kept"
    assert not CommunityRequest.objects.exists()


def test_workshops_are_those_that_reached_the_province(officer: Client) -> None:
    invited = make_workshop(host_province=a_province(NAN), number=4)
    make_workshop_province(workshop=invited, province=a_province(LOEI))

    officer.post(NEW, typed(workshop=invited.pk))

    assert CommunityRequest.objects.get().workshop == invited


def test_the_ministry_writes_for_any_province_in_two_steps_without_a_script(
    ministry: User, client_of: ClientOf, where_people_work: None
) -> None:
    a_district("5501")
    browser = client_of(ministry)
    words = typed(province=NAN, district="", sector="", community_th="", text_th="เก็บไว้")

    refilled = browser.post(NEW, {**words, "change_province": "1"}).content.decode()
    saved = browser.post(NEW, {**words, "district": "5501"})
    browser.post(saved["Location"], {"key": uuid4()})

    need = CommunityRequest.objects.get()
    assert '<option value="5501">' in refilled
    assert "เก็บไว้</textarea>" in refilled
    assert f'value="{words["key"]}"' in refilled
    assert "error-summary" not in refilled
    assert (need.province_id, need.district_id, need.entered_as) == (NAN, "5501", "ministry")
    assert need.status == RequestStatus.SUBMITTED, "the ministry's line may be short"
    assert need.transitions.get().on_behalf_of_id == NAN


def test_the_picker_asks_for_the_choices_of_a_province(officer: Client, client_of: ClientOf, ministry: User) -> None:
    a_district("4202")
    workshop = make_workshop(is_published=False)
    address = f"/desk/provinces/{LOEI}/choices/"

    assert officer.get(address).json() == {"districts": [["4202", "อำเภอที่ 4202"]], "workshops": []}
    assert client_of(ministry).get(address).json()["workshops"] == [[workshop.pk, "ครั้งที่ 1/2552 เลย"]]
    assert officer.get("/desk/provinces/zz/choices/").status_code == 404


# ---------------------------------------------------------------------------------------------------- changing drafts


def test_two_who_change_a_draft_see_both_texts(officer: Client) -> None:
    need = a_draft(title_th="ชื่อเดิม")
    first = typed(title_th="ชื่อของเขา", version=1)

    officer.post(page_of(need, "edit"), first)
    late = officer.post(page_of(need, "edit"), typed(title_th="ชื่อของฉัน", contact_phone="089", version=1))
    page = late.content.decode()
    again = officer.post(page_of(need, "edit"), typed(title_th="ชื่อของฉัน", version=2, draft="1"))

    assert late.status_code == 409
    assert 'data-label="ที่บันทึกไว้แล้ว">ชื่อของเขา' in page
    assert 'data-label="ที่ท่านเขียน">ชื่อของฉัน' in page
    assert 'data-label="ที่บันทึกไว้แล้ว">081 234 5678' in page
    assert '<input type="hidden" name="version" value="2"' in page
    assert again.status_code == 302
    assert CommunityRequest.objects.get().title_th == "ชื่อของฉัน"


def test_a_returned_need_shows_the_question_and_is_handed_in_again(officer: Client, ministry: User) -> None:
    need = make_request(RequestStatus.RETURNED, entered_as="province", district=a_district(), sector="people")
    make_transition(
        community_request=need, from_status="submitted", to_status="returned", reason="ขอจำนวนสมาชิก", by=ministry
    )

    page = officer.get(page_of(need, "edit")).content.decode()
    saved = officer.post(page_of(need, "edit"), typed(text_th="สมาชิก 45 คน", version=need.version))
    officer.post(saved["Location"], {"key": uuid4()})

    need.refresh_from_db()
    assert "ขอจำนวนสมาชิก" in page
    assert "ภายใน" in page
    assert (need.status, need.text_th) == (RequestStatus.SUBMITTED, "สมาชิก 45 คน")


def test_what_was_handed_in_is_changed_no_more(officer: Client) -> None:
    need = make_request(RequestStatus.SUBMITTED, title_th="ส่งแล้ว")

    read = officer.get(page_of(need, "edit"))
    late = officer.post(page_of(need, "edit"), typed(version=need.version))

    need.refresh_from_db()
    assert read["Location"] == f"/desk/requests/{need.receipt}/"
    assert late.status_code == 409
    assert need.title_th == "ส่งแล้ว"
    assert not RequestContact.objects.exists()


def test_what_was_typed_when_the_session_ended_fills_the_form(officer: Client) -> None:
    session = officer.session
    session["kept"] = {"path": NEW, "data": f"key={uuid4()}&title_th=ขอโรงอบ&text_th=ที่พิมพ์ค้าง&district=4202"}
    session.save()
    a_district("4202")

    page = officer.get(NEW).content.decode()

    assert 'value="ขอโรงอบ"' in page
    assert "ที่พิมพ์ค้าง</textarea>" in page
    assert '<option value="4202" selected>' in page


# ---------------------------------------------------------------------------------------------------- saved by itself


def save_by_itself(browser: Client, address: str, **fields: object) -> dict[str, object]:
    answer = browser.post(address, fields, headers={"Accept": "application/json"})
    return {"status": answer.status_code, **json.loads(answer.content)}


def test_a_draft_that_saves_itself_goes_on_from_version_to_version(officer: Client) -> None:
    words = typed(title_th="ฉบับแรก")
    first = save_by_itself(officer, NEW, **words)
    repeated = save_by_itself(officer, NEW, **{**words, "title_th": "พิมพ์ต่อ"})
    second = save_by_itself(officer, str(first["address"]), **{**words, "title_th": "ฉบับสอง"}, version=1)
    late = save_by_itself(officer, str(first["address"]), **words, version=1)
    unfinished = save_by_itself(officer, str(first["address"]), **{**words, "proposed_on": "9/11"}, version=2)

    need = CommunityRequest.objects.get()
    assert (first["address"], first["version"], first["is_saved"]) == (page_of(need, "edit"), 1, True)
    assert str(first["saved_at"]).startswith("บันทึกร่างล่าสุด ")
    assert (repeated["version"], repeated["is_saved"]) == (1, False)
    assert (second["version"], need.title_th) == (2, "ฉบับสอง")
    assert late["status"] == 409
    assert unfinished["status"] == 422
    assert unfinished["problem"]


# -------------------------------------------------------------------------------------------------------- taking back


def test_a_draft_is_deleted_after_a_question_and_nothing_else_is(officer: Client) -> None:
    draft, submitted = a_draft(), make_request(RequestStatus.SUBMITTED)
    make_contact(community_request=draft)

    asked = officer.get(page_of(draft, "delete")).content.decode()
    gone = officer.post(page_of(draft, "delete"))
    refused = officer.post(page_of(submitted, "delete"))

    assert "ลบร่าง</button>" in asked
    assert gone["Location"] == "/desk/requests/"
    assert refused.status_code == 409
    assert list(CommunityRequest.objects.all()) == [submitted]
    assert not RequestContact.objects.exists()


def test_the_province_withdraws_with_a_reason(officer: Client, ministry: User, client_of: ClientOf) -> None:
    need = make_request(RequestStatus.SUBMITTED)

    without = officer.post(page_of(need, "withdraw"), {"reason": " "})
    by_the_ministry = client_of(ministry).post(page_of(need, "withdraw"), {"reason": "ไม่ต้องการแล้ว"})
    need.refresh_from_db()
    untouched = need.status
    officer.post(page_of(need, "withdraw"), {"reason": "ได้รับงบจังหวัดแล้ว"})

    need.refresh_from_db()
    assert '<a href="#id_reason">' in without.content.decode()
    assert (by_the_ministry.status_code, untouched) == (403, RequestStatus.SUBMITTED)
    assert (need.status, need.transitions.get().reason) == (RequestStatus.WITHDRAWN, "ได้รับงบจังหวัดแล้ว")


# ------------------------------------------------------------------------------------------------------------- people

PAGES = ("edit", "check", "receipt", "delete")


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_is_its_provinces_alone(people: dict[str, User], client_of: ClientOf, name: str) -> None:
    need = a_draft(submitted_at=timezone.now() if name == "receipt" else None)

    answers = {who: client_of(person).get(page_of(need, name)).status_code for who, person in people.items()}

    assert answers == {
        "ministry": 404,
        "admin": 403,
        "province": 200,
        "other province": 404,
        "agency": 403,
        "other agency": 403,
    }


def test_others_write_nothing_into_a_draft(people: dict[str, User], client_of: ClientOf) -> None:
    need = a_draft(title_th="ของเลย")
    a_privacy_notice()

    for who in ("ministry", "admin", "other province", "agency"):
        browser = client_of(people[who])
        for name in PAGES:
            assert browser.post(page_of(need, name), typed(version=1, reason="x")).status_code in {403, 404, 405}

    need.refresh_from_db()
    assert (need.title_th, need.status, need.version) == ("ของเลย", RequestStatus.DRAFT, 1)


# ----------------------------------------------------------------------------------------------------- contact person


def test_a_contact_is_kept_under_the_notice_that_was_shown(officer: Client) -> None:
    saved = officer.post(NEW, typed(draft="1"))
    contact = RequestContact.objects.get()
    earlier = contact.notice
    later = PrivacyNotice.objects.create(
        version="2", in_force_from=timezone.localdate() - timedelta(days=1), short_th="ใหม่", full_th="ใหม่"
    )

    officer.post(saved["Location"], typed(version=1, draft="1"))
    contact.refresh_from_db()
    unchanged = contact.notice
    officer.post(saved["Location"], typed(version=2, contact_phone="042 111 222", draft="1"))
    contact.refresh_from_db()

    assert earlier.version == unchanged.version == "1"
    assert (contact.notice, contact.phone) == (later, "042 111 222")
    officer.post(saved["Location"], typed(version=3, contact_name="", contact_phone="", draft="1"))
    assert not RequestContact.objects.exists()


def test_without_a_notice_no_contact_is_asked_for(province_officer: User, client_of: ClientOf) -> None:
    browser = client_of(province_officer)

    page = browser.get(NEW).content.decode()
    browser.post(NEW, typed())

    assert "contact_name" not in page
    assert CommunityRequest.objects.exists()
    assert not RequestContact.objects.exists()


def test_each_look_at_a_contact_is_written_down(people: dict[str, User], client_of: ClientOf) -> None:
    need = make_request(RequestStatus.SUBMITTED)
    make_contact(community_request=need, name="สมศรีคานารี")
    address = page_of(need, "contact")

    answers = {who: client_of(person).get(address) for who, person in people.items()}

    assert {who: answer.status_code for who, answer in answers.items()} == {
        "ministry": 200,
        "admin": 403,
        "province": 200,
        "other province": 404,
        "agency": 404,
        "other agency": 404,
    }
    assert "สมศรีคานารี" in answers["province"].content.decode()
    assert "loei" in answers["province"].content.decode()
    assert "ministry" in answers["province"].content.decode(), "who looked before"
    assert ContactView.objects.count() == 2


def test_contact_data_stand_on_no_other_page(officer: Client, province_officer: User) -> None:
    need = make_request(RequestStatus.ACCEPTED)
    make_contact(community_request=need, name="สมศรีคานารี", phone="0812345678", email="canary@example.go.th")
    pages = [f"/desk/requests/{need.receipt}/", page_of(need, "history"), page_of(need, "receipt"), "/desk/requests/"]
    pages += ["/desk/", f"/requests/{need.reference}/", "/requests/?q=สมศรีคานารี", page_of(need, "withdraw")]

    seen = officer.get(page_of(need, "contact")).content.decode()
    others = [officer.get(address).content.decode().replace("q=สมศรีคานารี", "") for address in pages]

    assert "canary@example.go.th" in seen
    for canary in ("0812345678", "canary@example.go.th"):
        assert not any(canary in page for page in others)


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_notice_is_public_in_full(nobody: Client, language: str) -> None:
    notice = PrivacyNotice.objects.in_force(on=timezone.localdate())
    assert notice is not None

    page = nobody.get(f"{language}/privacy-notice/{notice.version}/").content.decode()

    assert ("มาตรา 24 (4)" in page) == (language == "")
    assert ("section 24 (4)" in page) == (language == "/en")
    assert nobody.get(f"{language}/privacy-notice/none/").status_code == 404
