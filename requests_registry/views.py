"""Public pages of requests. Anonymous and cacheable: nothing here reads the user or the session."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.bilingual import in_language
from portal.context import known_query
from portal.files import file_response
from portal.qr import qr_code
from portal.reports.answering import asked_for, pdf_response, remembered_response
from portal.search import Found

from .data_views import csv_of, json_of
from .filters import (
    BEST,
    SORTS,
    PublicRequestFilter,
    chosen_tags,
    facets,
    find_requests,
    sort_of,
    sorted_by,
    ways_out,
)
from .listing import listing, remembered_without_words
from .models import Attachment, CommunityRequest, RequestStatus
from .models.requests import REFERENCE
from .open_data import public_json
from .reports import RequestSheet, request_sheet
from .request_lines import RequestLine, related_line, request_line, with_marks

PAGE_SIZE = 20
SUGGESTIONS = 8
#: How many related requests stand beside one.
MOST_RELATED = 5


@login_not_required
@require_safe
def request_list(request: HttpRequest) -> HttpResponseBase:
    """Search and browse: words, facets with counts, sorting, pages, CSV. At most 9 queries, 13 with words."""
    language = get_language() or "th"
    found = find_requests(request.GET.get("q", ""))
    sort = sort_of(request.GET, found)
    if request.GET.get("format") == "csv":
        requests = PublicRequestFilter(request.GET, queryset=CommunityRequest.objects.public(), found=found).qs
        return csv_of(sorted_by(requests, sort))
    rows: Any = listing(request.GET, sort, found)  # which counts and is sliced: all that a paginator asks for
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = _lines(page, found, language)
    if request.GET.get("format") == "json":
        return JsonResponse(_as_json(page, lines, found))
    found_facets = remembered_without_words(
        ("facets", language), lambda: facets(request.GET, language=language, found=found), request.GET, found
    )
    q = request.GET.get("q", "").strip()
    context = {
        "page_obj": page,
        "lines": lines,
        "facets": found_facets,
        "facet_choices": remembered_without_words(
            ("facet choices", language),
            lambda: render_to_string("requests_registry/_facets.html", {"facets": found_facets}),
            request.GET,
            found,
        ),
        "chosen": chosen_tags(found_facets, request.GET),
        "q": q,
        "found": found,
        "ways_out": [] if lines else ways_out(request.GET, found),
        "sort": sort,
        "default_sort": BEST if found.query.typed else "newest",
        "sorts": [*([(BEST, _("ตรงที่สุดก่อน"))] if found.query.typed else []), *_sorts()],
        "has_samples": any(line.is_sample for line in lines),
        "query": known_query(request.GET, without="page"),
    }
    return render(request, "requests_registry/request_list.html", context)


def _sorts() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, (label, _columns) in SORTS.items()]


def _lines(page: Page[Any], found: Found, language: str) -> list[RequestLine]:
    """The rows of a page, which holds requests or, in the order of a search, their primary keys."""
    rows = list(page.object_list)
    if rows and isinstance(rows[0], int):
        by_key = {row.pk: row for row in CommunityRequest.objects.filter(pk__in=rows).for_list()}
        rows = [by_key[key] for key in rows if key in by_key]
    lines = [request_line(row, language=language) for row in rows]
    return [with_marks(line, found.query) for line in lines] if found.query.typed else lines


def _as_json(page: Page[Any], lines: list[RequestLine], found: Found) -> dict[str, Any]:
    """The page for machines: what the page for people says of each request, field by field, in the same order."""
    return {
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "query": found.query.typed,
        "is_swapped": found.is_swapped,
        "results": [
            {
                "id": line.reference,
                "url": reverse("request", args=[line.reference]),
                "title": line.title.text,
                "lang": line.title.lang,
                "year_be": line.year_be,
                "status": line.status,
                "category": line.category_code,
                "agencies": list(line.agencies),
                "is_sample": line.is_sample,
            }
            for line in lines
        ],
    }


@login_not_required
@require_safe
def request_suggestions(request: HttpRequest) -> HttpResponse:
    """Titles of requests about what has been typed so far."""
    language = get_language() or "th"
    keys = find_requests(request.GET.get("q", "")).object_ids[:SUGGESTIONS]
    rows = CommunityRequest.objects.public().in_bulk(keys)
    titles = [in_language(rows[key], "public_title", language).text for key in keys if key in rows]
    return JsonResponse({"suggestions": list(dict.fromkeys(titles))})


@login_not_required
@require_safe
def request_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One request with everything public about it. Merged: 301; withdrawn: 410 with the number only."""
    community_request = _numbered(reference)
    if gone := _gone_or_moved(request, community_request, "request"):
        return gone
    sheet = _sheet(community_request)
    related = CommunityRequest.objects.public().of_place_of(community_request)[:MOST_RELATED]
    context = {
        "sheet": sheet,
        "line": sheet.line,
        "related": [related_line(row, language=sheet.language) for row in related],
        "qr": qr_code(settings.PORTAL_BASE_URL + request.path),
    }
    return render(request, "requests_registry/request_detail.html", context)


