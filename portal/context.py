"""What every page needs to know about itself: its address in each language, its place in the menu, how fresh it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language

from portal import public_data

#: What may stand in the query of a page's address; a link to the other language leaves anything else out.
KNOWN_PARAMETERS = (
    *("q", "year", "category", "status", "group", "province", "agency", "help", "sort", "page"),  # lists
    *("on", "data"),  # groups as of a day, statistics of samples
)


@dataclass(frozen=True)
class Release:
    """The version that runs and the day it was released (Common Era)."""

    version: str
    released_on: date


@dataclass(frozen=True)
class Contact:
    """How to reach the unit that runs the portal, as far as the ministry has told."""

    address: str
    phone: str
    email: str
    map_url: str

    @property
    def is_known(self) -> bool:
        return bool(self.phone or self.email)


RELEASE = Release(settings.PORTAL_VERSION, date.fromisoformat(settings.PORTAL_RELEASED_ON))


def contact(language: str) -> Contact:
    told = settings.PORTAL_CONTACT
    address = told["address_en"] if language == "en" else told["address_th"]
    return Contact(address or told["address_th"], told["phone"], told["email"], told["map_url"])


def last_change() -> date:
    """The day in Thailand on which something public changed last; before anything did, that of the release."""
    at = public_data.version().at
    return timezone.localdate(at) if at else RELEASE.released_on


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Reads the path only: never the session or the user, so public pages stay cacheable."""
    match = request.resolver_match
    here = request.path if match else reverse("home")
    query = known_query(request.GET) if match else ""
    addresses = [(code, label, translate_url(here, code)) for code, label in settings.LANGUAGES]
    return {
        "base_url": settings.PORTAL_BASE_URL,
        "canonical": settings.PORTAL_BASE_URL + request.path,
        "alternates": [(code, settings.PORTAL_BASE_URL + address) for code, _, address in addresses] if match else [],
        "language_links": [
            {"code": code, "label": label, "url": address + query, "current": code == get_language()}
            for code, label, address in addresses
        ],
        "page_path": request.path if match else "",
        "section": (match.url_name or "").split("_")[0] if match else "",
        "portal_release": RELEASE,
        "portal_contact": contact(get_language() or "th"),
        # Not on pages of errors: they must stand without the database.
        "last_change": last_change() if match else None,
    }


def known_query(data: QueryDict, *, without: str = "") -> str:
    """The part of a query that pages understand, with its question mark; empty when there is none."""
    known = QueryDict(mutable=True)
    for name in KNOWN_PARAMETERS:
        if name != without and (values := [value for value in data.getlist(name) if value]):
            known.setlist(name, values)
    return f"?{known.urlencode()}" if known else ""
