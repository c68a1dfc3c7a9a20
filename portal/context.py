"""What every page needs to know about itself: its address in each language, its place in the menu, the release."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language


@dataclass(frozen=True)
class Release:
    """The version that runs and the day it was released (Common Era)."""

    version: str
    released_on: date


RELEASE = Release(settings.PORTAL_VERSION, date.fromisoformat(settings.PORTAL_RELEASED_ON))


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Reads the path only: never the session or the user, so public pages stay cacheable."""
    match = request.resolver_match
    here = request.get_full_path() if match else reverse("home")
    addresses = [(code, label, translate_url(here, code)) for code, label in settings.LANGUAGES]
    alternates = [(code, settings.PORTAL_BASE_URL + address.split("?")[0]) for code, _, address in addresses]
    return {
        "base_url": settings.PORTAL_BASE_URL,
        "canonical": settings.PORTAL_BASE_URL + request.path,
        "alternates": alternates if match else [],
        "language_links": [
            {"code": code, "label": label, "url": address, "current": code == get_language()}
            for code, label, address in addresses
        ],
        "section": (match.url_name or "").split("_")[0] if match else "",
        "portal_release": RELEASE,
    }
