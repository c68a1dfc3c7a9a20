"""What is read of pasted tables and lists."""

from __future__ import annotations

from uuid import UUID

import pytest

from requests_registry.imports import MOST_LINES, Line, leading_number, read_pasted

pytestmark = pytest.mark.pure
KEY = UUID("8d3c1f0e-0c5a-4f7e-9d53-6a3f6a0c9f11")


def titles(text: str) -> list[str]:
    return [line.title for line in read_pasted(text, key=KEY).lines]


def cells(text: str, *names: str) -> list[tuple[str, ...]]:
    return [tuple(getattr(line, name) for name in names) for line in read_pasted(text, key=KEY).lines]


def test_a_list_loses_its_numbers_and_bullets_and_empty_lines() -> None:
    text = "1. แปรรูปกล้วย\r\n\r\n ๒) สบู่สมุนไพร\r\n(3) น้ำบาดาล\r\n- ย้อมผ้า\r\n•  ปุ๋ยหมัก\r\n   \r\n"

    assert titles(text) == ["แปรรูปกล้วย", "สบู่สมุนไพร", "น้ำบาดาล", "ย้อมผ้า", "ปุ๋ยหมัก"]


def test_a_number_that_belongs_to_the_need_stays() -> None:
    assert titles("10 ไร่ ขอพันธุ์ข้าว\n1.5 ไร่ ขอปุ๋ย") == ["10 ไร่ ขอพันธุ์ข้าว", "1.5 ไร่ ขอปุ๋ย"]


def test_a_table_without_a_heading_is_in_the_order_of_the_grid() -> None:
    text = "แปรรูปกล้วย\tเลย\tภูหลวง\t2\tวศ.\tกลุ่มแม่บ้าน\tประชาชน\tกล้วยล้นตลาด"

    names = ("title", "province", "district", "category", "agency", "community", "sector", "note")
    assert cells(text, *names) == [tuple(text.split("\t"))]


def test_a_first_column_that_only_counts_is_left_out() -> None:
    assert cells("๑\tแปรรูปกล้วย\tเลย\n2.\tสบู่\tน่าน", "title", "province") == [("แปรรูปกล้วย", "เลย"), ("สบู่", "น่าน")]


def test_a_heading_says_which_column_is_which() -> None:
    text = "ที่\tหน่วยงานที่เสนอ\tด้าน\tเรื่อง *\tผู้บันทึก\tจังหวัด\tอำเภอ/เขต\n1\tวว.\t๑\tแปรรูปกล้วย\tสมศรี\tเลย\tภูหลวง"

    read = cells(text, "title", "province", "district", "category", "agency", "note")

    assert read == [("แปรรูปกล้วย", "เลย", "ภูหลวง", "๑", "วว.", "")]


def test_a_need_that_begins_like_a_heading_is_a_need() -> None:
    assert titles("เรื่องน้ำเสียในคลอง\nเรื่องขยะ") == ["เรื่องน้ำเสียในคลอง", "เรื่องขยะ"]
    assert titles("เรื่อง\nน้ำเสียในคลอง") == ["น้ำเสียในคลอง"]


def test_quotes_and_line_breaks_of_a_spreadsheet_are_undone() -> None:
    text = '"ขอเครื่อง ""อบแห้ง""\nขนาดเล็ก"\tเลย\nสบู่\tน่าน'

    assert cells(text, "title", "province") == [('ขอเครื่อง "อบแห้ง" ขนาดเล็ก', "เลย"), ("สบู่", "น่าน")]


def test_a_lone_quote_swallows_nothing() -> None:
    assert cells('"ท่อ 2 นิ้ว\tเลย\nสบู่\tน่าน', "title", "province") == [('"ท่อ 2 นิ้ว', "เลย"), ("สบู่", "น่าน")]


def test_a_cell_as_long_as_a_book_is_cut() -> None:
    (line,) = read_pasted(f'"{"ก" * 200_000}"\tเลย', key=KEY).lines

    assert len(line.title) == 4000
    assert line.province == "เลย"


def test_invisible_letters_and_wide_spaces_are_mended() -> None:
    assert titles("เเปรรูป\u200bกล้วย \u00a0 ตาก\x00\n\ufeff") == ["แปรรูปกล้วย ตาก"]


def test_what_is_too_much_is_counted() -> None:
    pasted = read_pasted("\n".join(f"เรื่องที่ต้องการ {number}" for number in range(600)), key=KEY)

    assert len(pasted.lines) == MOST_LINES
    assert pasted.left_out == 100


@pytest.mark.parametrize("text", ["", " \r\n\t\t\n", "เรื่อง\tจังหวัด"])
def test_nothing_is_read_of_nothing(text: str) -> None:
    assert read_pasted(text, key=KEY).lines == []


def test_the_same_text_sent_twice_gives_lines_with_the_same_keys() -> None:
    first, second = (read_pasted("ก\nข", key=KEY).lines for _ in range(2))

    assert first == second
    assert len({line.key for line in first}) == 2


def test_a_line_is_kept_as_it_was() -> None:
    line = Line(str(KEY), title="ขอเครื่องอบ", is_tried=True)

    assert Line.kept(line.stored() | {"column of another version": 1}) == line
    assert Line(str(KEY), province="เลย", category="1").is_empty
    assert not Line(str(KEY), note="ด่วน").is_empty


@pytest.mark.parametrize(("text", "number"), [("1 เกษตร", 1), ("๒", 2), (" 3", 3), ("เกษตร", None), ("1234", None)])
def test_the_number_in_front_is_read(text: str, number: int | None) -> None:
    assert leading_number(text) == number
