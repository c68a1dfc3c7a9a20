"""The tables of counts say what the rows say, whatever is written and however."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from portal.models import DataVersion
from requests_registry import counting
from requests_registry.models import (
    AgencyResponse,
    AnswerCount,
    AnswerDaysCount,
    CommunityRequest,
    RequestCount,
    RequestStatus,
    ResponseStatus,
)
from requests_registry.models.requests import NUMBERED, UNNUMBERED
from requests_registry.models.responses import HELPING
from tests.factories import (
    DSS,
    TISTR,
    a_category,
    a_fiscal_year,
    a_group,
    a_province,
    an_agency,
    make_category,
    make_fiscal_year,
    make_request,
    make_response,
)

pytestmark = pytest.mark.django_db

CHANGES, SEEDS = 60, (1, 2, 3)


def requests_counted(*columns: str, **chosen: Any) -> list[tuple[Any, ...]]:
    rows = RequestCount.objects.filter(**chosen).counted_by(*columns)
    return sorted(tuple(row.values()) for row in rows)


# ------------------------------------------------------------------------------------------------------- random changes


class Changes:
    """Somebody writes, row by row and many at once, what the database lets pass."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.number = self.done = 0
        self.fields = [a_category(), make_category(2)]
        self.years = [a_fiscal_year(), make_fiscal_year(2553)]

    def one(self) -> None:
        change = self.random.choice(
            [self.ask, self.ask, self.answer, self.answer, self.accept, self.move, self.publish, self.give, self.remove]
        )
        try:
            with transaction.atomic():
                change()
            self.done += 1
        except IntegrityError:
            pass  # against a rule: nothing was written, and nothing may be counted

    def _a(self, rows: Any) -> Any:
        found = list(rows.order_by("pk"))
        return self.random.choice(found) if found else None

    def ask(self) -> None:
        self.number += 1
        status = self.random.choice([*NUMBERED[:-1], *UNNUMBERED[:2]])
        make_request(
            status,
            province=a_province(self.random.choice(["42", "55"])),
            group=self.random.choice([None, a_group()]),
            category=self.random.choice(self.fields),
            is_sample=self.random.random() < 0.5,
        )

    def answer(self) -> None:
        self.number += 1
        make_response(
            self.random.choice([ResponseStatus.ASKED, *HELPING, ResponseStatus.DECLINED]),
            community_request=self._a(CommunityRequest.objects.all()) or make_request(),
            agency=an_agency(self.random.choice([DSS, TISTR])),
            part=self.number,
            answered_on=self.random.choice([None, date(2008, 11, 20), date(2008, 12, 1)]),
        )

    def accept(self) -> None:
        """Or the other way: many at once."""
        chosen = CommunityRequest.objects.filter(province=self.random.choice(["42", "55"]))
        chosen.filter(number__isnull=False).update(status=self.random.choice(NUMBERED[:-1]))

    def move(self) -> None:
        if row := self._a(CommunityRequest.objects.all()):
            row.province = a_province(self.random.choice(["42", "55"]))
            row.group = self.random.choice([None, a_group()])
            row.fiscal_year = self.random.choice(self.years)
            row.save()

    def publish(self) -> None:
        answers = AgencyResponse.objects.exclude(status=ResponseStatus.ASKED)
        answers.filter(agency__acronym=self.random.choice([DSS, TISTR])).update(
            is_published=self.random.random() < 0.7, kind=self.random.choice(["TT", "PD"])
        )

    def give(self) -> None:
        """An answer to another request."""
        if answer := self._a(AgencyResponse.objects.all()):
            answer.community_request = self._a(CommunityRequest.objects.all())
            answer.agency = an_agency(self.random.choice([DSS, TISTR]))
            answer.save()

    def remove(self) -> None:
        rows = self.random.choice([CommunityRequest, AgencyResponse])._default_manager
        if row := self._a(rows.all()):
            row.delete()


@pytest.mark.parametrize("seed", SEEDS)
def test_counts_follow_whatever_is_written(seed: int) -> None:
    changes = Changes(seed)

    for _change in range(CHANGES):
        changes.one()
        assert counting.disagreements() == {}

    assert changes.done > CHANGES / 2
    assert RequestCount.objects.counted_by("status").count() > 1
    assert AnswerCount.objects.counted_by("is_published", "is_helping").count() > 1
    assert AnswerDaysCount.objects.exists()


