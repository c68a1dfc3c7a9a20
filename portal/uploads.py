"""What a file must be to be taken: of a known kind by name and by content, within limits, without hidden passengers.

Limits are asked before anything is unpacked or decoded. Pictures are written anew, so that neither the place where
they were taken nor anything else that hides in them is kept. What is refused is refused with a sentence for officers.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MEGABYTE = 1_000_000
MOST_BYTES = 10 * MEGABYTE
MOST_FILES = 5  # at a time
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400  # pixels, of a picture that is kept
MOST_ENTRIES = 2_000  # in an Office file
MOST_UNPACKED = 100 * MEGABYTE
LONGEST_NAME = 120  # characters


@dataclass(frozen=True)
class TakenFile:
    """A file that was looked at and is taken: what is stored, and under which name people know it."""

    name: str
    extension: str
    content_type: str
    content: ContentFile[bytes]
    sha256: str

    @property
    def size(self) -> int:
        return self.content.size


def take(upload: UploadedFile) -> TakenFile:
    """Look at an uploaded file. Raises `ValidationError` with a sentence when it is not taken."""
    name = clean_name(upload.name or "")
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    kind = KINDS.get(extension)
    if kind is None:
        known = ", ".join(extension.upper() for extension in KINDS if extension != "jpeg")
        raise ValidationError(_("ไม่รับไฟล์ชนิดนี้ ให้ใช้ %(known)s") % {"known": known}, code="extension")
    if not upload.size:
        raise ValidationError(_("ไฟล์ว่าง ไม่มีข้อมูล"), code="empty")
    if upload.size > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        raise ValidationError(_("ไฟล์ใหญ่เกิน %(most)d เมกะไบต์") % {"most": most}, code="too_large")
    content = kind.taken(upload.read(), extension)
    return TakenFile(name, extension, kind.content_type, ContentFile(content), hashlib.sha256(content).hexdigest())


_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')


def clean_name(name: str) -> str:
    """The name that people see and save under: without folders, invisible characters and endless length."""
    last = re.split(r"[\\/]", name)[-1]
    visible = "".join(letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter)[0] != "C")
    path = PurePosixPath(_UNSAFE.sub("_", visible).strip(" .") or "file")
    return f"{path.stem[: LONGEST_NAME - len(path.suffix)].strip(' .') or 'file'}{path.suffix[:10]}"


def _not_what_it_says(extension: str) -> ValidationError:
    return ValidationError(
        _("เนื้อไฟล์ไม่ใช่ %(kind)s ตามนามสกุล หรือไฟล์เสียหาย") % {"kind": extension.upper()}, code="content"
    )


# ------------------------------------------------------------------------------------------------------------ pictures


def _picture(content: bytes, extension: str) -> bytes:
    """The picture written anew: turned as it was held, no longer than needed, without anything but its pixels."""
    format_name = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}[extension]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[format_name]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise ValidationError(_("ภาพมีขนาดใหญ่เกินไป โปรดย่อภาพก่อน"), code="pixels")
                return _written_anew(picture, format_name)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("ภาพมีขนาดใหญ่เกินไป โปรดย่อภาพก่อน"), code="pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise _not_what_it_says(extension) from error


def _written_anew(picture: Image.Image, format_name: str) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    has_alpha = format_name != "JPEG" and "A" in upright.getbands()
    plain = Image.new("RGBA" if has_alpha else "RGB", upright.size)
    plain.paste(upright.convert(plain.mode))
    target = BytesIO()
    plain.save(target, format_name, **({"quality": 88} if format_name != "PNG" else {"optimize": True}))
    return target.getvalue()


# ----------------------------------------------------------------------------------------------------------- documents

#: What makes a PDF do something, or carry another file. Short names are left out: compressed pages hold them by chance.
_ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia)\b")


def _pdf(content: bytes, extension: str) -> bytes:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise _not_what_it_says(extension)
    if _ACTIVE.search(content):
        raise ValidationError(_("ไฟล์ PDF มีสคริปต์หรือไฟล์อื่นฝังอยู่ โปรดพิมพ์เป็น PDF ใหม่แล้วแนบอีกครั้ง"), code="active")
    return content


#: An Office file is a zip archive with this part in it.
_MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_ENCRYPTED = 0x1


def _office(content: bytes, extension: str) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _look_through(archive, extension)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise _not_what_it_says(extension) from error
    return content


def _look_through(archive: zipfile.ZipFile, extension: str) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise ValidationError(_("ไฟล์นี้เมื่อแตกแล้วใหญ่เกินไป"), code="unpacked")
    names = {entry.filename for entry in entries}
    if not {"[Content_Types].xml", _MAIN_PART[extension]} <= names or any(
        entry.flag_bits & _ENCRYPTED for entry in entries
    ):
        raise _not_what_it_says(extension)
    if any(name.lower().endswith((".bin", ".exe", ".js", ".vbs")) and "printer" not in name.lower() for name in names):
        raise ValidationError(_("ไฟล์มีแมโครหรือโปรแกรมฝังอยู่ โปรดบันทึกเป็นไฟล์ธรรมดาแล้วแนบอีกครั้ง"), code="active")
    budget = MOST_UNPACKED
    for entry in entries:
        budget = _look_into(archive, entry, extension, budget)


def _look_into(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, extension: str, budget: int) -> int:
    """Unpacks one part to its end, so that a false size or checksum shows, and gives what may still be unpacked."""
    is_text = entry.filename.endswith((".xml", ".rels"))
    with archive.open(entry) as part:
        before = b""
        while chunk := part.read(1 << 16):
            budget -= len(chunk)
            if budget < 0:
                raise ValidationError(_("ไฟล์นี้เมื่อแตกแล้วใหญ่เกินไป"), code="unpacked")
            if is_text and (b"<!DOCTYPE" in before + chunk or b"<!ENTITY" in before + chunk):
                raise _not_what_it_says(extension)
            before = chunk[-16:]
    return budget


@dataclass(frozen=True)
class Kind:
    """A kind of file: the type it is served as, and the look at its content, which gives what is stored."""

    content_type: str
    taken: Callable[[bytes, str], bytes]


_OOXML = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "pdf": Kind("application/pdf", _pdf),
    "jpg": Kind("image/jpeg", _picture),
    "jpeg": Kind("image/jpeg", _picture),
    "png": Kind("image/png", _picture),
    "webp": Kind("image/webp", _picture),
    "docx": Kind(f"{_OOXML}.wordprocessingml.document", _office),
    "xlsx": Kind(f"{_OOXML}.spreadsheetml.sheet", _office),
}
