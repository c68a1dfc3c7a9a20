"""The plan of the sample data: every invented row for a given day, thought out before anything is written.

Pure: the same needs, places and day give the same plan, on any database or none. `samples.py` writes it.

150 needs are spread over the last three fiscal years and the current one. What is dated lies before the day (`until`
is the day before), apart from due dates, plans of agencies and the next workshop. The further back a request was
made, the further it has come; the newest ones are given one by one, so that every status occurs on every day of the
year, on 1 October as well, when the current year holds nothing yet but drafts and a planned workshop.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from portal.thai import fiscal_year_bounds, fiscal_year_of, is_working_day
from requests_registry.models import RequestStatus

from .sample_cases import Case, History
from .sample_histories import history_of
from .sample_needs import Need
from .sample_scenarios import DRAFT, MERGED, NEWEST, Scenario, age_class, scenario_for, working_days_old
from .sample_texts import Pair
from .sample_workshops import Geography, Slot, WorkshopPlan, slots_of, workshop_of

#: Raised when the plan for a day changes, so that samples of an earlier version are told from this one's.
VERSION = 1
#: From the first day whose last three years all have province groups, apart from 2552, to the last with a table of
#: holidays for every due date.
FIRST_DAY, LAST_DAY = date(2011, 10, 1), date(2098, 9, 30)
YEARS, FEWEST_YEARS = 4, 3
#: The source page's year: real facts only, whether they are loaded or not.
SOURCE_YEAR_BE = 2552
DRAFTS = 3
MERGES = 6
#: Working days before the day in which the newest requests were made; the others were made before.
NEWEST_WITHIN = 45
FROM_ONE_WORKSHOP_LATELY = 6
#: Loei, where the source's example comes from: some of its needs are always among the newest and the drafts.
EXAMPLE_PROVINCE, FROM_EXAMPLE_PROVINCE = "42", 4
#: So many working days into the year, the earlier half of a merged pair has been accepted for certain.
MERGE_NOT_BEFORE = 30
NEVER = datetime.max.replace(tzinfo=UTC)


class PlanError(Exception):
    """There is no plan for this day; the sentence says why."""


@dataclass(frozen=True, slots=True)
class RequestPlan:
    """One request with all that belongs to it. `key` is that of its need; `workshop` its number in the year."""

    key: str
    receipt: str
    need: Need
    year_be: int
    number: int | None
    workshop: int | None
    group: str
    community: Pair
    merged_into: str
    history: History


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """Everything to write for a day, years in ascending order."""

    on: date
    years: tuple[int, ...]
    workshops: tuple[WorkshopPlan, ...]
    requests: tuple[RequestPlan, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a need was put: its year, its day and, if its province met that year before the day, the workshop."""

    need: Need
    year_be: int
    submitted_on: date
    workshop: WorkshopPlan | None


# -------------------------------------------------------------------------------------------------------- the plan


def plan_samples(
    needs: Sequence[Need],
    geography: Geography,
    answer_days: dict[int, int],
    *,
    on: date,
    closed_years: frozenset[int] = frozenset(),
) -> SamplePlan:
    """Every invented row for the day `on`.

    `answer_days`: working days to answer, by category. `closed_years` (B.E.) hold declared figures of real sources
    and get no sample. Raises `PlanError` when the day lies outside what groups and holidays are known for, or when
    its own fiscal year or the one before is closed.
    """
    years = sample_years(on, closed_years)
    until = on - timedelta(days=1)
    workshops = tuple(_workshops(needs, geography, years, on=on))
    placed = _placed(needs, workshops, years, on=on)
    cases = _cases(placed, answer_days, until=until)
    requests = (_request(place, case, merged_into, geography, on) for place, case, merged_into in cases)
    return SamplePlan(on, years, workshops, tuple(numbered(requests)))


