"""The real facts: places, province groups over time, agencies, and what the ministry's page says of FY 2552.

Natural keys make every step repeatable: loading twice changes nothing. One transaction, so a broken file leaves the
database as it was.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geothai
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import translation
from django.utils.text import slugify

from portal.models import (
    Agency,
    AgencyName,
    DeclaredFigure,
    District,
    FiscalYear,
    GroupMembership,
    ProgrammeStatement,
    Provenance,
    Province,
    ProvinceGroup,
    Region,
    Source,
)
from portal.models.places import stored_sort_key
from requests_registry.models import AgencyResponse, Category, CommunityRequest, HelpKind, ResponseStatus, Transition
from requests_registry.workflow import status_from_responses
from workshops.models import Activity, Attendance, Sector, Workshop, WorkshopProvince

from .data_files import DATA_DIR, Record, read

#: When the reference data and the ministry's page were read (Common Era). Pages print it as "data as of".
READ_ON = date(2026, 11, 22)
PAGE = "ministry-page"
GENERAL = "general-knowledge"
SMALL_INTEGER = 32_767  # the largest number of a small column
FIRST_YEAR_BE, LAST_YEAR_BE = 2500, 2700  # of fiscal years, as the database takes them
REGIONS = {
    "north": ("ภาคเหนือ", "North"),
    "northeast": ("ภาคตะวันออกเฉียงเหนือ", "Northeast"),
    "central": ("ภาคกลาง", "Central"),
    "east": ("ภาคตะวันออก", "East"),
    "south": ("ภาคใต้", "South"),
}
BUENG_KAN, BUENG_KAN_ESTABLISHED_ON = "38", date(2011, 3, 23)
CATEGORY_SHORT_NAMES = {
    1: ("เกษตร อุตสาหกรรม ทดสอบ", "Agriculture, industry, testing"),
    2: ("แปรรูป OTOP บรรจุภัณฑ์", "Processing, OTOP, packaging"),
    3: ("แหล่งเรียนรู้", "Learning centres"),
}
HELP_KINDS = {"technology transfer": HelpKind.TECHNOLOGY_TRANSFER, "packaging": HelpKind.PACKAGING}
SECTORS = {"ภาครัฐ": Sector.PUBLIC, "ภาคเอกชน": Sector.PRIVATE, "ภาคประชาชน": Sector.PEOPLE}
ACTIVITY_KINDS = {
    "handover": Activity.Kind.HANDOVER,
    "exhibition": Activity.Kind.EXHIBITION,
    "demonstration": Activity.Kind.DEMONSTRATION,
    "needs_collection": Activity.Kind.NEEDS,
}
Step = Callable[[str], None]


def load_programme(*, directory: Path = DATA_DIR, step: Step = lambda name: None) -> dict[str, int]:
    """Load the real facts and say how many rows of each kind there are.

    `step` is told the name of each part before it begins. Raises `DataError` (file, record, field) and then changes
    nothing.
    """
    facts = read("seed_facts.json", directory=directory)
    groups = read("province_groups.json", directory=directory)
    agencies = read("agencies.json", directory=directory)
    grid = read("province_grid.json", directory=directory)
    with transaction.atomic():
        step("sources")
        sources = _load_sources(facts, groups)
        step("places")
        _load_places(grid)
        _load_groups(groups, sources)
        step("agencies")
        _load_agencies(facts, agencies, sources)
        step("programme")
        year = _load_years(facts)
        _load_statements(facts, sources[PAGE])
        _load_figures(facts, year, sources[PAGE])
        _load_categories(facts, sources[PAGE])
        step("workshops")
        _load_workshops(facts, year, sources[PAGE])
        _load_activities(facts, year, sources[PAGE])
        step("example")
        _load_example(facts, year, sources[PAGE])
    counted: list[type[models.Model]] = [Province, District, ProvinceGroup, GroupMembership, Agency, Workshop]
    return {str(model._meta.verbose_name): model._default_manager.count() for model in counted}


def _upsert(model: type[models.Model], unique: list[str], rows: list[models.Model]) -> None:
    """Insert, or bring up to date, by natural key; one statement however many rows."""
    changed = [
        field.name for field in model._meta.concrete_fields if field.name not in unique and not field.primary_key
    ]
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=changed)


def _fitting(record: Record, model: type[models.Model], values: dict[str, Any], **names: str) -> dict[str, Any]:
    """The values, if their columns take them: length, form, choices. `names`: what a column is called in the record."""
    for column, value in values.items():
        field = model._meta.get_field(column)
        if field.is_relation or value in ("", None):
            continue
        try:
            with translation.override("en"):
                field.clean(value, None)  # type: ignore[union-attr]
        except ValidationError as error:
            raise record.error(names.get(column, column), " ".join(error.messages)) from None
    return values


def _load_sources(facts: Record, groups: Record) -> dict[str, Source]:
    rows = [
        Source(
            code=PAGE,
            title_th=(
                "หน้าเว็บ “ผลงานเด่น สำนักงานปลัดกระทรวง” กระทรวงวิทยาศาสตร์และเทคโนโลยี: "
                + facts.record("programme").text("name_th")
            ),
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
    for key, record in groups.named_records("sources"):
        values = {
            "code": f"group-{slugify(key)}",
            "title_th": record.text("title_th"),
            "title_en": record.text("title_en"),
            "url": record.optional_text("url").split(" ,")[0],
            "note": record.optional_text("seen"),
        }
        rows.append(Source(**_fitting(record, Source, values), read_on=READ_ON))
    _upsert(Source, ["code"], list(rows))
    return {source.code: source for source in Source.objects.all()}


def _load_places(grid: Record) -> None:
    _upsert(
        Region,
        ["code"],
        [
            Region(code=code, name_th=th, name_en=en, sort_key=stored_sort_key(th), order=order)
            for order, (code, (th, en)) in enumerate(REGIONS.items(), start=1)
        ],
    )
    short = {record.text("code"): record.text("abbr_th") for record in grid.records("provinces")}
    _upsert(
        Province,
        ["code"],
        [
            Province(
                code=place.code,
                name_th=place.name_th,
                name_en=place.name_en,
                sort_key=stored_sort_key(place.name_th),
                abbreviation_th=short.get(place.code, ""),
                established_on=BUENG_KAN_ESTABLISHED_ON if place.code == BUENG_KAN else None,
            )
            for place in geothai.provinces()
        ],
    )
    _upsert(
        District,
        ["code"],
        [
            District(
                code=place.code,
                name_th=place.name_th,
                name_en=place.name_en,
                sort_key=stored_sort_key(place.name_th),
                province_id=place.province_code,
            )
            for province in geothai.provinces()
            for place in geothai.districts(province.code)
        ],
    )


def _load_groups(groups: Record, sources: dict[str, Source]) -> None:
    """One `ProvinceGroup` for each key without its year; one membership row for each province of each composition."""
    compositions = list(groups.records("groups"))
    named: dict[str, ProvinceGroup] = {}
    for order, record in enumerate(compositions, start=1):
        values = {
            "key": _group_key(record),
            "slug": slugify(record.text("name_en")),
            "name_th": record.text("name_th"),
            "name_en": record.text("name_en"),
        }
        group = ProvinceGroup(**_fitting(record, ProvinceGroup, values, slug="name_en"))
        group.sort_key, group.order = stored_sort_key(group.name_th), order
        named.setdefault(group.key, group)
    _upsert(ProvinceGroup, ["key"], list(named.values()))
    by_key = {group.key: group for group in ProvinceGroup.objects.all()}
    memberships = [
        GroupMembership(
            province_id=BUENG_KAN,
            group=None,
            valid_from=BUENG_KAN_ESTABLISHED_ON,
            source=sources["group-gazette2011"],
            certainty="Between its creation and the notice that put it into a group.",
        )
    ]
    taken = {(row.province_id, row.valid_from) for row in memberships}
    for record in compositions:
        for row in _composition(record, by_key[_group_key(record)], sources):
            if (row.province_id, row.valid_from) in taken:
                problem = f"{row.province_id} is listed for another group from {row.valid_from}"
                raise record.error("province_codes", problem)
            taken.add((row.province_id, row.valid_from))
            memberships.append(row)
    _upsert(GroupMembership, ["province", "valid_from"], list(memberships))
    _set_regions()


def _group_key(record: Record) -> str:
    """The key of a group without the year of its composition: `2008-north-upper-1` is `north-upper-1`."""
    year, _, key = record.text("key").partition("-")
    if not (year.isdecimal() and key):
        raise record.error("key", f"a year and a name were expected, not {record.text('key')!r}")
    return key


def _composition(record: Record, group: ProvinceGroup, sources: dict[str, Source]) -> list[GroupMembership]:
    if not record.texts("sources"):
        raise record.error("sources", "is empty")
    first_source = f"group-{slugify(record.texts('sources')[0])}"
    if first_source not in sources:
        raise record.error("sources", f"there is no source {record.texts('sources')[0]!r}")
    known = {place.code for place in geothai.provinces()}
    if unknown := set(record.texts("province_codes")) - known:
        raise record.error("province_codes", f"no province has the code {sorted(unknown)[0]!r}")
    return [
        GroupMembership(
            province_id=code,
            group=group,
            valid_from=record.day("valid_from"),
            is_centre=code == record.text("centre_province_code"),
            source=sources[first_source],
            certainty=record.text("confidence")[:300],
        )
        for code in record.texts("province_codes")
    ]


def _set_regions() -> None:
    """The region of a province from the key of its present group; Bangkok, in no group, is in the centre."""
    present = GroupMembership.objects.in_force(on=READ_ON).select_related("group", "province")
    regions = {row.province_id: row.group.key.split("-")[0] for row in present if row.group}
    provinces = list(Province.objects.all())
    for province in provinces:
        province.region_id = regions.get(province.code, "central")
    Province.objects.bulk_update(provinces, ["region"])


def _load_agencies(facts: Record, agencies: Record, sources: dict[str, Source]) -> None:
    since = agencies.record("ministry_now").day("since")
    listed: set[int] = set()
    Agency.objects.update(footer_order=None)  # so that two agencies may change places
    for record in agencies.records("agencies"):
        acronym, order = record.text("acronym"), record.optional_integer("footer_order")
        if order in listed:
            raise record.error("footer_order", f"another agency has place {order}")
        listed |= {order} if order else set()
        texts = {"acronym": acronym, "abbreviation_th": record.optional_text("abbreviation_th")}
        texts |= {"legal_form_en": record.text("kind"), "note_en": record.optional_text("note")}
        _fitting(record, Agency, texts, legal_form_en="kind", note_en="note")
        agency, _ = Agency.objects.update_or_create(
            acronym=acronym,
            defaults={
                **texts,
                "kind": Agency.Kind.CLINIC_NETWORK if acronym == "CLINIC" else Agency.Kind.AGENCY,
                "can_answer": record.boolean("handles_community_needs"),
                "footer_order": order,
                "expertise_th": record.texts("expertise_th"),
                "expertise_en": record.texts("expertise_en"),
                "provenance": Provenance.STATED,
                "source": sources[PAGE],
            },
        )
        _load_agency_names(agency, record, since, sources)
    for answer in facts.record("integrated_example").records("responses"):
        agency = _agency(answer, "agency")
        if not agency.names.filter(name_th=answer.text("agency_th"), is_alias=False).exists():
            _alias(agency, answer.text("agency_th"), Provenance.STATED, sources[PAGE])


def _load_agency_names(agency: Agency, record: Record, since: date, sources: dict[str, Source]) -> None:
    names = {"name_th": record.text("name_th"), "name_en": record.optional_text("name_en")}
    AgencyName.objects.update_or_create(
        agency=agency,
        valid_from=None,
        is_alias=False,
        defaults={
            **_fitting(record, AgencyName, names),
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


def _agency(record: Record, field: str) -> Agency:
    try:
        return Agency.objects.get(acronym=record.text(field))
    except Agency.DoesNotExist:
        raise record.error(field, f"there is no agency {record.text(field)!r}") from None


def _load_years(facts: Record) -> FiscalYear:
    """Every year from the programme's first to the page's own; those without data say so on their page."""
    first = facts.record("programme").integer("running_since_be", least=FIRST_YEAR_BE, most=LAST_YEAR_BE)
    last = facts.record("fiscal_year").integer("be", least=first, most=LAST_YEAR_BE)
    for year_be in range(first, last + 1):
        FiscalYear.objects.get_or_create(year_be=year_be)
    return FiscalYear.objects.get(year_be=last)


def _load_statements(facts: Record, page: Source) -> None:
    Kind = ProgrammeStatement.Kind  # noqa: N806  (a class)
    programme, answers = facts.record("programme"), facts.record("response")
    texts: list[tuple[str, str, str]] = [
        (Kind.NAME, programme.text("name_th"), programme.text("name_en")),
        (Kind.SINCE, programme.text("running_text_th"), f"running since {programme.integer('running_since_ce')}"),
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
    _upsert(ProgrammeStatement, ["kind", "order"], list(rows))


def _load_figures(facts: Record, year: FiscalYear, page: Source) -> None:
    Subject = DeclaredFigure.Subject  # noqa: N806  (a class)
    programme, series, requests = facts.record("programme"), facts.record("workshop_series"), facts.record("requests")
    figures: list[tuple[str, int, str]] = [
        (
            Subject.PROVINCE_GROUPS,
            programme.integer("province_groups_total"),
            programme.text("province_groups_text_th"),
        ),
        (Subject.WORKSHOPS, series.integer("count"), series.text("count_text_th")),
        (Subject.WORKSHOP_GROUPS, series.integer("groups_count"), series.text("count_text_th")),
        (Subject.WORKSHOP_PROVINCES, series.integer("provinces_count"), series.text("count_text_th")),
        (Subject.REQUESTS, requests.integer("total"), requests.text("total_text_th")),
        (Subject.CATEGORIES, len(list(requests.records("categories"))), requests.text("total_text_th")),
    ]
    rows = [
        DeclaredFigure(
            fiscal_year=year,
            subject=subject,
            value=value,
            text_th=text,
            provenance=Provenance.STATED,
            source=page,
        )
        for subject, value, text in figures
    ]
    _upsert(DeclaredFigure, ["fiscal_year", "subject", "source"], list(rows))


def _load_categories(facts: Record, page: Source) -> None:
    for record in facts.record("requests").records("categories"):
        code = record.integer("number")
        if code not in CATEGORY_SHORT_NAMES:
            raise record.error("number", f"no short name is known for category {code}")
        short_th, short_en = CATEGORY_SHORT_NAMES[code]
        names = {"name_th": record.text("th"), "name_en": record.text("en")}
        Category.objects.update_or_create(
            code=code,
            defaults={
                **_fitting(record, Category, names, name_th="th", name_en="en"),
                "short_th": short_th,
                "short_en": short_en,
                "provenance": Provenance.STATED,
                "source": page,
            },
        )


def _load_workshops(facts: Record, year: FiscalYear, page: Source) -> None:
    series = facts.record("workshop_series")
    themes = {"theme_th": series.text("topic_th"), "theme_en": series.text("topic_en")}
    _fitting(series, Workshop, themes, theme_th="topic_th", theme_en="topic_en")
    for record in facts.records("workshops"):
        starts_on, ends_on = _days(record, year)
        venues = {"venue_th": record.text("venue_th"), "venue_en": record.text("venue_en")}
        workshop, _ = Workshop.objects.update_or_create(
            fiscal_year=year,
            number=record.integer("number", least=1, most=SMALL_INTEGER),
            defaults={
                **themes,
                **_fitting(record, Workshop, venues),
                "starts_on": starts_on,
                "ends_on": ends_on,
                "host_province": _province(record, "host_province_code", record.text("host_province_code")),
                "group": _group(record, "target_group_key"),
                "is_published": True,
                "provenance": Provenance.STATED,
                "source": page,
            },
        )
        for order, code in enumerate(record.texts("province_codes_in_listed_order"), start=1):
            province = _province(record, "province_codes_in_listed_order", code)
            WorkshopProvince.objects.update_or_create(
                workshop=workshop,
                province=province,
                defaults={"group": province.group_on(workshop.starts_on), "order": order},
            )


def _days(record: Record, year: FiscalYear) -> tuple[date, date]:
    """First and last day of a workshop, which begins in the fiscal year."""
    starts_on, ends_on = record.day("start_date"), record.day("end_date")
    if FiscalYear.year_of(starts_on) != year.year_be:
        raise record.error("start_date", f"{starts_on} is not in fiscal year {year.year_be}")
    if ends_on < starts_on:
        raise record.error("end_date", f"{ends_on} is before the first day, {starts_on}")
    return starts_on, ends_on


def _province(record: Record, field: str, code: str) -> Province:
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


def _load_activities(facts: Record, year: FiscalYear, page: Source) -> None:
    """Activities and sectors of the whole series: the page does not say which workshop had which."""
    claim: dict[str, Any] = {"provenance": Provenance.STATED, "source": page}
    order = 0
    for record in facts.records("activities"):
        if record.text("kind") not in ACTIVITY_KINDS:
            raise record.error("kind", f"{record.text('kind')!r} is not a kind of activity")
        kind = ACTIVITY_KINDS[record.text("kind")]
        examples = list(record.records("examples")) if "examples" in record.value else []
        for is_example, part in [(False, record), *[(True, example) for example in examples]]:
            order += 1
            titles = {"title_th": part.text("th"), "title_en": part.text("en")}
            Activity.objects.update_or_create(
                fiscal_year=year,
                workshop=None,
                order=order,
                defaults={
                    "kind": kind,
                    **_fitting(part, Activity, titles, title_th="th", title_en="en"),
                    "is_example": is_example,
                    **claim,
                },
            )
    for position, record in enumerate(facts.records("participant_sectors"), start=1):
        if record.text("th") not in SECTORS:
            raise record.error("th", f"{record.text('th')!r} is not a sector")
        Attendance.objects.update_or_create(
            fiscal_year=year, workshop=None, sector=SECTORS[record.text("th")], defaults={"order": position, **claim}
        )


def _load_example(facts: Record, year: FiscalYear, page: Source) -> None:
    """Phu Luang, Loei, as the page has it: one request, four answers by three agencies; no dates, no transitions.

    The number 2552-001 is this portal's; the workshop is inferred; the category is not known.
    """
    record = facts.record("integrated_example")
    workshop = _workshop(record, year)
    province = _province(record, "province_code", record.text("province_code"))
    title_th, title_en = record.text("title_th"), record.text("title_en")
    _fitting(record, CommunityRequest, {"title_th": title_th, "title_en": title_en})
    if Transition.objects.filter(community_request__fiscal_year=year, community_request__number=1).exists():
        return  # it is in the work: what people have done since is not undone by loading again
    community_request, _ = CommunityRequest.objects.update_or_create(
        fiscal_year=year,
        number=1,
        defaults={
            "province": province,
            "district": _district(record, province),
            "workshop": workshop,
            "workshop_provenance": Provenance.INFERRED,
            "workshop_note_th": ("จังหวัดเลยอยู่ในกลุ่มจังหวัดเป้าหมายของการประชุมครั้งที่ 1 เอกสารต้นทางไม่ได้ระบุการประชุมของตัวอย่างนี้"),
            "workshop_note_en": (
                "Loei belongs to the target group of workshop 1; the source names no workshop for this example"
            ),
            "group": province.group_on(workshop.starts_on),
            "title_th": title_th,
            "title_en": title_en,
            "title_provenance": Provenance.STATED,
            "title_note_th": "หัวข้อของตัวอย่างในเอกสารต้นทาง ซึ่งไม่ได้บอกว่าตรงกับเรื่องใดใน 125 เรื่อง",
            "title_note_en": "Heading of the example in the source, which does not tell which of the 125 it answers",
            "public_title_th": title_th,
            "public_title_en": title_en,
            "provenance": Provenance.STATED,
            "source": page,
            "status": status_from_responses([ResponseStatus.ACCEPTED]),
        },
    )
    for answer in record.records("responses"):
        _load_answer(community_request, answer, page)
    FiscalYear.objects.filter(pk=year.pk, last_number__lt=1).update(last_number=1)


def _workshop(record: Record, year: FiscalYear) -> Workshop:
    number = record.integer("workshop_number", most=SMALL_INTEGER)
    try:
        return Workshop.objects.get(fiscal_year=year, number=number)
    except Workshop.DoesNotExist:
        raise record.error("workshop_number", f"there is no workshop {number} in {year.year_be}") from None


def _district(record: Record, province: Province) -> District:
    code = record.text("district_code")
    try:
        return province.districts.get(code=code)
    except District.DoesNotExist:
        raise record.error("district_code", f"no district of {province.name_en} has the code {code!r}") from None


def _load_answer(community_request: CommunityRequest, answer: Record, page: Source) -> None:
    if answer.text("response_type") not in HELP_KINDS:
        raise answer.error("response_type", f"{answer.text('response_type')!r} is not a kind of help")
    doubt = answer.optional_text("note")
    summaries = {"summary_th": answer.text("text_th"), "summary_en": answer.text("text_en")}
    AgencyResponse.objects.update_or_create(
        community_request=community_request,
        part=answer.integer("number", least=1, most=SMALL_INTEGER),
        provenance=Provenance.STATED,
        defaults={
            "agency": _agency(answer, "agency"),
            "kind": HELP_KINDS[answer.text("response_type")],
            "status": ResponseStatus.ACCEPTED,
            **_fitting(answer, AgencyResponse, summaries, summary_th="text_th", summary_en="text_en"),
            "is_published": True,
            "source": page,
            "provenance_note_th": (
                "เอกสารต้นทางเขียน “หลามหมูยอ” และ “โปรตีนจากผงไหม” ต่อกันโดยไม่มีคำเชื่อม จึงไม่ทราบว่าเป็นหนึ่งหรือสองหัวข้อ"
                if doubt
                else ""
            ),
            "provenance_note_en": (
                "The source joins “lam mu yo” and “protein from silk powder” without a conjunction, so it is not known"
                " whether this is one topic or two"
                if doubt
                else ""
            ),
        },
    )
