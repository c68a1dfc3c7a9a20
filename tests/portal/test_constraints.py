"""What the database itself refuses: sources, years, figures, places, agencies, accounts."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.access import Role
from portal.models import (
    Agency,
    AgencyName,
    DeclaredFigure,
    FiscalYear,
    GroupMembership,
    ProgrammeStatement,
    SearchEntry,
    User,
)
from tests.constraints import Case, assert_refused, claim_cases, constraints, names
from tests.factories import (
    AT,
    NAN,
    a_province,
    a_source,
    an_agency,
    make_agency,
    make_agency_name,
    make_district,
    make_feedback,
    make_figure,
    make_fiscal_year,
    make_invitation,
    make_job,
    make_membership,
    make_notification,
    make_phrase,
    make_province,
    make_source,
    make_statement,
    make_stored_report,
    make_user,
)

pytestmark = pytest.mark.django_db


def ended_agency() -> Agency:
    return make_agency("TISTR", ended_on=date(2019, 5, 2))


def user(**fields: Any) -> User:
    """Past `User.save()`, as any other client of the database would write."""
    return User.objects.bulk_create([User(username="x", **fields)])[0]


REPORTS = [
    Case(
        "stored_report_is_for_a_known_audience",
        lambda: make_stored_report(audience="press"),
        lambda: [make_stored_report(audience=audience) for audience in ("public", "staff")],
    ),
    Case(
        "stored_report_has_thai_or_arabic_digits",
        lambda: make_stored_report(digits="roman"),
        lambda: [make_stored_report(digits=digits) for digits in ("thai", "arabic")],
    ),
]
PROGRAMME = [
    Case(
        "statement_order_is_unique_within_kind",
        lambda _: make_statement(kind="goal", order=1),
        lambda _: [make_statement(kind="goal", order=2), make_statement(kind="policy", order=1)],
        given=lambda: make_statement(kind="goal", order=1),
    ),
    Case(
        "statement_kind_is_known",
        lambda: make_statement(kind="rumour"),
        lambda: [make_statement(kind=kind) for kind in ProgrammeStatement.Kind.values],
    ),
    Case("statement_says_something", lambda: make_statement(text_th=""), lambda: make_statement(text_th="ก")),
    *claim_cases("statement", make_statement, a_source),
    Case(
        "fiscal_year_is_in_the_buddhist_era",
        lambda: make_fiscal_year(2499),
        lambda: make_fiscal_year(2500),
    ),
    Case(
        "fiscal_year_is_in_the_buddhist_era",
        lambda year: FiscalYear.objects.filter(pk=year.pk).update(year_be=2701),
        lambda year: FiscalYear.objects.filter(pk=year.pk).update(year_be=2700),
        given=make_fiscal_year,
    ),
    Case("fiscal_year_is_in_the_buddhist_era", lambda: make_fiscal_year(2008), lambda: make_fiscal_year(2551)),
    Case(
        "figure_is_declared_once_by_each_source",
        lambda figure: make_figure(source=figure.source, value=126),
        lambda figure: [
            make_figure(source=make_source("another")),
            make_figure(subject="workshops", source=figure.source),
        ],
        given=make_figure,
    ),
    Case("figure_has_a_source", lambda: make_figure(source=None), make_figure),
    Case(
        "figure_subject_is_known",
        lambda: make_figure(subject="elephants"),
        lambda: [make_figure(subject=subject) for subject in DeclaredFigure.Subject.values],
    ),
    Case(
        "figure_provenance_is_known",
        lambda: make_figure(provenance="rumoured"),
        lambda: make_figure(provenance="stated"),
    ),
]

PLACES = [
    *(
        Case("province_code_is_two_digits", lambda code=code: make_province(code), make_province)
        for code in ("", "1", "09", "1a", "a1", "๑๐", "-1", "1 ", " 1", "1.")
    ),
    Case("province_code_is_two_digits", lambda: make_province("0x"), lambda: make_province("99")),
    *(
        Case(
            "district_code_is_four_digits",
            lambda code=code: make_district(code, province=a_province("42")),
            make_district,
        )
        for code in ("42", "420", "42a1", "420x", "42 1")
    ),
    Case(
        "district_code_begins_with_its_province",
        lambda: make_district("4202", province=a_province(NAN)),
        lambda: make_district("5502", province=a_province(NAN)),
    ),
    Case(
        "province_changes_group_at_most_once_a_day",
        lambda _: make_membership(valid_from=date(2008, 1, 14), group=None),
        lambda _: [
            make_membership(valid_from=date(2008, 1, 15)),
            make_membership(valid_from=date(2008, 1, 14), province=a_province(NAN)),
        ],
        given=lambda: make_membership(valid_from=date(2008, 1, 14)),
    ),
    Case(
        "centre_of_a_group_is_in_a_group",
        lambda: make_membership(group=None, is_centre=True),
        lambda: make_membership(group=None, is_centre=False),
    ),
    Case(
        "centre_of_a_group_is_in_a_group",
        lambda membership: GroupMembership.objects.filter(pk=membership.pk).update(group=None),
        lambda membership: GroupMembership.objects.filter(pk=membership.pk).update(group=None, is_centre=False),
        given=lambda: make_membership(is_centre=True),
    ),
]

AGENCIES = [
    Case(
        "agency_kind_is_known",
        lambda: make_agency(kind="company"),
        lambda: [make_agency(kind, kind=kind) for kind in Agency.Kind.values],
    ),
    Case(
        "agency_with_a_successor_has_ended",
        lambda: make_agency(successor=an_agency("NIA")),
        lambda: make_agency(successor=an_agency("NIA"), ended_on=date(2019, 5, 2)),
    ),
    Case(
        "agency_does_not_succeed_itself",
        lambda agency: Agency.objects.filter(pk=agency.pk).update(successor=agency),
        lambda agency: Agency.objects.filter(pk=agency.pk).update(successor=an_agency("NIA")),
        given=ended_agency,
    ),
    *claim_cases("agency", make_agency, a_source),
    Case(
        "agency_has_one_first_name",
        lambda name: make_agency_name(agency=name.agency, name_th="กรมวิทยาศาสตร์"),
        lambda name: [
            make_agency_name(agency=name.agency, name_th="วศ.", is_alias=True),
            make_agency_name(agency=an_agency("NIA")),
        ],
        given=make_agency_name,
    ),
    Case(
        "agency_changes_name_at_most_once_a_day",
        lambda name: make_agency_name(agency=name.agency, name_th="อื่น", valid_from=name.valid_from),
        lambda name: [
            make_agency_name(agency=name.agency, name_th="อื่น", valid_from=date(1979, 3, 25)),
            make_agency_name(agency=name.agency, name_th="วศ.", valid_from=name.valid_from, is_alias=True),
            make_agency_name(agency=an_agency("NIA"), valid_from=name.valid_from),
        ],
        given=lambda: make_agency_name(valid_from=date(1979, 3, 24)),
    ),
    Case(
        "agency_alias_is_listed_once",
        lambda name: make_agency_name(agency=name.agency, name_th="วศ.", is_alias=True),
        lambda name: [
            make_agency_name(agency=name.agency, name_th="วศ."),
            make_agency_name(agency=name.agency, name_th="กรมวิทย์", is_alias=True),
            make_agency_name(agency=an_agency("NIA"), name_th="วศ.", is_alias=True),
        ],
        given=lambda: make_agency_name(name_th="วศ.", is_alias=True),
    ),
    *claim_cases("agency_name", make_agency_name, a_source),
]

ACCOUNTS = [
    Case("user_role_is_known", lambda: user(role="owner"), lambda: user(role=Role.MINISTRY)),
    Case("user_role_is_known", lambda: user(role=""), lambda: user(role=Role.ADMIN)),
    *(
        Case(
            "user_has_an_agency_exactly_as_its_officer",
            lambda role=role: user(role=role, agency=an_agency()),
            lambda: user(role=Role.AGENCY, agency=an_agency()),
        )
        for role in (Role.ADMIN, Role.MINISTRY)
    ),
    Case(
        "user_has_an_agency_exactly_as_its_officer",
        lambda: user(role=Role.PROVINCE, agency=an_agency(), province=a_province()),
        lambda: user(role=Role.PROVINCE, province=a_province()),
    ),
    Case(
        "user_has_an_agency_exactly_as_its_officer",
        lambda officer: User.objects.filter(pk=officer.pk).update(agency=None),
        lambda officer: User.objects.filter(pk=officer.pk).update(agency=None, role=Role.MINISTRY),
        given=lambda: make_user(Role.AGENCY),
    ),
    *(
        Case(
            "user_has_a_province_exactly_as_its_officer",
            lambda role=role: user(role=role, province=a_province()),
            lambda: user(role=Role.PROVINCE, province=a_province()),
        )
        for role in (Role.ADMIN, Role.MINISTRY)
    ),
    Case(
        "user_has_a_province_exactly_as_its_officer",
        lambda: user(role=Role.AGENCY, agency=an_agency(), province=a_province()),
        lambda: user(role=Role.AGENCY, agency=an_agency()),
    ),
    Case(
        "user_has_a_province_exactly_as_its_officer",
        lambda officer: User.objects.filter(pk=officer.pk).update(province=None),
        lambda officer: User.objects.filter(pk=officer.pk).update(province=a_province(NAN)),
        given=lambda: make_user(Role.PROVINCE),
    ),
]

ACCOUNTS += [
    Case("user_language_is_known", lambda: user(role=Role.ADMIN, language="de"), lambda: user(role=Role.ADMIN)),
    Case(
        "user_email_is_used_once",
        lambda _: make_user(username="b", email="A@example.go.th"),
        lambda _: [make_user(username="b"), make_user(username="c")],
        given=lambda: make_user(username="a", email="a@example.go.th"),
    ),
]

INVITATIONS = [
    Case(
        "invitation_role_is_known",
        lambda: make_invitation(role="owner"),
        lambda: make_invitation(role=Role.MINISTRY),
    ),
    Case(
        "invitation_has_an_agency_exactly_as_its_officer",
        lambda: make_invitation(role=Role.AGENCY),
        lambda: make_invitation(role=Role.AGENCY, agency=an_agency()),
    ),
    Case(
        "invitation_has_a_province_exactly_as_its_officer",
        lambda: make_invitation(role=Role.MINISTRY, province=a_province()),
        lambda: make_invitation(role=Role.PROVINCE, province=a_province()),
    ),
    Case(
        "invitation_language_is_known", lambda: make_invitation(language="de"), lambda: make_invitation(language="en")
    ),
    Case(
        "invitation_expires_later",
        lambda: make_invitation(expires_at=timezone.now() - timedelta(seconds=1)),
        lambda: make_invitation(expires_at=timezone.now() + timedelta(minutes=1)),
    ),
    Case(
        "invitation_is_either_used_or_withdrawn",
        lambda: make_invitation(used_at=AT, withdrawn_at=AT),
        lambda: [make_invitation(used_at=AT), make_invitation(withdrawn_at=AT)],
    ),
]

JOBS_AND_MESSAGES = [
    Case("job_state_is_known", lambda: make_job(state="lost", finished_at=AT), lambda: make_job()),
    Case(
        "job_is_leased_exactly_while_it_runs",
        lambda: make_job(state="running"),
        lambda: make_job(state="running", leased_until=AT),
    ),
    Case("job_is_leased_exactly_while_it_runs", lambda: make_job(leased_until=AT), lambda: make_job()),
    *(
        Case(
            "job_is_finished_exactly_when_it_has_ended",
            lambda state=state: make_job(state=state),
            lambda state=state: make_job(state=state, finished_at=AT),
        )
        for state in ("done", "failed", "cancelled")
    ),
    Case("job_is_finished_exactly_when_it_has_ended", lambda: make_job(finished_at=AT), lambda: make_job()),
    Case(
        "job_has_done_no_more_than_all",
        lambda: make_job(done=3, total=2),
        lambda: [make_job(done=2, total=2), make_job(done=3, total=0)],
    ),
    Case(
        "notification_tells_a_reader_once",
        lambda told: make_notification(user=told.user),
        lambda told: [make_notification(user=told.user, key="job-2"), make_notification(user=make_user(username="b"))],
        given=make_notification,
    ),
    Case("feedback_says_something", lambda: make_feedback(text=""), lambda: make_feedback(text="ก")),
    Case("feedback_kind_is_known", lambda: make_feedback(kind="spam"), lambda: make_feedback(kind="idea")),
    Case(
        "feedback_keeps_no_address_when_closed",
        lambda: make_feedback(closed_at=AT, handled_by=make_user(), email="a@example.go.th"),
        lambda: [make_feedback(email="a@example.go.th"), make_feedback(closed_at=AT, handled_by=make_user())],
    ),
    Case(
        "feedback_is_closed_by_somebody",
        lambda: make_feedback(closed_at=AT),
        lambda: make_feedback(closed_at=AT, handled_by=make_user()),
    ),
    Case("phrase_use_is_known", lambda: make_phrase(use="poem"), lambda: make_phrase(use="decline")),
    Case("phrase_says_something", lambda: make_phrase(text_th=""), lambda: make_phrase(text_th="ก")),
    Case("phrase_says_something", lambda: make_phrase(title_th=""), lambda: make_phrase(title_th="ก")),
]


def an_entry(object_id: int) -> SearchEntry:
    return SearchEntry.objects.create(kind="request", object_id=object_id, fold_version=1)


SEARCH = [
    Case(
        "search_entry_tells_of_one_row",
        lambda entry: an_entry(entry.object_id),
        lambda entry: an_entry(entry.object_id + 1),
        given=lambda: an_entry(7),
    )
]

CASES = PROGRAMME + PLACES + AGENCIES + ACCOUNTS + INVITATIONS + JOBS_AND_MESSAGES + SEARCH + REPORTS


def test_every_constraint_is_tried() -> None:
    assert names(CASES) == set(constraints("portal"))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_database_refuses(case: Case) -> None:
    start = case.start()

    with assert_refused(case.constraint):
        case.broken(*start)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_database_accepts_the_neighbour(case: Case) -> None:
    case.allowed(*case.start())


def test_names_of_an_agency_go_with_it_and_nothing_else_does() -> None:
    agency = make_agency_name().agency

    agency.delete()

    assert not AgencyName.objects.exists()
