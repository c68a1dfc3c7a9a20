"""The admin: who comes in, what is editable and what is only shown, Buddhist dates, nobody locked out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.models import Group
from django.db import connection, models
from django.forms import CheckboxInput, Select
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.access import Permission, Role
from portal.admin_base import PortalModelAdmin, ReadOnlyAdmin, uses_of
from portal.models import Agency, District, Province, ProvinceGroup, Source, User
from requests_registry.models import AgencyResponse, Category, CommunityRequest, Outcome, RequestStatus, Transition
from tests.factories import (
    AT,
    LOEI,
    NAN,
    PASSWORD,
    TISTR,
    a_fiscal_year,
    a_province,
    a_source,
    an_agency,
    code_of,
    make_activity,
    make_agency,
    make_agency_name,
    make_attendance,
    make_category,
    make_district,
    make_figure,
    make_group,
    make_membership,
    make_outcome,
    make_province,
    make_region,
    make_request,
    make_response,
    make_source,
    make_statement,
    make_transition,
    make_user,
    make_workshop,
    make_workshop_province,
)
from workshops.models import Activity, Attendance, Workshop, WorkshopProvince

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]

SHOWN_ONLY = (CommunityRequest, AgencyResponse, Transition, Outcome)
NEVER_DELETED = (*SHOWN_ONLY, Agency, User)
OURS: dict[type[models.Model], Any] = dict(admin.site._registry)


def address(model: type[models.Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def form_of(browser: Client, url: str) -> dict[str, Any]:
    """What a browser would send of the form at the address if nobody changed it."""
    context = browser.get(url).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    sent: dict[str, Any] = {}
    for form in forms:
        for bound in form:
            widget, value = bound.field.widget, bound.value()
            if not isinstance(widget, Select | CheckboxInput | RelatedFieldWidgetWrapper):
                value = widget.format_value(value)
            if value not in (None, "", False):
                sent[bound.html_name] = value
    return sent


def errors_in(answer: Any) -> list[str]:
    """The sentences that the form shows, its rows included."""
    return [str(sentence) for sentences in answer.context["errors"] for sentence in sentences]


# ------------------------------------------------------------------------------------------------------- the fence


def test_officers_have_no_place_here(province_officer: User, agency_officer: User, client_of: ClientOf) -> None:
    for person in (province_officer, agency_officer):
        browser = client_of(person)

        assert browser.get("/admin/", follow=True).status_code == 403
        assert browser.get(address(Province, "changelist"), follow=True).status_code == 403
        assert browser.get("/admin/login/").status_code == 403


def test_signing_in_leads_to_where_one_wanted(nobody: Client, admin_user: User) -> None:
    admin_user.set_password(PASSWORD)
    admin_user.save()
    wanted = address(Province, "changelist")

    door = nobody.get(wanted, follow=True)
    second = nobody.post(door.redirect_chain[-1][0], {"username": "admin", "password": PASSWORD}, follow=True)
    answer = nobody.post(second.redirect_chain[-1][0], {"code": code_of()}, follow=True)

    assert answer.redirect_chain[-1][0] == wanted
    assert answer.status_code == 200


def test_whoever_is_in_is_led_past_the_door(ministry: User, client_of: ClientOf) -> None:
    answer = client_of(ministry).get("/admin/login/")

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_accounts_are_for_administrators(ministry: User, client_of: ClientOf) -> None:
    browser = client_of(ministry)

    assert address(User, "changelist") not in browser.get("/admin/").content.decode()
    for url in (
        address(User, "changelist"),
        address(User, "add"),
        address(User, "change", ministry.pk),
        f"/admin/portal/user/{ministry.pk}/password/",
    ):
        assert browser.get(url).status_code == 403


def test_groups_and_permissions_of_django_are_not_shown(admin_user: User, client_of: ClientOf) -> None:
    page = client_of(admin_user).get(address(User, "change", admin_user.pk)).content.decode()

    assert not admin.site.is_registered(Group)
    assert 'name="role"' in page
    for name in ("groups", "user_permissions", "is_staff", "is_superuser"):
        assert f'name="{name}"' not in page


def test_every_page_here_asks_our_table_and_nothing_else() -> None:
    assert {model._meta.label for model, page in OURS.items() if not isinstance(page, PortalModelAdmin)} == set()
    assert {model for model, page in OURS.items() if isinstance(page, ReadOnlyAdmin)} == set(SHOWN_ONLY)
    assert {page.permission for model, page in OURS.items() if model not in {*SHOWN_ONLY, User}} == {
        Permission.EDIT_REFERENCE_DATA
    }


@pytest.mark.parametrize("model", SHOWN_ONLY, ids=lambda model: model.__name__)
def test_what_the_desk_writes_is_only_shown(model: type[models.Model], admin_user: User, client_of: ClientOf) -> None:
    browser = client_of(admin_user)
    row = one_of(model)

    page = browser.get(address(model, "change", row.pk)).content.decode()

    assert browser.get(address(model, "add")).status_code == 403
    assert browser.post(address(model, "change", row.pk), {"reason": "x", "title_th": "x"}).status_code == 403
    assert browser.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert 'name="_save"' not in page
    assert model._default_manager.filter(pk=row.pk).exists()


def one_of(model: type[models.Model]) -> models.Model:
    make: dict[type[models.Model], Callable[[], models.Model]] = {
        CommunityRequest: make_request,
        AgencyResponse: make_response,
        Transition: make_transition,
        Outcome: make_outcome,
        Agency: make_agency,
        User: make_user,
    }
    return make[model]()


@pytest.mark.parametrize("model", NEVER_DELETED, ids=lambda model: model.__name__)
def test_what_is_never_deleted_has_no_button_for_it(
    model: type[models.Model], admin_user: User, client_of: ClientOf
) -> None:
    row = one_of(model)
    browser = client_of(admin_user)

    assert address(model, "delete", row.pk) not in browser.get(address(model, "change", row.pk)).content.decode()
    assert browser.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_many_rows_are_never_deleted_at_once(admin_user: User, client_of: ClientOf) -> None:
    source = make_source("one")
    sent = {"action": "delete_selected", "_selected_action": source.pk, "post": "yes"}

    client_of(admin_user).post(address(Source, "changelist"), sent)

    assert Source.objects.filter(pk=source.pk).exists()


# ------------------------------------------------------------------------------------------------------ every page


def rows_of_everything(number: int) -> None:
    """The number-th row of every model that the admin lists."""
    loei = a_province()
    region = make_region(f"region-{number}")
    make_province(str(60 + number), region=region)
    make_district(f"42{number:02}")
    group = make_group(f"group-{number}")
    make_membership(group=group, valid_from=date(2008, 1, number))
    agency = make_agency(f"AGENCY-{number}", successor=an_agency(), ended_on=date(2019, 5, 2))
    make_agency_name(agency=agency, name_th="ชื่อ")
    source = make_source(f"source-{number}")
    make_statement(order=number, source=source)
    make_figure(source=source)
    make_user(Role.PROVINCE, f"officer-{number}", province=loei)
    workshop = make_workshop(number=number, group=group)
    make_workshop_province(workshop=workshop, group=group)
    make_activity(workshop=workshop, agency=agency, order=number)
    make_attendance(workshop=workshop, headcount=number)
    make_category(10 + number)
    request = make_request(category=Category.objects.get(pk=10 + number), workshop=workshop, group=group)
    response = make_response(community_request=request, agency=agency)
    person = User.objects.get(username=f"officer-{number}")
    make_transition(community_request=request, response=response, from_status="asked", to_status="accepted", by=person)
    make_outcome(community_request=request, verified_at=AT)
    a_fiscal_year(2560 + number)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_list_asks_no_more_for_three_rows_than_for_one(
    model: type[models.Model], admin_user: User, client_of: ClientOf
) -> None:
    browser = client_of(admin_user)
    url = address(model, "changelist")
    rows_of_everything(1)
    browser.get(url)  # content types are looked up once
    with CaptureQueriesContext(connection) as first:
        browser.get(url)

    for number in (2, 3):
        rows_of_everything(number)
    with CaptureQueriesContext(connection) as second:
        answer = browser.get(url)

    assert len(answer.context["cl"].result_list) >= 3
    assert len(second) <= len(first)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_can_be_searched_and_sorted_by_every_column(
    model: type[models.Model], admin_user: User, client_of: ClientOf
) -> None:
    rows_of_everything(1)
    browser = client_of(admin_user)
    columns = len(OURS[model].list_display)

    for query in ({"q": "เลย"}, {"q": "กกกก ขขข"}, {"q": "2552"}, *({"o": str(n)} for n in range(1, columns + 1))):
        assert browser.get(address(model, "changelist"), query).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_row_and_every_empty_form_opens_in_thai(
    model: type[models.Model], admin_user: User, client_of: ClientOf
) -> None:
    rows_of_everything(1)
    browser = client_of(admin_user)
    row = model._default_manager.order_by("pk").first()
    assert row is not None

    pages = [browser.get(address(model, "change", row.pk)), browser.get(address(model, "history", row.pk))]
    if model not in SHOWN_ONLY:
        pages.append(browser.get(address(model, "add")))

    for page in pages:
        assert page.status_code == 200
        assert '<html lang="th"' in page.content.decode()
        assert str(model._meta.verbose_name) in page.content.decode()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_form_shows_no_browser_calendar_and_no_common_era(
    model: type[models.Model], admin_user: User, client_of: ClientOf
) -> None:
    rows_of_everything(1)
    row = model._default_manager.order_by("pk").first()
    assert row is not None

    page = client_of(admin_user).get(address(model, "change", row.pk)).content.decode()

    assert "vDateField" not in page
    assert 'type="date"' not in page
    assert "2008" not in page


# ------------------------------------------------------------------------------------------------- what is entered


def test_dates_are_entered_and_shown_in_the_buddhist_era(ministry: User, client_of: ClientOf) -> None:
    browser = client_of(ministry)
    workshop = make_workshop()
    url = address(Workshop, "change", workshop.pk)

    sent = form_of(browser, url)
    assert (sent["starts_on"], sent["ends_on"]) == ("9/11/2551", "11/11/2551")
    answer = browser.post(url, {**sent, "starts_on": "๘ พ.ย. ๒๕๕๑", "ends_on": "12/11/2551"})

    workshop.refresh_from_db()
    assert answer.status_code == 302
    assert (workshop.starts_on, workshop.ends_on) == (date(2008, 11, 8), date(2008, 11, 12))
    assert "8 พ.ย. 2551" in browser.get(address(Workshop, "changelist")).content.decode()


def test_the_history_of_a_row_is_dated_in_the_buddhist_era(ministry: User, client_of: ClientOf) -> None:
    browser = client_of(ministry)
    workshop = make_workshop()
    with time_machine.travel("2026-11-25T13:28:00Z", tick=False):
        browser.post(
            address(Workshop, "change", workshop.pk),
            {**form_of(browser, address(Workshop, "change", workshop.pk)), "venue_th": "ศาลากลาง"},
        )

    page = browser.get(address(Workshop, "history", workshop.pk)).content.decode()

    assert "25 พ.ย. 2569 20:28 น." in page
    assert "2026" not in page


def test_another_province_in_a_line_of_a_workshop_brings_its_own_group(ministry: User, client_of: ClientOf) -> None:
    browser = client_of(ministry)
    here, there = make_group("here"), make_group("there")
    make_membership(group=here)
    make_membership(province=a_province("55"), group=there)
    line = make_workshop_province(workshop=make_workshop(), group=here)
    url = address(Workshop, "change", line.workshop_id)

    browser.post(url, {**form_of(browser, url), "targets-0-province": "55"})

    line.refresh_from_db()
    assert (line.province_id, line.group) == ("55", there)


def test_a_date_of_the_common_era_is_refused_with_a_sentence(ministry: User, client_of: ClientOf) -> None:
    browser = client_of(ministry)
    url = address(Workshop, "change", make_workshop().pk)

    answer = browser.post(url, {**form_of(browser, url), "ends_on": "11/11/2008"})

    assert errors_in(answer) == ["ปี “2008” น่าจะเป็นปี ค.ศ. กรุณาระบุเป็นปี พ.ศ. หมายถึง พ.ศ. 2551 หรือไม่"]


def test_what_the_database_refuses_is_said_in_a_sentence_first(ministry: User, client_of: ClientOf) -> None:
    browser = client_of(ministry)
    url = address(Workshop, "change", make_workshop().pk)
    sent = form_of(browser, url)

    late = browser.post(url, {**sent, "ends_on": "8/11/2551"})
    outside = browser.post(url, {**sent, "starts_on": "30/9/2551"})
    unsourced = browser.post(url, {**sent, "provenance": "stated"})

    assert errors_in(late) == ["วันสุดท้ายต้องไม่ก่อนวันแรก"]
    assert errors_in(outside) == ["วันแรกต้องอยู่ในปีงบประมาณที่ระบุ"]
    assert errors_in(unsourced) == ["ข้อมูลที่ระบุในเอกสารหรืออนุมานต้องมีแหล่งที่มา"]


def test_thai_text_is_mended_when_entered_and_when_searched(ministry: User, client_of: ClientOf) -> None:
    browser = client_of(ministry)
    sent = {"code": "58", "name_th": "เเม่ฮ่องสอน\u200b", "name_en": "Mae Hong Son", **no_rows("memberships")}

    browser.post(address(Province, "add"), sent)

    assert Province.objects.get(pk="58").name_th == "แม่ฮ่องสอน"
    found = browser.get(address(Province, "changelist"), {"q": "เเม่ฮ่อง"})
    assert [str(row) for row in found.context["cl"].result_list] == ["แม่ฮ่องสอน"]


def no_rows(*prefixes: str) -> dict[str, int]:
    return {f"{prefix}-{count}_FORMS": 0 for prefix in prefixes for count in ("TOTAL", "INITIAL")}


def test_what_stands_in_addresses_is_chosen_once(ministry: User, client_of: ClientOf) -> None:
    browser = client_of(ministry)
    agency, group = make_agency(), make_group("upper-north-2")
    rows = {Agency: (agency, "acronym"), ProvinceGroup: (group, "slug")}

    for model, (row, field) in rows.items():
        url = address(model, "change", row.pk)
        assert field not in form_of(browser, url)
        browser.post(url, {**form_of(browser, url), field: "new"})

    agency.refresh_from_db()
    group.refresh_from_db()
    assert (agency.acronym, group.slug) == ("DSS", "upper-north-2")


def test_a_district_cannot_be_moved_away_from_its_code(ministry: User, client_of: ClientOf) -> None:
    a_province(NAN)
    browser = client_of(ministry)
    url = address(District, "change", make_district("4202").pk)

    answer = browser.post(url, {**form_of(browser, url), "province": NAN})

    assert errors_in(answer) == ["รหัสอำเภอต้องขึ้นต้นด้วยรหัสจังหวัด"]


def test_expertise_is_entered_one_a_line(ministry: User, client_of: ClientOf) -> None:
    browser = client_of(ministry)
    agency = make_agency(expertise_th=["ดาวเทียม"])
    make_agency_name(agency=agency)
    url = address(Agency, "change", agency.pk)

    sent = form_of(browser, url)
    browser.post(url, {**sent, "expertise_th": f"{sent['expertise_th']}\nแผนที่\n\n"})

    agency.refresh_from_db()
    assert (agency.expertise_th, agency.expertise_en) == (["ดาวเทียม", "แผนที่"], [])


def test_a_province_joins_a_workshop_with_its_group_of_that_day(ministry: User, client_of: ClientOf) -> None:
    browser = client_of(ministry)
    then, later = make_group("then"), make_group("later")
    make_membership(group=then, valid_from=date(2008, 1, 14))
    make_membership(group=later, valid_from=date(2009, 2, 5))
    workshop = make_workshop()
    url = address(Workshop, "change", workshop.pk)

    row = {
        "targets-TOTAL_FORMS": 1,
        "targets-0-order": 1,
        "targets-0-province": LOEI,
        "targets-0-workshop": workshop.pk,
    }
    browser.post(url, {**form_of(browser, url), **row})

    assert WorkshopProvince.objects.get().group == then


def test_what_happened_at_a_workshop_belongs_to_its_year(ministry: User, client_of: ClientOf) -> None:
    browser = client_of(ministry)
    workshop = make_workshop()
    url = address(Workshop, "change", workshop.pk)

    rows = {
        "activities-TOTAL_FORMS": 1,
        "activities-0-order": 1,
        "activities-0-kind": "talk",
        "activities-0-title_th": "บรรยาย",
        "activities-0-provenance": "entered",
        "attendance-TOTAL_FORMS": 1,
        "attendance-0-order": 1,
        "attendance-0-sector": "people",
        "attendance-0-headcount": 120,
        "attendance-0-provenance": "entered",
    }
    answer = browser.post(url, {**form_of(browser, url), **rows})

    assert answer.status_code == 302
    assert Activity.objects.get().fiscal_year_id == Attendance.objects.get().fiscal_year_id == 2552


def test_what_is_changed_here_is_not_written_over_at_the_desk(ministry: User, client_of: ClientOf) -> None:
    browser = client_of(ministry)
    workshop = make_workshop()
    activity = make_activity(workshop=workshop)
    url = address(Workshop, "change", workshop.pk)

    answer = browser.post(url, {**form_of(browser, url), "venue_th": "ศาลากลาง", "activities-0-title_th": "บรรยาย"})

    assert answer.status_code == 302
    workshop.refresh_from_db()
    activity.refresh_from_db()
    assert (workshop.venue_th, workshop.version) == ("ศาลากลาง", 2)
    assert (activity.title_th, activity.version) == ("บรรยาย", 2)
    assert {row.history_user for row in (workshop.history.first(), activity.history.first())} == {ministry}


def test_an_activity_of_another_years_workshop_is_refused(ministry: User, client_of: ClientOf) -> None:
    activity, workshop = make_activity(), make_workshop()
    a_fiscal_year(2553)
    browser = client_of(ministry)
    url = address(Activity, "change", activity.pk)

    answer = browser.post(url, {**form_of(browser, url), "fiscal_year": 2553, "workshop": workshop.pk})

    assert errors_in(answer) == ["การประชุมนี้ไม่ได้อยู่ในปีงบประมาณที่ระบุ"]


def test_places_are_chosen_by_typing(ministry: User, client_of: ClientOf) -> None:
    for code in (LOEI, NAN):
        a_province(code)
    asked = {"term": "เล", "app_label": "portal", "model_name": "district", "field_name": "province"}

    answer = client_of(ministry).get(reverse("admin:autocomplete"), asked)

    assert answer.json()["results"] == [{"id": LOEI, "text": "เลย"}]


@pytest.mark.parametrize("typed", ["2552-014", "๒๕๕๒-๐๑๔"])
def test_a_request_is_found_by_its_number(ministry: User, client_of: ClientOf, typed: str) -> None:
    sought = make_request(number=14)
    make_request(number=15)

    answer = client_of(ministry).get(address(CommunityRequest, "changelist"), {"q": typed})

    assert list(answer.context["cl"].result_list) == [sought]


def test_only_public_requests_have_a_link_to_their_page(ministry: User, client_of: ClientOf) -> None:
    browser = client_of(ministry)
    public, unnumbered = make_request(number=14), make_request(RequestStatus.SUBMITTED)

    pages = [browser.get(address(CommunityRequest, "change", row.pk)).content.decode() for row in (public, unnumbered)]

    assert ["/requests/2552-014/" in page for page in pages] == [True, False]
    assert ["viewsitelink" in page for page in pages] == [True, False]


# --------------------------------------------------------------------------------------------------- what is deleted


def test_what_is_in_use_is_not_deleted_and_the_page_says_why(ministry: User, client_of: ClientOf) -> None:
    loei = a_province()
    make_request(province=loei)
    make_request(province=loei)
    make_membership(province=loei)

    for method in ("get", "post"):
        answer = getattr(client_of(ministry), method)(address(Province, "delete", LOEI), {"post": "yes"}, follow=True)

        assert [str(message) for message in answer.context["messages"]] == [
            "ลบ “เลย” ไม่ได้ เพราะยังมีข้อมูลที่อ้างถึง ได้แก่ จังหวัดในกลุ่ม 1 รายการ และ ความต้องการ 2 รายการ"
        ]
    assert Province.objects.filter(pk=LOEI).exists()


def test_what_nobody_uses_is_deleted_after_a_question(ministry: User, client_of: ClientOf) -> None:
    district = make_district("4202")
    browser = client_of(ministry)

    question = browser.get(address(District, "delete", district.pk))
    browser.post(address(District, "delete", district.pk), {"post": "yes"})

    assert question.status_code == 200
    assert not District.objects.exists()


def test_hidden_uses_are_found_too() -> None:
    source = a_source()
    make_figure(source=source)
    make_membership(source=source)

    assert dict(uses_of(source)) == {"ตัวเลขที่ประกาศ": 1, "จังหวัดในกลุ่ม": 1}


# ---------------------------------------------------------------------------------------------------------- accounts


def new_account(**fields: Any) -> dict[str, Any]:
    names = {"username": "somchai", "first_name": "สมชาย", "last_name": "ใจดี", "email": "somchai@example.go.th"}
    return {**names, "password1": PASSWORD, "password2": PASSWORD, **fields}


def test_an_account_is_made_with_role_place_and_password(admin_user: User, client_of: ClientOf) -> None:
    a_province()

    client_of(admin_user).post(address(User, "add"), new_account(role=Role.PROVINCE, province=LOEI))

    made = User.objects.get(username="somchai")
    assert (made.role, made.province_id, made.is_staff, made.is_active) == (Role.PROVINCE, LOEI, False, True)
    assert made.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"role": Role.PROVINCE}, ["เจ้าหน้าที่จังหวัดต้องมีจังหวัด"]),
        ({"role": Role.AGENCY}, ["เจ้าหน้าที่หน่วยงานต้องมีหน่วยงาน"]),
        ({"role": Role.MINISTRY, "province": LOEI}, ["ระบุจังหวัดเฉพาะบัญชีของเจ้าหน้าที่จังหวัด"]),
        ({"role": Role.PROVINCE, "province": LOEI, "agency": "DSS"}, ["ระบุหน่วยงานเฉพาะบัญชีของเจ้าหน้าที่หน่วยงาน"]),
    ],
    ids=str,
)
def test_an_account_has_the_place_of_work_of_its_role(
    admin_user: User, client_of: ClientOf, fields: dict[str, Any], errors: list[str]
) -> None:
    a_province()
    if "agency" in fields:
        fields = {**fields, "agency": make_agency().pk}

    answer = client_of(admin_user).post(address(User, "add"), new_account(**fields))

    assert errors_in(answer) == errors
    assert not User.objects.filter(username="somchai").exists()


def test_a_weak_password_is_refused(admin_user: User, client_of: ClientOf) -> None:
    weak = new_account(role=Role.MINISTRY, password1="somchai", password2="somchai")

    answer = client_of(admin_user).post(address(User, "add"), weak)

    assert len(errors_in(answer)) == 2


def test_an_account_can_move_to_another_place(admin_user: User, province_officer: User, client_of: ClientOf) -> None:
    browser = client_of(admin_user)
    url = address(User, "change", province_officer.pk)
    agency = an_agency(TISTR)

    sent = form_of(browser, url)
    sent.pop("province")
    answer = browser.post(url, {**sent, "role": Role.AGENCY, "agency": agency.pk})

    province_officer.refresh_from_db()
    assert answer.status_code == 302
    assert (province_officer.role, province_officer.agency, province_officer.province) == (Role.AGENCY, agency, None)


LOCKED_OUT = "เปลี่ยนบทบาทหรือปิดบัญชีของตนเองไม่ได้ โปรดให้ผู้ดูแลระบบคนอื่นดำเนินการ"


@pytest.mark.parametrize("change", [{"role": Role.MINISTRY}, {"is_active": None}], ids=str)
def test_nobody_locks_the_door_behind_oneself(
    admin_user: User, client_of: ClientOf, change: dict[str, str | None]
) -> None:
    browser = client_of(admin_user)
    url = address(User, "change", admin_user.pk)

    sent = {**form_of(browser, url), **change}
    answer = browser.post(url, {name: value for name, value in sent.items() if value is not None})

    admin_user.refresh_from_db()
    assert errors_in(answer) == [LOCKED_OUT]
    assert (admin_user.role, admin_user.is_active) == (Role.ADMIN, True)


def test_one_may_change_ones_own_name(admin_user: User, client_of: ClientOf) -> None:
    browser = client_of(admin_user)
    url = address(User, "change", admin_user.pk)

    answer = browser.post(url, {**form_of(browser, url), "first_name": "สมหญิง"})

    admin_user.refresh_from_db()
    assert answer.status_code == 302
    assert admin_user.first_name == "สมหญิง"


def test_another_administrator_is_switched_off_at_once(admin_user: User, client_of: ClientOf) -> None:
    other = make_user(Role.ADMIN, "other")
    browser, others = client_of(admin_user), client_of(other)
    url = address(User, "change", other.pk)

    sent = form_of(browser, url)
    sent.pop("is_active")
    browser.post(url, sent)

    assert others.get("/admin/").status_code == 302
    assert LogEntry.objects.get().object_id == str(other.pk)


def test_an_administrator_gives_a_new_password(admin_user: User, province_officer: User, client_of: ClientOf) -> None:
    sent = {"password1": PASSWORD, "password2": PASSWORD, "set-password": "1"}

    client_of(admin_user).post(f"/admin/portal/user/{province_officer.pk}/password/", sent)

    province_officer.refresh_from_db()
    assert province_officer.check_password(PASSWORD)
