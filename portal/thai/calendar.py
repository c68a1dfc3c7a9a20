"""The Thai calendar: Buddhist Era, fiscal years, how dates are written, and how typed dates are read.

Inside the program every date is a `datetime.date` of the Common Era; the Buddhist Era (B.E., พ.ศ.) exists only where
people read and write. Years are B.E. 2400 to 2743 (1857 to 2200 CE): the two ranges have no year in common, so no
year can be converted twice, and a date whose year is outside them is a mistake that raises ValueError.

B.E. is CE + 543 throughout. Before B.E. 2484 the year began on 1 April, so that January to March 1940 and earlier
were then counted to the year before; as everywhere today, the present rule is applied to those days as well.

Datetimes are refused with TypeError: which day one falls on depends on the time zone, which the caller must choose.
"""

import re
from calendar import monthrange
from datetime import date, datetime
from typing import Final

from portal.thai.text import fold, repair, to_arabic_digits, to_thai_digits

__all__ = [
    "BE_OFFSET",
    "FIRST_YEAR_BE",
    "LAST_YEAR_BE",
    "ThaiDateError",
    "fiscal_year_bounds",
    "fiscal_year_of",
    "format_date",
    "format_month",
    "format_range",
    "month_name",
    "parse_date",
    "parse_year_be",
    "refuse_datetime",
    "to_arabic_digits",
    "to_be",
    "to_ce",
    "to_thai_digits",
]

BE_OFFSET: Final = 543
FIRST_YEAR_BE: Final = 2400
LAST_YEAR_BE: Final = 2743
_FIRST_YEAR_CE: Final = FIRST_YEAR_BE - BE_OFFSET
_LAST_YEAR_CE: Final = LAST_YEAR_BE - BE_OFFSET

_OCTOBER = 10

