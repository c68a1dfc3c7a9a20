"""Pages that a government website must have, what stands at the foot of every page, and what search engines get."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from portal import public_data
from requests_registry.models import RequestStatus
from tests.factories import a_fiscal_year, a_province, make_request, make_response, make_workshop

pytestmark = pytest.mark.django_db

REQUIRED = (
    *("/about/", "/contact/", "/faq/", "/sitemap/", "/open-data/", "/privacy/", "/accessibility/"),
    *("/policies/website/", "/policies/security/", "/policies/disclaimer/"),
)
NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def main_of(browser: Client, address: str) -> str:
    page = browser.get(address).content.decode()
    return " ".join(re.sub("<[^>]+>", " ", page.split("<main")[1].split("</main>")[0]).split())


def xml_of(browser: Client, address: str) -> ElementTree.Element:
    return ElementTree.fromstring(b"".join(browser.get(address)))


# ------------------------------------------------------------------------------------------------------- required pages


@pytest.mark.usefixtures("facts")
def test_every_required_page_says_something_of_its_own_in_both_languages(nobody: Client) -> None:
    texts = {f"{prefix}{path}": main_of(nobody, f"{prefix}{path}") for prefix in ("", "/en") for path in REQUIRED}

    assert all(len(text) > 400 for text in texts.values())
    assert len(set(texts.values())) == 2 * len(REQUIRED)
    english = {path: text for path, text in texts.items() if path.startswith("/en") and "about" not in path}
    assert [path for path, text in english.items() if re.search("[ก-๛]", text)] == []


def test_every_required_page_is_linked_from_the_foot_of_every_page(nobody: Client) -> None:
    foot = nobody.get("/contact/").content.decode().split("<footer")[1]

    assert set(REQUIRED) <= set(re.findall('href="([^"]+)"', foot))


def test_the_contact_page_says_that_no_telephone_is_known_until_one_is(nobody: Client, settings: Settings) -> None:
    unknown = main_of(nobody, "/contact/")
    settings.PORTAL_CONTACT = {**settings.PORTAL_CONTACT, "phone": "0 2000 0000", "address_th": "ถนนพระรามที่ 6"}
    known = main_of(nobody, "/contact/")

    assert "เอกสารต้นทางไม่ได้ให้หมายเลขโทรศัพท์" in unknown
    assert "0 2000 0000" in known
    assert "ถนนพระรามที่ 6" in known
    assert "เอกสารต้นทางไม่ได้ให้หมายเลขโทรศัพท์" not in known


# --------------------------------------------------------------------------------------------------------- every page


def test_the_last_update_is_the_day_of_the_last_public_change(nobody: Client) -> None:
    def told() -> str:
        public_data.forget()
        page = re.sub("<[^>]+>", "", nobody.get("/faq/").content.decode())
        return re.findall("ปรับปรุงข้อมูลล่าสุด ([^\n]+)", page)[0]

    assert told() == "22 พฤศจิกายน 2569"  # the release
    with time_machine.travel("2026-12-10T20:00Z", tick=False):  # the 11th in Bangkok
        make_response("accepted", is_published=True)
    assert told() == "11 ธันวาคม 2569"
    with time_machine.travel("2026-12-24T05:00Z", tick=False):
        make_request(RequestStatus.DRAFT, fiscal_year=a_fiscal_year(), province=a_province())
    assert told() == "11 ธันวาคม 2569"


def test_a_link_to_the_other_language_keeps_what_pages_know_and_nothing_else(nobody: Client) -> None:
    page = nobody.get("/requests/?q=ข้าว&year=2552&utm_source=x&next=//example.com").content.decode()

    assert 'href="/en/requests/?q=%E0%B8%82%E0%B9%89%E0%B8%B2%E0%B8%A7&amp;year=2552" lang="en"' in page
    assert "utm_source" not in page
    assert "example.com" not in page


def test_a_page_can_be_shared_with_our_own_picture(nobody: Client) -> None:
    page = nobody.get("/faq/").content.decode()

    assert re.search(r'<meta property="og:image" content="http://\S+/static/img/share\S*\.png">', page)


# ------------------------------------------------------------------------------------------------------ search engines


def test_the_site_map_has_every_public_page_in_both_languages(nobody: Client) -> None:
    make_workshop()
    make_request(number=3)
    make_request(number=12_345)
    make_request(RequestStatus.WITHDRAWN, number=4)
    make_request(RequestStatus.SUBMITTED)

    parts = [part.text or "" for part in xml_of(nobody, "/sitemap.xml").iterfind(".//s:loc", NAMESPACES)]
    paths = [part.removeprefix("http://127.0.0.1:8000") for part in parts]
    found = [xml_of(nobody, path) for path in paths]

    locations = [(node.text or "") for part in found for node in part.iterfind(".//s:loc", NAMESPACES)]
    requests = sorted(text.split("/requests/")[1] for text in locations if "/requests/2552" in text)
    assert paths[1:] == ["/sitemap-requests-2552-1.xml", "/sitemap-requests-2552-2.xml"]
    assert requests == ["2552-003/", "2552-003/", "2552-12345/", "2552-12345/"]
    assert any(text.endswith("/en/workshops/2552/1/") for text in locations)
    links = found[1].find("s:url", NAMESPACES).findall("x:link", NAMESPACES)  # type: ignore[union-attr]
    assert [link.get("hreflang") for link in links] == ["th", "en", "x-default"]


@pytest.mark.parametrize(
    "path", ["/sitemap-requests-2552-9.xml", "/sitemap-requests-2552-0.xml", f"/sitemap-requests-2552-{10**20}.xml"]
)
def test_a_part_that_does_not_exist_is_404(nobody: Client, path: str) -> None:
    make_request()

    assert nobody.get(path).status_code == 404


def test_robots_are_kept_from_the_desk_and_shown_the_site_map(nobody: Client) -> None:
    text = nobody.get("/robots.txt").content.decode()

    assert "Disallow: /desk/\n" in text
    assert "Disallow: /en/desk/\n" in text
    assert text.endswith("Sitemap: http://127.0.0.1:8000/sitemap.xml\n")
