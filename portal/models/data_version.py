"""That what the public reads has changed."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.db.models import Count, Max


class Version(NamedTuple):
    """A state of the public data. Two states differ in number or rows: a late commit of a lower number is noticed."""

    number: int
    rows: int
    at: datetime | None


class DataVersion(models.Model):
    """One row for each public write, written in its transaction.

    Rows are added and never changed, so no writer waits here for another. Old ones are swept.
    """

    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def current(cls) -> Version:
        """The version as it is now. One query."""
        found = cls.objects.aggregate(number=Max("pk"), rows=Count("pk"), at=Max("at"))
        return Version(found["number"] or 0, found["rows"], found["at"])
