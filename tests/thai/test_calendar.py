"""Buddhist Era, fiscal years, and dates as people write and type them."""

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai import (
    FIRST_YEAR_BE,
    LAST_YEAR_BE,
    ThaiDateError,
    fiscal_year_bounds,
    fiscal_year_of,
    format_date,
    format_month,
    format_range,
    month_name,
    parse_date,
    parse_year_be,
    to_arabic_digits,
    to_be,
    to_ce,
    to_thai_digits,
)

pytestmark = pytest.mark.pure

WORKSHOP_OPENING = date(2008, 11, 9)

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))
years_ce = st.integers(1900, 2200)
languages = st.sampled_from(["th", "en"])
styles = st.sampled_from(["long", "short"])
digit_sets = st.sampled_from(["arabic", "thai"])


def refusal(text: str) -> ThaiDateError:
    with pytest.raises(ThaiDateError) as caught:
        parse_date(text)
    return caught.value


# Years


@given(years_ce)
def test_eras_are_543_years_apart_and_lead_back(year_ce: int) -> None:
    assert to_be(year_ce) == year_ce + 543
    assert to_ce(to_be(year_ce)) == year_ce


@given(years_ce)
def test_no_year_is_converted_twice(year_ce: int) -> None:
    year_be = to_be(year_ce)

    with pytest.raises(ValueError, match=str(year_be)):
        to_be(year_be)
    with pytest.raises(ValueError, match=str(year_ce)):
        to_ce(year_ce)


def test_2561_never_becomes_3104() -> None:
    with pytest.raises(ValueError, match="2561"):
        to_be(2561)
    assert parse_year_be("2561") == 2561
    assert parse_date("1/1/2561") == date(2018, 1, 1)
    with pytest.raises(ValueError, match="2561"):
        format_date(date(2561, 1, 1))
    with pytest.raises(ValueError, match="2561"):
        format_date(date(2561, 1, 1), language="en")
    with pytest.raises(ValueError, match="2561"):
        fiscal_year_of(date(2561, 1, 1))
    assert refusal("1/1/3104").code == "year_out_of_range"


@pytest.mark.parametrize("year_ce", [0, 543, 1856, 2201, 2400, 2551])
def test_to_be_refuses_what_is_no_common_era_year(year_ce: int) -> None:
    with pytest.raises(ValueError, match=f"^{year_ce} is not a Common Era year"):
        to_be(year_ce)


@pytest.mark.parametrize("year_be", [0, 1900, 2008, 2200, 2399, 2744, 3104])
def test_to_ce_refuses_what_is_no_buddhist_year(year_be: int) -> None:
    with pytest.raises(ValueError, match=f"^{year_be} is not a Buddhist Era year"):
        to_ce(year_be)


def test_the_first_and_last_years_are_converted() -> None:
    assert (to_ce(FIRST_YEAR_BE), to_ce(LAST_YEAR_BE)) == (1857, 2200)


# Fiscal years


@pytest.mark.parametrize(
    ("day", "fiscal_year"),
    [
        (WORKSHOP_OPENING, 2552),
        (date(2008, 9, 30), 2551),
        (date(2008, 10, 1), 2552),
        (date(2008, 12, 31), 2552),
        (date(2009, 1, 1), 2552),
        (date(2009, 9, 30), 2552),
        (date(2009, 10, 1), 2553),
        (date(2024, 2, 29), 2567),
    ],
)
def test_a_day_is_in_the_fiscal_year_that_ends_after_it(day: date, fiscal_year: int) -> None:
    assert fiscal_year_of(day) == fiscal_year


def test_fiscal_year_2552_runs_from_october_2008_to_september_2009() -> None:
    assert fiscal_year_bounds(2552) == (date(2008, 10, 1), date(2009, 9, 30))


@given(days, st.integers(2443, 2744))
def test_the_bounds_hold_exactly_the_days_of_the_fiscal_year(day: date, year_be: int) -> None:
    first, last = fiscal_year_bounds(year_be)

    assert (first <= day <= last) == (fiscal_year_of(day) == year_be)


