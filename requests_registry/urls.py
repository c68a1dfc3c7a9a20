"""Addresses of requests: public ones here, those of the desk in `desk_urls`, those without language in `data_urls`."""

from django.urls import path

from . import (
    converters,  # noqa: F401  (registers itself)
    data_views,
    desk_urls,
    views,
)

urlpatterns = [
    path("requests/", views.request_list, name="requests"),
    path("requests/feed/", data_views.requests_feed, name="requests_feed"),
    path("requests/suggest/", views.request_suggestions, name="request_suggestions"),
    path("requests/<reference:reference>/", views.request_detail, name="request"),
    path("requests/<reference:reference>.pdf", views.request_pdf, name="request_pdf"),
    path("files/<int:pk>/", views.request_file, name="request_file"),
    *desk_urls.urlpatterns,
]
