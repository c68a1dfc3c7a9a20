"""A shaper in small: what the substitutions of a font make of glyphs."""

from collections.abc import Iterator
from typing import Any

from fontTools.ttLib import TTFont

ALWAYS_ON = ("ccmp", "liga", "rlig")  # substitutions that a shaper makes unasked


def made_by_substitution(font: TTFont) -> set[str]:
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


def substituted(font: TTFont, glyphs: list[str]) -> list[str]:
    """What the substitutions of Thai text that are always on make of `glyphs`: a shaper in small."""
    glyphs = list(glyphs)
    for index in sorted({index for feature in thai_features(font) for index in feature.LookupListIndex}):
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


def subtables(font: TTFont, table: str, kind: str) -> Iterator[Any]:
    for lookup in font[table].table.LookupList.Lookup:
        yield from (subtable for subtable in lookup.SubTable if type(subtable).__name__ == kind)


def thai_features(font: TTFont, *tags: str) -> list[Any]:
    table = font["GSUB"].table
    language = next(
        record.Script.DefaultLangSys for record in table.ScriptList.ScriptRecord if record.ScriptTag == "thai"
    )
    records = [table.FeatureList.FeatureRecord[index] for index in language.FeatureIndex]
    return [record.Feature for record in records if record.FeatureTag in (tags or ALWAYS_ON)]
