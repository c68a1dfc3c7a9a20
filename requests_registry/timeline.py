"""The public story of a request, move by move, from its transitions."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.bilingual import Localised, in_language
from portal.models import Provenance
from portal.reports import Event, Mark, agency_label, agency_tag
from workshops.models import Workshop

from .models import AgencyResponse, CommunityRequest, Milestone, Transition
from .models import RequestStatus as Request
from .models import ResponseStatus as Response
from .models.history import TransitionQuerySet
from .models.responses import HELPING, TOLD_AT_ONCE
from .moves import COMPUTED

ENDED = (Request.CLOSED, Request.DECLINED)


def made_by_people(moves: TransitionQuerySet) -> TransitionQuerySet:
    """Without those that a request makes because its responses have moved: the responses tell of it."""
    follows = Q(response__isnull=True, by__isnull=True, by_role="", from_status__in=COMPUTED, to_status__in=COMPUTED)
    return moves.exclude(follows)


def events(community_request: CommunityRequest, *, language: str) -> Iterable[Event]:
    """What the public may know, oldest first. Reads only what `for_detail()` has fetched; the language is active."""
    transitions = list(community_request.transitions.all())
    workshop = community_request.workshop
    if workshop and workshop.is_published and community_request.workshop_provenance != Provenance.ENTERED:
        yield _origin(community_request, workshop, language)
    if not transitions:
        yield from _undated_answers(community_request, language)
    dated = [*_heard(community_request, language), *_moves(community_request, language)]
    dated += _steps_done(community_request, language)
    dated += _results(community_request, language)
    yield from sorted(dated, key=lambda event: event.first_day or date.min)  # stable: moves of one day keep their order
    yield from _steps_to_come(community_request, language)
    if not transitions and community_request.provenance != Provenance.ENTERED:
        yield Event("thin", None, None, _("เอกสารต้นทางไม่ได้กล่าวถึงผลการดำเนินงาน"))
    elif community_request.status not in ENDED:
        yield Event("open", None, None, _("ผลการดำเนินงานและการติดตามผลจะแสดงเมื่อหน่วยงานบันทึกผลและจังหวัดยืนยันแล้ว"))


def _heard(community_request: CommunityRequest, language: str) -> Iterable[Event]:
    """The workshop at which a request that was entered here was heard; one after its last move is not told yet."""
    workshop, moves = community_request.workshop, community_request.transitions.all()
    if not workshop or not workshop.is_published or community_request.workshop_provenance != Provenance.ENTERED:
        return
    if moves and workshop.ends_on <= max(timezone.localdate(move.at) for move in moves):
        title = _("รับฟังความต้องการในการประชุมครั้งที่ %(number)d") % {"number": workshop.number}
        yield Event("done", workshop.starts_on, workshop.ends_on, title, in_language(workshop, "venue", language))


def _moves(community_request: CommunityRequest, language: str) -> Iterable[Event]:
    responses = {response.pk: response for response in community_request.responses.all()}
    for transition in community_request.transitions.all():
        sentence = _sentence(transition, community_request, responses, language)
        if sentence:
            yield _event(transition, sentence, language)


def _published_steps(community_request: CommunityRequest, language: str) -> Iterable[tuple[Milestone, Localised]]:
    """The milestones of published answers, each with what it says and by whom."""
    for response in community_request.responses.all():
        for step in response.milestones.all() if response.is_published else ():
            title = in_language(step, "title", language)
            label = agency_label(response.agency, language)
            yield step, replace(title, text=f"{label}: {title.text}")


def _steps_done(community_request: CommunityRequest, language: str) -> Iterable[Event]:
    for step, title in _published_steps(community_request, language):
        if step.done_on:
            yield Event("done", step.done_on, None, title)


def _steps_to_come(community_request: CommunityRequest, language: str) -> Iterable[Event]:
    """Planned milestones, the nearest first; of a request that has ended nothing is to come."""
    if community_request.status in ENDED:
        return
    steps = _published_steps(community_request, language)
    planned = [
        Event("open", step.due_on, None, title, Localised(_("กำหนดในแผน"), language))
        for step, title in steps
        if not step.done_on
    ]
    yield from sorted(planned, key=lambda event: event.first_day or date.max)


def _results(community_request: CommunityRequest, language: str) -> Iterable[Event]:
    for outcome in community_request.outcomes.all():
        if outcome.verified_at is None:
            continue
        amount = f"{outcome.actual.normalize():,f} {in_language(outcome, 'unit', language).text}"
        told = {"indicator": outcome.get_indicator_display(), "amount": amount}
        yield Event(
            "done", timezone.localdate(outcome.verified_at), None, _("จังหวัดยืนยันผล: %(indicator)s %(amount)s") % told
        )


def workshop_mark(community_request: CommunityRequest, language: str) -> Mark:
    """How the link to the workshop is known."""
    return Mark(community_request.workshop_provenance, in_language(community_request, "workshop_note", language))


def _origin(community_request: CommunityRequest, workshop: Workshop, language: str) -> Event:
    return Event(
        kind="thin" if community_request.workshop_provenance == Provenance.INFERRED else "done",
        first_day=workshop.starts_on,
        last_day=workshop.ends_on,
        title=_("เสนอในการประชุมครั้งที่ %(number)d") % {"number": workshop.number},
        text=in_language(workshop, "venue", language),
        mark=workshop_mark(community_request, language),
    )


def _undated_answers(community_request: CommunityRequest, language: str) -> Iterable[Event]:
    """The published answers of a source that gives no dates, as one row."""
    responses = [item for item in community_request.responses.all() if item.is_published and item.status in HELPING]
    if not responses:
        return
    agencies = {response.agency_id for response in responses}
    sentence = ngettext(
        "%(agencies)d หน่วยงานตอบรับ รวม %(answers)d คำตอบ",
        "%(agencies)d หน่วยงานตอบรับ รวม %(answers)d คำตอบ",
        len(agencies),
    )
    title = sentence % {"agencies": len(agencies), "answers": len(responses)}
    yield Event("thin", None, None, title, None, Mark(responses[0].provenance, Localised("", language)))


def _event(transition: Transition, sentence: str, language: str) -> Event:
    note = in_language(transition, "public_note", language)
    return Event("done", timezone.localdate(transition.at), None, sentence, note if note.text else None)


def _sentence(
    transition: Transition, community_request: CommunityRequest, responses: dict[int, AgencyResponse], language: str
) -> str | None:
    """What a move says in public; `None` when it says nothing, or nothing yet."""
    if transition.response_id is None:
        return request_sentence(transition.from_status, transition.to_status, community_request.reference)
    response = responses[transition.response_id]
    if not response.is_published and transition.to_status not in TOLD_AT_ONCE:
        return None
    name = agency_tag(response.agency, on=timezone.localdate(transition.at), language=language).name
    return response_sentence(transition.from_status, transition.to_status, str(name))


def request_sentence(old: str, new: str, reference: str) -> str | None:
    """The sentence of a move of the request; moves that its responses cause are told by those."""
    if old == Request.CLOSED:
        return _("เปิดเรื่องดำเนินการต่ออีกครั้ง")
    told = {
        (Request.DRAFT, Request.SUBMITTED): _("เสนอความต้องการ"),
        ("", Request.SUBMITTED): _("เสนอความต้องการ"),
        (Request.SUBMITTED, Request.ACCEPTED): _("กระทรวงรับเรื่องไว้เป็นเลขที่ %(reference)s") % {"reference": reference},
        (Request.DECLINED, Request.ACCEPTED): _("กระทรวงรับเรื่องไว้พิจารณาอีกครั้ง"),
        (Request.MERGED, Request.ACCEPTED): _("แยกออกเป็นเรื่องของตนเองอีกครั้ง"),
    }
    ends = {Request.DECLINED: _("กระทรวงไม่รับเรื่อง"), Request.CLOSED: _("ปิดเรื่อง")}
    return told.get((old, Request(new))) or ends.get(Request(new))


def response_sentence(old: str, new: str, agency: str) -> str:
    """The sentence of a move of a response."""
    again = {
        (Response.INFO_NEEDED, Response.ASKED): _("จังหวัดให้ข้อมูลเพิ่มแก่%(agency)sแล้ว"),
        (Response.DELIVERED, Response.UNDER_WAY): _("จังหวัดยังไม่ยืนยันผลงานของ%(agency)s"),
    }
    sentences = {
        Response.ASKED: _("มอบหมายให้%(agency)sเป็นผู้ตอบ"),
        Response.INFO_NEEDED: _("%(agency)sขอข้อมูลเพิ่มจากจังหวัด"),
        Response.ACCEPTED: _("%(agency)sตอบรับ"),
        Response.DECLINED: _("%(agency)sแจ้งว่าไม่สามารถตอบสนอง"),
        Response.UNDER_WAY: _("%(agency)sเริ่มดำเนินการ"),
        Response.DELIVERED: _("%(agency)sส่งมอบงาน"),
        Response.VERIFIED: _("จังหวัดยืนยันผลงานของ%(agency)s"),
        Response.CANCELLED: _("ยกเลิกการมอบหมาย%(agency)s"),
    }
    sentence = again.get((Response(old), Response(new))) if old else None
    return (sentence or sentences[Response(new)]) % {"agency": agency}
