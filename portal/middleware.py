"""What every request passes: limits, language of the path, default-deny, headers. Ids: `portal.request_id`."""

import re
from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponse]
QUERY_STRING_MAX_BYTES = 4096
KEPT_MAX_BYTES = 200_000


class HeadersMiddleware:
    """Headers that Django has no setting for; private pages are never stored."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        if _varies_on_cookie(response):
            response.setdefault("Cache-Control", "private, no-store")
        return response


class QueryLimitsMiddleware:
    """Refuses, with 400, what no page of ours ever sends: NUL bytes and overlong query strings."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > QUERY_STRING_MAX_BYTES or re.search("\x00|%00", request.path + query):
            raise BadRequest("NUL byte or overlong query string")  # becomes the 400 page
        return self.get_response(request)


class PathLanguageMiddleware(LocaleMiddleware):
    """The path alone decides the language, so answers must not vary on `Accept-Language`."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", get_language() or "th")
        return response


class DefaultDenyMiddleware(LoginRequiredMiddleware):
    """Every view needs a signed-in user unless it carries `@login_not_required`.

    Django's own middleware looks at `request.user` first; that reads the session and puts `Vary: Cookie` on every
    public page. Here a public view is let through before anything touches the session.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        response = super().process_view(request, view_func, view_args, view_kwargs)
        if response is not None:
            _keep_what_was_typed(request)
            patch_vary_headers(response, ("Cookie",))
        return response


def _keep_what_was_typed(request: HttpRequest) -> None:
    """A form of the desk that comes after its session has ended: its fields wait in the session for signing in again.

    Files do not; a browser does not give one twice. Limited in size and number, for nobody is signed in yet.
    """
    if request.method != "POST" or not request.path.startswith(reverse("desk")):
        return
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    size = sum(len(value.encode()) for values in typed.lists() for value in values[1])
    if not typed or size > KEPT_MAX_BYTES or not ratelimit.consume(request, action="keep_typed"):
        return
    request.session["kept"] = {"path": request.path, "data": typed.urlencode()}
    messages.info(request, _("ข้อความที่กรอกไว้ยังอยู่ เข้าสู่ระบบแล้วทำต่อได้ทันที"))


def _varies_on_cookie(response: HttpResponse) -> bool:
    return "cookie" in response.get("Vary", "").lower()
