"""Background work: done once, tried again, taken over from the dead, told of while it runs, called off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from time import sleep
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from portal import jobs
from portal.jobs import MOST_ATTEMPTS, cancel, enqueue, handles, progress, work
from portal.models import Job

pytestmark = pytest.mark.django_db

NOW = "2026-11-25T03:00:00Z"
done: list[Any] = []


@pytest.fixture(autouse=True)
def _handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    """Three handlers of the test's own, and a clock that stands still."""
    done.clear()
    monkeypatch.setattr(jobs, "_handlers", {})
    handles("note")(lambda job: done.append(job.payload["word"]))
    handles("fail")(_fail)
    handles("count")(_count)
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def _fail(job: Job) -> None:
    done.append(job.attempts)
    raise ValueError("the printer is on fire")


def _count(job: Job) -> None:
    for number in range(1, 4):
        if number == job.payload.get("cancelled_before"):
            cancel(job)
        progress(job, number, 3)
        done.append(number)


def reread(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_jobs_are_done_once_in_the_order_in_which_they_came() -> None:
    for word in ("หนึ่ง", "สอง", "สาม"):
        enqueue("note", word=word)

    assert (work(), work()) == (3, 0)
    assert done == ["หนึ่ง", "สอง", "สาม"]
    assert set(Job.objects.values_list("state", "attempts")) == {(Job.State.DONE, 1)}


def test_a_worker_stops_after_as_many_as_it_was_told() -> None:
    for word in "abc":
        enqueue("note", word=word)

    assert work(most=2) == 2
    assert done == ["a", "b"]


def test_a_job_exists_only_if_what_caused_it_does() -> None:
    @transaction.atomic
    def fail_after_all() -> None:
        enqueue("note", word="never")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_all()

    assert (work(), done) == (0, [])


def test_a_job_that_nobody_handles_is_refused_where_it_is_left() -> None:
    with pytest.raises(KeyError):
        enqueue("unknown")


def test_a_job_that_fails_is_tried_again_later_and_at_last_given_up() -> None:
    job = enqueue("fail")
    with time_machine.travel(NOW, tick=False) as clock:
        for attempt in range(1, MOST_ATTEMPTS + 1):
            assert (work(), work()) == (1, 0), "not again at once"
            assert reread(job).error == "ValueError: the printer is on fire"
            assert reread(job).state == (Job.State.FAILED if attempt == MOST_ATTEMPTS else Job.State.WAITING)
            clock.shift(timedelta(days=1))
        assert work() == 0
    assert done == [1, 2, 3, 4, 5]


def test_a_failing_job_does_not_stop_the_others() -> None:
    enqueue("fail")
    enqueue("note", word="after")

    assert work() == 2
    assert done == [1, "after"]


def test_a_job_tells_how_far_it_has_come() -> None:
    job = enqueue("count")

    work()

    assert (reread(job).done, reread(job).total, reread(job).state) == (3, 3, Job.State.DONE)


def test_a_job_that_is_called_off_stops_at_its_next_step() -> None:
    job = enqueue("count", cancelled_before=2)

    work()

    assert (done, reread(job).state) == ([1], Job.State.CANCELLED)


def test_a_job_can_be_called_off_until_it_has_ended() -> None:
    waiting, ended = enqueue("note", word="no"), enqueue("note", word="yes")

    assert cancel(waiting)
    work()

    assert done == ["yes"]
    assert not cancel(ended)
    assert reread(ended).state == Job.State.DONE


def test_a_job_whose_worker_died_is_done_again_after_its_lease() -> None:
    job = enqueue("note", word="again")
    lease = timezone.now() + timedelta(minutes=1)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, leased_until=lease, attempts=1)

    assert work() == 0
    with time_machine.travel(lease + timedelta(seconds=1), tick=False):
        assert work() == 1
    assert (done, reread(job).attempts) == (["again"], 2)


def test_a_job_that_kills_every_worker_is_given_up() -> None:
    job = enqueue("note", word="deadly")
    gone = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, leased_until=gone, attempts=MOST_ATTEMPTS)

    work()

    assert (done, reread(job).state) == ([], Job.State.FAILED)


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_kept_while_the_work_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The handler waits, without a word of progress, for the heartbeat to move the lease."""
    monkeypatch.setattr(jobs, "HEARTBEAT", 0.05)
    seen: list[bool] = []

    def slow(job: Job) -> None:
        Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() + timedelta(seconds=1))
        short = reread(job).leased_until
        for _ in range(200):
            if reread(job).leased_until != short:
                break
            sleep(0.05)
        seen.append(reread(job).leased_until != short)

    handles("slow")(slow)
    enqueue("slow")
    work()

    assert seen == [True]
