"""Reports that were made: what each was made from, and the file."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def _own_place(stored: StoredReport, name: str) -> str:
    """Where a file lies: by kind, under its code."""
    return f"{StoredReport.FOLDER}/{stored.kind}/{stored.code}.pdf"


class StoredReportQuerySet(models.QuerySet["StoredReport"]):
    def public(self) -> StoredReportQuerySet:
        return self.filter(audience=StoredReport.Audience.PUBLIC)

    def telling_of(self, reference: str) -> StoredReportQuerySet:
        """Those in which a request stands."""
        return self.filter(requests__contains=f" {reference} ")

    def with_file(self) -> StoredReportQuerySet:
        return self.exclude(file="")


class StoredReport(models.Model):
    """A report as it was made, once for each `key`: the data and all that draws them (`portal.reports.editions`).

    The row stays when its file is swept, so that a printed paper can always be verified; it holds no personal data.
    `data_as_of` is a day of the Common Era, `issued_at` UTC. `requests`: the references of those that it tells of, each
    between spaces.
    """

    class Audience(models.TextChoices):
        PUBLIC = "public", _("ทุกคน")
        STAFF = "staff", _("ร่างสำหรับเจ้าหน้าที่")

    #: Where the files lie, by kind; nothing else lies there.
    FOLDER = "reports"

    key = models.CharField(max_length=64, unique=True)
    data_key = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    about = models.JSONField(default=list)
    language = models.CharField(max_length=2)
    digits = models.CharField(max_length=6)
    audience = models.CharField(max_length=6, choices=Audience)
    code = models.CharField(_("รหัสตรวจสอบ"), max_length=14, unique=True)
    title = models.CharField(_("ชื่อรายงาน"), max_length=300)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("ขนาด (ไบต์)"))
    pages = models.PositiveIntegerField(_("จำนวนหน้า"))
    data_as_of = models.DateField(_("ข้อมูล ณ วันที่"))
    issued_at = models.DateTimeField(_("ออกเมื่อ"), auto_now_add=True)
    requests = models.TextField(default="")
    file = models.FileField(_("ไฟล์"), upload_to=_own_place, max_length=120, blank=True)

    objects = StoredReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("รายงานที่จัดทำแล้ว")
        verbose_name_plural = _("รายงานที่จัดทำแล้ว")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="stored_report_is_for_a_known_audience", condition=Q(audience__in=["public", "staff"])
            ),
            models.CheckConstraint(
                name="stored_report_has_thai_or_arabic_digits", condition=Q(digits__in=["thai", "arabic"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"

    @property
    def place(self) -> str:
        """Where the file lies in the storage; empty when it was swept."""
        return str(self.file.name or "")
