"""The bodies that answer requests, under the names they had at the time."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .programme import Claim, provenance_constraints


class AgencyQuerySet(models.QuerySet["Agency"]):
    def with_names(self) -> AgencyQuerySet:
        return self.prefetch_related("names")

    def answering(self, *, on: date) -> AgencyQuerySet:
        """Those that may be asked to answer a request on the day."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), can_answer=True)


class Agency(Claim):
    """An agency of the ministry, or a network of technology clinics. People never delete one: they end it."""

    class Kind(models.TextChoices):
        AGENCY = "agency", _("หน่วยงาน")
        CLINIC_NETWORK = "clinic_network", _("เครือข่ายคลินิกเทคโนโลยี")

    acronym = models.SlugField(_("อักษรย่อ (อังกฤษ)"), max_length=20, unique=True)
    abbreviation_th = models.CharField(_("อักษรย่อ (ไทย)"), max_length=20, blank=True)
    kind = models.CharField(_("ประเภท"), max_length=20, choices=Kind, default=Kind.AGENCY)
    can_answer = models.BooleanField(_("ตอบความต้องการได้"), default=True)
    footer_order = models.PositiveSmallIntegerField(_("ลำดับท้ายหน้าเอกสารต้นทาง"), null=True, blank=True, unique=True)
    legal_form_en = models.CharField(_("รูปแบบองค์กร (อังกฤษ)"), max_length=120, blank=True)
    expertise_th = models.JSONField(_("ความเชี่ยวชาญ (ไทย)"), default=list, blank=True)
    expertise_en = models.JSONField(_("ความเชี่ยวชาญ (อังกฤษ)"), default=list, blank=True)
    note_en = models.CharField(_("หมายเหตุ (อังกฤษ)"), max_length=500, blank=True)
    ended_on = models.DateField(_("สิ้นสุดเมื่อ"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", verbose_name=_("หน่วยงานสืบต่อ"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("หน่วยงาน")
        verbose_name_plural = _("หน่วยงาน")
        ordering = [F("footer_order").asc(nulls_last=True), "acronym"]
        constraints = [
            models.CheckConstraint(name="agency_kind_is_known", condition=Q(kind__in=["agency", "clinic_network"])),
            models.CheckConstraint(
                name="agency_with_a_successor_has_ended",
                violation_error_message=_("หน่วยงานที่มีหน่วยงานสืบต่อต้องระบุวันที่สิ้นสุด"),
                condition=Q(successor__isnull=True) | Q(ended_on__isnull=False),
            ),
            models.CheckConstraint(
                name="agency_does_not_succeed_itself",
                violation_error_message=_("หน่วยงานสืบต่อต้องเป็นหน่วยงานอื่น"),
                condition=Q(successor__isnull=True) | ~Q(successor=models.F("pk")),
            ),
            *provenance_constraints("agency"),
        ]

    def __str__(self) -> str:
        return self.acronym

    def name_on(self, day: date | None) -> AgencyName | None:
        """The name in force on a day (`None`: the first one known). Reads the prefetched names, no query of its own."""
        names = [name for name in self.names.all() if not name.is_alias]
        names.sort(key=lambda name: name.valid_from or date.min)
        held = [name for name in names if name.valid_from is None or (day is not None and name.valid_from <= day)]
        if held:
            return held[-1]
        return names[0] if names else None

    @property
    def label_th(self) -> str:
        """What stands on a small tag: the Thai abbreviation, else the acronym."""
        return self.abbreviation_th or self.acronym


class AgencyName(Claim):
    """A name of an agency from a day on (`valid_from` empty: the first one known), or an alias that people use."""

    agency = models.ForeignKey(Agency, verbose_name=_("หน่วยงาน"), on_delete=models.CASCADE, related_name="names")
    name_th = models.CharField(_("ชื่อ (ไทย)"), max_length=250)
    name_en = models.CharField(_("ชื่อ (อังกฤษ)"), max_length=250, blank=True)
    valid_from = models.DateField(_("ใช้ตั้งแต่"), null=True, blank=True)
    is_alias = models.BooleanField(_("เป็นชื่อเรียกอื่น"), default=False)

    class Meta:
        verbose_name = _("ชื่อหน่วยงาน")
        verbose_name_plural = _("ชื่อหน่วยงาน")
        ordering = ["agency_id", "is_alias", F("valid_from").asc(nulls_first=True), "name_th"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"],
                condition=Q(is_alias=False, valid_from__isnull=True),
                name="agency_has_one_first_name",
                violation_error_message=_("หน่วยงานมีชื่อแรก (ไม่ระบุวันที่เริ่มใช้) ได้เพียงชื่อเดียว"),
            ),
            models.UniqueConstraint(
                fields=["agency", "valid_from"],
                condition=Q(is_alias=False, valid_from__isnull=False),
                name="agency_changes_name_at_most_once_a_day",
                violation_error_message=_("หน่วยงานมีชื่อที่เริ่มใช้ในวันเดียวกันได้เพียงชื่อเดียว"),
            ),
            models.UniqueConstraint(
                fields=["agency", "name_th"],
                condition=Q(is_alias=True),
                name="agency_alias_is_listed_once",
                violation_error_message=_("ชื่อเรียกอื่นนี้มีอยู่แล้ว"),
            ),
            *provenance_constraints("agency_name"),
        ]

    def __str__(self) -> str:
        return self.name_th
