"""What is done with requests: written, handed in, screened, joined, closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.access import Permission, Role
from portal.models import FiscalYear, User
from portal.saving import save_if_version, save_new_or_if_version
from portal.uploads import TakenFile

from .. import clocks
from ..models import CommunityRequest, RequestStatus, ResponseStatus, Transition
from ..models.requests import UNNUMBERED
from ..models.responses import NOT_LIVE
from ..moves import COMPUTED, status_from_responses
from ..notifications import tell
from .contacts import ContactDetails, keep_contact
from .files import keep_file
from .steps import (
    MoveRefused,
    forget_reports,
    held_request,
    hold_all,
    move_request,
    moving_request,
    need,
    permit,
    statuses_of,
    year_row,
)


@dataclass(frozen=True)
class PublicWords:
    """What the public will read of a request, cleared of personal data."""

    title_th: str
    text_th: str
    community_th: str = ""
    title_en: str = ""
    text_en: str = ""
    community_en: str = ""


# ------------------------------------------------------------------------------------------------------------- drafts


#: While it is with the province, which may change it.
EDITABLE = (RequestStatus.DRAFT, RequestStatus.RETURNED)


@transaction.atomic
def save_draft(
    draft: CommunityRequest, *, contact: ContactDetails | None = None, files: Iterable[TakenFile] = (), by: User
) -> CommunityRequest:
    """Keep a draft, new or changed, with new files. Without `contact` whom to ask stays as it is.

    A changed one needs the `version` that it was read with. Raises `Conflict`.
    """
    permit(by, Permission.WRITE_REQUESTS, _may_write_for(by, draft.province_id))
    workshop, today = draft.workshop, timezone.localdate()
    draft.fiscal_year = year_row(workshop.fiscal_year_id if workshop else FiscalYear.year_of(today))
    draft.group = draft.province.group_on(workshop.starts_on if workshop else today)
    if draft._state.adding:
        draft.entered_by, draft.entered_as = by, by.role
    elif held_request(draft, by, Permission.WRITE_REQUESTS).status not in EDITABLE:
        raise MoveRefused(_("เรื่องนี้ส่งแล้ว จึงแก้ไขไม่ได้"))
    save_new_or_if_version(draft, by=by)
    if contact is not None:
        keep_contact(draft, contact)
    for taken in files:
        keep_file(taken, draft, by=by)
    return draft


def _may_write_for(user: User, province_code: str) -> bool:
    """Officers write for their own province; the ministry for any, on its behalf."""
    return user.role == Role.MINISTRY or user.province_id == province_code


@transaction.atomic
def delete_draft(draft: CommunityRequest, *, by: User) -> None:
    """A draft goes with all that belongs to it; what was once submitted is withdrawn instead."""
    held = held_request(draft, by, Permission.WRITE_REQUESTS)
    if held.status != RequestStatus.DRAFT:
        raise MoveRefused(_("ลบได้เฉพาะร่างที่ยังไม่เคยส่ง หากส่งแล้วให้ใช้การถอนเรื่อง"))
    held.delete()


@transaction.atomic
def submit(draft: CommunityRequest, *, by: User) -> CommunityRequest:
    """Hand in a draft, or a request that was returned. Its fiscal year is its workshop's, else that of today."""
    held = moving_request(draft, "submit", by)
    if missing := missing_fields(held):
        raise ValidationError(dict.fromkeys(missing, _("ต้องระบุก่อนส่ง")))
    today = timezone.localdate()
    workshop = held.workshop
    held.fiscal_year = year_row(workshop.fiscal_year_id if workshop else FiscalYear.year_of(today))
    held.group = held.province.group_on(workshop.starts_on if workshop else today)
    held.submitted_at = held.submitted_at or timezone.now()
    held.answer_wanted_by = None
    move_request(held, RequestStatus.SUBMITTED, by=by)
    tell("request.submit_for_province" if by.role == Role.MINISTRY else "request.submit", held, by=by)
    return held


