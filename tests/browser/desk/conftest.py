"""A portal in which people work: its own copy of the loaded database, with an account for each role."""

import socket
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import _loaded_database, _manage, _serve, _wait_for

#: Of the demo; on a database of its own that is thrown away.
PASSWORD = "demo-2552"
MAKE_ACCOUNTS = """
from portal.access import Role
from portal.models import Agency, User
from portal.pages.demo import PASSWORD, make_accounts
make_accounts()
if not User.objects.filter(username="agency3").exists():
    tint = User(username="agency3", role=Role.AGENCY, agency=Agency.objects.get(acronym="TINT"), is_demo=True)
    tint.set_password(PASSWORD)
    tint.save()
"""


@dataclass(frozen=True)
class Office:
    """Where it answers, and its database."""

    address: str
    database: Path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Office]:
    own = tmp_path_factory.getbasetemp()
    loaded = _loaded_database(own if worker_id == "master" else own.parent)
    folder = tmp_path_factory.mktemp("office")
    database = folder / "portal.sqlite3"
    with sqlite3.connect(loaded) as source, sqlite3.connect(database) as target:
        source.backup(target)
    _manage(database, "shell", "--no-imports", "-c", MAKE_ACCOUNTS)
    with socket.create_server(("127.0.0.1", 0)) as listener, (folder / "server.log").open("w") as log:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = _serve(listener, database, address, log)
        try:
            _wait_for(address, server)
            yield Office(address, database)
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture
def at_the_desk(browser: Browser, office: Office) -> Iterator[Callable[..., Page]]:
    """`at_the_desk("ministry", width=360)`: a fresh browser in which that person has signed in."""
    contexts: list[BrowserContext] = []

    def arrives(username: str, *, width: int = 1280, height: int = 900, **options: object) -> Page:
        viewport = {"width": width, "height": height}
        context = browser.new_context(base_url=office.address, viewport=viewport, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        sign_in(page, username)
        return page

    yield arrives
    for context in contexts:
        context.close()


def sign_in(page: Page, username: str) -> None:
    page.goto("/account/login/")
    page.locator(
        "main input[autocomplete='username'], main input[name='login'], main input[name='username']"
    ).first.fill(username)
    page.locator("main input[type='password']").fill(PASSWORD)
    page.locator("main button[type='submit'], main input[type='submit']").first.click()
    page.wait_for_url("**/desk/")
