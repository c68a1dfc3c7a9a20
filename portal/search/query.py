"""What somebody looks for, understood: its words, with other words that mean the same, agencies and references."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from portal.models import AgencyName
from portal.thai import fold, normalise

from .terms import GRAM, abbreviations, grams, grams_of, keyword_term, runs

LONGEST = 200
MOST_WORDS = 12
MOST_ALTERNATIVES = 6
#: A name of an agency is recognised inside a query from so many folded letters on.
_SHORTEST_NAME = 5
SYNONYMS = Path(__file__).parent.parent / "data" / "synonyms.txt"
ASKING = SYNONYMS.with_name("question_words.txt")
#: `ขอ` where a word begins, which is not `ของ`, `ขอบ` or `ขอน`.
_PLEASE = "(?:^|(?<= ))ขอ(?![งนบ])"
#: A name of so many folded letters is recognised when it shares this much of its grams with the query.
_LONG_NAME, _MOSTLY = 12, 0.72
#: So many names are kept folded.
_MOST_NAMES = 1_000
#: Where Thai and Latin words meet without a space; `กข6` is one.
_SCRIPTS = re.compile("(?<=[\u0e01-\u0e4e]{3})(?=[a-z]{3})|(?<=[a-z]{3})(?=[\u0e01-\u0e4e]{3})")
_REFERENCE = re.compile(r"(?<![0-9])(2[4-7][0-9]{2}) ?[-/–] ?([0-9]{1,6})(?![0-9])")
_NUMBER_FIRST = re.compile(r"(?<![0-9])([0-9]{1,6}) ?/ ?(2[4-7][0-9]{2})(?![0-9])")
_LEGAL_FORM = re.compile(r"\(.*?\)")


@dataclass(frozen=True)
class Alternative:
    """One way to say a word: folded text with its grams, or a keyword's term."""

    text: str
    grams: tuple[str, ...] = ()
    keyword: str = ""


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
    """A query as it is looked for.

    `phrase`: what was typed, folded and without words of asking. `references`: terms of the requests named by number.
    """

    typed: str
    words: tuple[Word, ...]
    phrase: str = ""
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
    words = _without_crumbs(list(_words(typed))) if runs(fold(typed)) else []
    return Query(typed, tuple(words[:MOST_WORDS]), fold(_without_asking(typed)), terms)


def understand_need(text: str) -> Query:
    """A whole text, to find others that are like it: its grams, without synonyms, agencies and references."""
    parts = [fold(part) for part in text.split("\n")]
    said = [_said(run) for part in parts for run in runs(part) if len(run) >= GRAM]
    return Query(text, tuple(Word((word,)) for word in said))


def _words(typed: str) -> Iterator[Word]:
    names, initials = _agency_names()
    rest = _without_asking(typed)
    if agency := _agency_named(rest, names):
        literal, acronym = agency
        yield _agency(literal, acronym)
        rest = " ".join(part for part in fold(rest).split(literal))
    plain: list[str] = []
    for token in _joined(rest.split()):
        if initial := initials.get(token.replace(".", "")):
            yield _agency(fold(token), initial)
        elif found := abbreviations(token):
            yield Word(tuple(Alternative(word, keyword=keyword_term(word)) for word in sorted(found)))
        elif word := fold(token):
            plain.append(word)
    yield from _parts(plain)


