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
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from PIL import Image
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.logger import LOGGER, PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.pdf import Failure, receive, send

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
                pdf_variant="pdf/a-3a",  # `_finish` adds what PDF/UA-1 wants
                attachments=attached,
                pdf_identifier=True,  # a digest of the content: the same document has the same bytes
                dpi=200,
                finisher=_finish,
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


def _finish(_document: Document, pdf: Any) -> None:
    """What WeasyPrint leaves to do before the file is written, so that it keeps PDF/A and PDF/UA at once."""
    _mend_metadata(pdf)
    _make_decoration_artifacts(pdf)
    _mend_lists(pdf)
    _mend_links(pdf)
    _leave_pictures_as_they_are(pdf)


#: That the file keeps PDF/UA-1, and the schema by which PDF/A allows to say so (ISO 19005-3, 6.6.2.3).
PDF_UA_1 = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""  # noqa: E501


def _mend_metadata(pdf: Any) -> None:
    """Say that both standards are kept, uncompressed, so that an archive finds it without unpacking the file."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Type") == "/Metadata":
            item.compress = False
            item.stream[0] = item.stream[0].replace(b"</rdf:RDF>", PDF_UA_1 + b"</rdf:RDF>")


def _mend_lists(pdf: Any) -> None:
    """Let lists hold items alone, and items a label and a body: WeasyPrint keeps the groups and lines of the page."""
    named = {item.reference: item for item in pdf.objects}
    elements = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/StructElem"]
    for element in elements:
        if element["S"] == "/L":
            _unwrap_groups(element, named)
            _take_in_spaces(element, named)
    for element in elements:
        if element["S"] == "/LI" and named[element["P"]]["S"] != "/L":
            element["S"] = "/NonStruct"  # a box without a name inside an item, which took the item's
        elif element["S"] == "/LI":
            _wrap_body(element, named, pdf)
    for element in elements:
        if element["S"] in {"/LBody", "/Lbl"} and named[element["P"]]["S"] != "/LI":
            element["S"] = "/NonStruct"


def _mend_links(pdf: Any) -> None:
    """An element inside a link, such as a name that must not break, has a link of its own, and then is one."""
    named = {item.reference: item for item in pdf.objects}
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") == "/Span" and any(_is_link(named.get(kid)) for kid in item["K"]):
            item["S"] = "/Link"


def _leave_pictures_as_they_are(pdf: Any) -> None:
    """PDF/A forbids to ask viewers for points between those of a picture (ISO 19005-3, 6.2.8.2)."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Interpolate") == "true":
            item.extra["Interpolate"] = "false"


def _is_link(item: Any) -> bool:
    return isinstance(item, dict) and item.get("Type") == "/OBJR"


def _unwrap_groups(parent: Any, named: Mapping[Any, Any]) -> None:
    """`<dl><div><dt>…`: the pairs are groups of the page; in a PDF a list has no groups."""
    kids: list[Any] = []
    for kid in parent["K"]:
        element = named.get(kid)
        if element is None or element.get("S") not in {"/Div", "/NonStruct"}:
            kids.append(kid)
            continue
        _unwrap_groups(element, named)
        for inner in element["K"]:
            named[inner]["P"] = parent.reference
        kids += element["K"]
        element.free = "f"
    parent["K"][:] = kids


def _take_in_spaces(parent: Any, named: Mapping[Any, Any]) -> None:
    """What stands between two items on one line, such as a space, belongs to the item before it."""
    items: list[Any] = []
    for kid in parent["K"]:
        if named[kid]["S"] in {"/LI", "/L", "/Caption"} or not items:
            items.append(kid)
        else:
            body = named[named[items[-1]]["K"][-1]]
            body["K"].append(kid)
            named[kid]["P"] = body.reference
    parent["K"][:] = items


def _wrap_body(item: Any, named: Mapping[Any, Any], pdf: Any) -> None:
    """An item whose mark stands in its first line has its words beside the mark; they belong into a body."""
    labels = [kid for kid in item["K"] if named[kid].get("S") == "/Lbl"]
    words = [kid for kid in item["K"] if named[kid].get("S") not in {"/Lbl", "/LBody"}]
    if not words:
        return
    bodies = [kid for kid in item["K"] if kid not in labels and kid not in words]
    body = type(item)(
        {"Type": "/StructElem", "S": "/LBody", "K": type(item["K"])(words), "Pg": item["Pg"], "P": item.reference}
    )
    pdf.add_object(body)
    for kid in words:
        named[kid]["P"] = body.reference
    item["K"][:] = [*labels, body.reference, *bodies]


def _make_decoration_artifacts(pdf: Any) -> None:
    """Take drawings without a text (`aria-hidden` symbols) out of what is read aloud.

    WeasyPrint tags every drawing as a figure; PDF/UA wants a text for each figure, and decoration to be an artifact.
    """
    named = {item.reference: item for item in pdf.objects}
    dictionaries: list[Any] = [item for item in pdf.objects if isinstance(item, dict)]
    elements = [item for item in dictionaries if item.get("Type") == "/StructElem"]
    silent = {item.reference: item for item in elements if item["S"] == "/Figure" and "Alt" not in item}
    for element in elements:
        element["K"][:] = [kid for kid in element["K"] if kid not in silent]
    for tree in (item for item in dictionaries if "Nums" in item):  # from pieces of content to their elements
        for kids in filter(lambda value: isinstance(value, list), tree["Nums"]):
            kids[:] = ["null" if kid in silent else kid for kid in kids]
    for figure in silent.values():
        _untag(named[named[figure["Pg"]]["Contents"]].stream, figure["K"][0])
        figure.free = "f"


def _untag(content: list[Any], mark: int) -> None:
    """Let the figure with this mark begin as an artifact: `/Figure <</MCID 7>> BDC` becomes `/Artifact BMC`."""
    place = next(
        place
        for place, (word, properties) in enumerate(pairwise(content))
        if word == "/Figure" and properties["MCID"] == mark
    )
    content[place : place + 3] = ["/Artifact", "BMC"]


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
