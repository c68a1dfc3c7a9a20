"""Finding: the database fetches entries that share the rarest grams, one function scores them on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from math import log
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from portal.models import SearchTerm

from .index import ALL
from .keyboard import looks_meant, on_the_other_layout
from .likeness import is_whole, parts, slips, slips_allowed, sound
from .query import LONGEST, Alternative, Query, understand, understand_need
from .terms import GRAM, gram_term, grams, loose_grams, loose_term, sound_term

#: Candidates that are scored, and thereby the most that a search finds.
MOST_CANDIDATES = 400
#: Grams are taken, the rarest first, until so many entries have one of them: this bounds the work of a query.
BUDGET = 1_500
FEWEST_GRAMS, MOST_GRAMS, MOST_UNCOUNTED = 4, 24, 100
#: The same for loose grams, of which one word has many.
BUDGET_OF_LOOSE, MOST_LOOSE = 3_000, 40
#: So many of the best candidates are looked at for slips, and so many that have like words.
MOST_MENDED = 100
#: A whole text, to find those like it, may cost more than a query.
BUDGET_OF_A_TEXT, GRAMS_OF_A_TEXT = 6_000, 80
#: What is found in the body, or said in other words, counts so much.
IN_BODY, SYNONYM = 0.7, 0.9
#: For a word that stands there as a whole.
WHOLE_IN_TITLE, WHOLE_IN_BODY = 0.5, 0.35
#: Between equals: for the whole phrase in the title or the body, for a word in both, and for standing at the beginning.
PHRASE_IN_TITLE, PHRASE_IN_BODY, IN_BOTH, AT_BEGINNING = 0.1, 0.05, 0.02, 0.03
#: When not even the best find has so much of the query, nothing was found. Long questions tell a story around it.
LEAST_OF_BEST, LEAST_OF_QUESTION, LETTERS_OF_QUESTION = 0.47, 0.25, (13, 24)
#: Others need so much of what the best one has.
LEAST_OF_OTHERS = 0.34
#: When the best find has so much of the query, there is no second look: on the other layout, and at slips.
GOOD = 0.9
#: A word with a slip in it counts so much.
WITH_SLIP = 0.85
#: A part of a word counts less for being torn out of it, and a short one the more: it may be there by chance.
LOSS = 1.0
_TERMS_AT_A_TIME = 10_000

Parts = list[tuple[int, int]]


@dataclass(frozen=True)
class Hit:
    """A row that was found. `share`: how much of the query is in it, from 0 to 1."""

    kind: str
    object_id: int
    score: float
    share: float


@dataclass(frozen=True)
class Found:
    """The rows, the best first; `query` is what was really looked for, `is_swapped` when on the other layout."""

    query: Query
    hits: tuple[Hit, ...] = ()
    is_swapped: bool = False

    @property
    def share(self) -> float:
        """How much of the query the best find has."""
        return self.hits[0].share if self.hits else 0.0

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

    @cached_property
    def title_sound(self) -> str:
        return sound(self.title)

    @cached_property
    def body_sound(self) -> str:
        return sound(self.body)


def find(text: str, *, kinds: Sequence[str], readable: QuerySet[Any] | None = None) -> Found:
    """What is said about these words, the best first.

    Looks at public texts. With `readable`, rows of the one kind whose internal words the person may read, at the
    internal texts of those as well. What gives nothing is tried as typed on the other keyboard layout.
    """
    among = _Among(kinds, readable)
    query = understand(text)
    if query.looks_mistyped:
        return _on_the_other_layout(text, among) or _first_look(query, among).found
    first = _first_look(query, among)
    if first.found.share >= GOOD or len(query.typed) < GRAM:
        return first.found
    swapped = _on_the_other_layout(text, among)
    if swapped and swapped.share >= GOOD:
        return swapped
    found = _second_look(first, among)
    return found if found.hits else swapped or found


def _on_the_other_layout(text: str, among: _Among) -> Found | None:
    other = on_the_other_layout(text[:LONGEST])
    found = _first_look(understand(other), among).found if looks_meant(other) else None
    return replace(found, is_swapped=True) if found and found.hits else None


@dataclass(frozen=True)
class _Among:
    """Where is looked: in public texts of these kinds, and in the internal ones of rows that the person may read."""

    kinds: Sequence[str]
    readable: QuerySet[Any] | None

    @property
    def audiences(self) -> tuple[str, ...]:
        return ("public",) if self.readable is None else ("public", "internal")


@dataclass(frozen=True)
class _Scored:
    candidate: _Candidate
    score: float
    share: float


@dataclass(frozen=True)
class _Look:
    """A search with all that was looked at, by audience."""

    query: Query
    rarity: _Rarity
    scored: dict[str, list[_Scored]]

    @property
    def found(self) -> Found:
        best: dict[tuple[str, int], tuple[float, float]] = {}
        for each in chain.from_iterable(self.scored.values()):
            key, scores = (each.candidate.kind, each.candidate.object_id), (each.score, each.share)
            best[key] = max(scores, best.get(key, scores))
        hits = [Hit(*key, *scores) for key, scores in best.items()]
        most = max((hit.share for hit in hits), default=0)
        if most < _least_of_best(self.query):
            return Found(self.query)
        enough = (hit for hit in hits if hit.share >= LEAST_OF_OTHERS * most)
        return Found(self.query, tuple(sorted(enough, key=lambda hit: (-hit.score, -hit.object_id))))


def _least_of_best(query: Query) -> float:
    few, many = LETTERS_OF_QUESTION
    letters = sum(len(word.alternatives[0].text) for word in query.words)
    share = min(max((letters - few) / (many - few), 0), 1)
    return LEAST_OF_BEST + share * (LEAST_OF_QUESTION - LEAST_OF_BEST)


def _first_look(query: Query, among: _Among) -> _Look:
    """Entries that have the words as they were typed, or long parts of them."""
    if query.is_empty:
        return _Look(query, _Rarity(query), {})
    rarity = _Rarity(query)
    scored = {
        who: [_score(query, candidate, rarity) for candidate in _candidates_for(who, query, rarity, among)]
        for who in among.audiences
    }
    return _Look(query, rarity, scored)


def _second_look(first: _Look, among: _Among) -> Found:
    """With slips allowed in words that stand nowhere as typed: the best entries again, and those of like words."""
    missing = _missing(first)
    if not missing:
        return first.found
    terms = first.rarity.rarest_loose(missing)
    scored = {}
    for who, found in first.scored.items():
        found = sorted(found, key=lambda each: each.score, reverse=True)
        near = [each.candidate for each in found[:MOST_MENDED]]
        near += _candidates(who, terms, [], among, with_terms=True, most=MOST_MENDED)
        scored[who] = [_score(first.query, each, first.rarity, missing) for each in near] + found[MOST_MENDED:]
    return replace(first, scored=scored).found


def _missing(look: _Look) -> frozenset[str]:
    words = {word.alternatives[0].text for word in look.query.words}
    texts = [(each.candidate.title, each.candidate.body) for found in look.scored.values() for each in found]
    return frozenset(
        word
        for word in words
        if slips_allowed(word) and not any(is_whole(word, title) or is_whole(word, body) for title, body in texts)
    )


class _Rarity:
    """How much the grams and letters of a query tell, from the last count of terms (one query)."""

    def __init__(self, query: Query) -> None:
        said = [other for word in query.words for other in word.alternatives]
        self._terms = {gram: gram_term(gram) for other in said for gram in other.grams}
        counted = _counted([*self._terms.values(), ALL])
        self.entries = max(counted.get(ALL, 0), 1)
        self.count = {gram: counted.get(term, 0) for gram, term in self._terms.items()}
        self._most = log(1 + self.entries)
        self._letters = {other.text: self._letters_of(other.text) for other in said}

    def weight(self, text: str) -> float:
        """How much a word of the query tells."""
        return sum(self._letters[text]) or 1.0

    def letters(self, text: str) -> list[float]:
        """How much each letter of a word of the query tells."""
        return self._letters[text]

    def _letters_of(self, text: str) -> list[float]:
        """A letter tells what the commonest gram tells in which it stands; where words meet, grams are rare."""
        weights = [self._most if letter.isalnum() or not letter.isascii() else 0.0 for letter in text]
        for start in range(len(text) - GRAM + 1):
            if count := self.count.get(text[start : start + GRAM]):
                weight = log(1 + self.entries / count)
                for place in range(start, start + GRAM):
                    weights[place] = min(weights[place], weight)
        return weights

    def rarest(self, *, most: int = MOST_GRAMS, budget: int = BUDGET) -> list[str]:
        """Terms of the grams worth fetching."""
        return self._rarest(
            {self._terms[gram]: count for gram, count in self.count.items() if len(gram) >= GRAM}, most, budget
        )

    def rarest_loose(self, words: Iterable[str]) -> list[str]:
        """Terms under which titles may have these words with a slip in them (one query)."""
        terms = _loose_terms(words)
        counted = _counted(terms)
        return self._rarest({term: counted.get(term, 0) for term in terms}, MOST_LOOSE, BUDGET_OF_LOOSE)

    def _rarest(self, counts: dict[str, int], most: int, budget: int) -> list[str]:
        """The rarest until enough entries have one; what was not counted costs nothing."""
        whole = sorted(counts, key=lambda term: (counts[term], term))
        uncounted = [term for term in whole if not counts[term]][:MOST_UNCOUNTED]
        chosen: list[str] = []
        budget = max(budget, self.entries // 40)
        for term in whole[len(uncounted) :]:
            if len(chosen) >= most or (len(chosen) >= FEWEST_GRAMS and budget <= 0):
                break
            chosen.append(term)
            budget -= counts[term]
        return chosen + uncounted


def _counted(terms: Sequence[str]) -> dict[str, int]:
    return dict(SearchTerm.objects.filter(term__in=terms).values_list("term", "entries"))


def _loose_terms(words: Iterable[str]) -> list[str]:
    """Loose grams of one text may be whole ones of the other; and words that sound alike have those in common."""
    loose = {gram for word in words for gram in loose_grams(word)}
    whole = {gram for word in words for gram in grams(word)}
    heard = {gram for word in words for gram in grams(sound(word)) if len(gram) == GRAM}
    terms = {loose_term(gram) for gram in loose | whole} | {gram_term(gram) for gram in loose}
    return sorted(terms | {sound_term(gram) for gram in heard})


def _score(query: Query, candidate: _Candidate, rarity: _Rarity, missing: frozenset[str] = frozenset()) -> _Scored:
    """1 and a half for an entry that has every word in its title; in `missing` words slips are allowed."""
    if query.references:
        return _Scored(candidate, 1.0, 1.0)
    total = found = share = 0.0
    for word in query.words:
        first, *others = word.alternatives
        synonyms = (SYNONYM * _likeness(other, candidate, rarity) for other in others)
        likeness = max([_likeness(first, candidate, rarity), *synonyms])
        if first.text in missing and likeness < 1:
            likeness = max(likeness, _likeness_with_slips(first.text, candidate))
        weight = rarity.weight(first.text)
        found += weight * likeness
        share += weight * min(likeness, 1)
        total += weight
    phrase = PHRASE_IN_TITLE if query.phrase in candidate.title else 0
    phrase = phrase or (PHRASE_IN_BODY if query.phrase in candidate.body else 0)
    return _Scored(candidate, found / total + phrase, share / total)


def _likeness(said: Alternative, candidate: _Candidate, rarity: _Rarity) -> float:
    if said.keyword:
        return 1.0 + WHOLE_IN_BODY if said.keyword in candidate.terms.split() else 0.0
    if not said.grams:
        return 0.0
    word, title, body = said.text, candidate.title, candidate.body
    if is_whole(word, title):
        early = AT_BEGINNING * (1 - title.find(word) / len(title))
        return 1.0 + WHOLE_IN_TITLE + early + (IN_BOTH if is_whole(word, body) else 0)
    share = _share(parts(word, title), parts(word, body), rarity.letters(word))
    return max(share, IN_BODY) + WHOLE_IN_BODY if is_whole(word, body) else share


def _share(in_title: Parts, in_body: Parts, letters: list[float]) -> float:
    """How much of what the letters of a word tell is in these parts of it."""
    if not in_title and not in_body:
        return 0.0
    told = [0.0] * len(letters)
    for begin, end in in_body:
        told[begin:end] = [IN_BODY * (1 - LOSS / (end - begin)) * weight for weight in letters[begin:end]]
    for begin, end in in_title:
        told[begin:end] = [(1 - LOSS / (end - begin)) * weight for weight in letters[begin:end]]
    return sum(told) / (sum(letters) or 1.0)


def _likeness_with_slips(word: str, candidate: _Candidate) -> float:
    texts = (
        (candidate.title, candidate.title_sound, WITH_SLIP),
        (candidate.body, candidate.body_sound, WITH_SLIP * IN_BODY),
    )
    for text, heard, weight in texts:
        if (count := slips(word, text, heard)) is not None:
            return weight * (1 + WHOLE_IN_TITLE / 2 - count / len(word))
    return 0.0


# ---------------------------------------------------------------------------------------------------------- candidates


def _candidates_for(who: str, query: Query, rarity: _Rarity, among: _Among) -> list[_Candidate]:
    keywords = {other.keyword for word in query.words for other in word.alternatives if other.keyword}
    if query.references:
        return _candidates(who, list(query.references), [], among)
    terms = rarity.rarest()
    prefixes = [] if terms or keywords else [gram_term(gram) for gram in rarity.count]
    with_words = _candidates(who, terms, prefixes, among, with_terms=bool(keywords))
    # fetched apart: one keyword would count less than many common grams
    return [*_candidates(who, sorted(keywords), [], among, with_terms=True), *with_words]


def _candidates(
    who: str,
    terms: list[str],
    prefixes: list[str],
    among: _Among,
    *,
    with_terms: bool = False,
    most: int = MOST_CANDIDATES,
) -> list[_Candidate]:
    if not terms and not prefixes:
        return []
    allowed, values = _allowed(who, among.readable)
    marks = ", ".join(["%s"] * len(among.kinds))
    matching, match, order = _matching(who, terms, prefixes)
    shown = f"e.{who}_terms" if with_terms else "''"
    sql = (  # only names of our own and placeholders are put together here
        f"SELECT e.kind, e.object_id, e.{who}_title, e.{who}_body, {shown} "  # noqa: S608
        f"FROM {matching} AND e.kind IN ({marks}) AND {allowed} ORDER BY {order} LIMIT {most}"
    )
    order_values = [match] if connection.vendor == "postgresql" else []
    with connection.cursor() as cursor:
        cursor.execute(sql, [match, *among.kinds, *values, *order_values])
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
    terms = rarity.rarest(most=GRAMS_OF_A_TEXT, budget=BUDGET_OF_A_TEXT)
    found: dict[int, None] = {}
    for who in ("public", "internal"):
        candidates = _candidates(who, terms, [], _Among([kind], readable))
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
