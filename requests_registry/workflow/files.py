"""Files of requests and answers: attached, cleared for the public, taken back, removed."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.access import Permission
from portal.models import User
from portal.uploads import TakenFile

from .. import access
from ..models import AgencyResponse, Attachment, CommunityRequest
from .steps import MoveRefused, forget_reports, hold


@transaction.atomic
def attach(
    files: Iterable[TakenFile],
    *,
    community_request: CommunityRequest,
    response: AgencyResponse | None = None,
    by: User,
) -> list[Attachment]:
    """Add files to a request, or to an agency's own answer. What is there already is not kept twice."""
    held = hold(community_request)
    if held.status in access.ENDED:
        raise MoveRefused(_("เรื่องนี้สิ้นสุดแล้ว จึงแนบไฟล์ไม่ได้"))
    if not access.may_attach(by, held, response):
        raise PermissionDenied
    return [keep_file(taken, held, response, by=by) for taken in files]


def keep_file(
    taken: TakenFile, held: CommunityRequest, response: AgencyResponse | None = None, *, by: User
) -> Attachment:
    """Part of attaching and of saving a draft."""
    same = Attachment.objects.filter(community_request=held, response=response, sha256=taken.sha256).first()
    if same is not None:
        return same
    attachment = Attachment.of(taken, community_request=held, response=response, by=by)
    attachment.save()
    return attachment


@transaction.atomic
def clear_file(attachment: Attachment, *, by: User) -> None:
    """Let the public have a file, once the request (and the answer) it belongs to is public."""
    held = _held(attachment)
    _permit(access.may_clear_file(by, held), Permission.CLEAR_FILES)
    if held.cleared_at is None:
        held.cleared_by, held.cleared_at = by, timezone.now()
        held.save(update_fields=["cleared_by", "cleared_at"])


@transaction.atomic
def take_back_file(attachment: Attachment, *, by: User) -> None:
    """Let the public no longer have a file."""
    held = _held(attachment)
    _permit(access.may_clear_file(by, held), Permission.CLEAR_FILES)
    held.cleared_by = held.cleared_at = None
    held.save(update_fields=["cleared_by", "cleared_at"])
    forget_reports(held.community_request)


@transaction.atomic
def remove_file(attachment: Attachment, *, by: User) -> None:
    """Remove what the own side attached, as long as nobody else relies on it. On disk it is swept later."""
    held = _held(attachment)
    if access.is_settled_file(held):
        raise MoveRefused(_("ลบไฟล์นี้ไม่ได้ เพราะหน่วยงานได้รับเรื่องแล้ว ไฟล์หรือคำตอบเผยแพร่แล้ว หรือเรื่องสิ้นสุดแล้ว"))
    _permit(access.may_remove_file(by, held))
    forget_reports(held.community_request)
    held.delete()


def _held(attachment: Attachment) -> Attachment:
    """The file as it is now. Raises `MoveRefused` when somebody has removed it."""
    rows = Attachment.objects.select_for_update(of=("self",)).select_related("community_request", "response")
    held = rows.select_related("uploaded_by").filter(pk=attachment.pk).first()
    if held is None:
        raise MoveRefused(_("ไฟล์นี้ถูกลบไปแล้ว"))
    return held


def _permit(allowed: bool, *permission: Permission) -> None:
    if not allowed:
        raise PermissionDenied(*permission)
