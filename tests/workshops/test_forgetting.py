"""What is corrected at a workshop, or removed from it, goes from the minutes that were made with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile

from portal.models import StoredReport, User
from tests.factories import a_province, make_activity, make_handover, make_stored_report, make_workshop
from workshops import workflow
from workshops.models import Activity, Handover, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop() -> Workshop:
    """With minutes of its own, in a portal that has those of another and the report of the year."""
    for kind, about in (("workshop", ["2552", "1"]), ("workshop", ["2552", "2"]), ("year", ["2552"])):
        make_stored_report(kind=kind, about=about).file.save("report.pdf", ContentFile(b"%PDF"))
    return make_workshop(number=1)


def readable() -> list[tuple[str, list[str]]]:
    return [(row.kind, row.about) for row in StoredReport.objects.with_file().order_by("pk")]


def a_handover(workshop: Workshop) -> Handover:
    return make_handover(workshop=workshop, receiver_position_th="ผู้ว่าราชการจังหวัด")


def an_activity(workshop: Workshop) -> Activity:
    return make_activity(workshop=workshop, fiscal_year_id=workshop.fiscal_year_id)


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (a_handover, workflow.save_handover),
        (a_handover, workflow.remove_handover),
        (an_activity, workflow.save_activity),
        (an_activity, workflow.remove_activity),
    ],
)
def test_corrections_take_the_minutes_with_them(
    workshop: Workshop, ministry: User, make: Callable[[Workshop], Any], change: Callable[..., object]
) -> None:
    change(make(workshop), by=ministry)

    assert readable() == [("workshop", ["2552", "2"]), ("year", ["2552"])]


def test_a_workshop_that_is_corrected_takes_its_minutes_with_it(workshop: Workshop, ministry: User) -> None:
    workshop.venue_th = "ห้องประชุมใหม่"

    workflow.save_workshop(workshop, targets=[], by=ministry)

    assert readable() == [("workshop", ["2552", "2"]), ("year", ["2552"])]


def test_so_does_another_headcount(workshop: Workshop, ministry: User) -> None:
    workflow.record_attendance(workshop, headcounts={"public": 40}, version=workshop.version, by=ministry)

    assert readable() == [("workshop", ["2552", "2"]), ("year", ["2552"])]


def test_what_is_added_leaves_the_minutes_as_they_were(workshop: Workshop, ministry: User) -> None:
    added = Handover(workshop=workshop, province=a_province(), item_th="ภาพถ่ายดาวเทียม")

    workflow.save_handover(added, by=ministry)

    assert len(readable()) == 3
