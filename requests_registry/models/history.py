"""What happened to a request, move by move."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.access import Role
from portal.models import Province, User

from .requests import CommunityRequest, RequestStatus
from .responses import AgencyResponse, ResponseStatus


class TransitionQuerySet(models.QuerySet["Transition"]):
    def concerning(self, user: User) -> TransitionQuerySet:
        """Moves of requests that are this person's work, and of responses as far as they are."""
        requests = CommunityRequest.objects.concerning(user)
        responses = AgencyResponse.objects.concerning(user)
        own = Q(response__isnull=True) | Q(response__in=responses.values("pk"))
        return self.filter(own, community_request__in=requests.values("pk"))

    def update(self, **kwargs: Any) -> int:
        raise TypeError("A transition is written once and never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("A transition goes only with its request.")


def _statuses_of(statuses: list[str], **moving: bool) -> Q:
    """Both statuses are among these, or there was none before."""
    return Q(**moving, to_status__in=statuses, from_status__in=["", *statuses])


class Transition(models.Model):
    """One move of a request, or of one of its responses: who, when, from, to and why.

    Append-only: a stored row is neither changed nor deleted by itself. It goes only with its request (a deleted draft,
    a removed sample). Timeline, PDF and clocks read it; the public sees `by_role` and `public_note_*`, never a name.
    """

    community_request = models.ForeignKey(
        CommunityRequest, verbose_name=_("ความต้องการ"), on_delete=models.CASCADE, related_name="transitions"
    )
    response = models.ForeignKey(
        AgencyResponse,
        verbose_name=_("การตอบสนอง"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="transitions",
    )
    from_status = models.CharField(_("จากสถานะ"), max_length=12, blank=True)
    to_status = models.CharField(_("เป็นสถานะ"), max_length=12)
    at = models.DateTimeField(_("เมื่อ"))
    by = models.ForeignKey(
        User, verbose_name=_("โดย"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_role = models.CharField(_("ในฐานะ"), max_length=12, choices=Role, blank=True)
    on_behalf_of = models.ForeignKey(
        Province, verbose_name=_("ในนามจังหวัด"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("เหตุผล"), blank=True)
    public_note_th = models.CharField(_("ข้อความที่เผยแพร่ (ไทย)"), max_length=500, blank=True)
    public_note_en = models.CharField(_("ข้อความที่เผยแพร่ (อังกฤษ)"), max_length=500, blank=True)

    objects = TransitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ประวัติการดำเนินการ")
        verbose_name_plural = _("ประวัติการดำเนินการ")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="transition_changes_the_status", condition=~Q(to_status=F("from_status"))),
            models.CheckConstraint(name="transition_role_is_known", condition=Q(by_role__in=["", *Role.values])),
            models.CheckConstraint(
                name="transition_statuses_are_those_of_what_moves",
                condition=_statuses_of(RequestStatus.values, response__isnull=True)
                | _statuses_of(ResponseStatus.values, response__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_status or '–'} → {self.to_status}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A transition is written once and never changed.")
        if self.response and self.response.community_request_id != self.community_request_id:
            raise ValueError(f"response {self.response_id} answers another request than {self.community_request_id}")
        super().save(*args, **{**kwargs, "force_insert": True})  # a key that is taken is an error, not an update

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A transition goes only with its request.")
