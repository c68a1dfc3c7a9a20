"""What is measured on a page. Each function returns sentences about what is wrong: none is good."""

import gzip
from collections.abc import Iterable
from itertools import pairwise
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Response

MOST_REQUESTS = 12
MOST_BYTES = 150_000  # compressed, as a server in front of the portal sends it
SMALLEST_TARGET = 24  # CSS pixels, WCAG 2.2 (2.5.8)
OWN_TARGET = 44
COMPRESSIBLE = ("text/", "application/javascript", "image/svg+xml")

axe = Axe()


class Log:
    """What a page asks for and complains about while it loads."""

    def __init__(self, page: Page) -> None:
        self.responses: list[Response] = []
        self.complaints: list[str] = []
        page.on("response", lambda response: self.responses.append(response))
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("requestfailed", lambda request: self.complaints.append(f"{request.url} failed: {request.failure}"))

    def _note(self, message: ConsoleMessage) -> None:
        """A page that is not found says so in the console: that is no complaint of ours."""
        if message.type in ("error", "warning") and "the server responded with a status of 4" not in message.text:
            self.complaints.append(f"console: {message.text}")

    @property
    def bytes(self) -> int:
        return sum(map(_transferred, self.responses))

    def problems(self, address: str) -> Iterable[str]:
        yield from self.complaints
        own = urlsplit(address).netloc
        yield from (f"asks another host: {r.url}" for r in self.responses if urlsplit(r.url).netloc != own)
        if len(self.responses) > MOST_REQUESTS:
            yield f"{len(self.responses)} requests"
        if self.bytes > MOST_BYTES:
            yield f"{self.bytes:,} bytes: " + ", ".join(f"{_transferred(r):,} {r.url}" for r in self.responses)


def _transferred(response: Response) -> int:
    """Bytes of the body on the wire. What the portal itself leaves plain, the server in front of it compresses."""
    body = response.body()
    kind = response.header_value("content-type") or ""
    return len(gzip.compress(body)) if kind.startswith(COMPRESSIBLE) else len(body)


def violations(page: Page) -> list[str]:
    """Rules of axe that the page breaks, with where."""
    found = axe.run(
        page, options={"resultTypes": ["violations"], "preload": False, "rules": {"target-size": {"enabled": True}}}
    )
    return [
        f"axe {rule['id']}: {' '.join(map(str, node['target']))}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """What makes the page wider than its window."""
    found: list[str] = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const inScroller = e => e.closest(".table-scroll, .visually-hidden, thead");
          const wide = [...document.body.querySelectorAll("*")].filter(
            e => e.getBoundingClientRect().right > width + 1 && !inScroller(e));
          return ["page is " + document.documentElement.scrollWidth + " wide: "
            + wide.slice(-3).map(e => e.outerHTML.slice(0, 80)).join(" | ")];
        }"""
    )
    return found


def small_targets(page: Page) -> list[str]:
    """Links and controls that are hard to hit.

    A province drawn on the map may be small: the table or list beside it has the same link (2.5.8, equivalent).
    """
    found: list[str] = page.evaluate(
        """([smallest, own]) => {
          const OWN = ".btn, .form-control, .form-select, .tools a, .tools button, .main-nav a, .menu-links a, " +
            ".pagination a, summary, .tag-x, .choice, .header-search input, .header-search button";
          const box = e => {   // of a link that runs over two lines: its larger part
            const parts = [...e.getClientRects()].filter(r => r.width && r.height);
            return parts.sort((a, b) => b.width - a.width)[0];
          };
          const problems = [];
          for (const e of document.querySelectorAll("a, button, input, select, summary, textarea, .choice")) {
            if (e.type === "hidden" || e.closest(".map-drawing, .visually-hidden, .skip")) continue;
            if (e.matches(".choice input")) continue;  // its label is the target
            const r = box(e);
            if (!r || !e.checkVisibility()) continue;
            const least = e.matches(OWN) ? own : smallest;
            if (r.height < least - .5 || r.width < smallest - .5)
              problems.push(`target ${r.width.toFixed()}×${r.height.toFixed()}: ${e.outerHTML.slice(0, 90)}`);
          }
          return problems;
        }""",
        [SMALLEST_TARGET, OWN_TARGET],
    )
    return found


def headings(page: Page) -> list[str]:
    """One h1, and no level left out."""
    levels: list[int] = page.evaluate(
        "() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"
    )
    problems = [f"{levels.count(1)} h1"] if levels.count(1) != 1 else []
    return problems + [f"h{a} is followed by h{b}" for a, b in pairwise(levels) if b > a + 1]


def wrong_language(page: Page, language: str) -> list[str]:
    """The page says its language, and Thai on an English page is marked as Thai; what people typed is theirs."""
    problems = [] if page.evaluate("document.documentElement.lang") == language else ["lang of the page is wrong"]
    unmarked: list[str] = page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            const node = walker.currentNode;
            const around = node.parentElement;
            if (/[ก-๎]/.test(node.data) && !around.closest("textarea")
                && around.closest("[lang]").getAttribute("lang") !== "th")
              found.push("unmarked Thai: " + node.data.trim().slice(0, 60));
          }
          return found;
        }"""
    )
    return problems + unmarked


def cut_texts(page: Page) -> list[str]:
    """Text that its box hides, and text that hangs out of its box. What scrolls on purpose is not cut."""
    found: list[str] = page.evaluate(
        """() => {
          const SCROLLS = ".facet-long > div, .table-scroll, .visually-hidden, thead, input, select, textarea, script";
          const say = (what, e) => `${what}: ${e.textContent.trim().slice(0, 40)} in ${e.outerHTML.slice(0, 70)}`;
          const hides = [...document.body.querySelectorAll("*")].filter(e =>
            !(e instanceof SVGElement) && !e.closest(SCROLLS) && e.checkVisibility() && e.textContent.trim() &&
            getComputedStyle(e).overflow !== "visible" && getComputedStyle(e).clipPath === "none" &&
            (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1));
          const hangs = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const text = walker.currentNode;
            let box = text.parentElement;
            if (!text.data.trim() || box.closest("svg, " + SCROLLS) || !box.checkVisibility()) continue;
            while (getComputedStyle(box).display === "inline") box = box.parentElement;
            if (getComputedStyle(box).clipPath !== "none") continue;
            const range = document.createRange();
            range.selectNodeContents(text);
            const inner = range.getBoundingClientRect(), outer = box.getBoundingClientRect();
            const line = parseFloat(getComputedStyle(box).fontSize) / 2;  // the letters' own box is higher than a line
            if (inner.right > outer.right + 1 || inner.left < outer.left - 1 ||
                inner.bottom > outer.bottom + line || inner.top < outer.top - line) hangs.push(box);
          }
          return [...hides.map(e => say("hidden", e)), ...hangs.map(e => say("hangs out", e))];
        }"""
    )
    return found


def under_labels(page: Page) -> list[str]:
    """Words of a cell that stand where the label of its column does, in tables that are cards on a phone."""
    found: list[str] = page.evaluate(
        """() => {
          const problems = [];
          for (const cell of document.querySelectorAll(".table-stack td[data-label]")) {
            const label = getComputedStyle(cell, "::before");
            if (label.content === "none" || !cell.checkVisibility()) continue;
            const words = cell.getBoundingClientRect().left + parseFloat(label.width);
            const inside = document.createRange();
            inside.selectNodeContents(cell);
            if ([...inside.getClientRects()].some(r => r.width > 1 && r.left < words - 1))
              problems.push(`under its label: ${cell.textContent.trim().slice(0, 60)}`);
          }
          return problems;
        }"""
    )
    return found
