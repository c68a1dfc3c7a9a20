"""Signing in, out, and being kept out: the same answers for everybody, few guesses, no way to somewhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import translation

from portal.models import User
from tests.accounts.conftest import SignIn
from tests.factories import PASSWORD, make_user

ClientOf = Callable[[User], Client]
PasswordOf = Callable[[User], str]
WRONG = "ชื่อผู้ใช้ อีเมล หรือรหัสผ่านไม่ถูกต้อง"


def posted(browser: Client, name: str, password: str = PASSWORD, **query: str) -> Any:
    return browser.post("/account/login/", {"username": name, "password": password}, query_params=query)


def without_what_differs(answer: Any) -> str:
    """A page without its token and the name that was typed."""
    page = answer.content.decode()
    return re.sub(r'value="[^"]*"', "", page)


@pytest.mark.parametrize("name", ["loei", "LOEI", "loei@example.go.th", " Loei@Example.go.th "])
def test_a_person_signs_in_by_name_or_address(
    nobody: Client, province_officer: User, password_of: PasswordOf, name: str
) -> None:
    province_officer.email = "loei@example.go.th"
    password_of(province_officer)

    answer = posted(nobody, name)

    assert answer["Location"] == "/desk/"
    assert nobody.get("/account/").context["user"] == province_officer


def test_nobody_learns_who_has_an_account(nobody: Client, province_officer: User, password_of: PasswordOf) -> None:
    password_of(province_officer)
    disabled = make_user("province", "disabled", password=PASSWORD, is_active=False)

    known = posted(nobody, "loei", "wrong")
    answers = [posted(nobody, "unknown"), posted(nobody, "unknown@example.go.th"), posted(nobody, disabled.username)]

    assert WRONG in known.content.decode()
    assert {without_what_differs(answer) for answer in answers} == {without_what_differs(known)}


def test_an_unknown_name_costs_one_hash_as_a_known_one(
    nobody: Client, province_officer: User, password_of: PasswordOf
) -> None:
    """Counted by the hasher, not by the clock."""
    province_officer.email = "loei@example.go.th"
    password_of(province_officer)
    counted = []
    for name in ("loei", "loei@example.go.th", "unknown", "unknown@example.go.th"):
        CountingHasher.calls = 0
        with override_settings(PASSWORD_HASHERS=["tests.accounts.test_signing_in.CountingHasher"]):
            User.objects.filter(pk=province_officer.pk).update(password="counting$1$salt$other")
            posted(nobody, name, "wrong")
        counted.append(CountingHasher.calls)

    assert counted == [1, 1, 1, 1]


class CountingHasher:
    """The plainest hasher, which counts how often it works."""

    algorithm = "counting"
    rounds = 1
    calls = 0

    def salt(self) -> str:
        return "salt"

    def encode(self, password: str, salt: str) -> str:
        type(self).calls += 1
        return f"counting$1${salt}${password}"

    def verify(self, password: str, encoded: str) -> bool:
        return self.encode(password, "salt") == encoded

    def must_update(self, encoded: str) -> bool:
        return False

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing to make up for."""


@pytest.mark.parametrize("name", ["loei", "unknown"])
def test_guessing_is_slowed_down_alike_for_known_and_unknown(
    nobody: Client, province_officer: User, password_of: PasswordOf, name: str
) -> None:
    password_of(province_officer)

    answers = [posted(nobody, name, f"guess {number}") for number in range(12)]
    right = posted(nobody, name)

    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 7
    assert right.status_code == 429  # the right password does not tell that it is right
    assert "โปรดรอ 5 นาทีแล้วลองใหม่" in right.content.decode()
    assert right["Retry-After"] == "300"


