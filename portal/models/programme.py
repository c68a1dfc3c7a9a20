"""Where facts come from, and the programme's own frame: its statements, fiscal years and declared figures."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portal.thai import fiscal_year_bounds, fiscal_year_of


class FiscalYearOf(Func):
    """The Thai fiscal year (Buddhist Era) of a date column, in the database: October to December belong to the next.

    Written out for each database, so that a check constraint holds for every client, not only for Django.
    """

    output_field = models.IntegerField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        template = (
            "(CAST(substr(%(expressions)s, 1, 4) AS INTEGER) + 543"
            " + (CAST(substr(%(expressions)s, 6, 2) AS INTEGER) >= 10))"
        )
        sql, params = self.as_sql(compiler, connection, template=template, **extra)
        return sql, (*params, *params)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        template = (
            "(EXTRACT(YEAR FROM %(expressions)s)::integer + 543 + (EXTRACT(MONTH FROM %(expressions)s) >= 10)::integer)"
        )
        sql, params = self.as_sql(compiler, connection, template=template, **extra)
        return sql, (*params, *params)


class Source(models.Model):
    """A document or page that facts were read from."""

    code = models.SlugField(_("รหัส"), max_length=40, unique=True)
    title_th = models.CharField(_("ชื่อเอกสาร (ไทย)"), max_length=500)
    title_en = models.CharField(_("ชื่อเอกสาร (อังกฤษ)"), max_length=500, blank=True)
    url = models.URLField(_("ที่อยู่เว็บ"), max_length=500, blank=True)
    published_on = models.DateField(_("วันที่เผยแพร่"), null=True, blank=True)
    read_on = models.DateField(_("วันที่อ่าน"), null=True, blank=True)
    note = models.TextField(_("หมายเหตุ"), blank=True)

    class Meta:
        verbose_name = _("แหล่งที่มา")
        verbose_name_plural = _("แหล่งที่มา")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title_th


class Provenance(models.TextChoices):
    """How a claim came to be known."""

    STATED = "stated", _("ระบุในเอกสาร")
    INFERRED = "inferred", _("อนุมาน")
    ENTERED = "entered", _("บันทึกในพอร์ทัล")


def provenance_constraints(name: str) -> list[models.BaseConstraint]:
    """The two rules every claim obeys; `name` goes into the constraint's name."""
    return [
        models.CheckConstraint(name=f"{name}_provenance_is_known", condition=Q(provenance__in=[*Provenance.values])),
        models.CheckConstraint(
            name=f"{name}_stated_or_inferred_names_its_source",
            violation_error_message=_("ข้อมูลที่ระบุในเอกสารหรืออนุมานต้องมีแหล่งที่มา"),
            condition=Q(provenance=Provenance.ENTERED) | Q(source__isnull=False),
        ),
    ]


