"""The morning's message on late work: one a day for each person who has some, on screen and by mail.

What waits is counted for a person as his or her desk counts it; nobody hears of what is not his or her work.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access import Permission
from portal.models import Notification, User
from portal.reports import agency_label
from portal.thai import add_working_days, format_date, working_days_between

from .models import AgencyResponse, CommunityRequest, Outcome, RequestStatus, ResponseStatus
from .notifications import send
from .workflow import may_be_closed

logger = logging.getLogger(__name__)

#: An answer that is due within so many working days is told of.
DUE_SOON = 3
#: A new request that has waited longer than so many working days is told of.
WAITED_LONG = 3
#: How many requests of a kind a mail names; how many agencies a sentence does.
NAMED, NAMED_AGENCIES = 15, 4


@dataclass(frozen=True)
class Heap:
    """Work of one kind: how much of it there is in words, and the requests, as far as the mail names them."""

    words: str
    names: tuple[str, ...]


@dataclass
class Told:
    """How many people were told, and to how many the mail could not be handed over."""

    people: int = 0
    failures: int = 0


def tell_of_late_work(*, on: date) -> Told:
    """Tell everybody what is late or waits. Repeated on the same day it tells nobody twice, and mails what failed."""
    told = Told()
    for user in User.objects.active().order_by("pk"):
        heaps = {language: tuple(_heaps(user, on, language)) for language in User.Language.values}
        if not heaps[user.language]:
            continue
        try:
            told.people += _tell(user, heaps, on)
        except OSError:  # of the mail server, with all that smtplib raises; the others are told all the same
            logger.exception("the mail on late work did not go out to account %s", user.pk)
            told.failures += 1
    return told


def _tell(user: User, heaps: dict[str, tuple[Heap, ...]], on: date) -> bool:
    """Leave the message, and mail it unless that is done; whether there was anything to do."""
    texts = {language: _text(heaps[language], on, language) for language in heaps}
    notification, is_new = Notification.objects.get_or_create(
        user=user,
        key=f"late-{on.isoformat()}",
        defaults={"text_th": texts["th"], "text_en": texts["en"], "path": _desk(), "at": timezone.now()},
    )
    if not user.email or notification.mailed_at:
        return is_new
    send([notification], more=_list_of(heaps[user.language]))
    return True


def _text(heaps: Iterable[Heap], on: date, language: str) -> str:
    """The day and every heap, in one line."""
    with translation.override(language):
        day = format_date(on, language=language, style="short")
        heading = _("งานที่รอท่าน %(day)s") % {"day": day}
        return f"{heading}: {' · '.join(heap.words for heap in heaps)}"[:500]


def _list_of(heaps: Iterable[Heap]) -> str:
    """Every heap with its requests, a line each."""
    return "\n\n".join("\n".join([heap.words, *(f"- {name}" for name in heap.names)]) for heap in heaps)


def _desk() -> str:
    with translation.override("th"):
        return reverse("desk")


# -------------------------------------------------------------------------------------------------- what waits for whom


def _heaps(user: User, on: date, language: str) -> Iterator[Heap]:
    with translation.override(language):
        if user.may(Permission.SCREEN_REQUESTS):
            yield from _of_the_ministry(user, on, language)
        elif user.may(Permission.CONFIRM_RESULTS):
            yield from _of_a_province(user)
        elif user.may(Permission.ANSWER_REQUESTS):
            yield from _of_an_agency(user, on)


def _of_an_agency(user: User, on: date) -> Iterator[Heap]:
    mine = AgencyResponse.objects.concerning(user)
    late = mine.overdue(on=on)
    if count := late.count():
        yield Heap(_n(ngettext("คำตอบเกินกำหนด %(n)d เรื่อง", "คำตอบเกินกำหนด %(n)d เรื่อง", count), count), _asked(late))
    soon = mine.asked().filter(due_on__gte=on, due_on__lte=add_working_days(on, DUE_SOON))
    if count := soon.count():
        words = ngettext("ครบกำหนดตอบใน 3 วันทำการ %(n)d เรื่อง", "ครบกำหนดตอบใน 3 วันทำการ %(n)d เรื่อง", count)
        yield Heap(_n(words, count), _asked(soon))


def _of_a_province(user: User) -> Iterator[Heap]:
    returned = CommunityRequest.objects.concerning(user).filter(status=RequestStatus.RETURNED)
    mine = AgencyResponse.objects.concerning(user)
    asked = mine.filter(status=ResponseStatus.INFO_NEEDED)
    if count := returned.count() + asked.count():
        words = ngettext("คำถามรอคำตอบจากจังหวัด %(n)d เรื่อง", "คำถามรอคำตอบจากจังหวัด %(n)d เรื่อง", count)
        yield Heap(_n(words, count), (*_requests(returned), *_asked(asked))[:NAMED])
    delivered = mine.filter(status=ResponseStatus.DELIVERED)
    outcomes = Outcome.objects.concerning(user).to_be_verified().select_related("community_request")
    if count := delivered.count() + outcomes.count():
        words = ngettext("ผลงานรอจังหวัดยืนยัน %(n)d รายการ", "ผลงานรอจังหวัดยืนยัน %(n)d รายการ", count)
        measured = tuple(_name(outcome.community_request) for outcome in outcomes.order_by("pk")[:NAMED])
        yield Heap(_n(words, count), (*_asked(delivered), *measured)[:NAMED])


def _of_the_ministry(user: User, on: date, language: str) -> Iterator[Heap]:
    responses, requests = AgencyResponse.objects.concerning(user), CommunityRequest.objects.concerning(user)
    if late := list(responses.overdue(on=on).select_related("agency", "community_request")):
        words = ngettext("คำตอบเกินกำหนด %(n)d เรื่อง", "คำตอบเกินกำหนด %(n)d เรื่อง", len(late))
        names = tuple(f"{agency_label(row.agency, language)}: {_of(row)}" for row in late[:NAMED])
        yield Heap(f"{_n(words, len(late))} ({_by_agency(late, language)})", names)
    waiting = requests.filter(status=RequestStatus.SUBMITTED, submitted_at__isnull=False).order_by("submitted_at", "pk")
    if old := [request for request in waiting if _working_days_since(request, on) > WAITED_LONG]:
        words = ngettext("เรื่องใหม่รอคัดกรองเกิน 3 วันทำการ %(n)d เรื่อง", "เรื่องใหม่รอคัดกรองเกิน 3 วันทำการ %(n)d เรื่อง", len(old))
        yield Heap(_n(words, len(old)), tuple(_name(request) for request in old[:NAMED]))
    to_publish = responses.to_be_published()
    if count := to_publish.count():
        yield Heap(
            _n(ngettext("คำตอบรอเผยแพร่ %(n)d เรื่อง", "คำตอบรอเผยแพร่ %(n)d เรื่อง", count), count), _asked(to_publish)
        )
    delivered = requests.filter(status=RequestStatus.DELIVERED).order_by("pk").prefetch_related("responses")
    if to_close := [request for request in delivered if may_be_closed(request, on=on)]:
        words = ngettext("เรื่องรอปิด %(n)d เรื่อง", "เรื่องรอปิด %(n)d เรื่อง", len(to_close))
        yield Heap(_n(words, len(to_close)), tuple(_name(request) for request in to_close[:NAMED]))


def _n(words: str, count: int) -> str:
    return words % {"n": count}


def _by_agency(late: Iterable[AgencyResponse], language: str) -> str:
    """`วศ. 3, วว. 2`: the agencies that owe most, the others as a number."""
    owed: dict[str, int] = {}
    for response in late:
        label = agency_label(response.agency, language)
        owed[label] = owed.get(label, 0) + 1
    first = sorted(owed.items(), key=lambda item: (-item[1], item[0]))
    told = [f"{label} {count}" for label, count in first[:NAMED_AGENCIES]]
    others = len(first[NAMED_AGENCIES:])
    if others:
        told.append(_n(ngettext("และอีก %(n)d หน่วยงาน", "และอีก %(n)d หน่วยงาน", others), others))
    return ", ".join(told)


def _working_days_since(community_request: CommunityRequest, on: date) -> int:
    assert community_request.submitted_at  # noqa: S101  (tells the type; the query asks for it)
    return working_days_between(timezone.localdate(community_request.submitted_at), on)


def _asked(responses: QuerySet[AgencyResponse]) -> tuple[str, ...]:
    rows = responses.select_related("community_request").order_by("due_on", "pk")[:NAMED]
    return tuple(_of(row) for row in rows)


def _of(response: AgencyResponse) -> str:
    return _name(response.community_request)


def _requests(requests: QuerySet[CommunityRequest]) -> tuple[str, ...]:
    return tuple(_name(request) for request in requests.order_by("answer_wanted_by", "pk")[:NAMED])


def _name(community_request: CommunityRequest) -> str:
    return f"{community_request.reference} {community_request.title_th}".strip()
