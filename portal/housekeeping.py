"""What is thrown away once nobody needs it: form keys, read messages, ended sessions, files of superseded reports."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings

from portal import public_data
from portal.models import Notification, UsedKey
from portal.reports.storing import sweep_reports, sweep_strays

#: How long a form that was sent may be sent again and still lead to what it made.
KEYS_ARE_KEPT = timedelta(days=30)
#: How long a message stays on the desk after it was read.
READ_MESSAGES_ARE_KEPT = timedelta(days=180)


def throw_away(*, at: datetime) -> None:
    """Delete what has served its time. Repeating it changes nothing."""
    UsedKey.objects.filter(used_at__lt=at - KEYS_ARE_KEPT).delete()
    Notification.objects.filter(read_at__lt=at - READ_MESSAGES_ARE_KEPT).delete()
    public_data.sweep(now=at)
    sweep_reports(at)
    sweep_strays(at)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
