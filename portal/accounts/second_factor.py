"""Who has a second factor."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from portal.models import User
from portal.models.people import PeopleQuerySet


def has_second_factor(user: User) -> bool:
    """Whether the account has an app that makes codes; recovery codes alone are none.

    One query, unless the account was read `with_second_factor`, as who is signed in always is.
    """
    if hasattr(user, "has_factor"):
        return user.has_factor
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def with_second_factor(people: PeopleQuerySet) -> PeopleQuerySet:
    """The accounts with `has_factor`: the same for a list, in its query."""
    apps = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return people.annotate(has_factor=Exists(apps))
