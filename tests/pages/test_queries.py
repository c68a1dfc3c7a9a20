"""How many queries a page makes: few, and the same however many rows there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal import pdf, public_data
from portal.models import StoredReport
from portal.reports import making
from requests_registry.models import CommunityRequest, RequestStatus, ResponseStatus
from tests.factories import (
    a_category,
    a_fiscal_year,
    a_group,
    a_province,
    a_workshop,
    an_agency,
    make_activity,
    make_agency,
    make_agency_name,
    make_category,
    make_district,
    make_fiscal_year,
    make_group,
    make_handover,
    make_membership,
    make_outcome,
    make_request,
    make_response,
    make_source,
    make_statement,
    make_transition,
    make_workshop,
    make_workshop_province,
)

pytestmark = pytest.mark.django_db

MOST_OF_A_LIST, MOST_OF_A_SEARCH, MOST_OF_A_DETAIL = 9, 13, 13
TO_STORE = 6  # looking for what was made before, and storing what is made: no more with more rows
FEW, MANY = 3, 30


@pytest.fixture
def setting() -> None:
    """One of each thing, so that the first row of a kind changes nothing either."""
    a_province("42")
    make_membership()
    make_agency_name()
    make_workshop_province()
    a_category()
    make_statement()


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFs are not made: what counts here is the way to them."""
    monkeypatch.setattr(pdf, "render", lambda html, **options: b"%PDF")
    monkeypatch.setattr(making, "REQUESTS_AT_ONCE", MANY)


# ---------------------------------------------------------------------------------------------------- rows of each kind


def a_request(number: int) -> None:
    """In the year, the workshop, the province and the group of the others, with one to three answers."""
    request = make_request(
        RequestStatus.UNDER_WAY,
        workshop=a_workshop(),
        group=a_group(),
        district=make_district(f"42{number + 10}"),
        is_sample=number % 2 == 0,
    )
    for part in range(1, number % 3 + 2):
        response = make_response(
            ResponseStatus.UNDER_WAY, community_request=request, part=part, agency=an_agency(), is_published=True
        )
        make_transition(
            community_request=request, response=response, from_status=ResponseStatus.ASKED, to_status="accepted"
        )


def a_workshop_of_the_year(number: int) -> None:
    workshop = make_workshop(number=number + 1, group=a_group(), starts_on=date(2008, 11, 9) + timedelta(days=number))
    for code in ("42", str(10 + number)):
        make_workshop_province(workshop=workshop, province=a_province(code))


def a_year(number: int) -> None:
    year = make_fiscal_year(2552 + number)
    make_request(fiscal_year=year)


def a_province_with_requests(number: int) -> None:
    province = a_province(str(10 + number))
    make_request(province=province)


def a_province_in_the_group(number: int) -> None:
    make_membership(province=a_province(str(10 + number)), valid_from=date(2008, 2, 1) + timedelta(days=number))


def a_group_with_a_province(number: int) -> None:
    group = make_group(f"group-{number}")
    make_membership(group=group, province=a_province(str(10 + number)), valid_from=date(2008, 2, 1))


def an_agency_with_names(number: int) -> None:
    agency = make_agency(f"AG{number}", footer_order=number)
    make_agency_name(agency=agency)
    make_agency_name(agency=agency, name_th="ชื่อใหม่", valid_from=date(2019, 5, 2))
    make_response(ResponseStatus.ACCEPTED, agency=agency, is_published=True)


def an_answer_to_the_request(number: int) -> None:
    request = _the_request()
    agency = make_agency(f"AN{number}")
    make_agency_name(agency=agency)
    response = make_response(
        ResponseStatus.DELIVERED, community_request=request, agency=agency, is_published=True, suggested_agency=None
    )
    make_response(
        ResponseStatus.DECLINED,
        community_request=request,
        agency=agency,
        part=2,
        is_published=True,
        suggested_agency=an_agency(),
    )
    make_transition(community_request=request, response=response, from_status="asked", to_status="accepted")
    make_outcome(community_request=request, verified_at=request.accepted_at).responses.add(response)
    make_request(RequestStatus.MERGED, merged_into=request, number=number + 100)


def _the_request() -> CommunityRequest:
    return CommunityRequest.objects.filter(number=1).first() or make_request(RequestStatus.UNDER_WAY, number=1)


def something_at_the_workshop(number: int) -> None:
    workshop = a_workshop()
    agency = make_agency(f"AT{number}")
    make_agency_name(agency=agency)
    make_activity(workshop=workshop, agency=agency)
    make_activity(agency=agency)  # of the year
    make_handover(workshop=workshop, item_th=f"ภาพถ่ายดาวเทียม {number}")
    a_request(number)


