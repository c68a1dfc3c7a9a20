"""What a status means in plain words, and what comes next: for visitors who do not know how the ministry works."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import RequestOutcome, RequestStatus

MEANINGS: dict[str, Promise] = {
    RequestStatus.ACCEPTED: _("กระทรวงรับเรื่องและให้เลขที่แล้ว ขั้นต่อไปคือเลือกหน่วยงานที่จะตอบ"),
    RequestStatus.ASSIGNED: _("หน่วยงานได้รับมอบหมายแล้วและกำลังพิจารณา ขั้นต่อไปคือตอบภายในกำหนด"),
    RequestStatus.ANSWERED: _("หน่วยงานตอบแล้วว่าช่วยได้อย่างไร ขั้นต่อไปคือเริ่มดำเนินการตามคำตอบ"),
    RequestStatus.UNDER_WAY: _("หน่วยงานกำลังดำเนินการตามคำตอบ ขั้นต่อไปคือส่งมอบงานให้ชุมชน"),
    RequestStatus.DELIVERED: _("หน่วยงานแจ้งว่าส่งมอบงานแล้ว ขั้นต่อไปคือจังหวัดตรวจและยืนยันผล"),
    RequestStatus.CLOSED: _("เรื่องสิ้นสุดแล้ว หากมีผลลัพธ์ที่จังหวัดยืนยันจะแสดงในหน้านี้"),
    RequestStatus.DECLINED: _("กระทรวงไม่รับเรื่องนี้เข้าโครงการ เหตุผลอยู่ในลำดับเหตุการณ์"),
}
ENDS: dict[str, Promise] = {
    RequestOutcome.MET: _("เรื่องสิ้นสุดแล้ว ชุมชนได้รับความช่วยเหลือครบตามที่ขอ"),
    RequestOutcome.PARTLY_MET: _("เรื่องสิ้นสุดแล้ว ชุมชนได้รับความช่วยเหลือบางส่วน"),
    RequestOutcome.NOT_MET: _("เรื่องสิ้นสุดแล้ว โดยยังช่วยตามที่ขอไม่ได้"),
}


def meaning(status: str, outcome: str = "") -> str:
    """One sentence on a public status; of a closed request it says how it ended."""
    return str(ENDS.get(outcome) or MEANINGS[status])


def all_meanings() -> list[tuple[str, str, str]]:
    """Every public status with its word and sentence, in their order."""
    return [(status, str(RequestStatus(status).label), str(text)) for status, text in MEANINGS.items()]
