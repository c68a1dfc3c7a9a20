"""Fields that speak as the ministry does."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.forms import BuddhistDateField, BuddhistDateInput, LinesField, NumberField, ThaiTextField

pytestmark = pytest.mark.pure

NINTH = date(2008, 11, 9)


class DayForm(forms.Form):
    day = BuddhistDateField(label="วัน", required=False)


@pytest.mark.parametrize(
    "typed",
    ["9/11/2551", "๙/๑๑/๒๕๕๑", "9 พ.ย. 2551", "9 พฤศจิกายน พ.ศ. 2551", " 09-11-2551 ", "2008-11-09", "9 Nov 2008"],
)
def test_a_buddhist_date_comes_in_as_a_date(typed: str) -> None:
    form = DayForm({"day": typed})

    assert form.is_valid()
    assert form.cleaned_data["day"] == NINTH


def test_a_date_goes_out_in_the_buddhist_era() -> None:
    html = str(DayForm(initial={"day": NINTH})["day"])

    assert 'value="9/11/2551"' in html
    assert 'type="text"' in html
    assert "2008" not in html


def test_what_was_typed_wrongly_is_shown_as_it_was_typed() -> None:
    assert 'value="31/2/2551"' in str(DayForm({"day": "31/2/2551"})["day"])


@pytest.mark.parametrize(
    ("typed", "code", "sentence"),
    [
        ("9/11/2008", "common_era", "ปี “2008” น่าจะเป็นปี ค.ศ. กรุณาระบุเป็นปี พ.ศ. หมายถึง พ.ศ. 2551 หรือไม่"),
        ("9/11/51", "two_digit_year", "ปี “51” มีเพียง 2 หลัก กรุณาระบุปี พ.ศ. ให้ครบ 4 หลัก เช่น 2551"),
        (
            "29/2/2569",
            "no_such_day",
            "ไม่มีวันที่ 29 กุมภาพันธ์ 2569 เนื่องจากเดือนกุมภาพันธ์ พ.ศ. 2569 มีวันที่ 1 ถึง 28",
        ),
    ],
)
def test_a_date_that_cannot_be_meant_is_refused_with_a_sentence(typed: str, code: str, sentence: str) -> None:
    form = DayForm({"day": typed})

    assert form.errors["day"] == [sentence]
    assert form.errors.as_data()["day"][0].code == code


def test_on_english_pages_the_sentence_is_english() -> None:
    with translation.override("en"):
        errors = DayForm({"day": "9/11/51"}).errors["day"]

    assert errors == ["The year “51” has only two digits. Enter the Buddhist Era year in full, for example 2551."]


@pytest.mark.parametrize("typed", ["", "  "])
def test_no_date_is_no_date(typed: str) -> None:
    form = DayForm({"day": typed})

    assert form.is_valid()
    assert form.cleaned_data["day"] is None


@pytest.mark.parametrize(
    ("typed", "changed"), [("9/11/2551", False), ("๙ พ.ย. ๒๕๕๑", False), ("10/11/2551", True), ("x", True)]
)
def test_the_same_day_written_otherwise_is_no_change(typed: str, changed: bool) -> None:
    form = DayForm({"day": typed}, initial={"day": NINTH})

    assert form.has_changed() == changed


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_what_is_shown_is_read_back(day: date) -> None:
    shown = BuddhistDateInput().format_value(day)

    assert BuddhistDateField().clean(shown) == day


def test_thai_text_is_mended_at_the_door() -> None:
    assert ThaiTextField().clean(" เเม่นํ้า\u200b ") == "แม่น้ำ"


def test_lines_are_a_list() -> None:
    field = LinesField(required=False)

    assert field.clean(" ดาวเทียม \r\n\r\nแผนที่\n") == ["ดาวเทียม", "แผนที่"]
    assert field.clean("") == []
    assert field.prepare_value(["ดาวเทียม", "แผนที่"]) == "ดาวเทียม\nแผนที่"
    assert not field.has_changed(["ดาวเทียม"], "ดาวเทียม\n")
    assert field.has_changed(["ดาวเทียม"], "แผนที่")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12,500.50", Decimal("12500.50")),
        ("๑๒,๕๐๐", Decimal(12500)),
        ("1 234 567", Decimal(1234567)),
        ("0.5", Decimal("0.5")),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, meant: Decimal) -> None:
    assert NumberField(max_digits=14, decimal_places=2).clean(typed) == meant


@pytest.mark.parametrize("typed", ["12,50", "1,2345", "๑.๒.๓", "มาก", "1e400"])
def test_what_is_no_number_is_refused_and_not_guessed(typed: str) -> None:
    with pytest.raises(ValidationError):
        NumberField(max_digits=14, decimal_places=2).clean(typed)


@given(st.decimals(0, 10**11, places=2))
def test_a_number_that_is_shown_is_read_back(number: Decimal) -> None:
    field = NumberField(max_digits=14, decimal_places=2)

    assert field.clean(field.prepare_value(number)) == number


def test_numbers_are_shown_without_idle_zeros() -> None:
    shown = [
        NumberField().prepare_value(value) for value in (Decimal("12500.00"), Decimal("100"), Decimal("0.50"), "๑๒")
    ]

    assert shown == ["12,500", "100", "0.5", "๑๒"]
