"""Mending, comparing, folding and sorting of Thai text."""

import time
import unicodedata

import geothai
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.thai import fold, normalise, repair, sort_key

pytestmark = pytest.mark.pure

# Marks by code point, as in portal/thai/text.py: alone they cannot be seen in an editor.
MAI_EK, MAI_THO, NIKHAHIT, SARA_AM, SARA_I = "\u0e48", "\u0e49", "\u0e4d", "\u0e33", "\u0e34"

# Thai letters, marks and digits in any order, with what else has a say: spaces, invisible characters, Latin marks.
thai_texts = st.text(
    alphabet=[*map(chr, range(0x0E01, 0x0E3B)), *map(chr, range(0x0E40, 0x0E5C)), *" \u00a0\u200b\u00adAß1\u0301\n"],
    max_size=30,
)
any_texts = st.one_of(st.text(), thai_texts)


# Repair


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("น" + NIKHAHIT + MAI_THO + "า", "น้ำ"),
        ("น" + MAI_THO + NIKHAHIT + "า", "น้ำ"),
        ("น" + SARA_AM + MAI_THO, "น้ำ"),
        ("น" + NIKHAHIT + "า" + MAI_THO, "น้ำ"),
        ("น" + MAI_THO + SARA_AM + MAI_THO, "น้ำ"),
        ("น" + NIKHAHIT + SARA_AM, "นำ"),
        ("ท" + NIKHAHIT + "า", "ทำ"),
        ("เเปรรูป", "แปรรูป"),
        ("ที่\u200bดิน", "ที่ดิน"),
        ("ที่\u2060\ufeff\u200c\u200dดิน", "ที่ดิน"),
        ("วิทยา\u00adศาสตร์", "วิทยาศาสตร์"),
        ("จ.\u00a0เลย", "จ. เลย"),
        ("จ.\u202fเลย", "จ. เลย"),
        ("อำเภอ   ภูหลวง", "อำเภอ ภูหลวง"),
        ("ก" + MAI_EK + SARA_I + "ง", "กิ่ง"),
        ("ก" + SARA_I + MAI_EK + MAI_EK + "ง", "กิ่ง"),
        ("ผู" + MAI_THO + MAI_THO, "ผู้"),
        ("ผ" + MAI_THO + "ู", "ผู้"),
        ("กา" + MAI_EK, "กา" + MAI_EK),  # a tone after sara aa may belong to either side: left as it is
        ("กิ" + MAI_EK + MAI_THO + "ง", "กิ่ง"),
        ("สิทธ์" + SARA_I, "สิทธิ์"),
        ("พันธ์ุ", "พันธุ์"),
        ("cafe\u0301", "café"),
    ],
)
def test_repair_mends_what_nobody_meant(typed: str, mended: str) -> None:
    assert repair(typed) == mended


@pytest.mark.parametrize(
    "text",
    [
        "",
        "น้ำ",
        "การพัฒนาบรรจุภัณฑ์ข้าวหลามหมูยอ อ.ภูหลวง จ.เลย",
        "ต่างๆ นานา ฯลฯ",
        "ปี ๒๕๕๒ ＯＴＯＰ GMP ½ m² ﬁ",
        "บรรทัดแรก\r\n\r\n\tบรรทัดที่สอง\n",
        "ก็ เก็บ เซ็นต์ ศิลป์ พันธุ์ สิทธิ์ จันทร์ ฤๅษี",
        "สัพพัง กาตัพพัง พุทธํ สรณํ",
        "👩‍🔬".replace("\u200d", ""),
    ],
)
def test_repair_leaves_alone_what_is_meant(text: str) -> None:
    assert repair(text) == text


def test_repair_keeps_every_province_and_district_name() -> None:
    provinces = geothai.provinces()
    districts = [district for province in provinces for district in geothai.districts(province.code)]
    names = [province.name_th for province in provinces] + [district.name_th for district in districts]

    assert len(names) == 77 + 928
    assert [name for name in names if repair(name) != name] == []


@given(any_texts)
@example("\u0300\u0e31\u0e38")  # a mark of another script among Thai ones
@example("ก" + "\u0e31\u0300" * 40)
def test_repair_is_idempotent_and_in_normal_form(text: str) -> None:
    repaired = repair(text)

    assert repair(repaired) == repaired
    assert unicodedata.is_normalized("NFC", repaired)
    assert "เเ" not in repaired
    assert "  " not in repaired


@given(any_texts)
def test_repair_changes_nothing_that_comparing_sees(text: str) -> None:
    assert normalise(repair(text)) == normalise(text)


