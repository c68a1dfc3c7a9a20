"""`manage.py worker`."""

import os
import signal
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command

from portal import jobs
from portal.jobs import enqueue, handles
from portal.models import Job

pytestmark = pytest.mark.django_db

done: list[str] = []


def _note(job: Job) -> None:
    done.append(job.payload["word"])


def _be_told_to_stop(job: Job) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    done.append("finished what it had begun")


@pytest.fixture(autouse=True)
def _handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    done.clear()
    monkeypatch.setattr(jobs, "_handlers", {})
    handles("note")(_note)
    handles("stop")(_be_told_to_stop)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_it_does_what_is_ready_and_ends() -> None:
    enqueue("note", word="a")
    enqueue("note", word="b")
    told = StringIO()

    call_command("worker", "--once", stdout=told)

    assert (done, told.getvalue()) == (["a", "b"], "2 jobs done\n")


@pytest.mark.django_db(transaction=True)  # between two jobs the worker may close its connection
def test_told_to_stop_it_finishes_its_job_and_takes_no_other() -> None:
    enqueue("stop")
    enqueue("note", word="for the next worker")

    call_command("worker")

    assert done == ["finished what it had begun"]
    assert Job.objects.get(handler="note").state == Job.State.WAITING


@pytest.mark.django_db(transaction=True)
def test_beside_another_process_it_ends_when_that_is_no_longer_its_parent() -> None:
    enqueue("note", word="for the next worker")

    call_command("worker", "--beside", str(os.getpid()))  # we are not our own parent

    assert done == []


@pytest.mark.django_db(transaction=True)
def test_beside_its_parent_it_works() -> None:
    enqueue("note", word="a")
    enqueue("stop")

    call_command("worker", "--beside", str(os.getppid()))

    assert done == ["a", "finished what it had begun"]
