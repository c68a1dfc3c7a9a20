"""The frame of the desk: its menu, its pages, and the one way in which a form there is shown, checked and acted on.

Apps register their entries of the menu in `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.access import Permission
from portal.forms import DeskForm
from portal.models import Notification, User
from portal.saving import Conflict, Refused, once

# --------------------------------------------------------------------------------------------------------------- menu


@dataclass(frozen=True)
class Entry:
    """An entry of the desk's menu, for everybody with the permission, or `only` some of them.

    `count` gives the rows that wait there.
    """

    name: str
    label: Promise | str
    permission: Permission
    order: int
    count: Callable[[User], QuerySet[Any]] | None = None
    is_urgent: bool = False
    only: Callable[[User], bool] = lambda user: True


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Put an entry into the menu, in its order; one name stands there once."""
    _entries[entry.name] = entry


@dataclass(frozen=True)
class MenuItem:
    """An entry as one person sees it."""

    address: str
    label: str
    count: int
    is_urgent: bool
    is_here: bool


@dataclass(frozen=True)
class Menu:
    """What one person sees above every page: the entries, and the number of messages not read."""

    items: tuple[MenuItem, ...]
    unread: int


def menu_of(user: User, *, here: str) -> Menu:
    """The menu of this person. One query for everything that is counted."""
    entries = [entry for entry in _entries.values() if user.may(entry.permission) and entry.only(user)]
    waiting = {entry.name: entry.count(user) for entry in entries if entry.count}
    counts = _counted(user, **waiting, unread=Notification.objects.visible_to(user).unread())
    items = (
        MenuItem(reverse(e.name), str(e.label), counts.get(e.name, 0), e.is_urgent, e.name == here)
        for e in sorted(entries, key=lambda entry: entry.order)
    )
    return Menu(tuple(items), counts["unread"])


def _counted(user: User, **rows: QuerySet[Any]) -> dict[str, int]:
    """How many rows each of these has, in one query."""
    counts = {name: Subquery(_count(found), output_field=IntegerField()) for name, found in rows.items()}
    return User.objects.filter(pk=user.pk).values(**counts).get()


def _count(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The number of the rows as a row: not `Count`, which would group them."""
    return rows.order_by().annotate(rows=Func(F("pk"), function="COUNT")).values("rows")


# -------------------------------------------------------------------------------------------------------------- pages


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, here: str = "", status: int = 200
) -> HttpResponse:
    """A page of the desk; `here` is the name of the menu's entry it belongs to."""
    user = person(request)
    menu = menu_of(user, here=here)
    frame = {"menu": menu.items, "unread": menu.unread, "uses_keys": user.uses_keys}
    return render(request, template, {**(context or {}), **frame}, status=status)


def person(request: HttpRequest) -> User:
    """Who is at the desk; the view has made sure that somebody is."""
    assert isinstance(request.user, User)  # noqa: S101  (tells the type; `requires` has turned others away)
    return request.user


# -------------------------------------------------------------------------------------------------------------- forms


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is filled with: what was sent; or what was sent to this page when the session had just ended.

    The latter was kept while the person signed in again (`portal.middleware`); it is shown, and saved when sent again.
    """
    if request.method == "POST":
        return request.POST
    kept = request.session.get("kept")
    if not kept or kept["path"] != request.path:
        return None
    del request.session["kept"]
    messages.info(request, _("ข้อความที่กรอกไว้ก่อนหมดเวลายังอยู่ ตรวจแล้วส่งอีกครั้ง หากแนบไฟล์ไว้ต้องเลือกไฟล์ใหม่"))
    return QueryDict(kept["data"])


def form_page(
    request: HttpRequest,
    form: DeskForm,
    *,
    act: Callable[[], str],
    template: str = "desk/form.html",
    context: dict[str, Any] | None = None,
    here: str = "",
) -> HttpResponse:
    """Show a form; when it was sent and is right, let `act` do the work and lead to the address that it gives.

    `act` reads `form.cleaned_data`, and what it does is committed before anybody is led on. What is wrong comes back
    beside its field with the words that were typed; 409 when somebody else was faster.
    """
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(done_once(request, form, act))
        except ValidationError as error:
            _tell(form, error)
        except Refused as error:
            form.add_error(None, error.reason)
            status = 409
        except Conflict as error:
            form.meet(error.theirs)
            status = 409
    return page(request, template, {**(context or {}), "form": form}, here=here, status=status)


def done_once(request: HttpRequest, form: DeskForm, act: Callable[[], str]) -> str:
    """Let `act` do what a right form says, unless its key was used before; gives the address to go on to."""
    key = form.cleaned_data.get("key")
    return once(key, by=person(request), make=act) if isinstance(key, UUID) else act()


def _tell(form: DeskForm, error: ValidationError) -> None:
    """Put what a verb says beside the fields it names; what is in no field of the form stands above it."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, texts in by_field.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def do(request: HttpRequest, act: Callable[[], str], *, back: str) -> HttpResponseRedirect:
    """Act on a button without fields and lead on; what is refused is told on the page where the button stands."""
    try:
        return redirect(act())
    except (Refused, Conflict) as error:
        reason = error.reason if isinstance(error, Refused) else _("มีผู้แก้ไขรายการนี้ก่อนหน้านี้ โปรดตรวจข้อมูลล่าสุด")
        messages.error(request, reason)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(back)
