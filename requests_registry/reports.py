"""One request as everybody may read it: the frozen data from which its page and its PDF are both made.

Only what is named here is public; nothing reads a model in a template. Texts are in the language asked for, or Thai
and marked as Thai where no translation exists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.bilingual import Localised, in_language
from portal.models import Provenance
from portal.reports import (
    AgencyTag,
    Event,
    Mark,
    PlaceName,
    SourceLine,
    agency_label,
    agency_tag,
    issuer_on,
    mark_of,
    place_name,
    source_line,
)
from portal.thai import fiscal_year_bounds

from .meanings import meaning
from .models import AgencyResponse, Attachment, CommunityRequest, Indicator, Outcome, ResponseStatus
from .models.responses import TOLD_AT_ONCE, WAITING
from .models.results import OutcomeQuerySet
from .photographs import MOST_OF_A_REQUEST, Photograph, is_photograph, photograph
from .request_lines import Place, RequestLine, place_of, request_line
from .timeline import events, workshop_mark


@dataclass(frozen=True)
class WorkshopLine:
    """The workshop a request came from; of one that is not published the public learns the number alone."""

    year_be: int
    number: int
    held: Held | None


@dataclass(frozen=True)
class Held:
    """When and where a published workshop is held."""

    starts_on: date
    ends_on: date
    venue: Localised
    host_province: PlaceName


@dataclass(frozen=True)
class JoinedRequest:
    """Another request that was merged into this one."""

    reference: str
    community: Localised
    place: Place


@dataclass(frozen=True)
class Verdict:
    """What the province says of what was delivered: confirmed or not, and in which words."""

    is_confirmed: bool
    sentence: str
    on: date | None
    note: Localised | None


@dataclass(frozen=True)
class Answer:
    """One agency's response as far as it is public: an unpublished one tells who was asked, and until when.

    `number` counts the answers of the request; `part` is what was asked, and several agencies may answer one part.
    """

    number: int
    part: int
    part_title: Localised
    agency: AgencyTag
    status: str
    status_label: str
    is_open: bool
    kind: str
    summary: Localised
    details: Localised
    asked_on: date | None
    due_on: date | None
    answered_on: date | None
    planned_from: date | None
    planned_to: date | None
    budget_baht: Decimal | None
    budget_source: str
    delivered_on: date | None
    people_reached: int | None
    decline_reason: str
    suggested_agency: AgencyTag | None
    mark: Mark
    verdict: Verdict | None


@dataclass(frozen=True)
class Result:
    """A verified outcome; agencies that share it are all credited."""

    indicator: str
    unit: Localised
    baseline: Decimal | None
    actual: Decimal
    period_from: date
    period_to: date
    agencies: tuple[str, ...]


@dataclass(frozen=True)
class FileLine:
    """A file that the public may have; its size in bytes."""

    pk: int
    name: str
    size: int
    is_photograph: bool


@dataclass(frozen=True)
class ResultTotal:
    """What verified outcomes of one indicator and unit add up to, real ones and samples apart.

    `gain` is empty where adding up says nothing, as with shares of a hundred.
    """

    indicator: str
    unit: Localised
    gain: Decimal | None
    results: int
    is_sample: bool
    as_of: date


@dataclass(frozen=True)
class RequestSheet:
    """Everything public about one request, in one language."""

    language: str
    issuer: str
    line: RequestLine
    number_is_ours: bool
    outcome_label: str
    meaning: str
    category_name: Localised | None
    community: Localised | None
    sector: str
    joined: tuple[JoinedRequest, ...]
    group: Localised | None
    group_slug: str
    workshop: WorkshopLine | None
    title_mark: Mark
    place_mark: Mark
    category_mark: Mark
    workshop_mark: Mark
    answers: tuple[Answer, ...]
    events: tuple[Event, ...]
    results: tuple[Result, ...]
    files: tuple[FileLine, ...]
    photographs: tuple[Photograph, ...]
    totals: tuple[ResultTotal, ...]
    source: SourceLine | None
    data_as_of: date

    @property
    def documents(self) -> tuple[FileLine, ...]:
        """Files that are not shown as photographs."""
        return tuple(file for file in self.files if not file.is_photograph)

    @property
    def agencies(self) -> tuple[AgencyTag, ...]:
        """Who was asked, each once, in the order of the parts."""
        return tuple({answer.agency.acronym: answer.agency for answer in self.answers}.values())


def request_sheet(
    community_request: CommunityRequest, *, language: str, with_unpublished: bool = False
) -> RequestSheet:
    """The whole public story of one request; for staff also what is not published yet.

    Fetched with `for_detail()`; one more query, for the totals, where a result is verified.
    """
    with translation.override(language):
        category, group = community_request.category, community_request.group
        responses = sorted(community_request.responses.all(), key=lambda response: (response.part, response.pk))
        answers = tuple(
            _answer(number, response, community_request, language, shown=with_unpublished or response.is_published)
            for number, response in enumerate(responses, start=1)
        )
        has_community = bool(community_request.public_community_th)
        told = tuple(events(community_request, language=language))
        verified = any(outcome.verified_at for outcome in community_request.outcomes.all())
        of_request = Outcome.objects.public().filter(community_request=community_request)
        totals = result_totals(of_request, language=language) if verified else ()
        return RequestSheet(
            language=language,
            issuer=issuer_on(fiscal_year_bounds(community_request.fiscal_year_id)[0]),
            line=request_line(community_request, language=language),
            number_is_ours=community_request.accepted_at is None,
            outcome_label=str(community_request.get_outcome_display()),
            meaning=_meaning(community_request),
            category_name=in_language(category, "name", language) if category else None,
            community=in_language(community_request, "public_community", language) if has_community else None,
            sector=str(community_request.get_sector_display()),
            joined=tuple(_joined(community_request, language)),
            group=in_language(group, "short_name", language) if group else None,
            group_slug=group.slug if group else "",
            workshop=_workshop(community_request, language),
            title_mark=_field_mark(community_request, "title", language),
            place_mark=mark_of(community_request, language),
            category_mark=Mark(community_request.category_provenance, Localised("", language)),
            workshop_mark=workshop_mark(community_request, language),
            answers=answers,
            events=told,
            results=tuple(_results(community_request.outcomes.all(), language)),
            files=tuple(
                FileLine(file.pk, file.name, file.size, is_photograph(file))
                for file in _public_files(community_request)
            ),
            photographs=tuple(_photographs(community_request, language)),
            totals=tuple(total for total in totals if total.results > 1),
            source=source_line(community_request.source, language),
            data_as_of=_data_as_of(community_request, told, totals),
        )


def _meaning(community_request: CommunityRequest) -> str:
    """Nothing for a request that a source tells of and no more: nobody here decided where it stands."""
    if community_request.provenance != Provenance.ENTERED:
        return ""
    return meaning(community_request.status, community_request.outcome)


def _joined(community_request: CommunityRequest, language: str) -> Iterable[JoinedRequest]:
    for other in community_request.merged.all():
        yield JoinedRequest(other.reference, in_language(other, "public_community", language), place_of(other))


def _field_mark(community_request: CommunityRequest, field: str, language: str) -> Mark:
    provenance = getattr(community_request, f"{field}_provenance")
    return Mark(provenance, in_language(community_request, f"{field}_note", language))


def _workshop(community_request: CommunityRequest, language: str) -> WorkshopLine | None:
    workshop = community_request.workshop
    if workshop is None:
        return None
    held = Held(
        starts_on=workshop.starts_on,
        ends_on=workshop.ends_on,
        venue=in_language(workshop, "venue", language),
        host_province=place_name(workshop.host_province),
    )
    return WorkshopLine(workshop.fiscal_year_id, workshop.number, held if workshop.is_published else None)


def _answer(
    number: int, response: AgencyResponse, community_request: CommunityRequest, language: str, *, shown: bool
) -> Answer:
    """What of a response is `shown`; of another only who was asked, and until when."""
    day = answer_day(response, community_request)
    suggested = response.suggested_agency
    nothing = Localised("", language)
    return Answer(
        number=number,
        part=response.part,
        part_title=in_language(response, "part_title", language) if shown else nothing,
        agency=agency_tag(response.agency, on=day, language=language),
        status=response.status if shown or response.status in TOLD_AT_ONCE else "",
        status_label=_status_label(response, shown=shown),
        is_open=response.status in WAITING or (not shown and response.status != ResponseStatus.CANCELLED),
        kind=str(response.get_kind_display()) if shown else "",
        summary=in_language(response, "summary", language) if shown else nothing,
        details=in_language(response, "details", language) if shown else nothing,
        asked_on=response.asked_on,
        due_on=response.due_on,
        answered_on=response.answered_on if shown else None,
        planned_from=response.planned_from if shown else None,
        planned_to=response.planned_to if shown else None,
        budget_baht=response.budget_baht if shown else None,
        budget_source=response.budget_source_th if shown else "",
        delivered_on=response.delivered_on if shown else None,
        people_reached=response.people_reached if shown else None,
        decline_reason=str(response.get_decline_reason_display()) if shown else "",
        suggested_agency=agency_tag(suggested, on=day, language=language) if shown and suggested else None,
        mark=mark_of(response, language) if shown else Mark(response.provenance, nothing),
        verdict=_verdict(response, community_request, language) if shown else None,
    )


def _verdict(response: AgencyResponse, community_request: CommunityRequest, language: str) -> Verdict | None:
    """The province's word on a delivery; `None` where nothing was delivered."""
    moves = [move for move in community_request.transitions.all() if move.response_id == response.pk]
    last = moves[-1] if moves else None
    on = timezone.localdate(last.at) if last else None
    note = in_language(last, "public_note", language) if last else None
    if response.status == ResponseStatus.VERIFIED:
        return Verdict(True, _("จังหวัดตรวจแล้วและยืนยันว่าชุมชนได้รับตามที่หน่วยงานแจ้ง"), on, note)
    if response.status == ResponseStatus.DELIVERED:
        return Verdict(False, _("หน่วยงานแจ้งว่าส่งมอบแล้ว จังหวัดยังไม่ได้ยืนยัน"), None, None)
    if last and (last.from_status, last.to_status) == (ResponseStatus.DELIVERED, ResponseStatus.UNDER_WAY):
        return Verdict(False, _("จังหวัดตรวจแล้วยังไม่ยืนยัน หน่วยงานจึงดำเนินการต่อ"), on, note)
    return None


