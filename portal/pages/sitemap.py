"""Every public page for search engines, each with its address in both languages. Nothing here is held in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.views.decorators.http import require_safe

from portal.models import Agency, FiscalYear, Province, ProvinceGroup
from requests_registry.models import CommunityRequest
from workshops.models import Workshop

#: How many numbers of requests one file covers: twice as many addresses, fewer than the 50,000 that are allowed.
NUMBERS_IN_A_FILE = 10_000
#: Numbers have six digits at most, and no database takes a number of any length.
MOST_PARTS = 100
SINGLE_PAGES = (
    "home",
    "about",
    "requests",
    "workshops",
    "provinces",
    "groups",
    "agencies",
    "years",
    "statistics",
    "contact",
    "faq",
    "open_data",
    "site_map",
    "website_policy",
    "privacy",
    "security_policy",
    "disclaimer",
    "accessibility",
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """The index: one file of pages, and of requests one for each year and ten thousand numbers."""
    public = CommunityRequest.objects.public().order_by()
    years = public.values_list("fiscal_year").annotate(last=Max("number")).order_by("fiscal_year")
    parts = [reverse("sitemap_pages")]
    for year_be, last in years:
        parts += [reverse("sitemap_requests", args=[year_be, part]) for part in range(1, _part(last) + 1)]
    rows = "".join(f"<sitemap><loc>{settings.PORTAL_BASE_URL}{path}</loc></sitemap>\n" for path in parts)
    return _xml([f'{HEAD}<sitemapindex xmlns="{SITEMAPS}">\n', rows, "</sitemapindex>\n"])


@login_not_required
@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponseBase:
    """All pages but those of requests."""
    return _xml(_urlset(chain(((name, ()) for name in SINGLE_PAGES), _profiles())))


@login_not_required
@require_safe
def sitemap_requests(request: HttpRequest, year_be: int, part: int) -> HttpResponseBase:
    """The public requests of a year whose numbers are in this part of it."""
    first = (part - 1) * NUMBERS_IN_A_FILE + 1
    numbers = (first, first + NUMBERS_IN_A_FILE - 1)
    public = CommunityRequest.objects.public().filter(fiscal_year=year_be, number__range=numbers)
    if part > MOST_PARTS or not public.exists():
        raise Http404(f"part {part} of {year_be}")
    found = public.order_by("number").values_list("number", flat=True).iterator()
    return _xml(_urlset(("request", (f"{year_be}-{number:03d}",)) for number in found))


def _part(number: int) -> int:
    return (number - 1) // NUMBERS_IN_A_FILE + 1


def _profiles() -> Iterator[tuple[str, tuple[object, ...]]]:
    for year_be in FiscalYear.objects.order_by("year_be").values_list("year_be", flat=True):
        yield "year", (year_be,)
    workshops = Workshop.objects.public().order_by("fiscal_year", "number")
    for key in workshops.values_list("fiscal_year", "number"):
        yield "workshop", key
    for code in Province.objects.order_by("code").values_list("code", flat=True):
        yield "province", (code,)
    for slug in ProvinceGroup.objects.order_by("order", "pk").values_list("slug", flat=True):
        yield "group", (slug,)
    for acronym in Agency.objects.order_by("acronym").values_list("acronym", flat=True):
        yield "agency", (acronym,)


def _urlset(pages: Iterable[tuple[str, tuple[object, ...]]]) -> Iterator[str]:
    yield f'{HEAD}<urlset xmlns="{SITEMAPS}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    for name, args in pages:
        addresses = {code: _address(name, args, code) for code, _label in settings.LANGUAGES}
        links = "".join(_link(code, address) for code, address in addresses.items())
        links += _link("x-default", addresses[settings.LANGUAGE_CODE])
        for address in addresses.values():
            yield f"<url><loc>{escape(address)}</loc>{links}</url>\n"
    yield "</urlset>\n"


def _address(name: str, args: tuple[object, ...], language: str) -> str:
    with translation.override(language):
        return settings.PORTAL_BASE_URL + reverse(name, args=args)


def _link(language: str, address: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(address)}"/>'


def _xml(parts: Iterable[str]) -> StreamingHttpResponse:
    return StreamingHttpResponse(parts, content_type="application/xml; charset=utf-8")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: everything public, but not every search that one could make."""
    closed = ("/admin/", "/account/", "/desk/", "/feedback/")
    lines = ["User-agent: *"]
    lines += [
        f"Disallow: {prefix}{path}" for path in closed for prefix in ("", "/en") if path != "/admin/" or not prefix
    ]
    lines += ["Disallow: /*?*q=", "Disallow: /*?*format=", f"Sitemap: {settings.PORTAL_BASE_URL}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
