"""Reports are kept by what they were made from: the same data find the same file, and papers can be verified."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from portal import jobs, pdf
from portal.models import Agency, Job, Source, StoredReport, User
from portal.reports import answering, making, verifying
from portal.reports.catalogue import order_of
from portal.reports.drawing import html_of
from portal.reports.editions import Edition, edition, tidy_code
from portal.reports.storing import forget, keep, sweep_reports, sweep_strays
from portal.reports.tables import Table, as_csv
from requests_registry.models import AgencyResponse
from tests.pdf_tools import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts", "rendered_once")]

EXAMPLE = "/requests/2552-001.pdf"
ORDER = order_of("request", ["2552-001"], language="th")
YEAR = order_of("year", ["2552"], language="th")
OnCommit = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


def the_row() -> StoredReport:
    return StoredReport.objects.get()


def change_the_data() -> None:
    AgencyResponse.objects.filter(community_request__number=1).update(summary_th="คำตอบที่แก้ไขแล้ว")


# ------------------------------------------------------------------------------------------------------------ the store


def test_the_same_data_find_the_same_row(nobody: Client) -> None:
    first, again = nobody.get(EXAMPLE), nobody.get(EXAMPLE)

    row = the_row()
    assert first.content == again.content == row.file.read()
    assert (row.kind, row.about, row.language, row.digits, row.audience) == (
        "request",
        ["2552-001"],
        "th",
        "thai",
        "public",
    )
    assert (row.size, row.pages) == (len(first.content), 2)
    row.file.close()


def test_changed_data_make_another_and_data_that_return_make_the_old_one_current(nobody: Client) -> None:
    before = nobody.get(EXAMPLE).content
    original = AgencyResponse.objects.order_by("pk")[0].summary_th
    first = AgencyResponse.objects.filter(pk=AgencyResponse.objects.order_by("pk")[0].pk)
    first.update(summary_th="คำตอบที่แก้ไขแล้ว")
    changed = nobody.get(EXAMPLE).content

    first.update(summary_th=original)

    assert nobody.get(EXAMPLE).content == before != changed
    assert StoredReport.objects.count() == 2


def test_a_lost_file_is_made_again_in_the_same_row(nobody: Client) -> None:
    before = nobody.get(EXAMPLE).content
    default_storage.delete(the_row().place)

    assert nobody.get(EXAMPLE).content == before
    assert default_storage.exists(the_row().place)


def test_arabic_digits_by_choice_are_another_report(nobody: Client) -> None:
    thai = text_of(nobody.get(EXAMPLE).content)
    arabic = text_of(nobody.get(f"{EXAMPLE}?digits=arabic").content)

    assert "หน้า ๑ จาก ๒" in thai
    assert "หน้า 1 จาก 2" in arabic
    assert nobody.get(f"{EXAMPLE}?digits=roman")["ETag"] == nobody.get(EXAMPLE)["ETag"]


def test_old_superseded_files_are_swept_and_their_rows_stay(nobody: Client, settings: LazySettings) -> None:
    nobody.get(EXAMPLE)
    change_the_data()
    nobody.get(EXAMPLE)
    later = timezone.now() + timedelta(days=settings.REPORT_DAYS + 1)

    assert sweep_reports(timezone.now()) == 0
    assert sweep_reports(later) == 1

    old, new = StoredReport.objects.order_by("pk")
    assert (bool(old.file), bool(new.file)) == (False, True)
    assert verifying.by_code(old.code).verdict == "superseded"


def test_reports_that_tell_of_a_request_are_forgotten_with_it(
    client_of: Callable[[User], Client], ministry: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    told = [making.make_now(edition(order)) for order in (ORDER, replace(ORDER, is_draft=True), YEAR)]
    other = making.make_now(edition(order_of("workshop", ["2552", "2"], language="th")))
    desk = client_of(ministry)
    address = f"/desk/reports/files/{told[0].code}.pdf"
    assert desk.get(address).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        assert forget("2552-001", drafts_alone=True) == 1
        assert forget("2552-001") == 2

    assert [default_storage.exists(report.place) for report in told] == [False] * 3
    assert default_storage.exists(other.place)
    assert desk.get(address).status_code == 404
    assert verifying.by_code(told[0].code).verdict == "current"


def test_a_file_that_is_forgotten_is_made_again_even_where_it_was_just_sent(
    nobody: Client,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    settings.REPORT_SECONDS = 10
    monkeypatch.setattr(answering, "SHORT", 0)
    before = nobody.get(EXAMPLE).content
    with django_capture_on_commit_callbacks(execute=True):
        forget("2552-001")

    assert nobody.get(EXAMPLE).content == before
    assert StoredReport.objects.with_file().count() == 1
    answering._known.clear()


def test_what_changes_while_a_report_is_made_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is taken out meanwhile must not lie in a file afterwards."""
    made = []

    def slowly(wanted: Edition, **options: Any) -> bytes:
        made.append(wanted)
        if len(made) == 1:
            answer = AgencyResponse.objects.filter(community_request__number=1)[0]
            answer.summary_th = "คำตอบที่แก้ไขแล้ว"
            answer.save()
        return html_of(wanted).encode()

    monkeypatch.setattr(making, "draw", slowly)
    stored = making.make_now(edition(ORDER))

    assert [row.place for row in StoredReport.objects.with_file()] == [stored.place]
    with stored.file.open("rb") as file:
        assert "คำตอบที่แก้ไขแล้ว" in file.read().decode()


