"""Where lines of Thai must not break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai.line_breaks import unbroken_parts

pytestmark = pytest.mark.pure


def whole(text: str, *, on_paper: bool = False) -> list[str]:
    return [part for part, is_whole in unbroken_parts(text, on_paper=on_paper) if is_whole]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ตัวอย่าง เช่น อ.ภูหลวง จ.เลย", ["อ.ภูหลวง", "จ.เลย"]),
        ("การประชุม จ.\u2060อุดรธานี", ["จ.\u2060อุดรธานี"]),
        ("โครงการบูรณาการงาน", ["โครงการบูรณาการ"]),
        ("แผนบูรณาการ", ["บูรณาการ"]),
        ("การจัดการความรู้ด้านวิทยาศาสตร์", ["ความรู้", "วิทยาศาสตร์"]),
        ("กระทรวงวิทยาศาสตร์ฯ และ", ["วิทยาศาสตร์ฯ"]),
        ("ภาคเหนือตอนบน 2", ["ตอนบน 2"]),
        ("ภาคตะวันออกเฉียงเหนือตอนล่าง ๑", ["ตะวันออกเฉียงเหนือ", "ตอนล่าง ๑"]),
    ],
)
def test_names_and_compounds_stay_on_one_line(text: str, kept: list[str]) -> None:
    assert whole(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "มีนา.คม",  # no abbreviation of a place
        "พ.ศ. 2552",
        "ตอนบน 12 จังหวัด",
        "จ.เลยเพื่อส่งเสริมการผลิตและจำหน่ายสินค้า",  # a sentence must be able to break
        "Phu Luang",
        "",
    ],
)
def test_all_else_may_break(text: str) -> None:
    assert whole(text) == []


def test_paper_breaks_elsewhere() -> None:
    text = "ป้าย “อนุมาน” ของโครงการบูรณาการ ภาคเหนือตอนบน ๑ เช่น อ.ภูหลวง ปีงบประมาณ พ.ศ. ๒๕๕๒"

    assert whole(text, on_paper=True) == ["“อนุมาน”", "ตอนบน ๑", "อ.ภูหลวง", "พ.ศ. ๒๕๕๒"]


@given(text=st.text(alphabet="จอต.กา ู่\u2060บูรณาการความรู้ตอนบน 12๑“”ab", max_size=40), on_paper=st.booleans())
def test_the_parts_are_the_text(text: str, on_paper: bool) -> None:
    assert "".join(part for part, _ in unbroken_parts(text, on_paper=on_paper)) == text
