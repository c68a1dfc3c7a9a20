"""Marking what was found in a text that is shown: whole letter clusters, and nothing that is not there.

Gives pieces of plain text; the template escapes each and puts `<mark>` around those that are marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.thai import fold

from .query import Query
from .terms import GRAM

#: Marks of a letter, and what cannot stand at the beginning of a cluster.
_FOLLOWS = re.compile("[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0300-\u036f]")
_LEADS = re.compile("[\u0e40-\u0e44]")
#: Where the word as a whole is not there, runs of so many letters that are.
_SHORTEST_RUN = 5


@dataclass(frozen=True)
class Piece:
    """A part of a text; `is_found` says that it is what was looked for."""

    text: str
    is_found: bool = False

    def __str__(self) -> str:
        return self.text


def marked(text: str, query: Query, *, around: int | None = None) -> list[Piece]:
    """The text in pieces. `around`: an excerpt of about so many letters, from shortly before the first find."""
    spans = _clusters(text, _spans(text, query))
    if around is None:
        return _pieces(text, spans)
    begin, end = _window(text, spans, around)
    inside = [(max(a, begin) - begin, min(b, end) - begin) for a, b in spans if b > begin and a < end]
    pieces = _pieces(text[begin:end], inside)
    return [*([Piece("…")] if begin else []), *pieces, *([Piece("…")] if end < len(text) else [])]


def _spans(text: str, query: Query) -> list[tuple[int, int]]:
    """Where the words of the query, or long parts of them, stand in the text."""
    folded, places = _fold_with_places(text)
    found: list[tuple[int, int]] = []
    for word in query.words:
        typed, *others = word.alternatives
        found += _whole(folded, typed.text) or _runs(folded, typed.grams)
        for other in others:
            found += _whole(folded, other.text)
    return [(places[a], places[b - 1] + 1) for a, b in found]


def _whole(folded: str, word: str) -> list[tuple[int, int]]:
    if len(word) < 2:
        return []
    return [(match.start(), match.end()) for match in re.finditer(re.escape(word), folded)]


def _runs(folded: str, grams: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where grams of the word follow each other closely enough to be a good part of it."""
    wanted = set(grams)
    found, begin = [], None
    for place in range(len(folded) - GRAM + 2):
        if folded[place : place + GRAM] in wanted:
            begin = place if begin is None else begin
        elif begin is not None:
            if place - 1 + GRAM - begin >= _SHORTEST_RUN:
                found.append((begin, place - 1 + GRAM))
            begin = None
    return found


def _fold_with_places(text: str) -> tuple[str, list[int]]:
    """The text folded letter by letter, and for each folded letter its place in the text."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter.isspace() and letters and _is_thai(letters[-1]) and _is_thai(text[place + 1 : place + 2]):
            continue
        for folded in fold(letter) if not letter.isspace() else " ":
            letters.append(folded)
            places.append(place)
    return "".join(letters), places


def _is_thai(letter: str) -> bool:
    return "\u0e01" <= letter <= "\u0e4e"


def _clusters(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, widened to whole clusters of letters, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        while begin > 0 and _FOLLOWS.match(text[begin]):
            begin -= 1
        if begin > 0 and _LEADS.match(text[begin - 1]):
            begin -= 1
        while end < len(text) and _FOLLOWS.match(text[end]):
            end += 1
        if end < len(text) and _LEADS.match(text[end - 1]):
            end -= 1
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > begin:
            joined.append((begin, end))
    return joined


def _pieces(text: str, spans: list[tuple[int, int]]) -> list[Piece]:
    pieces, last = [], 0
    for begin, end in spans:
        pieces += [Piece(text[last:begin]), Piece(text[begin:end], is_found=True)]
        last = end
    return [piece for piece in [*pieces, Piece(text[last:])] if piece.text]


def _window(text: str, spans: list[tuple[int, int]], around: int) -> tuple[int, int]:
    begin = max(spans[0][0] - around // 4, 0) if spans and spans[0][1] > around else 0
    while begin > 0 and not text[begin - 1].isspace() and begin > spans[0][0] - around // 2:
        begin -= 1
    end = min(begin + around, len(text))
    while end < len(text) and (_FOLLOWS.match(text[end]) or _LEADS.match(text[end - 1])):
        end += 1
    return begin, end
