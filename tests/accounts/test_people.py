"""Who gets an account: by invitation, within what the inviter may give; and what is done about accounts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal import jobs, public_data
from portal.access import Role
from portal.models import Invitation, Job, User
from tests.accounts.conftest import SignIn
from tests.factories import DSS, LOEI, PASSWORD, an_agency, make_invitation, make_user

ClientOf = Callable[[User], Client]
INVITE = "/desk/people/invite/"
ACCOUNT = {
    "username": "somchai",
    "first_name": "สมชาย",
    "last_name": "ใจดี",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def asked(browser: Client, sent: dict[str, Any]) -> Any:
    """The answer to the form of inviting, filled so."""
    return browser.post(INVITE, {"key": str(uuid4()), **sent})


@pytest.fixture
def link(ministry: User, client_of: ClientOf, where_people_work: None) -> str:
    """What stands in the mail of an invitation for an officer of Loei."""
    asked(client_of(ministry), {"email": "new@example.go.th", "role": "province", "province": LOEI, "language": "th"})
    return mailed_link()


def mailed_link() -> str:
    jobs.work()
    return re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[-1].body))[1]  # type: ignore[index]


# -------------------------------------------------------------------------------------------------------- invitations


def test_an_invited_person_chooses_name_and_password_and_is_signed_in(link: str, nobody: Client) -> None:
    page = nobody.get(link)
    answer = nobody.post(link, {**ACCOUNT, "role": "admin", "email": "other@example.go.th"})

    made = User.objects.get(username="somchai")
    assert "เจ้าหน้าที่จังหวัด" in page.content.decode()
    assert answer["Location"] == "/desk/"
    assert nobody.get("/account/").context["user"] == made
    assert (made.role, made.province_id, made.email) == (Role.PROVINCE, LOEI, "new@example.go.th")
    assert made.invitation.used_at


def test_the_mail_goes_to_the_address_in_its_language_and_the_database_has_no_token(
    ministry: User, client_of: ClientOf, where_people_work: None, settings: Any
) -> None:
    settings.PORTAL_BASE_URL = "https://portal.example"
    sent = {"email": "New@Example.go.th", "role": "agency", "agency": an_agency(DSS).pk, "language": "en"}
    asked(client_of(ministry), sent)

    token = mailed_link().split("/")[-2]

    (message,) = mail.outbox
    assert message.to == ["new@example.go.th"]
    assert message.subject == "Invitation to the Provincial STI Portal"
    assert "https://portal.example/en/account/invitation/" in message.body
    assert f"Province or agency: {DSS}" in message.body
    assert token not in str([*Job.objects.values(), *Invitation.objects.values()])
    assert Invitation.objects.with_token(token).get().sent_at


def test_a_person_for_the_ministry_sets_up_the_second_factor_first(
    ministry: User, client_of: ClientOf, nobody: Client
) -> None:
    asked(client_of(ministry), {"email": "new@example.go.th", "role": "ministry", "language": "th"})

    answer = nobody.post(mailed_link(), ACCOUNT, follow=True)

    assert answer.redirect_chain[-1] == ("/account/2fa/set-up/", 302)


def test_a_link_is_good_once(link: str, nobody: Client) -> None:
    Client().post(link, ACCOUNT)

    for answer in (nobody.get(link), nobody.post(link, {**ACCOUNT, "username": "second"})):
        assert answer.status_code == 410
        assert "มีผู้รับคำเชิญนี้ไปแล้ว" in answer.content.decode()
    assert not User.objects.filter(username="second").exists()


def test_a_link_withdrawn_expired_or_made_up_is_no_door(
    link: str, nobody: Client, ministry: User, client_of: ClientOf
) -> None:
    invitation = Invitation.objects.get()
    made_up = nobody.get("/account/invitation/made-up/")
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=20), expires_at=timezone.now())
    expired = nobody.post(link, ACCOUNT)
    client_of(ministry).post(f"/desk/people/invitations/{invitation.pk}/withdraw/")
    withdrawn = nobody.post(link, ACCOUNT)

    assert made_up.status_code == 404
    assert (expired.status_code, withdrawn.status_code) == (410, 410)
    assert "หมดอายุแล้ว" in expired.content.decode()
    assert "ถอนคำเชิญนี้แล้ว" in withdrawn.content.decode()
    assert not User.objects.filter(username="somchai").exists()


def test_sending_again_gives_a_new_link_and_ends_the_old_one(
    link: str, nobody: Client, ministry: User, client_of: ClientOf
) -> None:
    client_of(ministry).post(f"/desk/people/invitations/{Invitation.objects.get().pk}/send/")
    second = mailed_link()

    assert second != link
    assert [nobody.get(path).status_code for path in (link, second)] == [404, 200]


def test_a_mail_that_does_not_leave_is_seen_in_the_list_and_tried_again(
    link: str, ministry: User, client_of: ClientOf, settings: Any
) -> None:
    browser = client_of(ministry)
    browser.post(f"/desk/people/invitations/{Invitation.objects.get().pk}/send/")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there

    jobs.work()

    assert Job.objects.filter(state=Job.State.WAITING, attempts=1).count() == 1
    assert "รอส่งอีเมล" in browser.get("/desk/people/").content.decode()


def test_a_weak_password_a_taken_name_and_a_strange_one_are_refused_with_what_was_typed_kept(
    link: str, nobody: Client, ministry: User
) -> None:
    weak = nobody.post(link, {**ACCOUNT, "password1": "somchai", "password2": "somchai"})
    taken = nobody.post(link, {**ACCOUNT, "username": "ministry"})
    strange = nobody.post(link, {**ACCOUNT, "username": "a@b.c"})

    for page, field in ((weak, "password2"), (taken, "username"), (strange, "username")):
        assert page.context["form"].errors[field]
        assert f'href="#id_{field}"' in page.content.decode()
        assert 'value="สมชาย"' in page.content.decode()


def test_the_place_of_work_is_not_called_optional(ministry: User, client_of: ClientOf) -> None:
    page = client_of(ministry).get(INVITE).content.decode()

    assert "ต้องเลือกเมื่อเชิญเจ้าหน้าที่จังหวัด" in page
    assert "(ไม่บังคับ)" not in page


def test_the_ministry_invites_no_administrators(ministry: User, admin_user: User, client_of: ClientOf) -> None:
    sent = {"email": "new@example.go.th", "role": "admin", "language": "th"}

    refused = asked(client_of(ministry), sent)
    asked(client_of(admin_user), sent)

    assert refused.context["form"].errors["role"]
    assert Invitation.objects.get().invited_by == admin_user


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"role": "province"}, "province"),
        ({"role": "agency"}, "agency"),
        ({"role": "ministry", "email": "TAKEN@example.go.th"}, "email"),
        ({"role": "ministry", "email": "open@example.go.th"}, "email"),
    ],
    ids=str,
)
def test_an_invitation_has_a_place_and_a_free_address(
    ministry: User, client_of: ClientOf, where_people_work: None, fields: dict[str, str], field: str
) -> None:
    make_user(Role.PROVINCE, "taken", email="taken@example.go.th")
    make_invitation(email="open@example.go.th")

    answer = asked(client_of(ministry), {"email": "new@example.go.th", "language": "th", **fields})

    assert list(answer.context["form"].errors) == [field]
    assert Invitation.objects.count() == 1


def test_officers_of_provinces_and_agencies_invite_nobody(
    province_officer: User, agency_officer: User, client_of: ClientOf
) -> None:
    for person in (province_officer, agency_officer):
        browser = client_of(person)
        assert [browser.get(path).status_code for path in ("/desk/people/", INVITE)] == [403, 403]
        assert asked(browser, {"email": "x@example.go.th", "role": "ministry"}).status_code == 403
    assert not Invitation.objects.exists()


# ----------------------------------------------------------------------------------------------------------- accounts


def test_the_ministry_sees_no_administrators_and_cannot_touch_them(
    ministry: User, admin_user: User, province_officer: User, client_of: ClientOf
) -> None:
    invitation = make_invitation(role=Role.ADMIN, invited_by=admin_user)
    browser = client_of(ministry)

    page = browser.get("/desk/people/")

    assert set(page.context["page_obj"]) == {ministry, province_officer}
    assert page.context["invitations"] == []
    for path in (
        f"{admin_user.pk}/switch/",
        f"{admin_user.pk}/second-factor/",
        f"invitations/{invitation.pk}/withdraw/",
    ):
        assert browser.post(f"/desk/people/{path}", {"on": "no"}).status_code == 404


def test_an_account_is_disabled_at_once_and_enabled_again_without_its_old_sessions(
    ministry: User, province_officer: User, sign_in: SignIn, client_of: ClientOf
) -> None:
    theirs, browser = sign_in(province_officer), client_of(ministry)
    path = f"/desk/people/{province_officer.pk}/switch/"

    browser.post(path, {"on": "no"})
    browser.post(path, {"on": "no"})
    shut = theirs.post("/account/login/", {"username": "loei", "password": PASSWORD})
    browser.post(path, {"on": "yes"})

    assert shut.status_code == 200
    assert theirs.get("/desk/").status_code == 302
    assert sign_in(province_officer).get("/desk/").status_code == 200
    notes = [entry.change_message for entry in LogEntry.objects.order_by("pk")]
    assert notes == ["disabled", "disabled", "enabled"]


@pytest.mark.parametrize("action", ["switch", "second-factor"])
def test_what_the_ministry_may_not_do(ministry: User, client_of: ClientOf, action: str) -> None:
    colleague = make_user(Role.MINISTRY, "colleague")

    for account in (ministry, colleague):
        answer = client_of(ministry).post(f"/desk/people/{account.pk}/{action}/", {"on": "no"})
        account.refresh_from_db()
        assert answer.status_code == 403
        assert account.is_active
        assert Authenticator.objects.filter(user=account).exists()


def test_nobody_is_disabled_by_a_form_that_does_not_say_so(
    ministry: User, province_officer: User, client_of: ClientOf
) -> None:
    client_of(ministry).get(f"/desk/people/{province_officer.pk}/switch/")
    answer = client_of(ministry).post(f"/desk/people/{province_officer.pk}/switch/")

    province_officer.refresh_from_db()
    assert answer.status_code == 400
    assert province_officer.is_active


def test_people_are_found_by_name_and_workplace(
    ministry: User, province_officer: User, agency_officer: User, client_of: ClientOf
) -> None:
    browser = client_of(ministry)

    for word, found in (("เลย", [province_officer]), ("dss", [agency_officer]), ("ไม่มี", [])):
        assert list(browser.get("/desk/people/", {"q": word}).context["page_obj"]) == found


def test_the_list_costs_the_same_for_one_and_three(
    admin_user: User, client_of: ClientOf, where_people_work: None
) -> None:
    browser = client_of(admin_user)

    def row(number: int) -> None:
        make_user(Role.PROVINCE, f"p{number}")
        make_user(Role.AGENCY, f"a{number}")
        make_invitation(invited_by=admin_user)

    row(1)
    public_data.version()  # which a process asks for once in two seconds
    with CaptureQueriesContext(connection) as one:
        browser.get("/desk/people/")
    row(2)
    row(3)
    with CaptureQueriesContext(connection) as three:
        page = browser.get("/desk/people/")

    assert len(one) == len(three)
    assert len(page.context["page_obj"]) == 7


# ---------------------------------------------------------------------------------------------------- password reset


def test_a_forgotten_password_is_set_by_a_link_that_is_good_once(
    nobody: Client, ministry: User, sign_in: SignIn, settings: Any
) -> None:
    settings.PORTAL_BASE_URL = "https://portal.example"
    ministry.email = "ministry@example.go.th"
    ministry.save()
    theirs, new = sign_in(ministry), "อีกประโยคหนึ่งที่จำง่าย"

    nobody.post("/account/password/reset/", {"email": "Ministry@example.go.th"}, HTTP_HOST="localhost")
    path = mailed_link()
    form = nobody.get(path)["Location"]
    nobody.post(form, {"password1": new, "password2": new})
    again = Client().get(path)

    ministry.refresh_from_db()
    assert "https://portal.example/account/password/reset/" in mail.outbox[-1].body
    assert ministry.check_password(new)
    assert theirs.get("/desk/").status_code == 302
    assert "ลิงก์นี้ใช้ไปแล้วหรือหมดอายุแล้ว" in again.content.decode()
    second = nobody.post("/account/login/", {"username": "ministry", "password": new})
    assert second["Location"] == "/account/2fa/authenticate/"  # the mail box alone is no key


def test_asking_for_a_link_says_the_same_to_everybody(nobody: Client, province_officer: User) -> None:
    province_officer.email = "loei@example.go.th"
    province_officer.save()
    make_user(Role.PROVINCE, "disabled", email="disabled@example.go.th", is_active=False)

    pages = [
        nobody.post("/account/password/reset/", {"email": f"{name}@example.go.th"}, follow=True).content
        for name in ("loei", "unknown", "disabled")
    ]
    jobs.work()

    assert len({re.sub(rb'value="[^"]*"', b"", page) for page in pages}) == 1
    assert [message.to for message in mail.outbox] == [["loei@example.go.th"]]


def test_asking_for_links_is_limited(nobody: Client, province_officer: User) -> None:
    answers = [nobody.post("/account/password/reset/", {"email": "loei@example.go.th"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert answers[-1]["Retry-After"] == "60"
    assert "โปรดรอ 1 นาทีแล้วลองใหม่" in answers[-1].content.decode()


@pytest.mark.parametrize("host", ["evil.example", "portal.example@evil.example"])
def test_a_foreign_host_gets_no_mail_sent(nobody: Client, province_officer: User, host: str) -> None:
    answer = nobody.post("/account/password/reset/", {"email": "loei@example.go.th"}, HTTP_HOST=host)

    assert answer.status_code == 400
    assert not Job.objects.exists()


# -------------------------------------------------------------------------------------------------- nothing beside it


def test_nobody_signs_up_and_the_admin_has_no_second_way(nobody: Client, admin_user: User, client_of: ClientOf) -> None:
    browser = client_of(admin_user)

    assert [nobody.get(f"/account/{path}/").status_code for path in ("signup", "email", "password/set")] == [404] * 3
    assert browser.get("/admin/password_change/")["Location"] == "/account/password/"
    for table in ("mfa/authenticator", "usersessions/usersession", "account/emailaddress"):
        assert browser.get(f"/admin/{table}/").status_code == 404
