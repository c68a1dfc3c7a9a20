"""Every page of the desk, by who uses it: rules of accessibility, sizes, headings, language; on a phone and a desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import checks

AtTheDesk = Callable[..., Page]
WIDTHS = (1280, 360)
#: The pages that each person works with; names in braces are looked up in the database.
SCREENS: dict[str, list[str]] = {
    "ministry": [
        "/desk/",
        "/desk/messages/",
        "/desk/requests/",
        "/desk/requests/?q=zzz",
        "/desk/requests/{under_way}/",
        "/desk/requests/{closed}/history/",
        "/desk/inbox/",
        "/desk/inbox/?tab=close",
        "/desk/requests/{submitted}/accept/",
        "/desk/requests/{submitted}/suggestions/",
        "/desk/requests/{submitted}/return/",
        "/desk/requests/{submitted}/decline/",
        "/desk/requests/{submitted}/merge/",
        "/desk/requests/{accepted}/assign/",
        "/desk/requests/{accepted}/words/",
        "/desk/requests/{closed}/reopen/",
        "/desk/publish/",
        "/desk/overdue/",
        "/desk/follow-ups/",
        "/desk/phrases/",
        "/desk/workshops/",
        "/desk/workshops/new/",
        "/desk/workshops/2569/1/",
        "/desk/workshops/2569/1/edit/",
        "/desk/workshops/2569/1/history/",
        "/desk/workshops/2569/1/attendance/",
        "/desk/workshops/2569/1/outcome/",
        "/desk/workshops/2569/1/outcome/paste/",
        "/desk/people/",
        "/desk/people/invite/",
    ],
    "province": [
        "/desk/",
        "/desk/requests/new/",
        "/desk/requests/{loei_draft}/edit/",
        "/desk/requests/{loei_draft}/check/",
        "/desk/requests/{loei_draft}/delete/",
        "/desk/follow-ups/",
    ],
    "agency": [
        "/desk/",
        "/desk/queue/",
        "/desk/queue/?tab=work",
        "/desk/responses/{dss_asked}/",
        "/desk/phrases/new/",
        "/desk/follow-ups/",
    ],
}
#: Forms that are sent empty, to see what is said about it.
SENT_EMPTY = {
    "province": ["/desk/requests/new/"],
    "ministry": ["/desk/requests/{submitted}/return/", "/desk/requests/{submitted}/accept/", "/desk/workshops/new/"],
    "agency": ["/desk/responses/{dss_asked}/", "/desk/phrases/new/"],
}


@pytest.mark.parametrize("person", SCREENS)
def test_every_page_of_the_desk_is_sound(at_the_desk: AtTheDesk, names: dict[str, str], person: str) -> None:
    page, problems = at_the_desk(person), []

    for path in SCREENS[person]:
        page.goto(path.format(**names))
        problems += [f"{path}: {sentence}" for sentence in faults_of(page)]

    assert problems == []


@pytest.mark.parametrize("person", SENT_EMPTY)
def test_a_form_that_is_sent_empty_says_what_is_wrong_and_where(
    at_the_desk: AtTheDesk, names: dict[str, str], person: str
) -> None:
    page, problems = at_the_desk(person), []

    for path in SENT_EMPTY[person]:
        page.goto(path.format(**names))
        page.locator("main .form-foot .btn-primary").first.click()
        page.wait_for_load_state()
        summary = page.locator(".error-summary")
        assert summary.count() == 1, path
        assert summary.evaluate("e => e === document.activeElement"), f"{path}: the summary is not read first"
        assert page.title().startswith("ข้อผิดพลาด:"), path
        links = summary.locator("a")
        for place in range(links.count()):
            target = str(links.nth(place).get_attribute("href"))
            if page.locator(target).count() != 1:
                problems.append(f"{path}: nothing is at {target}")
        problems += [f"{path}: {sentence}" for sentence in faults_of(page)]

    assert problems == []


@pytest.mark.parametrize("person", SCREENS)
def test_the_english_desk_is_english(at_the_desk: AtTheDesk, names: dict[str, str], person: str) -> None:
    page, problems = at_the_desk(person), []

    for path in SCREENS[person]:
        page.goto(f"/en{path.format(**names)}")
        found = [*checks.wrong_language(page, "en"), *checks.sideways(page)]
        problems += [f"{path}: {sentence}" for sentence in found]

    assert problems == []


def faults_of(page: Page) -> Iterator[str]:
    yield from checks.headings(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = [
            *checks.violations(page),
            *checks.sideways(page),
            *checks.small_targets(page),
            *checks.cut_texts(page),
            *checks.under_labels(page),
        ]
        yield from (f"at {width} px: {sentence}" for sentence in found)
