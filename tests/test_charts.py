"""The geometry of maps, tiles, bars and the thread of a year, without Django."""

import gzip
import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import charts
from portal.charts import Bar, Box, Pin, Shade, Stop
from portal.charts.borders import with_fewer_corners
from portal.charts.geography import COARSE, Ring, coarse_paths, outlines

pytestmark = pytest.mark.pure

MONTHS = ["ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย."]
FIRST_DAY = date(2008, 10, 1)
CODES = sorted(charts.outlines())
WORKSHOPS = [
    Stop(date(2008, 11, 9), "1", "อุดรธานี", "9 – 11 พ.ย. 2551"),
    Stop(date(2009, 1, 13), "2", "เชียงราย", "13 – 15 ม.ค. 2552"),
    Stop(date(2009, 3, 8), "3", "เพชรบุรี", "8 – 10 มี.ค. 2552"),
    Stop(date(2009, 5, 24), "4", "นครศรีธรรมราช", "24 – 26 พ.ค. 2552"),
]


def label_box(pin: charts.PlacedPin) -> Box:
    assert pin.label
    width = max(charts.text_width(pin.title, 19), charts.text_width(pin.note, 16.5))
    x, top = float(pin.label.x), float(pin.label.title_y) - 16
    left = x - width if pin.label.anchor == "end" else x
    return Box(left, top, left + width, top + 42)


def pin_box(pin: charts.PlacedPin) -> Box:
    x, y = float(pin.x), float(pin.text_y) - 6
    return Box(x, y, x, y).grown(15)


# ------------------------------------------------------------------------------------------------------ measures


@pytest.mark.parametrize(
    ("value", "text"), [(12.0, "12"), (12.34, "12.3"), (-0.04, "0"), (0.06, "0.1"), (-3.5, "-3.5")]
)
def test_units_are_short_and_have_a_point(value: float, text: str) -> None:
    assert charts.units(value) == text


def test_marks_above_and_below_take_no_room() -> None:
    assert charts.text_width("กิ๊", 10) == charts.text_width("ก", 10)
    assert charts.text_width("จ.\u2060เลย", 10) == charts.text_width("จ.เลย", 10)


# ----------------------------------------------------------------------------------------------------------- map


def test_all_77_provinces_are_drawn_as_closed_rings() -> None:
    assert len(CODES) == 77
    assert all(re.fullmatch(r"(M[-.\d ]+l[-.\d ]+z)+", outline.path) for outline in charts.outlines().values())


def test_rounding_moves_no_corner_by_more_than_half_a_tenth() -> None:
    source = json.loads((charts.DATA / "province_outlines.json").read_text(encoding="utf-8"))["paths"]["42"]
    x = y = 0.0
    corners = []
    for step in source.replace("m ", "").split("z")[0].split():
        dx, dy = map(float, step.split(","))
        x, y = x + dx, y + dy
        corners.append((x, y))

    drawn = set(charts.outlines()["42"].rings[0])

    assert all((round(x * 10), round(y * 10)) in drawn for x, y in corners)


def test_the_written_path_leads_back_to_the_same_corners() -> None:
    for outline in charts.outlines().values():
        for path, ring in zip(outline.path.split("z"), outline.rings, strict=False):
            numbers = [round(float(n) * 10) for n in re.findall(r"-?\d*\.?\d+", path)]
            x, y = numbers[:2]
            corners = [(x, y)]
            for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
                x, y = x + dx, y + dy
                corners.append((x, y))
            assert tuple(corners) == ring


def test_maps_of_the_country_have_a_third_of_the_corners_and_neighbours_still_touch() -> None:
    rings = [ring for outline in outlines().values() for ring in outline.rings]

    fewer = with_fewer_corners(rings, COARSE)

    assert sum(map(len, fewer)) < 0.42 * sum(map(len, rings))
    owners, kept = _owners(rings), _owners(fewer)
    assert kept.keys() <= owners.keys()
    assert [corner for corner in kept if kept[corner] != owners[corner]] == []
    assert all(coarse_paths()[code] for code in outlines())


def _owners(rings: Sequence[Ring]) -> dict[tuple[int, int], set[int]]:
    owners: dict[tuple[int, int], set[int]] = {}
    for number, ring in enumerate(rings):
        for corner in ring:
            owners.setdefault(corner, set()).add(number)
    return owners


def test_a_border_keeps_what_is_further_from_it_than_told() -> None:
    square = ((0, 0), (0, 50), (3, 100), (100, 100), (100, 0), (50, 12))

    assert with_fewer_corners([square], 10) == [((0, 0), (3, 100), (100, 100), (100, 0), (50, 12))]


def test_the_whole_country_is_drawn_in_less_than_20_kb() -> None:
    drawn = charts.province_map({"42": Shade(4, "เลย", "/provinces/42/")})

    assert len(gzip.compress((drawn.land + drawn.areas[0].path).encode())) < 20_000


def test_provinces_without_data_are_one_path_and_the_others_areas() -> None:
    loei = Shade(4, "เลย", "/provinces/42/")

    drawn = charts.province_map({"42": loei})

    assert [area.shade for area in drawn.areas] == [loei]
    assert drawn.areas[0].path not in drawn.land
    assert drawn.land.count("M") == sum(len(o.rings) for code, o in charts.outlines().items() if code != "42")
    assert drawn.has_links


