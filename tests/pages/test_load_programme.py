"""Loading the facts: repeatable, and a data file that is wrong is named to the field and changes nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from portal.models import (
    Agency,
    DataVersion,
    DeclaredFigure,
    FiscalYear,
    GroupMembership,
    PrivacyNotice,
    ProgrammeStatement,
    Province,
    ProvinceGroup,
    SearchEntry,
    SearchTerm,
)
from portal.pages.loading.data_files import DATA_DIR, DataError
from portal.pages.loading.fact_leftovers import StillNeeded
from portal.pages.loading.programme import load_programme
from portal.pages.loading.samples import load_samples
from requests_registry.models import AgencyResponse, Category, CommunityRequest, Transition
from requests_registry.models.counts import Count
from tests.factories import (
    AT,
    make_activity,
    make_agency,
    make_agency_name,
    make_category,
    make_contact,
    make_group,
    make_handover,
    make_outcome,
    make_request,
    make_response,
    make_statement,
    make_transition,
    make_user,
    make_workshop,
)
from workshops.models import Activity, Workshop, WorkshopProvince

pytestmark = pytest.mark.django_db

OUR_APPS = ("portal", "workshops", "requests_registry", "pages")
SEED, GROUPS, AGENCIES, GRID = "seed_facts.json", "province_groups.json", "agencies.json", "province_grid.json"
NOTICES = "privacy_notices.json"
ACCEPTED = {"submitted_at": AT, "accepted_at": AT}
Rows = dict[str, list[dict[str, Any]]]


def all_rows() -> Rows:
    """Everything in our tables, links between rows included; but for what follows from it: search index and version."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for label in OUR_APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if not issubclass(model, Count)  # the database counts by itself
        if model not in (DataVersion, SearchEntry, SearchTerm)
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data files, to be broken."""
    return Path(shutil.copytree(DATA_DIR, tmp_path / "data"))


def change(data: Path, name: str, edit: Callable[[Any], None]) -> None:
    content = json.loads((data / name).read_text(encoding="utf-8"))
    edit(content)
    (data / name).write_text(json.dumps(content), encoding="utf-8")


def at(*path: str | int, value: Any) -> Callable[[Any], None]:
    """Sets one field, deep inside."""

    def edit(content: Any) -> None:
        for step in path[:-1]:
            content = content[step]
        content[path[-1]] = value

    return edit


def without(*path: str | int) -> Callable[[Any], None]:
    def edit(content: Any) -> None:
        for step in path[:-1]:
            content = content[step]
        del content[path[-1]]

    return edit


def add(*path: str | int, value: Any) -> Callable[[Any], None]:
    """Puts one more at the end of a list, deep inside."""

    def edit(content: Any) -> None:
        for step in path:
            content = content[step]
        content.append(value)

    return edit


# -------------------------------------------------------------------------------------------------------- what is there


@pytest.mark.usefixtures("facts")
def test_the_facts_are_there_in_their_numbers() -> None:
    assert Province.objects.count() == 77
    assert apps.get_model("portal", "District").objects.count() == 928
    assert Workshop.objects.count() == 4
    assert WorkshopProvince.objects.count() == 16
    assert Category.objects.count() == 3
    assert Agency.objects.filter(footer_order__isnull=False).count() == 16
    assert Activity.objects.filter(is_example=False).count() == 4
    assert Activity.objects.filter(is_example=True).count() == 5
    assert DeclaredFigure.objects.get(subject="requests").value == 125
    assert list(FiscalYear.objects.values_list("year_be", flat=True)) == [2547, 2548, 2549, 2550, 2551, 2552]


@pytest.mark.usefixtures("facts")
def test_nothing_is_invented() -> None:
    """One request without dates and moves, its link inferred, its field unknown; four answers by three agencies."""
    request = CommunityRequest.objects.get()
    answers = AgencyResponse.objects.order_by("part")

    assert (request.reference, request.status, request.category, request.submitted_at) == (
        "2552-001",
        "answered",
        None,
        None,
    )
    assert (request.accepted_at, request.is_sample, Transition.objects.count()) == (None, False, 0)
    assert (request.provenance, request.title_provenance, request.workshop_provenance) == (
        "stated",
        "stated",
        "inferred",
    )
    assert [answer.agency.acronym for answer in answers] == ["DSS", "DSS", "TISTR", "TINT"]
    assert {(answer.status, answer.asked_on, answer.due_on, answer.budget_baht) for answer in answers} == {
        ("accepted", None, None, None)
    }
    assert all(answer.is_published and answer.provenance == "stated" for answer in answers)
    assert FiscalYear.objects.get(pk=2552).last_number == 1


@pytest.mark.usefixtures("facts")
def test_each_province_is_in_the_group_of_its_workshop_on_that_day() -> None:
    for target in WorkshopProvince.objects.select_related("workshop", "group", "province"):
        assert target.group == target.workshop.group
        assert target.province.group_on(target.workshop.starts_on) == target.group


@pytest.mark.usefixtures("facts")
def test_eighteen_groups_are_in_force_in_the_year_that_declares_them() -> None:
    start = FiscalYear.objects.get(pk=2552).starts_on

    in_force = GroupMembership.objects.in_force(on=start).filter(group__isnull=False)

    assert in_force.values("group").distinct().count() == 18
    assert in_force.count() == 75  # the provinces of then, without Bangkok


# ------------------------------------------------------------------------------------------------------------ once more


@pytest.mark.usefixtures("facts")
def test_loading_again_changes_no_row() -> None:
    before = all_rows()

    load_programme()

    assert all_rows() == before
    assert sum(map(len, before.values())) > 1200


def test_the_command_says_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_programme")
    call_command("load_programme")

    assert "77" in capsys.readouterr().out
    assert Province.objects.count() == 77


@pytest.mark.usefixtures("facts")
def test_loading_mends_what_was_changed_and_leaves_what_was_added() -> None:
    Workshop.objects.filter(number=1).update(venue_th="ผิด")
    ProvinceGroup.objects.filter(slug="upper-northeast-1").update(name_th="ผิด")
    CommunityRequest.objects.update(title_th="ผิด")
    FiscalYear.objects.filter(pk=2552).update(last_number=40)
    added = FiscalYear.objects.create(year_be=2570)

    load_programme()

    assert Workshop.objects.get(number=1).venue_th == "โรงแรมบ้านเชียง"
    assert ProvinceGroup.objects.get(slug="upper-northeast-1").name_th == "กลุ่มจังหวัดภาคตะวันออกเฉียงเหนือตอนบน 1"
    assert CommunityRequest.objects.get().title_th.startswith("ตัวอย่างการตอบสนองความต้องการ")
    assert FiscalYear.objects.get(pk=2552).last_number == 40  # never falls: numbers were given
    assert FiscalYear.objects.filter(pk=added.pk).exists()


# --------------------------------------------------------------------------------------------- what is stated no longer


def without_workshop_4(content: Any) -> None:
    content["workshops"].pop()
    content["workshop_series"] |= {"count": 3, "groups_count": 3, "provinces_count": 12}


def without_nong_bua_lamphu(content: Any) -> None:
    content["workshops"][0]["province_codes_in_listed_order"].remove("39")
    content["workshop_series"]["provinces_count"] = 15


#: What is done to which file, and how many rows of each model are then fewer.
GONE: dict[str, tuple[str, Callable[[Any], None], dict[str, int]]] = {
    "a goal": (SEED, without("programme", "goals", 0), {"portal.ProgrammeStatement": 1}),
    "a workshop": (SEED, without_workshop_4, {"workshops.Workshop": 1, "workshops.WorkshopProvince": 4}),
    "a target province": (SEED, without_nong_bua_lamphu, {"workshops.WorkshopProvince": 1}),
    "an activity": (SEED, without("activities", 1), {"workshops.Activity": 1}),
    "an activity with examples": (SEED, without("activities", 2), {"workshops.Activity": 6}),
    "a sector": (SEED, without("participant_sectors", 1), {"workshops.Attendance": 1}),
    "a category": (SEED, without("requests", "categories", 1), {"requests_registry.Category": 1}),
    "an answer": (SEED, without("integrated_example", "responses", 0), {"requests_registry.AgencyResponse": 1}),
    "an alias": (AGENCIES, without("agencies", 3, "search_aliases", 0), {"portal.AgencyName": 1}),
    "a new name": (AGENCIES, at("agencies", 1, "renamed_or_moved", value=False), {"portal.AgencyName": 1}),
    "an agency": (AGENCIES, without("agencies", 12), {"portal.Agency": 1, "portal.AgencyName": 5}),
}


def fewer(before: Rows, after: Rows) -> dict[str, int]:
    """How many rows are gone; those of a history stay and tell of it."""
    counts = {label: len(rows) - len(after[label]) for label, rows in before.items() if ".Historical" not in label}
    return {label: count for label, count in counts.items() if count}


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize("case", GONE)
def test_what_the_files_state_no_longer_goes_and_comes_back_with_them(data: Path, case: str) -> None:
    name, edit, gone = GONE[case]
    change(data, name, edit)
    before = all_rows()

    load_programme(directory=data)

    assert fewer(before, all_rows()) == gone
    load_programme()
    assert fewer(before, all_rows()) == {}


@pytest.mark.usefixtures("facts")
def test_what_is_left_is_what_the_files_say(data: Path) -> None:
    """A goal has no key of its own, only its place."""
    change(data, SEED, without("programme", "goals", 0))
    change(data, SEED, without("requests", "categories", 1))
    change(data, SEED, without("integrated_example", "responses", 0))

    load_programme(directory=data)

    goals = ProgrammeStatement.objects.filter(kind="goal").values_list("order", "text_en")
    assert [(order, text.split()[0]) for order, text in goals] == [(1, "Transfer"), (2, "Self-reliance")]
    assert list(Category.objects.values_list("code", flat=True)) == [1, 3]
    assert DeclaredFigure.objects.get(subject="categories").value == 2
    assert list(AgencyResponse.objects.values_list("part", flat=True)) == [2, 3, 4]


#: What people have entered, what is taken out of which file, and how the refusal names both.
LEANING: dict[str, tuple[Callable[[], object], str, str]] = {
    "a request from the workshop": (
        lambda: make_request(workshop=Workshop.objects.get(number=4), title_th="ขอเครื่องอบ"),
        "a workshop",
        "Workshop 2552/4 is no longer in the data files, but CommunityRequest 2552-002 ขอเครื่องอบ leans on it",
    ),
    "something handed over there": (
        lambda: make_handover(workshop=Workshop.objects.get(number=4), item_th="ภาพถ่าย"),
        "a workshop",
        "Workshop 2552/4 is no longer in the data files, but Handover ภาพถ่าย – เลย leans on it",
    ),
    "an activity there": (
        lambda: make_activity(workshop=Workshop.objects.get(number=4), title_th="ดูงาน"),
        "a workshop",
        "Workshop 2552/4 is no longer in the data files, but Activity ดูงาน leans on it",
    ),
    "a request in the category": (
        lambda: make_request(category_id=2, title_th="ขอเครื่องอบ"),
        "a category",
        "but CommunityRequest 2552-002 ขอเครื่องอบ leans on it",
    ),
    "an officer of the agency": (
        lambda: make_user("agency", "officer", agency=Agency.objects.get(acronym="HAII")),
        "an agency",
        "Agency HAII is no longer in the data files, but User officer leans on it",
    ),
    "a name of the agency": (
        lambda: make_agency_name(agency=Agency.objects.get(acronym="HAII"), name_th="น้ำ", is_alias=True),
        "an agency",
        "Agency HAII is no longer in the data files, but AgencyName น้ำ leans on it",
    ),
    "the successor of the agency": (
        lambda: make_agency("OLD", ended_on=date(2010, 1, 1), successor=Agency.objects.get(acronym="HAII")),
        "an agency",
        "Agency HAII is no longer in the data files, but Agency OLD leans on it",
    ),
}


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize("case", LEANING)
def test_what_people_lean_on_stays_and_is_named(data: Path, case: str) -> None:
    enter, gone, sentence = LEANING[case]
    name, edit, _ = GONE[gone]
    enter()
    change(data, name, edit)
    before = all_rows()

    with pytest.raises(CommandError) as caught:
        call_command("load_programme", data_dir=data)

    assert sentence in str(caught.value)
    assert str(caught.value).endswith(". Nothing was changed.")
    assert all_rows() == before


@pytest.mark.usefixtures("facts")
def test_what_people_entered_beside_the_facts_is_never_removed(data: Path) -> None:
    entered = [
        make_statement(order=9),
        make_activity(order=1, title_th="ดูงาน"),  # the place that the first activity of the page has
        make_workshop(number=9),
        make_category(9),
        make_agency_name(name_th="วศ.", is_alias=True),
        make_response(community_request=make_request()),
    ]
    change(data, SEED, without("programme", "goals", 0))

    load_programme(directory=data)

    for row in entered:
        row.refresh_from_db()
        assert getattr(row, "provenance") == "entered"  # noqa: B009  (rows of several models)
    assert Activity.objects.count() == 10


@pytest.mark.usefixtures("facts")
def test_samples_stay_and_are_named_when_they_lean_on_what_goes(data: Path) -> None:
    load_samples(on=date(2026, 11, 22))
    before = all_rows()
    change(data, SEED, without("activities", 1))

    load_programme(directory=data)

    assert fewer(before, all_rows()) == {"workshops.Activity": 1}
    change(data, SEED, without("requests", "categories", 1))
    with pytest.raises(StillNeeded, match=r"Category .* leans on it \(a sample\)"):
        load_programme(directory=data)


@pytest.mark.usefixtures("facts")
def test_a_request_that_people_have_worked_on_keeps_its_answers(data: Path) -> None:
    CommunityRequest.objects.update(version=2)
    change(data, SEED, without("integrated_example", "responses", 0))
    before = all_rows()

    load_programme(directory=data)

    assert all_rows() == before


WORK: dict[str, Callable[[CommunityRequest], object]] = {
    "moved": lambda request: make_transition(community_request=request, from_status="answered", to_status="under_way"),
    "changed": lambda request: CommunityRequest.objects.update(version=2),
    "answer changed": lambda request: request.responses.filter(part=3).update(version=2),
    "answered": lambda request: make_response(community_request=request, part=5),
    "measured": lambda request: make_outcome(community_request=request),
    "entered": lambda request: CommunityRequest.objects.update(provenance="entered", category=1, **ACCEPTED),
}


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize("work", WORK)
def test_a_request_that_people_have_worked_on_is_left_alone(work: str) -> None:
    request = CommunityRequest.objects.get()
    CommunityRequest.objects.update(title_th="ตามที่แก้ไข")
    request.responses.filter(part=1).update(summary_th="ตามที่แก้ไข")
    WORK[work](request)
    before = all_rows()

    load_programme()

    assert all_rows() == before


@pytest.mark.usefixtures("facts")
def test_two_groups_may_exchange_their_names(data: Path) -> None:
    def exchange(content: Any) -> None:
        for group in content["groups"]:
            group["name_en"] = {"East 1": "East 2", "East 2": "East 1"}.get(group["name_en"], group["name_en"])

    change(data, GROUPS, exchange)

    load_programme(directory=data)

    assert dict(ProvinceGroup.objects.filter(key__in=["east-1", "east-2"]).values_list("key", "slug")) == {
        "east-1": "east-2",
        "east-2": "east-1",
    }


@pytest.mark.usefixtures("facts")
def test_a_group_does_not_take_the_name_of_one_that_was_added_here(data: Path) -> None:
    make_group("north-new", slug="upper-north-9")
    change(data, GROUPS, at("groups", 19, "name_en", value="Upper North 9"))

    with pytest.raises(DataError, match=r"groups\[19\], field name_en: another group has the address 'upper-north-9'"):
        load_programme(directory=data)


@pytest.mark.usefixtures("facts")
def test_the_note_of_the_example_names_its_province_and_workshop(data: Path) -> None:
    """Nan, in the group of the second workshop."""

    def move(content: Any) -> None:
        content["integrated_example"] |= {"province_code": "55", "district_code": "5501", "workshop_number": 2}

    change(data, SEED, move)

    load_programme(directory=data)

    request = CommunityRequest.objects.get()
    assert request.workshop_note_th.startswith("จังหวัดน่านอยู่ในกลุ่มจังหวัดเป้าหมายของการประชุมครั้งที่ 2 ")
    assert request.workshop_note_en.startswith("Nan belongs to the target group of workshop 2;")


@pytest.mark.usefixtures("facts")
def test_texts_are_stored_as_their_writer_meant_them(data: Path) -> None:
    """Zero-width and no-break spaces, blanks around, a vowel typed as two: what nobody sees and nobody meant."""
    before = all_rows()
    change(data, SEED, at("workshops", 0, "venue_th", value="  โรง\u200bเเรมบ้านเชียง\n"))
    change(data, SEED, at("workshops", 0, "venue_en", value="\ufeffBan  Chiang Hotel"))
    change(data, GROUPS, at("groups", 9, "name_th", value="กลุ่มจังหวัดภาคตะวันออกเฉียงเหนือตอนบน\u00a01"))
    change(data, AGENCIES, at("agencies", 16, "search_aliases", 0, value=" คลินิกเทค "))
    change(data, AGENCIES, at("agencies", 16, "name_th", value="คลินิกเทคโนโลยี\u200bเครือข่าย"))

    load_programme(directory=data)

    assert all_rows() == before


# ---------------------------------------------------------------------------------------------------------- wrong files


#: What is done to which file, and which record and field the error names.
BROKEN: dict[str, tuple[str, Callable[[Any], None], str, str]] = {
    "missing field": (SEED, without("workshops", 1, "venue_th"), "workshops[1]", "venue_th"),
    "missing part": (SEED, without("integrated_example"), "(whole file)", "integrated_example"),
    "empty text": (SEED, at("programme", "name_th", value="  "), "programme", "name_th"),
    "text of nothing visible": (SEED, at("programme", "name_th", value=" \u200b\u00a0"), "programme", "name_th"),
    "NUL": (SEED, at("programme", "goals", 1, "th", value="ถ่าย\0ทอด"), "programme.goals[1]", "th"),
    "NUL in an optional text": (AGENCIES, at("agencies", 5, "note", value="\0"), "agencies[5]", "note"),
    "NUL in a list": (AGENCIES, at("agencies", 5, "expertise_en", 0, value="te\0st"), "agencies[5]", "expertise_en"),
    "half a character": (GROUPS, at("groups", 0, "name_th", value="ก\ud800"), "groups[0]", "name_th"),
    "blank in a list": (AGENCIES, at("agencies", 5, "expertise_th", 0, value=" "), "agencies[5]", "expertise_th"),
    "null": (SEED, at("workshops", 0, "venue_en", value=None), "workshops[0]", "venue_en"),
    "number for text": (SEED, at("requests", "categories", 2, "th", value=3), "requests.categories[2]", "th"),
    "text for number": (SEED, at("requests", "total", value="125"), "requests", "total"),
    "yes for number": (SEED, at("requests", "total", value=True), "requests", "total"),
    "negative total": (SEED, at("requests", "total", value=-1), "requests", "total"),
    "enormous total": (SEED, at("requests", "total", value=10**12), "requests", "total"),
    "object for list": (SEED, at("workshops", value={}), "(whole file)", "workshops"),
    "text for object": (SEED, at("activities", 2, value="สาธิต"), "activities[2]", "-"),
    "impossible date": (SEED, at("workshops", 2, "start_date", value="2009-02-30"), "workshops[2]", "start_date"),
    "Buddhist date": (SEED, at("workshops", 2, "start_date", value="2552-03-08"), "workshops[2]", "start_date"),
    "Thai date": (SEED, at("workshops", 2, "end_date", value="10 มีนาคม 2552"), "workshops[2]", "end_date"),
    "date of another year": (SEED, at("workshops", 0, "start_date", value="2008-09-30"), "workshops[0]", "start_date"),
    "ends before it starts": (SEED, at("workshops", 3, "end_date", value="2009-05-23"), "workshops[3]", "end_date"),
    "number zero": (SEED, at("workshops", 3, "number", value=0), "workshops[3]", "number"),
    "unknown province": (
        SEED,
        at("workshops", 0, "province_codes_in_listed_order", 2, value="99"),
        "workshops[0]",
        "province_codes_in_listed_order",
    ),
    "unknown host": (SEED, at("workshops", 0, "host_province_code", value="4x"), "workshops[0]", "host_province_code"),
    "unknown group": (SEED, at("workshops", 0, "target_group_key", value="x"), "workshops[0]", "target_group_key"),
    "text too long": (SEED, at("workshops", 1, "venue_th", value="ก" * 201), "workshops[1]", "venue_th"),
    "name too long for the title of its source": (
        SEED,
        at("programme", "name_th", value="ก" * 450),
        "programme",
        "name_th",
    ),
    "text of the groups too long": (
        SEED,
        at("programme", "province_groups_text_th", value="ก" * 301),
        "programme",
        "province_groups_text_th",
    ),
    "text of the series too long": (
        SEED,
        at("workshop_series", "count_text_th", value="ก" * 301),
        "workshop_series",
        "count_text_th",
    ),
    "text of the total too long": (SEED, at("requests", "total_text_th", value="ก" * 301), "requests", "total_text_th"),
    "agency of an answer too long": (
        SEED,
        at("integrated_example", "responses", 3, "agency_th", value="ก" * 251),
        "integrated_example.responses[3]",
        "agency_th",
    ),
    "alias too long": (
        AGENCIES,
        at("agencies", 3, "search_aliases", 1, value="ก" * 251),
        "agencies[3]",
        "search_aliases",
    ),
    "name of today too long": (
        AGENCIES,
        at("agencies", 1, "name_today_th", value="ก" * 251),
        "agencies[1]",
        "name_today_th",
    ),
    "other name of today too long": (
        AGENCIES,
        at("agencies", 10, "name_today_en", value="x" * 251),
        "agencies[10]",
        "name_today_en",
    ),
    "abbreviation too long": (GRID, at("provinces", 8, "abbr_th", value="กขคงจ"), "provinces[8]", "abbr_th"),
    "certainty too long": (GROUPS, at("groups", 0, "confidence", value="x" * 301), "groups[0]", "confidence"),
    "key too long": (GROUPS, at("groups", 20, "key", value="2017-central-" + "x" * 40), "groups[20]", "key"),
    "unknown activity": (SEED, at("activities", 0, "kind", value="dance"), "activities[0]", "kind"),
    "unknown sector": (SEED, at("participant_sectors", 1, "th", value="ภาคอื่น"), "participant_sectors[1]", "th"),
    "unknown category": (SEED, at("requests", "categories", 0, "number", value=9), "requests.categories[0]", "number"),
    "unknown agency": (
        SEED,
        at("integrated_example", "responses", 3, "agency", value="NASA"),
        "integrated_example.responses[3]",
        "agency",
    ),
    "source that is listed no longer": (GROUPS, without("sources", "gazette2009"), "groups[0]", "sources"),
    "group of another composition": (
        SEED,
        at("workshops", 3, "target_group_key", value="2009-south-gulf"),
        "workshops[3]",
        "target_group_key",
    ),
    "unknown help": (
        SEED,
        at("integrated_example", "responses", 0, "response_type", value="money"),
        "integrated_example.responses[0]",
        "response_type",
    ),
    "unknown district": (
        SEED,
        at("integrated_example", "district_code", value="4299"),
        "integrated_example",
        "district_code",
    ),
    "district elsewhere": (
        SEED,
        at("integrated_example", "district_code", value="4101"),
        "integrated_example",
        "district_code",
    ),
    "unknown workshop": (
        SEED,
        at("integrated_example", "workshop_number", value=7),
        "integrated_example",
        "workshop_number",
    ),
    "year of the wrong era": (SEED, at("fiscal_year", "be", value=2009), "fiscal_year", "be"),
    "unknown province in a group": (
        GROUPS,
        at("groups", 4, "province_codes", 0, value="00"),
        "groups[4]",
        "province_codes",
    ),
    "province twice in a year": (
        GROUPS,
        lambda content: content["groups"][1]["province_codes"].append(content["groups"][0]["province_codes"][0]),
        "groups[1]",
        "province_codes",
    ),
    "unknown source": (GROUPS, at("groups", 0, "sources", 0, value="rumour"), "groups[0]", "sources"),
    "no source": (GROUPS, at("groups", 0, "sources", value=[]), "groups[0]", "sources"),
    "key without a year": (GROUPS, at("groups", 0, "key", value="north"), "groups[0]", "key"),
    "bad day of a group": (GROUPS, at("groups", 3, "valid_from", value="soon"), "groups[3]", "valid_from"),
    "list of numbers": (GROUPS, at("groups", 2, "province_codes", value=[41, 42]), "groups[2]", "province_codes"),
    "yes or no": (
        AGENCIES,
        at("agencies", 5, "handles_community_needs", value="yes"),
        "agencies[5]",
        "handles_community_needs",
    ),
    "name too long": (AGENCIES, at("agencies", 5, "name_en", value="x" * 251), "agencies[5]", "name_en"),
    "agency without a name": (AGENCIES, at("agencies", 5, "name_th", value=""), "agencies[5]", "name_th"),
    "place in the footer twice": (AGENCIES, at("agencies", 5, "footer_order", value=1), "agencies[5]", "footer_order"),
    "enormous place in the footer": (
        AGENCIES,
        at("agencies", 5, "footer_order", value=40_000),
        "agencies[5]",
        "footer_order",
    ),
    "acronym that is no address": (AGENCIES, at("agencies", 5, "acronym", value="T S/"), "agencies[5]", "acronym"),
    "workshop number twice": (SEED, at("workshops", 1, "number", value=1), "workshops[1]", "number"),
    "part of an answer twice": (
        SEED,
        at("integrated_example", "responses", 2, "number", value=1),
        "integrated_example.responses[2]",
        "number",
    ),
    "category twice": (SEED, at("requests", "categories", 2, "number", value=1), "requests.categories[2]", "number"),
    "sector twice": (SEED, at("participant_sectors", 1, "th", value="ภาค\u200bรัฐ "), "participant_sectors[1]", "th"),
    "agency twice": (AGENCIES, at("agencies", 5, "acronym", value="DSS"), "agencies[5]", "acronym"),
    "tile twice": (GRID, at("provinces", 8, "code", value="10"), "provinces[8]", "code"),
    "tile of no province": (GRID, at("provinces", 8, "code", value="99"), "provinces[8]", "code"),
    "composition twice": (GROUPS, at("groups", 6, "key", value="2008-south-gulf"), "groups[6]", "key"),
    "province twice at a workshop": (
        SEED,
        add("workshops", 0, "province_codes_in_listed_order", value="41"),
        "workshops[0]",
        "province_codes_in_listed_order",
    ),
    "alias twice": (AGENCIES, add("agencies", 3, "search_aliases", value="ปรมาณู"), "agencies[3]", "search_aliases"),
    "two groups of one name": (GROUPS, at("groups", 1, "name_en", value="Upper Central 1"), "groups[1]", "name_en"),
    "name that gives no address": (GROUPS, at("groups", 1, "name_en", value="ภาคกลาง"), "groups[1]", "name_en"),
    "group under two names": (GROUPS, at("groups", 21, "name_th", value="กลุ่มอื่น"), "groups[21]", "name_th"),
    "group of no region": (GROUPS, at("groups", 20, "key", value="2017-moon-1"), "groups[20]", "key"),
    "centre outside its group": (
        GROUPS,
        at("groups", 0, "centre_province_code", value="41"),
        "groups[0]",
        "centre_province_code",
    ),
    "no notice on Bueng Kan": (GROUPS, without("sources", "gazette2011"), "(whole file)", "sources"),
    "two sources of one code": (
        GROUPS,
        lambda content: content["sources"].update({"Gazette2009": content["sources"]["gazette2009"]}),
        "(whole file)",
        "sources",
    ),
    "more workshops than given": (SEED, at("workshop_series", "count", value=5), "workshop_series", "count"),
    "fewer groups than given": (
        SEED,
        at("workshop_series", "groups_count", value=3),
        "workshop_series",
        "groups_count",
    ),
    "more provinces than given": (
        SEED,
        at("workshop_series", "provinces_count", value=17),
        "workshop_series",
        "provinces_count",
    ),
    "example of another workshop": (
        SEED,
        at("integrated_example", "workshop_number", value=4),
        "integrated_example",
        "workshop_number",
    ),
    "doubt about another answer": (
        SEED,
        at("integrated_example", "responses", 0, "note", value="unclear"),
        "integrated_example.responses[0]",
        "note",
    ),
    "no abbreviation": (GRID, without("provinces", 8, "abbr_th"), "provinces[8]", "abbr_th"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named_to_the_field_and_changes_nothing(facts: None, data: Path, case: str) -> None:
    name, edit, record, field = BROKEN[case]
    change(data, name, edit)
    before = all_rows()

    with pytest.raises(DataError) as caught:
        load_programme(directory=data)

    assert (caught.value.file, caught.value.record, caught.value.field) == (name, record, field)
    assert all(part in str(caught.value) for part in (name, record, field))
    assert all_rows() == before


@pytest.mark.usefixtures("facts")
def test_what_a_file_names_must_be_in_the_files_even_when_the_database_has_it(data: Path) -> None:
    change(data, AGENCIES, lambda content: content["agencies"].pop(9))

    with pytest.raises(DataError, match=r"integrated_example\.responses\[3\], field agency: there is no agency 'TINT'"):
        load_programme(directory=data)


def test_a_broken_file_leaves_an_empty_database_empty(data: Path) -> None:
    """The last record that is read is wrong: all that was written before it is taken back."""
    change(data, SEED, at("integrated_example", "responses", 3, "agency", value="NASA"))

    with pytest.raises(CommandError, match=r"seed_facts\.json.*integrated_example\.responses\[3\].*agency.*Nothing"):
        call_command("load_programme", data_dir=data)

    assert not any(all_rows().values())


def test_a_privacy_notice_changes_until_a_contact_was_given_under_it(data: Path) -> None:
    load_programme(directory=data)
    change(data, NOTICES, at("notices", 0, "short_th", value="ย่อใหม่"))
    load_programme(directory=data)
    notice = PrivacyNotice.objects.get()
    make_contact(notice=notice)
    change(data, NOTICES, at("notices", 0, "short_th", value="ย่ออีกครั้ง"))

    with pytest.raises(DataError, match="was shown to people"):
        load_programme(directory=data)

    assert (notice.short_th, PrivacyNotice.objects.get().short_th) == ("ย่อใหม่", "ย่อใหม่")


@pytest.mark.parametrize("name", [SEED, GROUPS, AGENCIES, GRID, NOTICES])
@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"{",
        b'{"a": 1,}',
        b"[]",
        b'"text"',
        b"\xff\xfe{}",
        "{}".encode("utf-16"),
        b'{"a": ' + b"1" * 5_000 + b"}",
        b"[" * 200_000,
    ],
    ids=["missing", "empty", "cut off", "comma", "a list", "a text", "no UTF-8", "UTF-16", "a long number", "deep"],
)
def test_a_file_that_cannot_be_read_is_named(data: Path, name: str, content: bytes | None) -> None:
    if content is None:
        (data / name).unlink()
    else:
        (data / name).write_bytes(content)

    with pytest.raises(DataError) as caught:
        load_programme(directory=data)

    assert caught.value.file == name
    assert caught.value.record == "(whole file)"
    assert not any(all_rows().values())
