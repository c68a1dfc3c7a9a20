"""What the database itself refuses: workshops and what happened at them."""

from datetime import date

import pytest

from tests.constraints import Case, assert_refused, claim_cases, constraints, names
from tests.factories import (
    NAN,
    a_fiscal_year,
    a_province,
    a_source,
    make_activity,
    make_attendance,
    make_document,
    make_handover,
    make_workshop,
    make_workshop_province,
)
from workshops.models import Activity, Sector, Workshop

pytestmark = pytest.mark.django_db

LAST_OF_2551, FIRST_OF_2552 = date(2008, 9, 30), date(2008, 10, 1)
LAST_OF_2552, FIRST_OF_2553 = date(2009, 9, 30), date(2009, 10, 1)


def workshop_of_2552(day: date) -> Workshop:
    return make_workshop(fiscal_year=a_fiscal_year(2552), starts_on=day, ends_on=day)


WORKSHOPS = [
    Case(
        "workshop_number_is_unique_in_its_year",
        lambda _: make_workshop(number=1),
        lambda _: [make_workshop(number=2), make_workshop(number=1, starts_on=FIRST_OF_2553)],
        given=lambda: make_workshop(number=1),
    ),
    Case("workshop_number_has_one_or_two_digits", lambda: make_workshop(number=0), lambda: make_workshop(number=1)),
    Case("workshop_number_has_one_or_two_digits", lambda: make_workshop(number=100), lambda: make_workshop(number=99)),
    Case(
        "workshop_ends_on_or_after_its_first_day",
        lambda: make_workshop(starts_on=date(2008, 11, 9), ends_on=date(2008, 11, 8)),
        lambda: make_workshop(starts_on=date(2008, 11, 9), ends_on=date(2008, 11, 9)),
    ),
    Case(
        "workshop_starts_inside_its_fiscal_year",
        lambda: workshop_of_2552(LAST_OF_2551),
        lambda: workshop_of_2552(FIRST_OF_2552),
    ),
    Case(
        "workshop_starts_inside_its_fiscal_year",
        lambda: workshop_of_2552(FIRST_OF_2553),
        lambda: workshop_of_2552(LAST_OF_2552),
    ),
    Case(
        "workshop_starts_inside_its_fiscal_year",  # a Buddhist Era year taken for one of the Common Era
        lambda: workshop_of_2552(date(2551, 11, 9)),
        lambda: workshop_of_2552(date(2008, 12, 31)),
    ),
    Case(
        "workshop_starts_inside_its_fiscal_year",
        lambda workshop: Workshop.objects.filter(pk=workshop.pk).update(fiscal_year=a_fiscal_year(2551)),
        lambda workshop: make_workshop(starts_on=date(2009, 9, 30), ends_on=date(2009, 10, 2), number=2),
        given=make_workshop,
    ),
    *claim_cases("workshop", make_workshop, a_source),
    Case(
        "workshop_invites_a_province_once",
        lambda _: make_workshop_province(),
        lambda _: [make_workshop_province(province=a_province(NAN)), make_workshop_province(workshop=second())],
        given=make_workshop_province,
    ),
]


def second() -> Workshop:
    return make_workshop(number=2)


HAPPENINGS = [
    Case(
        "activity_kind_is_known",
        lambda: make_activity(kind="party"),
        lambda: [make_activity(kind=kind) for kind in Activity.Kind.values],
    ),
    Case("activity_has_a_title", lambda: make_activity(title_th=""), lambda: make_activity(title_th="ก")),
    *claim_cases("activity", make_activity, a_source),
    Case(
        "attendance_sector_is_known",
        lambda: make_attendance(sector="press"),
        lambda: [make_attendance(sector=sector) for sector in Sector.values],
    ),
    Case(
        "attendance_headcount_is_positive_or_unknown",
        lambda: make_attendance(headcount=0),
        lambda: [make_attendance(headcount=1), make_attendance(headcount=None, sector=Sector.PUBLIC)],
    ),
    Case(
        "attendance_counts_a_sector_once_at_a_workshop",
        lambda row: make_attendance(workshop=row.workshop),
        lambda row: [
            make_attendance(workshop=row.workshop, sector=Sector.PUBLIC),
            make_attendance(workshop=second()),
            make_attendance(workshop=None),
        ],
        given=lambda: make_attendance(workshop=make_workshop()),
    ),
    Case(
        "attendance_counts_a_sector_once_in_a_series",
        lambda _: make_attendance(),
        lambda _: [
            make_attendance(sector=Sector.PUBLIC),
            make_attendance(fiscal_year=a_fiscal_year(2553)),
            make_attendance(workshop=make_workshop()),
        ],
        given=make_attendance,
    ),
    *claim_cases("attendance", make_attendance, a_source),
    Case(
        "handover_gives_an_item_to_a_province_once",
        lambda _: make_handover(),
        lambda _: [
            make_handover(item_th="แผนที่"),
            make_handover(province=a_province(NAN)),
            make_handover(workshop=second()),
        ],
        given=make_handover,
    ),
    Case("handover_names_the_item", lambda: make_handover(item_th=""), make_handover),
    *claim_cases("handover", make_handover, a_source),
    Case(
        "document_is_a_file_or_an_address",
        lambda: make_document(file="", url=""),
        lambda: [make_document(file="workshops/1.pdf", url=""), make_document(file="")],
    ),
    Case("document_has_a_title", lambda: make_document(title_th=""), make_document),
    *claim_cases("document", make_document, a_source),
]

CASES = WORKSHOPS + HAPPENINGS


def test_every_constraint_is_tried() -> None:
    assert names(CASES) == set(constraints("workshops"))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_database_refuses(case: Case) -> None:
    start = case.start()

    with assert_refused(case.constraint):
        case.broken(*start)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_database_accepts_the_neighbour(case: Case) -> None:
    case.allowed(*case.start())


@pytest.mark.parametrize("year_be", [2500, 2552, 2569, 2699])
def test_every_month_belongs_to_the_fiscal_year_that_python_says(year_be: int) -> None:
    year = a_fiscal_year(year_be)
    days = [date(year_be - 544 + (month < 10), month, 15) for month in range(1, 13)]

    for number, day in enumerate(days, start=1):
        make_workshop(fiscal_year=year, number=number, starts_on=day, ends_on=day)

    assert Workshop.objects.filter(fiscal_year=year).count() == 12
