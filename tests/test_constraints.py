"""Every constraint of the database: tried where its app is tested, and named by a sentence."""

import re

import pytest
from django.apps import apps

from tests import constraints
from tests.conftest import OUR_APPS

CONSTRAINTS = constraints.constraints()
FOREIGN = ("allauth", "crispy", "django", "simple_history", "whitenoise")


def test_no_app_of_ours_is_forgotten() -> None:
    ours = {app.label for app in apps.get_app_configs() if not app.name.startswith(FOREIGN)}

    assert ours == set(OUR_APPS)


def test_no_name_is_given_twice() -> None:
    every = [constraint.name for model in apps.get_models() for constraint in model._meta.constraints]

    assert len(every) == len(set(every))


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_name_is_a_sentence_that_every_database_can_hold(name: str) -> None:
    assert re.fullmatch("[a-z]+(_[a-z]+){2,}", name)
    assert len(name.encode()) <= 63  # PostgreSQL cuts what is longer