def sample_years(on: date, closed_years: frozenset[int]) -> tuple[int, ...]:
    """The fiscal years (B.E.) that samples of a day lie in, ascending."""
    if not FIRST_DAY <= on <= LAST_DAY:
        raise PlanError(f"--on must lie between {FIRST_DAY} and {LAST_DAY}, not on {on}")
    current = fiscal_year_of(on)
    closed = closed_years | {SOURCE_YEAR_BE}
    years = tuple(year for year in range(current - YEARS + 1, current + 1) if year not in closed)
    if taken := {current, current - 1} & closed:
        raise PlanError(f"fiscal year {max(taken)} has declared figures of a real source; sample data stay out of it")
    if len(years) < FEWEST_YEARS:
        raise PlanError(f"only {len(years)} of the last {YEARS} fiscal years have no declared figures")
    return years


def receipt_of(on: date, key: str) -> str:
    """Twelve characters that are the same for the same day and need. Guessable, which for samples does not matter."""
    return hashlib.blake2b(f"{VERSION}/{on.isoformat()}/{key}".encode(), digest_size=6).hexdigest()


def community_of(need: Need, geography: Geography) -> Pair:
    """`กลุ่มเกษตรกร อ.ภูหลวง`, in Bangkok with เขต."""
    district_th, district_en = geography.districts[need.district]
    prefix = "เขต" if need.province == "10" else "อ."
    return f"{need.requester[0]} {prefix}{district_th}", f"{need.requester[1]}, {district_en} District"


def numbered(requests: Iterable[RequestPlan]) -> Iterator[RequestPlan]:
    """With running numbers for each fiscal year, in the order of acceptance; those never accepted come last."""
    counter: Counter[int] = Counter()
    for request in sorted(requests, key=lambda request: (request.history.accepted_at or NEVER, request.key)):
        if request.history.accepted_at:
            counter[request.year_be] += 1
            yield replace(request, number=counter[request.year_be])
        else:
            yield request


def _request(place: _Place, case: Case, merged_into: str, geography: Geography, on: date) -> RequestPlan:
    need, workshop = place.need, place.workshop
    history = history_of(case)
    return RequestPlan(
        key=need.key,
        receipt=receipt_of(on, need.key),
        need=need,
        year_be=place.year_be,
        number=None,
        workshop=workshop.number if workshop else None,
        group=workshop.group if workshop else geography.group_of(need.province, place.submitted_on),
        community=community_of(need, geography),
        merged_into=merged_into if history.status == RequestStatus.MERGED else "",
        history=history,
    )


# -------------------------------------------------------------------------------------------- where the needs are put


