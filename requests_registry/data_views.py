"""Requests for machines: one as JSON, a search as CSV or as a feed. Anonymous, without cookies, public fields alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.context import known_query

from .filters import PublicRequestFilter, sorted_by
from .models import CommunityRequest, Transition
from .models.requests import CommunityRequestQuerySet
from .open_data import COLUMNS, csv_lines, public_row
from .request_lines import request_line

#: How many requests a feed holds: the newest.
FEED_LENGTH = 50
#: How many rows are fetched at once while a CSV file is written.
CHUNK = 500


def json_of(request: HttpRequest, data: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Data for anybody's program; 304 for who has them already."""
    content = json.dumps(data, ensure_ascii=False, indent=1).encode()
    headers = {"ETag": quote_etag(sha256(content).hexdigest()[:32]), "Cache-Control": "public, no-cache"}
    if status == 200 and headers["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    headers["Access-Control-Allow-Origin"] = "*"  # anybody's page may read what anybody may read
    return HttpResponse(content, content_type="application/json; charset=utf-8", status=status, headers=headers)


def csv_of(found: CommunityRequestQuerySet) -> StreamingHttpResponse:
    """Requests as a CSV file, written while it is sent."""
    rows = found.for_list().iterator(chunk_size=CHUNK)
    lines = csv_lines(COLUMNS, (public_row(row).values() for row in rows))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="requests.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@require_safe
def requests_feed(request: HttpRequest) -> HttpResponse:
    """The newest requests of a search, as Atom; an entry is news again when something public happened to it."""
    language = get_language() or "th"
    found = PublicRequestFilter(request.GET, queryset=CommunityRequest.objects.public()).qs
    rows = list(sorted_by(_with_last_move(found), "newest").for_list()[:FEED_LENGTH])
    query = known_query(request.GET)
    feed = _Feed(
        title=_("ความต้องการจากชุมชน"),
        link=settings.PORTAL_BASE_URL + reverse("requests") + query,
        description="",
        language=language,
        feed_url=settings.PORTAL_BASE_URL + request.path + query,
        author_name=_("สำนักงานปลัดกระทรวง"),
    )
    for row in rows:
        _add(feed, row, language)
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response["Cache-Control"] = "public, no-cache"
    return response


class _Feed(Atom1Feed):
    """Without entries it dates from the year in which the programme began, not from the moment it is asked for."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime(2004, 1, 1, tzinfo=UTC)


def _with_last_move(found: CommunityRequestQuerySet) -> CommunityRequestQuerySet:
    newest = Transition.objects.filter(community_request=OuterRef("pk")).order_by("-at", "-pk").values("at")[:1]
    return found.annotate(moved_at=Subquery(newest))


def _moved_at(row: CommunityRequest) -> datetime:
    """When something last happened; what a source tells without dates happened when its year began."""
    moved_at: datetime | None = getattr(row, "moved_at", None) or row.accepted_at
    return moved_at or datetime(row.fiscal_year_id - 544, 10, 1, tzinfo=UTC)


def _add(feed: Atom1Feed, row: CommunityRequest, language: str) -> None:
    line = request_line(row, language=language)
    address = settings.PORTAL_BASE_URL + reverse("request", args=[row.reference])
    badge = f" [{_('ข้อมูลสมมติ')}]" if row.is_sample else ""
    feed.add_item(
        title=f"{row.reference} {line.title}{badge}",
        link=address,
        description=f"{line.status_label} · {row.province.name_en if language == 'en' else row.province.name_th}",
        unique_id=address,
        updateddate=_moved_at(row),
        categories=[str(line.category_short)] if line.category_short else [],
    )
