"""Pages of the desk for workshops; the public ones show requests too and stand in `portal.pages`."""

from django.urls import path

from . import desk_views

WORKSHOP = "desk/workshops/<int:year_be>/<int:number>/"

urlpatterns = [
    path("desk/workshops/", desk_views.workshop_list, name="desk_workshops"),
    path("desk/workshops/new/", desk_views.new_workshop, name="desk_workshop_new"),
    path(WORKSHOP, desk_views.workshop_detail, name="desk_workshop"),
    path(f"{WORKSHOP}edit/", desk_views.edit_workshop, name="desk_workshop_edit"),
    path(f"{WORKSHOP}history/", desk_views.history, name="desk_workshop_history"),
    path(f"{WORKSHOP}attendance/", desk_views.attendance, name="desk_workshop_attendance"),
    path(f"{WORKSHOP}activities/new/", desk_views.new_activity, name="desk_activity_new"),
    path(f"{WORKSHOP}handovers/new/", desk_views.new_handover, name="desk_handover_new"),
    path("desk/activities/<int:pk>/", desk_views.edit_activity, name="desk_activity"),
    path("desk/activities/<int:pk>/remove/", desk_views.remove_activity, name="desk_activity_remove"),
    path("desk/handovers/<int:pk>/", desk_views.edit_handover, name="desk_handover"),
    path("desk/handovers/<int:pk>/remove/", desk_views.remove_handover, name="desk_handover_remove"),
]
