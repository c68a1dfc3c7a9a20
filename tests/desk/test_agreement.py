"""What a list finds and what a page asks of one object are the same rule, for every person and every object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import models

from portal.models import User
from requests_registry import access
from requests_registry.models import AgencyResponse, Attachment, CommunityRequest, Outcome, RequestContact, Transition
from tests.desk.world import World

pytestmark = pytest.mark.django_db

Person = User | AnonymousUser


def sees_contact_of(user: User, contact: RequestContact) -> bool:
    return access.sees_contact(user, contact.community_request)


def works_on_transition(user: User, transition: Transition) -> bool:
    if not access.works_on_request(user, transition.community_request):
        return False
    return transition.response is None or access.works_on_response(user, transition.response)


#: queryset of a person, and the question asked of one row; `nobody` where people who are not signed in may ask too.
RULES: dict[str, tuple[type[models.Model], str, Callable[[Any, Any], bool], bool]] = {
    "works on requests": (CommunityRequest, "concerning", access.works_on_request, False),
    "sees requests": (CommunityRequest, "visible_to", access.sees_request, True),
    "works on responses": (AgencyResponse, "concerning", access.works_on_response, False),
    "sees responses": (AgencyResponse, "visible_to", access.sees_response, True),
    "sees contacts": (RequestContact, "visible_to", sees_contact_of, False),
    "sees attachments": (Attachment, "visible_to", access.sees_attachment, True),
    "works on outcomes": (Outcome, "concerning", access.works_on_outcome, False),
    "knows of transitions": (Transition, "concerning", works_on_transition, False),
}


@pytest.mark.parametrize("rule", RULES)
def test_list_and_page_agree(world: World, rule: str) -> None:
    model, listing, asks, also_nobody = RULES[rule]
    persons: dict[str, Person] = {**world.people, **({"nobody": AnonymousUser()} if also_nobody else {})}
    differences, found = [], set()

    for name, person in persons.items():
        listed = set(getattr(model._default_manager.all(), listing)(person).values_list("pk", flat=True))
        for row in model._default_manager.order_by("pk"):
            if (row.pk in listed) != asks(person, row):
                differences.append(f"{name} and {row}: listed {row.pk in listed}, asked {asks(person, row)}")
            found.add((name, row.pk in listed))

    assert differences == []
    assert len({seen for _name, seen in found}) == 2, "the rule says the same of everything: the world is too small"
