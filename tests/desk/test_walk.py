"""Every route of the desk × every person: who gets in, what they see there, and that nobody else changes anything."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from portal.models import User
from requests_registry.models import ContactView
from tests.conftest import OUR_APPS
from tests.desk.rights import PEOPLE, ROUTES, SECRETS, Route, as_markdown
from tests.desk.world import World
from tests.test_routes import DESK

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]
#: Written by looking, not by changing.
NOT_CHANGES = (ContactView, Session, ContentType)


def address(world: World, name: str) -> str:
    route = ROUTES[name]
    return reverse(name, args=route.arguments(world)) + route.query


def body(answer: HttpResponseBase) -> str:
    if answer.streaming:
        return b"".join(answer.streaming_content).decode("utf-8", "replace")  # type: ignore[attr-defined]
    return answer.content.decode("utf-8", "replace")  # type: ignore[attr-defined]


def everything() -> dict[str, list[Any]]:
    """All rows of ours, to see that nothing has changed; when somebody signed in last is no change."""
    return {
        model._meta.label: [
            {name: value for name, value in row.items() if name != "last_login"}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in rows()
        if model not in NOT_CHANGES
    }


def rows() -> Iterator[type[models.Model]]:
    for label in OUR_APPS:
        yield from apps.get_app_config(label).get_models(include_auto_created=True)


def test_the_table_names_every_route_of_the_desk() -> None:
    assert {route.name for route in DESK} == set(ROUTES)


def test_the_table_in_the_documents_is_this_one(settings: Settings) -> None:
    """`PORTAL_WRITE_DOCS=1` writes it anew."""
    document = Path(settings.BASE_DIR) / "docs" / "rights.md"
    patterns = {route.name: route.pattern for route in DESK}
    table = as_markdown(patterns)
    if os.environ.get("PORTAL_WRITE_DOCS"):
        document.write_text(table, encoding="utf-8")

    assert document.read_text(encoding="utf-8") == table


def test_the_table_gives_every_route_to_somebody() -> None:
    assert [name for name, route in ROUTES.items() if not set(route.may) <= set(PEOPLE) or not route.may] == []


@pytest.mark.parametrize("letter", PEOPLE)
def test_a_person_gets_in_where_the_table_says_and_reads_no_secret_of_others(
    world: World, client_of: ClientOf, letter: str
) -> None:
    browser, problems = client_of(world.people[PEOPLE[letter]]), []

    for name, route in ROUTES.items():
        answer = browser.get(address(world, name))
        problems += [f"{name}: {fault}" for fault in faults(route, letter, answer)]
    for path in pages_of_rows(world):
        problems += [f"{path}: {fault}" for fault in foreign_secrets(letter, body(browser.get(path)))]

    assert problems == []


def pages_of_rows(world: World) -> Iterator[str]:
    """The pages of every request and answer, whosever they are."""
    for request in world.requests.values():
        yield reverse("desk_request", args=[request.receipt])
        yield reverse("desk_request_history", args=[request.receipt])
    for response in world.responses.values():
        yield reverse("desk_response", args=[response.pk])
    yield reverse("desk_request_contact", args=[world.requests["assigned"].receipt])


def faults(route: Route, letter: str, answer: HttpResponseBase) -> Iterator[str]:
    """What is wrong with an answer to this person: the door, or the words."""
    may = letter in route.may
    inside, outside = ({405}, {403, 404, 405}) if route.post_only else ({200, 302}, {403, 404})
    expected = inside if may else outside
    if answer.status_code not in expected:
        yield f"{answer.status_code} instead of {sorted(expected)}"
    page = body(answer)
    yield from foreign_secrets(letter, page)
    if not may:
        yield from (f"is closed and shows {secret}" for secret in SECRETS if secret in page)


def foreign_secrets(letter: str, page: str) -> list[str]:
    return [f"shows {secret}" for secret, readers in SECRETS.items() if secret in page and letter not in readers]


def test_hidden_texts_are_seen_by_somebody_who_may(world: World, client_of: ClientOf) -> None:
    """Without this the test above would be blind: a text that no page shows is hidden from everybody."""
    browsers = {letter: client_of(world.people[name]) for letter, name in PEOPLE.items()}
    seen: set[str] = set()
    unseen_in_its_place = []

    for name, route in ROUTES.items():
        if route.post_only:
            continue
        pages = [body(browsers[letter].get(address(world, name))) for letter in route.may]
        seen |= {secret for secret in SECRETS if any(secret in page for page in pages)}
        if route.secret and not any(route.secret in page for page in pages):
            unseen_in_its_place.append(f"{name} does not show {route.secret}")
    for path in pages_of_rows(world):
        for browser in browsers.values():
            page = body(browser.get(path))
            seen |= {secret for secret in SECRETS if secret in page}

    assert unseen_in_its_place == []
    assert set(SECRETS) - seen == set(), "shown by no page: the walk would not notice a leak of these"


@pytest.mark.parametrize("letter", PEOPLE)
def test_nobody_changes_anything_where_he_or_she_may_not(world: World, client_of: ClientOf, letter: str) -> None:
    browser, problems = client_of(world.people[PEOPLE[letter]]), []
    before = everything()

    for name, route in ROUTES.items():
        if letter in route.may:
            continue
        answer = browser.post(address(world, name), FORGED)
        if answer.status_code not in {403, 404, 405}:
            problems.append(f"{name}: {answer.status_code}")

    assert problems == []
    assert everything() == before


#: What a forger might send along.
FORGED = {
    "title_th": "ปลอม", "reason": "ปลอม", "sentence": "ปลอม", "question": "ปลอม", "answer": "ปลอม", "note": "ปลอม",
    "status": "closed", "is_published": "on", "is_staff": "on", "role": "admin", "version": "1", "on": "no",
}  # fmt: skip


def test_no_form_is_taken_without_its_token_or_with_that_of_another(world: World) -> None:
    """A browser that enforces what browsers enforce; with somebody who may everywhere."""
    problems = []
    before = everything()

    for name, route in ROUTES.items():
        person = world.people[PEOPLE[route.may[0]]]
        browser, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
        browser.force_login(person)
        other.get(reverse("account_login"))
        foreign = other.cookies["csrftoken"].value
        for token in ({}, {"csrfmiddlewaretoken": foreign}):
            answer = browser.post(address(world, name), {**FORGED, **token})
            if answer.status_code != 403:
                problems.append(f"{name} with {token or 'no token'}: {answer.status_code}")

    assert problems == []
    assert everything() == before


def test_nobody_signed_in_is_led_to_sign_in_from_everywhere(world: World, nobody: Client) -> None:
    problems = []
    before = everything()

    for name in ROUTES:
        for answer in (nobody.get(address(world, name)), nobody.post(address(world, name), FORGED)):
            if answer.status_code != 302 or not answer["Location"].startswith(reverse("account_login")):
                problems.append(f"{name}: {answer.status_code}")

    assert problems == []
    assert everything() == before


def test_a_row_that_is_not_yours_looks_like_one_that_does_not_exist(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.people["other province"])

    foreign = browser.get(reverse("desk_request", args=[world.requests["submitted"].receipt]))
    missing = browser.get(reverse("desk_request", args=["AAAAAAAAAAAA"]))

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert without_ids(body(foreign)) == without_ids(body(missing))


def without_ids(page: str) -> str:
    """The page without what differs in every answer: its number in the log, and its own address."""
    return "\n".join(line for line in page.splitlines() if 'class="num"' not in line and "/desk/requests/" not in line)
