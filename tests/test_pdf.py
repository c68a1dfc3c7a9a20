"""PDFs: Thai comes back exactly, nothing foreign gets in, nothing costs too much, and the web process stays well."""

import base64
import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pikepdf
import pytest
from django.conf import LazySettings
from django.utils import translation
from PIL import Image, ImageChops

from portal import fonts, pdf
from tests.pdf_tools import (
    Facts,
    against_the_standards,
    complaints,
    facts_of,
    pictures,
    round_trip,
    squeezed,
    strange_characters,
    text_by_place,
    text_of,
    words_lost,
)

REPOSITORY = Path(pdf.__file__).parent.parent
FACES = {"regular": "400 9pt Sarabun", "semibold": "600 9pt Sarabun", "heading": "500 9pt Kanit"}
STYLESHEET = (
    "@page { size: 500mm 297mm; margin: 10mm } pre { margin: 0; line-height: 1.8; white-space: pre }"
    + "".join(f".{name} {{ font: {font}; line-height: 1.8 }}" for name, font in FACES.items())
)
HARD_WORDS = (
    "ป้า น้ำ ฝ้ำ ปำ ฟ้ำ กิ๊ง ปี่ ญู ฐู ฎุ สำนักงาน ทำ คำ ถ้ำ ค่ำ ช้ำ ก๊ำ ก๋ำ ภูมิปัญญา เยลลี่ ฤๅ ฝั่ง ป๋า ฏู ฬ่ำ ฉ่ำ น้ำค้าง อำนาจ ส้มตำ "
    "พุทฺธํ ที่ปรึกษา ชั้น ไม่ได้ เปี๊ยะ ฟั้น ญี่ปุ่น กตัญญู ปฏิญญา ทฤษฎี สัมฤทธิ์ ๑๒๓๔๕๖๗๘๙๐ ฿ ๆ ฯลฯ ๏ ๚ ๛"
)
CONSONANTS = [chr(code_point) for code_point in fonts.THAI_CONSONANTS]
SYLLABLES = [
    consonant + tail
    for tail in ("ำ", "่ำ", "้ำ", "๊ำ", "๋ำ", "า", "่า", "ี่", "ื้", "ั๊", "ู่", "ุ", "์", "็")
    for consonant in CONSONANTS
]
LATIN_WORDS = "fi ﬁ fl ﬂ office ﬁne ‐ ‑ - – — “a” ‘b’ … · › → × ● ▲ ■ ○ ◐ ▶ ◆ ✓ ✕ é ß m² ½ 1/2 25 °C"


