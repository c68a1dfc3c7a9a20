"""What scripts add to the form of a need: a draft that saves itself, districts that follow the province."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

SAVED = re.compile("บันทึกร่างล่าสุด [0-9]{2}:[0-9]{2} น.")
EDITING = re.compile("/desk/requests/[^/]{12}/edit/$")
A_WHILE = 31_000  # milliseconds


def test_a_draft_saves_itself_and_stays_one(signed_in: Callable[..., Page]) -> None:
    page = signed_in("province")
    page.clock.install()
    page.goto("/desk/requests/new/")
    told = page.locator("#saved-at")

    page.locator("#id_title_th").fill("ขอโรงอบพลังงานแสงอาทิตย์")
    page.clock.run_for(A_WHILE)
    expect(told).to_have_text(SAVED)
    expect(page).to_have_url(EDITING)
    first = page.url
    page.locator("#id_text_th").fill("กล้วยตากขึ้นราในฤดูฝน")
    with page.expect_response(first) as saving:
        page.clock.run_for(A_WHILE)
    again = saving.value.json()
    page.get_by_role("button", name="บันทึกร่าง", exact=True).click()

    expect(page.locator(".message-success")).to_have_text("บันทึกร่างแล้ว")
    assert (again["version"], again["is_saved"]) == (2, True)
    assert page.url == first
    expect(page.locator("#id_text_th")).to_have_value("กล้วยตากขึ้นราในฤดูฝน")
    expect(page.locator("input[name=version]")).to_have_value("3")


def test_it_says_when_the_session_has_ended(signed_in: Callable[..., Page]) -> None:
    page = signed_in("province")
    page.clock.install()
    page.goto("/desk/requests/new/")

    page.locator("#id_title_th").fill("ขอโรงอบ")
    page.context.clear_cookies(name="sessionid")
    page.clock.run_for(A_WHILE)

    expect(page.locator("#saved-at")).to_contain_text("หมดเวลาการใช้งาน")


def test_districts_follow_the_province_at_once(signed_in: Callable[..., Page]) -> None:
    page = signed_in("ministry", width=360)
    page.goto("/desk/requests/new/")
    districts = page.locator("#id_district option")

    expect(page.get_by_role("button", name="เปลี่ยนจังหวัด")).to_be_hidden()
    page.locator("#id_province").select_option("42")

    expect(districts.filter(has_text="ภูหลวง")).to_have_count(1)
    page.locator("#id_district").select_option(label="ภูหลวง")
    page.locator("#id_province").select_option("55")
    expect(districts.filter(has_text="ภูหลวง")).to_have_count(0)
    expect(page.locator("#id_district")).to_have_value("")
