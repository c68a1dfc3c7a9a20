"""The Tab key leads to everything at the desk, one sees where it is, and it is trapped nowhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.desk.test_screens import SCREENS, AtTheDesk
from tests.browser.test_keyboard import FOCUSED

#: What can be worked with, as a browser counts it: of a group of circles the one that is chosen, or the first.
TO_BE_REACHED = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter(e => e.type !== "hidden" && !e.disabled && e.tabIndex >= 0 && e.checkVisibility())
  .filter(e => e.type !== "radio" || e.checked || !document.querySelector(`[name="${e.name}"]:checked`))
  .map(e => e.type === "radio" ? e.name : e.outerHTML.slice(0, 90))"""
NAME = "() => { const e = document.activeElement; return e.type === 'radio' ? e.name : e.outerHTML.slice(0, 90); }"
MOST_STEPS = 400
#: One page of each shape: a list, a long form, a pane with keys of its own, a grid, a request.
WALKED = {
    "ministry": ["/desk/inbox/", "/desk/requests/{submitted}/accept/", "/desk/workshops/2569/1/outcome/"],
    "province": ["/desk/requests/new/", "/desk/requests/"],
    "agency": ["/desk/responses/{dss_asked}/", "/desk/queue/"],
}


@pytest.mark.parametrize("person", WALKED)
def test_tab_leads_everywhere_and_is_seen(at_the_desk: AtTheDesk, names: dict[str, str], person: str) -> None:
    page, problems = at_the_desk(person), []

    for path in WALKED[person]:
        page.goto(path.format(**names))
        page.wait_for_load_state("networkidle")  # suggestions come after the page
        problems += [f"{path}: {sentence}" for sentence in walk(page)]

    assert set(WALKED) == set(SCREENS)
    assert problems == []


def walk(page: Page) -> list[str]:
    """What is wrong on the way through a page by Tab alone."""
    wanted, rounds = set(page.evaluate(TO_BE_REACHED)), 0
    seen: set[str] = set()
    problems: list[str] = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here["body"]:
            rounds += 1
            if wanted <= seen or rounds == 2:  # a page may begin in its middle, where the work is
                return [*problems, *(f"not reached: {name}" for name in sorted(wanted - seen))]
            continue
        seen.add(page.evaluate(NAME))
        if here["ring"] < 3:
            problems.append(f"ring of {here['ring']} px: {here['name']}")
        if not here["inside"] or here["covered"]:
            problems.append(f"out of sight: {here['name']}")
    return [*problems, f"no end after {MOST_STEPS} steps"]
