"""The frame of every page: base, partials, error pages, style sheet. Views and data stand in their own tests."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings as django_settings
from django.conf.urls.i18n import i18n_patterns
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path
from django.utils import translation
from pytest_django import Settings

from portal import charts
from portal.bilingual import Localised
from portal.charts import Bar, Pin, Shade, Stop

STATIC = Path(django_settings.BASE_DIR) / "static"
TEMPLATES = Path(django_settings.BASE_DIR) / "templates"
PLACES = [
    *("home", "years", "workshops", "requests", "requests_feed", "groups", "provinces", "agencies", "statistics"),
    *("about", "contact", "faq", "open_data", "reports", "verify", "site_map", "feedback", "account_login"),
    *("website_policy", "privacy", "security_policy", "disclaimer", "accessibility"),
]
ERRORS_IN_FRAME = ["400", "403", "403_csrf", "404", "429"]
ERRORS_ALONE = ["500", "503"]


def nowhere(request: HttpRequest) -> HttpResponse:
    """Addresses are only written into pages here, never followed."""
    return HttpResponse(status=404)


urlpatterns = i18n_patterns(
    *[path("" if name == "home" else f"{name}/", nowhere, name=name) for name in PLACES], prefix_default_language=False
)

CONTEXT: dict[str, Any] = {
    "section": "request",
    "canonical": "https://portal.example/requests/2552-001/",
    "alternates": [
        ("th", "https://portal.example/requests/2552-001/"),
        ("en", "https://portal.example/en/requests/2552-001/"),
    ],
    "language_links": [
        {"code": "th", "label": "ไทย", "url": "/requests/2552-001/?q=1", "current": True},
        {"code": "en", "label": "English", "url": "/en/requests/2552-001/?q=1", "current": False},
    ],
    "page_path": "/requests/2552-001/",
    "last_change": date(2026, 11, 22),
    "portal_release": SimpleNamespace(version="1.2.0"),
    "portal_contact": SimpleNamespace(is_known=True, address="", phone="0 2000 0000", email="", map_url=""),
}


@pytest.fixture(autouse=True)
def _frame_only(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def page(body: str = "", language: str = "th", **context: Any) -> str:
    source = '{% extends "base.html" %}{% load i18n portal_tags %}' + body
    with translation.override(language):
        return Template(source).render(Context({**CONTEXT, **context}))


def partial(name: str, language: str = "th", **context: Any) -> str:
    with translation.override(language):
        return render_to_string(f"partials/{name}.html", context)


# ---------------------------------------------------------------------------------------------------------------- base


def test_the_title_stands_in_title_and_open_graph_without_markup() -> None:
    html = page('{% block title %}ปี <span lang="th">{{ x }}</span>{% endblock %}', x='"2552" & <b>')

    assert "<title>ปี &quot;2552&quot; &amp; &lt;b&gt; – พอร์ทัลบูรณาการ วทน. ระดับจังหวัด</title>" in html
    assert '<meta property="og:title" content="ปี &quot;2552&quot; &amp; &lt;b&gt;">' in html


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_page_says_its_language(language: str) -> None:
    assert page(language=language).startswith(f'<!doctype html>\n<html lang="{language}">')


def test_search_engines_get_one_address_and_its_languages() -> None:
    html = page()

    assert html.count('<link rel="canonical" href="https://portal.example/requests/2552-001/">') == 1
    assert re.findall(r'hreflang="(\S+)" href="https://portal.example(\S+)"', html) == [
        ("th", "/requests/2552-001/"),
        ("x-default", "/requests/2552-001/"),
        ("en", "/en/requests/2552-001/"),
    ]


def test_the_language_switch_keeps_page_and_query() -> None:
    html = page()

    assert '<a href="/en/requests/2552-001/?q=1" lang="en" hreflang="en">English</a>' in html
    assert 'lang="th" hreflang="th" class="here" aria-current="true">ไทย</a>' in html


@pytest.mark.parametrize(
    ("section", "current"),
    [
        ("requests", '<a href="/requests/" aria-current="page">'),
        ("request", '<a href="/requests/" aria-current="true">'),
        ("year", '<a href="/years/" aria-current="true">'),
        ("group", '<a href="/provinces/" aria-current="true">'),
        ("home", '<a href="/" aria-current="page">'),
    ],
)
def test_the_menu_shows_where_we_are(section: str, current: str) -> None:
    menu = page(section=section).split('<nav class="main-nav"')[1].split("</nav>")[0]

    assert menu.count("aria-current") == 1
    assert current in menu


def test_the_menu_is_short_and_every_page_has_a_way_to_its_content() -> None:
    html = page()

    assert len(re.findall(r"<li><a ", html.split('<nav class="main-nav"')[1].split("</nav>")[0])) == 7
    assert html.index('<a class="skip" href="#main">') < html.index("<header")
    assert '<main id="main" tabindex="-1">' in html


def test_a_detail_page_has_its_way_back() -> None:
    html = page('{% block breadcrumb %}{% include "partials/_breadcrumb.html" %}{% endblock %}',
                here="2552-001", up_url="/requests/", up_label="ความต้องการ")  # fmt: skip

    trail = html.split('<nav class="breadcrumb')[1].split("</nav>")[0]
    assert re.findall(r'<a href="(\S+)">', trail) == ["/", "/requests/"]
    assert '<span aria-current="page">2552-001</span>' in trail


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_frame_stands_without_any_context(language: str) -> None:
    with translation.override(language):
        html = render_to_string("base.html")

    assert "<main" in html
    assert "canonical" not in html
    assert "hreflang" not in html


def test_the_foot_tells_owner_freshness_release_and_where_to_complain() -> None:
    foot = page().split("<footer")[1]

    assert "สำนักงานปลัดกระทรวง" in foot
    assert "โทรศัพท์ 0 2000 0000" in foot
    assert 'href="/feedback/?page=/requests/2552-001/"' in foot
    assert "ปรับปรุงข้อมูลล่าสุด 22 พฤศจิกายน 2569" in re.sub(r"<[^>]+>", "", foot)
    assert "รุ่น 1.2.0" in foot


def test_ids_are_unique() -> None:
    ids = re.findall(r'\sid="([^"]+)"', page())

    assert len(ids) == len(set(ids))


def test_comforts_of_the_script_are_hidden_until_it_runs() -> None:
    html = page()

    assert len(re.findall(r"<span class=\"sizes\"[^>]* hidden data-text-sizes>", html)) == 2


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")) + sorted((TEMPLATES / "partials").glob("*.html")))
def test_templates_hold_no_inline_script_style_or_foreign_source(template: Path) -> None:
    source = re.sub(r"{%.*?%}", "", template.read_text(encoding="utf-8"))

    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))
    assert not re.search(r'(?:src|<link[^>]*href)="https?:', source)
    assert "safe" not in re.findall(r"\|\s*(\w+)", template.read_text(encoding="utf-8"))


@pytest.mark.parametrize("template", ["base", "partials/_header", "partials/_footer", "error_base", "static_base"])
def test_the_public_frame_reads_no_user_message_or_token(template: str) -> None:
    source = re.sub(
        r"{% comment %}.*?{% endcomment %}",
        "",
        (TEMPLATES / f"{template}.html").read_text(encoding="utf-8"),
        flags=re.S,
    )

    assert not re.search(r"\b(user|messages|csrf_token|perms|session)\b", source)


# ------------------------------------------------------------------------------------------------------------ partials

SHADES = {"42": Shade(4, "เลย <1>", "/provinces/42/"), "41": Shade(1, "อุดรธานี")}
STOPS = [Stop(date(2008, 11, 9), "1", "อุดรธานี", "9 พ.ย. 2551", "/workshops/2552/1/")]


def svg(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(html[html.index("<svg") : html.rindex("</svg>") + 6])


def test_a_map_with_links_is_a_group_with_a_name() -> None:
    drawing = svg(partial("_map", map=charts.province_map(SHADES, [Pin("41", "1", "อุดรธานี", "9 พ.ย.")]), label="แผนที่"))

    assert (drawing.get("role"), drawing.get("aria-label")) == ("group", "แผนที่")
    assert [a.findtext("title") for a in drawing.iter("a")] == ["เลย <1>"]
    assert {text.text for text in drawing.iter("text")} == {"1", "อุดรธานี", "9 พ.ย."}


def test_a_map_without_links_is_an_image_with_a_title_for_pdfs() -> None:
    drawing = svg(partial("_map", map=charts.province_map({"42": Shade(4, "เลย")}), label="แผนที่"))

    assert drawing.get("role") == "img"
    assert drawing[0].text == "แผนที่"


def test_tiles_link_only_where_there_is_something_to_say() -> None:
    drawing = svg(partial("_tiles", grid=charts.tile_grid(SHADES), label="ตาราง"))

    assert [a.get("href") for a in drawing.iter("a")] == ["/provinces/42/"]
    assert len(list(drawing.iter("rect"))) == 77


def test_drawings_carry_their_looks_as_attributes_for_pdfs() -> None:
    drawings = [
        partial("_map", map=charts.province_map(SHADES, [Pin("41", "1", "อุดรธานี")]), label="x"),
        partial("_tiles", grid=charts.tile_grid(SHADES), label="x"),
        partial("_year_thread", thread=charts.year_thread(2552, STOPS, ["ต.ค."] * 12), label="x"),
    ]

    for drawing in map(svg, drawings):
        assert all(
            text.get("font-family") and text.get("font-size") and text.get("fill") for text in drawing.iter("text")
        )
        assert all(shape.get("fill") or shape.get("stroke") for shape in drawing.iter("path"))


def test_the_thread_of_a_year_links_its_workshops() -> None:
    drawing = svg(partial("_year_thread", thread=charts.year_thread(2552, STOPS, ["ต.ค."] * 12), label="ปี 2552"))

    assert [a.get("href") for a in drawing.iter("a")] == ["/workshops/2552/1/"]
    assert drawing.get("role") == "group"


def test_bars_say_label_and_number() -> None:
    html = partial("_bars", bars=charts.bars([Bar("ภูหลวง", 4, href="/x"), Bar("นาแห้ว", 1)]))

    assert re.findall(r'<span class="num">(\d+)</span>', html) == ["4", "1"]
    assert re.findall(r'<rect width="(\d+)%"', html) == ["100", "25"]
    assert '<a href="/x">ภูหลวง</a>' in html


def test_the_tally_names_both_numbers_and_the_rest() -> None:
    html = partial("_tally", tally=charts.tally(125, 1))

    assert "ประกาศ 125 เรื่อง ลงรายการแล้ว 1 เรื่อง" in html
    assert "เอกสารต้นทางไม่ได้แจกแจง 124" in html
    assert "๑๒๕" in partial("_tally", tally=charts.tally(125, 1), digits="thai")


def test_a_full_tally_has_no_rest_and_a_conflict_is_shown() -> None:
    assert "ไม่ได้แจกแจง" not in partial("_tally", tally=charts.tally(4, 4))
    assert "ลงรายการเกินยอดที่ประกาศ 2" in partial("_tally", tally=charts.tally(3, 5))


def event(kind: str, **parts: Any) -> SimpleNamespace:
    return SimpleNamespace(**{"kind": kind, "first_day": None, "last_day": None, "text": None, "mark": None} | parts)


def test_a_timeline_tells_dates_and_where_they_are_missing() -> None:
    why = SimpleNamespace(provenance="inferred", note=Localised("จากกลุ่มจังหวัด", "th", is_fallback=True))
    events = [
        event("done", title="เสนอ", first_day=date(2008, 11, 9), last_day=date(2008, 11, 11), mark=why),
        event("thin", title="ตอบรับ", text=Localised("สี่คำตอบ", "th")),
        event("open", title="ส่งมอบ"),
    ]

    html = partial("_timeline", events=events)

    assert '<time datetime="2008-11-09">9 – 11 พ.ย. 2551</time>' in html
    assert re.findall(r'<li class="(\w+)">', html) == ["done", "thin", "open"]
    assert re.findall(r'<span class="when">([^<]+)</span>', html) == ["ไม่ระบุวัน", "รอดำเนินการ"]
    assert '<span class="prov-why"><span lang="th">จากกลุ่มจังหวัด</span></span>' in html


@pytest.mark.parametrize(
    ("provenance", "word"), [("stated", "ระบุในเอกสาร"), ("inferred", "อนุมาน"), ("entered", "บันทึกในพอร์ทัล")]
)
def test_provenance_has_a_line_a_symbol_and_a_word(provenance: str, word: str) -> None:
    html = partial("_provenance", provenance=provenance, why=Localised("", "th"))

    assert f'<span class="prov prov-{provenance}"><svg' in html
    assert word in html
    assert "prov-why" not in html


def test_pages_of_a_list_keep_the_query() -> None:
    request = RequestFactory().get("/requests/", {"q": "หมูยอ", "page": "2"})

    html = partial("_pagination", page_obj=Paginator(range(60), 20).page(2), request=request)

    hrefs = re.findall(r'href="([^"]+)"', html)
    assert len(hrefs) == 4
    assert all(href.startswith("?q=%E0%B8%AB") for href in hrefs)
    assert re.search(r'<span aria-current="page"><span class="visually-hidden">หน้า </span>2</span>', html)


def test_a_list_of_one_page_has_no_pages() -> None:
    assert partial("_pagination", page_obj=Paginator(range(3), 20).page(1)).strip() == ""


@pytest.mark.parametrize(
    ("name", "context", "words"),
    [
        ("_sample", {}, "ข้อมูลสมมติ"),
        ("_sample_note", {"count": 13}, "13 เรื่อง แต่งขึ้น"),
        ("_sample_note", {}, "แต่งขึ้นเพื่อสาธิตระบบ"),
        ("_not_stated", {}, "ไม่ระบุในเอกสาร"),
        ("_note", {"text": "แจ้ง <b>"}, "แจ้ง &lt;b&gt;"),
        ("_empty", {"title": "ไม่พบ", "url": "/x", "action": "เอาออก"}, '<a class="btn btn-outline-primary" href="/x">'),
        ("_category_chip", {"order": 2, "label": "แปรรูป"}, "chip chip-cat2"),
        ("_map_credit", {}, '(<a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>)'),
        ("_map_legend", {"steps": [(Shade(4, ""), "ร่วมประชุม")]}, '<rect class="k4"'),
        ("_provenance_key", {}, "มีข้อความนี้ในเอกสารต้นทาง"),
        ("_translation_note", {}, "ยังไม่มีคำแปล"),
    ],
)
def test_small_parts_say_their_words(name: str, context: dict[str, Any], words: str) -> None:
    assert words in partial(name, **context)


# ---------------------------------------------------------------------------------------------------------- error pages


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("name", [*ERRORS_IN_FRAME, *ERRORS_ALONE])
def test_error_pages_stand_without_context_in_both_languages(name: str, language: str) -> None:
    with translation.override(language):
        html = render_to_string(f"{name}.html")

    assert f'<html lang="{language}">' in html
    assert f"{name[:3]}" in html
    assert '<meta name="robots" content="noindex">' in html
    assert len(re.findall(r"<h1>[^<]+</h1>", html)) == 1
    assert len(re.search(r'<p class="lead mt-s">(.+?)</p>', html, re.S)[1]) > 20  # type: ignore[index]


@pytest.mark.parametrize("name", ERRORS_IN_FRAME)
def test_error_pages_show_the_reference_of_the_log(name: str) -> None:
    html = render_to_string(f"{name}.html", {**CONTEXT, "request": SimpleNamespace(id="a1b2c3")})

    assert '<span class="num">a1b2c3</span>' in html


def test_a_lost_reader_can_search() -> None:
    html = render_to_string("404.html", CONTEXT)

    assert re.search(r'<form class="search-box mt-s" role="search" action="/requests/"', html)


def test_the_reason_of_a_missing_service_is_told_and_escaped() -> None:
    html = render_to_string("503.html", {"reason": "ขาดไลบรารี <pango>"})

    assert "ขาดไลบรารี &lt;pango&gt;" in html


@pytest.mark.parametrize("name", ERRORS_ALONE)
def test_pages_of_last_resort_need_neither_addresses_nor_the_list_of_static_files(
    name: str, settings: Settings
) -> None:
    settings.ROOT_URLCONF = "tests.no_such_module"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "tests.no_such_module.Storage"}}

    html = render_to_string(f"{name}.html")

    assert f'href="{settings.STATIC_URL}css/site.css"' in html


# --------------------------------------------------------------------------------------------------------- style sheets

FONTS = {"Sarabun-Regular.woff2", "Sarabun-SemiBold.woff2", "Kanit-Medium.woff2"}


@pytest.mark.parametrize("sheet", ["site.css", "admin.css"])
def test_style_sheets_ask_only_for_our_own_files(sheet: str) -> None:
    for address in re.findall(r'url\("?([^")]+)"?\)', (STATIC / "css" / sheet).read_text(encoding="utf-8")):
        target = (STATIC / "css" / address).resolve()
        assert target.is_file() or (target.name in FONTS and address.startswith("../fonts/web/"))


def test_the_report_asks_only_for_drawings_we_have() -> None:
    source = (STATIC / "css" / "report.css").read_text(encoding="utf-8")

    names = re.findall(r'url\("([^"]+)"\)', source)
    assert names
    assert all((STATIC / "img" / name.removeprefix("asset:")).is_file() for name in names)


def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (STATIC / "css" / "site.css").read_text(encoding="utf-8")))


def contrast(one: str, other: str) -> float:
    """Ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    "name", ["ink", "muted", "teal-700", "red", "green", "saffron-text", "cat-1", "cat-2", "cat-3"]
)
def test_text_has_contrast_on_paper_and_wash(name: str) -> None:
    palette = tokens()

    assert contrast(palette[name], palette["paper"]) >= 4.5
    assert contrast(palette[name], palette["wash"]) >= 4.5


@pytest.mark.parametrize("ground", ["teal-900", "teal-700"])
def test_white_has_contrast_on_teal(ground: str) -> None:
    assert contrast("#ffffff", tokens()[ground]) >= 7


def test_letters_on_the_ramp_can_be_read() -> None:
    for step, fill in enumerate(charts.RAMP):
        bold_and_large = step == charts.RAMP_WITH_WHITE_TEXT
        assert contrast(Shade(step, "").text_fill, fill) >= (3 if bold_and_large else 4.5)


def test_colours_of_drawings_are_those_of_the_style_sheet() -> None:
    palette = tokens()

    assert charts.RAMP[1:] == tuple(palette[f"ramp-{step}"] for step in range(1, 6))
    assert [charts.TONES[f"cat{n}"] for n in (1, 2, 3)] == [palette[f"cat-{n}"] for n in (1, 2, 3)]
    assert palette["ink"] == charts.INK
