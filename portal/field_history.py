"""Which fields of rows were changed: by whom, when, from what to what.

Read from the rows that django-simple-history keeps. Apps say which rows belong to what a page tells of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from django.db import models
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.bilingual import in_language
from portal.models import Agency, User
from portal.templatetags.portal_tags import agency_label, be_moment, short_date_text

REMOVED = "-"


@dataclass(frozen=True)
class Change:
    """One field of one row, changed once, or a row taken away. `by` is a name, empty when nobody is known."""

    at: datetime
    by: str
    subject: str
    field: str
    old: str
    new: str


def records_of(history: Any) -> list[Any]:
    """The states of one row as they were kept, oldest first."""
    return list(history.select_related("history_user").order_by("history_date", "history_id"))


def records_by_row(history: Any) -> Iterator[list[Any]]:
    """The same of many rows, row by row, also of rows that were taken away."""
    kept = history.select_related("history_user").order_by("id", "history_date", "history_id")
    for _key, records in groupby(kept, key=lambda record: record.id):
        yield list(records)


def changes(subject: str, records: Sequence[Any], *, untold: Collection[str] = ()) -> Iterator[Change]:
    """What changed from each state to the next in fields that people are told of."""
    for before, after in pairwise(records):
        by = _name_of(after.history_user)
        if after.history_type == REMOVED:
            yield Change(after.history_date, by, subject, _("ทั้งรายการ"), str(before.instance), _("ลบแล้ว"))
            continue
        for field in told_fields(type(after).instance_type, untold=untold):
            old, new = getattr(before, field.attname), getattr(after, field.attname)
            if old != new:
                label = str(field.verbose_name)
                yield Change(after.history_date, by, subject, label, _shown(field, old), _shown(field, new))


def told_fields(model: type[models.Model], *, untold: Collection[str]) -> Iterable[models.Field]:
    """The fields that are kept and whose changes people are told: not keys and what a move or a machine writes."""
    kept = model.history.model.tracked_fields  # type: ignore[attr-defined]  # added by HistoricalRecords
    return [field for field in kept if field.name not in {"id", *untold}]


def _name_of(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def _shown(field: models.Field, value: Any) -> str:
    """A value in words; what is empty is said to be so."""
    if value in (None, ""):
        return pgettext("ค่าของช่อง", "ว่าง")
    if isinstance(field, models.ForeignKey):
        return _named(field, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("ใช่") if value else _("ไม่ใช่")
    if isinstance(value, Decimal):
        return floatformat(value, "-2g")
    if isinstance(value, datetime):
        return be_moment(value)
    return short_date_text(value) if isinstance(value, date) else str(value)


def _named(field: models.ForeignKey, key: Any) -> str:
    """What a row that was pointed at is called today; its key where it is no more."""
    row = field.related_model._base_manager.filter(pk=key).first()
    if row is None:
        return str(key)
    if isinstance(row, Agency):
        return agency_label(row)
    return str(in_language(row, "name") if hasattr(row, "name_th") else row)
