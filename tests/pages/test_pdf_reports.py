"""The two reports as files: every Thai word of them comes back as text, they are sound, and the address behaves."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.test import Client

from portal import pdf
from portal.models import Source
from portal.reports import making
from requests_registry.models import CommunityRequest, RequestStatus, ResponseStatus
from tests.factories import (
    a_province,
    an_agency,
    make_agency_name,
    make_outcome,
    make_request,
    make_response,
    make_transition,
    make_workshop,
)
from tests.pdf_tools import complaints, facts_of, squeezed, strange_characters, text_of
from tests.seed.facts_in_text import LINE_ELEMENTS, facts_of_page, lines_of_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts", "rendered_once")]

YEAR, EXAMPLE = "/years/2552.pdf", "/requests/2552-001.pdf"
ADDRESSES = (YEAR, EXAMPLE, f"/en{YEAR}", f"/en{EXAMPLE}")
OUR_FONTS = {"Sarabun", "Sarabun-Semi-Bold", "Kanit-Medium"}
LETTER = re.compile("[A-Za-zก-๎]")  # with the marks of Thai; the digits are not among them
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@pytest.fixture
def fresh_store(rendered_once: dict[str, Any]) -> None:
    """Every document is really made. Tests without it may get what others made."""
    rendered_once.clear()


@pytest.fixture(scope="module", autouse=True)
def _pdf_process() -> Iterator[None]:
    yield
    pdf.close()


@pytest.fixture
def printed_html(fresh_store: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the PDFs of the test were made from, as it is handed to the child process."""
    handed_over: list[str] = []
    render = pdf.render

    def listening(html: str, **options: Any) -> bytes:
        handed_over.append(html)
        return render(html, **options)

    monkeypatch.setattr(pdf, "render", listening)
    return handed_over


