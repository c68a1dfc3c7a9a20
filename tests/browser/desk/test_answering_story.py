"""What agencies say and do, and what comes of it, without scripts and by keyboard. A question, a refusal that
names somebody else, words used again, steps of the work, publication, verdicts, a reopened request, three looks back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.desk.beginnings import are_given_to, is_accepted, needs_come_in
from tests.browser.desk.hands import Screens, choose, enter, fill, follow, press, reach, refused, said_of, tick, told

Arrives = Callable[[str], Page]


@dataclass(frozen=True)
class Desks:
    """Three people at their screens."""

    ministry: Page
    agency: Page
    province: Page


def test_agencies_answer_and_the_province_judges(arrives: Arrives, screens: Screens) -> None:
    desks = Desks(arrives("ministry"), arrives("agency"), arrives("province"))
    titles = [water, cold, label] = ["ขอเครื่องกรองน้ำ", "ขอห้องเย็น", "ขอฉลากสินค้า"]
    needs = needs_come_in(desks.ministry, *titles)
    for receipt in needs.values():
        is_accepted(desks.ministry, receipt)
    are_given_to(desks.ministry, "วศ.", *needs.values())

    phrases_are_written(desks.agency, screens)
    no_with_somebody_else(desks.agency, screens, cold)
    a_question_and_its_reply(desks, screens, water)
    for title in (water, label):
        yes(desks.agency, screens, title)
    phrases_go(desks.agency)
    answers_are_published(desks.ministry, screens, titles)
    an_asking_is_called_off(desks, screens, needs[label], label)
    work_is_done_in_steps(desks.agency, screens, water)
    the_province_sends_back(desks, screens, needs[water], water)
    a_result_is_returned_and_verified(desks, screens, needs[water])
    closed_and_opened_again(desks, screens, needs[water])
    looks_back(desks, screens, water)


def phrases_are_written(page: Page, screens: Screens) -> None:
    page.goto("/desk/phrases/")
    follow(page, "เพิ่มข้อความ")
    fill(page, use="question", title_th="ถามน้ำ", text_th="น้ำขุ่นเพียงใด")
    press(page, "เพิ่มข้อความ")
    follow(page, "เพิ่มข้อความ")
    fill(page, use="question", title_th="อบรมชุมชน", text_th="จัดอบรม")
    press(page, "เพิ่มข้อความ")
    follow(page, "อบรมชุมชน")
    fill(page, use="answer", text_th="จัดอบรมให้ชุมชนสองวัน")
    press(page, "บันทึก")
    assert "บันทึกข้อความสำเร็จรูปแล้ว" in told(page)
    screens.look(page, "phrases")


def phrases_go(page: Page) -> None:
    for name in ("ถามน้ำ", "อบรมชุมชน"):
        page.goto("/desk/phrases/")
        follow(page, f"ลบ {name}")
        press(page, "ลบข้อความ")
        assert "ลบข้อความสำเร็จรูปแล้ว" in told(page)


def open_answer(page: Page, title: str, tab: str = "") -> None:
    """From the list of what waits; older work may stand on the pages before."""
    page.goto(f"/desk/queue/{tab}")
    while not page.locator("main a", has_text=title).count():
        follow(page, "ถัดไป")
    enter(page.locator("main a", has_text=title).first)


def insert(page: Page, use: str, phrase: str, button: str) -> None:
    """The page comes back with the words in their field."""
    choose(page.locator(f"[name='phrase_{use}']"), phrase)
    enter(part_of(page, use).get_by_role("button", name=button, exact=True))


def part_of(page: Page, use: str) -> Locator:
    return page.locator(".phrases", has=page.locator(f"[name='phrase_{use}']"))


def no_with_somebody_else(page: Page, screens: Screens, title: str) -> None:
    open_answer(page, title)
    fill(page, result="decline", decline_reason="not_ours", suggested_agency="วว.")
    refused(page, "ส่งคำตอบ")
    screens.look(page, "refusal-lacks-a-sentence")
    fill(page, sentence="วว. มีห้องเย็นต้นแบบ")
    press(page, "ดูตัวอย่างหน้าสาธารณะ")
    expect(page.locator("#preview")).to_contain_text("วว. มีห้องเย็นต้นแบบ")
    screens.look(page, "refusal-previewed")
    press(page, "ส่งคำตอบ")
    assert "แจ้งว่าไม่สามารถตอบสนองแล้ว" in told(page)
    screens.look(page, "refused")


def a_question_and_its_reply(desks: Desks, screens: Screens, title: str) -> None:
    open_answer(desks.agency, title)
    fill(desks.agency, result="ask")
    insert(desks.agency, "question", "ถามน้ำ", "แทรก")
    expect(desks.agency.locator("[name='question']")).to_have_value("น้ำขุ่นเพียงใด")
    press(desks.agency, "ส่งคำตอบ")
    assert "ส่งคำถามถึงจังหวัดแล้ว" in told(desks.agency)

    desks.province.goto("/desk/")
    enter(desks.province.locator("main a", has_text=title).first)
    fill(desks.province, answer="ขุ่นมากในฤดูฝน")
    press(desks.province, "ส่งคำตอบ")

    open_answer(desks.agency, title)
    expect(desks.agency.locator(".talk")).to_contain_text("ขุ่นมากในฤดูฝน")


def yes(page: Page, screens: Screens, title: str) -> None:
    open_answer(page, title)
    fill(page, result="accept", kind="TT")
    insert(page, "answer", "อบรมชุมชน", "แทรกในคำตอบโดยย่อ")
    expect(page.locator("[name='summary_th']")).to_have_value("จัดอบรมให้ชุมชนสองวัน")
    fill(page, planned_from="1/12/2569", planned_to="๓๑/๑/๒๕๗๐", budget_baht="๑๒,๕๐๐", budget_source_th="งบหน่วยงาน")
    press(page, "ส่งคำตอบ")
    assert "ส่งคำตอบแล้ว" in told(page)


def answers_are_published(page: Page, screens: Screens, titles: list[str]) -> None:
    """The refusal alone after a look at it, the two others together."""
    water, cold, label = (page.locator(".publish-group", has_text=title) for title in titles)
    page.goto("/desk/publish/")
    enter(cold.get_by_role("link", name="ดูตัวอย่างที่สาธารณะจะเห็น"))
    screens.look(page, "one-to-publish")
    press(page, "เผยแพร่คำตอบ")
    press(page, "ถอนการเผยแพร่")
    assert "ถอนการเผยแพร่แล้ว" in told(page)
    follow(page, "เผยแพร่คำตอบ")
    press(page, "เผยแพร่คำตอบ")

    page.goto("/desk/publish/")
    refused(page, "เผยแพร่ที่เลือก")
    for group in (water, label):
        tick(group.locator("[name='pick']"))
    press(page, "เผยแพร่ที่เลือก")
    assert "เผยแพร่ 2 คำตอบแล้ว" in told(page)
    for group in (water, cold, label):
        expect(group).to_have_count(0)


def an_asking_is_called_off(desks: Desks, screens: Screens, receipt: str, title: str) -> None:
    """The agency goes on the first time, and agrees the second."""
    for button in ("ดำเนินการต่อ ไม่ยกเลิก", "ยินยอมให้ยกเลิก"):
        desks.ministry.goto(f"/desk/requests/{receipt}/")
        follow(desks.ministry, "ขอยกเลิกการมอบหมาย")
        fill(desks.ministry, reason="จังหวัดได้ฉลากแล้ว")
        press(desks.ministry, "ขอยกเลิกการมอบหมาย")
        open_answer(desks.agency, title, "?tab=work")
        if button.startswith("ยินยอม"):
            screens.look(desks.agency, "asked-to-agree")
        press(desks.agency, button)


def work_is_done_in_steps(page: Page, screens: Screens, title: str) -> None:
    open_answer(page, title, "?tab=work")
    follow(page, "เริ่มดำเนินการ")
    fill(page, title_th="สำรวจบ่อน้ำ", due_on="15/12/2569")
    press(page, "เริ่มดำเนินการ")
    follow(page, "เพิ่มขั้นตอน")
    fill(page, title_th="อบรม")
    refused(page, "เพิ่มขั้นตอน")
    fill(page, due_on="15/1/2570")
    press(page, "เพิ่มขั้นตอน")
    follow(page, "แก้ไข อบรม")
    fill(page, title_th="อบรมการกรองน้ำ")
    press(page, "บันทึกขั้นตอน")
    press(page, "เสร็จวันนี้ สำรวจบ่อน้ำ")
    expect(page.get_by_role("button", name="เสร็จวันนี้")).to_have_count(1)
    screens.look(page, "steps")


def deliver(page: Page, title: str) -> None:
    open_answer(page, title, "?tab=work")
    follow(page, "ส่งมอบ")
    fill(page, delivered_on="1/11/2568", people_reached="๔๕", note="อบรมแล้ว มีผู้เข้าร่วม 45 คน")
    press(page, "บันทึกการส่งมอบ")


def the_province_sends_back(desks: Desks, screens: Screens, receipt: str, title: str) -> None:
    deliver(desks.agency, title)
    desks.province.goto(f"/desk/requests/{receipt}/")
    follow(desks.province, "ยังไม่ยืนยัน")
    screens.look(desks.province, "send-back")
    fill(desks.province, sentence="เครื่องยังไม่ครบ")
    press(desks.province, "ส่งกลับให้หน่วยงานดำเนินการต่อ")
    deliver(desks.agency, title)
    desks.province.goto(f"/desk/requests/{receipt}/")
    follow(desks.province, "ยืนยันผล")
    fill(desks.province, sentence="ใช้ได้ดี")
    press(desks.province, "ยืนยันผลงาน")


def a_result_is_returned_and_verified(desks: Desks, screens: Screens, receipt: str) -> None:
    desks.agency.goto(f"/desk/requests/{receipt}/outcomes/new/")
    fill(desks.agency, indicator="INC", unit_th="บาทต่อเดือน", baseline="๓,๐๐๐", actual="45000")
    fill(desks.agency, period_from="1/10/2569", period_to="31/10/2569", responses="on")
    press(desks.agency, "ส่งให้จังหวัดยืนยัน")

    desks.province.goto(f"/desk/requests/{receipt}/")
    follow(desks.province, "ยืนยันผลลัพธ์")
    follow(desks.province, "ไม่ตรงกับข้อเท็จจริง ส่งกลับให้หน่วยงานแก้ไข")
    screens.look(desks.province, "return-result")
    fill(desks.province, note="ศูนย์เกินไปหนึ่งตัว")
    press(desks.province, "ส่งกลับให้หน่วยงานแก้ไข")

    desks.agency.goto(f"/desk/requests/{receipt}/")
    follow(desks.agency, "แก้ไขผลลัพธ์")
    screens.look(desks.agency, "result-returned")
    fill(desks.agency, actual="4,500")
    press(desks.agency, "บันทึกและส่งให้จังหวัดยืนยัน")

    desks.province.goto(f"/desk/requests/{receipt}/")
    follow(desks.province, "ยืนยันผลลัพธ์")
    expect(desks.province.locator("main")).to_contain_text("4,500")
    press(desks.province, "ยืนยันผลลัพธ์")
    assert "ยืนยันผลลัพธ์แล้ว" in told(desks.province)


def closed_and_opened_again(desks: Desks, screens: Screens, receipt: str) -> None:
    page = desks.ministry
    page.goto(f"/desk/requests/{receipt}/")
    close(page)
    follow(page, "เปิดเรื่องอีกครั้ง")
    refused(page, "เปิดเรื่องอีกครั้ง")
    fill(page, reason="ชุมชนขอเครื่องที่สอง")
    press(page, "เปิดเรื่องอีกครั้ง")
    assert "เปิดเรื่องดำเนินการต่อแล้ว" in told(page)
    screens.look(page, "opened-again")
    close(page)
    assert said_of(page, "ผลเมื่อปิดเรื่อง")


def close(page: Page) -> None:
    follow(page, "ปิดเรื่อง")
    fill(page, outcome="met", sentence="ชุมชนมีน้ำสะอาด")
    press(page, "ปิดเรื่อง")
    assert "ปิดเรื่องแล้ว" in told(page)


def looks_back(desks: Desks, screens: Screens, title: str) -> None:
    """After 3, 6 and 12 months, by province and agency; a slip of the pen is corrected."""
    for page, months in ((desks.province, 3), (desks.agency, 6), (desks.province, 12)):
        page.goto("/desk/follow-ups/")
        row = page.locator("main tr", has_text=title).filter(has_text=f"{months} เดือน")
        while not row.count():
            follow(page, "ถัดไป")
        enter(row.get_by_role("link", name="บันทึกสิ่งที่พบ"))
        fill(page, note_th=f"ใช้อยู่ทุกวันเมื่อครบ {months} เดือน")
        press(page, "บันทึก")
    page.goto("/desk/follow-ups/?tab=done")
    found = page.locator("main tr", has_text=title).filter(has_text="12 เดือน")
    enter(found.get_by_role("link", name="แก้ไข"))
    fill(page, note_th="ใช้อยู่ทุกวัน และทำเครื่องที่สอง")
    press(page, "บันทึก")
    page.goto("/desk/follow-ups/?tab=done")
    expect(found).to_contain_text("ทำเครื่องที่สอง")
    screens.look(page, "looked-back")


def test_with_scripts_parts_and_phrases_come_at_once(at_the_desk: Arrives, names: dict[str, str]) -> None:
    """Only the chosen part of the form is there to be reached, and words go into their field on the spot."""
    page = at_the_desk("agency")
    page.goto("/desk/phrases/new/")
    fill(page, use="question", title_th="ถามปริมาณ", text_th="ผลิตเดือนละเท่าใด")
    press(page, "เพิ่มข้อความ")
    page.goto(f"/desk/responses/{names['dss_asked']}/")
    expect(page.locator("[name='question']")).to_be_hidden()

    fill(page, result="ask")
    expect(page.locator("[name='kind']")).to_be_hidden()
    fill(page, question="เรียนถาม")
    choose(page.locator("[name='phrase_question']"), "ถามปริมาณ")
    reach(part_of(page, "question").get_by_role("button", name="แทรก"))
    page.keyboard.press("Enter")

    expect(page.locator("[name='question']")).to_have_value("เรียนถาม\nผลิตเดือนละเท่าใด")
    expect(page.locator("[name='question']")).to_be_focused()
