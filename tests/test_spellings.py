"""Places are found by the names that people write."""

from __future__ import annotations

import pytest

from portal.models import District, Province
from portal.spellings import spelled_districts, spelled_provinces

PROVINCES = [
    Province(code="42", name_th="เลย", name_en="Loei"),
    Province(code="22", name_th="จันทบุรี", name_en="Chanthaburi"),
    Province(code="10", name_th="กรุงเทพมหานคร", name_en="Bangkok"),
]
DISTRICTS = [
    District(code="4201", name_th="เมืองเลย", name_en="Mueang Loei"),
    District(code="4213", name_th="ภูหลวง", name_en="Phu Luang"),
]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("เลย", "42"),
        (" จ.เลย ", "42"),
        ("จังหวัด เลย", "42"),
        ("LOEI", "42"),
        ("๔๒", "42"),
        ("จันทบุรี", "22"),
        ("จ. จันทบุรี", "22"),
        ("กทม.", "10"),
        ("กรุงเทพฯ", "10"),
    ],
)
def test_a_province_is_found(typed: str, code: str) -> None:
    found = spelled_provinces(PROVINCES).find(typed)

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(("typed", "near"), [("เลยย", "เลย"), ("จันทะบุรี", "จันทบุรี"), ("xyz", ""), ("", "")])
def test_what_is_not_found_is_offered_when_it_is_like_something(typed: str, near: str) -> None:
    provinces = spelled_provinces(PROVINCES)

    assert provinces.find(typed) is None
    assert provinces.near(typed) == near


@pytest.mark.parametrize(
    ("typed", "code"), [("อ.ภูหลวง", "4213"), ("อำเภอภูหลวง", "4213"), ("เมือง", "4201"), ("phuluang", "4213")]
)
def test_a_district_is_found(typed: str, code: str) -> None:
    found = spelled_districts(DISTRICTS).find(typed)

    assert found is not None
    assert found.code == code
