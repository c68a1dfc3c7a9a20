"""Figures of the statistics page and of profiles: real rows and samples apart, and nothing told of too few cases."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from portal.models import Agency
from portal.pages.statistics import Chart, agency_record, breakdown, statistics_of
from requests_registry.models import AnswerCount, RequestCount, RequestStatus, ResponseStatus
from tests.factories import a_fiscal_year, an_agency, make_category, make_request, make_response

pytestmark = pytest.mark.django_db


def chart(key: str, **options: bool | int) -> Chart:
    found = statistics_of(of_samples=bool(options.pop("of_samples", False)), language="th", **options)
    return next(one for one in found.charts if one.key == key)


def answers(number: int, *, days: int = 3, is_sample: bool = False) -> Agency:
    """So many published answers of DSS, each so many days after it was asked on a Monday."""
    for _each in range(number):
        make_response(
            ResponseStatus.ACCEPTED,
            community_request=make_request(RequestStatus.ANSWERED, is_sample=is_sample),
            asked_on=date(2008, 11, 10),
            answered_on=date(2008, 11, 10 + days),
            is_published=True,
        )
    return an_agency()


@pytest.fixture
def mixed() -> None:
    """Two real requests of one field, one closed; three samples of another, in another year."""
    first, second = make_category(1), make_category(2)
    make_request(category=first)
    make_request(RequestStatus.CLOSED, category=first)
    for _each in range(3):
        make_request(category=second, is_sample=True, fiscal_year=a_fiscal_year(2569))


@pytest.mark.usefixtures("mixed")
def test_real_requests_and_samples_are_never_in_one_chart() -> None:
    assert chart("by-year").rows == [("2552", 2)]
    assert chart("by-category").rows == [("ด้าน 1", 2)]
    assert chart("by-status").finding == "ปิดเรื่องแล้ว 1 จาก 2 เรื่อง"
    assert chart("by-year", of_samples=True).rows == [("2569", 3)]
    assert chart("by-category", of_samples=True).finding == "ด้าน 2 มากที่สุด 3 จาก 3 เรื่อง"


@pytest.mark.usefixtures("mixed")
def test_samples_carry_their_mark_and_are_shown_unasked_only_where_nothing_is_real(nobody: Client) -> None:
    real, asked, alone = (
        nobody.get(f"/statistics/{query}").content.decode() for query in ("", "?data=samples", "?year=2569")
    )

    assert 'class="sample"' not in real
    assert asked.count('class="sample"') == asked.count('class="chart-title"')
    assert alone.count('class="sample"') == alone.count('class="chart-title"') > 0


def test_what_is_not_public_is_not_counted() -> None:
    make_request(RequestStatus.SUBMITTED)
    make_request(RequestStatus.WITHDRAWN, number=9)

    assert statistics_of(of_samples=False, language="th").charts == ()


def test_the_median_is_told_of_five_answers_and_not_of_four() -> None:
    answers(4)
    of_four = chart("by-days")
    answers(1)
    of_five = chart("by-days")

    assert of_four.finding == "มีคำตอบที่ทราบวันน้อยกว่า 5 คำตอบ จึงไม่คำนวณค่ากลาง"
    assert of_five.finding == "ครึ่งหนึ่งของคำตอบมาภายใน 3 วันทำการ"
    assert of_five.rows[0] == ("0–5", 5)


def test_every_chart_has_a_finding_a_table_and_a_file_that_agree(nobody: Client) -> None:
    answers(5)

    page = nobody.get("/statistics/").content.decode()
    keys = re.findall(r'<section aria-labelledby="([a-z-]+)">', page)

    assert keys == ["by-year", "by-category", "by-status", "by-days", "by-agency"]
    for key in keys:
        section = page.split(f'aria-labelledby="{key}"')[1].split("</section>")[0]
        in_bars = re.findall(r'<span class="num">(\d+)</span>', section)
        in_table = re.findall(r'<td class="n">(\d+)</td>', section)
        in_file = [
            line.split(",")[1] for line in nobody.get(f"/statistics/{key}.csv").content.decode().splitlines()[1:]
        ]
        assert in_bars == in_table == in_file
    assert nobody.get("/statistics/by-colour.csv").status_code == 404


@pytest.mark.parametrize("query", ["year=", "year=99999", "year=๒๕๕๒", "data=x&data=samples&data=", "year=2552&year=x"])
def test_any_query_gets_a_page(nobody: Client, query: str) -> None:
    make_request()

    assert nobody.get(f"/statistics/?{query}").status_code == 200


# ----------------------------------------------------------------------------------------------------------- profiles


def test_the_record_of_an_agency_counts_published_answers_and_what_was_asked() -> None:
    dss = answers(5)
    make_response(ResponseStatus.DECLINED, community_request=make_request(RequestStatus.ASSIGNED), is_published=True)
    make_response(ResponseStatus.ACCEPTED, community_request=make_request(RequestStatus.ANSWERED), kind="TC")
    answers(7, is_sample=True)

    record = agency_record(dss)

    assert record is not None
    assert (record.asked, record.answered, record.declined, record.median_days) == (7, 5, 1, 3)
    assert [(drawn.bar.label, drawn.bar.value) for drawn in record.kinds] == [("การถ่ายทอดเทคโนโลยี", 5)]
    assert not record.is_sample


def test_an_agency_with_samples_alone_shows_them_with_their_mark(nobody: Client) -> None:
    dss = answers(4, is_sample=True)

    record = agency_record(dss)
    page = nobody.get("/agencies/DSS/").content.decode()

    assert record is not None
    assert (record.is_sample, record.answered, record.median_days) == (True, 4, None)
    assert "น้อยกว่า 5 คำตอบ จึงไม่คำนวณค่ากลาง" in page


def test_a_place_where_nothing_was_asked_has_no_breakdown() -> None:
    assert breakdown(RequestCount.objects.all(), AnswerCount.objects.all(), language="th") is None


def test_a_breakdown_counts_status_field_and_answers() -> None:
    make_request(category=make_category(2))
    answers(2)

    found = breakdown(RequestCount.objects.all(), AnswerCount.objects.all(), language="en")

    assert found is not None
    assert found.total == 3
    assert [(drawn.bar.label, drawn.bar.value) for drawn in found.agencies] == [("DSS", 2)]
    assert sum(drawn.bar.value for drawn in found.categories) == 3
