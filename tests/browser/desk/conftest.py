"""A portal in which people work: its own copy of the loaded database, with an account for each role."""

import socket
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import ROOT, _loaded_database, _manage, _serve, _wait_for
from tests.browser.desk.hands import Screens

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
    """Where it answers, its database, and where its mails are."""

    address: str
    database: Path

    @property
    def folder(self) -> Path:
        """Of its files and mails; with the database it is thrown away."""
        return self.database.parent

    def manage(self, *words: str) -> None:
        """What a service manager or a clock would do beside the portal."""
        _manage(self.database, *words, PORTAL_BASE_URL=self.address, PORTAL_DATA_DIR=str(self.folder))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Office]:
    own = tmp_path_factory.getbasetemp()
    loaded = _loaded_database(own if worker_id == "master" else own.parent)
    folder = tmp_path_factory.mktemp("office")
    database = folder / "portal.sqlite3"
    with sqlite3.connect(loaded) as source, sqlite3.connect(database) as target:
        source.backup(target)
    for derived in ("build", "static"):  # as they were made for all; what people bring is this office's own
        (folder / derived).symlink_to(ROOT / "var" / derived)
    _manage(database, "shell", "--no-imports", "-c", MAKE_ACCOUNTS)
    with socket.create_server(("127.0.0.1", 0)) as listener, (folder / "server.log").open("w") as log:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = _serve(listener, database, address, log, PORTAL_DATA_DIR=str(folder))
        try:
            _wait_for(address, server)
            yield Office(address, database)
        finally:
            server.terminate()
            server.wait(20)


STATUSES = ("submitted", "accepted", "under_way", "closed")


@pytest.fixture(scope="module")
def names(office: Office) -> dict[str, str]:
    """Receipts and keys of rows that the pages are about."""
    requests = "SELECT receipt FROM requests_registry_communityrequest WHERE "
    agency = "(SELECT id FROM portal_agency WHERE acronym = 'DSS')"
    wanted = {
        **{status: f"{requests} status = '{status}' AND is_sample" for status in STATUSES},
        "loei_draft": f"{requests} status = 'draft' AND province_id = '42'",
        "dss_asked": f"SELECT id FROM requests_registry_agencyresponse WHERE status = 'asked' AND agency_id = {agency}",
    }
    with sqlite3.connect(office.database) as connection:
        return {name: str(connection.execute(f"{query} LIMIT 1").fetchone()[0]) for name, query in wanted.items()}


@pytest.fixture
def at_the_door(browser: Browser, office: Office) -> Iterator[Callable[..., Page]]:
    """`at_the_door(width=360)`: a fresh browser in which nobody has signed in."""
    contexts: list[BrowserContext] = []

    def arrives(*, width: int = 1280, height: int = 900, **options: object) -> Page:
        viewport = {"width": width, "height": height}
        context = browser.new_context(base_url=office.address, viewport=viewport, **options)  # type: ignore[arg-type]
        contexts.append(context)
        return context.new_page()

    yield arrives
    for context in contexts:
        context.close()


@pytest.fixture
def at_the_desk(at_the_door: Callable[..., Page]) -> Callable[..., Page]:
    """`at_the_desk("ministry", width=360)`: a fresh browser in which that person has signed in."""

    def arrives(username: str, **options: object) -> Page:
        page = at_the_door(**options)
        sign_in(page, username)
        return page

    return arrives


#: For what is done in another way where scripts run; everything else is done without.
BOTH_WAYS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"], indirect=True)


@pytest.fixture
def scripts(request: pytest.FixtureRequest) -> bool:
    return getattr(request, "param", False)


@pytest.fixture
def screens(at_the_door: Callable[..., Page], scripts: bool) -> Iterator[Screens]:
    """Eyes that have found nothing wrong with any screen of a story when it ends."""
    eyes = Screens(scripts=scripts, eyes=at_the_door())
    yield eyes
    assert eyes.problems == []


@pytest.fixture
def arrives(at_the_desk: Callable[..., Page], scripts: bool) -> Callable[..., Page]:
    """`arrives("ministry")`: somebody comes to the desk; the browser runs scripts only where the test wants both."""
    return partial(at_the_desk, java_script_enabled=scripts)


def sign_in(page: Page, username: str) -> None:
    page.goto("/account/login/")
    page.locator(
        "main input[autocomplete='username'], main input[name='login'], main input[name='username']"
    ).first.fill(username)
    page.locator("main input[type='password']").fill(PASSWORD)
    page.locator("main button[type='submit'], main input[type='submit']").first.click()
    page.wait_for_url("**/desk/")
