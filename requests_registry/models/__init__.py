"""What was asked, what the agencies answered, how it moved, and what came of it."""

from .history import Transition
from .requests import Category, CommunityRequest, RequestOutcome, RequestStatus
from .responses import AgencyResponse, DeclineReason, HelpKind, ResponseStatus
from .results import Indicator, Outcome

__all__ = [
    "AgencyResponse",
    "Category",
    "CommunityRequest",
    "DeclineReason",
    "HelpKind",
    "Indicator",
    "Outcome",
    "RequestOutcome",
    "RequestStatus",
    "ResponseStatus",
    "Transition",
]
