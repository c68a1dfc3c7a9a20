"""The seed comes back: loaded, rendered and read again, no fact is missing, and a missing fact is noticed.

The seed file is read here for comparison only; what is compared with it was read from rendered text, by
`facts_in_text`, which knows no fact.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import geothai
import pytest
from django.db.models import F
from django.test import Client

from portal import pdf
from portal.models import Agency, DeclaredFigure, ProgrammeStatement, Province
from requests_registry.models import AgencyResponse, Category
from tests.pdf_tools import text_of
from tests.seed import facts_in_text
from tests.seed.facts_in_text import ReadYear, facts_of_page, facts_of_pdf
from workshops.models import Activity, Attendance, Workshop, WorkshopProvince

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts", "rendered_once")]

SEED = Path(pdf.__file__).parent / "data" / "seed_facts.json"
LANGUAGES = ("th", "en")
#: The seed calls the sectors by words of its translation; the interface by its own.
SECTORS_EN = {
    "public sector": "Public sector",
    "private sector": "Private sector",
    "people's (civil) sector": "Civil society",
}
Difference = dict[str, tuple[Any, Any]]


@pytest.fixture(scope="module", autouse=True)
def _pdf_process() -> Iterator[None]:
    yield
    pdf.close()


# --------------------------------------------------------------------------------------------------- what the seed says


def seed(language: str) -> dict[str, Any]:
    """The facts of the seed file in the shape in which they are read."""
    facts = json.loads(SEED.read_text(encoding="utf-8"))
    programme, requests, example = facts["programme"], facts["requests"], facts["integrated_example"]
    names = {agency["acronym"]: agency[f"name_{language}"] for agency in facts["footer_agencies"]}
    return {
        "programme": programme[f"name_{language}"],
        "running_since": programme["running_since_be" if language == "th" else "running_since_ce"],
        "groups_of_the_country": programme["province_groups_total"],
        "declared": requests["total"],
        "fields": len(requests["categories"]),
        "workshops": [_workshop(workshop, language) for workshop in facts["workshops"]],
        "categories": [category[language] for category in requests["categories"]],
        "activities": [
            {"text": activity[language], "examples": [example[language] for example in activity.get("examples", [])]}
            for activity in facts["activities"]
        ],
        "sectors": [
            sector["th"] if language == "th" else SECTORS_EN[sector["en"]] for sector in facts["participant_sectors"]
        ],
        "requests": [
            {
                "reference": "2552-001",  # the number is the portal's, the rest the seed's
                "title": example[f"title_{language}"],
                "place": _place(example, language),
            }
        ],
        "answers": [
            {"part": answer["number"], "text": answer[f"text_{language}"], "agency": names[answer["agency"]]}
            for answer in example["responses"]
        ],
        "footer_count": len(facts["footer_agencies"]),
        "footer_agencies": list(names.values()),
    }


def _workshop(workshop: dict[str, Any], language: str) -> dict[str, Any]:
    is_thai = language == "th"
    english = {place.code: place.name_en for place in geothai.provinces()}
    codes = workshop["province_codes_in_listed_order"]
    return {
        "number": workshop["number"],
        "starts_on": workshop["start_date"],
        "ends_on": workshop["end_date"],
        "venue": workshop[f"venue_{language}"],
        "host": workshop["host_province_th"] if is_thai else english[workshop["host_province_code"]],
        "group": workshop[f"target_group_{language}"].removeprefix("กลุ่มจังหวัด"),
        "provinces": _listed(workshop["provinces_text_th"]) if is_thai else [english[code] for code in codes],
    }


def _listed(text: str) -> list[str]:
    """`(อุดรธานี  หนองคาย  เลย และหนองบัวลำภู)`, as the page of the ministry writes a list."""
    return re.split(r"\s*และ\s*|\s+", text.strip("()"))


def _place(example: dict[str, Any], language: str) -> str:
    if language == "th":
        return f"อ.{example['district_th']} จ.{example['province_th']}"
    return f"{example['district_en']} {next(p.name_en for p in geothai.provinces() if p.code == '42')}"


# ------------------------------------------------------------------------------------------------- what the portal says


def page(language: str) -> ReadYear:
    answer = Client().get(f"{_prefix(language)}/years/2552/")
    assert answer.status_code == 200
    return facts_of_page(answer.content.decode(), language)


def printed(language: str) -> ReadYear:
    """From the PDF as it is sent, made by the real child process."""
    answer = Client().get(f"{_prefix(language)}/years/2552.pdf")
    assert answer.status_code == 200
    return facts_of_pdf(text_of(answer.content), language)


def _prefix(language: str) -> str:
    return "" if language == "th" else "/en"


READERS: dict[str, Callable[[str], ReadYear]] = {"page": page, "pdf": printed}


def difference(expected: dict[str, Any], found: ReadYear, *, spaces_count: bool) -> Difference:
    """Every fact on which seed and text do not agree, by its place: `workshops[0].venue`.

    In a PDF a line may end within a Thai word, so there white space does not count.
    """
    normal = str if spaces_count else lambda text: "".join(text.split())
    of_seed, of_text = (dict(_leaves(side, normal)) for side in (expected, asdict(found)))
    return {
        place: (of_seed.get(place), of_text.get(place))
        for place in [*of_seed, *(place for place in of_text if place not in of_seed)]
        if of_seed.get(place) != of_text.get(place)
    }


def _leaves(value: Any, normal: Callable[[str], str], place: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, normal, f"{place}.{key}" if place else key)
    elif isinstance(value, list | tuple):
        yield f"{place}.length", len(value)
        for index, item in enumerate(value):
            yield from _leaves(item, normal, f"{place}[{index}]")
    else:
        yield place, normal(value) if isinstance(value, str) else value


# ------------------------------------------------------------------------------------------------------- the difference


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rendering", READERS)
def test_every_fact_of_the_seed_comes_back(rendering: str, language: str) -> None:
    found = READERS[rendering](language)

    assert difference(seed(language), found, spaces_count=rendering == "page") == {}


def test_the_seed_holds_what_is_counted() -> None:
    """The comparison is not with an empty file: these are the numbers of the ministry's page."""
    facts = seed("th")

    assert (facts["running_since"], facts["groups_of_the_country"], facts["declared"]) == (2547, 18, 125)
    assert len(facts["categories"]) == facts["fields"] == 3
    assert len(facts["workshops"]) == 4
    assert sum(len(workshop["provinces"]) for workshop in facts["workshops"]) == 16
    assert [workshop["starts_on"] for workshop in facts["workshops"]] == [
        "2008-11-09",
        "2009-01-13",
        "2009-03-08",
        "2009-05-24",
    ]
    assert [len(activity["examples"]) for activity in facts["activities"]] == [0, 0, 5, 0]
    assert len(facts["sectors"]) == 3
    assert len(facts["footer_agencies"]) == facts["footer_count"] == 16
    assert [answer["part"] for answer in facts["answers"]] == [1, 2, 3, 4]
    assert len({answer["agency"] for answer in facts["answers"]}) == 3


