"""Mails about accounts, sent by the worker.

A token lives in its mail alone. The job that sends the mail makes it, so neither the job's row nor the process that
serves pages ever holds one; when a job is done again, a new token takes the place of one that may not have arrived.
"""

from __future__ import annotations

from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from portal.jobs import enqueue, handles
from portal.models import Invitation, Job, User


def ask_for_invitation_mail(invitation: Invitation) -> None:
    enqueue("accounts.invitation", invitation=invitation.pk)


def ask_for_reset_mail(email: str) -> None:
    """A job in any case, so that a known address takes as long as an unknown one."""
    user = User.objects.active().signing_in_as(email)
    enqueue("accounts.password_reset", account=user.pk if user else None)


@handles("accounts.invitation")
def send_invitation(job: Job) -> None:
    invitation = Invitation.objects.select_related("invited_by").get(pk=job.payload["invitation"])
    if not invitation.is_open(at=timezone.now()):
        return
    token = invitation.renew_token()
    with translation.override(invitation.language):
        path = reverse("account_invitation", args=[token])
        _send("invitation", to=invitation.email, path=path, invitation=invitation)
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])


@handles("accounts.password_reset")
def send_reset(job: Job) -> None:
    user = User.objects.active().filter(pk=job.payload["account"]).first()
    if user is None:
        return
    key = PasswordResetTokenGenerator().make_token(user)
    with translation.override(user.language):
        path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
        _send("password_reset", to=user.email, path=path, user=user)


def _send(name: str, *, to: str, path: str, **context: Any) -> None:
    """Plain text, in the language that is active. Links begin as the settings say, never as a request says."""
    context["link"] = settings.PORTAL_BASE_URL + path
    subject = render_to_string(f"account/email/{name}_subject.txt", context).strip()
    send_mail(subject, render_to_string(f"account/email/{name}.txt", context), None, [to])