def test_a_map_for_paper_has_no_links() -> None:
    assert not charts.province_map({"42": Shade(4, "เลย")}).has_links


def test_a_code_that_is_no_province_is_refused() -> None:
    with pytest.raises(KeyError):
        charts.province_map({"99": Shade(4, "?")})
    with pytest.raises(KeyError, match="99"):
        charts.tile_grid({"99": Shade(4, "?")})


@pytest.mark.parametrize("level", [-1, 6])
def test_a_shade_outside_of_the_ramp_is_refused(level: int) -> None:
    with pytest.raises(ValueError, match=str(level)):
        Shade(level, "เลย")


def test_text_on_dark_steps_is_white() -> None:
    assert [Shade(level, "").text_fill for level in range(6)] == [charts.INK] * 3 + [charts.PAPER] * 3


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(CODES), min_size=1, max_size=8), st.booleans())
def test_pins_and_labels_never_touch(codes: list[str], dark: bool) -> None:
    shades = {code: Shade(4, code) for code in (codes if dark else [])}
    pins = [Pin(code, str(n), "ประจวบคีรีขันธ์", "30 พ.ย. – 2 ธ.ค. 2551") for n, code in enumerate(codes)]

    placed = charts.province_map(shades, pins).pins

    labels = [label_box(pin) for pin in placed if pin.label]
    assert not any(a.overlaps(b) for a, b in combinations(labels, 2))
    assert not any(label.overlaps(pin_box(pin)) for label in labels for pin in placed)
    assert all(label.within(charts.COUNTRY.grown(0.1)) for label in labels)
    middles = [((pin_box(pin).left + 15), (pin_box(pin).top + 15)) for pin in placed]
    assert all(abs(ax - bx) + abs(ay - by) >= 29.8 for (ax, ay), (bx, by) in combinations(middles, 2))


def test_the_four_workshops_of_2552_all_get_their_label() -> None:
    pins = [Pin("41", "1", "อุดรธานี", "9 – 11 พ.ย. 2551"), Pin("57", "2", "เชียงราย"), Pin("76", "3", "เพชรบุรี")]
    pins.append(Pin("80", "4", "นครศรีธรรมราช", "24 – 26 พ.ค. 2552"))

    placed = charts.province_map({code: Shade(4, code) for code in ("41", "57", "76", "80")}, pins).pins

    assert all(pin.label for pin in placed)


def test_a_pin_without_title_stays_alone() -> None:
    (pin,) = charts.province_map({}, [Pin("41", "๑")]).pins

    assert pin.label is None
    assert pin.mark == "๑"


def test_a_neighbourhood_shows_its_provinces_whole_and_names_that_do_not_touch() -> None:
    names = {"42": "เลย", "41": "อุดรธานี", "43": "หนองคาย", "39": "หนองบัวลำภู", "40": "ขอนแก่น", "67": "เพชรบูรณ์"}

    drawn = charts.neighbourhood_map({"42": Shade(4, "เลย")}, ["42", "41"], names)

    left, top, width, height = map(float, drawn.view_box.split())
    window = Box(left, top, left + width, top + height)
    assert all(charts.outlines()[code].bounds.within(window) for code in ("42", "41"))
    assert width / height == pytest.approx(250 / 190, rel=0.01)
    assert drawn.names[0].text == "เลย"
    boxes = [
        Box(
            float(name.x) - charts.text_width(name.text, float(name.size)) / 2,
            float(name.y) - float(name.size) * 0.7,
            float(name.x) + charts.text_width(name.text, float(name.size)) / 2,
            float(name.y) + float(name.size) * 0.1,
        )
        for name in drawn.names
    ]
    assert len(boxes) >= 4
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    assert all(box.within(window) for box in boxes)


def test_a_neighbourhood_leaves_far_provinces_out() -> None:
    drawn = charts.neighbourhood_map({"42": Shade(4, "เลย"), "96": Shade(1, "นราธิวาส")}, ["42"], {})

    assert [area.shade.title for area in drawn.areas] == ["เลย"]
    assert charts.outlines()["96"].path not in drawn.land


def test_every_province_has_a_tile_of_its_own() -> None:
    grid = charts.tile_grid({"42": Shade(4, "เลย", "/provinces/42/")})

    assert len({(tile.x, tile.y) for tile in grid.tiles}) == 77
    assert [tile.mark for tile in grid.tiles if tile.shade] == ["ลย"]
    assert grid.has_links


# -------------------------------------------------------------------------------------------------- bars and tally


def test_bars_start_at_zero_and_the_longest_is_full() -> None:
    drawn = charts.bars([Bar("ภูหลวง", 4, "๔"), Bar("ด่านซ้าย", 2), Bar("นาแห้ว", 0)])

    assert [(bar.percent, bar.shown) for bar in drawn] == [("100", "๔"), ("50", "2"), ("0", "0")]


