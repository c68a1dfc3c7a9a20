"""How much of a word stands in a text: in whole, in long parts, or but for a slip of the finger."""

from __future__ import annotations

from random import Random

import pytest

from portal.search.likeness import _ends, is_whole, parts, slips, slips_allowed, sound
from portal.search.terms import grams, loose_grams
from portal.thai import fold

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("word", "text", "whole"),
    [
        ("กล้วยไม้", "ขอปลูกกล้วยไม้ป่า", True),
        ("orchid", "wild orchids for sale", True),
        ("tint", "fitting into", False),
        ("ting", "fitting into", False),
    ],
)
def test_a_latin_word_stands_where_a_word_begins(word: str, text: str, whole: bool) -> None:
    assert is_whole(fold(word), fold(text)) is whole


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("กล้วยตากสีสวย", "อยากทำกล้วยตาก", ["กลวยตาก"]),
        ("เครื่องวัดทุเรียน", "ทุเรียนอ่อน ขอเครื่องวัด", ["เครืองวัด", "ทุเริยน"]),
        ("ประกันสังคม", "ประปาสังกะสี", []),
        ("orchids", "wild orchid", ["orchid"]),
        ("blockchain", "a block of wood", []),
        ("calibraton", "scales calibration", ["calibrat"]),
    ],
)
def test_long_parts_of_a_word_count_by_themselves(word: str, text: str, found: list[str]) -> None:
    folded = fold(word)

    assert [folded[begin:end] for begin, end in parts(folded, fold(text))] == [fold(part) for part in found]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("กลว้ยไม้", "กล้วยไม้"),  # two letters in each other's place
        ("กล้ยวไม้", "กล้วยไม้"),
        ("ทุเีรยน", "ทุเรียน"),
        ("เครื่องกอง", "เครื่องกรอง"),  # left out
        ("สับประรด", "สับปะรด"),  # too many
        ("มังคุต", "มังคุด"),  # wrong
        ("กะบิ", "กะปิ"),
        ("สะบู่", "สบู่"),
        ("หมยอ", "หมูยอ"),
        ("ปาร้า", "ปลาร้า"),
        ("เกือ", "เกลือ"),
        ("พพธภณฑ์", "พิพิธภัณฑ์"),  # all vowels above and below
        ("calibarte", "calibrate"),
    ],
)
def test_a_slip_of_the_finger_is_forgiven(typed: str, meant: str) -> None:
    text = fold(f"ขอเรื่อง {meant} สำหรับกลุ่ม")

    assert slips(fold(typed), text, sound(text)) is not None


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ไหม", "ไห้ม้าไหว้มา"),  # too short for a slip
        ("ปลูก", "ปลากับปูน"),
        ("เข็มกลัด", "เค็มจัด"),
        ("tint", "fitting into"),
        ("asdfg", "wasps and figs"),
    ],
)
def test_what_is_only_a_little_alike_is_another_word(typed: str, text: str) -> None:
    assert slips(fold(typed), fold(text), sound(fold(text))) is None


def test_longer_words_may_have_more_slips_up_to_a_length() -> None:
    assert [slips_allowed("ก" * length) for length in (3, 4, 9, 10, 16, 24, 25)] == [0, 1, 1, 2, 3, 3, 0]


def test_slips_are_counted_as_letter_by_letter_comparison_counts_them() -> None:
    random = Random(2552)
    for _ in range(300):
        word = "".join(random.choice("กขคง") for _ in range(random.randint(4, 14)))
        text = "".join(random.choice("กขคง") for _ in range(random.randint(0, 30)))

        assert dict(_ends(word, text, 3)) == {place: count for place, count in _distances(word, text) if count <= 3}


def _distances(word: str, text: str) -> list[tuple[int, int]]:
    """The distance of the word from the nearest part of the text that ends at each place: the plain table."""
    rows = [[0] * (len(text) + 1)]
    for i, letter in enumerate(word, start=1):
        row = [i]
        for j, other in enumerate(text, start=1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == text[j - 2] and word[i - 2] == other:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return list(enumerate(rows[-1]))[1:]


@pytest.mark.parametrize(("typed", "meant"), [("กลยวไม", "กลวยไม"), ("กลวไม", "กลวยไม"), ("กลวกยไม", "กลวยไม")])
def test_loose_grams_outlive_a_slip(typed: str, meant: str) -> None:
    of_typed = {*grams(typed), *loose_grams(typed)}
    of_meant = {*grams(meant), *loose_grams(meant)}

    assert of_typed & {*loose_grams(meant)} or {*loose_grams(typed)} & of_meant
