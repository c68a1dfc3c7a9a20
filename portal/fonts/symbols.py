"""Glyphs: symbols that the sources lack, and the making of glyphs from outlines and other glyphs."""

import math
from collections.abc import Iterable

from fontTools.misc.roundTools import otRound
from fontTools.pens.ttGlyphPen import TTGlyphPen, TTGlyphPointPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from .faces import Face

OutlinePoint = tuple[float, float, bool]  # x, y in font units, whether it lies on the curve


def with_symbols(face: Face) -> TTFont:
    """The source font with the symbols of the pages and with every space and hyphen as a glyph of its own.

    A shaper lends the glyph of SPACE to a space that the font lacks; in a PDF one of the two texts would then stand for
    both.
    """
    font = TTFont(face.source(), recalcTimestamp=False)
    font.ensureDecompiled()
    if "DSIG" in font:
        del font["DSIG"]  # the signature of the source does not hold for a changed font
    for code_point, (glyph, advance) in {**_spaces(font), **_drawn_symbols(font)}.items():
        if code_point not in font.getBestCmap():
            add_glyph(font, f"uni{code_point:04X}", glyph, advance)
            encode(font, code_point, f"uni{code_point:04X}")
    return font


def _spaces(font: TTFont) -> dict[int, tuple[Glyph, int]]:
    em = font["head"].unitsPerEm
    widths = {
        0x2002: em // 2,
        0x2003: em,
        0x2009: em // 5,
        0x200A: em // 10,
        0x200B: 0,
        0x202F: em // 5,
        0x2060: 0,
    }
    spaces = {code_point: (_outline([]), width) for code_point, width in widths.items()}
    return {**spaces, 0x2011: twin(font, 0x2010)}


def twin(font: TTFont, code_point: int) -> tuple[Glyph, int]:
    """A glyph that draws what the glyph of `code_point` draws, and its advance."""
    name = font.getBestCmap()[code_point]
    return overlay(font, (name, 0, 0)), font["hmtx"][name][0]


def _drawn_symbols(font: TTFont) -> dict[int, tuple[Glyph, int]]:
    """● ○ ◐ ✓ ✕ as large as the font's own ■, in strokes taken from its minus sign."""
    cmap = font.getBestCmap()
    square, minus = (font["glyf"][cmap[ord(sign)]] for sign in "■−")
    side, thickness = square.xMax - square.xMin, minus.yMax - minus.yMin
    x, y = (square.xMin + square.xMax) / 2, (square.yMin + square.yMax) / 2
    radius = side / math.sqrt(math.pi)  # of the circle with the area of the square
    hole = radius - thickness
    stroke, arm, foot = 1.25 * thickness, 0.4 * side, (x - 0.12 * side, y - 0.4 * side)
    drawings = {
        "●": [_circle(x, y, radius)],
        "○": [_circle(x, y, radius), _circle(x, y, hole)[::-1]],
        "◐": [_circle(x, y, radius), _right_half_circle(x, y, hole)[::-1]],
        "✓": [_bar((x - arm, y - 0.08 * side), foot, stroke), _bar(foot, (x + arm, y + arm), stroke)],
        "✕": [
            _bar((x - arm, y - arm), (x + arm, y + arm), stroke),
            _bar((x - arm, y + arm), (x + arm, y - arm), stroke),
        ],
    }
    advance = font["hmtx"][cmap[ord("■")]][0]
    return {ord(sign): (_outline(contours), advance) for sign, contours in drawings.items()}


def _circle(x: float, y: float, radius: float) -> list[OutlinePoint]:
    """Clockwise from the top, in arcs of 45 degrees."""
    control = radius / math.cos(math.pi / 8)  # where the tangents of the ends of an arc meet
    points = []
    for step in range(16):
        angle, length = step * math.pi / 8, control if step % 2 else radius
        points.append((x + length * math.sin(angle), y + length * math.cos(angle), step % 2 == 0))
    return points


def _right_half_circle(x: float, y: float, radius: float) -> list[OutlinePoint]:
    return _circle(x, y, radius)[:9]  # from the top to the foot; closing the contour draws the straight side


def _bar(start: tuple[float, float], end: tuple[float, float], thickness: float) -> list[OutlinePoint]:
    """A stroke with square caps, clockwise whatever its direction."""
    length = math.dist(start, end)
    along = tuple((b - a) / length * thickness / 2 for a, b in zip(start, end, strict=True))
    left = (-along[1], along[0])
    corners = [
        (start[0] - along[0] + left[0], start[1] - along[1] + left[1]),
        (end[0] + along[0] + left[0], end[1] + along[1] + left[1]),
        (end[0] + along[0] - left[0], end[1] + along[1] - left[1]),
        (start[0] - along[0] - left[0], start[1] - along[1] - left[1]),
    ]
    return [(x, y, True) for x, y in corners]


def _outline(contours: Iterable[list[OutlinePoint]]) -> Glyph:
    pen = TTGlyphPointPen(None)
    for contour in contours:
        pen.beginPath()
        for x, y, on_curve in contour:
            pen.addPoint((otRound(x), otRound(y)), "qcurve" if on_curve else None)
        pen.endPath()
    return pen.glyph()


def overlay(font: TTFont, *parts: tuple[str, int, int]) -> Glyph:
    """A glyph made of other glyphs, each moved by x and y."""
    pen = TTGlyphPen(font["glyf"])
    for name, x, y in parts:
        pen.addComponent(name, (1, 0, 0, 1, x, y))
    return pen.glyph()


def add_glyph(font: TTFont, name: str, glyph: Glyph, advance: int) -> None:
    glyphs = font["glyf"]
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    glyphs.glyphOrder = font.getGlyphOrder()
    glyphs.glyphs[name] = glyph
    glyph.recalcBounds(glyphs)
    font["hmtx"][name] = (advance, glyph.xMin)


def encode(font: TTFont, code_point: int, name: str) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code_point] = name