class Claim(models.Model):
    """Base of every record that claims something: how it is known, from which source, and why if inferred."""

    provenance = models.CharField(_("ที่มาของข้อมูล"), max_length=10, choices=Provenance, default=Provenance.ENTERED)
    source = models.ForeignKey(
        Source, verbose_name=_("แหล่งที่มา"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    provenance_note_th = models.CharField(_("เหตุผลหรือข้อสังเกต (ไทย)"), max_length=500, blank=True)
    provenance_note_en = models.CharField(_("เหตุผลหรือข้อสังเกต (อังกฤษ)"), max_length=500, blank=True)

    class Meta:
        abstract = True


class ProgrammeStatement(Claim):
    """One sentence of the programme about itself: its name, policy, goals, method, results."""

    class Kind(models.TextChoices):
        NAME = "name", _("ชื่อโครงการ")
        SINCE = "since", _("ดำเนินการมาตั้งแต่")
        POLICY = "policy", _("นโยบาย")
        GOAL = "goal", _("วัตถุประสงค์")
        TARGET = "target", _("เป้าหมาย")
        PURPOSE = "purpose", _("เพื่อรองรับ")
        METHOD = "method", _("วิธีดำเนินงาน")
        RECEPTION = "reception", _("ผลตอบรับ")
        HELP = "help", _("การตอบสนองความต้องการ")
        RESULT = "result", _("ผลที่มุ่งหวัง")
        PLAN = "plan", _("แผนบูรณาการ")
        MINISTRY = "ministry", _("เกี่ยวกับกระทรวง")

    kind = models.CharField(_("ประเภท"), max_length=12, choices=Kind)
    order = models.PositiveSmallIntegerField(_("ลำดับ"), default=1)
    text_th = models.TextField(_("ข้อความ (ไทย)"))
    text_en = models.TextField(_("ข้อความ (อังกฤษ)"), blank=True)

    class Meta:
        verbose_name = _("ข้อความของโครงการ")
        verbose_name_plural = _("ข้อความของโครงการ")
        ordering = ["kind", "order"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "order"], name="statement_order_is_unique_within_kind"),
            models.CheckConstraint(
                name="statement_kind_is_known",
                condition=Q(
                    kind__in=[
                        "name",
                        "since",
                        "policy",
                        "goal",
                        "target",
                        "purpose",
                        "method",
                        "reception",
                        "help",
                        "result",
                        "plan",
                        "ministry",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="statement_says_something", violation_error_message=_("ข้อความต้องไม่ว่าง"), condition=~Q(text_th="")
            ),
            *provenance_constraints("statement"),
        ]

    def __str__(self) -> str:
        return self.text_th


class FiscalYear(models.Model):
    """A Thai fiscal year, named by its Buddhist-Era year: FY 2552 runs 1 Oct 2551 to 30 Sep 2552 B.E.

    `year_be` is the only Buddhist-Era value in the database. `last_number` is the counter of the year's running
    numbers; it is raised under a row lock, in the transaction that gives the number.
    """

    year_be = models.PositiveSmallIntegerField(_("ปีงบประมาณ พ.ศ."), primary_key=True)
    last_number = models.PositiveIntegerField(_("เลขที่ล่าสุด"), default=0, editable=False)

    class Meta:
        verbose_name = _("ปีงบประมาณ")
        verbose_name_plural = _("ปีงบประมาณ")
        ordering = ["year_be"]  # upwards, because ordering others by "-fiscal_year" turns it round
        constraints = [
            models.CheckConstraint(
                name="fiscal_year_is_in_the_buddhist_era",
                violation_error_message=_("ปีงบประมาณต้องเป็นปี พ.ศ. ตั้งแต่ 2500 ถึง 2700"),
                condition=Q(year_be__gte=2500, year_be__lte=2700),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year_be)

    @property
    def starts_on(self) -> date:
        return fiscal_year_bounds(self.year_be)[0]

    @property
    def ends_on(self) -> date:
        return fiscal_year_bounds(self.year_be)[1]

    @staticmethod
    def year_of(day: date) -> int:
        """Fiscal year (B.E.) of a day: 9 November 2008 is in 2552."""
        return fiscal_year_of(day)


class DeclaredFigureQuerySet(models.QuerySet["DeclaredFigure"]):
    def chosen(self) -> "DeclaredFigureQuerySet":
        """Of several sources that declare the same figure of a year the first by code, on every page the same."""
        earlier = DeclaredFigure.objects.filter(
            fiscal_year=OuterRef("fiscal_year"), subject=OuterRef("subject"), source__code__lt=OuterRef("source__code")
        )
        return self.filter(~Exists(earlier))


class DeclaredFigure(Claim):
    """A total that a source publishes, such as "125 requests"; set beside the rows, never filled up with rows."""

    class Subject(models.TextChoices):
        """What a declared figure counts. Codes, not foreign keys: upper layers count their own rows."""

        PROVINCE_GROUPS = "province_groups", _("กลุ่มจังหวัดทั้งหมด")
        WORKSHOPS = "workshops", _("การประชุมเชิงปฏิบัติการ")
        WORKSHOP_GROUPS = "workshop_groups", _("กลุ่มจังหวัดที่เข้าร่วมประชุม")
        WORKSHOP_PROVINCES = "workshop_provinces", _("จังหวัดที่เข้าร่วมประชุม")
        REQUESTS = "requests", _("ความต้องการ")
        CATEGORIES = "categories", _("ด้านของความต้องการ")

    fiscal_year = models.ForeignKey(
        FiscalYear, verbose_name=_("ปีงบประมาณ"), on_delete=models.PROTECT, related_name="declared_figures"
    )
    subject = models.CharField(_("เรื่องที่นับ"), max_length=30, choices=Subject)
    value = models.PositiveIntegerField(_("จำนวน"))
    text_th = models.CharField(_("ข้อความในเอกสาร"), max_length=300, blank=True)

    objects = DeclaredFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("ตัวเลขที่ประกาศ")
        verbose_name_plural = _("ตัวเลขที่ประกาศ")
        ordering = ["-fiscal_year", "subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "subject", "source"], name="figure_is_declared_once_by_each_source"
            ),
            models.CheckConstraint(
                name="figure_subject_is_known",
                condition=Q(
                    subject__in=[
                        "province_groups",
                        "workshops",
                        "workshop_groups",
                        "workshop_provinces",
                        "requests",
                        "categories",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="figure_has_a_source",
                violation_error_message=_("ตัวเลขที่ประกาศต้องระบุแหล่งที่มา"),
                condition=Q(source__isnull=False),
            ),
            models.CheckConstraint(name="figure_provenance_is_known", condition=Q(provenance__in=Provenance.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.value} ({self.fiscal_year_id})"


def starts_inside_its_fiscal_year(name: str, *, day: str = "starts_on") -> models.CheckConstraint:
    """A check that the day lies in the row's `fiscal_year`; possible in one row because the year is its own key."""
    return models.CheckConstraint(
        name=name,
        condition=Q(fiscal_year=FiscalYearOf(F(day))),
        violation_error_message=_("วันแรกต้องอยู่ในปีงบประมาณที่ระบุ"),
    )
