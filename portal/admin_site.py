"""Django's admin under our own rules: the role decides who may come in, and sign-in is the portal's own."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from portal.access import Permission


class PortalAdminSite(AdminSite):
    site_title = site_header = _("ข้อมูลพื้นฐานและผู้ใช้ พอร์ทัล วทน. จังหวัด")
    index_title = _("ข้อมูลพื้นฐาน")
    site_url = "/"
    enable_nav_sidebar = False  # lists and their filters need the width

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.may(Permission.USE_ADMIN)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """No second door: to the portal's sign-in, or 403 for people whose role has no place here."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied(Permission.USE_ADMIN)
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """No second door here either: the portal's page throttles, and keeps the list of sessions right."""
        return redirect("account_change_password")

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The texts of the admin's scripts, with our Thai for what Django has in English only."""
        catalogue = JavaScriptCatalog.as_view(packages=["django.contrib.admin", "portal"])
        return catalogue(request)  # type: ignore[return-value]  # never a stream
