"""Invented requests by the thousand, for measuring: products, wishes, places and groups of the samples recombined.

Each has a full history with responses, transitions and outcomes, so that pages and searches meet what they will meet
in ten years. Marked as sample data like the others, and removed together with them.
"""

from __future__ import annotations

import csv
import io
import secrets
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from django.db import connection, models, transaction

from portal.models import FiscalYear
from portal.search import reindex
from portal.thai import fiscal_year_bounds, fiscal_year_of, is_working_day
from requests_registry.counting import recount
from requests_registry.models import HelpKind

from .data_files import DATA_DIR
from .sample_cases import Case, History
from .sample_histories import history_of
from .sample_needs import Need, read_needs
from .sample_plan import NEVER, RequestPlan, community_of, sample_years
from .sample_rows import Reference, Values, write_requests
from .sample_scenarios import any_scenario_for, working_days_old
from .sample_texts import Pair
from .sample_workshops import Geography
from .samples import closed_years, read_reference

Progress = Callable[[str], None]
#: Requests written at a time: bounds memory.
AT_A_TIME = 2_000
#: Beyond so many, requests of different words and places share a history: thinking one out takes as long as storing it.
DIFFERENT_HISTORIES = 5_000

WISHES: dict[str, tuple[Pair, ...]] = {
    HelpKind.TECHNOLOGY_TRANSFER: (
        ("ขอวิทยากรสอน{topic}", "Trainer wanted: {topic}"),
        ("อยากเรียนรู้{topic}", "Learning about {topic}"),
        ("ขอรับการถ่ายทอดเทคโนโลยีเรื่อง{topic}", "Know-how wanted: {topic}"),
    ),
    HelpKind.PRODUCT_DEVELOPMENT: (
        ("พัฒนา{product}ให้ขายได้กว้างขึ้น", "A wider market for {product}"),
        ("ขอคำแนะนำปรับปรุง{product}", "Improving {product}"),
        ("อยากเพิ่มมูลค่า{product}ของกลุ่ม", "Adding value to {product}"),
    ),
    HelpKind.PACKAGING: (
        ("ขอออกแบบบรรจุภัณฑ์สำหรับ{product}", "Packaging for {product}"),
        ("ยืดอายุ{product}ด้วยบรรจุภัณฑ์ที่เหมาะสม", "Longer shelf life for {product}"),
    ),
    HelpKind.TESTING: (
        ("ขอความช่วยเหลือเรื่อง{topic}", "Help wanted: {topic}"),
        ("ต้องการ{topic}ก่อนส่งลูกค้า", "Before delivery to customers: {topic}"),
    ),
    HelpKind.LEARNING_CENTRE: (
        ("อยากมีแหล่งเรียนรู้เรื่อง{product}", "A learning centre on {product}"),
        ("ขอสื่อและกิจกรรมเรื่อง{product}", "Material and activities on {product}"),
    ),
    HelpKind.CONSULTANCY: (
        ("ขอคำปรึกษาเรื่อง{topic}", "Advice on {topic}"),
        ("อยากได้ที่ปรึกษาเรื่อง{topic}", "An adviser on {topic}"),
    ),
    HelpKind.SATELLITE_IMAGES: (
        ("ขอแผนที่{product}", "Maps of {product}"),
        ("อยากใช้ภาพถ่ายดาวเทียมดู{product}", "Satellite images of {product}"),
    ),
    HelpKind.EQUIPMENT: (
        ("ขอยืม{product}", "Loan of {product}"),
        ("อยากได้{product}ที่ซ่อมเองได้", "Easily repaired: {product}"),
    ),
}
PROBLEMS = (
    "คุณภาพยังไม่สม่ำเสมอและลูกค้าขอมาตรฐานเพิ่ม",
    "ต้นทุนสูงขึ้นทุกปีจนแทบไม่เหลือกำไร",
    "สมาชิกส่วนใหญ่สูงอายุ ต้องการวิธีที่เบาแรงกว่าเดิม",
    "ยังไม่มีผลทดสอบรับรอง จึงส่งขายห้างไม่ได้",
    "ในพื้นที่ไม่มีคนสอน ต้องเดินทางไกลไปขอคำแนะนำ",
    "หน้าฝนของเสียหายมากและเก็บไว้ได้ไม่นาน",
    "คนรุ่นใหม่สนใจกลับมาทำต่อ แต่ยังขาดความรู้",
)
TIMES = ("ทำต่อเนื่องมา {years} ปี", "เริ่มรวมกลุ่มเมื่อ {years} ปีก่อน", "มีสมาชิก {members} คน", "สมาชิก {members} ครัวเรือนร่วมกันทำ")


