"""What is found of agencies: every name, alias and initial, and what they are good at. Registers itself."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.models import Agency, AgencyName

from .index import Source, Text, Words, register
from .query import agency_keyword

AGENCY = "agency"


def _agencies() -> QuerySet[Agency]:
    return Agency.objects.prefetch_related("names")


def _agency_words(row: Agency) -> Words:
    names = [name for each in row.names.all() for name in (each.name_th, each.name_en)]
    expertise = (*row.expertise_th, *row.expertise_en)
    keywords = (agency_keyword(row.acronym),)
    text = Text((row.acronym, row.abbreviation_th, *names), expertise, keywords)
    return Words(row.pk, public=text, internal=text)


register(
    Source(AGENCY, _agencies, _agency_words, {Agency: lambda row: [row.pk], AgencyName: lambda row: [row.agency_id]})
)
