"""What tests want to know about a PDF: its text, its structure, its pictures. By poppler, qpdf and pikepdf."""

import re
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import page  # of the package page-validation
import pikepdf
from PIL import Image

STANDARDS = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)

EMPTY_TEXT = re.compile(rb"<[0-9a-f]{4}> *<>")  # a row of a ToUnicode map that gives a glyph no text
PRIVATE_USE = range(0xE000, 0xF900)


def text_of(pdf: bytes) -> str:
    """The text in the order of the content, as a search engine or a screen reader gets it."""
    return _output(["pdftotext", "-raw", "-", "-"], pdf).decode()


def text_by_place(pdf: bytes) -> str:
    """The text as guessed from the places of the glyphs, as a viewer copies it."""
    return _output(["pdftotext", "-", "-"], pdf).decode()


def squeezed(text: str) -> str:
    """Without white space: a line may break anywhere in a Thai sentence."""
    return "".join(text.split())


def words_lost(source: str, text: str) -> list[str]:
    """The words of `source` (between white space) that `text` lacks, as often as they are missing."""
    return sorted((Counter(source.split()) - Counter(text.split())).elements())


def round_trip(source: str, text: str) -> float:
    """The share of the words of `source` that come back. 1.0 is all; for text whose lines break between words only."""
    return 1 - len(words_lost(source, text)) / len(source.split())


def strange_characters(text: str) -> set[str]:
    """Replacement characters and characters of private use: signs of a broken text map."""
    return {character for character in text if character == "\ufffd" or ord(character) in PRIVATE_USE}


def complaints(pdf: bytes) -> str:
    """What `qpdf --check` has to say; empty when the file is sound."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        result = subprocess.run(["qpdf", "--check", file.name], capture_output=True, text=True, check=False)
    return "" if result.returncode == 0 else result.stdout + result.stderr


def against_the_standards(pdf: bytes) -> list[str]:
    """What PDF/A-3a and PDF/UA-1 object to, as sentences by their rules; without what the checker errs in."""
    found = findings(pdf)
    if _has_a_stream_that_ends_in_a_return(pdf):
        found.pop(MISTAKEN, None)
    return [f"{rule}: {message}" for rule, message in found.items()]


def findings(pdf: bytes) -> dict[str, str]:
    """By rule, what the checker says of both standards."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        reports = [page.validate_pdf(file.name, profile=profile) for profile in STANDARDS]
    return {failure.rule_id: failure.message for report in reports for failure in report.failures}


#: The checker takes a carriage return at the end of the content of a stream for a part of the line end before
#: `endstream`, and says that /Length is wrong. `qpdf --check` finds nothing: see `tests/reports/test_standards.py`.
MISTAKEN = "PDFA3A-STREAM-LENGTH-001"


def _has_a_stream_that_ends_in_a_return(pdf: bytes) -> bool:
    """Whether there is such a stream, and all streams are as long as they say."""
    with pikepdf.open(BytesIO(pdf)) as document:
        streams = [item for item in document.objects if isinstance(item, pikepdf.Stream)]
        contents = [(stream.read_raw_bytes(), int(stream.Length)) for stream in streams]
    right = all(len(content) == length for content, length in contents)
    return right and any(content.endswith(b"\r") for content, _length in contents)


def pictures(pdf: bytes, *, dpi: int = 110) -> list[Image.Image]:
    """Each page as a grey picture."""
    with tempfile.TemporaryDirectory() as folder:
        _output(["pdftoppm", "-gray", "-r", str(dpi), "-", f"{folder}/page"], pdf)
        return [_loaded(path) for path in sorted(Path(folder).iterdir())]


@dataclass(frozen=True)
class Facts:
    """The structure of a PDF."""

    title: str
    language: str
    tagged: bool
    shows_title: bool
    pages: int
    fonts: frozenset[str]  # names without the tag of the subset
    fonts_not_embedded: frozenset[str]
    glyphs_without_text: int
    attachments: int
    metadata_compressed: bool  # which PDF/A forbids
    active: bool  # holds JavaScript or an action that runs on opening
    figures_without_text: int


def facts_of(pdf: bytes) -> Facts:
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        fonts = [item for item in _dictionaries(document) if item.get("/Type") == "/FontDescriptor"]
        figures = [item for item in _dictionaries(document) if item.get("/S") == "/Figure"]
        return Facts(
            title=str(document.docinfo.get("/Title", "")),
            language=str(root.get("/Lang", "")),
            tagged="/StructTreeRoot" in root and bool(root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked")),
            shows_title=bool(root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle")),
            pages=len(document.pages),
            fonts=frozenset(_font_name(font) for font in fonts),
            fonts_not_embedded=frozenset(_font_name(font) for font in fonts if "/FontFile2" not in font),
            glyphs_without_text=sum(len(EMPTY_TEXT.findall(text_map)) for text_map in _text_maps(document)),
            attachments=len(document.attachments),
            metadata_compressed="/Filter" in root.Metadata,
            active="/OpenAction" in root or any("/JS" in item for item in _dictionaries(document)),
            figures_without_text=sum(1 for figure in figures if not str(figure.get("/Alt", ""))),
        )


def _dictionaries(document: pikepdf.Pdf) -> list[Any]:
    return [item for item in document.objects if isinstance(item, pikepdf.Dictionary)]


def _text_maps(document: pikepdf.Pdf) -> list[bytes]:
    return [font.ToUnicode.read_bytes() for font in _dictionaries(document) if "/ToUnicode" in font]


def _font_name(descriptor: Any) -> str:
    return str(descriptor.FontName).rpartition("+")[2]


def _output(command: list[str], pdf: bytes) -> bytes:
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def _loaded(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        picture.load()
        return picture.copy()