@dataclass(frozen=True)
class BenchResult:
    """What was written, and how long it took."""

    requests: int
    by_year: dict[int, int]
    seconds: float


@dataclass(frozen=True)
class _Mixer:
    """Makes the n-th invented case from a seed: always the same one."""

    needs: Sequence[Need]
    geography: Geography
    answer_days: dict[int, int]
    seed: int
    until: date
    years: tuple[int, ...]

    @cached_property
    def days(self) -> list[date]:
        """The working days of the years up to the day before today."""
        spans = [fiscal_year_bounds(year) for year in self.years]
        return [
            day
            for first, last in spans
            for day in (first + timedelta(days=number) for number in range((last - first).days + 1))
            if day <= self.until and is_working_day(day)
        ]

    def case(self, number: int) -> Case:
        """The `number`-th: a need of the samples, some day, something that fits the time since."""
        seed = f"bench/{self.seed}/{number}"
        rng = Random(seed)  # noqa: S311  (invented data, the same each time)
        need, submitted_on = rng.choice(self.needs), rng.choice(self.days)
        scenario, pace = any_scenario_for(working_days_old(submitted_on, self.until), rng)
        return Case(
            seed, need, scenario, submitted_on, self.until, self.answer_days[need.category], pace, rng.randrange(99)
        )

    def need(self, base: Need, number: int) -> Need:
        """One need's product and agencies, the place of another, the people of a third."""
        rng = Random(f"bench/{self.seed}/{number}/need")  # noqa: S311  (as above)
        place, people = rng.choice(self.needs), rng.choice(self.needs)
        words = {"product": base.subject.product_th, "topic": base.subject.topic_th}
        words_en = {"product": base.subject.product_en, "topic": base.subject.topic_en}
        wish_th, wish_en = rng.choice(WISHES[base.kind])
        since = rng.choice(TIMES).format(years=rng.randint(2, 30), members=rng.randint(8, 120))
        who = f"{people.requester[0]} อ.{self.geography.districts[place.district][0]}"
        return replace(
            base,
            key=f"bench-{number}",
            title_th=f"{wish_th.format(**words)} {who}",
            title_en=wish_en.format(**words_en),
            text_th=f"{who} {since} {rng.choice(PROBLEMS)} {place.text_th}",
            province=place.province,
            district=place.district,
            sector=people.sector,
            requester=people.requester,
            duplicate_of="",
        )


@transaction.atomic
def make_bench_data(
    *, requests: int, on: date, seed: int = 1, directory: Path = DATA_DIR, progress: Progress = lambda text: None
) -> BenchResult:
    """Write so many invented requests in one transaction, numbered on from each year's last number.

    Numbers follow the order of acceptance among the new ones. Raises `DataError`, `PlanError` or `SampleError`, and
    then changes nothing.
    """
    began = perf_counter()
    reference = read_reference()
    years = sample_years(on, closed_years())
    needs = read_needs(reference.codes, directory=directory)
    mixer = _Mixer(needs, reference.geography, reference.answer_days, seed, on - timedelta(days=1), years)
    FiscalYear.objects.bulk_create([FiscalYear(year_be=year) for year in years], ignore_conflicts=True)
    rows = {year.pk: year for year in FiscalYear.objects.select_for_update().filter(pk__in=years).order_by("pk")}
    progress("thinking out histories")
    cases = [mixer.case(number) for number in range(min(requests, DIFFERENT_HISTORIES))]
    histories = [history_of(case) for case in cases]
    numbers, given = _numbers(cases, histories, requests, {pk: year.last_number for pk, year in rows.items()})
    written, plans, insert = 0, _plans(mixer, cases, histories, numbers, reference), BulkInsert()
    while batch := list(islice(plans, AT_A_TIME)):
        write_requests(batch, reference, {}, insert=insert)
        written += len(batch)
        progress(f"{written:,} of {requests:,} requests ({written / (perf_counter() - began):,.0f} a second)")
    took = perf_counter() - began
    reindex(progress=progress)
    recount()
    for pk, year in rows.items():
        year.last_number += given[pk]
        year.save(update_fields=["last_number"])
    return BenchResult(requests, dict(given), took)


