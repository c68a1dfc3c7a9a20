"""A small world in which everything that the desk shows exists, with a word of its own in every hidden text.

Each secret names who may read it: `canary("draft-loei")` occurs in no page of anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.core.files.base import ContentFile

from portal.models import Feedback, Invitation, Notification, Phrase, StoredReport, User
from requests_registry.models import (
    AgencyResponse,
    Attachment,
    CommunityRequest,
    FollowUp,
    Milestone,
    Outcome,
)
from requests_registry.models import RequestStatus as Request
from requests_registry.models import ResponseStatus as Response
from tests.factories import (
    DSS,
    LOEI,
    NAN,
    TISTR,
    a_privacy_notice,
    a_province,
    an_agency,
    make_activity,
    make_attachment,
    make_category,
    make_contact,
    make_district,
    make_feedback,
    make_follow_up,
    make_handover,
    make_invitation,
    make_milestone,
    make_notification,
    make_outcome,
    make_phrase,
    make_request,
    make_response,
    make_stored_report,
    make_transition,
    make_workshop,
)
from workshops.models import Activity, Handover, Workshop


def canary(name: str) -> str:
    """A word that stands nowhere else."""
    return f"ความลับ{name.replace('-', '')}"


@dataclass
class World:
    """Rows by name; `loei`'s are worked on by the officer of Loei and by DSS, `nan`'s by Nan and TISTR."""

    people: dict[str, User]
    requests: dict[str, CommunityRequest] = field(default_factory=dict)
    responses: dict[str, AgencyResponse] = field(default_factory=dict)
    workshop: Workshop | None = None
    activity: Activity | None = None
    handover: Handover | None = None
    outcome: Outcome | None = None
    returned_outcome: Outcome | None = None
    milestone: Milestone | None = None
    follow_up: FollowUp | None = None
    phrase: Phrase | None = None
    attachment: Attachment | None = None
    notification: Notification | None = None
    feedback: Feedback | None = None
    invitation: Invitation | None = None
    report: StoredReport | None = None


def make_world(people: dict[str, User]) -> World:
    world = World(people)
    make_category(1)
    make_district("4202", province=a_province(LOEI))
    make_district("5501", province=a_province(NAN))
    world.workshop = make_workshop(outcome_th=canary("workshop"), is_published=False)
    world.activity = make_activity(workshop=world.workshop, title_th=canary("activity"))
    world.handover = make_handover(workshop=world.workshop, item_th=canary("handover"))
    _add_requests(world)
    _add_answers(world)
    _add_what_belongs_to_them(world)
    return world


def _add_requests(world: World) -> None:
    officer = world.people["province"]
    for status in (Request.DRAFT, Request.SUBMITTED, Request.RETURNED, Request.WITHDRAWN):
        world.requests[status] = make_request(
            status,
            title_th=canary(f"{status}-title"),
            text_th=canary(f"{status}-text"),
            entered_by=officer,
            entered_as=officer.role,
        )
    for status in (
        Request.ACCEPTED,
        Request.ASSIGNED,
        Request.UNDER_WAY,
        Request.DELIVERED,
        Request.CLOSED,
        Request.DECLINED,
    ):
        world.requests[status] = make_request(
            status,
            title_th=canary(f"{status}-title"),
            text_th=canary(f"{status}-text"),
            public_title_th=f"เรื่อง{status}",
        )
    world.requests[Request.MERGED] = make_request(
        Request.MERGED, title_th=canary("merged-title"), merged_into=world.requests[Request.ACCEPTED]
    )
    world.requests["nan"] = make_request(
        Request.SUBMITTED, title_th=canary("nan-title"), text_th=canary("nan-text"), province=a_province(NAN)
    )
    for name in (Request.DECLINED, Request.MERGED):
        make_transition(
            community_request=world.requests[name],
            from_status=Request.SUBMITTED,
            to_status=name,
            reason=canary(f"{name}-reason"),
        )


def _add_answers(world: World) -> None:
    dss, tistr = an_agency(DSS), an_agency(TISTR)
    add = world.responses
    add["asked"] = make_response(
        Response.ASKED,
        community_request=world.requests[Request.ASSIGNED],
        agency=dss,
        summary_th=canary("asked-draft"),
        internal_note=canary("asked-note"),
    )
    add["info_needed"] = make_response(
        Response.INFO_NEEDED, community_request=world.requests[Request.ASSIGNED], agency=dss, part=2
    )
    make_transition(
        community_request=world.requests[Request.ASSIGNED],
        response=add["info_needed"],
        from_status=Response.ASKED,
        to_status=Response.INFO_NEEDED,
        reason=canary("question"),
    )
    add["accepted"] = make_response(
        Response.ACCEPTED,
        community_request=world.requests[Request.UNDER_WAY],
        agency=dss,
        summary_th=canary("accepted-summary"),
        internal_note=canary("accepted-note"),
    )
    add["under_way"] = make_response(
        Response.UNDER_WAY,
        community_request=world.requests[Request.UNDER_WAY],
        agency=tistr,
        part=2,
        summary_th=canary("tistr-summary"),
        internal_note=canary("tistr-note"),
    )
    add["mine_under_way"] = make_response(
        Response.UNDER_WAY, community_request=world.requests[Request.UNDER_WAY], agency=dss, part=3
    )
    add["delivered"] = make_response(
        Response.DELIVERED,
        community_request=world.requests[Request.DELIVERED],
        agency=dss,
        summary_th=canary("delivered-summary"),
    )
    add["published"] = make_response(
        Response.VERIFIED, community_request=world.requests[Request.CLOSED], agency=dss, is_published=True
    )
    add["to_be_cancelled"] = make_response(
        Response.ASKED,
        community_request=world.requests[Request.ASSIGNED],
        agency=dss,
        part=3,
        cancel_reason=canary("cancel"),
        cancel_proposed_at=world.requests[Request.ASSIGNED].accepted_at,
    )


def _add_what_belongs_to_them(world: World) -> None:
    delivered = world.responses["delivered"]
    world.milestone = make_milestone(response=world.responses["mine_under_way"], title_th=canary("milestone"))
    world.outcome = make_outcome(community_request=delivered.community_request, evidence_th=canary("evidence"))
    world.outcome.responses.add(delivered)
    world.returned_outcome = make_outcome(
        community_request=delivered.community_request, returned_note=canary("returned-note"), unit_th="ครัวเรือน"
    )
    world.returned_outcome.responses.add(delivered)
    world.follow_up = make_follow_up(response=delivered, due_on=date(2009, 6, 2))
    world.phrase = make_phrase(agency=an_agency(DSS), title_th=canary("phrase"))
    a_privacy_notice()
    for name in (Request.SUBMITTED, Request.ASSIGNED):
        make_contact(community_request=world.requests[name], name=canary(f"contact-{name}"))
    world.attachment = make_attachment(
        community_request=world.requests[Request.SUBMITTED],
        name=f"{canary('file')}.pdf",
        uploaded_by=world.people["province"],
    )
    world.feedback = make_feedback(text=canary("feedback"), email="canary-visitor@example.com")
    world.notification = make_notification(user=world.people["ministry"], text_th=canary("message"))
    world.report = make_stored_report(audience="staff")
    world.report.file.save("report.pdf", ContentFile(canary("report").encode()))
    world.invitation = make_invitation(invited_by=world.people["ministry"], email="canary-invited@example.org")
