"""Which rows of requests the public reads. A request from the day it has a number: drafts are saved all the time."""

from portal.public_data import publishes, publishes_links

from .models import AgencyResponse, Attachment, Category, CommunityRequest, Milestone, Outcome, Transition

publishes(CommunityRequest, when=lambda row: row.number is not None)
publishes(AgencyResponse, Attachment, Category, Milestone, Outcome, Transition)
publishes_links(Outcome.responses.through)
