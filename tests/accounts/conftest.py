"""People who can sign in through the page, and the codes their phones show."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from portal.models import User
from tests.factories import PASSWORD, code_of

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    """Passwords are hashed here by the hundred; how slowly is not what these tests are about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def password_of() -> Callable[[User], str]:
    """Gives a person a password, and says it."""

    def given(person: User) -> str:
        if not person.check_password(PASSWORD):  # a new hash would end the sessions before
            person.set_password(PASSWORD)
        person.save()
        return PASSWORD

    return given


@pytest.fixture
def sign_in(password_of: Callable[[User], str]) -> SignIn:
    """A browser in which the person has signed in through the page, with the second factor if there is one."""

    def signed_in(person: User, browser: Client | None = None) -> Client:
        browser = browser or Client()
        sent = {"username": person.username, "password": password_of(person)}
        answer = browser.post("/account/login/", sent)
        if answer["Location"].startswith("/account/2fa/authenticate/"):
            answer = browser.post("/account/2fa/authenticate/", {"code": code_of()})
        assert answer.status_code == 302
        return browser

    return signed_in
