"""Similar needs and who can answer: shown with the reason, never from words that the reader may not read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from pytest_django import DjangoAssertNumQueries

from portal.models import User
from requests_registry import workflow
from requests_registry.models import CommunityRequest, RequestStatus, ResponseStatus, SuggestionVerdict
from requests_registry.routing import who_can_answer
from requests_registry.similarity import SimilarRequest, similar_requests
from tests.factories import (
    DSS,
    NAN,
    TISTR,
    a_category,
    a_province,
    an_agency,
    make_agency_name,
    make_request,
    make_response,
)

pytestmark = pytest.mark.django_db

TITLE, TEXT = "น้ำบาดาลมีสนิมเหล็ก ขอเครื่องกรอง", "น้ำสีแดงซักผ้าไม่ได้ ขอวิธีทำสารกรองสนิมเหล็ก"
TODAY = date(2009, 3, 2)


@pytest.fixture
def earlier() -> CommunityRequest:
    """The same need, told before; and others."""
    request = make_request(
        RequestStatus.ANSWERED,
        number=1,
        category=a_category(),
        **dict.fromkeys(("title_th", "public_title_th"), "เครื่องกรองสนิมเหล็กสำหรับน้ำบาดาล"),
        **dict.fromkeys(("text_th", "public_text_th"), "น้ำบาดาลเป็นสีแดง อยากทำสารกรองสนิมเหล็กใช้เอง"),
    )
    make_response(ResponseStatus.ACCEPTED, community_request=request, agency=an_agency(DSS))
    for number, title in enumerate(("ขอเตาอบกล้วยตาก", "ยืมกล้องดูดาวให้โรงเรียน"), start=2):
        make_request(number=number, title_th=title, public_title_th=title, category=a_category())
    return request


def similar(person: User, **options: CommunityRequest) -> list[SimilarRequest]:
    return similar_requests(TITLE, TEXT, user=person, **options)  # type: ignore[arg-type]


def test_the_same_need_comes_first_with_its_answers_and_shared_words(ministry: User, earlier: CommunityRequest) -> None:
    first, *_ = similar(ministry)

    assert (first.pk, first.reference, first.agencies) == (earlier.pk, "2552-001", (an_agency(DSS).label_th,))
    assert first.is_probably_same
    assert "สนิมเหล็ก" in "".join(piece.text for piece in first.title if piece.is_found)


def test_a_request_is_not_similar_to_itself(ministry: User, earlier: CommunityRequest) -> None:
    assert earlier.pk not in [row.pk for row in similar(ministry, leaving_out=earlier)]


def test_neither_place_nor_group_makes_two_needs_alike(ministry: User) -> None:
    place: dict[str, Any] = {
        "province": a_province(NAN),
        "community_th": "กลุ่มแม่บ้านห้วยน้ำดำ",
        "public_community_th": "กลุ่มแม่บ้านห้วยน้ำดำ",
    }
    make_request(public_title_th="ขอเตาอบ", title_th="ขอเตาอบ", public_text_th="", text_th="", **place)

    assert similar_requests("กลุ่มแม่บ้านห้วยน้ำดำ จังหวัดน่าน", "", user=ministry) == []


def test_original_words_of_others_are_neither_compared_nor_shown(
    province_officer: User, other_province_officer: User
) -> None:
    make_request(title_th=TITLE, text_th=TEXT, public_title_th="ขอคำแนะนำ", public_text_th="")
    make_request(RequestStatus.DRAFT, title_th=TITLE, text_th=TEXT)

    assert len(similar(province_officer)) == 2  # both are of Loei
    assert similar(other_province_officer) == []


def test_the_agency_that_answered_before_is_named_with_the_reason(ministry: User, earlier: CommunityRequest) -> None:
    make_agency_name(agency=an_agency(DSS), name_th="กรมวิทยาศาสตร์บริการ")

    first, *_ = who_can_answer(TITLE, TEXT, user=ministry, on=TODAY)

    assert (first.acronym, first.reason.answered, first.references) == (DSS, 1, ("2552-001",))


def test_what_is_not_published_yet_tells_nothing_to_other_provinces(
    ministry: User, province_officer: User, other_province_officer: User
) -> None:
    need = make_request(number=7, title_th=TITLE, text_th=TEXT, public_title_th=TITLE, public_text_th=TEXT)
    make_response(ResponseStatus.ACCEPTED, community_request=need, agency=an_agency(DSS), summary_th="ช่วยได้")
    make_response(ResponseStatus.DECLINED, community_request=need, agency=an_agency(TISTR), part=2, is_published=False)

    def told(user: User) -> tuple[list[tuple[str, tuple[str, ...]]], list[tuple[str, ...]]]:
        able = who_can_answer(TITLE, TEXT, user=user, on=TODAY)
        return [(each.acronym, each.references) for each in able], [row.agencies for row in similar(user)]

    assert told(other_province_officer) == ([], [(DSS, TISTR)])  # as everybody reads: two were asked
    assert told(ministry) == told(province_officer) == ([(DSS, ("2552-007",))], [(DSS,)])


def test_without_history_expertise_decides(ministry: User) -> None:
    agency = an_agency(TISTR)
    agency.expertise_th = ["บรรจุภัณฑ์", "กรองน้ำ"]
    agency.save()

    able = who_can_answer("ขอบรรจุภัณฑ์ขนมตาล", "", user=ministry, on=TODAY)

    assert [(each.acronym, each.reason.has_history, each.reason.expertise) for each in able] == [
        (TISTR, False, ("บรรจุภัณฑ์",))
    ]
    assert who_can_answer("ขอเตาอบ", "", user=ministry, on=TODAY) == []


def test_a_need_s_own_answer_is_no_reason(ministry: User, earlier: CommunityRequest) -> None:
    able = who_can_answer(earlier.title_th, earlier.text_th, user=ministry, on=TODAY, leaving_out=earlier)

    assert able == []


def test_the_lists_ask_as_many_questions_for_many_rows(
    ministry: User, earlier: CommunityRequest, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10, 14):
        make_request(number=number, title_th=TITLE, public_title_th=TITLE, public_text_th=TEXT, text_th=TEXT)

    with django_assert_max_num_queries(8):
        assert len(similar(ministry)) == 5
    with django_assert_max_num_queries(12):
        who_can_answer(TITLE, TEXT, user=ministry, on=TODAY, category=a_category().pk)


def test_the_partials_show_rows_and_say_when_there_are_none(ministry: User, earlier: CommunityRequest) -> None:
    rows = similar(ministry)
    able = who_can_answer(TITLE, TEXT, user=ministry, on=TODAY)

    shown = render_to_string("requests_registry/desk/_similar.html", {"rows": rows})
    agencies = render_to_string("requests_registry/desk/_who_can_answer.html", {"rows": able})

    assert "น่าจะเป็นเรื่องเดียวกัน" in shown
    assert "<mark>" in shown
    assert "เคยตอบเรื่องคล้ายกัน 1 เรื่อง" in agencies
    assert "ไม่พบเรื่อง" in render_to_string("requests_registry/desk/_similar.html", {"rows": []})
    assert "ยังไม่มีข้อมูล" in render_to_string("requests_registry/desk/_who_can_answer.html", {"rows": []})


def test_what_officers_say_is_kept_and_the_later_word_counts(
    ministry: User, other_province_officer: User, earlier: CommunityRequest
) -> None:
    request = make_request(RequestStatus.SUBMITTED)

    for is_right in (True, False):
        workflow.judge_suggestion(request, of=earlier, is_right=is_right, score=0.5, by=ministry)
    workflow.judge_suggestion(request, of=an_agency(DSS), is_right=True, score=1.2, by=ministry)

    kept = SuggestionVerdict.objects.order_by("pk").values_list("similar", "agency", "is_right")
    assert list(kept) == [(earlier.pk, None, False), (None, an_agency(DSS).pk, True)]
    with pytest.raises(PermissionDenied):
        workflow.judge_suggestion(request, of=earlier, is_right=True, score=0.5, by=other_province_officer)
