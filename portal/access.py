"""Who may do what: one table from role to permissions, and the decorator that asks it.

Which *rows* a person sees is not decided here but by `visible_to(user)` on each model's queryset.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is to the programme."""

    ADMIN = "admin", _("ผู้ดูแลระบบ")
    MINISTRY = "ministry", _("เจ้าหน้าที่กระทรวง")
    PROVINCE = "province", _("เจ้าหน้าที่จังหวัด")
    AGENCY = "agency", _("เจ้าหน้าที่หน่วยงาน")


class Permission(StrEnum):
    """What can be done. Verbs of the ministry; each is asked for by name, nowhere by role."""

    USE_DESK = "use_desk"
    USE_ADMIN = "use_admin"
    EDIT_REFERENCE_DATA = "edit_reference_data"
    EDIT_USERS = "edit_users"
    INVITE_PEOPLE = "invite_people"

    SEE_ALL_REQUESTS = "see_all_requests"
    SEE_OWN_PROVINCE = "see_own_province"
    SEE_OWN_AGENCY = "see_own_agency"
    SEE_CONTACTS = "see_contacts"

    RECORD_WORKSHOPS = "record_workshops"
    WRITE_REQUESTS = "write_requests"
    WITHDRAW_REQUESTS = "withdraw_requests"
    SCREEN_REQUESTS = "screen_requests"
    ASSIGN_AGENCIES = "assign_agencies"
    PUBLISH_ANSWERS = "publish_answers"
    CLOSE_REQUESTS = "close_requests"
    CLEAR_FILES = "clear_files"

    ANSWER_REQUESTS = "answer_requests"
    RECORD_RESULTS = "record_results"

    ANSWER_QUESTIONS = "answer_questions"
    CONFIRM_RESULTS = "confirm_results"

    EDIT_PHRASES = "edit_phrases"


PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.ADMIN: frozenset(
        {
            Permission.USE_DESK,
            Permission.USE_ADMIN,
            Permission.EDIT_REFERENCE_DATA,
            Permission.EDIT_USERS,
            Permission.INVITE_PEOPLE,
            Permission.SEE_ALL_REQUESTS,
        }
    ),
    Role.MINISTRY: frozenset(
        {
            Permission.USE_DESK,
            Permission.USE_ADMIN,
            Permission.EDIT_REFERENCE_DATA,
            Permission.INVITE_PEOPLE,
            Permission.SEE_ALL_REQUESTS,
            Permission.SEE_CONTACTS,
            Permission.RECORD_WORKSHOPS,
            Permission.WRITE_REQUESTS,
            Permission.SCREEN_REQUESTS,
            Permission.ASSIGN_AGENCIES,
            Permission.PUBLISH_ANSWERS,
            Permission.CLOSE_REQUESTS,
            Permission.CLEAR_FILES,
            Permission.EDIT_PHRASES,
        }
    ),
    Role.PROVINCE: frozenset(
        {
            Permission.USE_DESK,
            Permission.SEE_OWN_PROVINCE,
            Permission.SEE_CONTACTS,
            Permission.WRITE_REQUESTS,
            Permission.WITHDRAW_REQUESTS,
            Permission.ANSWER_QUESTIONS,
            Permission.CONFIRM_RESULTS,
        }
    ),
    Role.AGENCY: frozenset(
        {
            Permission.USE_DESK,
            Permission.SEE_OWN_AGENCY,
            Permission.SEE_CONTACTS,
            Permission.ANSWER_REQUESTS,
            Permission.RECORD_RESULTS,
            Permission.EDIT_PHRASES,
        }
    ),
}


def allows(role: str, permission: Permission) -> bool:
    """Whether the role gives the permission; an unknown role gives none."""
    return permission in PERMISSIONS.get(role, frozenset())


Answer = TypeVar("Answer", bound=HttpResponseBase)


def requires(permission: Permission) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Let only users with the permission reach the view; others get 403. Nobody signed in is turned away before."""

    def decorate(view: Callable[..., Answer]) -> Callable[..., Answer]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Answer:
            if not (request.user.is_authenticated and request.user.may(permission)):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]  # read by the sweep over all routes
        return guarded

    return decorate