@given(days)
def test_every_day_is_within_the_bounds_of_its_own_fiscal_year(day: date) -> None:
    first, last = fiscal_year_bounds(fiscal_year_of(day))

    assert first <= day <= last


def test_fiscal_years_follow_each_other_without_gap() -> None:
    for year_be in range(2443, 2744):
        assert fiscal_year_bounds(year_be)[1] + timedelta(days=1) == fiscal_year_bounds(year_be + 1)[0]


@pytest.mark.parametrize("year", [2008, 2399, 2745, 3104])
def test_fiscal_year_bounds_refuses_a_year_that_is_not_buddhist(year: int) -> None:
    with pytest.raises(ValueError, match=str(year)):
        fiscal_year_bounds(year)


# Writing


@pytest.mark.parametrize(
    ("language", "style", "digits", "expected"),
    [
        ("th", "long", "arabic", "9 พฤศจิกายน 2551"),
        ("th", "short", "arabic", "9 พ.ย. 2551"),
        ("th", "long", "thai", "๙ พฤศจิกายน ๒๕๕๑"),
        ("th", "short", "thai", "๙ พ.ย. ๒๕๕๑"),
        ("en", "long", "arabic", "9 November 2008"),
        ("en", "short", "arabic", "9 Nov 2008"),
        ("en", "long", "thai", "๙ November ๒๐๐๘"),
    ],
)
def test_format_date_in_each_form(language: str, style: str, digits: str, expected: str) -> None:
    assert format_date(WORKSHOP_OPENING, language=language, style=style, digits=digits) == expected


def test_format_date_is_thai_and_long_unless_told_otherwise() -> None:
    assert format_date(WORKSHOP_OPENING) == "9 พฤศจิกายน 2551"


@pytest.mark.parametrize(
    ("first", "last", "expected", "expected_en"),
    [
        (WORKSHOP_OPENING, date(2008, 11, 11), "9 – 11 พฤศจิกายน 2551", "9 – 11 November 2008"),
        (date(2008, 11, 30), date(2008, 12, 2), "30 พฤศจิกายน – 2 ธันวาคม 2551", "30 November – 2 December 2008"),
        (date(2008, 12, 30), date(2009, 1, 2), "30 ธันวาคม 2551 – 2 มกราคม 2552", "30 December 2008 – 2 January 2009"),
        (WORKSHOP_OPENING, date(2009, 11, 9), "9 พฤศจิกายน 2551 – 9 พฤศจิกายน 2552", "9 November 2008 – 9 November 2009"),
        (WORKSHOP_OPENING, WORKSHOP_OPENING, "9 พฤศจิกายน 2551", "9 November 2008"),
    ],
)  # fmt: skip
def test_format_range_writes_once_what_both_days_share(
    first: date, last: date, expected: str, expected_en: str
) -> None:
    assert format_range(first, last) == expected
    assert format_range(first, last, language="en") == expected_en


def test_format_range_in_short_style_and_thai_digits() -> None:
    last = date(2008, 11, 11)

    assert format_range(WORKSHOP_OPENING, last, style="short") == "9 – 11 พ.ย. 2551"
    assert format_range(WORKSHOP_OPENING, last, digits="thai") == "๙ – ๑๑ พฤศจิกายน ๒๕๕๑"
    assert format_range(date(2008, 11, 30), date(2008, 12, 2), style="short") == "30 พ.ย. – 2 ธ.ค. 2551"


def test_format_range_refuses_an_end_before_the_beginning() -> None:
    with pytest.raises(ValueError, match="ends on 2008-11-08, before it begins on 2008-11-09"):
        format_range(WORKSHOP_OPENING, date(2008, 11, 8))


