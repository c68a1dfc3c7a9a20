"""The outcome grid in a real browser: a clerk without a mouse, cells from a spreadsheet, work kept on leaving."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from portal.models import User
from requests_registry.models import CommunityRequest, OutcomeSheet
from tests.factories import a_category, make_district, make_workshop, make_workshop_province

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GRID = "/desk/workshops/2552/1/outcome/"


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of: broken scripts, and what the policy forbids. Fonts come with the build."""
    return []


@pytest.fixture
def grid(
    page: Page, live_server: LiveServer, ministry: User, client_of: Callable[[User], Client], complaints: list[str]
) -> Page:
    """A window with the grid of a workshop, in which a clerk of the ministry is signed in."""
    make_workshop_province(workshop=make_workshop())
    make_district("4213", name_th="ภูหลวง")
    a_category()
    session = client_of(ministry).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(live_server.url + GRID)
    return page


def test_a_clerk_enters_ten_needs_with_the_keyboard_alone(grid: Page, complaints: list[str]) -> None:
    keys = grid.keyboard
    for number in range(1, 11):  # the page began with five lines
        keys.type(f"ความต้องการข้อที่ {number}")
        keys.press("Tab")
        if number == 1:
            keys.type("จ.เลย")
        else:
            keys.press("Alt+d")
        keys.press("Tab")
        keys.press("Tab")
        keys.type("๑")
        if number < 10:
            keys.press("Enter")
    keys.press("Control+s")

    expect(grid.get_by_text("บันทึกแล้ว 10 เรื่อง").first).to_be_visible()
    titles = CommunityRequest.objects.filter(province="42", category=1, status="submitted").order_by("pk")
    assert [request.title_th for request in titles] == [f"ความต้องการข้อที่ {number}" for number in range(1, 11)]
    expect(grid.locator("[name=title]").first).to_be_focused()  # one goes on where nothing stands yet
    assert complaints == []


def test_cells_fill_downwards_and_what_is_typed_is_kept_when_the_page_is_left(
    grid: Page, live_server: LiveServer
) -> None:
    grid.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/plain", "กล้วย\\tเลย\\tภูหลวง\\r\\nสบู่\\tเลย\\r\\n");
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    assert grid.locator("[name=district]").first.input_value() == "ภูหลวง"

    grid.goto(f"{live_server.url}/desk/workshops/")
    while not OutcomeSheet.objects.exists():  # sent on leaving, while the next page already comes
        grid.reload()
    grid.goto(live_server.url + GRID)

    expect(grid.locator("[name=title]").nth(1)).to_have_value("สบู่")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_not_wider_than_the_window(grid: Page, width: int) -> None:
    grid.set_viewport_size({"width": width, "height": 800})

    assert grid.evaluate("document.documentElement.scrollWidth") <= width
