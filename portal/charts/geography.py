"""The outlines of the 77 provinces, rounded so that pages stay small."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

from .measures import Box

DATA = Path(__file__).parent.parent / "data"


Ring = tuple[tuple[int, int], ...]  # corners in tenths of a unit: integers do not drift when written as steps
#: Tenths between the corners of the whole country, which is drawn about as wide as it has units: nobody sees them
#: move by a quarter, and the page stays below 20 kB. Neighbours share their corners, so borders stay closed.
COARSE = 5


@dataclass(frozen=True, slots=True)
class Outline:
    """One province as drawn: SVG path data, its bounds, and the point where its label stands.

    `path` is for maps of a few provinces, `coarse_path` for the whole country.
    """

    path: str
    coarse_path: str
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
    coarse = "".join(_ring_path(ring) for ring in map(_coarsened, rings) if len(ring) > 2)
    return Outline("".join(map(_ring_path, rings)), coarse, rings, bounds, (label_x, label_y))


def _rings(path: str) -> Iterator[Ring]:
    """The closed rings of path data made of relative `m … z` alone, rounded to tenths of a unit."""
    pen = (0.0, 0.0)  # after `z` the pen stands on the first corner of the ring it closed
    for steps in re.findall(r"m([^mz]*)z", path):
        moves = [tuple(map(float, step.split(","))) for step in steps.split()]
        corners = list(accumulate(moves, lambda at, move: (at[0] + move[0], at[1] + move[1]), initial=pen))[1:]
        pen = corners[0]
        rounded = [(round(x * 10), round(y * 10)) for x, y in corners]
        ring = _without_repeats(rounded)
        if len(ring) > 2:  # else rounding left a speck or a line
            yield ring


def _without_repeats(corners: Sequence[tuple[int, int]]) -> Ring:
    return (corners[0], *(after for before, after in pairwise(corners) if after != before))


def _coarsened(ring: Ring) -> Ring:
    return _without_repeats([(round(x / COARSE) * COARSE, round(y / COARSE) * COARSE) for x, y in ring])


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
