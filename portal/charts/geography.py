"""The outlines of the 77 provinces, rounded so that pages stay small."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

from .borders import with_fewer_corners
from .measures import Box

COARSE = 10.0  # tenths of a unit: where the whole country is drawn about a pixel, a tenth of a millimetre on paper
DATA = Path(__file__).parent.parent / "data"


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


@cache
def coarse_paths() -> Mapping[str, str]:
    """Path data of the 77 provinces by code for a map of the whole country: a third of the corners, half the bytes."""
    codes = [code for code, outline in outlines().items() for _ring in outline.rings]
    rings = with_fewer_corners([ring for outline in outlines().values() for ring in outline.rings], COARSE)
    paths: dict[str, str] = {}
    for code, ring in zip(codes, rings, strict=True):
        paths[code] = paths.get(code, "") + (_ring_path(ring) if len(ring) > 2 else "")
    return paths


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
