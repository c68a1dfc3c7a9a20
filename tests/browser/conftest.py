"""A running portal with facts and samples, and a browser in front of it.

The portal is the real one: gunicorn in a process of its own, static files as `manage.py build` makes them, a database
that holds what `load_programme` and `load_samples` write. It is made once and only read, so tests need no clean-up.
"""

import fcntl
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from portal.pages.demo import PASSWORD

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES_AS_OF = "2026-11-22"
SECONDS_TO_START = 60

# The synchronous Playwright keeps an event loop in this thread, at which Django's ORM takes fright in whatever tests
# come after these. Nothing here is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


# ------------------------------------------------------------------------------------------------------------- portal


@dataclass(frozen=True)
class Site:
    """The running portal: where it answers, and numbers of requests of every kind that it shows."""

    address: str
    names: Mapping[str, str]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent  # of all processes of this run
    database = _loaded_database(shared)
    with socket.create_server(("127.0.0.1", 0)) as listener, (own / "server.log").open("w") as log:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = _serve(listener, database, address, log)
        try:
            _wait_for(address, server)
            yield Site(address, _names(database))
        finally:
            server.terminate()
            server.wait(20)


def _environment(database: Path, **more: str) -> dict[str, str]:
    """As for development: under `test` static files have no hashed names and are not compressed."""
    own = {"PORTAL_ENV": "development", "DATABASE_URL": f"sqlite:///{database}", "PYTHONPATH": str(ROOT)}
    return {**os.environ, **own, **more}


def _loaded_database(folder: Path) -> Path:
    """The database, made by the first process that asks while the others wait."""
    database = folder / "portal.sqlite3"
    loaded = folder / "portal.loaded"
    with (folder / "portal.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not loaded.exists():
            accounts = ["shell", "--no-imports", "-c", "from portal.pages import demo; demo.make_accounts()"]
            samples = ["load_samples", "--on", SAMPLES_AS_OF]
            for words in (["build"], ["migrate"], ["load_programme"], samples, accounts):
                _manage(database, *words)
            loaded.touch()
    return database


def _manage(database: Path, *words: str, **more: str) -> None:
    command = [sys.executable, "-m", "django", *words, "--settings", "portal.settings"]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(database, **more), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(words)}: {done.stderr}"


def _serve(listener: socket.socket, database: Path, address: str, log: Any, **more: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--bind", f"fd://{listener.fileno()}"]
    size = ["--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--log-level", "warning"]
    return subprocess.Popen(
        [*command, *size],
        cwd=ROOT,
        env=_environment(database, PORTAL_BASE_URL=address, **more),
        pass_fds=[listener.fileno()],
        stdout=log,
        stderr=log,
    )


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended, see server.log"
        try:
            with urlopen(f"{address}/healthz", timeout=5):
                return
        except (URLError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the server did not answer within {SECONDS_TO_START} s")


def _names(database: Path) -> dict[str, str]:
    """For each status the number of one sample, under the name of the status; and others that pages differ by."""
    numbered = "SELECT fiscal_year_id || '-' || printf('%03d', number) FROM requests_registry_communityrequest r"
    with_results = "id IN (SELECT community_request_id FROM requests_registry_outcome WHERE verified_at IS NOT NULL)"
    wordiest = "number IS NOT NULL ORDER BY length(public_title_th) DESC"
    with sqlite3.connect(database) as connection:
        statuses = connection.execute(
            "SELECT status, fiscal_year_id || '-' || printf('%03d', min(number)) "
            "FROM requests_registry_communityrequest WHERE is_sample AND number IS NOT NULL GROUP BY status"
        )
        names = dict(statuses.fetchall())
        for name, condition in (("with_results", with_results), ("wordiest", wordiest)):
            names[name] = connection.execute(f"{numbered} WHERE is_sample AND {condition} LIMIT 1").fetchone()[0]
    return names


# ------------------------------------------------------------------------------------------------------------ browser


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium that is installed; as root it starts without its sandbox only."""
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": os.environ["PORTAL_CHROMIUM"], "args": options}


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    """What Playwright puts before the addresses of `page.goto`."""
    return site.address


@pytest.fixture(scope="module")
def reader(browser: Browser, base_url: str) -> Iterator[Page]:
    """One page for many addresses, for tests that only look; what it has fetched once stays in its cache."""
    context = browser.new_context(base_url=base_url)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(visitor: Callable[..., Page]) -> Page:
    """In place of pytest-playwright's, whose options are settled by whichever test of the whole run comes first."""
    return visitor()


@pytest.fixture
def visitor(browser: Browser, base_url: str) -> Iterator[Callable[..., Page]]:
    """`visitor(width=360, java_script_enabled=False)`: a fresh page in a browser that knows nothing yet."""
    contexts: list[BrowserContext] = []

    def arrives(*, width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(base_url=base_url, viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        return context.new_page()

    yield arrives
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in(visitor: Callable[..., Page]) -> Callable[..., Page]:
    """`signed_in("province")`: a page in a browser in which somebody of the demo has signed in."""

    def arrives(username: str, **options: Any) -> Page:
        page = visitor(**options)
        page.goto("/account/login/")
        page.locator("input[name=username], input[name=login]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main [type=submit]").click()
        page.wait_for_url("**/desk/")
        return page

    return arrives
