"""What reports of every layer are made of, and how one becomes a PDF.

A report is a frozen dataclass in one language. Its page and its PDF are made from the same one, so they cannot differ.
The key of a PDF is a hash of that data and of everything that draws it: same key, same bytes.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from portal import pdf
from portal.bilingual import Localised, in_language
from portal.models import Agency, Claim, Provenance, Source
from portal.qr import qr_code


@dataclass(frozen=True)
class Mark:
    """How a claim is known, and why if that needs saying."""

    provenance: str
    note: Localised

    @property
    def label(self) -> str:
        return str(Provenance(self.provenance).label)


@dataclass(frozen=True)
class SourceLine:
    """The document behind stated facts, and when it was read (Common Era)."""

    title: Localised
    url: str
    read_on: date | None


@dataclass(frozen=True)
class PlaceName:
    """A province or district by code, with both names: how it is written depends on language and page."""

    code: str
    name_th: str
    name_en: str


@dataclass(frozen=True)
class AgencyTag:
    """An agency under the name it had at the time; `label` is what fits on a small tag."""

    acronym: str
    label: str
    name: Localised


@dataclass(frozen=True)
class Event:
    """A row of a timeline. `kind`: `done`, `thin` (no sure date), `open` (to come), `stop` (clock stands), `late`."""

    kind: str
    first_day: date | None
    last_day: date | None
    title: str | Localised
    text: Localised | None = None
    mark: Mark | None = None


class NamedPlace(Protocol):
    code: str
    name_th: str
    name_en: str


def place_name(place: NamedPlace) -> PlaceName:
    return PlaceName(place.code, place.name_th, place.name_en)


def mark_of(claim: Claim, language: str) -> Mark:
    return Mark(claim.provenance, in_language(claim, "provenance_note", language))


def source_line(source: Source | None, language: str) -> SourceLine | None:
    return SourceLine(in_language(source, "title", language), source.url, source.read_on) if source else None


def agency_tag(agency: Agency, *, on: date, language: str) -> AgencyTag:
    """The agency under its name of that day. Reads the prefetched names."""
    name = agency.name_on(on)
    text = in_language(name, "name", language) if name else Localised(agency.acronym, "en")
    return AgencyTag(agency.acronym, agency_label(agency, language), text)


#: The day on which the ministry got its present name, by the act of B.E. 2562 on the organisation of ministries.
RENAMED_ON = date(2019, 5, 2)


def issuer_on(day: date) -> str:
    """The ministry under its name of that day, in the active language."""
    if day < RENAMED_ON:
        return _("กระทรวงวิทยาศาสตร์และเทคโนโลยี")
    return _("กระทรวงการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรม")


def agency_label(agency: Agency, language: str) -> str:
    """What stands on a small tag: `วศ.`, in English `DSS`."""
    return agency.acronym if language == "en" else agency.label_th


def agency_line(agency: Agency, *, on: date) -> str:
    """`วศ. กรมวิทยาศาสตร์บริการ`, in the language of the page: an abbreviation alone is not known to everybody."""
    label, name = agency_label(agency, translation.get_language() or "th"), agency.name_on(on)
    return f"{label} {in_language(name, 'name')}" if name else label


# ------------------------------------------------------------------------------------------------------------ PDF


AT_ONCE = 3  # documents that may be made or waited for in one process
CACHED = "public, no-cache"  # may be kept, must be asked again: the ETag answers


class Report(Protocol):
    """Any frozen dataclass that knows its language."""

    @property
    def language(self) -> str: ...


@dataclass(frozen=True)
class PdfTemplate:
    """How a report becomes a file: its template, its name in ASCII and in Thai (no ending), and its page's address.

    `drawings` makes what is drawn besides the text (map, lines); it is called only when a PDF is rendered.
    """

    template: str
    name: str
    name_th: str
    address: str
    drawings: Callable[[], Mapping[str, Any]] = dict


def page_address(name: str, *args: object, language: str) -> str:
    """The absolute address of a page in a language, for links and QR codes on paper."""
    with translation.override(language):
        return settings.PORTAL_BASE_URL + reverse(name, args=args)


def pdf_key(report: Report, template: PdfTemplate) -> str:
    """Hash of the data and of all that draws them (templates, style sheet, fonts, engine)."""
    data = json.dumps(asdict(report), sort_keys=True, ensure_ascii=False, default=str)  # type: ignore[call-overload]
    return sha256(f"{template.template}\n{_drawn_by()}\n{data}".encode()).hexdigest()


@cache
def _drawn_by() -> str:
    """Everything besides the data that decides what a PDF looks like, as one hash."""
    root = Path(settings.BASE_DIR)
    kinds = ("*.py", "*.html", "*.po", "*.css", "*.svg", "*.json")
    folders = (root / "portal", root / "templates", root / "static")
    files = sorted(path for folder in folders for kind in kinds for path in folder.rglob(kind))
    content = sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
    return f"{content} {version('weasyprint')} {version('fontpkg-sarabun')} {settings.PORTAL_BASE_URL}"


def pdf_bytes(report: Report, template: PdfTemplate) -> bytes:
    """The PDF, from the store or rendered now. Raises `pdf.PdfUnavailable` and `pdf.PdfFailed`.

    Whoever waits for a document holds a thread that could serve pages, so one too many is refused at once.
    """
    key = pdf_key(report, template)
    stored: bytes | None = caches["reports"].get(key)
    if stored is not None:
        return stored
    if not _room.acquire(blocking=False):
        raise pdf.PdfFailed(pdf.Failure.BUSY, f"{AT_ONCE} documents are asked for already")
    try:
        stored = _render(report, template)
    finally:
        _room.release()
    caches["reports"].set(key, stored)
    return stored


_room = threading.BoundedSemaphore(AT_ONCE)


def _render(report: Report, template: PdfTemplate) -> bytes:
    with translation.override(report.language):
        digits = "thai" if report.language == "th" else "arabic"
        paper = {"digits": digits, "address": template.address, "qr": qr_code(template.address)}
        html = render_to_string(template.template, {"report": report, **paper, **template.drawings()})
    stylesheet = (Path(settings.BASE_DIR) / "static" / "css" / "report.css").read_text(encoding="utf-8")
    return pdf.render(html, stylesheet=stylesheet, assets=_drawings())


@cache
def _drawings() -> dict[str, bytes]:
    """Our own drawings, which a report may name as `asset:frieze.svg`."""
    return {path.name: path.read_bytes() for path in (Path(settings.BASE_DIR) / "static" / "img").glob("*.svg")}


def pdf_response(request: HttpRequest, report: Report, template: PdfTemplate) -> HttpResponse:
    """The PDF as an answer: 304 when the reader has these bytes, 503 with the reason when none can be made."""
    etag = quote_etag(pdf_key(report, template)[:32])
    if etag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": etag, "Cache-Control": CACHED})
    try:
        content = pdf_bytes(report, template)
    except (pdf.PdfUnavailable, pdf.PdfFailed) as error:
        response = render(request, "503.html", {"reason": error.reason}, status=503)
        is_busy = getattr(error, "kind", None) is pdf.Failure.BUSY
        response["Retry-After"] = "20" if is_busy else "600"  # seconds
        return response
    response = HttpResponse(content, content_type="application/pdf", headers={"ETag": etag})
    response["Content-Disposition"] = _disposition(template, report.language)
    response["Cache-Control"] = CACHED
    return response


def _disposition(template: PdfTemplate, language: str) -> str:
    """Shown in the browser; saved under an ASCII name, or a Thai one where the browser knows how (RFC 6266)."""
    if language == "en":
        return f'inline; filename="{template.name}.pdf"'
    return f"inline; filename=\"{template.name}.pdf\"; filename*=UTF-8''{quote(template.name_th)}.pdf"
