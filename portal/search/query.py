"""What somebody looks for, understood: its words, with other words that mean the same, agencies and references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.models import AgencyName
from portal.thai import fold, normalise

from .terms import GRAM, abbreviations, grams, keyword_term, runs

LONGEST = 200
MOST_WORDS = 12
MOST_ALTERNATIVES = 6
#: A name of an agency is recognised inside a query from so many folded letters on.
_SHORTEST_NAME = 5
SYNONYMS = Path(__file__).parent.parent / "data" / "synonyms.txt"
_REFERENCE = re.compile(r"(?<![0-9])(2[4-7][0-9]{2}) ?[-/–] ?([0-9]{1,6})(?![0-9])")
_NUMBER_FIRST = re.compile(r"(?<![0-9])([0-9]{1,6}) ?/ ?(2[4-7][0-9]{2})(?![0-9])")
_LEGAL_FORM = re.compile(r"\(.*?\)")


@dataclass(frozen=True)
class Alternative:
    """One way to say a word: folded text with its grams, or a keyword's term."""

    text: str
    grams: tuple[str, ...] = ()
    keyword: str = ""

    def begins_a_word_of(self, text: str) -> bool:
        """For words of Latin letters, which have spaces between them."""
        return re.search(rf"(?<![a-z0-9]){re.escape(self.text)}", text) is not None


@dataclass(frozen=True)
class Word:
    """A word of the query: first as it was typed, then what means the same."""

    alternatives: tuple[Alternative, ...]

    @property
    def is_crumb(self) -> bool:
        """Too short to be cut into grams."""
        return not any(other.keyword or any(len(gram) >= GRAM for gram in other.grams) for other in self.alternatives)


@dataclass(frozen=True)
class Query:
    """A query as it is looked for. `references`: terms of the requests that it names by number."""

    typed: str
    whole: str
    words: tuple[Word, ...]
    references: tuple[str, ...] = ()

    @property
    def looks_mistyped(self) -> bool:
        """Crumbs between signs, as words of one language are when typed on the layout of the other."""
        is_crumbs = all(word.is_crumb for word in self.words)
        return is_crumbs and not self.references and len(self.typed.replace(" ", "")) > GRAM

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.references)


def reference_keyword(year_be: int, number: int) -> str:
    return f"{year_be}-{number}"


def agency_keyword(acronym: str) -> str:
    return f"agency {acronym.lower()}"


def understand(text: str) -> Query:
    """Reads the names of the agencies (one query); everything beyond the limits is left out."""
    typed = normalise(text[:LONGEST])
    references = [(int(year), int(number)) for year, number in _REFERENCE.findall(typed)]
    references += [(int(year), int(number)) for number, year in _NUMBER_FIRST.findall(typed)]
    terms = tuple(keyword_term(reference_keyword(*reference)) for reference in dict.fromkeys(references))
    whole = fold(typed)
    words = _without_crumbs(list(_words(typed))) if runs(whole) else []
    return Query(typed, whole, tuple(words[:MOST_WORDS]), terms)


def understand_need(text: str) -> Query:
    """A whole text, to find others that are like it: its grams, without synonyms, agencies and references."""
    parts = [fold(part) for part in text.split("\n")]
    said = [_said(run) for part in parts for run in runs(part) if len(run) >= GRAM]
    return Query(text, "", tuple(Word((word,)) for word in said))


def _words(typed: str) -> Iterator[Word]:
    names, initials = _agency_names()
    rest = typed
    for name, acronym in names.items():
        if name in fold(rest):
            yield _agency(name, acronym)
            rest = " ".join(part for part in fold(rest).split(name))
            break
    for token in _joined(rest.split()):
        if initial := initials.get(token.replace(".", "")):
            yield _agency(fold(token), initial)
        elif found := abbreviations(token):
            yield Word(tuple(Alternative(word, keyword=keyword_term(word)) for word in sorted(found)))
        else:
            yield from _parts(fold(token))


def _agency(literal: str, acronym: str) -> Word:
    return Word((_said(literal), Alternative(literal, keyword=keyword_term(agency_keyword(acronym)))))


def _joined(tokens: list[str]) -> Iterator[str]:
    """Tokens of one or two letters belong to a neighbour: somebody has hit the space bar inside a word."""
    pending = ""
    for place, token in enumerate(tokens):
        is_crumb = len(fold(token)) < GRAM and "." not in token
        if is_crumb and place + 1 < len(tokens) and not pending:
            pending = token
            continue
        yield pending + token
        pending = ""
    if pending:
        yield pending


def _parts(word: str) -> Iterator[Word]:
    """A folded word cut where a word with synonyms stands in it."""
    pattern, groups = _synonyms()
    end = 0
    for match in pattern.finditer(word):
        if match.start() > end:
            yield Word((_said(word[end : match.start()]),))
        others = [other for other in groups[match[0]] if other != match[0]]
        yield Word(tuple(_said(text) for text in (match[0], *others[: MOST_ALTERNATIVES - 1])))
        end = match.end()
    if end < len(word):
        yield Word((_said(word[end:]),))


def _said(text: str) -> Alternative:
    return Alternative(text.strip(), tuple(dict.fromkeys(grams(text))))


def _without_crumbs(words: list[Word]) -> list[Word]:
    """Words of one or two letters only count where there is nothing else."""
    said = [word for word in words if any(other.grams or other.keyword for other in word.alternatives)]
    long = [word for word in said if not word.is_crumb]
    return long or said


def in_first_words(text: str) -> str:
    """A text folded, with the first word of its group for each word that has synonyms: for comparing texts."""
    pattern, groups = _synonyms()
    return "\n".join(pattern.sub(lambda match: groups[match[0]][0], fold(part)) for part in text.split("\n"))


@cache
def _synonyms() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    """A pattern of all words that have synonyms, and the group of each, folded."""
    groups: dict[str, tuple[str, ...]] = {}
    for line in SYNONYMS.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            group = tuple(dict.fromkeys(fold(word) for word in line.split(",")))
            groups |= {word: (*groups.get(word, ()), *group) for word in group}
    written = sorted(groups, key=len, reverse=True)
    pattern = "|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in written)
    return re.compile(pattern), {word: tuple(dict.fromkeys(group)) for word, group in groups.items()}


def _agency_names() -> tuple[dict[str, str], dict[str, str]]:
    """Folded names (long ones first) and initials without full stops, each with the agency's acronym."""
    rows = AgencyName.objects.order_by("agency_id", "pk").values_list(
        "name_th", "name_en", "agency__acronym", "agency__abbreviation_th"
    )
    names: dict[str, str] = {}
    initials: dict[str, str] = {}
    for name_th, name_en, acronym, abbreviation in rows:
        initials |= {normalise(word).replace(".", ""): acronym for word in (acronym, abbreviation) if word}
        for name in (name_th, name_en):
            folded = fold(_LEGAL_FORM.sub("", name))
            if "." in name and len(folded) <= 2 * _SHORTEST_NAME:
                initials[normalise(name).replace(".", "")] = acronym
            elif len(folded) >= _SHORTEST_NAME:
                names[folded] = acronym
    return dict(sorted(names.items(), key=lambda item: -len(item[0]))), initials
