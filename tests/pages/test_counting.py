"""What is counted and under which name: real rows and samples apart, one figure of several sources, groups by date."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from portal.models import Agency, Province
from portal.pages import front, profiles
from portal.pages.year_reports import YearReport, year_report
from requests_registry.models import CommunityRequest, RequestStatus, ResponseStatus
from requests_registry.reports import request_sheet
from tests.factories import (
    BUENG_KAN,
    LOEI,
    NAN,
    a_fiscal_year,
    a_group,
    a_province,
    a_workshop,
    an_agency,
    make_activity,
    make_agency,
    make_agency_name,
    make_attendance,
    make_category,
    make_document,
    make_figure,
    make_group,
    make_membership,
    make_region,
    make_request,
    make_response,
    make_source,
    make_workshop,
    make_workshop_province,
)
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)


def text_of(browser: Client, address: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", browser.get(address).content.decode()).split())


# ------------------------------------------------------------------------------------------------- real and samples


@pytest.fixture
def mixed_year() -> YearReport:
    """2552 with one real and one sample workshop in other groups and provinces, one real and two sample requests."""
    category = make_category()
    real = make_workshop(group=a_group())
    make_workshop_province(workshop=real)
    sample = make_workshop(number=2, group=make_group("another"), is_sample=True)
    make_workshop_province(workshop=sample, province=a_province(NAN))
    make_request(category=category)
    make_request(category=category, is_sample=True)
    make_request(category=category, is_sample=True, province=a_province(NAN))
    return year_report(2552, language="th")


def test_samples_enter_no_figure_of_a_year_that_has_real_rows(mixed_year: YearReport) -> None:
    counted = (len(mixed_year.counted_workshops), mixed_year.groups, mixed_year.provinces, mixed_year.itemised)

    assert counted == (1, 1, 1, 1)
    assert len(mixed_year.workshops) == 2  # listed, with its mark
    assert mixed_year.has_samples


def test_a_year_of_samples_alone_counts_them_and_says_so(nobody: Client) -> None:
    make_workshop(is_sample=True)
    make_request(is_sample=True)

    report = year_report(2552, language="th")

    assert (len(report.counted_workshops), report.itemised, report.is_real) == (1, 1, False)
    assert "ข้อมูลสมมติ" in text_of(nobody, "/years/2552/")


@pytest.mark.usefixtures("mixed_year")
def test_the_list_of_years_counts_as_the_year_does(nobody: Client) -> None:
    entry = front.year_entries()[0]

    assert (entry.workshops.real, entry.requests.real, entry.is_real, entry.has_samples) == (1, 1, True, True)
    assert "2552 1 – 1 ไม่นับข้อมูลสมมติของปีนี้" in text_of(nobody, "/years/")


@pytest.mark.usefixtures("mixed_year")
def test_provinces_show_real_requests_and_samples_apart(nobody: Client) -> None:
    page = text_of(nobody, "/provinces/")

    assert re.search("เลย 1 ข้อมูลสมมติ 1", page)
    assert re.search("น่าน ข้อมูลสมมติ 1", page)
    assert "แผนที่นี้ไม่นับข้อมูลสมมติ" in page


def test_the_latest_year_in_which_people_met_and_asked_is_the_front_page() -> None:
    make_figure()
    make_request(fiscal_year=a_fiscal_year(2571), is_sample=True)
    make_request(fiscal_year=a_fiscal_year(2570))
    assert front.home(language="th").year_be == 2552

    make_workshop(
        fiscal_year=a_fiscal_year(2570), starts_on=date(2026, 11, 9), ends_on=date(2026, 11, 11), is_published=True
    )

    home = front.home(language="th")
    assert (home.year_be, home.itemised, home.tally) == (2570, 1, None)


def test_a_workshop_that_is_only_planned_does_not_push_a_year_off_the_front_page() -> None:
    make_figure()
    make_workshop(starts_on=date(2026, 12, 1))

    assert front.home(language="th").year_be == 2552


def test_a_field_that_is_added_later_is_none_of_a_year_whose_fields_a_source_declares() -> None:
    source = make_source()
    make_figure(subject="categories", value=1, source=source)
    make_category(1, provenance="stated", source=source)
    make_category(2)

    assert [entry.code for entry in year_report(2552, language="th").categories] == [1]
    assert [entry.code for entry in front.home(language="th").categories] == [1]

    make_request(category_id=2)
    assert [entry.code for entry in year_report(2552, language="th").categories] == [1, 2]


def test_years_between_are_said_to_be_without_data(nobody: Client) -> None:
    for year_be in (2552, 2553, 2567):
        a_fiscal_year(year_be)

    assert re.search("2567 .*2554 – 2566 ยังไม่มีข้อมูลในพอร์ทัล 2553", text_of(nobody, "/years/"))


# ------------------------------------------------------------------------------------------------ figures, sentences


def test_of_two_sources_every_page_takes_the_same_figure() -> None:
    make_figure(source=make_source("b-source"), value=125)
    make_figure(source=make_source("a-source"), value=130)

    on_home = front.home(language="th").figures["requests"].value
    in_list = front.year_entries()[0].declared
    on_page = year_report(2552, language="th").figures["requests"].value

    assert (on_home, in_list, on_page) == (130, 130, 130)


def test_no_source_is_claimed_for_what_was_entered_here(nobody: Client) -> None:
    make_workshop()
    make_activity()
    make_attendance()

    for address in ("/years/2552/", "/workshops/2552/1/"):
        assert "เอกสารต้นทางระบุกิจกรรม" not in text_of(nobody, address)
        assert "กิจกรรมของการประชุมทุกครั้งในปีนี้" in text_of(nobody, address)
    assert "ข้อมูลจริงที่บันทึกในพอร์ทัล" in text_of(nobody, "/years/")


@pytest.mark.usefixtures("facts")
def test_of_stated_activities_the_source_is_named(nobody: Client) -> None:
    assert "เอกสารต้นทางระบุกิจกรรม" in text_of(nobody, "/years/2552/")


def test_a_stated_request_without_a_workshop_does_not_claim_to_have_come_directly(nobody: Client) -> None:
    stated: dict[str, Any] = {"provenance": "stated", "source": make_source(), "workshop_provenance": "stated"}
    make_request(number=1, **stated)
    make_request(number=2)

    assert "เสนอโดยตรง" not in text_of(nobody, "/requests/2552-001/")
    assert "เสนอโดยตรง" in text_of(nobody, "/requests/2552-002/")


def test_a_workshop_without_a_group_is_named_by_its_number(nobody: Client) -> None:
    make_workshop()

    home = nobody.get("/").content.decode()

    assert "None" not in home
    assert "การประชุมครั้งที่ 1" in home
    assert front.home(language="th").groups == 0


def test_a_workshop_shows_its_title_and_cleared_documents(nobody: Client) -> None:
    Workshop.objects.filter(pk=a_workshop().pk).update(title_th="ประชุมปฏิบัติการลุ่มน้ำโขง")
    make_document(title_th="กำหนดการ", is_public=True)
    make_document(title_th="บันทึกภายใน", is_public=False)

    page = text_of(nobody, "/workshops/2552/1/")

    assert "ประชุมปฏิบัติการลุ่มน้ำโขง" in page
    assert "กำหนดการ" in page
    assert "บันทึกภายใน" not in page


# ---------------------------------------------------------------------------------------------------------- answers


def test_answers_are_numbered_one_after_the_other_whoever_shares_a_part(nobody: Client) -> None:
    request = make_request(RequestStatus.ASSIGNED, number=1)
    make_response(ResponseStatus.DECLINED, community_request=request, is_published=True)
    make_response(community_request=request, agency=an_agency("TISTR"), part_title_th="ส่วนของเครื่องกรอง")

    page = nobody.get("/requests/2552-001/").content.decode()

    assert re.findall(r'<article class="answer" id="(answer-\d)"', page) == ["answer-1", "answer-2"]
    assert "คำตอบที่ 2 จาก 2" in page
    assert "ส่วนของเครื่องกรอง" not in page  # told with the answer


def test_a_published_answer_tells_which_part_it_answers(nobody: Client) -> None:
    request = make_request(RequestStatus.ANSWERED, number=1)
    make_response(
        ResponseStatus.ACCEPTED, community_request=request, part=2, part_title_th="ส่วนของเครื่องกรอง", is_published=True
    )

    assert "ส่วนที่ 2: ส่วนของเครื่องกรอง" in text_of(nobody, "/requests/2552-001/")


@pytest.mark.parametrize(
    ("status", "is_published", "asked"),
    [
        (ResponseStatus.ASKED, False, 1),
        (ResponseStatus.DECLINED, False, 1),
        (ResponseStatus.DECLINED, True, 0),
        (ResponseStatus.CANCELLED, False, 0),
    ],
)
def test_an_asking_that_is_told_to_have_ended_no_longer_counts(status: str, is_published: bool, asked: int) -> None:
    request = make_request()
    make_response(status, community_request=request, is_published=is_published)

    sheet = request_sheet(CommunityRequest.objects.for_detail().get(), language="th")

    assert sheet.line.asked == asked


def test_an_answer_is_signed_with_the_name_of_its_day_on_every_page() -> None:
    agency = an_agency()
    make_agency_name(name_th="ชื่อเดิม")
    make_agency_name(name_th="ชื่อใหม่", valid_from=date(2008, 10, 20))
    request = make_request(RequestStatus.ANSWERED)
    make_response(
        ResponseStatus.ACCEPTED,
        community_request=request,
        agency=agency,
        answered_on=date(2008, 12, 1),
        is_published=True,
    )

    sheet = request_sheet(CommunityRequest.objects.for_detail().get(), language="th")
    (item,) = year_report(2552, language="th").requests
    (first,) = front.home(language="th").requests

    names = {str(answers[0].agency.name) for answers in (sheet.answers, item.answers, first.answers)}
    assert names == {"ชื่อใหม่"}


def test_an_answer_that_waits_for_publication_is_said_to_wait(nobody: Client) -> None:
    request = make_request(RequestStatus.ANSWERED, number=1)
    make_response(ResponseStatus.ACCEPTED, community_request=request)

    page = text_of(nobody, "/requests/2552-001/")

    assert "รอเผยแพร่ 1 คำตอบ" in page
    assert "ตอบรับ 0 จาก 1" not in page


def test_a_paper_of_a_sample_says_so_on_every_page_and_names_the_ministry_of_its_day() -> None:
    make_request(RequestStatus.ACCEPTED, number=1, is_sample=True)
    make_request(RequestStatus.ACCEPTED, number=1, fiscal_year=a_fiscal_year(2569))

    old, new = (
        request_sheet(item, language="th") for item in CommunityRequest.objects.for_detail().order_by("fiscal_year_id")
    )
    sheets = [render_to_string("reports/request.html", {"report": sheet, "digits": "thai"}) for sheet in (old, new)]

    assert [bool(re.search('data-report="[^"]*ข้อมูลสมมติ', sheet)) for sheet in sheets] == [True, False]
    assert (old.issuer, new.issuer) == (
        "กระทรวงวิทยาศาสตร์และเทคโนโลยี",
        "กระทรวงการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรม",
    )


def test_an_unpublished_workshop_is_a_number_and_nothing_else() -> None:
    make_request(workshop=make_workshop(is_published=False, venue_th="ห้องลับ"))

    sheet = request_sheet(CommunityRequest.objects.for_detail().get(), language="th")

    assert sheet.workshop
    assert (sheet.workshop.number, sheet.workshop.held) == (1, None)
    assert "ห้องลับ" not in repr(sheet)


def test_a_withdrawn_sample_carries_its_mark(nobody: Client) -> None:
    make_request(RequestStatus.WITHDRAWN, number=1, is_sample=True)
    make_request(RequestStatus.WITHDRAWN, number=2)

    assert 'class="sample"' in nobody.get("/requests/2552-001/").content.decode()
    assert 'class="sample"' not in nobody.get("/requests/2552-002/").content.decode()


# -------------------------------------------------------------------------------------------------- places, agencies


def test_groups_and_regions_of_the_same_rank_are_told_apart(nobody: Client) -> None:
    for code, key in ((LOEI, "a"), (NAN, "b"), (BUENG_KAN, "a")):
        group = make_group(key) if not Province.objects.filter(memberships__group__key=key).exists() else None
        group = group or Province.objects.filter(memberships__group__key=key)[0].memberships.get().group
        make_membership(province=a_province(code), group=group)
    first, second = make_region("r1"), make_region("r2")
    Province.objects.filter(pk__in=(LOEI, BUENG_KAN)).update(region=first)
    Province.objects.filter(pk=NAN).update(region=second)
    a_province("10")

    groups = profiles.group_entries(on=TODAY, language="th")
    regions = profiles.region_entries(language="th")

    assert sorted(len(entry.members) for entry in groups) == [1, 2]
    assert [len(entry.provinces) for entry in regions] == [2, 1, 1]
    assert regions[-1].name is None
    assert "จังหวัดอื่น" in text_of(nobody, "/provinces/")


def test_a_membership_of_the_future_is_not_the_present_one() -> None:
    now, later = make_group("now"), make_group("later")
    nan = a_province(NAN)
    make_membership(province=nan, group=now)
    make_membership(province=nan, group=later, valid_from=TODAY + timedelta(days=1))
    make_membership(province=a_province(LOEI), group=later)

    today = profiles.province_profile(nan, on=TODAY, language="th")
    tomorrow = profiles.province_profile(nan, on=TODAY + timedelta(days=1), language="th")

    assert today.group
    assert tomorrow.group
    assert (today.group.group_slug, [place.code for place in today.neighbours]) == ("now", [])
    assert (tomorrow.group.group_slug, [place.code for place in tomorrow.neighbours]) == ("later", [LOEI])


def test_a_group_that_was_dissolved_and_founded_again_has_two_periods() -> None:
    group, loei = a_group(), a_province()
    for year, member in ((2008, group), (2012, None), (2020, group)):
        make_membership(province=loei, group=member, valid_from=date(year, 1, 1))

    periods = profiles.group_profile(group, on=TODAY, language="th").compositions

    assert [(period.first_day.year, period.last_day and period.last_day.year) for period in periods] == [
        (2020, None),
        (2008, 2011),
    ]


def test_an_agency_that_has_ended_says_so_and_is_not_asked(nobody: Client) -> None:
    new = make_agency("NXPO")
    make_agency_name(agency=new, name_th="สำนักงานสภานโยบาย")
    make_agency("STI", ended_on=date(2019, 5, 1), successor=new)

    page = text_of(nobody, "/agencies/STI/")

    assert "สิ้นสุดเมื่อ 1 พฤษภาคม 2562" in page
    assert "สำนักงานสภานโยบาย" in page
    assert {agency.acronym for agency in Agency.objects.answering(on=date(2019, 5, 1))} == {"NXPO"}
    assert {agency.acronym for agency in Agency.objects.answering(on=date(2019, 4, 30))} == {"NXPO", "STI"}
