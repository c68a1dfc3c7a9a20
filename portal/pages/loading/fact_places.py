"""Regions, provinces, districts, and the province groups over time."""

from datetime import date

import geothai
from django.utils.text import slugify

from portal.models import District, GroupMembership, Province, ProvinceGroup, Region, Source
from portal.models.places import stored_sort_key

from .data_files import Record
from .fact_rows import fitting, upsert
from .fact_sources import READ_ON

REGIONS = {
    "north": ("ภาคเหนือ", "North"),
    "northeast": ("ภาคตะวันออกเฉียงเหนือ", "Northeast"),
    "central": ("ภาคกลาง", "Central"),
    "east": ("ภาคตะวันออก", "East"),
    "south": ("ภาคใต้", "South"),
}
BUENG_KAN, BUENG_KAN_ESTABLISHED_ON = "38", date(2011, 3, 23)


def load_places(grid: Record) -> None:
    upsert(
        Region,
        ["code"],
        [
            Region(code=code, name_th=th, name_en=en, sort_key=stored_sort_key(th), order=order)
            for order, (code, (th, en)) in enumerate(REGIONS.items(), start=1)
        ],
    )
    short = {record.text("code"): record.text("abbr_th") for record in grid.records("provinces")}
    upsert(
        Province,
        ["code"],
        [
            Province(
                code=place.code,
                name_th=place.name_th,
                name_en=place.name_en,
                sort_key=stored_sort_key(place.name_th),
                abbreviation_th=short.get(place.code, ""),
                established_on=BUENG_KAN_ESTABLISHED_ON if place.code == BUENG_KAN else None,
            )
            for place in geothai.provinces()
        ],
    )
    upsert(
        District,
        ["code"],
        [
            District(
                code=place.code,
                name_th=place.name_th,
                name_en=place.name_en,
                sort_key=stored_sort_key(place.name_th),
                province_id=place.province_code,
            )
            for province in geothai.provinces()
            for place in geothai.districts(province.code)
        ],
    )


def load_groups(groups: Record, sources: dict[str, Source]) -> None:
    """One `ProvinceGroup` for each key without its year; one membership row for each province of each composition."""
    compositions = list(groups.records("groups"))
    named: dict[str, ProvinceGroup] = {}
    for order, record in enumerate(compositions, start=1):
        values = {
            "key": _group_key(record),
            "slug": slugify(record.text("name_en")),
            "name_th": record.text("name_th"),
            "name_en": record.text("name_en"),
        }
        group = ProvinceGroup(**fitting(record, ProvinceGroup, values, slug="name_en"))
        group.sort_key, group.order = stored_sort_key(group.name_th), order
        named.setdefault(group.key, group)
    upsert(ProvinceGroup, ["key"], list(named.values()))
    by_key = {group.key: group for group in ProvinceGroup.objects.all()}
    memberships = [
        GroupMembership(
            province_id=BUENG_KAN,
            group=None,
            valid_from=BUENG_KAN_ESTABLISHED_ON,
            source=sources["group-gazette2011"],
            certainty="Between its creation and the notice that put it into a group.",
        )
    ]
    taken = {(row.province_id, row.valid_from) for row in memberships}
    for record in compositions:
        for row in _composition(record, by_key[_group_key(record)], sources):
            if (row.province_id, row.valid_from) in taken:
                problem = f"{row.province_id} is listed for another group from {row.valid_from}"
                raise record.error("province_codes", problem)
            taken.add((row.province_id, row.valid_from))
            memberships.append(row)
    upsert(GroupMembership, ["province", "valid_from"], list(memberships))
    _set_regions()


def _group_key(record: Record) -> str:
    """The key of a group without the year of its composition: `2008-north-upper-1` is `north-upper-1`."""
    year, _, key = record.text("key").partition("-")
    if not (year.isdecimal() and key):
        raise record.error("key", f"a year and a name were expected, not {record.text('key')!r}")
    return key


def _composition(record: Record, group: ProvinceGroup, sources: dict[str, Source]) -> list[GroupMembership]:
    if not record.texts("sources"):
        raise record.error("sources", "is empty")
    first_source = f"group-{slugify(record.texts('sources')[0])}"
    if first_source not in sources:
        raise record.error("sources", f"there is no source {record.texts('sources')[0]!r}")
    known = {place.code for place in geothai.provinces()}
    if unknown := set(record.texts("province_codes")) - known:
        raise record.error("province_codes", f"no province has the code {sorted(unknown)[0]!r}")
    return [
        GroupMembership(
            province_id=code,
            group=group,
            valid_from=record.day("valid_from"),
            is_centre=code == record.text("centre_province_code"),
            source=sources[first_source],
            certainty=record.text("confidence")[:300],
        )
        for code in record.texts("province_codes")
    ]


def _set_regions() -> None:
    """The region of a province from the key of its present group; Bangkok, in no group, is in the centre."""
    present = GroupMembership.objects.in_force(on=READ_ON).select_related("group", "province")
    regions = {row.province_id: row.group.key.split("-")[0] for row in present if row.group}
    provinces = list(Province.objects.all())
    for province in provinces:
        province.region_id = regions.get(province.code, "central")
    Province.objects.bulk_update(provinces, ["region"])
