"""What came of it: the outcome ledger in the programme's six verbs."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.models import Claim
from portal.models.programme import provenance_constraints

from .requests import CommunityRequest
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


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def verified(self) -> OutcomeQuerySet:
        """Only these enter totals."""
        return self.filter(verified_at__isnull=False)


class Outcome(Claim):
    """One measured result. Several agencies that share it are all credited, yet it is one row and counts once."""

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
    verified_at = models.DateTimeField(_("จังหวัดยืนยันเมื่อ"), null=True, blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผลลัพธ์")
        verbose_name_plural = _("ผลลัพธ์")
        ordering = ["community_request", "pk"]
        constraints = [
            models.CheckConstraint(name="outcome_indicator_is_known", condition=Q(indicator__in=Indicator.values)),
            models.CheckConstraint(name="outcome_is_not_negative", condition=Q(actual__gte=0)),
            models.CheckConstraint(
                name="outcome_period_ends_on_or_after_its_start", condition=Q(period_to__gte=F("period_from"))
            ),
            models.CheckConstraint(name="outcome_has_a_unit", condition=~Q(unit_th="")),
            *provenance_constraints("outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.get_indicator_display()} {self.actual} {self.unit_th}"
