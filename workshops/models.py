"""When people met and what happened there."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from portal.models import Agency, Claim, FiscalYear, Provenance, Province, ProvinceGroup, User
from portal.models.programme import provenance_constraints, starts_inside_its_fiscal_year


class Sector(models.TextChoices):
    """Who people speak for: the three sectors of the programme."""

    PUBLIC = "public", _("ภาครัฐ")
    PRIVATE = "private", _("ภาคเอกชน")
    PEOPLE = "people", _("ภาคประชาชน")


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def public(self) -> WorkshopQuerySet:
        """What anybody may see."""
        return self.filter(is_published=True)

    def visible_to(self, user: User | AnonymousUser) -> WorkshopQuerySet:
        """Unpublished workshops are the ministry's; everybody else sees what the public sees."""
        if user.is_authenticated and user.may_see_all():
            return self
        return self.public()

    def real(self) -> WorkshopQuerySet:
        return self.filter(is_sample=False)

    def worked_on(self) -> WorkshopQuerySet:
        """Those that people changed since they were made: loading the facts again leaves them as they are."""
        return self.filter(version__gt=1)

    def for_list(self) -> WorkshopQuerySet:
        return self.select_related("host_province", "group").prefetch_related(_targets())

    def for_detail(self) -> WorkshopQuerySet:
        return self.select_related("host_province", "group", "source").prefetch_related(
            _targets(), "handovers__province"
        )


def _targets() -> models.Prefetch:
    """The provinces of workshops, in one query."""
    return models.Prefetch("targets", queryset=WorkshopProvince.objects.select_related("province").order_by("order"))


