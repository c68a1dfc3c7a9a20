"""The report of a request, and the tables of requests that are embedded in every report."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.reports.catalogue import Kind, NoSuchReport, Order, Paper, page_address, register
from portal.reports.tables import Table, joined

from .models import CommunityRequest, RequestStatus
from .models.requests import REFERENCE
from .photographs import pictures_of
from .reports import RequestSheet, request_sheet
from .request_lines import RequestLine

REQUEST_COLUMNS = (
    "reference",
    "fiscal_year_be",
    "is_sample",
    "status",
    "title",
    "province_code",
    "province_th",
    "province_en",
    "district_code",
    "district_th",
    "category_code",
    "workshop_number",
    "date",
    "agencies",
    "asked",
    "answered",
)
ANSWER_COLUMNS = (
    "reference",
    "answer",
    "part",
    "agency",
    "status",
    "kind",
    "summary",
    "asked_on",
    "due_on",
    "answered_on",
)


def request_table(lines: Iterable[RequestLine]) -> Table:
    """Requests as a table of public columns."""
    return Table(REQUEST_COLUMNS, tuple(_row(line) for line in lines))


def _row(line: RequestLine) -> tuple[object, ...]:
    province, district = line.place.province, line.place.district
    return (
        line.reference,
        line.year_be,
        line.is_sample,
        line.status,
        line.title.text,
        province.code,
        province.name_th,
        province.name_en,
        district.code if district else "",
        district.name_th if district else "",
        line.category_code,
        line.workshop_number,
        line.date,
        joined(line.agencies),
        line.asked,
        line.answered,
    )


def _answer_table(sheet: RequestSheet) -> Table:
    rows = tuple(
        (
            sheet.line.reference,
            answer.number,
            answer.part,
            answer.agency.acronym,
            answer.status,
            answer.kind,
            answer.summary.text,
            answer.asked_on,
            answer.due_on,
            answer.answered_on,
        )
        for answer in sheet.answers
    )
    return Table(ANSWER_COLUMNS, rows)


def key_of(reference: str) -> dict[str, int]:
    """Year and number of a reference as it is quoted. Raises `NoSuchReport` for anything else."""
    parts = REFERENCE.fullmatch(reference)
    if parts is None or f"{parts['year']}-{int(parts['number']):03d}" != reference:
        raise NoSuchReport(reference)
    return {"fiscal_year": int(parts["year"]), "number": int(parts["number"])}


def _snapshot(order: Order) -> RequestSheet:
    numbered = CommunityRequest.objects.numbered().for_detail()
    found = numbered.filter(**key_of(order.about[0])).first()
    if found is None or found.status in {RequestStatus.MERGED, RequestStatus.WITHDRAWN}:
        raise NoSuchReport(order.about[0])
    return request_sheet(found, language=order.language, with_unpublished=order.is_draft)


def _paper(sheet: RequestSheet, order: Order) -> Paper:
    reference = sheet.line.reference
    return Paper(
        title=_("ใบสรุปความต้องการ %(reference)s") % {"reference": reference},
        name_th=f"ความต้องการ-{reference}",
        address=page_address("request", reference, language=order.language),
        tables={"answers": _answer_table(sheet), "requests": request_table([sheet.line])},
        pictures=lambda: pictures_of(sheet.photographs),
    )


register(
    Kind(
        name="request",
        label=gettext_lazy("ใบสรุปความต้องการ"),
        template="reports/request.html",
        address="request_pdf",
        snapshot=_snapshot,
        paper=_paper,
        requests=lambda sheet: [sheet.line.reference],
        has_drafts=True,
    )
)
