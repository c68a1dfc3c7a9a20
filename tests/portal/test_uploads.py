"""What files are taken, and what is left of them: real files of every kind, honest and not."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from portal import uploads
from portal.uploads import clean_name, take
from tests.factories import PDF

CONTENT_TYPES = "[Content_Types].xml"
ORIENTATION_ON_ITS_SIDE = 6


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")  # what browsers say is not asked


def picture(kind: str, *, size: tuple[int, int] = (60, 30), exif: Image.Exif | None = None, mode: str = "RGB") -> bytes:
    target = BytesIO()
    Image.new(mode, size, "#7a1f3d").save(target, kind, **({"exif": exif} if exif else {}))
    return target.getvalue()


def where_it_was_taken() -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Orientation] = ORIENTATION_ON_ITS_SIDE
    exif[Base.Make] = "Camera of somebody"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (17.0, 24.0, 3.0)
    return exif


def office(main_part: str, **parts: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(CONTENT_TYPES, "<Types/>")
        archive.writestr(main_part, "<document/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "."), content)
    return target.getvalue()


DOCX, XLSX = office("word/document.xml"), office("xl/workbook.xml")


def refusal(name: str, content: bytes) -> str:
    """The code of the one sentence with which this file is refused."""
    with pytest.raises(ValidationError) as caught:
        take(upload(name, content))
    (message,) = caught.value.messages
    assert message
    return str(caught.value.code)


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("แผนงาน.pdf", PDF, "application/pdf"),
        ("รูป.jpg", picture("JPEG"), "image/jpeg"),
        ("รูป.JPEG", picture("JPEG"), "image/jpeg"),
        ("รูป.png", picture("PNG", mode="RGBA"), "image/png"),
        ("รูป.webp", picture("WEBP"), "image/webp"),
        ("หนังสือ.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("บัญชี.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_files_of_known_kinds_are_taken(name: str, content: bytes, content_type: str) -> None:
    taken = take(upload(name, content))

    stored = taken.content.read()
    assert (taken.name, taken.content_type, taken.size) == (name, content_type, len(stored))
    assert taken.sha256 == hashlib.sha256(stored).hexdigest()


@pytest.mark.parametrize("name", ["page.html", "picture.svg", "program.exe", "old.doc", "pdf", "scan.pdf.js", ".pdf"])
def test_other_kinds_are_refused_by_their_name(name: str) -> None:
    assert refusal(name, PDF) == "extension"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("half.pdf", b"%PDF-1.7\n" + b"x" * 3000),
        ("page.jpg", b"<svg onload=alert(1)>"),
        ("png.jpg", picture("PNG")),
        ("half.png", picture("PNG", size=(400, 400))[:200]),
        ("table.docx", XLSX),
        ("letter.xlsx", DOCX),
        ("pdf.docx", PDF),
        ("half.docx", DOCX[:-30]),
    ],
)
def test_a_file_is_what_its_name_says(name: str, content: bytes) -> None:
    assert refusal(name, content) == "content"


def test_an_empty_file_and_one_that_is_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal("empty.pdf", b"") == "empty"
    monkeypatch.setattr(uploads, "MOST_BYTES", len(PDF) - 1)
    assert refusal("large.pdf", PDF) == "too_large"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_where_it_was_taken_and_stands_upright(kind: str) -> None:
    content = picture(kind, exif=where_it_was_taken())
    assert b"Camera of somebody" in content

    stored = take(upload(f"photo.{kind.lower()}", content)).content.read()

    with Image.open(BytesIO(stored)) as kept:
        assert dict(kept.getexif()) == {}
        assert kept.size == (30, 60)
    assert b"Camera of somebody" not in stored


def test_what_is_hidden_behind_a_picture_goes() -> None:
    assert b"<script>" not in take(upload("photo.png", picture("PNG") + b"<script>")).content.read()


def test_a_large_picture_is_made_smaller() -> None:
    kept = Image.open(take(upload("photo.jpg", picture("JPEG", size=(4800, 1200)))).content)

    assert kept.size == (uploads.LONGEST_SIDE, 600)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    """61 million pixels of one colour are 76 kB as PNG and 184 MB unpacked."""
    assert refusal("bomb.png", picture("PNG", size=(7850, 7850), mode="1")) == "pixels"


@pytest.mark.parametrize("what", [b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia"])
def test_a_pdf_that_does_something_is_refused(what: bytes) -> None:
    assert refusal("form.pdf", PDF.replace(b"%%EOF", what + b" 1 0 R\n%%EOF")) == "active"


def test_macros_are_refused() -> None:
    assert refusal("letter.docx", office("word/document.xml", **{"word/vbaProject.bin": b"x"})) == "active"
    printer = office("xl/workbook.xml", **{"xl/printerSettings/printerSettings1.bin": b"x"})
    assert take(upload("table.xlsx", printer))


@pytest.mark.parametrize("declaration", [b"<!DOCTYPE x>", b'<!ENTITY x "y">'])
def test_an_office_file_declares_no_entities(declaration: bytes) -> None:
    padding = b" " * (2**16 - 5)  # so that the word lies across two reads
    assert refusal("a.docx", office("word/document.xml", **{"word/styles.xml": padding + declaration})) == "content"


def test_an_office_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_UNPACKED", 100_000)
    bomb = office("word/document.xml", **{"word/media/zeros": bytes(200_000)})
    assert refusal("bomb.docx", bomb) == "unpacked"
    monkeypatch.setattr(uploads, "MOST_ENTRIES", 2)
    assert refusal("many.docx", office("word/document.xml", **{"a": b"", "b": b""})) == "unpacked"


def test_an_office_file_cannot_lie_about_its_size() -> None:
    honest = office("word/document.xml", **{"word/media/zeros": bytes(200_000)})
    lie = honest.replace((200_000).to_bytes(4, "little"), (20).to_bytes(4, "little"))

    assert lie != honest
    assert refusal("lie.docx", lie) == "content"


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("แผนงาน ปี ๒๕๖๙.pdf", "แผนงาน ปี ๒๕๖๙.pdf"),
        ("C:\\Users\\me\\รูป.jpg", "รูป.jpg"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\u200bb\x00c.pdf", "abc.pdf"),
        ('a<b>"c".pdf', "a_b__c_.pdf"),
        ("   ", "file"),
        ("ก" * 300 + ".pdf", "ก" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned(given: str, cleaned: str) -> None:
    assert clean_name(given) == cleaned