class Workshop(Claim):
    """A workshop with a province group: `number` counts within the fiscal year. Dates are Common Era."""

    fiscal_year = models.ForeignKey(
        FiscalYear, verbose_name=_("ปีงบประมาณ"), on_delete=models.PROTECT, related_name="workshops"
    )
    number = models.PositiveSmallIntegerField(_("ครั้งที่"))
    title_th = models.CharField(_("ชื่อการประชุม (ไทย)"), max_length=300, blank=True)
    title_en = models.CharField(_("ชื่อการประชุม (อังกฤษ)"), max_length=300, blank=True)
    theme_th = models.CharField(_("หัวข้อ (ไทย)"), max_length=400, blank=True)
    theme_en = models.CharField(_("หัวข้อ (อังกฤษ)"), max_length=400, blank=True)
    starts_on = models.DateField(_("วันแรก"))
    ends_on = models.DateField(_("วันสุดท้าย"))
    venue_th = models.CharField(_("สถานที่ (ไทย)"), max_length=200)
    venue_en = models.CharField(_("สถานที่ (อังกฤษ)"), max_length=200, blank=True)
    host_province = models.ForeignKey(
        Province, verbose_name=_("จังหวัดที่จัด"), on_delete=models.PROTECT, related_name="hosted_workshops"
    )
    group = models.ForeignKey(
        ProvinceGroup,
        verbose_name=_("กลุ่มจังหวัดเป้าหมาย"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="workshops",
    )
    outcome_th = models.TextField(_("ผลการประชุม (ไทย)"), blank=True)
    outcome_en = models.TextField(_("ผลการประชุม (อังกฤษ)"), blank=True)
    is_published = models.BooleanField(_("เผยแพร่"), default=False)
    is_sample = models.BooleanField(_("ข้อมูลสมมติ"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["version"], cascade_delete_history=True)
    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("การประชุมเชิงปฏิบัติการ")
        verbose_name_plural = _("การประชุมเชิงปฏิบัติการ")
        ordering = ["-fiscal_year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "number"],
                name="workshop_number_is_unique_in_its_year",
                violation_error_message=_("ปีงบประมาณนี้มีการประชุมครั้งที่นี้แล้ว"),
            ),
            models.CheckConstraint(
                name="workshop_number_has_one_or_two_digits",
                violation_error_message=_("ครั้งที่ของการประชุมต้องอยู่ระหว่าง 1 ถึง 99"),
                condition=Q(number__gte=1, number__lte=99),
            ),
            models.CheckConstraint(
                name="workshop_ends_on_or_after_its_first_day",
                violation_error_message=_("วันสุดท้ายต้องไม่ก่อนวันแรก"),
                condition=Q(ends_on__gte=F("starts_on")),
            ),
            starts_inside_its_fiscal_year("workshop_starts_inside_its_fiscal_year"),
            *provenance_constraints("workshop"),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year_id}/{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("workshop", args=[self.fiscal_year_id, self.number])

    def is_planned(self, *, on: date) -> bool:
        """Whether it has not begun on that day. What a source tells of has taken place, whatever the clock says."""
        return self.provenance == Provenance.ENTERED and self.starts_on > on

    @property
    def target_names(self) -> list[str]:
        """The names of the invited provinces, in their order. One query."""
        return [target.province.name_th for target in self.targets.select_related("province").order_by("order")]


class WorkshopProvince(models.Model):
    """A province invited to a workshop, with the group it was in then: a later regrouping changes nothing here."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="targets")
    province = models.ForeignKey(
        Province, verbose_name=_("จังหวัด"), on_delete=models.PROTECT, related_name="workshop_targets"
    )
    group = models.ForeignKey(
        ProvinceGroup,
        verbose_name=_("กลุ่มจังหวัดในเวลานั้น"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    order = models.PositiveSmallIntegerField(_("ลำดับในเอกสาร"), default=1)

    class Meta:
        verbose_name = _("จังหวัดที่เข้าร่วมประชุม")
        verbose_name_plural = _("จังหวัดที่เข้าร่วมประชุม")
        ordering = ["workshop", "order"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "province"], name="workshop_invites_a_province_once"),
        ]

    def __str__(self) -> str:
        return f"{self.workshop} {self.province}"


class Activity(Claim):
    """Something that was done: at one workshop, or in the year's series when the source names no workshop."""

    class Kind(models.TextChoices):
        HANDOVER = "handover", _("มอบภาพถ่ายดาวเทียม")
        EXHIBITION = "exhibition", _("นิทรรศการ")
        DEMONSTRATION = "demonstration", _("สาธิตการถ่ายทอดเทคโนโลยี")
        SUCCESS_CASE = "success_case", _("กรณีความสำเร็จ")
        TALK = "talk", _("บรรยาย")
        BRAINSTORMING = "brainstorming", _("ระดมความคิดเห็น")
        NEEDS = "needs", _("รับฟังความต้องการ")

    fiscal_year = models.ForeignKey(
        FiscalYear, verbose_name=_("ปีงบประมาณ"), on_delete=models.PROTECT, related_name="activities"
    )
    workshop = models.ForeignKey(
        Workshop,
        verbose_name=_("การประชุม"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="activities",
        help_text=_("เว้นว่างถ้าเอกสารบอกรวมทั้งปี"),
    )
    kind = models.CharField(_("ประเภทกิจกรรม"), max_length=20, choices=Kind)
    order = models.PositiveSmallIntegerField(_("ลำดับ"), default=1)
    title_th = models.CharField(_("กิจกรรม (ไทย)"), max_length=300)
    title_en = models.CharField(_("กิจกรรม (อังกฤษ)"), max_length=300, blank=True)
    is_example = models.BooleanField(_("เป็นตัวอย่างของกิจกรรมประเภทนี้"), default=False)
    agency = models.ForeignKey(
        Agency, verbose_name=_("หน่วยงาน"), on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["version"])  # that it was taken away is told as well

    class Meta:
        verbose_name = _("กิจกรรม")
        verbose_name_plural = _("กิจกรรม")
        ordering = ["fiscal_year", "workshop", "order"]
        constraints = [
            models.CheckConstraint(
                name="activity_kind_is_known",
                condition=Q(
                    kind__in=[
                        "handover",
                        "exhibition",
                        "demonstration",
                        "success_case",
                        "talk",
                        "brainstorming",
                        "needs",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="activity_has_a_title", violation_error_message=_("กิจกรรมต้องมีชื่อ"), condition=~Q(title_th="")
            ),
            *provenance_constraints("activity"),
        ]

    def __str__(self) -> str:
        return self.title_th


class Attendance(Claim):
    """That a sector took part, at one workshop or in the year's series; the headcount may be unknown."""

    fiscal_year = models.ForeignKey(
        FiscalYear, verbose_name=_("ปีงบประมาณ"), on_delete=models.PROTECT, related_name="attendance"
    )
    workshop = models.ForeignKey(
        Workshop, verbose_name=_("การประชุม"), on_delete=models.CASCADE, null=True, blank=True, related_name="attendance"
    )
    sector = models.CharField(_("ภาคส่วน"), max_length=10, choices=Sector)
    headcount = models.PositiveIntegerField(_("จำนวนคน"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("ลำดับ"), default=1)

    history = HistoricalRecords(cascade_delete_history=True)

    class Meta:
        verbose_name = _("ผู้เข้าร่วมตามภาคส่วน")
        verbose_name_plural = _("ผู้เข้าร่วมตามภาคส่วน")
        ordering = ["fiscal_year", "workshop", "order"]
        constraints = [
            models.CheckConstraint(name="attendance_sector_is_known", condition=Q(sector__in=Sector.values)),
            models.CheckConstraint(
                name="attendance_headcount_is_positive_or_unknown",
                violation_error_message=_("จำนวนคนต้องมากกว่า 0 หากไม่ทราบให้เว้นว่าง"),
                condition=Q(headcount__isnull=True) | Q(headcount__gt=0),
            ),
            models.UniqueConstraint(
                fields=["workshop", "sector"],
                condition=Q(workshop__isnull=False),
                name="attendance_counts_a_sector_once_at_a_workshop",
                violation_error_message=_("การประชุมนี้มีข้อมูลของภาคส่วนนี้แล้ว"),
            ),
            models.UniqueConstraint(
                fields=["fiscal_year", "sector"],
                condition=Q(workshop__isnull=True),
                name="attendance_counts_a_sector_once_in_a_series",
                violation_error_message=_("ปีงบประมาณนี้มีข้อมูลรวมของภาคส่วนนี้แล้ว"),
            ),
            *provenance_constraints("attendance"),
        ]

    def __str__(self) -> str:
        return f"{self.get_sector_display()} {self.headcount or '–'}"


class Handover(Claim):
    """A thing handed to a province at a workshop, such as a satellite image of its area."""

    workshop = models.ForeignKey(
        Workshop, verbose_name=_("การประชุม"), on_delete=models.CASCADE, related_name="handovers"
    )
    province = models.ForeignKey(
        Province, verbose_name=_("จังหวัดที่รับ"), on_delete=models.PROTECT, related_name="handovers"
    )
    item_th = models.CharField(_("สิ่งที่มอบ (ไทย)"), max_length=200)
    item_en = models.CharField(_("สิ่งที่มอบ (อังกฤษ)"), max_length=200, blank=True)
    giver = models.ForeignKey(
        Agency, verbose_name=_("หน่วยงานที่มอบ"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    receiver_position_th = models.CharField(_("ตำแหน่งผู้รับ"), max_length=200, blank=True)
    handed_on = models.DateField(_("วันที่มอบ"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["version"])  # that it was taken away is told as well

    class Meta:
        verbose_name = _("การมอบภาพถ่ายดาวเทียม")
        verbose_name_plural = _("การมอบภาพถ่ายดาวเทียม")
        ordering = ["workshop", "province__sort_key", "item_th"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "province", "item_th"],
                name="handover_gives_an_item_to_a_province_once",
                violation_error_message=_("จังหวัดนี้ได้รับสิ่งนี้จากการประชุมนี้แล้ว"),
            ),
            models.CheckConstraint(
                name="handover_names_the_item", violation_error_message=_("ต้องระบุสิ่งที่มอบ"), condition=~Q(item_th="")
            ),
            *provenance_constraints("handover"),
        ]

    def __str__(self) -> str:
        return f"{self.item_th} – {self.province}"


class WorkshopDocumentQuerySet(models.QuerySet["WorkshopDocument"]):
    def public(self) -> WorkshopDocumentQuerySet:
        """Those that staff have cleared for everybody."""
        return self.filter(is_public=True)


class WorkshopDocument(Claim):
    """A document of a workshop. The file is served only by a view that checks rights; the public sees cleared ones."""

    workshop = models.ForeignKey(
        Workshop, verbose_name=_("การประชุม"), on_delete=models.CASCADE, related_name="documents"
    )
    title_th = models.CharField(_("ชื่อเอกสาร (ไทย)"), max_length=300)
    title_en = models.CharField(_("ชื่อเอกสาร (อังกฤษ)"), max_length=300, blank=True)
    file = models.FileField(_("ไฟล์"), upload_to="workshops/", blank=True)
    url = models.URLField(_("ที่อยู่เว็บ"), max_length=500, blank=True)
    is_public = models.BooleanField(_("เผยแพร่"), default=False)

    objects = WorkshopDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("เอกสารการประชุม")
        verbose_name_plural = _("เอกสารการประชุม")
        ordering = ["workshop", "title_th"]
        constraints = [
            models.CheckConstraint(
                name="document_is_a_file_or_an_address",
                violation_error_message=_("เอกสารต้องมีไฟล์หรือที่อยู่เว็บ"),
                condition=~Q(file="", url=""),
            ),
            models.CheckConstraint(
                name="document_has_a_title", violation_error_message=_("เอกสารต้องมีชื่อ"), condition=~Q(title_th="")
            ),
            *provenance_constraints("document"),
        ]

    def __str__(self) -> str:
        return self.title_th
