"""What the programme says of itself, its fiscal years, its declared figures and the fields of requests."""

from collections import Counter

from portal.models import DeclaredFigure, FiscalYear, ProgrammeStatement, Provenance, Source
from portal.thai import to_ce
from requests_registry.models import Category

from .data_files import Record
from .fact_rows import put, upsert

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


def load_statements(facts: Record, page: Source) -> None:
    Kind = ProgrammeStatement.Kind  # noqa: N806  (a class)
    programme, answers = facts.record("programme"), facts.record("response")
    texts: list[tuple[str, str, str]] = [
        (Kind.NAME, programme.text("name_th"), programme.text("name_en")),
        (
            Kind.SINCE,
            programme.text("running_text_th"),
            f"running since {to_ce(programme.integer('running_since_be'))}",
        ),
        (Kind.POLICY, programme.text("policy_th"), programme.text("policy_en")),
        *[(Kind.GOAL, goal.text("th"), goal.text("en")) for goal in programme.records("goals")],
        (Kind.TARGET, programme.text("target_th"), programme.text("target_en")),
        (Kind.PURPOSE, programme.text("target_purpose_th"), programme.text("target_purpose_en")),
        *[(Kind.METHOD, way.text("th"), way.text("en")) for way in programme.records("method")],
        (Kind.RECEPTION, programme.text("reception_th"), programme.text("reception_en")),
        *[(Kind.HELP, kind.text("th"), kind.text("en")) for kind in answers.records("types")],
        *[(Kind.RESULT, result.text("th"), result.text("en")) for result in answers.records("outcomes")],
        (Kind.PLAN, answers.text("plan_th"), answers.text("plan_en")),
        (
            Kind.MINISTRY,
            facts.record("ministry").text("description_th"),
            facts.record("ministry").text("description_en"),
        ),
    ]
    order: Counter[str] = Counter()
    rows = []
    for kind, text_th, text_en in texts:
        order[kind] += 1
        rows.append(
            ProgrammeStatement(
                kind=kind,
                order=order[kind],
                text_th=text_th,
                text_en=text_en,
                provenance=Provenance.STATED,
                source=page,
            )
        )
    upsert(ProgrammeStatement, ["kind", "order"], list(rows))


def load_figures(facts: Record, year: FiscalYear, page: Source) -> None:
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
        key = {"fiscal_year": year, "subject": subject, "source": page}
        values = {"value": value, "text_th": record.text(field), "provenance": Provenance.STATED}
        put(record, DeclaredFigure, key, values, text_th=field)


def load_categories(facts: Record, page: Source) -> None:
    for record in facts.record("requests").records("categories", once=("number",)):
        code = record.integer("number")
        short_th, short_en = record.one_of("number", CATEGORY_SHORT_NAMES, "short name for category", key=code)
        values = {
            "name_th": record.text("th"),
            "name_en": record.text("en"),
            "short_th": short_th,
            "short_en": short_en,
            "provenance": Provenance.STATED,
            "source": page,
        }
        put(record, Category, {"code": code}, values, name_th="th", name_en="en")
