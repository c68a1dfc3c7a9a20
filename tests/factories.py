"""Plain functions that make one minimal valid row each: `make_workshop(number=2)`.

Every field can be given. What is not given is the least that the database accepts, and belongs to Loei (42), the
Department of Science Service (DSS) and fiscal year 2552. Parents that a row cannot do without are taken when they
are there and made when they are not; nothing else is made behind the test's back.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from portal.access import Role
from portal.models import (
    Agency,
    AgencyName,
    DeclaredFigure,
    District,
    Feedback,
    FiscalYear,
    GroupMembership,
    Invitation,
    Job,
    Notification,
    Phrase,
    PrivacyNotice,
    ProgrammeStatement,
    Province,
    ProvinceGroup,
    Region,
    Source,
    StoredReport,
    User,
)
from portal.thai import fiscal_year_of
from requests_registry.models import (
    AgencyResponse,
    Attachment,
    Category,
    CommunityRequest,
    FollowUp,
    Indicator,
    Milestone,
    Outcome,
    OutcomeSheet,
    RequestContact,
    RequestDeclineReason,
    RequestOutcome,
    RequestStatus,
    ResponseStatus,
    Transition,
)
from requests_registry.models.requests import NUMBERED
from requests_registry.models.responses import HELPING
from workshops.models import (
    Activity,
    Attendance,
    Handover,
    Sector,
    Workshop,
    WorkshopDocument,
    WorkshopProvince,
)

LOEI, NAN, BUENG_KAN = "42", "55", "38"
DSS, TISTR = "DSS", "TISTR"
PROVINCE_NAMES = {LOEI: ("เลย", "Loei"), NAN: ("น่าน", "Nan"), BUENG_KAN: ("บึงกาฬ", "Bueng Kan")}
YEAR_BE = 2552
PASSWORD = "รหัสผ่าน-สำหรับ-ทดสอบ"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
#: 10 o'clock in Bangkok on the first day of the first workshop.
AT = datetime(2008, 11, 9, 3, 0, tzinfo=UTC)

#: The least that is taken for a PDF.
PDF = b"%PDF-1.7\n%%EOF\n"

Row = TypeVar("Row", bound=models.Model)


def _stored_or(model: type[Row], make: Any, **key: Any) -> Row:
    """The row with this natural key, made by `make` when there is none."""
    return model._default_manager.filter(**key).first() or make(**key)


def _given_or(fields: dict[str, Any], name: str, make: Callable[[], Any]) -> None:
    """Fills in a field that the test did not give. Not `setdefault`, which would make the parent in any case."""
    if name not in fields:
        fields[name] = make()


# ------------------------------------------------------------------------------------------- sources, years, figures


def make_source(code: str = "ministry-page", **fields: Any) -> Source:
    return Source.objects.create(code=code, **{"title_th": "หน้าเว็บของกระทรวง", **fields})


def a_source() -> Source:
    return _stored_or(Source, make_source, code="ministry-page")


def make_fiscal_year(year_be: int = YEAR_BE, **fields: Any) -> FiscalYear:
    return FiscalYear.objects.create(year_be=year_be, **fields)


def make_statement(**fields: Any) -> ProgrammeStatement:
    fields = {"kind": ProgrammeStatement.Kind.GOAL, "text_th": "สร้างอาชีพ", **fields}
    return ProgrammeStatement.objects.create(**fields)


def make_figure(**fields: Any) -> DeclaredFigure:
    """125 requests in 2552, declared by the ministry's page."""
    _given_or(fields, "fiscal_year", a_fiscal_year)
    _given_or(fields, "source", a_source)
    return DeclaredFigure.objects.create(**{"subject": DeclaredFigure.Subject.REQUESTS, "value": 125, **fields})


def a_fiscal_year(year_be: int = YEAR_BE) -> FiscalYear:
    return _stored_or(FiscalYear, make_fiscal_year, year_be=year_be)


# ------------------------------------------------------------------------------------------------------------- places


def make_region(code: str = "northeast", **fields: Any) -> Region:
    return Region.objects.create(code=code, **{"name_th": "ภาคตะวันออกเฉียงเหนือ", "name_en": "Northeast", **fields})


def make_province(code: str = LOEI, **fields: Any) -> Province:
    name_th, name_en = PROVINCE_NAMES.get(code, (f"จังหวัดที่ {code}", f"Province {code}"))
    return Province.objects.create(code=code, **{"name_th": name_th, "name_en": name_en, **fields})


