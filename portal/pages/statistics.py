"""Counts of what was asked and answered, drawn as bars. Real rows and samples are never in one figure.

Each figure names its data: real rows, or samples where there is nothing real or where somebody asks for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import Bar, DrawnBar, bars
from portal.models import Agency
from requests_registry.models import AnswerCount, AnswerDaysCount, HelpKind, RequestCount, RequestStatus
from requests_registry.models.counts import CountQuerySet
from requests_registry.models.requests import PUBLIC, CommunityRequestQuerySet

#: Of fewer cases no median is told: it would be the story of one or two, not a figure.
FEWEST_CASES = 5
#: The bars of days until an answer: up to so many working days, the last beyond.
DAY_STEPS = (5, 10, 20, 30)
CATEGORY = ("category", "category__short_th", "category__short_en")


# ------------------------------------------------------------------------------------------------------------ counting


@dataclass(frozen=True)
class Breakdown:
    """The requests of a place, a workshop or a year by where they stand, by field, and by who answered."""

    total: int
    is_sample: bool
    statuses: tuple[DrawnBar, ...]
    categories: tuple[DrawnBar, ...]
    agencies: tuple[DrawnBar, ...]


def breakdown(
    requests: CommunityRequestQuerySet | CountQuerySet, answers: CountQuerySet | None = None, *, language: str
) -> Breakdown | None:
    """Of public requests, by row or counted: the real ones, or samples where none is real; `None` where there is none.

    One query, and one more for the `answers` by agency.
    """
    rows = list(requests.counted_by("status", *CATEGORY, "is_sample"))
    if not rows:
        return None
    is_sample = all(row["is_sample"] for row in rows)
    counted = [row for row in rows if row["is_sample"] == is_sample]
    return Breakdown(
        total=sum(row["count"] for row in counted),
        is_sample=is_sample,
        statuses=bars(_status_bars(counted)),
        categories=bars(_category_bars(counted, language)),
        agencies=bars(_agency_bars(_helping(answers, is_sample), language)) if answers is not None else (),
    )


def _helping(answers: CountQuerySet, is_sample: bool) -> CountQuerySet:
    return answers.filter(is_sample=is_sample, is_published=True, is_helping=True)


def _summed(rows: Iterable[Mapping[str, Any]], column: str) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    for row in rows:
        counts[row[column]] += row["count"]
    return counts


def _status_bars(rows: Iterable[Mapping[str, Any]]) -> list[Bar]:
    """In the order of the work; statuses without a request are left out."""
    counts = _summed(rows, "status")
    return [Bar(str(RequestStatus(status).label), counts[status]) for status in PUBLIC if counts[status]]


def _category_bars(rows: Sequence[Mapping[str, Any]], language: str) -> list[Bar]:
    """In the order of the programme; what has no field, or whose field no document states, comes last."""
    counts = _summed(rows, "category")
    thai, english = ({row["category"]: row[column] for row in rows} for column in CATEGORY[1:])
    found = [
        Bar(
            (english[code] if language == "en" else "") or thai[code],
            counts[code],
            tone=f"cat{code}" if code in (1, 2, 3) else "",
        )
        for code in sorted(code for code in counts if code)
    ]
    unknown = [Bar(_("ไม่ระบุด้าน"), counts[None], tone="none")] if counts[None] else []
    return [*found, *unknown]


def _agency_bars(answers: CountQuerySet, language: str) -> list[Bar]:
    """Answers by agency, the most first."""
    counted = answers.counted_by("agency__acronym", "agency__abbreviation_th").order_by("-count", "agency__acronym")
    return [
        Bar(
            (row["agency__abbreviation_th"] if language == "th" else "") or row["agency__acronym"],
            row["count"],
            href=reverse("agency", args=[row["agency__acronym"]]),
        )
        for row in counted
    ]


# -------------------------------------------------------------------------------------------------------------- agency


@dataclass(frozen=True)
class AgencyRecord:
    """What an agency was asked and what became of it. `median_days` is missing for fewer than five dated answers."""

    is_sample: bool
    asked: int
    answered: int
    declined: int
    dated: int
    median_days: int | None
    kinds: tuple[DrawnBar, ...]


def agency_record(agency: Agency) -> AgencyRecord | None:
    """Of public requests; what an answer says counts once it is published. Two queries."""
    answers = AnswerCount.objects.filter(agency=agency)
    rows = list(answers.counted_by("is_sample", "is_published", "is_helping", "kind"))
    if not rows:
        return None
    is_sample = all(row["is_sample"] for row in rows)
    counted = [row for row in rows if row["is_sample"] == is_sample]
    published = [row for row in counted if row["is_published"]]
    helped = [row for row in published if row["is_helping"]]
    days = _days(AnswerDaysCount.objects.filter(agency=agency, is_sample=is_sample))
    kinds = _summed(helped, "kind")
    return AgencyRecord(
        is_sample=is_sample,
        asked=sum(row["count"] for row in counted),
        answered=sum(row["count"] for row in helped),
        declined=sum(row["count"] for row in published) - sum(row["count"] for row in helped),
        dated=days.total(),
        median_days=_median(days),
        kinds=bars([Bar(str(kind.label), kinds[kind]) for kind in HelpKind if kinds[kind]]),
    )


def _days(answers: CountQuerySet) -> Counter[int]:
    """How many answers took so many working days. One query."""
    return Counter({row["response_days"]: row["count"] for row in answers.counted_by("response_days")})


def _median(days: Counter[int]) -> int | None:
    """The middle of all answers, one by one."""
    return round(median(sorted(days.elements()))) if days.total() >= FEWEST_CASES else None


# ----------------------------------------------------------------------------------------------------- statistics page


@dataclass(frozen=True)
class Chart:
    """A chart with its finding, a sentence on what is counted, and its table."""

    key: str
    finding: str
    note: str
    heading: str
    unit: str
    bars: tuple[DrawnBar, ...]

    @property
    def rows(self) -> list[tuple[str, int]]:
        return [(drawn.bar.label, drawn.bar.value) for drawn in self.bars]

    @property
    def is_small(self) -> bool:
        """Whether so little was counted that nothing follows from it."""
        return sum(value for _label, value in self.rows) < FEWEST_CASES


@dataclass(frozen=True)
class Statistics:
    """The page: of which year, which data, how many requests there are of each kind, and the charts."""

    year_be: int | None
    years: tuple[int, ...]
    is_sample: bool
    real: int
    samples: int
    charts: tuple[Chart, ...]


def statistics_of(*, of_samples: bool, language: str, year_be: int | None = None) -> Statistics:
    """All charts, or those of one fiscal year. Three queries.

    Samples are drawn when they are asked for, and where nothing is real.
    """
    columns = ("fiscal_year", *CATEGORY, "status", "is_sample")
    every_row = list(RequestCount.objects.counted_by(*columns))
    years = tuple(sorted({row["fiscal_year"] for row in every_row}, reverse=True))
    rows = [row for row in every_row if year_be in (None, row["fiscal_year"])]
    counts = _summed(rows, "is_sample")
    is_sample = bool(counts[True]) and (of_samples or not counts[False])
    counted = [row for row in rows if row["is_sample"] == is_sample]
    of_year = {"fiscal_year": year_be} if year_be else {}
    answers = _helping(AnswerCount.objects.filter(**of_year), is_sample)
    made = (
        *(() if year_be else (_by_year(counted),)),
        _by_category(counted, language),
        _by_status(counted),
        _by_days(_days(AnswerDaysCount.objects.filter(is_sample=is_sample, **of_year))),
        _by_agency(answers, language),
    )
    shown = tuple(chart for chart in made if chart.bars)
    return Statistics(year_be, years, is_sample, counts[False], counts[True], shown)


def _most(found: Sequence[Bar]) -> Bar:
    return max(found, key=lambda bar: bar.value)


def _total(found: Iterable[Bar]) -> int:
    return sum(bar.value for bar in found)


def _chart(
    key: str, found: Sequence[Bar], finding: Callable[[Bar, int], str], note: str, heading: str, unit: str
) -> Chart:
    title = finding(_most(found), _total(found)) if _total(found) else ""
    return Chart(key, title, note, heading, unit, bars(found) if _total(found) else ())


def _by_year(rows: Iterable[Mapping[str, Any]]) -> Chart:
    counts = _summed(rows, "fiscal_year")
    found = [Bar(str(year), counts[year], href=reverse("year", args=[year])) for year in sorted(counts)]

    def finding(most: Bar, total: int) -> str:
        if len(found) == 1:
            return _("ความต้องการทั้งหมดอยู่ในปีงบประมาณ %(year)s") % {"year": most.label}
        told = {"year": most.label, "count": f"{most.value:,}"}
        return _("ปีงบประมาณ %(year)s มีความต้องการมากที่สุด %(count)s เรื่อง") % told

    note = _("จำนวนเรื่องที่เผยแพร่และลงรายการไว้ แยกตามปีงบประมาณ ไม่รวมยอดที่ประกาศแต่ไม่มีรายการ")
    return _chart("by-year", found, finding, note, _("ปีงบประมาณ"), _("เรื่อง"))


def _by_category(rows: Sequence[Mapping[str, Any]], language: str) -> Chart:
    found = _category_bars(rows, language)

    def finding(most: Bar, total: int) -> str:
        told = {"category": most.label, "count": f"{most.value:,}", "total": f"{total:,}"}
        return _("%(category)s มากที่สุด %(count)s จาก %(total)s เรื่อง") % told

    note = _("จำนวนเรื่องที่เผยแพร่ แยกตามด้านของความต้องการ")
    return _chart("by-category", found, finding, note, _("ด้าน"), _("เรื่อง"))


def _by_status(rows: Iterable[Mapping[str, Any]]) -> Chart:
    found = _status_bars(rows)
    closed = _summed(rows, "status")[RequestStatus.CLOSED]

    def finding(most: Bar, total: int) -> str:
        return _("ปิดเรื่องแล้ว %(closed)s จาก %(total)s เรื่อง") % {"closed": f"{closed:,}", "total": f"{total:,}"}

    note = _("จำนวนเรื่องที่เผยแพร่ แยกตามสถานะในขณะนี้")
    return _chart("by-status", found, finding, note, _("สถานะ"), _("เรื่อง"))


def _by_agency(answers: CountQuerySet, language: str) -> Chart:
    found = _agency_bars(answers, language)

    def finding(most: Bar, total: int) -> str:
        told = {"agency": most.label, "count": f"{most.value:,}", "total": f"{total:,}"}
        return _("%(agency)s ตอบมากที่สุด %(count)s จาก %(total)s คำตอบ") % told

    note = _("จำนวนคำตอบที่เผยแพร่และให้ความช่วยเหลือ แยกตามหน่วยงาน หนึ่งเรื่องอาจมีหลายคำตอบ")
    return _chart("by-agency", found, finding, note, _("หน่วยงาน"), _("คำตอบ"))


def _by_days(days: Counter[int]) -> Chart:
    middle = _median(days)

    def finding(most: Bar, total: int) -> str:
        if middle is None:
            return _("มีคำตอบที่ทราบวันน้อยกว่า %(fewest)d คำตอบ จึงไม่คำนวณค่ากลาง") % {"fewest": FEWEST_CASES}
        return ngettext("ครึ่งหนึ่งของคำตอบมาภายใน %(days)d วันทำการ", "ครึ่งหนึ่งของคำตอบมาภายใน %(days)d วันทำการ", middle) % {
            "days": middle
        }

    note = _("วันทำการนับจากวันที่มอบหมายถึงวันที่ตอบ เฉพาะคำตอบที่เผยแพร่และทราบทั้งสองวัน")
    return _chart("by-days", _day_bars(days), finding, note, _("วันทำการ"), _("คำตอบ"))


def _day_bars(days: Counter[int]) -> list[Bar]:
    first = 0
    found = []
    for last in DAY_STEPS:
        found.append(Bar(f"{first}–{last}", sum(days[number] for number in range(first, last + 1))))
        first = last + 1
    more = _("มากกว่า %(days)d") % {"days": DAY_STEPS[-1]}
    return [*found, Bar(more, sum(count for number, count in days.items() if number > DAY_STEPS[-1]))]
