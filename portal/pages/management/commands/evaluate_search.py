"""`manage.py evaluate_search`: how well the portal finds, on labelled needs and queries, in a throw-away database."""

import json
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal.pages import evaluation
from portal.pages.loading.data_files import DataError
from portal.pages.loading.programme import load_programme


class Command(BaseCommand):
    help = (
        "Measure search, similar needs and the choice of agencies on labelled files, in a throw-away database of the "
        "configured kind. Prints a table by kind of query; the last line is one JSON object."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--needs", type=Path, nargs="+", required=True, help="files like portal/data/sample_needs.json"
        )
        parser.add_argument("--queries", type=Path, required=True, help="[{id, query, kind, relevant: [need ids]}]")
        parser.add_argument("--agency-cases", type=Path, help="[{need, agencies}]")
        parser.add_argument("--distractors", type=int, default=0, help="so many invented needs about other things")
        parser.add_argument("--misses", action="store_true", help="list the queries that did not find everything")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            labels = evaluation.read_labels(options["needs"], options["queries"], options["agency_cases"])
        except DataError as error:
            raise CommandError(str(error)) from error
        with throw_away_database(verbosity=0):
            load_programme()
            ids = evaluation.load_needs(labels, distractors=options["distractors"])
            self._report(labels, ids, options["misses"])

    def _report(self, labels: evaluation.Labels, ids: dict[int, str], list_misses: bool) -> None:
        scores, times = evaluation.score_queries(labels, ids)
        if list_misses:
            self._list_misses(labels, scores)
        self._table(scores)
        reader = evaluation.a_reader()
        pairs = evaluation.score_pairs(labels, ids, reader)
        any_right, first_right = evaluation.score_agencies(labels, ids, reader)
        self.stdout.write(
            f"{pairs.pairs} pairs of one need; look-alikes told to be the same {pairs.lookalikes_told:.3f}; "
            f"the agency named first is among the first three {first_right:.3f}"
        )
        asked = [score for score in scores if not score.is_nonsense]
        nonsense = [score for score in scores if score.is_nonsense]
        result = {
            "ndcg10": evaluation.mean(score.ndcg for score in asked),
            "recall10": evaluation.mean(score.recall for score in asked),
            "empty_share": evaluation.mean(float(score.answered_with_nothing) for score in nonsense),
            "duplicate_first3": pairs.first_three,
            "badge_precision": pairs.precision,
            "badge_recall": pairs.recall,
            "agency_first3": any_right,
            "p50_ms": evaluation.percentile(times, 0.5),
            "p99_ms": evaluation.percentile(times, 0.99),
        }
        self.stdout.write(json.dumps({name: round(value, 3) for name, value in result.items()}))

    def _table(self, scores: list[evaluation.Score]) -> None:
        self.stdout.write(f"{'kind':<14}{'queries':>8}{'nDCG@10':>9}{'recall@10':>11}")
        for kind, group in groupby(sorted(scores, key=lambda score: score.kind), key=lambda score: score.kind):
            rows = list(group)
            ndcg, recall = (evaluation.mean(getattr(row, name) for row in rows) for name in ("ndcg", "recall"))
            self.stdout.write(f"{kind:<14}{len(rows):>8}{ndcg:>9.3f}{recall:>11.3f}")

    def _list_misses(self, labels: evaluation.Labels, scores: list[evaluation.Score]) -> None:
        for query, score in zip(labels.queries, scores, strict=True):
            if score.ndcg < 1:
                self.stdout.write(f"  {score.ndcg:.2f} {score.recall:.2f} {query['id']} {query['query']}")


@contextmanager
def throw_away_database(*, verbosity: int) -> Iterator[None]:
    """A database of the configured kind with all tables, gone afterwards; the real one is not touched."""
    own_name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"evaluate_search_{os.getpid()}"
    connection.creation.create_test_db(verbosity=verbosity, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(own_name, verbosity=verbosity)
