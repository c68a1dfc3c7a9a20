"""The front page, the list of years and the rows of the desk as frozen data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils import translation

from portal.bilingual import Localised, in_language
from portal.models import Agency, DeclaredFigure, FiscalYear
from portal.reports import AgencyTag, PlaceName, agency_tag, place_name
from portal.thai import fiscal_year_bounds
from requests_registry.models import CommunityRequest, RequestStatus
from requests_registry.models.requests import PUBLIC
from requests_registry.reports import RequestLine, request_line
from workshops.models import Workshop

from .profiles import request_counts
from .reports import (
    CategoryEntry,
    Counts,
    Figure,
    ItemisedRequest,
    Tally,
    WorkshopEntry,
    category_entries,
    figures_of,
    itemised_request,
    workshop_entry,
)

#: How many of the newest requests an officer's desk lists.
DESK_ROWS = 50


# ----------------------------------------------------------------------------------------------------------- home


@dataclass(frozen=True)
class Home:
    """The front page: the latest year with real data, and an example of what was answered."""

    year_be: int | None
    figures: dict[str, Figure]
    workshops: tuple[WorkshopEntry, ...]
    categories: tuple[CategoryEntry, ...]
    requests: tuple[ItemisedRequest, ...]
    itemised: int
    sample_lines: tuple[RequestLine, ...]

    @property
    def provinces(self) -> int:
        return len({province.code for entry in self.workshops for province in entry.provinces})

    @property
    def groups(self) -> int:
        return len({entry.group_slug for entry in self.workshops})

    @property
    def tally(self) -> Tally | None:
        declared = self.figures.get(DeclaredFigure.Subject.REQUESTS)
        return Tally(declared.value, self.itemised) if declared else None


def home(*, language: str) -> Home:
    """At most 12 queries. With no real data at all `year_be` is `None`."""
    with translation.override(language):
        figures = list(DeclaredFigure.objects.select_related("source").order_by("-fiscal_year", "subject"))
        workshops = list(Workshop.objects.public().real().for_list())
        years = {figure.fiscal_year_id for figure in figures} | {workshop.fiscal_year_id for workshop in workshops}
        year_be = max(years, default=None)
        public = CommunityRequest.objects.public()
        of_year = public.real().filter(fiscal_year=year_be)
        real = list(of_year.for_list().order_by("number")[:1])
        samples = (
            public.filter(is_sample=True).exclude(public_text_th="").for_list().order_by("-accepted_at", "-pk")[:4]
        )
        tags = _tags(real, language)
        return Home(
            year_be=year_be,
            figures=figures_of([figure for figure in figures if figure.fiscal_year_id == year_be], language),
            workshops=tuple(
                workshop_entry(workshop, language=language)
                for workshop in workshops
                if workshop.fiscal_year_id == year_be
            ),
            categories=tuple(category_entries(year_be, language)),
            requests=tuple(itemised_request(item, tags, language=language) for item in real),
            itemised=of_year.count(),
            sample_lines=tuple(request_line(item, language=language) for item in samples),
        )


def _tags(requests: Iterable[CommunityRequest], language: str) -> dict[int, AgencyTag]:
    """The agencies that answer these requests, under the names of those years. Two queries."""
    year_by_agency = {
        response.agency_id: fiscal_year_bounds(item.fiscal_year_id)[0]
        for item in requests
        for response in item.responses.all()
    }
    agencies = Agency.objects.filter(pk__in=year_by_agency).with_names()
    return {agency.pk: agency_tag(agency, on=year_by_agency[agency.pk], language=language) for agency in agencies}


# ---------------------------------------------------------------------------------------------------------- years


@dataclass(frozen=True)
class YearEntry:
    """A fiscal year in the list; with nothing in it, it is said to have no data, not to count 0."""

    year_be: int
    workshops: int
    sample_workshops: int
    declared: int | None
    counts: Counts

    @property
    def has_data(self) -> bool:
        return bool(self.workshops or self.sample_workshops or self.declared or self.counts.total)

    @property
    def has_samples(self) -> bool:
        return bool(self.sample_workshops or self.counts.samples)


def year_entries() -> list[YearEntry]:
    """Every fiscal year, newest first. Four queries."""
    requests = {row["fiscal_year"]: Counts(row["real"], row["samples"]) for row in request_counts("fiscal_year")}
    held = (
        Workshop.objects.public()
        .order_by()
        .values("fiscal_year")
        .annotate(real=Count("pk", filter=Q(is_sample=False)), samples=Count("pk", filter=Q(is_sample=True)))
    )
    workshops = {row["fiscal_year"]: Counts(row["real"], row["samples"]) for row in held}
    declared = dict(
        DeclaredFigure.objects.filter(subject=DeclaredFigure.Subject.REQUESTS).values_list("fiscal_year", "value")
    )
    nothing = Counts(0, 0)
    return [
        YearEntry(
            year_be=year.year_be,
            workshops=workshops.get(year.year_be, nothing).real,
            sample_workshops=workshops.get(year.year_be, nothing).samples,
            declared=declared.get(year.year_be),
            counts=requests.get(year.year_be, nothing),
        )
        for year in FiscalYear.objects.order_by("-year_be")
    ]


# ----------------------------------------------------------------------------------------------------------- desk


@dataclass(frozen=True)
class DeskRow:
    """A request as an officer sees it in a list: also before it is public."""

    reference: str
    receipt: str
    title: Localised
    status: str
    status_label: str
    province: PlaceName
    address: str
    is_sample: bool


def desk_rows(requests: QuerySet[CommunityRequest], *, language: str) -> list[DeskRow]:
    """The newest requests of a list that is already limited to what its reader may see."""
    newest = requests.order_by(F("submitted_at").desc(nulls_last=True), "-pk")[:DESK_ROWS]
    return [
        DeskRow(
            reference=row.reference,
            receipt=row.receipt,
            title=in_language(row, "title", language),
            status=row.status,
            status_label=str(RequestStatus(row.status).label),
            province=place_name(row.province),
            address=row.get_absolute_url() if row.number and row.status in PUBLIC else "",
            is_sample=row.is_sample,
        )
        for row in newest
    ]