@pytest.fixture(scope="module", autouse=True)
def font_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The fonts of this source, whatever was built before; the child that used them ends with the module."""
    from django.conf import settings

    fonts.build_fonts(settings.FONTS_DIR)
    yield settings.FONTS_DIR
    pdf.close()


def _seed_texts() -> list[str]:
    """Every text of the seed facts, Thai and English, repaired as the portal stores it."""
    facts = json.loads((REPOSITORY / "portal" / "data" / "seed_facts.json").read_text("utf-8"))
    return [" ".join(text.split()) for text in _strings(facts)]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _lines(words: list[str], *, length: int = 110) -> Iterator[str]:
    line = ""
    for word in words:
        if line and len(line) + len(word) > length:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def _page(body: str, *, title: str = "เอกสารทดสอบ", language: str = "th") -> str:
    return f'<!DOCTYPE html><html lang="{language}"><title>{title}</title><body>{body}</body></html>'


def _render(html: str, **options: Any) -> bytes:
    return pdf.render(html, stylesheet=STYLESHEET, **options)


@pytest.fixture(scope="module")
def source() -> str:
    """All words that must come back, in lines that fit on the page."""
    words = [*HARD_WORDS.split(), *SYLLABLES, *LATIN_WORDS.split(), *" ".join(_seed_texts()).split()]
    return "\n".join(_lines(words))


@pytest.fixture(scope="module")
def hard_document(source: str) -> bytes:
    blocks = [f'<h2 class="{name}">{name}</h2><pre class="{name}">{escape(source)}</pre>' for name in FACES]
    return _render(_page("".join(blocks)))


# --- the text --------------------------------------------------------------------------------------------------------


def test_every_word_comes_back_in_every_font(hard_document: bytes, source: str) -> None:
    text = text_of(hard_document)
    expected = " ".join(f"{name} {source}" for name in FACES)

    assert len(source.split()) > 2000
    assert words_lost(expected, text) == []
    assert round_trip(expected, text) == 1.0
    assert squeezed(text) == squeezed(expected)  # and in order, with nothing added


def test_every_word_comes_back_from_the_places_of_its_glyphs(hard_document: bytes, source: str) -> None:
    """A mark that is moved far from its consonant would split the word here."""
    assert words_lost(" ".join([source] * len(FACES)), text_by_place(hard_document)) == []


def test_sara_am_and_sara_aa_are_counted_as_in_the_source(hard_document: bytes, source: str) -> None:
    text = text_of(hard_document)

    assert text.count("ำ") == 3 * source.count("ำ")
    assert text.count("า") == 3 * source.count("า")
    assert text.count("\u0e4d") == 3 * source.count("\u0e4d")


def test_no_glyph_is_without_text_and_no_text_is_strange(hard_document: bytes) -> None:
    assert facts_of(hard_document).glyphs_without_text == 0
    assert strange_characters(text_of(hard_document)) == set()


@pytest.mark.parametrize("first", ["ำา", "าำ"])
def test_the_order_of_a_document_does_not_matter(first: str) -> None:
    words = "กำ กา" if first == "ำา" else "กา กำ"

    assert text_of(_render(_page(f"<p>{words} น้ำ น้า ทำนา"))).split() == [*words.split(), "น้ำ", "น้า", "ทำนา"]


def test_sara_am_after_something_without_an_anchor_comes_back() -> None:
    text = text_of(_render(_page("<p>กุำ Aำ ำ ๕ำ")))

    assert squeezed(text) == "กุำAำำ๕ำ"


def test_running_text_over_lines_comes_back_in_order() -> None:
    sentences = [text for text in _seed_texts() if len(text) > 80]

    text = text_of(
        pdf.render(_page("".join(f"<p>{escape(s)}</p>" for s in sentences)), stylesheet="body{font:16pt Sarabun}")
    )

    assert len(sentences) > 20
    assert squeezed(text) == squeezed("".join(sentences))


def test_text_in_an_svg_figure_comes_back() -> None:
    words = '<text x="9" y="30" font-family="Kanit" font-weight="500">น้ำ ทำนา</text>'
    figure = f'<svg width="200" height="50"><title>จำนวน</title>{words}</svg>'
    document = _render(_page(f"<p>กา{figure}"))

    assert {"น้ำ", "ทำนา"} <= set(text_of(document).split())
    assert facts_of(document).figures_without_text == 0


def test_words_of_the_tools_are_really_compared() -> None:
    """The measure itself: a lost tone mark, a split word and a doubled word are seen."""
    assert words_lost("น้ำ ทำ", "นำ ทำ") == ["น้ำ"]
    assert round_trip("ฝั่ง น้ำ", "ฝั่ ง น้ำ") == 0.5
    assert words_lost("ทำ ทำ", "ทำ") == ["ทำ"]


# --- the drawing -----------------------------------------------------------------------------------------------------


def test_the_drawing_is_that_of_the_source_fonts(settings: LazySettings, tmp_path: Path) -> None:
    """Seen at 110 dpi, from fine pictures: at 110 dpi poppler puts each raised mark on a whole pixel.

    Each syllable has its own place, since WeasyPrint rounds the places of glyphs, which would add up along a line. It
    also moves marks 2.4 % too far (1/1024 taken for 1/1000), which joined glyphs do not: up to a third of a pixel.
    """
    derived = _syllable_pages()
    pdf.close()
    settings.FONTS_DIR = _source_fonts(tmp_path)
    original = _syllable_pages()
    pdf.close()

    assert len(derived) == len(original) == len(FACES)
    for ours, theirs in zip(derived, original, strict=True):
        assert ours.size == theirs.size
        assert _darkness(ours) > 10_000  # the page is not empty
        assert sum(ImageChops.difference(ours, theirs).histogram()[101:]) == 0  # of 255: all under half a pixel


def _syllable_pages() -> list[Image.Image]:
    cells = [f"<td>{syllable}" + "<tr>" * (i % 23 == 22) for i, syllable in enumerate(SYLLABLES)]
    body = "".join(f'<table class="{name}"><tr>{"".join(cells)}</table>' for name in FACES)
    style = (
        f"{STYLESHEET} @page {{ size: 250mm 250mm; margin: 5mm }}"
        "table { font-size: 14pt; border-spacing: 0; break-after: page } td { width: 10mm; padding: 0 }"
    )
    fine = pictures(pdf.render(_page(body), stylesheet=style), dpi=440)
    return [picture.reduce(4) for picture in fine]


def _source_fonts(folder: Path) -> Path:
    (folder / "pdf").mkdir()
    for face in fonts.FACES:
        shutil.copy(face.source(), folder / "pdf")
    (folder / "build-key").touch()
    return folder


def _darkness(picture: Image.Image) -> int:
    return sum(picture.histogram()[:128])


# --- the structure ---------------------------------------------------------------------------------------------------


def test_structure_of_a_document() -> None:
    document = _render(_page('<h1 class="heading">รายงาน</h1><p class="regular">ก <b style="font-weight:600">ข</b>'))

    assert complaints(document) == ""
    assert facts_of(document) == Facts(
        title="เอกสารทดสอบ",
        language="th",
        tagged=True,
        shows_title=True,
        pages=1,
        fonts=frozenset({"Sarabun", "Sarabun-Semi-Bold", "Kanit-Medium"}),
        fonts_not_embedded=frozenset(),
        glyphs_without_text=0,
        attachments=0,
        metadata_compressed=False,
        active=False,
        figures_without_text=0,
    )


def test_title_and_language_come_from_the_html() -> None:
    facts = facts_of(_render(_page("<p>text", title="Fiscal year 2552", language="en")))

    assert (facts.title, facts.language) == ("Fiscal year 2552", "en")


def test_no_document_carries_the_time_of_its_making() -> None:
    document = _render(_page("<p>ก"))

    assert b"CreationDate" not in document
    assert b"ModDate" not in document


def test_an_unknown_font_gives_way_to_sarabun() -> None:
    document = _render(_page('<p style="font-family: Tahoma, sans-serif">ภาษาไทย and English'))

    assert facts_of(document).fonts == {"Sarabun"}


def test_every_document_is_tagged_and_sound() -> None:
    document = _render(_page("<h1>ก</h1><p>ข"))

    assert facts_of(document).tagged
    assert not facts_of(document).metadata_compressed
    assert complaints(document) == ""


#: Everything that a report may hold, in the ways in which the renderer would tag it wrongly.
EVERYTHING = """
<h1>น้ำ ทำ ฝ้ำ ปี่ ญู</h1><p>ความ <a href="https://example.org/">ไปยังหน้า</a></p>
<dl><div><dt>ก</dt><dd>ข</dd></div> <div><dt>ค</dt><dd>ง<ul class="in"><li>จ</li><li>ฉ</li></ul></dd></div></dl>
<dl class="row"><div><dt>ก</dt><dd>ข</dd></div> · <div><dt>ค</dt><dd>ง</dd></div></dl>
<ul><li>หนึ่ง<ol><li>สอง</li></ol></li></ul><ol class="in"><li>สาม<p>สี่</p></li></ol><ul class="none"><li>ห้า</li></ul>
<table><caption>ตาราง</caption><thead><tr><th scope="col">ก</th><th scope="col">ข</th></tr></thead>
<tbody><tr><th scope="row">ค</th><td>ง</td></tr></tbody></table>
<svg viewBox="0 0 9 9" width="9" height="9"><title>ภาพ</title><path d="M0 0h9v9z" fill-opacity=".5"/></svg>
<p><svg viewBox="0 0 9 9" width="9" height="9" aria-hidden="true"><path d="M0 0h9v9z"/></svg> เครื่องหมาย</p>
"""
STYLES = ".in { list-style-position: inside } .row div { display: inline-block } .none { list-style: none }"


def attached() -> tuple[pdf.Attached, pdf.Attached]:
    changed = datetime(2009, 5, 26, 3, 0, tzinfo=UTC)
    return (
        pdf.Attached("data.csv", "ก,ข\n1,2\n".encode(), "ข้อมูลของรายงาน", changed),
        pdf.Attached("data.json", b"{}", "ข้อมูลของรายงาน", changed),
    )


@pytest.mark.parametrize("body", [EVERYTHING, "<p>ก"], ids=["everything", "next to nothing"])
@pytest.mark.parametrize("files", [(), attached()], ids=["alone", "with data"])
def test_a_document_keeps_both_standards(body: str, files: tuple[pdf.Attached, ...]) -> None:
    document = pdf.render(_page(body), stylesheet=STYLES, attached=files)

    assert against_the_standards(document) == []


def test_data_are_embedded_with_the_time_of_their_change() -> None:
    document = pdf.render(_page("<p>ก"), stylesheet="", attached=attached())

    with pikepdf.open(BytesIO(document)) as opened:
        files = {name: entry.get_file().read_bytes() for name, entry in opened.attachments.items()}
        times = {str(entry.obj.EF.F.Params.ModDate) for entry in opened.attachments.values()}
        kinds = {str(entry.obj.AFRelationship) for entry in opened.attachments.values()}
    assert files == {"data.csv": "ก,ข\n1,2\n".encode(), "data.json": b"{}"}
    assert times == {"D:20090526030000Z"}
    assert kinds == {"/Data"}


def test_assets_fonts_and_data_pictures_are_served() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    style = "@font-face { font-family: Own; src: url(font:Kanit-Medium) } p { font-family: Own }"
    addresses = ("asset:mark.svg", "asset:dot.png", f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}")

    document = pdf.render(
        _page("<p>ก" + "".join(f'<img alt="ภาพ" src="{address}">' for address in addresses)),
        stylesheet=style,
        assets={"mark.svg": svg, "dot.png": _png(9, 9)},
    )

    assert _darkness(pictures(document)[0]) > _darkness(pictures(pdf.render(_page("<p>ก"), stylesheet=style))[0]) + 200
    assert facts_of(document).figures_without_text == 0


def test_warnings_of_the_renderer_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):  # those of a kept style sheet each time
        caplog.clear()
        pdf.render(_page('<p style="colour: red">ก'), stylesheet="p { widht: 1cm }")

        warnings = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
        assert len(warnings) == 2
        assert "widht" in warnings[0]
        assert "colour" in warnings[1]


def test_a_good_document_has_no_warnings(hard_document: bytes, caplog: pytest.LogCaptureFixture, source: str) -> None:
    _render(_page(f'<pre class="regular">{escape(source)}</pre>'))

    assert caplog.records == []


def test_a_character_that_no_font_has_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    _render(_page("<p>漢"))

    assert "U+6F22" in caplog.text


# --- the same bytes, in a web process of its own ---------------------------------------------------------------------

OWN_PROCESS = """
import hashlib, os, sys
from pathlib import Path
from django.conf import settings
settings.configure(FONTS_DIR=Path(sys.argv[1]), USE_I18N=False)
from portal import pdf

