"""What is done once a day, before work begins: run it by cron or a timer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal import housekeeping
from portal.search import check_counts
from requests_registry import counting
from requests_registry.digests import tell_of_late_work
from requests_registry.models import attachments


class Command(BaseCommand):
    help = "Tells everybody of late work, once a day, and clears away what nobody needs. May be run again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        swept = attachments.sweep(at=now)
        housekeeping.throw_away(at=now)
        told = tell_of_late_work(on=timezone.localdate(now))
        self.stdout.write(f"{told.people} people told, {swept} files without a row deleted")
        wrong = []
        if told.failures:
            wrong.append(f"{told.failures} mails did not go out; run it again when the mail server answers")
        if apart := [count.kind for count in check_counts() if not count.agrees]:
            wrong.append(f"the search index does not agree with the rows of {', '.join(apart)}; run manage.py reindex")
        if miscounted := counting.disagreements():
            wrong.append(f"{', '.join(miscounted)} did not agree with the rows and were counted anew")
            counting.mend()
        else:
            counting.recount()  # which makes long tables of steps short
        if wrong:
            raise CommandError(". ".join(wrong))
