"""Public pages from memory: the same for everybody, compressed once, good for one version of the public data.

Each process keeps its own. What is kept is the finished answer with all its headers, so it may only stand inside what
differs from request to request (ids, the way to TLS). A page that does not want to be kept says `no-store`.
"""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from portal import public_data

GetResponse = Callable[[HttpRequest], HttpResponse]
LARGEST_PAGE = 1_000_000  # bytes; what is larger is not kept
LEAST_WORTH_PACKING = 500  # bytes
#: Kept by browsers and proxies, asked for again each time: what is taken from the public is gone at once.
CACHE_CONTROL = "public, no-cache"
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
#: How a body is packed, the best way first.
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=BROTLI_QUALITY),
    "gzip": lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0),
}


@dataclass(frozen=True)
class KeptPage:
    """A finished answer: its headers, and its body by encoding ("" is the plain one), packed when first asked for."""

    headers: tuple[tuple[str, str], ...]
    bodies: dict[str, bytes]
    digest: str
    changed_at: int  # seconds since 1970

    @property
    def size(self) -> int:
        """With room for what is packed: together never more than the plain body."""
        return 2 * len(self.bodies[""])

    @property
    def is_worth_packing(self) -> bool:
        return len(self.bodies[""]) >= LEAST_WORTH_PACKING

    def body(self, encoding: str) -> bytes:
        if encoding not in self.bodies:
            self.bodies[encoding] = PACKED[encoding](self.bodies[""])
        return self.bodies[encoding]


class PageCacheMiddleware:
    """Answers for public pages from memory, and 304 to those who have them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.shelf = Shelf()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or not settings.PUBLIC_PAGES_KEPT or _is_static(request):
            return self.get_response(request)
        request.get_host()  # a foreign host is refused here as everywhere
        key = _key(request)
        kept = self.shelf.get(key)
        if kept is None:
            response = self.get_response(request)
            if request.method == "HEAD" or not _may_be_kept(request, response):
                return response
            kept = _kept(response)
            self.shelf.put(key, kept)
        return _answer(request, kept)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *arguments: Any) -> None:
        request.is_public = not getattr(view, "login_required", True)  # type: ignore[attr-defined]


class Shelf:
    """The pages that were asked for last, up to a size in bytes; those of another version are of no use any more."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[Any, ...], KeptPage] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: tuple[Any, ...]) -> KeptPage | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: tuple[Any, ...], page: KeptPage) -> None:
        with self._lock:
            self._forget(key)
            self._pages[key] = page
            self._size += page.size
            while self._size > settings.PUBLIC_PAGES_KEPT:
                self._forget(next(iter(self._pages)))

    def _forget(self, key: tuple[Any, ...]) -> None:
        if page := self._pages.pop(key, None):
            self._size -= page.size


def _is_static(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.STATIC_URL)


def _key(request: HttpRequest) -> tuple[Any, ...]:
    """What a page depends on: address, query in any order, the public data, and the day in Bangkok."""
    query = urlencode(sorted(parse_qsl(request.META.get("QUERY_STRING", ""))))
    return (request.path, query, public_data.version()[:2], timezone.localdate())


def _may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    is_public = getattr(request, "is_public", False)
    if not is_public or response.status_code != 200 or response.streaming or response.cookies:
        return False
    if "cookie" in response.get("Vary", "").lower() or "no-store" in response.get("Cache-Control", ""):
        return False
    assert isinstance(response, HttpResponse)  # noqa: S101  (tells the type: it is not streaming)
    return len(response.content) <= LARGEST_PAGE and response["Content-Type"] != "application/pdf"


def _kept(response: HttpResponse) -> KeptPage:
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = CACHE_CONTROL
    changed_at = int(_changed_at().timestamp())
    response["Last-Modified"] = http_date(changed_at)
    own = {"content-length", "etag"}
    headers = tuple((name, value) for name, value in response.items() if name.lower() not in own)
    return KeptPage(headers, {"": response.content}, sha256(response.content).hexdigest()[:32], changed_at)


def _changed_at() -> datetime:
    """When a page last changed: with the public data, or at midnight, for what it says of today."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    at = public_data.version().at
    return max(at, midnight) if at else midnight


def _answer(request: HttpRequest, kept: KeptPage) -> HttpResponseBase:
    encoding = _encoding(request.headers.get("Accept-Encoding", ""), kept)
    body = kept.body(encoding)
    response = HttpResponse(body, headers=dict(kept.headers))
    response["Content-Length"] = str(len(body))
    if encoding:
        response["Content-Encoding"] = encoding
    etag = f'"{kept.digest}{"-" if encoding else ""}{encoding}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag, kept.changed_at, response) or response


def _encoding(accepted: str, kept: KeptPage) -> str:
    """The best encoding that the reader takes; one with a quality of 0 is refused."""
    words = {}
    for part in accepted.lower().split(","):
        name, _semicolon, quality = part.strip().partition(";")
        words[name.strip()] = quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return next((name for name in PACKED if words.get(name) and kept.is_worth_packing), "")