def _numbers(
    cases: list[Case], histories: list[History], requests: int, last: dict[int, int]
) -> tuple[array[int], Counter[int]]:
    """The running number of each request (0: never accepted), and how many each year has given."""
    accepted = [place for place, history in enumerate(histories) if history.accepted_at]
    accepted.sort(key=lambda place: histories[place].accepted_at or NEVER)
    numbers, given = array("l", bytes(array("l").itemsize * requests)), Counter[int]()
    for place in accepted:
        year = fiscal_year_of(cases[place].submitted_on)
        for number in range(place, requests, len(cases)):
            given[year] += 1
            numbers[number] = last[year] + given[year]
    return numbers, given


def _plans(
    mixer: _Mixer, cases: list[Case], histories: list[History], numbers: Sequence[int], reference: Reference
) -> Iterator[RequestPlan]:
    for place, number in enumerate(numbers):
        case, history = cases[place % len(cases)], histories[place % len(cases)]
        need, day = mixer.need(case.need, place), case.submitted_on
        yield RequestPlan(
            key=need.key,
            receipt=secrets.token_urlsafe(9),
            need=need,
            year_be=fiscal_year_of(day),
            number=number or None,
            workshop=None,
            group=reference.geography.group_of(need.province, day),
            community=community_of(need, reference.geography),
            merged_into="",
            history=history,
        )


# ------------------------------------------------------------------------------------------------------------- writing


class BulkInsert:
    """Rows past Django's models: a third of the time that model instances take.

    The primary keys are given out here. The database checks every constraint all the same.
    """

    def __init__(self) -> None:
        self._tables: dict[type[models.Model], _Table] = {}

    def __call__(self, model: type[models.Model], rows: list[Values]) -> list[int]:
        if model not in self._tables:
            self._tables[model] = (_CopiedTable if connection.vendor == "postgresql" else _Table)(model)
        return self._tables[model].insert(rows)


class _Table:
    """The INSERT statement of a model, its fields' defaults, and how values of dates and numbers are stored."""

    def __init__(self, model: type[models.Model]) -> None:
        pk, *fields = sorted(model._meta.concrete_fields, key=lambda field: not field.primary_key)
        columns = [pk, *fields]
        self.name = connection.ops.quote_name(model._meta.db_table)
        self.columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in columns)
        self.marks = ", ".join(["%s"] * len(columns))
        self.fields = [(field.attname, field.get_default(), _storing(field)) for field in fields]
        highest = model._base_manager.aggregate(highest=models.Max("pk"))["highest"]
        self.next_pk = (highest or 0) + 1

    def insert(self, rows: list[Values]) -> list[int]:
        keys = self.keys(len(rows))
        self.write([self._stored(key, values) for key, values in zip(keys, rows, strict=True)])
        return keys

    def keys(self, number: int) -> list[int]:
        """On from the highest there is: in a transaction of SQLite nobody else writes."""
        self.next_pk += number
        return list(range(self.next_pk - number, self.next_pk))

    def write(self, rows: list[list[Any]]) -> None:
        sql = f"INSERT INTO {self.name} ({self.columns}) VALUES ({self.marks})"  # noqa: S608  (our own names)
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)

    def _stored(self, key: int, values: Values) -> list[Any]:
        row: list[Any] = [key]
        for name, default, store in self.fields:
            value = values.get(name, default)
            row.append(store(value) if store and value is not None else value)
        return row


class _CopiedTable(_Table):
    """The same with PostgreSQL's COPY."""

    def keys(self, number: int) -> list[int]:
        sequence = f"pg_get_serial_sequence('{self.name}', 'id')"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT nextval({sequence}) FROM generate_series(1, %s)", [number])  # noqa: S608  (the same)
            return [key for (key,) in cursor.fetchall()]

    def write(self, rows: list[list[Any]]) -> None:
        text = io.StringIO()
        csv.writer(text).writerows([[NULL if value is None else value for value in row] for row in rows])
        text.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {self.name} ({self.columns}) FROM STDIN (FORMAT csv, NULL '{NULL}')", text)


#: What stands for nothing where a table is copied; no text of ours is this.
NULL = r"\N"


def _storing(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How the database stores a value of this field; None: as it is. Days come again with every shared history."""
    ops = connection.ops
    if isinstance(field, models.DateTimeField):
        return cache(ops.adapt_datetimefield_value)
    if isinstance(field, models.DateField):
        return cache(ops.adapt_datefield_value)
    if isinstance(field, models.DecimalField):
        digits, places = field.max_digits, field.decimal_places
        return lambda value: ops.adapt_decimalfield_value(value, digits, places)
    return None
