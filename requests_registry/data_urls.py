"""Addresses of requests that have no language: JSON is the same for everybody."""

from django.urls import path

from . import converters, views  # noqa: F401  (the converter registers itself)

urlpatterns = [
    path("requests/<reference:reference>.json", views.request_json, name="request_json"),
]
