"""The fonts of the portal, derived from the unmodified fonts of two wheels (OFL, no reserved font name).

`build_fonts()` writes two sets:

- `web/*.woff2`: Thai, Latin and the punctuation and symbols of the pages, for browsers;
- `pdf/*.ttf`: fonts in which **every glyph stands for one text only**. A PDF keeps one text for each glyph (its
  ToUnicode map), and WeasyPrint keeps the first one it meets. In an ordinary Thai font the glyph of า also ends every
  ำ, so that one ำ early in a document turns all its า into ำ for search, copying and screen readers. The drawing stays
  the same.

No Django here: the fonts can be made before anything else runs.
"""

import hashlib
import math
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

from fontTools.misc.roundTools import otRound
from fontTools.otlLib.builder import (
    ChainContextSubstBuilder,
    ChainContextualRule,
    LigatureSubstBuilder,
    LookupBuilder,
)
from fontTools.pens.ttGlyphPen import TTGlyphPen, TTGlyphPointPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

THAI_CONSONANTS = range(0x0E01, 0x0E2F)
TONE_MARKS = range(0x0E48, 0x0E4C)
MARKS_ABOVE = (0x0E31, 0x0E34, 0x0E35, 0x0E36, 0x0E37, 0x0E47, 0x0E4D)
MARKS_BELOW = (0x0E38, 0x0E39, 0x0E3A)
MARKS_ON_TOP = (*TONE_MARKS, 0x0E4C)
SARA_AA, NIKHAHIT = 0x0E32, 0x0E4D
GDEF_MARK = 3  # the class of a glyph that is a mark
ALWAYS_ON = ("ccmp", "liga", "rlig")  # substitutions that a shaper makes unasked

# What a page may contain. Thai and Latin as whole blocks, so that no name of a person or place meets a foreign font.
WEB_CODE_POINTS = frozenset(
    [
        *range(0x0020, 0x007F),
        *range(0x00A0, 0x0180),  # Latin-1, Latin Extended-A
        *range(0x0E01, 0x0E5C),
        *range(0x2002, 0x200C),  # spaces
        *range(0x2010, 0x2027),  # hyphens, dashes, quotation marks, bullet, ellipsis
        *map(ord, "\u202f‰′″‹›⁄\u2060€™←↑→↓−≈≠≤≥■□▲▶▼◀◆○●◐✓✕"),
    ]
)


OutlinePoint = tuple[float, float, bool]  # x, y in font units, whether it lies on the curve


class FontChanged(Exception):
    """A source font is not built as this module expects; its derivation must be looked at before it is used."""


@dataclass(frozen=True)
class Face:
    """One font file: its name, the package that brings it and the distribution that has the version."""

    name: str
    package: str
    distribution: str

    def source(self) -> Path:
        return self._package_folder() / "files" / f"{self.name}.ttf"

    def licence(self) -> Path:
        return self._package_folder() / "LICENSE"

    def family(self) -> str:
        return self.name.partition("-")[0]

    def _package_folder(self) -> Path:
        return Path(str(import_module(self.package).__file__)).parent


FACES = (
    Face("Sarabun-Regular", "fontpkg_sarabun", "fontpkg-sarabun"),
    Face("Sarabun-SemiBold", "fontpkg_sarabun", "fontpkg-sarabun"),
    Face("Kanit-Medium", "fontpkg_kanit", "fontpkg-kanit"),
)


def build_fonts(target: Path) -> bool:
    """Write `target/web/*.woff2`, `target/pdf/*.ttf` and the licences; True when something was made.

    Nothing is done while the wheels, fontTools, brotli and this module are the same and no file is missing. The bytes
    depend on these alone. Each file is replaced at once and the stamp comes last: two builds at a time do no harm.
    """
    target = Path(target)
    stamp, key = target / "build-key", _build_key()
    if stamp.exists() and stamp.read_text("ascii") == key and all((target / name).exists() for name in _file_names()):
        return False
    for name, content in _files():
        _write(target / name, content)
    _write(stamp, key.encode("ascii"))
    return True


