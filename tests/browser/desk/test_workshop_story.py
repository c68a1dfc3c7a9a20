"""The ministry writes down a workshop, from its days to what was handed over, without scripts and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.desk.hands import Screens, enter, fill, follow, named, press, refused, said_of, told

Arrives = Callable[[str], Page]


def test_a_workshop_is_written_down(arrives: Arrives, screens: Screens) -> None:
    page = arrives("ministry")

    it_is_begun(page, screens)
    its_words_are_corrected(page, screens)
    who_came_is_counted(page, screens)
    an_activity_comes_and_goes(page, screens)
    a_handover_comes_and_goes(page, screens)


def it_is_begun(page: Page, screens: Screens) -> None:
    page.goto("/desk/")
    enter(page.get_by_role("navigation", name="เมนูโต๊ะทำงาน").get_by_role("link", name="การประชุม"))
    follow(page, "บันทึกการประชุมใหม่")
    fill(page, starts_on="9/11/2569", ends_on="๑๑ พ.ย. ๒๕๖๙", venue_th="โรงแรมเลยพาเลซ", host_province="เลย")
    fill(page, fiscal_year="2570", target_names="เลย\nหนองบัวลำภุ", is_published="on")
    assert "หมายถึง หนองบัวลำภู หรือไม่" in refused(page, "บันทึกการประชุม")
    screens.look(page, "workshop-refused")

    fill(page, target_names="เลย\nหนองบัวลำภู\nอุดรธานี")
    press(page, "บันทึกการประชุม")

    assert "บันทึกการประชุมแล้ว" in told(page)
    assert said_of(page, "จังหวัดเป้าหมาย") == "จ.เลย จ.หนองบัวลำภู จ.อุดรธานี"
    screens.look(page, "workshop-begun")


def its_words_are_corrected(page: Page, screens: Screens) -> None:
    follow(page, "แก้ไขข้อมูลการประชุม")
    fill(page, theme_th="วิทยาศาสตร์เพื่อชุมชน", target_names="อุดรธานี\nเลย", outcome_th="ได้ความต้องการของชุมชน")
    press(page, "บันทึก")

    assert "บันทึกการแก้ไขแล้ว" in told(page)
    assert said_of(page, "จังหวัดเป้าหมาย") == "จ.อุดรธานี จ.เลย"
    assert said_of(page, "ผลการประชุม") == "ได้ความต้องการของชุมชน"


def who_came_is_counted(page: Page, screens: Screens) -> None:
    follow(page, "บันทึกจำนวนผู้เข้าร่วม")
    fill(page, public="๑๒๐", private="หลายคน", people="1,080")
    assert "กรอกเป็นตัวเลข" in refused(page, "บันทึก")
    screens.look(page, "attendance-refused")

    fill(page, private="45")
    press(page, "บันทึก")

    assert [said_of(page, sector) for sector in ("ภาครัฐ", "ภาคเอกชน", "ภาคประชาชน")] == ["120 คน", "45 คน", "1,080 คน"]


def an_activity_comes_and_goes(page: Page, screens: Screens) -> None:
    follow(page, "เพิ่มกิจกรรม")
    fill(page, title_th="คลินิกเทคโนโลยี", agency="วศ.")
    press(page, "เพิ่มกิจกรรม")
    follow(page, "แก้ไข คลินิกเทคโนโลยี")
    fill(page, title_th="คลินิกเทคโนโลยีเคลื่อนที่")
    press(page, "บันทึก")
    expect(named(page, "rowheader", "คลินิกเทคโนโลยีเคลื่อนที่")).to_be_visible()
    screens.look(page, "activity-changed")

    follow(page, "ลบ คลินิกเทคโนโลยีเคลื่อนที่")
    press(page, "ลบ")

    assert "ลบกิจกรรมแล้ว" in told(page)
    expect(page.locator("main")).to_contain_text("ยังไม่ได้บันทึกกิจกรรม")


def a_handover_comes_and_goes(page: Page, screens: Screens) -> None:
    follow(page, "เพิ่มสิ่งที่มอบให้จังหวัด")
    fill(
        page, item_th="แผนที่ภาพถ่ายดาวเทียม", province="เลย", handed_on="31/2/2569", receiver_position_th="ผู้ว่าราชการจังหวัด"
    )
    refused(page, "เพิ่มรายการ")
    fill(page, handed_on="10/11/2569")
    press(page, "เพิ่มรายการ")
    follow(page, "แก้ไข แผนที่ภาพถ่ายดาวเทียม")
    fill(page, item_th="ภาพถ่ายดาวเทียม")
    press(page, "บันทึก")
    expect(page.locator("main").get_by_role("cell", name="ภาพถ่ายดาวเทียม", exact=True)).to_be_visible()
    screens.look(page, "handover-changed")

    follow(page, "ลบ ภาพถ่ายดาวเทียม")
    press(page, "ลบ")

    assert "ลบสิ่งที่มอบแล้ว" in told(page)
    expect(page.locator("main")).to_contain_text("ยังไม่ได้บันทึกสิ่งที่มอบ")
