"""What every test stands on: the people, the real facts, Thai as the language.

People, not mocks: `nobody`, `ministry`, `admin_user`, `province_officer` (Loei), `other_province_officer` (Nan),
`agency_officer` (DSS), `other_agency_officer` (TISTR). `client_of(person)` is a browser in which that person is
signed in.
"""

import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client, override_settings
from django.utils import translation

from portal import pdf, public_data
from portal.access import Role
from portal.models import Province, User
from portal.text_catalogues import compile_catalogues
from requests_registry.models.counts import Count
from tests.factories import DSS, LOEI, NAN, TISTR, a_province, an_agency, make_user

OUR_APPS = ("portal", "workshops", "requests_registry", "pages")


@pytest.fixture(autouse=True, scope="session")
def _derived_files() -> None:
    """What tests need of `manage.py build` when pytest is started by hand: catalogues, and a place for static files."""
    for directory in settings.LOCALE_PATHS:
        compile_catalogues(Path(directory))
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when there is none


@pytest.fixture(autouse=True, scope="session")
def _uploads(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files that tests upload lie among what pytest clears away."""
    settings.MEDIA_ROOT = str(tmp_path_factory.getbasetemp() / "media")


@pytest.fixture(autouse=True)
def _thai() -> Iterator[None]:
    """Every test begins in Thai, whatever language the last one switched to."""
    with translation.override("th"):
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What a process keeps between requests: the version of the public data, and what was made of them."""
    public_data.forget()


# -------------------------------------------------------------------------------------------------------------- facts

_stored_facts: dict[type[models.Model], list[models.Model]] = {}


@pytest.fixture
def facts(db: None) -> None:
    """The real facts of `load_programme`, in the transaction of the test.

    They are read from the data files once in a session (1.5 s) and from then on inserted as the rows they became
    (0.1 s). Accounts may be there already, other rows not: ask for `facts` first.
    """
    assert not Province.objects.exists(), "ask for `facts` before making rows of your own"
    if _stored_facts:
        for model, rows in _stored_facts.items():
            model._base_manager.bulk_create(rows)
        return
    # Only here: most tests need neither the facts nor the layer that loads them.
    from portal.pages.loading.programme import load_programme

    load_programme()
    for label in OUR_APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if model is not User and not issubclass(model, Count):  # the database counts what is inserted
                _stored_facts[model] = list(model._base_manager.order_by("pk"))


# ------------------------------------------------------------------------------------------------------------ reports

_rendered: dict[str, tuple[bytes, int]] = {}


@pytest.fixture(autouse=True, scope="session")
def _files_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests store lies in a folder of its own."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture
def rendered_once(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[bytes, int]]:
    """A document that another test has rendered is not rendered again: same input, same bytes, as others prove."""
    render = pdf.render

    def remembering(html: str, *, watch: pdf.Watch | None = None, **options: Any) -> bytes:
        key = sha256(repr((html, options["stylesheet"], options["attached"])).encode()).hexdigest()
        if key not in _rendered:
            pages = [0]
            content = render(html, watch=lambda percent, laid_out: pages.append(laid_out), **options)
            _rendered[key] = (content, pages[-1])
        content, laid_out = _rendered[key]
        if watch:
            watch(100, laid_out)
        return content

    monkeypatch.setattr(pdf, "render", remembering)
    return _rendered


# ------------------------------------------------------------------------------------------------------------ browser


@pytest.fixture(scope="session")
def base_url() -> None:
    """Replaces that of pytest-base-url, at which pytest 9 warns; `live_server` knows its address."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium that was found (tests/environment.py), for the fixture `page`.

    While Playwright runs, Django believes itself in an event loop and would refuse the test its database.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    found = {"executable_path": os.environ["PORTAL_CHROMIUM"]} if os.environ.get("PORTAL_CHROMIUM") else {}
    return {**browser_type_launch_args, **found, "args": ["--no-sandbox"]}


# ------------------------------------------------------------------------------------------------------------- people


@pytest.fixture
def where_people_work(request: pytest.FixtureRequest, db: None) -> None:
    """Two provinces and two agencies; those of the facts in a test that has the facts."""
    if "facts" in request.fixturenames:
        request.getfixturevalue("facts")
    for code in (LOEI, NAN):
        a_province(code)
    for acronym in (DSS, TISTR):
        an_agency(acronym)


@pytest.fixture
def ministry(db: None) -> User:
    return make_user(Role.MINISTRY, "ministry")


@pytest.fixture
def admin_user(db: None) -> User:
    """Replaces pytest-django's fixture of this name: a superuser is nothing here, the role is all."""
    return make_user(Role.ADMIN, "admin")


@pytest.fixture
def province_officer(where_people_work: None) -> User:
    return make_user(Role.PROVINCE, "loei", province=a_province(LOEI))


@pytest.fixture
def other_province_officer(where_people_work: None) -> User:
    return make_user(Role.PROVINCE, "nan", province=a_province(NAN))


@pytest.fixture
def agency_officer(where_people_work: None) -> User:
    return make_user(Role.AGENCY, "dss", agency=an_agency(DSS))


@pytest.fixture
def other_agency_officer(where_people_work: None) -> User:
    return make_user(Role.AGENCY, "tistr", agency=an_agency(TISTR))


@pytest.fixture
def nobody() -> Client:
    """A browser in which nobody is signed in."""
    return Client()


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """`client_of(ministry).get(…)`: a browser in which the person is signed in."""

    def signed_in(person: User) -> Client:
        browser = Client()
        browser.force_login(person)
        return browser

    return signed_in
