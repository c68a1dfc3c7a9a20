"""How stories begin: needs that have come in, have been accepted, have been given to an agency; by keyboard too."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.desk.hands import fill, follow, press, receipt_in, tick, told, write

WORKSHOP = "/desk/workshops/2569/1/outcome/"


def needs_come_in(ministry: Page, *titles: str) -> dict[str, str]:
    """Needs of Loei, typed by the ministry at a workshop. Gives their receipts by title."""
    ministry.goto(WORKSHOP)
    fill(ministry, default_province="เลย", default_category="2")
    lines = ministry.locator("[data-line]")
    for place, title in enumerate(titles):
        cells = {"title": title, "province": "เลย", "district": "ภูหลวง", "category": "2", "community": "กลุ่มแม่บ้านภูหลวง"}
        for name, text in cells.items():
            write(lines.nth(place).locator(f"[name='{name}']"), text)
    press(ministry, "บันทึกทั้งหมด")
    links = ministry.locator("main .saved-lines a")
    return {title: receipt_in(links.filter(has_text=title).get_attribute("href")) for title in titles}


def is_accepted(ministry: Page, receipt: str) -> None:
    ministry.goto(f"/desk/requests/{receipt}/accept/")
    fill(ministry, is_cleared="on")
    press(ministry, "รับเรื่องและเผยแพร่")


def are_given_to(ministry: Page, agency: str, *receipts: str) -> None:
    """Several accepted needs at once, after a look at what will happen."""
    ministry.goto("/desk/inbox/?tab=assign")
    while not ministry.locator(f"[name='pick'][value='{receipts[-1]}']").count():
        follow(ministry, "ถัดไป")
    for receipt in receipts:
        tick(ministry.locator(f"[name='pick'][value='{receipt}']"))
    fill(ministry, agency=agency, working_days="๑๐")
    press(ministry, "ดูก่อนมอบหมาย")
    press(ministry, "ยืนยันการมอบหมาย")
    assert f"มอบหมาย {len(receipts)} เรื่องแล้ว" in told(ministry)
