"""Outlines with fewer corners, for drawings so small that nobody sees the others. Neighbours still touch each other."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

Corner = tuple[int, int]
Ring = tuple[Corner, ...]


def with_fewer_corners(rings: Sequence[Ring], tolerance: float) -> list[Ring]:
    """The rings, in their order, with no corner further than `tolerance` from where it was drawn.

    A border of two rings is simplified as a whole, between the places where it begins and ends: so both get the same.
    """
    owners: dict[Corner, set[int]] = defaultdict(set)
    for number, ring in enumerate(rings):
        for corner in ring:
            owners[corner].add(number)
    shared = {corner: frozenset(numbers) for corner, numbers in owners.items()}
    return [_joined(_borders(ring, shared), tolerance) for ring in rings]


def _borders(ring: Ring, shared: dict[Corner, frozenset[int]]) -> Iterator[Ring]:
    """The ring in pieces, each with one neighbour; an island in two."""
    ends = [
        place
        for place, corner in enumerate(ring)
        if len(shared[corner]) > 2
        or shared[corner] != shared[ring[place - 1]]
        or shared[corner] != shared[ring[(place + 1) % len(ring)]]
    ]
    if len(ends) < 2:
        first = ring.index(min(ring))
        ends = sorted({first, max(range(len(ring)), key=lambda place: math.dist(ring[place], ring[first]))})
    for start, end in pairwise([*ends, ends[0] + len(ring)]):
        yield tuple(ring[place % len(ring)] for place in range(start, end + 1))


def _joined(borders: Iterator[Ring], tolerance: float) -> Ring:
    corners: list[Corner] = []
    for border in borders:
        flipped = border[::-1]
        simple = _simple(border, tolerance) if border <= flipped else _simple(flipped, tolerance)[::-1]
        corners += simple[:-1]
    return tuple(corners)


def _simple(line: Ring, tolerance: float) -> Ring:
    """Both ends and what lies too far from the line between them (Douglas and Peucker)."""
    first, last = line[0], line[-1]
    if len(line) < 3:
        return line
    far = max(range(1, len(line) - 1), key=lambda place: _distance(line[place], first, last))
    if _distance(line[far], first, last) <= tolerance:
        return (first, last)
    return (*_simple(line[: far + 1], tolerance)[:-1], *_simple(line[far:], tolerance))


def _distance(corner: Corner, first: Corner, last: Corner) -> float:
    """From the straight line through both ends, or from the end where they are one place."""
    length = math.dist(first, last)
    if not length:
        return math.dist(corner, first)
    (x, y), (x1, y1), (x2, y2) = corner, first, last
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
