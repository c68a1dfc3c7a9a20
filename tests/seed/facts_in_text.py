"""Reads the facts of a fiscal year back out of its rendered page or PDF, as a person with a pencil would.

It sees text and nothing else: the lines of a page without its markup, or what `pdftotext -raw` gives. It knows the
captions of the page in both languages and the names of the months, but no fact: every number, date and name is
captured from between the captions. Standard library only; nothing of the portal is imported.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from itertools import zip_longest

# ------------------------------------------------------------------------------------------------------- what is read


@dataclass(frozen=True)
class ReadWorkshop:
    number: int
    starts_on: str  # ISO, Common Era
    ends_on: str
    venue: str
    host: str
    group: str
    provinces: tuple[str, ...]


@dataclass(frozen=True)
class ReadActivity:
    text: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class ReadAnswer:
    part: int
    text: str
    agency: str


@dataclass(frozen=True)
class ReadRequest:
    reference: str
    title: str
    place: str


@dataclass(frozen=True)
class ReadYear:
    """What a reader learns about the year. `None` or an empty tuple: the text does not say it."""

    programme: str | None
    running_since: int | None
    groups_of_the_country: int | None
    declared: int | None
    fields: int | None
    workshops: tuple[ReadWorkshop, ...]
    categories: tuple[str, ...]
    activities: tuple[ReadActivity, ...]
    sectors: tuple[str, ...]
    requests: tuple[ReadRequest, ...]
    answers: tuple[ReadAnswer, ...]
    footer_count: int | None
    footer_agencies: tuple[str, ...]


# ------------------------------------------------------------------------------------- the captions in two languages


@dataclass(frozen=True)
class Captions:
    """The fixed words of the page in one language, between which the facts stand."""

    years_ahead: int  # of the Common Era
    months: Mapping[str, int]
    programme: str  # the first word of the programme's name
    since: str
    groups: str
    declared: tuple[str, str, str]  # before the number, between the two numbers, after them
    fields: tuple[str, str]
    workshop: str
    host_prefix: str
    dates_and_venues: str
    not_counted_on_page: str
    not_counted_in_pdf: str
    fields_heading: str
    declared_total: str
    requests_part: str
    activities_heading: str
    activity_kinds: tuple[str, ...]
    participants: str
    requests_heading: str
    after_requests: tuple[str, ...]
    footer: tuple[str, str]
    abbreviation: str  # of an agency, as a pattern
    table_heads: tuple[str, ...]  # of the PDF, which repeats them on each page of a table


def _months(*names: str) -> dict[str, int]:
    return {name: number for line in names for number, name in enumerate(line.split(), start=1)}


CAPTIONS = {
    "th": Captions(
        years_ahead=543,
        months=_months(
            "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
            "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
        ),
        programme="โครงการ",
        since="ซึ่งได้ดำเนินการมาตั้งแต่ปี",
        groups="กลุ่มจังหวัด (จากทั้งหมด",
        declared=("ประกาศ", "เรื่อง ลงรายการแล้ว", "เรื่อง"),
        fields=("ความต้องการ ใน", "ด้าน"),
        workshop="ครั้งที่",
        host_prefix="จ.",
        dates_and_venues="วันและสถานที่",
        not_counted_on_page="จำนวนแยกตามด้าน: ไม่ระบุในเอกสาร",
        not_counted_in_pdf="ไม่ระบุ",
        fields_heading="ด้านของความต้องการ",
        declared_total="รวมตามที่เอกสารประกาศ",
        requests_part="ความต้องการและคำตอบ",
        activities_heading="กิจกรรมในการประชุม",
        activity_kinds=("มอบภาพถ่ายดาวเทียม", "นิทรรศการ", "สาธิตการถ่ายทอดเทคโนโลยี", "รับฟังความต้องการ"),
        participants="ผู้เข้าร่วม",
        requests_heading="ความต้องการที่ลงรายการแล้ว",
        after_requests=("โครงการในถ้อยคำของเอกสารต้นทาง", "โครงการและหน่วยงาน"),
        footer=("หน่วยงาน", "แห่งที่ปรากฏท้ายหน้าเอกสารต้นทาง (ไม่ระบุวันที่)"),
        abbreviation=r"[ก-๎]+\.|[A-Z]{2,}",
        table_heads=(
            "ครั้งที่ วันที่ สถานที่ กลุ่มจังหวัดและจังหวัดในกลุ่ม (เวลานั้น)",
            "ด้านที่ ชื่อ จำนวน",
            "ที่ คำตอบ หน่วยงาน",
            "ที่ หน่วยงาน อักษรย่อ",
        ),
    ),
    "en": Captions(
        years_ahead=0,
        months=_months(
            "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
            "January February March April May June July August September October November December",
        ),
        programme="Programme",
        since="running since",
        groups="Province groups, of",
        declared=("", "declared,", "itemised"),
        fields=("Requests, in", "fields"),
        workshop="Workshop",
        host_prefix="",
        dates_and_venues="Dates and venues",
        not_counted_on_page="Number in this field: not stated in the source",
        not_counted_in_pdf="Not stated",
        fields_heading="Fields of requests",
        declared_total="Total declared by the source",
        requests_part="Requests and answers",
        activities_heading="Workshop activities",
        activity_kinds=(
            "Satellite images handed over",
            "Exhibition",
            "Technology transfer demonstration",
            "Hearing of requests",
        ),
        participants="Participants",
        requests_heading="Itemised requests",
        after_requests=("The programme in the words of the source", "The programme and the agencies"),
        footer=("", "agencies listed in the footer of the source (undated)"),
        abbreviation=r"[A-Z]{2,}",
        table_heads=(
            "No. Date Venue Province group and its provinces (at that time)",
            "Field Name Number",
            "No. Answer Agency",
            "No. Agency Abbreviation",
        ),
    ),
}


def facts_of_page(html: str, language: str) -> ReadYear:
    """The facts that a reader of the web page finds."""
    return _PageReader(lines_of_html(html), CAPTIONS[language]).year()


def facts_of_pdf(raw_text: str, language: str) -> ReadYear:
    """The facts that a reader of the PDF finds. In: what `pdftotext -raw` gives."""
    return _PdfReader(lines_of_pdf(raw_text), CAPTIONS[language]).year()


# -------------------------------------------------------------------------------------------------------- text as lines

LINE_ELEMENTS = re.compile(
    "address|article|aside|br|caption|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|nav"
    "|ol|p|section|summary|table|tbody|td|th|thead|tr|ul"
)
UNREAD_ELEMENTS = frozenset({"head", "script", "style", "svg"})  # what drawings show, the text beside them says
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


class _Lines(HTMLParser):
    """The words of a page, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in UNREAD_ELEMENTS
        if LINE_ELEMENTS.fullmatch(tag):
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in UNREAD_ELEMENTS
        if LINE_ELEMENTS.fullmatch(tag):
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.pieces.append(re.sub(r"\s+", " ", data))


