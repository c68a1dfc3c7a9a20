"""What every request passes: limits, the language of the path, default-deny, headers, ids."""

import logging
from collections.abc import Callable

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils.translation import get_language

from portal.middleware import QUERY_STRING_MAX_BYTES
from portal.models import User
from portal.request_id import RequestIdFilter

ClientOf = Callable[[User], Client]


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_language())


def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.user.get_username())


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a view that breaks")


class Urls:
    """An address book of three pages, beside that of the portal."""

    from portal.urls import handler400, handler403, handler404, urlpatterns

    urlpatterns = [path("t/public", public), path("t/private", private), path("t/broken", broken), *urlpatterns]


@pytest.fixture(autouse=True)
def _three_pages() -> object:
    with override_settings(ROOT_URLCONF=Urls):
        yield


def test_a_view_without_a_word_is_for_people_signed_in(db: None, nobody: Client) -> None:
    answer = nobody.get("/t/private")

    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/t/private")
    assert "Cookie" in answer["Vary"]
    assert answer["Cache-Control"] == "private, no-store"


def test_whoever_is_signed_in_gets_the_page_and_no_cache_keeps_it(ministry: User, client_of: ClientOf) -> None:
    answer = client_of(ministry).get("/t/private")

    assert answer.content.decode() == "ministry"
    assert answer["Cache-Control"] == "private, no-store"
    assert "Cookie" in answer["Vary"]


def test_a_public_page_never_touches_the_session(ministry: User, client_of: ClientOf, nobody: Client) -> None:
    """Without the fixture `db` in `nobody`'s case it could not even look."""
    for browser in (nobody, client_of(ministry)):
        answer = browser.get("/t/public")

        assert answer.status_code == 200
        assert not answer.has_header("Vary")
        assert not answer.has_header("Cache-Control")
        assert not answer.cookies


@pytest.mark.parametrize("accepted", ["en", "th", "de, en;q=0.8", ""])
def test_the_path_alone_decides_the_language(nobody: Client, accepted: str) -> None:
    answer = nobody.get("/t/public", HTTP_ACCEPT_LANGUAGE=accepted)

    assert (answer.content.decode(), answer["Content-Language"]) == ("th", "th")
    assert not answer.has_header("Vary")


def test_a_language_cookie_decides_nothing(nobody: Client) -> None:
    nobody.cookies["django_language"] = "en"

    assert nobody.get("/t/public").content.decode() == "th"


def test_an_english_path_is_english(nobody: Client) -> None:
    answer = nobody.get("/en/no-such-page/")

    assert (answer.status_code, answer["Content-Language"]) == (404, "en")
    assert '<html lang="en"' in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/t/public?q=%00",
        "/t/public?q=a%00b",
        "/t/%00public",
        "/%00",
        "/t/public?" + "q" * (QUERY_STRING_MAX_BYTES + 1),
    ],
)
def test_what_no_page_of_ours_sends_is_refused(nobody: Client, address: str) -> None:
    answer = nobody.get(address)

    assert answer.status_code == 400
    assert '<html lang="th"' in answer.content.decode()


def test_the_longest_query_is_still_read(nobody: Client) -> None:
    assert nobody.get("/t/public?" + "q" * QUERY_STRING_MAX_BYTES).status_code == 200


@pytest.mark.parametrize("address", ["/t/public", "/no-such-page/", "/t/public?q=%00"])
def test_every_answer_has_the_headers_that_protect(nobody: Client, address: str) -> None:
    answer = nobody.get(address)

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def test_a_foreign_host_is_refused(nobody: Client) -> None:
    assert nobody.get("/t/public", HTTP_HOST="evil.example").status_code == 400


def test_every_request_has_an_id_of_its_own(nobody: Client) -> None:
    ids = {nobody.get(address)["X-Request-ID"] for address in ("/t/public", "/t/public", "/no-such-page/")}

    assert len(ids) == 3


def test_a_broken_page_says_its_id_and_nothing_of_the_fault(caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(RequestIdFilter())
    browser = Client(raise_request_exception=False)

    with caplog.at_level(logging.ERROR):
        answer = browser.get("/t/broken")

    assert answer.status_code == 500
    assert "a view that breaks" not in answer.content.decode()
    assert {record.request_id for record in caplog.records} == {answer["X-Request-ID"]}  # type: ignore[attr-defined]
