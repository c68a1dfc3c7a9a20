"""What is told of fiscal year 2552 never changes: not with the day on which it is read, nor with other years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from portal import pdf
from portal.models import GroupMembership, ProvinceGroup, StoredReport
from requests_registry.models import RequestStatus, ResponseStatus
from tests.factories import (
    a_province,
    an_agency,
    make_activity,
    make_attendance,
    make_figure,
    make_request,
    make_response,
    make_workshop,
    make_workshop_province,
)
from tests.pdf_tools import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]

PAGES = ("/years/2552/", *(f"/workshops/2552/{number}/" for number in (1, 2, 3, 4)), "/requests/2552-001/")
FILES = ("/years/2552.pdf", "/requests/2552-001.pdf")
ADDRESSES = [f"{prefix}{address}" for prefix in ("", "/en") for address in (*PAGES, *FILES)]
#: Before the year, in it, at the turn of it, when the facts were loaded, and long after: B.E. 2551 to 2600.
TODAYS = (
    datetime(2008, 1, 1, 0, 0, tzinfo=UTC),
    datetime(2008, 11, 10, 12, 0, tzinfo=UTC),
    datetime(2009, 9, 30, 17, 30, tzinfo=UTC),  # in Bangkok it is 2553 already
    datetime(2026, 3, 2, 4, 0, tzinfo=UTC),
    datetime(2057, 12, 31, 23, 59, tzinfo=UTC),
)


@pytest.fixture(scope="module", autouse=True)
def _pdf_process() -> Iterator[None]:
    yield
    pdf.close()


def contents(browser: Client, addresses: list[str]) -> dict[str, bytes]:
    """Everything made anew: nothing of an earlier day is stored."""
    StoredReport.objects.all().delete()
    found = {}
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        found[address] = answer.content
    return found


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return [address for address in one if one[address] != other[address]]


def test_pages_and_files_of_2552_are_the_same_on_every_day(nobody: Client) -> None:
    by_day = []
    for today in TODAYS:
        with time_machine.travel(today, tick=False):
            by_day.append(contents(nobody, ADDRESSES))

    assert [differing(by_day[0], other) for other in by_day[1:]] == [[]] * (len(TODAYS) - 1)


def test_no_day_of_reading_is_printed(nobody: Client) -> None:
    with time_machine.travel(datetime(2057, 7, 29, tzinfo=UTC), tick=False):
        found = contents(nobody, ADDRESSES)

    for address, content in found.items():
        text = text_of(content) if address.endswith(".pdf") else content.decode()
        assert not re.search("2600|๒๖๐๐|2057|๒๐๕๗", text), address


def test_an_etag_does_not_change_overnight(nobody: Client) -> None:
    tags = set()
    for today in TODAYS[::4]:
        with time_machine.travel(today, tick=False):
            tags.add(nobody.get("/years/2552.pdf")["ETag"])

    assert len(tags) == 1


# -------------------------------------------------------------------------------------------------------- other years


def test_other_years_do_not_change_what_is_told_of_2552(nobody: Client) -> None:
    """But for the link to the next year."""
    before = contents(nobody, ADDRESSES)

    _fill_other_years()

    after = contents(nobody, ADDRESSES)
    assert differing(_without_neighbours(before), _without_neighbours(after)) == []
    assert b"/years/2553/" in after["/years/2552/"]


def _fill_other_years() -> None:
    """With everything that a year can hold, with the agencies and provinces of 2552."""
    for year_be, starts_on in ((2551, date(2008, 9, 1)), (2553, date(2009, 10, 1)), (2569, date(2026, 1, 5))):
        workshop = make_workshop(number=1, starts_on=starts_on, theme_th="หัวข้ออื่น")
        assert workshop.fiscal_year_id == year_be
        make_workshop_province(workshop=workshop, province=a_province("41"))
        make_activity(fiscal_year=workshop.fiscal_year, kind="demonstration", title_th="การสาธิตอื่น")
        make_attendance(fiscal_year=workshop.fiscal_year, headcount=99)
        make_figure(fiscal_year=workshop.fiscal_year, value=77)
        request = make_request(RequestStatus.ANSWERED, fiscal_year=workshop.fiscal_year, workshop=workshop)
        make_response(
            ResponseStatus.ACCEPTED, community_request=request, agency=an_agency("DSS"), is_published=True, part=1
        )


def _without_neighbours(found: dict[str, bytes]) -> dict[str, bytes]:
    """Without the ways to other years, and without related requests, which may be of any year."""
    ways = re.compile(rb'(?s)<nav class="[^"]*year-nav.*?</nav>|<section class="related">.*?</section>')
    return {address: ways.sub(b"", content) for address, content in found.items()}


# ---------------------------------------------------------------------------------------- a group changes its provinces

UPPER_NORTHEAST_1 = "upper-northeast-1"
FOUR = {"41": "อุดรธานี", "43": "หนองคาย", "42": "เลย", "39": "หนองบัวลำภู"}
FIVE = {**FOUR, "38": "บึงกาฬ"}


@pytest.mark.parametrize(
    ("day", "typed", "provinces"),
    [
        (date(2008, 11, 9), "9/11/2551", FOUR),  # the first workshop of 2552
        (date(2008, 11, 9), "๙ พ.ย. ๒๕๕๑", FOUR),
        (date(2012, 1, 1), "1/1/2555", FIVE),
    ],
)
def test_upper_northeast_1_as_of_a_day(nobody: Client, day: date, typed: str, provinces: dict[str, str]) -> None:
    group = ProvinceGroup.objects.get(slug=UPPER_NORTHEAST_1)

    held = GroupMembership.objects.in_force(on=day).filter(group=group)
    page = nobody.get(f"/groups/{UPPER_NORTHEAST_1}/", {"on": typed}).content.decode()
    row = _row_of(nobody.get("/groups/", {"on": typed}).content.decode())

    assert set(held.values_list("province", flat=True)) == set(provinces)
    listed = re.search(r'(?s)<ul class="place-list[^"]*">(.*?)</ul>', page)
    assert listed
    assert set(re.findall(r"/provinces/(\d\d)/", listed[1])) == set(provinces)
    assert set(re.findall(r">จังหวัด([ก-๎]+)<", listed[1])) == set(provinces.values())
    assert set(re.findall(r'/provinces/\d\d/">([ก-๎]+)<', row)) == set(provinces.values())


def _row_of(page: str) -> str:
    """The row of the group in the list of groups."""
    start = page.index(f"/groups/{UPPER_NORTHEAST_1}/")
    return page[start : page.index("</tr>", start)]


def test_the_workshop_keeps_the_provinces_of_its_day(nobody: Client) -> None:
    """Bueng Kan joined the group later; the workshop of 2551 was with four."""
    page = nobody.get("/workshops/2552/1/").content.decode()

    assert "หนองบัวลำภู" in page
    assert "บึงกาฬ" not in page
    assert "บึงกาฬ" in nobody.get(f"/groups/{UPPER_NORTHEAST_1}/").content.decode()
