"""The answer of one agency to one part of a request."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from portal.access import Permission
from portal.models import Agency, Claim, Provenance, User
from portal.models.programme import provenance_constraints
from portal.thai import working_days_between

from .requests import CommunityRequest, is_public


class ResponseStatus(models.TextChoices):
    """Where an agency's response stands."""

    ASKED = "asked", _("รอหน่วยงานตอบ")
    INFO_NEEDED = "info_needed", _("ขอข้อมูลเพิ่ม")
    ACCEPTED = "accepted", _("ตอบรับ")
    DECLINED = "declined", _("ไม่สามารถตอบสนอง")
    UNDER_WAY = "under_way", _("กำลังดำเนินการ")
    DELIVERED = "delivered", _("ส่งมอบแล้ว")
    VERIFIED = "verified", _("ยืนยันแล้ว")
    CANCELLED = "cancelled", _("ยกเลิก")


#: Ended without help; such a response no longer counts, and the agency may be asked again.
NOT_LIVE = (ResponseStatus.DECLINED, ResponseStatus.CANCELLED)
#: Waiting for an answer: the public sees who was asked and the due date, nothing else.
WAITING = (ResponseStatus.ASKED, ResponseStatus.INFO_NEEDED)
#: Told to everybody without being published: who was asked, and that the asking was called off.
TOLD_AT_ONCE = (*WAITING, ResponseStatus.CANCELLED)
#: Answered with help.
HELPING = (ResponseStatus.ACCEPTED, ResponseStatus.UNDER_WAY, ResponseStatus.DELIVERED, ResponseStatus.VERIFIED)
#: Answered, with help or without: what the public may come to read.
ANSWERED = (*HELPING, ResponseStatus.DECLINED)


class HelpKind(models.TextChoices):
    """What kind of help an answer gives."""

    TECHNOLOGY_TRANSFER = "TT", _("การถ่ายทอดเทคโนโลยี")
    PRODUCT_DEVELOPMENT = "PD", _("พัฒนาผลิตภัณฑ์")
    PACKAGING = "PK", _("บรรจุภัณฑ์")
    TESTING = "TC", _("ทดสอบและสอบเทียบ")
    LEARNING_CENTRE = "LC", _("พัฒนาแหล่งเรียนรู้")
    CONSULTANCY = "CO", _("ให้คำปรึกษา")
    SATELLITE_IMAGES = "SI", _("ภาพถ่ายดาวเทียมและภูมิสารสนเทศ")
    EQUIPMENT = "EQ", _("เครื่องจักรและอุปกรณ์")


class DeclineReason(models.TextChoices):
    """Why an agency cannot help."""

    NOT_OURS = "not_ours", _("ไม่อยู่ในภารกิจของหน่วยงาน")
    NO_MEANS = "no_means", _("ไม่มีงบประมาณหรือบุคลากรเพียงพอ")
    NOT_READY = "not_ready", _("เทคโนโลยียังไม่พร้อมถ่ายทอด")
    NOT_FEASIBLE = "not_feasible", _("ไม่เหมาะสมทางเทคนิค")
    DONE_BY_OTHERS = "done_by_others", _("มีหน่วยงานอื่นดำเนินการแล้ว")


def response_days(asked_on: date | None, answered_on: date | None) -> int | None:
    """Working days from asking to answering; `None` where a day is not known, or they are not in this order."""
    if asked_on is None or answered_on is None or answered_on < asked_on:
        return None
    return working_days_between(asked_on, answered_on)