def _agency_named(typed: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """The words by which an agency is named, and its acronym; a long name may be a little wrong or not complete."""
    folded = fold(typed)
    for name, acronym in names.items():
        if name in folded:
            return name, acronym
    of_query = grams_of(folded)
    for name, acronym in names.items():
        if len(name) >= _LONG_NAME and _are_mostly_one(of_query, _grams_of_name(name)):
            return folded, acronym
    return None


def _are_mostly_one(left: frozenset[str], right: frozenset[str]) -> bool:
    return len(left & right) >= _MOSTLY * max(len(left), len(right))


@lru_cache(maxsize=_MOST_NAMES)
def _grams_of_name(name: str) -> frozenset[str]:
    return grams_of(name)


@lru_cache(maxsize=_MOST_NAMES)
def _folded_name(name: str) -> str:
    return fold(_LEGAL_FORM.sub("", name))


def _agency(literal: str, acronym: str) -> Word:
    return Word((_said(literal), Alternative(literal, keyword=keyword_term(agency_keyword(acronym)))))


def _joined(tokens: list[str]) -> Iterator[str]:
    """Tokens of one or two letters belong to a neighbour: somebody has hit the space bar inside a word."""
    pending = ""
    for place, token in enumerate(tokens):
        is_crumb = len(fold(token)) < GRAM and "." not in token and not (token.isascii() and token.isalpha())
        if is_crumb and place + 1 < len(tokens) and not pending:
            pending = token
            continue
        yield pending + token
        pending = ""
    if pending:
        yield pending


def _parts(words: list[str]) -> Iterator[Word]:
    """Folded words, cut where a word with synonyms stands, be it in one of them or across a space."""
    pattern, groups = _synonyms()
    text, begins = _in_one(words)
    end = 0
    for match in pattern.finditer(text):
        yield from _between(text, begins, end, match.start())
        others = [other for other in groups[_singular(match[0], groups)] if match[0] not in other]
        yield Word(tuple(_said(word) for word in (match[0], *others[: MOST_ALTERNATIVES - 1])))
        end = match.end()
    yield from _between(text, begins, end, len(text))


def _singular(word: str, groups: Mapping[str, tuple[str, ...]]) -> str:
    """The word as it stands in a group: `orchids` is `orchid`."""
    return next(each for each in (word, word.removesuffix("s"), word.removesuffix("es")) if each in groups)


def _in_one(words: list[str]) -> tuple[str, list[int]]:
    """The words as one text, and where each begins; Latin ones keep their spaces."""
    text, begins = "", []
    for word in words:
        text += " " if text and (text[-1].isascii() or word[0].isascii()) else ""
        begins.append(len(text))
        text += word
    return text, begins


def _between(text: str, begins: list[int], begin: int, end: int) -> Iterator[Word]:
    cuts = [begin, *(place for place in begins if begin < place < end), end]
    for left, right in pairwise(cuts):
        for part in _SCRIPTS.split(text[left:right]):
            if part.strip():
                yield Word((_said(part),))


def _said(text: str) -> Alternative:
    return Alternative(text.strip(), tuple(dict.fromkeys(grams(text))))


def _without_asking(typed: str) -> str:
    """Without what people say when they ask, whatever they ask for; unless there is nothing else."""
    phrases, words = _asking()
    left = " ".join(word for word in phrases.sub(" ", typed).split() if word not in words)
    return left if len(left) >= GRAM else typed


@cache
def _asking() -> tuple[re.Pattern[str], frozenset[str]]:
    """A pattern of the Thai phrases, which stand between others without a space, and the English words."""
    lines = [line for line in ASKING.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    thai = [normalise(line) for line in lines if not line.isascii()]
    phrases = "|".join(re.escape(phrase) for phrase in sorted(thai, key=len, reverse=True))
    return re.compile(f"{phrases}|{_PLEASE}"), frozenset(line for line in lines if line.isascii())


def _without_crumbs(words: list[Word]) -> list[Word]:
    """Words of one or two letters only count where there is nothing else."""
    said = [word for word in words if any(other.grams or other.keyword for other in word.alternatives)]
    long = [word for word in said if not word.is_crumb]
    return long or said


def in_first_words(text: str) -> str:
    """A text folded, with the first word of its group for each word that has synonyms: for comparing texts."""
    pattern, groups = _synonyms()
    return "\n".join(
        pattern.sub(lambda match: groups[_singular(match[0], groups)][0], fold(part)) for part in text.split("\n")
    )


def concepts(text: str) -> frozenset[str]:
    """What a text speaks of, as far as it has words with synonyms: the first word of each group, folded."""
    pattern, groups = _synonyms()
    found = (match[0] for part in text.split("\n") for match in pattern.finditer(fold(part)))
    return frozenset(groups[_singular(word, groups)][0] for word in found)


@cache
def _synonyms() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    """A pattern of all words that have synonyms, and the group of each, folded."""
    groups: dict[str, tuple[str, ...]] = {}
    for line in SYNONYMS.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            group = tuple(dict.fromkeys(fold(word) for word in line.split(",")))
            groups |= {word: (*groups.get(word, ()), *group) for word in group}
    latin = _tree([word for word in groups if word.isascii()])
    thai = _tree([word for word in groups if not word.isascii()])
    pattern = f"(?<![a-z0-9]){latin}(?:e?s)?(?![a-z0-9])|{thai}"
    return re.compile(pattern), {word: tuple(dict.fromkeys(group)) for word, group in groups.items()}


def _tree(words: list[str]) -> str:
    """A pattern of many words, letter by letter: a choice between all of them would try each at every place."""
    rest: dict[str, list[str]] = defaultdict(list)
    for word in words:
        rest[word[:1]].append(word[1:])
    branches = [re.escape(letter) + _tree(ends) for letter, ends in rest.items() if letter]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in rest else ''}"


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
            folded = _folded_name(name)
            if "." in name and len(folded) <= 2 * _SHORTEST_NAME:
                initials[normalise(name).replace(".", "")] = acronym
            elif len(folded) >= _SHORTEST_NAME:
                names[folded] = acronym
    return dict(sorted(names.items(), key=lambda item: -len(item[0]))), initials
