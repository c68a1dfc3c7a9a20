"""One table says who may do what; one decorator asks it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from portal.access import PERMISSIONS, Permission, Role, allows, requires
from portal.models import User

ClientOf = Callable[[User], Client]


def test_the_table_knows_every_role_and_no_other() -> None:
    assert set(PERMISSIONS) == set(Role.values)


def test_every_permission_is_given_to_somebody() -> None:
    assert frozenset().union(*PERMISSIONS.values()) == set(Permission)


def test_an_unknown_role_may_nothing() -> None:
    assert not any(allows(role, permission) for role in ("", "owner", "ADMIN") for permission in Permission)


def test_everybody_has_a_desk_and_only_administrators_edit_accounts() -> None:
    assert {role for role in Role.values if allows(role, Permission.USE_DESK)} == set(Role.values)
    assert {role for role in Role.values if allows(role, Permission.EDIT_USERS)} == {Role.ADMIN}


def test_officers_see_their_own_and_never_all() -> None:
    seeing_all = {role for role in Role.values if allows(role, Permission.SEE_ALL_REQUESTS)}

    assert seeing_all == {Role.ADMIN, Role.MINISTRY}
    assert {role for role in Role.values if allows(role, Permission.SEE_OWN_PROVINCE)} == {Role.PROVINCE}
    assert {role for role in Role.values if allows(role, Permission.SEE_OWN_AGENCY)} == {Role.AGENCY}


@requires(Permission.EDIT_REFERENCE_DATA)
def guarded(request: HttpRequest, word: str) -> HttpResponse:
    """The words of the view."""
    return HttpResponse(word)


def as_person(person: User) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = person
    return request


def test_requires_lets_the_permitted_through(db: None, ministry: User, admin_user: User) -> None:
    answers = [guarded(as_person(person), "ลม").content.decode() for person in (ministry, admin_user)]

    assert answers == ["ลม", "ลม"]


def test_requires_refuses_the_others(province_officer: User, agency_officer: User, ministry: User) -> None:
    ministry.is_active = False

    for person in (province_officer, agency_officer, ministry):
        with pytest.raises(PermissionDenied, match="edit_reference_data"):
            guarded(as_person(person), "ลม")


def test_requires_is_no_door_for_people_who_are_not_signed_in() -> None:
    """Default-deny has turned them away before; a view that is public by mistake must not open."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    with pytest.raises(PermissionDenied):
        guarded(request, "ลม")


def test_requires_keeps_the_name_and_words_of_the_view() -> None:
    assert (guarded.__name__, guarded.__doc__) == ("guarded", "The words of the view.")


def test_a_role_taken_away_counts_from_the_next_request(admin_user: User, client_of: ClientOf) -> None:
    browser = client_of(admin_user)
    assert browser.get("/admin/").status_code == 200

    admin_user.role = Role.PROVINCE
    User.objects.filter(pk=admin_user.pk).update(is_active=False)

    assert browser.get("/admin/").status_code == 302
