"""Requests and responses: who may see which, numbers, order; transitions are written once."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from portal.access import Role
from portal.models import User
from requests_registry.filters import find_requests
from requests_registry.models import AgencyResponse, CommunityRequest, RequestStatus, ResponseStatus, Transition
from requests_registry.models.requests import NUMBERED, PUBLIC, RECEIPT_LETTERS, UNNUMBERED
from requests_registry.models.responses import HELPING, NOT_LIVE, WAITING
from tests.factories import (
    LOEI,
    NAN,
    TISTR,
    a_fiscal_year,
    a_province,
    an_agency,
    make_request,
    make_response,
    make_transition,
)

pytestmark = pytest.mark.django_db


def test_the_groups_of_statuses_hold_every_status_once() -> None:
    off_the_road = (RequestStatus.DECLINED, RequestStatus.MERGED, RequestStatus.WITHDRAWN)

    assert sorted((*UNNUMBERED, *NUMBERED, *off_the_road)) == sorted(RequestStatus.values)
    assert sorted((*WAITING, *HELPING, *NOT_LIVE)) == sorted(ResponseStatus.values)


# ---------------------------------------------------------------------------------------------------- who sees what


def one_of_each_status(**fields: object) -> list[CommunityRequest]:
    numbers = {RequestStatus.DECLINED: 901, RequestStatus.MERGED: 911, RequestStatus.WITHDRAWN: 921}
    return [
        make_request(status, **({"number": numbers[RequestStatus(status)]} if status in numbers else {}), **fields)
        for status in RequestStatus.values
    ]


def test_the_public_sees_what_was_accepted_and_neither_merged_nor_withdrawn() -> None:
    one_of_each_status()

    assert {request.status for request in CommunityRequest.objects.visible_to(AnonymousUser())} == set(PUBLIC)


def test_what_was_declined_before_it_had_a_number_is_nobodys_business() -> None:
    make_request(RequestStatus.DECLINED, number=None)

    assert not CommunityRequest.objects.public().exists()


def test_ministry_and_administrators_see_everything_but_the_drafts_of_provinces(
    ministry: User, admin_user: User
) -> None:
    requests = one_of_each_status()
    own_draft = make_request(RequestStatus.DRAFT, entered_as=Role.MINISTRY)

    for person in (ministry, admin_user):
        hidden = {*requests, own_draft} - set(CommunityRequest.objects.visible_to(person))
        assert [request.status for request in hidden] == [RequestStatus.DRAFT]
        assert own_draft not in hidden


def test_a_province_sees_all_its_own_and_of_others_what_the_public_sees(
    province_officer: User, other_province_officer: User
) -> None:
    own = one_of_each_status(province=a_province(LOEI))
    public = set(CommunityRequest.objects.public())

    assert set(own) <= set(CommunityRequest.objects.visible_to(province_officer))
    assert set(CommunityRequest.objects.visible_to(other_province_officer)) == public


def test_an_agency_sees_what_it_was_asked_and_of_others_what_the_public_sees(
    agency_officer: User, other_agency_officer: User
) -> None:
    asked = make_request(RequestStatus.WITHDRAWN)
    make_response(ResponseStatus.CANCELLED, community_request=asked)
    public = make_request()

    assert set(CommunityRequest.objects.visible_to(agency_officer)) == {asked, public}
    assert set(CommunityRequest.objects.visible_to(other_agency_officer)) == {public}


def test_a_disabled_officer_sees_what_the_public_sees(province_officer: User) -> None:
    make_request(RequestStatus.SUBMITTED)
    province_officer.is_active = False

    assert not CommunityRequest.objects.visible_to(province_officer).exists()


def test_an_answer_is_public_only_when_published(
    ministry: User, province_officer: User, agency_officer: User, other_agency_officer: User
) -> None:
    request = make_request(RequestStatus.ASSIGNED, province=a_province(NAN))
    hidden = make_response(ResponseStatus.ACCEPTED, community_request=request)
    published = make_response(
        ResponseStatus.ACCEPTED, community_request=request, agency=an_agency(TISTR), is_published=True
    )

    for person in (AnonymousUser(), province_officer, other_agency_officer):
        assert set(AgencyResponse.objects.visible_to(person)) == {published}
    for person in (ministry, agency_officer):
        assert set(AgencyResponse.objects.visible_to(person)) == {hidden, published}


def test_a_province_sees_the_answers_to_its_own_requests(province_officer: User) -> None:
    hidden = make_response(ResponseStatus.ACCEPTED)

    assert set(AgencyResponse.objects.visible_to(province_officer)) == {hidden}


def test_a_published_answer_is_not_public_before_its_request_is() -> None:
    request = make_request(RequestStatus.WITHDRAWN, number=7)
    make_response(ResponseStatus.ACCEPTED, community_request=request, is_published=True)

    assert not AgencyResponse.objects.public().exists()


# -------------------------------------------------------------------------------------------------- numbers and order


def test_the_reference_is_year_and_number_and_empty_before_acceptance() -> None:
    references = [make_request(number=number).reference for number in (14, 1000)]

    assert references == ["2552-014", "2552-1000"]
    assert make_request(RequestStatus.SUBMITTED).reference == ""


def test_receipts_cannot_be_guessed_from_each_other() -> None:
    receipts = [make_request(RequestStatus.SUBMITTED).receipt for _ in range(20)]

    assert len({receipt[:4] for receipt in receipts}) > 15
    assert {len(receipt) for receipt in receipts} == {12}
    assert set("".join(receipts)) <= set(RECEIPT_LETTERS)


def test_the_newest_number_is_listed_first_and_unnumbered_ones_last_in_their_year() -> None:
    old, young = a_fiscal_year(2552), a_fiscal_year(2553)
    make_request(RequestStatus.SUBMITTED, fiscal_year=young)
    for year, number in ((old, 1), (young, 1), (young, 2)):
        make_request(fiscal_year=year, number=number)

    listed = [request.reference or request.status for request in CommunityRequest.objects.all()]

    assert listed == ["2553-002", "2553-001", "submitted", "2552-001"]


@pytest.mark.parametrize("written", ["2552-014", "๒๕๕๒-๐๑๔", " 2552-14 "])
def test_a_number_finds_its_request(written: str) -> None:
    sought = make_request(number=14)
    make_request(number=15)

    assert find_requests(written).object_ids == [sought.pk]


def test_words_that_are_not_public_find_nothing() -> None:
    make_request(title_th="ร้านคุณสมศรี", text_th="โทร 0812345678", public_title_th="แปรรูปกล้วย")

    assert not find_requests("สมศรี").hits
    assert not find_requests("0812345678").hits
    assert find_requests("กล้วย").hits


# -------------------------------------------------------------------------------------------------------- transitions


def test_a_transition_is_never_changed() -> None:
    made = make_transition(reason="เดิม")

    made.reason = "ใหม่"
    attempts: list[Callable[[], object]] = [
        made.save,
        lambda: Transition.objects.update(reason="ใหม่"),
        lambda: Transition.objects.filter(pk=made.pk).update(reason="ใหม่"),
        lambda: Transition.objects.bulk_update([made], ["reason"]),
        lambda: Transition.objects.update_or_create(pk=made.pk, defaults={"reason": "ใหม่"}),
        lambda: made.community_request.transitions.update(reason="ใหม่"),
    ]
    copy = Transition(pk=made.pk, community_request=made.community_request, to_status="draft", at=made.at)

    for attempt in attempts:
        with pytest.raises(TypeError, match="never changed"), transaction.atomic():
            attempt()
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()
    assert Transition.objects.get().reason == "เดิม"


def test_a_transition_moves_a_response_of_its_own_request() -> None:
    other = make_response()

    with pytest.raises(ValueError, match="another request"):
        make_transition(community_request=make_request(), response=other, from_status="", to_status="asked")


def test_a_transition_is_never_removed_by_itself() -> None:
    made = make_transition()

    for attempt in (made.delete, Transition.objects.all().delete, made.community_request.transitions.all().delete):
        with pytest.raises(TypeError, match="only with its request"), transaction.atomic():
            attempt()
    assert Transition.objects.get() == made


def test_transitions_go_with_their_request_and_response() -> None:
    response = make_response()
    make_transition(community_request=response.community_request)
    make_transition(
        community_request=response.community_request, response=response, from_status="asked", to_status="accepted"
    )

    response.community_request.delete()

    assert not Transition.objects.exists()
