"""Who must have a second factor reaches nothing before it is set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.accounts.second_factor import has_second_factor

#: What the way to the second factor needs, and the way out.
OPEN = {
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_reauthenticate",
    "account_reauthenticate",
    "account_logout",
}


class SecondFactorMiddleware:
    """Asked at every request, so that it holds from the next click on: for the admin's pages as for the desk.

    Public pages are let through before anything touches the session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if not getattr(view_func, "login_required", True):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN or not request.user.needs_second_factor or has_second_factor(request.user):  # type: ignore[union-attr, arg-type]
            return None
        if request.method in {"GET", "HEAD"}:
            return redirect("mfa_activate_totp")
        raise PermissionDenied("the second factor is not set up")
