"""The admin in a real browser: nothing that our Content-Security-Policy forbids, and choosing by typing works."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.factories import LOEI, PASSWORD, a_fiscal_year, a_province, make_agency_name, make_user
from workshops.models import Workshop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/admin/",
    "/admin/portal/province/",
    "/admin/portal/province/42/change/",
    "/admin/portal/agency/",
    "/admin/portal/agency/add/",
    "/admin/portal/user/add/",
    "/admin/portal/user/?role__exact=admin",
    "/admin/workshops/workshop/add/",
]


@pytest.fixture
def complaints() -> list[str]:
    """What the console of the browser complained of."""
    return []


@pytest.fixture
def signed_in(page: Page, live_server: LiveServer, complaints: list[str]) -> Page:
    """A window in which an administrator is signed in."""
    make_user("admin", password=PASSWORD, is_demo=True)  # asked for no second factor
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/admin/")
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{live_server.url}/admin/")
    return page


def test_no_page_does_what_the_policy_forbids(signed_in: Page, live_server: LiveServer, complaints: list[str]) -> None:
    make_agency_name()
    a_province()

    for page in PAGES:
        answer = signed_in.goto(f"{live_server.url}{page}")
        assert answer is not None
        assert answer.status == 200
        assert "script-src" not in answer.headers["content-security-policy"]  # so default-src 'self' holds for scripts

    assert complaints == []


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_the_window(signed_in: Page, live_server: LiveServer, width: int) -> None:
    make_agency_name()
    a_province()
    signed_in.set_viewport_size({"width": width, "height": 800})

    for page in PAGES:
        signed_in.goto(f"{live_server.url}{page}")

        assert signed_in.evaluate("document.documentElement.scrollWidth") <= width


def test_a_workshop_is_entered_by_hand(signed_in: Page, live_server: LiveServer, complaints: list[str]) -> None:
    a_province()
    a_fiscal_year()
    signed_in.goto(live_server.url + reverse("admin:workshops_workshop_add"))

    choose(signed_in, "fiscal_year", "2552")
    signed_in.fill("[name=number]", "1")
    signed_in.fill("[name=starts_on]", "9 พ.ย. 2551")
    signed_in.fill("[name=ends_on]", "๑๑/๑๑/๒๕๕๑")
    signed_in.fill("[name=venue_th]", "โรงแรมเลยพาเลซ")
    choose(signed_in, "host_province", "เลย")
    signed_in.click("#targets-group .add-row a")
    choose(signed_in, "targets-0-province", "เลย")
    signed_in.click("[name=_save]")
    signed_in.wait_for_selector(".messagelist .success")

    workshop = Workshop.objects.get()
    assert (workshop.starts_on.isoformat(), workshop.ends_on.isoformat()) == ("2008-11-09", "2008-11-11")
    assert [target.province_id for target in workshop.targets.all()] == [LOEI]
    assert complaints == []


def choose(page: Page, field: str, typed: str) -> None:
    """Opens the choice of a field, types, and takes the first that is found."""
    page.click(f"#id_{field} + .select2")
    page.fill(".select2-container--open .select2-search__field", typed)
    page.click(f".select2-results__option[role=option]:has-text('{typed}')")
