"""Who belonged where on a day, what an agency was called then, and in which order things are listed."""

from datetime import date, timedelta

import pytest

from portal.access import Permission, Role
from portal.models import Agency, AgencyName, DeclaredFigure, FiscalYear, GroupMembership, Province, ProvinceGroup, User
from tests.factories import (
    BUENG_KAN,
    LOEI,
    NAN,
    a_fiscal_year,
    a_province,
    make_agency,
    make_agency_name,
    make_figure,
    make_fiscal_year,
    make_group,
    make_membership,
    make_province,
    make_user,
)

pytestmark = pytest.mark.django_db

NEW_YEAR_2552 = date(2009, 1, 1)
REGROUPED = date(2009, 2, 5)


# ------------------------------------------------------------------------------------------------------------- groups


def test_a_membership_holds_from_its_first_day_until_the_next_one_begins() -> None:
    old, new = make_group("old"), make_group("new")
    loei = a_province()
    make_membership(group=old, valid_from=NEW_YEAR_2552)
    make_membership(group=new, valid_from=REGROUPED)

    held = [loei.group_on(day) for day in (NEW_YEAR_2552, REGROUPED - timedelta(days=1), REGROUPED)]

    assert held == [old, old, new]


def test_before_its_first_membership_a_province_is_in_no_group() -> None:
    make_membership(valid_from=NEW_YEAR_2552)

    assert a_province().group_on(NEW_YEAR_2552 - timedelta(days=1)) is None


def test_in_force_gives_each_province_one_row_whatever_the_others_do() -> None:
    make_membership(valid_from=NEW_YEAR_2552)
    moved = make_membership(valid_from=REGROUPED)
    stayed = make_membership(province=a_province(NAN), valid_from=NEW_YEAR_2552)
    make_membership(province=make_province(BUENG_KAN), valid_from=REGROUPED + timedelta(days=1))

    in_force = GroupMembership.objects.in_force(on=REGROUPED)

    assert set(in_force) == {moved, stayed}


def test_a_province_that_left_its_group_is_in_none_of_its_members() -> None:
    group = make_group()
    make_membership(group=group, valid_from=NEW_YEAR_2552)
    make_membership(group=None, valid_from=REGROUPED)

    assert not group.memberships.in_force(on=REGROUPED).exists()


@pytest.mark.usefixtures("facts")
def test_bueng_kan_was_five_days_without_a_group() -> None:
    bueng_kan = Province.objects.get(pk=BUENG_KAN)
    established, regrouped = date(2011, 3, 23), date(2011, 3, 28)
    assert bueng_kan.established_on == established

    days = [regrouped - timedelta(days=n) for n in range(5, 0, -1)]

    assert days[0] == established
    assert [bueng_kan.group_on(day) for day in days] == [None] * 5
    assert str(bueng_kan.group_on(regrouped)).endswith("ตะวันออกเฉียงเหนือตอนบน 1")


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize(
    ("day", "members"),
    [
        (date(2008, 11, 9), ["เลย", "หนองคาย", "หนองบัวลำภู", "อุดรธานี"]),
        (date(2012, 1, 1), ["บึงกาฬ", "เลย", "หนองคาย", "หนองบัวลำภู", "อุดรธานี"]),
    ],
)
def test_upper_northeast_1_is_what_it_was_that_day(day: date, members: list[str]) -> None:
    group = ProvinceGroup.objects.get(name_th__endswith="ตะวันออกเฉียงเหนือตอนบน 1")

    rows = group.memberships.in_force(on=day).order_by("province__sort_key")

    assert [row.province.name_th for row in rows.select_related("province")] == members


# ----------------------------------------------------------------------------------------------------- names and order


