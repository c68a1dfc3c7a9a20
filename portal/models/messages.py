"""What the portal tells people, what it tells them about their data, and words they use again."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .agencies import Agency
from .people import User


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: User) -> NotificationQuerySet:
        """A message is its reader's alone."""
        return self.filter(user=user)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """A message on a person's desk, in both languages; it leads to a page of the desk. Times are UTC."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=80)
    text_th = models.CharField(max_length=500)
    text_en = models.CharField(max_length=500)
    path = models.CharField(max_length=200)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("ข้อความแจ้ง")
        verbose_name_plural = _("ข้อความแจ้ง")
        ordering = ["-at", "-pk"]
        constraints = [
            # What happened is told to each reader once, however often the job that tells it is done.
            models.UniqueConstraint(fields=["user", "key"], name="notification_tells_a_reader_once"),
        ]

    def __str__(self) -> str:
        return self.text_th


class PrivacyNoticeQuerySet(models.QuerySet["PrivacyNotice"]):
    def in_force(self, *, on: date) -> PrivacyNotice | None:
        """The notice that is shown on the day."""
        return self.filter(in_force_from__lte=on).order_by("-in_force_from").first()


class PrivacyNotice(models.Model):
    """What people are told when their personal data are asked for; a version that was shown is never changed."""

    version = models.SlugField(_("ฉบับ"), max_length=20, primary_key=True)
    in_force_from = models.DateField(_("ใช้ตั้งแต่"), unique=True)
    short_th = models.TextField(_("ข้อความย่อ (ไทย)"))
    short_en = models.TextField(_("ข้อความย่อ (อังกฤษ)"))
    full_th = models.TextField(_("ข้อความเต็ม (ไทย)"))
    full_en = models.TextField(_("ข้อความเต็ม (อังกฤษ)"))

    objects = PrivacyNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("ประกาศความเป็นส่วนตัว")
        verbose_name_plural = _("ประกาศความเป็นส่วนตัว")
        ordering = ["-in_force_from"]

    def __str__(self) -> str:
        return self.version


class PhraseQuerySet(models.QuerySet["Phrase"]):
    def visible_to(self, user: User) -> PhraseQuerySet:
        """Those for everybody, and those of the own agency."""
        return self.filter(Q(agency__isnull=True) | Q(agency=user.agency_id))

    def editable_by(self, user: User) -> PhraseQuerySet:
        """The ministry writes those for everybody, an agency its own."""
        return self.filter(agency=user.agency_id)


class Phrase(models.Model):
    """Words that officers use again in answers; an agency's own, or everybody's."""

    class Use(models.TextChoices):
        ANSWER = "answer", _("คำตอบ")
        DECLINE = "decline", _("เหตุผลที่ไม่สามารถตอบสนอง")
        QUESTION = "question", _("คำถามถึงจังหวัด")

    agency = models.ForeignKey(
        Agency, verbose_name=_("หน่วยงาน"), on_delete=models.CASCADE, null=True, blank=True, related_name="phrases"
    )
    use = models.CharField(_("ใช้กับ"), max_length=10, choices=Use, default=Use.ANSWER)
    title_th = models.CharField(_("ชื่อเรียก"), max_length=80)
    text_th = models.TextField(_("ข้อความ"), max_length=2000)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("ข้อความสำเร็จรูป")
        verbose_name_plural = _("ข้อความสำเร็จรูป")
        ordering = ["use", "title_th", "pk"]
        constraints = [
            models.CheckConstraint(name="phrase_use_is_known", condition=Q(use__in=["answer", "decline", "question"])),
            models.CheckConstraint(name="phrase_says_something", condition=~Q(text_th="") & ~Q(title_th="")),
        ]

    def __str__(self) -> str:
        return self.title_th
