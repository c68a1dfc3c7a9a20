"""The measure itself: what it counts, and that the labelled set is what it should be."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from portal.pages import evaluation
from portal.pages.evaluation import Labels
from portal.pages.loading.data_files import DATA_DIR, DataError

DATA = Path(__file__).parent / "data"
NEEDS = [
    {"id": "A", "title_th": "ขอเครื่องกรองสนิมเหล็ก", "description_th": "น้ำบาดาลแดง", "suggested_agencies": ["DSS"]},
    {"id": "B", "title_th": "กรองสนิมเหล็กในน้ำบาดาล", "suggested_agencies": ["DSS"], "duplicate_of": "A"},
    {"id": "C", "title_th": "ยืมกล้องดูดาว", "description_th": "จัดค่าย", "suggested_agencies": ["NARIT"]},
]


def _queries(name: str) -> list[dict[str, object]]:
    return list(json.loads((DATA / name).read_text("utf-8"))["queries"])


@pytest.mark.pure
@pytest.mark.parametrize(
    ("found", "relevant", "ndcg", "recall"),
    [
        (["A"], ["A"], 1.0, 1.0),
        (["X", "A"], ["A"], 0.631, 1.0),
        (["okay", "A"], ["A"], 1.0, 1.0),
        ([], ["A"], 0.0, 0.0),
        ([], [], 1.0, 1.0),
        (["A"], [], 0.0, 0.0),
    ],
)
def test_a_query_is_scored_as_the_reference_does(
    found: list[str], relevant: list[str], ndcg: float, recall: float
) -> None:
    score = evaluation.score_one({"kind": "k", "relevant": relevant, "acceptable": ["okay"]}, found)

    assert (round(score.ndcg, 3), score.recall) == (ndcg, recall)


@pytest.mark.pure
def test_the_labelled_set_has_enough_of_every_kind_and_names_needs_that_there_are() -> None:
    queries = _queries("queries.json") + _queries("sealed.json")
    kinds = Counter(query["kind"] for query in queries)
    needs = {need["id"] for need in json.loads((DATA_DIR / "sample_needs.json").read_text("utf-8"))["needs"]}

    assert len(queries) >= 240
    assert len(kinds) == 14
    assert min(kinds.values()) >= 12
    assert len({query["id"] for query in queries}) == len(queries)
    assert {each for query in queries for each in query["relevant"]} <= needs  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
def test_needs_are_found_compared_and_answered_through_the_portal_s_own_code() -> None:
    queries = [
        {"id": "1", "query": "สนิมเหล็ก", "kind": "plain", "relevant": ["A", "B"]},
        {"id": "2", "query": "2552-003", "kind": "digits", "relevant": ["C"]},
        {"id": "3", "query": "ประกันสังคม", "kind": "none", "relevant": []},
    ]
    labels = Labels(NEEDS, queries, [{"need": "A", "agencies": ["DSS"]}])
    ids = evaluation.load_needs(labels, distractors=3)

    scores, times = evaluation.score_queries(labels, ids, repeat=1)
    reader = evaluation.a_reader()

    assert [score.ndcg for score in scores] == [1, 1, 1]
    assert len(times) == 3
    assert evaluation.score_pairs(labels, ids, reader).first_three == 1
    assert evaluation.score_agencies(labels, ids, reader) == (1, 1)


@pytest.mark.pure
def test_a_broken_file_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "needs.json"
    broken.write_text("{", "utf-8")

    with pytest.raises(DataError, match=r"needs\.json"):
        evaluation.read_labels([broken], broken, None)