def a_province(code: str = LOEI) -> Province:
    return _stored_or(Province, make_province, code=code)


def make_district(code: str = "4202", **fields: Any) -> District:
    """A district of the province that its code begins with."""
    _given_or(fields, "province", lambda: a_province(code[:2]))
    return District.objects.create(code=code, **{"name_th": f"อำเภอที่ {code}", "name_en": f"District {code}", **fields})


def a_district(code: str = "4202") -> District:
    return _stored_or(District, make_district, code=code)


def make_group(key: str = "upper-northeast-1", **fields: Any) -> ProvinceGroup:
    names = {"name_th": f"กลุ่มจังหวัด {key}", "name_en": key, "slug": key}
    return ProvinceGroup.objects.create(key=key, **{**names, **fields})


def a_group() -> ProvinceGroup:
    return _stored_or(ProvinceGroup, make_group, key="upper-northeast-1")


def make_membership(**fields: Any) -> GroupMembership:
    """Loei in Upper Northeast 1 from 14 January 2008."""
    _given_or(fields, "province", a_province)
    _given_or(fields, "group", a_group)
    _given_or(fields, "source", a_source)
    return GroupMembership.objects.create(**{"valid_from": date(2008, 1, 14), **fields})


# -------------------------------------------------------------------------------------------------- agencies, people


def make_agency(acronym: str = DSS, **fields: Any) -> Agency:
    """Without a name; `make_agency_name` gives one."""
    return Agency.objects.create(acronym=acronym, **fields)


def an_agency(acronym: str = DSS) -> Agency:
    return _stored_or(Agency, make_agency, acronym=acronym)


def make_agency_name(**fields: Any) -> AgencyName:
    _given_or(fields, "agency", an_agency)
    return AgencyName.objects.create(**{"name_th": "กรมวิทยาศาสตร์บริการ", **fields})


def make_user(role: str = Role.MINISTRY, username: str = "", *, factor: bool = True, **fields: Any) -> User:
    """An account; without a usable password unless one is given. Officers are Loei's and DSS's.

    Who must have a second factor has one, ready to work, unless `factor` is false.
    """
    if role == Role.PROVINCE:
        _given_or(fields, "province", a_province)
    if role == Role.AGENCY:
        _given_or(fields, "agency", an_agency)
    user = User.objects.create_user(username or str(role), role=role, **fields)
    if factor and user.needs_second_factor:
        TOTP.activate(user, TOTP_SECRET)
    return user