class AgencyResponseQuerySet(models.QuerySet["AgencyResponse"]):
    def live(self) -> AgencyResponseQuerySet:
        return self.exclude(status__in=NOT_LIVE)

    def asked(self) -> AgencyResponseQuerySet:
        """Those whose agency owes an answer, the most urgent first; while the province is asked the clock stands."""
        return self.filter(status=ResponseStatus.ASKED).order_by("due_on", "pk")

    def overdue(self, *, on: date) -> AgencyResponseQuerySet:
        return self.asked().filter(due_on__lt=on)

    def to_be_published(self) -> AgencyResponseQuerySet:
        """Answers that the public does not see yet."""
        return self.filter(status__in=ANSWERED, is_published=False)

    def left_open(self, *, since: datetime) -> AgencyResponseQuerySet:
        """Those whose question the province has left open since before this point in time."""
        asked = Q(transitions__to_status=ResponseStatus.INFO_NEEDED)
        asking = self.model.objects.filter(status=ResponseStatus.INFO_NEEDED)
        late = asking.annotate(asked_at=Max("transitions__at", filter=asked)).filter(asked_at__lt=since)
        return self.filter(pk__in=late.order_by().values("pk"))

    def public(self) -> AgencyResponseQuerySet:
        """Those whose content the public may read: published ones of public requests."""
        return self.filter(is_public("community_request__"), is_published=True)

    def visible_to(self, user: User | AnonymousUser) -> AgencyResponseQuerySet:
        """Published ones for everybody; all for the ministry; own province's and own agency's for officers."""
        if not user.is_authenticated:
            return self.public()
        if user.may(Permission.SEE_ALL_REQUESTS):
            return self
        published = is_public("community_request__") & Q(is_published=True)
        return self.filter(published | _is_work_of(user))

    def concerning(self, user: User) -> AgencyResponseQuerySet:
        """Those that are this person's work: of the own agency, to the own province; for the ministry all."""
        return self.filter(_is_work_of(user))

    def for_queue(self) -> AgencyResponseQuerySet:
        """With what a row of a list says of each."""
        return self.select_related(
            "agency",
            "community_request__province",
            "community_request__district",
            "community_request__category",
        )


def _is_work_of(user: User) -> Q:
    if user.may(Permission.SEE_ALL_REQUESTS):
        return Q()
    if user.may(Permission.SEE_OWN_PROVINCE):
        return Q(community_request__province=user.province_id)
    if user.may(Permission.SEE_OWN_AGENCY):
        return Q(agency=user.agency_id)
    return Q(pk__in=[])


