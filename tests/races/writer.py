"""One of several writers: a process of its own that takes orders, a line of JSON each, and answers with a line.

Started as `python -m tests.races.writer` with the environment of the shared database.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"

import django

django.setup()

from django.db import connection  # noqa: E402  (models can be imported only now)
from django.db.models import QuerySet  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from portal.access import Role  # noqa: E402
from portal.accounts import workflow as accounts  # noqa: E402
from portal.models import Invitation, User  # noqa: E402
from portal.saving import Conflict, Refused, once  # noqa: E402
from requests_registry import workflow  # noqa: E402
from requests_registry.imports import COLUMNS  # noqa: E402
from requests_registry.models import Category, CommunityRequest, OutcomeSheet  # noqa: E402
from tests.factories import (  # noqa: E402
    a_category,
    a_district,
    a_fiscal_year,
    a_province,
    a_workshop,
    make_invitation,
    make_request,
    make_user,
)

YEAR = 2570
Order = dict[str, Any]
WORDS = workflow.PublicWords("ขอเครื่องอบแห้ง", "ผลไม้เน่าเสีย", "กลุ่มแม่บ้าน")


def prepare(order: Order) -> None:
    """The people and what requests refer to."""
    make_user(Role.PROVINCE, "loei")
    make_user(Role.MINISTRY, "ministry")
    a_category()
    a_district()
    a_fiscal_year(YEAR)
    a_workshop()


def requests(order: Order) -> list[int]:
    """Make requests of a status, one after the other; gives their keys."""
    fields = {"fiscal_year": a_fiscal_year(YEAR), "entered_by": officer(), "entered_as": Role.PROVINCE}
    return [make_request(order["status"], **fields).pk for _ in range(order["count"])]


def officer() -> User:
    return User.objects.get(username="loei")


def ministry() -> User:
    return User.objects.get(username="ministry")


def new_draft() -> CommunityRequest:
    return CommunityRequest(
        title_th="ขอเครื่องอบแห้ง",
        text_th="ผลไม้เน่าเสียระหว่างรอขาย",
        community_th="กลุ่มแม่บ้าน",
        sector="people",
        province=a_province(),
        district=a_district(),
        category=Category.objects.get(),
    )


def submit(order: Order) -> list[str]:
    by = officer()
    return told(
        lambda: workflow.submit(workflow.save_draft(new_draft(), by=by), by=by).receipt for _ in range(order["moves"])
    )


def accept(order: Order) -> list[str]:
    by = ministry()
    found = [CommunityRequest.objects.get(pk=pk) for pk in order["requests"]]
    return told(partial(_accept, request, by) for request in found)


def _accept(request: CommunityRequest, by: User) -> str:
    return str(workflow.accept(request, words=WORDS, by=by).number)


def edit(order: Order) -> list[str]:
    """Change drafts that others change as well, all from the version in which everybody has read them."""
    by = officer()

    def change(pk: int, version: int) -> str:
        draft = CommunityRequest.objects.get(pk=pk)
        draft.version, draft.title_th = version, order["name"]
        workflow.save_draft(draft, by=by)
        return f"saved {pk}"

    return told(partial(change, pk, version) for pk, version in order["drafts"])


def send_twice(order: Order) -> list[str]:
    """Send forms that others send as well, under the same keys."""
    by = officer()

    def make() -> str:
        return workflow.save_draft(new_draft(), by=by).receipt

    return told(partial(once, UUID(key), by=by, make=make) for key in order["keys"])


def invitations(order: Order) -> list[int]:
    """Make invitations, one after the other; gives their keys."""
    return [make_invitation(invited_by=ministry(), email=f"race-{n}@example.go.th").pk for n in range(order["count"])]


def take_up(order: Order) -> list[str]:
    """Take up invitations that others take up as well, each under a name of one's own."""

    def take(pk: int) -> str:
        account = User(username=f"{order['name']}-{pk}")
        accounts.take_up(Invitation.objects.get(pk=pk), account=account, at=timezone.now())
        return "taken"

    return told(partial(take, pk) for pk in order["invitations"])


def write_grid(order: Order) -> list[str]:
    """Send an outcome grid as one clerk, twice, each time with the same good lines and a bad one; gives the answers."""
    # of the demo, so that no second factor is asked for
    clerk, _ = User.objects.get_or_create(username=order["clerk"], role=Role.MINISTRY, is_demo=True)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(clerk)
    workshop = a_workshop()
    titles = [f"{order['clerk']} {number}" for number in range(order["lines"])]
    sent = {name: [""] * (len(titles) + 1) for name in COLUMNS} | {
        "line": [str(uuid4()) for _ in range(len(titles) + 1)],
        "title": [*titles, f"{order['clerk']} ยังไม่ครบ"],
        "province": ["เลย"] * (len(titles) + 1),
        "category": [*["1"] * len(titles), ""],
    }
    address = reverse("desk_workshop_outcome", args=[workshop.fiscal_year_id, workshop.number])
    return told(lambda: str(browser.post(address, sent).status_code) for _ in range(2))


def grid(order: Order) -> dict[str, list[str]]:
    """What came of the grids: titles of requests, and of the lines that are still kept."""
    kept = [line["title"] for sheet in OutcomeSheet.objects.all() for line in sheet.lines]
    titles = CommunityRequest.objects.filter(workshop=a_workshop()).values_list("title_th", flat=True)
    return {"requests": list(titles), "kept": kept}


TASKS: dict[str, Callable[[Order], Any]] = {
    task.__name__: task
    for task in (prepare, requests, submit, accept, edit, send_twice, invitations, take_up, write_grid, grid)
}


def told(acts: Iterable[Callable[[], str]]) -> list[str]:
    """What each act gave, or the kind of error with which it ended."""
    answers = []
    for act in acts:
        try:
            answers.append(act())
        except Conflict:
            answers.append("conflict")
        except Refused:
            answers.append("refused")
        except Exception as error:
            answers.append(f"{type(error).__name__}: {error}".splitlines()[0])
    return answers


@contextmanager
def unprotected() -> Iterator[None]:
    """Without what keeps writers apart: row locks on PostgreSQL, the early write lock on SQLite."""
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite":
        with mock.patch.dict(options, transaction_mode="DEFERRED"):
            yield
        connection.close()
    else:
        with mock.patch.object(QuerySet, "select_for_update", lambda self: self):
            yield


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        task = TASKS[order["task"]]
        if order.get("protected", True):
            answer = task(order)
        else:
            with unprotected():
                answer = task(order)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
