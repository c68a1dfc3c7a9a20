"""How many public requests and answers there are of each kind: what figures and facets are added up from.

No row of these tables is a count by itself. The database adds one with each change of a request or an answer, +1 or
-1, and never changes one (`requests_registry.counting`), so writers never wait for each other; the count is the sum.
Nothing else writes here.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from portal.models import Agency, FiscalYear, Province, ProvinceGroup

from .requests import Category, RequestStatus
from .responses import HelpKind


class CountQuerySet(models.QuerySet[Any]):
    def counted_by(self, *columns: str) -> models.QuerySet[Any, dict[str, Any]]:
        """Rows of these columns with their `count`, none of which is 0. In no order."""
        rows = self.order_by().values(*columns)
        return rows.annotate(count=Sum("number")).exclude(count=0)


def _of(model: type[models.Model], **options: Any) -> Any:
    """What is counted; the triggers write what stands in the rows, where it has been checked."""
    return models.ForeignKey(model, on_delete=models.CASCADE, db_constraint=False, related_name="+", **options)


class Count(models.Model):
    """What requests and answers are counted by alike."""

    fiscal_year = _of(FiscalYear)
    is_sample = models.BooleanField()
    number = models.IntegerField(_("จำนวนที่เพิ่มหรือลด"))

    objects = CountQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.number:+d} {self._meta.verbose_name}"


class RequestCount(Count):
    """Public requests."""

    province = _of(Province)
    group = _of(ProvinceGroup, null=True)
    category = _of(Category, null=True)
    status = models.CharField(max_length=12, choices=RequestStatus)

    class Meta:
        verbose_name = _("จำนวนความต้องการ")
        verbose_name_plural = _("จำนวนความต้องการ")


class AnswerCount(Count):
    """Answers that agencies were asked for by public requests; what they say counts once `is_published`."""

    province = _of(Province)
    group = _of(ProvinceGroup, null=True)
    agency = _of(Agency)
    kind = models.CharField(max_length=2, choices=HelpKind, blank=True)
    is_published = models.BooleanField()
    is_helping = models.BooleanField()

    class Meta:
        verbose_name = _("จำนวนการตอบสนอง")
        verbose_name_plural = _("จำนวนการตอบสนอง")


class AnswerDaysCount(Count):
    """Published answers of public requests of which both days are known, by the working days between them."""

    agency = _of(Agency)
    response_days = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("จำนวนวันที่ใช้ตอบ")
        verbose_name_plural = _("จำนวนวันที่ใช้ตอบ")