def pdf_font(name: str) -> bytes:
    """The derived font `name` (such as `Sarabun-Regular`) for a PDF, made anew."""
    return _saved(_for_pdf(_face(name)))


def web_font(name: str) -> bytes:
    """The font `name` as WOFF2 for browsers, made anew."""
    from fontTools import subset  # slow to import, and needed in a build only

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.recalc_timestamp = False
    font = _with_symbols(_face(name))
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=WEB_CODE_POINTS)
    subsetter.subset(font)
    font.flavor = "woff2"
    return _saved(font)


def _face(name: str) -> Face:
    return next(face for face in FACES if face.name == name)


def _file_names() -> list[str]:
    files = [f"{kind}/{face.name}.{ending}" for face in FACES for kind, ending in (("pdf", "ttf"), ("web", "woff2"))]
    licences = [f"{kind}/{family}-OFL.txt" for family in _licences() for kind in ("pdf", "web")]
    return files + licences


def _files() -> Iterator[tuple[str, bytes]]:
    for face in FACES:
        yield f"pdf/{face.name}.ttf", pdf_font(face.name)
        yield f"web/{face.name}.woff2", web_font(face.name)
    for family, licence in _licences().items():
        for kind in ("pdf", "web"):
            yield f"{kind}/{family}-OFL.txt", licence.read_bytes()


def _licences() -> dict[str, Path]:
    return {face.family(): face.licence() for face in FACES}


def _build_key() -> str:
    names = sorted({face.distribution for face in FACES} | {"fonttools", "brotli"})
    versions = "".join(f"{name}=={metadata.version(name)}\n" for name in names)
    return hashlib.sha256(versions.encode() + Path(__file__).read_bytes()).hexdigest()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(content)
    os.chmod(file.name, 0o644)  # a temporary file is for its owner alone; the web server may be another user
    os.replace(file.name, path)


def _saved(font: TTFont) -> bytes:
    file = BytesIO()
    font.save(file, reorderTables=True)
    return file.getvalue()


# --- both sets: symbols that the sources lack -----------------------------------------------------------------------


def _with_symbols(face: Face) -> TTFont:
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
            _add_glyph(font, f"uni{code_point:04X}", glyph, advance)
            _encode(font, code_point, f"uni{code_point:04X}")
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
    return {**spaces, 0x2011: _twin(font, 0x2010)}


def _twin(font: TTFont, code_point: int) -> tuple[Glyph, int]:
    """A glyph that draws what the glyph of `code_point` draws, and its advance."""
    name = font.getBestCmap()[code_point]
    return _overlay(font, (name, 0, 0)), font["hmtx"][name][0]


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


def _overlay(font: TTFont, *parts: tuple[str, int, int]) -> Glyph:
    """A glyph made of other glyphs, each moved by x and y."""
    pen = TTGlyphPen(font["glyf"])
    for name, x, y in parts:
        pen.addComponent(name, (1, 0, 0, 1, x, y))
    return pen.glyph()


def _add_glyph(font: TTFont, name: str, glyph: Glyph, advance: int) -> None:
    glyphs = font["glyf"]
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    glyphs.glyphOrder = font.getGlyphOrder()
    glyphs.glyphs[name] = glyph
    glyph.recalcBounds(glyphs)
    font["hmtx"][name] = (advance, glyph.xMin)


def _encode(font: TTFont, code_point: int, name: str) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code_point] = name


# --- the PDF set: one text for each glyph ---------------------------------------------------------------------------


def _for_pdf(face: Face) -> TTFont:
    font = _with_symbols(face)
    _join_marks(font)
    _part_ligatures_from_characters(font)
    return font


