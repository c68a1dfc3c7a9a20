"""What verified results add up to on every page and in every PDF that tells of them: once, and never with samples."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal import pdf, public_data
from portal.pages.profiles import province_profile
from portal.pages.workshop_reports import workshop_report
from portal.pages.year_reports import year_report
from requests_registry.models import CommunityRequest, Outcome
from requests_registry.reports import request_sheet
from tests.factories import (
    DSS,
    LOEI,
    TISTR,
    a_province,
    a_workshop,
    an_agency,
    make_outcome,
    make_request,
    make_response,
    make_workshop,
)
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

VERIFIED = datetime(2009, 4, 20, 3, 0, tzinfo=UTC)
PLACES = ("/requests/2552-001/", "/workshops/2552/1/", "/provinces/42/", "/years/2552/")


def text_of(browser: Client, address: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", browser.get(address).content.decode()).split())


def a_delivery(**fields: Any) -> CommunityRequest:
    """A request from the workshop, delivered by three agencies."""
    request = make_request("delivered", workshop=a_workshop(), **fields)
    for acronym in (DSS, TISTR, "TINT"):
        make_response("verified", community_request=request, agency=an_agency(acronym), is_published=True)
    return request


def verified(request: CommunityRequest, **fields: Any) -> Outcome:
    """A verified result that all three agencies share."""
    outcome = make_outcome(community_request=request, verified_at=VERIFIED, **fields)
    outcome.responses.set(request.responses.all())
    return outcome


def totals() -> dict[str, list[tuple[str, object, int]]]:
    """The totals by where they are told."""
    year = year_report(2552, language="th")
    told = {
        "workshop": workshop_report(Workshop.objects.for_detail().get(number=1), language="th").totals,
        "province": province_profile(a_province(LOEI), on=VERIFIED.date(), language="th").totals,
        "year": year.counted_totals,
    }
    return {place: [(row.unit.text, row.gain, row.results) for row in rows] for place, rows in told.items()}


def test_a_result_that_three_agencies_share_counts_once_everywhere(nobody: Client) -> None:
    request = a_delivery()
    verified(request, actual=12)
    verified(request, actual=30)
    make_outcome(community_request=request, actual=500)  # not verified
    hidden = make_request("submitted", workshop=a_workshop())
    make_outcome(community_request=hidden, actual=900, verified_at=VERIFIED)  # of a request that is not public

    sheet = request_sheet(CommunityRequest.objects.for_detail().get(pk=request.pk), language="th")

    assert list(totals().values()) == [[("คน", Decimal(42), 2)]] * 3
    assert [(row.gain, row.results) for row in sheet.totals] == [(Decimal(42), 2)]
    for address in PLACES:
        assert re.search(r"ผู้ได้รับการอบรม \(คน\) 42 2", text_of(nobody, address)), address


def test_a_request_with_one_result_needs_no_total() -> None:
    request = a_delivery()
    verified(request)

    sheet = request_sheet(CommunityRequest.objects.for_detail().get(pk=request.pk), language="th")

    assert (len(sheet.results), sheet.totals) == (1, ())


def test_real_results_and_samples_are_never_added_up(nobody: Client) -> None:
    verified(a_delivery(), actual=12)
    sample = a_delivery(is_sample=True)
    verified(sample, actual=100)

    told = totals()

    assert told["year"] == [("คน", 12, 1)]  # a year with real rows counts no samples
    assert told["workshop"] == told["province"] == [("คน", 12, 1), ("คน", 100, 1)]
    assert re.search(r"\(คน\) 12 1 ผู้ได้รับการอบรม \(คน\) ข้อมูลสมมติ 100 1", text_of(nobody, "/provinces/42/"))


def test_percentages_are_listed_and_not_added_up(nobody: Client) -> None:
    request = a_delivery()
    for actual in (60, 80):
        verified(request, indicator="QUA", unit_th="ร้อยละที่ผ่านเกณฑ์", actual=actual)

    assert totals()["year"] == [("ร้อยละที่ผ่านเกณฑ์", None, 2)]
    assert "ค่าร้อยละไม่นำมารวมกัน 2" in text_of(nobody, "/years/2552/")


def test_a_unit_whose_english_was_written_once_is_one_unit(nobody: Client) -> None:
    request = a_delivery()
    verified(request, actual=1, unit_en="people")
    verified(request, actual=2)

    assert "People trained (people) 3 2" in text_of(nobody, "/en/years/2552/")


def test_where_nothing_is_verified_nothing_is_said(nobody: Client) -> None:
    make_workshop()
    make_outcome(community_request=a_delivery())

    for address in PLACES:
        assert "ผลลัพธ์ที่จังหวัดยืนยันแล้ว" not in text_of(nobody, address)


def test_data_are_as_of_the_day_of_the_last_verdict() -> None:
    request = a_delivery()
    verified(request)
    verified(request)

    assert year_report(2552, language="th").data_as_of == VERIFIED.date()


def test_pdfs_carry_the_totals(nobody: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    monkeypatch.setattr(pdf, "render", _keep(printed))
    request = a_delivery()
    verified(request, actual=12)
    verified(request, actual=30)

    for address in ("/years/2552.pdf", "/requests/2552-001.pdf"):
        assert nobody.get(address).status_code == 200

    for html in printed:
        words = " ".join(re.sub("<[^>]+>", " ", html).split())
        assert re.search(r"ผู้ได้รับการอบรม \( ?คน ?\) ๔๒ ๒", words), words[-900:]
    assert len(printed) == 2


def _keep(printed: list[str]) -> Callable[..., bytes]:
    def render(html: str, **options: Any) -> bytes:
        printed.append(html)
        return b"%PDF"

    return render


@pytest.mark.parametrize("address", PLACES)
def test_pages_with_results_make_as_many_queries_for_three_as_for_one(nobody: Client, address: str) -> None:
    request = a_delivery()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert nobody.get(address).status_code == 200
        return len(captured)

    verified(request)
    public_data.version()  # which a process asks for once in two seconds
    one = queries()
    verified(request)
    verified(request, indicator="JOB")

    assert queries() == one <= 12
