"""Working days of Thai government offices.

The holidays are those of the `holidays` package for Thailand: public holidays with their substitution days, special
holidays by cabinet resolution, and the Royal Ploughing Ceremony, which is a holiday of government offices alone.
What it covers: the years 1914 to 2100 CE (B.E. 2457 to 2643). Its makers call the days of 1997 to 2025 exact; later
years follow from the rules, but each year's special holidays are known only when the cabinet has named them, so a due
date far ahead can turn out a day or two early, and a new release of the package should be installed every year.
Holidays of single regions or provinces are left out. Years outside the tables raise ValueError: counting them as
years without holidays would give wrong dates without a word.

Days are dates in Thailand. A datetime is refused, because its day depends on the time zone.
"""

from datetime import date, timedelta
from functools import cache
from typing import Final

from portal.thai.calendar import refuse_datetime

__all__ = [
    "FIRST_HOLIDAY_YEAR",
    "LAST_HOLIDAY_YEAR",
    "add_working_days",
    "is_working_day",
    "next_working_day",
    "working_days_between",
]

FIRST_HOLIDAY_YEAR: Final = 1914
LAST_HOLIDAY_YEAR: Final = 2100

_ONE_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Whether government offices work on this day: no weekend, public holiday, substitution or special holiday."""
    refuse_datetime(day)
    return day in _working_days_of(day.year)


def next_working_day(day: date) -> date:
    """The first working day after this day, never the day itself."""
    return add_working_days(day, 1)


def add_working_days(start: date, days: int) -> date:
    """The day on which so many working days have passed; the start does not count, 0 gives the start itself.

    This is how due dates are reckoned: what comes in on a Friday and has 1 working day is due on Monday.
    """
    refuse_datetime(start)
    if days < 0:
        raise ValueError(f"{days} working days: the number cannot be negative")
    day = start
    while days:
        day += _ONE_DAY
        days -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """The working days after `first` up to and with `last`: the inverse of `add_working_days`."""
    refuse_datetime(first)
    refuse_datetime(last)
    if last < first:
        raise ValueError(f"the span ends on {last.isoformat()}, before it begins on {first.isoformat()}")
    return sum(is_working_day(first + timedelta(days=days)) for days in range(1, (last - first).days + 1))


@cache  # 187 years at most
def _working_days_of(year: int) -> frozenset[date]:
    if not FIRST_HOLIDAY_YEAR <= year <= LAST_HOLIDAY_YEAR:
        raise ValueError(
            f"no table of Thai holidays for {year}, only for {FIRST_HOLIDAY_YEAR} to {LAST_HOLIDAY_YEAR} (Common Era)"
        )
    from holidays import GOVERNMENT, PUBLIC, country_holidays  # slow: it loads the holidays of all countries

    table = country_holidays("TH", years=year, expand=False, categories=(PUBLIC, GOVERNMENT))
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    return frozenset(day for day in days if day.year == year and table.is_working_day(day))
