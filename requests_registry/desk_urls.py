"""Addresses of the desk for requests and answers, by who works with them."""

from django.urls import path

from .desk_views import answering, phrases, queue, requests

everybody = [
    path("desk/requests/", requests.request_list, name="desk_requests"),
    path("desk/requests/<str:receipt>/", requests.request_detail, name="desk_request"),
    path("desk/requests/<str:receipt>/history/", requests.history, name="desk_request_history"),
]

answered = [
    path("desk/queue/", queue.queue, name="desk_queue"),
    path("desk/responses/<int:pk>/", answering.response_page, name="desk_response"),
    path("desk/responses/<int:pk>/start/", answering.start, name="desk_response_start"),
    path("desk/responses/<int:pk>/milestones/new/", answering.add_milestone, name="desk_response_milestone"),
    path("desk/responses/<int:pk>/deliver/", answering.deliver, name="desk_response_deliver"),
    path("desk/responses/<int:pk>/consent/", answering.consent, name="desk_response_consent"),
    path("desk/responses/<int:pk>/refuse/", answering.refuse, name="desk_response_refuse"),
    path("desk/milestones/<int:pk>/", answering.edit_milestone, name="desk_milestone"),
    path("desk/milestones/<int:pk>/done/", answering.finish_milestone, name="desk_milestone_done"),
    path("desk/phrases/", phrases.phrase_list, name="desk_phrases"),
    path("desk/phrases/new/", phrases.new_phrase, name="desk_phrase_new"),
    path("desk/phrases/<int:pk>/", phrases.edit_phrase, name="desk_phrase"),
    path("desk/phrases/<int:pk>/delete/", phrases.delete_phrase, name="desk_phrase_delete"),
]

urlpatterns = [*everybody, *answered]
