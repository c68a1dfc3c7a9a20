"""While a document wears its process out, the other pages keep answering."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.test import Client

from portal import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]

#: By what it does: without end, in one word, in many paragraphs.
WEARING = {
    "endless": '<div style="display: flex">' * 25 + "ก",
    "one word": "<p>" + "ก" * 100_000,
    "long": "<p>น้ำ</p>" * 20_000,
}
SECONDS_OF_THE_DOCUMENT, SECONDS_OF_A_PAGE = 6, 1
PAGES = ("/", "/years/2552/", "/requests/2552-001/", "/en/requests/", "/healthz")


@pytest.mark.parametrize("kind", WEARING)
def test_pages_answer_in_under_a_second_beside_a_document_that_wears(nobody: Client, kind: str) -> None:
    html = f'<!doctype html><html lang="th"><title>ก</title>{WEARING[kind]}'
    for page in PAGES:
        nobody.get(page)  # what is made once in a process is there

    with ThreadPoolExecutor(1) as others:
        document = others.submit(pdf.render, html, stylesheet="", timeout=SECONDS_OF_THE_DOCUMENT)
        slowest = max(_seconds_of(nobody, page) for page in PAGES * 2)
        was_at_work = not document.done()

    assert was_at_work
    assert slowest < SECONDS_OF_A_PAGE
    assert _end(document) in {None, pdf.Failure.TOO_LONG, pdf.Failure.TOO_LARGE, pdf.Failure.CRASHED}


def _seconds_of(browser: Client, page: str) -> float:
    began = time.monotonic()
    assert browser.get(page).status_code == 200
    return time.monotonic() - began


def _end(document: Future[bytes]) -> pdf.Failure | None:
    failed = document.exception()
    if failed is None:
        return None
    assert isinstance(failed, pdf.PdfFailed)
    return failed.kind
