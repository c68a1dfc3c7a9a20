"""What every measurement stands on: processor time, medians, and F, a fixed page served by a real web server.

F is the cost of an answer of 20 KB that is there already, sent through all the middleware that every page passes.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median
from types import MappingProxyType

from django.conf import settings

from portal.benchmarks import served

RUNS = 5
#: Processor time of a run: so much that the clock of the system, a hundredth of a second, does not matter.
SECONDS_OF_A_RUN = 0.25
CHECKED_EVERY = 5  # requests
SECONDS_TO_START = 30
TICKS = os.sysconf("SC_CLK_TCK")  # of processor time in a second, as /proc counts


@dataclass(frozen=True)
class Figure:
    """A measured value beside its goal; `unit` is what stands behind both."""

    name: str
    value: float
    goal: float
    unit: str
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def __str__(self) -> str:
        verdict = "ok" if self.is_met else "MISSED"
        sign = "≥" if self.at_least else "≤"
        return f"{self.name:<58} {self.value:>9.3f} {self.unit:<3} goal {sign} {self.goal:<6g} {verdict}"


def median_cost(work: Callable[[], float], *, runs: int = RUNS) -> float:
    """The median of what `work` says that it cost."""
    return median(work() for _run in range(runs))


def processor_seconds(pid: int) -> float:
    """What a process and the children it has waited for have used. Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / TICKS


def family(pid: int) -> list[int]:
    """A process and all that come of it, alive."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [pid, *(found for child in children for found in family(int(child)))]


@dataclass(frozen=True)
class Cost:
    """Of one answer, as the mean of a run, in seconds: of processor time, and until the reader has it."""

    processor: float
    wall: float


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes


class Server:
    """One web process of gunicorn on a port of its own; `beside` is the process of its database, if that has one."""

    def __init__(self, port: int, process: subprocess.Popen[bytes], beside: int | None = None) -> None:
        self.port, self.process, self.beside = port, process, beside
        self.connection = HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, path: str, headers: Mapping[str, str] = MappingProxyType({})) -> Answer:
        """As a browser asks: on a line that stays open, for a packed answer."""
        try:
            return self._ask(path, headers)
        except (ConnectionError, HTTPException):  # the server has hung up in a pause
            self.connection.close()
            return self._ask(path, headers)

    def _ask(self, path: str, headers: Mapping[str, str]) -> Answer:
        self.connection.request("GET", path, headers={"Accept-Encoding": "br", **headers})
        answer = self.connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read())

    def cost_of(self, paths: Iterable[str], *, seconds: float = SECONDS_OF_A_RUN, etag: str = "") -> Cost:
        """Asks for one path after another until so much processor time is used.

        With an `etag` the answer must be 304, else 200: RuntimeError for another status.
        """
        headers, status = ({"If-None-Match": etag}, 304) if etag else ({}, 200)
        before, began, number = self._used(), time.monotonic(), 0
        for path in paths:
            answer = self.ask(path, headers)
            number += 1
            if answer.status != status:
                raise RuntimeError(f"{path} answers {answer.status}")
            if number % CHECKED_EVERY == 0 and self._used() - before >= seconds:
                break
        return Cost((self._used() - before) / number, (time.monotonic() - began) / number)

    def _used(self) -> float:
        roots = [self.process.pid, *([self.beside] if self.beside else [])]
        return sum(processor_seconds(pid) for root in roots for pid in family(root))


@contextmanager
def server(environment: Mapping[str, str] = os.environ, *, beside: int | None = None) -> Iterator[Server]:
    """A server in this environment that also answers `served.FIXED`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    size = [
        "--workers",
        "1",
        "--worker-class",
        "gthread",
        "--threads",
        "2",
        "--log-level",
        "error",
        "--no-control-socket",
    ]
    environment = {**environment, "PORTAL_ROOT_URLCONF": served.__name__}
    process = subprocess.Popen([*command, *size], env=environment, cwd=settings.BASE_DIR)
    try:
        running = Server(port, process, beside)
        _wait_for(running)
        yield running
    finally:
        process.terminate()
        process.wait()


def _wait_for(running: Server) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            running.ask(served.FIXED)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the web server does not start")
