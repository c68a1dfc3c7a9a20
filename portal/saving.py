"""Saving what people typed so that nothing is lost: a conflict is told, and a form sent twice makes one thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import F

from portal.models import UsedKey, User


class Refused(Exception):
    """What was asked for is not open as things stand, mostly because somebody was faster; `reason` tells the person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Conflict(Exception):
    """Somebody has saved the row in between; `theirs` is how it stands now."""

    def __init__(self, theirs: Any) -> None:
        super().__init__(f"{theirs!r} has version {theirs.version}")
        self.theirs = theirs


@transaction.atomic
def save_if_version(instance: Any, *, version: int, by: User) -> None:
    """Write a row if it still is as the form that changes it was made from, and raise its version.

    `instance` has `version` and field history, which names `by`. Raises `Conflict`, and then has changed nothing.
    """
    model: type[models.Model] = type(instance)
    if not model._base_manager.filter(pk=instance.pk, version=version).update(version=F("version") + 1):
        raise Conflict(model._base_manager.get(pk=instance.pk))
    instance.version = version + 1
    save_as(instance, by=by)


def save_new_or_if_version(instance: Any, *, by: User) -> None:
    """Save a new row, or a changed one that still has the version it was read with. Raises `Conflict`."""
    if instance._state.adding:
        save_as(instance, by=by)
    else:
        save_if_version(instance, version=instance.version, by=by)


def save_as(instance: Any, *, by: User) -> None:
    """Save a row, naming in its field history who did it."""
    instance._history_user = by
    instance.save()


def remove_as(instance: Any, *, by: User) -> None:
    """Delete a row, naming in its field history who did it."""
    instance._history_user = by
    instance.delete()


def once(key: UUID, *, by: User, make: Callable[[], str]) -> str:
    """Make something under the key of a form, and give the path that tells of it.

    `make` gives that path; it runs in the transaction that uses up the key. For a key that `by` has used the path of
    the first time is given, and nothing is made. Of two at once the second waits for the first.
    """
    try:
        with transaction.atomic():
            used = UsedKey.objects.create(key=key, user=by)
            used.path = make()
            used.save(update_fields=["path"])
            return used.path
    except IntegrityError:
        if first := UsedKey.objects.filter(key=key, user=by).first():
            return first.path
        raise
