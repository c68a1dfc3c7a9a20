"""Who and where: sources of facts, fiscal years, places, agencies, people."""

from .agencies import Agency, AgencyName
from .jobs import Job
from .messages import Notification, Phrase, PrivacyNotice
from .people import Invitation, User
from .places import District, GroupMembership, Province, ProvinceGroup, Region
from .programme import Claim, DeclaredFigure, FiscalYear, FiscalYearOf, ProgrammeStatement, Provenance, Source
from .reports import StoredReport
from .used_keys import UsedKey

__all__ = [
    "Agency",
    "AgencyName",
    "Claim",
    "DeclaredFigure",
    "District",
    "FiscalYear",
    "FiscalYearOf",
    "GroupMembership",
    "Invitation",
    "Job",
    "Notification",
    "Phrase",
    "PrivacyNotice",
    "ProgrammeStatement",
    "Provenance",
    "Province",
    "ProvinceGroup",
    "Region",
    "Source",
    "StoredReport",
    "UsedKey",
    "User",
]
