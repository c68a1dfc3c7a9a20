"""Who gets into which route of the desk, written down by hand: the walk compares it with what really happens.

`M` ministry, `A` administrator, `P` officer of the province that asked, `Q` of another province, `G` officer of the
agency that was asked, `H` of another agency. Everybody else is turned away: 403 where the role has no such right, 404
where the row is not theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.desk.world import World, canary

PEOPLE = {
    "M": "ministry",
    "A": "admin",
    "P": "province",
    "Q": "other province",
    "G": "agency",
    "H": "other agency",
}
EVERYBODY = "MAPQGH"

Arguments = Callable[[World], list[Any]]


@dataclass(frozen=True)
class Route:
    """A route as it should be: who may, with which arguments, and a hidden text that they see there.

    `post_only`: it is a button without a page. `query` goes behind the address.
    """

    may: str
    arguments: Arguments = lambda world: []
    secret: str = ""
    post_only: bool = False
    query: str = ""


def of_request(name: str) -> Arguments:
    return lambda world: [world.requests[name].receipt]


def of_response(name: str) -> Arguments:
    return lambda world: [world.responses[name].pk]


def of_row(name: str) -> Arguments:
    return lambda world: [getattr(world, name).pk]


def of_workshop(world: World) -> list[Any]:
    assert world.workshop
    return [world.workshop.fiscal_year_id, world.workshop.number]


def of_report(world: World) -> list[Any]:
    assert world.report
    return [world.report.code]


#: Who may read which hidden text, wherever it stands.
SECRETS: dict[str, str] = {
    **{canary(f"draft-{part}"): "P" for part in ("title", "text")},
    **{
        canary(f"{status}-{part}"): "MAP"
        for status in ("submitted", "returned", "withdrawn", "accepted", "declined")
        for part in ("title", "text")
    },
    **{
        canary(f"{status}-{part}"): "MAPG"
        for status in ("assigned", "delivered", "closed")
        for part in ("title", "text")
    },
    **{canary(f"under_way-{part}"): "MAPGH" for part in ("title", "text")},
    **{canary(f"nan-{part}"): "MAQ" for part in ("title", "text")},
    canary("merged-title"): "MAP",
    canary("merged-reason"): "MAP",
    canary("declined-reason"): "MAP",
    canary("asked-draft"): "MAG",
    canary("asked-note"): "MAG",
    canary("accepted-note"): "MAG",
    canary("accepted-summary"): "MAPG",
    canary("question"): "MAPG",
    canary("cancel"): "MAPG",
    canary("tistr-summary"): "MAPH",
    canary("tistr-note"): "MAH",
    canary("delivered-summary"): "MAPG",
    canary("milestone"): "MAPG",
    canary("evidence"): "MAPG",
    canary("returned-note"): "MAPG",
    canary("phrase"): "G",
    canary("contact-submitted"): "MP",
    canary("contact-assigned"): "MPG",
    canary("file"): "MAP",
    canary("message"): "M",
    canary("feedback"): "M",
    "canary-visitor": "M",
    canary("report"): "M",
    canary("workshop"): "MA",
    canary("activity"): "MA",
    canary("handover"): "MA",
    "canary-invited": "MA",
}


ROUTES: dict[str, Route] = {
    # everybody
    "desk": Route(EVERYBODY),
    "desk_messages": Route(EVERYBODY),
    "desk_message": Route("M", of_row("notification")),
    "desk_messages_read": Route(EVERYBODY, post_only=True),
    "desk_feedback": Route("M", secret=canary("feedback")),
    "desk_feedback_item": Route("M", of_row("feedback"), canary("feedback")),
    "desk_requests": Route(EVERYBODY),
    "desk_request": Route("MAP", of_request("submitted"), canary("submitted-text")),
    "desk_request_history": Route("MAP", of_request("submitted")),
    # people
    "people": Route("MA"),
    "people_invite": Route("MA"),
    "invitation_send": Route("MA", of_row("invitation"), post_only=True),
    "invitation_withdraw": Route("MA", of_row("invitation"), post_only=True),
    "person": Route("MA", lambda world: [world.people["other agency"].pk]),
    "person_switch": Route("MA", lambda world: [world.people["other agency"].pk], post_only=True),
    "person_reset_factor": Route("A", lambda world: [world.people["other agency"].pk], post_only=True),
    # needs
    "desk_request_new": Route("MPQ"),
    "desk_province_choices": Route("MPQ", lambda world: ["42"]),
    "desk_suggestions": Route("MPQ", post_only=True),
    "desk_request_suggestions": Route("MP", of_request("submitted"), canary("submitted-title")),
    "desk_request_edit": Route("P", of_request("draft"), canary("draft-text")),
    "desk_request_check": Route("P", of_request("draft"), canary("draft-text")),
    "desk_request_receipt": Route("MP", of_request("submitted")),
    "desk_request_delete": Route("P", of_request("draft")),
    "desk_request_withdraw": Route("P", of_request("submitted")),
    "desk_request_contact": Route("MP", of_request("submitted"), canary("contact-submitted")),
    "desk_request_files": Route("MP", of_request("submitted"), post_only=True),
    "desk_file": Route("MAP", of_row("attachment")),
    "desk_file_clear": Route("M", of_row("attachment"), post_only=True),
    "desk_file_remove": Route("P", of_row("attachment"), canary("file")),
    # screening
    "desk_inbox": Route("M", secret=canary("submitted-title")),
    "desk_request_accept": Route("M", of_request("submitted"), canary("submitted-text")),
    "desk_request_return": Route("M", of_request("submitted"), canary("submitted-title")),
    "desk_request_decline": Route("M", of_request("submitted"), canary("submitted-title")),
    "desk_request_merge": Route("M", of_request("submitted"), canary("submitted-title")),
    "desk_request_split": Route("M", of_request("merged"), canary("merged-title")),
    "desk_request_take_up": Route("M", of_request("declined"), canary("declined-title")),
    "desk_request_words": Route("M", of_request("accepted")),
    "desk_request_assign": Route("M", of_request("accepted"), canary("accepted-title")),
    "desk_request_close": Route("M", of_request("delivered"), canary("delivered-title")),
    "desk_request_reopen": Route("M", of_request("closed"), canary("closed-title")),
    "desk_assign_many": Route("M"),
    "desk_publish": Route("M", secret=canary("accepted-summary")),
    "desk_response_publish": Route("M", of_response("accepted"), canary("accepted-summary")),
    "desk_response_unpublish": Route("M", of_response("published"), post_only=True),
    "desk_response_cancel": Route("M", of_response("asked"), canary("assigned-title")),
    "desk_overdue": Route(EVERYBODY, secret=canary("assigned-title")),
    "desk_remind": Route("M", lambda world: ["DSS"], post_only=True),
    # answering
    "desk_queue": Route("GH", secret=canary("assigned-title")),
    "desk_response": Route("MAPG", of_response("accepted"), canary("accepted-note")),
    "desk_response_start": Route("G", of_response("accepted"), canary("under_way-title")),
    "desk_response_milestone": Route("G", of_response("mine_under_way"), canary("under_way-title")),
    "desk_response_deliver": Route("G", of_response("mine_under_way"), canary("under_way-title")),
    "desk_response_consent": Route("G", of_response("to_be_cancelled"), post_only=True),
    "desk_response_refuse": Route("G", of_response("to_be_cancelled"), post_only=True),
    "desk_milestone": Route("G", of_row("milestone"), canary("milestone")),
    "desk_milestone_done": Route("G", of_row("milestone"), post_only=True),
    "desk_phrases": Route("MGH", secret=canary("phrase")),
    "desk_phrase_new": Route("MGH"),
    "desk_phrase": Route("G", of_row("phrase"), canary("phrase")),
    "desk_phrase_delete": Route("G", of_row("phrase"), canary("phrase")),
    # reports
    "desk_reports": Route(EVERYBODY),
    "desk_report": Route(EVERYBODY, query="?report=province/42"),
    "desk_report_stop": Route(EVERYBODY, post_only=True),
    "desk_report_file": Route("M", of_report, canary("report")),
    # results
    "desk_response_reply": Route("P", of_response("info_needed"), canary("question")),
    "desk_response_confirm": Route("P", of_response("delivered"), canary("delivered-title")),
    "desk_response_send_back": Route("P", of_response("delivered"), canary("delivered-title")),
    "desk_outcome_new": Route("G", of_request("delivered"), canary("delivered-title")),
    "desk_outcome": Route("G", of_row("returned_outcome"), canary("returned-note")),
    "desk_outcome_verify": Route("P", of_row("outcome"), canary("evidence")),
    "desk_outcome_return": Route("P", of_row("outcome"), canary("evidence")),
    "desk_follow_ups": Route(EVERYBODY),
    "desk_follow_up": Route("PG", of_row("follow_up"), canary("delivered-title")),
    # workshops
    "desk_workshops": Route("M"),
    "desk_workshop_new": Route("M"),
    "desk_workshop": Route("M", of_workshop, canary("workshop")),
    "desk_workshop_edit": Route("M", of_workshop, canary("workshop")),
    "desk_workshop_history": Route("M", of_workshop),
    "desk_workshop_attendance": Route("M", of_workshop),
    "desk_activity_new": Route("M", of_workshop),
    "desk_activity": Route("M", of_row("activity"), canary("activity")),
    "desk_activity_remove": Route("M", of_row("activity"), canary("activity")),
    "desk_handover_new": Route("M", of_workshop),
    "desk_handover": Route("M", of_row("handover"), canary("handover")),
    "desk_handover_remove": Route("M", of_row("handover"), canary("handover")),
    "desk_workshop_outcome": Route("M", of_workshop),
    "desk_workshop_paste": Route("M", of_workshop),
}


HEAD = """# Who gets into which page of the desk

Written by `tests/desk/test_walk.py`, which walks every address with every person and fails where this table is wrong.
Everybody else is turned away: 403 where the role has no such right, 404 where the row is not theirs. “Own” are the
officers of the province that asked and of the agency that was asked. Nobody signed in is led to sign in.

| address | ministry | administrator | own province | other province | own agency | other agency |
|---|---|---|---|---|---|---|
"""


def as_markdown(patterns: dict[str, str]) -> str:
    """The table of routes and persons as a document."""
    lines = []
    for name, pattern in sorted(patterns.items(), key=lambda item: item[1]):
        marks = " | ".join("✓" if letter in ROUTES[name].may else "–" for letter in PEOPLE)
        method = " (button)" if ROUTES[name].post_only else ""
        lines.append(f"| `/{pattern}`{method} | {marks} |\n")
    return HEAD + "".join(lines)
