"""Whom to ask about a request: kept under the notice that was shown, and each look at it written down."""

from __future__ import annotations

from dataclasses import dataclass

from portal.models import PrivacyNotice, User

from ..models import CommunityRequest, ContactView, RequestContact


@dataclass(frozen=True)
class ContactDetails:
    """What a form says of a contact person, and the notice that stood beside the fields."""

    name: str
    phone: str
    email: str
    notice: PrivacyNotice

    @property
    def words(self) -> tuple[str, str, str]:
        return self.name, self.phone, self.email


def keep_contact(held: CommunityRequest, details: ContactDetails) -> None:
    """Part of saving a draft. Details that did not change stay under the notice that they were given under."""
    stored = RequestContact.objects.filter(community_request=held)
    if not any(details.words):
        stored.delete()
        return
    old = stored.first()
    if old is None or (old.name, old.phone, old.email) != details.words:
        values = {"name": details.name, "phone": details.phone, "email": details.email, "notice": details.notice}
        RequestContact.objects.update_or_create(community_request=held, defaults=values)


def look_at_contact(community_request: CommunityRequest, *, by: User) -> RequestContact | None:
    """The contact, if this person may see it and there is one. That it was looked at is written down."""
    contact = RequestContact.objects.visible_to(by).filter(community_request=community_request).first()
    if contact is not None:
        ContactView.objects.create(community_request=community_request, user=by)
    return contact
