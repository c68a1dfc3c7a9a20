"""Background work on the database we have: a row written in the transaction that causes it, and a worker that takes it.

Apps register handlers under stable names in `AppConfig.ready()`. A job is taken by one statement that only one worker
can win, leased while it runs, done again when its worker dies, and tried a few times before it counts as failed.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import close_old_connections, connection
from django.db.models import F
from django.utils import timezone

from portal.models import Job

logger = logging.getLogger(__name__)

Handler = Callable[[Job], None]
MOST_ATTEMPTS = 5
LEASE = timedelta(minutes=2)
HEARTBEAT = LEASE.total_seconds() / 4
#: Between two attempts: a minute, then five, then half an hour …
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))

_handlers: dict[str, Handler] = {}


class Cancelled(Exception):
    """Raised in a handler, by `progress`, when somebody has called the job off."""


def handles(name: str) -> Callable[[Handler], Handler]:
    """Register a handler under a stable name: rows that carry it outlive a release."""

    def register(handler: Handler) -> Handler:
        _handlers[name] = handler
        return handler

    return register


def enqueue(name: str, **payload: Any) -> Job:
    """Leave a job to the worker. In a transaction it exists only if the transaction does. Raises KeyError."""
    _handlers[name]
    return Job.objects.create(handler=name, payload=payload, not_before=timezone.now())


def join(name: str, *, key: str, **payload: Any) -> Job:
    """The job under this key that waits or runs; if there is none, or it has ended, a new one. Raises KeyError."""
    _handlers[name]
    ended = (Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED)
    Job.objects.filter(key=key, state__in=ended).delete()
    fresh = {"handler": name, "payload": payload, "not_before": timezone.now()}
    return Job.objects.get_or_create(key=key, defaults=fresh)[0]


def do_now(job: Job) -> bool:
    """Do a job here and now that no worker has taken; says whether it was still to be had."""
    taken = _lease(job.pk, at=timezone.now())
    if taken:
        _do(taken)
    return taken is not None


def work(*, most: int | None = None) -> int:
    """Do jobs that are ready, one after the other, until none is left (or `most` are done); says how many."""
    count = 0
    while (most is None or count < most) and (job := _take()):
        _do(job)
        count += 1
    return count


def progress(job: Job, done: int, total: int) -> None:
    """Tell how far the job has come. Raises `Cancelled` when it was called off."""
    running = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING)
    if not running.update(done=done, total=total, leased_until=timezone.now() + LEASE):
        raise Cancelled(job.pk)


def cancel(job: Job) -> bool:
    """Call off a job that has not ended; says whether it was in time."""
    open_states = (Job.State.WAITING, Job.State.RUNNING)
    ended = {"state": Job.State.CANCELLED, "leased_until": None, "finished_at": timezone.now()}
    return bool(Job.objects.filter(pk=job.pk, state__in=open_states).update(**ended))


def _take() -> Job | None:
    """The next job, leased to us. Of several workers one wins each: the condition is asked again by the update."""
    now = timezone.now()
    for pk in Job.objects.ready(at=now).values_list("pk", flat=True)[:20]:
        if job := _lease(pk, at=now):
            return job
    return None


def _lease(pk: int, *, at: datetime) -> Job | None:
    lease = {"state": Job.State.RUNNING, "leased_until": at + LEASE, "attempts": F("attempts") + 1}
    if Job.objects.ready(at=at).filter(pk=pk).order_by().update(**lease):
        return Job.objects.get(pk=pk)
    return None


def _do(job: Job) -> None:
    try:
        if job.attempts > MOST_ATTEMPTS:
            raise RuntimeError("the worker died at every attempt")
        with _lease_kept(job):
            _handlers[job.handler](job)
    except Cancelled:
        logger.info("job %s was cancelled", job)
    except Exception as error:
        logger.exception("job %s failed, attempt %d", job, job.attempts)
        _put_back(job, error)
    else:
        _end(job, Job.State.DONE)


def _put_back(job: Job, error: Exception) -> None:
    message = f"{type(error).__name__}: {error}"[:2000]
    if job.attempts >= MOST_ATTEMPTS:
        _end(job, Job.State.FAILED, error=message)
        return
    later = timezone.now() + PAUSES[min(job.attempts, len(PAUSES)) - 1]
    waiting = {"state": Job.State.WAITING, "leased_until": None, "not_before": later, "error": message}
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(**waiting)


def _end(job: Job, state: str, *, error: str = "") -> None:
    ended = {"state": state, "leased_until": None, "finished_at": timezone.now(), "error": error}
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(**ended)


@contextmanager
def _lease_kept(job: Job) -> Iterator[None]:
    """Renews the lease from a thread, so that a handler that computes for long is not taken for dead."""
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(HEARTBEAT):
            close_old_connections()
            Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(leased_until=timezone.now() + LEASE)
        connection.close()

    thread = threading.Thread(target=renew, name=f"lease-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
