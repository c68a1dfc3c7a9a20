"""The public site as a visitor meets it: no link leads nowhere, no address breaks it, no cookie is set."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import quote, urldefrag, urljoin

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from portal import pdf
from requests_registry.models import RequestStatus, ResponseStatus
from tests.factories import (
    a_fiscal_year,
    a_province,
    a_workshop,
    make_request,
    make_response,
    make_transition,
    make_workshop,
)

pytestmark = pytest.mark.django_db

LANGUAGES = ("th", "en")
THAI = re.compile("[ก-๎]")
#: What says in Thai on an English page what is Thai: names of languages, abbreviations on the map, untranslated texts.
MARKED_AS_THAI = re.compile(r'(?s)<(\w+)[^>]* lang="th"[^>]*>.*?</\1>')


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFs are not made here: tests of their own do that."""
    monkeypatch.setattr(pdf, "render", lambda html, **options: b"%PDF")


def prefix_of(language: str) -> str:
    return "" if language == "th" else "/en"


# ------------------------------------------------------------------------------------------------------------- the site


def links_of(page: str, address: str) -> set[str]:
    """Own addresses that a page leads to, without the place on the page. Sorting and filtering are left to forms."""
    found = (urldefrag(urljoin(address, unescape(link)))[0] for link in re.findall(r'<a [^>]*?href="([^"]*)"', page))
    return {link for link in found if link.startswith("/")}


@pytest.mark.usefixtures("facts", "printed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_to_a_page_and_no_page_sets_a_cookie(nobody: Client, language: str) -> None:
    """The whole public site of one language, from the home page on; signing in has forms, and a cookie for them."""
    start = f"{prefix_of(language)}/"
    waiting, seen = [start], {start}
    of_language = re.compile("/en/" if language == "en" else "/(?!en/)")
    while waiting:
        address = waiting.pop()
        answer = nobody.get(address)
        assert answer.status_code == 200, address
        if not re.search("/account/(login|password/reset)/|/(feedback|verify)/$", address):
            assert leaves_nothing(answer), address
        if answer["Content-Type"].startswith("text/html"):
            new = {link for link in links_of(answer.content.decode(), address) if of_language.match(link)} - seen
            new = {
                link for link in new if "/feedback/?page=" not in link
            }  # one for each page; the form is seen without
            waiting += new
            seen |= new

    kinds = {re.sub(r"[0-9]+(-[0-9]+)?", "N", link.removeprefix("/en")) for link in seen}
    assert {"/", "/about/", "/years/N/", "/years/N.pdf", "/requests/N/", "/requests/N.pdf", "/workshops/N/N/"} <= kinds
    assert {"/provinces/N/", "/groups/upper-northeast-N/", "/agencies/DSS/"} <= kinds
    assert len([link for link in seen if "/provinces/" in link]) > 77


@pytest.mark.usefixtures("facts", "printed")
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/about/",
        "/years/",
        "/years/2552/",
        "/years/2549/",
        "/workshops/",
        "/workshops/2552/1/",
        "/requests/",
        "/requests/?q=x&year=2552",
        "/requests/2552-001/",
        "/groups/",
        "/groups/?on=9/11/2551",
        "/groups/upper-northeast-1/",
        "/provinces/",
        "/provinces/42/",
        "/provinces/10/",
        "/agencies/",
        "/agencies/TINT/",
        "/no/such/page/",
    ],
)
def test_an_english_page_holds_no_thai_that_is_not_marked(nobody: Client, address: str) -> None:
    page = nobody.get(f"/en{address}").content.decode()

    unmarked = MARKED_AS_THAI.sub("", page)

    assert '<html lang="en">' in page
    assert [line.strip() for line in unmarked.splitlines() if THAI.search(line)] == []