def test_one_address_cannot_try_many_names(nobody: Client, province_officer: User) -> None:
    answers = [posted(nobody, f"name-{number}") for number in range(12)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2


def test_an_address_that_the_sender_writes_counts_for_nothing(nobody: Client, province_officer: User) -> None:
    for number in range(10):
        nobody.post(
            "/account/login/", {"username": f"n{number}", "password": "x"}, HTTP_X_FORWARDED_FOR=f"8.8.8.{number}"
        )

    assert posted(nobody, "other").status_code == 429


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_the_proxy_the_last_hop_counts(nobody: Client, province_officer: User) -> None:
    sent = {"username": "n", "password": "x"}
    for number in range(10):
        sent["username"] = f"n{number}"
        nobody.post("/account/login/", sent, HTTP_X_FORWARDED_FOR=f"8.8.8.{number}, 203.0.113.1")

    same, other = (
        nobody.post("/account/login/", {**sent, "username": "m"}, HTTP_X_FORWARDED_FOR=f"9.9.9.9, 203.0.113.{last}")
        for last in (1, 2)
    )

    assert (same.status_code, other.status_code) == (429, 200)


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(
    nobody: Client, province_officer: User, password_of: PasswordOf, target: str
) -> None:
    password_of(province_officer)

    assert posted(nobody, "loei", next=target)["Location"] == "/desk/"
    assert nobody.get("/account/login/", {"next": target})["Location"] == "/desk/"


def test_signing_in_leads_to_where_one_wanted(nobody: Client, province_officer: User, password_of: PasswordOf) -> None:
    password_of(province_officer)

    assert posted(nobody, "loei", next="/account/sessions/")["Location"] == "/account/sessions/"


def test_signing_in_changes_the_key_of_the_session(
    nobody: Client, province_officer: User, password_of: PasswordOf
) -> None:
    password_of(province_officer)
    session = nobody.session
    session["planted"] = True
    session.save()
    before = str(session.session_key)
    nobody.cookies["sessionid"] = before

    posted(nobody, "loei")

    assert nobody.cookies["sessionid"].value != before


def test_a_disabled_account_is_out_at_the_next_click(province_officer: User, sign_in: SignIn) -> None:
    browser = sign_in(province_officer)
    assert browser.get("/desk/").status_code == 200

    User.objects.filter(pk=province_officer.pk).update(is_active=False)

    assert browser.get("/desk/")["Location"] == "/account/login/?next=/desk/"


def test_another_province_counts_from_the_next_click(
    province_officer: User, other_province_officer: User, sign_in: SignIn
) -> None:
    browser = sign_in(province_officer)

    User.objects.filter(pk=province_officer.pk).update(province=other_province_officer.province)

    assert browser.get("/account/").context["user"].province_id == other_province_officer.province_id


# ------------------------------------------------------------------------------------------------------- signing out


def test_signing_out_asks_first_and_says_so_afterwards(province_officer: User, sign_in: SignIn) -> None:
    browser = sign_in(province_officer)

    question = browser.get("/account/logout/").content.decode()
    still_in = browser.get("/desk/").status_code
    farewell = browser.post("/account/logout/", follow=True).content.decode()

    assert "ท่านเข้าสู่ระบบอยู่ในชื่อ loei" in question
    assert still_in == 200
    assert "ท่านออกจากระบบแล้ว" in farewell
    assert browser.get("/desk/").status_code == 302


def test_signing_out_after_the_session_has_ended_is_no_error(db: None, nobody: Client) -> None:
    answer = nobody.post("/account/logout/", follow=True)

    assert answer.redirect_chain == [("/account/logout/", 302)]
    assert "ท่านออกจากระบบแล้ว" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


# ------------------------------------------------------------------------------------------------ what was typed stays


def test_what_was_typed_waits_for_signing_in_again(nobody: Client, province_officer: User, sign_in: SignIn) -> None:
    answer = nobody.post("/desk/people/invite/?a=1", {"title": "น้ำ", "part": ["1", "2"], "csrfmiddlewaretoken": "x"})
    page = nobody.get(answer["Location"]).content.decode()
    sign_in(province_officer, nobody)

    assert answer["Location"] == "/account/login/?next=/desk/people/invite/%3Fa%3D1"
    assert "ข้อความที่กรอกไว้ยังอยู่" in page
    assert nobody.session["kept"] == {
        "path": "/desk/people/invite/",
        "data": "title=%E0%B8%99%E0%B9%89%E0%B8%B3&part=1&part=2",
    }


def test_it_waits_through_the_second_factor_and_in_english(nobody: Client, ministry: User, sign_in: SignIn) -> None:
    nobody.post("/en/desk/people/invite/", {"title": "water"})
    sign_in(ministry, nobody)

    assert nobody.get("/account/").context["user"] == ministry
    assert nobody.session["kept"] == {"path": "/en/desk/people/invite/", "data": "title=water"}


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/account/password/", {"oldpassword": "x"}),
        ("/admin/portal/user/add/", {"username": "x"}),
        ("/desk/people/invite/", {"title": "ก" * 70_000}),
        ("/desk/people/invite/", {}),
    ],
    ids=["password", "admin", "too long", "nothing"],
)
def test_nothing_else_is_kept(db: None, nobody: Client, path: str, data: dict[str, str]) -> None:
    answer = nobody.post(path, data)

    assert answer.status_code == 302
    assert "kept" not in nobody.session


