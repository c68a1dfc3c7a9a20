"""Bars from zero, and a declared total against the rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from .measures import units


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart. `shown` is the number as it shall be read; `tone` is cat1 to cat3, none, or nothing."""

    label: str
    value: int
    shown: str = ""
    href: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar with its length in per cent of the longest one."""

    bar: Bar
    shown: str
    percent: str
    fill: str


TONES = {"": "#0b5d6b", "cat1": "#0b6e6e", "cat2": "#b4510f", "cat3": "#5b4ba8", "none": "#c9d3d6"}


def bars(rows: Sequence[Bar], *, longest: int | None = None) -> tuple[DrawnBar, ...]:
    """Bars from zero. `longest` is the value of a full bar, for charts that stand side by side.

    Raises ValueError for a negative value and for one above `longest`.
    """
    full = max((row.value for row in rows), default=0) if longest is None else longest
    for row in rows:
        if not 0 <= row.value <= full:
            raise ValueError(f"bar {row.label!r}: {row.value} is not between 0 and {full}")
    return tuple(DrawnBar(row, row.shown or str(row.value), _percent(row.value, full), TONES[row.tone]) for row in rows)


def _percent(part: int, whole: int) -> str:
    return units(100 * part / whole) if whole else "0"


@dataclass(frozen=True, slots=True)
class Tally:
    """A declared total against the rows we have. Nothing is ever invented to fill the rest."""

    declared: int
    itemised: int
    percent: str

    @property
    def rest(self) -> int:
        """Declared, but in no row."""
        return max(0, self.declared - self.itemised)

    @property
    def surplus(self) -> int:
        """Rows beyond the declared total: the source counted differently."""
        return max(0, self.itemised - self.declared)


def tally(declared: int, itemised: int) -> Tally:
    """Raises ValueError for a negative count. One row of very many still shows as a sliver (0.5 %)."""
    if declared < 0 or itemised < 0:
        raise ValueError(f"a tally counts, it cannot be negative: {declared}, {itemised}")
    if not itemised:
        return Tally(declared, itemised, "0")
    share = 100 * itemised / declared if declared else 100.0
    return Tally(declared, itemised, units(min(100.0, max(0.5, share))))
