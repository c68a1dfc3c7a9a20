"""Lines of the outcome grid that are not requests yet: kept for the clerk who typed them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import User
from workshops.models import Workshop


class OutcomeSheet(models.Model):
    """A clerk's unfinished lines of one workshop, as they were typed; each clerk has an own sheet."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="sheets")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sheets")
    lines = models.JSONField(default=list)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("แถวที่ยังบันทึกไม่ครบ")
        verbose_name_plural = _("แถวที่ยังบันทึกไม่ครบ")
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "user"], name="sheet_is_one_for_a_clerk_and_workshop"),
        ]

    def __str__(self) -> str:
        return f"{self.workshop} {self.user}"
