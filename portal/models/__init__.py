"""Who and where: sources of facts, fiscal years, places, agencies, people."""

from .agencies import Agency, AgencyName
from .people import User
from .places import District, GroupMembership, Province, ProvinceGroup, Region
from .programme import Claim, DeclaredFigure, FiscalYear, FiscalYearOf, ProgrammeStatement, Provenance, Source

__all__ = [
    "Agency",
    "AgencyName",
    "Claim",
    "DeclaredFigure",
    "District",
    "FiscalYear",
    "FiscalYearOf",
    "GroupMembership",
    "ProgrammeStatement",
    "Provenance",
    "Province",
    "ProvinceGroup",
    "Region",
    "Source",
    "User",
]