# Normalise and fold: the sixteen cases


SIXTEEN_CASES = [
    ("น" + NIKHAHIT + MAI_THO + "า", "น้ำ"),
    ("น" + MAI_THO + NIKHAHIT + "า", "น้ำ"),
    ("น" + SARA_AM + MAI_THO, "น้ำ"),
    ("ท" + NIKHAHIT + "า", "ทำ"),
    ("เเปรรูป", "แปรรูป"),
    ("ที่\u200bดิน", "ที่ดิน"),
    ("๒๕๕๒", "2552"),
    ("ＯＴＯＰ", "otop"),
    ("ก" + SARA_I + MAI_EK + MAI_EK + "ง", "กิ่ง"),
    ("ก" + MAI_EK + SARA_I + "ง", "กิ่ง"),
    ("ต่างๆ", "ต่าง ๆ"),
    ("ต่าง ๆ", "ต่าง ๆ"),
    ("ผู" + MAI_THO + MAI_THO, "ผู้"),
    ("จังหวัด\u00a0เลย", "จังหวัด เลย"),
    ("GMP", "gmp"),
    ("น้ำ", "น้ำ"),
]


@pytest.mark.parametrize(("typed", "normal"), SIXTEEN_CASES)
def test_normalise_makes_one_string_of_one_word(typed: str, normal: str) -> None:
    assert normalise(typed) == normal


