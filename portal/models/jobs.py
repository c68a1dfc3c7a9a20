"""Work that a request leaves behind: written in its transaction, done by the worker."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet["Job"]):
    def ready(self, *, at: datetime) -> JobQuerySet:
        """Those that may be taken, oldest first: waiting ones, and ones whose worker has fallen silent."""
        waiting = Q(state=Job.State.WAITING, not_before__lte=at)
        abandoned = Q(state=Job.State.RUNNING, leased_until__lt=at)
        return self.filter(waiting | abandoned).order_by("not_before", "pk")


class Job(models.Model):
    """A piece of work under the name of its handler (`portal.jobs`), with what it needs as JSON.

    Handlers are idempotent: a job whose worker died is done again. `key` lets two people who ask for the same thing
    share one job. `done` of `total` is for the reader's progress bar. Times are UTC.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("รอดำเนินการ")
        RUNNING = "running", _("กำลังดำเนินการ")
        DONE = "done", _("เสร็จแล้ว")
        FAILED = "failed", _("ไม่สำเร็จ")
        CANCELLED = "cancelled", _("ยกเลิก")

    handler = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=80, null=True, blank=True, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("งานเบื้องหลัง")
        verbose_name_plural = _("งานเบื้องหลัง")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "not_before"], name="job_queue_order")]
        constraints = [
            models.CheckConstraint(
                name="job_state_is_known",
                condition=Q(state__in=["waiting", "running", "done", "failed", "cancelled"]),
            ),
            models.CheckConstraint(
                name="job_is_leased_exactly_while_it_runs",
                condition=Q(state="running", leased_until__isnull=False)
                | (~Q(state="running") & Q(leased_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="job_is_finished_exactly_when_it_has_ended",
                condition=Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | (~Q(state__in=["waiting", "running"]) & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="job_has_done_no_more_than_all", condition=Q(total=0) | Q(done__lte=F("total"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.pk}"
