"""Thai text: mending what was typed, comparing, searching, sorting.

Four strengths, from gentle to rough:

- `repair` is for text that is stored and shown. It changes only what a reader cannot see or never meant.
- `normalise` is for comparing: two ways of typing the same words become one string.
- `fold` is for searching: words that differ by a lost tone mark or a likely misspelling become one string.
- `sort_key` is for ordering: plain comparison of code points gives the order of a Thai dictionary.

All take time proportional to the length of the text, whatever it holds; what the first three give, they leave alone.
"""

import re
import unicodedata
from typing import Final, Literal

__all__ = ["FOLD_VERSION", "fold", "normalise", "repair", "sort_key", "to_arabic_digits", "to_thai_digits"]

FOLD_VERSION: Final = 1
"""Raise this when `fold` gives other results than before: an index built with an older fold is stale."""

_THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_TO_THAI_DIGITS = str.maketrans("0123456789", _THAI_DIGITS)
_THAI_DIGIT = re.compile(f"[{_THAI_DIGITS}]")

# Zero-width space, non-joiner and joiner, word joiner, byte order mark, soft hyphen: invisible, yet they part words.
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
# No-break spaces (plain, figure, narrow) come with text pasted from word processors.
_SPACES = re.compile("[ \u00a0\u2007\u202f]+")

# Unicode's normal forms put the marks of a letter in order, in quadratic time: thousands on one letter would take
# seconds. More than 30 in a row mean nothing in any language (UAX #15, Stream-Safe Text Format); the rest is dropped.
_MARKS_IN_A_ROW = 30
# Those of the Basic Multilingual Plane; a class with all the others would make the expressions ten times as slow.
_COMBINING = "".join(chr(code) for code in range(0x0300, 0x10000) if unicodedata.combining(chr(code)))
_PERHAPS_A_PILE = re.compile(f"[{_COMBINING}\U00010000-\U0001ffff]{{{_MARKS_IN_A_ROW + 1},}}")

# Marks are named by code point below: alone, they cannot be seen in an editor.
_NIKHAHIT = "\u0e4d"
_SARA_AA = "\u0e32"
_SARA_AM = "\u0e33"
_TONES = "\u0e48\u0e49\u0e4a\u0e4b"  # mai ek, mai tho, mai tri, mai chattawa
# The order in which marks on one consonant are stored: phinthu, vowel below, vowel above and mai taikhu, nikhahit,
# tone, thanthakhat and yamakkan. Unicode's NFC orders only phinthu, the vowels below and the tones.
_MARK_LEVELS = ("\u0e3a", "\u0e38\u0e39", "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47", _NIKHAHIT, _TONES, "\u0e4c\u0e4e")
_LEVEL_OF_MARK = {mark: level for level, marks in enumerate(_MARK_LEVELS) for mark in marks}
_MARKS = "".join(_MARK_LEVELS)
_MARKS_BEFORE_AA = re.compile(f"(?<![{_MARKS}])([{_MARKS}]++){_SARA_AA}")
# Runs of marks, but for the two that are right as they are and stand in every other word: vowel, tone and tone, am.
_ANY_MARK = f"[{_MARKS}{_SARA_AM}{_COMBINING}]"
_IN_ORDER = f"(?:[{_MARK_LEVELS[1]}{_MARK_LEVELS[2]}][{_TONES}]|[{_TONES}]{_SARA_AM})(?!{_ANY_MARK})"
_RUN_OF_MARKS = re.compile(f"(?!{_IN_ORDER}){_ANY_MARK}{{2,}}")

_UNSOUNDED = dict.fromkeys([0x0E47, *map(ord, _TONES), 0x0E4C])  # mai taikhu, tones, thanthakhat
_SOUND = _UNSOUNDED | str.maketrans("\u0e35\u0e37\u0e39ใณฎฏฐฑฒธศษฬฆญ", "\u0e34\u0e36\u0e38ไนดตถทททสสลคย")
_SPACES_IN_THAI = re.compile("(?<=[\u0e01-\u0e3a\u0e40-\u0e4e]) +(?=[\u0e01-\u0e3a\u0e40-\u0e4e])")

_LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")
_TIE_BREAKING_MARKS = {**_UNSOUNDED, 0x0E4E: None}  # and yamakkan


def to_thai_digits(text: str) -> str:
    """`พ.ศ. 2551` becomes `พ.ศ. ๒๕๕๑`; everything but the digits 0-9 stays."""
    return text.translate(_TO_THAI_DIGITS)


