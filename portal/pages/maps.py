"""The map and the thread of a year, from its workshops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.bilingual import in_language
from portal.charts import (
    Pin,
    ProvinceMap,
    Shade,
    Stop,
    TileGrid,
    YearThread,
    neighbourhood_map,
    outlines,
    province_map,
    tile_grid,
    year_thread,
)
from portal.thai import format_month, format_range, to_thai_digits

from .profiles import ProvinceProfile, RegionEntry
from .report_entries import WorkshopEntry

TOOK_PART = 4  # one tone for every province that took part: a ramp would claim numbers that nobody has


@dataclass(frozen=True)
class YearMap:
    """The provinces that took part, drawn twice: outlines for wide screens, tiles for narrow ones."""

    outlines: ProvinceMap
    tiles: TileGrid
    legend: tuple[tuple[Shade, str], ...]
    label: str


@lru_cache(maxsize=64)  # finding places for the labels takes 50 ms; entries are frozen, so the same year is found again
def year_map(
    workshops: tuple[WorkshopEntry, ...],
    *,
    language: str,
    labels: bool = True,
    links: bool = True,
    digits: str = "arabic",
) -> YearMap:
    """The map of a year. `labels` off where it is too small to read them; `links` off and Thai digits for PDFs."""
    shades = _shades(workshops, links)
    pins = [
        _pin(entry, language, digits) if labels else Pin(entry.host.code, _digits(entry.number, digits))
        for entry in workshops
        if entry.host.code in outlines()
    ]
    legend = (
        (Shade(TOOK_PART, ""), _("จังหวัดที่เข้าร่วมประชุม")),
        (Shade(0, ""), _("ไม่มีการประชุมในปีนี้")),
    )
    label = _("แผนที่จังหวัดที่เข้าร่วมประชุม %(count)d จังหวัด") % {"count": len(shades)}
    outline_map = province_map(shades, pins)
    return YearMap(outline_map, tile_grid(shades, language=language), legend, label)


def _pin(entry: WorkshopEntry, language: str, digits: str) -> Pin:
    """The knot of a workshop with host and days beside it."""
    return Pin(
        entry.host.code,
        _digits(entry.number, digits),
        str(in_language(entry.host, "name", language)),
        format_range(entry.starts_on, entry.ends_on, language=language, style="short", digits=digits),
    )


def _shades(entries: Iterable[WorkshopEntry], links: bool) -> Mapping[str, Shade]:
    numbers: dict[str, list[str]] = {}
    names = {}
    for entry in entries:
        for province in entry.provinces:
            if province.code not in outlines():
                continue  # newer than the map: the table has it
            numbers.setdefault(province.code, []).append(str(entry.number))
            names[province.code] = province
    return {
        code: Shade(
            TOOK_PART,
            _("%(province)s ร่วมประชุมครั้งที่ %(numbers)s")
            % {"province": in_language(names[code], "name"), "numbers": ", ".join(numbers[code])},
            reverse("province", args=[code]) if links else "",
        )
        for code in numbers
    }


def thread_of(
    year_be: int, workshops: Iterable[WorkshopEntry], *, language: str, links: bool = True, digits: str = "arabic"
) -> YearThread:
    """The line of the fiscal year with its workshops."""
    stops = [
        Stop(
            entry.starts_on,
            _digits(entry.number, digits),
            str(in_language(entry.host, "name", language)),
            format_range(entry.starts_on, entry.ends_on, language=language, style="short", digits=digits),
            reverse("workshop", args=[entry.year_be, entry.number]) if links else "",
        )
        for entry in workshops
    ]
    return year_thread(year_be, stops, [_month(year_be, place, language, digits) for place in range(12)])


def _month(year_be: int, place: int, language: str, digits: str) -> str:
    """The name below a tick: with the year where a calendar year begins on the thread."""
    month = (9 + place) % 12 + 1
    year_ce = year_be - 544 + (1 if month < 10 else 0)
    text = format_month(year_ce, month, language=language, style="short", digits=digits)
    return text if month in (10, 1) else text.rsplit(" ", 1)[0]


def _digits(number: int, digits: str) -> str:
    return to_thai_digits(str(number)) if digits == "thai" else str(number)


#: Bangkok alone is in no group; by itself it would be drawn much larger than its outline bears.
BESIDE_BANGKOK = ("11", "12", "13", "73", "74")


@dataclass(frozen=True)
class Neighbourhood:
    """A province among those of its group."""

    outlines: ProvinceMap
    legend: tuple[tuple[Shade, str], ...]
    label: str


def neighbourhood_of(profile: ProvinceProfile, *, language: str, links: bool = True) -> Neighbourhood | None:
    """The province in the strongest tone, the others of its group in a light one; `None` if it is not on the map."""
    if profile.place.code not in outlines():
        return None
    own = in_language(profile.place, "name", language).text
    shades = {profile.place.code: Shade(TOOK_PART, own)}
    names = {profile.place.code: own}
    for place in (place for place in profile.neighbours if place.code in outlines()):
        names[place.code] = in_language(place, "name", language).text
        shades[place.code] = Shade(1, names[place.code], reverse("province", args=[place.code]) if links else "")
    legend = [(shades[profile.place.code], own)]
    if profile.neighbours:
        legend.append((Shade(1, ""), _("กลุ่มจังหวัดเดียวกัน")))
    label = _("แผนที่%(province)sและจังหวัดในกลุ่มเดียวกัน") if profile.neighbours else _("แผนที่%(province)s")
    around = list(names) if profile.neighbours else [*names, *BESIDE_BANGKOK]
    return Neighbourhood(neighbourhood_map(shades, around, names), tuple(legend), label % {"province": own})


@dataclass(frozen=True)
class RequestTiles:
    """All provinces by their number of requests, with the steps of the ramp that occur."""

    grid: TileGrid
    legend: tuple[tuple[Shade, str], ...]
    is_sample: bool


def request_tiles(regions: Sequence[RegionEntry]) -> RequestTiles:
    """All provinces as tiles; those with public requests are tinted, every one leads to its page.

    Samples are drawn only where nothing is real: `is_sample` then.
    """
    provinces = [entry for region in regions for entry in region.provinces if entry[0].code in outlines()]
    is_sample = not any(counts.real for _place, counts in provinces)
    shades = {}
    for place, counts in provinces:
        count = counts.samples if is_sample else counts.real
        title = _("%(province)s %(count)d เรื่อง") % {"province": in_language(place, "name"), "count": count}
        shades[place.code] = Shade(_step(count), title, reverse("province", args=[place.code]))
    last = max((shade.level for shade in shades.values()), default=0)
    legend = tuple((Shade(step, ""), _step_label(step)) for step in range(last + 1))
    return RequestTiles(tile_grid(shades, language=get_language() or "th"), legend, is_sample)


#: Upper bounds of the steps of the ramp for numbers of requests; more than the last is the darkest.
REQUEST_STEPS = (0, 2, 5, 10, 20)


def _step(count: int) -> int:
    return next((step for step, most in enumerate(REQUEST_STEPS) if count <= most), len(REQUEST_STEPS))


def _step_label(step: int) -> str:
    """The numbers that a step stands for: `0`, `1–2`, and for the last `21+`."""
    if step == 0:
        return "0"
    least = REQUEST_STEPS[step - 1] + 1
    return f"{least}–{REQUEST_STEPS[step]}" if step < len(REQUEST_STEPS) else f"{least}+"
