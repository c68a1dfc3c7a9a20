"""Where a line of Thai must not break.

Thai has no spaces between words, so browsers and the PDF engine look words up in a dictionary. That of browsers does
not know every compound (บู|รณาการ, ความ|รู้), that of the PDF engine breaks after an opening quotation mark, and both
part the name of a place from its abbreviation (อ.|ภูหลวง, อ.ภู|หลวง).
"""

import re
from collections.abc import Iterator

#: Compounds that were seen broken on the pages. Short enough for a column of a table on a phone.
COMPOUNDS = (
    "กระบวนการ",
    "คณะรัฐมนตรี",
    "ความต้องการ",
    "ความรู้",
    "คุณภาพชีวิต",
    "ตอบสนอง",
    "ตะวันออกเฉียงเหนือ",
    "โครงการบูรณาการ",
    "บูรณาการ",
    "ประเทศไทย",
    "ผลงาน",
    "ผู้แทน",
    "ภูมิสารสนเทศ",
    "มูลค่า",
    "วันที่",
    "วิทยาศาสตร์ฯ",
    "วิทยาศาสตร์",
    "หมูยอ",
    "องค์การมหาชน",
    "เข้มแข็ง",
    "เครือข่าย",
    "เป้าหมาย",
)
#: อ.ภูหลวง, จ.เลย: the name ends where the run of Thai letters ends; a longer run goes on in a sentence and may break.
PLACE = r"(?<![ก-๎.])(?:จ|อ|ต)\.\u2060?[ก-๎]{2,18}(?![ก-๎])"
#: A number belongs to the name before it: ภาคเหนือตอนบน 1.
NUMBERED = r"ตอน(?:บน|ล่าง) [12๑๒](?![0-9๐-๙])|ตอนกลาง"
QUOTED = "“[^“”]{1,16}”"
YEAR = r"พ\.ศ\. [0-9๐-๙]{4}(?![0-9๐-๙])"
#: The ends of long names, of which a single word would fall to the next line.
ENDINGS = ("ในระดับจังหวัด", "แห่งประเทศไทย", "แห่งชาติ", "(องค์การมหาชน)")

_ON_SCREEN = re.compile(f"({'|'.join((PLACE, NUMBERED, *COMPOUNDS))})")
# The PDF engine does not break beside a part that is kept, unless there is a space: so it gets few of them.
_ON_PAPER = re.compile(f"({'|'.join((PLACE, NUMBERED, YEAR, QUOTED, *map(re.escape, ENDINGS)))})")


def unbroken_parts(text: str, *, on_paper: bool = False) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it must stay on one line. Together they are the text again."""
    pattern = _ON_PAPER if on_paper else _ON_SCREEN
    for place, part in enumerate(pattern.split(text)):
        if part:
            yield part, place % 2 == 1