@login_not_required
@require_safe
def request_json(request: HttpRequest, reference: str) -> HttpResponse:
    """The same as JSON, at an address without language: merged ones lead on, withdrawn ones are 410."""
    community_request = _numbered(reference)
    if community_request.status == RequestStatus.MERGED:
        return HttpResponsePermanentRedirect(reverse("request_json", args=[_joined(community_request).reference]))
    if community_request.status == RequestStatus.WITHDRAWN:
        return json_of(request, {"reference": reference, "status": community_request.status}, status=410)
    return json_of(request, public_json(community_request))


@login_not_required
@require_safe
def request_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The same request as a PDF."""
    order = asked_for(request, "request", reference)
    if sent := remembered_response(request, order):
        return sent
    found = get_object_or_404(CommunityRequest.objects.numbered().select_related("merged_into"), **_key(reference))
    if gone := _gone_or_moved(request, found, "request_pdf"):
        return gone
    return pdf_response(request, order)


@login_not_required
@require_safe
def request_file(request: HttpRequest, pk: int) -> FileResponse:
    """A file that staff have cleared for the public, of a request that is public."""
    return file_response(get_object_or_404(Attachment.objects.public(), pk=pk), is_public=True)


def _gone_or_moved(request: HttpRequest, community_request: CommunityRequest, kind: str) -> HttpResponse | None:
    """What takes the place of a request that was merged (301) or withdrawn (410, the number only)."""
    if community_request.status == RequestStatus.MERGED:
        return HttpResponsePermanentRedirect(reverse(kind, args=[_joined(community_request).reference]))
    if community_request.status == RequestStatus.WITHDRAWN:
        context = {"reference": community_request.reference, "is_sample": community_request.is_sample}
        return render(request, "requests_registry/request_withdrawn.html", context, status=410)
    return None


def _joined(community_request: CommunityRequest) -> CommunityRequest:
    """The request at the end of the chain it joined. Raises `Http404` while that one is not public, or in a circle."""
    seen: set[int] = set()
    while (joined := community_request.merged_into) and joined.pk not in seen:
        seen.add(joined.pk)
        community_request = joined
    if joined or not community_request.number or not seen:
        raise Http404(community_request.reference)
    return community_request


def _sheet(community_request: CommunityRequest) -> RequestSheet:
    return request_sheet(community_request, language=get_language() or "th")


def _numbered(reference: str) -> CommunityRequest:
    """The request of that number, among those that the public has ever seen. Raises `Http404`."""
    return get_object_or_404(CommunityRequest.objects.numbered().for_detail(), **_key(reference))


def _key(reference: str) -> dict[str, int]:
    parts = REFERENCE.fullmatch(reference)
    if parts is None or f"{parts['year']}-{int(parts['number']):03d}" != reference:
        raise Http404(reference)
    return {"fiscal_year": int(parts["year"]), "number": int(parts["number"])}