@given(days, st.integers(0, 800), languages, styles, digit_sets)
def test_a_range_ends_like_its_last_day_and_begins_with_what_is_needed_of_its_first(
    first: date, length: int, language: str, style: str, digits: str
) -> None:
    last = min(first + timedelta(days=length), date(2200, 12, 31))

    written = format_range(first, last, language=language, style=style, digits=digits)

    start, dash, end = written.rpartition(" – ")
    assert end == format_date(last, language=language, style=style, digits=digits)
    if first == last:
        assert (start, dash) == ("", "")
        return
    # Number of words: a day alone, with its month, or with month and year; what is left out stands in the end.
    left_out = end.split(" ")[len(start.split(" ")) :]
    assert dash == " – "
    assert " ".join([start, *left_out]) == format_date(first, language=language, style=style, digits=digits)


@given(st.integers(1, 12), years_ce, languages, styles, digit_sets)
def test_a_month_is_written_as_in_a_date(month: int, year_ce: int, language: str, style: str, digits: str) -> None:
    written = format_month(year_ce, month, language=language, style=style, digits=digits)

    day = date(year_ce, month, 1)
    assert format_date(day, language=language, style=style, digits=digits).split(" ", 1)[1] == written


def test_format_month() -> None:
    assert format_month(2008, 11) == "พฤศจิกายน 2551"
    assert format_month(2008, 11, language="en", style="short") == "Nov 2008"
    assert format_month(2008, 11, style="short", digits="thai") == "พ.ย. ๒๕๕๑"


def test_month_names() -> None:
    assert [month_name(month, style="short") for month in range(1, 13)] == [
        "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
    ]  # fmt: skip
    assert month_name(2) == "กุมภาพันธ์"
    assert month_name(9, language="en", style="short") == "Sep"


@pytest.mark.parametrize("month", [-1, 0, 13])
def test_month_name_refuses_a_month_that_is_not(month: int) -> None:
    with pytest.raises(ValueError, match=f"^{month} is not a month"):
        month_name(month)


def test_an_unknown_language_style_or_kind_of_digits_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'de'"):
        format_date(WORKSHOP_OPENING, language="de")
    with pytest.raises(ValueError, match="'tiny'"):
        format_date(WORKSHOP_OPENING, style="tiny")
    with pytest.raises(ValueError, match="'roman'"):
        format_date(WORKSHOP_OPENING, digits="roman")


def test_a_datetime_is_refused_because_its_day_depends_on_the_time_zone() -> None:
    last_hour_of_the_fiscal_year_in_utc = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)  # 1 October in Bangkok

    with pytest.raises(TypeError, match="time zone"):
        fiscal_year_of(last_hour_of_the_fiscal_year_in_utc)
    with pytest.raises(TypeError, match="time zone"):
        format_date(last_hour_of_the_fiscal_year_in_utc)
    with pytest.raises(TypeError, match="time zone"):
        format_range(WORKSHOP_OPENING, last_hour_of_the_fiscal_year_in_utc)
    with pytest.raises(TypeError, match="time zone"):
        format_range(last_hour_of_the_fiscal_year_in_utc, date(2026, 10, 1))


# Digits


def test_digits_become_thai_and_arabic_and_nothing_else_changes() -> None:
    assert to_thai_digits("1234567890 พ.ศ. A") == "๑๒๓๔๕๖๗๘๙๐ พ.ศ. A"
    assert to_arabic_digits("๑๒๓๔๕๖๗๘๙๐ พ.ศ. A²٩９") == "1234567890 พ.ศ. A²٩９"


@given(st.text())
def test_digits_lead_back(text: str) -> None:
    arabic = to_arabic_digits(text)

    assert to_arabic_digits(to_thai_digits(arabic)) == arabic
    assert to_thai_digits(to_arabic_digits(text)) == to_thai_digits(text)
    assert len(arabic) == len(text)


# Reading


@given(days, languages, styles, digit_sets)
def test_every_written_date_is_read_back(day: date, language: str, style: str, digits: str) -> None:
    assert parse_date(format_date(day, language=language, style=style, digits=digits)) == day


@given(days, st.sampled_from("/-."), digit_sets, st.sampled_from(["", "พ.ศ. ", "พ.ศ.", "พศ"]))
def test_every_date_typed_in_numbers_is_read(day: date, separator: str, digits: str, era: str) -> None:
    typed = f"{day.day}{separator}{day.month}{separator}{era}{day.year + 543}"

    assert parse_date(to_thai_digits(typed) if digits == "thai" else typed) == day


