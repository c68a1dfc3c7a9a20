"""The index follows the rows, in their transaction, and keeps public and internal words apart."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from portal.models import Agency, SearchEntry, User
from portal.search import check_counts, find, paused
from requests_registry import workflow
from requests_registry.models import AgencyResponse, CommunityRequest, RequestStatus, ResponseStatus
from tests.factories import make_agency_name, make_request, make_response, make_workshop
from tests.requests_registry.test_workflow import HELP, WORDS
from tests.search.agreement import assert_index_agrees

pytestmark = pytest.mark.django_db


def found(text: str, kind: str = "request") -> list[int]:
    return find(text, kinds=[kind]).object_ids


def test_a_saved_row_is_found_at_once_and_a_deleted_one_no_more() -> None:
    request = make_request(public_title_th="ขอเครื่องสีข้าวกล้อง")
    assert found("สีข้าวกล้อง") == [request.pk]

    request.public_title_th = "ขอเครื่องอบลำไย"
    request.save()
    assert (found("สีข้าวกล้อง"), found("อบลำไย")) == ([], [request.pk])

    request.delete()
    assert found("อบลำไย") == []
    assert not SearchEntry.objects.filter(kind="request").exists()


def test_every_kind_is_found_by_its_own_words() -> None:
    workshop = make_workshop(title_th="ประชุมเรื่องผลไม้เมืองหนาว", is_published=True)
    agency = make_agency_name(name_th="กรมวิทย์ฯบริการ", is_alias=True).agency
    response = make_response(ResponseStatus.ACCEPTED, summary_th="อบรมการกลั่นน้ำมันหอมระเหย", is_published=True)

    assert found("ผลไม้เมืองหนาว", "workshop") == [workshop.pk]
    assert found("กรมวิทย์บริการ", "agency") == [agency.pk]
    assert found("น้ำมันหอมระเหย", "response") == [response.pk]
    assert found("น้ำมันหอมระเหย") == [response.community_request_id]


def test_what_is_rolled_back_leaves_no_trace() -> None:
    request = make_request(public_title_th="ขอเครื่องสีข้าวกล้อง")
    before = list(SearchEntry.objects.order_by("pk").values())

    with transaction.atomic():
        make_request(public_title_th="ขอเครื่องอบลำไย")
        request.public_title_th = "เปลี่ยนชื่อแล้ว"
        request.save()
        assert found("อบลำไย")
        transaction.set_rollback(True)

    assert list(SearchEntry.objects.order_by("pk").values()) == before
    assert (found("อบลำไย"), found("สีข้าวกล้อง")) == ([], [request.pk])


def test_a_story_from_draft_to_published_answer_is_indexed_at_every_step(
    province_officer: User, ministry: User, agency_officer: User
) -> None:
    agency = Agency.objects.get(acronym="DSS")
    request = make_request(RequestStatus.SUBMITTED, title_th="ร้านป้าสมศรีขอเครื่องกรอง", public_title_th="")
    assert found("ป้าสมศรี") == []

    workflow.accept(request, words=WORDS, by=ministry)
    assert found("เครื่องกรองน้ำ") == [request.pk]
    response = make_response(ResponseStatus.ASKED, community_request=request, agency=agency)
    workflow.accept_response(response, help_=HELP, by=agency_officer)
    assert found("อบรมทำเครื่องกรอง", "response") == []

    workflow.publish([response], by=ministry)
    assert found("อบรมทำเครื่องกรอง", "response") == [response.pk]
    workflow.unpublish(AgencyResponse.objects.get(pk=response.pk), by=ministry)
    assert found("อบรมทำเครื่องกรอง", "response") == []
    assert_index_agrees()


@pytest.mark.usefixtures("facts")
def test_loaders_leave_the_index_in_agreement() -> None:
    call_command("load_programme", verbosity=0)
    assert_index_agrees()
    assert all(count.agrees for count in check_counts())


def test_a_gap_is_told_and_mended(capsys: pytest.CaptureFixture[str]) -> None:
    with paused():
        request = make_request(public_title_th="ขอเครื่องสีข้าวกล้อง")
    assert found("สีข้าวกล้อง") == []
    with pytest.raises(CommandError, match="does not agree"):
        call_command("reindex", check=True)

    call_command("reindex")
    call_command("reindex")

    call_command("reindex", check=True)
    assert found("สีข้าวกล้อง") == [request.pk]
    assert "request 1" in capsys.readouterr().out


def test_an_older_fold_is_told() -> None:
    make_request()
    SearchEntry.objects.update(fold_version=0)

    assert [count.stale for count in check_counts() if count.kind == "request"] == [1]


def test_the_index_of_the_database_follows_also_what_django_does_not_see() -> None:
    """Triggers or generated columns: what is deleted by hand is found no more."""
    request = make_request(public_title_th="ขอเครื่องสีข้าวกล้อง")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_searchentry WHERE object_id = %s AND kind = 'request'", [request.pk])

    assert found("สีข้าวกล้อง") == []


def _texts(row: CommunityRequest) -> dict[str, Any]:
    return dict(SearchEntry.objects.values().get(kind="request", object_id=row.pk))


@pytest.mark.parametrize("status", [RequestStatus.DRAFT, RequestStatus.SUBMITTED, RequestStatus.WITHDRAWN])
def test_an_entry_of_what_is_not_public_holds_no_public_word(status: str) -> None:
    texts = _texts(make_request(status, public_title_th="ขอเครื่องสีข้าว", title_th="ขอเครื่องสีข้าว"))

    assert not texts["is_public"]
    assert (texts["public_title"], texts["public_body"], texts["public_terms"]) == ("", "", "")
    assert texts["internal_terms"]
