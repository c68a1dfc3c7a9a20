"""From an edition to the bytes of its PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, time
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal import pdf
from portal.qr import qr_code

from .editions import Edition
from .tables import as_csv, as_json


def draw(edition: Edition, *, timeout: float, watch: pdf.Watch | None = None) -> bytes:
    """The PDF, with the data behind it inside. Raises `pdf.PdfUnavailable` and `pdf.PdfFailed`."""
    with translation.override(edition.order.language):
        html = html_of(edition)
        attached = data_of(edition)
    served = {**assets(), **_pictures_of(edition)}
    return pdf.render(html, stylesheet=stylesheet(), assets=served, attached=attached, timeout=timeout, watch=watch)


def _pictures_of(edition: Edition) -> Mapping[str, bytes]:
    try:
        return edition.paper.pictures()
    except (OSError, ValueError) as error:  # a file that was lost or changed under us: told, and tried again later
        raise pdf.PdfFailed(pdf.Failure.BROKEN, f"{edition.order.reference}: {error}") from error


def html_of(edition: Edition) -> str:
    """What is printed, in the active language."""
    verify = address_without_language("verify_code", edition.code)
    paper = {
        "order": edition.order,
        "digits": edition.order.digits,
        "title": edition.paper.title,
        "address": edition.paper.address,
        "code": edition.code,
        "verify_address": verify,
        "verify_where": address_without_language("verify"),
        "qr": qr_code(verify),
        "is_draft": edition.order.is_draft,
    }
    return render_to_string(edition.kind.template, {"report": edition.report, **paper, **edition.paper.drawings()})


def address_without_language(name: str, *args: object) -> str:
    """The absolute address as it stands on the papers of all languages."""
    with translation.override("th"):
        return settings.PORTAL_BASE_URL + reverse(name, args=args)


def data_of(edition: Edition) -> list[pdf.Attached]:
    """The first table as CSV, all of them as JSON; their time is that of the last change of the data."""
    modified = timezone.make_aware(datetime.combine(edition.report.data_as_of, time()))
    name, first = edition.order.reference, next(iter(edition.paper.tables.values()))
    about = {**asdict(edition.order), "title": edition.paper.title, "data_as_of": edition.report.data_as_of}
    return [
        pdf.Attached(f"{name}.csv", as_csv(first), _("ข้อมูลในรายงานเป็นตาราง (CSV)"), modified),
        pdf.Attached(f"{name}.json", as_json(about, edition.paper.tables), _("ข้อมูลทั้งหมดในรายงาน (JSON)"), modified),
    ]


def stylesheet() -> str:
    """The style sheet of all reports."""
    return (Path(settings.BASE_DIR) / "static" / "css" / "report.css").read_text(encoding="utf-8")


@cache
def assets() -> dict[str, bytes]:
    """Our own drawings, which a report may name as `asset:frieze.svg`."""
    return {path.name: path.read_bytes() for path in (Path(settings.BASE_DIR) / "static" / "img").glob("*.svg")}
