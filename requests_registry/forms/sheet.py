"""Forms of the outcome grid: its lines as they were posted, and what they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.bilingual import in_language
from portal.forms import KeyedForm
from portal.models import Agency, District, Province
from portal.spellings import Spellings, spelled_districts, spelled_provinces
from portal.thai import normalise
from workshops.models import Sector, Workshop

from ..imports import COLUMNS, MOST_LINES, Line, leading_number, tidy
from ..models import Category, CommunityRequest

LONGEST = {"title": 250, "community": 200}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line, in which column; `meant` is what the column may take instead."""

    column: str
    text: str
    meant: str = ""


@dataclass
class Row:
    """A line of the grid as it is shown: what was typed, what is wrong, and the request that it would become."""

    line: Line
    problems: list[Problem] = field(default_factory=list)
    twin: str = ""
    draft: CommunityRequest | None = None
    district_list: str = ""

    @property
    def is_ready(self) -> bool:
        return not self.problems and (not self.twin or self.line.is_another)

    @property
    def is_wrong(self) -> bool:
        """Whether the row is shown as wrong: not before somebody wanted to save it."""
        return self.line.is_tried and bool(self.problems)

    @property
    def wrong_columns(self) -> list[str]:
        return [problem.column for problem in self.problems] if self.is_wrong else []


