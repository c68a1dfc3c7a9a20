"""Addresses of the desk for requests and answers, by who works with them."""

from django.urls import path

from .desk_views import assigning, inbox, overdue, publishing, requests, screening

everybody = [
    path("desk/requests/", requests.request_list, name="desk_requests"),
    path("desk/requests/<str:receipt>/", requests.request_detail, name="desk_request"),
    path("desk/requests/<str:receipt>/history/", requests.history, name="desk_request_history"),
]

screened = [
    path("desk/inbox/", inbox.inbox, name="desk_inbox"),
    path("desk/requests/<str:receipt>/accept/", screening.accept, name="desk_request_accept"),
    path("desk/requests/<str:receipt>/return/", screening.return_to_province, name="desk_request_return"),
    path("desk/requests/<str:receipt>/decline/", screening.decline, name="desk_request_decline"),
    path("desk/requests/<str:receipt>/merge/", screening.merge, name="desk_request_merge"),
    path("desk/requests/<str:receipt>/split/", screening.split, name="desk_request_split"),
    path("desk/requests/<str:receipt>/take-up/", screening.take_up_again, name="desk_request_take_up"),
    path("desk/requests/<str:receipt>/words/", screening.edit_words, name="desk_request_words"),
    path("desk/requests/<str:receipt>/assign/", assigning.assign, name="desk_request_assign"),
    path("desk/requests/<str:receipt>/close/", screening.close, name="desk_request_close"),
    path("desk/requests/<str:receipt>/reopen/", screening.reopen, name="desk_request_reopen"),
    path("desk/assign/", assigning.assign_many, name="desk_assign_many"),
    path("desk/publish/", publishing.publish_many, name="desk_publish"),
    path("desk/responses/<int:pk>/publish/", publishing.publish, name="desk_response_publish"),
    path("desk/responses/<int:pk>/unpublish/", publishing.unpublish, name="desk_response_unpublish"),
    path("desk/responses/<int:pk>/cancel/", assigning.propose_cancellation, name="desk_response_cancel"),
    path("desk/overdue/", overdue.overdue, name="desk_overdue"),
    path("desk/overdue/<slug:acronym>/remind/", overdue.remind, name="desk_remind"),
]

urlpatterns = [*everybody, *screened]
