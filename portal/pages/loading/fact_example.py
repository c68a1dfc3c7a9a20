"""The one request that the ministry's page tells of, with its four answers."""

from typing import Any

from portal.models import Agency, FiscalYear, Provenance, Province
from requests_registry.models import AgencyResponse, CommunityRequest, HelpKind, ResponseStatus
from requests_registry.moves import status_from_responses
from workshops.models import Workshop

from .data_files import SMALL_INTEGER, Record
from .fact_rows import Rows

HELP_KINDS = {"technology transfer": HelpKind.TECHNOLOGY_TRANSFER, "packaging": HelpKind.PACKAGING}
#: Words that the page puts side by side in one answer.
JOINED = ("หลามหมูยอ", "โปรตีนจากผงไหม")


def load_example(
    facts: Record,
    year: FiscalYear,
    provinces: dict[str, Province],
    agencies: dict[str, Agency],
    workshops: dict[int, Workshop],
    rows: Rows,
) -> None:
    """Phu Luang, Loei, as the page has it: one request, four answers by three agencies; no dates, no transitions.

    The number 2552-001 is this portal's; the workshop is inferred; the category is not known.
    """
    record = facts.record("integrated_example")
    number = record.integer("workshop_number", most=SMALL_INTEGER)
    workshop = record.one_of("workshop_number", workshops, "workshop", key=number)
    province = record.one_of("province_code", provinces, "province")
    is_as_loaded = workshop.version == 1  # what people have corrected since is not the file's fault
    if is_as_loaded and province.group_on(workshop.starts_on) != workshop.group:  # why the workshop may be inferred
        raise record.error("workshop_number", f"{province.name_en} is not in the target group of {workshop.number}")
    if CommunityRequest.objects.worked_on().filter(fiscal_year=year, number=1).exists():
        return  # what people have done since is not undone by loading again
    districts = {district.code: district for district in province.districts.all()}
    titles = _titles(record, total=facts.record("requests").integer("total"))
    values = {
        **titles,
        "public_title_th": titles["title_th"],
        "public_title_en": titles["title_en"],
        **_link(province, workshop),
        "province": province,
        "district": record.one_of("district_code", districts, f"district of {province.name_en}"),
        **rows.stated,
        "status": status_from_responses([ResponseStatus.ACCEPTED]),
    }
    community_request = rows.put(record, CommunityRequest, {"fiscal_year": year, "number": 1}, values)
    for answer in record.records("responses", once=("number",)):
        _load_answer(community_request, answer, agencies, rows)
    FiscalYear.objects.filter(pk=year.pk, last_number__lt=1).update(last_number=1)


def _titles(record: Record, *, total: int) -> dict[str, Any]:
    return {
        "title_th": record.text("title_th"),
        "title_en": record.text("title_en"),
        "title_provenance": Provenance.STATED,
        "title_note_th": f"หัวข้อของตัวอย่างในเอกสารต้นทาง ซึ่งไม่ได้บอกว่าตรงกับเรื่องใดใน {total} เรื่อง",
        "title_note_en": f"Heading of the example in the source, which does not tell which of the {total} it answers",
    }


def _link(province: Province, workshop: Workshop) -> dict[str, Any]:
    """The workshop, which is inferred, and from what."""
    return {
        "workshop": workshop,
        "workshop_provenance": Provenance.INFERRED,
        "workshop_note_th": (
            f"จังหวัด{province.name_th}อยู่ในกลุ่มจังหวัดเป้าหมายของการประชุมครั้งที่ {workshop.number}"
            " เอกสารต้นทางไม่ได้ระบุการประชุมของตัวอย่างนี้"
        ),
        "workshop_note_en": (
            f"{province.name_en} belongs to the target group of workshop {workshop.number};"
            " the source names no workshop for this example"
        ),
        "group": workshop.group,
    }


def _load_answer(community_request: CommunityRequest, answer: Record, agencies: dict[str, Agency], rows: Rows) -> None:
    part = answer.integer("number", least=1, most=SMALL_INTEGER)
    key = {"community_request": community_request, "part": part, **rows.stated}
    values = {
        "agency": answer.one_of("agency", agencies, "agency"),
        "kind": answer.one_of("response_type", HELP_KINDS, "kind of help"),
        "status": ResponseStatus.ACCEPTED,
        "summary_th": answer.text("text_th"),
        "summary_en": answer.text("text_en"),
        "is_published": True,
        **_doubt(answer),
    }
    rows.put(answer, AgencyResponse, key, values, summary_th="text_th", summary_en="text_en")


def _doubt(answer: Record) -> dict[str, str]:
    """What the page leaves open in an answer: the Thai and English for the one that has a note in the data file."""
    if not answer.optional_text("note"):
        return {"provenance_note_th": "", "provenance_note_en": ""}
    if not all(words in answer.text("text_th") for words in JOINED):
        raise answer.error("note", f"is known only of the answer that joins {' and '.join(JOINED)}")
    return {
        "provenance_note_th": (
            f"เอกสารต้นทางเขียน “{JOINED[0]}” และ “{JOINED[1]}” ต่อกันโดยไม่มีคำเชื่อม จึงไม่ทราบว่าเป็นหนึ่งหรือสองหัวข้อ"
        ),
        "provenance_note_en": (
            "The source joins “lam mu yo” and “protein from silk powder” without a conjunction, so it is not known"
            " whether this is one topic or two"
        ),
    }
