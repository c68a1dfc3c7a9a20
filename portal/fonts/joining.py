"""The PDF set: one text for each glyph."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from fontTools.otlLib.builder import (
    ChainContextSubstBuilder,
    ChainContextualRule,
    LigatureSubstBuilder,
    LookupBuilder,
)
from fontTools.ttLib import TTFont

from .faces import Face, FontChanged
from .shaping import made_by_substitution, substituted, subtables, thai_features
from .symbols import add_glyph, encode, overlay, twin, with_symbols

THAI_CONSONANTS = range(0x0E01, 0x0E2F)
TONE_MARKS = range(0x0E48, 0x0E4C)
MARKS_ABOVE = (0x0E31, 0x0E34, 0x0E35, 0x0E36, 0x0E37, 0x0E47, 0x0E4D)
MARKS_BELOW = (0x0E38, 0x0E39, 0x0E3A)
MARKS_ON_TOP = (*TONE_MARKS, 0x0E4C)
SARA_AA, NIKHAHIT = 0x0E32, 0x0E4D
GDEF_MARK = 3  # the class of a glyph that is a mark


def for_pdf(face: Face) -> TTFont:
    font = with_symbols(face)
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
            base, *marks, last = substituted(font, [consonant, nikhahit, *tone, aa])
            if last != aa:
                message = f"{font['name'].getDebugName(4)} changes SARA AA to {last} after {base} {marks}"
                raise FontChanged(message)
            yield base, tuple(marks)


def _syllables_with_moved_marks(font: TTFont) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each consonant and the marks that the font makes of two marks, then of one, unless they stay where they stand."""
    lower, upper = _glyphs(font, (*MARKS_ABOVE, *MARKS_BELOW)), _glyphs(font, MARKS_ON_TOP)
    stacks = [*product(lower, upper), *((mark,) for mark in (*lower, *upper))]
    for marks, consonant in product(stacks, _glyphs(font, THAI_CONSONANTS)):
        base, *drawn = substituted(font, [consonant, *marks])
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
    for subtable in subtables(font, "GPOS", kind):
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
            add_glyph(self.font, name, overlay(self.font, *parts, (tail, 0, 0)), self.font["hmtx"][tail][0])
        else:
            add_glyph(self.font, name, overlay(self.font, *parts), 0)
            self.font["GDEF"].table.GlyphClassDef.classDefs[name] = GDEF_MARK
        return name


def _part_ligatures_from_characters(font: TTFont) -> None:
    """Give a character such as U+FB01 its own glyph when substitutions make its glyph of other characters (f + i)."""
    made = made_by_substitution(font)
    for code_point, name in sorted(font.getBestCmap().items()):
        if name in made:
            add_glyph(font, f"{name}.typed", *twin(font, code_point))
            encode(font, code_point, f"{name}.typed")


def _refuse_kerning(font: TTFont, glyphs: set[str]) -> None:
    for subtable in subtables(font, "GPOS", "PairPos"):
        if kerned := glyphs & set(subtable.Coverage.glyphs):
            message = f"{font['name'].getDebugName(4)} kerns {sorted(kerned)}; places of ำ do not count kerning"
            raise FontChanged(message)


def _run_last(font: TTFont, builders: list[LookupBuilder]) -> None:
    """Append the lookups; the last one runs for Thai text, after all others since a shaper goes by number."""
    table = font["GSUB"].table
    lookups = table.LookupList.Lookup
    for builder in builders:
        builder.lookup_index = len(lookups)
        lookups.append(builder.build())
    table.LookupList.LookupCount = len(lookups)
    feature = next(iter(thai_features(font, "ccmp")))
    feature.LookupListIndex.append(len(lookups) - 1)
    feature.LookupCount = len(feature.LookupListIndex)
