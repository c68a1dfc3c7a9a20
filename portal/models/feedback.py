"""What visitors tell the ministry about a page."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import Permission

from .people import User


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, user: User) -> FeedbackQuerySet:
        """The ministry alone reads what visitors write: they may have left an address."""
        return self if user.may(Permission.READ_FEEDBACK) else self.none()

    def open(self) -> FeedbackQuerySet:
        return self.filter(closed_at__isnull=True)

    def for_queue(self) -> FeedbackQuerySet:
        """What is still open first, the oldest of it on top; then what was closed last."""
        still_open = models.F("closed_at").desc(nulls_first=True)
        return self.order_by(still_open, "at", "pk")


class Feedback(models.Model):
    """A problem or a proposal that a visitor sent from a page; nobody signs in for it.

    `email` is asked for an answer alone and goes when the matter is closed, so it is in no field history.
    """

    class Kind(models.TextChoices):
        WRONG = "wrong", _("ข้อมูลไม่ถูกต้อง")
        BROKEN = "broken", _("หน้าเว็บใช้งานไม่ได้")
        RIGHTS = "rights", _("ละเมิดสิทธิหรือข้อมูลส่วนบุคคล")
        IDEA = "idea", _("ข้อเสนอแนะ")

    kind = models.CharField(_("ประเภท"), max_length=10, choices=Kind)
    text = models.TextField(_("รายละเอียด"), max_length=4000)
    email = models.EmailField(_("อีเมล"), blank=True)
    page = models.CharField(_("หน้าที่แจ้ง"), max_length=200, blank=True)
    at = models.DateTimeField(_("แจ้งเมื่อ"))
    answer = models.TextField(_("คำตอบหรือการแก้ไข"), max_length=4000, blank=True)
    handled_by = models.ForeignKey(
        User, verbose_name=_("ผู้ดำเนินการ"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("ปิดเมื่อ"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("ข้อความจากผู้ใช้เว็บไซต์")
        verbose_name_plural = _("ข้อความจากผู้ใช้เว็บไซต์")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="feedback_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="feedback_kind_is_known", condition=Q(kind__in=["wrong", "broken", "rights", "idea"])
            ),
            models.CheckConstraint(
                name="feedback_keeps_no_address_when_closed", condition=Q(closed_at__isnull=True) | Q(email="")
            ),
            models.CheckConstraint(
                name="feedback_is_closed_by_somebody",
                condition=Q(closed_at__isnull=True) | Q(handled_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.page}"
