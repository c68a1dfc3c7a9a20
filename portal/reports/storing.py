"""The files of reports that were made: found by key, kept, swept, and forgotten when they held what must go."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from portal import storage
from portal.models import StoredReport

from .catalogue import NoSuchReport, Order, kinds
from .editions import Edition, edition

logger = logging.getLogger(__name__)


def find(wanted: Edition) -> StoredReport | None:
    """The stored report, if this edition was made before and its file is there."""
    stored = StoredReport.objects.with_file().filter(key=wanted.key).first()
    return stored if stored and default_storage.exists(stored.place) else None


def keep(made: Edition, content: bytes, *, pages: int) -> StoredReport:
    """Store what was made. Same key, same bytes, same row: of two that make it at once both get the one row."""
    facts = {**_facts(made), "sha256": sha256(content).hexdigest(), "size": len(content), "pages": pages}
    stored = StoredReport.objects.filter(key=made.key).first() or StoredReport(key=made.key, **facts)
    if stored.sha256 != facts["sha256"]:
        logger.error("report %s came out with other bytes than before", stored)
    if stored.file and default_storage.exists(stored.place):
        return stored
    stored.sha256, stored.size, stored.pages = facts["sha256"], facts["size"], facts["pages"]
    stored.file.save("report.pdf", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            stored.save()
    except IntegrityError:  # another process was as quick
        kept = StoredReport.objects.get(key=made.key)
        if kept.place != stored.place:
            default_storage.delete(stored.place)
        return kept
    return stored


def _facts(made: Edition) -> dict[str, Any]:
    order = made.order
    audience = StoredReport.Audience.STAFF if order.is_draft else StoredReport.Audience.PUBLIC
    return {
        "data_key": made.data_key,
        "kind": order.kind,
        "about": list(order.about),
        "language": order.language,
        "digits": order.digits,
        "audience": audience,
        "code": made.code,
        "title": made.paper.title[:300],
        "data_as_of": made.report.data_as_of,
        "requests": "".join(f" {reference} " for reference in made.requests),
    }


def order_behind(stored: StoredReport) -> Order:
    """What was ordered when the report was made."""
    is_draft = stored.audience == StoredReport.Audience.STAFF
    return Order(stored.kind, tuple(stored.about), stored.language, stored.digits, is_draft)


def current_edition(stored: StoredReport) -> Edition | None:
    """The report of the same order as its data stand now; None when there is none any more."""
    try:
        return edition(order_behind(stored))
    except (NoSuchReport, KeyError):
        return None


def sweep_reports(now: datetime) -> int:
    """Remove files that are older than the retention rule and no longer current; drafts after their own, shorter time.

    The rows stay: a paper printed long ago is still verified. Says how many files went.
    """
    drafts, others = timedelta(days=settings.DRAFT_REPORT_DAYS), timedelta(days=settings.REPORT_DAYS)
    old = StoredReport.objects.with_file().filter(issued_at__lt=now - min(drafts, others)).order_by("pk")
    count = 0
    for stored in old.iterator():
        is_draft = stored.audience == StoredReport.Audience.STAFF
        if stored.issued_at < now - (drafts if is_draft else others) and (is_draft or not _is_current(stored)):
            remove_file(stored)
            count += 1
    return count


def _is_current(stored: StoredReport) -> bool:
    now = current_edition(stored)
    return now is not None and now.key == stored.key


def sweep_strays(now: datetime) -> int:
    """Remove files that no row names, as crashes leave them. Says how many."""
    named = set(StoredReport.objects.with_file().values_list("file", flat=True))
    folders = [f"{StoredReport.FOLDER}/{kind.name}" for kind in kinds()]
    return sum(storage.sweep(default_storage, folder, named=named, at=now) for folder in folders)


def forget(reference: str, *, drafts_alone: bool = False) -> int:
    """Remove the files of all reports that tell of a request: what was taken out of it must not be read in them.

    Part of the transaction that takes it out. The rows stay, as when files are swept, and what is still true is made
    again when somebody asks for it. Says how many files go.
    """
    telling = StoredReport.objects.with_file().telling_of(reference)
    if drafts_alone:
        telling = telling.filter(audience=StoredReport.Audience.STAFF)
    gone = list(telling)
    for stored in gone:
        remove_file(stored)
    return len(gone)


def forget_about(kind: str, *about: object) -> int:
    """The same for all reports of one thing, when something was taken out of what is told of it there."""
    gone = list(StoredReport.objects.with_file().filter(kind=kind, about=[str(part) for part in about]))
    for stored in gone:
        remove_file(stored)
    return len(gone)


def remove_file(stored: StoredReport) -> None:
    """Its row stays. What a crash leaves of the file is swept by night."""
    StoredReport.objects.filter(pk=stored.pk).update(file="")
    transaction.on_commit(partial(default_storage.delete, stored.place))