def _workshops(
    needs: Sequence[Need], geography: Geography, years: tuple[int, ...], *, on: date
) -> Iterator[WorkshopPlan]:
    """The groups with the most needs first, each to the year that has the most room; the planned one comes last."""
    asking = Counter(geography.group_of(need.province, on) for need in needs)
    groups = [group for group, _ in sorted(asking.items(), key=lambda item: (-item[1], item[0])) if group]
    slots = [slot for year in years for slot in slots_of(year, on=on)]
    room = dict.fromkeys(years, len(needs) // len(years))
    found: list[WorkshopPlan] = []
    for group in groups:
        free = [slot for slot in slots if slot.is_held and not _taken(slot, found)]
        for slot in sorted(free, key=lambda slot: (-room[slot.year_be], slot.starts_on)):
            if geography.composition(group, slot.starts_on):
                workshop = workshop_of(slot, group, geography)
                found.append(workshop)
                room[slot.year_be] -= sum(need.province in workshop.provinces for need in needs)
                break
    for slot in slots:  # what is left over, and the planned one: groups that met longest ago or never
        if not _taken(slot, found):
            found.append(_next_workshop(slot, found, geography))
    yield from sorted(found, key=lambda workshop: (workshop.year_be, workshop.number))


def _taken(slot: Slot, found: list[WorkshopPlan]) -> bool:
    return any((slot.year_be, slot.number) == (workshop.year_be, workshop.number) for workshop in found)


def _next_workshop(slot: Slot, found: list[WorkshopPlan], geography: Geography) -> WorkshopPlan:
    met = {workshop.group: workshop.starts_on for workshop in found}
    candidates = {row.group for row in geography.in_force(slot.starts_on).values() if row.group}
    group = min(candidates, key=lambda group: (met.get(group, date.min), group))
    return workshop_of(slot, group, geography)


def _placed(
    needs: Sequence[Need], workshops: tuple[WorkshopPlan, ...], years: tuple[int, ...], *, on: date
) -> list[tuple[_Place, Scenario | None, str]]:
    """Each need with its place; the scenario if it is one of the newest or merged, and the need it is merged into."""
    pairs = _merged_pairs(needs)
    paired = {need.key for pair in pairs for need in pair}
    loose = [need for need in needs if need.key not in paired]
    newest, drafts, rest = _newest_needs(loose, workshops, on=on)
    placed: list[tuple[_Place, Scenario | None, str]] = []
    for need in drafts:
        placed.append((_Place(need, fiscal_year_of(on), _working_days_before(on, 1), None), DRAFT, ""))
    for need, (age, scenario) in zip(newest, NEWEST, strict=True):
        placed.append((_place_on(need, _working_days_before(on, age), workshops), scenario, ""))
    newest_from = _working_days_before(on, NEWEST_WITHIN)
    for turn, (later, earlier) in enumerate(pairs):
        scenario = MERGED[turn % len(MERGED)]
        placed.append((_place_in(earlier, years[0], workshops, before=newest_from), None, ""))
        placed.append((_place_in(later, years[1], workshops, before=newest_from, late=True), scenario, earlier.key))
    for need, year in _spread(rest, workshops, years, newest_from):
        placed.append((_place_in(need, year, workshops, before=newest_from), None, ""))
    return placed


def _merged_pairs(needs: Sequence[Need]) -> list[tuple[Need, Need]]:
    """The first near-duplicates, each with the earlier item it says to be the same as; every need in one pair only."""
    by_key = {need.key: need for need in needs}
    pairs, used = list[tuple[Need, Need]](), set[str]()
    for need in needs:
        if need.duplicate_of and not {need.key, need.duplicate_of} & used and len(pairs) < MERGES:
            pairs.append((need, by_key[need.duplicate_of]))
            used |= {need.key, need.duplicate_of}
    return pairs


def _newest_needs(
    needs: list[Need], workshops: tuple[WorkshopPlan, ...], *, on: date
) -> tuple[list[Need], list[Need], list[Need]]:
    """The needs of the last weeks (some of the workshop held just then), the drafts, and all others."""
    order = sorted(needs, key=lambda need: Random(need.key).random())  # noqa: S311  (mixed, but the same each time)
    held = [workshop for workshop in workshops if workshop.is_held]
    lately = held[-1].provinces if held and held[-1].ends_on >= _working_days_before(on, NEWEST_WITHIN) else ()
    first = [need for need in order if need.province in lately][:FROM_ONE_WORKSHOP_LATELY]
    others = [need for need in order if need.province not in lately]
    home = [need for need in others if need.province == EXAMPLE_PROVINCE][:FROM_EXAMPLE_PROVINCE]
    others = [need for need in others if need not in home]
    few = len(NEWEST) + DRAFTS - len(first) - len(home)
    chosen = [*first, *home[::2], *others[:few], *home[1::2]]
    return chosen[: len(NEWEST)], chosen[len(NEWEST) :], [need for need in needs if need not in chosen]


def _spread(
    needs: list[Need], workshops: tuple[WorkshopPlan, ...], years: tuple[int, ...], newest_from: date
) -> Iterator[tuple[Need, int]]:
    """A year for each need: that of its group's workshop while there is room, else the one with the most room."""
    weights = {year: _share_of_year_before(year, newest_from) for year in years}
    room = {year: len(needs) * weight / sum(weights.values()) for year, weight in weights.items()}
    for need in _few_first(needs, workshops):
        invited = [w.year_be for w in workshops if w.ends_on < newest_from and need.province in w.provinces]
        with_room = [year for year in invited if room[year] >= 1]
        year = with_room[0] if with_room else max(years, key=lambda year: (room[year], -year))
        room[year] -= 1
        yield need, year


def _few_first(needs: list[Need], workshops: tuple[WorkshopPlan, ...]) -> list[Need]:
    """Those of workshops with few needs come first, so that no workshop remains without any."""
    asking = Counter(need.province for need in needs)
    sizes = {
        province: sum(asking[other] for other in workshop.provinces)
        for workshop in workshops
        for province in workshop.provinces
    }
    return sorted(needs, key=lambda need: sizes.get(need.province, len(needs)))


def _share_of_year_before(year_be: int, day: date) -> float:
    first, last = fiscal_year_bounds(year_be)
    days = (min(last + timedelta(days=1), day) - first).days
    return days / 365 if days >= 20 else 0.0


def _place_in(
    need: Need, year_be: int, workshops: tuple[WorkshopPlan, ...], *, before: date, late: bool = False
) -> _Place:
    """At or soon after the workshop that its province was invited to that year, else on any working day of it."""
    rng = Random(f"{need.key}/{year_be}")  # noqa: S311  (invented data, the same each time)
    first, last = fiscal_year_bounds(year_be)
    last = min(last, before - timedelta(days=1))
    if late:
        first += timedelta(days=MERGE_NOT_BEFORE * 7 // 5)
    invited = [w for w in workshops if w.year_be == year_be and w.ends_on <= last and need.province in w.provinces]
    if invited and invited[0].starts_on >= first:
        # Most needs are written down at the workshop itself, the others in the weeks after.
        workshop, after = invited[0], rng.choice((0, 0, 0, 0, 1, 1, 4, 9, 13, 20))
        day = workshop.starts_on + timedelta(days=rng.randrange((workshop.ends_on - workshop.starts_on).days + 1))
        return _Place(need, year_be, _working_day_until(min(day + timedelta(days=after), last)), workshop)
    day = first + timedelta(days=rng.randrange((last - first).days + 1))
    return _place_on(need, _working_day_within(day, first, last), workshops)


def _place_on(need: Need, day: date, workshops: tuple[WorkshopPlan, ...]) -> _Place:
    """On a day: from the workshop of that fiscal year if its province was invited and the workshop had begun."""
    year = fiscal_year_of(day)
    invited = [w for w in workshops if w.year_be == year and w.starts_on <= day and need.province in w.provinces]
    return _Place(need, year, day, invited[0] if invited else None)


def _cases(
    placed: list[tuple[_Place, Scenario | None, str]], answer_days: dict[int, int], *, until: date
) -> Iterator[tuple[_Place, Case, str]]:
    """What happens to each: what was chosen for it, else the next scenario for its age."""
    turns: Counter[int] = Counter()
    refusals = 0
    targets = {merged_into for _, _, merged_into in placed if merged_into}
    for place, chosen, merged_into in sorted(placed, key=lambda row: (row[0].submitted_on, row[0].need.key)):
        need, day = place.need, place.submitted_on
        if chosen:
            scenario, pace = chosen, 2
        else:
            scenario, pace = _next_scenario(working_days_old(day, until), turns, in_work=need.key in targets)
        case = Case(need.key, need, scenario, day, until, answer_days[need.category], pace, refusals)
        refusals += scenario.refuses
        yield place, case, merged_into


def _next_scenario(age: int, turns: Counter[int], *, in_work: bool) -> tuple[Scenario, int]:
    """The next for this age; `in_work` passes over those that end early, as others are merged into the request."""
    while True:
        scenario, pace = scenario_for(age, turns[age_class(age)])
        turns[age_class(age)] += 1
        if scenario.courses or not in_work:
            return scenario, pace


# ------------------------------------------------------------------------------------------------------- working days


def _working_days_before(day: date, days: int) -> date:
    """The day that lies so many working days before; on a 1 October, 1 is usually 30 September."""
    while days:
        day -= timedelta(days=1)
        days -= is_working_day(day)
    return day


def _working_day_until(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _working_day_within(day: date, first: date, last: date) -> date:
    """The day itself, or the nearest working day that is not outside the span."""
    near = (day + timedelta(days=sign * step) for step in range(15) for sign in (-1, 1))
    return next(other for other in near if first <= other <= last and is_working_day(other))