class _PrintedText(HTMLParser):
    """The words of a document that are seen on paper: not its head, titles of drawings, or what is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)
        if self._unseen or tag in ("head", "title") or "visually-hidden" in (dict(attrs).get("class") or ""):
            self._unseen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        if self._unseen and self._unseen[-1] == tag:
            self._unseen.pop()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)

    def _part(self, tag: str) -> None:
        """Words of two cells, paragraphs or labels are two words."""
        if tag == "text" or LINE_ELEMENTS.fullmatch(tag):
            self.pieces.append("\n")


def words_on_paper(html: str) -> str:
    parser = _PrintedText()
    parser.feed(re.sub(r"<meta[^>]*>", "", html))  # has no end tag
    return "".join(parser.pieces)


def words_of(text: str) -> list[str]:
    """Between white space, with at least one letter."""
    return [word for word in text.split() if LETTER.search(word)]


def letters_of(text: str) -> Counter[str]:
    return Counter(LETTER.findall(text))


def repeated_heads(html: str, text: str) -> str:
    """The heads of tables that stand on a further page once more, as often as they do."""
    heads = {squeezed(words_on_paper(head)) for head in re.findall(r"(?s)<thead>(.*?)</thead>", html)}
    source = squeezed(words_on_paper(html))
    return "".join(head * (squeezed(text).count(head) - source.count(head)) for head in heads)


def share_that_comes_back(words: list[str], text: str) -> float:
    """Of the words; where a line breaks does not matter. A word counts as often as it is there."""
    found, flat = 0, squeezed(text)
    for word, times in Counter(words).items():
        found += min(times, flat.count(squeezed(word)))
    return found / len(words)


def _file(browser: Client, address: str) -> bytes:
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


# ------------------------------------------------------------------------------------------------------ the round trip


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_word_of_the_document_comes_back(nobody: Client, printed_html: list[str], address: str) -> None:
    text = lines_of_pdf(text_of(_file(nobody, address))).translate(THAI_DIGITS)
    source = words_on_paper(printed_html[0]).translate(THAI_DIGITS)

    assert words_of(source)
    assert share_that_comes_back(words_of(source), text) == 1.0
    assert letters_of(source) - letters_of(text) == Counter()
    assert letters_of(text) - letters_of(source) == letters_of(repeated_heads(printed_html[0], text))
    assert strange_characters(text) == set()


@pytest.mark.parametrize("status", [ResponseStatus.ACCEPTED, ResponseStatus.VERIFIED, ResponseStatus.DECLINED])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_request_with_everything_in_it_comes_back(
    nobody: Client, printed_html: list[str], caplog: pytest.LogCaptureFixture, prefix: str, status: str
) -> None:
    full = _request_with_everything(status)

    with caplog.at_level(logging.WARNING):
        content = _file(nobody, f"{prefix}/requests/{full.reference}.pdf")

    source = words_on_paper(printed_html[0]).translate(THAI_DIGITS)
    text = lines_of_pdf(text_of(content)).translate(THAI_DIGITS)
    assert share_that_comes_back(words_of(source), text) == 1.0
    assert letters_of(text) == letters_of(source)
    assert "งบพัฒนาจังหวัด" in squeezed(text)
    assert caplog.messages == []
    assert complaints(content) == ""


def _request_with_everything(status: str) -> CommunityRequest:
    """With each field that a sheet can show, in words that are hard to set: tone marks, sara am, long runs."""
    full = make_request(
        RequestStatus.CLOSED,
        outcome="partly_met",
        number=77,
        workshop=make_workshop(number=9, starts_on=date(2009, 6, 1), venue_th="ห้องประชุมที่ทำการกลุ่มผู้ใช้น้ำ"),
        category_id=2,
        public_community_th="กลุ่มแม่บ้านน้ำพุร้อนห้วยน้ำดำ",
        sector="people",
        public_title_th="ขอเครื่องกรองน้ำบาดาลสำหรับชุมชนบ้านน้ำเย็น",
        public_text_th="น้ำบาดาลมีสนิมเหล็กและฟลูออไรด์สูง ชาวบ้านดื่มไม่ได้ ต้องซื้อน้ำจากภายนอกหมู่บ้านตลอดทั้งปี " * 6,
    )
    response = make_response(
        status,
        community_request=full,
        summary_th="ติดตั้งระบบกรองน้ำต้นแบบพร้อมอบรมผู้ดูแล",
        details_th="สำรวจคุณภาพน้ำ ออกแบบถังกรอง และถ่ายทอดวิธีล้างสารกรอง\nให้แก่ผู้ดูแลระบบของหมู่บ้าน",
        answered_on=date(2009, 6, 20),
        planned_from=date(2009, 7, 1),
        planned_to=date(2010, 2, 15),
        budget_baht=1250000,
        budget_source_th="งบพัฒนาจังหวัด",
        delivered_on=date(2009, 9, 9),
        people_reached=1480,
        suggested_agency=an_agency("TISTR") if status == ResponseStatus.DECLINED else None,
        is_published=True,
    )
    make_response(ResponseStatus.ASKED, community_request=full, agency=an_agency("TINT"), part=2)
    make_transition(community_request=full, public_note_th="รับหนังสือจากอำเภอแล้ว")
    make_transition(community_request=full, response=response, from_status="asked", to_status=status)
    outcome = make_outcome(community_request=full, verified_at=full.accepted_at, baseline=0, unit_th="ครัวเรือน")
    outcome.responses.add(response)
    return full


@pytest.mark.parametrize("language", ["th", "en"])
def test_what_the_page_of_the_year_says_is_in_its_pdf(nobody: Client, language: str) -> None:
    prefix = "" if language == "th" else "/en"
    page = facts_of_page(nobody.get(f"{prefix}/years/2552/").content.decode(), language)

    text = squeezed(text_of(_file(nobody, prefix + YEAR)))

    said = [
        page.programme or "",
        *(text for shop in page.workshops for text in (shop.venue, shop.host, shop.group, *shop.provinces)),
        *page.categories,
        *(text for activity in page.activities for text in (activity.text, *activity.examples)),
        *(request.title for request in page.requests),
        *(text for answer in page.answers for text in (answer.text, answer.agency)),
        *page.footer_agencies,
    ]
    assert len(said) > 60
    assert [words for words in said if not _is_in(words, text, language)] == []


@pytest.mark.parametrize("language", ["th", "en"])
def test_what_the_page_of_the_example_says_is_in_its_pdf(nobody: Client, language: str) -> None:
    prefix = "" if language == "th" else "/en"
    page = nobody.get(f"{prefix}/requests/2552-001/").content.decode()
    said = [
        re.sub(r"<[^>]+>|\u2060", "", found)
        for found in re.findall(r"<h1>(.*?)</h1>|<h3 id=\"answer-.*?\">(.*?)</h3><p class=\"mb-0\">(.*?)</p>", page)
        for found in found
        if found
    ]

    text = squeezed(text_of(_file(nobody, prefix + EXAMPLE)))

    assert len(said) == 1 + 4 * 2
    assert [words for words in said if not _is_in(words, text, language)] == []


def _is_in(words: str, text: str, language: str) -> bool:
    return squeezed(words.translate(THAI_DIGITS) if language == "th" else words) in text


# ------------------------------------------------------------------------------------------------------------ the files


@pytest.mark.usefixtures("fresh_store")
@pytest.mark.parametrize(
    ("address", "title", "language"),
    [
        (YEAR, "รายงานปีงบประมาณ พ.ศ. 2552", "th"),
        (EXAMPLE, "ใบสรุปความต้องการ 2552-001", "th"),
        (f"/en{YEAR}", "Report for fiscal year 2552 (B.E.)", "en"),
        (f"/en{EXAMPLE}", "Request summary 2552-001", "en"),
    ],
)
def test_a_report_is_a_sound_and_accessible_file(
    nobody: Client, caplog: pytest.LogCaptureFixture, address: str, title: str, language: str
) -> None:
    with caplog.at_level(logging.WARNING):
        content = _file(nobody, address)

    facts = facts_of(content)
    assert (facts.title, facts.language) == (title, language)
    assert facts.tagged
    assert facts.shows_title
    assert facts.fonts <= OUR_FONTS
    assert facts.fonts_not_embedded == set()
    assert facts.glyphs_without_text == 0
    assert facts.figures_without_text == 0
    assert not facts.active
    assert complaints(content) == ""
    assert caplog.messages == []  # WeasyPrint has nothing to say, nor has anybody else


@pytest.mark.parametrize(
    ("address", "numbering", "without"),
    [
        (YEAR, "หน้า {page} จาก {pages}", 1),  # the cover
        (EXAMPLE, "หน้า {page} จาก {pages}", 0),
        (f"/en{YEAR}", "Page {page} of {pages}", 1),
        (f"/en{EXAMPLE}", "Page {page} of {pages}", 0),
    ],
)
def test_each_page_has_its_number(nobody: Client, address: str, numbering: str, without: int) -> None:
    content = _file(nobody, address)

    pages = text_of(content).split("\f")[:-1]
    digits: Callable[[int], str] = str
    if "จาก" in numbering:
        digits = lambda number: str(number).translate(THAI_DIGITS)  # noqa: E731
    numbered = [page.rstrip().splitlines()[-1] for page in pages[without:]]
    assert len(pages) == facts_of(content).pages > without
    for page, line in enumerate(numbered, start=1 + without):
        assert line.endswith(numbering.format(page=digits(page), pages=digits(len(pages))))


def test_a_thai_report_has_thai_digits_only(nobody: Client) -> None:
    """But for addresses, and names that are written with Latin letters."""
    for address in (YEAR, EXAMPLE):
        text = re.sub(r"http\S+|CC BY [0-9.]+|MapSVG\S*", "", lines := text_of(_file(nobody, address)))
        assert len(lines) > 500
        assert re.findall(r".*[0-9].*", text) == []


def test_the_file_tells_since_when_its_data_stand(nobody: Client) -> None:
    Source.objects.update(read_on=date(2026, 3, 1))

    assert "ข้อมูล ณ วันที่ ๑ มีนาคม ๒๕๖๙" in text_of(_file(nobody, YEAR))
    assert "Data as of 1 March 2026" in text_of(_file(nobody, f"/en{EXAMPLE}"))


# ---------------------------------------------------------------------------------------------------------- the address


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_same_bytes_and_304_for_who_has_them(nobody: Client, address: str) -> None:
    first = nobody.get(address)

    again = nobody.get(address)
    known = nobody.get(address, HTTP_IF_NONE_MATCH=f'"other", {first["ETag"]}')

    assert first.content == again.content
    assert first["ETag"] == again["ETag"] == known["ETag"]
    assert (known.status_code, known.content) == (304, b"")
    assert nobody.get(address, HTTP_IF_NONE_MATCH='"other"').status_code == 200
    assert nobody.head(address).status_code == 200
    assert "public" in first["Cache-Control"]
    assert not first.cookies


def test_every_report_and_language_has_an_etag_of_its_own(nobody: Client) -> None:
    assert len({nobody.get(address)["ETag"] for address in ADDRESSES}) == len(ADDRESSES)


def test_the_etag_changes_with_the_data_and_only_with_those_of_the_report(nobody: Client) -> None:
    year, example = nobody.get(YEAR)["ETag"], nobody.get(EXAMPLE)["ETag"]

    an_agency("OM").names.update(name_th="สำนักงานรัฐมนตรีว่าการ")

    assert nobody.get(YEAR)["ETag"] != year
    assert nobody.get(EXAMPLE)["ETag"] == example


@pytest.mark.parametrize(
    ("address", "ascii_name", "thai_name"),
    [
        (YEAR, "year-2552.pdf", "รายงานปีงบประมาณ-2552.pdf"),
        (EXAMPLE, "request-2552-001.pdf", "ความต้องการ-2552-001.pdf"),
    ],
)
def test_it_is_saved_under_a_thai_name(nobody: Client, address: str, ascii_name: str, thai_name: str) -> None:
    disposition = nobody.get(address)["Content-Disposition"]

    assert disposition.isascii()
    assert disposition.startswith(f'inline; filename="{ascii_name}"')
    assert unquote(disposition.partition("filename*=UTF-8''")[2]) == thai_name
    assert nobody.get(f"/en{address}")["Content-Disposition"] == f'inline; filename="{ascii_name}"'


# ----------------------------------------------------------------------------------------------------- none can be made


@pytest.fixture
def missing_library(fresh_store: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """A machine on which a library that is needed cannot be loaded."""
    name = "libpango-of-another-machine.so.7"
    monkeypatch.setattr(pdf, "LIBRARIES", (*pdf.LIBRARIES, (name,)))
    return name


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_the_libraries_the_address_says_what_is_missing(
    nobody: Client, missing_library: str, address: str
) -> None:
    answer = nobody.get(address)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer["Content-Type"].startswith("text/html")
    assert f'<html lang="{"en" if address.startswith("/en") else "th"}"' in page
    assert missing_library in page
    assert "apt-get install" in page
    assert "ETag" not in answer
    assert not answer.cookies


def test_the_pages_work_without_the_libraries(nobody: Client, missing_library: str) -> None:
    for address in ("/years/2552/", "/en/requests/2552-001/"):
        assert nobody.get(address).status_code == 200


@pytest.mark.usefixtures("fresh_store")
def test_a_stored_report_is_sent_even_when_none_can_be_made(nobody: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = _file(nobody, EXAMPLE)
    monkeypatch.setattr(pdf, "LIBRARIES", (("libpango-of-another-machine.so.7",),))

    assert _file(nobody, EXAMPLE) == stored
    assert nobody.get(YEAR).status_code == 503


@pytest.mark.usefixtures("fresh_store")
def test_one_document_too_many_is_told_to_come_again_and_stored_ones_are_sent(nobody: Client) -> None:
    stored = _file(nobody, EXAMPLE)
    with ExitStack() as others_at_work:
        for _place in range(making.AT_ONCE):
            making._room.acquire()
            others_at_work.callback(making._room.release)

        answer = nobody.get(YEAR)
        assert (answer.status_code, answer["Retry-After"]) == (503, "20")
        assert _file(nobody, EXAMPLE) == stored

    assert nobody.get(YEAR).status_code == 200


@pytest.mark.usefixtures("fresh_store")
@pytest.mark.parametrize("kind", list(pdf.Failure))
def test_a_document_that_fails_is_503_and_is_not_kept(
    nobody: Client, monkeypatch: pytest.MonkeyPatch, kind: pdf.Failure
) -> None:
    def failing(*args: object, **options: object) -> bytes:
        raise pdf.PdfFailed(kind, "detail for the log")

    with monkeypatch.context() as patched:
        patched.setattr(pdf, "render", failing)
        answer = nobody.get(EXAMPLE)

    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert pdf.PdfFailed(kind, "").reason in answer.content.decode()
    assert "detail for the log" not in answer.content.decode()
    assert nobody.get(EXAMPLE).status_code == 200


# ---------------------------------------------------------------------------------------------- what is in the data


def test_names_with_markup_and_long_runs_are_only_text(nobody: Client, printed_html: list[str]) -> None:
    odd = make_request(
        public_title_th="<img src=x onerror=alert(1)> & “ขอเตาเผา” {{ report }} {% now %}",
        public_text_th="น้ำ" * 900,
        province=a_province("42"),
    )

    answer: HttpResponse = nobody.get(f"/requests/{odd.reference}.pdf")  # type: ignore[assignment]

    text = squeezed(text_of(answer.content))
    assert "<imgsrc=xonerror=alert(1)>&“ขอเตาเผา”{{report}}{%now%}" in text
    assert text.count("น้ำ") >= 900
    assert "<img src=x" not in printed_html[0]
    assert "&lt;img src=x" in printed_html[0]


def test_an_agency_is_named_as_it_was_called_then(nobody: Client) -> None:
    agency = an_agency("DSS")
    make_agency_name(agency=agency, name_th="กรมใหม่", name_en="New Department", valid_from=date(2015, 1, 1))

    text = squeezed(text_of(_file(nobody, EXAMPLE)))

    assert "กรมวิทยาศาสตร์บริการ" in text
    assert "กรมใหม่" not in text
