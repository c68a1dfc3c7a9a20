"""PDFs for the web process: hands documents to a child process and waits. WeasyPrint is never imported here.

Each web process keeps one child (`portal.pdf_worker`), started when first needed and replaced after
`DOCUMENTS_PER_CHILD` documents, after a failure and when it has died. The child gets no settings, secrets or addresses:
only documents.
"""

import atexit
import ctypes
import json
import logging
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

DOCUMENTS_PER_CHILD = 50
ADDRESS_SPACE = 1_500_000_000  # bytes, of the child
SECONDS_TO_START = 60
SECONDS_TO_STOP = 2
LARGEST_MESSAGE = 300_000_000  # bytes
SECONDS_BETWEEN_LOOKS = 1  # whether somebody has given up a document that is being made
NO_ASSETS: Mapping[str, bytes] = MappingProxyType({})

APT_COMMAND = "apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
LIBRARIES = (  # each by its names on Linux and macOS
    ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    ("libpango-1.0.so.0", "libpango-1.0.0.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib"),
    ("libfontconfig.so.1", "libfontconfig.1.dylib"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),  # without it other bytes come out, with warnings
)
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="pattern"><edit name="family" mode="append_last"><string>Sarabun</string></edit></match>
</fontconfig>
"""


class PdfUnavailable(Exception):
    """No PDF can be made on this machine; `reason` is a sentence for the reader, with what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Failure(StrEnum):
    """Why a document was given up."""

    BUSY = "busy"
    TOO_LONG = "too long"
    TOO_LARGE = "too large"
    CRASHED = "crashed"
    REFUSED = "refused"
    BROKEN = "broken"


class PdfFailed(Exception):
    """A document could not be made: `kind` tells why, `detail` is for the log, `reason` a sentence for the reader."""

    def __init__(self, kind: Failure, detail: str) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail

    @property
    def reason(self) -> str:
        return {
            Failure.BUSY: _("ระบบกำลังจัดทำเอกสารอื่นอยู่ โปรดลองอีกครั้งในอีกครู่หนึ่ง"),
            Failure.TOO_LONG: _("การจัดทำเอกสารใช้เวลานานเกินกำหนด"),
            Failure.TOO_LARGE: _("เอกสารมีขนาดใหญ่เกินกว่าที่ระบบรองรับ"),
            Failure.CRASHED: _("ระบบจัดทำเอกสารหยุดทำงานกลางคัน โปรดลองอีกครั้ง"),
            Failure.REFUSED: _("เอกสารอ้างถึงไฟล์หรือที่อยู่ที่ไม่ได้รับอนุญาต"),
            Failure.BROKEN: _("จัดหน้าเอกสารไม่สำเร็จ"),
        }[self.kind]


#: Called with the per cent done and the number of pages laid out so far.
Watch = Callable[[int, int], None]


@dataclass(frozen=True)
class Attached:
    """A file that is embedded in a PDF: the data behind it. `modified` is when the data last changed, never now."""

    name: str
    content: bytes
    description: str
    modified: datetime


def render(
    html: str,
    *,
    stylesheet: str,
    assets: Mapping[str, bytes] = NO_ASSETS,
    attached: Sequence[Attached] = (),
    timeout: float = 60,  # seconds of wall time, and of processor time
    watch: Watch | None = None,
) -> bytes:
    """The PDF of `html`, with title and language from its `<title>` and `<html lang>`. Same input, same bytes.

    It keeps PDF/A-3a and PDF/UA-1: to be archived, and to be read aloud.
    `assets` are served as `asset:NAME` (ASCII names with their ending, such as `frieze.svg`), the fonts as `font:NAME`;
    no other address is followed but `data:image/…`. The families Sarabun (400, 600) and Kanit (500) need no
    `@font-face`. Warnings of WeasyPrint are logged here at WARNING. `watch` is told how far it has come, and may give
    the document up by raising whatever it likes. Raises `PdfUnavailable` and `PdfFailed`.
    """
    if reason := unavailable_reason():
        raise PdfUnavailable(reason)
    labels = [(item.name, item.description, item.modified.isoformat()) for item in attached]
    head = {"assets": list(assets), "attached": labels, "seconds": timeout}
    contents = [*assets.values(), *(item.content for item in attached)]
    return _client.render(head, [html.encode(), stylesheet.encode(), *contents], timeout, watch)