def missing_fields(draft: CommunityRequest) -> list[str]:
    """What a request must say before it can be submitted.

    A line that the ministry types at a workshop is short: the rest can be asked for when it is screened.
    """
    needed = ["title_th", "category"]
    if draft.entered_as != Role.MINISTRY:
        needed += ["district", "sector", "community_th", "text_th"]
    return [name for name in needed if not getattr(draft, f"{name}_id" if name in {"category", "district"} else name)]


@transaction.atomic
def submit_many(drafts: Sequence[CommunityRequest], *, by: User) -> list[CommunityRequest]:
    """Save and hand in new requests, all or none: what a sheet of many lines does."""
    return [submit(save_draft(draft, by=by), by=by) for draft in drafts]


# ---------------------------------------------------------------------------------------------------------- screening


@transaction.atomic
def return_to_province(
    community_request: CommunityRequest, *, question: str, wanted_by: date, by: User
) -> CommunityRequest:
    """Give a request back with a question that the province answers by a day."""
    held = moving_request(community_request, "return", by)
    need(question=question)
    held.answer_wanted_by = wanted_by
    move_request(held, RequestStatus.RETURNED, by=by, reason=question)
    tell("request.return", held, by=by)
    return held


@transaction.atomic
def accept(community_request: CommunityRequest, *, words: PublicWords, by: User) -> CommunityRequest:
    """Take up a request: its cleared words become public, and it gets the next number of its fiscal year."""
    held = moving_request(community_request, "accept", by)
    need(title_th=words.title_th)
    _set_public_words(held, words)
    held.number, held.accepted_at = _next_number(held.fiscal_year_id), timezone.now()
    move_request(held, RequestStatus.ACCEPTED, by=by)
    tell("request.accept", held, by=by)
    return held


def _next_number(year_be: int) -> int:
    """The next running number of a year, in the transaction that uses it: the row stays locked, so none is lost."""
    year = FiscalYear.objects.select_for_update().get(pk=year_be)
    year.last_number += 1
    year.save(update_fields=["last_number"])
    return year.last_number


def _set_public_words(held: CommunityRequest, words: PublicWords) -> None:
    for name in ("title", "text", "community"):
        for language in ("th", "en"):
            setattr(held, f"public_{name}_{language}", getattr(words, f"{name}_{language}"))


@transaction.atomic
def edit_public_words(
    community_request: CommunityRequest, *, words: PublicWords, version: int, by: User
) -> CommunityRequest:
    """Correct what the public reads of an accepted request, in reports made before too. Raises `Conflict`."""
    held = held_request(community_request, by, Permission.SCREEN_REQUESTS)
    if held.status in UNNUMBERED:
        raise MoveRefused(_("เรื่องนี้ยังไม่ได้รับ จึงยังไม่มีข้อความสาธารณะ"))
    need(title_th=words.title_th)
    _set_public_words(held, words)
    save_if_version(held, version=version, by=by)
    forget_reports(held)
    return held


@transaction.atomic
def decline(community_request: CommunityRequest, *, reason: str, sentence: str, by: User) -> CommunityRequest:
    """Do not take up a request: `reason` is a `RequestDeclineReason`, `sentence` says it, and who else could help."""
    held = moving_request(community_request, "decline", by)
    need(reason=reason, sentence=sentence)
    held.decline_reason = reason
    move_request(held, RequestStatus.DECLINED, by=by, reason=sentence, note=sentence)
    tell("request.decline", held, by=by)
    return held


@transaction.atomic
def merge(community_request: CommunityRequest, *, into: CommunityRequest, reason: str, by: User) -> CommunityRequest:
    """Join a request to another that asks the same; both communities are listed there."""
    hold_all([community_request, into])
    held = moving_request(community_request, "merge", by)
    target = held_request(into, by, Permission.SCREEN_REQUESTS)
    need(reason=reason)
    if target.pk == held.pk or target.status not in COMPUTED:
        raise MoveRefused(_("รวมได้เฉพาะกับเรื่องอื่นที่รับแล้วและยังดำเนินการอยู่"))
    held.merged_into = target
    move_request(held, RequestStatus.MERGED, by=by, reason=reason)
    forget_reports(held)
    tell("request.merge", held, by=by)
    return held


