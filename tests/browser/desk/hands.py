"""Hands on a keyboard, and nothing else: what is wanted is reached by Tab, chosen with arrows, pressed with Enter or
Space, typed letter by letter. What cannot be reached so is no use to somebody without a mouse, and fails the test.

`Screens` are the eyes beside them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser import checks

#: How many stops of Tab lie between where one is and the wanted element; backwards they are negative. `null`: Tab does
#: not stop there, or nobody knows where it begins. Of a group of circles it stops at the chosen one, or at the first.
STOPS_AWAY = """wanted => {
  const here = document.activeElement;
  if (here === wanted || (wanted.type === "radio" && here.name === wanted.name)) return 0;
  const chosen = name => document.querySelector(`[name="${name}"]:checked`) || document.getElementsByName(name)[0];
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter(e => e.tabIndex >= 0 && !e.disabled && e.type !== "hidden" && (e.type !== "radio" || e === chosen(e.name)))
    .filter(e => e.checkVisibility({visibilityProperty: true}));
  const place = stops.indexOf(wanted);
  if (place < 0 || here === document.body) return null;
  const isBefore = e => here.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING;
  const mine = stops.includes(here) ? stops.indexOf(here) : stops.filter(isBefore).length - .5;
  return place > mine ? Math.ceil(place - mine) : Math.floor(place - mine);
}"""
MOST_TRIES = 12


def reach(wanted: Locator) -> Locator:
    """Tab to it, there or back; over the head of a page by the link that skips it."""
    keyboard = wanted.page.keyboard
    for _ in range(MOST_TRIES):
        away = wanted.evaluate(STOPS_AWAY)
        if away == 0:
            return wanted
        for _stop in range(abs(away or 1)):
            keyboard.press("Shift+Tab" if away and away < 0 else "Tab")
        if away is None and wanted.evaluate("e => document.activeElement.matches('.skip') && !!e.closest('main')"):
            keyboard.press("Enter")
    raise AssertionError(f"Tab does not lead to {wanted.evaluate('e => e.outerHTML.slice(0, 200)')}")


def fill(page: Page, **fields: str) -> None:
    """Type into fields, choose in lists, tick boxes and circles, by the name of the field."""
    for name, value in fields.items():
        put(page.locator(f"main [name='{name}']:not([type='hidden'])"), value)


def put(field: Locator, value: str) -> None:
    kind = field.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
    if kind == "select":
        choose(field, value)
    elif kind == "radio":
        pick_circle(field, value)
    elif kind == "checkbox":
        tick(field.first)
    else:
        write(field.first, value)


def write(field: Locator, text: str) -> None:
    """Over whatever stands in the field."""
    reach(field)
    field.page.keyboard.press("Control+A")
    field.page.keyboard.press("Delete")
    field.page.keyboard.type(text)


def choose(field: Locator, wanted: str) -> None:
    """The choice of a list with this value, or else with this beginning, step by step from the first."""
    offered = field.evaluate("e => [...e.options].map(o => [o.value, o.text.trim()])")
    by_value = [place for place, (value, _text) in enumerate(offered) if value == wanted]
    place = [*by_value, *(place for place, (_value, text) in enumerate(offered) if text.startswith(wanted))][0]
    reach(field)
    field.page.keyboard.press("Home")
    for _ in range(place):
        field.page.keyboard.press("ArrowDown")
    assert field.evaluate("e => e.selectedIndex") == place, wanted


def pick_circle(group: Locator, value: str) -> None:
    """Into the group by Tab, to the circle by arrows."""
    page, wanted = group.page, group.and_(group.page.locator(f"[value='{value}']"))
    chosen = group.and_(group.page.locator(":checked"))
    reach(chosen if chosen.count() else group.first)
    for _ in range(group.count()):
        if wanted.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    if not wanted.is_checked():
        page.keyboard.press("Space")
    expect(wanted).to_be_checked()


def tick(box: Locator, *, on: bool = True) -> None:
    if box.is_checked() != on:
        reach(box)
        box.page.keyboard.press("Space")
    expect(box).to_be_checked(checked=on)


def unfold(page: Page, text: str) -> None:
    """Open what is folded up behind these words."""
    summary = page.locator("main summary", has_text=text).first
    if not summary.evaluate("e => e.parentElement.open"):
        reach(summary)
        page.keyboard.press("Enter")
    assert summary.evaluate("e => e.parentElement.open")


def attach(field: Locator, *files: Path) -> None:
    with field.page.expect_file_chooser() as asked:
        reach(field)
        field.page.keyboard.press("Space")
    asked.value.set_files(list(files))


def copy(page: Page, text: str) -> None:
    """From somewhere else, as out of a table of one's own."""
    elsewhere = page.context.new_page()
    elsewhere.set_content("<textarea autofocus></textarea>")
    reach(elsewhere.locator("textarea"))
    elsewhere.keyboard.insert_text(text)
    elsewhere.keyboard.press("Control+A")
    elsewhere.keyboard.press("Control+C")
    elsewhere.close()
    page.bring_to_front()


