"""How well search, similar needs and the choice of agencies do on labelled needs, through the portal's own code."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil, log2
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from portal.access import Role
from portal.models import Agency, District, FiscalYear, Province, User
from portal.search import find, paused, reindex
from portal.thai import repair
from requests_registry.models import AgencyResponse, Category, CommunityRequest, RequestStatus, ResponseStatus
from requests_registry.routing import who_can_answer
from requests_registry.search_sources import REQUEST
from requests_registry.similarity import PROBABLY_SAME, similar_requests

from .loading.data_files import DataError

#: Needs become requests of this year, numbered in the order of the files: the 14th is 2552-014.
YEAR_BE = 2552
DAY = date(2009, 6, 1)
MOMENT = datetime(2009, 6, 1, 3, tzinfo=UTC)
TOP = 10
#: What distractors ask about: nothing of what the sample needs ask.
PRODUCTS = (
    "ว่าวจุฬา", "โคมไฟกะลา", "รองเท้าแตะยางรถ", "ไม้กวาดดอกหญ้า", "พัดสานไม้ไผ่", "กลองยาว", "ตุ๊กตาไม้", "ซอด้วง",
    "เรือพาย", "เกวียนจำลอง", "หัวโขน", "ร่มกระดาษสา", "มีดพับ", "ขันลงหิน", "กรงนก", "พวงมาลัยดอกรัก", "ธูปหอม",
    "เทียนพรรษา", "บายศรี", "กระดาษข่อย", "หนังตะลุง", "ลูกปัดแก้ว", "เข็มขัดหนังวัว", "หมวกปีกกว้าง", "เปลญวน",
    "รถเข็นขายของ", "ปลากัด", "ไก่ชน", "นกกระทา", "กบนา", "จิ้งหรีด", "ต้นเฟิร์น", "บอนสี", "กระบองเพชร", "บัวหลวง",
    "ถั่วลิสง", "งาดำ", "ละมุด", "พุทรา", "น้อยหน่า", "กระท้อน", "มะขามหวาน", "เผือก", "ขิง", "กระเทียม", "หอมแดง",
    "ฟักทอง", "แตงโม", "ข้าวโพดหวาน", "ผักกาดดอง", "ไส้กรอกอีสาน", "ขนมจีบ", "ลอดช่อง", "ทองม้วน", "ข้าวแต๋น",
    "กาละแม", "น้ำพริกหนุ่ม", "แคบหมู", "ไส้อั่ว", "เต้าหู้",
)  # fmt: skip
WISHES = (
    "ขอวิทยากรสอนทำ{}", "อยากพัฒนา{}ให้ขายได้กว้างขึ้น", "ขอคำแนะนำปรับปรุง{}", "อยากเพิ่มมูลค่า{}ของกลุ่ม", "ขอออกแบบตราสินค้า{}",
    "หาตลาดใหม่ให้{}", "ขอเครื่องมือทำ{}แทนแรงคน", "ลดต้นทุนการทำ{}", "ขอมาตรฐานสำหรับ{}", "รวบรวมภูมิปัญญาการทำ{}",
    "อยากให้เยาวชนเรียนรู้เรื่อง{}", "แก้ปัญหา{}เสียหายหน้าฝน",
)  # fmt: skip
STORIES = (
    "สมาชิกส่วนใหญ่สูงอายุ ต้องการวิธีที่เบาแรงกว่าเดิม", "ลูกค้าขอคุณภาพสม่ำเสมอแต่กลุ่มยังทำด้วยความเคยชิน", "ต้นทุนสูงขึ้นทุกปีจนแทบไม่เหลือกำไร",
    "ในพื้นที่ไม่มีคนสอน ต้องเดินทางไกลไปขอคำปรึกษา", "ยังไม่มีใบรับรองจึงส่งขายห้างไม่ได้", "คนรุ่นใหม่สนใจกลับมาทำต่อแต่ขาดความรู้",
    "หน้าท่องเที่ยวทำไม่ทันขาย แต่หน้าอื่นเหลือ", "กลุ่มเพิ่งตั้งได้สองปี อยากมีพี่เลี้ยง",
)  # fmt: skip


@dataclass(frozen=True)
class Labels:
    """What the files say: needs as they stand there, queries, and which agencies could answer which need."""

    needs: list[dict[str, Any]]
    queries: list[dict[str, Any]]
    cases: list[dict[str, Any]]


def read_labels(needs: Sequence[Path], queries: Path, cases: Path | None) -> Labels:
    """Files are lists, or objects with a list under `needs`, `queries` or `cases`. Raises `DataError`."""
    found = Labels(
        [need for path in needs for need in _read(path, "needs")],
        _read(queries, "queries"),
        _read(cases, "cases") if cases else [],
    )
    ids = [need.get("id") for need in found.needs]
    if len(set(ids)) < len(ids):
        raise DataError(str(needs[-1]), "needs", "id", "an id stands twice")
    return found


def _read(path: Path, key: str) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(path.name, "-", "-", str(error)) from error
    rows = content.get(key) if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DataError(path.name, "-", key, "a list of objects was expected")
    return rows


# ------------------------------------------------------------------------------------------------------------- loading


def load_needs(labels: Labels, *, distractors: int) -> dict[int, str]:
    """Make a request of each need, answered by its agencies, and so many others; ids by primary key."""
    CommunityRequest.objects.all().delete()
    year = FiscalYear.objects.get_or_create(pk=YEAR_BE)[0]
    needs = [*labels.needs, *(_distractor(number) for number in range(distractors))]
    with paused():
        rows = CommunityRequest.objects.bulk_create(
            [_request(need, number, year) for number, need in enumerate(needs, start=1)], batch_size=500
        )
        agencies = {agency.acronym: agency for agency in Agency.objects.all()}
        AgencyResponse.objects.bulk_create(
            [
                _answer(row, agencies[acronym])
                for row, need in zip(rows, needs, strict=True)
                for acronym in need.get("suggested_agencies") or ()
                if acronym in agencies
            ],
            batch_size=500,
        )
    reindex()
    return {row.pk: str(need["id"]) for row, need in zip(rows, needs, strict=True)}


def _request(need: dict[str, Any], number: int, year: FiscalYear) -> CommunityRequest:
    title, text = repair(str(need["title_th"])), repair(str(need.get("description_th") or ""))
    words = {"title_th": title, "title_en": need.get("title_en") or "", "text_th": text}
    place = Province.objects.filter(pk=str(need.get("province_code"))).first() or Province.objects.earliest("pk")
    return CommunityRequest(
        fiscal_year=year,
        number=number,
        status=RequestStatus.ANSWERED,
        province=place,
        district=District.objects.filter(pk=str(need.get("district_code")), province=place).first(),
        category=Category.objects.filter(pk=need.get("category") or 0).first() or Category.objects.earliest("pk"),
        proposed_on=DAY,
        is_sample=True,
        **words,
        **{f"public_{name}": value for name, value in words.items()},
        submitted_at=MOMENT,
        accepted_at=MOMENT,
    )


def _answer(row: CommunityRequest, agency: Agency) -> AgencyResponse:
    return AgencyResponse(
        community_request=row,
        agency=agency,
        status=ResponseStatus.ACCEPTED,
        kind="CO",
        summary_th="ยินดีให้ความช่วยเหลือ",
        asked_on=DAY,
        due_on=DAY,
        answered_on=DAY,
        response_days=0,
        is_published=True,
    )


def _distractor(number: int) -> dict[str, Any]:
    rng = Random(f"distractor/{number}")  # noqa: S311  (invented data, the same each time)
    product = rng.choice(PRODUCTS)
    provinces = ("42", "57", "76", "39", "56", "43", "75", "41", "84", "80")
    return {
        "id": f"distractor-{number}",
        "title_th": rng.choice(WISHES).format(product),
        "description_th": f"{rng.choice(STORIES)} {rng.choice(STORIES)} ทำ{product}มา {rng.randint(2, 40)} ปี",
        "category": rng.randint(1, 3),
        "province_code": rng.choice(provinces),
    }


# ----------------------------------------------------------------------------------------------------------- measuring


@dataclass(frozen=True)
class Score:
    """How one query did. `answered_with_nothing` counts only where nothing is right."""

    kind: str
    ndcg: float
    recall: float
    is_nonsense: bool
    answered_with_nothing: bool


def score_queries(labels: Labels, ids: dict[int, str], *, repeat: int = 3) -> tuple[list[Score], list[float]]:
    """The scores of all queries, and how long each search took, in milliseconds."""
    scores, times = [], []
    for query in labels.queries[:5]:
        find(str(query["query"]), kinds=[REQUEST])
    for query in labels.queries:
        for _ in range(repeat):
            began = perf_counter()
            found = find(str(query["query"]), kinds=[REQUEST])
            times.append((perf_counter() - began) * 1000)
        scores.append(score_one(query, [ids[pk] for pk in found.object_ids if pk in ids]))
    return scores, times


def score_one(query: dict[str, Any], found: list[str]) -> Score:
    """As the reference evaluation does it: `acceptable` ids neither help nor harm."""
    right, neutral = set(query["relevant"]), set(query.get("acceptable", []))
    top = [each for each in found if each in right or each not in neutral][:TOP]
    if not right:
        return Score(query["kind"], float(not top), float(not top), is_nonsense=True, answered_with_nothing=not top)
    gain = sum(1 / log2(place + 2) for place, each in enumerate(top) if each in right)
    best = sum(1 / log2(place + 2) for place in range(min(TOP, len(right))))
    recall = sum(each in right for each in top) / min(TOP, len(right))
    return Score(query["kind"], gain / best, recall, is_nonsense=False, answered_with_nothing=not top)


@dataclass(frozen=True)
class PairScores:
    """How pairs of the same need were found: the other one among the first three, and by the badge."""

    pairs: int
    first_three: float
    precision: float
    recall: float
    lookalikes_told: float


def score_pairs(labels: Labels, ids: dict[int, str], user: User, *, threshold: float = PROBABLY_SAME) -> PairScores:
    """Each need is asked for its similar ones; a pair is told when either side names the other with the badge."""
    keys = {need: pk for pk, need in ids.items()}
    requests = CommunityRequest.objects.in_bulk([keys[str(need["id"])] for need in labels.needs])
    known = {str(need["id"]) for need in labels.needs}
    order: dict[str, list[str]] = {}
    likeness: dict[frozenset[str], float] = {}
    for need in labels.needs:
        row = requests[keys[str(need["id"])]]
        rows = similar_requests(
            row.title_th, row.text_th, user=user, category=row.category_id, leaving_out=row, most=TOP
        )
        order[str(need["id"])] = [ids[similar.pk] for similar in rows]
        for similar in rows:
            if ids[similar.pk] in known:
                pair = frozenset((str(need["id"]), ids[similar.pk]))
                likeness[pair] = max(similar.likeness, likeness.get(pair, 0))
    same, look = _pairs(labels)
    told = {pair for pair, value in likeness.items() if value >= threshold}
    both = [(a, b) for pair in same for a, b in (tuple(pair), tuple(pair)[::-1])]
    return PairScores(
        len(same),
        _share(b in order[a][:3] for a, b in both),
        len(told & same) / len(told) if told else 1.0,
        len(told & same) / len(same) if same else 0.0,
        len(told & look) / len(look) if look else 0.0,
    )


def _pairs(labels: Labels) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    """Pairs of one need, where duplicates of the same original are duplicates of each other; and look-alikes."""
    groups: dict[str, list[str]] = defaultdict(list)
    for need in labels.needs:
        groups[str(need.get("duplicate_of") or need["id"])].append(str(need["id"]))
    same = {frozenset((a, b)) for group in groups.values() for a in group for b in group if a < b}
    look = {
        frozenset((str(need["id"]), str(need["lookalike_of"]))) for need in labels.needs if need.get("lookalike_of")
    }
    return same, look - same


def score_agencies(labels: Labels, ids: dict[int, str], user: User) -> tuple[float, float]:
    """The share of cases with a right agency among the first three, and with the first-named one there."""
    keys = {need: pk for pk, need in ids.items()}
    rows = CommunityRequest.objects.in_bulk(list(ids))
    any_right, first_right = [], []
    for case in labels.cases:
        row = rows[keys[str(case["need"])]]
        able = who_can_answer(
            row.title_th, row.text_th, user=user, on=DAY, category=row.category_id, leaving_out=row, most=3
        )
        named = [agency.acronym for agency in able]
        any_right.append(any(acronym in named for acronym in case["agencies"]))
        first_right.append(bool(case["agencies"]) and case["agencies"][0] in named)
    return _share(any_right), _share(first_right)


def _share(hits: Iterable[bool]) -> float:
    every = list(hits)
    return sum(every) / len(every) if every else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, ceil(share * len(ordered)) - 1))] if ordered else 0.0


def a_reader() -> User:
    """Somebody of the ministry, who may read all that was entered."""
    return User.objects.create(username="evaluation", role=Role.MINISTRY)


def mean(values: Iterable[float]) -> float:
    every = list(values)
    return sum(every) / len(every) if every else 0.0