# ------------------------------------------------------------------------------------------------ one fact is different


def lose_a_workshop() -> None:
    Workshop.objects.get(number=4).delete()


def shift_a_date() -> None:
    Workshop.objects.filter(number=2).update(starts_on=F("starts_on") + timedelta(days=1))


def move_a_workshop_into_another_month() -> None:
    Workshop.objects.filter(number=3).update(starts_on=date(2009, 4, 8), ends_on=date(2009, 4, 10))


def rename_a_venue() -> None:
    Workshop.objects.filter(number=1).update(venue_th="โรงแรมเจริญศรี", venue_en="Charoensri Hotel")


def move_a_workshop_to_another_province() -> None:
    Workshop.objects.filter(number=3).update(host_province=Province.objects.get(code="77"))


def drop_a_province() -> None:
    WorkshopProvince.objects.filter(workshop__number=1, province="39").delete()


def swap_two_provinces() -> None:
    listed = WorkshopProvince.objects.filter(workshop__number=4)
    listed.filter(province="93").update(order=9)


def declare_one_less() -> None:
    DeclaredFigure.objects.filter(subject="requests").update(value=124)


def forget_the_groups_of_the_country() -> None:
    DeclaredFigure.objects.filter(subject="province_groups").delete()


def rename_a_category() -> None:
    Category.objects.filter(code=2).update(name_th="การแปรรูปสินค้าและการบรรจุภัณฑ์", name_en="Processing and packaging")


def lose_an_activity() -> None:
    Activity.objects.filter(kind="exhibition").delete()


def lose_an_example() -> None:
    Activity.objects.filter(is_example=True).order_by("order")[3].delete()


def lose_a_sector() -> None:
    Attendance.objects.filter(sector="people").delete()


def strike_an_agency_from_the_footer() -> None:
    Agency.objects.filter(acronym="HAII").update(footer_order=None)


def lose_an_answer() -> None:
    AgencyResponse.objects.get(part=4).delete()


def give_an_answer_to_another_agency() -> None:
    AgencyResponse.objects.filter(part=3).update(agency=Agency.objects.get(acronym="NSTDA"))


def reword_an_answer() -> None:
    AgencyResponse.objects.filter(part=1).update(summary_th="การถ่ายทอดเทคโนโลยีการทำยา", summary_en="Making medicine")


def forget_since_when() -> None:
    ProgrammeStatement.objects.filter(kind="since").delete()


