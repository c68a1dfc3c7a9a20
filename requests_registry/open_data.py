"""What everybody may take away of a request: CSV, JSON and feed name every public field here, one by one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import AgencyResponse, CommunityRequest, Outcome
from .models.responses import HELPING, TOLD_AT_ONCE

#: The columns of the list of requests, with what each means.
COLUMNS: dict[str, Promise] = {
    "reference": _("เลขที่ของเรื่อง"),
    "fiscal_year_be": _("ปีงบประมาณ พ.ศ."),
    "title_th": _("ชื่อเรื่องภาษาไทย"),
    "title_en": _("ชื่อเรื่องภาษาอังกฤษ ถ้ามี"),
    "status": _("รหัสสถานะ: accepted, assigned, answered, under_way, delivered, closed, declined"),
    "outcome": _("ผลเมื่อปิดเรื่อง: met, partly_met, not_met"),
    "category": _("รหัสด้าน 1 ถึง 3"),
    "province_code": _("รหัสจังหวัดสองหลัก"),
    "province_th": _("ชื่อจังหวัดภาษาไทย"),
    "province_en": _("ชื่อจังหวัดภาษาอังกฤษ"),
    "district_code": _("รหัสอำเภอสี่หลัก"),
    "district_th": _("ชื่ออำเภอภาษาไทย"),
    "district_en": _("ชื่ออำเภอภาษาอังกฤษ"),
    "workshop": _("ครั้งที่ของการประชุมที่เสนอ ในปีงบประมาณเดียวกัน"),
    "accepted_on": _("วันที่กระทรวงรับเรื่อง"),
    "agencies": _("รหัสหน่วยงานที่ได้รับมอบหมาย คั่นด้วยช่องว่าง"),
    "answers_published": _("จำนวนคำตอบที่เผยแพร่และให้ความช่วยเหลือ"),
    "provenance": _("ที่มาของข้อมูล: stated, inferred, entered"),
    "is_sample": _("เป็นข้อมูลสมมติหรือไม่: true, false"),
    "url": _("ที่อยู่ของหน้าเว็บ"),
}
#: What spreadsheets take for the beginning of a formula, also after spaces; the full-width forms among them.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def public_row(row: CommunityRequest) -> dict[str, Any]:
    """The columns of one request. Reads only what `for_list()` has fetched."""
    workshop = row.workshop if row.workshop and row.workshop.is_published else None
    responses = list(row.responses.all())
    return {
        "reference": row.reference,
        "fiscal_year_be": row.fiscal_year_id,
        "title_th": row.public_title_th,
        "title_en": row.public_title_en,
        "status": row.status,
        "outcome": row.outcome,
        "category": row.category_id,
        "province_code": row.province.code,
        "province_th": row.province.name_th,
        "province_en": row.province.name_en,
        "district_code": row.district.code if row.district else None,
        "district_th": row.district.name_th if row.district else None,
        "district_en": row.district.name_en if row.district else None,
        "workshop": workshop.number if workshop else None,
        "accepted_on": timezone.localdate(row.accepted_at).isoformat() if row.accepted_at else None,
        "agencies": " ".join(dict.fromkeys(response.agency.acronym for response in responses)),
        "answers_published": sum(response.is_published and response.status in HELPING for response in responses),
        "provenance": row.provenance,
        "is_sample": row.is_sample,
        "url": address_of(row),
    }


def address_of(row: CommunityRequest) -> str:
    """The absolute Thai address of its page."""
    with translation.override(settings.LANGUAGE_CODE):
        return settings.PORTAL_BASE_URL + reverse("request", args=[row.reference])


# ---------------------------------------------------------------------------------------------------------------- CSV


def csv_lines(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """A table as UTF-8 CSV with BOM, line by line, so that a long one needs no memory."""
    buffer = io.StringIO("\ufeff")
    buffer.seek(1)
    writer = csv.writer(buffer)
    writer.writerow(columns)
    yield _taken(buffer)
    for cells in rows:
        writer.writerow([_cell(cell) for cell in cells])
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _cell(value: Any) -> str:
    """A value as text that no spreadsheet takes for a formula; nothing for what is not known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    is_formula = isinstance(value, str) and text.lstrip(" \u00a0").startswith(FORMULA_STARTS)
    return f"'{text}" if is_formula else text


# --------------------------------------------------------------------------------------------------------------- JSON


def public_json(row: CommunityRequest) -> dict[str, Any]:
    """Everything public about one request, in both languages. Reads only what `for_detail()` has fetched."""
    group = row.group
    return {
        **public_row(row),
        "text_th": row.public_text_th,
        "text_en": row.public_text_en,
        "community_th": row.public_community_th,
        "community_en": row.public_community_en,
        "sector": row.sector,
        "group": group.slug if group else None,
        "workshop_provenance": row.workshop_provenance if row.workshop else None,
        "category_provenance": row.category_provenance if row.category_id else None,
        "source": row.source.url if row.source else None,
        "merged_references": [other.reference for other in row.merged.all()],
        "responses": [_response(response) for response in row.responses.all()],
        "outcomes": [_outcome(outcome) for outcome in row.outcomes.all() if outcome.verified_at],
        "licence": "CC-BY-4.0",
    }


def _response(response: AgencyResponse) -> dict[str, Any]:
    """Who was asked and until when; what was answered only once it is published."""
    shown = response.is_published
    told = shown or response.status in TOLD_AT_ONCE
    asked = {
        "part": response.part,
        "agency": response.agency.acronym,
        "is_published": shown,
        "status": response.status if told else None,
        "asked_on": _iso(response.asked_on),
        "due_on": _iso(response.due_on),
    }
    if not shown:
        return asked
    return {
        **asked,
        "help": response.kind,
        "summary_th": response.summary_th,
        "summary_en": response.summary_en,
        "details_th": response.details_th,
        "details_en": response.details_en,
        "answered_on": _iso(response.answered_on),
        "planned_from": _iso(response.planned_from),
        "planned_to": _iso(response.planned_to),
        "budget_baht": str(response.budget_baht) if response.budget_baht is not None else None,
        "delivered_on": _iso(response.delivered_on),
        "people_reached": response.people_reached,
        "decline_reason": response.decline_reason,
        "milestones": [
            {
                "title_th": step.title_th,
                "title_en": step.title_en,
                "due_on": _iso(step.due_on),
                "done_on": _iso(step.done_on),
            }
            for step in response.milestones.all()
        ],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "indicator": outcome.indicator,
        "unit_th": outcome.unit_th,
        "unit_en": outcome.unit_en,
        "baseline": str(outcome.baseline) if outcome.baseline is not None else None,
        "actual": str(outcome.actual),
        "period_from": _iso(outcome.period_from),
        "period_to": _iso(outcome.period_to),
        "agencies": sorted({response.agency.acronym for response in outcome.responses.all()}),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
