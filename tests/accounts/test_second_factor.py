"""The second factor: forced where work of others is steered, asked at sign-in, lost and given anew."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portal.access import Role
from portal.models import User
from tests.accounts.conftest import SignIn
from tests.factories import PASSWORD, code_of, make_user

ClientOf = Callable[[User], Client]
SET_UP = "/account/2fa/set-up/"
CODES = "/account/2fa/recovery-codes/"


def signed_in_with_password(name: str) -> Client:
    browser = Client()
    browser.post("/account/login/", {"username": name, "password": PASSWORD})
    return browser


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MINISTRY])
def test_everything_leads_to_the_set_up_page(db: None, role: Role) -> None:
    make_user(role, "new", factor=False, password=PASSWORD)
    browser = signed_in_with_password("new")

    for path in ("/desk/", "/account/", "/account/sessions/", "/admin/", "/admin/portal/user/", "/desk/people/"):
        assert browser.get(path)["Location"] == SET_UP
        assert browser.post(path, {"email": "x@example.go.th"}).status_code == 403
    assert browser.get("/admin/login/", follow=True).redirect_chain[-1] == (SET_UP, 302)
    assert [browser.get(path).status_code for path in (SET_UP, "/account/logout/", "/about/")] == [200] * 3


def test_officers_of_provinces_and_agencies_may_but_need_not(province_officer: User, sign_in: SignIn) -> None:
    browser = sign_in(province_officer)

    assert browser.get("/desk/").status_code == 200
    assert browser.get("/account/2fa/").status_code == 200
    assert browser.get(SET_UP).status_code == 200


def test_demo_accounts_are_not_asked(db: None) -> None:
    make_user(Role.ADMIN, "demo", factor=False, password=PASSWORD, is_demo=True)

    assert signed_in_with_password("demo").get("/desk/").status_code == 200


def test_a_second_factor_is_set_up_and_its_codes_are_shown_once(db: None) -> None:
    person = make_user(Role.MINISTRY, "new", factor=False, password=PASSWORD)
    browser = signed_in_with_password("new")

    page = browser.get(SET_UP)
    secret = page.context["secret"].replace(" ", "")
    wrong = browser.post(SET_UP, {"code": "000000"})
    answer = browser.post(SET_UP, {"code": f" {code_of(secret)[:3]} {code_of(secret)[3:]} "})
    shown, later = browser.get(CODES), browser.get(CODES)

    assert re.search(r'<svg class="qr"[^>]*>.*<path', page.content.decode())
    assert 'autocomplete="one-time-code"' in page.content.decode()
    assert "รหัสไม่ถูกต้อง" in wrong.content.decode()
    assert answer["Location"] == CODES
    assert len(set(re.findall(r"<code translate=\"no\">(\d{8})</code>", shown.content.decode()))) == 10
    assert not re.search(r"\d{8}", re.sub(r"<[^>]+>", "", later.content.decode()))
    assert browser.get("/desk/").status_code == 200
    assert set(Authenticator.objects.filter(user=person).values_list("type", flat=True)) == {"totp", "recovery_codes"}


def test_signing_in_asks_for_the_code(ministry: User, nobody: Client, password_of: Callable[[User], str]) -> None:
    sent = {"username": "ministry", "password": password_of(ministry)}

    answer = nobody.post("/account/login/?next=/account/sessions/", sent)
    not_yet = nobody.get("/desk/")
    wrong = nobody.post("/account/2fa/authenticate/", {"code": "12"})
    right = nobody.post("/account/2fa/authenticate/", {"code": code_of()})

    assert answer["Location"] == "/account/2fa/authenticate/"
    assert not_yet["Location"] == "/account/login/?next=/desk/"
    assert "รหัสไม่ถูกต้อง" in wrong.content.decode()
    assert right["Location"] == "/account/sessions/"


def test_a_code_is_good_once(ministry: User, sign_in: SignIn) -> None:
    with time_machine.travel("2026-11-25 10:00:02+07:00", tick=False):
        sign_in(ministry)
        browser = signed_in_with_password("ministry")
        again = browser.post("/account/2fa/authenticate/", {"code": code_of()})
        late = browser.post("/account/2fa/authenticate/", {"code": code_of(periods=-1)})

    assert (again.status_code, late.status_code) == (200, 200)
    assert browser.get("/desk/").status_code == 302


def test_codes_cannot_be_guessed(ministry: User, password_of: Callable[[User], str]) -> None:
    password_of(ministry)
    browser = signed_in_with_password("ministry")

    for number in range(5):
        browser.post("/account/2fa/authenticate/", {"code": f"wrong {number}"})
    right = browser.post("/account/2fa/authenticate/", {"code": code_of()})

    assert "โปรดรอ 5 นาทีแล้วลองใหม่" in right.content.decode()


def test_a_recovery_code_is_good_once(db: None) -> None:
    make_user(Role.MINISTRY, "new", factor=False, password=PASSWORD)
    browser = signed_in_with_password("new")
    browser.post(SET_UP, {"code": code_of(browser.get(SET_UP).context["secret"].replace(" ", ""))})
    code = browser.get(CODES).context["unused_codes"][0]

    first, second = signed_in_with_password("new"), signed_in_with_password("new")
    for browser in (first, second):
        browser.post("/account/2fa/authenticate/", {"code": code})

    assert [browser.get("/desk/").status_code for browser in (first, second)] == [200, 302]


def test_who_must_have_one_cannot_turn_it_off_and_others_can(
    ministry: User, province_officer: User, sign_in: SignIn
) -> None:
    steering = sign_in(ministry)
    officer = sign_in(province_officer)
    officer.post(SET_UP, {"code": code_of(officer.get(SET_UP).context["secret"].replace(" ", ""))})
    assert Authenticator.objects.filter(user=province_officer).exists()

    for browser in (steering, officer):
        browser.post("/account/2fa/deactivate/")

    assert Authenticator.objects.filter(user=ministry, type="totp").exists()
    assert not Authenticator.objects.filter(user=province_officer).exists()


def test_changing_it_asks_for_the_code_again_after_a_while(ministry: User, sign_in: SignIn) -> None:
    with time_machine.travel("2026-11-25 10:00:00+07:00", tick=False) as clock:
        browser = sign_in(ministry)
        at_once = browser.get("/account/2fa/recovery-codes/new/")
        clock.shift(3600)
        later = browser.get("/account/2fa/recovery-codes/new/")
        answer = browser.post(later["Location"], {"code": code_of()})

    assert at_once.status_code == 200
    assert later["Location"].startswith("/account/2fa/reauthenticate/?next=")
    assert answer["Location"] == "/account/2fa/recovery-codes/new/"


def test_an_administrator_helps_who_lost_the_phone(admin_user: User, ministry: User, sign_in: SignIn) -> None:
    theirs, helper = sign_in(ministry), sign_in(admin_user)

    helper.post(reverse("person_reset_factor", args=[ministry.pk]))

    assert theirs.get("/desk/").status_code == 302
    assert signed_in_with_password("ministry").get("/desk/")["Location"] == SET_UP


def test_a_role_that_needs_one_needs_it_at_the_next_click(province_officer: User, sign_in: SignIn) -> None:
    browser = sign_in(province_officer)

    User.objects.filter(pk=province_officer.pk).update(role=Role.MINISTRY, province=None)

    assert browser.get("/desk/")["Location"] == SET_UP


def test_the_first_administrator_comes_from_the_command_line(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", username="first", email="first@example.go.th", interactive=False, verbosity=0)

    browser = signed_in_with_password("first@example.go.th")
    door = browser.get("/admin/", follow=True)
    browser.post(SET_UP, {"code": code_of(door.context["secret"].replace(" ", ""))})

    assert door.redirect_chain == [(SET_UP, 302)]
    assert browser.get("/admin/portal/user/").status_code == 200


def test_who_reads_the_database_makes_no_codes(db: None, settings: Settings) -> None:
    person = make_user(Role.MINISTRY, "new", factor=False, password=PASSWORD)
    browser = signed_in_with_password("new")
    secret = browser.get(SET_UP).context["secret"].replace(" ", "")
    browser.post(SET_UP, {"code": code_of(secret)})
    code = browser.get(CODES).context["unused_codes"][0]
    kept = [str(data) for data in Authenticator.objects.filter(user=person).values_list("data", flat=True)]

    former, settings.SECRET_KEY = settings.SECRET_KEY, "another key, " * 8
    settings.SECRET_KEY_FALLBACKS = [former]
    knows_the_former = signed_in_with_password("new").post("/account/2fa/authenticate/", {"code": code})
    settings.SECRET_KEY_FALLBACKS = []
    browser = signed_in_with_password("new")
    tries = [
        browser.post("/account/2fa/authenticate/", {"code": guess}) for guess in (code, code_of(secret), code_of(""))
    ]

    assert len(kept) == 2
    assert not any(secret in data for data in kept)
    assert knows_the_former.status_code == 302
    assert ["รหัสไม่ถูกต้อง" in answer.content.decode() for answer in tries] == [True] * 3
