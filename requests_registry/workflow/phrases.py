"""Words to be used again: an agency's own, and those that the ministry writes for everybody."""

from __future__ import annotations

from portal.access import Permission
from portal.models import Phrase, User
from portal.saving import save_new_or_if_version

from .steps import permit


def save_phrase(phrase: Phrase, *, by: User) -> Phrase:
    """Keep a phrase, new or changed. A changed one needs the `version` it was read with. Raises `Conflict`."""
    _permit(phrase, by)
    save_new_or_if_version(phrase, by=by)
    return phrase


def delete_phrase(phrase: Phrase, *, by: User) -> None:
    """Answers that it was put into keep its words."""
    _permit(phrase, by)
    phrase.delete()


def _permit(phrase: Phrase, by: User) -> None:
    permit(by, Permission.EDIT_PHRASES, phrase.agency_id == by.agency_id)