def answer_if_published(response: AgencyResponse, *, number: int, language: str) -> Answer:
    """How the public would read the response, were it published as it is now."""
    with translation.override(language):
        return _answer(number, response, response.community_request, language, shown=True)


def _status_label(response: AgencyResponse, *, shown: bool) -> str:
    """What the public reads; an answer that the ministry has not published yet does not tell what it is."""
    if response.status in TOLD_AT_ONCE or shown:
        return str(ResponseStatus(response.status).label)
    return _("รอเผยแพร่คำตอบ")


def answer_day(response: AgencyResponse, community_request: CommunityRequest) -> date:
    """The day by which the answering agency is named; of an undated answer the workshop's, else the year's last."""
    workshop = community_request.workshop
    undated = workshop.starts_on if workshop else fiscal_year_bounds(community_request.fiscal_year_id)[1]
    return response.answered_on or response.asked_on or undated


def _results(outcomes: Iterable[Outcome], language: str) -> Iterable[Result]:
    for outcome in outcomes:
        if outcome.verified_at is None:
            continue
        tags = [agency_label(response.agency, language) for response in outcome.responses.all()]
        yield Result(
            indicator=str(outcome.get_indicator_display()),
            unit=in_language(outcome, "unit", language),
            baseline=outcome.baseline,
            actual=outcome.actual,
            period_from=outcome.period_from,
            period_to=outcome.period_to,
            agencies=tuple(dict.fromkeys(tags)),
        )


