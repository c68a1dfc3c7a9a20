"""A clerk enters what a workshop's communities asked for, without a mouse: typed line by line, and pasted as a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from playwright.sync_api import Locator, Page, expect

from tests.browser.desk.conftest import BOTH_WAYS
from tests.browser.desk.hands import Screens, copy, enter, fill, follow, named, paste, press, reach, told, write

Arrives = Callable[..., Page]
GRID = "/desk/workshops/2569/1/outcome/"
#: As many as the programme declared for its first workshop.
NEEDS = 125


@BOTH_WAYS
def test_needs_are_typed_line_by_line(arrives: Arrives, screens: Screens, scripts: bool) -> None:
    """What every new line begins with stays; good lines are saved, a wrong one is kept and mended."""
    page = arrives("ministry")
    page.goto(GRID)
    before = saved(page)

    fill(page, default_province="เลย", default_category="2")
    if not scripts:
        press(page, "เพิ่ม 5 แถว")
    type_line(page, title(scripts, 1), district="ภูหลวง")
    type_line(page, title(scripts, 2), agency="วศ.", community="กลุ่มแม่บ้าน", sector="ประชาชน")
    type_line(page, title(scripts, 3), province="หนองบัวลำภุ")
    type_line(page, title(scripts, 4), category="ไม่มีด้านนี้")
    save(page, scripts)

    assert "บันทึกแล้ว 2 เรื่อง" in told(page)
    assert "เหลือ 2 แถว" in told(page)
    wrong = page.locator(".error-summary")
    expect(wrong).to_contain_text("ไม่พบจังหวัด “หนองบัวลำภุ” หมายถึง หนองบัวลำภู")
    expect(wrong).to_contain_text("ไม่พบด้าน “ไม่มีด้านนี้”")
    screens.look(page, "lines-refused")

    enter(named(page, "button", "หนองบัวลำภู"), is_refused=True)
    enter_in_page(page.locator(".error-summary a").first)
    write(page.locator(":focus"), "2")
    save(page, scripts)
    assert "บันทึกแล้ว 2 เรื่อง" in told(page)
    assert saved(page) == before + 4
    expect(page.locator("[name='default_province']")).to_have_value("เลย")


@BOTH_WAYS
def test_a_line_that_is_there_already_waits_for_a_tick(arrives: Arrives, screens: Screens, scripts: bool) -> None:
    page = arrives("ministry")
    page.goto(GRID)
    fill(page, default_province="เลย", default_category="2")
    before = saved(page)
    for _ in range(2):
        type_line(page, title(scripts, 5), province="เลย", category="2")
    save(page, scripts)
    assert saved(page) == before + 1
    screens.look(page, "maybe-twice")

    fill(page, another="on")
    save(page, scripts)

    assert saved(page) == before + 2


def test_many_needs_are_typed_without_a_mouse(at_the_desk: Arrives) -> None:
    """Enter leads to the next line, which begins with province and field; a full page is saved and one goes on."""
    page = at_the_desk("ministry2")
    page.goto(GRID)
    before = saved(page)
    fill(page, default_province="เลย", default_category="2")

    for part in (range(1, 101), range(101, NEEDS + 1)):
        reach(empty_lines(page).first.locator("[name='title']"))
        for number in part:
            page.keyboard.insert_text(f"ขอเครื่องมือลำดับที่ {number}")
            if number != part[-1]:
                page.keyboard.press("Enter")
        save(page, scripts=True)
        assert f"บันทึกแล้ว {len(part)} เรื่อง" in told(page)

    assert saved(page) == before + NEEDS


@BOTH_WAYS
def test_a_list_is_pasted_read_and_saved(arrives: Arrives, scripts: bool) -> None:
    """Straight into a cell of the grid with scripts; without them on the page for pasting, which tells what it read."""
    page = arrives("ministry2")
    page.goto(GRID)
    before = saved(page)
    fill(page, default_province="เลย", default_category="2")
    lines = [f"ขอความรู้ลำดับที่ {number} {scripts}\tเลย\tภูหลวง\t2" for number in range(1, 51)]
    lines[9] = lines[9].replace("ภูหลวง", "ภูหลวน")
    lines[19] = lines[19].replace("\tเลย", "\t")  # begins with what every line begins with
    copy(page, "\n".join(lines))

    paste_into_the_grid(page) if scripts else paste_on_its_page(page)
    save(page, scripts)

    assert "บันทึกแล้ว 49 เรื่อง" in told(page)
    assert "เหลือ 1 แถว" in told(page)
    expect(page.locator(".error-summary")).to_contain_text("ไม่พบอำเภอ “ภูหลวน”")
    press(page, "ภูหลวง")
    save(page, scripts)
    assert saved(page) == before + len(lines)


def paste_into_the_grid(page: Page) -> None:
    paste(empty_lines(page).first.locator("[name='title']"))
    expect(page.locator("[data-line] [name='title']").nth(49)).to_have_value(re.compile("ลำดับที่ 50 "))


def paste_on_its_page(page: Page) -> None:
    press(page, "เพิ่ม 5 แถว")  # keeps what every line begins with
    follow(page, "วางจากตารางคำนวณหรือรายการ")
    paste(page.locator("[name='text']"))
    press(page, "ตรวจก่อนใส่ลงตาราง")
    expect(page.locator("main")).to_contain_text("อ่านได้ 50 แถว")
    expect(page.locator("main")).to_contain_text("ต้องตรวจ 1 แถว")
    enter(named(page, "button", "ใส่ลงตาราง 50 แถว"), is_refused=True)
    assert "ใส่ลงตาราง 50 แถวแล้ว" in told(page)


def title(scripts: bool, number: int) -> str:
    return f"ขอโรงอบแห้งแบบที่ {number} {'มีสคริปต์' if scripts else 'ไร้สคริปต์'}"


def type_line(page: Page, words: str, **cells: str) -> None:
    """Into the first line that has no title yet; from cell to cell by Tab."""
    line = empty_lines(page).first
    key = line.locator("[name='line']").input_value()
    write(line.locator("[name='title']"), words)
    for name, text in cells.items():
        write(page.locator(f"#{name}-{key}"), text)


def empty_lines(page: Page) -> Locator:
    """The lines in which nothing is written but what new lines begin with."""
    keys = page.locator("[data-line]").evaluate_all(
        """lines => lines.filter(line => !line.querySelector("[name=title]").value)
             .map(line => line.querySelector("[name=line]").value)"""
    )
    return page.locator(_any_of(f"[data-line]:has([value='{key}'])" for key in keys))


def _any_of(selectors: Iterable[str]) -> str:
    return ", ".join(selectors)


def save(page: Page, scripts: bool) -> None:
    """With the key that the page tells, or by the button."""
    if scripts:
        with page.expect_navigation():
            page.keyboard.press("Control+s")
    else:
        reach(page.locator("[data-save]"))
        with page.expect_navigation():
            page.keyboard.press("Enter")


def enter_in_page(link: Locator) -> None:
    reach(link)
    link.page.keyboard.press("Enter")


def saved(page: Page) -> int:
    counted = page.locator("main .saved-lines summary")
    return int(counted.inner_text().split()[1].replace(",", "")) if counted.count() else 0
