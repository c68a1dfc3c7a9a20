"""Which fields were changed, in words that an officer knows."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.db import models
from django.utils import translation

from portal.field_history import told_fields
from portal.models import User
from requests_registry.field_history import UNTOLD, changes_of
from requests_registry.models import AgencyResponse, CommunityRequest, Milestone, Outcome
from tests.factories import make_request, make_response


@pytest.mark.parametrize("model", [CommunityRequest, AgencyResponse, Milestone, Outcome])
def test_every_field_that_is_told_has_a_thai_name(model: type[models.Model]) -> None:
    with translation.override("th"):
        names = {field.name: str(field.verbose_name) for field in told_fields(model, untold=UNTOLD)}

    assert [name for name, label in names.items() if not re.search("[ก-๙]", label)] == []


@pytest.mark.django_db
def test_sums_are_written_as_people_write_them(ministry: User) -> None:
    response = make_response("accepted", community_request=make_request("answered"))
    response.budget_baht = Decimal("12500.00")
    response.save()

    (change,) = changes_of(ministry, response.community_request)

    assert (change.old, change.new) == ("ว่าง", "12,500")