@given(days)
def test_every_iso_date_is_read(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    "typed",
    [
        "9/11/2551",
        "09/11/2551",
        "๙/๑๑/๒๕๕๑",
        "9-11-2551",
        "9.11.2551",
        "  9 / 11 / 2551 ",
        "9/11/พ.ศ. 2551",
        "9/11/ค.ศ. 2008",
        "9 พ.ย. 2551",
        "9พ.ย.2551",
        "9 พ.ย.2551",
        "9 พ. ย. 2551",
        "9 พย 2551",
        "๙ พ.ย. ๒๕๕๑",
        "9 พฤศจิกายน 2551",
        "๙ พฤศจิกายน ๒๕๕๑",
        "9 พฤศจิกา 2551",
        "9 พฤษจิกายน 2551",
        "9 พฤศจิกายน พ.ศ. 2551",
        "9 พฤศจิกายน พ. ศ. 2551",
        "9 พฤศจิกายน ค.ศ. 2008",
        "9 พ.ย. ค.ศ.2008",
        "วันที่ 9 พฤศจิกายน 2551",
        "วันที่ ๙ เดือน พฤศจิกายน พ.ศ. ๒๕๕๑",
        "9\u00a0พฤศจิกายน\u00a02551",
        "\ufeff9 พฤศ\u200bจิกายน 2551",
        "2008-11-09",
        "2008 - 11 - 9",
        "๒๐๐๘-๑๑-๐๙",
        "2551-11-09",
        "9 November 2008",
        "9 nov 2008",
        "9 Nov. 2008",
        "9 NOVEMBER, 2008",
        "9 November 2551",
        "9 November B.E. 2551",
        "9 November AD 2008",
    ],
)
def test_one_day_typed_in_many_ways(typed: str) -> None:
    assert parse_date(typed) == WORKSHOP_OPENING


@pytest.mark.parametrize("number", range(1, 13))
def test_each_month_is_read_by_its_names(number: int) -> None:
    expected = date(2008, number, 1)
    long, short = month_name(number), month_name(number, style="short")

    for name in (long, short, short.replace(".", "")):
        assert parse_date(f"1 {name} 2551") == expected
    for style in ("long", "short"):
        assert parse_date(f"1 {month_name(number, language='en', style=style).upper()} 2008") == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9 มีนา 2551", date(2008, 3, 9)),
        ("9 กุมภา 2551", date(2008, 2, 9)),
        ("9 กุมภาพันธ 2551", date(2008, 2, 9)),
        ("9 พฤศภาคม 2551", date(2008, 5, 9)),
        ("9 Sept 2008", date(2008, 9, 9)),
        ("29/2/2567", date(2024, 2, 29)),
        ("29 ก.พ. 2543", date(2000, 2, 29)),
        ("30/9/2568", date(2025, 9, 30)),
        ("1/10/2568", date(2025, 10, 1)),
        ("1/1/2400", date(1857, 1, 1)),
        ("31/12/2743", date(2200, 12, 31)),
        ("1857-01-01", date(1857, 1, 1)),
        ("2200-12-31", date(2200, 12, 31)),
        # day before month, also where both could be either
        ("5/4/2551", date(2008, 4, 5)),
    ],
)
def test_typed_dates_at_the_edges(typed: str, expected: date) -> None:
    assert parse_date(typed) == expected


def test_a_bare_common_era_year_is_refused_with_the_buddhist_year_that_may_be_meant() -> None:
    for typed in ("9/11/2008", "9-11-2008", "9.11.2008", "9 พ.ย. 2008", "๙ พฤศจิกายน ๒๐๐๘"):
        error = refusal(typed)
        assert error.code == "common_era"
        assert error.message == "ปี “2008” น่าจะเป็นปี ค.ศ. กรุณาระบุเป็นปี พ.ศ. หมายถึง พ.ศ. 2551 หรือไม่"
        assert error.message_en == (
            "“2008” looks like a Common Era year. Enter the Buddhist Era year: did you mean B.E. 2551?"
        )


