"""Addresses of the desk for requests and answers, by who works with them."""

from django.urls import path

from .desk_views import requests, results

everybody = [
    path("desk/requests/", requests.request_list, name="desk_requests"),
    path("desk/requests/<str:receipt>/", requests.request_detail, name="desk_request"),
    path("desk/requests/<str:receipt>/history/", requests.history, name="desk_request_history"),
]

came_of_it = [
    path("desk/responses/<int:pk>/reply/", results.reply, name="desk_response_reply"),
    path("desk/responses/<int:pk>/confirm/", results.confirm, name="desk_response_confirm"),
    path("desk/responses/<int:pk>/send-back/", results.send_back, name="desk_response_send_back"),
    path("desk/requests/<str:receipt>/outcomes/new/", results.outcome_new, name="desk_outcome_new"),
    path("desk/outcomes/<int:pk>/", results.outcome_edit, name="desk_outcome"),
    path("desk/outcomes/<int:pk>/verify/", results.outcome_verify, name="desk_outcome_verify"),
    path("desk/outcomes/<int:pk>/return/", results.outcome_return, name="desk_outcome_return"),
    path("desk/follow-ups/", results.follow_ups, name="desk_follow_ups"),
    path("desk/follow-ups/<int:pk>/", results.follow_up, name="desk_follow_up"),
]

urlpatterns = [*everybody, *came_of_it]
