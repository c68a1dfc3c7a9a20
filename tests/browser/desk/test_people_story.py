"""People and their accounts, without scripts and by keyboard. Invited by the ministry, taken up by mail, the
second factor that is forced on who steers others' work, password, devices, and a role taken away.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes, policy

from playwright.sync_api import Page, expect

from tests.browser.desk.conftest import Office
from tests.browser.desk.hands import Screens, fill, follow, press, reach, refused, told
from tests.factories import code_of

Arrives = Callable[[str], Page]
PASSWORD, LATER = "ข้าวเหนียวมะม่วง สองจาน", "ส้มตำปูปลาร้า สามครก"


def test_somebody_is_invited_and_stays_as_long_as_wanted(
    arrives: Arrives, at_the_door: Callable[..., Page], office: Office, screens: Screens
) -> None:
    admin, page = arrives("admin"), at_the_door(java_script_enabled=False)
    name, address = "somsri", "somsri@example.go.th"

    invited(admin, screens, address)
    take_up(page, screens, link_for(office, address), name)
    spare = second_factor_is_set_up(page, screens)
    another = at_the_door(java_script_enabled=False)
    sign_in(another, name, PASSWORD, code=spare)
    other_devices_are_ended(page, screens, another)
    password_is_changed(page, screens)
    a_role_is_taken_away(admin, page, screens, name)
    telephone_and_password_are_lost(admin, page, screens, office, name, address)


def invited(page: Page, screens: Screens, address: str) -> None:
    page.goto("/desk/people/")
    follow(page, "เชิญเจ้าหน้าที่")
    fill(page, email=address, role="province")
    assert "เลือกจังหวัดของเจ้าหน้าที่" in refused(page, "ส่งคำเชิญ")
    screens.look(page, "invitation-refused")
    fill(page, role="ministry")
    press(page, "ส่งคำเชิญ")
    assert f"กำลังส่งอีเมลถึง {address}" in told(page)
    screens.look(page, "invited")
    press(page, f"ส่งอีกครั้ง {address}")
    assert "ลิงก์เดิมจะใช้ไม่ได้" in told(page)

    gone = address.replace("@", ".x@")
    follow(page, "เชิญเจ้าหน้าที่")
    fill(page, email=gone, role="agency", agency="วศ.")
    press(page, "ส่งคำเชิญ")
    press(page, f"ถอนคำเชิญ {gone}")
    assert f"ถอนคำเชิญถึง {gone} แล้ว" in told(page)


def link_for(office: Office, address: str, *, to: str = "invitation") -> str:
    """Out of the newest mail to this address, once the worker has sent what waits."""
    office.manage("worker", "--once")
    for file in sorted((office.folder / "mail").iterdir(), key=lambda file: file.stat().st_mtime, reverse=True):
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        if mail["To"] == address:
            found = re.search(rf"http\S+/account/{to}/\S+", mail.get_content())
            assert found, mail
            return found[0]
    raise AssertionError(f"no mail to {address}")


def take_up(page: Page, screens: Screens, link: str, name: str) -> None:
    page.goto(link)
    fill(page, username=name, first_name="สมศรี", last_name="มีสุข", password1=PASSWORD, password2=PASSWORD + " ")
    refused(page, "สร้างบัญชีและเข้าสู่ระบบ")
    screens.look(page, "take-up-refused")
    fill(page, password1=PASSWORD, password2=PASSWORD)
    press(page, "สร้างบัญชีและเข้าสู่ระบบ")


def second_factor_is_set_up(page: Page, screens: Screens) -> str:
    """Whatever is asked for leads there before. The secret is typed off, as by somebody without a
    camera. Gives a code for the day on which the telephone is not at hand.
    """
    page.goto("/desk/inbox/")
    expect(page).to_have_url(re.compile("/account/2fa/set-up/"))
    screens.look(page, "set-up")
    secret = page.locator(".secret").inner_text().replace(" ", "")
    fill(page, code="000000")
    refused(page, "เปิดใช้งาน")
    fill(page, code=code_of(secret))
    press(page, "เปิดใช้งาน")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    spare = page.locator(".recovery-codes li").first.inner_text()
    screens.look(page, "recovery-codes")
    follow(page, "เก็บรหัสไว้แล้ว ไปโต๊ะทำงาน")
    expect(page).to_have_url(re.compile("/desk/(#main)?$"))
    return spare


def sign_in(page: Page, name: str, password: str, *, code: str) -> None:
    page.goto("/account/login/")
    fill(page, username=name, password=password)
    press(page, "เข้าสู่ระบบ")
    fill(page, code=code)
    press(page, "ยืนยันและเข้าสู่ระบบ")
    expect(page).to_have_url(re.compile("/desk/(#main)?$"))


def other_devices_are_ended(page: Page, screens: Screens, another: Page) -> None:
    page.goto("/account/")
    follow(page, "อุปกรณ์ที่เข้าสู่ระบบอยู่")
    screens.look(page, "devices")
    press(page, "ออกจากระบบในอุปกรณ์นี้")
    assert "ออกจากระบบในอุปกรณ์นั้นแล้ว" in told(page)
    another.goto("/desk/")
    expect(another).to_have_url(re.compile("/account/login/"))


def password_is_changed(page: Page, screens: Screens) -> None:
    page.goto("/account/")
    follow(page, "เปลี่ยนรหัสผ่าน")
    fill(page, oldpassword=PASSWORD, password1="12345678", password2="12345678")
    refused(page, "เปลี่ยนรหัสผ่าน")
    screens.look(page, "password-refused")
    fill(page, oldpassword=PASSWORD, password1=LATER, password2=LATER)
    press(page, "เปลี่ยนรหัสผ่าน")
    page.goto("/desk/inbox/")
    expect(page.get_by_role("heading", level=1)).to_have_text("กล่องคัดกรอง")


def a_role_is_taken_away(admin: Page, page: Page, screens: Screens, name: str) -> None:
    """At the next click it is gone, and what comes instead is there; so is the account that is switched off."""
    admin.goto("/desk/people/")
    fill(admin, q=name)
    press(admin, "ค้นหา")
    follow(admin, "สมศรี มีสุข")
    key = admin.url.rstrip("/").split("/")[-1]
    give_role(admin, key, "province", province="42")
    page.goto("/desk/inbox/")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("กล่องคัดกรอง")
    page.goto("/desk/requests/new/")
    expect(page.get_by_role("heading", level=1)).to_have_text("เสนอความต้องการ")

    admin.goto(f"/desk/people/{key}/")
    screens.look(admin, "account")
    press(admin, "ปิดใช้งานบัญชี")
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/account/login/"))
    press(admin, "เปิดใช้งานบัญชี")
    assert "เปิดใช้งานบัญชีแล้ว" in told(admin)


def give_role(admin: Page, key: str, role: str, *, province: str) -> None:
    admin.goto(f"/admin/portal/user/{key}/change/")
    fill(admin, role=role, province=province)
    reach(admin.locator("[name='_save']"))
    with admin.expect_navigation():
        admin.keyboard.press("Enter")
    expect(admin.locator(".messagelist .success")).to_be_visible()


def telephone_and_password_are_lost(
    admin: Page, page: Page, screens: Screens, office: Office, name: str, address: str
) -> None:
    """The administrator takes the second factor off; the password is set anew by the link of a mail."""
    press(admin, "ลบการยืนยันตัวตนสองขั้นตอน")
    assert "ลบการยืนยันตัวตนสองขั้นตอน" in told(admin)

    page.goto("/account/login/")
    follow(page, "ลืมรหัสผ่าน")
    fill(page, email=address)
    press(page, "ขอลิงก์ตั้งรหัสผ่านใหม่")
    screens.look(page, "link-sent")
    page.goto(link_for(office, address, to="password/reset"))
    fill(page, password1=PASSWORD, password2=PASSWORD)
    screens.look(page, "password-anew")
    press(page, "บันทึกรหัสผ่านใหม่")
    page.goto("/account/login/")
    fill(page, username=name, password=PASSWORD)
    press(page, "เข้าสู่ระบบ")
    expect(page).to_have_url(re.compile("/desk/(#main)?$"))