def digest():
    document = pdf.render(sys.argv[2], stylesheet=sys.argv[3])
    return hashlib.sha256(document).hexdigest()

print(digest(), flush=True)
print(pdf._client._child.process.pid, flush=True)
if os.fork() == 0:
    print(digest(), pdf._client._child.process.pid, flush=True)
    sys.exit()
os.wait()
print(digest(), pdf._client._child.process.pid, flush=True)
print(sorted({"weasyprint", "pydyf", "fontTools", "cffi", "PIL"} & set(sys.modules)))
print(os.listdir(pdf._client._child.folder.parent), file=sys.stderr)
"""


def _in_own_process(font_folder: Path, html: str, *, seed: str, folder: Path) -> list[str]:
    command = [sys.executable, "-c", OWN_PROCESS, str(font_folder), html, STYLESHEET]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TMPDIR": str(folder)}
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPOSITORY, env=environment)
    return result.stdout.splitlines()


def test_other_web_processes_make_the_same_bytes_without_importing_weasyprint(
    font_folder: Path, tmp_path: Path
) -> None:
    html = _page("".join(f'<p class="{name}">{HARD_WORDS}' for name in FACES))
    here = sha256(_render(html)).hexdigest()

    for seed in ("1", "2"):
        first, child, forked, again, imported = _in_own_process(font_folder, html, seed=seed, folder=tmp_path)

        assert first == here
        assert again.split() == [here, child]  # the fork did not disturb the child of its parent
        assert forked.split()[0] == here
        assert forked.split()[1] != child  # and has one of its own
        assert imported == "[]"
    assert list(tmp_path.iterdir()) == []  # nothing is left behind


# --- the fence -------------------------------------------------------------------------------------------------------


class Listener(HTTPServer):
    """Counts who comes."""

    def __init__(self) -> None:
        self.hits: list[str] = []
        super().__init__(("127.0.0.1", 0), _CountingHandler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/secret"


class _CountingHandler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.hits.append(self.path)  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Stay quiet."""


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