def code_of(secret: str = TOTP_SECRET, *, periods: int = 0) -> str:
    """What an app shows that holds the secret, now or some periods of 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def make_invitation(**fields: Any) -> Invitation:
    """For an officer of Loei, from the ministry, open for a fortnight."""
    if fields.setdefault("role", Role.PROVINCE) == Role.PROVINCE:
        _given_or(fields, "province", a_province)
    _given_or(fields, "invited_by", lambda: User.objects.filter(role=Role.MINISTRY).first() or make_user())
    fields.setdefault("expires_at", timezone.now() + timedelta(days=14))
    number = Invitation.objects.count()
    return Invitation.objects.create(**{"email": f"{number}@example.go.th", "token_hash": f"hash-{number}", **fields})


# ----------------------------------------------------------------------------------------------- jobs and messages


def make_stored_report(**fields: Any) -> StoredReport:
    """The file of a report as it was made once; which is not there, unless a test stores one."""
    number = StoredReport.objects.count() + 1
    code = "".join("BCDFGHJKLM"[int(digit)] for digit in f"{number:012d}")
    given = {
        "key": f"{number:064x}",
        "data_key": "0" * 64,
        "kind": "year",
        "about": ["2552"],
        "language": "th",
        "digits": "thai",
        "audience": "public",
        "code": f"{code[:4]}-{code[4:8]}-{code[8:]}",
        "title": "รายงานปีงบประมาณ พ.ศ. 2552",
        "sha256": f"{number:064x}",
        "size": 1000,
        "pages": 8,
        "data_as_of": date(2026, 3, 1),
    }
    return StoredReport.objects.create(**{**given, **fields})


def make_job(**fields: Any) -> Job:
    """Waiting, for a handler that nobody has registered."""
    return Job.objects.create(**{"handler": "tests.nothing", "not_before": AT, **fields})


def make_notification(**fields: Any) -> Notification:
    _given_or(fields, "user", lambda: User.objects.first() or make_user())
    fields = {"key": "job-1", "text_th": "มีเรื่องใหม่", "text_en": "Something new", "path": "/desk/", "at": AT, **fields}
    return Notification.objects.create(**fields)


def make_phrase(**fields: Any) -> Phrase:
    return Phrase.objects.create(**{"title_th": "นัดลงพื้นที่", "text_th": "หน่วยงานจะลงพื้นที่ภายในเดือนหน้า", **fields})


def make_feedback(**fields: Any) -> Feedback:
    """Wrong data on the page of fiscal year 2552, from somebody who left no address; still open."""
    fields = {
        "kind": Feedback.Kind.WRONG,
        "text": "ยอดในตารางไม่ตรงกับเอกสาร",
        "page": "/years/2552/",
        "at": AT,
        **fields,
    }
    return Feedback.objects.create(**fields)


def make_privacy_notice(version: str = "1", **fields: Any) -> PrivacyNotice:
    texts = {"short_th": "ย่อ", "short_en": "Short", "full_th": "เต็ม", "full_en": "Full"}
    return PrivacyNotice.objects.create(version=version, **{"in_force_from": date(2008, 1, 1), **texts, **fields})


def a_privacy_notice() -> PrivacyNotice:
    return PrivacyNotice.objects.first() or make_privacy_notice()


# ---------------------------------------------------------------------------------------------------------- workshops


def make_workshop(**fields: Any) -> Workshop:
    """The first workshop of 2552, in Loei on 9–11 November 2008, published. The year follows from `starts_on`."""
    starts_on = fields.setdefault("starts_on", date(2008, 11, 9))
    fields.setdefault("ends_on", starts_on + timedelta(days=2))
    _given_or(fields, "fiscal_year", lambda: a_fiscal_year(fiscal_year_of(starts_on)))
    _given_or(fields, "host_province", a_province)
    return Workshop.objects.create(**{"number": 1, "venue_th": "โรงแรมเลยพาเลซ", "is_published": True, **fields})


def a_workshop() -> Workshop:
    return Workshop.objects.first() or make_workshop()


def make_workshop_province(**fields: Any) -> WorkshopProvince:
    _given_or(fields, "workshop", a_workshop)
    _given_or(fields, "province", a_province)
    return WorkshopProvince.objects.create(**fields)


def make_activity(**fields: Any) -> Activity:
    """In the year's series, at no workshop."""
    _given_or(fields, "fiscal_year", a_fiscal_year)
    return Activity.objects.create(**{"kind": Activity.Kind.EXHIBITION, "title_th": "นิทรรศการเทคโนโลยี", **fields})


def make_attendance(**fields: Any) -> Attendance:
    """In the year's series, headcount unknown."""
    _given_or(fields, "fiscal_year", a_fiscal_year)
    return Attendance.objects.create(**{"sector": Sector.PEOPLE, **fields})


def make_handover(**fields: Any) -> Handover:
    _given_or(fields, "workshop", a_workshop)
    _given_or(fields, "province", a_province)
    return Handover.objects.create(**{"item_th": "ภาพถ่ายดาวเทียม", **fields})


def make_document(**fields: Any) -> WorkshopDocument:
    _given_or(fields, "workshop", a_workshop)
    return WorkshopDocument.objects.create(**{"title_th": "กำหนดการ", "url": "https://example.go.th/1", **fields})


# ----------------------------------------------------------------------------------------------------------- requests


def make_category(code: int = 1, **fields: Any) -> Category:
    names = {"name_th": f"ด้านที่ {code}", "name_en": f"Field {code}", "short_th": f"ด้าน {code}", "short_en": f"F {code}"}
    return Category.objects.create(code=code, **{**names, **fields})


def a_category() -> Category:
    return _stored_or(Category, make_category, code=1)


def make_request(status: str = RequestStatus.ACCEPTED, **fields: Any) -> CommunityRequest:
    """Entered here, by Loei. With what its status needs: times, number and public title, outcome, the one it joined."""
    _given_or(fields, "fiscal_year", a_fiscal_year)
    _given_or(fields, "province", a_province)
    fields.setdefault("title_th", "ขอเทคโนโลยีแปรรูปผลไม้")
    if status != RequestStatus.DRAFT:
        _given_or(fields, "category", a_category)
        fields.setdefault("submitted_at", AT)
    if status in NUMBERED:
        _given_or(fields, "number", lambda: _next_number(fields["fiscal_year"]))
    if fields.get("number") is not None:
        fields.setdefault("accepted_at", AT)
        fields.setdefault("public_title_th", fields["title_th"])
    if status == RequestStatus.CLOSED:
        fields.setdefault("outcome", RequestOutcome.MET)
    if status == RequestStatus.DECLINED:
        fields.setdefault("decline_reason", RequestDeclineReason.OTHER_BODY)
    if status == RequestStatus.RETURNED:
        fields.setdefault("answer_wanted_by", date(2008, 12, 1))
    if status == RequestStatus.MERGED:
        _given_or(fields, "merged_into", make_request)
    return CommunityRequest.objects.create(status=status, **fields)


