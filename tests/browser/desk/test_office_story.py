"""What else an office does at its desk, without scripts and by keyboard. Messages of visitors and of the portal,
reports, and the small things that are done to a need.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.desk.beginnings import is_accepted, needs_come_in
from tests.browser.desk.conftest import BOTH_WAYS, Office
from tests.browser.desk.hands import Screens, enter, fill, follow, press, reach, refused, told, unfold

Arrives = Callable[[str], Page]


def test_a_visitor_is_answered(arrives: Arrives, screens: Screens) -> None:
    page = arrives("ministry")
    words = "ตัวเลขของจังหวัดเลยไม่ตรง"
    page.goto("/feedback/?page=/provinces/42/")
    fill(page, kind="wrong", text=words, email="reader@example.org")
    press(page, "ส่งข้อความ")

    page.goto("/desk/feedback/")
    screens.look(page, "feedback")
    enter(page.locator("main li", has_text=words).get_by_role("link").first)
    refused(page, "บันทึก")
    screens.look(page, "feedback-refused")
    fill(page, answer="แก้ไขแล้ว", closes="on")
    press(page, "บันทึก")

    expect(page.locator("main li", has_text=words)).to_contain_text("ปิดแล้ว")


def test_messages_are_read(arrives: Arrives, office: Office, screens: Screens) -> None:
    title = "ขอเครื่องตีเหล็ก"
    needs_come_in(arrives("ministry"), title)
    office.manage("worker", "--once")
    page = arrives("province")
    page.goto("/desk/messages/")
    screens.look(page, "messages")
    enter(page.locator("main li.unread", has_text=title).get_by_role("link"))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    page.goto("/desk/messages/")
    expect(page.locator("main li.unread", has_text=title)).to_have_count(0)
    if page.locator("main li.unread").count():
        press(page, "ทำเครื่องหมายว่าอ่านแล้วทั้งหมด")
    expect(page.locator("main li.unread")).to_have_count(0)


@BOTH_WAYS
def test_a_report_is_made_while_its_page_tells_how_far_it_is(
    arrives: Arrives, office: Office, screens: Screens
) -> None:
    page = arrives("ministry")
    page.goto("/desk/reports/")
    refused(page, "จัดทำรายงาน")
    screens.look(page, "report-refused")
    fill(page, report="province/42", language="en" if screens.scripts else "th", digits="arabic", draft="on")
    press(page, "จัดทำรายงาน")
    expect(page.get_by_role("progressbar")).to_be_visible()
    screens.look(page, "report-on-its-way")

    office.manage("worker", "--once")

    taken = page.get_by_role("link", name="ดาวน์โหลด PDF")
    expect(taken).to_be_visible(timeout=20_000)  # the page loads itself again
    screens.look(page, "report-made")
    reach(taken)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_the_small_things_that_are_done_to_a_need(arrives: Arrives, screens: Screens) -> None:
    ministry, province = arrives("ministry"), arrives("province")
    kept, withdrawn = "ขอกังหันลม", "ขอเครื่องบดหญ้า"
    needs = needs_come_in(ministry, kept, withdrawn)

    is_accepted(ministry, needs[kept])
    follow(ministry, "แก้ข้อความสาธารณะ")
    fill(ministry, public_title_th="กังหันลมสูบน้ำ", is_cleared="on")
    press(ministry, "ปรับตัวอย่างตามที่แก้")
    expect(ministry.locator(".public-title")).to_have_text("กังหันลมสูบน้ำ")
    press(ministry, "บันทึกข้อความสาธารณะ")
    unfold(ministry, "ข้อความที่เผยแพร่")
    screens.look(ministry, "words-changed")

    province.goto(f"/desk/requests/{needs[withdrawn]}/")
    follow(province, "ถอนเรื่อง")
    screens.look(province, "withdraw")
    fill(province, reason="ได้เครื่องจากเทศบาลแล้ว")
    press(province, "ถอนเรื่อง")
    follow(province, "ประวัติการแก้ไข")

    province.goto("/desk/requests/new/")
    fill(province, title_th="ร่างที่ไม่ใช้")
    press(province, "บันทึกร่าง")
    follow(province, "ลบร่าง")
    press(province, "ลบร่าง")
    assert "ลบร่าง" in told(province)


def test_an_agency_is_reminded(arrives: Arrives, office: Office, screens: Screens) -> None:
    time_goes_by(office)
    page = arrives("ministry")
    page.goto("/desk/overdue/")
    enter(page.locator("main form button").first)
    assert "เตือน" in told(page)
    screens.look(page, "reminded")


def time_goes_by(office: Office) -> None:
    """What agencies were asked becomes late: everything that waits was asked two months before."""
    earlier = "asked_on = date(asked_on, '-60 days'), due_on = date(due_on, '-60 days')"
    with sqlite3.connect(office.database) as connection:
        connection.execute(f"UPDATE requests_registry_agencyresponse SET {earlier} WHERE status = 'asked'")