@transaction.atomic
def split(community_request: CommunityRequest, *, reason: str, by: User) -> CommunityRequest:
    """Part a merged request again; it has the status that it had."""
    held = moving_request(community_request, "split", by)
    need(reason=reason)
    held.merged_into = None
    move_request(held, _status_before(held), by=by, reason=reason)
    tell("request.split", held, by=by)
    return held


@transaction.atomic
def take_up_again(community_request: CommunityRequest, *, reason: str, by: User) -> CommunityRequest:
    """Reconsider what was declined, within 30 days; it has the status that it had."""
    held = moving_request(community_request, "take_up_again", by)
    need(reason=reason)
    if not may_be_taken_up_again(held, on=timezone.localdate()):
        days = clocks.DAYS_TO_REOPEN
        raise MoveRefused(_("เปิดเรื่องที่ไม่รับได้ภายใน %(days)d วันเท่านั้น ให้จังหวัดเสนอเป็นเรื่องใหม่") % {"days": days})
    before = _status_before(held)
    held.decline_reason = ""
    move_request(held, before, by=by, reason=reason)
    tell("request.reopen", held, by=by)
    return held


@transaction.atomic
def reopen(community_request: CommunityRequest, *, reason: str, by: User) -> CommunityRequest:
    """Go on with what was closed; every earlier answer is kept."""
    held = moving_request(community_request, "reopen", by)
    need(reason=reason)
    held.outcome = ""
    move_request(held, status_from_responses(statuses_of(held)), by=by, reason=reason)
    tell("request.reopen", held, by=by)
    return held


def may_be_taken_up_again(community_request: CommunityRequest, *, on: date) -> bool:
    """Whether it was declined not too long ago; one without a recorded move never was."""
    declined = _last_move_to(community_request, RequestStatus.DECLINED)
    return declined is not None and on <= timezone.localdate(declined.at) + timedelta(days=clocks.DAYS_TO_REOPEN)


def _status_before(held: CommunityRequest) -> str:
    """The status that a declined or merged request had: neither has live responses, so it is one of these two."""
    last = _last_move_to(held, held.status)
    return RequestStatus.SUBMITTED if last and last.from_status == RequestStatus.SUBMITTED else RequestStatus.ACCEPTED


def _last_move_to(community_request: CommunityRequest, status: str) -> Transition | None:
    own = Transition.objects.filter(community_request=community_request, response__isnull=True, to_status=status)
    return own.order_by("at", "pk").last()


@transaction.atomic
def withdraw(community_request: CommunityRequest, *, reason: str, by: User) -> CommunityRequest:
    """The province takes its request back, for good; a number that was given stays."""
    held = moving_request(community_request, "withdraw", by)
    need(reason=reason)
    held.answer_wanted_by = None
    move_request(held, RequestStatus.WITHDRAWN, by=by, reason=reason)
    forget_reports(held)
    tell("request.withdraw", held, by=by)
    return held


# ------------------------------------------------------------------------------------------------------------ closing


@transaction.atomic
def close(community_request: CommunityRequest, *, outcome: str, sentence: str, by: User) -> CommunityRequest:
    """End the story: how it ended (a `RequestOutcome`), in a sentence. The province has had its say, or its 60 days."""
    held = moving_request(community_request, "close", by)
    need(outcome=outcome, sentence=sentence)
    if not may_be_closed(held, on=timezone.localdate()):
        raise MoveRefused(_("ปิดเรื่องได้เมื่อจังหวัดยืนยันผลครบทุกคำตอบ หรือเมื่อพ้น 60 วันหลังส่งมอบ"))
    held.outcome = outcome
    move_request(held, RequestStatus.CLOSED, by=by, reason=sentence, note=sentence)
    tell("request.close", held, by=by)
    return held


def may_be_closed(community_request: CommunityRequest, *, on: date) -> bool:
    """Whether every live response was confirmed, or the last delivery lies 60 days back."""
    live = [response for response in community_request.responses.all() if response.status not in NOT_LIVE]
    unconfirmed = [response.delivered_on for response in live if response.status != ResponseStatus.VERIFIED]
    waited = timedelta(days=clocks.DAYS_FOR_A_VERDICT)
    return bool(live) and all(day is not None and day + waited <= on for day in unconfirmed)
