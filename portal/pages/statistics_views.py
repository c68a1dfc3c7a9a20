"""The statistics page and the tables of its charts."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from requests_registry.open_data import csv_lines

from .statistics import Statistics, statistics_of


@login_not_required
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """What was asked and answered, in charts: real rows, or samples with `?data=samples`."""
    return render(request, "pages/statistics.html", {"statistics": _asked_for(request, get_language() or "th")})


@login_not_required
@require_safe
def statistics_csv(request: HttpRequest, chart: str) -> HttpResponse:
    """The table of a chart, at an address without language: its labels are English."""
    with translation.override("en"):
        found = _asked_for(request, "en")
        drawn = next((one for one in found.charts if one.key == chart), None)
        if drawn is None:
            raise Http404(chart)
        rows = [(label, value, found.is_sample) for label, value in drawn.rows]
    lines = csv_lines((chart.removeprefix("by-"), "count", "is_sample"), rows)
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="statistics-{chart}.csv"'
    return response


def _asked_for(request: HttpRequest, language: str) -> Statistics:
    asked = request.GET.get("year", "")
    year_be = int(asked) if re.fullmatch("2[4-7][0-9]{2}", asked) else None
    return statistics_of(of_samples=request.GET.get("data") == "samples", language=language, year_be=year_be)
