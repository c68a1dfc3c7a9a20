"""Which agencies could answer a need, each with the reason: what it answered before, and what it is good at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import get_language

from portal.bilingual import in_language
from portal.models import Agency, User
from portal.reports import agency_label
from portal.search import grams_of, weights_of
from portal.thai import fold

from .models import AgencyResponse, CommunityRequest
from .models.responses import HELPING
from .similarity import likeness_of_nearest

MOST_SHOWN = 5
#: So many nearest requests are asked whom they were answered by.
NEIGHBOURS = 12
#: A request less like this says nothing about who could answer.
LEAST_ALIKE = 0.05
#: How much each reason counts; the third decides only between equals.
HISTORY, EXPERTISE, CATEGORY = 1.0, 1.2, 0.05
#: Of a longer word of expertise so much must occur in the need, by the weight of its grams.
PARTLY_SAID = 0.6


@dataclass(frozen=True)
class Reason:
    """Why an agency could answer; what is empty or 0 was no reason."""

    answered: int
    expertise: tuple[str, ...]
    answers_category: bool

    @property
    def has_history(self) -> bool:
        return self.answered > 0


@dataclass(frozen=True)
class AbleAgency:
    """An agency with its reason. `references`: the similar requests that it answered, the nearest first."""

    pk: int
    acronym: str
    label: str
    name: str
    reason: Reason
    references: tuple[str, ...]
    score: float
    #: What the reader said to the suggestion, if anything.
    is_right: bool | None = None


def who_can_answer(
    title: str,
    text: str,
    *,
    user: User,
    on: date,
    category: int | None = None,
    leaving_out: CommunityRequest | None = None,
    most: int = MOST_SHOWN,
) -> list[AbleAgency]:
    """Agencies that may be asked on the day, the likeliest first; none without a reason. The need's own answers
    do not count (`leaving_out`). Where nothing similar was ever answered, expertise and category decide."""
    agencies = list(Agency.objects.answering(on=on).with_names())
    votes, references = _votes(title, text, user, category, leaving_out)
    said = _expertise_said(f"{title}\n{text}", agencies)
    of_category = _agencies_of_category(category, user, leaving_out)
    able = [
        _able(agency, on, votes, references, said[agency.pk], of_category.get(agency.pk, 0.0)) for agency in agencies
    ]
    able = [each for each in able if each.reason.answered or each.reason.expertise or each.reason.answers_category]
    return sorted(able, key=lambda each: (-each.score, each.acronym))[:most]


def _able(
    agency: Agency,
    on: date,
    votes: dict[int, float],
    references: dict[int, list[str]],
    said: tuple[tuple[str, ...], float],
    share: float,
) -> AbleAgency:
    words, expertise = said
    name = agency.name_on(on)
    answered = references.get(agency.pk, [])
    score = HISTORY * votes.get(agency.pk, 0.0) + EXPERTISE * expertise + CATEGORY * share
    return AbleAgency(
        pk=agency.pk,
        acronym=agency.acronym,
        label=agency_label(agency, get_language() or "th"),
        name=in_language(name, "name").text if name else "",
        reason=Reason(len(answered), words, answers_category=share > 0),
        references=tuple(reference for reference in answered if reference)[:3],
        score=score,
    )


def _votes(
    title: str, text: str, user: User, category: int | None, leaving_out: CommunityRequest | None
) -> tuple[dict[int, float], dict[int, list[str]]]:
    """For each agency how much of the likeness of the nearest requests it answered, and which those are."""
    likeness = likeness_of_nearest(title, text, user=user, category=category, leaving_out=leaving_out)
    near = {pk: value for pk, value in likeness[:NEIGHBOURS] if value >= LEAST_ALIKE}
    answers = AgencyResponse.objects.visible_to(user).filter(community_request__in=near, status__in=HELPING)
    votes: dict[int, float] = defaultdict(float)
    references: dict[int, list[str]] = defaultdict(list)
    total = sum(value**2 for value in near.values()) or 1.0
    rows = answers.select_related("community_request").order_by("part", "pk")
    for answer in sorted(rows, key=lambda row: -near[row.community_request_id]):
        reference = answer.community_request.reference
        if reference in references[answer.agency_id]:
            continue
        references[answer.agency_id].append(reference)
        votes[answer.agency_id] += near[answer.community_request_id] ** 2 / total
    return votes, references


def _expertise_said(need: str, agencies: Iterable[Agency]) -> dict[int, tuple[tuple[str, ...], float]]:
    """The words of expertise that the need says, wholly or for the most part, and how much they tell."""
    folded = fold(need)
    grams = grams_of(folded)
    of_words = {word: grams_of(fold(word)) for agency in agencies for word in agency.expertise_th}
    weights = weights_of(frozenset().union(*of_words.values()))
    found: dict[int, tuple[tuple[str, ...], float]] = {}
    for agency in agencies:
        shares = {word: _share(word, of_words[word], grams, folded, weights) for word in agency.expertise_th}
        words = [word for word, share in shares.items() if share >= PARTLY_SAID]
        words.sort(key=lambda word: -shares[word])
        strength = 1 - _product(1 - shares[word] * 0.5 for word in words)
        found[agency.pk] = (tuple(words[:3]), strength)
    return found


def _share(word: str, of_word: frozenset[str], grams: frozenset[str], folded: str, weights: dict[str, float]) -> float:
    if fold(word) in folded:
        return 1.0
    total = sum(weights[gram] for gram in of_word)
    return sum(weights[gram] for gram in of_word & grams) / total if total and len(of_word) > 3 else 0.0


def _product(values: Iterable[float]) -> float:
    product = 1.0
    for value in values:
        product *= value
    return product


def _agencies_of_category(category: int | None, user: User, leaving_out: CommunityRequest | None) -> dict[int, float]:
    """The share of each agency in the answers of a field that this person may read."""
    if category is None:
        return {}
    answers = AgencyResponse.objects.visible_to(user).filter(community_request__category=category, status__in=HELPING)
    if leaving_out is not None:
        answers = answers.exclude(community_request=leaving_out.pk)
    counted = dict(answers.order_by().values_list("agency").annotate(count=Count("pk")))
    total = sum(counted.values()) or 1
    return {agency: count / total for agency, count in counted.items()}
