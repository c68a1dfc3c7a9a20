"""What officers said to what the portal proposed: from this its thresholds are set anew."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.models import Agency, User

from .requests import CommunityRequest


class SuggestionVerdict(models.Model):
    """An officer's yes or no to a similar request or to an agency that could answer. The latest of a person counts."""

    community_request = models.ForeignKey(
        CommunityRequest, verbose_name=_("ความต้องการ"), on_delete=models.CASCADE, related_name="suggestion_verdicts"
    )
    similar = models.ForeignKey(
        CommunityRequest,
        verbose_name=_("เรื่องที่คล้ายกัน"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("หน่วยงานที่แนะนำ"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    is_right = models.BooleanField(_("ตรง"))
    score = models.FloatField(_("คะแนนขณะที่แนะนำ"))
    by = models.ForeignKey(User, verbose_name=_("ผู้ตัดสิน"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("เมื่อ"), auto_now=True)

    class Meta:
        verbose_name = _("ความเห็นต่อคำแนะนำ")
        verbose_name_plural = _("ความเห็นต่อคำแนะนำ")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="verdict_is_on_a_request_or_on_an_agency",
                condition=Q(similar__isnull=False, agency__isnull=True) | Q(similar__isnull=True, agency__isnull=False),
            ),
            models.CheckConstraint(
                name="verdict_is_not_on_the_request_itself",
                condition=Q(similar__isnull=True) | ~Q(similar=models.F("community_request")),
            ),
            models.UniqueConstraint(
                fields=["community_request", "similar", "by"],
                condition=Q(similar__isnull=False),
                name="verdict_on_a_similar_request_is_given_once",
            ),
            models.UniqueConstraint(
                fields=["community_request", "agency", "by"],
                condition=Q(agency__isnull=False),
                name="verdict_on_an_agency_is_given_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_request} – {self.similar or self.agency}"
