"""Who may see and do what with one request: the rules of `visible_to` and `concerning`, asked of a single object.

A list starts from the queryset, a page that holds an object already asks here; tests show that both always agree.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from portal.access import Permission, Role
from portal.models import User

from .models import AgencyResponse, Attachment, CommunityRequest, Outcome, RequestStatus
from .models.responses import NOT_LIVE

Person = User | AnonymousUser

#: Nothing is added to a request that has ended.
ENDED = (RequestStatus.CLOSED, RequestStatus.DECLINED, RequestStatus.MERGED, RequestStatus.WITHDRAWN)


def works_on_request(user: User, community_request: CommunityRequest) -> bool:
    """Whether the request is this person's work."""
    if user.may(Permission.SEE_ALL_REQUESTS):
        return community_request.status != RequestStatus.DRAFT or community_request.entered_as == Role.MINISTRY
    if user.may(Permission.SEE_OWN_PROVINCE):
        return community_request.province_id == user.province_id
    if user.may(Permission.SEE_OWN_AGENCY):
        return any(response.agency_id == user.agency_id for response in community_request.responses.all())
    return False


def sees_request(user: Person, community_request: CommunityRequest) -> bool:
    """Whether the person may read at least the public words of the request."""
    return community_request.is_public or (user.is_authenticated and works_on_request(user, community_request))


def works_on_response(user: User, response: AgencyResponse) -> bool:
    """Whether the response is this person's work: an answer to the own province, of the own agency, to the ministry."""
    if user.may(Permission.SEE_ALL_REQUESTS):
        return True
    if user.may(Permission.SEE_OWN_PROVINCE):
        return response.community_request.province_id == user.province_id
    return user.may(Permission.SEE_OWN_AGENCY) and response.agency_id == user.agency_id


def sees_response(user: Person, response: AgencyResponse) -> bool:
    """Whether the person may read what the agency answered."""
    if response.is_published and response.community_request.is_public:
        return True
    return user.is_authenticated and works_on_response(user, response)


def sees_contact(user: User, community_request: CommunityRequest) -> bool:
    """Whether the person may read whom to ask: the ministry, the own province, agencies with a live response."""
    if not user.may(Permission.SEE_CONTACTS) or not works_on_request(user, community_request):
        return False
    return not user.may(Permission.SEE_OWN_AGENCY) or _has_a_live_response(user, community_request)


def sees_attachment(user: Person, attachment: Attachment) -> bool:
    """Whether the person may have the file."""
    response, community_request = attachment.response, attachment.community_request
    cleared = attachment.cleared_at is not None and community_request.is_public
    if cleared and (response is None or response.is_published):
        return True
    if not user.is_authenticated:
        return False
    if response is not None:
        return works_on_response(user, response)
    if not works_on_request(user, community_request):
        return False
    return not user.may(Permission.SEE_OWN_AGENCY) or _has_a_live_response(user, community_request)


def may_attach(user: User, community_request: CommunityRequest, response: AgencyResponse | None = None) -> bool:
    """Whether the person may add files: province and ministry to the request, an agency to its own live answer."""
    if community_request.status in ENDED:
        return False
    if response is None:
        return user.may(Permission.WRITE_REQUESTS) and works_on_request(user, community_request)
    is_own = user.may(Permission.ANSWER_REQUESTS) and works_on_response(user, response)
    return is_own and response.community_request_id == community_request.pk and response.status not in NOT_LIVE


def may_clear_file(user: User, attachment: Attachment) -> bool:
    """Whether the person decides if the public gets the file."""
    return user.may(Permission.CLEAR_FILES) and sees_attachment(user, attachment)


def may_remove_file(user: User, attachment: Attachment) -> bool:
    """Whether the person may remove the file: it is of the own office, not public, and the work goes on."""
    if attachment.cleared_at is not None or attachment.community_request.status in ENDED:
        return False
    return _is_of_the_office(user, attachment.uploaded_by) and sees_attachment(user, attachment)


def _is_of_the_office(user: User, other: User) -> bool:
    return (user.role, user.province_id, user.agency_id) == (other.role, other.province_id, other.agency_id)


def works_on_outcome(user: User, outcome: Outcome) -> bool:
    """Whether the result is this person's work."""
    if user.may(Permission.SEE_ALL_REQUESTS):
        return True
    if user.may(Permission.SEE_OWN_PROVINCE):
        return outcome.community_request.province_id == user.province_id
    return any(works_on_response(user, response) for response in outcome.responses.all())


def looks_back(user: User) -> bool:
    """Whether the person writes down what is found after a delivery: agencies and provinces do, the ministry reads."""
    return user.may(Permission.RECORD_RESULTS) or user.may(Permission.CONFIRM_RESULTS)


def _has_a_live_response(user: User, community_request: CommunityRequest) -> bool:
    return any(
        response.agency_id == user.agency_id and response.status not in NOT_LIVE
        for response in community_request.responses.all()
    )
