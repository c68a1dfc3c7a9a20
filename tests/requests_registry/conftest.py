"""Who takes part in the work on a request."""

import pytest

from portal.models import User


@pytest.fixture
def people(
    ministry: User,
    admin_user: User,
    province_officer: User,
    other_province_officer: User,
    agency_officer: User,
    other_agency_officer: User,
) -> dict[str, User]:
    """Everybody, by what they are to a request of Loei that DSS answers."""
    return {
        "ministry": ministry,
        "admin": admin_user,
        "province": province_officer,
        "other province": other_province_officer,
        "agency": agency_officer,
        "other agency": other_agency_officer,
    }
