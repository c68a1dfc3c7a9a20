"""The data behind a report as files: CSV that no spreadsheet takes for formulas, and JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

#: What a spreadsheet may take for the beginning of a formula, in narrow and in wide form.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Table:
    """Rows under English column names; dates are Common Era, fiscal years Buddhist Era."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def as_csv(table: Table) -> bytes:
    """UTF-8 with a mark at its beginning, so that spreadsheets read Thai."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows([[_cell(value) for value in row] for row in table.rows])
    return text.getvalue().encode("utf-8-sig")


def as_json(about: Mapping[str, Any], tables: Mapping[str, Table]) -> bytes:
    """What the report is about, then each table as a list of objects."""
    lists = {name: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for name, table in tables.items()}
    return json.dumps({**about, **lists}, ensure_ascii=False, indent=1, default=_plain).encode()


def _cell(value: object) -> str:
    """A text that begins like a formula gets an apostrophe in front, which spreadsheets do not show."""
    if isinstance(value, str):
        return f"'{value}" if _is_formula(value) else value
    return "" if value is None else str(_plain(value))


def _is_formula(text: str) -> bool:
    return text.startswith(("\t", "\r", "\n")) or text.strip().startswith(FORMULA_STARTS)


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def joined(values: Sequence[str]) -> str:
    """Several values in one cell."""
    return "; ".join(values)