class AgencyResponse(Claim):
    """What one agency answers to one part of a request. `status` is written by `workflow` and the loaders."""

    community_request = models.ForeignKey(
        CommunityRequest, verbose_name=_("ความต้องการ"), on_delete=models.CASCADE, related_name="responses"
    )
    agency = models.ForeignKey(Agency, verbose_name=_("หน่วยงาน"), on_delete=models.PROTECT, related_name="responses")
    part = models.PositiveSmallIntegerField(_("ส่วนที่"), default=1)
    part_title_th = models.CharField(_("ชื่อส่วน (ไทย)"), max_length=200, blank=True)
    part_title_en = models.CharField(_("ชื่อส่วน (อังกฤษ)"), max_length=200, blank=True)
    kind = models.CharField(_("ความช่วยเหลือ"), max_length=2, choices=HelpKind, blank=True)
    status = models.CharField(
        _("สถานะ"), max_length=12, choices=ResponseStatus, default=ResponseStatus.ASKED, editable=False
    )
    asked_on = models.DateField(_("มอบหมายเมื่อ"), null=True, blank=True)
    due_on = models.DateField(_("กำหนดตอบ"), null=True, blank=True)
    answered_on = models.DateField(_("ตอบเมื่อ"), null=True, blank=True)
    response_days = models.PositiveSmallIntegerField(_("วันทำการที่ใช้ตอบ"), null=True, blank=True, editable=False)
    summary_th = models.CharField(_("คำตอบโดยย่อ (ไทย)"), max_length=200, blank=True)
    summary_en = models.CharField(_("คำตอบโดยย่อ (อังกฤษ)"), max_length=200, blank=True)
    details_th = models.TextField(_("รายละเอียดคำตอบ (ไทย)"), blank=True)
    details_en = models.TextField(_("รายละเอียดคำตอบ (อังกฤษ)"), blank=True)
    planned_from = models.DateField(_("กำหนดเริ่ม"), null=True, blank=True)
    planned_to = models.DateField(_("กำหนดสิ้นสุด"), null=True, blank=True)
    budget_baht = models.DecimalField(_("งบประมาณ (บาท)"), max_digits=12, decimal_places=2, null=True, blank=True)
    budget_source_th = models.CharField(_("แหล่งงบประมาณ"), max_length=200, blank=True)
    delivered_on = models.DateField(_("ส่งมอบเมื่อ"), null=True, blank=True)
    people_reached = models.PositiveIntegerField(_("จำนวนผู้ได้รับประโยชน์"), null=True, blank=True)
    decline_reason = models.CharField(_("เหตุผลที่ไม่ตอบรับ"), max_length=20, choices=DeclineReason, blank=True)
    suggested_agency = models.ForeignKey(
        Agency, verbose_name=_("หน่วยงานที่แนะนำ"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    internal_note = models.TextField(_("บันทึกภายใน"), blank=True)
    cancel_reason = models.CharField(_("เหตุผลที่ขอยกเลิก"), max_length=500, blank=True)
    cancel_proposed_at = models.DateTimeField(_("ขอยกเลิกเมื่อ"), null=True, blank=True, editable=False)
    is_published = models.BooleanField(_("เผยแพร่คำตอบ"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["version", "response_days"], cascade_delete_history=True)
    objects = AgencyResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("การตอบสนอง")
        verbose_name_plural = _("การตอบสนอง")
        ordering = ["community_request", "part", "pk"]
        indexes = [models.Index(fields=["agency", "status", "due_on"], name="response_queue_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["community_request", "agency", "part"],
                condition=~Q(status__in=NOT_LIVE),
                name="agency_answers_a_part_with_one_live_response",
            ),
            models.CheckConstraint(name="response_part_counts_from_one", condition=Q(part__gte=1)),
            models.CheckConstraint(name="response_status_is_known", condition=Q(status__in=ResponseStatus.values)),
            models.CheckConstraint(name="response_kind_is_known", condition=Q(kind="") | Q(kind__in=HelpKind.values)),
            models.CheckConstraint(
                name="response_that_helps_says_how",
                condition=~Q(status__in=HELPING) | (~Q(kind="") & ~Q(summary_th="")),
            ),
            models.CheckConstraint(
                name="response_declines_with_a_reason",
                condition=~Q(status=ResponseStatus.DECLINED) | Q(decline_reason__in=DeclineReason.values),
            ),
            models.CheckConstraint(
                name="response_entered_here_has_a_due_date",
                condition=~Q(provenance=Provenance.ENTERED) | Q(asked_on__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="response_is_due_on_or_after_it_was_asked",
                condition=Q(asked_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("asked_on")),
            ),
            models.CheckConstraint(
                name="response_with_both_days_has_the_days_between",
                condition=Q(response_days__isnull=False)
                | Q(asked_on__isnull=True)
                | Q(answered_on__isnull=True)
                | Q(answered_on__lt=F("asked_on")),
            ),
            models.CheckConstraint(
                name="response_plan_ends_on_or_after_its_start",
                condition=Q(planned_from__isnull=True)
                | Q(planned_to__isnull=True)
                | Q(planned_to__gte=F("planned_from")),
            ),
            models.CheckConstraint(
                name="response_budget_is_not_negative", condition=Q(budget_baht__isnull=True) | Q(budget_baht__gte=0)
            ),
            models.CheckConstraint(
                name="response_delivered_here_has_its_day",
                condition=~Q(status__in=[ResponseStatus.DELIVERED, ResponseStatus.VERIFIED])
                | ~Q(provenance=Provenance.ENTERED)
                | Q(delivered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="response_to_be_cancelled_says_why",
                condition=Q(cancel_proposed_at__isnull=True) | ~Q(cancel_reason=""),
            ),
            models.CheckConstraint(
                name="response_without_an_answer_is_not_published",
                condition=Q(is_published=False) | ~Q(status__in=WAITING),
            ),
            models.CheckConstraint(
                name="response_suggests_another_agency",
                condition=Q(suggested_agency__isnull=True) | ~Q(suggested_agency=F("agency")),
            ),
            *provenance_constraints("response"),
        ]

    @property
    def is_to_be_published(self) -> bool:
        """Whether it is an answer that the public does not see yet."""
        return self.status in ANSWERED and not self.is_published

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With the days that the answer took, by the holidays that are known now."""
        self.response_days = response_days(self.asked_on, self.answered_on)
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return f"{self.community_request} – {self.agency}"