def test_of_two_that_make_the_same_the_one_file_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = edition(ORDER)
    first = keep(wanted, b"%PDF", pages=1)
    monkeypatch.setattr(StoredReport.objects, "filter", lambda **_anything: StoredReport.objects.none())
    monkeypatch.setattr(default_storage, "get_available_name", lambda name, max_length=None: name)

    assert keep(wanted, b"%PDF", pages=1) == first
    assert default_storage.exists(first.place)


def test_files_that_no_row_names_are_swept(tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path
    kept = keep(edition(ORDER), b"%PDF", pages=1)
    stray = Path(default_storage.path(kept.place)).with_name("stray.pdf")
    stray.write_bytes(b"%PDF")

    assert sweep_strays(timezone.now() + timedelta(hours=23)) == 0
    assert sweep_strays(timezone.now() + timedelta(hours=25)) == 1
    assert (stray.exists(), default_storage.exists(kept.place)) == (False, True)


def test_cells_that_look_like_formulas_are_defused() -> None:
    rows = [("=1+1",), (" +2",), ("-3",), ("＝4",), ("\tx",), (-5,), ("ปกติ",)]

    text = as_csv(Table(("title",), tuple(rows))).decode("utf-8-sig")

    assert text.split("\r\n")[1:-1] == ["'=1+1", "' +2", "'-3", "'＝4", "'\tx", "-5", "ปกติ"]


# --------------------------------------------------------------------------------------------------------- verification


def test_a_current_paper_is_genuine_by_code_and_by_file(nobody: Client) -> None:
    content = nobody.get(EXAMPLE).content
    code = the_row().code

    by_code = nobody.get(f"/verify/{code.lower()}/").content.decode()
    by_file = nobody.post("/verify/", {"file": SimpleUploadedFile("x.pdf", content)}).content.decode()

    for page in (by_code, by_file):
        assert "เป็นรายงานจริงและเป็นฉบับปัจจุบัน" in page
        assert code in page
    assert code in text_of(content)
    assert "Genuine and current" in nobody.get(f"/en/verify/{code}/").content.decode()
    assert nobody.get("/verify/", {"code": code.replace("-", " ")})["Location"] == f"/verify/{code}/"


def test_a_superseded_paper_leads_to_the_new_one(nobody: Client) -> None:
    content = nobody.get(EXAMPLE).content
    change_the_data()

    page = nobody.post("/verify/", {"file": SimpleUploadedFile("x.pdf", content)}).content.decode()

    assert "มิใช่ฉบับปัจจุบัน" in page
    assert 'href="/requests/2552-001.pdf?digits=thai"' in page


def test_one_flipped_byte_and_an_unknown_code_are_not_ours(nobody: Client) -> None:
    content = bytearray(nobody.get(EXAMPLE).content)
    content[len(content) // 2] ^= 1

    flipped = nobody.post("/verify/", {"file": SimpleUploadedFile("x.pdf", bytes(content))}).content.decode()
    unknown = nobody.get("/verify/BCDF-GHJK-LMNP/").content.decode()

    assert "ไม่ใช่รายงานของพอร์ทัลนี้" in flipped
    assert "ไม่ใช่รายงานของพอร์ทัลนี้" in unknown


def test_a_release_does_not_supersede_what_has_the_same_data(nobody: Client) -> None:
    nobody.get(EXAMPLE)
    StoredReport.objects.update(key="f" * 64)

    assert verifying.by_code(the_row().code).verdict == "current"


def test_verifying_takes_no_huge_files_and_wants_a_token(nobody: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "LARGEST_FILE", 1000)

    answer = nobody.post("/verify/", {"file": SimpleUploadedFile("x.pdf", b"x" * 200_000)})

    assert "เลือกไฟล์ PDF ที่ต้องการตรวจสอบ" in answer.content.decode()
    assert Client(enforce_csrf_checks=True).post("/verify/", {}).status_code == 403


@pytest.mark.parametrize("typed", ["BCDF-GHJK", "BCDF-GHJK-LMNA", "<b>", "", "๑๒๓"])
def test_what_cannot_be_a_code_is_told(nobody: Client, typed: str) -> None:
    assert tidy_code(typed) == ""
    assert nobody.get("/verify/", {"code": typed}).status_code == 200


# ---------------------------------------------------------------------------------------------------------- by a worker


@pytest.fixture
def long_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every report is one for the worker, and nobody is so impatient as to make it without one."""
    monkeypatch.setattr(making, "REQUESTS_AT_ONCE", -1)


@pytest.mark.usefixtures("long_reports")
def test_a_long_report_is_made_by_the_worker_and_readers_join(nobody: Client) -> None:
    first, second = nobody.get(EXAMPLE), Client().get(EXAMPLE)

    for waiting in (first, second):
        assert waiting.status_code == 200
        assert 'http-equiv="refresh"' in waiting.content.decode()
        assert waiting["Cache-Control"] == "no-store"
    assert Job.objects.count() == 1

    assert jobs.work() == 1
    sent = nobody.get(EXAMPLE)
    assert sent["Content-Type"] == "application/pdf"
    assert (Job.objects.get().state, Job.objects.get().total) == ("done", 100)


@pytest.mark.usefixtures("long_reports")
def test_without_a_worker_the_reader_gets_it_all_the_same(nobody: Client) -> None:
    nobody.get(EXAMPLE)
    Job.objects.update(not_before=timezone.now() - making.PATIENCE)

    nobody.get(EXAMPLE)

    assert nobody.get(EXAMPLE)["Content-Type"] == "application/pdf"


@pytest.mark.usefixtures("long_reports")
def test_a_job_whose_worker_died_is_done_again_to_the_same_bytes(nobody: Client) -> None:
    nobody.get(EXAMPLE)
    Job.objects.update(state="running", leased_until=timezone.now() - timedelta(minutes=5), attempts=1)

    assert jobs.work() == 1

    assert nobody.get(EXAMPLE)["Content-Type"] == "application/pdf"


def test_a_cancelled_job_ends_in_the_middle_of_a_document() -> None:
    job = making.start(edition(YEAR))

    def cancelling(html: str, *, watch: pdf.Watch | None = None, **options: object) -> bytes:
        assert watch
        watch(40, 3)
        assert Job.objects.get().done == 40
        jobs.cancel(job)
        watch(41, 3)
        raise AssertionError("it was called off")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pdf, "render", cancelling)
        jobs.work()

    assert Job.objects.get().state == "cancelled"
    assert not StoredReport.objects.exists()


@pytest.mark.usefixtures("long_reports")
def test_a_failed_report_says_why_and_is_not_tried_at_once(nobody: Client) -> None:
    nobody.get(EXAMPLE)
    Job.objects.update(state="failed", finished_at=timezone.now(), error="PdfFailed: broken")

    answer = nobody.get(EXAMPLE)

    assert (answer.status_code, answer["Retry-After"]) == (503, "600")
    assert "PdfFailed" not in answer.content.decode()


def test_the_fiscal_years_are_made_ahead(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_reports")
    call_command("make_reports")

    assert capsys.readouterr().out == "2 reports made\n0 reports made\n"
    assert set(StoredReport.objects.values_list("kind", "language")) == {("year", "th"), ("year", "en")}


# ------------------------------------------------------------------------------------------------------------- the desk


def test_an_officer_chooses_a_report_and_takes_it(client_of: Callable[[User], Client], agency_officer: User) -> None:
    desk = client_of(agency_officer)
    chosen = {"report": "workshop/2552/1", "language": "en", "digits": "thai"}

    sent = desk.post("/desk/reports/", chosen, follow=True)
    assert 'http-equiv="refresh"' in sent.content.decode()
    jobs.work()
    page = desk.get(sent.redirect_chain[-1][0]).content.decode()

    code = the_row().code
    assert f"/desk/reports/files/{code}.pdf" in page
    assert desk.get(f"/desk/reports/files/{code}.pdf")["Content-Disposition"].startswith("attachment")


def test_drafts_are_for_who_may_publish(
    client_of: Callable[[User], Client], ministry: User, province_officer: User
) -> None:
    chosen = {"reference": "2552-001", "language": "th", "digits": "thai", "draft": "on"}

    made = client_of(ministry).post("/desk/reports/", chosen)["Location"]
    jobs.work()

    draft = the_row()
    assert draft.audience == "staff"
    assert client_of(province_officer).get(made).status_code == 404
    assert client_of(province_officer).get(f"/desk/reports/files/{draft.code}.pdf").status_code == 404
    with draft.file.open("rb") as file:
        assert text_of(file.read()).count("ร่าง") >= draft.pages


def test_an_officer_calls_a_report_off_and_has_it_made_again(
    client_of: Callable[[User], Client], ministry: User
) -> None:
    desk = client_of(ministry)
    made = desk.post("/desk/reports/", {"report": "year/2552", "language": "th", "digits": "thai"})["Location"]
    query = made.partition("?")[2]

    desk.post("/desk/reports/stop/", {"order": query})
    assert Job.objects.get().state == "cancelled"
    desk.post("/desk/reports/stop/", {"order": query, "again": "1"})

    assert Job.objects.get().state == "waiting"


@pytest.mark.parametrize("chosen", [{}, {"report": "year/2552", "reference": "2552-001"}, {"reference": "2552-999"}])
def test_a_choice_that_is_none_is_told(
    client_of: Callable[[User], Client], ministry: User, chosen: dict[str, str]
) -> None:
    answer = client_of(ministry).post("/desk/reports/", {**chosen, "language": "th", "digits": "thai"})

    assert answer.status_code == 200
    assert "ข้อผิดพลาด" in answer.content.decode()
    assert not Job.objects.exists()


# ----------------------------------------------------------------------------------------------------------- the public


def test_the_list_tells_size_and_pages_of_what_was_made(nobody: Client) -> None:
    empty = nobody.get("/reports/").content.decode()
    nobody.get("/years/2552.pdf")
    Source.objects.update(note="")

    page = nobody.get("/reports/").content.decode()

    assert 'href="/years/2552.pdf"' in empty
    assert 'href="/provinces/42.pdf"' in page
    assert empty.count("จัดทำเมื่อเปิด") == page.count("จัดทำเมื่อเปิด") + 1


def test_no_report_asks_what_day_it_is() -> None:
    orders = [
        order_of(kind, about, language="th")
        for kind, about in (
            ("workshop", ["2552", "1"]),
            ("province", ["42"]),
            ("agency", ["DSS"]),
            ("group", ["upper-north-2"]),
        )
    ]
    pages = []
    for today in (date(2008, 1, 1), date(2057, 12, 31)):
        with time_machine.travel(datetime(today.year, today.month, today.day, tzinfo=UTC), tick=False):
            pages.append([html_of(edition(order)) for order in orders])

    assert pages[0] == pages[1]
    assert Agency.objects.exists()
