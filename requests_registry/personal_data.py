"""What looks like personal data in a text: a help for the officer who clears it, who alone decides.

It finds telephone numbers, e-mail addresses, numbers of identity cards and names after a title. It cannot know that
something is missing: a text in which nothing is found must be read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.thai import to_arabic_digits


@dataclass(frozen=True)
class Finding:
    """A piece of a text, what it looks like, and the label of the text it stands in."""

    kind: Promise | str
    text: str
    where: str = ""


#: Titles stand inside a line of Thai without a space before them; “ทนาย” and “ทำนาย” are words of their own.
_TITLE = r"(?<!ท)(?<!ทำ)(?<!เจ้า)(?:นางสาว|นาย|นาง|น\.\s?ส\.|ด\.\s?ช\.|ด\.\s?ญ\.|เด็กชาย|เด็กหญิง)"
#: What goes on like a name after a title, but makes an office or a thing of it.
_NO_NAMES = "กรัฐ|กเทศ|กองค์|กสมาคม|กอบ[จต]|อำเภอ|ทุน|จ้าง|ทะเบียน|ช่าง|พราน|แพทย์|พยาบาล|ฟ้า|แบบ"
_NAME = rf"(?!{_NO_NAMES})[ก-ฮเ-ไ][ก-ฮะ-ฺเ-๎]{{1,20}}"

_PATTERNS: tuple[tuple[Promise | str, re.Pattern[str]], ...] = (
    (_("เลขประจำตัวประชาชน"), re.compile(r"(?<!\d)\d[ -]?\d{4}[ -]?\d{5}[ -]?\d{2}[ -]?\d(?!\d)")),
    (_("หมายเลขโทรศัพท์"), re.compile(r"(?<![\d-])(?:\+66[ -]?|0)\d(?:[ -]?\d){7,8}(?![\d-])")),
    (_("อีเมล"), re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (_("คำนำหน้าและชื่อบุคคล"), re.compile(rf"{_TITLE}\s?{_NAME}")),
)


def personal_data(text: str, *, where: str = "") -> Iterator[Finding]:
    """What looks like personal data, kind by kind; Thai digits count as digits."""
    rest = to_arabic_digits(text)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(rest):
            yield Finding(kind, text[match.start() : match.end()], where)
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)  # a card's number is no telephone number too


def personal_data_in(texts: Mapping[str, str]) -> list[Finding]:
    """The same of several texts by their labels."""
    return [finding for label, text in texts.items() for finding in personal_data(text or "", where=label)]
