"""Which rows the public reads, that they have changed, and what was made from them and is still good.

Apps say in `AppConfig.ready()` which of their models are public, and when. A write of such a row raises the version of
the public data in its own transaction; everything that is remembered is remembered for one version.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone

from portal.models import DataVersion
from portal.models.data_version import Version

Made = TypeVar("Made")
#: Things remembered at a time in one process, besides pages.
MOST_REMEMBERED = 500
#: How long rows of the version are kept. The newest always stays.
KEPT = timedelta(days=2)


# ------------------------------------------------------------------------------------------------------------- changes


def publishes(*published: type[models.Model], when: Callable[[Any], bool] = lambda row: True) -> None:
    """Say that rows of these models are public when `when` says so: writing one then raises the version."""
    for model in published:
        name = f"public-data-{model._meta.label}"
        for signal in (post_save, post_delete):
            signal.connect(_raises_if(when), sender=model, weak=False, dispatch_uid=f"{name}-{id(signal)}")


def publishes_links(through: type[models.Model]) -> None:
    """The same for a many-to-many relation, by its table."""
    m2m_changed.connect(_raises_if_done, sender=through, weak=False, dispatch_uid=f"public-data-{through._meta.label}")


def note_change() -> None:
    """Raise the version, once in a transaction; by hand for writes of many rows at once, of which Django tells nobody.

    Django forgets what is to be done on commit when the savepoint in which it was asked for is rolled back: exactly
    then the row written there is gone, too, and the next change writes another.
    """
    connection = transaction.get_connection()
    if any(entry[1] is ask_again for entry in connection.run_on_commit):
        return
    DataVersion.objects.create()
    transaction.on_commit(ask_again)


def ask_again() -> None:
    """Trust no version asked before: who has changed the public data sees it at once, and what is issued is of now."""
    _trusted.until = 0.0


def sweep(*, now: datetime) -> int:
    """Remove old rows of the version; says how many."""
    newest = DataVersion.current().number
    return DataVersion.objects.filter(at__lt=now - KEPT, pk__lt=newest).delete()[0]


def _raises_if(when: Callable[[Any], bool]) -> Callable[..., None]:
    def receive(instance: Any, **kwargs: Any) -> None:
        if not kwargs.get("raw") and when(instance):
            note_change()

    return receive


def _raises_if_done(action: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        note_change()


# -------------------------------------------------------------------------------------------------------- the version


class _Trusted(threading.local):
    """What this thread asked last, and until when it need not ask again."""

    version: Version | None = None
    until = 0.0


_trusted = _Trusted()


def version() -> Version:
    """The version of the public data; asked of the database at most every few seconds."""
    now = time.monotonic()
    if _trusted.version is None or now >= _trusted.until:
        _trusted.version = DataVersion.current()
        _trusted.until = now + settings.PUBLIC_VERSION_TRUSTED
    return _trusted.version


def remembered(key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives, kept in this process for as long as the public data stay as they are, and for today."""
    if not settings.PUBLIC_PAGES_KEPT:
        return make()
    whole = (version()[:2], timezone.localdate(), key)
    with _lock:
        if whole in _kept:
            _kept.move_to_end(whole)
            return _kept[whole]  # type: ignore[return-value]  # made by the same maker
    made = make()
    with _lock:
        _kept[whole] = made
        while len(_kept) > MOST_REMEMBERED:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Make everything anew, and ask for the version again."""
    ask_again()
    with _lock:
        _kept.clear()


_kept: OrderedDict[Hashable, object] = OrderedDict()
_lock = threading.Lock()
