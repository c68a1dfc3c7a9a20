"""When a public request or a published answer changed last."""

from datetime import datetime

from portal.freshness import register

from .models import AgencyResponse, CommunityRequest
from .models.requests import PUBLIC


def last_change() -> datetime | None:
    """Two queries along the index of the field history."""
    requests = CommunityRequest.history.filter(number__isnull=False, status__in=PUBLIC)
    answers = AgencyResponse.history.filter(is_published=True)
    newest = (
        rows.order_by("-history_date").values_list("history_date", flat=True).first() for rows in (requests, answers)
    )
    return max((moment for moment in newest if moment), default=None)


register(last_change)
