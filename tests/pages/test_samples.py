"""The sample data: what the plan promises for every day, and what loading and removing does to the database."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import geothai
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.models import DeclaredFigure, FiscalYear, Provenance, Source
from portal.pages.loading.data_files import DATA_DIR, DataError
from portal.pages.loading.sample_cases import BANGKOK, Move, day_of
from portal.pages.loading.sample_needs import Codes, Need, read_needs
from portal.pages.loading.sample_plan import PlanError, RequestPlan, SamplePlan, plan_samples, sample_years
from portal.pages.loading.sample_subjects import SUBJECTS
from portal.pages.loading.sample_texts import DETAILS, LEADING_ANSWERS, SUPPORTING_ANSWERS, with_words
from portal.pages.loading.sample_workshops import Geography, Member
from portal.pages.loading.samples import SampleError, count_samples, load_samples, remove_samples
from portal.thai import add_working_days, fiscal_year_bounds, fiscal_year_of, is_working_day
from requests_registry.counting import disagreements
from requests_registry.models import (
    AgencyResponse,
    CommunityRequest,
    DeclineReason,
    HelpKind,
    Outcome,
    RequestOutcome,
    RequestStatus,
    ResponseStatus,
    Transition,
)
from requests_registry.models.counts import Count
from requests_registry.moves import request_may_move, response_may_move, status_from_responses
from tests.factories import make_request, make_workshop
from workshops.models import Workshop

ON = date(2026, 11, 22)
ANSWER_DAYS = {1: 30, 2: 30, 3: 30}
#: A year's first and last day, a leap day, New Year, days in and around a workshop, the first and last there can be.
EDGES = [
    ON,
    date(2026, 10, 1),
    date(2026, 9, 30),
    date(2028, 2, 29),
    date(2027, 1, 1),
    date(2026, 11, 10),
    date(2026, 11, 12),
    date(2027, 6, 14),
    date(2011, 10, 1),
    date(2018, 3, 15),
    date(2098, 9, 30),
]


# ----------------------------------------------------------------------------------------- the data without a database


@cache
def geography() -> Geography:
    """From the data files that `load_programme` reads."""
    groups = json.loads((DATA_DIR / "province_groups.json").read_text(encoding="utf-8"))["groups"]
    keys = {group["key"]: group["key"].split("-", 1)[1] for group in groups}
    members = [
        Member(code, keys[group["key"]], date.fromisoformat(group["valid_from"]), code == group["centre_province_code"])
        for group in groups
        for code in group["province_codes"]
    ]
    places = geothai.provinces()
    return Geography(
        members=(*members, Member("38", "", date(2011, 3, 23), False)),
        provinces={place.code: (place.name_th, place.name_en) for place in places},
        districts={
            district.code: (district.name_th, district.name_en)
            for place in places
            for district in geothai.districts(place.code)
        },
        groups={keys[group["key"]]: (group["name_th"], group["name_en"]) for group in groups},
    )


@cache
def needs() -> tuple[Need, ...]:
    places = geography()
    agencies = json.loads((DATA_DIR / "agencies.json").read_text(encoding="utf-8"))["agencies"]
    answering = frozenset(agency["acronym"] for agency in agencies if agency["handles_community_needs"])
    codes = Codes(frozenset(places.provinces), frozenset(places.districts), answering, frozenset(ANSWER_DAYS))
    return tuple(read_needs(codes))


@cache
def plan_for(on: date) -> SamplePlan:
    return plan_samples(needs(), geography(), ANSWER_DAYS, on=on, closed_years=frozenset({2552}))


# ----------------------------------------------------------------------------------------- what holds for every plan

Check = Callable[[SamplePlan], None]


def every_status_and_end_occurs(plan: SamplePlan) -> None:
    histories = [request.history for request in plan.requests]
    responses = [response for history in histories for response in history.responses]

    assert {history.status for history in histories} == set(RequestStatus.values)
    assert {response.status for response in responses} == set(ResponseStatus.values)
    assert {history.outcome for history in histories} == {"", *RequestOutcome.values}
    assert {response.kind for response in responses} == {"", *HelpKind.values}
    assert {response.decline_reason for response in responses} == {"", *DeclineReason.values}


def each_need_is_one_request(plan: SamplePlan) -> None:
    assert sorted(request.key for request in plan.requests) == sorted(need.key for need in needs())
    assert len({request.receipt for request in plan.requests}) == len(needs())
    assert all(len(request.receipt) == 12 for request in plan.requests)


def years_are_the_last_three_and_the_current(plan: SamplePlan) -> None:
    current = fiscal_year_of(plan.on)

    assert plan.years == tuple(year for year in range(current - 3, current + 1) if year != 2552)
    assert {request.year_be for request in plan.requests} == set(plan.years)
    assert {workshop.year_be for workshop in plan.workshops} <= set(plan.years)


def numbers_run_without_gap_in_the_order_of_acceptance(plan: SamplePlan) -> None:
    for year in plan.years:
        accepted = [request for request in plan.requests if request.year_be == year and request.history.accepted_at]
        accepted.sort(key=lambda request: str(request.history.accepted_at))

        assert [request.number for request in accepted] == list(range(1, len(accepted) + 1))
    assert all(request.number is None for request in plan.requests if not request.history.accepted_at)


def every_chain_obeys_the_tables(plan: SamplePlan) -> None:
    for request in plan.requests:
        assert_chain(request.history.moves, request.history.status, [r.status for r in request.history.responses])


def nothing_is_dated_on_the_day_or_after(plan: SamplePlan) -> None:
    for request in plan.requests:
        history = request.history
        days = [day_of(move.at) for move in history.moves]
        days += [day for response in history.responses for day in (response.answered_on, response.delivered_on) if day]
        days += [response.asked_on for response in history.responses]
        days += [outcome.period_to for outcome in history.outcomes]
        days += [day_of(outcome.verified_at) for outcome in history.outcomes if outcome.verified_at]

        assert max(days) < plan.on, request.key
    assert all(workshop.is_held == (workshop.ends_on < plan.on) for workshop in plan.workshops)


def moves_are_made_in_office_hours(plan: SamplePlan) -> None:
    for request in plan.requests:
        for move in request.history.moves:
            local = move.at.astimezone(BANGKOK)

            assert is_working_day(local.date()), request.key
            assert time(8, 30) <= local.time() <= time(16, 30), request.key


def needs_of_a_workshop_come_from_it(plan: SamplePlan) -> None:
    workshops = {(workshop.year_be, workshop.number): workshop for workshop in plan.workshops}
    for request in submitted(plan):
        day = day_of(request.history.moves[0].at)
        invited = [
            workshop
            for workshop in plan.workshops
            if workshop.year_be == request.year_be
            and request.need.province in workshop.provinces
            and workshop.starts_on <= day
        ]
        if request.workshop:
            workshop = workshops[request.year_be, request.workshop]
            assert workshop in invited
            assert request.group == workshop.group
        else:
            assert not invited
            assert request.group == geography().group_of(request.need.province, day)
        first, last = fiscal_year_bounds(request.year_be)
        assert first <= day <= last


def workshops_meet_on_working_days_of_their_year(plan: SamplePlan) -> None:
    for workshop in plan.workshops:
        length = (workshop.ends_on - workshop.starts_on).days + 1
        members = geography().composition(workshop.group, workshop.starts_on)

        assert length in {2, 3}
        assert all(is_working_day(workshop.starts_on + timedelta(days=day)) for day in range(length))
        assert {fiscal_year_of(workshop.starts_on), fiscal_year_of(workshop.ends_on)} == {workshop.year_be}
        assert set(workshop.provinces) == {member.province for member in members}
        assert workshop.host == next(member.province for member in members if member.is_centre)
        assert set(workshop.handovers) <= set(workshop.provinces)
        assert bool(workshop.attendance) == bool(workshop.outcome[0]) == bool(workshop.handovers) == workshop.is_held
    for year in plan.years:
        numbers = [workshop.number for workshop in plan.workshops if workshop.year_be == year]
        assert numbers == list(range(1, len(numbers) + 1))
        assert year == plan.years[-1] or len(numbers) in {3, 4}


def at_most_one_workshop_is_planned(plan: SamplePlan) -> None:
    planned = [workshop for workshop in plan.workshops if not workshop.is_held]
    days_left = (fiscal_year_bounds(plan.years[-1])[1] - plan.on).days

    assert len(planned) == (days_left > 24) or days_left <= 24  # holidays can use up what is left of September
    assert len(planned) <= 1
    assert all(workshop.starts_on > plan.on and workshop.year_be == plan.years[-1] for workshop in planned)


def merged_requests_join_one_accepted_before(plan: SamplePlan) -> None:
    by_key = {request.key: request for request in plan.requests}
    merged = [request for request in plan.requests if request.history.status == RequestStatus.MERGED]

    assert {request.merged_into == request.need.duplicate_of for request in merged} == {True}
    assert {bool(request.number) for request in merged} == {True, False}  # before acceptance, and after
    for request in merged:
        other = by_key[request.merged_into].history
        assert other.accepted_at is not None
        assert other.accepted_at < request.history.moves[-1].at
        assert other.status not in {RequestStatus.MERGED, RequestStatus.WITHDRAWN}
    assert all(not request.merged_into for request in plan.requests if request not in merged)


def due_dates_follow_the_category_and_stop_for_questions(plan: SamplePlan) -> None:
    for request in plan.requests:
        for place, response in enumerate(request.history.responses):
            due_on = add_working_days(response.asked_on, ANSWER_DAYS[request.need.category])
            answered = [move for move in request.history.moves if move.response == place and move.old == "info_needed"]

            assert response.due_on > due_on if answered else response.due_on == due_on
            assert response.asked_on == day_of(next(m for m in request.history.moves if m.response == place).at)


def answers_say_what_they_must(plan: SamplePlan) -> None:
    for request in plan.requests:
        for response in request.history.responses:
            helps = response.status in {"accepted", "under_way", "delivered", "verified"}

            assert len(response.summary[0]) <= 200
            assert len(response.summary[1]) <= 200
            assert not helps or (response.kind and response.summary[0] and response.planned_from)
            assert (response.status == "declined") == bool(response.decline_reason) == bool(response.suggested_agency)
            assert response.suggested_agency != response.agency
            assert (response.delivered_on is not None) == (response.status in {"delivered", "verified"})
            assert not (response.is_published and response.status in {"asked", "info_needed"})
            assert not response.planned_to or response.planned_to >= (response.planned_from or date.max)


def some_answers_wait_for_publication(plan: SamplePlan) -> None:
    waiting = [
        response
        for request in plan.requests
        for response in request.history.responses
        if response.status == ResponseStatus.ACCEPTED and not response.is_published
    ]
    assert waiting


def outcomes_belong_to_what_was_delivered(plan: SamplePlan) -> None:
    outcomes = [(request.history, outcome) for request in plan.requests for outcome in request.history.outcomes]
    for history, outcome in outcomes:
        credited = [history.responses[place] for place in outcome.responses]
        assert all(response.delivered_on for response in credited)
        assert not outcome.verified_at or all(response.status == "verified" for response in credited)
        assert outcome.period_from <= outcome.period_to
        assert outcome.actual >= 0
    assert max(len(outcome.responses) for _, outcome in outcomes) == 2
    assert Counter(outcome.verified_at is not None for _, outcome in outcomes)[True] > len(outcomes) / 2
    assert any(outcome.verified_at is None for _, outcome in outcomes)


def live_parts_are_answered_once_by_an_agency(plan: SamplePlan) -> None:
    for request in plan.requests:
        live = Counter(
            (response.agency, response.part)
            for response in request.history.responses
            if response.status not in {"declined", "cancelled"}
        )
        assert not live or max(live.values()) == 1


CHECKS: list[Check] = [
    every_status_and_end_occurs,
    each_need_is_one_request,
    years_are_the_last_three_and_the_current,
    numbers_run_without_gap_in_the_order_of_acceptance,
    every_chain_obeys_the_tables,
    nothing_is_dated_on_the_day_or_after,
    moves_are_made_in_office_hours,
    needs_of_a_workshop_come_from_it,
    workshops_meet_on_working_days_of_their_year,
    at_most_one_workshop_is_planned,
    merged_requests_join_one_accepted_before,
    due_dates_follow_the_category_and_stop_for_questions,
    answers_say_what_they_must,
    some_answers_wait_for_publication,
    outcomes_belong_to_what_was_delivered,
    live_parts_are_answered_once_by_an_agency,
]


def submitted(plan: SamplePlan) -> Iterator[RequestPlan]:
    return (request for request in plan.requests if request.history.status != RequestStatus.DRAFT)


def assert_chain(moves: Any, status: str, response_statuses: list[str]) -> None:
    """Replay the moves against the tables of the workflow; what stands in the rows is where they end."""
    own, answers, last = "", dict[int, str](), None
    for move in moves:
        assert isinstance(move, Move)
        assert last is None or move.at > last
        last = move.at
        if move.response is None:
            assert move.old == own
            assert request_may_move(own, move.new) if own else move.new == RequestStatus.DRAFT
            computed = status_from_responses(answers.values())
            if not move.by_role:
                assert move.new == computed
            own = move.new
        else:
            assert move.old == answers.get(move.response, "")
            assert response_may_move(move.old, move.new) if move.old else move.new == ResponseStatus.ASKED
            assert move.by_role
            answers[move.response] = move.new
    assert own == status
    assert [answers[place] for place in sorted(answers)] == response_statuses
    if answers and own not in {RequestStatus.CLOSED}:
        assert own == status_from_responses(answers.values())


@pytest.mark.pure
@pytest.mark.parametrize("on", EDGES, ids=str)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_plan_holds_on_edges_of_the_calendar(check: Check, on: date) -> None:
    check(plan_for(on))


@pytest.mark.pure
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(on=st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_plan_holds_on_any_day(on: date) -> None:
    plan = plan_for(on)
    for check in CHECKS:
        check(plan)


@pytest.mark.pure
def test_plan_of_a_day_is_always_the_same() -> None:
    again = plan_samples(needs(), geography(), ANSWER_DAYS, on=ON, closed_years=frozenset({2552}))

    assert again == plan_for(ON)
    assert again != plan_for(date(2026, 10, 1))


@pytest.mark.pure
def test_plan_has_grown_further_in_older_years() -> None:
    open_ = {RequestStatus.SUBMITTED, RequestStatus.ACCEPTED, RequestStatus.ASSIGNED, RequestStatus.RETURNED}
    requests = plan_for(ON).requests
    ended = {
        year: Counter(request.history.status == RequestStatus.CLOSED for request in requests if request.year_be == year)
        for year in plan_for(ON).years
    }
    newest = Counter(request.history.status in open_ for request in requests if request.year_be == 2570)

    shares = [ended[year][True] / ended[year].total() for year in sorted(ended)]
    assert shares[0] > shares[2] > shares[3] == 0
    assert shares[1] > shares[2]
    assert newest[True] > newest[False]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("on", "closed", "says"),
    [
        (date(2008, 11, 9), frozenset[int](), "--on must lie between"),
        (date(2569, 11, 22), frozenset[int](), "--on must lie between"),  # a Buddhist Era year in place of a CE one
        (ON, frozenset({2570}), "2570 has declared figures"),
        (ON, frozenset({2569}), "2569 has declared figures"),
        (ON, frozenset({2567, 2568}), "only 2 of the last 4"),
    ],
)
def test_years_are_refused_with_a_sentence(on: date, closed: frozenset[int], says: str) -> None:
    with pytest.raises(PlanError, match=says):
        sample_years(on, closed)


@pytest.mark.pure
def test_years_with_declared_figures_are_left_out() -> None:
    assert sample_years(ON, frozenset({2567})) == (2568, 2569, 2570)
    assert sample_years(date(2012, 5, 1), frozenset()) == (2553, 2554, 2555)  # 2552 in any case


@pytest.mark.pure
def test_every_answer_fits_its_field_with_every_need() -> None:
    pairs = [
        pair for texts in (LEADING_ANSWERS, SUPPORTING_ANSWERS, DETAILS) for kind in texts.values() for pair in kind
    ]
    assert set(LEADING_ANSWERS) == set(SUPPORTING_ANSWERS) == set(DETAILS) == set(HelpKind)

    for subject in SUBJECTS.values():
        for pair in pairs[: sum(map(len, (*LEADING_ANSWERS.values(), *SUPPORTING_ANSWERS.values())))]:
            thai, english = with_words(pair, subject)
            assert len(thai) <= 200, thai
            assert len(english) <= 200, english
            assert not set("{}") & set(thai + english)


@pytest.mark.pure
def test_words_of_testing_needs_can_stand_as_verbs() -> None:
    testing = [need for need in needs() if need.kind == HelpKind.TESTING]

    assert all(need.subject.topic_th.startswith("การ") for need in testing)


# ------------------------------------------------------------------------------------------------------- the database


#: Counts kept beside the rows: how often the public data changed, how often a word occurs in them.
KEPT_BESIDE = {"portal.DataVersion", "portal.SearchTerm"}


def rows_of_everything() -> dict[str, list[Any]]:
    """All rows of our tables, by table; the tables of counts agree with them."""
    assert disagreements() == {}
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for label in ("portal", "workshops", "requests_registry")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.label not in KEPT_BESIDE and not issubclass(model, Count)
    }


@pytest.fixture
def samples(facts: None) -> None:
    load_samples(on=ON)


def test_samples_are_150_marked_requests_in_four_years(samples: None) -> None:
    requests = CommunityRequest.objects.filter(is_sample=True)

    assert requests.count() == 150
    assert Counter(requests.values_list("fiscal_year", flat=True)).keys() == {2567, 2568, 2569, 2570}
    assert CommunityRequest.objects.real().count() == 1  # the example of the source
    assert set(Workshop.objects.real().values_list("fiscal_year", flat=True)) == {2552}


def test_samples_are_what_was_planned(samples: None) -> None:
    planned = {request.receipt: request for request in plan_for(ON).requests}

    for row in CommunityRequest.objects.filter(is_sample=True).select_related("workshop", "group", "merged_into"):
        plan = planned[row.receipt]
        assert (row.status, row.outcome, row.number) == (plan.history.status, plan.history.outcome, plan.number)
        assert (row.workshop.number if row.workshop else None) == plan.workshop
        assert (row.group.key if row.group else "") == plan.group
        assert (row.merged_into.receipt if row.merged_into else None) == (
            next(r.receipt for r in plan_for(ON).requests if r.key == plan.merged_into) if plan.merged_into else None
        )
        assert bool(row.public_title_th) == bool(row.number)


def test_transitions_of_samples_replay_to_their_statuses(samples: None) -> None:
    for request in CommunityRequest.objects.filter(is_sample=True).prefetch_related("responses", "transitions"):
        places = {response.pk: place for place, response in enumerate(sorted(request.responses.all(), key=by_key))}
        moves = [
            Move(places.get(row.response_id or 0), row.from_status, row.to_status, row.at, row.by_role)
            for row in request.transitions.all()
        ]
        assert_chain(
            moves, request.status, [response.status for response in sorted(request.responses.all(), key=by_key)]
        )
        assert {row.by_id for row in request.transitions.all()} == {None}


def by_key(row: AgencyResponse) -> int:
    return row.pk


def test_samples_fit_their_fields_and_choices(samples: None) -> None:
    """SQLite takes texts of any length; PostgreSQL and the forms do not."""
    for model in (CommunityRequest, AgencyResponse, Transition, Outcome, Workshop):
        for row in model._default_manager.all():
            row.clean_fields()


def test_counters_of_the_years_stand_at_their_highest_number(samples: None) -> None:
    for count in count_samples():
        year = FiscalYear.objects.get(pk=count.year_be)
        numbered = CommunityRequest.objects.filter(fiscal_year=year, number__isnull=False).order_by("number")
        assert list(numbered.values_list("number", flat=True)) == list(range(1, count.numbered + 1))
        assert year.last_number == count.numbered


def test_loading_twice_changes_nothing(samples: None) -> None:
    before = rows_of_everything()

    assert load_samples(on=ON) is False

    assert rows_of_everything() == before


def test_loading_again_keeps_what_people_did_to_the_samples(samples: None) -> None:
    request = CommunityRequest.objects.filter(is_sample=True, status=RequestStatus.DRAFT).first()
    assert request is not None
    CommunityRequest.objects.filter(pk=request.pk).update(title_th="แก้ไขแล้ว")

    load_samples(on=ON)

    request.refresh_from_db()
    assert request.title_th == "แก้ไขแล้ว"


def test_another_day_replaces_the_samples(samples: None) -> None:
    old = set(CommunityRequest.objects.filter(is_sample=True).values_list("receipt", flat=True))

    assert load_samples(on=date(2028, 2, 29)) is True

    new = set(CommunityRequest.objects.filter(is_sample=True).values_list("receipt", flat=True))
    assert len(new) == 150
    assert not old & new
    assert {count.year_be for count in count_samples()} == {2568, 2569, 2570, 2571}
    assert not FiscalYear.objects.filter(pk=2567).exists()


def test_removing_leaves_exactly_the_real_facts(facts: None) -> None:
    before = rows_of_everything()
    load_samples(on=ON)

    counts = remove_samples()

    assert rows_of_everything() == before
    assert counts["requests"] == 150
    assert counts["workshops"] == 13
    assert remove_samples()["requests"] == 0


def test_the_source_year_is_not_touched(facts: None) -> None:
    def of_the_year() -> list[Any]:
        return [
            list(CommunityRequest.objects.filter(fiscal_year=2552).values_list()),
            list(Workshop.objects.filter(fiscal_year=2552).values_list()),
            list(FiscalYear.objects.filter(pk=2552).values_list()),
        ]

    before = of_the_year()
    load_samples(on=date(2012, 6, 1))  # 2552 is the third year before

    assert of_the_year() == before
    assert {count.year_be for count in count_samples()} == {2553, 2554, 2555}


def test_years_with_declared_figures_get_no_sample(facts: None) -> None:
    FiscalYear.objects.create(year_be=2567)
    DeclaredFigure.objects.create(
        fiscal_year_id=2567,
        subject=DeclaredFigure.Subject.REQUESTS,
        value=40,
        provenance=Provenance.STATED,
        source=Source.objects.get(code="ministry-page"),
    )

    load_samples(on=ON)

    assert {count.year_be for count in count_samples()} == {2568, 2569, 2570}


def test_loading_is_refused_beside_real_numbers(facts: None) -> None:
    FiscalYear.objects.create(year_be=2569, last_number=1)
    make_request(fiscal_year_id=2569, number=1)
    before = rows_of_everything()

    with pytest.raises(SampleError, match="2569-001 is real"):
        load_samples(on=ON)

    assert rows_of_everything() == before


def test_loading_is_refused_beside_real_workshops(facts: None) -> None:
    FiscalYear.objects.create(year_be=2569)
    make_workshop(fiscal_year_id=2569, number=1, starts_on=date(2026, 1, 12), ends_on=date(2026, 1, 13))

    with pytest.raises(SampleError, match="2569/1 is real"):
        load_samples(on=ON)


def test_real_requests_keep_their_numbers_when_samples_go(samples: None) -> None:
    last = FiscalYear.objects.get(pk=2570).last_number
    real = make_request(fiscal_year_id=2570, number=last + 1)

    remove_samples()

    real.refresh_from_db()
    assert real.number == last + 1
    assert FiscalYear.objects.get(pk=2570).last_number == last + 1
    assert not FiscalYear.objects.filter(pk=2569).exists()


def test_removing_is_refused_while_a_real_request_leans_on_a_sample(samples: None) -> None:
    workshop = Workshop.objects.filter(is_sample=True, fiscal_year=2569).first()
    make_request(fiscal_year_id=2569, number=900, workshop=workshop)
    before = rows_of_everything()

    with pytest.raises(SampleError, match="2569-900 comes from a sample workshop"):
        remove_samples()

    assert rows_of_everything() == before


def test_loading_without_the_real_facts_says_what_to_run(db: None) -> None:
    with pytest.raises(SampleError, match="run load_programme first"):
        load_samples(on=ON)


# ----------------------------------------------------------------------------------------------- broken files, command


def broken(tmp_path: Path, **changes: Any) -> Path:
    """A folder whose sample needs differ in the second record."""
    content = json.loads((DATA_DIR / "sample_needs.json").read_text(encoding="utf-8"))
    content["needs"][1] |= changes
    (tmp_path / "sample_needs.json").write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title_th", "", "is empty"),
        ("category", 9, "there is no category 9"),
        ("category", "1", "int was expected"),
        ("province_code", "99", "'99' is not known"),
        ("district_code", "4211", "is not in province"),
        ("requester_type", "king", "'king' is not known"),
        ("suggested_agencies", ["NASA"], "'NASA' is not an agency that answers requests"),
        ("suggested_agencies", ["DSS", "DSS"], "each once"),
        ("response_type", "XX", "'XX' is not known"),
        ("expected_outcome", "XX", "'XX' is not known"),
        ("duplicate_of", "N999", "there is no other need 'N999'"),
        ("id", "N001", "N001 stands twice"),
        ("id", "N999", "no words for 'N999'"),
    ],
)
def test_a_broken_file_is_named_with_record_and_field(
    facts: None, tmp_path: Path, field: str, value: Any, says: str
) -> None:
    with pytest.raises(DataError) as caught:
        load_samples(on=ON, directory=broken(tmp_path, **{field: value}))

    assert caught.value.file == "sample_needs.json"
    assert caught.value.record in {"needs[0]", "needs[1]"}
    assert caught.value.field == field
    assert says in caught.value.problem
    assert not CommunityRequest.objects.filter(is_sample=True).exists()


def test_command_prints_a_table_of_years_and_statuses(facts: None) -> None:
    out = StringIO()

    call_command("load_samples", on=ON, stdout=out)

    table = [line.split() for line in out.getvalue().splitlines() if "…" not in line]
    assert table[0][:3] == ["year", "workshops", "requests"]
    assert table[0][6:] == RequestStatus.values
    assert [line[0] for line in table[1:]] == ["2570", "2569", "2568", "2567", "all"]
    assert table[-1][2] == "150"
    assert [int(cell) for cell in table[-1][6:]] == [
        CommunityRequest.objects.filter(is_sample=True, status=status).count() for status in RequestStatus.values
    ]


def test_command_removes(samples: None) -> None:
    out = StringIO()

    call_command("load_samples", remove=True, stdout=out)

    assert "requests 150" in out.getvalue()
    assert not CommunityRequest.objects.filter(is_sample=True).exists()


def test_command_turns_problems_into_one_line(facts: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"needs\[1\], field category: there is no category 9\. Nothing was changed"):
        call_command("load_samples", on=ON, data_dir=broken(tmp_path, category=9))


@pytest.mark.parametrize("text", ["22/11/2569", "2026-02-30", "today"])
def test_command_takes_only_iso_dates(text: str) -> None:
    with pytest.raises(CommandError, match="is not a date like 2026-11-22"):
        call_command("load_samples", "--on", text)


@pytest.mark.parametrize("remove", [True, False])
def test_command_does_not_run_in_production(monkeypatch: pytest.MonkeyPatch, remove: bool) -> None:
    monkeypatch.setattr(settings, "IN_PRODUCTION", True)

    with pytest.raises(CommandError, match="does not run in production"):
        call_command("load_samples", remove=remove)