class Reference:
    """What the words in the cells may mean. Four queries in all, when first asked."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._spelled: dict[str, Spellings[District]] = {}

    @cached_property
    def _all_provinces(self) -> list[tuple[Province, bool]]:
        """All provinces, each with whether it was invited to the workshop; those first."""
        invited = self._workshop.targets.filter(province=OuterRef("pk"))
        found = Province.objects.annotate(is_invited=Exists(invited)).order_by("-is_invited", "sort_key")
        return [(province, province.is_invited) for province in found]

    @property
    def provinces(self) -> list[Province]:
        return [province for province, _invited in self._all_provinces]

    @property
    def invited(self) -> set[str]:
        """The codes of the provinces invited to the workshop."""
        return {province.code for province, is_invited in self._all_provinces if is_invited}

    @cached_property
    def categories(self) -> list[Category]:
        return list(Category.objects.order_by("code"))

    @cached_property
    def agencies(self) -> list[tuple[int, str, str]]:
        """Key, acronym and Thai abbreviation of those that can be asked."""
        return list(dict.fromkeys(row[:3] for row in self._agency_names))

    @cached_property
    def _agency_names(self) -> list[tuple[int, str, str, str, str]]:
        able = Agency.objects.answering(on=timezone.localdate())
        columns = ("pk", "acronym", "abbreviation_th", "names__name_th", "names__name_en")
        return list(able.order_by("acronym", "names__pk").values_list(*columns))

    @cached_property
    def districts(self) -> dict[str, list[District]]:
        by_province: dict[str, list[District]] = {}
        for district in District.objects.order_by("sort_key"):
            by_province.setdefault(district.province_id, []).append(district)
        return by_province

    @cached_property
    def _provinces(self) -> Spellings[Province]:
        return spelled_provinces(self.provinces)

    @cached_property
    def _categories(self) -> Spellings[Category]:
        spellings = Spellings[Category]("ด้านที่|ด้าน")
        for category in self.categories:
            names = (category.short_th, category.short_en, category.name_th, category.name_en, str(category.code))
            spellings.add(category, in_language(category, "short").text, *names)
        return spellings

    @cached_property
    def _agencies(self) -> Spellings[int]:
        spellings = Spellings[int]()
        for pk, acronym, abbreviation, name_th, name_en in self._agency_names:
            spellings.add(pk, abbreviation or acronym, acronym, name_th or "", name_en or "")
        return spellings

    @cached_property
    def _sectors(self) -> Spellings[str]:
        spellings = Spellings[str]("ภาค")
        for sector in Sector:
            spellings.add(sector.value, str(sector.label), sector.value)
        for value, name in ((Sector.PUBLIC, "รัฐ"), (Sector.PRIVATE, "เอกชน"), (Sector.PEOPLE, "ประชาชน")):
            spellings.add(value.value, name)
        return spellings

    def province(self, typed: str) -> Province | None:
        return self._provinces.find(typed) if typed else None

    def read(self, line: Line) -> Row:
        """What a line means: a request that could be handed in, or what is wrong with it."""
        row = Row(line)
        province = self._found(row, "province", self._provinces, _("ไม่พบจังหวัด “%(typed)s”"), needed=True)
        category = self._category(row)
        agency = self._found(row, "agency", self._agencies, _("ไม่พบหน่วยงาน “%(typed)s”"))
        sector = self._found(row, "sector", self._sectors, _("ไม่พบภาคส่วน “%(typed)s”"))
        district = self._district(row, province)
        _measure(row)
        if line.refusal and not row.problems:
            row.problems.append(Problem("title", line.refusal))
        if not row.problems:
            row.draft = CommunityRequest(
                workshop=self._workshop,
                is_sample=self._workshop.is_sample,  # nobody really needs what was said at an invented workshop
                title_th=line.title,
                province=province,
                district=district,
                category=category,
                proposed_agency_id=agency,
                community_th=line.community,
                sector=sector or "",
                text_th=line.note,
            )
        return row

    def _found(self, row: Row, column: str, spellings: Spellings[Any], sentence: str, *, needed: bool = False) -> Any:
        typed = getattr(row.line, column)
        if not typed:
            if needed:
                row.problems.append(Problem(column, _missing(column)))
            return None
        found = spellings.find(typed)
        if found is None:
            row.problems.append(Problem(column, sentence % {"typed": typed}, spellings.near(typed)))
        return found

    def _category(self, row: Row) -> Category | None:
        number = leading_number(row.line.category)
        by_number = next((category for category in self.categories if category.code == number), None)
        sentence = _("ไม่พบด้าน “%(typed)s”")
        return by_number or self._found(row, "category", self._categories, sentence, needed=True)

    def _district(self, row: Row, province: Province | None) -> District | None:
        """The district, inside the province alone: names come twice in the country."""
        if province is None:
            return None
        row.district_list = province.code
        if not row.line.district:
            return None
        if province.code not in self._spelled:
            self._spelled[province.code] = spelled_districts(self.districts.get(province.code, []))
        sentence = _("ไม่พบอำเภอ “%(typed)s” ในจังหวัด%(province)s") % {
            "typed": "%(typed)s",
            "province": in_language(province, "name").text,
        }
        return self._found(row, "district", self._spelled[province.code], sentence)


def _missing(column: str) -> str:
    sentences = {"title": _("ต้องระบุเรื่อง"), "province": _("ต้องระบุจังหวัด"), "category": _("ต้องระบุด้าน")}
    return sentences[column]


def _measure(row: Row) -> None:
    if not row.line.title:
        row.problems.insert(0, Problem("title", _missing("title")))
    for column, longest in LONGEST.items():
        if len(getattr(row.line, column)) > longest:
            named = {"count": len(getattr(row.line, column)), "longest": longest}
            text = _("ยาว %(count)s ตัวอักษร เกินกว่า %(longest)s ตัวอักษร ย้ายส่วนที่เกินไปไว้ในช่องรายละเอียด") % named
            row.problems.append(Problem(column, text))


def rows_of(lines: Iterable[Line], reference: Reference, saved: Sequence[CommunityRequest]) -> list[Row]:
    """Rows of these lines. Those that ask the same as a saved one, or as a line above, say so."""
    said = Counter((normalise(request.title_th), request.province_id) for request in saved)
    rows = []
    for line in lines:
        row = reference.read(line)
        if row.draft:
            title = (normalise(row.draft.title_th), row.draft.province_id)
            if said[title]:
                row.twin = _("มีเรื่องชื่อเดียวกันของจังหวัดนี้ในการประชุมนี้แล้ว")
            said[title] += 1
        rows.append(row)
    return rows


# ----------------------------------------------------------------------------------------------------- what is posted


def posted_lines(data: QueryDict, *, is_tried: bool) -> list[Line]:
    """The lines of a posted grid, in their order. A line without a proper key, or cut short, is not of our making."""
    columns = [data.getlist(name) for name in COLUMNS]
    others = set(data.getlist("another"))
    lines = []
    for key, *cells in zip(data.getlist("line"), *columns, strict=False):
        if (proper := _proper_key(key)) is not None:
            typed: dict[str, Any] = dict(zip(COLUMNS, map(tidy, cells), strict=True))
            lines.append(Line(proper, **typed, is_tried=is_tried, is_another=key in others))
    return lines


def _proper_key(key: str) -> str | None:
    try:
        return str(UUID(key))
    except ValueError:
        return None


def merged(kept: Iterable[Line], posted: Sequence[Line]) -> list[Line]:
    """What is kept after a grid was sent: its lines as they are now, without emptied ones; others stay as they were.

    Others are those of a second window, and those for which there was no room on the page.
    """
    now = {line.key: line for line in posted}
    before = list(kept)
    known = {line.key for line in before}
    lines = [_later(line, now[line.key]) if line.key in now else line for line in before]
    lines += [line for line in now.values() if line.key not in known]
    return [line for line in lines if not line.is_empty]


def _later(before: Line, now: Line) -> Line:
    """A line that was once tried goes on telling what is wrong."""
    return replace(now, is_tried=now.is_tried or before.is_tried)


class PasteForm(KeyedForm):
    """A table or list from elsewhere."""

    submit_label = gettext_lazy("ตรวจก่อนใส่ลงตาราง")
    text = forms.CharField(
        label=gettext_lazy("วางจากตารางคำนวณหรือรายการ"),
        strip=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy("คัดลอกจากตารางคำนวณทั้งแถว หรือพิมพ์บรรทัดละหนึ่งเรื่อง ใส่เลขข้อได้ วางได้ครั้งละไม่เกิน %(most)s บรรทัด"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = self.fields["text"].help_text % {"most": MOST_LINES}
