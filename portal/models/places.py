"""Places: regions, provinces, districts, and the province groups that provinces belong to, by date."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left, Length
from django.utils.translation import gettext_lazy as _

from portal.thai import format_date, sort_key

from .programme import Source


class WithoutLeadingDigits(models.Transform):
    """What is left of a text after its leading digits 0–9: empty when it holds nothing else.

    Written with plain functions, not with a regular expression: SQLite knows REGEXP only while Django is connected.
    """

    lookup_name = "without_leading_digits"
    template = "LTRIM(%(expressions)s, '0123456789')"
    output_field = models.CharField()


models.CharField.register_lookup(Length)
models.CharField.register_lookup(WithoutLeadingDigits)


def stored_sort_key(name_th: str) -> str:
    """The Thai sort key in hexadecimal, which every collation of every database sorts alike."""
    return sort_key(name_th).encode("tis-620", "replace").hex()


class NamedPlace(models.Model):
    """Names in two languages and the key that sorts the Thai one as a dictionary does, on every database."""

    name_th = models.CharField(_("ชื่อ (ไทย)"), max_length=120)
    name_en = models.CharField(_("ชื่อ (อังกฤษ)"), max_length=120)
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_th

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = stored_sort_key(self.name_th)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Region(NamedPlace):
    """A part of the country, as the names of the province groups give it; only for arranging lists."""

    code = models.SlugField(_("รหัส"), max_length=20, primary_key=True)
    order = models.PositiveSmallIntegerField(_("ลำดับ"), default=1)

    class Meta:
        verbose_name = _("ภาค")
        verbose_name_plural = _("ภาค")
        ordering = ["order"]


class ProvinceGroup(NamedPlace):
    """A province group (กลุ่มจังหวัด). Its members change over time: see `GroupMembership`.

    `key` is its name in the reference data, without the year of a composition; `slug` stands in addresses.
    """

    key = models.SlugField(_("รหัสในข้อมูลอ้างอิง"), max_length=40, unique=True)
    slug = models.SlugField(_("ชื่อในที่อยู่เว็บ"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("ลำดับ"), default=1)

    class Meta:
        verbose_name = _("กลุ่มจังหวัด")
        verbose_name_plural = _("กลุ่มจังหวัด")
        ordering = ["order", "sort_key"]

    @property
    def short_name_th(self) -> str:
        """The name without its first word: `ภาคเหนือตอนบน 2`."""
        return self.name_th.removeprefix("กลุ่มจังหวัด")

    @property
    def short_name_en(self) -> str:
        return self.name_en


class Province(NamedPlace):
    """One of the 77 provinces (76 and Bangkok), by its code at the Department of Provincial Administration (DOPA)."""

    code = models.CharField(_("รหัสจังหวัด"), max_length=2, primary_key=True)
    abbreviation_th = models.CharField(_("อักษรย่อ"), max_length=4, blank=True)
    region = models.ForeignKey(
        Region, verbose_name=_("ภาค"), on_delete=models.PROTECT, null=True, blank=True, related_name="provinces"
    )
    established_on = models.DateField(_("วันจัดตั้ง (ถ้าตั้งหลัง พ.ศ. 2551)"), null=True, blank=True)

    class Meta:
        verbose_name = _("จังหวัด")
        verbose_name_plural = _("จังหวัด")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                name="province_code_is_two_digits",
                violation_error_message=_("รหัสจังหวัดต้องเป็นตัวเลข 2 หลัก ตั้งแต่ 10 ถึง 99"),
                condition=Q(code__length=2, code__without_leading_digits="", code__gte="10"),
            ),
        ]

    def group_on(self, day: date) -> ProvinceGroup | None:
        """The group this province belongs to on a day; `None` when it was in no group. One query."""
        row = self.memberships.in_force(on=day).select_related("group").first()
        return row.group if row else None


class District(NamedPlace):
    """An amphoe (in Bangkok a khet), by its four-digit code, which begins with the province's."""

    code = models.CharField(_("รหัสอำเภอ"), max_length=4, primary_key=True)
    province = models.ForeignKey(Province, verbose_name=_("จังหวัด"), on_delete=models.PROTECT, related_name="districts")

    class Meta:
        verbose_name = _("อำเภอ/เขต")
        verbose_name_plural = _("อำเภอ/เขต")
        ordering = ["province__sort_key", "sort_key"]
        constraints = [
            models.CheckConstraint(
                name="district_code_is_four_digits",
                violation_error_message=_("รหัสอำเภอต้องเป็นตัวเลข 4 หลัก"),
                condition=Q(code__length=4, code__without_leading_digits="", code__gte="1000"),
            ),
            models.CheckConstraint(
                name="district_code_begins_with_its_province",
                violation_error_message=_("รหัสอำเภอต้องขึ้นต้นด้วยรหัสจังหวัด"),
                condition=Q(province=Left("code", 2)),
            ),
        ]


class GroupMembershipQuerySet(models.QuerySet["GroupMembership"]):
    def in_force(self, *, on: date) -> GroupMembershipQuerySet:
        """For each province its row that holds on the day: the latest that began by then."""
        later = GroupMembership.objects.filter(
            province=OuterRef("province"), valid_from__gt=OuterRef("valid_from"), valid_from__lte=on
        )
        return self.filter(Q(valid_from__lte=on) & ~Exists(later))


class GroupMembership(models.Model):
    """From a day on, a province belongs to a group (or to none).

    A row holds until the province's next row begins, so two rows cannot overlap. A null group says that the province
    was in no group, as Bueng Kan on 23–27 March 2011, before the notice that put it into one.
    """

    province = models.ForeignKey(
        Province, verbose_name=_("จังหวัด"), on_delete=models.PROTECT, related_name="memberships"
    )
    group = models.ForeignKey(
        ProvinceGroup,
        verbose_name=_("กลุ่มจังหวัด"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
    )
    valid_from = models.DateField(_("มีผลตั้งแต่"))
    is_centre = models.BooleanField(_("เป็นศูนย์ปฏิบัติการของกลุ่ม"), default=False)
    source = models.ForeignKey(Source, verbose_name=_("แหล่งที่มา"), on_delete=models.PROTECT, related_name="+")
    certainty = models.CharField(_("ระดับความเชื่อมั่น"), max_length=300, blank=True)

    objects = GroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("จังหวัดในกลุ่ม")
        verbose_name_plural = _("จังหวัดในกลุ่ม")
        ordering = ["province__sort_key", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "valid_from"], name="province_changes_group_at_most_once_a_day"
            ),
            models.CheckConstraint(
                name="centre_of_a_group_is_in_a_group",
                violation_error_message=_("ศูนย์ปฏิบัติการของกลุ่มต้องอยู่ในกลุ่มจังหวัด"),
                condition=Q(is_centre=False) | Q(group__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province} – {self.group or '–'} ({format_date(self.valid_from, style='short')})"
