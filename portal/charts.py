"""Drawings of pages and reports as numbers: map, tile grid, bars, the thread of a fiscal year, the tally.

Pure functions from facts to frozen dataclasses; the partials in `templates/partials/` turn those into SVG. No models,
no request, no translation: every label comes in as it shall be read, with its digits and in its language. Lengths are
already text in SVG units, so that no template localises a decimal point. Colours are carried along because SVG in a
PDF takes them from attributes alone; on screen `static/css/site.css` says the same again.
"""

import json
import re
import unicodedata
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

DATA = Path(__file__).parent / "data"

RAMP = ("#e6ecec", "#a9d5d1", "#5fb0ac", "#1f8582", "#0b5d6b", "#063b45")
RAMP_WITH_WHITE_TEXT = 3  # from this step on ink has too little contrast
INK, PAPER = "#14232b", "#ffffff"


# ------------------------------------------------------------------------------------------------------- measures


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in SVG units."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def overlaps(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, other: "Box") -> bool:
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom

    def widened(self, across: float, down: float) -> "Box":
        return Box(self.left - across, self.top - down, self.right + across, self.bottom + down)

    def grown(self, by: float) -> "Box":
        return self.widened(by, by)

    @property
    def view_box(self) -> str:
        return " ".join(map(units, (self.left, self.top, self.width, self.height)))


def units(value: float) -> str:
    """A length to one decimal without needless zeros: 12.0 is `12`, -0.04 is `0`."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


# Advance widths of Sarabun SemiBold, in parts of its size: the narrow letters, the wide ones, all others.
NARROW, NARROW_WIDTH = frozenset(" '!|ij,.:;lIๅเ[]-{}()_fr\\โ`tใไs*/"), 0.4
WIDE, WIDE_WIDTH = frozenset("ฌญmWฒณ%๚๛M@๗"), 0.9
OTHER_WIDTH = 0.64


def text_width(text: str, size: float) -> float:
    """Width of a line of Sarabun at `size`, estimated on the safe side; marks above and below take no room."""
    return size * sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    if unicodedata.category(letter) in {"Mn", "Cf"}:
        return 0.0
    if letter in NARROW:
        return NARROW_WIDTH
    return WIDE_WIDTH if letter in WIDE else OTHER_WIDTH


# ------------------------------------------------------------------------------------------------------ geography

Ring = tuple[tuple[int, int], ...]  # corners in tenths of a unit: integers do not drift when written as steps


@dataclass(frozen=True, slots=True)
class Outline:
    """One province as drawn: SVG path data, its bounds, and the point where its label stands."""

    path: str
    rings: tuple[Ring, ...]
    bounds: Box
    label_point: tuple[float, float]


@cache
def outlines() -> Mapping[str, Outline]:
    """The 77 provinces by code, from `data/province_outlines.json` (CC BY 4.0: print `_map_credit.html` below)."""
    source = json.loads((DATA / "province_outlines.json").read_text(encoding="utf-8"))
    return {code: _outline(path, *source["label_points"][code]) for code, path in source["paths"].items()}


def _outline(path: str, label_x: float, label_y: float) -> Outline:
    rings = tuple(_rings(path))
    xs = [x / 10 for ring in rings for x, _ in ring]
    ys = [y / 10 for ring in rings for _, y in ring]
    bounds = Box(min(xs), min(ys), max(xs), max(ys))
    return Outline("".join(map(_ring_path, rings)), rings, bounds, (label_x, label_y))


def _rings(path: str) -> Iterator[Ring]:
    """The closed rings of path data made of relative `m … z` alone, rounded to tenths of a unit."""
    pen = (0.0, 0.0)  # after `z` the pen stands on the first corner of the ring it closed
    for steps in re.findall(r"m([^mz]*)z", path):
        moves = [tuple(map(float, step.split(","))) for step in steps.split()]
        corners = list(accumulate(moves, lambda at, move: (at[0] + move[0], at[1] + move[1]), initial=pen))[1:]
        pen = corners[0]
        rounded = [(round(x * 10), round(y * 10)) for x, y in corners]
        ring = (rounded[0], *(after for before, after in pairwise(rounded) if after != before))
        if len(ring) > 2:  # else rounding left a speck or a line
            yield ring


def _ring_path(ring: Ring) -> str:
    start = _numbers(ring[0])
    steps = (coordinate for (x0, y0), (x1, y1) in pairwise(ring) for coordinate in (x1 - x0, y1 - y0))
    return f"M{start}l{_numbers(steps)}z"


def _numbers(tenths: Iterable[int]) -> str:
    """Numbers as short as path data allows: 19, -7, 300 tenths are `1.9-.7 30`."""
    text = " ".join(_tenths(number) for number in tenths)
    return text.replace(" -", "-")


def _tenths(number: int) -> str:
    whole, tenth = divmod(abs(number), 10)
    sign = "-" if number < 0 else ""
    if not tenth:
        return f"{sign}{whole}" if whole else "0"
    return f"{sign}{whole or ''}.{tenth}"


# ------------------------------------------------------------------------------------------------------------ map


@dataclass(frozen=True, slots=True)
class Shade:
    """How one province is shown: `level` is the step 0–5 of the ramp, `title` what it says, `href` where it leads.

    Provinces that took part and have no count all get one tone (4): a ramp would claim numbers. PDFs leave `href` out.
    """

    level: int
    title: str
    href: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.level < len(RAMP):
            raise ValueError(f"shade {self.level} is not a step of the ramp, 0 to {len(RAMP) - 1}")

    @property
    def fill(self) -> str:
        return RAMP[self.level]

    @property
    def text_fill(self) -> str:
        return PAPER if self.level >= RAMP_WITH_WHITE_TEXT else INK


@dataclass(frozen=True, slots=True)
class Pin:
    """A knot on the map: in which province (code), its number, and the two lines beside it.

    Without a `title` it stays alone, for maps so small that a label could not be read.
    """

    code: str
    mark: str
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Two lines of text and the line that leads to them; `anchor` as in SVG."""

    x: str
    title_y: str
    note_y: str
    anchor: str
    leader: str


