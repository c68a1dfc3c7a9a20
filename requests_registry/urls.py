"""Addresses of requests: the public ones here, those of the desk in `desk_urls`."""

from django.urls import path, register_converter

from . import desk_urls, views


class ReferenceConverter:
    """The number of a request as it is quoted: `2552-014`."""

    regex = "2[4-7][0-9]{2}-[0-9]{3,6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("requests/", views.request_list, name="requests"),
    path("requests/<reference:reference>/", views.request_detail, name="request"),
    path("requests/<reference:reference>.pdf", views.request_pdf, name="request_pdf"),
    path("files/<int:pk>/", views.request_file, name="request_file"),
    *desk_urls.urlpatterns,
]
