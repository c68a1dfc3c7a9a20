"""Keys of forms that make something: each is good for one."""

from django.conf import settings
from django.db import models


class UsedKey(models.Model):
    """The key of a form that was sent, and the page that tells what came of it; sent again, it leads there.

    Written in the transaction that makes the thing, so key and thing exist together or not at all.
    """

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=200)
    used_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.key)
