"""A portal that is full: a year with 125 requests and more, whose titles are as long as titles may be."""

from __future__ import annotations

from datetime import date

from portal.models import ProvinceGroup
from portal.pages.loading.bench import make_bench_data
from requests_registry.models import CommunityRequest
from tests.factories import make_workshop

YEAR, GROUP = 2568, "southern-gulf-coast"
MADE = 600  # spread over four years and three groups
LONG = "ขอรับการถ่ายทอดเทคโนโลยีการผลิตน้ำดื่มสะอาดจากน้ำบาดาลที่มีสนิมเหล็กสูงของกลุ่มผู้ใช้น้ำบ้านน้ำดำ"
LETTERS_OF_A_TITLE = 200


def fill() -> None:
    """Of invented requests; the facts are there already. Those of the year come from its one workshop."""
    make_bench_data(requests=MADE, on=date(2026, 3, 2))
    group = ProvinceGroup.objects.get(slug=GROUP)
    workshop = make_workshop(number=1, starts_on=date(2025, 3, 1), venue_th="ห้องประชุมศาลากลางจังหวัด", group=group)
    rows = list(CommunityRequest.objects.public().filter(fiscal_year=YEAR))
    for row in rows:
        row.workshop = workshop
        row.public_title_th = f"{row.public_title_th} {LONG} {LONG}"[:LETTERS_OF_A_TITLE]
        row.public_title_en = f"{row.public_title_en} {row.public_text_en} {'purified drinking water ' * 9}"[
            :LETTERS_OF_A_TITLE
        ]
    CommunityRequest.objects.bulk_update(rows, ["workshop", "public_title_th", "public_title_en"])
