"""Public pages from memory: nothing is asked of the database, and nothing old is shown."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import brotli
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings
from time_machine import travel

from portal import public_data
from portal.models import DataVersion, Province, User
from requests_registry import workflow
from requests_registry.models import RequestStatus
from tests.factories import LOEI, a_province, make_request

PAGE = "/provinces/42/"


@pytest.fixture(autouse=True)
def _pages_are_kept(settings: Settings) -> Iterator[None]:
    settings.PUBLIC_PAGES_KEPT = 1_000_000
    settings.PUBLIC_VERSION_TRUSTED = 0.0
    public_data.forget()
    yield
    public_data.forget()


@pytest.fixture
def loei(transactional_db: None) -> Province:
    return a_province(LOEI)


def text(answer: Any) -> str:
    return answer.content.decode()


# ------------------------------------------------------------------------------------------------------------- answers


def test_a_page_is_made_once(loei: Province, nobody: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = nobody.get(PAGE)

    with django_assert_num_queries(1):  # the version alone; none at all while it is trusted
        again = nobody.get(PAGE)

    assert again.content == first.content
    own = {"X-Request-ID"}
    assert {n: v for n, v in again.items() if n not in own} == {n: v for n, v in first.items() if n not in own}


def test_no_query_while_the_version_is_trusted(
    loei: Province, nobody: Client, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.PUBLIC_VERSION_TRUSTED = 60.0
    nobody.get(PAGE)

    with django_assert_num_queries(0):
        nobody.get(PAGE)


def test_who_has_the_page_is_told_so(loei: Province, nobody: Client) -> None:
    first = nobody.get(PAGE)

    by_tag = nobody.get(PAGE, headers={"If-None-Match": first["ETag"]})
    by_time = nobody.get(PAGE, headers={"If-Modified-Since": first["Last-Modified"]})
    another = nobody.get(PAGE, headers={"If-None-Match": '"another"'})

    assert [answer.status_code for answer in (by_tag, by_time, another)] == [304, 304, 200]
    assert by_tag.content == b""
    assert by_tag["ETag"] == first["ETag"]


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("", "", bytes),
        ("identity", "", bytes),
    ],
)
def test_a_page_comes_as_the_reader_takes_it(
    loei: Province, nobody: Client, accepted: str, encoding: str, unpack: Callable[[bytes], bytes]
) -> None:
    plain = nobody.get(PAGE)

    answer = nobody.get(PAGE, headers={"Accept-Encoding": accepted})

    assert answer.get("Content-Encoding", "") == encoding
    assert unpack(answer.content) == plain.content
    assert answer["Content-Length"] == str(len(answer.content))
    assert "accept-encoding" in answer["Vary"].lower()
    assert (answer["ETag"] == plain["ETag"]) == (encoding == "")


def test_the_order_of_a_query_does_not_matter(loei: Province, nobody: Client) -> None:
    nobody.get("/requests/?province=42&year=2552")
    kept = nobody.get("/requests/?year=2552&province=42")

    assert kept.status_code == 200
    assert "ETag" in kept


def test_a_foreign_host_is_refused_from_memory_too(loei: Province, nobody: Client) -> None:
    nobody.get(PAGE)

    assert nobody.get(PAGE, HTTP_HOST="evil.example").status_code == 400


def test_closed_pages_and_faults_are_not_kept(
    loei: Province, nobody: Client, ministry: User, client_of: Callable[[User], Client]
) -> None:
    assert "ETag" not in nobody.get("/provinces/99/")
    assert "ETag" not in nobody.get("/account/login/")
    assert "ETag" not in nobody.get("/healthz")
    assert "no-store" in client_of(ministry).get("/desk/")["Cache-Control"]


def test_signed_in_readers_share_public_pages(
    loei: Province, nobody: Client, ministry: User, client_of: Callable[[User], Client]
) -> None:
    assert client_of(ministry).get(PAGE).content == nobody.get(PAGE).content


# ------------------------------------------------------------------------------------------------------------- changes


def test_a_change_shows_at_once(loei: Province, nobody: Client) -> None:
    before = nobody.get(PAGE)

    loei.name_th = "เลยใหม่"
    loei.save()

    after = nobody.get(PAGE, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "เลยใหม่" in text(after)


def test_the_day_is_part_of_a_page(loei: Province, nobody: Client) -> None:
    with travel("2030-11-25T10:00:00+07:00", tick=False):
        first = nobody.get(PAGE)
    with travel("2030-11-26T00:00:01+07:00", tick=False):
        next_day = nobody.get(PAGE, headers={"If-Modified-Since": first["Last-Modified"]})

    assert next_day.status_code == 200


def test_a_request_appears_when_it_is_taken_up_and_goes_when_it_is_withdrawn(
    loei: Province, nobody: Client, ministry: User
) -> None:
    officer = User.objects.create_user("loei", role="province", province=loei)
    request = make_request(RequestStatus.SUBMITTED, title_th="ขอเครื่องกรองน้ำ", entered_by=officer)
    assert "ขอเครื่องกรองน้ำ" not in text(nobody.get("/requests/"))

    workflow.accept(request, words=workflow.PublicWords("ขอเครื่องกรองน้ำ", ""), by=ministry)
    assert "ขอเครื่องกรองน้ำ" in text(nobody.get("/requests/"))

    request.refresh_from_db()
    workflow.withdraw(request, reason="ไม่ต้องการแล้ว", by=officer)
    assert "ขอเครื่องกรองน้ำ" not in text(nobody.get("/requests/"))
    assert nobody.get(f"/requests/{request.reference}/").status_code == 410


def test_drafts_are_nobodys_news(loei: Province) -> None:
    draft = make_request(RequestStatus.DRAFT)
    before = DataVersion.current()

    draft.text_th = "กำลังคิด"
    draft.save()

    assert DataVersion.current() == before


# ------------------------------------------------------------------------------------------------------------- version


@pytest.mark.django_db(transaction=True)
def test_a_transaction_raises_the_version_once() -> None:
    with transaction.atomic():
        for _time in range(3):
            public_data.note_change()

    assert DataVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_raises_nothing_and_hides_nothing() -> None:
    with transaction.atomic():
        with suppress(ZeroDivisionError), transaction.atomic():
            public_data.note_change()
            raise ZeroDivisionError
        assert not DataVersion.objects.exists()

        public_data.note_change()

    assert DataVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_the_change_when_it_asks_again(settings: Settings) -> None:
    settings.PUBLIC_VERSION_TRUSTED = 60.0
    before = public_data.version()
    DataVersion.objects.create()  # by the other process

    assert public_data.version() == before
    public_data._trusted.until -= 60
    assert public_data.version() != before


@pytest.mark.django_db
def test_old_rows_of_the_version_are_swept_and_the_newest_stays() -> None:
    now = timezone.now()
    for days in (5, 4, 3):
        row = DataVersion.objects.create()
        DataVersion.objects.filter(pk=row.pk).update(at=now - timedelta(days=days))

    assert public_data.sweep(now=now) == 2
    assert DataVersion.current().number == row.pk


@pytest.mark.django_db(transaction=True)
def test_what_is_remembered_is_made_anew_after_a_change() -> None:
    made: list[str] = []

    def make() -> int:
        made.append("")
        return len(made)

    assert [public_data.remembered("counts", make), public_data.remembered("counts", make)] == [1, 1]
    public_data.note_change()
    assert public_data.remembered("counts", make) == 2