def test_a_form_without_a_token_is_not_kept(db: None) -> None:
    browser = Client(enforce_csrf_checks=True)

    assert browser.post("/desk/people/invite/", {"title": "x"}).status_code == 403
    assert "kept" not in browser.session


# ---------------------------------------------------------------------------------------------------------- sessions


def test_a_person_ends_other_sessions_one_by_one_or_all(province_officer: User, sign_in: SignIn) -> None:
    here, there, elsewhere = sign_in(province_officer), sign_in(province_officer), sign_in(province_officer)
    rows = here.get("/account/sessions/").context["sessions"]
    other = next(row for row in rows if row.session_key == there.session.session_key)

    here.post(f"/account/sessions/{other.pk}/end/")
    assert [browser.get("/desk/").status_code for browser in (here, there, elsewhere)] == [200, 302, 200]

    here.post("/account/sessions/")
    assert [browser.get("/desk/").status_code for browser in (here, elsewhere)] == [200, 302]


def test_nobody_ends_the_session_of_somebody_else(
    province_officer: User, agency_officer: User, sign_in: SignIn
) -> None:
    mine, theirs = sign_in(agency_officer), sign_in(province_officer)
    row = theirs.get("/account/sessions/").context["sessions"][0]

    assert mine.post(f"/account/sessions/{row.pk}/end/").status_code == 404
    assert theirs.get("/desk/").status_code == 200


# ------------------------------------------------------------------------------------------------------- own account


def test_a_person_chooses_language_and_keys(province_officer: User, sign_in: SignIn) -> None:
    browser = sign_in(province_officer)

    browser.post("/account/", {"language": "en", "role": "admin"})

    province_officer.refresh_from_db()
    assert (province_officer.language, province_officer.uses_keys, province_officer.role) == ("en", False, "province")


def test_a_new_password_keeps_this_session_and_ends_the_others(province_officer: User, sign_in: SignIn) -> None:
    here, there = sign_in(province_officer), sign_in(province_officer)
    new = "อีกประโยคหนึ่งที่จำง่าย"

    wrong = here.post("/account/password/", {"oldpassword": "x", "password1": new, "password2": new})
    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    province_officer.refresh_from_db()
    assert "รหัสผ่านปัจจุบันไม่ถูกต้อง" in wrong.content.decode()
    assert province_officer.check_password(new)
    assert [browser.get("/desk/").status_code for browser in (here, there)] == [200, 302]


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_pages_speak_the_language_of_their_path(
    ministry: User, sign_in: SignIn, nobody: Client, language: str
) -> None:
    """Thai pages hold no English of the library, English pages no Thai."""
    prefix = "" if language == "th" else "/en"
    browser = sign_in(ministry)
    own = ["", "password/", "2fa/", "2fa/recovery-codes/new/", "sessions/", "logout/"]

    with translation.override(language):
        pages = [browser.get(f"{prefix}/account/{path}") for path in own]
        pages += [
            nobody.get(f"{prefix}/account/{path}") for path in ("login/", "password/reset/", "password/reset/done/")
        ]

    assert [page.status_code for page in pages] == [200] * len(pages)
    foreign = "[\u0e01-\u0e5b]+" if language == "en" else "[A-Za-z]{3,}"
    texts = [re.sub(r"<[^>]+>", " ", page.content.decode().split("<main id")[1].split("</main>")[0]) for page in pages]
    assert {word for text in texts for word in re.findall(foreign, text)} <= {
        "ministry",
        "main",
        "tabindex",
        "ไทย",
        "English",
    }
