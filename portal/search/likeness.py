"""How much of a word stands in a folded text: as a whole, in long parts, or but for a slip of the finger.

Thai is written without spaces, so what was typed in one go may be several words, and a text may hold each of them
somewhere else: long enough parts count by themselves. Words of Latin letters stand apart: of those the beginning
counts, so that `orchids` finds `orchid`, and `tint` does not find `fitting into`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Parts of fewer letters tell nothing: they come about in any text.
SHORTEST_PART = 4
#: Of a Latin word so much must be the beginning of a word of the text, and so many letters.
LEAST_OF_LATIN, SHORTEST_BEGINNING = 0.6, 4
#: One slip in words of so many letters, and another for every so many more.
SHORTEST_WITH_SLIP, LETTERS_FOR_A_SLIP, MOST_SLIPS, LONGEST_WITH_SLIP = 4, 6, 3, 24
#: A word as short as this, with a slip, must still sound like the one in the text, or have the same letters.
SHORT, SHORT_LATIN = 5, 4
#: Vowels that are written above, below or not at all, and consonants that beginners and hasty writers mix up.
_SOUND = dict.fromkeys(range(0x0E30, 0x0E3A)) | str.maketrans("ขซฉผฝถตบรฮ", "คชชพฟทดปลห")
del _SOUND[0x0E32], _SOUND[0x0E33]  # sara aa and am stand on the line
#: The second of two consonants, which many do not speak: `กลา` and `กา`. After the mapping above.
_CLUSTER = re.compile("(?<=[กคปพดท])ล")


def is_whole(word: str, text: str) -> bool:
    """Whether the text has the word; a Latin one where a word begins."""
    return word in text and (not word.isascii() or _begins(word, text))


def _begins(word: str, text: str) -> bool:
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}", text) is not None


def parts(word: str, text: str) -> list[tuple[int, int]]:
    """Begin and end of the long parts of the word that the text has."""
    return list(_beginning(word, text) if word.isascii() else _long_parts(word, text))


def _long_parts(word: str, text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    while begin <= len(word) - SHORTEST_PART:
        end = begin + SHORTEST_PART
        if word[begin:end] not in text:
            begin += 1
            continue
        while end < len(word) and word[begin : end + 1] in text:
            end += 1
        yield begin, end
        begin = end


def _beginning(word: str, text: str) -> Iterator[tuple[int, int]]:
    if word[:SHORTEST_BEGINNING] not in text:
        return
    least = max(SHORTEST_BEGINNING, round(LEAST_OF_LATIN * len(word)))
    for length in range(len(word), least - 1, -1):
        if is_whole(word[:length], text):
            yield 0, length
            return


# --------------------------------------------------------------------------------------------------------------- slips


def slips_allowed(word: str) -> int:
    """So many letters may be wrong, too many, left out or in each other's place."""
    if not SHORTEST_WITH_SLIP <= len(word) <= LONGEST_WITH_SLIP:
        return 0
    return min(1 + (len(word) - SHORTEST_WITH_SLIP) // LETTERS_FOR_A_SLIP, MOST_SLIPS)


def slips(word: str, text: str, heard: str) -> int | None:
    """The fewest slips with which some part of the text is the word; None when there is no such part.

    `heard` is the sound of the text: however many vowels are missing, `พพธภณฑ์` is `พิพิธภัณฑ์`.
    """
    most = slips_allowed(word)
    if not most:
        return None
    best: int | None = 1 if _is_heard(word, heard) else None
    if best or not any(piece in text for piece in _pieces(word, most + 1)):
        return best
    for end, count in _ends(word, text, most):
        if (best is None or count < best) and _is_plausible(word, text, end):
            best = count
    return best


def _pieces(word: str, number: int) -> Iterator[str]:
    """Cut in so many pieces, one of which no slip has touched; twice, as letters may have changed places at a cut."""
    size = (len(word) - 1) // number
    for first in (0, 1):
        for begin in range(first, first + size * number, size):
            yield word[begin : begin + size]


def _ends(word: str, text: str, most: int) -> Iterator[tuple[int, int]]:
    """Where parts of the text end that are the word but for few slips, and how many: Hyyrö's bit vectors (2003)."""
    letters: dict[str, int] = {}
    for place, letter in enumerate(word):
        letters[letter] = letters.get(letter, 0) | 1 << place
    last, every = 1 << (len(word) - 1), (1 << len(word)) - 1
    more, fewer, same, before, count = every, 0, 0, 0, len(word)
    for place, letter in enumerate(text):
        here = letters.get(letter, 0)
        swapped = ((~same & here) << 1) & before
        same = (((here & more) + more) ^ more | here | fewer | swapped) & every
        longer, shorter = (fewer | ~(same | more)) & every, same & more
        if longer & last:
            count += 1
        elif shorter & last:
            count -= 1
        longer <<= 1
        more, fewer, before = (shorter << 1 | ~(same | longer)) & every, longer & same & every, here
        if count <= most:
            yield place + 1, count


def _is_plausible(word: str, text: str, end: int) -> bool:
    """A short word sounds alike; a Latin one begins where a word of the text begins."""
    windows = [text[max(end - length, 0) : end] for length in (len(word), len(word) - 1, len(word) + 1)]
    if word.isascii():
        windows = [each for each in windows if end == len(each) or not text[end - len(each) - 1].isalnum()]
    if len(word) > (SHORT_LATIN if word.isascii() else SHORT):
        return bool(windows)
    return any(sorted(window) == sorted(word) or sound(window) == sound(word) for window in windows)


def _is_heard(word: str, heard: str) -> bool:
    own = "" if word.isascii() else sound(word)
    return len(own) >= SHORTEST_WITH_SLIP and own in heard


def sound(folded: str) -> str:
    """The consonants and the vowels on the line, those that are mixed up as one."""
    return _CLUSTER.sub("", folded.translate(_SOUND))
