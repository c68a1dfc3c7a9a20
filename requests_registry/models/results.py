"""What came of it: steps on the way, measured results in the programme's six verbs, and looking back later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.db.models import Case, F, Q, Sum, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from portal.access import Permission
from portal.models import Claim, User
from portal.models.programme import provenance_constraints

from .requests import CommunityRequest, is_public
from .responses import AgencyResponse


class Indicator(models.TextChoices):
    """What a result is measured by: the six purposes of the programme, and people trained."""

    JOBS = "JOB", _("สร้างอาชีพ")
    INCOME = "INC", _("เพิ่มรายได้")
    EXPENSES = "EXP", _("ลดรายจ่าย")
    VALUE = "VAL", _("เพิ่มมูลค่า")
    QUALITY = "QUA", _("พัฒนาคุณภาพ")
    PROCESS = "PRO", _("พัฒนากระบวนการผลิต")
    TRAINED = "KNO", _("ผู้ได้รับการอบรม")


# ---------------------------------------------------------------------------------------------------------- milestones


class Milestone(models.Model):
    """A step of an agency's work: planned for a day, done on a day. The public sees those of published answers."""

    response = models.ForeignKey(AgencyResponse, on_delete=models.CASCADE, related_name="milestones")
    title_th = models.CharField(_("ขั้นตอน"), max_length=200)
    title_en = models.CharField(_("ขั้นตอน (อังกฤษ)"), max_length=200, blank=True)
    due_on = models.DateField(_("กำหนด"), null=True, blank=True)
    done_on = models.DateField(_("แล้วเสร็จเมื่อ"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["version"], cascade_delete_history=True)

    class Meta:
        verbose_name = _("ขั้นตอนการดำเนินงาน")
        verbose_name_plural = _("ขั้นตอนการดำเนินงาน")
        ordering = ["response", F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(name="milestone_has_a_title", condition=~Q(title_th="")),
            models.CheckConstraint(
                name="milestone_has_a_day",
                violation_error_message=_("ระบุวันกำหนดหรือวันที่แล้วเสร็จ"),
                condition=Q(due_on__isnull=False) | Q(done_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title_th


# ------------------------------------------------------------------------------------------------------------ outcomes


@dataclass(frozen=True)
class OutcomeTotal:
    """The sum of verified results of one indicator in one unit, and how many results it is of; samples apart."""

    indicator: str
    unit_th: str
    unit_en: str
    gain: Decimal
    results: int
    is_sample: bool
    last_verified_at: datetime

    @property
    def adds_up(self) -> bool:
        """Whether the sum says something: shares of a hundred do not add up."""
        return not self.unit_th.startswith(("ร้อยละ", "เปอร์เซ็นต์", "%"))


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def verified(self) -> OutcomeQuerySet:
        """Only these enter totals."""
        return self.filter(verified_at__isnull=False)

    def public(self) -> OutcomeQuerySet:
        """What everybody may read: verified ones of public requests."""
        return self.verified().filter(is_public("community_request__"))

    def to_be_verified(self) -> OutcomeQuerySet:
        """Those that wait for the province."""
        return self.filter(verified_at__isnull=True, returned_note="")

    def concerning(self, user: User) -> OutcomeQuerySet:
        """The results of this person's work: of the own province, those the own agency has a part in, for M all."""
        if user.may(Permission.SEE_ALL_REQUESTS):
            return self
        if user.may(Permission.SEE_OWN_PROVINCE):
            return self.filter(community_request__province=user.province_id)
        own = AgencyResponse.objects.concerning(user).values("pk")
        return self.filter(pk__in=Outcome.responses.through.objects.filter(agencyresponse__in=own).values("outcome"))

    def totals(self) -> list[OutcomeTotal]:
        """What verified results add up to, by indicator and unit, real ones first and never mixed with samples.

        Each result is one row, so a shared one counts once. The queryset must not be joined to responses. One query.
        """
        rows = (
            self.verified()
            .order_by()
            .values("indicator", "unit_th", is_sample=F("community_request__is_sample"))
            .annotate(
                english=models.Max("unit_en"),
                gain=Sum(_gain()),
                results=models.Count("pk"),
                last_verified_at=models.Max("verified_at"),
            )
        )
        order = {indicator: place for place, indicator in enumerate(Indicator.values)}
        totals = [
            OutcomeTotal(
                indicator=row["indicator"],
                unit_th=row["unit_th"],
                unit_en=row["english"],
                gain=row["gain"],
                results=row["results"],
                is_sample=row["is_sample"],
                last_verified_at=row["last_verified_at"],
            )
            for row in rows
        ]
        return sorted(totals, key=lambda total: (total.is_sample, order[total.indicator], total.unit_th))


def _gain() -> Case:
    """How much better it is: the rise above the value before, of expenses the fall below it.

    Without a value before, the result itself is the change.
    """
    before = Coalesce(F("baseline"), Decimal(0))
    is_fall = Q(indicator=Indicator.EXPENSES, baseline__isnull=False)
    number = models.DecimalField(max_digits=20, decimal_places=2)
    return Case(When(is_fall, then=F("baseline") - F("actual")), default=F("actual") - before, output_field=number)


class Outcome(Claim):
    """One measured result. Several agencies that share it are all credited, yet it is one row and counts once.

    An agency enters it, the province verifies it or gives it back with a note.
    """

    community_request = models.ForeignKey(
        CommunityRequest, verbose_name=_("ความต้องการ"), on_delete=models.CASCADE, related_name="outcomes"
    )
    responses = models.ManyToManyField(AgencyResponse, verbose_name=_("การตอบสนอง"), related_name="outcomes")
    indicator = models.CharField(_("ตัวชี้วัด"), max_length=3, choices=Indicator)
    unit_th = models.CharField(_("หน่วยนับ (ไทย)"), max_length=60)
    unit_en = models.CharField(_("หน่วยนับ (อังกฤษ)"), max_length=60, blank=True)
    baseline = models.DecimalField(_("ค่าก่อนดำเนินการ"), max_digits=14, decimal_places=2, null=True, blank=True)
    actual = models.DecimalField(_("ผลจริง"), max_digits=14, decimal_places=2)
    period_from = models.DateField(_("ช่วงเวลาตั้งแต่"))
    period_to = models.DateField(_("ถึง"))
    evidence_th = models.TextField(_("หลักฐาน"), blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_note = models.CharField(_("ข้อสังเกตของจังหวัด"), max_length=500, blank=True)
    verified_at = models.DateTimeField(_("จังหวัดยืนยันเมื่อ"), null=True, blank=True)
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["version"], cascade_delete_history=True)
    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผลลัพธ์")
        verbose_name_plural = _("ผลลัพธ์")
        ordering = ["community_request", "pk"]
        constraints = [
            models.CheckConstraint(name="outcome_indicator_is_known", condition=Q(indicator__in=Indicator.values)),
            models.CheckConstraint(
                name="outcome_is_not_negative",
                violation_error_message=_("ผลจริงต้องไม่ติดลบ"),
                condition=Q(actual__gte=0),
            ),
            models.CheckConstraint(
                name="outcome_period_ends_on_or_after_its_start",
                violation_error_message=_("วันสิ้นสุดต้องไม่ก่อนวันเริ่ม"),
                condition=Q(period_to__gte=F("period_from")),
            ),
            models.CheckConstraint(name="outcome_has_a_unit", condition=~Q(unit_th="")),
            models.CheckConstraint(
                name="outcome_is_not_both_verified_and_returned",
                condition=Q(verified_at__isnull=True) | Q(returned_note=""),
            ),
            *provenance_constraints("outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.get_indicator_display()} {self.actual} {self.unit_th}"


# ---------------------------------------------------------------------------------------------------------- follow-ups

#: Months after delivery at which somebody looks whether it still helps.
FOLLOW_UP_MONTHS = (3, 6, 12)


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def due(self, *, on: date) -> FollowUpQuerySet:
        """Those whose day has come and that nobody has done."""
        return self.filter(done_on__isnull=True, due_on__lte=on)

    def concerning(self, user: User) -> FollowUpQuerySet:
        return self.filter(response__in=AgencyResponse.objects.concerning(user).values("pk"))

    def for_list(self) -> FollowUpQuerySet:
        """With the answer and the request that each looks back on."""
        request = "response__community_request"
        joined = [f"{request}__{name}" for name in ("province", "district", "category")]
        return self.select_related("response__agency", "by", *joined)


class FollowUp(models.Model):
    """A look back, some months after delivery: due on a day, done with a sentence on what was found."""

    response = models.ForeignKey(AgencyResponse, on_delete=models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(_("เดือนหลังส่งมอบ"))
    due_on = models.DateField(_("กำหนด"))
    done_on = models.DateField(_("ติดตามเมื่อ"), null=True, blank=True)
    note_th = models.TextField(_("สิ่งที่พบ"), blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("การติดตามผล")
        verbose_name_plural = _("การติดตามผล")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["response", "months"], name="follow_up_is_planned_once"),
            models.CheckConstraint(name="follow_up_months_are_known", condition=Q(months__in=FOLLOW_UP_MONTHS)),
            models.CheckConstraint(
                name="follow_up_is_done_with_a_sentence",
                violation_error_message=_("เขียนสิ่งที่พบก่อนบันทึกว่าติดตามแล้ว"),
                condition=Q(done_on__isnull=True, note_th="") | (Q(done_on__isnull=False) & ~Q(note_th="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response} +{self.months}"


def months_later(day: date, months: int) -> date:
    """The same day some months on; where the month is too short, its last day: 30 November and 3 give 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return min(_days_of(year, month + 1), key=lambda other: abs(other.day - day.day))


def _days_of(year: int, month: int) -> Iterable[date]:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (date.fromordinal(number) for number in range(date(year, month, 1).toordinal(), following.toordinal()))
