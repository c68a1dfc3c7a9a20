"""Which fields of a request and of its answers were changed: by whom, when, from what to what.

Read from the rows that django-simple-history keeps. The moves themselves are `Transition`s and not repeated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import models
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.access import Permission
from portal.bilingual import in_language
from portal.models import Agency, User
from portal.templatetags.portal_tags import agency_label, be_moment, short_date_text

from .models import AgencyResponse, CommunityRequest, Outcome

#: Written by moves, which the list of moves tells; and what only a machine reads.
_NOT_TOLD = {
    *("id", "status", "receipt", "number", "fiscal_year", "accepted_at", "submitted_at", "is_sample", "version"),
    *("response", "entered_by", "verified_by"),
}


@dataclass(frozen=True)
class Change:
    """One field of one row, changed once. `by` is the name of the person, empty when nobody is known."""

    at: datetime
    by: str
    subject: str
    field: str
    old: str
    new: str


def changes_of(user: User, community_request: CommunityRequest) -> list[Change]:
    """The changes that this person may read, newest first."""
    found = list(_changes(_("ความต้องการ"), community_request.history))
    # Words of an answer that is not given yet are its agency's and the ministry's alone; its history holds those too.
    if not user.may(Permission.SEE_OWN_PROVINCE):
        for response in _answers(user, community_request):
            subject = _("คำตอบของ %(agency)s") % {"agency": agency_label(response.agency)}
            found += _changes(subject, response.history)
            for milestone in response.milestones.all():
                found += _changes(_("ขั้นตอน %(title)s") % {"title": milestone.title_th}, milestone.history)
    for outcome in Outcome.objects.concerning(user).filter(community_request=community_request).order_by("pk"):
        subject = _("ผลลัพธ์ %(indicator)s") % {"indicator": outcome.get_indicator_display()}
        found += _changes(subject, outcome.history)
    return sorted(found, key=lambda change: change.at, reverse=True)


def _answers(user: User, community_request: CommunityRequest) -> Iterable[AgencyResponse]:
    mine = AgencyResponse.objects.concerning(user).filter(community_request=community_request)
    return mine.select_related("agency").prefetch_related("milestones").order_by("part", "pk")


def _changes(subject: str, history: Any) -> Iterator[Change]:
    records = list(history.select_related("history_user").order_by("history_date", "history_id"))
    for before, after in pairwise(records):
        by = _name_of(after.history_user)
        for field in told_fields(type(after).instance_type):
            old, new = getattr(before, field.attname), getattr(after, field.attname)
            if old != new:
                label = str(field.verbose_name)
                yield Change(after.history_date, by, subject, label, _shown(field, old), _shown(field, new))


def told_fields(model: type[models.Model]) -> Iterable[models.Field]:
    """The fields whose changes people are told."""
    return [field for field in model._meta.concrete_fields if field.name not in _NOT_TOLD]


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
