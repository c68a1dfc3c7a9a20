"""Scripts are a comfort: search, filters, sorting, languages and the as-of date work without."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def plain(visitor: Callable[..., Page]) -> Page:
    """A page in a browser that runs no script."""
    return visitor(java_script_enabled=False)


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def found(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".entries h3").all_inner_texts()]


def test_search_from_the_front_page(plain: Page) -> None:
    plain.goto("/")

    plain.get_by_role("search", name="ค้นหาความต้องการ").get_by_role("searchbox").fill("ภูหลวง")
    plain.get_by_role("search", name="ค้นหาความต้องการ").get_by_role("button", name="ค้นหา").click()

    assert urlsplit(plain.url).path == "/requests/"
    assert query(plain) == {"q": ["ภูหลวง"]}
    assert any("ภูหลวง" in title for title in found(plain))


def test_search_in_the_head_of_every_page(plain: Page) -> None:
    plain.goto("/about/")

    plain.get_by_role("search", name="ค้นหาในพอร์ทัล").get_by_role("searchbox").fill("2552-001")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/requests/?q=2552-001")

    assert found(plain) == ["ตัวอย่างการตอบสนองความต้องการจังหวัดแบบบูรณาการ เช่น อ.ภูหลวง จ.เลย"]


def test_filters_narrow_the_list_and_can_be_taken_away(plain: Page) -> None:
    plain.goto("/requests/")

    filters = plain.get_by_role("form", name="ตัวกรอง")
    filters.get_by_role("checkbox", name="2552").check()
    filters.get_by_role("button", name="แสดงผล").click()
    assert query(plain) == {"year": ["2552"]}
    assert len(found(plain)) == 1

    plain.locator(".tag-x").click()
    assert query(plain) == {}
    assert len(found(plain)) > 1


def test_filters_stand_behind_a_summary_on_the_phone(visitor: Callable[..., Page]) -> None:
    phone = visitor(width=360, java_script_enabled=False)
    phone.goto("/requests/")
    year = phone.get_by_role("checkbox", name="2552")
    expect(year).to_be_hidden()

    phone.get_by_text("ตัวกรอง", exact=True).click()
    year.check()
    phone.get_by_role("button", name="แสดงผล").click()

    assert len(found(phone)) == 1


def test_sorting_keeps_search_and_filters(plain: Page) -> None:
    plain.goto("/requests/?q=น้ำ&province=42&sort=newest")
    newest_first = found(plain)

    plain.get_by_label("เรียงตาม").select_option("oldest")
    plain.get_by_role("button", name="เรียง", exact=True).click()

    assert query(plain) == {"q": ["น้ำ"], "province": ["42"], "sort": ["oldest"]}
    assert len(newest_first) > 1
    assert found(plain) == newest_first[::-1]


def test_pages_keep_the_query(plain: Page) -> None:
    plain.goto("/requests/?status=closed")

    plain.get_by_role("link", name="ถัดไป").click()

    assert query(plain) == {"status": ["closed"], "page": ["2"]}


@pytest.mark.parametrize(
    "path",
    ["/", "/requests/?q=น้ำ&province=42&sort=province", "/groups/upper-northeast-1/?on=9/11/2551", "/years/2552/"],
)
def test_the_language_switch_keeps_page_and_query(plain: Page, path: str) -> None:
    plain.goto(path)
    thai = plain.url

    plain.locator(".tools").get_by_role("link", name="English").click()
    english = plain.url
    assert plain.locator("html").get_attribute("lang") == "en"
    assert urlsplit(english).path == "/en" + urlsplit(thai).path
    assert parse_qs(urlsplit(english).query) == parse_qs(urlsplit(thai).query)

    plain.locator(".tools").get_by_role("link", name="ไทย").click()
    assert urlsplit(plain.url).path == urlsplit(thai).path
    assert query(plain) == parse_qs(urlsplit(thai).query)


def test_groups_are_shown_as_of_a_day(plain: Page) -> None:
    plain.goto("/groups/upper-northeast-1/")
    members = plain.locator(".place-list")
    expect(members).to_contain_text("บึงกาฬ")

    plain.get_by_label("ณ วันที่").fill("๙ พ.ย. ๒๕๕๑")
    plain.get_by_role("button", name="แสดง").click()

    expect(plain.locator(".lead")).to_contain_text("9 พฤศจิกายน 2551")
    expect(members.get_by_role("link")).to_have_text(["จังหวัดอุดรธานี", "จังหวัดเลย", "จังหวัดหนองคาย", "จังหวัดหนองบัวลำภู"])


def test_a_day_that_is_none_is_told_where_it_was_typed(plain: Page) -> None:
    plain.goto("/groups/?on=31/2/2551")

    field = plain.get_by_label("ณ วันที่")
    expect(field).to_have_value("31/2/2551")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        "เช่น 9/11/2551 หรือ 9 พ.ย. 2551 " + plain.locator("#id_on_error").inner_text()
    )
    assert plain.title().startswith("ข้อผิดพลาด:")
