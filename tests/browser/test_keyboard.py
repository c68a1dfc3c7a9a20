"""What the keyboard reaches, and that one sees where it is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .shapes import LANGUAGES, ONE_OF_EACH, in_language

FOCUSED = """() => {
  const e = document.activeElement;
  const r = e.getBoundingClientRect();
  const style = getComputedStyle(e);
  const top = document.elementFromPoint(r.left + r.width / 2, r.top + Math.min(r.height / 2, 20));
  const drawn = e instanceof SVGElement;  // a province is no rectangle: its middle may lie in its neighbour
  return {
    name: e.outerHTML.slice(0, 90),
    body: e === document.body,
    ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    inside: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth,
    covered: !drawn && !!top && !e.contains(top) && !top.contains(e),
  };
}"""
MOST_STEPS = 120


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/", "/requests/2552-001/"])
def test_the_skip_link_leads_to_the_content(page: Page, path: str, language: str) -> None:
    page.goto(in_language(path, language))

    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["y"] >= 0  # type: ignore[index]

    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ONE_OF_EACH)
def test_focus_is_seen_on_its_way_through_the_page(visitor: Callable[..., Page], path: str, width: int) -> None:
    page = visitor(width=width)
    page.goto(path)

    problems = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here["body"]:
            break
        if here["ring"] < 3:
            problems.append(f"ring of {here['ring']} px: {here['name']}")
        if not here["inside"] or here["covered"]:
            problems.append(f"out of sight: {here['name']}")
    assert problems == []


def test_the_drawer_of_the_phone_opens_and_closes(visitor: Callable[..., Page]) -> None:
    page = visitor(width=360, java_script_enabled=False)
    page.goto("/years/")
    menu = page.get_by_role("navigation", name="เมนูหลัก")
    expect(menu).to_be_hidden()

    page.get_by_role("link", name="เมนู", exact=True).click()
    expect(menu).to_be_visible()
    expect(menu.get_by_role("link", name="ปีงบประมาณ")).to_have_attribute("aria-current", "page")

    menu.get_by_role("link", name="ปิดเมนู").click()
    expect(menu).to_be_hidden()


def test_the_drawer_leads_on(visitor: Callable[..., Page]) -> None:
    page = visitor(width=360, java_script_enabled=False)
    page.goto("/")

    page.get_by_role("link", name="เมนู", exact=True).click()
    page.get_by_role("navigation", name="เมนูหลัก").get_by_role("link", name="จังหวัดและกลุ่ม", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("จังหวัด")
