"""Every public page shape, in both languages, on a phone, a tablet and a desk."""

import re
from collections.abc import Callable
from html import unescape
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page

from . import checks
from .conftest import Site
from .shapes import ALL, LANGUAGES, LOST, SHAPES, WIDTHS, in_language

#: Public addresses that are no pages for everybody: files, machines, the door of the admin, which only redirects, and
#: what opens with a password or a link from a mail.
NO_PAGES = {
    *("year_pdf", "workshop_pdf", "province_pdf", "group_pdf", "agency_pdf", "request_pdf"),
    *("request_json", "requests_feed", "request_suggestions", "statistics_csv", "robots"),
    *("sitemap", "sitemap_pages", "sitemap_requests", "healthz", "readyz", "admin:login"),
    *("account_invitation", "mfa_authenticate", "request_file"),
}


def public_names(resolver: URLResolver, namespace: str = "") -> set[str]:
    """Names of the addresses that anybody may open."""
    names: set[str] = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            names |= public_names(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern) and not getattr(entry.callback, "login_required", True):
            names.add(f"{namespace}{entry.name}")
    return names


def test_every_public_page_is_swept() -> None:
    assert set(SHAPES) == public_names(get_resolver()) - NO_PAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ALL)
def test_a_page_is_sound_at_every_width(visitor: Callable[..., Page], site: Site, path: str, language: str) -> None:
    page = visitor(width=WIDTHS[-1])
    log = checks.Log(page)

    page.goto(in_language(path.format(**site.names), language))
    page.evaluate("document.fonts.ready")

    problems = [*log.problems(site.address), *checks.headings(page), *checks.wrong_language(page, language)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = [
            *checks.violations(page),
            *checks.sideways(page),
            *checks.small_targets(page),
            *checks.cut_texts(page),
            *checks.under_labels(page),
        ]
        problems += [f"at {width} px: {sentence}" for sentence in found]
    assert problems == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_tell_pages_apart(site: Site, language: str) -> None:
    titles: dict[str, str] = {}
    for path in (path for path in ALL if "?" not in path and path not in LOST):
        address = in_language(path.format(**site.names), language)
        title = title_of(site.address + address)
        assert title not in titles, f"{address} and {titles[title]} are both called {title}"
        titles[title] = address


def title_of(address: str) -> str:
    try:
        with urlopen(quote(address, safe=":/?=&"), timeout=20) as answer:
            html = answer.read().decode()
    except HTTPError as error:
        html = error.read().decode()
    found = re.search(r"<title>(.+?)</title>", html, re.DOTALL)
    assert found, f"{address} has no title"
    return unescape(found[1])
