"""Addresses of the desk for requests and answers, by who works with them."""

from django.urls import path

from .desk_views import (
    answering,
    assigning,
    contacts,
    files,
    inbox,
    needs,
    overdue,
    phrases,
    publishing,
    queue,
    requests,
    results,
    screening,
    sheet,
    suggestions,
    work,
)

everybody = [
    path("desk/requests/", requests.request_list, name="desk_requests"),
    path("desk/requests/<str:receipt>/", requests.request_detail, name="desk_request"),
    path("desk/requests/<str:receipt>/history/", requests.history, name="desk_request_history"),
]

#: Before `everybody`: `new` is no receipt.
needs_of_provinces = [
    path("desk/requests/new/", needs.new_request, name="desk_request_new"),
    path("desk/suggestions/", suggestions.suggestions_for_words, name="desk_suggestions"),
    path("desk/requests/<str:receipt>/suggestions/", suggestions.suggestions, name="desk_request_suggestions"),
    path("desk/provinces/<str:code>/choices/", needs.province_choices, name="desk_province_choices"),
    path("desk/requests/<str:receipt>/edit/", needs.edit_request, name="desk_request_edit"),
    path("desk/requests/<str:receipt>/check/", needs.check_request, name="desk_request_check"),
    path("desk/requests/<str:receipt>/receipt/", needs.receipt_page, name="desk_request_receipt"),
    path("desk/requests/<str:receipt>/delete/", needs.delete_draft, name="desk_request_delete"),
    path("desk/requests/<str:receipt>/withdraw/", needs.withdraw_request, name="desk_request_withdraw"),
    path("desk/requests/<str:receipt>/contact/", contacts.contact, name="desk_request_contact"),
    path("desk/requests/<str:receipt>/files/", files.add, name="desk_request_files"),
    path("desk/files/<int:pk>/", files.download, name="desk_file"),
    path("desk/files/<int:pk>/clear/", files.clear, name="desk_file_clear"),
    path("desk/files/<int:pk>/remove/", files.remove, name="desk_file_remove"),
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

workshops = [
    path("desk/workshops/<int:year_be>/<int:number>/outcome/", sheet.outcome, name="desk_workshop_outcome"),
    path("desk/workshops/<int:year_be>/<int:number>/outcome/paste/", sheet.paste, name="desk_workshop_paste"),
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

answered = [
    path("desk/queue/", queue.queue, name="desk_queue"),
    path("desk/responses/<int:pk>/", answering.response_page, name="desk_response"),
    path("desk/responses/<int:pk>/start/", work.start, name="desk_response_start"),
    path("desk/responses/<int:pk>/milestones/new/", work.add_milestone, name="desk_response_milestone"),
    path("desk/responses/<int:pk>/deliver/", work.deliver, name="desk_response_deliver"),
    path("desk/responses/<int:pk>/consent/", work.consent, name="desk_response_consent"),
    path("desk/responses/<int:pk>/refuse/", work.refuse, name="desk_response_refuse"),
    path("desk/milestones/<int:pk>/", work.edit_milestone, name="desk_milestone"),
    path("desk/milestones/<int:pk>/done/", work.finish_milestone, name="desk_milestone_done"),
    path("desk/phrases/", phrases.phrase_list, name="desk_phrases"),
    path("desk/phrases/new/", phrases.new_phrase, name="desk_phrase_new"),
    path("desk/phrases/<int:pk>/", phrases.edit_phrase, name="desk_phrase"),
    path("desk/phrases/<int:pk>/delete/", phrases.delete_phrase, name="desk_phrase_delete"),
]

urlpatterns = [*needs_of_provinces, *everybody, *screened, *answered, *came_of_it, *workshops]
