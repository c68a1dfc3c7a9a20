"""Finding: the database fetches entries that share the rarest grams, one function scores them on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from portal.models import SearchTerm

from .index import ALL
from .keyboard import on_the_other_layout
from .query import LONGEST, Alternative, Query, understand, understand_need
from .terms import GRAM, gram_term

#: Candidates that are scored, and thereby the most that a search finds.
MOST_CANDIDATES = 400
#: Grams are taken, the rarest first, until so many entries have one of them: this bounds the work of a query.
BUDGET = 1_500
FEWEST_GRAMS, MOST_GRAMS, MOST_UNCOUNTED = 4, 24, 100
#: A whole text, to find those like it, may cost more than a query.
BUDGET_OF_A_TEXT, GRAMS_OF_A_TEXT = 6_000, 80
#: What is found in the body, or said in other words, counts so much.
IN_BODY, SYNONYM = 0.7, 0.9
#: Latin words are told apart by spaces: grams from the inside of others (`tint` in `fitting into`) count so much.
INSIDE_WORDS = 0.6
#: For a word that stands there as a whole.
WHOLE_IN_TITLE, WHOLE_IN_BODY = 0.5, 0.35
#: Less is not a find: of the best one, and of any.
LEAST_OF_BEST, LEAST = 0.5, 0.25
_TERMS_AT_A_TIME = 10_000


@dataclass(frozen=True)
class Hit:
    """A row that was found."""

    kind: str
    object_id: int
    score: float


@dataclass(frozen=True)
class Found:
    """The rows, the best first; `query` is what was really looked for, `is_swapped` when on the other layout."""

    query: Query
    hits: tuple[Hit, ...] = ()
    is_swapped: bool = False

    @property
    def object_ids(self) -> list[int]:
        return [hit.object_id for hit in self.hits]


@dataclass(frozen=True)
class _Candidate:
    kind: str
    object_id: int
    title: str
    body: str
    terms: str


def find(text: str, *, kinds: Sequence[str], readable: QuerySet[Any] | None = None) -> Found:
    """What is said about these words, the best first.

    Looks at public texts. With `readable`, rows of the one kind whose internal words the person may read, at the
    internal texts of those as well. What gives nothing is tried as typed on the other keyboard layout.
    """
    query = understand(text)
    hits = () if query.looks_mistyped else _search(query, kinds, readable)
    if hits or len(query.typed) < GRAM:
        return Found(query, hits)
    other = understand(on_the_other_layout(text[:LONGEST]))
    if swapped := _search(other, kinds, readable):
        return Found(other, swapped, is_swapped=True)
    return Found(query, _search(query, kinds, readable) if query.looks_mistyped else ())


def _search(query: Query, kinds: Sequence[str], readable: QuerySet[Any] | None) -> tuple[Hit, ...]:
    if query.is_empty:
        return ()
    rarity = _Rarity(query)
    best: dict[tuple[str, int], float] = {}
    for who in ("public",) if readable is None else ("public", "internal"):
        for candidate in _candidates_for(who, query, rarity, kinds, readable):
            key, score = (candidate.kind, candidate.object_id), _score(query, candidate, rarity)
            best[key] = max(score, best.get(key, 0))
    hits = sorted((Hit(*key, score) for key, score in best.items()), key=lambda hit: (-hit.score, -hit.object_id))
    if not hits or hits[0].score < LEAST_OF_BEST:
        return ()
    return tuple(hit for hit in hits if hit.score >= LEAST)


class _Rarity:
    """How much the grams of a query tell, from the last count of terms (one query)."""

    def __init__(self, query: Query) -> None:
        grams = {gram for word in query.words for other in word.alternatives for gram in other.grams}
        terms = {gram: gram_term(gram) for gram in grams}
        counted = dict(SearchTerm.objects.filter(term__in=[*terms.values(), ALL]).values_list("term", "entries"))
        self.entries = max(counted.get(ALL, 0), 1)
        self.count = {gram: counted.get(term, 0) for gram, term in terms.items()}
        self.weight = {gram: log(1 + self.entries / max(count, 1)) for gram, count in self.count.items()}

    def rarest(self, *, most: int = MOST_GRAMS, budget: int = BUDGET) -> list[str]:
        """Those worth fetching: the rarest until enough entries have one; what was not counted costs nothing."""
        whole = sorted((gram for gram in self.count if len(gram) >= GRAM), key=lambda gram: (self.count[gram], gram))
        uncounted = [gram for gram in whole if not self.count[gram]][:MOST_UNCOUNTED]
        chosen: list[str] = []
        budget = max(budget, self.entries // 40)
        for gram in whole[len(uncounted) :]:
            if len(chosen) >= most or (len(chosen) >= FEWEST_GRAMS and budget <= 0):
                break
            chosen.append(gram)
            budget -= self.count[gram]
        chosen += uncounted
        return chosen


def _score(query: Query, candidate: _Candidate, rarity: _Rarity) -> float:
    """1 and a half for an entry that has everything in its title; the share of the words' grams, else."""
    if query.references:
        return 1.0
    total = found = 0.0
    for word in query.words:
        weight = sum(rarity.weight[gram] for gram in word.alternatives[0].grams) or 1.0
        first, *others = (_likeness(other, candidate, rarity) for other in word.alternatives)
        found += weight * max([first, *(SYNONYM * likeness for likeness in others)])
        total += weight
    return found / total


