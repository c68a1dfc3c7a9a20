"""Thai calendar, text and working days: pure functions that need nothing of Django.

The names below are the public ones; `from portal.thai import format_date`.
"""

from portal.thai.calendar import (
    BE_OFFSET,
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
    to_be,
    to_ce,
)
from portal.thai.text import FOLD_VERSION, fold, normalise, repair, sort_key, to_arabic_digits, to_thai_digits
from portal.thai.workdays import (
    FIRST_HOLIDAY_YEAR,
    LAST_HOLIDAY_YEAR,
    add_working_days,
    is_working_day,
    next_working_day,
    working_days_between,
)

__all__ = [
    "BE_OFFSET",
    "FIRST_HOLIDAY_YEAR",
    "FIRST_YEAR_BE",
    "FOLD_VERSION",
    "LAST_HOLIDAY_YEAR",
    "LAST_YEAR_BE",
    "ThaiDateError",
    "add_working_days",
    "fiscal_year_bounds",
    "fiscal_year_of",
    "fold",
    "format_date",
    "format_month",
    "format_range",
    "is_working_day",
    "month_name",
    "next_working_day",
    "normalise",
    "parse_date",
    "parse_year_be",
    "repair",
    "sort_key",
    "to_arabic_digits",
    "to_be",
    "to_ce",
    "to_thai_digits",
    "working_days_between",
]
