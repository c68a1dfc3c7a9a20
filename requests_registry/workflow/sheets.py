"""What is done with an outcome grid: lines are kept as they were typed, and become requests one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from portal.access import Permission
from portal.models import UsedKey, User
from portal.saving import once
from workshops.models import Workshop

from ..models import CommunityRequest, OutcomeSheet
from .requests import submit_many

#: A line as it is stored: `key`, what was typed in which column, and marks.
StoredLine = dict[str, Any]


def lines_of(workshop: Workshop, *, by: User) -> list[StoredLine]:
    """The lines of this clerk that are not requests yet."""
    return next(iter(OutcomeSheet.objects.filter(workshop=workshop, user=by).values_list("lines", flat=True)), [])


@transaction.atomic
def keep_lines(
    workshop: Workshop,
    change: Callable[[list[StoredLine]], list[StoredLine]],
    *,
    by: User,
) -> list[StoredLine]:
    """Let `change` make the clerk's lines out of those that are kept now, two windows one after the other.

    A line whose key was used is a request and no longer kept, also when an old window still shows it.
    """
    if not by.may(Permission.RECORD_WORKSHOPS):
        raise PermissionDenied(Permission.RECORD_WORKSHOPS)
    OutcomeSheet.objects.get_or_create(workshop=workshop, user=by)
    sheet = OutcomeSheet.objects.select_for_update().get(workshop=workshop, user=by)
    lines = change(sheet.lines)
    used = used_keys([line["key"] for line in lines], by=by)
    sheet.lines = [line for line in lines if line["key"] not in used]
    sheet.save()
    return sheet.lines


def used_keys(keys: Collection[str], *, by: User) -> set[str]:
    """Those of the keys under which this clerk has made a request."""
    return {str(key) for key in UsedKey.objects.filter(key__in=keys, user=by).values_list("key", flat=True)}


def enter_line(draft: CommunityRequest, *, key: UUID, by: User) -> None:
    """Make a request of a line, in a transaction of its own, and hand it in for its province; once for each key."""

    def make() -> str:
        (made,) = submit_many([draft], by=by)
        return reverse("desk_request", args=[made.receipt])

    once(key, by=by, make=make)