def _join_marks(font: TTFont) -> None:
    """Make the marks of a syllable one glyph where a PDF would lose or tear their text; the drawing stays as before.

    ำ: HarfBuzz splits it into NIKHAHIT and SARA AA, with a tone mark between them or joined with NIKHAHIT. The text of
    all these glyphs is that of ำ with its tone mark, and a PDF can give it to one of them only: the others stay without
    text, which PDF/UA and PDF/A forbid, and SARA AA is shared with า. So they become one glyph.

    Marks that an anchor moves, as in ฝั่ง: readers of a PDF guess words from distances and take such a move for the end
    of one. In the joined glyph the marks are in their places, and nothing is moved.

    The joined glyph draws the marks where the anchors of the consonant put them: one glyph for each such drawing. Rules
    for more marks come first, since the first rule that fits is taken.
    """
    aa = font.getBestCmap()[SARA_AA]
    _refuse_kerning(font, {aa, *_glyphs(font, THAI_CONSONANTS)})
    joiner = _Joiner(font)
    sara_am = _grouped(font, _syllables_with_sara_am(font))
    for drawing, bases in sara_am.items():
        joiner.add(drawing, after=bases, tail=aa)
    for marks in dict.fromkeys(
        drawing.marks for drawing in sara_am
    ):  # last: after anything else, such as a Latin letter
        joiner.add(_drawing(font, None, marks), after=[], tail=aa)
    for drawing, bases in _grouped(font, _syllables_with_moved_marks(font)).items():
        joiner.add(drawing, after=bases)
    _run_last(font, joiner.lookups())


def _syllables_with_sara_am(font: TTFont) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each consonant and the marks that the font makes of consonant + ำ, without and with each tone mark."""
    (nikhahit, aa), tones = _glyphs(font, (NIKHAHIT, SARA_AA)), _glyphs(font, TONE_MARKS)
    for consonant in _glyphs(font, THAI_CONSONANTS):
        for tone in ([], *([tone] for tone in tones)):
            base, *marks, last = _substituted(font, [consonant, nikhahit, *tone, aa])
            if last != aa:
                message = f"{font['name'].getDebugName(4)} changes SARA AA to {last} after {base} {marks}"
                raise FontChanged(message)
            yield base, tuple(marks)


def _syllables_with_moved_marks(font: TTFont) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each consonant and the marks that the font makes of two marks, then of one, unless they stay where they stand."""
    lower, upper = _glyphs(font, (*MARKS_ABOVE, *MARKS_BELOW)), _glyphs(font, MARKS_ON_TOP)
    stacks = [*product(lower, upper), *((mark,) for mark in (*lower, *upper))]
    for marks, consonant in product(stacks, _glyphs(font, THAI_CONSONANTS)):
        base, *drawn = _substituted(font, [consonant, *marks])
        if any(place != (0, 0) for place in _drawing(font, base, tuple(drawn)).places):
            yield base, tuple(drawn)


def _grouped(font: TTFont, syllables: Iterable[tuple[str, tuple[str, ...]]]) -> dict["Drawing", list[str]]:
    """The drawings of the syllables, each with the bases that have it."""
    bases_of: dict[Drawing, list[str]] = defaultdict(list)
    for base, marks in syllables:
        bases_of[_drawing(font, base, marks)].append(base)
    return bases_of


def _glyphs(font: TTFont, code_points: Iterable[int]) -> list[str]:
    return [font.getBestCmap()[code_point] for code_point in code_points]


@dataclass(frozen=True)
class Drawing:
    """Marks and where each is drawn, in font units from the end of the base."""

    marks: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


def _drawing(font: TTFont, base: str | None, marks: tuple[str, ...]) -> Drawing:
    """The first mark hangs on the base and the next on the mark before it, as a shaper does it; else at (0, 0)."""
    places: list[tuple[int, int]] = []
    for index, mark in enumerate(marks):
        x, y = _hanging(font, mark, base) or (0, 0)
        if index and (step := _anchor_distance(font, "MarkMarkPos", marks[index - 1], mark)):
            x, y = places[-1][0] + step[0], places[-1][1] + step[1]
        places.append((x, y))
    return Drawing(marks, tuple(places))


def _hanging(font: TTFont, mark: str, base: str | None) -> tuple[int, int] | None:
    if base and (distance := _anchor_distance(font, "MarkBasePos", base, mark)):
        return distance[0] - font["hmtx"][base][0], distance[1]
    return None


