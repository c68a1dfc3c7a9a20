"""`manage.py nightly`: who is told of which late work, once a day, and what is cleared away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.base import ContentFile
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from portal.models import Notification, SearchEntry, StoredReport, UsedKey, User
from requests_registry.models import CommunityRequest, RequestCount, attachments
from tests.factories import (
    DSS,
    LOEI,
    TISTR,
    a_province,
    an_agency,
    make_attachment,
    make_category,
    make_notification,
    make_outcome,
    make_request,
    make_response,
    make_stored_report,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-25T03:00:00Z", tick=False) as traveller:
        yield traveller


def nightly() -> str:
    out = StringIO()
    call_command("nightly", stdout=out)
    return out.getvalue()


def asked(due_on: date, agency: str = DSS, **fields: Any) -> None:
    request = make_request("assigned", province=a_province(LOEI), **fields)
    dates = {"asked_on": TODAY - timedelta(days=40), "due_on": due_on}
    make_response("asked", community_request=request, agency=an_agency(agency), **dates)


@pytest.fixture
def late_work(people: dict[str, User], clock: time_machine.Traveller) -> None:
    """Something of every kind that is late, beside what is not."""
    asked(TODAY - timedelta(days=1), title_th="เรื่องที่เกินกำหนด")
    asked(TODAY - timedelta(days=9), TISTR)
    asked(TODAY + timedelta(days=5))  # Monday: three working days
    asked(TODAY + timedelta(days=6))
    loei = {"province": a_province(LOEI)}
    make_response("info_needed", community_request=make_request("assigned", **loei))
    make_request("returned", **loei)
    done = make_response("delivered", community_request=make_request("delivered", **loei), delivered_on=TODAY)
    make_outcome(community_request=done.community_request).responses.add(done)
    old = make_request("delivered", **loei)
    make_response("verified", community_request=old, is_published=True)
    make_request("submitted", submitted_at=timezone.now() - timedelta(days=7), **loei)
    make_request("submitted", submitted_at=timezone.now() - timedelta(days=3), **loei)
    for who, person in people.items():
        person.email = f"{who.replace(' ', '-')}@example.go.th"
        person.language = "en" if who == "other agency" else "th"
        person.save()


@pytest.mark.usefixtures("late_work")
def test_everybody_is_told_of_the_own_late_work_and_nobody_of_none(people: dict[str, User]) -> None:
    nightly()

    told = {message.user: message for message in Notification.objects.select_related("user")}
    words = {who: told[person].text_th.split(": ", 1)[1] for who, person in people.items() if person in told}
    assert words == {
        "agency": "คำตอบเกินกำหนด 1 เรื่อง · ครบกำหนดตอบใน 3 วันทำการ 1 เรื่อง",
        "other agency": "คำตอบเกินกำหนด 1 เรื่อง",
        "province": "คำถามรอคำตอบจากจังหวัด 2 เรื่อง · ผลงานรอจังหวัดยืนยัน 2 รายการ",
        "ministry": "คำตอบเกินกำหนด 2 เรื่อง (DSS 1, TISTR 1) · เรื่องใหม่รอคัดกรองเกิน 3 วันทำการ 1 เรื่อง"
        " · คำตอบรอเผยแพร่ 1 เรื่อง · เรื่องรอปิด 1 เรื่อง",
    }
    letters = {letter.to[0].split("@")[0]: letter for letter in mail.outbox}
    assert letters.keys() == {"agency", "other-agency", "province", "ministry"}
    assert "- 2552-001 เรื่องที่เกินกำหนด" in letters["agency"].body
    assert letters["other-agency"].subject == "[S&T portal] Work waiting for you on 25 Nov 2026: 1 answer overdue"
    assert "/en/desk/" in letters["other-agency"].body


@pytest.mark.usefixtures("late_work")
def test_a_day_tells_once_and_the_next_day_again(clock: time_machine.Traveller) -> None:
    first, second = nightly(), nightly()
    clock.shift(timedelta(days=1))
    third = nightly()

    assert [line.split(" people")[0] for line in (first, second, third)] == ["4", "0", "4"]
    assert (Notification.objects.count(), len(mail.outbox)) == (8, 8)


class Unreachable(BaseEmailBackend):
    """A mail server that does not answer for one of the readers."""

    def send_messages(self, messages: Any) -> int:
        if messages[0].to == ["agency@example.go.th"]:
            raise ConnectionRefusedError
        return mail.get_connection("django.core.mail.backends.locmem.EmailBackend").send_messages(messages)


@pytest.mark.usefixtures("late_work")
def test_a_mail_that_fails_keeps_no_other_back_and_goes_out_with_the_next_run(settings: Settings) -> None:
    usual, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Unreachable"
    with pytest.raises(CommandError, match="1 mails did not go out"):
        nightly()
    settings.EMAIL_BACKEND = usual
    before = len(mail.outbox)

    nightly()

    assert (before, len(mail.outbox)) == (3, 4)
    assert Notification.objects.filter(mailed_at=None).count() == 0


def test_files_that_no_row_names_go_after_a_day(tmp_path: Path, settings: Settings, ministry: User) -> None:
    settings.MEDIA_ROOT = tmp_path
    kept = Path(make_attachment().file.path)
    stray = kept.with_name("stray.pdf")
    stray.write_bytes(b"%PDF")

    early = attachments.sweep(at=timezone.now() + timedelta(hours=23))
    late = attachments.sweep(at=timezone.now() + timedelta(hours=25))

    assert kept.is_relative_to(tmp_path)
    assert (early, late, kept.exists(), stray.exists()) == (0, 1, True, False)


def test_a_search_index_that_lost_a_row_is_told(clock: time_machine.Traveller) -> None:
    make_request("accepted")
    SearchEntry.objects.all().delete()

    with pytest.raises(CommandError, match="does not agree with the rows of request;"):
        nightly()


def test_files_of_old_drafts_go_and_their_rows_stay(
    clock: time_machine.Traveller, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    for days in (31, 29):
        with time_machine.travel(timezone.now() - timedelta(days=days), tick=False):
            make_stored_report(audience="staff").file.save("report.pdf", ContentFile(b"%PDF"))

    nightly()

    assert sorted(bool(report.file) for report in StoredReport.objects.all()) == [False, True]


def test_keys_read_messages_and_sessions_go_in_their_time(clock: time_machine.Traveller, ministry: User) -> None:
    now = timezone.now()
    for number, days in enumerate((31, 29)):
        key = UsedKey.objects.create(key=uuid4(), user=ministry, path=f"/desk/{days}/")
        UsedKey.objects.filter(pk=key.pk).update(used_at=now - timedelta(days=days))
        Session.objects.create(
            session_key=f"s{number}", session_data="", expire_date=now + timedelta(days=number * 2 - 1)
        )
    for days in (181, 179):
        make_notification(user=ministry, key=f"read-{days}", read_at=now - timedelta(days=days))
    make_notification(user=ministry, key="unread", at=now - timedelta(days=999))

    nightly()

    assert [key.path for key in UsedKey.objects.all()] == ["/desk/29/"]
    assert {message.key for message in Notification.objects.all()} == {"read-179", "unread"}
    assert [session.session_key for session in Session.objects.all()] == ["s1"]


def test_counts_that_do_not_agree_are_told_and_mended() -> None:
    make_request("accepted")
    RequestCount.objects.update(number=2)

    with pytest.raises(CommandError, match="requests_registry_requestcount did not agree with the rows"):
        nightly()

    assert [row["count"] for row in RequestCount.objects.counted_by("province")] == [1]
    nightly()


def test_what_was_counted_during_the_day_becomes_one_row() -> None:
    request = make_request("accepted")
    CommunityRequest.objects.filter(pk=request.pk).update(category=make_category(2))
    assert RequestCount.objects.count() == 3

    nightly()

    assert list(RequestCount.objects.values_list("category", "number")) == [(2, 1)]
