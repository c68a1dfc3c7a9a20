"""The programme's own example, Phu Luang in Loei, from draft to closed: five people at their screens, with and without
scripts. Four answers by three agencies, one shared result; timeline, page, PDF and totals agree at the end.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from tests.browser.desk.conftest import Office
from tests.browser.desk.hands import Screens, enter, fill, follow, follow_if_there, press, receipt_in, tick
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
    fill(page, district="ภูหลวง")
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
    return receipt_in(page.url)


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
        fill(page, **{f"agency_{number}": LABELS[acronym], f"part_{number}": str(part), f"part_title_{number}": name})
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
        if number == 0:
            the_contact_is_shown(page, screens)
            open_own_part(page, title, name)
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


def the_contact_is_shown(page: Page, screens: Screens) -> None:
    follow(page, "แสดงข้อมูลติดต่อ")
    assert "ผู้ใหญ่บ้าน" in page.locator("main .private").inner_text()
    screens.look(page, "contact")
    page.goto("/desk/queue/")


def open_part(page: Page, screens: Screens, title: str, part: str) -> None:
    page.goto("/desk/queue/")
    screens.look(page, "queue")
    open_own_part(page, title, part)


def open_own_part(page: Page, title: str, part: str) -> None:
    """Of the rows of this request the one whose page says that this is the part to be answered."""
    for address in addresses_of(page, title):
        page.goto(address)
        if page.locator("main .summary-list > div", has_text="ส่วนที่ท่านตอบ").inner_text().endswith(part):
            return
    raise AssertionError(f"no part {part} in the list")


def addresses_of(page: Page, title: str) -> list[str]:
    links = page.locator("main a", has_text=title)
    return [str(links.nth(place).get_attribute("href")) for place in range(links.count())]


def province_replies(page: Page, screens: Screens) -> None:
    page.goto("/desk/")
    screens.look(page, "province-asked")
    enter(page.locator("main a", has_text=TITLE).first)
    screens.look(page, "reply")
    fill(page, answer="ใส่กล่องละสิบแท่ง")
    press(page, "ส่งคำตอบ")


def ministry_publishes(page: Page, screens: Screens, title: str) -> None:
    page.goto("/desk/publish/")
    screens.look(page, "publish")
    boxes = page.locator("main input[type='checkbox']")
    for place in range(boxes.count()):
        tick(boxes.nth(place))
    enter(page.locator("main .form-foot button").first)
    screens.look(page, "published")


def agencies_work_and_deliver(people: dict[str, Page], screens: Screens, title: str) -> None:
    for number, (account, _acronym, _part, name, _kind, _summary) in enumerate(ANSWERS, start=1):
        page = people[account]
        page.goto("/desk/queue/?tab=work")
        open_own_part(page, title, name)
        follow(page, "เริ่มดำเนินการ")
        fill(page, title_th=f"ลงพื้นที่เรื่อง{name}", due_on="15/1/2570")
        screens.look(page, f"start-{number}")
        press(page, "เริ่มดำเนินการ")
        screens.look(page, f"at-work-{number}")
        follow(page, "ส่งมอบ")
        fill(page, people_reached="๔๕", note=f"อบรมเรื่อง{name}แล้ว มีผู้เข้าร่วม 45 คน")
        screens.look(page, f"deliver-{number}")
        press(page, "บันทึกการส่งมอบ")
        screens.look(page, f"delivered-{number}")


def agency_enters_the_shared_result(page: Page, screens: Screens, receipt: str) -> None:
    page.goto(f"/desk/requests/{receipt}/outcomes/new/")
    fill(page, indicator="INC", unit_th="บาท/เดือน", baseline="๓,๐๐๐", actual="๔,๕๐๐")
    fill(page, period_from="1/10/2569", period_to="31/10/2569", evidence_th="บัญชีกลุ่ม")
    boxes = page.locator("main [name='responses']")
    for place in range(boxes.count()):
        tick(boxes.nth(place))
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
    page = squeezed(fetched(f"{office.address}/requests/{reference}/").decode())
    paper = squeezed(text_of(fetched(f"{office.address}/requests/{reference}.pdf")))

    for _account, _acronym, _part, _name, _kind, summary in ANSWERS:
        assert squeezed(summary) in page
        assert squeezed(summary) in paper
    closing = squeezed("ชุมชนภูหลวงใช้ผลงานครบทั้งสี่ส่วน")
    assert closing in page
    assert closing in paper
    assert "4,500" in page
    assert "๔,๕๐๐" in paper
    assert squeezed("042 000 000") not in page + paper
    assert "ผู้ใหญ่บ้าน" not in page + paper


def squeezed(page: str) -> str:
    """The words alone: without markup, and without what holds words together or apart."""
    return re.sub(r"<[^>]*>|\s|\u2060", "", html.unescape(page))


def fetched(address: str) -> bytes:
    with urlopen(address, timeout=60) as answer:
        content: bytes = answer.read()
    return content
