"""Making a report: short ones while the reader waits, long ones by the worker, under their key so that readers join."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta

from django.utils import timezone

from portal import jobs, pdf
from portal.models import DataVersion, Job, StoredReport

from .catalogue import NoSuchReport, Order
from .drawing import draw
from .editions import Edition, edition
from .storing import find, keep, remove_file

AT_ONCE = 3  # documents that may be made or waited for in one process
REQUESTS_AT_ONCE = 20  # with more, making takes longer than a reader should wait
ATTEMPTS = 3  # to make a report of data that change while it is made
SECONDS_AT_ONCE, SECONDS_OF_A_JOB = 60, 600
#: So long is waited for a worker. Without one the web process that is asked makes the report, within its own limits.
PATIENCE = timedelta(seconds=10)
#: So long a report that could not be made is not tried again by asking for it.
REST = timedelta(minutes=10)
JOB = "make_report"

_room = threading.BoundedSemaphore(AT_ONCE)


def is_short(wanted: Edition) -> bool:
    return len(wanted.requests) <= REQUESTS_AT_ONCE


def make_now(wanted: Edition) -> StoredReport:
    """Make and store a report while somebody waits. Raises `pdf.PdfUnavailable`, `pdf.PdfFailed` and `NoSuchReport`.

    Whoever waits for a document holds a thread that could serve pages, so one too many is refused at once.
    """
    if not _room.acquire(blocking=False):
        raise pdf.PdfFailed(pdf.Failure.BUSY, f"{AT_ONCE} documents are asked for already")
    try:
        return _make(wanted, timeout=SECONDS_AT_ONCE)
    finally:
        _room.release()


def make_ahead(order: Order) -> bool:
    """Make a report that is not stored yet, however long it takes; says whether it was made now."""
    wanted = edition(order)
    if find(wanted):
        return False
    _make(wanted, timeout=SECONDS_OF_A_JOB)
    return True


def start(wanted: Edition) -> Job:
    """The job that makes the report: the one that others have started, or a new one."""
    known = Job.objects.filter(key=wanted.key).first()
    if known and known.state == Job.State.FAILED and (known.finished_at or timezone.now()) > timezone.now() - REST:
        return known
    return jobs.join(JOB, key=wanted.key, order=asdict(wanted.order))


def start_again(wanted: Edition) -> Job:
    """As `start`, but one that has failed or was cancelled is tried again at once."""
    return jobs.join(JOB, key=wanted.key, order=asdict(wanted.order))


def help_out(job: Job) -> None:
    """Do a job that no worker has taken for a while. Does nothing when this process has its hands full."""
    waited = timezone.now() - job.not_before
    if job.state != Job.State.WAITING or job.attempts or waited < PATIENCE or not _room.acquire(blocking=False):
        return
    try:
        jobs.do_now(job)
    finally:
        _room.release()


@jobs.handles(JOB)
def _make_ordered(job: Job) -> None:
    """Makes the report of its order as the data stand when it is done; done twice it finds what was made."""
    ordered = job.payload["order"]
    with suppress(NoSuchReport):  # withdrawn meanwhile: nobody can ask for it any more
        wanted = edition(Order(**{**ordered, "about": tuple(ordered["about"])}))
        if not find(wanted):
            _make(wanted, timeout=SECONDS_OF_A_JOB, job=job)


def _make(wanted: Edition, *, timeout: float, job: Job | None = None) -> StoredReport:
    """Make it of data that are still so when it is done: what was taken out of them meanwhile must not be kept."""
    for _attempt in range(ATTEMPTS):
        stored = _draw_and_keep(wanted, timeout, job)
        if _is_still_so(wanted):
            return stored
        remove_file(stored)
        wanted = edition(wanted.order)
    raise pdf.PdfFailed(pdf.Failure.BUSY, f"the data of {wanted.order.reference} change faster than it is made")


def _is_still_so(wanted: Edition) -> bool:
    """The data of a public report are read again only when something public has changed."""
    if not wanted.order.is_draft and DataVersion.current()[:2] == wanted.version:
        return True
    return edition(wanted.order).key == wanted.key


def _draw_and_keep(wanted: Edition, timeout: float, job: Job | None) -> StoredReport:
    laid_out = 0

    def watch(percent: int, pages: int) -> None:
        nonlocal laid_out
        laid_out = pages
        if job:
            jobs.progress(job, percent, 100)

    content = draw(wanted, timeout=timeout, watch=watch)
    return keep(wanted, content, pages=laid_out)