def to_arabic_digits(text: str) -> str:
    """`พ.ศ. ๒๕๕๑` becomes `พ.ศ. 2551`; everything but Thai digits stays, digits of other scripts too."""
    # Not str.translate, which takes 20 times as long on text with few digits.
    return _THAI_DIGIT.sub(lambda match: str(_THAI_DIGITS.index(match[0])), text)


def repair(text: str) -> str:
    """The text as its writer meant it, for storing and showing: same words, same letters, same digits and lines.

    Removes zero-width characters and soft hyphens, makes one plain space of several or of no-break ones, puts marks
    into their order and drops doubled ones, composes แ from เเ and ำ from its parts, and applies Unicode's NFC (not
    NFKC: full-width letters, superscripts and the like stay as they are). Of more than 30 marks on a letter 30 stay.
    """
    return _mend_thai(_SPACES.sub(" ", _normal_form("NFC", _INVISIBLE.sub("", text))))


def normalise(text: str) -> str:
    """The text for comparing: `repair`, and without difference of case, width, kind of digits and spacing.

    `นํ้า`, `น้ํา` and `นำ้` become `น้ำ`; `ต่างๆ` and `ต่าง ๆ`, `ＯＴＯＰ` and `otop`, `๒๕๕๒` and `2552` become one.
    """
    text = _normal_form("NFKC", repair(text))
    text = _normal_form("NFKC", to_arabic_digits(text).casefold())  # folding case can leave what NFKC would compose
    text = _mend_thai(text).replace("ๆ", " ๆ ")
    return " ".join(text.split())


def fold(text: str) -> str:
    """The skeleton of a text, for a search index: `normalise`, without tones and with like-sounding letters as one.

    Tones, mai taikhu and thanthakhat go, as do spaces between Thai letters; long vowels become short, and consonants
    of one sound become one. `กลวยตาก` finds `กล้วยตาก`, but `นำ` and `น้ำ` are one too: never show or store the result
    anywhere but in an index, and let the scorer prefer what `normalise` finds.
    """
    text = " ".join(normalise(text).translate(_SOUND).split())
    return _mend_thai(_SPACES_IN_THAI.sub("", text))  # what was dropped can bring marks together


def sort_key(text: str) -> str:
    """A string whose order by code point is the order of the Royal Society's dictionary, on any database.

    A vowel written before its consonant counts after it (`เลย` as `ลเย`), and tone marks, mai taikhu and thanthakhat
    count only between words that are otherwise equal: those words have, after a tab, the text with its marks. Digits
    come before Latin letters, Latin before Thai; case does not count. Up to twice the length of the text plus one.
    A database column that holds it must compare by code point (collation "C" on PostgreSQL).
    """
    marked = _LEADING_VOWEL.sub(r"\2\1", normalise(text))
    letters = marked.translate(_TIE_BREAKING_MARKS)
    # The tab sorts before everything that can follow a letter, so shorter words keep their place before longer ones.
    return letters if letters == marked else f"{letters}\t{marked}"


def _normal_form(form: Literal["NFC", "NFKC"], text: str) -> str:
    return unicodedata.normalize(form, _PERHAPS_A_PILE.sub(_thin_out, text))


def _thin_out(match: re.Match[str]) -> str:
    kept, row = [], 0
    for character in match[0]:
        row = row + 1 if unicodedata.combining(character) else 0
        if row <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def _mend_thai(text: str) -> str:
    text = text.replace("เเ", "แ").replace(_NIKHAHIT + _SARA_AA, _SARA_AM)
    if _NIKHAHIT in text:
        text = _MARKS_BEFORE_AA.sub(_compose_sara_am, text)
    return _normal_form("NFC", _RUN_OF_MARKS.sub(_order_marks, text))


def _compose_sara_am(match: re.Match[str]) -> str:
    """Nikhahit and sara aa, with or without a tone on either side of the nikhahit, are meant as sara am."""
    marks = match[1]
    return marks.replace(_NIKHAHIT, "") + _SARA_AM if _NIKHAHIT in marks else match[0]


def _order_marks(match: re.Match[str]) -> str:
    """Thai marks in their order, each once, of several tones the first; then sara am, then marks of other scripts."""
    run = match[0]
    marks = dict.fromkeys(mark for mark in run if mark in _LEVEL_OF_MARK)  # a set that keeps the order of typing
    for tone in [mark for mark in marks if mark in _TONES][1:]:
        del marks[tone]
    if _SARA_AM in run:
        marks.pop(_NIKHAHIT, None)  # sara am has its own
    others = [mark for mark in run if mark not in _LEVEL_OF_MARK and mark != _SARA_AM]
    in_order = sorted(marks, key=_LEVEL_OF_MARK.__getitem__)
    return "".join([*in_order, _SARA_AM if _SARA_AM in run else "", *others])
