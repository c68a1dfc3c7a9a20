"""The programme's own example, Phu Luang in Loei, from draft to closed: five people at their screens, with and without
scripts. Four answers by three agencies, one shared result; timeline, page, PDF and totals agree at the end.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from tests.browser import checks
from tests.browser.desk.conftest import Office
from tests.pdf_tools import text_of

AtTheDesk = Callable[..., Page]
TITLE = "ขอสบู่สมุนไพร เครื่องกรองน้ำ และบรรจุภัณฑ์ใส่หลามหมูยอ"
#: agency's account, its acronym, part, what the part is called, kind of help, the answer
ANSWERS = (
    ("agency", "DSS", 1, "สบู่สมุนไพร", "TT", "ถ่ายทอดการทำสบู่จากสมุนไพรในท้องถิ่น"),
    ("agency", "DSS", 2, "น้ำสะอาด", "TT", "ทำสารกรองสนิมเหล็กและเครื่องกรองน้ำ"),
    ("agency2", "TISTR", 3, "บรรจุภัณฑ์", "PK", "ออกแบบบรรจุภัณฑ์ใส่หลามหมูยอ"),
    ("agency3", "TINT", 4, "มูลค่าเพิ่ม", "TT", "ใช้โปรตีนจากผงไหมเพิ่มมูลค่า"),
)


class Screens:
    """Looks at every screen on the way: with the rules of accessibility, and as pictures where a folder is named."""

    def __init__(self, *, scripts: bool) -> None:
        self.scripts = scripts
        self.folder = os.environ.get("PORTAL_SCREENS", "")
        self.problems: list[str] = []
        self.number = 0

    def look(self, page: Page, name: str) -> None:
        self.number += 1
        if not self.scripts:  # what looks is a script itself
            return
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            found = [*checks.violations(page), *checks.sideways(page), *checks.cut_texts(page)]
            self.problems += [f"{name} at {width}: {sentence}" for sentence in found]
            if self.folder:
                picture = Path(self.folder) / f"{self.number:02d}-{name}-{width}.png"
                page.screenshot(path=picture, full_page=True)
        self.problems += [f"{name}: {sentence}" for sentence in checks.headings(page)]
        page.set_viewport_size({"width": 1280, "height": 900})


def fill(page: Page, **fields: str) -> None:
    """Type into fields, choose in lists, tick circles, by the name of the field."""
    for name, value in fields.items():
        field = page.locator(f"main [name='{name}']:not([type='hidden'])")
        kind = field.first.evaluate("e => e.tagName + ' ' + e.type") if page.context.pages else ""
        if kind.startswith("SELECT"):
            field.select_option(value)
        elif kind.endswith("radio"):
            page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind.endswith("checkbox"):
            field.check()
        else:
            field.fill(value)


def press(page: Page, text: str) -> None:
    page.locator("main").get_by_role("button", name=text, exact=True).first.click()
    page.wait_for_load_state()


def follow(page: Page, text: str) -> None:
    page.locator("main").get_by_role("link", name=text, exact=True).first.click()
    page.wait_for_load_state()


def told(page: Page, text: str) -> None:
    """The page says that it was done."""
    message = page.locator(".messages").inner_text()
    assert text in message, f"{page.url}: {message}"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_phu_luang_from_draft_to_closed(office: Office, at_the_desk: AtTheDesk, scripts: bool) -> None:
    screens = Screens(scripts=scripts)
    people = {
        name: at_the_desk(name, java_script_enabled=scripts)
        for name in ("province", "ministry", "agency", "agency2", "agency3")
    }
    title = f"{TITLE} {'พร้อมสคริปต์' if scripts else 'ไม่ใช้สคริปต์'}"

    receipt = province_hands_in(people["province"], screens, title)
    reference = ministry_takes_up_and_assigns(people["ministry"], screens, receipt)
    agencies_answer(people, screens, title)
    ministry_publishes(people["ministry"], screens, title)
    agencies_work_and_deliver(people, screens, title)
    agency_enters_the_shared_result(people["agency"], screens, receipt)
    province_confirms(people["province"], screens, receipt)
    ministry_closes(people["ministry"], screens, receipt)

    assert screens.problems == []
    the_story_is_told_everywhere(office, reference)


def province_hands_in(page: Page, screens: Screens, title: str) -> str:
    screens.look(page, "province-start")
    page.goto("/desk/requests/new/")
    screens.look(page, "need-empty")
    fill(page, title_th=title)
    press(page, "บันทึกร่าง")
    follow_if_there(page, "แก้ไข")
    fill(page, category="2", sector="people", community_th="กลุ่มแม่บ้านภูหลวง")
    page.locator("main [name='district']").select_option(label="ภูหลวง")
    fill(
        page,
        text_th="ต้องการทำสบู่จากสมุนไพร กรองสนิมเหล็กในน้ำดื่ม และกล่องส่งหมูยอทางไปรษณีย์",
        wanted_th="มีรายได้เพิ่มจากสินค้าของชุมชน",
        contact_name="ผู้ใหญ่บ้าน",
        contact_phone="042 000 000",
    )
    screens.look(page, "need-filled")
    press(page, "ตรวจคำตอบแล้วส่ง")
    screens.look(page, "need-check")
    press(page, "ส่งเรื่อง")
    screens.look(page, "need-receipt")
    return page.url.rstrip("/").split("/")[-2]


def follow_if_there(page: Page, text: str) -> None:
    link = page.locator("main").get_by_role("link", name=text, exact=True)
    if link.count():
        link.first.click()
        page.wait_for_load_state()


def ministry_takes_up_and_assigns(page: Page, screens: Screens, receipt: str) -> str:
    screens.look(page, "ministry-start")
    page.goto(f"/desk/inbox/?request={receipt}")
    screens.look(page, "inbox")
    page.goto(f"/desk/requests/{receipt}/")
    follow(page, "รับเรื่อง")
    screens.look(page, "accept")
    fill(page, is_cleared="on")
    press(page, "รับเรื่องและเผยแพร่")
    screens.look(page, "accepted")
    reference = page.locator("main .summary-list dd").first.inner_text().strip()

    follow(page, "มอบหมายหน่วยงาน")
    while not page.locator(f"main [name='agency_{len(ANSWERS)}']").count():
        press(page, "เพิ่มอีกแถว")
    for number, (_account, acronym, part, name, _kind, _summary) in enumerate(ANSWERS, start=1):
        choices = page.locator(f"main [name='agency_{number}'] option")
        label = next(text for text in choices.all_inner_texts() if text.startswith(LABELS[acronym]))
        page.locator(f"main [name='agency_{number}']").select_option(label=label)
        fill(page, **{f"part_{number}": str(part), f"part_title_{number}": name})
    screens.look(page, "assign")
    press(page, "มอบหมาย")
    screens.look(page, "assigned")
    return reference


#: What stands on the small tags of the agencies.
LABELS = {"DSS": "วศ.", "TISTR": "วว.", "TINT": "สทน."}


def agencies_answer(people: dict[str, Page], screens: Screens, title: str) -> None:
    """One of them asks the province first; its clock stands meanwhile."""
    for number, (account, _acronym, _part, name, kind, summary) in enumerate(ANSWERS):
        page = people[account]
        open_part(page, screens, title, name)
        if number == 2:
            fill(page, result="ask", question="ใส่กล่องละกี่แท่ง")
            press(page, "ส่งคำตอบ")
            screens.look(page, "asked-the-province")
            province_replies(people["province"], screens)
            open_part(page, screens, title, name)
        fill(page, result="accept", kind=kind, summary_th=summary, planned_from="1/12/2569", budget_baht="๑๒,๕๐๐")
        if number == 0:
            press(page, "ดูตัวอย่างหน้าสาธารณะ")
            screens.look(page, "answer-preview")
            press(page, "บันทึกร่าง")
            screens.look(page, "answer-draft")
        press(page, "ส่งคำตอบ")
        screens.look(page, f"answered-{number + 1}")


def open_part(page: Page, screens: Screens, title: str, part: str) -> None:
    page.goto("/desk/queue/")
    screens.look(page, "queue")
    for address in addresses_of(page, title):
        page.goto(address)
        if part in page.locator("main").inner_text():
            return
    raise AssertionError(f"no part {part} in the queue")


def addresses_of(page: Page, title: str) -> list[str]:
    links = page.locator("main a", has_text=title)
    return [str(links.nth(place).get_attribute("href")) for place in range(links.count())]


def province_replies(page: Page, screens: Screens) -> None:
    page.goto("/desk/")
    screens.look(page, "province-asked")
    page.locator("main a", has_text=TITLE).first.click()
    page.wait_for_load_state()
    screens.look(page, "reply")
    fill(page, answer="ใส่กล่องละสิบแท่ง")
    press(page, "ส่งคำตอบ")


def ministry_publishes(page: Page, screens: Screens, title: str) -> None:
    page.goto("/desk/publish/")
    screens.look(page, "publish")
    boxes = page.locator("main input[type='checkbox']")
    for place in range(boxes.count()):
        boxes.nth(place).check()
    page.locator("main .form-foot button").first.click()
    page.wait_for_load_state()
    screens.look(page, "published")


def agencies_work_and_deliver(people: dict[str, Page], screens: Screens, title: str) -> None:
    for number, (account, _acronym, _part, name, _kind, _summary) in enumerate(ANSWERS, start=1):
        page = people[account]
        open_in_work(page, title, name)
        follow(page, "เริ่มดำเนินการ")
        fill(page, title_th=f"ลงพื้นที่เรื่อง{name}", due_on="15/1/2570")
        screens.look(page, f"start-{number}")
        press(page, "เริ่มดำเนินการ")
        screens.look(page, f"at-work-{number}")
        follow(page, "ส่งมอบ")
        fill(page, people_reached="๔๕")
        screens.look(page, f"deliver-{number}")
        press(page, "บันทึกการส่งมอบ")
        screens.look(page, f"delivered-{number}")


def open_in_work(page: Page, title: str, part: str) -> None:
    page.goto("/desk/queue/?tab=work")
    for address in addresses_of(page, title):
        page.goto(address)
        if part in page.locator("main").inner_text():
            return
    raise AssertionError(f"no part {part} among the work")


def agency_enters_the_shared_result(page: Page, screens: Screens, receipt: str) -> None:
    page.goto(f"/desk/requests/{receipt}/outcomes/new/")
    fill(page, indicator="INC", unit_th="บาท/เดือน", baseline="๓,๐๐๐", actual="๔,๕๐๐")
    fill(page, period_from="1/10/2569", period_to="31/10/2569", evidence_th="บัญชีกลุ่ม")
    boxes = page.locator("main [name='responses']")
    for place in range(boxes.count()):
        boxes.nth(place).check()
    screens.look(page, "outcome")
    press(page, "ส่งให้จังหวัดยืนยัน")
    screens.look(page, "outcome-entered")


def province_confirms(page: Page, screens: Screens, receipt: str) -> None:
    page.goto(f"/desk/requests/{receipt}/")
    screens.look(page, "delivered-to-province")
    for number in range(len(ANSWERS)):
        page.goto(f"/desk/requests/{receipt}/")
        follow(page, "ยืนยันผล")
        fill(page, sentence="ใช้ได้จริง")
        if not number:
            screens.look(page, "confirm")
        press(page, "ยืนยันผลงาน")
    page.goto(f"/desk/requests/{receipt}/")
    follow(page, "ยืนยันผลลัพธ์")
    screens.look(page, "verify")
    press(page, "ยืนยันผลลัพธ์")
    screens.look(page, "verified")


def ministry_closes(page: Page, screens: Screens, receipt: str) -> None:
    page.goto(f"/desk/requests/{receipt}/")
    follow(page, "ปิดเรื่อง")
    fill(page, outcome="met", sentence="ชุมชนภูหลวงใช้ผลงานครบทั้งสี่ส่วน")
    screens.look(page, "close")
    press(page, "ปิดเรื่อง")
    screens.look(page, "closed")
    page.goto(f"/desk/requests/{receipt}/history/")
    screens.look(page, "history")


def the_story_is_told_everywhere(office: Office, reference: str) -> None:
    """Page and PDF say the same: four answers by three agencies, confirmed, one result of one rise."""
    page = fetched(f"{office.address}/requests/{reference}/").decode()
    paper = text_of(fetched(f"{office.address}/requests/{reference}.pdf"))

    for _account, _acronym, _part, _name, _kind, summary in ANSWERS:
        assert summary in page
        assert summary.replace(" ", "") in paper.replace(" ", "").replace("\n", "")
    assert "ชุมชนภูหลวงใช้ผลงานครบทั้งสี่ส่วน" in page
    assert "4,500" in page
    assert "042 000 000" not in page
    assert "ผู้ใหญ่บ้าน" not in page


def fetched(address: str) -> bytes:
    with urlopen(address, timeout=60) as answer:
        return io.BytesIO(answer.read()).getvalue()
