"""Regions, provinces, districts, and the province groups over time."""

from datetime import date

import geothai
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.text import slugify

from portal.models import District, GroupMembership, Province, ProvinceGroup, Region, Source
from portal.models.places import stored_sort_key

from .data_files import Record
from .fact_rows import fitting, upsert
from .fact_sources import READ_ON, source_code

REGIONS = {
    "north": ("ภาคเหนือ", "North"),
    "northeast": ("ภาคตะวันออกเฉียงเหนือ", "Northeast"),
    "central": ("ภาคกลาง", "Central"),
    "east": ("ภาคตะวันออก", "East"),
    "south": ("ภาคใต้", "South"),
}
BUENG_KAN, BUENG_KAN_ESTABLISHED_ON = "38", date(2011, 3, 23)


def load_places(grid: Record) -> dict[str, Province]:
    """Regions, provinces and districts; returns the provinces by their codes."""
    upsert(
        Region,
        ["code"],
        [
            Region(code=code, name_th=th, name_en=en, sort_key=stored_sort_key(th), order=order)
            for order, (code, (th, en)) in enumerate(REGIONS.items(), start=1)
        ],
    )
    short = _abbreviations(grid)
    provinces = {
        place.code: Province(
            code=place.code,
            name_th=place.name_th,
            name_en=place.name_en,
            sort_key=stored_sort_key(place.name_th),
            abbreviation_th=short.get(place.code, ""),
            established_on=BUENG_KAN_ESTABLISHED_ON if place.code == BUENG_KAN else None,
        )
        for place in geothai.provinces()
    }
    upsert(Province, ["code"], list(provinces.values()))
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
    return provinces


def _abbreviations(grid: Record) -> dict[str, str]:
    places = {place.code: place for place in geothai.provinces()}
    short = {}
    for record in grid.records("provinces", once=("code",)):
        place = record.one_of("code", places, "province")
        values = {"abbreviation_th": record.text("abbr_th")}
        short[place.code] = fitting(record, Province, values, abbreviation_th="abbr_th")["abbreviation_th"]
    return short


def load_groups(groups: Record, provinces: dict[str, Province], sources: dict[str, Source]) -> dict[str, ProvinceGroup]:
    """One `ProvinceGroup` for each key without its year; one membership row for each province of each composition.

    Returns the groups by the keys of their compositions.
    """
    compositions = list(groups.records("groups", once=("key",)))
    named = _named_groups(compositions)
    ProvinceGroup.objects.filter(key__in=named).update(slug=Concat(Value("~"), "key"))  # so that two may exchange names
    upsert(ProvinceGroup, ["key"], list(named.values()))
    memberships = [
        GroupMembership(
            province_id=BUENG_KAN,
            group=None,
            valid_from=BUENG_KAN_ESTABLISHED_ON,
            source=groups.one_of("sources", sources, "source", key=source_code("gazette2011")),
            certainty="Between its creation and the notice that put it into a group.",
        )
    ]
    taken = {(row.province_id, row.valid_from) for row in memberships}
    for record in compositions:
        for row in _composition(record, named[_group_key(record)], provinces, sources):
            if (row.province_id, row.valid_from) in taken:
                problem = f"{row.province_id} is listed for another group from {row.valid_from}"
                raise record.error("province_codes", problem)
            taken.add((row.province_id, row.valid_from))
            memberships.append(row)
    upsert(GroupMembership, ["province", "valid_from"], list(memberships))
    _set_regions()
    return {record.text("key"): named[_group_key(record)] for record in compositions}


def _named_groups(compositions: list[Record]) -> dict[str, ProvinceGroup]:
    """The groups by their keys. All compositions of one have its names; one that was added here keeps its address."""
    named: dict[str, ProvinceGroup] = {}
    added = ProvinceGroup.objects.exclude(key__in=[_group_key(record) for record in compositions])
    owners = dict(added.values_list("slug", "key"))
    for order, record in enumerate(compositions, start=1):
        values = {
            "key": _group_key(record),
            "slug": slugify(record.text("name_en")),
            "name_th": record.text("name_th"),
            "name_en": record.text("name_en"),
        }
        new = ProvinceGroup(**fitting(record, ProvinceGroup, values, slug="name_en"))
        new.sort_key, new.order = stored_sort_key(new.name_th), order
        group = named.setdefault(new.key, new)
        for field in ("name_th", "name_en"):
            if getattr(group, field) != getattr(new, field):
                raise record.error(field, f"{new.key} is {getattr(group, field)!r} in another composition")
        if owners.setdefault(new.slug, new.key) != new.key:
            raise record.error("name_en", f"another group has the address {new.slug!r}")
    return named


def _group_key(record: Record) -> str:
    """The key of a group, which begins with its region: `2008-north-upper-1` is a composition of `north-upper-1`."""
    year, _, key = record.text("key").partition("-")
    if not (year.isdecimal() and key.split("-")[0] in REGIONS):
        raise record.error("key", f"a year, a region and a name were expected, not {record.text('key')!r}")
    return key


def _composition(
    record: Record, group: ProvinceGroup, provinces: dict[str, Province], sources: dict[str, Source]
) -> list[GroupMembership]:
    if not record.texts("sources"):
        raise record.error("sources", "is empty")
    first = record.one_of("sources", sources, "source", key=source_code(record.texts("sources")[0]))
    codes, centre = record.texts("province_codes"), record.text("centre_province_code")
    members = [record.one_of("province_codes", provinces, "province", key=code) for code in codes]
    if centre not in codes:
        raise record.error("centre_province_code", f"{centre!r} is not in the group")
    values = {"valid_from": record.day("valid_from"), "certainty": record.text("confidence")}
    fitting(record, GroupMembership, values, certainty="confidence")
    return [
        GroupMembership(province=province, group=group, is_centre=province.code == centre, source=first, **values)
        for province in members
    ]


def _set_regions() -> None:
    """The region of a province from the key of its present group; Bangkok, in no group, is in the centre."""
    present = GroupMembership.objects.in_force(on=READ_ON).select_related("group", "province")
    regions = {row.province_id: row.group.key.split("-")[0] for row in present if row.group}
    provinces = list(Province.objects.all())
    for province in provinces:
        province.region_id = regions.get(province.code, "central")
    Province.objects.bulk_update(provinces, ["region"])
