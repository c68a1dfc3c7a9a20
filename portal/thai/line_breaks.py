"""Where a line of Thai must not break.

Thai has no spaces between words, so browsers and the PDF engine look words up in a dictionary. It does not know every
compound (บู|รณาการ, ความ|รู้), and it parts the name of a place from its abbreviation (อ.|ภูหลวง, อ.ภู|หลวง).
"""

import re
from collections.abc import Iterator

#: Words that were seen broken on the pages and in the reports. Short enough for a column of a table on a phone.
WHOLE_WORDS = (
    "กระบวนการ",
    "คณะรัฐมนตรี",
    "ความต้องการ",
    "ความรู้",
    "คุณภาพชีวิต",
    "ตอบสนอง",
    "ตะวันออกเฉียงเหนือ",
    "บูรณาการ",
    "ภูมิสารสนเทศ",
    "ประเทศไทย",
    "ผู้แทน",
    "มูลค่า",
    "วิทยาศาสตร์ฯ",
    "วิทยาศาสตร์",
    "หมูยอ",
    "องค์การมหาชน",
    "เครือข่าย",
    "เข้มแข็ง",
    "เป้าหมาย",
)
#: อ.ภูหลวง, จ.เลย: the name ends where the run of Thai letters ends; a longer run goes on in a sentence and may break.
PLACE = r"(?<![ก-๎.])(?:จ|อ|ต)\.\u2060?[ก-๎]{2,18}(?![ก-๎])"
#: A number belongs to the name before it: ภาคเหนือตอนบน 1.
NUMBERED = r"ตอน(?:บน|ล่าง) [12๑๒](?![0-9๐-๙])"
_UNBROKEN = re.compile(f"({PLACE}|{'|'.join(WHOLE_WORDS)}|{NUMBERED})")


def unbroken_parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it must stay on one line. Together they are the text again."""
    for place, part in enumerate(_UNBROKEN.split(text)):
        if part:
            yield part, place % 2 == 1
