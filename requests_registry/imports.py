"""Reading what clerks paste: the cells of a spreadsheet, or a list with one need on each line.

Pure: knows neither the database nor what the words in the cells mean.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any
from uuid import UUID, uuid5

from portal.thai import normalise, repair, to_arabic_digits

#: How many lines are taken at a time.
MOST_LINES = 500
#: No cell of a grid is longer; what is pasted into one is cut.
LONGEST_CELL = 4000
#: The columns of the grid, in their order.
COLUMNS = ("title", "province", "district", "category", "agency", "community", "sector", "note")

#: What heads a column in the ministry's tables: how the heading begins, without spaces.
_HEADINGS = (
    ("title", ("เรื่อง", "ชื่อเรื่อง", "ความต้องการ", "title", "need")),
    ("province", ("จังหวัด", "province")),
    ("district", ("อำเภอ", "เขต", "district")),
    ("category", ("ด้าน", "category", "field")),
    ("agency", ("หน่วยงาน", "agency")),
    ("community", ("ชุมชน", "กลุ่ม", "ผู้เสนอ", "community")),
    ("sector", ("ภาคส่วน", "sector")),
    ("note", ("รายละเอียด", "หมายเหตุ", "note", "detail")),
)
_LONGEST_HEADING = 30
#: What stands in front of the items of a list: a bullet, or a number with a full stop or bracket.
_MARKER = re.compile(r"^\s*(?:[-–—•·*●▪]\s*|\(?[0-9๐-๙]{1,3}[.)](?![0-9๐-๙])\s*)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NUMBER = re.compile(r"\(?[0-9๐-๙]{1,4}[.)]?")


@dataclass(frozen=True)
class Line:
    """A line of the grid as it was typed. `key` is good for one request.

    `is_tried`: somebody wanted to save it, so what is wrong is said. `is_another`: the clerk has looked at the one
    with the same title and says that this is another.
    """

    key: str
    title: str = ""
    province: str = ""
    district: str = ""
    category: str = ""
    agency: str = ""
    community: str = ""
    sector: str = ""
    note: str = ""
    is_tried: bool = False
    is_another: bool = False
    refusal: str = ""

    @classmethod
    def kept(cls, stored: dict[str, Any]) -> Line:
        """A line of a sheet, as `stored()` gave it; what later versions of the grid no longer know is left out."""
        known = {column.name for column in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})

    def stored(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed; every new line begins with a province and a category."""
        return not any(getattr(self, name) for name in COLUMNS if name not in {"province", "category"})


@dataclass(frozen=True)
class Pasted:
    """What was read of a pasted text. `left_out`: how many lines are beyond what is taken at a time."""

    lines: list[Line] = field(default_factory=list)
    left_out: int = 0


def read_pasted(text: str, *, key: UUID) -> Pasted:
    """The lines of a table or list. Their keys follow from `key`: the same text sent twice gives the same lines."""
    rows = [cells for cells in _rows(text) if any(cells)]
    is_table = any(len(cells) > 1 for cells in rows)
    names = _headings(rows[0]) if rows else []
    if names:
        rows = rows[1:]
    elif is_table:
        rows = _without_numbers(rows)
        names = list(COLUMNS)
    else:
        rows, names = [[_MARKER.sub("", cell) for cell in cells] for cells in rows], ["title"]
    filled = [cells for cells in (_named(cells, names) for cells in rows) if cells]
    keys = [str(uuid5(key, str(number))) for number in range(MOST_LINES)]
    taken = [Line.kept({"key": own, **cells}) for own, cells in zip(keys, filled, strict=False)]
    return Pasted(taken, len(filled) - len(taken))


def _rows(text: str) -> Iterable[list[str]]:
    """The cells of each line, tidied. Spreadsheets put cells that hold quotes or line breaks into quotes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return ([tidy(cell) for cell in cells] for cells in _quoted_rows(text) or _plain_rows(text))


def _quoted_rows(text: str) -> list[list[str]]:
    """Nothing when the quotes are not a spreadsheet's: an odd one is an inch or a slip, and would swallow the rest."""
    if "\t" not in text or text.count('"') % 2:
        return []
    try:
        return list(csv.reader(io.StringIO(text), delimiter="\t"))
    except csv.Error:  # a cell as long as a book
        return []


def _plain_rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.split("\n")]


def tidy(cell: str) -> str:
    """A cell as it is kept: one line, no invisible characters, not without end."""
    return " ".join(repair(_CONTROL.sub(" ", cell[:LONGEST_CELL])).split())


def _headings(cells: list[str]) -> list[str]:
    """The column that each cell heads; nothing when the line is no heading. Unknown columns are nameless."""
    names = [_heading(cell) for cell in cells]
    known = [name for name in names if name]
    is_heading = "title" in known and (len(known) > 1 or (len(cells) == 1 and _is_bare(cells[0])))
    return [name if name not in names[:place] else "" for place, name in enumerate(names)] if is_heading else []


def _heading(cell: str) -> str:
    words = normalise(cell).replace(" ", "")
    if len(words) > _LONGEST_HEADING:
        return ""
    return next((name for name, starts in _HEADINGS if words.startswith(starts)), "")


def _is_bare(cell: str) -> bool:
    """Whether the cell says `เรื่อง` and no more: a list may well begin with a need whose words begin so."""
    return normalise(cell).strip("*: ") in {"เรื่อง", "ชื่อเรื่อง", "ความต้องการ", "title"}


def _without_numbers(rows: list[list[str]]) -> list[list[str]]:
    """The rows without their first column, if that only counts them."""
    if all(_NUMBER.fullmatch(cells[0]) for cells in rows if cells[0]):
        return [cells[1:] for cells in rows]
    return rows


def _named(cells: list[str], names: list[str]) -> dict[str, str]:
    return {name: cell for name, cell in zip(names, cells, strict=False) if name and cell}


def leading_number(text: str) -> int | None:
    """The number that a cell begins with: 1 of `1 เกษตร` and of `๑`."""
    found = re.match(r"\s*([0-9]{1,3})(?![0-9])", to_arabic_digits(text))
    return int(found[1]) if found else None
