"""The agencies, under the name that the ministry's page has, the one of today, and those that people use."""

from datetime import date
from typing import Any

from portal.models import Agency, AgencyName

from .data_files import SMALL_INTEGER, Record
from .fact_rows import Rows


def load_agencies(facts: Record, agencies: Record, rows: Rows) -> dict[str, Agency]:
    """The agencies and their names; returns them by their acronyms."""
    loaded: dict[str, Agency] = {}
    since = agencies.record("ministry_now").day("since")
    Agency.objects.update(footer_order=None)  # so that two agencies may change places
    for record in agencies.records("agencies", once=("acronym", "footer_order")):
        agency = _load_agency(record, rows)
        _load_agency_names(agency, record, since, rows)
        loaded[agency.acronym] = agency
    for answer in facts.record("integrated_example").records("responses"):
        agency = answer.one_of("agency", loaded, "agency")
        if not agency.names.filter(name_th=answer.text("agency_th"), is_alias=False).exists():
            _put_alias(answer, "agency_th", agency, answer.text("agency_th"), rows, **rows.stated)
    return loaded


def _load_agency(record: Record, rows: Rows) -> Agency:
    acronym = record.text("acronym")
    values = {
        "abbreviation_th": record.optional_text("abbreviation_th"),
        "kind": Agency.Kind.CLINIC_NETWORK if acronym == "CLINIC" else Agency.Kind.AGENCY,
        "can_answer": record.boolean("handles_community_needs"),
        "footer_order": record.optional_integer("footer_order", most=SMALL_INTEGER),
        "legal_form_en": record.text("kind"),
        "expertise_th": record.texts("expertise_th"),
        "expertise_en": record.texts("expertise_en"),
        "note_en": record.optional_text("note"),
        **rows.stated,
    }
    return rows.put(record, Agency, {"acronym": acronym}, values, legal_form_en="kind", note_en="note")


def _load_agency_names(agency: Agency, record: Record, since: date, rows: Rows) -> None:
    names = {"name_th": record.text("name_th"), "name_en": record.optional_text("name_en")}
    rows.put(record, AgencyName, {"agency": agency, "valid_from": None, "is_alias": False}, {**names, **rows.stated})
    for alias in record.texts("search_aliases"):
        _put_alias(record, "search_aliases", agency, alias, rows, **rows.inferred)
    if not record.boolean("renamed_or_moved"):
        return
    name_th, name_en = record.text("name_today_th"), record.optional_text("name_today_en")
    if agency.acronym == "OPS":  # renamed with the ministry, whose day is known
        key = {"agency": agency, "valid_from": since, "is_alias": False}
        values = {"name_th": name_th, "name_en": name_en, **rows.inferred}
        rows.put(record, AgencyName, key, values, name_th="name_today_th", name_en="name_today_en")
        return
    note = {
        "provenance_note_th": "ชื่อปัจจุบัน ไม่ทราบวันที่เปลี่ยนชื่อแน่ชัด",
        "provenance_note_en": "Name today; the day of the change is not known for certain",
    }
    _put_alias(record, "name_today_th", agency, name_th, rows, name_en=name_en, **rows.inferred, **note)


def _put_alias(record: Record, field: str, agency: Agency, name_th: str, rows: Rows, **values: Any) -> None:
    key = {"agency": agency, "name_th": name_th, "is_alias": True}
    rows.put(record, AgencyName, key, values, name_th=field, name_en="name_today_en")
