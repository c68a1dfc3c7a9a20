"""Every address is closed unless it stands in the list below, and public pages can be cached for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

pytestmark = pytest.mark.django_db

#: What anybody may open. A name that is not here is for people signed in.
PUBLIC = {
    "about",
    "accessibility",
    "account_invitation",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "admin:login",
    "agencies",
    "agency",
    "contact",
    "disclaimer",
    "faq",
    "feedback",
    "feedback_sent",
    "agency_pdf",
    "group",
    "group_pdf",
    "groups",
    "healthz",
    "home",
    "open_data",
    "privacy",
    "mfa_authenticate",
    "privacy_notice",
    "province",
    "province_pdf",
    "provinces",
    "readyz",
    "reports",
    "request",
    "request_json",
    "request_file",
    "request_pdf",
    "request_suggestions",
    "requests",
    "requests_feed",
    "robots",
    "security_policy",
    "site_map",
    "sitemap",
    "sitemap_pages",
    "sitemap_requests",
    "statistics",
    "statistics_csv",
    "website_policy",
    "verify",
    "verify_code",
    "workshop",
    "workshop_pdf",
    "workshops",
    "year",
    "year_pdf",
    "years",
}
#: Closed to nobody signed in, outside the desk and the admin.
PRIVATE = {
    "account",
    "account_change_password",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "usersessions_end",
    "usersessions_list",
}
#: Of the desk, for the way to sign-in; the whole desk is walked in `tests/desk`.
CLOSED = [*sorted(PRIVATE), "desk", "desk_messages"]
#: What the arguments of addresses may be.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "account_invitation": {"token": "unknown"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "unknown"},
    "agency": {"acronym": "DSS"},
    "agency_pdf": {"acronym": "DSS"},
    "group": {"slug": "upper-northeast-1"},
    "group_pdf": {"slug": "upper-northeast-1"},
    "privacy_notice": {"version": "2569-1"},
    "province": {"code": "42"},
    "province_pdf": {"code": "42"},
    "request": {"reference": "2552-001"},
    "request_json": {"reference": "2552-001"},
    "request_pdf": {"reference": "2552-001"},
    "sitemap_requests": {"year_be": 2552, "part": 1},
    "statistics_csv": {"chart": "by-year"},
    "verify_code": {"code": "BCDF-GHJK-LMNP"},
    "usersessions_end": {"pk": 1},
    "workshop": {"year_be": 2552, "number": 1},
    "workshop_pdf": {"year_be": 2552, "number": 1},
    "year": {"year_be": 2552},
    "year_pdf": {"year_be": 2552},
}
#: These forms carry a CSRF cookie; the admin's only leads to that of sign-in; what operators ask is never cached.
WITH_A_FORM = {"account_login", "account_reset_password", "feedback", "verify"}
#: For one person or one moment; what each does stands in tests/accounts.
FOR_ONE = {
    "account_invitation",
    "account_logout",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
}
LEADING_TO_IT = {"admin:login"}
FOR_OPERATORS = {"healthz", "readyz"}
#: Files, which the facts have none of: `tests/requests_registry/desk/test_files.py`.
FILES = {"request_file"}
#: The same in every language, so their addresses have none.
FOR_MACHINES = {"request_json", "robots", "sitemap", "sitemap_pages", "sitemap_requests", "statistics_csv"}
PAGES = sorted(PUBLIC - WITH_A_FORM - LEADING_TO_IT - FOR_OPERATORS - FILES - FOR_ONE - FOR_MACHINES)


class Route(NamedTuple):
    name: str
    pattern: str
    public: bool


def routes(resolver: URLResolver | None = None, namespace: str = "", prefix: str = "") -> Iterator[Route]:
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        pattern = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry, inner, pattern)
        elif isinstance(entry, URLPattern):
            public = not getattr(entry.callback, "login_required", True)
            yield Route(f"{namespace}{entry.name or ''}", pattern, public)


ROUTES = list(routes())
ADMIN = [route for route in ROUTES if route.pattern.startswith("admin/")]
DESK = [route for route in ROUTES if route.pattern.startswith("desk/")]


def address(name: str, language: str = "th") -> str:
    with translation.override(language):
        return reverse(name, kwargs=ARGUMENTS.get(name))


def test_the_public_list_is_pinned() -> None:
    assert {route.name for route in ROUTES if route.public} == PUBLIC


def test_every_other_route_is_known_to_be_private() -> None:
    private = {route.name for route in ROUTES if not route.public and route not in ADMIN + DESK}

    assert private == PRIVATE


def test_nothing_of_the_desk_is_public() -> None:
    assert DESK
    assert [route.name for route in DESK if route.public] == []


def test_only_the_door_of_the_admin_is_public() -> None:
    assert len(ADMIN) > 50
    assert [route.name for route in ADMIN if route.public] == ["admin:login"]


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", CLOSED)
def test_nobody_is_sent_to_sign_in(nobody: Client, name: str, method: str, language: str) -> None:
    closed = address(name, language)

    answer = getattr(nobody, method)(closed)

    assert answer.status_code == 302
    assert answer["Location"] == f"{address('account_login', language)}?next={closed}"


@pytest.mark.parametrize("route", [route for route in ADMIN if not route.public], ids=lambda route: route.pattern)
def test_nobody_is_sent_to_sign_in_from_the_admin(nobody: Client, route: Route) -> None:
    closed = admin_address(route)

    answer = nobody.get(closed, follow=True)

    assert answer.redirect_chain[-1] == (f"/account/login/?next={quote(closed, safe='/')}", 302)


def admin_address(route: Route) -> str:
    """An address of the route; what its arguments say does not matter to whom nothing is shown."""
    pattern = re.sub(r"\(\?P<\w+>(\w+|\.\*)[^)]*\)", "portal", route.pattern)
    return "/" + re.sub(r"<(\w+:)?\w+>", "1", pattern).replace("^", "").replace("$", "")


@pytest.mark.usefixtures("facts", "rendered_once")
@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_is_the_same_for_everybody(nobody: Client, name: str, language: str) -> None:
    answer = nobody.get(address(name, language), HTTP_ACCEPT_LANGUAGE="de")

    assert answer.status_code == 200
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()
    assert "accept-language" not in answer.get("Vary", "").lower()
    assert answer["Content-Language"] == language


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize("name", sorted(FOR_MACHINES))
def test_what_machines_read_is_the_same_for_everybody(nobody: Client, name: str) -> None:
    answer = nobody.get(address(name))

    assert answer.status_code == 200
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()
    assert address(name, "en") == address(name)


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize("name", sorted({*PAGES, *FOR_MACHINES}))
def test_a_public_page_takes_no_post(nobody: Client, name: str) -> None:
    browser = Client(enforce_csrf_checks=True)

    assert browser.post(address(name), {"a": "b"}).status_code in {403, 405}
    assert nobody.post(address(name), {"a": "b"}).status_code == 405


@pytest.mark.parametrize("name", sorted(WITH_A_FORM))
def test_a_page_with_a_form_sets_the_csrf_cookie_alone(nobody: Client, name: str) -> None:
    answer = nobody.get(address(name))

    assert answer.status_code == 200
    assert set(answer.cookies) == {"csrftoken"}


@pytest.mark.parametrize("name", sorted(FOR_OPERATORS))
def test_operators_are_answered_fresh(nobody: Client, name: str) -> None:
    answer = nobody.get(address(name))

    assert answer.status_code in {200, 503}
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    [
        "/years/2553/",
        "/years/2699/",
        "/years/2009/",
        "/years/9999/",
        "/years/2552.txt",
        "/workshops/2552/9/",
        "/workshops/2552/99999999999999999999/",
        "/requests/2552-999/",
        "/requests/2552-999.pdf",
        "/statistics/no-chart/",
        "/workshops/2552/9.pdf",
        "/groups/no-such-group.pdf",
        "/provinces/99.pdf",
        "/agencies/NONE.pdf",
        "/requests/2552-999999/",
        "/groups/no-such-group/",
        "/provinces/99/",
        "/provinces/ก/",
        "/agencies/NONE/",
        "/no/such/page/",
    ],
)
def test_what_does_not_exist_is_404_in_the_language_of_the_path(nobody: Client, prefix: str, path: str) -> None:
    answer = nobody.get(prefix + path)

    assert answer.status_code == 404
    assert f'<html lang="{"en" if prefix else "th"}"' in answer.content.decode()
    assert not answer.cookies
