"""Addresses. Thai without prefix, English under /en/; the admin and the machine addresses have no language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from portal import desk_reports, desk_views, feedback_views, health, report_views

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler429 = "portal.errors.too_many_requests"  # asked for by the limits of signing in

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("requests_registry.data_urls")),
    *i18n_patterns(
        path("", include("portal.accounts.urls")),
        path("desk/messages/", desk_views.message_list, name="desk_messages"),
        path("desk/messages/read/", desk_views.read_all_messages, name="desk_messages_read"),
        path("desk/messages/<int:pk>/", desk_views.open_message, name="desk_message"),
        path("desk/feedback/", feedback_views.feedback_list, name="desk_feedback"),
        path("desk/feedback/<int:pk>/", feedback_views.feedback_item, name="desk_feedback_item"),
        path("feedback/", feedback_views.feedback_form, name="feedback"),
        path("feedback/sent/", feedback_views.feedback_sent, name="feedback_sent"),
        path("desk/reports/", desk_reports.report_desk, name="desk_reports"),
        path("desk/reports/made/", desk_reports.report_made, name="desk_report"),
        path("desk/reports/stop/", desk_reports.stop_report, name="desk_report_stop"),
        path("desk/reports/files/<str:code>.pdf", desk_reports.report_copy, name="desk_report_file"),
        path("reports/", report_views.report_list, name="reports"),
        path("verify/", report_views.verify, name="verify"),
        path("verify/<str:code>/", report_views.verify_code, name="verify_code"),
        path("", include("workshops.urls")),
        path("", include("requests_registry.urls")),
        path("", include("portal.pages.urls")),
        prefix_default_language=False,
    ),
    path("", include("portal.pages.machine_urls")),
]
