"""Sending reports: the file, 304 to who has it, a page that tells how far it has come, or why there is none."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.http import quote_etag
from django.utils.translation import get_language

from portal import pdf
from portal.models import Job, StoredReport

from . import making
from .catalogue import NoSuchReport, Order, order_of
from .editions import Edition, edition
from .storing import find

MOST_KNOWN, SHORT = 100, 100_000  # answers, and bytes: what a process holds in memory is 10 MB at the most
CACHED = "public, no-cache"  # may be kept, must be asked again: the ETag answers


def asked_for(request: HttpRequest, kind: str, *about: object) -> Order:
    """The public report in the language of the page, with the digits of the query."""
    return order_of(kind, about, language=get_language() or "th", digits=request.GET.get("digits", ""))


def pdf_response(request: HttpRequest, order: Order) -> HttpResponse:
    """The report as an answer: made while the reader waits when it is short, else by the worker.

    503 with the reason when it cannot be made. Raises `Http404`.
    """
    if sent := remembered_response(request, order):
        return sent
    try:
        wanted = edition(order)
    except NoSuchReport as error:
        raise Http404(str(error)) from error
    if _etag(wanted.key) in request.headers.get("If-None-Match", ""):
        return _unchanged(_etag(wanted.key))
    stored = find(wanted)
    if stored is None and not making.is_short(wanted):
        return _by_the_worker(request, wanted)
    try:
        stored = stored or making.make_now(wanted)
    except NoSuchReport as error:
        raise Http404(str(error)) from error
    except (pdf.PdfUnavailable, pdf.PdfFailed) as error:
        return unavailable(request, error)
    return _sent(request, _remember(order, wanted, stored))


def unavailable(request: HttpRequest, error: pdf.PdfUnavailable | pdf.PdfFailed) -> HttpResponse:
    response = render(request, "503.html", {"reason": error.reason}, status=503)
    is_busy = getattr(error, "kind", None) is pdf.Failure.BUSY
    response["Retry-After"] = "20" if is_busy else "600"  # seconds
    return response


def _by_the_worker(request: HttpRequest, wanted: Edition) -> HttpResponse:
    if reason := pdf.unavailable_reason():
        return unavailable(request, pdf.PdfUnavailable(reason))
    job = making.start(wanted)
    making.help_out(job)
    job.refresh_from_db()
    if job.state == Job.State.FAILED:
        return unavailable(request, pdf.PdfFailed(pdf.Failure.BROKEN, job.error))
    response = render(request, "portal/report_waiting.html", {"title": wanted.paper.title, "job": job})
    response["Cache-Control"] = "no-store"
    return response


# ------------------------------------------------------------------------------------------- what was sent just now


@dataclass(frozen=True)
class _Known:
    """The answer to an order, known until a moment of the monotonic clock; of a long one where its file lies."""

    until: float
    etag: str
    file: str
    disposition: str
    content: bytes | None


_known: dict[Order, _Known] = {}


def remembered_response(request: HttpRequest, order: Order) -> HttpResponse | None:
    """The file again without reading the data again, for the few seconds that pages may be behind their data."""
    known = _known.get(order)
    if known is None or known.until < time.monotonic():
        return None
    try:
        return _sent(request, known)
    except FileNotFoundError:  # removed meanwhile
        _known.pop(order, None)
        return None


def _remember(order: Order, wanted: Edition, stored: StoredReport) -> _Known:
    until = time.monotonic() + settings.REPORT_SECONDS
    content = _read(stored.place) if stored.size <= SHORT else None
    known = _Known(until, _etag(wanted.key), stored.place, disposition(wanted), content)
    if settings.REPORT_SECONDS:
        while len(_known) > MOST_KNOWN:
            _known.pop(next(iter(_known)), None)
        _known[order] = known
    return known


def _etag(key: str) -> str:
    return quote_etag(key[:32])


def _unchanged(etag: str) -> HttpResponse:
    return HttpResponseNotModified(headers={"ETag": etag, "Cache-Control": CACHED})


def _sent(request: HttpRequest, known: _Known) -> HttpResponse:
    if known.etag in request.headers.get("If-None-Match", ""):
        return _unchanged(known.etag)
    content = known.content or _read(known.file)
    headers = {"ETag": known.etag, "Content-Disposition": known.disposition, "Cache-Control": CACHED}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _read(place: str) -> bytes:
    with default_storage.open(place) as file:
        content: bytes = file.read()
    return content


def disposition(wanted: Edition) -> str:
    """Shown in the browser; saved under an ASCII name, or a Thai one where the browser knows how (RFC 6266)."""
    name = wanted.order.reference
    if wanted.order.language == "en":
        return f'inline; filename="{name}.pdf"'
    return f"inline; filename=\"{name}.pdf\"; filename*=UTF-8''{quote(wanted.paper.name_th)}.pdf"
