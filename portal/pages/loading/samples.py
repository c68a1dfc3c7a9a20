"""The invented sample data: loading, removing, counting. Every row is marked; real facts are never touched.

Sample data and real work do not share a fiscal year's numbers. Numbers are quoted in official letters, and taking
the samples away must leave no gap among real ones; so loading is refused as long as a real request or workshop holds
a number in one of the years that the samples would use. Years with declared figures of a source (FY 2552) are left out.
Real requests entered after the samples get the numbers after theirs and keep them when the samples go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import Count, Max, ProtectedError, Q

from portal import search
from portal.models import DeclaredFigure, FiscalYear
from requests_registry.counting import recount
from requests_registry.models import AgencyResponse, CommunityRequest, Outcome, RequestStatus, Transition
from workshops.models import Activity, Handover, Workshop

from .data_files import DATA_DIR
from .sample_answers import USUAL_SUGGESTIONS
from .sample_needs import read_needs
from .sample_plan import SOURCE_YEAR_BE, SamplePlan, plan_samples
from .sample_rows import Reference, write_requests, write_workshops
from .sample_workshops import HANDOVER, PROGRAMME

Step = Callable[[str], None]
#: Requests that are removed at a time: bounds memory when bench data go.
REMOVED_AT_A_TIME = 5_000


class SampleError(Exception):
    """Sample data cannot be loaded or removed; the sentence says why. Nothing has been changed."""


@dataclass(frozen=True)
class YearCount:
    """The sample rows of one fiscal year."""

    year_be: int
    workshops: int
    requests: int
    numbered: int
    responses: int
    outcomes: int
    statuses: dict[str, int]


@transaction.atomic
def load_samples(*, on: date, directory: Path = DATA_DIR, step: Step = lambda name: None) -> bool:
    """Load the samples of a day; says whether anything changed.

    Loading the samples of the same day again changes nothing, also when somebody has worked on them since. Samples
    of another day, and bench data, are removed first. Raises `DataError`, `PlanError` or `SampleError`, and then
    changes nothing.
    """
    step("reading needs, places and agencies")
    reference = read_reference()
    needs = read_needs(reference.codes, directory=directory)
    plan = plan_samples(needs, reference.geography, reference.answer_days, on=on, closed_years=closed_years())
    if CommunityRequest.objects.filter(receipt__in=[request.receipt for request in plan.requests]).exists():
        step(f"the samples of {on} are there already; nothing to do")
        return False
    _refuse_beside_real_numbers(plan.years)
    if CommunityRequest.objects.filter(is_sample=True).exists() or Workshop.objects.filter(is_sample=True).exists():
        step("removing the samples of another day")
        remove_samples(step=step)
    step(f"writing {len(plan.workshops)} workshops and {len(plan.requests)} requests")
    with search.paused():
        _write(plan, reference)
    step("writing the search index")
    search.reindex()
    recount()
    return True


def closed_years() -> frozenset[int]:
    """Fiscal years (B.E.) with declared figures, and the source page's own: no sample goes there."""
    declared = DeclaredFigure.objects.values_list("fiscal_year", flat=True)
    return frozenset(declared) | {SOURCE_YEAR_BE}


def read_reference() -> Reference:
    """Places, agencies and categories. Raises `SampleError` when the real facts have not been loaded."""
    reference = Reference.read()
    wanted = {*USUAL_SUGGESTIONS, *(agency for _, _, agency in (*PROGRAMME, HANDOVER) if agency)}
    if missing := sorted(wanted - set(reference.agencies)):
        raise SampleError(f"agency {missing[0]} is not there; run load_programme first")
    return reference


def _refuse_beside_real_numbers(years: Iterable[int]) -> None:
    for year_be in years:
        request = CommunityRequest.objects.real().filter(fiscal_year=year_be, number__isnull=False).first()
        if request:
            raise SampleError(f"request {request.reference} is real; fiscal year {year_be} takes no sample numbers")
        workshop = Workshop.objects.real().filter(fiscal_year=year_be).first()
        if workshop:
            raise SampleError(f"workshop {workshop} is real; fiscal year {year_be} takes no sample numbers")


def _write(plan: SamplePlan, reference: Reference) -> None:
    FiscalYear.objects.bulk_create([FiscalYear(year_be=year) for year in plan.years], ignore_conflicts=True)
    workshops = write_workshops(plan.workshops, reference)
    write_requests(plan.requests, reference, workshops)
    raise_last_numbers(plan.years)


def raise_last_numbers(years: Iterable[int]) -> None:
    """Set each year's counter to the highest number that it holds; 0 when it holds none."""
    for year in FiscalYear.objects.select_for_update().filter(pk__in=list(years)).order_by("pk"):
        highest = CommunityRequest.objects.filter(fiscal_year=year).aggregate(highest=Max("number"))["highest"]
        year.last_number = highest or 0
        year.save(update_fields=["last_number"])


# ------------------------------------------------------------------------------------------------------------ removing


