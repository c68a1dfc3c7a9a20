"""What public pages cost against F, a fixed page behind the same middleware: with few requests and with many.

Not kept (`uncached`) is a page whose address nobody has asked for; every figure is of the same run as its F.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count, repeat
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import brotli
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from portal import public_data

from .databases import Database, databases
from .measuring import Cost, Figure, Server, server

KINDS = ("sqlite", "postgresql")
FIXED = "/fixed-page"
LIST, DETAIL, REQUEST = "/requests/", "/requests/2552-001/", "/requests/{year}-100/"
ROUNDS = 3
SEARCHES, SEARCHED_TIMES = 60, 3
MOST_KB_OF_A_PAGE, MOST_REQUESTS_OF_A_PAGE = 150, 12
_numbers = count(1)


def _unheard(path: str) -> str:
    """The address of the same page as nobody has asked for it yet."""
    return f"{path}{'&' if '?' in path else '?'}unheard={next(_numbers)}"


@dataclass(frozen=True)
class Goals:
    """Where the databases differ: how many times F an uncached list and an uncached request may cost."""

    list: float
    detail: float


GOALS = {"sqlite": Goals(20, 30), "postgresql": Goals(30, 50)}


@dataclass(frozen=True)
class Side:
    """A database with the web server over it."""

    database: Database
    server: Server
    year: int

    @property
    def dashboards(self) -> dict[str, str]:
        return {
            "home": "/",
            "year": f"/years/{self.year}/",
            "statistics": "/statistics/",
            "province": "/provinces/42/",
            "agency": "/agencies/DSS/",
            "group": "/groups/upper-northeast-1/",
        }

    def once(self, path: str) -> Cost:
        """A page that is not kept, again and again."""
        return self.server.cost_of(_unheard(path) for _ in repeat(None))

    def kept(self, path: str, *, etag: str = "") -> Cost:
        """One that is; with its `etag` it is not sent again."""
        self.server.ask(path)
        return self.server.cost_of(repeat(path), etag=etag)


def figures(kinds: list[str], sizes: list[int], keep: Path | None) -> Iterator[str | Figure]:
    """A heading for each kind of database and its figures. `keep`: a folder whose databases are used again."""
    with TemporaryDirectory(prefix="portal-bench-", ignore_cleanup_errors=True) as thrown_away:
        folder = keep or Path(thrown_away)
        folder.mkdir(parents=True, exist_ok=True)
        for kind in kinds:
            yield f"{kind}: databases of {' and '.join(f'{size:,}' for size in sizes)} requests"
            with databases(kind, sizes, folder) as made:
                yield from _figures_of(kind, made)


def _figures_of(kind: str, made: list[Database]) -> Iterator[str | Figure]:
    with ExitStack() as running:
        sides = [
            Side(one, running.enter_context(server(one.environment, beside=one.server)), _year_of(one)) for one in made
        ]
        for side in sides:
            yield from _of_one(kind, side)
        if len(sides) > 1:
            yield from _growth(sides[0], sides[-1])


def _year_of(database: Database) -> int:
    """The last fiscal year that is full of invented requests."""
    return int(json.loads(_asked(database, "years"))[-2])


# ------------------------------------------------------------------------------------------------------ of one database


def _of_one(kind: str, side: Side) -> Iterator[str | Figure]:
    request, goals = REQUEST.format(year=side.year), GOALS[kind]
    etag = side.server.ask(LIST).headers["ETag"]
    rounds = [
        {
            "F": side.server.cost_of(repeat(FIXED)),
            "list, cached": side.kept(LIST),
            "request, cached": side.kept(request),
            "304": side.kept(LIST, etag=etag),
            "list, uncached": side.once(LIST),
            "request, uncached": side.once(request),
        }
        for _round in range(ROUNDS)
    ]
    fixed = _middle([costs["F"] for costs in rounds])
    yield f"  {side.database.requests:,} requests; F = {fixed.processor * 1000:.2f} ms, {1 / fixed.wall:,.0f} a second"

    def of(name: str) -> float:
        return median(costs[name].processor / costs["F"].processor for costs in rounds)

    for name in ("list, cached", "request, cached"):
        speed = median(costs["F"].wall / costs[name].wall for costs in rounds)
        yield Figure(f"{name} / F in requests a second", speed, 0.7, "×", at_least=True)
        yield Figure(f"{name} / F", of(name), 1.5, "×")
    yield Figure("304 / F", of("304"), 1.5, "×")
    yield Figure("list, uncached, facets warm / F", of("list, uncached"), goals.list, "×")
    yield Figure("request, uncached / F", of("request, uncached"), goals.detail, "×")
    yield from _last_page(side)
    yield from _searches(side, request)
    yield from _queries(side, request)
    yield from _sizes(side, request)


def _middle(costs: list[Cost]) -> Cost:
    return Cost(median(cost.processor for cost in costs), median(cost.wall for cost in costs))


def _ratio(top: Side, path: str, bottom: Side, other: str) -> float:
    """Of two pages that are not kept, asked for by turns."""
    pairs = [(top.once(path).processor, bottom.once(other).processor) for _round in range(ROUNDS)]
    return median(one / two for one, two in pairs)


def _last_page(side: Side) -> Iterator[Figure]:
    for sort in ("newest", "province"):
        first, middle, last = (f"{LIST}?sort={sort}&page={page}" for page in (1, side.database.requests // 40, 10**18))
        yield Figure(f"list by {sort}: page in the middle / first", _ratio(side, middle, side, first), 1.5, "×")
        yield Figure(f"list by {sort}: last page / first", _ratio(side, last, side, first), 1.5, "×")


def _searches(side: Side, request: str) -> Iterator[Figure]:
    """The slowest of the searches, each as fast as it is in the middle of three."""
    page = median(_wall(side, request) for _time in range(SEARCHES))
    slow = sorted(
        median(_wall(side, f"{LIST}?q={word}") for _time in range(SEARCHED_TIMES)) for word in _words()[:SEARCHES]
    )
    p99 = slow[min(len(slow) - 1, round(0.99 * len(slow)))]
    yield Figure(
        "search p99 / request, both uncached (wall time)", p99 / page, 5 if side.database.requests <= 2_500 else 20, "×"
    )


def _wall(side: Side, path: str) -> float:
    began = time.monotonic()
    answer = side.server.ask(_unheard(path))
    if answer.status != 200:
        raise RuntimeError(f"{path} answers {answer.status}")
    return time.monotonic() - began


def _words() -> list[str]:
    """What people could look for: whole titles of the invented needs and single words of them, by turns."""
    needs = json.loads((settings.BASE_DIR / "portal" / "data" / "sample_needs.json").read_text("utf-8"))["needs"]
    titles = [need["title_th"] for need in needs[:: max(len(needs) // SEARCHES, 1)]]
    return [quote(title if place % 2 else title.split()[0][:12]) for place, title in enumerate(titles)]


# ------------------------------------------------------------------------------------------------------------- queries


def _queries(side: Side, request: str) -> Iterator[Figure]:
    pages = {"list": LIST, "request": request, **side.dashboards}
    counted: dict[str, dict[str, int]] = json.loads(_asked(side.database, "queries", *pages.values()))
    for name, path in pages.items():
        yield Figure(f"{name}: queries when cached", counted[path]["cached"], 0, "")
    yield Figure("list: queries, facets warm", counted[LIST]["warm"], 4, "")
    yield Figure("list: queries, nothing warm", counted[LIST]["cold"], 9, "")
    yield Figure("request: queries", counted[request]["cold"], 12, "")
    for name, path in side.dashboards.items():
        yield Figure(f"{name}: queries", counted[path]["warm"], 8, "")


def _asked(database: Database, *words: str) -> str:
    """What `manage.py bench` says in another process, which has that database."""
    command = [sys.executable, "manage.py", "bench", *words]
    done = subprocess.run(
        command, env=database.environment, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True
    )
    return done.stdout.splitlines()[-1]


def count_queries(paths: list[str]) -> dict[str, dict[str, int]]:
    """Queries of each page: when nothing is remembered, when what pages share is, and when the page is kept."""
    browser = Client(SERVER_NAME="127.0.0.1")
    counted = {}
    with override_settings(PUBLIC_VERSION_TRUSTED=3600.0):  # a slow machine would ask for it in between
        for path in paths:
            public_data.forget()
            counted[path] = {
                "cold": _count(browser, f"{path}?unheard=1"),
                "warm": _count(browser, f"{path}?unheard=2"),
                "cached": _count(browser, f"{path}?unheard=2"),
            }
    return counted


def _count(browser: Client, path: str) -> int:
    public_data.version()  # which a process trusts for a while
    asked = count()

    def noted(execute: Callable[..., Any], *query: Any) -> Any:
        next(asked)
        return execute(*query)

    with connection.execute_wrapper(noted):
        browser.get(path)
    return next(asked)


# --------------------------------------------------------------------------------------------------------------- sizes


def _sizes(side: Side, request: str) -> Iterator[Figure]:
    for name, path, most in (("list", LIST, 12), ("request", request, 6)):
        yield Figure(f"{name}: HTML, compressed", len(side.server.ask(path).content) / 1000, most, "KB")
    for name, path in {"list": LIST, "request": request, **side.dashboards}.items():
        parts = _parts(side.server, path)
        yield Figure(f"{name}: with all that it needs", sum(parts.values()) / 1000, MOST_KB_OF_A_PAGE, "KB")
        yield Figure(f"{name}: requests for that", len(parts), MOST_REQUESTS_OF_A_PAGE, "")


def _parts(asked: Server, path: str) -> dict[str, int]:
    """The page and the files that it names, and that its style sheets name, with their sizes on the wire.

    All fonts of a style sheet count, though a browser fetches only those whose letters stand on the page.
    """
    parts: dict[str, int] = {}
    waiting = [path]
    while waiting:
        name = waiting.pop()
        if name in parts:
            continue
        answer = asked.ask(name)
        parts[name] = len(answer.content)
        if answer.headers["Content-Type"].startswith("text/"):
            packed = answer.headers.get("Content-Encoding") == "br"
            text = (brotli.decompress(answer.content) if packed else answer.content).decode()
            waiting += _named(text, name)
    return parts


def _named(text: str, name: str) -> list[str]:
    found = re.findall(r'(?:<link rel="(?:stylesheet|icon)"|<script|<img)[^>]*?(?:href|src)="(/static/[^"]+)"', text)
    if name.endswith(".css"):
        folder = name.rpartition("/")[0]
        relative = re.findall(r'url\("?(?!data:)([^")]+)"?\)', text)
        found += [part if part.startswith("/") else _joined(folder, part) for part in relative]
    return found


def _joined(folder: str, part: str) -> str:
    while part.startswith("../"):
        folder, part = folder.rpartition("/")[0], part.removeprefix("../")
    return f"{folder}/{part}"


# -------------------------------------------------------------------------------------------------------------- growth


def _growth(small: Side, large: Side) -> Iterator[str | Figure]:
    yield f"  {large.database.requests:,} requests against {small.database.requests:,}"
    yield Figure("list, uncached", _ratio(large, LIST, small, LIST), 1.3, "×")
    for name, path in large.dashboards.items():
        yield Figure(f"{name}, uncached", _ratio(large, path, small, small.dashboards[name]), 2, "×")