def something_of_the_year(number: int) -> None:
    agency = make_agency(f"AY{number}", footer_order=number)
    make_agency_name(agency=agency)
    make_activity(agency=agency)
    make_category(number + 1)
    make_statement(order=number + 1)
    a_request(number)
    a_workshop_of_the_year(number)


def an_answer_of_the_agency(number: int) -> None:
    make_agency_name(name_th=f"ชื่อ {number}", is_alias=True, provenance_note_th="ชื่อเดิม")
    make_response(ResponseStatus.ACCEPTED, community_request=make_request(), is_published=True)


def a_source_of_statements(number: int) -> None:
    make_statement(order=number + 1, provenance="stated", source=make_source(f"source-{number}"))


def something_everywhere(number: int) -> None:
    something_of_the_year(number)
    a_year(number)


#: Each page with the rows that it shows.
LISTS: dict[str, Callable[[int], None]] = {
    "/requests/": a_request,
    "/requests/?q=ขอ&year=2552&sort=province&status=under_way": a_request,
    "/requests/?page=2": a_request,
    "/workshops/": a_workshop_of_the_year,
    "/years/": a_year,
    "/provinces/": a_province_with_requests,
    "/groups/": a_group_with_a_province,
    "/agencies/": an_agency_with_names,
    "/about/": a_source_of_statements,
    "/statistics/": a_request,
    "/statistics/?year=2552&data=samples": a_request,
    "/requests/feed/": a_request,
    "/sitemap/": a_year,
}
DETAILS: dict[str, Callable[[int], None]] = {
    "/": something_everywhere,
    "/requests/2552-001/": an_answer_to_the_request,
    "/requests/2552-001.pdf": an_answer_to_the_request,
    "/requests/2552-001.json": an_answer_to_the_request,
    "/workshops/2552/1/": something_at_the_workshop,
    "/years/2552/": something_of_the_year,
    "/years/2552.pdf": something_of_the_year,
    "/provinces/42/": a_request,
    "/groups/upper-northeast-1/": a_province_in_the_group,
    "/agencies/DSS/": an_answer_of_the_agency,
}


def queries_of(browser: Client, address: str) -> list[str]:
    public_data.version()  # which a process asks for once in two seconds
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(address)
    assert answer.status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.usefixtures("setting", "printed")
@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    ("address", "make", "most"),
    [
        *((address, make, MOST_OF_A_SEARCH if "q=" in address else MOST_OF_A_LIST) for address, make in LISTS.items()),
        *((address, make, MOST_OF_A_DETAIL) for address, make in DETAILS.items()),
    ],
)
def test_a_page_makes_as_many_queries_for_30_rows_as_for_3(
    nobody: Client, address: str, make: Callable[[int], None], most: int, prefix: str
) -> None:
    if ".json" in address:
        prefix = ""  # the same for both languages
    for number in range(1, FEW + 1):
        make(number)
    few = queries_of(nobody, prefix + address)

    for number in range(FEW + 1, MANY + 1):
        make(number)
    StoredReport.objects.all().delete()
    many = queries_of(nobody, prefix + address)

    assert len(many) == len(few), "\n".join(sorted(set(many) - set(few)))
    assert len(many) <= most + (TO_STORE if address.endswith(".pdf") else 0), "\n".join(many)


@pytest.mark.usefixtures("printed")
@pytest.mark.parametrize("address", [*LISTS, "/", "/years/2552/"])
def test_an_empty_portal_needs_no_more(nobody: Client, address: str) -> None:
    a_fiscal_year()

    assert len(queries_of(nobody, address)) <= MOST_OF_A_DETAIL


@pytest.mark.usefixtures("facts", "printed")
@pytest.mark.parametrize("address", ["/", "/years/2552/", "/requests/2552-001/", "/workshops/2552/1/", "/requests/"])
def test_the_real_facts_stay_within_the_bounds(nobody: Client, address: str) -> None:
    assert len(queries_of(nobody, address)) <= (MOST_OF_A_LIST if address == "/requests/" else MOST_OF_A_DETAIL)


@pytest.mark.usefixtures("setting")
def test_a_304_reads_the_data_and_renders_nothing(nobody: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "render", lambda html, **options: b"%PDF")
    _the_request()
    etag = nobody.get("/requests/2552-001.pdf")["ETag"]
    monkeypatch.setattr(pdf, "render", None)

    answer = nobody.get("/requests/2552-001.pdf", HTTP_IF_NONE_MATCH=etag)

    assert answer.status_code == 304
