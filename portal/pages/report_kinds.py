"""The reports of years, workshops, groups, provinces and agencies: how each is found, printed and embedded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.bilingual import in_language
from portal.charts import Bar, bars
from portal.models import Agency, DeclaredFigure, FiscalYear, Province, ProvinceGroup
from portal.reports.catalogue import Choice, Kind, NoSuchReport, Order, Paper, page_address, register
from portal.reports.tables import Table, joined
from portal.thai import to_thai_digits
from requests_registry.models import AgencyResponse, CommunityRequest
from requests_registry.photographs import pictures_of
from requests_registry.report_kinds import request_table
from workshops.models import Workshop

from .maps import neighbourhood_of, year_map
from .place_reports import (
    LEAST_OF_A_CHART,
    AgencyReport,
    GroupReport,
    Minutes,
    ProvinceReport,
    agency_report,
    group_report,
    minutes,
    province_report,
)
from .report_entries import ItemisedRequest, WorkshopEntry
from .year_reports import YearReport, year_report

MOST_BARS = 12


# --------------------------------------------------------------------------------------------------------- tables


def _tables(requests: Iterable[ItemisedRequest], workshops: Iterable[WorkshopEntry] = ()) -> dict[str, Table]:
    """What every report here embeds: its requests, their answers, its workshops."""
    listed = list(requests)
    return {
        "requests": request_table(item.line for item in listed),
        "answers": _answer_table(listed),
        "workshops": _workshop_table(workshops),
    }


def _answer_table(requests: Iterable[ItemisedRequest]) -> Table:
    rows = tuple(
        (item.line.reference, answer.number, answer.agency.acronym, answer.kind, answer.summary.text)
        for item in requests
        for answer in item.answers
    )
    return Table(("reference", "answer", "agency", "kind", "summary"), rows)


def _workshop_table(workshops: Iterable[WorkshopEntry]) -> Table:
    columns = ("fiscal_year_be", "number", "starts_on", "ends_on", "venue", "host_code", "group", "province_codes")
    rows = tuple(
        (
            entry.year_be,
            entry.number,
            entry.starts_on,
            entry.ends_on,
            entry.venue.text,
            entry.host.code,
            entry.group_slug,
            joined([place.code for place in entry.provinces]),
        )
        for entry in workshops
    )
    return Table(
        (*columns, "is_sample"), tuple((*row, entry.is_sample) for row, entry in zip(rows, workshops, strict=True))
    )


def _figure_table(report: YearReport) -> Table:
    rows = tuple((subject, figure.value, figure.text_th) for subject, figure in sorted(report.figures.items()))
    return Table(("subject", "value", "text_th"), rows)


# --------------------------------------------------------------------------------------------------------- charts


def _bars(counts: Mapping[str, int], digits: str) -> Any:
    rows = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_BARS]
    return bars(
        [Bar(label, count, to_thai_digits(str(count)) if digits == "thai" else str(count)) for label, count in rows]
    )


def _charts(requests: Iterable[ItemisedRequest], language: str, digits: str) -> dict[str, Any]:
    """Where the requests come from and who answered them, most first; nothing when there are few."""
    counted = list(requests)
    if len(counted) < LEAST_OF_A_CHART:
        return {}
    places = Counter(str(in_language(item.line.place.province, "name", language)) for item in counted)
    answers = Counter(answer.agency.label for item in counted for answer in item.answers)
    return {"province_bars": _bars(places, digits), "agency_bars": _bars(answers, digits)}


# ----------------------------------------------------------------------------------------------------------- year


def _year(order: Order) -> YearReport:
    try:
        report = year_report(int(order.about[0]), language=order.language, with_unpublished=order.is_draft)
    except (FiscalYear.DoesNotExist, ValueError) as error:
        raise NoSuchReport(f"fiscal year {order.about[0]}") from error
    if not report.has_data:
        raise NoSuchReport(f"nothing is known of fiscal year {order.about[0]}")
    return replace(report, previous_year=None, next_year=None)  # links of its page: other years change nothing here


def _year_paper(report: YearReport, order: Order) -> Paper:
    def drawings() -> dict[str, Any]:
        return {
            "map": year_map(
                report.counted_workshops, language=order.language, labels=False, links=False, digits=order.digits
            ),
            **_charts(report.counted_requests, order.language, order.digits),
        }

    return Paper(
        title=_("รายงานปีงบประมาณ พ.ศ. %(year)s") % {"year": report.year_be},
        name_th=f"รายงานปีงบประมาณ-{report.year_be}",
        address=page_address("year", report.year_be, language=order.language),
        tables={**_tables(report.requests, report.workshops), "declared_figures": _figure_table(report)},
        drawings=drawings,
    )


def _years(language: str, drafts: bool) -> Iterator[Choice]:
    public = CommunityRequest.objects.public().filter(fiscal_year=OuterRef("pk"))
    held = Workshop.objects.filter(fiscal_year=OuterRef("pk"))
    known = (
        Exists(public)
        | Exists(held if drafts else held.public())
        | Exists(DeclaredFigure.objects.filter(fiscal_year=OuterRef("pk")))
    )
    for year in FiscalYear.objects.filter(known).order_by("-year_be"):
        yield Choice((str(year.year_be),), _("ปีงบประมาณ %(year)s") % {"year": year.year_be})


# ------------------------------------------------------------------------------------------------------- workshop


def _workshop(order: Order) -> Minutes:
    workshops = Workshop.objects.all() if order.is_draft else Workshop.objects.public()
    try:
        year_be, number = (int(part) for part in order.about)
        found = workshops.for_detail().get(fiscal_year=year_be, number=number)
    except (Workshop.DoesNotExist, ValueError, OverflowError) as error:
        raise NoSuchReport(order.reference) from error
    return minutes(found, language=order.language, with_unpublished=order.is_draft)


def _workshop_paper(report: Minutes, order: Order) -> Paper:
    entry = report.entry
    words = {"number": entry.number, "year": entry.year_be}
    return Paper(
        title=_("รายงานการประชุมครั้งที่ %(number)s ปีงบประมาณ พ.ศ. %(year)s") % words,
        name_th=f"รายงานการประชุม-{entry.year_be}-{entry.number}",
        address=page_address("workshop", entry.year_be, entry.number, language=order.language),
        tables=_tables(report.requests, [entry]),
        drawings=lambda: {
            "map": year_map((entry,), language=order.language, labels=False, links=False, digits=order.digits)
        },
        pictures=lambda: pictures_of(report.photographs),
    )


def _workshops(language: str, drafts: bool) -> Iterator[Choice]:
    rows = Workshop.objects.all() if drafts else Workshop.objects.public()
    for row in rows.select_related("host_province").order_by("-fiscal_year", "number"):
        words = {
            "number": row.number,
            "year": row.fiscal_year_id,
            "place": in_language(row.host_province, "name", language),
        }
        yield Choice((str(row.fiscal_year_id), str(row.number)), _("ปี %(year)s ครั้งที่ %(number)s %(place)s") % words)


# ------------------------------------------------------------------------------------- province, group and agency


def _province(order: Order) -> ProvinceReport:
    found = Province.objects.select_related("region").filter(code=order.about[0]).first()
    if found is None:
        raise NoSuchReport(order.reference)
    return province_report(found, language=order.language)


def _province_paper(report: ProvinceReport, order: Order) -> Paper:
    place = report.profile.place
    return Paper(
        title=_("รายงานจังหวัด%(name)s") % {"name": in_language(place, "name", order.language)},
        name_th=f"รายงานจังหวัด-{place.name_th}",
        address=page_address("province", place.code, language=order.language),
        tables=_tables(report.requests, report.workshops),
        drawings=lambda: {
            "map": neighbourhood_of(report.profile, language=order.language, links=False),
            **_charts(report.counted, order.language, order.digits),
        },
    )


def _provinces(language: str, drafts: bool) -> Iterator[Choice]:
    public = CommunityRequest.objects.public().filter(province=OuterRef("pk"))
    held = Workshop.objects.public().filter(targets__province=OuterRef("pk"))
    known = Province.objects.filter(Exists(public) | Exists(held)).select_related("region")
    for row in known.order_by("sort_key"):
        region = (
            (row.region.order, str(in_language(row.region, "name", language))) if row.region else (99, _("จังหวัดอื่น"))
        )
        yield Choice((row.code,), str(in_language(row, "name", language)), region)


def _group(order: Order) -> GroupReport:
    found = ProvinceGroup.objects.filter(slug=order.about[0]).first()
    if found is None:
        raise NoSuchReport(order.reference)
    return group_report(found, language=order.language)


def _group_paper(report: GroupReport, order: Order) -> Paper:
    entry = report.profile.entry
    return Paper(
        title=_("รายงาน%(name)s") % {"name": entry.name},
        name_th=f"รายงานกลุ่มจังหวัด-{entry.slug}",
        address=page_address("group", entry.slug, language=order.language),
        tables=_tables(report.requests, report.workshops),
        drawings=lambda: _charts(report.counted, order.language, order.digits),
    )


def _groups(language: str, drafts: bool) -> Iterator[Choice]:
    for row in ProvinceGroup.objects.order_by("order", "pk"):
        yield Choice((row.slug,), str(in_language(row, "name", language)))


def _agency(order: Order) -> AgencyReport:
    agencies = Agency.objects.with_names().select_related("successor").prefetch_related("successor__names")
    found = agencies.filter(acronym=order.about[0]).first()
    if found is None:
        raise NoSuchReport(order.reference)
    return agency_report(found, language=order.language)


def _agency_paper(report: AgencyReport, order: Order) -> Paper:
    tag = report.profile.tag
    return Paper(
        title=_("รายงานการตอบสนองของ%(name)s") % {"name": tag.name},
        name_th=f"รายงานหน่วยงาน-{tag.acronym}",
        address=page_address("agency", tag.acronym, language=order.language),
        tables=_tables(report.requests),
        drawings=lambda: {
            "kind_bars": _bars(dict(report.kinds), order.digits) if len(report.requests) >= LEAST_OF_A_CHART else (),
            **_charts(report.counted, order.language, order.digits),
        },
    )


def _agencies(language: str, drafts: bool) -> Iterator[Choice]:
    answered = Exists(AgencyResponse.objects.public().filter(agency=OuterRef("pk")))
    listed = Agency.objects.with_names().filter(Q(answered) | Q(footer_order__isnull=False))
    for row in listed.order_by("acronym"):
        name = row.names.all()[0] if row.names.all() else None
        yield Choice((row.acronym,), f"{row.acronym} {in_language(name, 'name', language)}" if name else row.acronym)


def _references(report: Any) -> list[str]:
    return [item.line.reference for item in report.requests]


def _references_of_minutes(report: Any) -> list[str]:
    """Photographs may be of a request that is too late in the list to be printed."""
    return list(dict.fromkeys([*_references(report), *(photograph.reference for photograph in report.photographs)]))


for kind in (
    Kind(
        "year",
        gettext_lazy("รายงานปีงบประมาณ"),
        "reports/year.html",
        "year_pdf",
        _year,
        _year_paper,
        _references,
        _years,
        True,
    ),
    Kind(
        "workshop",
        gettext_lazy("รายงานการประชุม"),
        "reports/workshop.html",
        "workshop_pdf",
        _workshop,
        _workshop_paper,
        _references_of_minutes,
        _workshops,
        True,
    ),
    Kind(
        "group",
        gettext_lazy("รายงานกลุ่มจังหวัด"),
        "reports/group.html",
        "group_pdf",
        _group,
        _group_paper,
        _references,
        _groups,
    ),
    Kind(
        "province",
        gettext_lazy("รายงานจังหวัด"),
        "reports/province.html",
        "province_pdf",
        _province,
        _province_paper,
        _references,
        _provinces,
    ),
    Kind(
        "agency",
        gettext_lazy("รายงานหน่วยงาน"),
        "reports/agency.html",
        "agency_pdf",
        _agency,
        _agency_paper,
        _references,
        _agencies,
    ),
):
    register(kind)
