"""Larger text, wider spacing, paper: nothing gets lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from . import checks
from .conftest import Site
from .shapes import ALL, LANGUAGES, ONE_OF_EACH, in_language

#: WCAG 1.4.12. A style sheet made by a script is no inline style, so the page's own policy allows it.
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""


LARGE_TEXT = "document.documentElement.classList.add('text-large')"


def losses(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    return [f"at {width} px: {sentence}" for sentence in [*checks.cut_texts(page), *checks.sideways(page)]]


@pytest.mark.parametrize("path", ALL)
def test_wider_spacing_loses_nothing(reader: Page, site: Site, path: str) -> None:
    reader.goto(path.format(**site.names))

    reader.evaluate(SPACING)

    assert losses(reader, 360) + losses(reader, 1280) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ONE_OF_EACH)
def test_larger_text_loses_nothing(reader: Page, path: str, language: str) -> None:
    """Zoom of 200 % leaves 640 of 1280 pixels; the text size of the portal itself is tried on top of it."""
    reader.goto(in_language(path, language))

    zoomed = losses(reader, 640)
    reader.evaluate(LARGE_TEXT)

    assert zoomed + losses(reader, 360) + losses(reader, 640) + losses(reader, 1280) == []


def test_a_text_size_once_chosen_stays(page: Page) -> None:
    page.goto("/")
    larger = page.locator(".tools").get_by_role("button", name="ตัวอักษรใหญ่ขึ้น")

    larger.click()
    expect(larger).to_have_attribute("aria-pressed", "true")
    page.goto("/years/")

    expect(page.locator("html")).to_have_class("text-large")


@pytest.mark.parametrize("path", ["/years/2552/", "/requests/2552-001/", "/requests/", "/provinces/42/"])
def test_paper_has_no_tools_and_rows_stay_whole(page: Page, path: str) -> None:
    page.goto(path)
    page.emulate_media(media="print")

    for tool in (".tools", ".header-search", ".menu-links", ".main-nav", ".breadcrumb", ".btn", ".facets-wrap"):
        assert all(part.is_hidden() for part in page.locator(tool).all()), tool
    rows = (
        "[...document.querySelectorAll('.answer, .entries > li, .timeline > li, .table tbody tr, .summary-list > div')]"
    )
    assert page.evaluate(f"{rows}.filter(row => getComputedStyle(row).breakInside !== 'avoid').length") == 0
    expect(page.locator(".print-only")).to_contain_text(path)
    expect(page.locator("main")).to_be_visible()


def test_a_table_laid_out_as_cards_is_still_read_as_a_table(visitor: Callable[..., Page]) -> None:
    page = visitor(width=360)

    page.goto("/years/")

    row = page.get_by_role("table").get_by_role("row").filter(has_text="2552")
    expect(row.get_by_role("rowheader")).to_have_text("2552")
    expect(row.get_by_role("cell").first).to_have_attribute("role", "cell")  # some browsers forget it without