@pytest.mark.parametrize(("typed", "normal"), SIXTEEN_CASES)
def test_fold_is_the_same_for_all_ways_of_typing_a_word(typed: str, normal: str) -> None:
    assert fold(typed) == fold(normal)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("กล้วยตาก", "กลวยตาก"),
        ("เครื่อง กรองน้ำ", "เครึองกรองนำ"),
        ("เก็บ", "เกบ"),
        ("ศิลป์", "สิลป"),
        ("ี".join("กก"), "กิก"),
        ("ผู้ใหญ่", "ผุไหย"),
        ("ณฎฏฐฑฒธศษฬฆญ", "นดตถทททสสลคย"),
        ("OTOP  ข้าว หลาม 5 ดาว", "otop ขาวหลาม 5 ดาว"),
        ("ต่างๆ นานา", "ตางๆนานา"),
    ],
)
def test_fold_drops_tones_and_joins_what_sounds_alike(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_joins_words_that_normalise_keeps_apart() -> None:
    assert fold("นำ") == fold("น้ำ")
    assert fold("ขาว") == fold("ข้าว")
    assert normalise("นำ") != normalise("น้ำ")
    assert normalise("ขาว") != normalise("ข้าว")


@given(any_texts)
def test_normalise_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(any_texts)
@example("เ่เ")  # the lost tone brings two vowels together
@example("ก ่")
@example("ก ุ ุ")
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(any_texts)
def test_fold_sees_no_difference_that_normalise_does_not(text: str) -> None:
    assert fold(normalise(text)) == fold(text)
    assert not set(fold(text)) & set("\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4cีืูใณฎฏฐฑฒธศษฬฆญ")


@pytest.mark.parametrize(
    "hostile",
    [
        MAI_EK + "ุ",
        "\u0301\u0316",
        NIKHAHIT,
        NIKHAHIT + MAI_EK,
        SARA_AM + MAI_EK,
        "เ",
        "ๆ",
        " ",
        "\u200b",
        "๙",
        "\u0e31\u0300",
        "\U00011046\U0001e944",  # marks beyond the Basic Multilingual Plane
        "😀",
    ],
)
def test_thousands_of_marks_on_one_letter_take_no_time(hostile: str) -> None:
    text = "ก" + hostile * 20_000

    started = time.process_time()
    for function in (repair, normalise, fold, sort_key):
        function(text)

    assert time.process_time() - started < 2  # a tenth of it is needed; in quadratic time it would be ten times as much


def test_at_most_thirty_marks_stay_on_a_letter() -> None:
    assert repair("x" + "\u0301\u0316" * 100 + "y") == "x" + "\u0316" * 15 + "\u0301" * 15 + "y"
    assert repair("😀" * 100) == "😀" * 100


# Order


PROVINCES_IN_DICTIONARY_ORDER = """
    กระบี่ กรุงเทพมหานคร กาญจนบุรี กาฬสินธุ์ กำแพงเพชร ขอนแก่น จันทบุรี ฉะเชิงเทรา ชลบุรี ชัยนาท ชัยภูมิ ชุมพร
    เชียงราย เชียงใหม่ ตรัง ตราด ตาก นครนายก นครปฐม นครพนม นครราชสีมา นครศรีธรรมราช นครสวรรค์ นนทบุรี นราธิวาส น่าน
    บึงกาฬ บุรีรัมย์ ปทุมธานี ประจวบคีรีขันธ์ ปราจีนบุรี ปัตตานี พระนครศรีอยุธยา พะเยา พังงา พัทลุง พิจิตร พิษณุโลก
    เพชรบุรี เพชรบูรณ์ แพร่ ภูเก็ต มหาสารคาม มุกดาหาร แม่ฮ่องสอน ยโสธร ยะลา ร้อยเอ็ด ระนอง ระยอง ราชบุรี ลพบุรี
    ลำปาง ลำพูน เลย ศรีสะเกษ สกลนคร สงขลา สตูล สมุทรปราการ สมุทรสงคราม สมุทรสาคร สระแก้ว สระบุรี สิงห์บุรี สุโขทัย
    สุพรรณบุรี สุราษฎร์ธานี สุรินทร์ หนองคาย หนองบัวลำภู อ่างทอง อำนาจเจริญ อุดรธานี อุตรดิตถ์ อุทัยธานี อุบลราชธานี
"""


def test_all_77_provinces_stand_in_dictionary_order() -> None:
    names = [province.name_th for province in geothai.provinces()]

    assert sorted(names, key=sort_key) == PROVINCES_IN_DICTIONARY_ORDER.split()


@pytest.mark.parametrize(
    "in_order",
    [
        "กระบี่ ขอนแก่น ตาก ไทย พะเยา แพร่ เลย",
        "ปา ป่า ป้า ป๊า ป๋า ปาก",  # tones only between words otherwise equal
        "ไต ไต่ ไต้ ไตร",
        "เก เก๋ เกง เก็ง เก่ง เก้ง เก๋ง",
        "ขาง ข้าง ข้างขึ้น ขาด",
        "กก กง กะ กัก กา กำ กิน กี กึก กือ กุ กู เก แก โก ใกล้ ไก",
        "รา ฤดู ลา ฦๅ วา",
        "จันทน์ จันทบุรี จันทร์",
        "หมา หมาก หมากรุก หมา่น ใหม่ ใหม่ล่าสุด",
    ],
)
def test_words_in_the_order_of_the_dictionary(in_order: str) -> None:
    words = in_order.split()

    assert sorted(set(words), key=sort_key) == words


def test_digits_then_latin_then_thai_and_shorter_before_longer() -> None:
    names = ["", "๑ กลุ่ม", "2 กลุ่ม", "DSS", "otop", "OTOP 5 ดาว", "otop-ไทย", "กลุ่ม", "กลุ่ม 1", "กลุ่ม ก", "กลุ่มก"]

    assert sorted(set(names), key=sort_key) == names


def test_keys_differ_only_where_words_differ() -> None:
    assert sort_key("OTOP ๕ ดาว") == sort_key("otop\u00a05 ดาว")
    assert sort_key("น" + SARA_AM + MAI_THO) == sort_key("น้ำ")
    assert sort_key("ขาว") != sort_key("ข้าว")


syllables = st.from_regex(r"[เ-ไ]?[ก-ฮ][ะ-ู]?[\u0e47-\u0e4c]?", fullmatch=True)
words = st.lists(syllables, min_size=1, max_size=4).map("".join)


def dictionary_entry(word: str) -> tuple[list[str], list[str]]:
    """Another account of the order: the letters of a word, then the signs on each of them."""
    letters: list[str] = []
    signs: list[str] = []
    waiting_vowel = ""
    for character in normalise(word):
        if "\u0e47" <= character <= "\u0e4c":
            signs[-1] += character
        elif "เ" <= character <= "ไ":
            waiting_vowel = character
        else:
            letters += [character, waiting_vowel] if waiting_vowel else [character]
            signs += ["", ""] if waiting_vowel else [""]
            waiting_vowel = ""
    return letters, signs


@given(st.lists(words, min_size=2, max_size=8))
def test_keys_order_words_by_letters_first_and_signs_last(some_words: list[str]) -> None:
    ordered = sorted(some_words, key=sort_key)

    assert ordered == sorted(ordered, key=dictionary_entry)  # sorting is stable: equal entries keep their places


@given(words, words)
def test_keys_are_equal_only_for_equal_words(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (normalise(one) == normalise(other))


@given(any_texts)
def test_a_key_can_be_stored_anywhere(text: str) -> None:
    normal = normalise(text)
    key = sort_key(text)

    assert len(key) <= 2 * len(normal) + 1
    assert "\x00" not in key or "\x00" in text
    assert sort_key(normal) == key
