"""What was asked, what the agencies answered, how it moved, and what came of it."""

from .attachments import Attachment
from .contacts import ContactView, RequestContact
from .counts import AnswerCount, AnswerDaysCount, RequestCount
from .history import Transition
from .requests import Category, CommunityRequest, RequestDeclineReason, RequestOutcome, RequestStatus
from .responses import AgencyResponse, DeclineReason, HelpKind, ResponseStatus
from .results import FollowUp, Indicator, Milestone, Outcome
from .sheets import OutcomeSheet
from .verdicts import SuggestionVerdict

__all__ = [
    "AgencyResponse",
    "AnswerCount",
    "AnswerDaysCount",
    "Attachment",
    "Category",
    "CommunityRequest",
    "ContactView",
    "DeclineReason",
    "FollowUp",
    "HelpKind",
    "Indicator",
    "Milestone",
    "Outcome",
    "OutcomeSheet",
    "RequestContact",
    "RequestCount",
    "RequestDeclineReason",
    "RequestOutcome",
    "RequestStatus",
    "ResponseStatus",
    "SuggestionVerdict",
    "Transition",
]
