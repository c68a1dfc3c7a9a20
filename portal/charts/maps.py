"""The map of the provinces: shades, names, and knots with labels that touch nothing."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from .geography import Ring, coarse_paths, outlines
from .measures import INK, PAPER, Box, diamond, text_width, units

RAMP = ("#e6ecec", "#a9d5d1", "#5fb0ac", "#1f8582", "#0b5d6b", "#063b45")
RAMP_WITH_WHITE_TEXT = 3  # from this step on ink has too little contrast


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
    paths = coarse_paths()
    return ProvinceMap(
        view_box=COUNTRY.view_box,
        land="".join(path for code, path in paths.items() if code not in shades),
        areas=tuple(Area(paths[code], shade) for code, shade in shades.items()),
        pins=_place_pins(pins, shades),
    )


def neighbourhood_map(
    shades: Mapping[str, Shade], around: Sequence[str], names: Mapping[str, str], *, ratio: float = 250 / 190
) -> ProvinceMap:
    """The part of the map that holds the provinces `around`, with names; the first name is never dropped.

    `names` is in order of weight: a name moves aside where it would touch an earlier one or the edge, and is left out
    only where no place is free (the table has it).
    `ratio` is width by height.
    """
    window = _window([outlines()[code].bounds for code in around], ratio)
    inside = {code for code, outline in outlines().items() if outline.bounds.overlaps(window)}
    seen = {code: shade for code, shade in shades.items() if code in inside}
    return ProvinceMap(
        view_box=window.view_box,
        land="".join(outlines()[code].path for code in sorted(inside - seen.keys())),
        areas=tuple(Area(outlines()[code].path, shade) for code, shade in seen.items()),
        names=tuple(_names(names, seen, window)),
    )


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
        boxes = _name_boxes(code, text_width(text, size), size, shades)
        free = (box for box in boxes if box.within(window) and not any(box.overlaps(other) for other in taken))
        if box := boxes[0] if first else next(free, None):
            taken.append(box)
            fill = shades[code].text_fill if code in shades else INK
            weight = "600" if first else "400"
            yield Name(
                text, units((box.left + box.right) / 2), units(box.bottom - size * 0.2), units(size), fill, weight
            )


def _name_boxes(code: str, width: float, size: float, shades: Mapping[str, Shade]) -> list[Box]:
    """Around the label point or moved aside; those that run into a dark neighbour least come first."""
    x, y = outlines()[code].label_point
    dark = {other: shade for other, shade in shades.items() if other != code and shade.text_fill == PAPER}
    shifts = [(0.0, 0.0), *((dx * size, dy * size) for dx in (1, -1, 2, -2, 0) for dy in (0, 1, -1) if dx or dy)]
    boxes = [Box(x + dx, y + dy, x + dx, y + dy).widened(width / 2, size / 2) for dx, dy in shifts]
    return sorted(boxes, key=lambda box: _ground(box, dark)[0])  # stable: of equal ones the nearest


# ------------------------------------------------------------------------------------------ pins and their labels
# Put by hand on the first map, found by trying here, so that any year can be drawn.


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
