"""Numbers without gaps and doubles, edits without loss, forms without twins, whoever comes at the same time.

Writers are processes, the database is a file or a server, as in production. `PORTAL_RACE_WRITERS` and
`PORTAL_RACE_MOVES` set how many of them do how much in all (4 and 60).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg2
import pytest

from portal.bootstrap import ROOT

WRITERS = int(os.environ.get("PORTAL_RACE_WRITERS", "4"))
MOVES = int(os.environ.get("PORTAL_RACE_MOVES", "60"))
SHARE = -(-MOVES // WRITERS)
DUELS = 50
POSTGRES = os.environ.get("DATABASE_URL", "")


class Writer:
    """A process at the shared database."""

    def __init__(self, url: str) -> None:
        environment = {**os.environ, "DATABASE_URL": url}
        command = [sys.executable, "-m", "tests.races.writer"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def do(self, task: str, **order: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"task": task, **order}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate()


@contextmanager
def shared_database(directory: Path) -> Iterator[str]:
    """The address of a new database that several processes may use: a file, or one on the server of this run."""
    if not POSTGRES:
        yield f"sqlite:///{directory / 'shared.sqlite3'}"
        return
    name = f"race_{uuid4().hex}"
    _tell_server(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}"))
    finally:
        _tell_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _tell_server(statement: str) -> None:
    connection = psycopg2.connect(POSTGRES)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


@pytest.fixture(scope="module")
def writers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Writer]]:
    with ExitStack() as stack:
        url = stack.enter_context(shared_database(tmp_path_factory.mktemp("races")))
        environment = {**os.environ, "DATABASE_URL": url}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        made = [Writer(url) for _ in range(WRITERS)]
        for writer in made:
            stack.callback(writer.close)
        made[0].do("prepare")
        yield made


def all_at_once(writers: list[Writer], task: str, orders: list[dict[str, Any]]) -> list[list[str]]:
    """What each writer answered to its order; all begin together."""
    started = monotonic()
    with ThreadPoolExecutor(len(writers)) as pool:
        answers = list(pool.map(lambda pair: pair[0].do(task, **pair[1]), zip(writers, orders, strict=True)))
    count = sum(len(answer) for answer in answers)
    print(f"{task}: {len(writers)} writers, {count} moves, {monotonic() - started:.1f} s")
    return answers


def in_shares(keys: list[int], **order: Any) -> list[dict[str, Any]]:
    return [{"requests": keys[number::WRITERS], **order} for number in range(WRITERS)]


def test_numbers_are_given_once_each_and_in_a_row(writers: list[Writer]) -> None:
    keys = writers[0].do("requests", status="submitted", count=2 * SHARE * WRITERS)
    unprotected, protected = keys[: len(keys) // 2], keys[len(keys) // 2 :]

    # First without what the test is about: then writers do get in each other's way.
    answers = Counter(chain(*all_at_once(writers, "accept", in_shares(unprotected, protected=False))))
    trouble = [text for text in answers if not text.isdigit()]
    print(f"unprotected: {[(answers[text], text[:80]) for text in trouble]}")
    assert trouble
    assert all(("unique constraint" if POSTGRES else "database is locked") in text for text in trouble)

    given = list(chain(*all_at_once(writers, "accept", in_shares(protected))))
    last = len(unprotected) - sum(answers[text] for text in trouble)
    assert sorted(map(int, given)) == list(range(last + 1, last + 1 + len(protected)))


def test_requests_are_handed_in_by_all_at_once(writers: list[Writer]) -> None:
    receipts = list(chain(*all_at_once(writers, "submit", [{"moves": SHARE}] * WRITERS)))

    assert len(set(receipts)) == SHARE * WRITERS
    assert not [receipt for receipt in receipts if ":" in receipt], "an error"


def test_of_two_who_edit_one_text_one_is_told(writers: list[Writer]) -> None:
    drafts = [(pk, 1) for pk in writers[0].do("requests", status="draft", count=DUELS)]

    answers = all_at_once(writers, "edit", [{"drafts": drafts, "name": str(number)} for number in range(WRITERS)])

    for duel, (pk, _) in zip(zip(*answers, strict=True), drafts, strict=True):
        assert Counter(duel) == {f"saved {pk}": 1, "conflict": WRITERS - 1}


def test_a_form_that_is_sent_several_times_at_once_makes_one_thing(writers: list[Writer]) -> None:
    keys = [str(uuid4()) for _ in range(DUELS)]

    answers = all_at_once(writers, "send_twice", [{"keys": keys}] * WRITERS)

    assert all(len(set(receipts)) == 1 for receipts in zip(*answers, strict=True))
    assert len(set(answers[0])) == DUELS


def test_an_invitation_is_taken_up_once(writers: list[Writer]) -> None:
    keys = writers[0].do("invitations", count=20)

    answers = all_at_once(writers, "take_up", [{"invitations": keys, "name": f"p{n}"} for n in range(WRITERS)])

    for duel in zip(*answers, strict=True):
        assert Counter(duel) == {"taken": 1, "refused": WRITERS - 1}


def test_clerks_at_one_grid_lose_nothing_and_double_nothing(writers: list[Writer]) -> None:
    orders = [{"clerk": f"clerk-{number}", "lines": 5} for number in range(WRITERS)]

    answers = all_at_once(writers, "write_grid", orders)

    assert Counter(chain(*answers)) == {"302": 2 * WRITERS}
    found = writers[0].do("grid")
    wanted = [f"{order['clerk']} {number}" for order in orders for number in range(5)]
    assert sorted(found["requests"]) == sorted(wanted)
    assert sorted(found["kept"]) == sorted(f"{order['clerk']} ยังไม่ครบ" for order in orders)
