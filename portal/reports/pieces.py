"""What reports of every layer are made of: frozen pieces, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils import translation
from django.utils.translation import gettext as _

from portal.bilingual import Localised, in_language
from portal.models import Agency, Claim, Provenance, Source


@dataclass(frozen=True)
class Mark:
    """How a claim is known, and why if that needs saying."""

    provenance: str
    note: Localised

    @property
    def label(self) -> str:
        return str(Provenance(self.provenance).label)


@dataclass(frozen=True)
class SourceLine:
    """The document behind stated facts, and when it was read (Common Era)."""

    title: Localised
    url: str
    read_on: date | None


@dataclass(frozen=True)
class PlaceName:
    """A province or district by code, with both names: how it is written depends on language and page."""

    code: str
    name_th: str
    name_en: str


@dataclass(frozen=True)
class AgencyTag:
    """An agency under the name it had at the time; `label` is what fits on a small tag."""

    acronym: str
    label: str
    name: Localised


@dataclass(frozen=True)
class Event:
    """A row of a timeline. `kind`: `done`, `thin` (no sure date), `open` (to come), `stop` (clock stands), `late`."""

    kind: str
    first_day: date | None
    last_day: date | None
    title: str | Localised
    text: Localised | None = None
    mark: Mark | None = None


class NamedPlace(Protocol):
    code: str
    name_th: str
    name_en: str


def place_name(place: NamedPlace) -> PlaceName:
    return PlaceName(place.code, place.name_th, place.name_en)


def mark_of(claim: Claim, language: str) -> Mark:
    return Mark(claim.provenance, in_language(claim, "provenance_note", language))


def source_line(source: Source | None, language: str) -> SourceLine | None:
    return SourceLine(in_language(source, "title", language), source.url, source.read_on) if source else None


def agency_tag(agency: Agency, *, on: date, language: str) -> AgencyTag:
    """The agency under its name of that day. Reads the prefetched names."""
    name = agency.name_on(on)
    text = in_language(name, "name", language) if name else Localised(agency.acronym, "en")
    return AgencyTag(agency.acronym, agency_label(agency, language), text)


#: The day on which the ministry got its present name, by the act of B.E. 2562 on the organisation of ministries.
RENAMED_ON = date(2019, 5, 2)


def issuer_on(day: date) -> str:
    """The ministry under its name of that day, in the active language."""
    if day < RENAMED_ON:
        return _("กระทรวงวิทยาศาสตร์และเทคโนโลยี")
    return _("กระทรวงการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรม")


def agency_label(agency: Agency, language: str) -> str:
    """What stands on a small tag: `วศ.`, in English `DSS`."""
    return agency.acronym if language == "en" else agency.label_th


def agency_line(agency: Agency, *, on: date) -> str:
    """`วศ. กรมวิทยาศาสตร์บริการ`, in the language of the page: an abbreviation alone is not known to everybody."""
    label, name = agency_label(agency, translation.get_language() or "th"), agency.name_on(on)
    return f"{label} {in_language(name, 'name')}" if name else label
