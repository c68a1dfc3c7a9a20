"""What reports cost, against the import of WeasyPrint and against a fixed page."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from io import StringIO
from itertools import repeat
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from portal import pdf
from portal.models import StoredReport
from portal.reports.catalogue import kind_of, order_of
from portal.reports.drawing import assets, draw, html_of, stylesheet
from portal.reports.editions import Edition, edition

from .measuring import RUNS, Figure, family, median_cost, processor_seconds, server

IMPORT = "import time; import weasyprint; print(time.process_time())"
LOOP = ["-c", "for number in range(30_000_000): number * number"]
TRIES_AT_ONCE = 3
MOST_MEGABYTES = 300
INVENTED = 470  # requests over four years: about 125 in the longest


def figures() -> Iterator[Figure]:
    """Measures, with the facts in the database and a long year of invented requests that is taken back."""
    imported = median_cost(_import_seconds)
    short = edition(order_of("request", ["2552-001"], language="th"))
    _cost_of(short)  # the first document of a process costs more
    warm = median_cost(lambda: _cost_of(short))
    name = f"warm request report ({warm:.2f} s) / import of WeasyPrint ({imported:.2f} s)"
    yield Figure(name, warm / imported, 0.12, "")
    yield Figure("size of a page of it", _kilobytes_of_a_page(short), 10, "KB")
    thai, english = _long_year()
    costs, pages, size = _long_cost(thai)
    yield Figure(f"fiscal year ({_rows(thai)} requests, {pages} pages) / request report", costs / warm, 100, "")
    yield Figure("memory of the process that made it", _peak_megabytes(), MOST_MEGABYTES, "MB")
    yield Figure("size of a page of the fiscal year", size / 1000 / pages, 10, "KB")
    floor = _at_once(LOOP, LOOP)
    name = f"both languages at once / the slower one (two loops {floor:.2f})"
    yield Figure(name, _side_by_side(thai, english), 1.15, "")
    yield _cached()


def _long_year() -> tuple[Edition, Edition]:
    """The longest year of many invented requests, in both languages; the database is left as it was."""
    with transaction.atomic():
        call_command("make_bench_data", requests=INVENTED, on=date(2026, 3, 2), stdout=StringIO())
        years = kind_of("year").choices("th", False)
        editions = [edition(order_of("year", choice.about, language="th")) for choice in years]
        thai = max(editions, key=_rows)
        english = edition(order_of("year", thai.order.about, language="en"))
        transaction.set_rollback(True)
    return thai, english


def _rows(made: Edition) -> int:
    return len(made.requests)


def _import_seconds() -> float:
    done = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _cost_of(made: Edition) -> float:
    """Processor seconds of this process and of the one that renders."""
    before = _used()
    draw(made, timeout=600)
    return _used() - before


def _kilobytes_of_a_page(made: Edition) -> float:
    pages = [1]
    content = draw(made, timeout=600, watch=lambda percent, laid_out: pages.append(laid_out))
    return len(content) / 1000 / max(pages)


def _used() -> float:
    return sum(processor_seconds(pid) for pid in family(os.getpid()))


def _long_cost(made: Edition) -> tuple[float, int, int]:
    costs, pages, content = [], [0], b""
    for _run in range(RUNS):
        before = _used()
        content = draw(made, timeout=600, watch=lambda percent, laid_out: pages.append(laid_out))
        costs.append(_used() - before)
    return median(costs), max(pages), len(content)


def _peak_megabytes() -> float:
    pdf.close()  # only of children that have ended it is told
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


def _side_by_side(*editions: Edition) -> float:
    """The wall time of two workers, one for each language, against the slower language alone.

    Beside it stands that of two loops that share nothing: with more than 1 the machine has no two free processors.
    """
    with TemporaryDirectory() as folder:
        pages = [Path(folder, f"{made.order.language}.html") for made in editions]
        for page, made in zip(pages, editions, strict=True):
            with translation.override(made.order.language):
                page.write_text(html_of(made), "utf-8")
        return _at_once(*(["manage.py", "bench", "one-report", str(page)] for page in pages))


def _at_once(*programmes: list[str]) -> float:
    """The wall time of Python programmes together against that of the slowest alone, each the best of its tries."""
    together = min(_wall(*programmes) for _try in range(TRIES_AT_ONCE))
    alone = [min(_wall(programme) for _try in range(TRIES_AT_ONCE)) for programme in programmes]
    return together / max(alone)


def _wall(*programmes: list[str]) -> float:
    began = time.monotonic()
    running = [subprocess.Popen([sys.executable, *arguments], cwd=settings.BASE_DIR) for arguments in programmes]
    codes = [process.wait() for process in running]
    if any(codes):
        raise RuntimeError("a part of the measurement has failed")
    return time.monotonic() - began


def make_one(page: Path) -> None:
    """Render a document as a worker does: a part of the measurement."""
    pdf.render(page.read_text("utf-8"), stylesheet=stylesheet(), assets=assets(), timeout=600)


def _cached() -> Figure:
    """A report that is stored, asked for again and again, against the fixed page."""
    from . import served  # here, for it takes the whole table of addresses

    address = "/requests/2552-001.pdf"
    with server() as running:
        running.ask(address)
        fixed = median_cost(lambda: running.cost_of(repeat(served.FIXED)).processor)
        stored = median_cost(lambda: running.cost_of(repeat(address)).processor)
    size = StoredReport.objects.filter(kind="request").order_by("-pk").values_list("size", flat=True)[0]
    return Figure(f"cached report of {size // 1000} KB / fixed page of 20 KB (F)", stored / fixed, 1.5, "")
