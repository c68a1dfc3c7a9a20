"""The frame of the desk: the menu by role, and what becomes of a form that is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.utils import timezone

from portal import desk, public_data
from portal.access import Permission
from portal.forms import DeskForm, KeyedForm, VersionedForm
from portal.models import Notification, UsedKey, User
from portal.saving import Conflict, Refused
from tests.factories import make_request

pytestmark = pytest.mark.django_db


class TitleForm(DeskForm):
    title_th = forms.CharField(label="เรื่อง")
    sector = forms.ChoiceField(label="ภาคส่วน", choices=[("public", "ภาครัฐ"), ("people", "ภาคประชาชน")], required=False)


class NewTitleForm(KeyedForm, TitleForm):
    pass


class ChangedTitleForm(VersionedForm, TitleForm):
    pass


def sent(person: User, **fields: object) -> HttpRequest:
    request = RequestFactory().post("/desk/", fields)
    request.user = person
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def text_of(answer: HttpResponseBase) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


# --------------------------------------------------------------------------------------------------------------- menu


@pytest.fixture
def entries() -> Iterator[None]:
    kept = dict(desk._entries)
    yield
    desk._entries.clear()
    desk._entries.update(kept)


def test_the_menu_shows_what_the_person_may_use(ministry: User, province_officer: User, entries: None) -> None:
    desk._entries.clear()
    desk.register(desk.Entry("desk_messages", "ข้อความ", Permission.USE_DESK, order=20))
    desk.register(
        desk.Entry(
            "desk", "คัดกรอง", Permission.SCREEN_REQUESTS, order=10, count=lambda user: Notification.objects.all()
        )
    )

    a_message(ministry, "job-1")
    a_message(province_officer, "job-2")

    of_the_ministry = desk.menu_of(ministry, here="desk")
    of_a_province = desk.menu_of(province_officer, here="desk")

    assert [(item.label, item.count, item.is_here) for item in of_the_ministry.items] == [
        ("คัดกรอง", 2, True),
        ("ข้อความ", 0, False),
    ]
    assert [item.label for item in of_a_province.items] == ["ข้อความ"]
    assert (of_the_ministry.unread, of_a_province.unread) == (1, 1)


# -------------------------------------------------------------------------------------------------------------- forms


def test_a_right_form_is_acted_on_and_leads_on(ministry: User) -> None:
    request = sent(ministry, title_th="น้ำบาดาล")
    form = TitleForm(desk.posted(request))

    answer = desk.form_page(request, form, act=lambda: f"/desk/?{form.cleaned_data['title_th']}")

    assert (answer.status_code, answer["Location"]) == (
        302,
        "/desk/?%E0%B8%99%E0%B9%89%E0%B8%B3%E0%B8%9A%E0%B8%B2%E0%B8%94%E0%B8%B2%E0%B8%A5",
    )


def test_a_wrong_form_comes_back_with_its_words_and_a_link_to_each_fault(ministry: User) -> None:
    request = sent(ministry, title_th="", sector="people")
    form = TitleForm(desk.posted(request))

    answer = desk.form_page(
        request, form, act=lambda: pytest.fail("acted on"), context={"title": "แก้ไข", "back_url": "/desk/"}
    )

    page = text_of(answer)
    assert answer.status_code == 200
    assert '<a href="#id_title_th">' in page
    assert '<option value="people" selected>' in page
    assert "<title>ข้อผิดพลาด: แก้ไข" in page


def test_what_a_verb_finds_wrong_stands_beside_its_field(ministry: User) -> None:
    request = sent(ministry, title_th="น้ำบาดาล")
    form = TitleForm(desk.posted(request))

    def act() -> str:
        raise ValidationError({"title_th": "เรื่องนี้มีแล้ว", "unknown": "ไม่มีช่องนี้"})

    answer = desk.form_page(request, form, act=act, context={"title": "แก้ไข", "back_url": "/desk/"})

    assert answer.status_code == 200
    assert form.errors["title_th"] == ["เรื่องนี้มีแล้ว"]
    assert form.non_field_errors() == ["ไม่มีช่องนี้"]


def test_a_move_that_is_not_open_any_more_is_told(ministry: User) -> None:
    request = sent(ministry, title_th="น้ำบาดาล")
    form = TitleForm(desk.posted(request))

    def act() -> str:
        raise Refused("มีผู้รับเรื่องนี้แล้ว")

    answer = desk.form_page(request, form, act=act, context={"title": "รับเรื่อง", "back_url": "/desk/"})

    assert answer.status_code == 409
    assert "มีผู้รับเรื่องนี้แล้ว" in text_of(answer)


def test_a_conflict_shows_both_texts_and_the_next_sending_starts_from_theirs(ministry: User) -> None:
    theirs = make_request(title_th="น้ำบาดาลของเขา", sector="public", version=7)
    request = sent(ministry, title_th="น้ำบาดาลของฉัน", sector="people", version=3)
    form = ChangedTitleForm(desk.posted(request))

    def act() -> str:
        raise Conflict(theirs)

    answer = desk.form_page(request, form, act=act, context={"title": "แก้ไข", "back_url": "/desk/"})

    assert answer.status_code == 409
    assert [(d.label, d.theirs, d.mine) for d in form.differences] == [
        ("เรื่อง", "น้ำบาดาลของเขา", "น้ำบาดาลของฉัน"),
        ("ภาคส่วน", "ภาครัฐ", "ภาคประชาชน"),
    ]
    page = text_of(answer)
    assert "น้ำบาดาลของเขา" in page
    assert 'value="น้ำบาดาลของฉัน"' in page
    assert '<input type="hidden" name="version" value="7"' in page


def test_a_form_that_is_sent_twice_makes_one_thing(ministry: User) -> None:
    made: list[str] = []
    fields = {"title_th": "น้ำบาดาล", "key": uuid4()}
    answers = []

    for _time in range(2):
        request = sent(ministry, **fields)
        form = NewTitleForm(desk.posted(request))

        def act(form: NewTitleForm = form) -> str:
            made.append(form.cleaned_data["title_th"])
            return f"/desk/{len(made)}/"

        answers.append(desk.form_page(request, form, act=act))

    assert made == ["น้ำบาดาล"]
    assert [answer["Location"] for answer in answers] == ["/desk/1/", "/desk/1/"]
    assert UsedKey.objects.count() == 1


def test_what_was_typed_before_the_session_ended_fills_the_form_once(ministry: User) -> None:
    request = sent(ministry)
    request.method = "GET"
    request.session["kept"] = {"path": "/desk/", "data": "title_th=%E0%B8%99%E0%B9%89%E0%B8%B3"}

    filled, again = desk.posted(request), desk.posted(request)

    assert filled == QueryDict("title_th=น้ำ")
    assert again is None


def test_kept_words_of_another_page_are_left_alone(ministry: User) -> None:
    request = sent(ministry)
    request.method = "GET"
    request.session["kept"] = {"path": "/desk/other/", "data": "title_th=x"}

    assert desk.posted(request) is None
    assert "kept" in request.session


# ----------------------------------------------------------------------------------------------------------- messages


def a_message(person: User, key: str = "job-1") -> Notification:
    return Notification.objects.create(
        user=person, key=key, text_th="มีเรื่องใหม่", text_en="Something new", path="/desk/", at=timezone.now()
    )


def test_a_message_is_its_readers_alone_and_read_when_opened(
    ministry: User, province_officer: User, client_of: Callable[[User], Client]
) -> None:
    message = a_message(ministry)
    address = f"/desk/messages/{message.pk}/"

    assert client_of(province_officer).get(address).status_code == 404
    assert "มีเรื่องใหม่" not in text_of(client_of(province_officer).get("/desk/messages/"))
    assert "มีเรื่องใหม่" in text_of(client_of(ministry).get("/desk/messages/"))
    assert client_of(ministry).get(f"/en{address}")["Location"] == "/en/desk/"
    message.refresh_from_db()
    assert message.read_at is not None


def test_all_messages_are_read_at_once(ministry: User, client_of: Callable[[User], Client]) -> None:
    a_message(ministry, "job-1")
    a_message(ministry, "job-2")

    client_of(ministry).post("/desk/messages/read/")

    assert not Notification.objects.unread().exists()


@pytest.mark.parametrize("number", [1, 3])
def test_messages_cost_the_same_whatever_their_number(
    ministry: User, client_of: Callable[[User], Client], number: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for place in range(number):
        a_message(ministry, f"job-{place}")
    browser = client_of(ministry)
    public_data.version()  # which a process asks for once in two seconds

    # session, person, what the menu counts, number of rows, rows
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        browser.get("/desk/messages/")