def test_bars_of_charts_side_by_side_share_a_scale() -> None:
    assert charts.bars([Bar("เลย", 5)], longest=20)[0].percent == "25"


@pytest.mark.parametrize(("value", "longest"), [(-1, None), (21, 20)])
def test_bars_refuse_what_they_cannot_draw(value: int, longest: int | None) -> None:
    with pytest.raises(ValueError, match=str(value)):
        charts.bars([Bar("เลย", value)], longest=longest)


def test_no_bars_are_no_bars() -> None:
    assert charts.bars([]) == ()
    assert charts.bars([Bar("เลย", 0)])[0].percent == "0"


@pytest.mark.parametrize(
    ("declared", "itemised", "percent", "rest", "surplus"),
    [
        (125, 1, "0.8", 124, 0),
        (4, 4, "100", 0, 0),
        (3, 5, "100", 0, 2),
        (125, 0, "0", 125, 0),
        (0, 0, "0", 0, 0),
        (0, 2, "100", 0, 2),
        (100_000, 1, "0.5", 99_999, 0),
    ],
)
def test_a_tally_never_fills_the_rest(declared: int, itemised: int, percent: str, rest: int, surplus: int) -> None:
    tally = charts.tally(declared, itemised)

    assert (tally.percent, tally.rest, tally.surplus) == (percent, rest, surplus)


@pytest.mark.parametrize(("declared", "itemised"), [(-1, 0), (0, -1)])
def test_a_tally_refuses_negative_counts(declared: int, itemised: int) -> None:
    with pytest.raises(ValueError, match="-1"):
        charts.tally(declared, itemised)


# --------------------------------------------------------------------------------------------- the thread of a year


def stop_boxes(thread: charts.YearThread) -> list[Box]:
    boxes = []
    for knot in thread.knots:
        width = max(charts.text_width(knot.stop.title, 17), charts.text_width(knot.stop.note, 16))
        left = float(knot.text_x)
        boxes.append(Box(left, float(knot.title_y) - 15, left + width, float(knot.note_y) + 4))
    return boxes


def leader_boxes(thread: charts.YearThread) -> list[Box | None]:
    boxes: list[Box | None] = []
    for knot in thread.knots:
        found = re.fullmatch(r"M(\S+) (\S+?)V(\S+)", knot.leader)
        boxes.append(Box(float(found[1]), float(found[3]), float(found[1]), float(found[2])) if found else None)
    return boxes


def test_the_four_workshops_of_2552_stand_in_one_row() -> None:
    thread = charts.year_thread(2552, WORKSHOPS, MONTHS)

    assert [knot.x for knot in thread.knots] == ["126.7", "338.7", "522.6", "774.2"]
    assert [knot.leader for knot in thread.knots] == ["", "", "", ""]
    assert thread.view_box == "0 0 1200 128"


stops = st.lists(st.integers(0, 364), min_size=1, max_size=8).map(
    lambda days: [
        Stop(FIRST_DAY + timedelta(day), str(n), "นครศรีธรรมราช", "24 – 26 พ.ค. 2552") for n, day in enumerate(days)
    ]
)


@settings(max_examples=150, deadline=None)
@given(stops, st.sampled_from([55.0, 100.0]))
def test_knots_labels_and_leaders_never_touch(stops: list[Stop], month_width: float) -> None:
    thread = charts.year_thread(2552, stops, MONTHS, month_width=month_width)

    labels, leaders = stop_boxes(thread), leader_boxes(thread)
    assert not any(a.overlaps(b) for a, b in combinations(labels, 2))
    assert all(float(b.x) - float(a.x) >= 35.8 for a, b in pairwise(thread.knots))
    for place, leader in enumerate(leaders):
        others = [label for n, label in enumerate(labels) if n != place]
        assert leader is None or not any(leader.grown(1).overlaps(label) for label in others)


@settings(max_examples=100, deadline=None)
@given(stops)
def test_everything_is_inside_the_drawing_and_in_order_of_time(stops: list[Stop]) -> None:
    thread = charts.year_thread(2552, stops, MONTHS)

    _, _, width, height = map(float, thread.view_box.split())
    assert all(label.within(Box(0, 0, width, height).grown(0.1)) for label in stop_boxes(thread))
    assert [knot.stop.day for knot in thread.knots] == sorted(stop.day for stop in stops)
    assert float(thread.knots[0].x) >= 17
    assert float(thread.knots[-1].x) <= 1183


@pytest.mark.parametrize("day", [date(2008, 9, 30), date(2009, 10, 1)])
def test_a_stop_outside_of_the_fiscal_year_is_refused(day: date) -> None:
    with pytest.raises(ValueError, match=f"{day} is not in fiscal year 2552"):
        charts.year_thread(2552, [Stop(day, "1", "เลย")], MONTHS)


def test_a_year_has_twelve_months() -> None:
    with pytest.raises(ValueError, match="11"):
        charts.year_thread(2552, [], MONTHS[:11])


def test_a_year_without_workshops_is_a_bare_thread() -> None:
    thread = charts.year_thread(2552, [], MONTHS)

    assert thread.knots == ()
    assert thread.view_box == "0 0 1200 128"
    assert not thread.has_links
