"""What the ministry does with needs that come in, and what the province says to it, without scripts and by
keyboard. A question and its reply, no and yes again, two that are one, many for one agency; files beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.desk.beginnings import are_given_to, is_accepted, needs_come_in
from tests.browser.desk.hands import (
    Screens,
    attach,
    enter,
    fill,
    follow,
    follow_if_there,
    press,
    refused,
    said_of,
    tick,
    told,
    unfold,
)

Arrives = Callable[[str], Page]


def test_needs_are_screened(arrives: Arrives, screens: Screens, tmp_path: Path) -> None:
    ministry, province = arrives("ministry"), arrives("province")
    titles = ["ขอเตาเผาถ่าน", "ขอตู้อบสมุนไพร", "ขอเครื่องสีข้าว", "ขอโรงสีชุมชน", "ขอถังหมักก๊าซ"]
    asked, declined, twin, first, second = needs_come_in(ministry, *titles).values()

    a_question_goes_to_the_province(ministry, screens, asked)
    the_province_replies(province, screens, titles[0], asked)
    files_come_and_go(province, ministry, screens, asked, tmp_path)
    no_is_said_and_taken_back(ministry, screens, declined)
    many_go_to_one_agency(ministry, screens, titles, first, second)
    two_are_one_and_two_again(ministry, screens, twin, titles[3], first)


def a_question_goes_to_the_province(page: Page, screens: Screens, receipt: str) -> None:
    page.goto(f"/desk/requests/{receipt}/")
    follow(page, "ส่งกลับขอข้อมูล")
    refused(page, "ส่งกลับจังหวัด")
    fill(page, question="1. ใช้ไม้อะไร\n2. เผาเดือนละกี่ครั้ง")
    press(page, "ส่งกลับจังหวัด")
    assert "ส่งกลับให้จังหวัดให้ข้อมูลเพิ่มแล้ว" in told(page)
    screens.look(page, "returned")


def the_province_replies(page: Page, screens: Screens, title: str, receipt: str) -> None:
    page.goto("/desk/")
    screens.look(page, "province-is-asked")
    enter(page.locator("main a", has_text=title).first)
    follow_if_there(page, "แก้ไข")
    screens.look(page, "reply-to-the-ministry")
    fill(page, text_th="ใช้ไม้ไผ่ เผาเดือนละสองครั้ง", sector="people")
    press(page, "ตรวจคำตอบแล้วส่ง")
    press(page, "ส่งเรื่อง")
    assert f"/desk/requests/{receipt}/receipt/" in page.url


def files_come_and_go(province: Page, ministry: Page, screens: Screens, receipt: str, folder: Path) -> None:
    """Attached by the province; opened to the public and closed again by the ministry; removed by who attached it."""
    paper = folder / "แบบเตา.png"
    Image.new("RGB", (8, 8)).save(paper)
    unknown = folder / "เตา.exe"
    unknown.write_bytes(b"MZ")

    province.goto(f"/desk/requests/{receipt}/")
    unfold(province, "แนบไฟล์")
    attach(province.locator("[name='new_files']"), unknown)
    assert "เตา.exe" in refused(province, "แนบไฟล์")
    unfold(province, "แนบไฟล์")
    screens.look(province, "file-refused")
    attach(province.locator("[name='new_files']"), paper)
    press(province, "แนบไฟล์")
    assert "แนบแล้ว 1 ไฟล์" in told(province)

    ministry.goto(f"/desk/requests/{receipt}/")
    press(ministry, "อนุญาตให้เผยแพร่ แบบเตา.png")
    assert "อนุญาตให้เผยแพร่ไฟล์แล้ว" in told(ministry)
    screens.look(ministry, "file-cleared")
    press(ministry, "งดเผยแพร่ แบบเตา.png")
    assert "งดเผยแพร่ไฟล์แล้ว" in told(ministry)

    province.goto(f"/desk/requests/{receipt}/")
    follow(province, "ลบไฟล์ แบบเตา.png")
    press(province, "ลบไฟล์")
    assert "ลบไฟล์แล้ว" in told(province)
    expect(province.locator("main")).to_contain_text("ยังไม่มีไฟล์แนบ")


def no_is_said_and_taken_back(page: Page, screens: Screens, receipt: str) -> None:
    page.goto(f"/desk/requests/{receipt}/")
    follow(page, "ไม่รับเรื่อง")
    fill(page, sentence="สำนักงานเกษตรจังหวัดช่วยได้")
    refused(page, "ไม่รับเรื่อง")
    fill(page, reason="other_body")
    press(page, "ไม่รับเรื่อง")
    assert "บันทึกว่าไม่รับเรื่องแล้ว" in told(page)
    screens.look(page, "declined")

    follow(page, "เปิดเรื่องอีกครั้ง")
    screens.look(page, "take-up-again")
    fill(page, reason="เกษตรจังหวัดขอให้กระทรวงช่วย")
    press(page, "เปิดเรื่องที่ไม่รับอีกครั้ง")
    assert "เปิดเรื่องอีกครั้งแล้ว" in told(page)
    expect(page.get_by_role("link", name="รับเรื่อง", exact=True)).to_be_visible()


def many_go_to_one_agency(page: Page, screens: Screens, titles: list[str], *receipts: str) -> None:
    """One that is not accepted yet is told in the preview; accepted, it goes with the other."""
    is_accepted(page, receipts[0])
    query = "&".join(f"pick={receipt}" for receipt in receipts)
    page.goto("/desk/inbox/?tab=new")
    fill(page, agency="วศ.")
    assert "เลือกเรื่องอย่างน้อยหนึ่งเรื่อง" in refused(page, "ดูก่อนมอบหมาย")
    page.goto(f"/desk/assign/?{query}")
    fill(page, agency="วศ.", working_days="10")
    press(page, "ปรับแล้วดูอีกครั้ง")
    expect(page.locator("main")).to_contain_text("ยังไม่ได้รับเรื่อง")
    screens.look(page, "one-cannot-be-given")
    follow(page, "รับเรื่องก่อน")
    fill(page, is_cleared="on")
    press(page, "รับเรื่องและเผยแพร่")

    are_given_to(page, "วศ.", *receipts)

    page.goto(f"/desk/requests/{receipts[1]}/")
    expect(page.locator("main .answer")).to_contain_text("วศ.")


def two_are_one_and_two_again(page: Page, screens: Screens, receipt: str, other_title: str, other: str) -> None:
    page.goto(f"/desk/requests/{receipt}/")
    follow(page, "รวมเรื่อง")
    fill(page, q=other_title)
    press(page, "ค้นหา")
    screens.look(page, "others-to-join")
    follow(page, other_title)
    screens.look(page, "side-by-side")
    fill(page, reason="ชุมชนเดียวกัน ขอสิ่งเดียวกัน")
    press(page, "รวมเรื่อง")
    assert "รวมเข้ากับเรื่อง" in told(page)
    assert other_title in said_of(page, "รวมกับเรื่อง")

    page.goto(f"/desk/requests/{receipt}/")
    follow(page, "แยกเรื่อง")
    fill(page, reason="คนละหมู่บ้าน")
    press(page, "แยกเรื่อง")
    assert "แยกเป็นเรื่องของตนเองแล้ว" in told(page)


def test_the_keys_of_the_inbox(at_the_desk: Callable[..., Page]) -> None:
    """Down and up, tick, open beside the list; the list of keys opens with a question mark."""
    page = at_the_desk("ministry")
    page.goto("/desk/inbox/?tab=new")
    second = page.locator("[data-row]").nth(1)

    page.keyboard.press("j")
    page.keyboard.press("j")
    while not second.locator("h3 a").evaluate("e => e === document.activeElement"):
        page.keyboard.press("k")
    page.keyboard.press("x")
    expect(second.locator("[name='pick']")).to_be_checked()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_have_attribute("open", "")
    page.keyboard.press("?")
    tick(second.locator("[name='pick']"), on=False)
    title = second.locator("h3").inner_text()
    enter(second.locator("h3 a"))

    expect(page.locator("#pane-title")).to_have_text(title)
