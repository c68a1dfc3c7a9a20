"""Who and where: sources of facts, fiscal years, places, agencies, people."""

from .agencies import Agency, AgencyName
from .data_version import DataVersion
from .feedback import Feedback
from .jobs import Job
from .messages import Notification, Phrase, PrivacyNotice
from .people import Invitation, User
from .places import District, GroupMembership, Province, ProvinceGroup, Region
from .programme import Claim, DeclaredFigure, FiscalYear, FiscalYearOf, ProgrammeStatement, Provenance, Source
from .reports import StoredReport
from .search import SearchEntry, SearchTerm
from .used_keys import UsedKey

__all__ = [
    "Agency",
    "AgencyName",
    "Claim",
    "DataVersion",
    "DeclaredFigure",
    "District",
    "Feedback",
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
    "SearchEntry",
    "SearchTerm",
    "Source",
    "StoredReport",
    "UsedKey",
    "User",
]