@pytest.mark.usefixtures("facts", "printed")
@pytest.mark.parametrize("address", ["/years/2552.pdf", "/requests/2552-001.pdf"])
def test_an_english_report_holds_no_thai(nobody: Client, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(pdf, "render", lambda html, **options: html.encode())

    assert THAI.findall(nobody.get(f"/en{address}").content.decode()) == []


# -------------------------------------------------------------------------------------------------- what does not exist

UNKNOWN = [
    *(
        f"/years/{year}/"
        for year in (
            "2399",
            "2400",
            "2751",
            "2699",
            "0",
            "-1",
            "2552.5",
            "25520",
            "abc",
            "๒๕๕๒",
            "99999999999999999999",
        )
    ),
    *(f"/years/{year}.pdf" for year in ("2399", "2699", "0", "2552.5", "๒๕๕๒", "99999999999999999999")),
    "/years/2552/2/",
    "/years/ 2552/",
    *(
        f"/workshops/{workshop}/"
        for workshop in (
            "2552",
            "2552/0",
            "2552/5",
            "2552/-1",
            "2552/1.0",
            "2552/๑",
            "2552/99999999999999999999",
            "2751/1",
            "0/0",
        )
    ),
    *(
        f"/requests/{reference}{ending}"
        for ending in ("/", ".pdf")
        for reference in (
            "2552-0001",
            "2552-000",
            "2552-1",
            "2552-01",
            "2552-999",
            "2552-999999",
            "2552-9999999",
            "2399-001",
            "2751-001",
            "2552-๐๐๑",
            "๒๕๕๒-๐๐๑",
            "2552-001x",
            "2552-",
            "-001",
            "2552001",
            "99999999999999999999-99999999999999999999",
        )
    ),
    "/requests/2552-001.txt",
    "/requests/2552-001/edit/",
    *(
        f"/provinces/{code}/"
        for code in ("4x", "999", "00", "4", "042", "-1", "99", "๔๒", "เลย", "42%20", "%2e%2e", "' OR 1=1--")
    ),
    *(f"/groups/{slug}/" for slug in ("no-such-group", "UPPER-NORTHEAST-1", "1", "upper-northeast-9", "กลุ่ม")),
    *(f"/agencies/{acronym}/" for acronym in ("NONE", "dss", "วศ.", "D'SS", "DSS%20")),
    "/%ff%fe/",
    "/requests/%ff/",
    "/a" * 900 + "/",
    "/..%2f..%2fetc/passwd",
    "/.env",
    "/wp-login.php",
]


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_address_is_404_in_its_language(nobody: Client, language: str) -> None:
    for address in UNKNOWN:
        answer = nobody.get(prefix_of(language) + address, follow=True)

        page = answer.content.decode()
        assert answer.status_code == 404, address
        assert f'<html lang="{language}"' in page, address
        assert 'name="q"' in page, address  # a way on
        assert leaves_nothing(answer), address


def leaves_nothing(answer: HttpResponseBase) -> bool:
    """No cookie, and the same for everybody."""
    return not answer.cookies and "cookie" not in answer.get("Vary", "").lower()


ODD_QUERIES = [
    "page=1000000000000000000",
    "page=-1",
    "page=abc",
    "page=%C2%B2",
    "page=" + "9" * 4000,
    "page=1&page=2",
    "year=abc&category=999999999999999999999&province=%27",
    "year=2552&year=2552&year=",
    "year[]=2552",
    "category=-1",
    "status=" + "a" * 3000,
    "q=%27%22%3C%3E%26;--",
    "q=%ED%A0%80",
    "q=%FF%FE",
    "q=" + "%20" * 1000,
    "q=" + quote("ก" * 150),
    "sort=%27;drop%20table",
    "&&&===",
    "q",
    "=",
    "on=1/1/1",
    "on=32/13/2551",
    "on=29/2/2550",
    "on=1/1/2400",
    "on=31/12/2743",
    "on=0001-01-01",
    "on=9999-12-31",
    "on=" + "9" * 3000,
    "on=9/11/2008",
    "on=๙/๑๑/๒๕๕๑",
    "on=%F0%9F%8C%BE",
]


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_odd_query_never_breaks_a_page(nobody: Client, language: str) -> None:
    for query in ODD_QUERIES:
        for address in ("/groups/", "/groups/upper-northeast-1/") if query.startswith("on=") else ("/requests/",):
            answer = nobody.get(f"{prefix_of(language)}{address}?{query}")
            assert answer.status_code == 200, query
            assert leaves_nothing(answer), query


REFUSED = [
    "/requests/?q=%00",
    "/requests/?year=2552%00",
    "/requests/?%00=1",
    "/provinces/%00/",
    "/agencies/DSS%00/",
    "/groups/?on=9%00/11/2551",
    "/requests/?q=" + "a" * 10_000,
    "/years/2552/?x=" + "a" * 10_000,
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_null_bytes_and_overlong_queries_are_refused(nobody: Client, language: str) -> None:
    for address in REFUSED:
        answer = nobody.get(prefix_of(language) + address)
        assert answer.status_code == 400, address
        assert f'<html lang="{language}"' in answer.content.decode(), address
        assert leaves_nothing(answer), address


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["32/1/2551", "9/11/2008", "9/13/2551", "พรุ่งนี้", "9/11/51"])
def test_a_day_that_cannot_be_taken_is_explained_at_its_field(nobody: Client, typed: str, language: str) -> None:
    """The groups of today are shown meanwhile, and what was typed stays in its field."""
    for address in ("/groups/", "/groups/upper-northeast-1/"):
        answer = nobody.get(prefix_of(language) + address, {"on": typed})
        page = answer.content.decode()
        error = re.search(r'<p class="invalid-feedback" id="id_on_error">(.*?)</p>', page)
        assert error
        assert bool(THAI.search(error[1].replace(typed, ""))) == (language == "th")
        assert 'aria-invalid="true"' in page
        assert f'value="{typed}"' in page
        assert answer.context["day"] == date.today() or abs((answer.context["day"] - date.today()).days) <= 1


# ---------------------------------------------------------------------------------------------------- nothing there yet


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "address", ["/", "/about/", "/years/", "/workshops/", "/requests/", "/groups/", "/provinces/", "/agencies/"]
)
def test_an_empty_portal_shows_its_pages(nobody: Client, address: str, language: str) -> None:
    answer = nobody.get(prefix_of(language) + address)

    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.usefixtures("facts", "printed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_without_data_says_so_and_counts_nothing(nobody: Client, language: str) -> None:
    address = f"{prefix_of(language)}/years/2549/"

    page = nobody.get(address).content.decode()
    row = re.search(r"(?s)/years/2549/\"(.*?)</tr>", nobody.get(f"{prefix_of(language)}/years/").content.decode())

    assert 'class="empty"' in page
    assert 'class="figures"' not in page
    assert row
    assert ">0<" not in row[1]
    assert nobody.get(address.rstrip("/") + ".pdf").status_code == 404


# --------------------------------------------------------------------------------------------------------- other states


@pytest.mark.usefixtures("facts", "printed")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", RequestStatus.values)
def test_no_answer_about_a_request_in_any_status_sets_a_cookie(nobody: Client, status: str, language: str) -> None:
    request = make_request(status, **({"number": 7} if status in ("withdrawn", "merged", "declined") else {}))
    make_response(ResponseStatus.ASKED, community_request=request)
    make_transition(community_request=request)
    expected = {"withdrawn": 410, "merged": 301, "draft": 404, "submitted": 404, "returned": 404}.get(status, 200)

    for ending in ("/", ".pdf"):
        answer = nobody.get(f"{prefix_of(language)}/requests/{request.reference or request.receipt}{ending}")
        assert answer.status_code == expected
        assert leaves_nothing(answer)


@pytest.mark.usefixtures("printed")
def test_samples_are_marked_wherever_they_stand(nobody: Client) -> None:
    year = a_fiscal_year(2569)
    workshop = make_workshop(number=1, starts_on=date(2026, 3, 1), is_sample=True)
    request = make_request(
        fiscal_year=year, workshop=workshop, is_sample=True, public_title_th="ขอเครื่องอบ", public_text_th="รายละเอียด"
    )
    make_response(ResponseStatus.ACCEPTED, community_request=request, answered_on=date(2026, 4, 1), is_published=True)

    for address in (
        "/",
        "/years/",
        "/years/2569/",
        "/workshops/",
        "/workshops/2569/1/",
        "/requests/",
        f"/requests/{request.reference}/",
        "/provinces/42/",
    ):
        assert 'class="sample"' in nobody.get(address).content.decode(), address


def test_real_and_sample_requests_are_never_added_up(nobody: Client) -> None:
    for is_sample in (False, True, True):
        make_request(is_sample=is_sample)

    page = " ".join(re.sub("<[^>]+>", " ", nobody.get("/provinces/42/").content.decode()).split())

    assert re.search("ความต้องการ 1 เรื่อง", page)
    assert re.search("ข้อมูลสมมติ 2 เรื่อง", page)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_key_of_the_reference_data_leads_to_the_group(nobody: Client, facts: None, prefix: str) -> None:
    answer = nobody.get(f"{prefix}/groups/northeast-upper-1/")

    assert (answer.status_code, answer["Location"]) == (301, f"{prefix}/groups/upper-northeast-1/")


def test_a_planned_workshop_is_called_planned_until_it_begins(nobody: Client) -> None:
    planned = make_workshop(number=2, starts_on=date(2125, 3, 1))
    a_province("55")

    assert "กำหนดจัด" in nobody.get(planned.get_absolute_url()).content.decode()
    assert "กำหนดจัด" in nobody.get("/workshops/").content.decode()
    assert "กำหนดจัด" not in nobody.get(make_workshop(number=1).get_absolute_url()).content.decode()


def test_an_unpublished_workshop_is_unknown(nobody: Client) -> None:
    hidden = make_workshop(is_published=False)

    assert nobody.get(hidden.get_absolute_url()).status_code == 404
    assert a_workshop().venue_th not in nobody.get("/workshops/").content.decode()


def test_a_year_of_samples_says_what_is_invented_and_a_real_year_does_not(nobody: Client) -> None:
    make_request(fiscal_year=a_fiscal_year(2570), is_sample=True)
    make_request(fiscal_year=a_fiscal_year(2551))

    invented = nobody.get("/years/2570/").content.decode()
    real = nobody.get("/years/2551/").content.decode()

    assert "พอร์ทัลยังไม่มีข้อมูลจริงของปีนี้" in invented
    assert invented.count('class="sample"') > real.count('class="sample"') == 0


@pytest.mark.usefixtures("facts")
def test_the_reports_of_provinces_stand_by_region(nobody: Client) -> None:
    page = nobody.get("/reports/").content.decode()

    parts = dict(re.findall(r'(?s)<details class="fold"><summary><span>(.+?)</span>(.+?)</details>', page))

    assert next(iter(parts)) == "ภาคเหนือ"
    [region] = [name for name, part in parts.items() if "/provinces/42.pdf" in part]
    assert re.sub("<.+?>", "", region) == "ภาคตะวันออกเฉียงเหนือ"
    assert page.count("/provinces/42.pdf") == 1


def test_the_newest_published_answers_stand_on_the_front_page_and_no_sample_beside_a_real_one(nobody: Client) -> None:
    for day, is_sample in ((3, True), (1, False), (2, False)):
        make_response(
            ResponseStatus.ACCEPTED,
            community_request=make_request(RequestStatus.ANSWERED, is_sample=is_sample),
            summary_th=f"คำตอบวันที่ {day}",
            answered_on=date(2009, 3, day),
            is_published=True,
        )
    hidden = {"summary_th": "ยังไม่เผยแพร่", "answered_on": date(2009, 3, 9)}
    make_response(ResponseStatus.ACCEPTED, community_request=make_request(RequestStatus.ANSWERED), **hidden)

    page = nobody.get("/").content.decode()

    latest = re.sub("<[^>]+>|\u2060", "", page[page.index('<ul class="latest">') :])
    assert re.findall("คำตอบวันที่ [0-9]", latest) == ["คำตอบวันที่ 2", "คำตอบวันที่ 1"]
    assert "ยังไม่เผยแพร่" not in page


def test_words_of_people_keep_their_digits_in_a_report_with_thai_ones(
    nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    def keep(html: str, **options: object) -> bytes:
        printed.append(html)
        return b"%PDF"

    monkeypatch.setattr(pdf, "render", keep)
    words = {"public_title_th": "ขอเตาอบ 345 เตา", "public_text_th": "ใช้มา 678 ปี"}
    request = make_request(RequestStatus.ANSWERED, number=1, **words)
    make_response(ResponseStatus.ACCEPTED, community_request=request, summary_th="อบรม 901 วัน", is_published=True)

    nobody.get("/requests/2552-001.pdf")

    assert "๒๕๕๒-๐๐๑" in printed[0]
    assert [number for number in ("345", "678", "901") if number not in printed[0]] == []
