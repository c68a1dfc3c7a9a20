"""The newest answers, as everybody may read them. Only what is named here is public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import translation

from portal.bilingual import Localised, in_language
from portal.public_data import remembered
from portal.reports import agency_label

from .models import AgencyResponse
from .models.responses import HELPING
from .request_lines import Place, place_of


@dataclass(frozen=True)
class LatestAnswer:
    """A published answer among the newest: what is promised, by whom, to which request."""

    summary: Localised
    kind: str
    agency: str
    reference: str
    title: Localised
    place: Place
    answered_on: date
    is_sample: bool


def latest_answers(*, language: str, most: int) -> tuple[LatestAnswer, ...]:
    """The newest published answers whose day is known: real ones, and samples only where there are none.

    One query, remembered while the public data stay.
    """
    return remembered(("latest answers", language, most), lambda: _newest(language, most))


def _newest(language: str, most: int) -> tuple[LatestAnswer, ...]:
    found = AgencyResponse.objects.public().filter(status__in=HELPING, answered_on__isnull=False)
    joined = ("agency", "community_request__province", "community_request__district")
    newest = list(found.select_related(*joined).order_by("community_request__is_sample", "-answered_on", "-pk")[:most])
    kept = [row for row in newest if row.community_request.is_sample == newest[0].community_request.is_sample]
    with translation.override(language):
        return tuple(_latest_answer(row, language) for row in kept)


def _latest_answer(response: AgencyResponse, language: str) -> LatestAnswer:
    community_request = response.community_request
    assert response.answered_on is not None  # noqa: S101  (tells the type; the query asks for it)
    return LatestAnswer(
        summary=in_language(response, "summary", language),
        kind=str(response.get_kind_display()),
        agency=agency_label(response.agency, language),
        reference=community_request.reference,
        title=in_language(community_request, "public_title", language),
        place=place_of(community_request),
        answered_on=response.answered_on,
        is_sample=community_request.is_sample,
    )
