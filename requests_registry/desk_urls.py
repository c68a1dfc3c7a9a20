"""Addresses of the desk for requests and answers, by who works with them."""

from django.urls import path

from .desk_views import requests, sheet

everybody = [
    path("desk/requests/", requests.request_list, name="desk_requests"),
    path("desk/requests/<str:receipt>/", requests.request_detail, name="desk_request"),
    path("desk/requests/<str:receipt>/history/", requests.history, name="desk_request_history"),
]

workshops = [
    path("desk/workshops/<int:year_be>/<int:number>/outcome/", sheet.outcome, name="desk_workshop_outcome"),
    path("desk/workshops/<int:year_be>/<int:number>/outcome/paste/", sheet.paste, name="desk_workshop_paste"),
]

urlpatterns = [*everybody, *workshops]