@pytest.mark.parametrize("typed", ["9/11/51", "9 พ.ย. 51", "9 Nov 08", "9/11/พ.ศ. 51", "๙/๑๑/๕๑"])
def test_a_year_of_two_digits_is_refused(typed: str) -> None:
    assert refusal(typed).code == "two_digit_year"


def test_the_refusal_of_two_digits_says_what_to_do() -> None:
    error = refusal("9/11/51")

    assert error.message == "ปี “51” มีเพียง 2 หลัก หมายถึง 2551 ใช่หรือไม่ ให้พิมพ์ 2551"
    assert error.message_en == "The year “51” has only two digits. If you mean B.E. 2551, type 2551."
    assert "2508" not in refusal("9 Nov 08").message, "which may be a year of the Common Era"


@pytest.mark.parametrize(
    ("typed", "message", "message_en"),
    [
        (
            "31 ก.ย. 2569",
            "ไม่มีวันที่ 31 กันยายน 2569 เนื่องจากเดือนกันยายน พ.ศ. 2569 มีวันที่ 1 ถึง 30",
            "There is no 31 September 2026: September 2026 (B.E. 2569) has 30 days.",
        ),
        (
            "29/2/2569",
            "ไม่มีวันที่ 29 กุมภาพันธ์ 2569 เนื่องจากเดือนกุมภาพันธ์ พ.ศ. 2569 มีวันที่ 1 ถึง 28",
            "There is no 29 February 2026: February 2026 (B.E. 2569) has 28 days.",
        ),
        (
            "0/11/2551",
            "ไม่มีวันที่ 0 พฤศจิกายน 2551 เนื่องจากเดือนพฤศจิกายน พ.ศ. 2551 มีวันที่ 1 ถึง 30",
            "There is no 0 November 2008: November 2008 (B.E. 2551) has 30 days.",
        ),
    ],
)
def test_an_impossible_day_is_refused_with_the_days_of_its_month(typed: str, message: str, message_en: str) -> None:
    error = refusal(typed)

    assert (error.code, error.message, error.message_en) == ("no_such_day", message, message_en)
    assert str(error) == message


@pytest.mark.parametrize(
    ("typed", "code", "quoted"),
    [
        ("30/2/2567", "no_such_day", "30 กุมภาพันธ์ 2567"),
        ("29/2/2643", "no_such_day", "29 กุมภาพันธ์ 2643"),  # 2100 CE is no leap year
        ("2008-02-30", "no_such_day", "30 กุมภาพันธ์ 2551"),
        ("99 พ.ย. 2551", "no_such_day", "99 พฤศจิกายน 2551"),
        ("11/13/2551", "no_such_month", "13"),
        ("9/0/2551", "no_such_month", "0"),
        ("2008-13-01", "no_such_month", "13"),
        ("9 พรรษา 2551", "unknown_month", "“พรรษา”"),
        ("9 Novembre 2008", "unknown_month", "“Novembre”"),
        ("9 พ.ศ. 2551", "unknown_month", "“พ.ศ.”"),
        ("9/11/ค.ศ. 2551", "contradictory_era", "“ค.ศ. 2551”"),
        ("9 พ.ย. พ.ศ. 2008", "contradictory_era", "“พ.ศ. 2008”"),
        ("9/11/2399", "year_out_of_range", "“2399”"),
        ("9/11/2744", "year_out_of_range", "“2744”"),
        ("9/11/1856", "year_out_of_range", "“1856”"),
        ("2300-01-01", "year_out_of_range", "“2300”"),
        ("9/11/551", "year_out_of_range", "“551”"),
        ("9/11/02551", "year_out_of_range", "“02551”"),
        ("9/11/123456789012", "year_out_of_range", "“12345678…”"),
        ("พฤศจิกายน 2551", "unreadable", "“พฤศจิกายน 2551”"),
        ("9/11", "unreadable", "“9/11”"),
        ("9/11-2551", "unreadable", "“9/11-2551”"),
        ("2551/11/09", "unreadable", "“2551/11/09”"),
        ("9112551", "unreadable", "“9112551”"),
        ("9/11/2551 10:30", "unreadable", "“9/11/2551 10:30”"),
        ("-9/11/2551", "unreadable", "“-9/11/2551”"),
        ("²/11/2551", "unreadable", "“²/11/2551”"),
        ("٩/11/2551", "unreadable", "“٩/11/2551”"),
        ("วันพรุ่งนี้", "unreadable", "“วันพรุ่งนี้”"),
    ],
)
def test_what_is_not_beyond_doubt_is_refused_and_quoted(typed: str, code: str, quoted: str) -> None:
    error = refusal(typed)

    assert error.code == code
    assert quoted in error.message


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "\u00a0"])
def test_an_empty_text_is_refused_by_asking_for_a_date(typed: str) -> None:
    error = refusal(typed)

    assert (error.code, error.message, error.message_en) == ("empty", "กรุณาระบุวันที่", "Enter a date.")