def unavailable_reason() -> str | None:
    """Why this machine cannot make PDFs, or None. Costs nothing once everything has been found."""
    if find_spec("weasyprint") is None:
        return _("ยังไม่ได้ติดตั้งแพ็กเกจ WeasyPrint จึงจัดทำ PDF ไม่ได้")
    if missing := missing_libraries():
        return _("เครื่องแม่ข่ายขาดไลบรารีสำหรับจัดทำ PDF (%(libraries)s) ให้ผู้ดูแลระบบติดตั้งด้วยคำสั่ง %(command)s") % {
            "libraries": ", ".join(missing),
            "command": APT_COMMAND,
        }
    return None


def missing_libraries() -> list[str]:
    """The names of the system libraries that WeasyPrint needs and that are not installed."""
    return [names[0] for names in LIBRARIES if not (names[0] in _found or _loads(names))]


def close() -> None:
    """End the child, if there is one; the next document starts another."""
    _client.close()


_found: set[str] = set()  # a library that was there stays; a missing one is looked for again


def _loads(names: Iterable[str]) -> bool:
    for name in names:
        with suppress(OSError):
            ctypes.CDLL(name)
            _found.update(names)
            return True
    return False


# --- messages between the two processes: a head (JSON) and pieces of bytes, each with its size before it --------------


def send(write: Callable[[bytes], object], head: Mapping[str, Any], pieces: Iterable[bytes] = ()) -> None:
    pieces = list(pieces)
    packed = json.dumps({**head, "sizes": [len(piece) for piece in pieces]}).encode()
    write(struct.pack(">Q", len(packed)) + packed)
    for piece in pieces:
        write(piece)