@transaction.atomic
@search.paused()
def remove_samples(*, step: Step = lambda name: None) -> Counter[str]:
    """Remove every sample row, bench data included, and what belongs to it; says how many of each kind.

    Each year's counter falls to the highest number that is left. A fiscal year that had samples and now holds nothing
    at all goes too: years are made when they are needed, and an empty one says nothing. Raises `SampleError` when a
    real request leans on a sample.
    """
    samples = CommunityRequest.objects.filter(is_sample=True)
    workshops = Workshop.objects.filter(is_sample=True)
    _refuse_to_pull_away()
    years = {*samples.values_list("fiscal_year", flat=True), *workshops.values_list("fiscal_year", flat=True)}
    counts: Counter[str] = Counter()
    try:
        # Merged ones before those that they joined, however long the chain.
        while batch := list(
            samples.filter(merged__isnull=True).order_by().values_list("pk", flat=True)[:REMOVED_AT_A_TIME]
        ):
            _remove_requests(batch, counts)
            step(f"{counts['requests']:,} requests removed")
        counts["workshops"] = _remove_workshops(workshops)
    except ProtectedError as error:
        kept = sorted({str(row._meta.verbose_name) for row in error.protected_objects})
        raise SampleError(f"real rows lean on sample rows: {', '.join(kept)}") from error
    raise_last_numbers(years)
    counts["fiscal years"] = _remove_empty_years(years)
    search.reindex()
    recount()
    return counts


def _refuse_to_pull_away() -> None:
    leaning = (
        CommunityRequest.objects.real().filter(Q(merged_into__is_sample=True) | Q(workshop__is_sample=True)).first()
    )
    if leaning:
        name = leaning.reference or leaning.receipt
        raise SampleError(f"the real request {name} comes from a sample workshop or was merged into a sample request")


def _remove_requests(batch: list[int], counts: Counter[str]) -> None:
    """Requests with all that goes with them; transitions may go in no other way."""
    _, by_model = CommunityRequest.objects.filter(pk__in=batch).delete()
    for name, model in (
        ("requests", CommunityRequest),
        ("responses", AgencyResponse),
        ("transitions", Transition),
        ("outcomes", Outcome),
    ):
        counts[name] += by_model.get(model._meta.label, 0)


def _remove_workshops(workshops: models.QuerySet[Workshop]) -> int:
    """Workshops with what was written down of them, and with what was told of its changes."""
    gone = list(workshops.values_list("pk", flat=True))
    workshops.delete()
    for part in (Activity, Handover):
        part.history.filter(workshop_id__in=gone).delete()
    return len(gone)


def _remove_empty_years(years: Iterable[int]) -> int:
    """Whatever may refer to a year is asked, also tables that are added later."""
    removed = 0
    for year in FiscalYear.objects.filter(pk__in=list(years)):
        if not any(_refers_to(relation, year) for relation in year._meta.related_objects):
            year.delete()
            removed += 1
    return removed


def _refers_to(relation: Any, year: FiscalYear) -> bool:
    return bool(relation.related_model._base_manager.filter(**{relation.field.name: year}).exists())


# ------------------------------------------------------------------------------------------------------------ counting


def count_samples() -> list[YearCount]:
    """What there is of sample data, year by year, the newest first."""
    requests = CommunityRequest.objects.filter(is_sample=True).order_by()
    statuses: dict[int, dict[str, int]] = {}
    for year, status, number in requests.values_list("fiscal_year", "status").annotate(Count("pk")):
        statuses.setdefault(year, {})[status] = number
    workshops = _per_year(Workshop.objects.filter(is_sample=True), "fiscal_year")
    numbered = _per_year(requests.filter(number__isnull=False), "fiscal_year")
    inside = "community_request__fiscal_year"
    responses = _per_year(AgencyResponse.objects.filter(community_request__is_sample=True), inside)
    outcomes = _per_year(Outcome.objects.filter(community_request__is_sample=True), inside)
    return [
        YearCount(
            year_be=year,
            workshops=workshops.get(year, 0),
            requests=sum(statuses.get(year, {}).values()),
            numbered=numbered.get(year, 0),
            responses=responses.get(year, 0),
            outcomes=outcomes.get(year, 0),
            statuses={status: statuses.get(year, {}).get(status, 0) for status in RequestStatus.values},
        )
        for year in sorted({*statuses, *workshops}, reverse=True)
    ]


def _per_year(rows: models.QuerySet[models.Model], field: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(field).annotate(Count("pk")))


def _cells(count: YearCount) -> list[str]:
    cells = (count.year_be, count.workshops, count.requests, count.numbered, count.responses, count.outcomes)
    return [str(cell) for cell in (*cells, *count.statuses.values())]


def table_of(counts: list[YearCount]) -> str:
    """A table for people at a terminal: one line for each year, and one with what it counts in all."""
    heads = ["year", "workshops", "requests", "numbered", "responses", "outcomes", *RequestStatus.values]
    lines = [_cells(count) for count in counts]
    totals = ["all", *(str(sum(map(int, column))) for column in list(zip(*lines, strict=True))[1:])]
    rows = [heads, *lines, totals] if lines else [heads]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
