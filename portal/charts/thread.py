"""The fiscal year as one line with its workshops as knots."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .measures import Box, diamond, text_width, units


@dataclass(frozen=True, slots=True)
class Stop:
    """A workshop on the thread of its year: first day, number, and the two lines above it."""

    day: date
    mark: str
    title: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A tick below the thread."""

    text: str
    x: str
    text_x: str


@dataclass(frozen=True, slots=True)
class Knot:
    """A stop where it is drawn; `leader` is empty where the label stands right above its knot."""

    stop: Stop
    x: str
    text_x: str
    title_y: str
    note_y: str
    mark_y: str
    diamond: str
    leader: str


@dataclass(frozen=True, slots=True)
class YearThread:
    """The fiscal year as one line from October to September."""

    view_box: str
    thread: str
    tick_y: str
    month_y: str
    months: tuple[Month, ...]
    knots: tuple[Knot, ...]

    @property
    def has_links(self) -> bool:
        return any(knot.stop.href for knot in self.knots)


MONTH_WIDTH = 100.0  # on a page 1200 units wide; 55 suits paper, with months named shortly
KNOT_RADIUS = 17.0
KNOT_GAP = 2 * KNOT_RADIUS + 2
LANE = 46.0  # height of a label of two lines
STOP_TITLE_SIZE, STOP_NOTE_SIZE = 17.0, 16.0


def year_thread(
    year_be: int, stops: Sequence[Stop], months: Sequence[str], *, month_width: float = MONTH_WIDTH
) -> YearThread:
    """The fiscal year `year_be` (1 Oct of the year before to 30 Sep) with its workshops as knots.

    `months` are the twelve names below, October first. Every month is equally wide. Knots of workshops that met within
    days of each other stand side by side, in order; labels rise into lanes so that none touches another or a leader.
    Raises ValueError for a stop outside of the year.
    """
    if len(months) != 12:
        raise ValueError(f"a year has 12 months, not {len(months)}")
    ordered = sorted(stops, key=lambda stop: stop.day)
    centres = _spread([month_width * _months_into(stop.day, year_be) for stop in ordered], 12 * month_width)
    spans = [(x - KNOT_RADIUS, x - KNOT_RADIUS + _label_width(stop)) for stop, x in zip(ordered, centres, strict=True)]
    lanes = _lanes([(left, x, right) for x, (left, right) in zip(centres, spans, strict=True)])
    line = 70.0 + LANE * max(lanes, default=0)
    width = max([12 * month_width, *(right for _, right in spans)])
    return YearThread(
        view_box=Box(0, 0, width, line + 58).view_box,
        thread=f"M0 {units(line)}H{units(12 * month_width)}",
        tick_y=units(line),
        month_y=units(line + 36),
        months=tuple(Month(text, units(n * month_width), units(n * month_width + 6)) for n, text in enumerate(months)),
        knots=tuple(_knot(s, x, lane, line) for s, x, lane in zip(ordered, centres, lanes, strict=True)),
    )


def _months_into(day: date, year_be: int) -> float:
    """How far a day is into its fiscal year, in months."""
    first = date(year_be - 544, 10, 1)
    month = (day.year - first.year) * 12 + day.month - first.month
    if not 0 <= month < 12:
        raise ValueError(f"{day} is not in fiscal year {year_be}")
    return month + (day.day - 1) / monthrange(day.year, day.month)[1]


def _label_width(stop: Stop) -> float:
    return max(text_width(stop.title, STOP_TITLE_SIZE), text_width(stop.note, STOP_NOTE_SIZE)) + 12


def _spread(xs: Sequence[float], width: float) -> list[float]:
    """The same places, in order, moved as little to the right as keeps knots apart, then back inside the year."""
    apart: list[float] = []
    for x in xs:
        apart.append(max(x, KNOT_RADIUS, *(before + KNOT_GAP for before in apart[-1:])))
    limit = width - KNOT_RADIUS
    for place in reversed(range(len(apart))):
        apart[place] = min(apart[place], limit)
        limit = apart[place] - KNOT_GAP
    return apart


def _lanes(spans: Sequence[tuple[float, float, float]]) -> list[int]:
    """The lane, 0 lowest, of each label (left edge, leader, right edge); spans are ordered by their knots.

    From right to left: a label that would touch its right neighbour rises above it, and its leader, left of that
    neighbour, crosses nothing. So the lowest lane where both label and leader are free always exists.
    """
    lanes = [0] * len(spans)
    for place in reversed(range(len(spans))):
        left, _, right = spans[place]
        later = [(spans[n], lanes[n]) for n in range(place + 1, len(spans))]
        lane = 0
        while any(
            (left < other[2] and other[0] < right and at == lane) or (left < other[1] < right and at > lane)
            for other, at in later
        ):
            lane += 1
        lanes[place] = lane
    return lanes


def _knot(stop: Stop, x: float, lane: int, line: float) -> Knot:
    bottom = line - 27 - LANE * lane  # base line of the note
    return Knot(
        stop=stop,
        x=units(x),
        text_x=units(x - KNOT_RADIUS),
        title_y=units(bottom - 21),
        note_y=units(bottom),
        mark_y=units(line + 6),
        diamond=diamond(x, line, KNOT_RADIUS),
        leader=f"M{units(x)} {units(line - KNOT_RADIUS)}V{units(bottom + 6)}" if lane else "",
    )