def receive(read: Callable[[int], bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """The next message. Raises EOFError when the other side has gone and ValueError when it speaks out of turn."""
    (size,) = struct.unpack(">Q", _exactly(read, 8))
    head = json.loads(_exactly(read, size))
    return head, [_exactly(read, size) for size in head.pop("sizes")]


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    if size > LARGEST_MESSAGE:
        message = f"a message of {size} bytes"
        raise ValueError(message)
    content = bytearray()
    while len(content) < size:
        if not (chunk := read(min(size - len(content), 1 << 20))):
            raise EOFError
        content += chunk
    return bytes(content)


# --- the child and its owner ------------------------------------------------------------------------------------------


class _Child:
    """One running worker, the socket to it and the private folder that it may write to."""

    def __init__(self, fonts: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-pdf-"))
        self.documents = 0
        self.link, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "portal.pdf_worker", str(fonts), str(self.folder), str(ADDRESS_SPACE)],
                stdin=theirs.fileno(),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=self._environment(fonts),
                cwd=self.folder,
                start_new_session=True,  # Ctrl+C in a terminal is for the server, which then closes the child
            )
        threading.Thread(target=_log_lines, args=(self.process.stdout,), name="pdf-worker-log", daemon=True).start()

    def _environment(self, fonts: Path) -> dict[str, str]:
        config = self.folder / "fonts.conf"
        config.write_text(
            FONTS_CONF.format(fonts=escape(str(fonts)), cache=escape(str(self.folder / "cache"))), "utf-8"
        )
        passed_on = ("PATH", "PYTHONHASHSEED", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
        modules = [str(Path(__file__).resolve().parent.parent), os.environ.get("PYTHONPATH", "")]
        return {
            **{name: os.environ[name] for name in passed_on if name in os.environ},
            "PYTHONPATH": os.pathsep.join(filter(None, modules)),
            "FONTCONFIG_FILE": str(config),
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder),
            "LANG": "C.UTF-8",
        }

    def alive(self) -> bool:
        return self.process.poll() is None

    def send(self, head: Mapping[str, Any], pieces: Iterable[bytes], *, timeout: float) -> None:
        self.link.settimeout(timeout)
        send(self.link.sendall, head, pieces)

    def receive(self, *, timeout: float) -> tuple[dict[str, Any], list[bytes]]:
        deadline = time.monotonic() + timeout

        def read(size: int) -> bytes:
            self.link.settimeout(max(deadline - time.monotonic(), 0.001))
            return self.link.recv(size)

        return receive(read)

    def answer(self, *, timeout: float, watch: Watch | None) -> tuple[dict[str, Any], list[bytes]]:
        """What became of the document; until then `watch` is told, at least every second. Raises TimeoutError."""
        deadline = time.monotonic() + timeout
        percent = pages = 0
        while (left := deadline - time.monotonic()) > 0:
            if watch:
                watch(percent, pages)
            if not select.select([self.link], [], [], min(left, SECONDS_BETWEEN_LOOKS))[0]:
                continue
            answer, contents = self.receive(timeout=left)
            if "percent" not in answer:
                return answer, contents
            percent, pages = answer["percent"], answer["pages"]
        raise TimeoutError

    def death(self) -> PdfFailed:
        """Why the child ended without an answer."""
        try:
            code = self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            return PdfFailed(Failure.CRASHED, "the child hung up")
        if code == -signal.SIGXCPU:
            return PdfFailed(Failure.TOO_LONG, "out of processor time")
        return PdfFailed(Failure.CRASHED, f"the child ended with {code}")

    def end(self) -> None:
        """At once: it holds nothing worth keeping."""
        self.process.kill()
        self.process.wait()
        self.link.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def forget(self) -> None:
        """In a forked process: the child belongs to the parent process, which must notice when it hangs up."""
        self.link.close()
        self.process.returncode = 0  # not ours to wait for


class _Client:
    """Gives out the one child, one document at a time."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._child: _Child | None = None

    def render(self, head: Mapping[str, Any], pieces: list[bytes], timeout: float, watch: Watch | None = None) -> bytes:
        if not self._turn.acquire(timeout=timeout):
            raise PdfFailed(Failure.TOO_LONG, f"other documents took all of {timeout} s")
        try:
            return self._render(head, pieces, timeout, watch)
        except BaseException as error:
            if getattr(error, "kind", None) is not Failure.REFUSED:  # the child stopped by itself and is well
                self._end_child()  # it may be unwell, or about to answer for a document that nobody waits for
            raise
        finally:
            self._turn.release()

    def close(self) -> None:
        with self._turn:
            self._end_child()

    def forget_after_fork(self) -> None:
        self._turn = threading.Lock()
        if self._child:
            self._child.forget()
        self._child = None

    def _render(self, head: Mapping[str, Any], pieces: list[bytes], timeout: float, watch: Watch | None) -> bytes:
        child = self._child_at_work(head, pieces, timeout)
        try:
            answer, contents = child.answer(timeout=timeout, watch=watch)
        except TimeoutError as error:
            raise PdfFailed(Failure.TOO_LONG, f"no answer after {timeout} s") from error
        except (EOFError, ConnectionError) as error:
            raise child.death() from error
        if kind := answer.get("failure"):
            raise PdfFailed(Failure(kind), answer["detail"])
        for warning in answer["warnings"]:
            logger.warning("WeasyPrint: %s", warning)
        child.documents += 1
        if child.documents >= DOCUMENTS_PER_CHILD:
            self._end_child()
        return contents[0]

    def _child_at_work(self, head: Mapping[str, Any], pieces: list[bytes], timeout: float) -> _Child:
        """The child that has taken the document. One that died while it was idle is replaced, once."""
        with suppress(EOFError, ConnectionError):
            return self._hand_over(head, pieces, timeout)
        self._end_child()
        try:
            return self._hand_over(head, pieces, timeout)
        except (EOFError, ConnectionError) as error:
            raise PdfFailed(Failure.CRASHED, "the child does not take the document") from error

    def _hand_over(self, head: Mapping[str, Any], pieces: list[bytes], timeout: float) -> _Child:
        child = self._living_child()
        try:
            child.send(head, pieces, timeout=timeout)
            child.receive(timeout=timeout)  # that it has been taken
        except TimeoutError as error:
            raise PdfFailed(Failure.TOO_LONG, f"not taken in {timeout} s") from error
        return child

    def _living_child(self) -> _Child:
        if self._child and self._child.alive():
            return self._child
        self._end_child()
        self._child = _Child(_font_folder())
        try:
            self._child.receive(timeout=SECONDS_TO_START)  # that it is ready
        except (EOFError, OSError) as error:
            logger.exception("the PDF process does not start")
            raise PdfUnavailable(_("เริ่มการทำงานของระบบจัดทำ PDF ไม่ได้ ให้ผู้ดูแลระบบดูรายละเอียดในบันทึกของระบบ")) from error
        return self._child

    def _end_child(self) -> None:
        if self._child:
            self._child.end()
        self._child = None


def _font_folder() -> Path:
    """The folder of the PDF fonts, which `manage.py build` makes; made now when that was left out."""
    folder = Path(settings.FONTS_DIR)
    if not (folder / "build-key").exists():
        from portal.fonts import build_fonts  # slow to import, and needed once in the life of an installation

        build_fonts(folder)
    return folder / "pdf"


def _log_lines(pipe: IO[bytes]) -> None:
    """Log what the child prints: what its libraries and the interpreter have to say."""
    with pipe:
        for line in pipe:
            if text := line.decode(errors="replace").strip():
                logger.warning("PDF process: %s", text)


_client = _Client()
atexit.register(_client.close)
os.register_at_fork(after_in_child=_client.forget_after_fork)
