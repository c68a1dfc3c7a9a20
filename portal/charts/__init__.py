"""Drawings of pages and reports as numbers: map, tile grid, bars, the thread of a fiscal year, the tally.

Pure functions from facts to frozen dataclasses; the partials in `templates/partials/` turn those into SVG. No models,
no request, no translation: every label comes in as it shall be read, with its digits and in its language. Lengths are
already text in SVG units, so that no template localises a decimal point. Colours are carried along because SVG in a
PDF takes them from attributes alone; on screen `static/css/site.css` says the same again.
"""

from .bars import TONES, Bar, DrawnBar, Tally, bars, tally
from .geography import DATA, outlines
from .maps import (
    COUNTRY,
    RAMP,
    RAMP_WITH_WHITE_TEXT,
    Pin,
    PlacedPin,
    ProvinceMap,
    Shade,
    neighbourhood_map,
    province_map,
)
from .measures import INK, PAPER, Box, text_width, units
from .thread import Stop, YearThread, year_thread
from .tiles import TileGrid, tile_grid

__all__ = [
    "COUNTRY",
    "DATA",
    "INK",
    "PAPER",
    "RAMP",
    "RAMP_WITH_WHITE_TEXT",
    "TONES",
    "Bar",
    "Box",
    "DrawnBar",
    "Pin",
    "PlacedPin",
    "ProvinceMap",
    "Shade",
    "Stop",
    "Tally",
    "TileGrid",
    "YearThread",
    "bars",
    "neighbourhood_map",
    "outlines",
    "province_map",
    "tally",
    "text_width",
    "tile_grid",
    "units",
    "year_thread",
]