def paste(field: Locator) -> None:
    reach(field)
    field.page.keyboard.press("Control+V")


def press(page: Page, text: str) -> None:
    """The first button of the page that is called so; a longer name, as after the words of its row, is good too."""
    enter(named(page, "button", text))


def follow(page: Page, text: str) -> None:
    enter(named(page, "link", text))


def named(page: Page, role: str, text: str) -> Locator:
    main = page.locator("main")
    exact = main.get_by_role(role, name=text, exact=True)  # type: ignore[arg-type]
    found = exact if exact.count() else main.get_by_role(role, name=text)  # type: ignore[arg-type]
    return found.and_(main.locator(":not(input)")).first  # a field for files is a button too


def follow_if_there(page: Page, text: str) -> None:
    link = page.locator("main").get_by_role("link", name=text, exact=True)
    if link.count():
        enter(link.first)


def enter(element: Locator, *, is_refused: bool = False) -> None:
    """Press what leads to another page, which says what was wrong only where that is expected."""
    page = element.page
    reach(element)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    faults = page.locator(".error-summary, .message-error, .told .is-error").all_inner_texts()
    assert bool(faults) == is_refused, f"{page.url}: {faults}"


def refused(page: Page, button: str) -> str:
    """What the page says when it does not take what is sent."""
    enter(named(page, "button", button), is_refused=True)
    return " ".join(page.locator(".error-summary, .message-error").all_inner_texts())


def told(page: Page) -> str:
    """What the page says was done."""
    return " ".join(page.locator(".messages, .told").all_inner_texts())


def said_of(page: Page, name: str) -> str:
    """What stands beside this name in a list of facts, without what holds words together."""
    facts = page.locator("main .summary-list > div", has=page.get_by_text(name, exact=True))
    return facts.locator("dd").inner_text().replace("\u2060", "").strip()


def receipt_in(address: str | None) -> str:
    """The receipt in the address of a request's page."""
    found = re.search(r"/desk/requests/([^/]+)/", address or "")
    assert found, address
    return found[1]


class Screens:
    """Looks at every screen on the way: with the rules of accessibility, and as pictures where a folder is named.

    What looks is a script itself. Where the story runs none, `eyes` are another page that shows the same screen.
    """

    def __init__(self, *, scripts: bool, eyes: Page | None = None) -> None:
        self.scripts, self.eyes = scripts, eyes
        self.folder = os.environ.get("PORTAL_SCREENS", "")
        self.problems: list[str] = []
        self.number = 0

    def look(self, page: Page, name: str) -> None:
        self.number += 1
        shown = page if self.scripts else self._shown_again(page)
        if shown is None:
            return
        for width in (1280, 360):
            shown.set_viewport_size({"width": width, "height": 900})
            found = [*checks.violations(shown), *checks.sideways(shown), *checks.cut_texts(shown)]
            self.problems += [f"{name} at {width}: {sentence}" for sentence in found]
            if self.folder:
                picture = Path(self.folder) / f"{self.number:02d}-{name}-{width}.png"
                shown.screenshot(path=picture, full_page=True)
        self.problems += [f"{name}: {sentence}" for sentence in checks.headings(shown)]
        shown.set_viewport_size({"width": 1280, "height": 900})

    def _shown_again(self, page: Page) -> Page | None:
        if self.eyes is None:
            return None
        address, content = page.url.partition("#")[0], page.content()
        self.eyes.route(address, lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8"))
        self.eyes.goto(address)
        self.eyes.unroute(address)
        return self.eyes
