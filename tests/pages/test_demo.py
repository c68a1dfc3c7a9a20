"""The demo brings its data once, and starts whatever people have done to them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError

from portal.models import FiscalYear, Province, User
from portal.pages import demo
from portal.pages.loading.samples import load_samples
from portal.pages.management.commands.demo import Command, note_loaded, start_worker
from requests_registry.models import CommunityRequest
from tests.factories import make_request, make_workshop
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

YESTERDAY = date(2026, 11, 21)
REASONS = {
    "workshop": "workshop 2570/9 is real; fiscal year 2570 takes no sample numbers",
    "request": "request 2570-901 is real; fiscal year 2570 takes no sample numbers",
}


@pytest.fixture(autouse=True)
def _an_empty_folder_on_a_certain_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    with time_machine.travel(datetime(2026, 11, 22, 4, 0, tzinfo=UTC), tick=False):
        yield


def bring_data() -> list[str]:
    """The lines that the command prints while it brings the data."""
    out = StringIO()
    Command(stdout=out).bring_data()
    return out.getvalue().splitlines()


def samples() -> set[str]:
    return set(CommunityRequest.objects.filter(is_sample=True).values_list("receipt", flat=True))


def enter(what: str) -> None:
    """Real work in the current year, in which the samples of today have numbers."""
    year, _ = FiscalYear.objects.get_or_create(year_be=2570)
    if what == "workshop":
        make_workshop(fiscal_year=year, number=9, starts_on=date(2026, 10, 5))
    else:
        make_request(fiscal_year=year, number=901)


def test_data_come_once() -> None:
    first = bring_data()
    before = samples()

    second = bring_data()

    assert [line.split(" …")[0] for line in first] == [
        "ข้อมูลจริงของโครงการ / programme facts",
        "ข้อมูลสมมติ / sample data",
    ]
    assert second == []
    assert len(before) == 150
    assert samples() == before


def test_a_database_that_was_deleted_by_hand_is_filled_again() -> None:
    note_loaded()

    bring_data()
    demo.make_accounts()

    assert Province.objects.count() == 77
    assert len(samples()) == 150
    assert User.objects.count() == len(demo.ACCOUNTS)


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize("what", REASONS)
def test_samples_of_another_day_stay_beside_real_work_and_one_line_says_so(what: str) -> None:
    load_samples(on=YESTERDAY)
    enter(what)
    before = samples()

    lines = bring_data()

    assert lines[2:] == [
        f"ข้อมูลสมมติคงไว้ตามเดิม / sample data left as they were: {REASONS[what]} (เริ่มใหม่ / begin again: demo --reset)"
    ]
    assert samples() == before
    assert bring_data() == []


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize("what", REASONS)
def test_the_demo_starts_without_samples_when_real_work_was_there_first(what: str) -> None:
    enter(what)

    lines = bring_data()

    assert REASONS[what] in lines[2]
    assert samples() == set()
    assert CommunityRequest.objects.count() + Workshop.objects.count() == 6  # the facts, and what was entered


@pytest.mark.usefixtures("facts")
def test_any_other_refusal_stops_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IN_PRODUCTION", True)

    with pytest.raises(CommandError, match="does not run in production"):
        bring_data()


def test_mails_can_be_read_and_the_start_says_where() -> None:
    out = StringIO()
    bring_data()
    demo.make_accounts()

    Command(stdout=out)._announce("http://127.0.0.1:8000")

    assert str(settings.EMAIL_FILE_PATH) in out.getvalue()
    assert {user.email for user in User.objects.all()} == {f"{name.username}@demo.invalid" for name in demo.ACCOUNTS}


def test_the_worker_is_told_whose_end_is_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    echo = (
        "import os, pathlib, sys; pathlib.Path(__file__).with_name('said').write_text(f'{sys.argv[1:]} {os.getppid()}')"
    )
    (tmp_path / "manage.py").write_text(echo, encoding="utf-8")

    start_worker().wait()

    me = os.getpid()
    assert (tmp_path / "said").read_text(encoding="utf-8") == f"['worker', '--beside', '{me}'] {me}"
