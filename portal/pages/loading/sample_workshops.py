"""The invented workshops: which province groups meet when, who comes, what is shown.

Pure: province groups and days go in, plans come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from portal.thai import fiscal_year_bounds, is_working_day
from workshops.models import Activity, Sector

from .sample_texts import Pair

Kind = Activity.Kind

#: Month and day from which the workshops of a year are held, as they count. Every second year leaves out the third.
SEASONS = ((11, 9), (1, 19), (3, 9), (6, 15))
LEFT_OUT_EVERY_SECOND_YEAR = 2
#: Days between the making of the plan and a workshop that was put off from its season.
NOTICE = timedelta(days=10)
THEMES: tuple[Pair, ...] = (
    ("วิทยาศาสตร์และเทคโนโลยีเพื่อเพิ่มมูลค่าเกษตรและอาหาร", "Science and technology for more valuable farm produce and food"),
    ("นวัตกรรมเพื่อผลิตภัณฑ์ชุมชนและการท่องเที่ยว", "Innovation for community products and tourism"),
    ("น้ำ ดิน และพลังงานทดแทนสำหรับท้องถิ่น", "Water, soil and renewable energy for local communities"),
    ("มาตรฐานและการทดสอบเพื่อก้าวสู่ตลาดใหม่", "Standards and testing on the way to new markets"),
)
#: Kind, title, agency. `{group}` is the short name of the province group.
PROGRAMME: tuple[tuple[Kind, Pair, str], ...] = (
    (Kind.EXHIBITION, ("นิทรรศการผลงานวิจัยพร้อมใช้ของหน่วยงานในกระทรวง", "Exhibition of research ready for use"), "NSTDA"),
    (
        Kind.TALK,
        ("บรรยาย: จากโจทย์ของชุมชนสู่โครงการของหน่วยงาน", "Talk: from a community's question to an agency's project"),
        "OPS",
    ),
    (
        Kind.DEMONSTRATION,
        ("สาธิตการแปรรูปผลผลิตและการเลือกบรรจุภัณฑ์", "Demonstration of food processing and packaging"),
        "TISTR",
    ),
    (
        Kind.DEMONSTRATION,
        ("สาธิตชุดตรวจสอบคุณภาพน้ำและอาหารอย่างง่าย", "Demonstration of simple water and food test kits"),
        "DSS",
    ),
    (
        Kind.SUCCESS_CASE,
        ("กรณีความสำเร็จ: กลุ่มผู้ผลิตที่ได้รับการรับรองมาตรฐาน", "Success case: a producers' group that gained certification"),
        "TISTR",
    ),
    (
        Kind.EXHIBITION,
        ("นิทรรศการแผนที่น้ำและภาพถ่ายดาวเทียมของ{group}", "Exhibition of water maps and satellite images: {group}"),
        "GISTDA",
    ),
    (Kind.BRAINSTORMING, ("ระดมความคิดเห็นแยกตามด้าน", "Brainstorming by field"), ""),
    (Kind.NEEDS, ("รับฟังและบันทึกความต้องการของจังหวัดใน{group}", "Needs of the provinces heard and recorded: {group}"), ""),
)
HANDOVER: tuple[Kind, Pair, str] = (
    Kind.HANDOVER,
    ("พิธีมอบภาพถ่ายดาวเทียมแก่จังหวัด", "Handover of satellite images to provinces"),
    "GISTDA",
)
#: Lowest and highest headcount.
HEADCOUNTS = {Sector.PUBLIC: (55, 130), Sector.PRIVATE: (18, 60), Sector.PEOPLE: (70, 190)}
RECEIVER = "ผู้ว่าราชการจังหวัดหรือผู้แทน"
_is_working_day = cache(is_working_day)


@dataclass(frozen=True, slots=True)
class Member:
    """A row of the dated membership of provinces in groups; `group` empty: in none."""

    province: str
    group: str
    valid_from: date
    is_centre: bool


@dataclass(frozen=True)
class Geography:
    """Who belongs together when, and names in both languages by code. Group names are short ones."""

    members: tuple[Member, ...]
    provinces: dict[str, Pair]
    districts: dict[str, Pair]
    groups: dict[str, Pair]

    def in_force(self, day: date) -> dict[str, Member]:
        """By province, its row that holds on the day: the latest that began by then."""
        rows = sorted(self.members, key=lambda member: member.valid_from)
        return {row.province: row for row in rows if row.valid_from <= day}

    def group_of(self, province: str, day: date) -> str:
        """Key of the group, empty when the province was in none."""
        held = [row for row in self.members if row.province == province and row.valid_from <= day]
        return max(held, key=lambda row: row.valid_from).group if held else ""

    def composition(self, group: str, day: date) -> list[Member]:
        """The members of a group on a day, its centre first; empty when there was no such group."""
        rows = [row for row in self.in_force(day).values() if row.group == group]
        return sorted(rows, key=lambda row: (not row.is_centre, row.province))


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    kind: str
    title: Pair
    agency: str


@dataclass(frozen=True, slots=True)
class WorkshopPlan:
    """A workshop; one that has not been held yet has neither attendance nor handovers nor an outcome."""

    year_be: int
    number: int
    group: str
    provinces: tuple[str, ...]
    host: str
    starts_on: date
    ends_on: date
    title: Pair
    theme: Pair
    venue: Pair
    is_held: bool
    activities: tuple[ActivityPlan, ...]
    attendance: tuple[tuple[Sector, int], ...]
    handovers: tuple[str, ...]
    outcome: Pair


@dataclass(frozen=True, slots=True)
class Slot:
    """Days for a workshop that has no province group yet."""

    year_be: int
    number: int
    starts_on: date
    ends_on: date
    is_held: bool


def slots_of(year_be: int, *, on: date) -> list[Slot]:
    """The workshops of a year: those held before the day, and the next one if it still fits into the year."""
    seasons = [season for place, season in enumerate(SEASONS) if place != LEFT_OUT_EVERY_SECOND_YEAR or year_be % 2]
    slots: list[Slot] = []
    for month, day in seasons:
        first_year = fiscal_year_bounds(year_be)[0].year
        season = date(first_year + (month < 10), month, day)
        held = _days(year_be, len(slots) + 1, season, is_held=True)
        if held and held.ends_on < on:
            slots.append(held)
            continue
        planned = _days(year_be, len(slots) + 1, max(season, on + NOTICE), is_held=False)
        return [*slots, planned] if planned else slots
    planned = _days(year_be, len(slots) + 1, on + NOTICE, is_held=False)
    return [*slots, planned] if planned else slots


def _days(year_be: int, number: int, season: date, *, is_held: bool) -> Slot | None:
    """The first two or three working days in a row from a day on, inside the fiscal year."""
    length = 2 + (year_be + number) % 2
    last_day = fiscal_year_bounds(year_be)[1]
    day = season
    while day + timedelta(days=length - 1) <= last_day:
        if all(_is_working_day(day + timedelta(days=more)) for more in range(length)):
            return Slot(year_be, number, day, day + timedelta(days=length - 1), is_held)
        day += timedelta(days=1)
    return None


def workshop_of(slot: Slot, group: str, geography: Geography) -> WorkshopPlan:
    """The workshop of a group that is in force on the first day of the slot."""
    members = geography.composition(group, slot.starts_on)
    rng = Random(f"{slot.year_be}/{slot.number}/{group}")  # noqa: S311  (invented data, the same each time)
    host, provinces = members[0].province, tuple(sorted(member.province for member in members))
    short_th, short_en = geography.groups[group]
    host_th, host_en = geography.provinces[host]
    activities = tuple(_activities(slot, geography.groups[group], rng))
    return WorkshopPlan(
        year_be=slot.year_be,
        number=slot.number,
        group=group,
        provinces=provinces,
        host=host,
        starts_on=slot.starts_on,
        ends_on=slot.ends_on,
        title=(f"การประชุมเชิงปฏิบัติการ{short_th}", f"Workshop with {short_en}"),
        theme=THEMES[(slot.year_be + slot.number) % len(THEMES)],
        venue=(
            f"ห้องประชุมศาลากลางจังหวัด{host_th} (สถานที่สมมติ)",
            f"Meeting room of the provincial hall, {host_en} (invented venue)",
        ),
        is_held=slot.is_held,
        activities=activities,
        attendance=tuple((sector, rng.randint(*range_)) for sector, range_ in HEADCOUNTS.items())
        if slot.is_held
        else (),
        handovers=tuple(sorted(rng.sample(provinces, min(len(provinces), 2)))) if slot.is_held else (),
        outcome=_outcome(len(provinces)) if slot.is_held else ("", ""),
    )


def _activities(slot: Slot, group: Pair, rng: Random) -> Iterator[ActivityPlan]:
    """Six of the usual items in their order, and the handover once it has taken place."""
    chosen: Iterable[int] = sorted([*rng.sample(range(6), 4), 6, 7])
    items = ([HANDOVER] if slot.is_held else []) + [PROGRAMME[place] for place in chosen]
    for kind, (title_th, title_en), agency in items:
        yield ActivityPlan(kind, (title_th.format(group=group[0]), title_en.format(group=group[1])), agency)


def _outcome(provinces: int) -> Pair:
    return (
        f"ผู้แทน {provinces} จังหวัดเสนอความต้องการและจัดลำดับความสำคัญร่วมกัน หน่วยงานรับเรื่องไปพิจารณาและจะแจ้งผลผ่านพอร์ทัลนี้",
        f"Delegates of {provinces} provinces put forward and ranked their needs; the agencies took them up and will "
        "answer through this portal",
    )
