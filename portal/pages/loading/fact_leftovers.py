"""What the data files stated once and state no longer."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Q

from portal.models import Agency, AgencyName, DeclaredFigure, ProgrammeStatement
from requests_registry.models import AgencyResponse, Category, CommunityRequest
from workshops.models import Activity, Attendance, Workshop, WorkshopProvince

from .fact_rows import Rows, Step


class StillNeeded(Exception):
    """A row is no longer in the data files, but something that they do not have leans on it. Names both."""


def remove_leftovers(rows: Rows, *, step: Step) -> None:
    """Delete the rows of earlier files that were not met in this run. Raises `StillNeeded`.

    No row takes others with it: what would be deleted in silence (`CASCADE`) leans on it as well.
    """
    for told in _told_by_the_files(rows):
        for row in rows.not_met(told):
            if leaning := _leaning_on(row):
                sample = " (a sample)" if getattr(leaning, "is_sample", False) else ""
                raise StillNeeded(
                    f"{_named(row)} is no longer in the data files, but {_named(leaning)} leans on it{sample}"
                )
            step(f"removing {_named(row)}")
            row.delete()


def _told_by_the_files(rows: Rows) -> Iterator[models.QuerySet[models.Model]]:
    """All that loading can have written and people have not worked on; what leans on others comes before them."""
    worked_on = CommunityRequest.objects.worked_on().order_by().values("pk")
    workshops = Workshop.objects.real().filter(**rows.stated, version=1)  # as they were loaded
    yield AgencyResponse.objects.filter(**rows.stated).exclude(community_request__in=worked_on)
    yield WorkshopProvince.objects.filter(workshop__in=workshops)
    yield Activity.objects.filter(**rows.stated, workshop=None)
    yield Attendance.objects.filter(**rows.stated, workshop=None)
    yield CommunityRequest.objects.real().filter(**rows.stated).exclude(pk__in=worked_on)
    yield workshops
    yield Category.objects.filter(**rows.stated)
    yield DeclaredFigure.objects.filter(**rows.stated)
    yield ProgrammeStatement.objects.filter(**rows.stated)
    yield AgencyName.objects.filter(Q(**rows.stated) | Q(**rows.inferred))
    yield Agency.objects.filter(**rows.stated)


def _leaning_on(row: models.Model) -> models.Model | None:
    """A row of any table, those that are added later included, that refers to this one."""
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.related_model._meta.auto_created:
            continue
        if relation.on_delete != models.DO_NOTHING:  # as the rows of a history do: they outlive what they tell of
            referring = relation.related_model._base_manager.filter(**{relation.field.name: row})
            if found := referring.first():
                return found
    return None


def _named(row: models.Model) -> str:
    return f"{row._meta.object_name} {row}"
