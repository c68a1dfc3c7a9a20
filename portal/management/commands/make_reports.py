"""Makes the reports of fiscal years ahead, so that nobody waits for them. Part of the nightly work."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from portal import pdf
from portal.reports.catalogue import kind_of, order_of
from portal.reports.making import make_ahead


class Command(BaseCommand):
    help = "Make the reports of all fiscal years in both languages, as far as their data have changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", default="year", help="another kind of report: workshop, group, province, agency")

    def handle(self, *args: Any, **options: Any) -> None:
        if reason := pdf.unavailable_reason():
            raise CommandError(reason)
        made = 0
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                choices = list(kind_of(options["kind"]).choices(language, False))
            for choice in choices:
                made += make_ahead(order_of(options["kind"], choice.about, language=language))
        self.stdout.write(f"{made} reports made")
