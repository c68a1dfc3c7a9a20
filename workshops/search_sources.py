"""What is found of workshops. Registers itself."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.search import Source, Text, Words, register

from .models import Activity, Workshop, WorkshopProvince

WORKSHOP = "workshop"


def _workshops() -> QuerySet[Workshop]:
    return Workshop.objects.select_related("host_province").prefetch_related("targets__province", "activities")


def _workshop_words(row: Workshop) -> Words:
    title = (row.title_th, row.title_en, row.theme_th, row.theme_en)
    places = [row.host_province, *(target.province for target in row.targets.all())]
    names = tuple(name for place in places for name in (place.name_th, place.name_en))
    activities = tuple(text for activity in row.activities.all() for text in (activity.title_th, activity.title_en))
    text = Text(title, (row.venue_th, row.venue_en, row.outcome_th, row.outcome_en, *names, *activities))
    return Words(row.pk, public=text if row.is_published else None, internal=text)


def _workshop_of(row: Activity | WorkshopProvince) -> list[int]:
    return [row.workshop_id] if row.workshop_id else []


register(
    Source(
        WORKSHOP,
        _workshops,
        _workshop_words,
        {Workshop: lambda row: [row.pk], Activity: _workshop_of, WorkshopProvince: _workshop_of},
    )
)
