"""The checks see what they are there for: a page with one fault each."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from . import checks

Check = Callable[[Page], list[str]]


def thai(page: Page) -> list[str]:
    return checks.wrong_language(page, "en")


@pytest.mark.parametrize(
    ("check", "body"),
    [
        (checks.violations, '<h1>ก</h1><main><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></main>'),
        (checks.violations, '<main><h1>ก</h1><p style="color: #bbb">แทบมองไม่เห็น</p></main>'),
        (checks.sideways, '<p style="width: 2000px">กว้าง</p>'),
        (checks.small_targets, '<p><a href="/" style="font-size: 8px">เล็ก</a></p>'),
        (checks.small_targets, '<button class="btn" style="padding: 0; height: 30px; border: 0">ต่ำ</button>'),
        (checks.headings, "<h1>หนึ่ง</h1><h3>สาม</h3>"),
        (checks.headings, "<h1>หนึ่ง</h1><h1>หนึ่ง</h1>"),
        (checks.headings, "<h2>สอง</h2>"),
        (thai, "<p>เลย</p>"),
        (thai, '<svg viewBox="0 0 9 9"><text>เลย</text></svg>'),
        (checks.cut_texts, '<p style="height: 20px; width: 90px; overflow: hidden">สองบรรทัดหรือมากกว่านั้นแน่นอน</p>'),
        (checks.cut_texts, '<p style="height: 20px; width: 90px">สองบรรทัดหรือมากกว่านั้นแน่นอน</p>'),
        (checks.cut_texts, '<p style="width: 90px; white-space: nowrap">หนึ่งบรรทัดที่ยาวมากแน่นอน</p>'),
        (
            checks.under_labels,
            "<style>td { display: grid; grid: auto / 90px 1fr } td::before { content: attr(data-label) }</style>"
            '<table class="table-stack"><tr><td data-label="ด้าน"><b>●</b> <b>เกษตร</b></td></tr></table>',
        ),
    ],
)
def test_a_fault_is_seen(page: Page, check: Check, body: str) -> None:
    page.set_content(f'<!doctype html><html lang="en"><title>x</title><body>{body}</body></html>')

    assert check(page)


@pytest.mark.parametrize(
    "check",
    [checks.sideways, checks.small_targets, checks.headings, thai, checks.cut_texts, checks.under_labels],
)
def test_a_sound_page_has_no_faults(page: Page, check: Check) -> None:
    page.set_content(
        '<!doctype html><html lang="en"><title>x</title><h1>Loei</h1><p lang="th">เลย</p>'
        "<style>td { display: flow-root; padding-left: 90px } td::before { content: attr(data-label); float: left;"
        " width: 80px; margin: 0 10px 0 -90px }</style>"
        '<table class="table-stack" lang="th"><tr><td data-label="ด้าน"><b>●</b> <b>เกษตร</b></td></tr></table></html>'
    )

    assert check(page) == []
