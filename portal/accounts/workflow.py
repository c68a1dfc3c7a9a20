"""What is done with invitations and accounts. Each verb is one transaction, and what it does to an account is noted."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.access import Permission, Role
from portal.accounts.mail import ask_for_invitation_mail
from portal.models import Agency, Invitation, Province, User
from portal.models.people import INVITATION_DAYS
from portal.saving import Refused


def roles_to_invite(by: User) -> list[Role]:
    """For which roles somebody may invite."""
    if by.may(Permission.EDIT_USERS):
        return list(Role)
    if by.may(Permission.INVITE_PEOPLE):
        return [Role.MINISTRY, Role.PROVINCE, Role.AGENCY]
    return []


def may_switch(by: User, account: User) -> bool:
    """Whether `by` may disable or enable the account: administrators all, the ministry officers; nobody their own."""
    if by.pk == account.pk:
        return False
    officers = account.role in {Role.PROVINCE, Role.AGENCY}
    return by.may(Permission.EDIT_USERS) or (by.may(Permission.INVITE_PEOPLE) and officers)


def may_reset_second_factor(by: User, account: User) -> bool:
    """Whether `by` may take away a second factor that somebody has lost: only administrators, never their own."""
    return by.pk != account.pk and by.may(Permission.EDIT_USERS)


@transaction.atomic
def invite(
    *, email: str, role: Role, language: str, province: Province | None, agency: Agency | None, by: User
) -> Invitation:
    """Keep a place for somebody and have the link sent there."""
    _demand(role in roles_to_invite(by))
    place = {"province": province, "agency": agency}
    invitation, _unused = Invitation.make(email=email, role=role, language=language, invited_by=by, **place)
    ask_for_invitation_mail(invitation)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, at: datetime, by: User) -> None:
    """Begin the invitation's time anew, and have a new link sent; with it the link before is dead. Raises Refused."""
    invitation = _locked(invitation, by=by)
    if invitation.used_at or invitation.withdrawn_at:
        raise _not_open()
    invitation.expires_at, invitation.sent_at = at + timedelta(days=INVITATION_DAYS), None
    invitation.save(update_fields=["expires_at", "sent_at"])
    ask_for_invitation_mail(invitation)


@transaction.atomic
def withdraw(invitation: Invitation, *, at: datetime, by: User) -> None:
    """Make the link useless. Raises Refused when it has been used."""
    invitation = _locked(invitation, by=by)
    if invitation.used_at or invitation.withdrawn_at:
        raise _not_open()
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])


@transaction.atomic
def take_up(invitation: Invitation, *, account: User, at: datetime) -> None:
    """Make the account that an invitation is for. Of two at once one gets it, the other `Refused`.

    Role and place of work are the invitation's, whatever `account` says.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open(at=at) or User.objects.signing_in_as(invitation.email):
        raise _not_open()
    account.email, account.language = invitation.email, invitation.language
    account.role, account.province, account.agency = invitation.role, invitation.province, invitation.agency
    account.save()
    invitation.used_at, invitation.account = at, account
    invitation.save(update_fields=["used_at", "account"])


@transaction.atomic
def switch(account: User, *, on: bool, by: User) -> None:
    """Disable or enable an account. Disabling ends its sessions, so that enabling it again revives none."""
    _demand(may_switch(by, account))
    account.is_active = on
    account.save(update_fields=["is_active"])
    if not on:
        _end_sessions(account)
    _note(account, "enabled" if on else "disabled", by=by)


@transaction.atomic
def reset_second_factor(account: User, *, by: User) -> None:
    """Take away the second factor and its recovery codes; who must have one sets up a new one at the next sign-in."""
    _demand(may_reset_second_factor(by, account))
    Authenticator.objects.filter(user=account).delete()
    _end_sessions(account)
    _note(account, "second factor taken away", by=by)


def _not_open() -> Refused:
    return Refused(_("คำเชิญนี้มีผู้รับไปแล้วหรือถูกถอนไปแล้ว"))


def _demand(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _locked(invitation: Invitation, *, by: User) -> Invitation:
    _demand(invitation.role in roles_to_invite(by))
    return Invitation.objects.select_for_update().get(pk=invitation.pk)


def _end_sessions(account: User) -> None:
    for session in UserSession.objects.filter(user=account):
        session.end()


def _note(account: User, what: str, *, by: User) -> None:
    """In the log that the admin shows as the account's history."""
    accounts = User.objects.filter(pk=account.pk)
    LogEntry.objects.log_actions(by.pk, accounts, CHANGE, change_message=what, single_object=True)
