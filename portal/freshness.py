"""When something public changed last: apps register where to look, and a process asks again after ten minutes.

It stands at the foot of every page, so it must not cost a query there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from time import monotonic

from django.utils import timezone

Asked = Callable[[], datetime | date | None]
SECONDS_UNTIL_ASKED_AGAIN = 600

_asked: list[Asked] = []
_known: dict[str, tuple[float, date | None]] = {}


def register(ask: Asked) -> None:
    """Add where to look; called once from `AppConfig.ready()`."""
    _asked.append(ask)


def last_public_change() -> date | None:
    """The day in Thailand; `None` while nothing is public."""
    asked_at, day = _known.get("day", (0.0, None))
    if not asked_at or monotonic() - asked_at > SECONDS_UNTIL_ASKED_AGAIN:
        day = max((_day(moment) for ask in _asked if (moment := ask())), default=None)
        _known["day"] = (monotonic(), day)
    return day


def forget() -> None:
    """Ask again at the next page."""
    _known.clear()


def _day(moment: datetime | date) -> date:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment
