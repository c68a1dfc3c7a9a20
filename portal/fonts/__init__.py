"""The fonts of the portal, derived from the unmodified fonts of two wheels (OFL, no reserved font name).

`build_fonts()` writes two sets:

- `web/*.woff2`: Thai, Latin and the punctuation and symbols of the pages, for browsers;
- `pdf/*.ttf`: fonts in which **every glyph stands for one text only**. A PDF keeps one text for each glyph (its
  ToUnicode map), and WeasyPrint keeps the first one it meets. In an ordinary Thai font the glyph of า also ends every
  ำ, so that one ำ early in a document turns all its า into ำ for search, copying and screen readers. The drawing stays
  the same.

No Django here: the fonts can be made before anything else runs.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from importlib import metadata
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont

from .faces import FACES, Face
from .joining import THAI_CONSONANTS, for_pdf
from .symbols import with_symbols

__all__ = ["FACES", "THAI_CONSONANTS", "build_fonts", "pdf_font", "web_font"]

# What a page may contain. Thai and Latin as whole blocks, so that no name of a person or place meets a foreign font.
WEB_CODE_POINTS = frozenset(
    [
        *range(0x0020, 0x007F),
        *range(0x00A0, 0x0180),  # Latin-1, Latin Extended-A
        *range(0x0E01, 0x0E5C),
        *range(0x2002, 0x200C),  # spaces
        *range(0x2010, 0x2027),  # hyphens, dashes, quotation marks, bullet, ellipsis
        *map(ord, "\u202f‰′″‹›⁄\u2060€™←↑→↓−≈≠≤≥■□▲▶▼◀◆○●◐✓✕"),
    ]
)


def build_fonts(target: Path) -> bool:
    """Write `target/web/*.woff2`, `target/pdf/*.ttf` and the licences; True when something was made.

    Nothing is done while the wheels, fontTools, brotli and this package are the same and no file is missing. The bytes
    depend on these alone. Each file is replaced at once and the stamp comes last: two builds at a time do no harm.
    """
    target = Path(target)
    stamp, key = target / "build-key", _build_key()
    if stamp.exists() and stamp.read_text("ascii") == key and all((target / name).exists() for name in _file_names()):
        return False
    for name, content in _files():
        _write(target / name, content)
    _write(stamp, key.encode("ascii"))
    return True


def pdf_font(name: str) -> bytes:
    """The derived font `name` (such as `Sarabun-Regular`) for a PDF, made anew."""
    return _saved(for_pdf(_face(name)))


def web_font(name: str) -> bytes:
    """The font `name` as WOFF2 for browsers, made anew."""
    from fontTools import subset  # slow to import, and needed in a build only

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.recalc_timestamp = False
    font = with_symbols(_face(name))
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=WEB_CODE_POINTS)
    subsetter.subset(font)
    font.flavor = "woff2"
    return _saved(font)


def _face(name: str) -> Face:
    return next(face for face in FACES if face.name == name)


def _file_names() -> list[str]:
    files = [f"{kind}/{face.name}.{ending}" for face in FACES for kind, ending in (("pdf", "ttf"), ("web", "woff2"))]
    licences = [f"{kind}/{family}-OFL.txt" for family in _licences() for kind in ("pdf", "web")]
    return files + licences


def _files() -> Iterator[tuple[str, bytes]]:
    for face in FACES:
        yield f"pdf/{face.name}.ttf", pdf_font(face.name)
        yield f"web/{face.name}.woff2", web_font(face.name)
    for family, licence in _licences().items():
        for kind in ("pdf", "web"):
            yield f"{kind}/{family}-OFL.txt", licence.read_bytes()


def _licences() -> dict[str, Path]:
    return {face.family(): face.licence() for face in FACES}


def _build_key() -> str:
    names = sorted({face.distribution for face in FACES} | {"fonttools", "brotli"})
    versions = "".join(f"{name}=={metadata.version(name)}\n" for name in names)
    source = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return hashlib.sha256(versions.encode() + source).hexdigest()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(content)
    os.chmod(file.name, 0o644)  # a temporary file is for its owner alone; the web server may be another user
    os.replace(file.name, path)


def _saved(font: TTFont) -> bytes:
    file = BytesIO()
    font.save(file, reorderTables=True)
    return file.getvalue()
