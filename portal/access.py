"""Who may do what: one table from role to permissions, and the decorator that asks it.

Which *rows* a person sees is not decided here but by `visible_to(user)` on each model's queryset.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
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
    SEE_ALL_REQUESTS = "see_all_requests"
    SEE_OWN_PROVINCE = "see_own_province"
    SEE_OWN_AGENCY = "see_own_agency"


PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.ADMIN: frozenset(
        {
            Permission.USE_DESK,
            Permission.USE_ADMIN,
            Permission.EDIT_REFERENCE_DATA,
            Permission.EDIT_USERS,
            Permission.SEE_ALL_REQUESTS,
        }
    ),
    Role.MINISTRY: frozenset(
        {Permission.USE_DESK, Permission.USE_ADMIN, Permission.EDIT_REFERENCE_DATA, Permission.SEE_ALL_REQUESTS}
    ),
    Role.PROVINCE: frozenset({Permission.USE_DESK, Permission.SEE_OWN_PROVINCE}),
    Role.AGENCY: frozenset({Permission.USE_DESK, Permission.SEE_OWN_AGENCY}),
}


def allows(role: str, permission: Permission) -> bool:
    """Whether the role gives the permission; an unknown role gives none."""
    return permission in PERMISSIONS.get(role, frozenset())


View = Callable[..., HttpResponse]


def requires(permission: Permission) -> Callable[[View], View]:
    """Let only users with the permission reach the view; others get 403. Nobody signed in is turned away before."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not (request.user.is_authenticated and request.user.may(permission)):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
