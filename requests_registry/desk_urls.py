"""Addresses of the desk for requests and answers, by who works with them."""

from django.urls import path

from .desk_views import contacts, files, needs, requests

everybody = [
    path("desk/requests/", requests.request_list, name="desk_requests"),
    path("desk/requests/<str:receipt>/", requests.request_detail, name="desk_request"),
    path("desk/requests/<str:receipt>/history/", requests.history, name="desk_request_history"),
]

#: Before `everybody`: `new` is no receipt.
needs_of_provinces = [
    path("desk/requests/new/", needs.new_request, name="desk_request_new"),
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

urlpatterns = [*needs_of_provinces, *everybody]
