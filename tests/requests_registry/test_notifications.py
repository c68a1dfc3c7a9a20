"""Who is told of what, in which language, on screen and by mail: every verb, driven by the people who make it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from portal.access import Role
from portal.jobs import work
from portal.models import Job, Notification, User
from requests_registry import workflow
from requests_registry.models import AgencyResponse, CommunityRequest, Milestone, Outcome
from requests_registry.notifications import MESSAGES, deliver_messages
from requests_registry.workflow import Asking, Help, PublicWords
from tests.factories import (
    DSS,
    LOEI,
    NAN,
    TISTR,
    a_category,
    a_district,
    a_fiscal_year,
    a_province,
    an_agency,
    make_follow_up,
    make_outcome,
    make_request,
    make_response,
    make_transition,
    make_user,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)
WORDS = PublicWords("ขอเครื่องกรองน้ำ", "น้ำเป็นสนิม")
HELP = Help("TT", "อบรมทำเครื่องกรอง")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-25T03:00:00Z", tick=False):
        yield


@pytest.fixture
def sides(where_people_work: None) -> dict[str, User]:
    """Two people of each side, the second of whom reads English, and strangers; all have an address."""
    places: dict[str, dict[str, Any]] = {
        "M": {"role": Role.MINISTRY},
        "P": {"role": Role.PROVINCE, "province": a_province(LOEI)},
        "A": {"role": Role.AGENCY, "agency": an_agency(DSS)},
        "B": {"role": Role.AGENCY, "agency": an_agency(TISTR)},
        "other province": {"role": Role.PROVINCE, "province": a_province(NAN)},
        "other agency": {"role": Role.AGENCY, "agency": an_agency("TINT")},
        "admin": {"role": Role.ADMIN},
    }
    people = {}
    for side, fields in places.items():
        for number, language in ((1, "th"), (2, "en")):
            name = f"{side} {number}"
            address = f"{name.replace(' ', '-')}@example.go.th"
            people[name] = make_user(username=name, email=address, language=language, **fields)
    make_user(Role.MINISTRY, "left", email="left@example.go.th", is_active=False)
    return people


def request_in(status: str, **fields: Any) -> CommunityRequest:
    """A request of Loei that DSS and TISTR work on, where it has come so far."""
    fields = {"province": a_province(LOEI), "district": a_district(), "category": a_category(), **fields}
    words = {"title_th": "ขอเครื่องกรองน้ำ", "text_th": "น้ำเป็นสนิม", "community_th": "กลุ่มแม่บ้าน", "sector": "people"}
    return make_request(status, fiscal_year=a_fiscal_year(2570), entered_as=Role.PROVINCE, **fields, **words)


def response_in(status: str, *, other: str = "accepted", request: str = "assigned") -> AgencyResponse:
    """The answer of DSS, beside one of TISTR."""
    community_request = request_in(request)
    make_response(other, community_request=community_request, agency=an_agency(TISTR))
    response = make_response(status, community_request=community_request, agency=an_agency(DSS))
    response.refresh_from_db()
    return response


def result(**fields: Any) -> Outcome:
    response = response_in("delivered", request="under_way")
    outcome = make_outcome(community_request=response.community_request, **fields)
    outcome.responses.add(response)
    return outcome


def take_up_again(by: User) -> None:
    request = request_in("declined")
    make_transition(community_request=request, from_status="submitted", to_status="declined", at=timezone.now())
    workflow.take_up_again(request, reason="มีข้อมูลใหม่", by=by)


def assign(by: User) -> None:
    askings = [Asking(an_agency(DSS), TODAY + timedelta(days=30))]
    workflow.assign(request_in("accepted"), askings=askings, by=by)


def remind(by: User) -> None:
    late = response_in("asked")
    AgencyResponse.objects.filter(pk=late.pk).update(
        asked_on=TODAY - timedelta(days=30), due_on=TODAY - timedelta(days=1)
    )
    workflow.remind(late.agency, by=by)


def consent(by: User) -> None:
    response = response_in("asked")
    response.cancel_reason, response.cancel_proposed_at = "งบประมาณเปลี่ยน", timezone.now()
    response.save()
    workflow.consent_to_cancel(response, by=by)


class Case(NamedTuple):
    """By whom (the first of a side), what is done, and which sides hear of it beside the colleague of who did it."""

    by: str
    act: Callable[[User], Any]
    told: set[str]


def changed(response: AgencyResponse, **fields: Any) -> AgencyResponse:
    for name, value in fields.items():
        setattr(response, name, value)
    response.save()
    return response


CASES: dict[str, Case] = {
    "request.submit": Case("P", lambda by: workflow.submit(request_in("draft"), by=by), {"M"}),
    "request.return": Case(
        "M",
        lambda by: workflow.return_to_province(request_in("submitted"), question="ที่ใด", wanted_by=TODAY, by=by),
        {"P"},
    ),
    "request.accept": Case("M", lambda by: workflow.accept(request_in("submitted"), words=WORDS, by=by), {"P"}),
    "request.decline": Case(
        "M", lambda by: workflow.decline(request_in("submitted"), reason="unclear", sentence="ไม่ชัด", by=by), {"P"}
    ),
    "request.merge": Case(
        "M",
        lambda by: workflow.merge(request_in("submitted"), into=request_in("accepted"), reason="ซ้ำ", by=by),
        {"P"},
    ),
    "request.split": Case(
        "M",
        lambda by: workflow.split(
            request_in("merged", number=900, merged_into=request_in("accepted")), reason="คนละเรื่อง", by=by
        ),
        {"P"},
    ),
    "request.withdraw": Case("P", lambda by: workflow.withdraw(request_in("accepted"), reason="แก้ได้แล้ว", by=by), {"M"}),
    "request.reopen": Case("M", take_up_again, {"P"}),
    "request.close": Case(
        "M",
        lambda by: workflow.close(
            response_in("verified", other="verified", request="delivered").community_request,
            outcome="met",
            sentence="ครบ",
            by=by,
        ),
        {"P", "A", "B"},
    ),
    "response.ask": Case("M", assign, {"A", "P"}),
    "response.ask_province": Case(
        "A", lambda by: workflow.ask_province(response_in("asked"), question="ลึกเท่าใด", by=by), {"P"}
    ),
    "response.answer_question": Case(
        "P", lambda by: workflow.answer_question(response_in("info_needed"), answer="สามสิบเมตร", by=by), {"A"}
    ),
    "response.accept": Case(
        "A", lambda by: workflow.accept_response(response_in("asked"), help_=HELP, by=by), {"M", "P"}
    ),
    "response.decline": Case(
        "A",
        lambda by: workflow.decline_response(
            response_in("asked"), reason="not_ours", sentence="ไม่ใช่ภารกิจ", suggested_agency=None, by=by
        ),
        {"M", "P"},
    ),
    "response.start": Case(
        "A",
        lambda by: workflow.start(response_in("accepted"), milestone=Milestone(title_th="สำรวจ", due_on=TODAY), by=by),
        {"M", "P"},
    ),
    "response.deliver": Case(
        "A",
        lambda by: workflow.deliver(
            response_in("under_way", request="under_way"), delivered_on=TODAY, people_reached=9, note="", by=by
        ),
        {"M", "P"},
    ),
    "response.confirm": Case(
        "P",
        lambda by: workflow.confirm(response_in("delivered", request="under_way"), sentence="", by=by),
        {"M", "A"},
    ),
    "response.send_back": Case(
        "P",
        lambda by: workflow.send_back(response_in("delivered", request="under_way"), sentence="ยังรั่ว", by=by),
        {"M", "A"},
    ),
    "response.publish": Case("M", lambda by: workflow.publish([response_in("accepted")], by=by), {"P", "A"}),
    "response.unpublish": Case(
        "M", lambda by: workflow.unpublish(changed(response_in("accepted"), is_published=True), by=by), {"A"}
    ),
    "response.propose_cancellation": Case(
        "M", lambda by: workflow.propose_cancellation(response_in("asked"), reason="งบประมาณเปลี่ยน", by=by), {"A"}
    ),
    "response.refuse_cancellation": Case(
        "A", lambda by: workflow.refuse_cancellation(response_in("asked"), by=by), {"M"}
    ),
    "response.remind": Case("M", remind, {"A"}),
    "response.consent_to_cancel": Case("A", consent, {"M", "P"}),
    "outcome.save": Case(
        "A", lambda by: workflow.save_outcome(found := result(), responses=list(found.responses.all()), by=by), {"P"}
    ),
    "outcome.verify": Case("P", lambda by: workflow.verify_outcome(result(), version=1, by=by), {"M", "A", "B"}),
    "outcome.return": Case(
        "P", lambda by: workflow.return_outcome(result(), note="นับซ้ำ", version=1, by=by), {"A", "B"}
    ),
    "follow_up.done": Case(
        "P",
        lambda by: workflow.follow_up(
            make_follow_up(response=response_in("verified", request="under_way")), note="ยังใช้อยู่", version=1, by=by
        ),
        {"M", "A"},
    ),
}


def test_every_message_has_a_case() -> None:
    assert CASES.keys() == MESSAGES.keys()


@pytest.mark.parametrize("event", CASES)
def test_a_move_tells_the_right_people_each_in_the_own_language(event: str, sides: dict[str, User]) -> None:
    by, act, told = CASES[event]

    act(sides[f"{by} 1"])
    work()

    # Where the side of the one who acts is told at all, the colleague is, the one who acts is not.
    own_side = {f"{by} 2"} if by in _sides_of(event) else set()
    expected = {f"{side} {number}" for side in told for number in (1, 2)} | own_side
    job = Job.objects.get(handler="requests_registry.tell", payload__event=event)
    messages = {message.user.username: message for message in Notification.objects.filter(key=f"job-{job.pk}")}
    assert messages.keys() == expected
    letters = {letter.to[0]: letter for letter in mail.outbox}
    for name, message in messages.items():
        letter = letters[sides[name].email]
        is_english = sides[name].language == "en"
        assert (message.text_en if is_english else message.text_th) in letter.body
        assert f"127.0.0.1:8000{'/en' if is_english else ''}/desk/requests/" in letter.body
        assert letter.subject.startswith("[S&T portal]" if is_english else "[พอร์ทัล วทน.]")
    assert len(mail.outbox) == len(expected)
    assert message.text_en != message.text_th


def _sides_of(event: str) -> set[str]:
    return {
        {"ministry": "M", "province": "P", "agency": "A", "agencies": "A"}[one] for one in MESSAGES[event].audiences
    }


def test_a_job_that_is_done_twice_tells_and_mails_once(sides: dict[str, User]) -> None:
    workflow.withdraw(request_in("accepted"), reason="แก้ได้แล้ว", by=sides["P 1"])
    job = Job.objects.get()

    deliver_messages(job)
    deliver_messages(job)

    assert (Notification.objects.count(), len(mail.outbox)) == (2, 2)
