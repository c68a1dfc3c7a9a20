"""What every measurement stands on: processor time, medians, and F, a fixed page served by a real web server.

F is the cost of an answer of 20 KB that is there already, sent through all the middleware that every page passes.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from django.conf import settings

from portal.benchmarks import served

RUNS = 5
REQUESTS_OF_A_RUN = 200
SECONDS_TO_START = 30
TICKS = os.sysconf("SC_CLK_TCK")  # of processor time in a second, as /proc counts


@dataclass(frozen=True)
class Figure:
    """A measured value beside its goal; `unit` is what stands behind both."""

    name: str
    value: float
    goal: float
    unit: str

    @property
    def is_met(self) -> bool:
        return self.value <= self.goal

    def __str__(self) -> str:
        verdict = "ok" if self.is_met else "MISSED"
        return f"{self.name:<58} {self.value:>9.3f} {self.unit:<3} goal ≤ {self.goal:<6g} {verdict}"


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


class Server:
    """One web process of gunicorn on a port of its own, in this environment and with its database."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port, self.process = port, process

    def get(self, path: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def cost_of(self, path: str) -> float:
        """Processor seconds for one answer, as the mean of a run. Raises RuntimeError for anything but 200."""
        before = self._used()
        for _request in range(REQUESTS_OF_A_RUN):
            status, _content = self.get(path)
            if status != 200:
                raise RuntimeError(f"{path} answers {status}")
        return (self._used() - before) / REQUESTS_OF_A_RUN

    def _used(self) -> float:
        return sum(processor_seconds(pid) for pid in family(self.process.pid))


@contextmanager
def server() -> Iterator[Server]:
    """A server that also answers `served.FIXED`."""
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
    environment = {**os.environ, "PORTAL_ROOT_URLCONF": served.__name__}
    process = subprocess.Popen([*command, *size], env=environment, cwd=settings.BASE_DIR)
    try:
        running = Server(port, process)
        _wait_for(running)
        yield running
    finally:
        process.terminate()
        process.wait()


def _wait_for(running: Server) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            running.get(served.FIXED)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the web server does not start")
