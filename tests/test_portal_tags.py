"""Formatting in templates: dates, numbers, two languages, places, symbols."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from portal.bilingual import Localised, in_language
from portal.templatetags import portal_tags

FIRST, LAST = date(2008, 11, 9), date(2008, 11, 11)


@dataclass(frozen=True)
class Place:
    code: str
    name_th: str
    name_en: str


LOEI = Place("42", "เลย", "Loei")
BANGKOK = Place("10", "กรุงเทพมหานคร", "Bangkok")
PHU_LUANG = Place("4208", "ภูหลวง", "Phu Luang")
PHRA_NAKHON = Place("1001", "พระนคร", "Phra Nakhon")
SOAP = SimpleNamespace(title_th="สบู่ <ขมิ้น>", title_en="")
FILTER = SimpleNamespace(title_th="เครื่องกรอง", title_en="Water filter")


def rendered(source: str, language: str = "th", **context: Any) -> str:
    with translation.override(language):
        return Template("{% load portal_tags %}" + source).render(Context(context))


# ------------------------------------------------------------------------------------------------- dates and numbers


@pytest.mark.parametrize(
    ("source", "language", "digits", "expected"),
    [
        ("{{ day|be_date }}", "th", "", "9 พฤศจิกายน 2551"),
        ("{{ day|be_date }}", "en", "", "9 November 2008"),
        ('{{ day|be_date:"thai" }}', "th", "", "๙ พฤศจิกายน ๒๕๕๑"),
        ("{{ day|short_date }}", "th", "", "9 พ.ย. 2551"),
        ("{{ day|short_date }}", "en", "", "9 Nov 2008"),
        ("{% be_date day %}", "th", "", '<time datetime="2008-11-09">9 พฤศจิกายน 2551</time>'),
        ("{% short_date day %}", "th", "thai", '<time datetime="2008-11-09">๙ พ.ย. ๒๕๕๑</time>'),
        ("{% be_range day last %}", "th", "", '<time datetime="2008-11-09">9 – 11 พฤศจิกายน 2551</time>'),
        ("{% be_range day last %}", "en", "", '<time datetime="2008-11-09">9 – 11 November 2008</time>'),
        ('{% be_range day last style="short" %}', "th", "", '<time datetime="2008-11-09">9 – 11 พ.ย. 2551</time>'),
        ("{% be_range day None %}", "th", "", '<time datetime="2008-11-09">9 พฤศจิกายน 2551</time>'),
    ],
)
def test_a_date_is_text_as_filter_and_an_element_as_tag(source: str, language: str, digits: str, expected: str) -> None:
    assert rendered(source, language, day=FIRST, last=LAST, digits=digits) == expected


@pytest.mark.parametrize(
    "source", ["{{ day|be_date }}", "{{ day|short_date }}", "{% be_date day %}", "{% be_range day day %}"]
)
def test_an_unknown_date_says_so(source: str) -> None:
    assert rendered(source, day=None) == "ไม่ระบุวัน"


def test_numbers_have_separators_and_the_digits_of_the_document() -> None:
    source = '{{ n|number }} {% number n %} {{ n|number:"thai" }}'

    assert rendered(source, n=12345) == "12,345 12,345 ๑๒,๓๔๕"
    assert rendered(source, n=12345, digits="thai") == "12,345 ๑๒,๓๔๕ ๑๒,๓๔๕"


def test_references_and_years_keep_their_form_in_thai_digits() -> None:
    assert rendered("{{ '2552-001'|thai_digits }}") == "๒๕๕๒-๐๐๑"
    assert rendered("{% in_digits 2552 %}", digits="thai") == "๒๕๕๒"
    assert rendered("{% in_digits 2552 %}") == "2552"


# ----------------------------------------------------------------------------------------------------- two languages


def test_english_pages_show_english_where_there_is_any() -> None:
    assert in_language(FILTER, "title", "en") == Localised("Water filter", "en")
    assert in_language(FILTER, "title", "th") == Localised("เครื่องกรอง", "th")


def test_a_missing_translation_is_thai_and_says_so() -> None:
    assert in_language(SOAP, "title", "en") == Localised("สบู่ <ขมิ้น>", "th", is_fallback=True)
    assert in_language(SOAP, "title", "th") == Localised("สบู่ <ขมิ้น>", "th")


def test_nothing_in_either_language_is_no_fallback() -> None:
    assert in_language(SimpleNamespace(title_th="", title_en=""), "title", "en") == Localised("", "th")


def test_the_language_of_the_page_counts_without_another() -> None:
    with translation.override("en"):
        assert str(in_language(FILTER, "title")) == "Water filter"
    with translation.override("th"):
        assert str(in_language(FILTER, "title")) == "เครื่องกรอง"


def test_an_unknown_field_is_an_error_not_an_empty_text() -> None:
    with pytest.raises(AttributeError, match="titel_th"):
        in_language(SOAP, "titel", "th")


@pytest.mark.parametrize(
    ("obj", "language", "expected"),
    [
        (SOAP, "th", "สบู่ &lt;ขมิ้น&gt;"),
        (SOAP, "en", '<span lang="th">สบู่ &lt;ขมิ้น&gt;</span>'),
        (FILTER, "en", "Water filter"),
    ],
)
def test_bilingual_escapes_and_marks_thai_on_english_pages(obj: object, language: str, expected: str) -> None:
    assert rendered('{% bilingual obj "title" %}', language, obj=obj) == expected


def test_localised_gives_the_parts() -> None:
    source = '{% with t=obj|localised:"title" %}{{ t.text }}|{{ t.lang }}|{{ t.is_fallback }}{% endwith %}'

    assert rendered(source, "en", obj=SOAP) == "สบู่ &lt;ขมิ้น&gt;|th|True"


def test_plain_text_needs_no_mark() -> None:
    assert rendered("{{ text|mark_language }}", "en", text="<b>") == "&lt;b&gt;"


# -------------------------------------------------------------------------------------------------------------- places


@pytest.mark.parametrize(
    ("place", "form", "language", "expected"),
    [
        (LOEI, "short", "th", "จ.\u2060เลย"),
        (LOEI, "full", "th", "จังหวัดเลย"),
        (LOEI, "print", "th", '<span class="nw">จ.เลย</span>'),
        (LOEI, "short", "en", "Loei"),
        (LOEI, "print", "en", "Loei"),
        (BANGKOK, "short", "th", "กรุงเทพมหานคร"),
        (BANGKOK, "full", "th", "กรุงเทพมหานคร"),
        (BANGKOK, "full", "en", "Bangkok"),
    ],
)
def test_a_province_carries_its_prefix_in_thai(place: Place, form: str, language: str, expected: str) -> None:
    assert rendered("{{ place|province_name:form }}", language, place=place, form=form) == expected


@pytest.mark.parametrize(
    ("place", "form", "language", "expected"),
    [
        (PHU_LUANG, "short", "th", "อ.\u2060ภูหลวง"),
        (PHU_LUANG, "full", "th", "อำเภอภูหลวง"),
        (PHU_LUANG, "print", "th", '<span class="nw">อ.ภูหลวง</span>'),
        (PHU_LUANG, "short", "en", "Phu Luang"),
        (PHRA_NAKHON, "short", "th", "เขตพระนคร"),
        (PHRA_NAKHON, "print", "th", "เขตพระนคร"),
        (PHRA_NAKHON, "short", "en", "Phra Nakhon"),
    ],
)
def test_a_district_carries_its_prefix_in_thai(place: Place, form: str, language: str, expected: str) -> None:
    assert rendered("{{ place|district_name:form }}", language, place=place, form=form) == expected


# ------------------------------------------------------------------------------------------------------------- symbols


@pytest.mark.parametrize("name", portal_tags.SYMBOLS)
def test_every_symbol_is_hidden_from_screen_readers(name: str) -> None:
    drawn = rendered("{% symbol name %}", name=name)

    assert drawn.startswith('<svg class="sym"')
    assert 'aria-hidden="true"' in drawn
    assert "<path d=" in drawn


def test_an_unknown_symbol_or_status_is_an_error() -> None:
    with pytest.raises(KeyError, match="star"):
        rendered('{% symbol "star" %}')
    with pytest.raises(KeyError, match="waiting"):
        rendered('{% state "waiting" "รอ" %}')


def test_a_state_has_symbol_and_word() -> None:
    drawn = rendered('{% state "answered" "ตอบแล้ว" %}')

    assert drawn.startswith('<span class="state state-good"><svg class="sym"')
    assert drawn.rstrip().endswith("ตอบแล้ว</span>")


def test_accepted_means_two_things() -> None:
    of_request, of_response = (rendered(f'{{% state "accepted" "x" kind="{k}" %}}') for k in ("request", "response"))

    assert "state-quiet" in of_request
    assert "state-good" in of_response


def test_every_look_has_a_symbol_and_a_colour() -> None:
    looks = [*portal_tags.REQUEST_LOOKS.values(), *portal_tags.RESPONSE_LOOKS.values()]

    assert {look.symbol for look in looks} <= portal_tags.SYMBOLS.keys()
    assert all(look.fill.startswith("#") for look in looks)


def test_shapes_of_states_of_one_kind_differ() -> None:
    for looks in (portal_tags.REQUEST_LOOKS, portal_tags.RESPONSE_LOOKS):
        shapes = [portal_tags.SYMBOLS[look.symbol] for look in looks.values()]
        assert len(set(shapes)) == len(shapes)


@pytest.mark.parametrize(("order", "name"), [(1, "field1"), (3, "field3"), (4, "field")])
def test_fields_beyond_the_third_share_a_symbol(order: int, name: str) -> None:
    assert portal_tags.field_symbol(order) == name


# ------------------------------------------------------------------------------------------------------------ the page


def test_page_numbers_leave_gaps() -> None:
    page = Paginator(range(200), 20).page(5)

    source = "{% page_numbers page as ns %}{% for n in ns %}{{ n }} {% endfor %}"

    assert rendered(source, page=page) == "1 … 4 5 6 … 10 "


def test_capture_is_plain_text_escaped_where_it_is_used() -> None:
    source = '{% capture t %} <span lang="th">{{ x }}</span>\n "2552" {% endcapture %}<p title="{{ t }}">{{ t }}</p>'

    assert rendered(source, x="<b> & c") == (
        '<p title="&lt;b&gt; &amp; c &quot;2552&quot;">&lt;b&gt; &amp; c &quot;2552&quot;</p>'
    )


def test_capture_needs_one_name() -> None:
    with pytest.raises(TemplateSyntaxError, match="capture"):
        rendered("{% capture %}{% endcapture %}")


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("th", ["ครบกำหนดวันนี้", "เหลือ 1 วันทำการ", "เกิน 2 วันทำการ"]),
        ("en", ["Due today", "1 working day left", "2 working days late"]),
    ],
)
def test_a_clock_counts_working_days_and_names_the_day_itself(language: str, texts: list[str]) -> None:
    with translation.override(language):
        assert [portal_tags.days_left(0), portal_tags.days_left(1), portal_tags.days_late(2)] == texts
