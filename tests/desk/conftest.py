"""The world that the desk is walked through in."""

import pytest

from portal.models import User
from tests.desk.world import World, make_world
from tests.requests_registry.conftest import people

__all__ = ["people"]


@pytest.fixture
def world(people: dict[str, User]) -> World:
    return make_world(people)
