"""The process that makes PDFs: the only importer of WeasyPrint. Started and watched by `portal.pdf`, never by hand.

It reads documents from its standard input, a socket, and answers there; what it prints goes to the log of the web
process. WeasyPrint reads the fonts at import, so `portal.pdf` names them (FONTCONFIG_FILE) when it starts this process.

What a document may cost is bounded here in memory and processor time, and by `portal.pdf` in wall time. What it may
reach is bounded twice: the fetcher serves nothing but fonts and assets from memory, and the process may not connect.
"""

import hashlib
import logging
import os
import re
import resource
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from PIL import Image
from weasyprint import CSS, HTML, Attachment
from weasyprint.logger import LOGGER, PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.pdf import Failure, receive, send
from portal.pdf_finishing import finish

IMAGE_PIXELS = 12_000_000  # Pillow warns above it and refuses twice as many
KEPT_STYLESHEETS = 4

FORBIDDEN_EVENTS = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.", "os.system", "os.exec")


class Shelf(URLFetcher):
    """Serves `font:NAME` and `asset:NAME` from memory and pictures in `data:` addresses; all else ends the document."""

    def __init__(self, fonts: Mapping[str, bytes], assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.served = {f"font:{name}": content for name, content in fonts.items()}
        self.served |= {f"asset:{name}": content for name, content in assets.items()}
        self.refused: list[str] = []  # WeasyPrint swallows even fatal errors within an SVG picture

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url in self.served:
            return URLFetcherResponse(url, self.served[url], {"Content-Type": _media_type(url)})
        if url.startswith("data:image/"):
            return super().fetch(url, headers)
        self.refused.append(url[:200])
        raise self.refusal()

    def refusal(self) -> FatalURLFetchingError:
        return FatalURLFetchingError(f"the document asks for {self.refused[0]!r}, which is not in its dictionary")


def _media_type(url: str) -> str:
    known = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "css": "text/css"}
    return "font/ttf" if url.startswith("font:") else known.get(url.rpartition(".")[2], "application/octet-stream")


@dataclass(frozen=True)
class Style:
    """A parsed style sheet with its fonts, and what WeasyPrint had to say about it."""

    fonts: FontConfiguration
    css: CSS
    warnings: list[str]


@dataclass
class Press:
    """Renders documents; keeps what is costly to make: the styles last used."""

    fonts: Mapping[str, bytes]
    _styles: dict[bytes, Style] = field(default_factory=dict)

    def render(
        self,
        html: str,
        stylesheet: str,
        assets: Mapping[str, bytes],
        attached: list[Attachment],
        tell: Callable[[int, int], None],
    ) -> tuple[bytes, list[str]]:
        """The PDF and the warnings about it and its style sheet. `tell` learns how far it has come, and the pages."""
        style = self._style(stylesheet)
        shelf = Shelf(self.fonts, assets)
        with _warnings() as warnings, _progress(tell):
            pdf = HTML(string=html, url_fetcher=shelf).write_pdf(
                stylesheets=[style.css],
                font_config=style.fonts,
                pdf_variant="pdf/a-3a",  # `finish` adds what PDF/UA-1 wants
                attachments=attached,
                pdf_identifier=True,  # a digest of the content: the same document has the same bytes
                dpi=200,
                finisher=finish,
            )
        if shelf.refused:
            raise shelf.refusal()
        return pdf, style.warnings + warnings

    def _style(self, stylesheet: str) -> Style:
        key = hashlib.sha256(stylesheet.encode()).digest()
        if key not in self._styles:
            self._styles[key] = self._parsed(stylesheet)
        if len(self._styles) > KEPT_STYLESHEETS:
            del self._styles[next(iter(self._styles))]
        return self._styles[key]

    def _parsed(self, stylesheet: str) -> Style:
        fonts = FontConfiguration()
        with _warnings() as warnings:
            css = CSS(string=stylesheet, url_fetcher=Shelf(self.fonts, {}), font_config=fonts)
        return Style(fonts, css, warnings)


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """The messages of WeasyPrint at WARNING or above."""
    messages: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    LOGGER.addHandler(handler)
    try:
        yield messages
    finally:
        LOGGER.removeHandler(handler)