def test_an_agency_has_the_name_of_the_day() -> None:
    agency = make_agency("TISTR")
    make_agency_name(agency=agency, name_th="ชื่อเล่น", is_alias=True)
    later = make_agency_name(agency=agency, name_th="ชื่อใหม่", valid_from=REGROUPED)
    first = make_agency_name(agency=agency, name_th="ชื่อแรก")

    named = [agency.name_on(day) for day in (None, REGROUPED - timedelta(days=1), REGROUPED, date(2026, 11, 22))]

    assert named == [first, first, later, later]


def test_an_agency_whose_names_all_begin_later_is_called_by_the_earliest() -> None:
    agency = make_agency()
    make_agency_name(agency=agency, name_th="ชื่อที่สอง", valid_from=date(2019, 5, 2))
    earliest = make_agency_name(agency=agency, name_th="ชื่อแรก", valid_from=REGROUPED)

    assert agency.name_on(NEW_YEAR_2552) == earliest


def test_an_agency_that_only_has_an_alias_has_no_name() -> None:
    agency = make_agency_name(is_alias=True).agency

    assert agency.name_on(NEW_YEAR_2552) is None


def test_provinces_are_listed_as_in_a_thai_dictionary() -> None:
    for code, name in (("42", "เลย"), ("40", "ขอนแก่น"), ("55", "น่าน"), ("58", "แม่ฮ่องสอน"), ("44", "มหาสารคาม")):
        make_province(code, name_th=name)

    assert [str(province) for province in Province.objects.all()] == ["ขอนแก่น", "น่าน", "มหาสารคาม", "แม่ฮ่องสอน", "เลย"]


def test_figures_are_listed_newest_year_first() -> None:
    for year_be in (2552, 2554, 2553):
        make_figure(fiscal_year=a_fiscal_year(year_be))

    assert [figure.fiscal_year_id for figure in DeclaredFigure.objects.all()] == [2554, 2553, 2552]


def test_agencies_of_the_footer_come_first_in_its_order() -> None:
    for acronym, order in (("AAA", None), ("TISTR", 2), ("DSS", 1)):
        make_agency(acronym, footer_order=order)

    assert [agency.acronym for agency in Agency.objects.all()] == ["DSS", "TISTR", "AAA"]


def test_names_of_an_agency_are_listed_from_the_first_on() -> None:
    make_agency_name(name_th="วศ.", is_alias=True)
    make_agency_name(name_th="ใหม่", valid_from=REGROUPED)
    make_agency_name(name_th="แรก")

    assert [str(name) for name in AgencyName.objects.all()] == ["แรก", "ใหม่", "วศ."]


def test_a_fiscal_year_knows_its_days() -> None:
    year = make_fiscal_year(2552)

    assert (year.starts_on, year.ends_on) == (date(2008, 10, 1), date(2009, 9, 30))
    assert FiscalYear.year_of(year.starts_on) == FiscalYear.year_of(year.ends_on) == 2552


# ----------------------------------------------------------------------------------------------------------- accounts


@pytest.mark.parametrize(
    ("role", "is_staff"), [(Role.ADMIN, True), (Role.MINISTRY, True), (Role.PROVINCE, False), (Role.AGENCY, False)]
)
def test_the_role_decides_the_flags_that_django_asks_for(role: str, is_staff: bool) -> None:
    user = make_user(role, is_staff=not is_staff, is_superuser=True)

    user.refresh_from_db()

    assert (user.is_staff, user.is_superuser) == (is_staff, False)


def test_createsuperuser_makes_an_administrator() -> None:
    user = User.objects.create_superuser("somchai", "somchai@example.go.th", "a-long-password-1")

    assert user.role == Role.ADMIN
    assert user.check_password("a-long-password-1")


def test_a_disabled_account_may_nothing() -> None:
    user = make_user(Role.ADMIN, is_active=False)

    assert not any(user.may(permission) for permission in Permission)
    assert not user.is_staff


def test_officers_know_where_they_work(province_officer: User, agency_officer: User) -> None:
    assert (province_officer.province_id, province_officer.agency_id) == (LOEI, None)
    assert (agency_officer.province_id, str(agency_officer.agency)) == (None, "DSS")