def _likeness(said: Alternative, candidate: _Candidate, rarity: _Rarity) -> float:
    if said.keyword:
        return 1.0 + WHOLE_IN_BODY if said.keyword in candidate.terms.split() else 0.0
    if not said.grams:
        return 0.0
    title, body = candidate.title, candidate.body
    total = found = 0.0
    for gram in said.grams:
        weight = rarity.weight[gram]
        total += weight
        if gram in title:
            found += weight
        elif gram in body:
            found += IN_BODY * weight
    if said.text.isascii() and not said.begins_a_word_of(title) and not said.begins_a_word_of(body):
        return INSIDE_WORDS * found / total
    whole = WHOLE_IN_TITLE if said.text in title else WHOLE_IN_BODY if said.text in body else 0
    return found / total + whole


# ---------------------------------------------------------------------------------------------------------- candidates


def _candidates_for(
    who: str, query: Query, rarity: _Rarity, kinds: Sequence[str], readable: QuerySet[Any] | None
) -> list[_Candidate]:
    keywords = {other.keyword for word in query.words for other in word.alternatives if other.keyword}
    if query.references:
        return _candidates(who, list(query.references), [], kinds, readable)
    terms = [gram_term(gram) for gram in rarity.rarest()]
    prefixes = [] if terms or keywords else [gram_term(gram) for gram in rarity.count]
    with_words = _candidates(who, terms, prefixes, kinds, readable, with_terms=bool(keywords))
    # fetched apart: one keyword would count less than many common grams
    return [*_candidates(who, sorted(keywords), [], kinds, readable, with_terms=True), *with_words]


def _candidates(
    who: str,
    terms: list[str],
    prefixes: list[str],
    kinds: Sequence[str],
    readable: QuerySet[Any] | None,
    *,
    with_terms: bool = False,
) -> list[_Candidate]:
    if not terms and not prefixes:
        return []
    among, values = _allowed(who, readable)
    marks = ", ".join(["%s"] * len(kinds))
    matching, match, order = _matching(who, terms, prefixes)
    shown = f"e.{who}_terms" if with_terms else "''"
    sql = (  # only names of our own and placeholders are put together here
        f"SELECT e.kind, e.object_id, e.{who}_title, e.{who}_body, {shown} "  # noqa: S608
        f"FROM {matching} AND e.kind IN ({marks}) AND {among} ORDER BY {order} LIMIT {MOST_CANDIDATES}"
    )
    order_values = [match] if connection.vendor == "postgresql" else []
    with connection.cursor() as cursor:
        cursor.execute(sql, [match, *kinds, *values, *order_values])
        return [_Candidate(*row) for row in cursor.fetchall()]


def _allowed(who: str, readable: QuerySet[Any] | None) -> tuple[str, list[Any]]:
    """The condition on rows, inside the query that fetches them: never afterwards."""
    if who == "public" or readable is None:
        return "e.is_public", []
    sql, values = readable.order_by().values("pk").query.sql_with_params()
    return f"e.object_id IN ({sql})", list(values)


def _matching(who: str, terms: list[str], prefixes: list[str]) -> tuple[str, str, str]:
    """Table and condition, the value of the condition, and the order, in the words of the database."""
    if connection.vendor == "postgresql":
        index = f"e.{who}_index"
        match = " | ".join([*terms, *(f"{prefix}:*" for prefix in prefixes)])
        return f"portal_searchentry e WHERE {index} @@ %s::tsquery", match, f"ts_rank({index}, %s::tsquery) DESC, e.id"
    table = f"portal_search_{who}"
    match = " OR ".join([*terms, *(f"{prefix}*" for prefix in prefixes)])
    return f"{table} JOIN portal_searchentry e ON e.id = {table}.rowid WHERE {table} MATCH %s", match, f"bm25({table})"


def suggest(text: str, *, kinds: Sequence[str], most: int) -> list[int]:
    """The first few public rows about what has been typed so far."""
    return find(text, kinds=kinds).object_ids[:most]


# ------------------------------------------------------------------------------------------------------- similar texts


def nearest(text: str, *, kind: str, readable: QuerySet[Any], most: int) -> list[int]:
    """Rows that share the rarest grams with a whole text: by public texts, and by internal ones of `readable` rows."""
    query = understand_need(text)
    if query.is_empty:
        return []
    rarity = _Rarity(query)
    terms = [gram_term(gram) for gram in rarity.rarest(most=GRAMS_OF_A_TEXT, budget=BUDGET_OF_A_TEXT)]
    found: dict[int, None] = {}
    for who in ("public", "internal"):
        candidates = _candidates(who, terms, [], [kind], readable)
        found |= {candidate.object_id: None for candidate in candidates[:most]}
    return list(found)


def weights_of(grams: Iterable[str]) -> dict[str, float]:
    """How much each gram tells; one that stands in half of all entries or more tells nothing."""
    terms = {gram: gram_term(gram) for gram in grams}
    counted: dict[str, int] = {}
    wanted = [*terms.values(), ALL]
    for begin in range(0, len(wanted), _TERMS_AT_A_TIME):
        chunk = SearchTerm.objects.filter(term__in=wanted[begin : begin + _TERMS_AT_A_TIME])
        counted |= dict(chunk.values_list("term", "entries"))
    entries = max(counted.get(ALL, 0), 1)
    return {gram: log(1 + entries / max(counted.get(term, 0), 1)) for gram, term in terms.items()}
