"""What officers say to what the portal proposes. Nothing follows from it but that it is kept."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.access import Permission
from portal.models import Agency, User

from ..models import CommunityRequest, SuggestionVerdict


@transaction.atomic
def judge_suggestion(
    community_request: CommunityRequest,
    *,
    of: CommunityRequest | Agency,
    is_right: bool,
    score: float,
    by: User,
) -> SuggestionVerdict:
    """Keep whether a similar request, or an agency that could answer, was proposed rightly; `score` is how sure it was.

    Said again by the same person, the later word counts. Raises `PermissionDenied`.
    """
    _permit(community_request, of, by)
    subject = {"agency": of} if isinstance(of, Agency) else {"similar": of}
    verdict, _created = SuggestionVerdict.objects.update_or_create(
        community_request=community_request, **subject, by=by, defaults={"is_right": is_right, "score": score}
    )
    return verdict


def _permit(community_request: CommunityRequest, of: CommunityRequest | Agency, by: User) -> None:
    """The request is the person's own work, and the other one is nothing the person may not see."""
    own = CommunityRequest.objects.concerning(by).filter(pk=community_request.pk)
    seen = isinstance(of, Agency) or CommunityRequest.objects.visible_to(by).filter(pk=of.pk).exists()
    if not (by.may(Permission.SCREEN_REQUESTS) or by.may(Permission.WRITE_REQUESTS)) or not own.exists() or not seen:
        raise PermissionDenied