def rename_the_programme() -> None:
    ProgrammeStatement.objects.filter(kind="name").update(text_th="โครงการอื่น", text_en="Programme of another name")


#: What is done to the database, and the facts in which text and seed then differ, by the beginning of their places.
CHANGES: dict[Callable[[], None], set[str]] = {
    lose_a_workshop: {"workshops"},
    shift_a_date: {"workshops[1].starts_on"},
    move_a_workshop_into_another_month: {"workshops[2].starts_on", "workshops[2].ends_on"},
    rename_a_venue: {"workshops[0].venue"},
    move_a_workshop_to_another_province: {"workshops[2].host"},
    drop_a_province: {"workshops[0].provinces"},
    swap_two_provinces: {"workshops[3].provinces"},
    declare_one_less: {"declared"},
    forget_the_groups_of_the_country: {"groups_of_the_country"},
    rename_a_category: {"categories[1]"},
    lose_an_activity: {"activities"},
    lose_an_example: {"activities[2].examples"},
    lose_a_sector: {"sectors"},
    strike_an_agency_from_the_footer: {"footer_agencies", "footer_count"},
    lose_an_answer: {"answers"},
    give_an_answer_to_another_agency: {"answers[2].agency"},
    reword_an_answer: {"answers[0].text"},
    forget_since_when: {"programme", "running_since"},
    rename_the_programme: {"programme"},
}
#: A PDF takes a second to make: these show that the other side is as watchful.
CHANGES_PRINTED = (shift_a_date, drop_a_province, declare_one_less, lose_an_example, give_an_answer_to_another_agency)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_changed_fact_is_noticed_on_the_page(change: Callable[[], None], language: str) -> None:
    change()

    found = difference(seed(language), page(language), spaces_count=True)

    assert _kinds(found, CHANGES[change]) == CHANGES[change]


@pytest.mark.parametrize("change", CHANGES_PRINTED, ids=lambda change: change.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_changed_fact_is_noticed_in_the_pdf(change: Callable[[], None], language: str) -> None:
    change()

    found = difference(seed(language), printed(language), spaces_count=False)

    assert _kinds(found, CHANGES[change]) == CHANGES[change]


def _kinds(found: Difference, expected: set[str]) -> set[str]:
    """The expected kinds that differ; and, as they are, all places of no expected kind."""
    return {next((kind for kind in expected if place.startswith(kind)), place) for place in found}


# -------------------------------------------------------------------------------------------------------- the extractor


def test_the_extractor_stands_on_the_standard_library_alone() -> None:
    tree = ast.parse(Path(facts_in_text.__file__).read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert imported
    assert imported <= sys.stdlib_module_names


def test_the_extractor_opens_nothing_and_knows_no_fact() -> None:
    """No file is read, and none of the names, numbers and texts of the seed stands in its source."""
    source = Path(facts_in_text.__file__).read_text(encoding="utf-8")
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    called = {function.id for function in calls if isinstance(function, ast.Name)}
    texts = [text for language in LANGUAGES for _, text in _leaves(seed(language), str) if isinstance(text, str)]

    assert called.isdisjoint({"open", "eval", "exec", "__import__", "compile"})
    assert [text for text in texts if len(text) > 6 and text not in _interface_words() and text in source] == []
    assert not re.search(r"\b(?:125|2547|2004|2552|2009|2008)\b", source)


def _interface_words() -> set[str]:
    return set(SECTORS_EN.values())


def test_the_extractor_reads_what_it_is_given() -> None:
    """On a page with other facts it finds those, and on an empty page nothing."""
    other = """
        <p>โครงการอื่น ซึ่งได้ดำเนินการมาตั้งแต่ปี ๒๕๖๐ – ปัจจุบัน</p><dl><dt>กลุ่มจังหวัด (จากทั้งหมด 7 กลุ่ม)</dt></dl>
        <p>ประกาศ 31 เรื่อง ลงรายการแล้ว 2 เรื่อง</p>
        <table><tr><th>ครั้งที่ 5</th><td>ภาคกลาง</td><td>30 ธ.ค. 2560 – 2 ม.ค. 2561</td>
        <td>หอประชุม จ.⁠ตราด</td><td>ตราด, ระยอง</td></tr></table>"""

    found = facts_of_page(other, "th")

    assert (found.programme, found.running_since) == ("โครงการอื่น", 2560)
    assert (found.groups_of_the_country, found.declared, found.fields) == (7, 31, None)
    assert found.workshops == (
        facts_in_text.ReadWorkshop(5, "2017-12-30", "2018-01-02", "หอประชุม", "ตราด", "ภาคกลาง", ("ตราด", "ระยอง")),
    )
    assert not any(asdict(facts_of_page("", "th")).values())
    assert not any(asdict(facts_of_pdf("", "en")).values())
