"""The real facts: places, province groups over time, agencies, and what the ministry's page says of FY 2552.

Natural keys make every step repeatable: loading twice changes nothing. One transaction, so a broken file leaves the
database as it was.
"""

from pathlib import Path

from django.db import models, transaction

from portal.models import Agency, District, GroupMembership, Province, ProvinceGroup
from workshops.models import Workshop

from .data_files import DATA_DIR, read
from .fact_agencies import load_agencies
from .fact_example import load_example
from .fact_leftovers import remove_leftovers
from .fact_notices import load_notices
from .fact_places import load_groups, load_places
from .fact_programme import load_categories, load_figures, load_statements, load_years
from .fact_rows import Rows, Step
from .fact_sources import GENERAL, PAGE, load_sources
from .fact_workshops import load_activities, load_sectors, load_workshops


def load_programme(*, directory: Path = DATA_DIR, step: Step = lambda name: None) -> dict[str, int]:
    """Load the real facts and say how many rows of each kind there are.

    What an earlier file stated and this one does not is removed. `step` is told the name of each part before it begins,
    and of each row before it goes. Raises `DataError` (file, record, field) or `StillNeeded` and then changes nothing.
    """
    facts = read("seed_facts.json", directory=directory)
    groups = read("province_groups.json", directory=directory)
    agencies = read("agencies.json", directory=directory)
    grid = read("province_grid.json", directory=directory)
    notices = read("privacy_notices.json", directory=directory)
    with transaction.atomic():
        step("sources")
        sources = load_sources(facts, groups)
        rows = Rows(page=sources[PAGE], general=sources[GENERAL])
        step("places")
        provinces = load_places(grid)
        groups_by_key = load_groups(groups, provinces, sources)
        step("agencies")
        agencies_by_acronym = load_agencies(facts, agencies, rows)
        step("programme")
        year = load_years(facts)
        load_statements(facts, rows)
        load_figures(facts, year, rows)
        load_categories(facts, rows)
        load_notices(notices, rows)
        step("workshops")
        workshops = load_workshops(facts, year, provinces, groups_by_key, rows)
        load_activities(facts, year, rows)
        load_sectors(facts, year, rows)
        step("example")
        load_example(facts, year, provinces, agencies_by_acronym, workshops, rows)
        remove_leftovers(rows, step=step)
    counted: list[type[models.Model]] = [Province, District, ProvinceGroup, GroupMembership, Agency, Workshop]
    return {str(model._meta.verbose_name): model._default_manager.count() for model in counted}