def test_a_long_text_is_cut_before_it_is_quoted() -> None:
    error = refusal("9" * 10_000)

    assert error.code == "unreadable"
    assert error.message.startswith(f"ไม่สามารถอ่าน “{'9' * 60}…” เป็นวันที่ได้")


def test_spaces_around_a_date_do_not_count_as_its_length() -> None:
    assert parse_date(f"{' ' * 500}9/11/2551{' ' * 500}") == WORKSHOP_OPENING


def reading(text: str) -> date | ThaiDateError:
    try:
        return parse_date(text)
    except ThaiDateError as error:
        return error


@given(st.text(alphabet="0123456789๐๑๒๕/-. พ.ศ.คยนกมวันที่เดือNov\u200b²", max_size=40))
def test_any_text_gives_a_date_or_a_sentence_in_both_languages(typed: str) -> None:
    read = reading(typed)

    if isinstance(read, ThaiDateError):
        assert all((read.code, read.message, read.message_en))
    else:
        assert 1857 <= read.year <= 2200


def test_the_error_survives_the_way_to_another_process() -> None:
    error = pickle.loads(pickle.dumps(refusal("9/11/51")))

    assert (error.code, error.message[:6]) == ("two_digit_year", "ปี “51")


# Years as filters hold them


@pytest.mark.parametrize(
    ("typed", "year_be"),
    [("2552", 2552), ("๒๕๕๒", 2552), (" 2552 ", 2552), ("2400", 2400), ("2743", 2743), ("๒5๕2", 2552)],
)
def test_parse_year_be_reads_thai_and_arabic_digits(typed: str, year_be: int) -> None:
    assert parse_year_be(typed) == year_be


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("2008", "common_era"),
        ("52", "two_digit_year"),
        ("552", "year_out_of_range"),
        ("2399", "year_out_of_range"),
        ("2744", "year_out_of_range"),
        ("3104", "year_out_of_range"),
        ("02552", "year_out_of_range"),
        ("9" * 5000, "unreadable_year"),
        ("²552", "unreadable_year"),
        ("٢٥٥٢", "unreadable_year"),
        ("２５５２", "unreadable_year"),
        ("-2552", "unreadable_year"),
        ("2552.0", "unreadable_year"),
        ("พ.ศ. 2552", "unreadable_year"),
        ("2552 2553", "unreadable_year"),
    ],
)
def test_parse_year_be_refuses_everything_else(typed: str, code: str) -> None:
    with pytest.raises(ThaiDateError) as caught:
        parse_year_be(typed)

    assert caught.value.code == code


def test_the_refusal_of_a_year_quotes_it() -> None:
    with pytest.raises(ThaiDateError) as caught:
        parse_year_be("abc")

    assert caught.value.message == "“abc” ไม่ใช่ปี พ.ศ. กรุณาระบุเป็นตัวเลข 4 หลัก เช่น 2551"
    assert caught.value.message_en == (
        "“abc” is not a year. Enter a Buddhist Era year of four digits, for example 2551."
    )
