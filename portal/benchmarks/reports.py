"""What reports cost, against the import of WeasyPrint and against a fixed page."""

from __future__ import annotations

import multiprocessing
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median

from django.conf import settings

from portal import pdf
from portal.models import StoredReport
from portal.reports.catalogue import Order, kind_of, order_of
from portal.reports.drawing import draw
from portal.reports.editions import edition

from .measuring import RUNS, Figure, family, median_cost, processor_seconds, server

IMPORT = "import time; import weasyprint; print(time.process_time())"
MOST_MEGABYTES = 300


def figures() -> Iterator[Figure]:
    """Measures; needs the facts, and for the long report a year with many requests."""
    imported = median_cost(_import_seconds)
    short = order_of("request", ["2552-001"], language="th")
    _cost_of(short)  # the first document of a process costs more
    warm = median_cost(lambda: _cost_of(short))
    yield Figure("warm request report / import of WeasyPrint", warm / imported, 0.12, "")
    long = _longest_year()
    yearly, pages, size = _long_cost(long)
    yield Figure(f"fiscal year {long.about[0]} ({pages} pages) / warm request report", yearly / warm, 100, "")
    yield Figure("memory of the process that made it", _peak_megabytes(), MOST_MEGABYTES, "MB")
    yield Figure("size of a page of it", size / 1000 / pages, 10, "KB")
    yield Figure("both languages at once / one (wall time)", _side_by_side(long), 1.15, "")
    yield _cached()


def _import_seconds() -> float:
    done = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _cost_of(order: Order) -> float:
    """Processor seconds of this process and of the one that renders."""
    made = edition(order)
    before = _used()
    draw(made, timeout=600)
    return _used() - before


def _used() -> float:
    return sum(processor_seconds(pid) for pid in family(multiprocessing.current_process().pid or 0))


def _longest_year() -> Order:
    orders = [order_of("year", choice.about, language="th") for choice in kind_of("year").choices("th", False)]
    return max(orders, key=lambda order: len(edition(order).report.requests))


def _long_cost(order: Order) -> tuple[float, int, int]:
    costs, pages, content = [], [0], b""
    for _run in range(RUNS):
        made, before = edition(order), _used()
        content = draw(made, timeout=600, watch=lambda percent, laid_out: pages.append(laid_out))
        costs.append(_used() - before)
    return median(costs), max(pages), len(content)


def _peak_megabytes() -> float:
    pdf.close()  # only of children that have ended it is told
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


def _side_by_side(order: Order) -> float:
    """The wall time of two processes, one for each language, against the slower language alone."""
    alone = max(_wall([language], order) for language, _name in settings.LANGUAGES)
    return _wall([language for language, _name in settings.LANGUAGES], order) / alone


def _wall(languages: list[str], order: Order) -> float:
    began = time.monotonic()
    command = [sys.executable, "manage.py", "bench", "one-report", "/".join((order.kind, *order.about))]
    running = [subprocess.Popen([*command, language], cwd=settings.BASE_DIR) for language in languages]
    for process in running:
        process.wait()
    return time.monotonic() - began


def _cached() -> Figure:
    """A report that is stored, asked for again and again, against the fixed page."""
    from . import served  # here, for it takes the whole table of addresses

    address = "/requests/2552-001.pdf"
    with server() as running:
        running.get(address)
        fixed = median_cost(lambda: running.cost_of(served.FIXED))
        stored = median_cost(lambda: running.cost_of(address))
    size = StoredReport.objects.filter(kind="request").order_by("-pk").values_list("size", flat=True)[0]
    return Figure(f"cached report of {size // 1000} KB / fixed page of 20 KB (F)", stored / fixed, 1.5, "")
