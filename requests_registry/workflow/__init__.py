"""The verbs of the work: what the ministry, provinces and agencies do with requests and responses.

Each verb is one transaction. It locks the request, asks the tables of `moves` whether the move is open and the person
may make it, writes the rows with their field history and the `Transition`, computes the status that follows, and
leaves a job that tells the people concerned. Nothing else in the code writes a status.

Raised: `PermissionDenied` when the person has not the right or the object is not his or her work; `MoveRefused`, with
a sentence for the person, when things stand otherwise than the move needs, also because somebody was faster;
`ValidationError` by field when something is left out. Whatever is raised, nothing has changed.
"""

from .contacts import ContactDetails, look_at_contact
from .files import attach, clear_file, remove_file, take_back_file
from .requests import (
    EDITABLE,
    PublicWords,
    accept,
    close,
    decline,
    delete_draft,
    edit_public_words,
    may_be_closed,
    may_be_taken_up_again,
    merge,
    missing_fields,
    reopen,
    return_to_province,
    save_draft,
    split,
    submit,
    submit_many,
    take_up_again,
    withdraw,
)
from .responses import (
    Asking,
    Help,
    accept_response,
    answer_question,
    ask_province,
    assign,
    assign_many,
    confirm,
    consent_to_cancel,
    decline_response,
    deliver,
    propose_cancellation,
    publish,
    refuse_cancellation,
    remind,
    save_answer,
    save_milestone,
    send_back,
    start,
    unpublish,
)
from .results import follow_up, return_outcome, save_outcome, verify_outcome
from .sheets import StoredLine, enter_line, keep_lines, lines_of, used_keys
from .steps import MoveRefused

__all__ = [
    "EDITABLE",
    "Asking",
    "ContactDetails",
    "Help",
    "MoveRefused",
    "PublicWords",
    "StoredLine",
    "accept",
    "accept_response",
    "answer_question",
    "ask_province",
    "assign",
    "assign_many",
    "attach",
    "clear_file",
    "close",
    "confirm",
    "consent_to_cancel",
    "decline",
    "decline_response",
    "delete_draft",
    "deliver",
    "edit_public_words",
    "enter_line",
    "follow_up",
    "keep_lines",
    "lines_of",
    "look_at_contact",
    "may_be_closed",
    "may_be_taken_up_again",
    "merge",
    "missing_fields",
    "propose_cancellation",
    "publish",
    "refuse_cancellation",
    "remind",
    "remove_file",
    "reopen",
    "return_outcome",
    "return_to_province",
    "save_answer",
    "save_draft",
    "save_milestone",
    "save_outcome",
    "send_back",
    "split",
    "start",
    "submit",
    "submit_many",
    "take_back_file",
    "take_up_again",
    "unpublish",
    "used_keys",
    "verify_outcome",
    "withdraw",
]
