"""No lost work: conflicts are told, a form sent twice makes one thing. With real rows of the registry."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError

from portal.models import UsedKey, User
from portal.saving import Conflict, once, save_if_version
from requests_registry.models import CommunityRequest
from tests.factories import make_request

pytestmark = pytest.mark.django_db


def test_a_row_is_saved_and_its_history_names_who_did_it(ministry: User) -> None:
    request = make_request("draft")
    request.title_th = "ขอเครื่องอบแห้ง"

    save_if_version(request, version=1, by=ministry)

    request.refresh_from_db()
    assert (request.title_th, request.version) == ("ขอเครื่องอบแห้ง", 2)
    assert request.history.latest().history_user == ministry


def test_who_comes_second_is_told_what_is_there_and_changes_nothing(ministry: User, admin_user: User) -> None:
    first, second = make_request("draft"), CommunityRequest.objects.get()
    first.title_th, second.title_th = "ของคนแรก", "ของคนที่สอง"
    save_if_version(first, version=1, by=ministry)

    with pytest.raises(Conflict) as caught:
        save_if_version(second, version=1, by=admin_user)

    assert caught.value.theirs.title_th == "ของคนแรก"
    assert CommunityRequest.objects.get().title_th == "ของคนแรก"
    assert first.history.filter(history_user=admin_user).count() == 0


def test_a_form_that_is_sent_twice_makes_one_thing(ministry: User) -> None:
    key, made = uuid4(), []

    def make() -> str:
        made.append("thing")
        return f"/thing/{len(made)}/"

    assert [once(key, by=ministry, make=make) for _ in range(2)] == ["/thing/1/", "/thing/1/"]
    assert made == ["thing"]


def test_a_key_is_not_used_up_by_what_failed(ministry: User) -> None:
    key = uuid4()

    with pytest.raises(ZeroDivisionError):
        once(key, by=ministry, make=lambda: str(1 // 0))

    assert not UsedKey.objects.exists()
    assert once(key, by=ministry, make=lambda: "/thing/") == "/thing/"


def test_a_key_of_somebody_else_tells_nothing(ministry: User, admin_user: User) -> None:
    key = uuid4()
    once(key, by=ministry, make=lambda: "/secret/")

    with pytest.raises(IntegrityError):
        once(key, by=admin_user, make=lambda: "/mine/")


def test_an_error_of_the_database_in_what_is_made_is_not_taken_for_a_used_key(ministry: User) -> None:
    def make() -> str:
        UsedKey.objects.create(key=UsedKey.objects.get().key, user=ministry)
        return "/thing/"

    with pytest.raises(IntegrityError):
        once(uuid4(), by=ministry, make=make)

    assert not UsedKey.objects.exists()
