"""The addresses of the portal and one more: a fixed page, against which others are measured."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal import urls

handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
FIXED = "/fixed-page"
CONTENT = b"x" * 20_000


@login_not_required
def fixed_page(request: HttpRequest) -> HttpResponse:
    """Never kept: it passes all the middleware each time."""
    return HttpResponse(CONTENT, headers={"Cache-Control": "no-store"})


urlpatterns = [path(FIXED.strip("/"), fixed_page), *urls.urlpatterns]
