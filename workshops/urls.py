"""Pages of the desk for workshops; the public ones show requests too and stand in `portal.pages`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