def _anchor_distance(font: TTFont, kind: str, carrier: str, mark: str) -> tuple[int, int] | None:
    """From the origin of `carrier` to that of `mark` when their anchors meet. A later lookup wins, as in a shaper."""
    carrier_of, mark_of = ("Base", "Mark") if kind == "MarkBasePos" else ("Mark2", "Mark1")
    distance = None
    for subtable in _subtables(font, "GPOS", kind):
        carriers = getattr(subtable, f"{carrier_of}Coverage").glyphs
        marks = getattr(subtable, f"{mark_of}Coverage").glyphs
        if carrier in carriers and mark in marks:
            hook = getattr(subtable, f"{mark_of}Array").MarkRecord[marks.index(mark)]
            records = getattr(getattr(subtable, f"{carrier_of}Array"), f"{carrier_of}Record")
            anchor = getattr(records[carriers.index(carrier)], f"{carrier_of}Anchor")[hook.Class]
            if anchor:
                distance = (
                    anchor.XCoordinate - hook.MarkAnchor.XCoordinate,
                    anchor.YCoordinate - hook.MarkAnchor.YCoordinate,
                )
    return distance


class _Joiner:
    """Collects the rules "these marks, drawn there over these bases, become that glyph", with SARA AA or without."""

    def __init__(self, font: TTFont) -> None:
        self.font = font
        self.chain = ChainContextSubstBuilder(font, None)
        self.at_places: dict[tuple[tuple[int, int], ...], LigatureSubstBuilder] = {}

    def add(self, drawing: Drawing, *, after: list[str], tail: str | None = None) -> None:
        parts = (*drawing.marks, tail) if tail else drawing.marks
        ligatures = self.at_places.setdefault(drawing.places, LigatureSubstBuilder(self.font, None))
        if parts not in ligatures.ligatures:
            ligatures.ligatures[parts] = self._joined_glyph(drawing, tail)
        prefix = [after] if after else []
        calls = [[ligatures], *([None] * (len(parts) - 1))]
        self.chain.rules.append(ChainContextualRule(prefix, [[part] for part in parts], [], calls))

    def lookups(self) -> list[LookupBuilder]:
        """The last one is the lookup that calls the others."""
        return [*self.at_places.values(), self.chain]

    def _joined_glyph(self, drawing: Drawing, tail: str | None) -> str:
        name = f"thai.joined{len(self.font.getGlyphOrder())}"
        parts = [(mark, *place) for mark, place in zip(drawing.marks, drawing.places, strict=True)]
        if tail:
            _add_glyph(self.font, name, _overlay(self.font, *parts, (tail, 0, 0)), self.font["hmtx"][tail][0])
        else:
            _add_glyph(self.font, name, _overlay(self.font, *parts), 0)
            self.font["GDEF"].table.GlyphClassDef.classDefs[name] = GDEF_MARK
        return name


def _part_ligatures_from_characters(font: TTFont) -> None:
    """Give a character such as U+FB01 its own glyph when substitutions make its glyph of other characters (f + i)."""
    made = _made_by_substitution(font)
    for code_point, name in sorted(font.getBestCmap().items()):
        if name in made:
            _add_glyph(font, f"{name}.typed", *_twin(font, code_point))
            _encode(font, code_point, f"{name}.typed")


def _refuse_kerning(font: TTFont, glyphs: set[str]) -> None:
    for subtable in _subtables(font, "GPOS", "PairPos"):
        if kerned := glyphs & set(subtable.Coverage.glyphs):
            message = f"{font['name'].getDebugName(4)} kerns {sorted(kerned)}; places of ำ do not count kerning"
            raise FontChanged(message)


def _made_by_substitution(font: TTFont) -> set[str]:
    """The glyphs that the substitutions which are always on make of other characters, in any script."""
    table = font["GSUB"].table
    features = [record.Feature for record in table.FeatureList.FeatureRecord if record.FeatureTag in ALWAYS_ON]
    called = {index for feature in features for index in feature.LookupListIndex}
    for index in sorted(called):
        for subtable in table.LookupList.Lookup[index].SubTable:
            called |= {record.LookupListIndex for record in getattr(subtable, "SubstLookupRecord", ())}
    made: set[str] = set()
    for index in called:
        for subtable in table.LookupList.Lookup[index].SubTable:
            made.update(getattr(subtable, "mapping", {}).values() if type(subtable).__name__ == "SingleSubst" else ())
            made.update(
                ligature.LigGlyph for group in getattr(subtable, "ligatures", {}).values() for ligature in group
            )
    return made


