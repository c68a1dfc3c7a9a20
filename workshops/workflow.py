"""The verbs of workshops: what the ministry writes down about them.

Each is one transaction, and every row changed leaves its field history. A stated fact that is corrected keeps its
`provenance`: it is still the source's, and the history tells what was corrected. Raised: `PermissionDenied`;
`ValidationError` by field; `Conflict` when somebody has saved in between. Whatever is raised, nothing has changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max

from portal.access import Permission
from portal.models import FiscalYear, Province, ProvinceGroup, User
from portal.reports.storing import forget_about
from portal.saving import Conflict, remove_as, save_as, save_new_or_if_version

from .models import Activity, Attendance, Handover, Sector, Workshop, WorkshopProvince


@dataclass(frozen=True)
class Headcounts:
    """How many people each sector sent to a workshop (`None`: not known), as of a version of the workshop."""

    version: int
    public: int | None
    private: int | None
    people: int | None

    @classmethod
    def of(cls, workshop: Workshop) -> Headcounts:
        """As they stand; one query."""
        counted = {row.sector: row.headcount for row in workshop.attendance.all()}
        return cls(workshop.version, **{sector: counted.get(sector) for sector in Sector.values})


def _permit(by: User) -> None:
    if not by.may(Permission.RECORD_WORKSHOPS):
        raise PermissionDenied(Permission.RECORD_WORKSHOPS)


@transaction.atomic
def save_workshop(workshop: Workshop, *, targets: Sequence[Province], by: User) -> Workshop:
    """Keep a workshop, new or changed, with the provinces invited to it in their order.

    Without any, those are invited that were in its group on the first day. Each is kept with its group of that day.
    """
    _permit(by)
    workshop.fiscal_year, _ = FiscalYear.objects.get_or_create(pk=workshop.fiscal_year_id)
    FiscalYear.objects.select_for_update().get(pk=workshop.fiscal_year_id)  # of two that take a number one is told
    workshop.validate_constraints()
    if not workshop._state.adding:
        _forget_minutes(workshop)
    save_new_or_if_version(workshop, by=by)
    _invite(workshop, targets or members_of(workshop.group, workshop))
    return workshop


def members_of(group: ProvinceGroup | None, workshop: Workshop) -> list[Province]:
    """The provinces of a group on the first day of the workshop, in the order of their names."""
    if group is None:
        return []
    members = Province.objects.filter(memberships__in=group.memberships.in_force(on=workshop.starts_on))
    return list(members.order_by("sort_key"))


def _invite(workshop: Workshop, targets: Sequence[Province]) -> None:
    workshop.targets.exclude(province__in=targets).delete()
    for order, province in enumerate(targets, start=1):
        kept = {"order": order, "group": province.group_on(workshop.starts_on)}
        WorkshopProvince.objects.update_or_create(workshop=workshop, province=province, defaults=kept)


@transaction.atomic
def record_attendance(workshop: Workshop, *, headcounts: Mapping[str, int | None], version: int, by: User) -> Workshop:
    """Write down how many people each sector sent; `None` says that it is not known. Raises `Conflict`."""
    _permit(by)
    if not Workshop.objects.filter(pk=workshop.pk, version=version).update(version=F("version") + 1):
        raise Conflict(Headcounts.of(Workshop.objects.get(pk=workshop.pk)))
    for order, sector in enumerate(Sector.values, start=1):
        _count(workshop, sector, headcounts.get(sector), order=order, by=by)
    _forget_minutes(workshop)
    return workshop


def _count(workshop: Workshop, sector: str, headcount: int | None, *, order: int, by: User) -> None:
    row = workshop.attendance.filter(sector=sector).first()
    if row is None:
        row = Attendance(workshop=workshop, sector=sector, fiscal_year_id=workshop.fiscal_year_id, order=order)
    elif row.headcount == headcount:
        return
    row.headcount = headcount
    save_as(row, by=by)


@transaction.atomic
def save_activity(activity: Activity, *, by: User) -> Activity:
    """Keep what was done at a workshop, new or changed. A new one comes after those that are there."""
    _permit(by)
    workshop = activity.workshop
    if not activity._state.adding:
        _forget_minutes(workshop)
    elif workshop:
        activity.fiscal_year_id = workshop.fiscal_year_id
        activity.order = (workshop.activities.aggregate(last=Max("order"))["last"] or 0) + 1
    save_new_or_if_version(activity, by=by)
    return activity


@transaction.atomic
def remove_activity(activity: Activity, *, by: User) -> None:
    _permit(by)
    _forget_minutes(activity.workshop)
    remove_as(activity, by=by)


@transaction.atomic
def save_handover(handover: Handover, *, by: User) -> Handover:
    """Keep what was handed to a province, new or changed; the same thing once."""
    _permit(by)
    Workshop.objects.select_for_update().get(pk=handover.workshop_id)  # of two that write the same one is told
    handover.validate_constraints()
    if not handover._state.adding:
        _forget_minutes(handover.workshop)
    save_new_or_if_version(handover, by=by)
    return handover


@transaction.atomic
def remove_handover(handover: Handover, *, by: User) -> None:
    _permit(by)
    _forget_minutes(handover.workshop)
    remove_as(handover, by=by)


def _forget_minutes(workshop: Workshop | None) -> None:
    """What was corrected or removed, such as who received something, must not be read in minutes made before."""
    if workshop:
        forget_about("workshop", workshop.fiscal_year_id, workshop.number)
