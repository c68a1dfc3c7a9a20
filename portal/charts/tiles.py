"""The 77 provinces as squares: the map of narrow screens."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from .geography import DATA
from .maps import Shade
from .measures import Box, units


@dataclass(frozen=True, slots=True)
class Tile:
    """One province as a square; `shade` is missing where there is nothing to say, `lang` where the mark has none."""

    mark: str
    lang: str
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


def tile_grid(shades: Mapping[str, Shade], *, language: str = "th") -> TileGrid:
    """All 77 tiles: with the usual two Thai letters, in other languages with the official code of two digits.

    Raises KeyError for a code that is no province.
    """
    source = json.loads((DATA / "province_grid.json").read_text(encoding="utf-8"))
    if unknown := shades.keys() - {province["code"] for province in source["provinces"]}:
        raise KeyError(f"no province has the code {', '.join(sorted(unknown))}")
    width, height = (count * TILE_STEP - (TILE_STEP - TILE) for count in (source["cols"], source["rows"]))
    tiles = tuple(_tile(province, shades.get(province["code"]), language) for province in source["provinces"])
    return TileGrid(Box(0, 0, width, height).grown(2).view_box, tiles)


def _tile(province: Mapping[str, str | int], shade: Shade | None, language: str) -> Tile:
    x, y = int(province["col"]) * TILE_STEP, int(province["row"]) * TILE_STEP
    mark, lang = (str(province["abbr_th"]), "th") if language == "th" else (str(province["code"]), "")
    return Tile(mark, lang, units(x), units(y), units(x + TILE / 2), units(y + 22), shade)
