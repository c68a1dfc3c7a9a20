"""What is taken out of a request, or back from the public, goes from the reports that were made with it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from portal.models import StoredReport, User
from requests_registry import workflow
from requests_registry.models import CommunityRequest, ResponseStatus
from requests_registry.workflow import Asking, Help, PublicWords
from tests.factories import (
    DSS,
    an_agency,
    make_attachment,
    make_milestone,
    make_request,
    make_response,
    make_stored_report,
)

pytestmark = pytest.mark.django_db

OnCommit = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


@pytest.fixture
def told() -> CommunityRequest:
    """A request that stands in a public report and in a draft; another is in a report of its own."""
    for requests, audience in ((" 2552-001  2552-002 ", "public"), (" 2552-001 ", "staff"), (" 2552-0011 ", "public")):
        make_stored_report(requests=requests, audience=audience).file.save("report.pdf", ContentFile(b"%PDF"))
    return make_request(number=1)


def test_a_step_that_is_worded_anew_goes_from_every_report(
    told: CommunityRequest, agency_officer: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    working = make_response(ResponseStatus.UNDER_WAY, community_request=told, agency=an_agency(DSS))
    step = make_milestone(response=working, title_th="อบรมที่บ้านนางมะลิ", due_on=date(2026, 12, 1))
    step.title_th = "อบรมที่กลุ่มแม่บ้าน"

    with django_capture_on_commit_callbacks(execute=True):
        workflow.save_milestone(step, by=agency_officer)

    assert readable() == ["public"]


def readable() -> list[str]:
    """The audiences of the reports whose files are there, by their rows and on disk."""
    rows = StoredReport.objects.with_file().order_by("pk")
    return [row.audience for row in rows if default_storage.exists(row.place)]


def words(told: CommunityRequest, ministry: User) -> None:
    better = PublicWords("ขอเครื่องกรองน้ำ", "")
    workflow.edit_public_words(told, words=better, version=told.version, by=ministry)


def answer(told: CommunityRequest, ministry: User) -> None:
    given = make_response(ResponseStatus.ACCEPTED, community_request=told, summary_th="ติดตั้ง", is_published=True)
    workflow.unpublish(given, by=ministry)


def file(told: CommunityRequest, ministry: User) -> None:
    cleared = make_attachment(community_request=told, cleared_by=ministry, cleared_at=timezone.now())
    workflow.take_back_file(cleared, by=ministry)


def join(told: CommunityRequest, ministry: User) -> None:
    workflow.merge(told, into=make_request(number=9), reason="เรื่องเดียวกัน", by=ministry)


@pytest.mark.parametrize("take_back", [words, answer, file, join])
def test_what_the_ministry_takes_back_goes_from_every_report(
    told: CommunityRequest,
    ministry: User,
    take_back: Callable[[CommunityRequest, User], None],
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    assert readable() == ["public", "staff", "public"]

    with django_capture_on_commit_callbacks(execute=True):
        take_back(told, ministry)

    assert readable() == ["public"]
    assert StoredReport.objects.count() == 3


def test_what_was_joined_goes_from_the_reports_of_what_it_was_joined_to(
    told: CommunityRequest, ministry: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    joined = make_request("merged", number=9, merged_into=told)
    with django_capture_on_commit_callbacks(execute=True):
        words(joined, ministry)

    assert readable() == ["public"]


def test_a_request_that_is_withdrawn_goes_from_every_report(
    told: CommunityRequest, province_officer: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        workflow.withdraw(told, reason="ชุมชนแก้ไขเองได้แล้ว", by=province_officer)

    assert readable() == ["public"]


def test_a_file_that_its_office_removes_goes_from_every_report(
    told: CommunityRequest, province_officer: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    attached = make_attachment(community_request=told, uploaded_by=province_officer)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.remove_file(attached, by=province_officer)

    assert readable() == ["public"]


def test_an_answer_that_is_written_anew_goes_from_drafts_alone(
    told: CommunityRequest, agency_officer: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    asked = make_response(ResponseStatus.ASKED, community_request=told, agency=an_agency(DSS))
    with django_capture_on_commit_callbacks(execute=True):
        workflow.save_answer(asked, help_=Help("TT", "อบรม"), version=asked.version, by=agency_officer)

    assert readable() == ["public", "public"]


def test_what_only_goes_on_leaves_the_reports_as_they_were(
    told: CommunityRequest, ministry: User, where_people_work: None
) -> None:
    workflow.assign(told, askings=[Asking(an_agency(DSS), due_on=date(2026, 12, 1))], by=ministry)

    assert readable() == ["public", "staff", "public"]


def test_what_is_refused_leaves_the_reports_too(
    told: CommunityRequest, other_province_officer: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(PermissionDenied):
        workflow.withdraw(told, reason="ไม่ใช่เรื่องของเรา", by=other_province_officer)

    assert readable() == ["public", "staff", "public"]
