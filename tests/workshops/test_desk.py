"""The ministry writes down a workshop at the desk: its days and provinces, who came, what was done, what was handed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import models
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from portal import public_data
from portal.field_history import told_fields
from portal.models import Province, ProvinceGroup, User
from portal.pages.loading.programme import load_programme
from tests.factories import (
    LOEI,
    NAN,
    a_province,
    a_source,
    make_activity,
    make_attendance,
    make_handover,
    make_workshop,
)
from workshops.field_history import UNTOLD
from workshops.forms import AttendanceForm, NewWorkshopForm
from workshops.models import Activity, Attendance, Handover, Workshop

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]

WORKSHOP: dict[str, Any] = {
    "fiscal_year": "๒๕๕๒",
    "number": "7",
    "starts_on": "9/11/2551",
    "ends_on": "๑๑/๑๑/๒๕๕๑",
    "venue_th": "โรงแรมเลยพาเลซ",
    "host_province": LOEI,
    "group": "",
    "target_names": "",
}


def send(browser: Client, name: str, data: dict[str, Any], *args: object) -> Any:
    return browser.post(reverse(name, args=args), {"key": str(uuid4()), **data})


def text(answer: HttpResponseBase) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


@pytest.mark.usefixtures("facts")
def test_the_group_of_the_first_day_is_invited_when_nobody_is_named(ministry: User, client_of: ClientOf) -> None:
    group = ProvinceGroup.objects.get(slug="upper-northeast-1")

    answer = send(client_of(ministry), "desk_workshop_new", {**WORKSHOP, "group": group.pk})

    assert answer.status_code == 302
    assert answer["Location"] == "/desk/workshops/2552/7/"
    workshop = Workshop.objects.get(number=7)
    assert workshop.ends_on == date(2008, 11, 11)
    assert not workshop.is_published
    assert set(workshop.target_names) == {"เลย", "หนองคาย", "หนองบัวลำภู", "อุดรธานี"}  # no Bueng Kan yet
    assert {target.group for target in workshop.targets.all()} == {group}
    assert [row.history_user for row in workshop.history.all()] == [ministry]


@pytest.mark.usefixtures("facts")
def test_provinces_are_named_as_people_write_them(ministry: User, client_of: ClientOf) -> None:
    answer = send(client_of(ministry), "desk_workshop_new", {**WORKSHOP, "target_names": "จ.น่าน\nLoei\n๑๐"})

    assert answer.status_code == 302
    assert Workshop.objects.get(number=7).target_names == ["น่าน", "เลย", "กรุงเทพมหานคร"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("starts_on", "1/10/2552", "วันแรกต้องอยู่ในปีงบประมาณ 2552 คือ 1 ตุลาคม 2551 – 30 กันยายน 2552"),
        ("ends_on", "8/11/2551", "วันสุดท้ายต้องไม่ก่อนวันแรก"),
        ("target_names", "เลยย", "ไม่พบจังหวัด “เลยย” หมายถึง เลย หรือไม่"),
        ("fiscal_year", "2009", "ปีงบประมาณต้องเป็นปี พ.ศ."),
        ("number", "1", "ปีงบประมาณนี้มีการประชุมครั้งที่นี้แล้ว"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    ministry: User, client_of: ClientOf, field: str, value: str, sentence: str
) -> None:
    make_workshop(number=1)

    answer = send(client_of(ministry), "desk_workshop_new", {**WORKSHOP, field: value})

    assert answer.status_code == 200
    assert sentence in text(answer)
    assert 'value="โรงแรมเลยพาเลซ"' in text(answer)
    assert Workshop.objects.count() == 1


def test_the_same_form_sent_twice_makes_one_workshop(ministry: User, client_of: ClientOf) -> None:
    a_province()
    browser, sent = client_of(ministry), {**WORKSHOP, "key": str(uuid4())}

    first = send(browser, "desk_workshop_new", sent)
    second = send(browser, "desk_workshop_new", {**sent, "number": "8"})

    assert first["Location"] == second["Location"]
    assert Workshop.objects.count() == 1


def changed(workshop: Workshop, **fields: Any) -> dict[str, Any]:
    own = {name: value for name, value in WORKSHOP.items() if name not in {"fiscal_year", "number"}}
    return {**own, "version": workshop.version, "target_names": "เลย", **fields}


def test_of_two_who_change_a_workshop_the_second_sees_both_texts(ministry: User, client_of: ClientOf) -> None:
    workshop = make_workshop()
    browser = client_of(ministry)

    first = send(browser, "desk_workshop_edit", changed(workshop, venue_th="ศาลากลาง"), 2552, 1)
    second = send(browser, "desk_workshop_edit", changed(workshop, venue_th="หอประชุม"), 2552, 1)

    assert first.status_code == 302
    assert second.status_code == 409
    assert "ศาลากลาง" in text(second)
    assert "หอประชุม" in text(second)
    workshop.refresh_from_db()
    assert (workshop.venue_th, workshop.version) == ("ศาลากลาง", 2)


@pytest.mark.usefixtures("facts")
def test_a_stated_workshop_that_is_corrected_keeps_its_source_and_the_correction(
    ministry: User, client_of: ClientOf
) -> None:
    workshop = Workshop.objects.get(fiscal_year=2552, number=1)

    send(client_of(ministry), "desk_workshop_edit", changed(workshop, venue_th="โรงแรมอื่น"), 2552, 1)
    load_programme()

    workshop.refresh_from_db()
    assert (workshop.venue_th, workshop.provenance, workshop.source is not None) == ("โรงแรมอื่น", "stated", True)
    assert workshop.target_names == ["เลย"]
    assert [row.venue_th for row in workshop.history.all()] == ["โรงแรมอื่น", "โรงแรมบ้านเชียง"]


def test_attendance_takes_thai_digits_and_may_be_unknown(ministry: User, client_of: ClientOf) -> None:
    workshop = make_workshop()
    make_attendance(workshop=workshop, sector="private", headcount=9)
    counts = {"version": 1, "public": "๑,๒๐๐", "private": "", "people": "40"}

    answer = send(client_of(ministry), "desk_workshop_attendance", counts, 2552, 1)

    assert answer.status_code == 302
    rows = Attendance.objects.filter(workshop=workshop).values_list("sector", "headcount")
    assert dict(rows) == {"public": 1200, "private": None, "people": 40}
    assert send(client_of(ministry), "desk_workshop_attendance", {**counts, "people": "50"}, 2552, 1).status_code == 409
    assert send(client_of(ministry), "desk_workshop_attendance", {**counts, "people": "0"}, 2552, 1).status_code == 200
    assert dict(rows.all())["people"] == 40


def test_an_activity_is_added_changed_and_removed_after_a_question(ministry: User, client_of: ClientOf) -> None:
    make_workshop()
    browser = client_of(ministry)
    words = {"kind": "talk", "title_th": "บรรยายการแปรรูปผลไม้"}

    send(browser, "desk_activity_new", words, 2552, 1)
    activity = Activity.objects.get()
    send(browser, "desk_activity", {**words, "kind": "exhibition", "version": 1}, activity.pk)
    late = send(browser, "desk_activity", {**words, "version": 1}, activity.pk)
    activity.refresh_from_db()
    question = browser.get(reverse("desk_activity_remove", args=[activity.pk]))

    assert (activity.kind, activity.fiscal_year_id, activity.order) == ("exhibition", 2552, 1)
    assert late.status_code == 409
    assert "บรรยายการแปรรูปผลไม้" in text(question)
    assert Activity.objects.exists()
    send(browser, "desk_activity_remove", {}, activity.pk)
    assert not Activity.objects.exists()


def test_the_history_tells_who_changed_and_removed_what(ministry: User, client_of: ClientOf) -> None:
    workshop = make_workshop(venue_th="ห้องประชุมเก่า")
    other = make_activity(workshop=make_workshop(number=2), title_th="ของการประชุมอื่น")
    browser = client_of(ministry)
    send(browser, "desk_workshop_edit", changed(workshop, venue_th="ห้องประชุมใหม่", is_published="on"), 2552, 1)
    send(browser, "desk_workshop_attendance", {"public": "40", "version": 2}, 2552, 1)
    send(browser, "desk_workshop_attendance", {"public": "45", "version": 3}, 2552, 1)
    send(browser, "desk_activity_new", {"kind": "talk", "title_th": "บรรยายการแปรรูป"}, 2552, 1)
    activity = Activity.objects.get(workshop=workshop)
    send(browser, "desk_activity", {"kind": "talk", "title_th": "บรรยายการถนอมอาหาร", "version": 1}, activity.pk)
    send(browser, "desk_activity_remove", {}, activity.pk)
    send(browser, "desk_activity_remove", {}, other.pk)

    page = browser.get(reverse("desk_workshop_history", args=[2552, 1]))

    told = [(change.subject, change.old, change.new, change.by) for change in page.context["changes"]]
    assert told == [
        ("กิจกรรม บรรยายการถนอมอาหาร", "บรรยายการถนอมอาหาร", "ลบแล้ว", "ministry"),
        ("กิจกรรม บรรยายการถนอมอาหาร", "บรรยายการแปรรูป", "บรรยายการถนอมอาหาร", "ministry"),
        ("ผู้เข้าร่วม ภาครัฐ", "40", "45", "ministry"),
        ("การประชุม", "ห้องประชุมเก่า", "ห้องประชุมใหม่", "ministry"),
    ]
    assert "ลบแล้ว" in text(page)


@pytest.mark.parametrize("model", [Workshop, Attendance, Activity, Handover])
def test_every_field_that_is_told_has_a_thai_name(model: type[models.Model]) -> None:
    names = {field.name: str(field.verbose_name) for field in told_fields(model, untold=UNTOLD)}

    assert [name for name, label in names.items() if not re.search("[ก-๙]", label)] == []


def test_an_activity_of_a_whole_year_has_no_page_here(ministry: User, client_of: ClientOf) -> None:
    of_the_series = make_activity()

    assert client_of(ministry).get(reverse("desk_activity", args=[of_the_series.pk])).status_code == 404


def test_a_handover_is_written_down_once(ministry: User, client_of: ClientOf) -> None:
    make_workshop()
    browser = client_of(ministry)
    words = {
        "item_th": "ภาพถ่ายดาวเทียม",
        "province": LOEI,
        "receiver_position_th": "ผู้ว่าราชการจังหวัด",
        "handed_on": "10 พ.ย. 2551",
    }

    send(browser, "desk_handover_new", words, 2552, 1)
    again = send(browser, "desk_handover_new", words, 2552, 1)

    assert again.status_code == 200
    assert "จังหวัดนี้ได้รับสิ่งนี้จากการประชุมนี้แล้ว" in text(again)
    handover = Handover.objects.get()
    assert (handover.handed_on, handover.receiver_position_th) == (date(2008, 11, 10), "ผู้ว่าราชการจังหวัด")
    page = text(browser.get("/desk/workshops/2552/1/"))
    assert "ผู้ว่าราชการจังหวัด" in page
    send(browser, "desk_handover_remove", {}, handover.pk)
    assert not Handover.objects.exists()


def test_the_list_tells_what_is_not_yet_written_down(ministry: User, client_of: ClientOf) -> None:
    done, bare = make_workshop(number=1), make_workshop(number=2, is_published=False)
    make_activity(workshop=done)
    make_attendance(workshop=done, headcount=40)

    page = text(client_of(ministry).get("/desk/workshops/"))

    assert page.count("ผู้เข้าร่วม, กิจกรรม") == 1
    assert f'href="/desk/workshops/2552/{bare.number}/outcome/"' in page
    assert "(ยังไม่เผยแพร่)" in page


def test_the_pages_ask_as_often_for_one_as_for_three(
    ministry: User, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = client_of(ministry)
    workshop = make_workshop(number=1)

    def fill(codes: tuple[str, ...]) -> None:
        for code in codes:
            make_handover(workshop=workshop, province=a_province(code))
            make_activity(workshop=workshop)

    fill((LOEI,))
    public_data.version()  # which a process asks for once in two seconds
    counts = []
    for more in ((), ("41", NAN)):
        fill(more)
        for number in range(2, 2 + len(more)):
            make_workshop(number=number)
        for path in ("/desk/workshops/", "/desk/workshops/2552/1/"):
            with django_assert_max_num_queries(13) as asked:
                assert browser.get(path).status_code == 200
            counts.append(len(asked))

    assert counts[:2] == counts[2:]


PAGES = ["desk_workshops", "desk_workshop_new"]
OF_A_WORKSHOP = [
    "desk_workshop",
    "desk_workshop_edit",
    "desk_workshop_history",
    "desk_workshop_attendance",
    "desk_activity_new",
    "desk_handover_new",
    "desk_workshop_outcome",
    "desk_workshop_paste",
]


def test_workshops_are_written_down_by_the_ministry_alone(
    ministry: User,
    admin_user: User,
    province_officer: User,
    agency_officer: User,
    client_of: ClientOf,
) -> None:
    workshop = make_workshop(provenance="stated", source=a_source(), is_published=False)
    handover, activity = make_handover(workshop=workshop), make_activity(workshop=workshop)
    addresses = [
        *map(reverse, PAGES),
        *(reverse(name, args=[2552, 1]) for name in OF_A_WORKSHOP),
        *(reverse(name, args=[activity.pk]) for name in ("desk_activity", "desk_activity_remove")),
        *(reverse(name, args=[handover.pk]) for name in ("desk_handover", "desk_handover_remove")),
    ]

    for address in addresses:
        assert client_of(ministry).get(address).status_code == 200
        for person in (admin_user, province_officer, agency_officer):
            assert client_of(person).get(address).status_code == 403
            assert client_of(person).post(address, {"key": str(uuid4())}).status_code == 403


def test_a_workshop_that_is_not_there_is_404(ministry: User, client_of: ClientOf) -> None:
    for name in OF_A_WORKSHOP:
        assert client_of(ministry).get(reverse(name, args=[2552, 9])).status_code == 404


@pytest.mark.usefixtures("facts")
def test_members_of_a_group_are_those_of_the_day(ministry: User, client_of: ClientOf) -> None:
    group = ProvinceGroup.objects.get(slug="upper-northeast-1")
    later = {**WORKSHOP, "fiscal_year": "2556", "starts_on": "9/11/2555", "ends_on": "9/11/2555", "group": group.pk}

    send(client_of(ministry), "desk_workshop_new", later)

    workshop = Workshop.objects.get(fiscal_year=2556)
    assert "บึงกาฬ" in workshop.target_names
    assert Province.objects.count() == 77


def test_what_is_not_a_number_and_what_is_not_chosen_is_told_in_our_words() -> None:
    form = AttendanceForm(QueryDict("version=1&public=หลายคน"))

    assert form.errors["public"] == ["กรอกเป็นตัวเลข"]
    assert "เลือก…" in str(NewWorkshopForm()["host_province"])