#: Per cent done when a step of WeasyPrint begins, by what it costs: parse, style, boxes, layout, write.
BEGUN = {"1": 0, "2": 2, "3": 4, "4": 25, "5": 32, "6": 75, "7": 98}
LAYOUT = BEGUN["6"] - BEGUN["5"]
A_LONG_REPORT = 40  # pages: nobody knows how many will come, so half of the layout's share is for this many


@contextmanager
def _progress(tell: Callable[[int, int], None]) -> Iterator[None]:
    """Tells of the steps that WeasyPrint logs, and of the pages while it lays them out."""
    pages = 0

    def heard(record: logging.LogRecord) -> None:
        nonlocal pages
        step = re.match(r"Step (\d)(?:.* Page (\d+))?", record.getMessage())
        if not step:
            return
        pages = max(pages, int(step[2] or 0))
        laid_out = LAYOUT * pages // (pages + A_LONG_REPORT) if step[1] == "5" else 0
        tell(BEGUN.get(step[1], 0) + laid_out, pages)

    handler = logging.Handler(logging.INFO)
    handler.emit = heard  # type: ignore[method-assign]
    PROGRESS_LOGGER.addHandler(handler)
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(handler)


def main(fonts_folder: Path, address_space: int) -> None:
    press = Press({path.stem: path.read_bytes() for path in sorted(fonts_folder.glob("*.ttf"))})
    _limit_memory(address_space)
    Image.MAX_IMAGE_PIXELS = IMAGE_PIXELS
    PROGRESS_LOGGER.setLevel(logging.INFO)
    LOGGER.handlers.clear()  # its own handler would print what is reported below
    with open(0, "rb", closefd=False) as questions, open(os.dup(0), "wb") as answers:
        sys.addaudithook(_stay_inside)
        send(answers.write, {"ready": True})
        answers.flush()
        while question := _next(questions):
            send(answers.write, {"taken": True})
            answers.flush()
            _answer(answers, press, *question)
            answers.flush()


def _next(questions: BinaryIO) -> tuple[dict[str, Any], list[bytes]] | None:
    try:
        return receive(questions.read)
    except EOFError:  # the web process has closed its end, or is gone
        return None


def _answer(answers: BinaryIO, press: Press, head: dict[str, Any], pieces: list[bytes]) -> None:
    _limit_time(head["seconds"])
    html, stylesheet, *contents = pieces
    assets = dict(zip(head["assets"], contents, strict=False))
    attached = [
        _attachment(content, *label) for label, content in zip(head["attached"], contents[len(assets) :], strict=True)
    ]

    def tell(percent: int, pages: int) -> None:
        send(answers.write, {"percent": percent, "pages": pages})
        answers.flush()

    try:
        pdf, warnings = press.render(html.decode(), stylesheet.decode(), assets, attached, tell)
    except FatalURLFetchingError as error:
        send(answers.write, _failure(Failure.REFUSED, error))
    except MemoryError as error:
        send(answers.write, _failure(Failure.TOO_LARGE, error))
    except Exception as error:  # whatever a document can bring about is reported; this process ends after it
        send(answers.write, _failure(Failure.BROKEN, error))
    else:
        send(answers.write, {"warnings": warnings}, [pdf])


def _attachment(content: bytes, name: str, description: str, modified: str) -> Attachment:
    """With the time of its data: by itself it would carry the time of its making, and never be the same twice."""
    at = datetime.fromisoformat(modified)
    return Attachment(string=content, name=name, description=description, created=at, modified=at, relationship="Data")


def _failure(kind: Failure, error: BaseException) -> dict[str, Any]:
    return {"failure": kind.value, "detail": f"{type(error).__name__}: {error}"[:500]}


def _limit_memory(address_space: int) -> None:
    with suppress(ValueError, OSError):  # macOS does not know this limit
        resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """Let this process use `seconds` more of processor time; the system ends it after that."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime + seconds) + 1, hard))


def _stay_inside(event: str, _arguments: tuple[Any, ...]) -> None:
    """An audit hook: it cannot be taken off again."""
    if event.startswith(FORBIDDEN_EVENTS):
        _refuse(event)


def _refuse(event: str) -> NoReturn:
    message = f"{event} is not allowed here"
    raise PermissionError(message)


if __name__ == "__main__":
    fonts, private, memory = sys.argv[1:]
    try:
        main(Path(fonts), int(memory))
    finally:
        shutil.rmtree(private, ignore_errors=True)  # here too: the web process may have been killed