def lines_of_html(html: str) -> str:
    """The text of a page without its markup and without empty lines."""
    parser = _Lines()
    parser.feed(html)
    return _tidy("".join(parser.pieces))


def lines_of_pdf(raw_text: str) -> str:
    """The text of a PDF without what stands on every page: the head, and the foot with the number of the page."""
    return "\n".join(_without_head_and_foot(_tidy(page)) for page in raw_text.split("\f"))


def _without_head_and_foot(page: str) -> str:
    """`pdftotext` gives the margins last: one line for the head, one for the foot, which ends with `5 of 8`."""
    lines = page.split("\n")
    counted = re.search(r"\d+ (?:จาก|of) \d+$", lines[-1])
    return "\n".join(lines[:-2] if counted else lines)


def _tidy(text: str) -> str:
    plain = text.translate(INVISIBLE).translate(THAI_DIGITS)
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


# -------------------------------------------------------------------------------------------------------------- reading


def _loose(caption: str) -> str:
    """A pattern for words between which, or within which, a line may break."""
    return r"\s*".join(re.escape(character) for character in caption if not character.isspace())


def _joined(text: str) -> str:
    return " ".join(text.split())


def _place(text: str) -> str:
    """District and province, with or without a comma between them."""
    return _joined(text.replace(",", " "))


