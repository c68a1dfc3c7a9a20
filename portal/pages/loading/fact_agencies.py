"""The agencies, under the name that the ministry's page has, the one of today, and those that people use."""

from datetime import date

from portal.models import Agency, AgencyName, Provenance, Source

from .data_files import Record
from .fact_rows import fitting
from .fact_sources import GENERAL, PAGE


def load_agencies(facts: Record, agencies: Record, sources: dict[str, Source]) -> None:
    since = agencies.record("ministry_now").day("since")
    Agency.objects.update(footer_order=None)  # so that two agencies may change places
    for record in agencies.records("agencies", once=("acronym", "footer_order")):
        acronym = record.text("acronym")
        texts = {"acronym": acronym, "abbreviation_th": record.optional_text("abbreviation_th")}
        texts |= {"legal_form_en": record.text("kind"), "note_en": record.optional_text("note")}
        fitting(record, Agency, texts, legal_form_en="kind", note_en="note")
        agency, _ = Agency.objects.update_or_create(
            acronym=acronym,
            defaults={
                **texts,
                "kind": Agency.Kind.CLINIC_NETWORK if acronym == "CLINIC" else Agency.Kind.AGENCY,
                "can_answer": record.boolean("handles_community_needs"),
                "footer_order": record.optional_integer("footer_order"),
                "expertise_th": record.texts("expertise_th"),
                "expertise_en": record.texts("expertise_en"),
                "provenance": Provenance.STATED,
                "source": sources[PAGE],
            },
        )
        _load_agency_names(agency, record, since, sources)
    for answer in facts.record("integrated_example").records("responses"):
        agency = agency_of(answer, "agency")
        if not agency.names.filter(name_th=answer.text("agency_th"), is_alias=False).exists():
            _alias(agency, answer.text("agency_th"), Provenance.STATED, sources[PAGE])


def _load_agency_names(agency: Agency, record: Record, since: date, sources: dict[str, Source]) -> None:
    names = {"name_th": record.text("name_th"), "name_en": record.optional_text("name_en")}
    AgencyName.objects.update_or_create(
        agency=agency,
        valid_from=None,
        is_alias=False,
        defaults={
            **fitting(record, AgencyName, names),
            "provenance": Provenance.STATED,
            "source": sources[PAGE],
        },
    )
    for alias in record.texts("search_aliases"):
        _alias(agency, alias, Provenance.INFERRED, sources[GENERAL])
    if not record.boolean("renamed_or_moved"):
        return
    today = {"name_th": record.text("name_today_th"), "name_en": record.optional_text("name_today_en")}
    if agency.acronym == "OPS":  # renamed with the ministry, whose day is known
        AgencyName.objects.update_or_create(
            agency=agency,
            valid_from=since,
            is_alias=False,
            defaults={**today, "provenance": Provenance.INFERRED, "source": sources[GENERAL]},
        )
        return
    note = {
        "provenance_note_th": "ชื่อปัจจุบัน ไม่ทราบวันที่เปลี่ยนชื่อแน่ชัด",
        "provenance_note_en": "Name today; the day of the change is not known for certain",
    }
    _alias(agency, today.pop("name_th"), Provenance.INFERRED, sources[GENERAL], **today, **note)


def _alias(agency: Agency, name_th: str, provenance: str, source: Source, **more: str) -> None:
    AgencyName.objects.update_or_create(
        agency=agency,
        name_th=name_th,
        is_alias=True,
        defaults={"provenance": provenance, "source": source, **more},
    )


def agency_of(record: Record, field: str) -> Agency:
    try:
        return Agency.objects.get(acronym=record.text(field))
    except Agency.DoesNotExist:
        raise record.error(field, f"there is no agency {record.text(field)!r}") from None