# ------------------------------------------------------------------------------------------------------ what is counted


def test_a_request_counts_from_its_number_on_and_no_longer_when_it_is_withdrawn() -> None:
    request = make_request(RequestStatus.SUBMITTED)
    assert requests_counted("status") == []

    accepted = make_request(RequestStatus.ACCEPTED)
    assert requests_counted("status") == [("accepted", 1)]

    CommunityRequest.objects.filter(pk=accepted.pk).update(status=RequestStatus.WITHDRAWN)
    request.delete()
    assert requests_counted("status") == []


def test_what_is_rolled_back_is_not_counted() -> None:
    with transaction.atomic():
        make_request(RequestStatus.ACCEPTED)
        transaction.set_rollback(True)

    assert requests_counted("province") == []


def test_an_answer_counts_for_where_its_request_is_now() -> None:
    answer = make_response(ResponseStatus.ACCEPTED, is_published=True)
    CommunityRequest.objects.filter(pk=answer.community_request_id).update(province=a_province("55"))

    counted = AnswerCount.objects.counted_by("province", "is_published", "is_helping")
    assert [tuple(row.values()) for row in counted] == [("55", True, True, 1)]


def test_changes_of_other_columns_write_nothing() -> None:
    request = make_request(RequestStatus.ACCEPTED)
    before = RequestCount.objects.count()

    request.public_text_th = "ข้อความใหม่"
    request.save()

    assert RequestCount.objects.count() == before


def test_the_days_of_an_answer_are_working_days_and_unknown_without_both() -> None:
    friday, monday = date(2008, 11, 14), date(2008, 11, 17)
    request = make_request(RequestStatus.UNDER_WAY)

    def days(part: int, **dates: Any) -> int | None:
        return make_response(ResponseStatus.ACCEPTED, community_request=request, part=part, **dates).response_days

    assert days(1, asked_on=friday, answered_on=monday) == 1
    assert days(2, asked_on=friday) is None
    assert days(3, asked_on=monday, answered_on=friday) is None


# -------------------------------------------------------------------------------------------------------- from the rows


@pytest.fixture
def miscounted() -> None:
    make_response(ResponseStatus.ACCEPTED, is_published=True)
    RequestCount.objects.create(
        fiscal_year=a_fiscal_year(), is_sample=False, province=a_province("42"), status="closed", number=5
    )
    AnswerCount.objects.all().delete()


@pytest.mark.usefixtures("miscounted")
def test_a_difference_is_told_and_counting_anew_mends_it() -> None:
    assert counting.disagreements() == {"requests_registry_requestcount": 1, "requests_registry_answercount": 1}
    with pytest.raises(CommandError, match="requests_registry_requestcount, requests_registry_answercount"):
        call_command("recount", check=True)

    call_command("recount", stdout=StringIO())
    call_command("recount", stdout=StringIO())

    assert counting.disagreements() == {}
    assert requests_counted("status") == [("assigned", 1)]


@pytest.mark.parametrize("around", [counting.remove, counting.lay])
def test_after_a_migration_counts_follow_again_and_make_up_for_what_they_missed(around: Callable[[], None]) -> None:
    counting.before_migrations("default")
    missed = make_request(RequestStatus.ACCEPTED)
    around()

    counting.after_migrations("default")
    make_request(RequestStatus.ANSWERED)

    assert requests_counted("status") == [("accepted", 1), ("answered", 1)]
    missed.delete()
    assert requests_counted("status") == [("answered", 1)]


@pytest.mark.django_db(transaction=True)
def test_recounting_lays_triggers_that_a_broken_migration_took_away_and_lets_everybody_read_the_counts() -> None:
    counting.before_migrations("default")
    make_request(RequestStatus.ACCEPTED)
    before = DataVersion.current()

    call_command("recount", stdout=StringIO())
    make_request(RequestStatus.ANSWERED)

    assert requests_counted("status") == [("accepted", 1), ("answered", 1)]
    assert DataVersion.current()[:2] != before[:2]
