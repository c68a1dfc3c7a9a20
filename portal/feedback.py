"""Feedback of visitors: how much one address may send, from which pages, and what the ministry does with it."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import translation

from portal.models import Feedback, User
from portal.saving import Conflict

#: How many messages one address may send in an hour; a whole office often has one address.
MOST_IN_AN_HOUR = 10


def receive(*, kind: str, text: str, email: str, page: str, at: datetime) -> Feedback:
    """Take in what a visitor sent. `page` is a path of ours (`own_path`) or empty."""
    return Feedback.objects.create(kind=kind, text=text, email=email, page=page, at=at)


@transaction.atomic
def handle(feedback: Feedback, *, answer: str, closes: bool, version: int, at: datetime, by: User) -> None:
    """Write down what was answered or mended; closing also erases the visitor's address. Raises `Conflict`."""
    changes = {"answer": answer, "handled_by": by, "closed_at": at if closes else None}
    if closes:
        changes["email"] = ""
    unchanged = Feedback.objects.filter(pk=feedback.pk, version=version)
    if not unchanged.update(version=F("version") + 1, **changes):
        raise Conflict(Feedback.objects.get(pk=feedback.pk))


def may_send(request: HttpRequest) -> bool:
    """Counts one more message of the sender's address; whether that is still few enough. Keeps a hash, no address."""
    sender = sha256(f"{settings.SECRET_KEY} {_address(request)}".encode()).hexdigest()
    key = f"feedback-{sender}"
    cache.add(key, 0, timeout=3600)  # seconds
    try:
        return cache.incr(key) <= MOST_IN_AN_HOUR
    except ValueError:  # the hour ended between the two lines
        return True


def _address(request: HttpRequest) -> str:
    """Who is at the other end: behind our own proxy the last hop that it names, else whoever is connected."""
    hops = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_TLS_PROXY else ""
    return hops.rsplit(",", 1)[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))


def own_path(text: str) -> str:
    """The path of a public page of this portal, without its query; empty for anything else."""
    path = text.split("?")[0].split("#")[0]
    longest = Feedback._meta.get_field("page").max_length or 0
    if not path.startswith("/") or path.startswith("//") or len(path) > longest:
        return ""
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            view = resolve(path).func
        except Resolver404:
            return ""
    return "" if getattr(view, "login_required", True) else path
