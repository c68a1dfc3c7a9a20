"""Where the real facts come from: the ministry's page, the notices on province groups, general knowledge."""

from datetime import date

from django.utils.text import slugify

from portal.models import Source

from .data_files import Record
from .fact_rows import fitting, upsert

#: When the reference data and the ministry's page were read (Common Era). Pages print it as "data as of".
READ_ON = date(2026, 11, 22)
PAGE = "ministry-page"
GENERAL = "general-knowledge"


def load_sources(facts: Record, groups: Record) -> dict[str, Source]:
    programme = facts.record("programme")
    title_th = f"หน้าเว็บ “ผลงานเด่น สำนักงานปลัดกระทรวง” กระทรวงวิทยาศาสตร์และเทคโนโลยี: {programme.text('name_th')}"
    rows = [
        Source(
            **fitting(programme, Source, {"code": PAGE, "title_th": title_th}, title_th="name_th"),
            title_en="Page “Flagship works, Office of the Permanent Secretary”, Ministry of Science and Technology",
            read_on=READ_ON,
            note=facts.record("page").text("publication_note"),
        ),
        Source(
            code=GENERAL,
            title_th="ความรู้ทั่วไป ยังไม่ได้ตรวจสอบกับเอกสาร",
            title_en="General knowledge, not yet checked against a document",
            read_on=READ_ON,
        ),
    ]
    codes: set[str] = set()
    for key, record in groups.named_records("sources"):
        if (code := source_code(key)) in codes:
            raise groups.error("sources", f"{key!r} and another one both make the code {code!r}")
        codes.add(code)
        values = {
            "code": code,
            "title_th": record.text("title_th"),
            "title_en": record.text("title_en"),
            "url": record.optional_text("url").split(" ,")[0],
            "note": record.optional_text("seen"),
        }
        rows.append(Source(**fitting(record, Source, values), read_on=READ_ON))
    upsert(Source, ["code"], list(rows))
    return {source.code: source for source in rows}


def source_code(key: str) -> str:
    """The code of a source of province groups, from its key in the data file."""
    return f"group-{slugify(key)}"
