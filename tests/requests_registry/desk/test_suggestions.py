"""What the portal proposes beside a need, as officers meet it: on a page, in a part of one, and while they type."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from portal.models import User
from requests_registry.models import CommunityRequest, RequestStatus, ResponseStatus, SuggestionVerdict
from tests.factories import DSS, a_category, an_agency, make_request, make_response

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]

TITLE = "น้ำบาดาลมีสนิมเหล็ก ขอเครื่องกรอง"
FRAGMENT = {"X-Fragment": "yes"}


@pytest.fixture
def earlier() -> CommunityRequest:
    request = make_request(
        RequestStatus.ANSWERED,
        number=1,
        category=a_category(),
        **dict.fromkeys(("title_th", "public_title_th"), "เครื่องกรองสนิมเหล็กสำหรับน้ำบาดาล"),
    )
    make_response(ResponseStatus.ACCEPTED, community_request=request, agency=an_agency(DSS))
    return request


@pytest.fixture
def need(earlier: CommunityRequest) -> CommunityRequest:
    return make_request(RequestStatus.SUBMITTED, title_th=TITLE)


def page_of(need: CommunityRequest) -> str:
    return reverse("desk_request_suggestions", args=[need.receipt])


def test_earlier_needs_and_agencies_are_shown_with_their_reasons(
    ministry: User, need: CommunityRequest, client_of: ClientOf
) -> None:
    page = client_of(ministry).get(page_of(need)).content.decode()

    assert "สนิมเหล็ก</mark>" in page
    assert 'href="/desk/requests/' in page
    assert "เคยตอบเรื่องคล้ายกัน 1 เรื่อง" in page
    assert "<title>" in page


def test_a_page_that_asks_for_a_part_gets_the_lists_alone(
    ministry: User, need: CommunityRequest, client_of: ClientOf
) -> None:
    part = client_of(ministry).get(page_of(need), headers=FRAGMENT).content.decode()

    assert "สนิมเหล็ก</mark>" in part
    assert "<title>" not in part


def test_pages_of_triage_lead_to_the_suggestions(ministry: User, need: CommunityRequest, client_of: ClientOf) -> None:
    accepted = make_request(RequestStatus.ACCEPTED)

    for page, of in (
        (reverse("desk_inbox"), need),
        (reverse("desk_request_accept", args=[need.receipt]), need),
        (reverse("desk_request_assign", args=[accepted.receipt]), accepted),
    ):
        assert f'data-suggest="{page_of(of)}"' in client_of(ministry).get(page).content.decode(), page


@pytest.mark.parametrize(("said", "is_right"), [("1", True), ("0", False)])
def test_a_yes_or_no_is_kept_and_shown(
    ministry: User, need: CommunityRequest, earlier: CommunityRequest, client_of: ClientOf, said: str, is_right: bool
) -> None:
    desk = client_of(ministry)

    sent = desk.post(page_of(need), {"similar": earlier.pk, "is_right": said, "score": "0.31"}, follow=True)

    kept = SuggestionVerdict.objects.get()
    assert (kept.similar, kept.is_right, kept.score, kept.by) == (earlier, is_right, 0.31, ministry)
    button = f"similar-{earlier.pk}-{'right' if is_right else 'wrong'}"
    pressed = f'id="{button}" name="is_right" value="{said}" aria-pressed="true"'
    assert pressed in sent.content.decode()


@pytest.mark.parametrize("score", ["nan", "-1", "x", "1e999"])
def test_what_no_page_sends_is_told_and_not_kept(
    ministry: User, need: CommunityRequest, earlier: CommunityRequest, client_of: ClientOf, score: str
) -> None:
    desk = client_of(ministry)

    told = desk.post(page_of(need), {"similar": earlier.pk, "is_right": "1", "score": score}, follow=True)
    desk.post(page_of(need), {"similar": earlier.pk, "agency": an_agency(DSS).pk, "is_right": "1", "score": "1"})
    desk.post(page_of(need), {"is_right": "1", "score": "1"})

    assert "บันทึกความเห็นไม่ได้" in told.content.decode()
    assert not SuggestionVerdict.objects.exists()


def test_what_is_typed_is_compared_at_once(
    province_officer: User, earlier: CommunityRequest, client_of: ClientOf
) -> None:
    desk, address = client_of(province_officer), reverse("desk_suggestions")

    found = desk.post(address, {"title_th": TITLE, "text_th": "", "category": str(a_category().pk)}).content.decode()
    short = desk.post(address, {"title_th": "น้ำ"}).content.decode()
    odd = desk.post(address, {"title_th": f"{TITLE}\x00"}).content.decode()

    assert "น่าจะตอบได้</h3>" in found
    assert "พิมพ์ชื่อเรื่อง" in short
    assert "พิมพ์ชื่อเรื่อง" in odd


def test_a_draft_is_not_similar_to_itself(province_officer: User, client_of: ClientOf) -> None:
    draft = make_request(RequestStatus.DRAFT, title_th=TITLE)
    desk, address = client_of(province_officer), reverse("desk_suggestions")

    as_another = desk.post(address, {"title_th": TITLE}).content.decode()
    as_itself = desk.post(address, {"title_th": TITLE, "receipt": draft.receipt}).content.decode()

    assert draft.receipt in as_another
    assert draft.receipt not in as_itself