class _Reader(ABC):
    """What page and PDF have in common: sentences with numbers, places, lists."""

    def __init__(self, text: str, captions: Captions) -> None:
        self.text = text
        self.words = captions
        month = "|".join(sorted(map(re.escape, captions.months), key=len, reverse=True))
        self.range = (
            rf"(?P<day>\d{{1,2}})(?:\s(?P<month>{month}))?(?:\s(?P<year>\d{{4}}))?\s*–"
            rf"\s*(?P<last_day>\d{{1,2}})\s(?P<last_month>{month})\s(?P<last_year>\d{{4}})"
        )

    def year(self) -> ReadYear:
        agencies = tuple(self.footer_agencies())
        programme, since = self.programme()
        return ReadYear(
            programme=programme,
            running_since=since,
            groups_of_the_country=self.number(rf"{_loose(self.words.groups)}\s*(\d+)"),
            declared=self.declared(),
            fields=self.number(r"\s*(\d+)\s*".join(map(_loose, self.words.fields))),
            workshops=tuple(self.workshops()),
            categories=tuple(self.categories()),
            activities=tuple(self.activities()),
            sectors=tuple(self.sectors()),
            requests=tuple(self.requests()),
            answers=tuple(self.answers(agencies)),
            footer_count=self.number(r"(\d+)\s*".join(f"{_loose(part)}\\s*" for part in self.words.footer)),
            footer_agencies=agencies,
        )

    def number(self, pattern: str) -> int | None:
        found = re.search(pattern, self.text)
        return int(found[1]) if found else None

    def programme(self) -> tuple[str | None, int | None]:
        """The name that the programme's own sentence begins with, and the year since when it runs."""
        first = re.escape(self.words.programme)
        found = re.search(
            rf"({first}(?:(?!{first}).)+?)\s*{_loose(self.words.since)}\s*(\d{{4}})", self.text, re.DOTALL
        )
        return (_joined(found[1]), int(found[2])) if found else (None, None)

    def declared(self) -> int | None:
        """The declared total, which the tally sets beside the number of itemised requests."""
        before, between, after = map(_loose, self.words.declared)
        return self.number(rf"{before}\s*(\d+)\s*{between}\s*\d+\s*{after}")

    def section(self, heading: str, *ends: str) -> str:
        """What stands below a heading, up to the first of the others; empty when there is no such heading."""
        start = re.search(rf"^{_loose(heading)}$", self.text, re.MULTILINE)
        if not start:
            return ""
        end = re.compile("|".join(rf"^(?:\d )?{_loose(other)}" for other in ends), re.MULTILINE).search(
            self.text, start.end()
        )
        return self.text[start.end() : end.start() if end else None]

    def days(self, found: re.Match[str]) -> tuple[str, str]:
        """First and last day; what the first leaves out it shares with the last."""
        last_year, last_month = int(found["last_year"]), self.words.months[found["last_month"]]
        year = int(found["year"] or last_year)
        month = self.words.months[found["month"]] if found["month"] else last_month
        first = date(year - self.words.years_ahead, month, int(found["day"]))
        last = date(last_year - self.words.years_ahead, last_month, int(found["last_day"]))
        return first.isoformat(), last.isoformat()

    def venue_and_host(self, text: str, names: Iterable[str]) -> tuple[str, str, str]:
        """Venue, host province and what follows it. The host is the last known name of a province in the text."""
        known = "|".join(_loose(name) for name in sorted(names, key=len, reverse=True))
        pattern = rf"(?s)(?P<venue>.*[\s,]){re.escape(self.words.host_prefix)}\s*(?P<host>{known})(?P<rest>(?:\s.*)?)"
        found = re.fullmatch(pattern, text) if known else None
        if not found:
            return _joined(text), "", ""
        return _joined(found["venue"]).rstrip(","), _joined(found["host"]), _joined(found["rest"])

    def activity_section(self) -> str:
        return self.section(self.words.activities_heading, self.words.requests_heading, self.words.requests_part)

    def activities(self) -> Iterator[ReadActivity]:
        """The text after each kind of activity, up to the next kind."""
        section = self.activity_section()
        end = self.participants(section)
        listed = section[: end.start() if end else None]
        places = [re.search(rf"^{_loose(kind)}\s", listed, re.MULTILINE) for kind in self.words.activity_kinds]
        found = sorted((place for place in places if place), key=lambda place: place.start())
        for _, after in _each_up_to_the_next(found, listed):
            text, *examples = self.items(after)
            yield ReadActivity(text, tuple(examples))

    def participants(self, section: str) -> re.Match[str] | None:
        """The row of who took part: the last, since an activity may begin with the same word."""
        row = rf"^{_loose(self.words.participants)}\s+([^·\n]+(?:\s*·\s*[^·\n]+)*)"
        return next(iter([*re.finditer(row, section, re.MULTILINE)][-1:]), None)

    @abstractmethod
    def items(self, text: str) -> list[str]:
        """A text, then the examples that stand under it."""

    def sectors(self) -> Iterator[str]:
        row = self.participants(self.activity_section())
        yield from (_joined(sector) for sector in row[1].split("·")) if row else ()

    def request_section(self) -> str:
        return self.section(self.words.requests_heading, *self.words.after_requests)

    def footer_section(self) -> str:
        before, after = map(_loose, self.words.footer)
        heading = re.search(rf"{before}\s*\d+\s*{after}", self.text)
        return self.text[heading.end() :] if heading else ""

    @abstractmethod
    def workshops(self) -> Iterator[ReadWorkshop]:
        """Each with number, dates, venue, host and provinces."""

    @abstractmethod
    def categories(self) -> Iterator[str]:
        """The names of the fields, word for word."""

    @abstractmethod
    def requests(self) -> Iterator[ReadRequest]:
        """Each with reference, title and place."""

    @abstractmethod
    def answers(self, agencies: Iterable[str]) -> Iterator[ReadAnswer]:
        """Each with the agency, one of these, that gave it."""

    @abstractmethod
    def footer_agencies(self) -> Iterator[str]:
        """The names under the heading of the footer."""


