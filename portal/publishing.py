"""Which rows of this layer the public reads."""

from portal.models import (
    Agency,
    AgencyName,
    DeclaredFigure,
    District,
    FiscalYear,
    GroupMembership,
    ProgrammeStatement,
    Province,
    ProvinceGroup,
    Region,
    Source,
)
from portal.public_data import publishes

publishes(Agency, AgencyName, DeclaredFigure, District, FiscalYear, GroupMembership)
publishes(ProgrammeStatement, Province, ProvinceGroup, Region, Source)
