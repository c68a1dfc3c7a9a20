"""Tags and filters of the portal: formatting only, no queries.

A date or number as a **filter** is plain text (for attributes and sentences); as a **tag** a date comes as a `<time>`
element. Tags follow the context variable `digits` (`"thai"` in official PDFs); filters take it as their argument.
Texts in the two languages go through `bilingual` (markup) or `localised` (the parts).
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.bilingual import Localised, in_language
from portal.charts import INK
from portal.models import Agency
from portal.moments import format_moment
from portal.reports import agency_label as label_of_agency
from portal.thai import format_date, format_range
from portal.thai import to_thai_digits as as_thai_digits
from portal.thai.line_breaks import unbroken_parts

register = template.Library()

BANGKOK = "10"  # takes no prefix, and its districts are เขต
JOINER = "\u2060"  # keeps จ. and the name on one line; PDFs use a nowrap span instead


def _language() -> str:
    return "en" if (get_language() or "th").startswith("en") else "th"


def _digits(context: Context) -> str:
    return context.get("digits") or "arabic"


# ------------------------------------------------------------------------------------------------ dates and numbers


@register.filter(name="be_date")
def be_date_text(day: date | None, digits: str = "arabic") -> str:
    """`9 พฤศจิกายน 2551`; on English pages `9 November 2008`. An unknown date says so."""
    return _date_text(day, style="long", digits=digits)


@register.filter(name="short_date")
def short_date_text(day: date | None, digits: str = "arabic") -> str:
    """`9 พ.ย. 2551`; on English pages `9 Nov 2008`. An unknown date says so."""
    return _date_text(day, style="short", digits=digits)


@register.filter
def be_moment(at: datetime | None, digits: str = "arabic") -> str:
    """`9 พ.ย. 2551 10:00 น.`; on English pages `9 Nov 2008, 10:00`. An unknown time says so."""
    return format_moment(at, language=_language(), digits=digits) if at else _("ไม่ระบุวัน")


@register.filter
def local_day(at: datetime) -> date:
    """The day of a point in time by the clocks of Bangkok."""
    return timezone.localdate(at)


def _date_text(day: date | None, *, style: str, digits: str) -> str:
    if day is None:
        return _("ไม่ระบุวัน")
    return format_date(day, language=_language(), style=style, digits=digits)


@register.simple_tag(takes_context=True)
def be_date(context: Context, day: date | None, style: str = "long") -> SafeString | str:
    """`<time datetime="2008-11-09">9 พฤศจิกายน 2551</time>`."""
    return _time_element(day, _date_text(day, style=style, digits=_digits(context)))


@register.simple_tag(takes_context=True)
def short_date(context: Context, day: date | None) -> SafeString | str:
    """`<time datetime="2008-11-09">9 พ.ย. 2551</time>`."""
    return be_date(context, day, style="short")


@register.simple_tag(takes_context=True)
def be_range(context: Context, first: date | None, last: date | None, style: str = "long") -> SafeString | str:
    """`<time datetime="2008-11-09">9 – 11 พฤศจิกายน 2551</time>`; HTML knows no range, so the first day stands."""
    if first is None:
        return _date_text(None, style=style, digits=_digits(context))
    text = format_range(first, last or first, language=_language(), style=style, digits=_digits(context))
    return _time_element(first, text)


def _time_element(day: date | None, text: str) -> SafeString | str:
    return format_html('<time datetime="{}">{}</time>', day.strftime("%Y-%m-%d"), text) if day else text


@register.filter
def thai_digits(value: object) -> str:
    """`2552-001` as `๒๕๕๒-๐๐๑`."""
    return as_thai_digits(str(value))


@register.filter(name="number")
def number_text(value: int, digits: str = "arabic") -> str:
    """A count with thousands separators: 1250 as `1,250`, or `๑,๒๕๐`. Years are no counts: write them as they are."""
    text = f"{value:,}"
    return as_thai_digits(text) if digits == "thai" else text


@register.simple_tag(takes_context=True)
def number(context: Context, value: int) -> str:
    """As the filter, in the digits of the document."""
    return number_text(value, _digits(context))


@register.simple_tag(takes_context=True)
def in_digits(context: Context, value: object) -> str | Localised:
    """Any text or year in the digits of the document; a text in one of two languages stays one."""
    is_thai = _digits(context) == "thai"
    if isinstance(value, Localised):
        return replace(value, text=as_thai_digits(value.text)) if is_thai else value
    return as_thai_digits(str(value)) if is_thai else str(value)


# ------------------------------------------------------------------------------------------------------- two languages


@register.simple_tag
def hidden_initial(field: BoundField) -> str:
    """What a field of a `VersionedForm` began with, hidden beside it."""
    form: Any = field.form
    return form.hidden_initial(field)


@register.simple_tag
def bilingual(obj: object, field: str) -> SafeString | str:
    """The text of `field` in the language of the page; Thai on an English page is marked as Thai."""
    return mark_language(in_language(obj, field))


@register.filter
def localised(obj: object, field: str) -> Localised:
    """The same as its parts: `.text`, `.lang`, `.is_fallback`; for attributes, titles and headings."""
    return in_language(obj, field)


@register.filter
def mark_language(text: Localised | str, medium: str = "screen") -> SafeString | str:
    """A text as markup: Thai on an English page is marked as Thai, and what must not break stays on one line.

    `medium` is `"print"` in PDFs, whose engine breaks lines in other places than browsers do.
    """
    if isinstance(text, SafeString) and "<" in text:  # markup already; words of the interface are safe, but plain
        return text
    if isinstance(text, Localised) and text.lang != "th":
        return _with_spans(_thai_parts(text.text), '<span lang="th">{}</span>')
    markup = _with_spans(unbroken_parts(str(text), on_paper=medium == "print"), '<span class="nw">{}</span>')
    return format_html('<span lang="th">{}</span>', markup) if getattr(text, "is_fallback", False) else markup


@register.filter
def in_thai(text: str) -> SafeString | str:
    """Words that exist in Thai only, such as officers write them to each other: on an English page marked as Thai."""
    return mark_language(Localised(text, "th", is_fallback=_language() != "th"))


_THAI = re.compile(r"([ก-๎](?:[ก-๎๐-๙ .…]*[ก-๎.])?)")


def _thai_parts(text: str) -> Iterator[tuple[str, bool]]:
    """An English text in pieces, each with whether it is a name or title in Thai."""
    for place, part in enumerate(_THAI.split(text)):
        yield part, place % 2 == 1


def _with_spans(parts: Iterable[tuple[str, bool]], span: str) -> SafeString:
    """The pieces as one text, those that are marked each in a span."""
    return format_html_join("", "{}", ((format_html(span, part) if marked else part,) for part, marked in parts))


@register.filter
def days_left(days: int) -> str:
    """What a clock says before the day it runs to, in working days; none are left on the day itself."""
    if days == 0:
        return _("ครบกำหนดวันนี้")
    return ngettext("เหลือ %(n)d วันทำการ", "เหลือ %(n)d วันทำการ", days) % {"n": days}


@register.filter
def days_late(days: int) -> str:
    """What a clock says after its day, in working days."""
    return ngettext("เกิน %(n)d วันทำการ", "เกิน %(n)d วันทำการ", days) % {"n": days}


# --------------------------------------------------------------------------------------------------------------- places


class Place(Protocol):
    """A province (two-digit code) or a district (four digits, the province's first)."""

    code: str
    name_th: str
    name_en: str


class Located(Protocol):
    """What has a place: a request, or the place of a line of the public site."""

    @property
    def province(self) -> Place: ...
    @property
    def district(self) -> Place | None: ...


@register.filter
def agency_label(agency: Agency) -> str:
    """What stands on a small tag, in the language of the page: `วศ.`, in English `DSS`."""
    return label_of_agency(agency, get_language() or "th")


@register.filter
def province_name(province: Place, form: str = "short") -> SafeString | str:
    """`จ.เลย`, as `"full"` `จังหวัดเลย`, as `"print"` with a nowrap span; English pages and Bangkok have no prefix."""
    return _place_name(province, form, short="จ.", full="จังหวัด", prefixed=province.code != BANGKOK)


@register.filter
def district_name(district: Place, form: str = "short") -> SafeString | str:
    """`อ.ภูหลวง`, as `"full"` `อำเภอภูหลวง`; in Bangkok `เขตพระนคร`, on English pages `Phu Luang`."""
    if district.code.startswith(BANGKOK):
        return _place_name(district, "full", short="", full="เขต")
    return _place_name(district, form, short="อ.", full="อำเภอ")


@register.filter
def place_name(located: Located, form: str = "short") -> SafeString | str:
    """District, where it is known, and province: `อ.ภูหลวง จ.เลย`, on English pages `Phu Luang, Loei`."""
    province = province_name(located.province, form)
    if located.district is None:
        return province
    return format_html("{}{} {}", district_name(located.district, form), "," if _language() == "en" else "", province)


def _place_name(place: Place, form: str, *, short: str, full: str, prefixed: bool = True) -> SafeString | str:
    name = in_language(place, "name")
    if name.lang != "th" or name.is_fallback or not prefixed:
        return mark_language(name)
    if form == "print":
        return format_html('<span class="nw">{}{}</span>', short, name.text)
    return f"{full}{name.text}" if form == "full" else f"{short}{JOINER}{name.text}"


# ------------------------------------------------------------------------------------------------------------- symbols


@dataclass(frozen=True, slots=True)
class Shape:
    """One path of a symbol in a field of 12 by 12: filled, or drawn with a line of `stroke` units, perhaps dashed."""

    d: str
    stroke: str = ""
    dash: str = ""


_RING = "M1.2 6a4.8 4.8 0 1 0 9.6 0a4.8 4.8 0 1 0-9.6 0z"
_DISC = "M.4 6a5.6 5.6 0 1 0 11.2 0a5.6 5.6 0 1 0-11.2 0z"
_CROSS = "M1.5 1.5l9 9M10.5 1.5l-9 9"
_TRIANGLE = "M6 .4L12 11.4H0z"
_SQUARE = "M.8.8h10.4v10.4H.8z"

SYMBOLS: dict[str, tuple[Shape, ...]] = {
    # where a request or an answer stands: the shape carries it, colour and word say it again
    "draft": (Shape(_RING, "1.6", "2.2 1.8"),),
    "submitted": (Shape(_RING, "1.6"),),
    "returned": (Shape("M10.6 7.8V5.2A2.6 2.6 0 0 0 8 2.6H1.8M4.6 0L1.8 2.6L4.6 5.2", "1.7"),),
    "accepted": (Shape(_RING, "1.6"), Shape("M4.3 6a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0-3.4 0z")),
    "assigned": (Shape(_RING, "1.6"), Shape("M6 1.2a4.8 4.8 0 0 0 0 9.6z")),
    "answered": (Shape(_DISC),),
    "under_way": (Shape("M2 .8L11 6L2 11.2z"),),
    "delivered": (Shape("M6 0l6 6l-6 6l-6-6z"),),
    "closed": (Shape("M.8 6.6L4.4 10.2L11.2 1.8", "2.4"),),
    "declined": (Shape(_CROSS, "2.2"),),
    "merged": (Shape("M1 1v2.4C1 6 6 5.4 6 8.2V11.5M11 1v2.4C11 6 6 5.4 6 8.2", "1.8"),),
    "withdrawn": (Shape("M1.2 6h9.6", "2.4"),),
    "wait": (Shape("M2.5.8h2.6v10.4H2.5zM6.9.8h2.6v10.4H6.9z"),),
    "overdue": (Shape(_TRIANGLE),),
    # fields
    "field1": (Shape(_DISC),),
    "field2": (Shape(_TRIANGLE),),
    "field3": (Shape(_SQUARE),),
    "field": (Shape("M6 0l6 6l-6 6l-6-6z"),),
    # where a statement comes from; invented data
    "stated": (Shape("M1 1h10v7H6L3 11V8H1z"),),
    "inferred": (Shape("M.5 4.5C3 1.5 5 6 7.5 4.5s3-1.5 4-2M.5 9.5C3 6.5 5 11 7.5 9.5s3-1.5 4-2", "1.7"),),
    "entered": (Shape("M1 11l.8-3.2L8.8.8l2.4 2.4l-7 7z"),),
    "sample": (Shape("M0 6h2.6M4.7 6h2.6M9.4 6H12", "2.4"),),
    # counted and not counted
    "itemised": (Shape("M0 0h12v12H0z"),),
    "not_itemised": (Shape("M1 1h10v10H1z", "1.5", "3 2"),),
    # the page
    "menu": (Shape("M0 2h12M0 6h12M0 10h12", "1.6"),),
    "search": (Shape("M1.1 5a3.9 3.9 0 1 0 7.8 0a3.9 3.9 0 1 0-7.8 0z", "1.7"), Shape("M8 8l3.5 3.5", "1.9")),
    "note": (
        Shape("M.7 6a5.3 5.3 0 1 0 10.6 0a5.3 5.3 0 1 0-10.6 0z", "1.2"),
        Shape("M5.3 5h1.4v4H5.3zM5.3 2.8h1.4v1.3H5.3z"),
    ),
    "nothing": (Shape("M6 1.3L10.7 6L6 10.7L1.3 6z", "1.8"),),
    "wrong": (Shape(_TRIANGLE),),
}

MUTED, TEAL, GREEN, RED = "#4a5b64", "#0b5d6b", "#1f6b3a", "#a3241b"


@dataclass(frozen=True, slots=True)
class StateLook:
    """How a state is drawn; `tone` is a class of the style sheet, `fill` the same colour for SVG in PDFs."""

    symbol: str
    tone: str

    @property
    def fill(self) -> str:
        return {"quiet": MUTED, "active": TEAL, "good": GREEN, "late": RED}[self.tone]


REQUEST_LOOKS = {
    "draft": StateLook("draft", "quiet"),
    "submitted": StateLook("submitted", "quiet"),
    "returned": StateLook("returned", "quiet"),
    "accepted": StateLook("accepted", "quiet"),
    "assigned": StateLook("assigned", "active"),
    "answered": StateLook("answered", "good"),
    "under_way": StateLook("under_way", "active"),
    "delivered": StateLook("delivered", "active"),
    "closed": StateLook("closed", "good"),
    "declined": StateLook("declined", "quiet"),
    "merged": StateLook("merged", "quiet"),
    "withdrawn": StateLook("withdrawn", "quiet"),
    "overdue": StateLook("overdue", "late"),
}
RESPONSE_LOOKS = {
    "asked": StateLook("assigned", "active"),
    "info_needed": StateLook("wait", "quiet"),
    "accepted": StateLook("answered", "good"),
    "declined": StateLook("declined", "quiet"),
    "under_way": StateLook("under_way", "active"),
    "delivered": StateLook("delivered", "active"),
    "verified": StateLook("closed", "good"),
    "cancelled": StateLook("withdrawn", "quiet"),
    "overdue": StateLook("overdue", "late"),
}


@register.simple_tag
def symbol(name: str, fill: str = INK) -> SafeString:
    """A symbol of the page by name, beside its word (it is hidden from screen readers).

    On screen the style sheet colours it like the text around it; `fill` counts in PDFs. Raises KeyError.
    """
    return kept("partials/_symbol.html", shapes=SYMBOLS[name], fill=fill)


@register.simple_tag
def state(status: str, label: str, kind: str = "request") -> SafeString:
    """Symbol and word of a status. `kind` is `request` or `response`: both have an `accepted`. Raises KeyError."""
    looks = {"request": REQUEST_LOOKS, "response": RESPONSE_LOOKS}[kind]
    return kept("partials/_state.html", look=looks[status], label=label)


@register.filter
def field_symbol(order: int) -> str:
    """The name of the symbol of the 1st, 2nd, 3rd field; later ones share the diamond."""
    return f"field{order}" if f"field{order}" in SYMBOLS else "field"


# ------------------------------------------------------------------------------------------------------------ the page


@register.simple_tag
def kept(template_name: str, **arguments: Any) -> SafeString:
    """A partial that depends on its arguments and the language alone: rendered once for each, for it stands everywhere.

    The arguments are values that do not change. Where templates are being written, it is rendered each time.
    """
    render = _kept.__wrapped__ if settings.DEBUG else _kept
    # A text that is markup equals one that is not, so the type tells them apart.
    return render(template_name, get_language(), tuple((name, type(value), value) for name, value in arguments.items()))


@lru_cache(maxsize=5_000)
def _kept(template_name: str, language: str | None, arguments: tuple[tuple[str, type, Any], ...]) -> SafeString:
    return render_to_string(template_name, {name: value for name, _type, value in arguments})


@register.simple_tag
def page_numbers(page: Page) -> Iterator[int | str]:
    """The numbers of a pagination with gaps: 1 … 4 5 6 … 9."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.tag
def capture(parser: Parser, token: Token) -> "CaptureNode":
    """`{% capture title %}{% block title %}…{% endblock %}{% endcapture %}`: the text inside, without markup.

    So one block can stand in `<title>` and in an attribute; the value is plain text and escaped where it is used.
    """
    bits: list[str] = token.split_contents()
    if len(bits) != 2:
        raise template.TemplateSyntaxError(f"{bits[0]} takes the name of a variable and nothing else")
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(bits[1], nodelist)


class CaptureNode(Node):
    """Renders its inside into a variable."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        context[self.name] = " ".join(html.unescape(strip_tags(self.nodelist.render(context))).split())
        return SafeString("")
