"""The demo brings its data once, and starts whatever people have done to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from portal.models import Province, User
from portal.pages import demo
from portal.pages.management.commands.demo import Command, note_loaded
from requests_registry.models import CommunityRequest

pytestmark = pytest.mark.django_db


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


def test_data_come_once() -> None:
    first = bring_data()
    before = samples()

    second = bring_data()

    assert [line.split(" …")[0] for line in first] == [
        "ข้อมูลจริงของโครงการ / programme facts",
        "ข้อมูลตัวอย่าง / sample data",
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