DATA_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">'
    '<image x:href="{}" width="9" height="9"/></svg>'
)
HOSTILE = {
    "img": '<img src="{}">',
    "img srcset": '<img srcset="{} 1x" src="{}">',
    "link attachment": '<link rel="attachment" href="{}">',
    "a attachment": '<a rel="attachment" href="{}">ก</a>',
    "link stylesheet": '<link rel="stylesheet" href="{}">',
    "object": '<object data="{}"></object>',
    "embed": '<embed src="{}">',
    "import": '<style>@import url("{}");</style>',
    "background": '<p style="background: url({})">ก',
    "list marker": '<li style="list-style-image: url({})">ก',
    "content": "<style>p::before { content: url({}) }</style><p>ก",
    "font": '<style>@font-face { font-family: X; src: url("{}") } p { font-family: X }</style><p>ก',
    "svg image": '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    "svg use": '<svg width="9" height="9"><use href="{}#a"/></svg>',
    "svg in data": f"<img src='data:image/svg+xml,{DATA_SVG.replace('#', '%23')}'>",
    "base": '<base href="{}/x"><img src="y.png">',
    "iframe": '<iframe src="{}"></iframe>',
}
IGNORED = {"iframe", "svg use"}  # WeasyPrint does not even try to load these


@pytest.mark.parametrize("target", ["file", "http"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_document_reaches_nothing(kind: str, target: str, listener: Listener, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("canary-5512", "ascii")
    address = listener.address if target == "http" else secret.as_uri()

    outcome = _outcome(_page(HOSTILE[kind].replace("{}", address)))

    if kind in IGNORED:
        assert isinstance(outcome, bytes)
        assert (facts_of(outcome).attachments, facts_of(outcome).active) == (0, False)
        assert "canary-5512" not in text_of(outcome)
    else:
        assert outcome == pdf.Failure.REFUSED
    assert listener.hits == []


def _outcome(html: str, **options: Any) -> bytes | pdf.Failure:
    try:
        return _render(html, **options)
    except pdf.PdfFailed as failed:
        return failed.kind


def test_the_listener_would_notice_a_visit(listener: Listener) -> None:
    """The counter itself; else the tests above are blind."""
    with urlopen(listener.address) as answer:
        answer.read()

    assert listener.hits == ["/secret"]
    listener.hits.clear()


@pytest.mark.parametrize(
    "address", ["FILE:///etc/hostname", "ftp://127.0.0.1/x", "font:Nobody", "asset:none", "data:text/html,x"]
)
def test_only_what_is_in_the_dictionary_is_served(address: str) -> None:
    with pytest.raises(pdf.PdfFailed) as failed:
        _render(_page(f'<img src="{address}">'))

    assert failed.value.kind == pdf.Failure.REFUSED
    assert address.lower() in failed.value.detail.lower()


def test_a_stylesheet_is_fenced_too(listener: Listener) -> None:
    with pytest.raises(pdf.PdfFailed) as failed:
        pdf.render(_page("<p>ก"), stylesheet=f'@import url("{listener.address}");')

    assert failed.value.kind == pdf.Failure.REFUSED
    assert listener.hits == []


def test_a_refused_document_does_not_cost_the_child() -> None:
    _render(_page("<p>ก"))
    child = _child_id()

    with pytest.raises(pdf.PdfFailed):
        _render(_page('<img src="file:///etc/hostname">'))

    assert _render(_page("<p>ก")).startswith(b"%PDF")
    assert _child_id() == child


def test_the_child_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf.close()
    monkeypatch.setenv("SECRET_KEY", "canary-key")
    monkeypatch.setenv("DATABASE_URL", "postgres://canary")
    _render(_page("<p>ก"))

    environment = Path(f"/proc/{_child_id()}/environ").read_bytes()
    assert b"canary" not in environment
    assert b"FONTCONFIG_FILE" in environment  # it was read


# --- the cost --------------------------------------------------------------------------------------------------------


def _still_works() -> bool:
    return text_of(_render(_page("<p>น้ำ"))).split() == ["น้ำ"]


def test_deep_nesting_fails_and_the_next_document_is_made() -> None:
    with pytest.raises(pdf.PdfFailed) as failed:
        _render(_page("<div>" * 150 + "ก"))

    assert failed.value.kind == pdf.Failure.BROKEN
    assert "RecursionError" in failed.value.detail
    assert _still_works()


def test_a_calculation_that_fails_is_reported() -> None:
    with pytest.raises(pdf.PdfFailed) as failed:
        _render(_page('<p style="font-size: 1e8px">ก'))

    assert failed.value.kind == pdf.Failure.BROKEN
    assert _still_works()


def test_a_word_of_100_000_characters_ends_within_its_time() -> None:
    word, started = "ก" * 100_000, time.monotonic()

    outcome = _outcome(_page(f"<p>{word}"), timeout=20)

    assert time.monotonic() - started < 25  # seconds
    assert outcome == pdf.Failure.TOO_LONG if isinstance(outcome, pdf.Failure) else squeezed(text_of(outcome)) == word
    assert _still_works()


ENDLESS = '<div style="display: flex">' * 25 + "ก"  # each level is laid out several times: practically without end


def test_a_document_without_end_is_given_up_in_time() -> None:
    _render(_page("<p>ก"))
    child, started = _child_id(), time.monotonic()

    with pytest.raises(pdf.PdfFailed) as failed:
        _render(_page(ENDLESS), timeout=2)

    assert failed.value.kind == pdf.Failure.TOO_LONG
    assert time.monotonic() - started < 6  # seconds
    assert not Path(f"/proc/{child}").exists()
    assert _still_works()


def test_processor_time_is_limited_by_the_system() -> None:
    """The wall-clock limit of the web process does not see to it when that process is gone: this one does."""
    _render(_page("<p>ก"))
    head = {"assets": [], "attached": [], "seconds": 1}

    with pytest.raises(pdf.PdfFailed) as failed:
        pdf._client.render(head, [_page(ENDLESS).encode(), b""], timeout=60)

    assert failed.value.kind == pdf.Failure.TOO_LONG
    assert failed.value.detail == "out of processor time"
    assert _still_works()


def test_memory_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """With little more than a small document needs, so that the end comes soon."""
    _render(_page("<p>ก"))
    monkeypatch.setattr(pdf, "ADDRESS_SPACE", _address_space(_child_id()) + 30_000_000)
    pdf.close()

    outcome = _outcome(_page("<p>น้ำ</p>" * 20_000))  # wants 400 MB more than it gets

    # Python says so, GLib aborts, or a library hands back nothing and the layout stumbles over it.
    assert outcome in {pdf.Failure.TOO_LARGE, pdf.Failure.CRASHED, pdf.Failure.BROKEN}
    assert _still_works()
    pdf.close()


def _address_space(process: int) -> int:
    """In bytes."""
    size = re.search(r"VmPeak:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("utf-8"))
    assert size is not None
    return int(size[1]) * 1024


def test_a_child_may_use_a_gigabyte_and_a_half_and_leaves_no_core() -> None:
    _render(_page("<p>ก"))

    limits = Path(f"/proc/{_child_id()}/limits").read_text("ascii")
    assert re.search(r"Max address space +1500000000 +1500000000", limits)
    assert re.search(r"Max core file size +0 +0", limits)


def test_a_picture_of_huge_dimensions_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    document = _render(_page('<p>ก<img alt="ภาพ" src="asset:bomb.png">'), assets={"bomb.png": _png(12_000, 12_000)})

    assert "Failed to load image" in caplog.text
    assert len(document) < 20_000  # bytes
    assert _still_works()


def _png(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


# --- the child -------------------------------------------------------------------------------------------------------


def _child_id() -> int:
    child = pdf._client._child
    assert child is not None
    return child.process.pid


def test_a_killed_child_is_replaced() -> None:
    _render(_page("<p>ก"))
    killed = _child_id()

    os.kill(killed, signal.SIGKILL)

    assert _still_works()
    assert _child_id() != killed


def test_a_child_killed_over_a_document_is_reported() -> None:
    _render(_page("<p>ก"))
    threading.Timer(1, os.kill, (_child_id(), signal.SIGKILL)).start()

    with pytest.raises(pdf.PdfFailed) as failed:
        _render(_page(ENDLESS), timeout=20)

    assert failed.value.kind == pdf.Failure.CRASHED
    assert "-9" in failed.value.detail
    assert _still_works()


def test_the_child_is_replaced_after_its_share_of_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf.close()
    monkeypatch.setattr(pdf, "DOCUMENTS_PER_CHILD", 3)
    children = []
    for _ in range(4):
        _render(_page("<p>ก"))
        children.append(pdf._client._child and _child_id())

    first, second, third, fourth = children
    assert first == second
    assert third is None
    assert fourth not in {None, first}


def test_threads_get_their_own_documents() -> None:
    words = [f"ฉบับ{number}" for number in range(12)]

    with ThreadPoolExecutor(4) as pool:
        documents = list(pool.map(lambda word: _render(_page(f"<p>{word}")), words))

    assert [text_of(document).split() for document in documents] == [[word] for word in words]


def test_a_document_that_waits_too_long_for_its_turn_is_given_up() -> None:
    with pdf._client._turn, pytest.raises(pdf.PdfFailed) as failed:
        _render(_page("<p>ก"), timeout=0.1)

    assert failed.value.kind == pdf.Failure.TOO_LONG
    assert _still_works()


def test_close_ends_the_child_and_removes_its_folder() -> None:
    _render(_page("<p>ก"))
    child = pdf._client._child
    assert child is not None
    assert child.folder.exists()

    pdf.close()

    assert not child.alive()
    assert not child.folder.exists()


# --- what the reader is told -----------------------------------------------------------------------------------------


def test_missing_libraries_are_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LIBRARIES", [*pdf.LIBRARIES, ("libnobody.so.0", "libnobody.dylib")])

    with translation.override("th"):
        reason = pdf.unavailable_reason()

    assert reason is not None
    assert "libnobody.so.0" in reason
    assert "libpango-1.0.so.0" not in reason
    assert "apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in reason
    with translation.override("th"), pytest.raises(pdf.PdfUnavailable) as unavailable:
        _render(_page("<p>ก"))
    assert unavailable.value.reason == reason


def test_a_library_that_is_installed_later_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LIBRARIES", [("libnobody.so.0",)])
    assert pdf.unavailable_reason() is not None

    monkeypatch.setattr(pdf, "LIBRARIES", [("libpango-1.0.so.0",)])
    assert pdf.unavailable_reason() is None


def test_on_this_machine_pdfs_can_be_made() -> None:
    assert pdf.missing_libraries() == []
    assert pdf.unavailable_reason() is None


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _name: None)

    with translation.override("th"), pytest.raises(pdf.PdfUnavailable, match="WeasyPrint"):
        _render(_page("<p>ก"))


def test_a_child_that_does_not_start_is_told_and_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pdf.close()
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(pdf.PdfUnavailable):
        _render(_page("<p>ก"))

    assert "the PDF process does not start" in caplog.text


@pytest.mark.parametrize("kind", pdf.Failure)
def test_every_failure_has_a_sentence_for_the_reader(kind: pdf.Failure) -> None:
    with translation.override("th"):
        reason = pdf.PdfFailed(kind, "detail for the log").reason

    assert any("\u0e01" <= character <= "\u0e5b" for character in reason)
    assert "detail for the log" not in reason


def test_fonts_are_made_when_the_build_was_left_out(
    settings: LazySettings, tmp_path: Path, font_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf.close()
    settings.FONTS_DIR = tmp_path / "fonts"
    monkeypatch.setattr(fonts, "build_fonts", lambda target: shutil.copytree(font_folder, target))

    document = _render(_page('<p class="heading">น้ำ'))
    pdf.close()

    assert text_of(document).split() == ["น้ำ"]
    assert facts_of(document).fonts == {"Kanit-Medium"}
