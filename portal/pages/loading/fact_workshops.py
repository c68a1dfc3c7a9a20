"""The workshops of the year that the ministry's page tells of, and what happened at them."""

from datetime import date

from portal.models import FiscalYear, Province, ProvinceGroup
from workshops.models import Activity, Attendance, Sector, Workshop, WorkshopProvince

from .data_files import SMALL_INTEGER, Record
from .fact_rows import Rows, fitting

SECTORS = {"ภาครัฐ": Sector.PUBLIC, "ภาคเอกชน": Sector.PRIVATE, "ภาคประชาชน": Sector.PEOPLE}
ACTIVITY_KINDS = {
    "handover": Activity.Kind.HANDOVER,
    "exhibition": Activity.Kind.EXHIBITION,
    "demonstration": Activity.Kind.DEMONSTRATION,
    "needs_collection": Activity.Kind.NEEDS,
}


def load_workshops(
    facts: Record, year: FiscalYear, provinces: dict[str, Province], groups: dict[str, ProvinceGroup], rows: Rows
) -> dict[int, Workshop]:
    """The workshops with their provinces; returns them by their numbers. Those that people changed stay as they are."""
    loaded: dict[int, Workshop] = {}
    worked_on = {workshop.number: workshop for workshop in Workshop.objects.worked_on().filter(fiscal_year=year)}
    series = facts.record("workshop_series")
    themes = {"theme_th": series.text("topic_th"), "theme_en": series.text("topic_en")}
    fitting(series, Workshop, themes, theme_th="topic_th", theme_en="topic_en")
    records = list(facts.records("workshops", once=("number",)))
    _compare_totals(series, records)
    for record in records:
        starts_on, ends_on = _days(record, year)
        number = record.integer("number", least=1, most=SMALL_INTEGER)
        if number in worked_on:
            loaded[number] = worked_on[number]
            continue
        values = {
            **themes,
            "venue_th": record.text("venue_th"),
            "venue_en": record.text("venue_en"),
            "starts_on": starts_on,
            "ends_on": ends_on,
            "host_province": record.one_of("host_province_code", provinces, "province"),
            "group": record.one_of("target_group_key", groups, "province group"),
            "is_published": True,
            **rows.stated,
        }
        workshop = loaded[number] = rows.put(record, Workshop, {"fiscal_year": year, "number": number}, values)
        for order, code in enumerate(record.texts("province_codes_in_listed_order"), start=1):
            province = record.one_of("province_codes_in_listed_order", provinces, "province", key=code)
            target = {"group": province.group_on(workshop.starts_on), "order": order}
            rows.put(record, WorkshopProvince, {"workshop": workshop, "province": province}, target)
    return loaded


def _compare_totals(series: Record, workshops: list[Record]) -> None:
    """What the page says of the series in one sentence is what its list of workshops amounts to."""
    amounts = {
        "count": len(workshops),
        "groups_count": len({record.text("target_group_key") for record in workshops}),
        "provinces_count": len(
            {code for record in workshops for code in record.texts("province_codes_in_listed_order")}
        ),
    }
    for field, amount in amounts.items():
        if series.integer(field) != amount:
            raise series.error(field, f"says {series.integer(field)}, but the workshops that are given have {amount}")


def _days(record: Record, year: FiscalYear) -> tuple[date, date]:
    """First and last day of a workshop, which begins in the fiscal year."""
    starts_on, ends_on = record.day("start_date"), record.day("end_date")
    if FiscalYear.year_of(starts_on) != year.year_be:
        raise record.error("start_date", f"{starts_on} is not in fiscal year {year.year_be}")
    if ends_on < starts_on:
        raise record.error("end_date", f"{ends_on} is before the first day, {starts_on}")
    return starts_on, ends_on


def load_activities(facts: Record, year: FiscalYear, rows: Rows) -> None:
    """Activities of the whole series: the page does not say which workshop had which."""
    order = 0
    for record in facts.records("activities"):
        kind = record.one_of("kind", ACTIVITY_KINDS, "kind of activity")
        examples = list(record.records("examples")) if "examples" in record.value else []
        for is_example, part in [(False, record), *[(True, example) for example in examples]]:
            order += 1
            values = {
                "kind": kind,
                "title_th": part.text("th"),
                "title_en": part.text("en"),
                "is_example": is_example,
            }
            key = {"fiscal_year": year, "workshop": None, "order": order, **rows.stated}
            rows.put(part, Activity, key, values, title_th="th", title_en="en")


def load_sectors(facts: Record, year: FiscalYear, rows: Rows) -> None:
    """Who took part in the series; the page gives no headcount."""
    for order, record in enumerate(facts.records("participant_sectors", once=("th",)), start=1):
        key = {"fiscal_year": year, "workshop": None, "sector": record.one_of("th", SECTORS, "sector")}
        rows.put(record, Attendance, key, {"order": order, **rows.stated})