def _photographs(community_request: CommunityRequest, language: str) -> list[Photograph]:
    agencies = {response.pk: response.agency for response in community_request.responses.all()}
    labels = {pk: agency_label(agency, language) for pk, agency in agencies.items()}
    shown = [file for file in _public_files(community_request) if is_photograph(file)][:MOST_OF_A_REQUEST]
    return [
        photograph(
            file, reference=community_request.reference, agency=labels.get(file.response_id or 0, ""), language=language
        )
        for file in shown
    ]


def _public_files(community_request: CommunityRequest) -> list[Attachment]:
    """As `for_detail()` has fetched them."""
    return community_request.public_files  # type: ignore[attr-defined]


def result_totals(outcomes: OutcomeQuerySet, *, language: str) -> tuple[ResultTotal, ...]:
    """What the verified ones of these add up to; nothing where nothing was verified. One query."""
    with translation.override(language):
        return tuple(
            ResultTotal(
                indicator=str(Indicator(total.indicator).label),
                unit=in_language(total, "unit", language),
                gain=total.gain if total.adds_up else None,
                results=total.results,
                is_sample=total.is_sample,
                as_of=timezone.localdate(total.last_verified_at),
            )
            for total in outcomes.totals()
        )


def _data_as_of(community_request: CommunityRequest, events: Iterable[Event], totals: Iterable[ResultTotal]) -> date:
    """The last day on which something public of this was written: never the day of printing."""
    days = [event.first_day for event in events if event.first_day and event.kind == "done"]
    days += [total.as_of for total in totals]
    if community_request.source and community_request.source.read_on:
        days.append(community_request.source.read_on)
    return max(days, default=community_request.fiscal_year.starts_on)
