"""What is found of requests and of the answers to them. Registers itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from portal.search import Source, Text, Words, register
from portal.search.query import agency_keyword, reference_keyword

from .models import AgencyResponse, CommunityRequest

REQUEST, RESPONSE = "request", "response"


def _requests() -> QuerySet[CommunityRequest]:
    return CommunityRequest.objects.select_related("province", "district").prefetch_related("responses__agency")


def _request_words(row: CommunityRequest) -> Words:
    answers = list(row.responses.all())
    names = tuple(_place_names(row))
    public_title = (row.public_title_th, row.public_title_en)
    public_body = (row.public_text_th, row.public_text_en, row.public_community_th, row.public_community_en)
    published = [text for answer in answers if answer.is_published for text in _answer_texts(answer)]
    keywords = tuple(agency_keyword(answer.agency.acronym) for answer in answers)
    if row.number:
        keywords += (reference_keyword(row.fiscal_year_id, row.number),)
    own_body = (row.text_th, row.text_en, row.wanted_th, row.community_th, row.community_en)
    every = [text for answer in answers for text in _answer_texts(answer)]
    return Words(
        row.pk,
        public=Text(public_title, (*public_body, *names, *published), keywords) if row.is_public else None,
        internal=Text((row.title_th, row.title_en), (*own_body, *public_title, *public_body, *names, *every), keywords),
    )


def _place_names(row: CommunityRequest) -> Iterator[str]:
    for place in (row.province, row.district):
        if place:
            yield from (place.name_th, place.name_en)


def _answer_texts(answer: AgencyResponse) -> tuple[str, ...]:
    """What the public reads of an answer once it is published."""
    return (answer.summary_th, answer.summary_en, answer.details_th, answer.details_en)


def _responses() -> QuerySet[AgencyResponse]:
    return AgencyResponse.objects.select_related("agency", "community_request")


def _response_words(row: AgencyResponse) -> Words:
    summary, details = _answer_texts(row)[:2], _answer_texts(row)[2:]
    keywords = (agency_keyword(row.agency.acronym),)
    parts = (row.part_title_th, row.part_title_en)
    is_readable = row.is_published and row.community_request.is_public
    return Words(
        row.pk,
        public=Text(summary, (*details, *parts), keywords) if is_readable else None,
        internal=Text(summary, (*details, *parts, row.internal_note), keywords),
    )


def _responses_of(row: CommunityRequest) -> Iterable[int]:
    return AgencyResponse.objects.filter(community_request=row.pk).values_list("pk", flat=True)


register(
    Source(
        REQUEST,
        _requests,
        _request_words,
        {CommunityRequest: lambda row: [row.pk], AgencyResponse: lambda row: [row.community_request_id]},
    )
)
register(
    Source(
        RESPONSE, _responses, _response_words, {AgencyResponse: lambda row: [row.pk], CommunityRequest: _responses_of}
    )
)
