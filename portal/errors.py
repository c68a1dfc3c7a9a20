"""Error pages in the language of the path."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.middleware import keep_what_was_typed


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refused. Who had signed in anew in another tab finds his or her words in the form, to be sent again."""
    if request.user.is_authenticated and _comes_from_its_own_page(request) and keep_what_was_typed(request):
        return redirect(request.get_full_path())
    return render(request, "403_csrf.html", status=403)


def _comes_from_its_own_page(request: HttpRequest) -> bool:
    """Whether our page at this address sent the form. A foreign page must not fill one; a button has no page."""
    referer = urlsplit(request.headers.get("Referer", ""))
    origin = request.headers.get("Origin", f"{referer.scheme}://{referer.netloc}")
    return origin == f"{request.scheme}://{request.get_host()}" and referer.path in ("", request.path)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Every limit that ends here counts by the minute."""
    page = render(request, "429.html", status=429)
    page["Retry-After"] = "60"
    return page