def _each_up_to_the_next(found: list[re.Match[str]], text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each place with the text behind it, up to the next place."""
    for place, following in zip_longest(found, found[1:]):
        yield place, text[place.end() : following.start() if following else None]


def _answer(part: int, text: str, agencies: Iterable[str]) -> ReadAnswer | None:
    """The answer in a line that ends with the name of an agency; the names are those of the same document."""
    names = "|".join(_loose(name) for name in sorted(agencies, key=len, reverse=True))
    found = re.fullmatch(rf"(.+?)\s(?:– )?({names})", text, re.DOTALL) if names else None
    return ReadAnswer(part, _joined(found[1]), _joined(found[2])) if found else None


class _PageReader(_Reader):
    """The web page: each cell, heading and list item is a line of its own."""

    def workshops(self) -> Iterator[ReadWorkshop]:
        row = rf"^{self.words.workshop} (?P<number>\d+)\n(?P<group>.+)\n{self.range}\n(?P<place>.+)\n(?P<provinces>.+)$"
        rows = [(found, found["provinces"].split(", ")) for found in re.finditer(row, self.text, re.MULTILINE)]
        names = {name for _, provinces in rows for name in provinces}
        for found, provinces in rows:
            venue, host, _ = self.venue_and_host(found["place"], names)
            yield ReadWorkshop(int(found["number"]), *self.days(found), venue, host, found["group"], tuple(provinces))

    def categories(self) -> Iterator[str]:
        yield from re.findall(rf"^(.+)\n{re.escape(self.words.not_counted_on_page)}$", self.text, re.MULTILINE)

    def items(self, text: str) -> list[str]:
        return text.strip().split("\n")

    def requests(self) -> Iterator[ReadRequest]:
        for title, reference, place in re.findall(
            r"^(.+)\n(\d{4}-\d{3,}) ?(.+)$", self.request_section(), re.MULTILINE
        ):
            yield ReadRequest(reference, title, _place(place))

    def answers(self, agencies: Iterable[str]) -> Iterator[ReadAnswer]:
        """The page does not number them in words: the list does, by its order."""
        part = 0
        for line in self.request_section().split("\n"):
            if answer := _answer(part + 1, line, agencies):
                part += 1
                yield answer

    def footer_agencies(self) -> Iterator[str]:
        """Lines of a name and an abbreviation, as long as they follow each other."""
        entry = rf"(?:^.+ (?:{self.words.abbreviation})$\n?)+"
        found = re.search(entry, self.footer_section(), re.MULTILINE)
        for line in found[0].splitlines() if found else ():
            yield line.rpartition(" ")[0]


class _PdfReader(_Reader):
    """The PDF: cells follow each other, and a line may break anywhere in Thai."""

    def __init__(self, text: str, captions: Captions) -> None:
        heads = "|".join(map(_loose, captions.table_heads))
        super().__init__(re.sub(rf"^(?:{heads})\n", "", text, flags=re.MULTILINE), captions)

    def workshops(self) -> Iterator[ReadWorkshop]:
        table = self.section(self.words.dates_and_venues, self.words.activities_heading)
        starts = list(re.finditer(rf"^(?P<number>\d+)\s+{self.range}", table, re.MULTILINE))
        rows = [(start, *after.partition(":")[::2]) for start, after in _each_up_to_the_next(starts, table)]
        lists = [tuple(_joined(name) for name in provinces.split(",")) for _, _, provinces in rows]
        names = {name for provinces in lists for name in provinces if name}
        for (start, place_and_group, _), provinces in zip(rows, lists, strict=True):
            venue, host, group = self.venue_and_host(place_and_group, names)
            yield ReadWorkshop(int(start["number"]), *self.days(start), venue, host, group, provinces)

    def categories(self) -> Iterator[str]:
        table = self.section(self.words.fields_heading, self.words.declared_total)
        ending = rf"\s*{_loose(self.words.not_counted_in_pdf)}\s*$"
        for _, row in _numbered(table):
            yield _joined(re.sub(ending, "", row))

    def items(self, text: str) -> list[str]:
        return [_joined(item) for item in text.split("•")]

    def requests(self) -> Iterator[ReadRequest]:
        """Number and title are a heading; the place is the first thing of the line below it."""
        row = r"^(\d{4}-\d{3,}) ((?:.+\n)+?)(.+?) · "
        for reference, title, place in re.findall(row, self.request_section(), re.MULTILINE):
            yield ReadRequest(reference, _joined(title), _place(place))

    def answers(self, agencies: Iterable[str]) -> Iterator[ReadAnswer]:
        agencies = tuple(agencies)
        for part, row in _numbered(self.request_section()):
            if answer := _answer(part, row.strip(), agencies):
                yield answer

    def footer_agencies(self) -> Iterator[str]:
        for _, row in _numbered(self.footer_section()):
            found = re.fullmatch(rf"(.+?)\s+(?:{self.words.abbreviation})\s*", row, re.DOTALL)
            if found:
                yield _joined(found[1])


def _numbered(table: str) -> Iterator[tuple[int, str]]:
    """The rows of a table whose first column counts 1, 2, 3: each number at the beginning of a line."""
    number, place = 1, re.search(r"^1\s", table, re.MULTILINE)
    while place:
        following = re.compile(rf"^{number + 1}\s", re.MULTILINE).search(table, place.end())
        yield number, table[place.end() : following.start() if following else None]
        number, place = number + 1, following
