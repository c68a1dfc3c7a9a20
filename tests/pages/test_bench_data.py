"""Bench data: many invented requests that obey every rule the samples obey, and go with them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from portal.models import FiscalYear
from portal.pages.loading import bench
from portal.pages.loading.bench import make_bench_data
from portal.pages.loading.sample_cases import Move
from portal.pages.loading.sample_rows import insert_by_model
from portal.pages.loading.samples import count_samples, load_samples, remove_samples
from requests_registry.models import AgencyResponse, CommunityRequest, Outcome, RequestStatus, Transition

from .test_samples import assert_chain, rows_of_everything

ON = date(2026, 11, 22)


def test_requests_are_marked_and_stay_out_of_the_source_year(facts: None) -> None:
    make_bench_data(requests=300, on=ON)

    made = CommunityRequest.objects.filter(is_sample=True)
    assert made.count() == 300
    assert set(made.values_list("fiscal_year", flat=True)) == {2567, 2568, 2569, 2570}
    assert AgencyResponse.objects.filter(community_request__in=made).count() > 300
    assert not made.filter(submitted_at__date__gte=ON).exists()


def test_numbers_go_on_from_the_last_without_a_gap(facts: None) -> None:
    load_samples(on=ON)
    make_bench_data(requests=200, on=ON)
    make_bench_data(requests=100, on=ON, seed=2)

    for count in count_samples():
        numbered = CommunityRequest.objects.filter(fiscal_year=count.year_be, number__isnull=False).order_by("number")
        assert list(numbered.values_list("number", flat=True)) == list(range(1, count.numbered + 1))
        assert FiscalYear.objects.get(pk=count.year_be).last_number == count.numbered
    assert sum(count.requests for count in count_samples()) == 450


def test_numbers_of_one_run_follow_the_order_of_acceptance(facts: None) -> None:
    make_bench_data(requests=300, on=ON)

    for year in (2567, 2568, 2569, 2570):
        accepted = CommunityRequest.objects.filter(fiscal_year=year, number__isnull=False).order_by("number")
        days = list(accepted.values_list("accepted_at", flat=True))
        assert days == sorted(day for day in days if day)


def test_histories_replay_to_their_statuses(facts: None) -> None:
    make_bench_data(requests=200, on=ON)

    for request in CommunityRequest.objects.filter(is_sample=True).prefetch_related("responses", "transitions"):
        responses = sorted(request.responses.all(), key=lambda response: response.pk)
        places = {response.pk: place for place, response in enumerate(responses)}
        moves = [
            Move(places.get(row.response_id or 0), row.from_status, row.to_status, row.at, row.by_role)
            for row in request.transitions.all()
        ]
        assert_chain(moves, request.status, [response.status for response in responses])


def test_rows_fit_their_fields_and_choices(facts: None) -> None:
    make_bench_data(requests=200, on=ON)

    for model in (CommunityRequest, AgencyResponse, Transition, Outcome):
        for row in model._default_manager.all():
            row.clean_fields()


def test_histories_are_shared_beyond_a_number_of_them(facts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "DIFFERENT_HISTORIES", 40)

    make_bench_data(requests=100, on=ON)

    made = CommunityRequest.objects.filter(is_sample=True)
    assert made.values("receipt").distinct().count() == made.values("title_th", "text_th").distinct().count() == 100
    assert made.values("submitted_at").distinct().count() <= 40
    for count in count_samples():
        numbered = made.filter(fiscal_year=count.year_be, number__isnull=False).order_by("number")
        assert list(numbered.values_list("number", flat=True)) == list(range(1, count.numbered + 1))


def test_the_way_chosen_for_the_database_writes_what_the_models_write(
    facts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written() -> dict[str, list[Any]]:
        """Everything but keys and receipts, which differ from run to run."""
        return {
            model._meta.label: list(
                model._default_manager.filter(**chosen)
                .order_by("pk")
                .values_list(
                    *(f.attname for f in model._meta.concrete_fields if not f.is_relation and f.name not in skip)
                )
            )
            for model, chosen in (
                (CommunityRequest, {"is_sample": True}),
                (AgencyResponse, {"community_request__is_sample": True}),
                (Transition, {}),
                (Outcome, {}),
            )
            for skip in [{"id", "receipt"}]
        }

    make_bench_data(requests=60, on=ON)
    in_its_way = written()
    remove_samples()
    monkeypatch.setattr(bench, "BulkInsert", lambda: insert_by_model)
    make_bench_data(requests=60, on=ON)

    assert written() == in_its_way


def test_removing_samples_removes_bench_data_too(facts: None) -> None:
    before = rows_of_everything()
    make_bench_data(requests=120, on=ON)

    counts = remove_samples()

    assert counts["requests"] == 120
    assert rows_of_everything() == before


def test_nothing_is_left_of_a_run_that_breaks(facts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows_of_everything()
    monkeypatch.setattr(bench, "AT_A_TIME", 50)

    def break_off(text: str) -> None:
        if text.startswith("100 of"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_bench_data(requests=150, on=ON, progress=break_off)

    assert rows_of_everything() == before


def test_every_status_but_merged_and_the_unsubmitted_occurs(facts: None) -> None:
    make_bench_data(requests=600, on=ON)

    made = Counter(CommunityRequest.objects.filter(is_sample=True).values_list("status", flat=True))
    assert set(made) >= set(RequestStatus.values) - {"draft", "returned", "merged"}


def test_command_reports_rate_and_numbers(facts: None) -> None:
    out = StringIO()

    call_command("make_bench_data", requests=30, on=ON, stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0] == "  thinking out histories …"
    assert lines[1].startswith("  30 of 30 requests (")
    assert lines[-1].startswith("30 requests in ")
    assert CommunityRequest.objects.filter(is_sample=True).count() == 30


def test_command_wants_one_request_or_more(db: None) -> None:
    with pytest.raises(CommandError, match="must be 1 or more, not 0"):
        call_command("make_bench_data", requests=0)


def test_command_does_not_run_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IN_PRODUCTION", True)

    with pytest.raises(CommandError, match="does not run in production"):
        call_command("make_bench_data", requests=1)
