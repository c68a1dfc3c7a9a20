"""Addresses. Thai without prefix, English under /en/; the admin and the machine addresses have no language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from portal import desk_views, health

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler429 = "portal.errors.too_many_requests"  # asked for by the limits of signing in

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("portal.accounts.urls")),
        path("desk/messages/", desk_views.message_list, name="desk_messages"),
        path("desk/messages/read/", desk_views.read_all_messages, name="desk_messages_read"),
        path("desk/messages/<int:pk>/", desk_views.open_message, name="desk_message"),
        path("", include("workshops.urls")),
        path("", include("requests_registry.urls")),
        path("", include("portal.pages.urls")),
        prefix_default_language=False,
    ),
]
