"""What came of it: measured results, which the province vouches for, and looks back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.access import Permission
from portal.models import User
from portal.saving import save_if_version, save_new_or_if_version

from .. import access
from ..models import AgencyResponse, FollowUp, Outcome
from ..models.responses import HELPING
from ..notifications import tell
from .steps import MoveRefused, hold, need, permit


@transaction.atomic
def save_outcome(outcome: Outcome, *, responses: Sequence[AgencyResponse], by: User) -> Outcome:
    """Enter a measured result, or change one that is not verified. `responses` are those that share it.

    A changed one needs the `version` it was read with. Raises `Conflict`.
    """
    permit(by, Permission.RECORD_RESULTS, any(access.works_on_response(by, response) for response in responses))
    permit(by, Permission.RECORD_RESULTS, outcome._state.adding or access.works_on_outcome(by, outcome))
    held = hold(outcome.community_request)
    if any(response.community_request_id != held.pk or response.status not in HELPING for response in responses):
        raise MoveRefused(_("เลือกคำตอบของเรื่องนี้ที่ตอบรับแล้ว"))
    if outcome.verified_at is not None:
        raise MoveRefused(_("จังหวัดยืนยันผลนี้แล้ว จึงแก้ไขไม่ได้"))
    outcome.returned_note = ""
    outcome.entered_by = outcome.entered_by or by
    save_new_or_if_version(outcome, by=by)
    outcome.responses.set(responses)
    tell("outcome.save", held, by=by)
    return outcome


@transaction.atomic
def verify_outcome(outcome: Outcome, *, version: int, by: User) -> Outcome:
    """The province vouches for a result; from now on it counts. Raises `Conflict`."""
    held = _held_outcome(outcome, by)
    held.verified_at, held.verified_by, held.returned_note = timezone.now(), by, ""
    save_if_version(held, version=version, by=by)
    tell("outcome.verify", held.community_request, by=by)
    return held


@transaction.atomic
def return_outcome(outcome: Outcome, *, note: str, version: int, by: User) -> Outcome:
    """The province gives a result back to the agency, with what is wrong. Raises `Conflict`."""
    held = _held_outcome(outcome, by)
    need(note=note)
    held.returned_note = note
    save_if_version(held, version=version, by=by)
    tell("outcome.return", held.community_request, by=by)
    return held


def _held_outcome(outcome: Outcome, by: User) -> Outcome:
    hold(outcome.community_request)
    held = Outcome.objects.get(pk=outcome.pk)
    permit(by, Permission.CONFIRM_RESULTS, access.works_on_outcome(by, held))
    if held.verified_at is not None:
        raise MoveRefused(_("จังหวัดยืนยันผลนี้แล้ว จึงแก้ไขไม่ได้"))
    return held


@transaction.atomic
def follow_up(planned: FollowUp, *, note: str, version: int, by: User) -> FollowUp:
    """The agency or the province writes down what was found some months later, or corrects it. Raises `Conflict`."""
    held = hold(planned.response.community_request)
    own = access.works_on_response(by, planned.response)
    permit(by, Permission.RECORD_RESULTS if by.agency_id else Permission.CONFIRM_RESULTS, own)
    need(note=note)
    planned.note_th, planned.done_on, planned.by = note, planned.done_on or timezone.localdate(), by
    save_if_version(planned, version=version, by=by)
    tell("follow_up.done", held, response=planned.response, by=by)
    return planned
