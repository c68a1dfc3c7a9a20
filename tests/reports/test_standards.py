"""Every kind of report, in both languages, empty and full: sound, kept by both standards, small, all words in it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import NamedTuple

import pikepdf
import pytest
from django.db import transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from portal.pages import place_reports, year_reports
from portal.pages.loading.programme import load_programme
from portal.reports.catalogue import order_of
from portal.reports.drawing import draw, html_of
from portal.reports.editions import edition
from requests_registry.models import CommunityRequest
from tests.factories import make_request, make_workshop
from tests.pages.test_pdf_reports import THAI_DIGITS, share_that_comes_back, words_of, words_on_paper
from tests.pdf_tools import MISTAKEN, against_the_standards, complaints, facts_of, findings, strange_characters, text_of
from tests.seed.facts_in_text import lines_of_pdf

from . import full

pytestmark = pytest.mark.django_db

BYTES_OF_A_PAGE, FONTS_AND_MAP = 10_000, 85_000
ROWS_OF_A_YEAR, ROWS_OF_OTHERS = 125, 15


class Paper(NamedTuple):
    html: str
    content: bytes


#: Nothing is known of them but what the facts say.
EMPTY = (
    ("year", "2553"),
    ("workshop", "2553", "1"),
    ("group", "lower-northeast-2"),
    ("province", "96"),
    ("agency", "NIMT"),
    ("request", "2553-001"),
)
KINDS = ("year", "workshop", "group", "province", "agency", "request")
LANGUAGES = ("th", "en")


@pytest.fixture(scope="module")
def papers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[tuple[str, str, str], Paper]:
    """All of them by fullness, kind and language; made once, of data that are taken back."""
    found: dict[tuple[str, str, str], Paper] = {}
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patched:
        load_programme()
        make_workshop(number=1, starts_on=date(2010, 3, 1))
        make_request(number=1, fiscal_year_id=2553)
        found |= {("empty", about[0], language): _paper(about, language) for about in EMPTY for language in LANGUAGES}
        full.fill()
        patched.setattr(year_reports, "MOST_REQUESTS", ROWS_OF_A_YEAR)
        patched.setattr(place_reports, "MOST_REQUESTS", ROWS_OF_OTHERS)
        found |= {("full", about[0], language): _paper(about, language) for about in _full() for language in LANGUAGES}
        transaction.set_rollback(True)
    return found


def _full() -> list[tuple[str, ...]]:
    year = str(full.YEAR)
    longest = CommunityRequest.objects.public().filter(fiscal_year=full.YEAR, responses__is_published=True)[0]
    province = longest.province_id
    return [
        ("year", year),
        ("workshop", year, "1"),
        ("group", full.GROUP),
        ("province", province),
        ("agency", "DSS"),
        ("request", longest.reference),
    ]


def _paper(about: tuple[str, ...], language: str) -> Paper:
    made = edition(order_of(about[0], about[1:], language=language))
    with translation.override(language):
        html = html_of(made)
    return Paper(html, draw(made, timeout=300))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fullness", ["empty", "full"])
def test_a_report_keeps_both_standards(
    papers: dict[tuple[str, str, str], Paper], fullness: str, kind: str, language: str
) -> None:
    html, content = papers[fullness, kind, language]

    assert against_the_standards(content) == []
    assert complaints(content) == ""
    facts = facts_of(content)
    assert (facts.language, facts.attachments) == (language, 2)
    assert facts.glyphs_without_text == facts.figures_without_text == 0
    source = words_on_paper(html).translate(THAI_DIGITS)
    text = lines_of_pdf(text_of(content)).translate(THAI_DIGITS)
    assert share_that_comes_back(words_of(source), text) == 1.0
    assert strange_characters(text) == set()
    assert len(content) <= FONTS_AND_MAP + BYTES_OF_A_PAGE * facts.pages


def test_the_full_year_is_full(papers: dict[tuple[str, str, str], Paper]) -> None:
    content = papers["full", "year", "th"].content

    with pikepdf.open(io.BytesIO(content)) as document:
        files = {name: file.get_file().read_bytes() for name, file in document.attachments.items()}
    rows = list(csv.DictReader(io.StringIO(files["year-2568.csv"].decode("utf-8-sig"))))
    data = json.loads(files["year-2568.json"])
    assert len(rows) == len(data["requests"]) == ROWS_OF_A_YEAR
    assert {len(row["title"]) for row in rows} == {full.LETTERS_OF_A_TITLE}
    assert [row["reference"] for row in rows] == [row["reference"] for row in data["requests"]]
    assert data["language"] == "th"


def test_the_checker_mistakes_a_return_at_the_end_of_a_stream() -> None:
    """Why `against_the_standards` leaves out one finding: a minimal file, with which qpdf is content."""
    content = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.pages[0].Contents = document.make_stream(b"q Q\r")
        document.save(content, compress_streams=False)

    assert complaints(content.getvalue()) == ""
    assert MISTAKEN in findings(content.getvalue())
    assert MISTAKEN not in " ".join(against_the_standards(content.getvalue()))
