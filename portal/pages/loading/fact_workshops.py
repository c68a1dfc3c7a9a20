"""The workshops of the year that the ministry's page tells of, and what happened at them."""

from datetime import date

from portal.models import FiscalYear, Provenance, Province, ProvinceGroup, Source
from workshops.models import Activity, Attendance, Sector, Workshop, WorkshopProvince

from .data_files import SMALL_INTEGER, Record
from .fact_rows import fitting, put

SECTORS = {"ภาครัฐ": Sector.PUBLIC, "ภาคเอกชน": Sector.PRIVATE, "ภาคประชาชน": Sector.PEOPLE}
ACTIVITY_KINDS = {
    "handover": Activity.Kind.HANDOVER,
    "exhibition": Activity.Kind.EXHIBITION,
    "demonstration": Activity.Kind.DEMONSTRATION,
    "needs_collection": Activity.Kind.NEEDS,
}


def load_workshops(facts: Record, year: FiscalYear, page: Source) -> None:
    series = facts.record("workshop_series")
    themes = {"theme_th": series.text("topic_th"), "theme_en": series.text("topic_en")}
    fitting(series, Workshop, themes, theme_th="topic_th", theme_en="topic_en")
    records = list(facts.records("workshops", once=("number",)))
    _compare_totals(series, records)
    for record in records:
        starts_on, ends_on = _days(record, year)
        key = {"fiscal_year": year, "number": record.integer("number", least=1, most=SMALL_INTEGER)}
        values = {
            **themes,
            "venue_th": record.text("venue_th"),
            "venue_en": record.text("venue_en"),
            "starts_on": starts_on,
            "ends_on": ends_on,
            "host_province": province_of(record, "host_province_code", record.text("host_province_code")),
            "group": _group(record, "target_group_key"),
            "is_published": True,
            "provenance": Provenance.STATED,
            "source": page,
        }
        workshop = put(record, Workshop, key, values)
        for order, code in enumerate(record.texts("province_codes_in_listed_order"), start=1):
            province = province_of(record, "province_codes_in_listed_order", code)
            target = {"group": province.group_on(workshop.starts_on), "order": order}
            put(record, WorkshopProvince, {"workshop": workshop, "province": province}, target)


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


def province_of(record: Record, field: str, code: str) -> Province:
    try:
        return Province.objects.get(code=code)
    except Province.DoesNotExist:
        raise record.error(field, f"no province has the code {code!r}") from None


def _group(record: Record, field: str) -> ProvinceGroup:
    key = record.text(field).split("-", 1)[-1]
    try:
        return ProvinceGroup.objects.get(key=key)
    except ProvinceGroup.DoesNotExist:
        raise record.error(field, f"there is no province group {record.text(field)!r}") from None


def load_activities(facts: Record, year: FiscalYear, page: Source) -> None:
    """Activities of the whole series: the page does not say which workshop had which."""
    order = 0
    for record in facts.records("activities"):
        if record.text("kind") not in ACTIVITY_KINDS:
            raise record.error("kind", f"{record.text('kind')!r} is not a kind of activity")
        examples = list(record.records("examples")) if "examples" in record.value else []
        for is_example, part in [(False, record), *[(True, example) for example in examples]]:
            order += 1
            values = {
                "kind": ACTIVITY_KINDS[record.text("kind")],
                "title_th": part.text("th"),
                "title_en": part.text("en"),
                "is_example": is_example,
                "provenance": Provenance.STATED,
                "source": page,
            }
            key = {"fiscal_year": year, "workshop": None, "order": order}
            put(part, Activity, key, values, title_th="th", title_en="en")


def load_sectors(facts: Record, year: FiscalYear, page: Source) -> None:
    """Who took part in the series; the page gives no headcount."""
    for order, record in enumerate(facts.records("participant_sectors", once=("th",)), start=1):
        if record.text("th") not in SECTORS:
            raise record.error("th", f"{record.text('th')!r} is not a sector")
        key = {"fiscal_year": year, "workshop": None, "sector": SECTORS[record.text("th")]}
        put(record, Attendance, key, {"order": order, "provenance": Provenance.STATED, "source": page})
