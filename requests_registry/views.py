"""Public pages of requests. Anonymous and cacheable: nothing here reads the user or the session."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.files import file_response
from portal.qr import qr_code
from portal.reports.answering import asked_for, pdf_response, remembered_response

from .filters import SORTS, PublicRequestFilter, chosen_tags, facets, sorted_by
from .models import Attachment, CommunityRequest, RequestStatus
from .models.requests import REFERENCE
from .reports import RequestSheet, request_line, request_sheet

PAGE_SIZE = 20


@login_not_required
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """Search and browse: words, facets with counts, sorting, pages. At most 9 queries."""
    language = get_language() or "th"
    public = CommunityRequest.objects.public()
    found = PublicRequestFilter(request.GET, queryset=public).qs
    sort = request.GET.get("sort", "")
    page = Paginator(sorted_by(found, sort).for_list(), PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [request_line(row, language=language) for row in page.object_list]
    found_facets = facets(public, request.GET, language=language)
    context = {
        "page_obj": page,
        "lines": lines,
        "facets": found_facets,
        "chosen": chosen_tags(found_facets, request.GET),
        "q": request.GET.get("q", "").strip(),
        "sort": sort if sort in SORTS else "newest",
        "sorts": [(value, label) for value, (label, _) in SORTS.items()],
        "has_samples": any(line.is_sample for line in lines),
    }
    return render(request, "requests_registry/request_list.html", context)


@login_not_required
@require_safe
def request_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One request with everything public about it. Merged: 301; withdrawn: 410 with the number only."""
    community_request = _numbered(reference)
    if gone := _gone_or_moved(request, community_request, "request"):
        return gone
    sheet = _sheet(community_request)
    context = {"sheet": sheet, "line": sheet.line, "qr": qr_code(settings.PORTAL_BASE_URL + request.path)}
    return render(request, "requests_registry/request_detail.html", context)


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
