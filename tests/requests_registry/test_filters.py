"""What the public filters, sorts and searches requests by: every count holds, nothing unknown has an effect."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.test import Client

from portal.models import ProvinceGroup
from portal.thai import sort_key
from requests_registry.filters import FACETS, SORTS, Facet, PublicRequestFilter, chosen_tags, facets
from requests_registry.models import CommunityRequest, HelpKind, RequestStatus, ResponseStatus
from requests_registry.models.requests import PUBLIC
from tests.factories import (
    a_fiscal_year,
    a_province,
    an_agency,
    make_category,
    make_district,
    make_group,
    make_province,
    make_request,
    make_response,
)

pytestmark = pytest.mark.django_db

#: Codes and names that code order, alphabet and Thai dictionary order sort differently.
PROVINCES = {
    "42": ("เลย", "Loei"),
    "54": ("แพร่", "Phrae"),
    "10": ("กรุงเทพมหานคร", "Bangkok"),
    "50": ("เชียงใหม่", "Chiang Mai"),
}
STATUSES = [RequestStatus.ACCEPTED, RequestStatus.ASSIGNED, RequestStatus.CLOSED, RequestStatus.DECLINED]


@pytest.fixture
def varied() -> None:
    """24 public requests over two years, four provinces, two groups, three fields, with answers; and hidden ones."""
    groups = [make_group("north", name_th="กลุ่มเหนือ", name_en="North"), make_group("south", name_th="กลุ่มใต้", order=2)]
    for code, (name_th, name_en) in PROVINCES.items():
        make_province(code, name_th=name_th, name_en=name_en)
    for field in (1, 2, 3):
        make_category(field)
    agencies = [an_agency(acronym) for acronym in ("DSS", "TISTR", "TINT")]
    for number in range(24):
        status = STATUSES[number % len(STATUSES)]
        request = make_request(
            status,
            fiscal_year=a_fiscal_year(2552 + number % 2),
            province=a_province(list(PROVINCES)[number % 3]),
            category_id=number % 3 + 1,
            group=groups[number % 2] if number % 5 else None,
            **({"number": 100 + number} if status == RequestStatus.DECLINED else {}),
        )
        for part in range(number % 3):
            make_response(
                ResponseStatus.ASKED, community_request=request, agency=agencies[(number + part) % 3], part=part + 1
            )
        if number % 4 == 1:
            kind = HelpKind.PACKAGING if number % 3 else HelpKind.TESTING
            answer = {"community_request": request, "agency": agencies[number % 3], "part": 9, "kind": kind}
            make_response(ResponseStatus.ACCEPTED, **answer, is_published=number != 5)
    for status in (RequestStatus.DRAFT, RequestStatus.SUBMITTED, RequestStatus.WITHDRAWN):
        make_request(status, province=a_province("50"), category_id=1)


def found(query: str) -> list[CommunityRequest]:
    return list(PublicRequestFilter(QueryDict(query), queryset=CommunityRequest.objects.public()).qs)


def shown(query: str, language: str = "th") -> dict[str, dict[str, int]]:
    """The counts that stand beside the values of each facet."""
    listed = facets(QueryDict(query), language=language)
    return {facet.name: {value.value: value.count for value in facet.values} for facet in listed}


def facets_of(query: str) -> list[Facet]:
    return facets(QueryDict(query), language="th")


def references(browser: Client, query: str, prefix: str = "") -> list[str]:
    """The numbers of the requests on the page, in its order."""
    page = browser.get(f"{prefix}/requests/?{query}").content.decode()
    return re.findall(rf'<a href="{prefix}/requests/(\d{{4}}-\d{{3,}})/"', page)


# --------------------------------------------------------------------------------------------------------------- counts


@pytest.mark.usefixtures("varied")
@pytest.mark.parametrize(
    "others", ["", "year=2552", "province=42&province=54", "category=1&status=accepted", "agency=DSS"]
)
@pytest.mark.parametrize("name", FACETS)
def test_choosing_a_value_leaves_as_many_as_its_count_says(name: str, others: str) -> None:
    """Whatever else is chosen. Values of the same facet add up, so its own choice does not change its counts."""
    rest = QueryDict(others, mutable=True)
    rest.pop(name, None)

    counts = shown(others)[name]

    assert counts or name in {"agency", "help"}  # nobody was asked about some of them
    for value, count in counts.items():
        assert len(found(f"{rest.urlencode()}&{name}={value}")) == count > 0


@pytest.mark.usefixtures("varied")
def test_a_facet_lists_every_value_that_occurs_and_no_other() -> None:
    counts = shown("")
    public = CommunityRequest.objects.public()

    assert set(counts["year"]) == {"2552", "2553"}
    assert set(counts["province"]) == {"42", "54", "10"}  # of 50 there are hidden requests only
    assert set(counts["status"]) == set(STATUSES)
    assert set(counts["group"]) == {"north", "south"}
    assert sum(counts["year"].values()) == sum(counts["province"].values()) == public.count() == 24
    assert sum(counts["group"].values()) == public.exclude(group=None).count() < 24


@pytest.mark.usefixtures("varied")
def test_a_chosen_value_that_leaves_nothing_is_told_and_can_be_taken_off(nobody: Client) -> None:
    query = "province=42&province=10&year=2553&q=ไม่มีคำนี้"

    page = nobody.get(f"/requests/?{query}").content.decode()

    assert shown(query)["province"] == {"10": 0, "42": 0}
    assert {tag.label for tag in chosen_tags(facets_of(query), QueryDict(query))} == {"2553", "เลย", "กรุงเทพมหานคร"}
    assert re.search(r'<input[^>]*name="province"[^>]*value="42"[^>]*checked', page)


@pytest.mark.usefixtures("varied")
def test_two_values_of_a_facet_give_the_requests_of_both() -> None:
    both = {request.pk for request in found("province=42&province=54")}

    assert both == {request.pk for request in found("province=42") + found("province=54")}
    assert len(found("agency=DSS&agency=TISTR")) == len(
        {request.pk for request in found("agency=DSS") + found("agency=TISTR")}
    )


@pytest.mark.usefixtures("varied")
def test_two_facets_give_the_requests_that_both_allow() -> None:
    both = {request.pk for request in found("province=42&status=accepted")}

    assert both == {r.pk for r in found("province=42")} & {r.pk for r in found("status=accepted")}


def test_a_request_asked_of_one_agency_twice_counts_once() -> None:
    request = make_request(RequestStatus.ASSIGNED)
    make_response(ResponseStatus.ASKED, community_request=request, part=1)
    make_response(ResponseStatus.ASKED, community_request=request, part=2)

    assert shown("")["agency"] == {"DSS": 1}
    assert len(found("agency=DSS")) == 1


# ------------------------------------------------------------------------------------------------------- unknown values


@pytest.mark.usefixtures("varied")
@pytest.mark.parametrize(
    "query",
    [
        "year=2599",
        "year=2009",
        "year=abc",
        "year=๒๕๕๒",
        "year=25520",
        "year=-1",
        "category=99",
        "category=999999999999999999999",
        "category=1.0",
        "category=%201",
        "status=draft",
        "status=submitted",
        "status=withdrawn",
        "status=merged",
        "status=ACCEPTED",
        "status=%27%20OR%201=1--",
        "province=999",
        "province=4x",
        "province=%27",
        "province=เลย",
        "group=nowhere",
        "group=../../etc",
        "agency=dss2",
        "agency=DSS%20",
        "year=2552%0a",
    ],
)
def test_a_value_that_does_not_exist_finds_nothing(nobody: Client, query: str) -> None:
    assert found(query) == []
    assert references(nobody, query) == []


@pytest.mark.usefixtures("varied")
@pytest.mark.parametrize(
    "query", ["", "unknown=1", "is_sample=true", "receipt=x", "title_th=ขอ", "sort=pk", "sort=-accepted_at", "page=x"]
)
def test_a_name_that_is_no_filter_has_no_effect(nobody: Client, query: str) -> None:
    assert len(found(query)) == 24
    assert references(nobody, query) == references(nobody, "")


@pytest.mark.usefixtures("varied")
def test_an_unknown_value_beside_a_known_one_is_ignored() -> None:
    assert len(found("year=2552&year=abc")) == len(found("year=2552")) == 12


# -------------------------------------------------------------------------------------------------------------- sorting


@pytest.mark.usefixtures("varied")
def test_newest_and_oldest_go_by_year_and_number(nobody: Client) -> None:
    newest = [(request.fiscal_year_id, request.number) for request in CommunityRequest.objects.public()]
    newest.sort(key=lambda key: (key[0], key[1] or 0), reverse=True)
    all_references = [f"{year}-{number:03d}" for year, number in newest]

    pages = [references(nobody, f"page={page}") for page in (1, 2)]
    reverse = [references(nobody, f"sort=oldest&page={page}") for page in (1, 2)]

    assert [reference for page in pages for reference in page] == all_references
    assert [reference for page in reverse for reference in page] == all_references[::-1]
    assert [len(page) for page in pages] == [20, 4]


@pytest.mark.usefixtures("varied")
def test_provinces_are_sorted_as_a_thai_dictionary_sorts_them(nobody: Client) -> None:
    """A leading vowel counts after its consonant: กรุงเทพมหานคร, แพร่, เลย; by code points แพร่ would be the last."""
    make_request(province=a_province("50"), category_id=1)
    numbers = [reference for page in (1, 2) for reference in references(nobody, f"sort=province&page={page}")]
    by_reference = {request.reference: request.province.name_th for request in CommunityRequest.objects.public()}

    names = list(dict.fromkeys(by_reference[reference] for reference in numbers))
    listed = [value.label for value in _facet("province", "th").values]

    assert names == listed == ["กรุงเทพมหานคร", "เชียงใหม่", "แพร่", "เลย"]
    assert names == sorted(names, key=sort_key)


@pytest.mark.usefixtures("varied")
def test_pages_do_not_overlap_and_leave_nothing_out(nobody: Client) -> None:
    for sort in SORTS:
        both = references(nobody, f"sort={sort}") + references(nobody, f"sort={sort}&page=2")
        assert len(both) == len(set(both)) == 24


@pytest.mark.usefixtures("varied")
@pytest.mark.parametrize("page", ["999999999999999999", "0", "-1", "abc", "²", "1.5", "", "9" * 3000])
def test_a_page_that_does_not_exist_is_the_nearest_one(nobody: Client, page: str) -> None:
    answer = nobody.get("/requests/", {"page": page})

    last = (page.startswith("9") and len(page) < 4300) or page in {"0", "-1"}
    assert answer.status_code == 200
    assert answer.context["page_obj"].number == (2 if last else 1)


@pytest.mark.usefixtures("varied")
def test_statuses_and_fields_stand_in_their_own_order() -> None:
    order = [RequestStatus(value.value) for value in _facet("status", "th").values]

    assert order == sorted(order, key=PUBLIC.index)
    assert [value.value for value in _facet("year", "th").values] == ["2553", "2552"]
    assert [value.value for value in _facet("category", "th").values] == ["1", "2", "3"]
    assert [value.value for value in _facet("group", "th").values] == ["north", "south"]


# ---------------------------------------------------------------------------------------------------- language and tags


def _facet(name: str, language: str) -> Facet:
    listed = facets(QueryDict(), language=language)
    return next(facet for facet in listed if facet.name == name)


@pytest.mark.usefixtures("varied")
def test_values_are_named_in_the_language_of_the_page() -> None:
    ProvinceGroup.objects.filter(slug="south").update(name_en="")

    assert {value.label for value in _facet("province", "en").values} == {"Loei", "Phrae", "Bangkok"}
    assert {value.label for value in _facet("group", "th").values} == {"กลุ่มเหนือ", "กลุ่มใต้"}
    assert {value.label for value in _facet("group", "en").values} == {"North", "กลุ่มใต้"}  # not translated yet
    assert {value.label for value in _facet("category", "en").values} == {"F 1", "F 2", "F 3"}


@pytest.mark.usefixtures("varied")
def test_both_languages_find_the_same(nobody: Client) -> None:
    query = "status=accepted&sort=province"

    assert references(nobody, query) == references(nobody, query, prefix="/en") != []


@pytest.mark.usefixtures("varied")
def test_each_chosen_tag_leads_to_the_list_without_it_and_with_all_others(nobody: Client) -> None:
    query = "q=ขอ&year=2552&province=42&province=54&sort=oldest&page=2"
    tags = chosen_tags(facets(QueryDict(query), language="th"), QueryDict(query))

    left = {tag.label: QueryDict(tag.url.removeprefix("?")) for tag in tags}

    assert list(left) == ["2552", "แพร่", "เลย"]
    assert left["2552"].getlist("province") == ["42", "54"]
    assert left["2552"].getlist("year") == []
    assert (left["แพร่"].getlist("province"), left["แพร่"].getlist("year")) == (["42"], ["2552"])
    assert all(rest["q"] == "ขอ" and rest["sort"] == "oldest" and "page" not in rest for rest in left.values())
    for tag in tags:
        assert html.escape(tag.url) in nobody.get(f"/requests/?{query}").content.decode()


@pytest.mark.usefixtures("varied")
def test_what_is_chosen_stays_chosen_in_every_form_and_link(nobody: Client) -> None:
    page = nobody.get(f"/requests/?q={quote('ขอ')}&year=2552&status=accepted&sort=oldest").content.decode()

    assert page.count('type="hidden" name="year" value="2552"') == 2  # search and sort
    assert re.search(r'name="year" value="2552" checked', page)
    assert page.count('type="hidden" name="q" value="ขอ"') == 2  # filter and sort
    assert f'href="/en/requests/?q={quote("ขอ")}&amp;year=2552&amp;status=accepted&amp;sort=oldest"' in page


# --------------------------------------------------------------------------------------------------------------- search


@pytest.fixture
def words() -> CommunityRequest:
    district = make_district("4211", name_th="ภูหลวง", name_en="Phu Luang")
    request = make_request(
        RequestStatus.ANSWERED,
        number=14,
        district=district,
        public_title_th="ขอเครื่องกรองน้ำบาดาล 100% (ระยะที่ ๒)",
        public_title_en="A water filter",
        public_text_th="น้ำมีสนิมเหล็ก",
        public_community_th="กลุ่มแม่บ้าน_ห้วยน้ำดำ",
    )
    make_response(ResponseStatus.ACCEPTED, community_request=request, summary_th="อบรมการผลิตสารกรอง", is_published=True)
    make_request(number=15, public_title_th="ขอเตาอบ")
    return request


@pytest.mark.parametrize(
    "typed",
    [
        "น้ำบาดาล",
        "นํ้าบาดาล",  # sara am in two characters
        "  น้ำบาดาล   สนิม ",
        "water FILTER",
        "ห้วยน้ำดำ",
        "ภูหลวง เลย",
        "phu luang",
        "สารกรอง",
        "2552-014",
        "๒๕๕๒-๐๑๔",
        "2552-14",
        "100%",
        "แม่บ้าน_ห้วย",
    ],
)
def test_a_search_finds_public_words_however_they_are_typed(words: CommunityRequest, typed: str) -> None:
    assert found(f"q={quote(typed)}") == [words]


@pytest.mark.parametrize(
    "typed",
    [
        "%",
        "_",
        "2552-999999",
        "'",
        '"',
        "\\",
        "a" * 200,
        "🌾",
        "<script>",
        "ก" * 400,
    ],
)
def test_a_search_for_anything_else_finds_nothing_and_breaks_nothing(
    nobody: Client, words: CommunityRequest, typed: str
) -> None:
    """Signs are no words."""
    assert found(f"q={quote(typed)}") == []
    assert nobody.get("/requests/", {"q": typed}).status_code == 200


def test_an_empty_search_shows_everything(nobody: Client, words: CommunityRequest) -> None:
    assert references(nobody, "q=") == references(nobody, "q=%20%20") == ["2552-015", "2552-014"]


def test_what_was_typed_stands_in_the_page_as_text(nobody: Client) -> None:
    make_request()
    page = nobody.get("/requests/", {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("query", ["year=", "category=&status=", "year=&q="])
def test_a_filter_with_nothing_chosen_leaves_everything(nobody: Client, query: str) -> None:
    make_request(number=1)

    assert nobody.get(f"/requests/?{query}").context["page_obj"].paginator.count == 1
