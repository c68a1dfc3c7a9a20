"""Points in time as people in Thailand read them: stored in UTC, shown by the clocks of Bangkok."""

from datetime import datetime

from django.utils import timezone

from portal.thai import format_date, to_thai_digits


def format_moment(at: datetime, *, language: str = "th", style: str = "short", digits: str = "arabic") -> str:
    """`25 พ.ย. 2569 20:28 น.`; in English `25 Nov 2026, 20:28`."""
    there = timezone.localtime(at)
    day = format_date(there.date(), language=language, style=style, digits=digits)
    if language == "en":
        return f"{day}, {there:%H:%M}"
    clock = f"{there:%H:%M}"
    return f"{day} {to_thai_digits(clock) if digits == 'thai' else clock} น."