def _next_number(year: FiscalYear) -> int:
    """After the highest of the year. Not how the portal numbers: nobody else writes during a test."""
    highest = CommunityRequest.objects.filter(fiscal_year=year).aggregate(highest=models.Max("number"))["highest"]
    return (highest or 0) + 1


def make_response(status: str = ResponseStatus.ASKED, **fields: Any) -> AgencyResponse:
    """Entered here, by DSS, unpublished. With what its status needs: how it helps, why not, when delivered."""
    _given_or(fields, "community_request", lambda: make_request(RequestStatus.ASSIGNED))
    _given_or(fields, "agency", an_agency)
    if fields.get("provenance", "entered") == "entered":
        fields.setdefault("asked_on", date(2008, 11, 12))
        fields.setdefault("due_on", date(2008, 12, 24))
    if status in HELPING:
        fields = {"kind": "TT", "summary_th": "อบรมการแปรรูปผลไม้", **fields}
    if status in {ResponseStatus.DELIVERED, ResponseStatus.VERIFIED}:
        fields.setdefault("delivered_on", date(2009, 3, 2))
    if status == ResponseStatus.DECLINED:
        fields.setdefault("decline_reason", "not_ours")
    return AgencyResponse.objects.create(status=status, **fields)


def make_transition(**fields: Any) -> Transition:
    _given_or(fields, "community_request", lambda: make_request(RequestStatus.SUBMITTED))
    fields = {"from_status": RequestStatus.DRAFT, "to_status": RequestStatus.SUBMITTED, "at": AT, **fields}
    return Transition.objects.create(**fields)


def make_outcome(**fields: Any) -> Outcome:
    """40 people trained, not yet verified, credited to no response."""
    _given_or(fields, "community_request", lambda: make_request(RequestStatus.DELIVERED))
    fields = {"indicator": Indicator.TRAINED, "unit_th": "คน", "actual": 40, **fields}
    return Outcome.objects.create(**{"period_from": date(2009, 1, 1), "period_to": date(2009, 3, 31), **fields})


def make_milestone(**fields: Any) -> Milestone:
    _given_or(fields, "response", lambda: make_response(ResponseStatus.UNDER_WAY))
    return Milestone.objects.create(**{"title_th": "ลงพื้นที่สำรวจ", "due_on": date(2009, 1, 15), **fields})


def make_follow_up(**fields: Any) -> FollowUp:
    """Three months after a delivery, still to be done."""
    _given_or(fields, "response", lambda: make_response(ResponseStatus.DELIVERED))
    return FollowUp.objects.create(**{"months": 3, "due_on": date(2009, 6, 2), **fields})


def make_contact(**fields: Any) -> RequestContact:
    _given_or(fields, "community_request", lambda: make_request(RequestStatus.SUBMITTED))
    _given_or(fields, "notice", a_privacy_notice)
    fields = {"name": "สมศรี ใจดี", "phone": "081 234 5678", **fields}
    return RequestContact.objects.create(**fields)


def make_attachment(**fields: Any) -> Attachment:
    """A small PDF of a request, cleared by nobody."""
    _given_or(fields, "community_request", lambda: make_request(RequestStatus.SUBMITTED))
    _given_or(fields, "uploaded_by", lambda: User.objects.first() or make_user())
    content = fields.pop("content", PDF)
    fields.setdefault("sha256", hashlib.sha256(content).hexdigest())
    fields = {"name": "แผนที่.pdf", "content_type": "application/pdf", "size": len(content), **fields}
    attachment = Attachment(**fields)
    attachment.file.save("file.pdf", ContentFile(content), save=False)
    attachment.save()
    return attachment


def make_sheet(**fields: Any) -> OutcomeSheet:
    _given_or(fields, "workshop", a_workshop)
    _given_or(fields, "user", lambda: User.objects.first() or make_user())
    return OutcomeSheet.objects.create(**fields)
