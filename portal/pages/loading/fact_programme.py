"""What the programme says of itself, its fiscal years, its declared figures and the fields of requests."""

from collections import Counter

from portal.models import DeclaredFigure, FiscalYear, ProgrammeStatement
from portal.thai import to_ce
from requests_registry.models import Category

from .data_files import Record
from .fact_rows import Rows

FIRST_YEAR_BE, LAST_YEAR_BE = 2500, 2700  # of fiscal years, as the database takes them
CATEGORY_SHORT_NAMES = {
    1: ("เกษตร อุตสาหกรรม ทดสอบ", "Agriculture, industry, testing"),
    2: ("แปรรูป OTOP บรรจุภัณฑ์", "Processing, OTOP, packaging"),
    3: ("แหล่งเรียนรู้", "Learning centres"),
}


def load_years(facts: Record) -> FiscalYear:
    """Every year from the programme's first to the page's own; those without data say so on their page."""
    first = facts.record("programme").integer("running_since_be", least=FIRST_YEAR_BE, most=LAST_YEAR_BE)
    last = facts.record("fiscal_year").integer("be", least=first, most=LAST_YEAR_BE)
    for year_be in range(first, last + 1):
        FiscalYear.objects.get_or_create(year_be=year_be)
    return FiscalYear.objects.get(year_be=last)


def load_statements(facts: Record, rows: Rows) -> None:
    Kind = ProgrammeStatement.Kind  # noqa: N806  (a class)
    programme, answers = facts.record("programme"), facts.record("response")
    texts: list[tuple[str, Record, str]] = [  # kind, and where its Thai and English are: the fields begin with …
        (Kind.NAME, programme, "name_"),
        (Kind.SINCE, programme, "running_text_"),
        (Kind.POLICY, programme, "policy_"),
        *[(Kind.GOAL, goal, "") for goal in programme.records("goals")],
        (Kind.TARGET, programme, "target_"),
        (Kind.PURPOSE, programme, "target_purpose_"),
        *[(Kind.METHOD, way, "") for way in programme.records("method")],
        (Kind.RECEPTION, programme, "reception_"),
        *[(Kind.HELP, kind, "") for kind in answers.records("types")],
        *[(Kind.RESULT, result, "") for result in answers.records("outcomes")],
        (Kind.PLAN, answers, "plan_"),
        (Kind.MINISTRY, facts.record("ministry"), "description_"),
    ]
    since = f"running since {to_ce(programme.integer('running_since_be'))}"
    order: Counter[str] = Counter()
    for kind, record, begin in texts:
        order[kind] += 1
        text_en = since if kind == Kind.SINCE else record.text(f"{begin}en")
        values = {"text_th": record.text(f"{begin}th"), "text_en": text_en, **rows.stated}
        rows.put(record, ProgrammeStatement, {"kind": kind, "order": order[kind]}, values)


def load_figures(facts: Record, year: FiscalYear, rows: Rows) -> None:
    Subject = DeclaredFigure.Subject  # noqa: N806  (a class)
    programme, series, requests = facts.record("programme"), facts.record("workshop_series"), facts.record("requests")
    figures: list[tuple[str, int, Record, str]] = [
        (
            Subject.PROVINCE_GROUPS,
            programme.integer("province_groups_total"),
            programme,
            "province_groups_text_th",
        ),
        (Subject.WORKSHOPS, series.integer("count"), series, "count_text_th"),
        (Subject.WORKSHOP_GROUPS, series.integer("groups_count"), series, "count_text_th"),
        (Subject.WORKSHOP_PROVINCES, series.integer("provinces_count"), series, "count_text_th"),
        (Subject.REQUESTS, requests.integer("total"), requests, "total_text_th"),
        (Subject.CATEGORIES, len(list(requests.records("categories"))), requests, "total_text_th"),
    ]
    for subject, value, record, field in figures:
        key = {"fiscal_year": year, "subject": subject, "source": rows.stated["source"]}
        values = {"value": value, "text_th": record.text(field), **rows.stated}
        rows.put(record, DeclaredFigure, key, values, text_th=field)


def load_categories(facts: Record, rows: Rows) -> None:
    for record in facts.record("requests").records("categories", once=("number",)):
        code = record.integer("number")
        short_th, short_en = record.one_of("number", CATEGORY_SHORT_NAMES, "short name for category", key=code)
        values = {
            "name_th": record.text("th"),
            "name_en": record.text("en"),
            "short_th": short_th,
            "short_en": short_en,
            **rows.stated,
        }
        rows.put(record, Category, {"code": code}, values, name_th="th", name_en="en")
