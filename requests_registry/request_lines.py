"""One request in a list, as everybody may read it. Only what is named here is public."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone, translation

from portal.bilingual import Localised, in_language
from portal.models import Provenance
from portal.reports import (
    PlaceName,
    agency_label,
    place_name,
)
from portal.search import Piece, Query, marked

from .models import AgencyResponse, CommunityRequest, RequestStatus
from .models.responses import HELPING, NOT_LIVE, TOLD_AT_ONCE

#: Letters of an excerpt in a list.
EXCERPT = 170


@dataclass(frozen=True)
class Place:
    """Where a request comes from."""

    province: PlaceName
    district: PlaceName | None


@dataclass(frozen=True)
class RelatedRequest:
    """Another request of the same place."""

    reference: str
    title: Localised
    status_label: str
    place: Place


@dataclass(frozen=True)
class Asking:
    """How many agencies were asked and how many will help, as `RequestLine` has it: many lines share one."""

    answered: int
    asked: int
    unpublished: int
    asking_is_known: bool


@dataclass(frozen=True)
class RequestLine:
    """A request in a list. `unpublished`: answers that have come and that the ministry has not published yet.

    `*_pieces`: title and excerpt of a request that was searched for, with what was found.
    """

    reference: str
    year_be: int
    title: Localised
    text: Localised
    status: str
    status_label: str
    place: Place
    category_code: int | None
    category_short: Localised | None
    agencies: tuple[str, ...]
    answered: int
    asked: int
    unpublished: int
    asking_is_known: bool
    date: date | None
    workshop_number: int | None
    workshop_is_inferred: bool
    is_sample: bool
    title_pieces: tuple[Piece, ...] = ()
    text_pieces: tuple[Piece, ...] = ()

    @property
    def asking(self) -> Asking:
        return Asking(self.answered, self.asked, self.unpublished, self.asking_is_known)


def request_line(community_request: CommunityRequest, *, language: str) -> RequestLine:
    """One row. Reads only what `for_list()` has fetched."""
    with translation.override(language):
        responses = list(community_request.responses.all())
        submitted = community_request.submitted_at or community_request.accepted_at
        category, workshop = community_request.category, community_request.workshop
        return RequestLine(
            reference=community_request.reference,
            year_be=community_request.fiscal_year_id,
            title=in_language(community_request, "public_title", language),
            text=in_language(community_request, "public_text", language),
            status=community_request.status,
            status_label=str(RequestStatus(community_request.status).label),
            place=place_of(community_request),
            category_code=community_request.category_id,
            category_short=in_language(category, "short", language) if category else None,
            agencies=tuple(dict.fromkeys(agency_label(response.agency, language) for response in responses)),
            answered=sum(response.is_published and response.status in HELPING for response in responses),
            asked=sum(not _is_told_to_have_ended(response) for response in responses),
            asking_is_known=any(response.asked_on for response in responses),
            unpublished=sum(
                not response.is_published and response.status not in TOLD_AT_ONCE for response in responses
            ),
            date=timezone.localdate(submitted) if submitted else None,
            workshop_number=workshop.number if workshop and workshop.is_published else None,
            workshop_is_inferred=community_request.workshop_provenance == Provenance.INFERRED,
            is_sample=community_request.is_sample,
        )


def related_line(community_request: CommunityRequest, *, language: str) -> RelatedRequest:
    """A request beside another one. Reads its place and nothing else."""
    return RelatedRequest(
        reference=community_request.reference,
        title=in_language(community_request, "public_title", language),
        status_label=str(RequestStatus(community_request.status).label),
        place=place_of(community_request),
    )


def with_marks(line: RequestLine, query: Query) -> RequestLine:
    """The same row with what was looked for marked in its title and text."""
    return replace(
        line,
        title_pieces=tuple(marked(line.title.text, query)),
        text_pieces=tuple(marked(line.text.text, query, around=EXCERPT)),
    )


def _is_told_to_have_ended(response: AgencyResponse) -> bool:
    """Whether the public reads that this asking led to nothing: a published refusal, or that it was called off."""
    return response.status in NOT_LIVE and (response.is_published or response.status in TOLD_AT_ONCE)


def place_of(community_request: CommunityRequest) -> Place:
    district = community_request.district
    return Place(place_name(community_request.province), place_name(district) if district else None)