def _substituted(font: TTFont, glyphs: list[str]) -> list[str]:
    """What the substitutions of Thai text that are always on make of `glyphs`: a shaper in small."""
    glyphs = list(glyphs)
    for index in sorted({index for feature in _thai_features(font) for index in feature.LookupListIndex}):
        for position in range(len(glyphs)):
            _substitute(font, index, glyphs, position)
    return glyphs


def _substitute(font: TTFont, lookup: int, glyphs: list[str], position: int) -> None:
    """Apply a lookup to `glyphs` in place, at one position; the first subtable that fits."""
    for subtable in font["GSUB"].table.LookupList.Lookup[lookup].SubTable:
        if _SUBSTITUTIONS.get(type(subtable).__name__, _no_substitution)(font, subtable, glyphs, position):
            return


def _single(_font: TTFont, subtable: Any, glyphs: list[str], position: int) -> bool:
    fits = position < len(glyphs) and glyphs[position] in subtable.mapping
    if fits:
        glyphs[position] = subtable.mapping[glyphs[position]]
    return fits


def _ligature(_font: TTFont, subtable: Any, glyphs: list[str], position: int) -> bool:
    for ligature in subtable.ligatures.get("".join(glyphs[position : position + 1]), ()):
        end = position + 1 + len(ligature.Component)
        if glyphs[position + 1 : end] == ligature.Component:
            glyphs[position:end] = [ligature.LigGlyph]
            return True
    return False


def _in_context(font: TTFont, subtable: Any, glyphs: list[str], position: int) -> bool:
    before, behind = subtable.BacktrackCoverage, [*subtable.InputCoverage, *subtable.LookAheadCoverage]
    around = [*reversed(glyphs[:position])][: len(before)] + glyphs[position : position + len(behind)]
    covers = [*before, *behind]
    fits = len(around) == len(covers) and all(g in cover.glyphs for g, cover in zip(around, covers, strict=True))
    for record in subtable.SubstLookupRecord if fits else ():
        _substitute(font, record.LookupListIndex, glyphs, position + record.SequenceIndex)
    return fits


def _no_substitution(_font: TTFont, _subtable: Any, _glyphs: list[str], _position: int) -> bool:
    return False  # SARA AM is split before, by hand; alternates are off


_SUBSTITUTIONS = {"SingleSubst": _single, "LigatureSubst": _ligature, "ChainContextSubst": _in_context}


def _subtables(font: TTFont, table: str, kind: str) -> Iterator[Any]:
    for lookup in font[table].table.LookupList.Lookup:
        yield from (subtable for subtable in lookup.SubTable if type(subtable).__name__ == kind)


def _run_last(font: TTFont, builders: list[LookupBuilder]) -> None:
    """Append the lookups; the last one runs for Thai text, after all others since a shaper goes by number."""
    table = font["GSUB"].table
    lookups = table.LookupList.Lookup
    for builder in builders:
        builder.lookup_index = len(lookups)
        lookups.append(builder.build())
    table.LookupList.LookupCount = len(lookups)
    feature = next(iter(_thai_features(font, "ccmp")))
    feature.LookupListIndex.append(len(lookups) - 1)
    feature.LookupCount = len(feature.LookupListIndex)


def _thai_features(font: TTFont, *tags: str) -> list[Any]:
    table = font["GSUB"].table
    language = next(
        record.Script.DefaultLangSys for record in table.ScriptList.ScriptRecord if record.ScriptTag == "thai"
    )
    records = [table.FeatureList.FeatureRecord[index] for index in language.FeatureIndex]
    return [record.Feature for record in records if record.FeatureTag in (tags or ALWAYS_ON)]
