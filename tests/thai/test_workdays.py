"""Working days, against dates counted by hand from the calendars of those years."""

from datetime import UTC, date, datetime, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from portal.thai import (
    FIRST_HOLIDAY_YEAR,
    LAST_HOLIDAY_YEAR,
    add_working_days,
    is_working_day,
    next_working_day,
    working_days_between,
)

pytestmark = pytest.mark.pure

days = st.dates(min_value=date(2001, 1, 1), max_value=date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 21), "Saturday"),
        (date(2026, 11, 22), "Sunday"),
        (date(2026, 1, 1), "New Year's Day"),
        (date(2026, 4, 6), "Chakri Memorial Day"),
        (date(2026, 4, 13), "Songkran"),
        (date(2026, 4, 14), "Songkran"),
        (date(2026, 4, 15), "Songkran"),
        (date(2025, 4, 16), "substitution for Songkran, of which the 13th was a Sunday"),
        (date(2026, 5, 13), "Royal Ploughing Ceremony, a holiday of government offices"),
        (date(2026, 6, 1), "substitution for Visakha Bucha, Sunday 31 May"),
        (date(2026, 12, 7), "substitution for 5 December, a Saturday"),
        (date(2023, 1, 2), "substitution for New Year's Day, a Sunday"),
        (date(2023, 1, 3), "substitution for New Year's Eve, a Saturday"),
        (date(2022, 7, 29), "special holiday by cabinet resolution"),
        (date(2008, 12, 10), "Constitution Day"),
    ],
)
def test_offices_are_closed(day: date, why: str) -> None:
    assert not is_working_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 4, 16), "after Songkran"),
        (date(2025, 4, 17), "after the substitution for Songkran"),
        (date(2026, 9, 30), "last day of fiscal year 2569"),
        (date(2026, 10, 1), "first day of fiscal year 2570"),
        (date(2026, 1, 16), "Teachers' Day is a holiday of schools, not of offices"),
        (date(2008, 12, 8), "a Monday between two holidays"),
        (date(2024, 2, 29), "leap day, a Thursday"),
    ],
)
def test_offices_are_open(day: date, why: str) -> None:
    assert is_working_day(day), why


@pytest.mark.parametrize(
    ("start", "number", "due"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # Saturday to Monday
        (date(2026, 4, 10), 1, date(2026, 4, 16)),  # over Songkran 13-15
        (date(2025, 4, 11), 1, date(2025, 4, 17)),  # over Songkran 13-15 and its substitution 16
        (date(2022, 12, 29), 1, date(2023, 1, 4)),  # special holiday 30, New Year 31 and 1, substitutions 2 and 3
        (date(2026, 12, 4), 3, date(2026, 12, 11)),  # substitution 7 and Constitution Day 10 leave 8, 9, 11
        (date(2025, 9, 26), 5, date(2025, 10, 3)),  # over the end of fiscal year 2568: 29, 30, 1, 2, 3
        (date(2025, 9, 30), 1, date(2025, 10, 1)),
        (date(2008, 11, 11), 30, date(2008, 12, 25)),  # Nov 12-14, 17-21, 24-28, Dec 1-4, 8-9, 11-12, 15-19, 22-25
        (date(2026, 4, 13), 0, date(2026, 4, 13)),  # none: the start, even on a holiday
    ],
)
def test_due_dates_counted_by_hand(start: date, number: int, due: date) -> None:
    assert add_working_days(start, number) == due


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (date(2026, 4, 3), date(2026, 4, 17), 6),  # 7, 8, 9, 10, 16, 17
        (date(2008, 11, 11), date(2008, 12, 25), 30),
        (date(2026, 9, 28), date(2026, 10, 1), 3),  # 29, 30, 1
        (date(2026, 11, 20), date(2026, 11, 22), 0),  # Friday to Sunday
        (date(2026, 11, 20), date(2026, 11, 20), 0),
    ],
)
def test_working_days_between_counted_by_hand(first: date, last: date, number: int) -> None:
    assert working_days_between(first, last) == number


def test_the_next_working_day_is_never_the_day_itself() -> None:
    assert next_working_day(date(2026, 11, 19)) == date(2026, 11, 20)
    assert next_working_day(date(2026, 11, 20)) == date(2026, 11, 23)
    assert next_working_day(date(2026, 4, 12)) == date(2026, 4, 16)


@given(days, st.integers(0, 120))
def test_counting_back_gives_what_was_added(start: date, number: int) -> None:
    due = add_working_days(start, number)

    assert working_days_between(start, due) == number
    assert number == 0 or is_working_day(due)


@given(days, st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up(start: date, some: int, more: int) -> None:
    assert add_working_days(add_working_days(start, some), more) == add_working_days(start, some + more)


@given(days)
def test_the_next_working_day_has_only_days_off_before_it(day: date) -> None:
    following = next_working_day(day)

    between = [day + timedelta(days=number) for number in range(1, (following - day).days)]
    assert is_working_day(following)
    assert not any(map(is_working_day, between))


def test_no_weekend_is_worked() -> None:
    first = date(2001, 1, 1)
    weekends = [day for number in range(365 * 50) if (day := first + timedelta(days=number)).weekday() >= 5]

    assert [day for day in weekends if is_working_day(day)] == []


def test_counting_backwards_is_refused_with_the_values() -> None:
    with pytest.raises(ValueError, match="-1 working days"):
        add_working_days(date(2026, 11, 20), -1)
    with pytest.raises(ValueError, match="ends on 2026-11-19, before it begins on 2026-11-20"):
        working_days_between(date(2026, 11, 20), date(2026, 11, 19))


def test_years_without_holiday_tables_are_refused_not_guessed() -> None:
    table = country_holidays("TH")

    assert (table.start_year, table.end_year) == (FIRST_HOLIDAY_YEAR, LAST_HOLIDAY_YEAR)
    with pytest.raises(ValueError, match="no table of Thai holidays for 1913"):
        is_working_day(date(1913, 12, 31))
    with pytest.raises(ValueError, match="no table of Thai holidays for 2101"):
        add_working_days(date(2100, 12, 30), 5)


def test_a_datetime_is_refused_because_its_day_depends_on_the_time_zone() -> None:
    moment = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)  # 1 October in Bangkok

    with pytest.raises(TypeError, match="time zone"):
        is_working_day(moment)
    with pytest.raises(TypeError, match="time zone"):
        add_working_days(moment, 0)
    with pytest.raises(TypeError, match="time zone"):
        working_days_between(moment, moment)
