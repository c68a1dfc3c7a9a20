"""Earlier requests that ask for nearly the same: shown beside a form or in triage, never merged by itself.

What is compared is the title and the description alone: with the names of places and groups in it, half of what is
alike would be alike by neighbourhood. Internal words are read only of requests that are the person's own work; of all
others what everybody may read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from portal.bilingual import in_language
from portal.models import User
from portal.reports import agency_label
from portal.search import Piece, concepts, grams_of, in_first_words, marked, nearest, understand_need, weights_of
from portal.thai import fold

from .models import AgencyResponse, CommunityRequest, RequestStatus
from .models.responses import NOT_LIVE
from .search_sources import REQUEST

#: From here on two requests are said to be probably the same. Fixed on labelled pairs for a precision of 0.9 and more.
PROBABLY_SAME = 0.28
#: Below this nothing worth showing is shared.
LEAST_ALIKE = 0.06
MOST_SHOWN = 5
CANDIDATES = 80
#: The title says what it is about, the description tells a story around it; both name things that have other names.
TITLE, TEXT, CONCEPTS = 0.4, 0.4, 0.2
#: Two fields of need are seldom one need.
OTHER_CATEGORY = 0.8
EXCERPT = 150
ASKING_PHRASES = Path(settings.BASE_DIR) / "portal" / "data" / "asking_phrases.txt"


@dataclass(frozen=True)
class SimilarRequest:
    """One row of the list. Title and excerpt come in pieces, of which those with shared words are marked."""

    pk: int
    receipt: str
    reference: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    province: str
    status: str
    status_label: str
    agencies: tuple[str, ...]
    is_public: bool
    is_work_of_reader: bool
    likeness: float
    #: What the reader said to the suggestion, if anything.
    is_right: bool | None = None

    @property
    def is_probably_same(self) -> bool:
        return self.likeness >= PROBABLY_SAME


@dataclass(frozen=True)
class _Said:
    title: str
    text: str
    category: int | None


def similar_requests(
    title: str,
    text: str,
    *,
    user: User,
    category: int | None = None,
    leaving_out: CommunityRequest | None = None,
    most: int = MOST_SHOWN,
) -> list[SimilarRequest]:
    """The nearest earlier requests that the person may see, the nearest first. A fixed number of queries."""
    near = _compare(_Said(title, text, category), user, leaving_out)
    shown, likeness, said, work = near.rows[:most], near.likeness, near.said, near.work
    shown = [row for row in shown if likeness[row.pk] >= LEAST_ALIKE]
    words = understand_need(f"{title} {text}")
    agencies = _agencies_of(shown, user)
    return [
        SimilarRequest(
            pk=row.pk,
            receipt=row.receipt,
            reference=row.reference,
            title=tuple(marked(said[row.pk].title, words)),
            excerpt=tuple(marked(said[row.pk].text, words, around=EXCERPT)),
            province=in_language(row.province, "name").text,
            status=row.status,
            status_label=str(RequestStatus(row.status).label),
            agencies=agencies.get(row.pk, ()),
            is_public=row.is_public,
            is_work_of_reader=row.pk in work,
            likeness=likeness[row.pk],
        )
        for row in shown
    ]


def likeness_of_nearest(
    title: str, text: str, *, user: User, category: int | None, leaving_out: CommunityRequest | None
) -> list[tuple[int, float]]:
    """Primary keys of the nearest requests that the person may see, with how alike each is, the nearest first."""
    near = _compare(_Said(title, text, category), user, leaving_out)
    return [(row.pk, near.likeness[row.pk]) for row in near.rows]


@dataclass(frozen=True)
class _Near:
    """Requests, the nearest first, with what was read of each; `work` are those whose internal words were read."""

    rows: list[CommunityRequest]
    likeness: dict[int, float]
    said: dict[int, _Said]
    work: set[int]


def _compare(sought: _Said, user: User, leaving_out: CommunityRequest | None) -> _Near:
    own = CommunityRequest.objects.concerning(user)
    found = nearest(f"{sought.title}\n{sought.text}", kind=REQUEST, readable=own, most=CANDIDATES)
    visible = CommunityRequest.objects.visible_to(user).filter(pk__in=found).exclude(status=RequestStatus.WITHDRAWN)
    rows = list(visible.select_related("province"))
    rows = [row for row in rows if row != leaving_out]
    work = set(own.filter(pk__in=found).values_list("pk", flat=True))
    said = {row.pk: _said(row, is_work=row.pk in work) for row in rows}
    likeness = _likeness(sought, said)
    rows.sort(key=lambda row: (-likeness[row.pk], -row.pk))
    return _Near(rows, likeness, said, work)


def _said(row: CommunityRequest, *, is_work: bool) -> _Said:
    if is_work:
        return _Said(row.title_th, row.text_th, row.category_id)
    return _Said(row.public_title_th, row.public_text_th, row.category_id)


def _essence(text: str) -> frozenset[str]:
    """The grams of what a need is about: one word for what means the same, and without the phrases of asking."""
    return grams_of(_asking().sub(" ", in_first_words(text)))


@cache
def _asking() -> re.Pattern[str]:
    lines = ASKING_PHRASES.read_text("utf-8").splitlines()
    return re.compile("|".join(re.escape(fold(line)) for line in lines if line and not line.startswith("#")))


def _likeness(sought: _Said, others: dict[int, _Said]) -> dict[int, float]:
    """How alike each is, from 0 to 1: the cosine of the rare grams of titles, of whole texts, and of what they name.

    A word with synonyms tells what its rarest gram tells.
    """
    titles = {pk: _essence(said.title) for pk, said in others.items()}
    texts = {pk: titles[pk] | _essence(said.text) for pk, said in others.items()}
    named = {pk: concepts(f"{said.title}\n{said.text}") for pk, said in others.items()}
    title = _essence(sought.title)
    text = title | _essence(sought.text)
    own = concepts(f"{sought.title}\n{sought.text}")
    of_words = {word: grams_of(word) for word in own.union(*named.values())}
    weights = weights_of(text.union(*texts.values(), *of_words.values()))
    of_concepts = {word: max((weights[gram] for gram in grams), default=0.0) for word, grams in of_words.items()}
    return {
        pk: (
            TITLE * _cosine(title, titles[pk], weights)
            + TEXT * _cosine(text, texts[pk], weights)
            + CONCEPTS * _cosine(own, named[pk], of_concepts)
        )
        * (OTHER_CATEGORY if said.category and sought.category and said.category != sought.category else 1)
        for pk, said in others.items()
    }


def _cosine(left: frozenset[str], right: frozenset[str], weights: dict[str, float]) -> float:
    def length(grams: Iterable[str]) -> float:
        return sum(weights[gram] ** 2 for gram in grams)

    size = length(left) * length(right)
    return length(left & right) / sqrt(size) if size else 0.0


def _agencies_of(rows: Iterable[CommunityRequest], user: User) -> dict[int, tuple[str, ...]]:
    """Who was asked; that somebody refused is known to those who may read it."""
    ended = AgencyResponse.objects.visible_to(user).filter(status__in=NOT_LIVE)
    asked = AgencyResponse.objects.filter(community_request__in=[row.pk for row in rows])
    asked = asked.exclude(pk__in=ended.order_by().values("pk")).order_by("part", "pk")
    found: dict[int, tuple[str, ...]] = {}
    language = get_language() or "th"
    for response in asked.select_related("agency"):
        known = found.get(response.community_request_id, ())
        found[response.community_request_id] = tuple(dict.fromkeys((*known, agency_label(response.agency, language))))
    return found
