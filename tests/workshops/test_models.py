"""Workshops: who may see which, what is planned, and their order."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.models import User
from tests.factories import make_workshop
from workshops.models import Workshop

pytestmark = pytest.mark.django_db


def test_an_unpublished_workshop_is_the_ministrys(
    ministry: User, admin_user: User, province_officer: User, agency_officer: User
) -> None:
    published, unpublished = make_workshop(number=1), make_workshop(number=2, is_published=False)

    seeing_all: list[Any] = [ministry, admin_user]
    others: list[Any] = [province_officer, agency_officer, AnonymousUser()]

    for person in seeing_all:
        assert set(Workshop.objects.visible_to(person)) == {published, unpublished}
    for person in others:
        assert set(Workshop.objects.visible_to(person)) == {published}


def test_real_leaves_out_samples() -> None:
    real = make_workshop(number=1)
    make_workshop(number=2, is_sample=True)

    assert set(Workshop.objects.real()) == {real}


def test_a_workshop_is_planned_until_the_day_it_begins() -> None:
    workshop = make_workshop(starts_on=date(2008, 11, 9))

    assert workshop.is_planned(on=date(2008, 11, 8))
    assert not workshop.is_planned(on=date(2008, 11, 9))


def test_the_newest_year_is_listed_first_and_counts_upwards() -> None:
    for starts_on, number in ((date(2008, 11, 9), 1), (date(2009, 11, 9), 2), (date(2009, 10, 9), 1)):
        make_workshop(starts_on=starts_on, number=number)

    assert [str(workshop) for workshop in Workshop.objects.all()] == ["2553/1", "2553/2", "2552/1"]


def test_the_address_has_year_and_number() -> None:
    assert make_workshop(number=3).get_absolute_url() == "/workshops/2552/3/"
