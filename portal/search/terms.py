"""What is put into the index: grams of folded text, and keywords, as terms of ASCII letters and digits.

Such terms are safe in the query languages of both databases and do not depend on a locale. Terms of grams begin with
`g` and can be cut to a prefix, those of keywords with `k`. Titles have loose grams as well (`l`), by which words with
a slip in them are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from portal.thai import FOLD_VERSION, fold, normalise

from .likeness import sound

#: Of the index: raise the last figure when other terms are made of the same folded text.
VERSION = 100 * FOLD_VERSION + 2
GRAM = 3
#: Runs of letters that words are made of, in folded text.
_RUNS = re.compile("[a-z0-9]+|[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]+")
#: `อย.`, `มผช.`, `รพ.สต.`: consonants with a full stop.
_ABBREVIATION = re.compile(r"(?<![\u0e01-\u0e4e])(?:[\u0e01-\u0e2e]{1,5}\.){1,3}")
_LONGEST_KEYWORD = 40
#: Names of places and agencies come again in row after row, and most texts both in public and in internal words.
TEXTS_KNOWN = 2_000


def runs(folded: str) -> list[str]:
    """Runs of Thai letters and of others; one too short for a gram stays with the run that it touches (`กข6`)."""
    found: list[str] = []
    end = -1
    for match in _RUNS.finditer(folded):
        touches = match.start() == end
        end = match.end()
        if touches and (len(match[0]) < GRAM or len(found[-1]) < GRAM):
            found[-1] += match[0]
        else:
            found.append(match[0])
    return found


def grams(folded: str) -> Iterator[str]:
    """The 3-grams of each run of letters; of a shorter run the run itself."""
    for run in runs(folded):
        if len(run) < GRAM:
            yield run
        for start in range(len(run) - GRAM + 1):
            yield run[start : start + GRAM]


def loose_grams(folded: str) -> Iterator[str]:
    """Of every four letters three, without the second or the third: these outlive a letter that is wrong or missing."""
    for run in runs(folded):
        for start in range(len(run) - GRAM):
            yield run[start : start + 2] + run[start + GRAM]
            yield run[start] + run[start + 2 : start + GRAM + 1]


@lru_cache(maxsize=20_000)  # of all grams few are common: writing the whole index anew takes half the time
def gram_term(gram: str) -> str:
    return "g" + gram.encode("tis-620", "replace").hex()


def loose_term(gram: str) -> str:
    return "l" + gram.encode("tis-620", "replace").hex()


def sound_term(gram: str) -> str:
    return "s" + gram.encode("tis-620", "replace").hex()


def keyword_term(keyword: str) -> str:
    return "k" + keyword[:_LONGEST_KEYWORD].encode("utf-8").hex()[:118]


@lru_cache(maxsize=TEXTS_KNOWN)
def abbreviations(text: str) -> frozenset[str]:
    """Thai abbreviations, which are too short for grams: `อย.` would be found in `อยาก`."""
    return frozenset(_ABBREVIATION.findall(normalise(text)))


def terms_of(title: str, body: str, keywords: Iterable[str]) -> str:
    """All terms of an entry, each once, in order. `title` and `body` are folded."""
    parts = [part for text in (title, body) for part in text.split("\n")]
    found = {keyword_term(word) for word in keywords}.union(_slip_terms(title), *map(_terms, parts))
    return " ".join(sorted(found))


@lru_cache(maxsize=TEXTS_KNOWN)
def _terms(part: str) -> frozenset[str]:
    return frozenset(map(gram_term, set(grams(part))))


@lru_cache(maxsize=TEXTS_KNOWN)
def _slip_terms(title: str) -> frozenset[str]:
    """By which words with a slip in them are found."""
    loose = {loose_term(gram) for gram in loose_grams(title)}
    return frozenset(loose | {sound_term(gram) for gram in grams(sound(title))})


def folded(parts: Iterable[str]) -> str:
    """Several texts as one folded text in which no gram crosses from one into the other."""
    return "\n".join(_fold(part) for part in parts if part)


_fold = lru_cache(maxsize=TEXTS_KNOWN)(fold)


def grams_of(text: str) -> frozenset[str]:
    """The whole grams of a folded text, for comparing it with another."""
    return frozenset(gram for gram in grams(text) if len(gram) == GRAM)
