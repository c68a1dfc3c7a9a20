"""Addresses without a language: for search engines, and the tables of charts."""

from django.urls import path

from portal.pages import sitemap, statistics_views

urlpatterns = [
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-pages.xml", sitemap.sitemap_pages, name="sitemap_pages"),
    path("sitemap-requests-<year_be:year_be>-<int:part>.xml", sitemap.sitemap_requests, name="sitemap_requests"),
    path("statistics/<slug:chart>.csv", statistics_views.statistics_csv, name="statistics_csv"),
]