_MONTHS: dict[tuple[str, str], tuple[str, ...]] = {
    ("th", "long"): (
        "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
        "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
    ),
    ("th", "short"): (
        "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
        "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
    ),
    ("en", "long"): (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    ("en", "short"): ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}  # fmt: skip


# Years


def to_be(year_ce: int) -> int:
    """Buddhist Era year of a Common Era year, 1857 to 2200; ValueError for any other, so for a year already B.E."""
    if not _FIRST_YEAR_CE <= year_ce <= _LAST_YEAR_CE:
        raise ValueError(f"{year_ce} is not a Common Era year from {_FIRST_YEAR_CE} to {_LAST_YEAR_CE}")
    return year_ce + BE_OFFSET


def to_ce(year_be: int) -> int:
    """Common Era year of a Buddhist Era year, 2400 to 2743; ValueError for any other, so for a year already CE."""
    if not FIRST_YEAR_BE <= year_be <= LAST_YEAR_BE:
        raise ValueError(f"{year_be} is not a Buddhist Era year from {FIRST_YEAR_BE} to {LAST_YEAR_BE}")
    return year_be - BE_OFFSET


def fiscal_year_of(day: date) -> int:
    """Thai fiscal year (B.E.) of a date in Thailand: 9 Nov 2008 is in 2552.

    Source: Budget Procedures Act B.E. 2561, section 4: from 1 October to 30 September, named by the year it ends in.
    """
    refuse_datetime(day)
    return to_be(day.year) + (day.month >= _OCTOBER)


def fiscal_year_bounds(year_be: int) -> tuple[date, date]:
    """First and last day of a Thai fiscal year (B.E.): 2552 runs from 1 Oct 2008 to 30 Sep 2009."""
    last_fiscal_year = LAST_YEAR_BE + 1  # it begins in October of the last calendar year
    if not FIRST_YEAR_BE <= year_be <= last_fiscal_year:
        raise ValueError(f"{year_be} is not a fiscal year (B.E.) from {FIRST_YEAR_BE} to {last_fiscal_year}")
    ends_in_ce = year_be - BE_OFFSET
    return date(ends_in_ce - 1, _OCTOBER, 1), date(ends_in_ce, 9, 30)


# Writing. `language` is "th" (Buddhist Era) or "en" (Common Era), `style` "long" or "short", `digits` "arabic" or
# "thai"; anything else raises ValueError.


def month_name(month: int, *, language: str = "th", style: str = "long") -> str:
    """`พฤศจิกายน`, `พ.ย.`, `November` or `Nov` for 11."""
    if (language, style) not in _MONTHS:
        raise ValueError(f"no month names for language {language!r} and style {style!r}")
    if not 1 <= month <= 12:
        raise ValueError(f"{month} is not a month from 1 to 12")
    return _MONTHS[language, style][month - 1]


def format_month(year_ce: int, month: int, *, language: str = "th", style: str = "long", digits: str = "arabic") -> str:
    """`พฤศจิกายน 2551`, `พ.ย. 2551`, `November 2008` or `Nov 2008`; the year is given in the Common Era."""
    name = month_name(month, language=language, style=style)
    year_be = to_be(year_ce)  # in English too: it refuses a year that is B.E. by mistake
    return _in_digits(f"{name} {year_be if language == 'th' else year_ce}", digits)


def format_date(day: date, *, language: str = "th", style: str = "long", digits: str = "arabic") -> str:
    """`9 พฤศจิกายน 2551`, `9 พ.ย. 2551`, `9 November 2008` or `9 Nov 2008`."""
    refuse_datetime(day)
    month = format_month(day.year, day.month, language=language, style=style)
    return _in_digits(f"{day.day} {month}", digits)


def format_range(first: date, last: date, *, language: str = "th", style: str = "long", digits: str = "arabic") -> str:
    """`9 – 11 พฤศจิกายน 2551`, `30 พฤศจิกายน – 2 ธันวาคม 2551`, `30 ธันวาคม 2551 – 2 มกราคม 2552`; one day as a date.

    Month and year are written once where both days share them. ValueError when the last day is before the first.
    """
    refuse_datetime(first)
    refuse_datetime(last)
    if last < first:
        raise ValueError(f"the range ends on {last.isoformat()}, before it begins on {first.isoformat()}")
    end = format_date(last, language=language, style=style, digits=digits)
    if first == last:
        return end
    if first.year != last.year:
        start = format_date(first, language=language, style=style)
    elif first.month != last.month:
        start = f"{first.day} {month_name(first.month, language=language, style=style)}"
    else:
        start = str(first.day)
    return f"{_in_digits(start, digits)} – {end}"


def refuse_datetime(day: date) -> None:
    """TypeError for a datetime, which Python takes for a date: its day depends on the time zone."""
    if isinstance(day, datetime):
        raise TypeError(f"a date is needed, not the datetime {day.isoformat()}: its day depends on the time zone")


def _in_digits(text: str, digits: str) -> str:
    if digits not in ("arabic", "thai"):
        raise ValueError(f"digits are 'arabic' or 'thai', not {digits!r}")
    return to_thai_digits(text) if digits == "thai" else text


# Reading


class ThaiDateError(ValueError):
    """A typed date or year that cannot be taken. Both messages are sentences for the person who typed it.

    `code` is one of `empty`, `unreadable`, `unknown_month`, `no_such_month`, `no_such_day`, `two_digit_year`,
    `common_era`, `contradictory_era`, `year_out_of_range`, `unreadable_year`.
    """

    def __init__(self, code: str, message: str, message_en: str) -> None:
        super().__init__(code, message, message_en)
        self.code = code
        self.message = message
        self.message_en = message_en

    def __str__(self) -> str:
        return self.message


_LONGEST_INPUT = 60  # the longest form that is read has some 45 characters; what is longer is cut before it is quoted

_ERA = r"(?:(?P<be>พ\.?\s*ศ\.?|B\.?\s?E\.?)|(?P<ce>ค\.?\s*ศ\.?|C\.?\s?E\.?|A\.?\s?D\.?))?"
_DAY = r"(?:วันที่)?\s*(?P<day>[0-9]{1,2})"
_YEAR = r"(?P<year>[0-9]+)"
_ISO = re.compile(r"(?P<year>[0-9]{4})\s*-\s*(?P<month>[0-9]{1,2})\s*-\s*(?P<day>[0-9]{1,2})")
_NUMERIC = re.compile(
    rf"{_DAY}\s*(?P<separator>[/.-])\s*(?P<month>[0-9]{{1,2}})\s*(?P=separator)\s*{_ERA}\s*{_YEAR}", re.IGNORECASE
)
_NAMED = re.compile(rf"{_DAY}\s*(?:เดือน)?\s*(?P<month>[A-Zก-๎., ]+?)\s*{_ERA}\s*{_YEAR}", re.IGNORECASE)


def _month_key(name: str) -> str:
    """Month names are compared as search compares words, so `พฤษจิกายน`, `พย` and `NOV.` are read as they are meant."""
    return fold(re.sub("[., ]", "", name))


def _spoken(name: str) -> str:
    return name.removesuffix("คม").removesuffix("ยน").removesuffix("พันธ์")


_THAI_MONTHS = {
    _month_key(name): number
    for names in (_MONTHS["th", "long"], _MONTHS["th", "short"], map(_spoken, _MONTHS["th", "long"]))
    for number, name in enumerate(names, start=1)
}
_ENGLISH_MONTHS = {"sept": 9} | {
    _month_key(name): number
    for names in (_MONTHS["en", "long"], _MONTHS["en", "short"])
    for number, name in enumerate(names, start=1)
}


def parse_date(text: str) -> date:
    """The date that a person typed; ThaiDateError, with a sentence for that person, when it is not beyond doubt.

    Reads `9/11/2551`, `9-11-2551`, `9.11.2551`, `9 พ.ย. 2551`, `9 พฤศจิกายน พ.ศ. 2551`, `วันที่ ๙ เดือนพฤศจิกายน ๒๕๕๑`,
    `9 Nov 2008` and `2008-11-09`: day before month unless the year comes first, Thai or Arabic digits, spaces at will.
    A year from 2400 to 2743 is Buddhist. A Common Era year is taken only where it must be one: in the ISO form, with
    an English month, or after ค.ศ.; a bare `9/11/2008` is refused, naming the year that may be meant.
    """
    typed = _clean(text)
    if not typed:
        raise ThaiDateError("empty", "กรุณาระบุวันที่", "Enter a date.")
    if match := _ISO.fullmatch(typed):
        return _date(match, _month_by_number(match["month"]), common_era_is_plain=True)
    if match := _NUMERIC.fullmatch(typed):
        return _date(match, _month_by_number(match["month"]), common_era_is_plain=False)
    if match := _NAMED.fullmatch(typed):
        month, is_english = _month_by_name(match["month"])
        return _date(match, month, common_era_is_plain=is_english)
    raise _unreadable(typed)


def parse_year_be(text: str) -> int:
    """The Buddhist Era year that a person typed or a filter holds: four Thai or Arabic digits, 2400 to 2743."""
    typed = _clean(text)
    if not typed:
        raise ThaiDateError("empty", "กรุณาระบุปี พ.ศ.", "Enter a Buddhist Era year.")
    if re.fullmatch("[0-9]+", typed):  # not str.isdigit, to which `²` is a digit
        return to_be(_year_ce(typed, era=None, common_era_is_plain=False))
    raise ThaiDateError(
        "unreadable_year",
        f"“{typed}” ไม่ใช่ปี พ.ศ. กรุณาระบุเป็นตัวเลข 4 หลัก เช่น 2551",
        f"“{typed}” is not a year. Enter a Buddhist Era year of four digits, for example 2551.",
    )


def _clean(text: str) -> str:
    text = text.strip()
    cut = text if len(text) <= _LONGEST_INPUT else f"{text[:_LONGEST_INPUT]}…"  # which no form matches
    return repair(to_arabic_digits(cut)).strip()


def _date(match: re.Match[str], month: int, *, common_era_is_plain: bool) -> date:
    groups = match.groupdict()
    era = "be" if groups.get("be") else "ce" if groups.get("ce") else None
    year_ce = _year_ce(match["year"], era=era, common_era_is_plain=common_era_is_plain)
    day = int(match["day"])
    days_in_month = monthrange(year_ce, month)[1]
    if not 1 <= day <= days_in_month:
        raise _no_such_day(day, month, year_ce, days_in_month)
    return date(year_ce, month, day)


def _month_by_number(digits: str) -> int:
    if 1 <= int(digits) <= 12:
        return int(digits)
    raise ThaiDateError(
        "no_such_month",
        f"ไม่มีเดือนที่ {digits} กรุณาเรียงตามลำดับ วัน/เดือน/ปี โดยเดือนเป็นเลข 1 ถึง 12",
        f"There is no month {digits}. Enter day, month and year in this order, the month as a number from 1 to 12.",
    )


def _month_by_name(name: str) -> tuple[int, bool]:
    """The month, and whether its name is English."""
    key = _month_key(name)
    if key in _THAI_MONTHS:
        return _THAI_MONTHS[key], False
    if key in _ENGLISH_MONTHS:
        return _ENGLISH_MONTHS[key], True
    raise ThaiDateError(
        "unknown_month",
        f"ไม่พบเดือนที่ชื่อ “{name.strip()}” กรุณาตรวจสอบชื่อเดือน เช่น พฤศจิกายน หรือ พ.ย.",
        f"“{name.strip()}” is not the name of a month. Check the name, for example November or Nov.",
    )


def _year_ce(digits: str, *, era: str | None, common_era_is_plain: bool) -> int:
    if len(digits) == 2:
        raise _two_digit_year(digits, may_be_common_era=era == "ce" or (era is None and common_era_is_plain))
    year = int(digits) if len(digits) == 4 else 0
    if FIRST_YEAR_BE <= year <= LAST_YEAR_BE:
        if era == "ce":
            raise _contradictory_era(f"ค.ศ. {year}", f"{year} CE", year)
        return to_ce(year)
    if _FIRST_YEAR_CE <= year <= _LAST_YEAR_CE:
        if era == "be":
            raise _contradictory_era(f"พ.ศ. {year}", f"B.E. {year}", to_be(year))
        if era is None and not common_era_is_plain:
            raise _common_era(year)
        return year
    raise _year_out_of_range(digits)


def _unreadable(typed: str) -> ThaiDateError:
    return ThaiDateError(
        "unreadable",
        f"ไม่สามารถอ่าน “{typed}” เป็นวันที่ได้ กรุณาระบุเป็น วัน/เดือน/ปี พ.ศ. เช่น 9/11/2551 หรือ 9 พ.ย. 2551",
        f"“{typed}” cannot be read as a date. Enter it like 9/11/2551 (Buddhist Era) or 9 Nov 2008.",
    )


def _no_such_day(day: int, month: int, year_ce: int, days_in_month: int) -> ThaiDateError:
    name, name_en = month_name(month), month_name(month, language="en")
    year_be = to_be(year_ce)
    return ThaiDateError(
        "no_such_day",
        f"ไม่มีวันที่ {day} {name} {year_be} เนื่องจากเดือน{name} พ.ศ. {year_be} มีวันที่ 1 ถึง {days_in_month}",
        f"There is no {day} {name_en} {year_ce}: {name_en} {year_ce} (B.E. {year_be}) has {days_in_month} days.",
    )


def _two_digit_year(digits: str, *, may_be_common_era: bool) -> ThaiDateError:
    if not may_be_common_era:
        return ThaiDateError(
            "two_digit_year",
            f"ปี “{digits}” มีเพียง 2 หลัก หมายถึง 25{digits} ใช่หรือไม่ ให้พิมพ์ 25{digits}",
            f"The year “{digits}” has only two digits. If you mean B.E. 25{digits}, type 25{digits}.",
        )
    return ThaiDateError(
        "two_digit_year",
        f"ปี “{digits}” มีเพียง 2 หลัก กรุณาระบุปี พ.ศ. ให้ครบ 4 หลัก เช่น 2551",
        f"The year “{digits}” has only two digits. Enter the Buddhist Era year in full, for example 2551.",
    )


def _common_era(year: int) -> ThaiDateError:
    return ThaiDateError(
        "common_era",
        f"ปี “{year}” น่าจะเป็นปี ค.ศ. กรุณาระบุเป็นปี พ.ศ. หมายถึง พ.ศ. {to_be(year)} หรือไม่",
        f"“{year}” looks like a Common Era year. Enter the Buddhist Era year: did you mean B.E. {to_be(year)}?",
    )


def _contradictory_era(typed: str, typed_en: str, meant_be: int) -> ThaiDateError:
    return ThaiDateError(
        "contradictory_era",
        f"ศักราชกับปีใน “{typed}” ไม่สอดคล้องกัน หมายถึง พ.ศ. {meant_be} หรือไม่",
        f"Era and year of “{typed_en}” do not go together. Did you mean B.E. {meant_be}?",
    )


def _year_out_of_range(digits: str) -> ThaiDateError:
    shown = digits if len(digits) <= 8 else f"{digits[:8]}…"
    return ThaiDateError(
        "year_out_of_range",
        f"ปี “{shown}” ไม่อยู่ในช่วงที่ระบบรองรับ กรุณาระบุปี พ.ศ. ตั้งแต่ {FIRST_YEAR_BE} ถึง {LAST_YEAR_BE}",
        f"The year “{shown}” is out of range. Enter a Buddhist Era year from {FIRST_YEAR_BE} to {LAST_YEAR_BE}.",
    )
