"""The public list by pages: complete, without repeats, in order, and as quick at the end as at the beginning."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from portal import public_data
from requests_registry.filters import SORTS, find_requests
from requests_registry.listing import Listing, listing
from requests_registry.models import CommunityRequest, RequestStatus
from tests.factories import a_province, an_agency, make_category, make_fiscal_year, make_request, make_response

pytestmark = pytest.mark.django_db

SIZES = (1, 3, 7, 20)


@pytest.fixture
def requests() -> None:
    """Three years, three provinces, two fields; among them some that the public does not see."""
    years = [make_fiscal_year(year) for year in (2551, 2552, 2554)]
    fields = [make_category(1), make_category(2)]
    provinces = [a_province(code) for code in ("10", "42", "55")]
    for number in range(1, 42):
        status = (RequestStatus.ACCEPTED, RequestStatus.ANSWERED, RequestStatus.WITHDRAWN)[number % 3]
        row = make_request(
            status,
            fiscal_year=years[number % 7 % 3],
            province=provinces[number % 5 % 3],
            category=fields[number % 2],
            number=number,
        )
        if number % 4 == 0:
            make_response("accepted", community_request=row, agency=an_agency(), is_published=True)


def listed(query: str) -> Listing:
    data = QueryDict(query)
    found = listing(data, data.get("sort", "newest"), find_requests(""))
    assert isinstance(found, Listing)
    return found


@pytest.mark.usefixtures("requests")
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    "chosen", ["", "year=2552", "province=42&province=10", "category=1&status=answered", "agency=DSS", "help=TT"]
)
def test_pages_hold_every_request_once_and_in_order(sort: str, chosen: str) -> None:
    found = listed(f"{chosen}&sort={sort}")
    in_order = list(found.rows.values_list("pk", flat=True))
    assert in_order

    for size in SIZES:
        pages: Paginator[CommunityRequest] = Paginator(found, size)  # type: ignore[arg-type]  # it is sliced only
        assert [row.pk for page in pages for row in page] == in_order
        assert pages.count == len(in_order)


@pytest.mark.usefixtures("requests")
def test_no_stretch_is_asked_for_beyond_the_end() -> None:
    found = listed("year=2549")

    assert (found.count(), found[0:20]) == (0, [])


@pytest.mark.usefixtures("requests")
@pytest.mark.parametrize("sort", SORTS)
def test_a_page_at_the_end_needs_no_more_queries_than_the_first(nobody: Client, sort: str) -> None:
    asked = []
    for page in ("1", "2", str(10**18)):
        public_data.version()
        with CaptureQueriesContext(connection) as captured:
            assert nobody.get("/requests/", {"sort": sort, "page": page}).status_code == 200
        asked.append(len(captured))

    assert len(set(asked)) == 1


# --------------------------------------------------------------------------------------------------- what is remembered


@pytest.fixture
def _remembering(settings: Settings) -> Iterator[None]:
    settings.PUBLIC_PAGES_KEPT = 1_000_000
    public_data.forget()
    yield
    public_data.forget()


@pytest.mark.usefixtures("_remembering")
@pytest.mark.django_db(transaction=True)
def test_numbers_beside_the_filters_are_right_at_once_after_a_write(nobody: Client) -> None:
    def accepted(unheard: int) -> tuple[int, int]:
        answer = nobody.get("/requests/", {"unheard": unheard})
        facets = {facet.name: facet for facet in answer.context["facets"]}
        return sum(value.count for value in facets["status"].values), answer.context["page_obj"].paginator.count

    make_request(RequestStatus.ACCEPTED)
    assert (accepted(1), accepted(2)) == ((1, 1), (1, 1))

    row = make_request(RequestStatus.ACCEPTED)
    assert accepted(3) == (2, 2)

    row.delete()
    assert accepted(4) == (1, 1)


@pytest.mark.usefixtures("_remembering", "requests")
def test_a_list_makes_few_queries_where_its_numbers_are_remembered(nobody: Client) -> None:
    def queries(unheard: int) -> int:
        public_data.version()
        with CaptureQueriesContext(connection) as captured:
            assert nobody.get("/requests/", {"unheard": unheard}).status_code == 200
        return len(captured)

    cold, warm = queries(1), queries(2)

    assert cold <= 9
    assert warm <= 4


def test_facets_of_a_search_are_those_of_its_words(nobody: Client) -> None:
    make_request(RequestStatus.ACCEPTED, public_title_th="ขอเครื่องสีข้าว", province=a_province("42"))
    make_request(RequestStatus.ACCEPTED, public_title_th="ขอเตาอบกล้วย", province=a_province("55"))
    assert CommunityRequest.objects.public().count() == 2

    answer = nobody.get("/requests/", {"q": "กล้วย"})

    provinces = next(facet for facet in answer.context["facets"] if facet.name == "province")
    assert [(value.value, value.count) for value in provinces.values] == [("55", 1)]