@dataclass(frozen=True, slots=True)
class PlacedPin:
    """A pin where it is drawn. `label` is missing where there is none, or no free place: the list beside has it."""

    mark: str
    title: str
    note: str
    x: str
    text_y: str
    diamond: str
    label: Label | None


@dataclass(frozen=True, slots=True)
class Area:
    """One province of the map that says something."""

    path: str
    shade: Shade


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a province, written on the map."""

    text: str
    x: str
    y: str
    size: str
    fill: str
    weight: str


@dataclass(frozen=True, slots=True)
class ProvinceMap:
    """The map: `land` is every province without data as one path; `areas` are the others."""

    view_box: str
    land: str
    areas: tuple[Area, ...]
    pins: tuple[PlacedPin, ...] = ()
    names: tuple[Name, ...] = ()

    @property
    def has_links(self) -> bool:
        return any(area.shade.href for area in self.areas)


COUNTRY = Box(0, 0, 560, 1025)
PIN_RADIUS = 15.0  # half the diagonal of the diamond
TITLE_SIZE, NOTE_SIZE, LINE = 19.0, 16.5, 23.0


def province_map(shades: Mapping[str, Shade], pins: Sequence[Pin] = ()) -> ProvinceMap:
    """The whole country. Raises KeyError for a code that is no province."""
    return ProvinceMap(
        view_box=COUNTRY.view_box, land=_land(shades), areas=_areas(shades), pins=_place_pins(pins, shades)
    )


def neighbourhood_map(
    shades: Mapping[str, Shade], around: Sequence[str], names: Mapping[str, str], *, ratio: float = 250 / 190
) -> ProvinceMap:
    """The part of the map that holds the provinces `around`, with names; the first name is never dropped.

    `names` is in order of weight: a name that would touch an earlier one or the edge is left out (the table has it).
    `ratio` is width by height.
    """
    window = _window([outlines()[code].bounds for code in around], ratio)
    inside = {code for code, outline in outlines().items() if outline.bounds.overlaps(window)}
    seen = {code: shade for code, shade in shades.items() if code in inside}
    return ProvinceMap(
        view_box=window.view_box,
        land="".join(outlines()[code].path for code in sorted(inside - seen.keys())),
        areas=_areas(seen),
        names=tuple(_names(names, seen, window)),
    )


def _land(shades: Mapping[str, Shade]) -> str:
    return "".join(outline.path for code, outline in outlines().items() if code not in shades)


def _areas(shades: Mapping[str, Shade]) -> tuple[Area, ...]:
    return tuple(Area(outlines()[code].path, shade) for code, shade in shades.items())


def _window(bounds: Sequence[Box], ratio: float) -> Box:
    """The smallest box of that ratio around all bounds, with a tenth of air on every side."""
    left, right = min(box.left for box in bounds), max(box.right for box in bounds)
    top, bottom = min(box.top for box in bounds), max(box.bottom for box in bounds)
    height = 1.2 * max(bottom - top, (right - left) / ratio)
    width, x, y = height * ratio, (left + right) / 2, (top + bottom) / 2
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _names(names: Mapping[str, str], shades: Mapping[str, Shade], window: Box) -> Iterator[Name]:
    taken: list[Box] = []
    for code, text in names.items():
        first = not taken
        size = window.width * (0.048 if first else 0.038)
        box = _name_box(code, text_width(text, size), size, shades)
        if first or (box.within(window) and not any(box.overlaps(other) for other in taken)):
            taken.append(box)
            fill = shades[code].text_fill if code in shades else INK
            weight = "600" if first else "400"
            yield Name(
                text, units((box.left + box.right) / 2), units(box.bottom - size * 0.2), units(size), fill, weight
            )


def _name_box(code: str, width: float, size: float, shades: Mapping[str, Shade]) -> Box:
    """Around the label point, moved aside where the name would run into a dark neighbour."""
    x, y = outlines()[code].label_point
    dark = {other: shade for other, shade in shades.items() if other != code and shade.text_fill == PAPER}
    shifts = [(0.0, 0.0), *((dx * size, dy * size) for dx in (1, -1, 2, -2, 0) for dy in (0, 1, -1) if dx or dy)]
    boxes = [Box(x + dx, y + dy, x + dx, y + dy).widened(width / 2, size / 2) for dx, dy in shifts]
    return min(boxes, key=lambda box: _ground(box, dark)[0])


# --- pins and their labels: put by hand on the first map, found by trying here, so that any year can be drawn


def _place_pins(pins: Sequence[Pin], shades: Mapping[str, Shade]) -> tuple[PlacedPin, ...]:
    centres = _pin_centres(pins)
    taken = [_square(x, y) for x, y in centres]
    placed = []
    for pin, (x, y) in zip(pins, centres, strict=True):
        label = _place_label(pin, x, y, taken, shades) if pin.title else None
        taken.extend(label.boxes if label else ())
        placed.append(_placed(pin, x, y, label))
    return tuple(placed)


def _placed(pin: Pin, x: float, y: float, label: "_Candidate | None") -> PlacedPin:
    return PlacedPin(
        mark=pin.mark,
        title=pin.title,
        note=pin.note,
        x=units(x),
        text_y=units(y + 6),
        diamond=diamond(x, y, PIN_RADIUS),
        label=label.label if label else None,
    )


def diamond(x: float, y: float, radius: float) -> str:
    """Path data of the knot: a square standing on its corner."""
    r = units(radius)
    return f"M{units(x)} {units(y - radius)}l{r} {r}-{r} {r}-{r}-{r}z"


def _square(x: float, y: float) -> Box:
    return Box(x, y, x, y).grown(PIN_RADIUS)


def _pin_centres(pins: Sequence[Pin]) -> list[tuple[float, float]]:
    """Where the knots stand: on the label point, beside it where an earlier knot is too near."""
    centres: list[tuple[float, float]] = []
    for pin in pins:
        x, y = outlines()[pin.code].label_point
        centres.append(next((x + dx, y + dy) for dx, dy in _nudges() if _is_free(x + dx, y + dy, centres)))
    return centres


def _nudges() -> Iterator[tuple[float, float]]:
    yield (0, 0)
    step = 2 * PIN_RADIUS + 2
    for ring in range(1, 10):
        yield from ((ring * step, 0), (-ring * step, 0), (0, ring * step), (0, -ring * step))


def _is_free(x: float, y: float, centres: Iterable[tuple[float, float]]) -> bool:
    return all(abs(x - other_x) + abs(y - other_y) > 2 * PIN_RADIUS for other_x, other_y in centres)


@dataclass(frozen=True, slots=True)
class _Candidate:
    label: Label
    boxes: tuple[Box, Box]  # of the text, of the leader
    cost: float


def _place_label(pin: Pin, x: float, y: float, taken: Sequence[Box], shades: Mapping[str, Shade]) -> _Candidate | None:
    """The cheapest place that touches nothing: near, and off the land, above all off the dark provinces."""
    others = [box for box in taken if box != _square(x, y)]
    free = [
        candidate
        for candidate in _candidates(pin, x, y, shades)
        if candidate.boxes[0].within(COUNTRY)
        and not any(mine.overlaps(other) for mine in candidate.boxes for other in others)
    ]
    return min(free, key=lambda candidate: candidate.cost, default=None)


def _candidates(pin: Pin, x: float, y: float, shades: Mapping[str, Shade]) -> Iterator[_Candidate]:
    width = max(text_width(pin.title, TITLE_SIZE), text_width(pin.note, NOTE_SIZE))
    for length in range(30, 301, 10):
        reach = PIN_RADIUS + length
        right, left = x + reach + 8, x - reach - 8
        yield _candidate(right, y - 20, width, "start", f"M{units(x + PIN_RADIUS)} {units(y)}h{length}", shades, length)
        yield _candidate(left, y - 20, width, "end", f"M{units(x - PIN_RADIUS)} {units(y)}h-{length}", shades, length)
        up, down = y - reach - 2 * LINE, y + reach + 4
        above = f"M{units(x)} {units(y - PIN_RADIUS)}v-{length}"
        below = f"M{units(x)} {units(y + PIN_RADIUS)}v{length}"
        yield _candidate(x - PIN_RADIUS, up, width, "start", above, shades, length + 15)
        yield _candidate(x - PIN_RADIUS, down, width, "start", below, shades, length + 30)


def _candidate(
    x: float, top: float, width: float, anchor: str, leader: str, shades: Mapping[str, Shade], cost: float
) -> _Candidate:
    left = x - width if anchor == "end" else x
    text = Box(left, top, left + width, top + 2 * LINE - 4)
    dark, light = _ground(text, shades)
    label = Label(units(x), units(top + 16), units(top + 16 + LINE), anchor, leader)
    return _Candidate(label, (text, _leader_box(leader)), cost + 4000 * dark + 120 * light)


def _leader_box(leader: str) -> Box:
    x, y, direction, length = re.fullmatch(r"M(\S+) (\S+?)([hv])(\S+)", leader).groups()  # type: ignore[union-attr]
    x0, y0 = float(x), float(y)
    x1, y1 = (x0 + float(length), y0) if direction == "h" else (x0, y0 + float(length))
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)).grown(2)


def _ground(box: Box, shades: Mapping[str, Shade]) -> tuple[float, float]:
    """Which parts of a box, 0 to 1, lie on shaded and on plain provinces."""
    lines = [y for y in range(int(box.top), int(box.bottom) + 1) if y % SCAN_STEP == 0]
    on: Counter[bool] = Counter()
    for y in lines:
        for left, right, code in _scan_lines().get(y, ()):
            on[code in shades] += max(0.0, min(right, box.right) - max(left, box.left))  # type: ignore[assignment]
    whole = max(1, len(lines)) * box.width
    return on[True] / whole, on[False] / whole


SCAN_STEP = 8  # units between the lines along which land is looked for


@cache
def _scan_lines() -> Mapping[int, tuple[tuple[float, float, str], ...]]:
    """Land by line: at height y, from x to x, which province. Finer than a label is high, coarse enough to be quick."""
    lines: dict[int, list[tuple[float, float, str]]] = {}
    for code, outline in outlines().items():
        for y, xs in _crossings(outline.rings).items():
            xs.sort()
            lines.setdefault(y, []).extend((a, b, code) for a, b in zip(xs[::2], xs[1::2], strict=True))
    return {y: tuple(spans) for y, spans in lines.items()}


def _crossings(rings: Iterable[Ring]) -> dict[int, list[float]]:
    crossings: dict[int, list[float]] = {}
    for ring in rings:
        for (x0, y0), (x1, y1) in pairwise((*ring, ring[0])):
            for line in _lines_between(y0, y1):
                x = x0 + (x1 - x0) * (line * 10 + 0.5 - y0) / (y1 - y0)
                crossings.setdefault(line, []).append(x / 10)
    return crossings


def _lines_between(y0: int, y1: int) -> Iterable[int]:
    """Scan lines that an edge crosses. They run half a tenth below a whole unit, so no corner lies on one."""
    low, high = sorted((y0, y1))
    first = -(-low // (SCAN_STEP * 10)) * SCAN_STEP
    return (line for line in range(first, high // 10 + 1, SCAN_STEP) if low < line * 10 + 0.5 < high)


# ----------------------------------------------------------------------------------------------------------- tiles


@dataclass(frozen=True, slots=True)
class Tile:
    """One province as a square; `shade` is missing where there is nothing to say."""

    abbreviation: str
    x: str
    y: str
    text_x: str
    text_y: str
    shade: Shade | None


@dataclass(frozen=True, slots=True)
class TileGrid:
    """The 77 provinces as squares, each near its neighbours: the map of narrow screens and beside charts."""

    view_box: str
    tiles: tuple[Tile, ...]

    @property
    def has_links(self) -> bool:
        return any(tile.shade and tile.shade.href for tile in self.tiles)


TILE, TILE_STEP = 34, 37


def tile_grid(shades: Mapping[str, Shade]) -> TileGrid:
    """All 77 tiles. Raises KeyError for a code that is no province."""
    source = json.loads((DATA / "province_grid.json").read_text(encoding="utf-8"))
    if unknown := shades.keys() - {province["code"] for province in source["provinces"]}:
        raise KeyError(f"no province has the code {', '.join(sorted(unknown))}")
    width, height = (count * TILE_STEP - (TILE_STEP - TILE) for count in (source["cols"], source["rows"]))
    tiles = tuple(_tile(province, shades.get(province["code"])) for province in source["provinces"])
    return TileGrid(Box(0, 0, width, height).grown(2).view_box, tiles)


def _tile(province: Mapping[str, str | int], shade: Shade | None) -> Tile:
    x, y = int(province["col"]) * TILE_STEP, int(province["row"]) * TILE_STEP
    return Tile(str(province["abbr_th"]), units(x), units(y), units(x + TILE / 2), units(y + 22), shade)


# ------------------------------------------------------------------------------------------------ bars and tallies


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


# ------------------------------------------------------------------------------------- the thread of a fiscal year


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


# -------------------------------------------------------------------------------------------------------- figures


@dataclass(frozen=True, slots=True)
class Figure:
    """One large number of a page head: `125` `เรื่อง`, below it what was counted."""

    value: str
    label: str
    unit: str = ""
