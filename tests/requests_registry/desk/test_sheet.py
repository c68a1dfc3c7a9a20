"""Clerks of the ministry type or paste what communities asked for at a workshop; nothing typed is lost or doubled."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from portal.models import User
from requests_registry.imports import COLUMNS
from requests_registry.models import CommunityRequest, OutcomeSheet, RequestStatus
from tests.factories import (
    LOEI,
    NAN,
    a_category,
    a_province,
    an_agency,
    make_category,
    make_district,
    make_request,
    make_sheet,
    make_workshop,
    make_workshop_province,
)
from workshops.models import Workshop

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
GRID = "/desk/workshops/2552/1/outcome/"
NEED = {"title": "ขอเครื่องอบกล้วย", "province": "เลย", "category": "1"}


@pytest.fixture
def workshop(ministry: User) -> Workshop:
    """The first of 2552, with what its needs may refer to."""
    workshop = make_workshop()
    make_workshop_province(workshop=workshop)
    a_province(NAN)
    make_district("4213", name_th="ภูหลวง", name_en="Phu Luang")
    an_agency()
    a_category()
    make_category(2, short_th="แปรรูป OTOP")
    return workshop


def line(**cells: Any) -> dict[str, Any]:
    return {"line": str(uuid4()), **dict.fromkeys(COLUMNS, ""), **cells}


def posted(lines: Sequence[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {name: [each[name] for each in lines] for name in ("line", *COLUMNS)} | more


def save(browser: Client, *lines: dict[str, Any], **more: Any) -> str:
    """The page that follows when a grid is saved."""
    answer = browser.post(GRID, posted(lines, **more), follow=True)
    assert answer.redirect_chain
    return answer.content.decode()


def kept(user: User) -> list[str]:
    return [each.get("title", "") for sheet in OutcomeSheet.objects.filter(user=user) for each in sheet.lines]


# ---------------------------------------------------------------------------------------------------------- typing


def test_a_line_becomes_a_request_in_the_name_of_its_province(
    workshop: Workshop, ministry: User, client_of: ClientOf
) -> None:
    typed = {"district": "อ.ภูหลวง", "category": "แปรรูป OTOP", "agency": "dss", "sector": "ประชาชน"}

    page = save(client_of(ministry), line(**NEED | typed, community="กลุ่มแม่บ้าน", note="กล้วยล้นตลาด"))

    request = CommunityRequest.objects.get()
    assert request.status == RequestStatus.SUBMITTED
    assert (request.workshop, request.province_id, request.district_id) == (workshop, LOEI, "4213")
    assert (request.category_id, request.proposed_agency, request.sector) == (2, an_agency(), "people")
    assert (request.community_th, request.text_th) == ("กลุ่มแม่บ้าน", "กล้วยล้นตลาด")
    assert (request.entered_by, request.transitions.get().on_behalf_of_id) == (ministry, LOEI)
    assert "บันทึกแล้ว 1 เรื่อง" in page
    assert reverse("desk_request", args=[request.receipt]) in page
    assert kept(ministry) == []


def test_good_lines_are_saved_and_bad_ones_stay_with_their_sentence(
    workshop: Workshop, ministry: User, client_of: ClientOf
) -> None:
    bad = line(**NEED | {"title": "สบู่", "district": "ภูหลวงง"})
    browser = client_of(ministry)

    page = save(browser, line(**NEED), bad, line(title="ไม่มีจังหวัด"), line())

    assert list(CommunityRequest.objects.values_list("title_th", flat=True)) == ["ขอเครื่องอบกล้วย"]
    assert kept(ministry) == ["สบู่", "ไม่มีจังหวัด"]
    assert "ไม่พบอำเภอ “ภูหลวงง” ในจังหวัดเลย หมายถึง" in page
    assert "ต้องระบุจังหวัด" in page
    assert 'value="ภูหลวงง"' in page
    assert "เหลือ 2 แถวที่ยังไม่ได้บันทึก" in page
    assert "ข้อผิดพลาด:" in page

    offered = re.search(r'name="act" value="([^"]+ district [^"]+)"', page)
    assert offered
    fixed = browser.post(GRID, posted([bad], act=offered[1]), follow=True).content.decode()
    assert "ไม่พบอำเภอ" not in fixed
    assert 'value="ภูหลวง"' in fixed


def test_a_line_that_the_database_refuses_keeps_no_other(
    workshop: Workshop, ministry: User, client_of: ClientOf
) -> None:
    page = save(client_of(ministry), line(**NEED | {"title": "ก" * 251}), line(**NEED))

    assert CommunityRequest.objects.get().title_th == NEED["title"]
    assert "เกินกว่า 250 ตัวอักษร" in page


def test_a_grid_that_is_sent_twice_makes_each_request_once(
    workshop: Workshop, ministry: User, client_of: ClientOf
) -> None:
    lines = [line(**NEED | {"title": f"เรื่องที่ {number}"}) for number in range(3)]
    browser = client_of(ministry)

    save(browser, *lines)
    page = save(browser, *lines)

    assert CommunityRequest.objects.count() == 3
    assert "มี 3 แถวที่บันทึกไว้ก่อนแล้ว" in page
    assert kept(ministry) == []


def test_the_same_need_again_waits_until_somebody_says_that_it_is_another(
    workshop: Workshop, ministry: User, client_of: ClientOf
) -> None:
    make_request(workshop=workshop, title_th=NEED["title"])
    twin, other_place = line(**NEED), line(**NEED | {"province": "น่าน"})
    browser = client_of(ministry)

    page = save(browser, twin, other_place)

    assert "มีเรื่องชื่อเดียวกันของจังหวัดนี้ในการประชุมนี้แล้ว" in page
    assert kept(ministry) == [NEED["title"]]
    save(browser, twin, another=[twin["line"]])
    assert CommunityRequest.objects.count() == 3


def test_what_is_not_finished_is_there_when_the_clerk_comes_back_and_nobody_elses(
    workshop: Workshop, ministry: User, client_of: ClientOf
) -> None:
    browser = client_of(ministry)

    answer = browser.post(GRID, posted([line(title="ครึ่งเดียว")], act="keep"))

    assert answer.status_code == 204
    page = browser.get(GRID).content.decode()
    assert 'value="ครึ่งเดียว"' in page
    assert "ต้องระบุจังหวัด" not in page  # nobody has tried to save it
    colleague = User.objects.create_user("ministry2", role="ministry")
    assert "ครึ่งเดียว" not in client_of(colleague).get(GRID).content.decode()


def test_two_windows_of_one_clerk_keep_the_lines_of_both(
    workshop: Workshop, ministry: User, client_of: ClientOf
) -> None:
    browser, first, second = client_of(ministry), line(title="หน้าต่างแรก"), line(title="หน้าต่างที่สอง")

    browser.post(GRID, posted([first], act="keep"))
    browser.post(GRID, posted([second], act="keep"))
    assert kept(ministry) == ["หน้าต่างแรก", "หน้าต่างที่สอง"]

    save(browser, {**first, **NEED, "title": "หน้าต่างแรก"})
    browser.post(GRID, posted([first, {**second, "title": ""}], act="keep"))
    assert kept(ministry) == []  # the first is a request, the second was emptied


def test_more_lines_begin_with_the_province_and_category_above(
    workshop: Workshop, ministry: User, client_of: ClientOf
) -> None:
    browser = client_of(ministry)
    before = browser.get(GRID).content.decode()
    began = posted([line()], act="more", rows="5", default_province="เลย", default_category="2")

    page = browser.post(GRID, began, follow=True).content.decode()

    assert before.count('name="title"') == 5 + 1  # and the pattern for scripts
    assert page.count('name="title"') == 10 + 1
    assert page.count('name="province" value="เลย"') == 10 + 1
    assert save(browser, *(line(province="เลย", category="2") for _ in range(3))).count("ต้องแก้") == 0
    assert kept(ministry) == []


def test_what_was_sent_when_the_session_had_ended_is_still_there(
    workshop: Workshop, ministry: User, client_of: ClientOf
) -> None:
    browser = client_of(ministry)
    session = browser.session
    session["kept"] = {
        "path": GRID,
        "data": f"line={uuid4()}&title=พิมพ์ไว้" + "&".join(["", *(f"{c}=" for c in COLUMNS[1:])]),
    }
    session.save()

    assert 'value="พิมพ์ไว้"' in browser.get(GRID).content.decode()


@pytest.mark.parametrize("key", ["", "1", "not a key"])
def test_a_line_with_a_forged_key_changes_nothing(
    workshop: Workshop, ministry: User, client_of: ClientOf, key: str
) -> None:
    save(client_of(ministry), line(**NEED) | {"line": key})

    assert not CommunityRequest.objects.exists()


def test_a_clerk_enters_125_needs_and_the_page_stays_quick(
    workshop: Workshop, ministry: User, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = client_of(ministry)
    lines = [line(**NEED | {"title": f"ความต้องการ {number}"}) for number in range(125)]

    save(browser, *lines[:25])
    save(browser, *lines[25:])
    make_sheet(
        workshop=Workshop.objects.create(
            fiscal_year=workshop.fiscal_year,
            number=2,
            starts_on="2008-12-01",
            ends_on="2008-12-01",
            host_province_id=LOEI,
        ),
        user=ministry,
    )
    browser.post(GRID, posted([line(title=f"ค้าง {number}") for number in range(10)], act="keep"))

    assert CommunityRequest.objects.filter(workshop=workshop, status=RequestStatus.SUBMITTED).count() == 125
    with django_assert_max_num_queries(12):
        page = browser.get(GRID).content.decode()
    assert "บันทึกแล้ว 125 เรื่อง" in page
    assert page.count('value="ค้าง ') == 10


def test_drafts_of_provinces_are_not_shown(workshop: Workshop, ministry: User, client_of: ClientOf) -> None:
    make_request(RequestStatus.DRAFT, workshop=workshop, title_th="ร่างของจังหวัด", entered_as="province")
    make_request(RequestStatus.SUBMITTED, workshop=workshop, title_th="ส่งแล้ว")

    page = client_of(ministry).get(GRID).content.decode()

    assert "ส่งแล้ว" in page
    assert "ร่างของจังหวัด" not in page


def test_needs_of_an_invented_workshop_are_invented_too(
    workshop: Workshop, ministry: User, client_of: ClientOf
) -> None:
    Workshop.objects.update(is_sample=True)

    save(client_of(ministry), line(**NEED))

    assert CommunityRequest.objects.get().is_sample


# --------------------------------------------------------------------------------------------------------- pasting


def test_a_pasted_table_is_shown_with_what_is_wrong_and_then_stands_in_the_grid(
    workshop: Workshop, ministry: User, client_of: ClientOf
) -> None:
    text = "เรื่อง\tจังหวัด\tอำเภอ\tด้าน\nแปรรูปกล้วย\tเลย\tภูหลวงง\t1\nสบู่\tน่าน\t\t2"
    browser, sent = client_of(ministry), {"text": text, "key": str(uuid4())}

    preview = browser.post(f"{GRID}paste/", {**sent, "act": "preview"}).content.decode()

    assert "อ่านได้ 2 แถว" in preview
    assert "หมายถึง ภูหลวง" in preview
    assert kept(ministry) == []
    for _ in range(2):  # a second click adds nothing
        answer = browser.post(f"{GRID}paste/", {**sent, "act": "add"}, follow=True)
    assert kept(ministry) == ["แปรรูปกล้วย", "สบู่"]
    assert "ไม่พบอำเภอ “ภูหลวงง”" in answer.content.decode()
    assert not CommunityRequest.objects.exists()


def test_a_pasted_list_begins_with_the_province_and_category_above(
    workshop: Workshop, ministry: User, client_of: ClientOf
) -> None:
    browser = client_of(ministry)
    browser.post(GRID, posted([], act="keep", default_province="เลย", default_category="2"))

    text = "\n".join(f"{number}. ความต้องการข้อที่ {number}" for number in range(1, 131))
    browser.post(f"{GRID}paste/", {"text": text, "key": str(uuid4()), "act": "add"})
    page = browser.get(GRID).content.decode()

    assert "ยังมีอีก 30 แถวที่ไม่ได้แสดง" in page
    save(browser)
    assert CommunityRequest.objects.filter(province=LOEI, category=2).count() == 130


def test_more_than_500_lines_are_told(workshop: Workshop, ministry: User, client_of: ClientOf) -> None:
    sent = {"text": "\n".join(f"ข้อ {number}" for number in range(600)), "key": str(uuid4()), "act": "preview"}

    page = client_of(ministry).post(f"{GRID}paste/", sent).content.decode()

    assert "อ่านได้ 500 แถว" in page
    assert "ยังเหลืออีก 100 บรรทัด" in page


def test_an_empty_table_is_told(workshop: Workshop, ministry: User, client_of: ClientOf) -> None:
    sent = {"text": "เรื่อง\tจังหวัด", "key": str(uuid4()), "act": "add"}

    page = client_of(ministry).post(f"{GRID}paste/", sent).content.decode()

    assert "ไม่พบบรรทัดที่มีเรื่อง" in page
