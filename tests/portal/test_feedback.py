"""What visitors send, and what the ministry does with it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from portal.feedback import MOST_IN_AN_HOUR, own_path
from portal.models import Feedback, User
from tests.factories import AT, make_feedback

pytestmark = pytest.mark.django_db

SENT = {"kind": "wrong", "text": "ยอดในตารางไม่ตรงกับเอกสาร", "email": "", "page": "/years/2552/"}
As = Callable[[User], Client]


def text_of(browser: Client, address: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", browser.get(address).content.decode()).split())


# ----------------------------------------------------------------------------------------------------------- visitors


def test_a_visitor_reports_a_problem_of_a_page_without_signing_in(nobody: Client) -> None:
    answer = nobody.post("/feedback/", {**SENT, "email": "visitor@example.com"})

    stored = Feedback.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/feedback/sent/")
    assert (stored.kind, stored.text, stored.page) == ("wrong", SENT["text"], "/years/2552/")
    assert stored.email == "visitor@example.com"
    assert stored.closed_at is None


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("/years/2552/", "/years/2552/"),
        ("/en/requests/?q=x", "/en/requests/"),
        ("https://example.com/", ""),
        ("//example.com/years/2552/", ""),
        ("/no/such/page/", ""),
        ("/desk/", ""),
        ("/admin/", ""),
        ("javascript:alert(1)", ""),
        ("/" + "a" * 300, ""),
    ],
)
def test_only_a_public_page_of_ours_is_kept_as_the_page(nobody: Client, page: str, kept: str) -> None:
    nobody.post("/feedback/", {**SENT, "page": page})

    assert Feedback.objects.get().page == own_path(page) == kept
    assert ("หน้าที่แจ้ง" in text_of(nobody, f"/feedback/?page={page}")) == bool(kept)


@pytest.mark.parametrize("wrong", [{"text": ""}, {"text": "สั้น"}, {"kind": "spam"}, {"email": "no address"}])
def test_what_is_wrong_is_told_and_nothing_is_stored(nobody: Client, wrong: dict[str, str]) -> None:
    answer = nobody.post("/feedback/", {**SENT, **wrong})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>ข้อผิดพลาด:" in page
    assert 'class="error-summary" role="alert"' in page
    assert not Feedback.objects.exists()


def test_a_program_that_fills_in_every_field_is_thanked_and_forgotten(nobody: Client) -> None:
    answer = nobody.post("/feedback/", {**SENT, "website": "https://example.com"})

    assert answer["Location"] == "/feedback/sent/"
    assert not Feedback.objects.exists()


def test_one_address_sends_so_many_in_an_hour_and_no_more(nobody: Client) -> None:
    for _each in range(MOST_IN_AN_HOUR):
        assert nobody.post("/feedback/", SENT).status_code == 302

    refused = nobody.post("/feedback/", {**SENT, "text": "ข้อความที่พิมพ์ไว้แล้ว"})
    from_elsewhere = nobody.post("/feedback/", SENT, REMOTE_ADDR="192.0.2.7")

    assert refused.status_code == 429
    assert "ข้อความที่พิมพ์ไว้แล้ว" in refused.content.decode()
    assert from_elsewhere.status_code == 302
    assert Feedback.objects.count() == MOST_IN_AN_HOUR + 1


def test_the_form_is_never_stored_and_needs_its_token(nobody: Client) -> None:
    assert "no-store" in nobody.get("/feedback/")["Cache-Control"]
    assert Client(enforce_csrf_checks=True).post("/feedback/", SENT).status_code == 403


# --------------------------------------------------------------------------------------------------------------- desk


def test_the_queue_is_the_ministrys_alone(
    client_of: As, ministry: User, admin_user: User, province_officer: User, agency_officer: User
) -> None:
    message = make_feedback()
    addresses = ["/desk/feedback/", f"/desk/feedback/{message.pk}/"]

    for address in addresses:
        assert "ยอดในตารางไม่ตรงกับเอกสาร" in text_of(client_of(ministry), address)
        for other in (admin_user, province_officer, agency_officer):
            assert client_of(other).get(address).status_code == 403
            assert client_of(other).post(address, {"answer": "x"}).status_code == 403
    assert Feedback.objects.get().answer == ""


def test_open_messages_come_first_the_oldest_on_top(client_of: As, ministry: User) -> None:
    make_feedback(text="ปิดไปแล้ว", closed_at=AT, handled_by=ministry)
    make_feedback(text="เก่ากว่า")
    make_feedback(text="ใหม่กว่า", at=AT.replace(year=2009))

    page = text_of(client_of(ministry), "/desk/feedback/")

    assert page.index("เก่ากว่า") < page.index("ใหม่กว่า") < page.index("ปิดไปแล้ว")


def test_an_answer_is_noted_and_closing_erases_the_address(client_of: As, ministry: User) -> None:
    message = make_feedback(email="visitor@example.com")
    address = f"/desk/feedback/{message.pk}/"

    client_of(ministry).post(address, {"answer": "แก้แล้ว", "version": 1})
    message.refresh_from_db()
    noted = (message.answer, message.email, message.closed_at, message.handled_by)
    client_of(ministry).post(address, {"answer": "แก้แล้ว ตอบแล้ว", "closes": "on", "version": 2})
    message.refresh_from_db()

    assert noted == ("แก้แล้ว", "visitor@example.com", None, ministry)
    assert (message.answer, message.email) == ("แก้แล้ว ตอบแล้ว", "")
    assert message.closed_at is not None


def test_who_answers_from_an_old_page_sees_both_texts(client_of: As, ministry: User) -> None:
    message = make_feedback()
    address = f"/desk/feedback/{message.pk}/"
    client_of(ministry).post(address, {"answer": "คนแรก", "version": 1})

    answer = client_of(ministry).post(address, {"answer": "คนที่สอง", "version": 1})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "คนแรก" in page
    assert "คนที่สอง" in page
    assert Feedback.objects.get().answer == "คนแรก"


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_costs_the_same_whatever_its_length(
    client_of: As, ministry: User, number: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for _each in range(number):
        make_feedback()
    browser = client_of(ministry)

    browser.get("/desk/feedback/")
    with django_assert_num_queries(QUEUE_QUERIES):  # type: ignore[attr-defined]
        browser.get("/desk/feedback/")


#: Session, person, what waits in the menu, unread messages, count, rows.
QUEUE_QUERIES = 5
