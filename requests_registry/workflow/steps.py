"""What the verbs are made of: locking, asking, moving, writing down."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.access import Permission, Role
from portal.models import FiscalYear, Province, User
from portal.reports.storing import forget
from portal.saving import Refused, save_as

from .. import access
from ..models import AgencyResponse, CommunityRequest, RequestStatus, ResponseStatus, Transition
from ..moves import COMPUTED, REQUEST_MOVES, RESPONSE_MOVES, Move, status_from_responses


class MoveRefused(Refused):
    """The move is not open from where the request or response stands."""


def permit(by: User, permission: Permission, is_own: bool) -> None:
    if not (by.may(permission) and is_own):
        raise PermissionDenied(permission)


def open_or_refuse(status: str, move: Move, label: str) -> None:
    """Refuse a move that is not open from this status; mostly somebody else was faster."""
    if status not in move.old:
        raise MoveRefused(_("ทำรายการนี้ไม่ได้ เพราะสถานะปัจจุบันคือ “%(status)s”") % {"status": label})


def need(**texts: str) -> None:
    if missing := [name for name, text in texts.items() if not text.strip()]:
        raise ValidationError(dict.fromkeys(missing, _("ต้องกรอกช่องนี้")))


def year_row(year_be: int) -> FiscalYear:
    return FiscalYear.objects.get_or_create(pk=year_be)[0]


def hold(community_request: CommunityRequest) -> CommunityRequest:
    """The request as it is now, locked until the end: moves of one request come one after the other."""
    return CommunityRequest.objects.select_for_update().get(pk=community_request.pk)


def hold_all(requests: Iterable[CommunityRequest]) -> None:
    """Lock several requests in one order, so that two people who hold the same ones never wait for each other."""
    keys = [request.pk for request in requests]
    list(CommunityRequest.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def held_request(community_request: CommunityRequest, by: User, permission: Permission) -> CommunityRequest:
    held = hold(community_request)
    permit(by, permission, access.works_on_request(by, held))
    return held


def moving_request(community_request: CommunityRequest, verb: str, by: User) -> CommunityRequest:
    move = REQUEST_MOVES[verb]
    held = held_request(community_request, by, move.permission)
    open_or_refuse(held.status, move, str(RequestStatus(held.status).label))
    return held


def held_response(response: AgencyResponse, by: User, permission: Permission) -> AgencyResponse:
    request = hold(response.community_request)
    held = AgencyResponse.objects.select_related("agency").get(pk=response.pk)
    held.community_request = request
    permit(by, permission, access.works_on_response(by, held))
    return held


def moving_response(response: AgencyResponse, verb: str, by: User) -> AgencyResponse:
    """Responses move only while their request is in the work: not when it was closed, merged or withdrawn."""
    move = RESPONSE_MOVES[verb]
    held = held_response(response, by, move.permission)
    open_or_refuse(held.status, move, str(ResponseStatus(held.status).label))
    request = held.community_request
    if request.status not in COMPUTED:
        raise MoveRefused(_("เรื่องนี้อยู่ในสถานะ “%(status)s” แล้ว") % {"status": RequestStatus(request.status).label})
    return held


def move_request(held: CommunityRequest, new: str, *, by: User, reason: str = "", note: str = "") -> None:
    old, held.status = held.status, new
    save_request(held, by=by)
    write_transition(held, old, new, by=by, reason=reason, note=note)


def move_response(held: AgencyResponse, new: str, *, by: User, reason: str = "", note: str = "") -> None:
    old, held.status = held.status, new
    save_response(held, by=by)
    write_transition(held.community_request, old, new, response=held, by=by, reason=reason, note=note)
    settle(held.community_request, by=by)


def settle(held: CommunityRequest, *, by: User) -> None:
    """Give the request the status that follows from its responses: the only place that writes a computed one."""
    new = status_from_responses(statuses_of(held))
    if held.status not in COMPUTED or held.status == new:
        return
    old, held.status = held.status, new
    save_request(held, by=by)
    write_transition(held, old, new, by=None)


def statuses_of(community_request: CommunityRequest) -> list[str]:
    return list(AgencyResponse.objects.filter(community_request=community_request).values_list("status", flat=True))


def save_request(held: CommunityRequest, *, by: User) -> None:
    held.version += 1
    save_as(held, by=by)


def save_response(held: AgencyResponse, *, by: User) -> None:
    held.version += 1
    save_as(held, by=by)


def forget_reports(held: CommunityRequest, *, drafts_alone: bool = False) -> None:
    """What is taken out of a request, or back from the public, must not be read in reports that were made before.

    Of a request that was joined to another, that one's sheet tells.
    """
    for told in filter(None, (held, held.merged_into)):
        if told.reference:
            forget(told.reference, drafts_alone=drafts_alone)


def write_transition(
    held: CommunityRequest,
    old: str,
    new: str,
    *,
    by: User | None,
    response: AgencyResponse | None = None,
    reason: str = "",
    note: str = "",
) -> None:
    """The move's own row; `by` is empty where the system moves what follows."""
    Transition.objects.create(
        community_request=held,
        response=response,
        from_status=old,
        to_status=new,
        at=timezone.now(),
        by=by,
        by_role=by.role if by else "",
        on_behalf_of=_on_behalf_of(held, new, by),
        reason=reason,
        public_note_th=note[:500],
    )


def _on_behalf_of(held: CommunityRequest, new: str, by: User | None) -> Province | None:
    """Whose move it really is: what the ministry submits, it submits for the province."""
    return held.province if by and by.role == Role.MINISTRY and new == RequestStatus.SUBMITTED else None
