"""Files of requests and answers: looked at before they are taken (`portal.uploads`), sent by a view that checks."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import storage
from portal.access import Permission
from portal.models import User
from portal.uploads import TakenFile

from .requests import CommunityRequest, is_public
from .responses import AgencyResponse

#: Where the files lie; nothing else lies there.
FOLDER = "attachments"


def _own_name(attachment: Attachment, name: str) -> str:
    """Where a file lies: under a name that says nothing, and cannot be guessed."""
    return f"{FOLDER}/{uuid.uuid4().hex}.{name.rpartition('.')[2]}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def public(self) -> AttachmentQuerySet:
        """Cleared by staff, of a request that is public, and if of an answer of a published one."""
        published = Q(response__isnull=True) | Q(response__is_published=True)
        return self.filter(is_public("community_request__"), published, cleared_at__isnull=False)

    def visible_to(self, user: User | AnonymousUser) -> AttachmentQuerySet:
        if not user.is_authenticated:
            return self.public()
        return self.filter(Q(pk__in=self.model.objects.public().values("pk")) | _is_work_of(user))

    def concerning(self, user: User) -> AttachmentQuerySet:
        """Files of this person's work; of another agency's answer only what is public."""
        return self.filter(_is_work_of(user))


def _is_work_of(user: User) -> Q:
    requests = CommunityRequest.objects.concerning(user).values("pk")
    responses = AgencyResponse.objects.concerning(user)
    of_the_request = Q(response__isnull=True, community_request__in=requests)
    if user.may(Permission.SEE_OWN_AGENCY):
        # What the community sent in may hold names: seen as long as the agency has something to do with it.
        of_the_request &= Q(community_request__in=responses.live().values("community_request"))
    return of_the_request | Q(response__in=responses.values("pk"))


class Attachment(models.Model):
    """A file of a request, or of one of its answers. `name` is what people see; on disk it has a name of ours."""

    community_request = models.ForeignKey(CommunityRequest, on_delete=models.CASCADE, related_name="attachments")
    response = models.ForeignKey(
        AgencyResponse, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    file = models.FileField(_("ไฟล์"), upload_to=_own_name, max_length=200)
    name = models.CharField(_("ชื่อไฟล์"), max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("ขนาด (ไบต์)"))
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, verbose_name=_("ผู้แนบ"), on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("แนบเมื่อ"), auto_now_add=True)
    cleared_by = models.ForeignKey(
        User, verbose_name=_("ผู้อนุญาตให้เผยแพร่"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cleared_at = models.DateTimeField(_("อนุญาตให้เผยแพร่เมื่อ"), null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("ไฟล์แนบ")
        verbose_name_plural = _("ไฟล์แนบ")
        ordering = ["community_request", "pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_is_cleared_by_somebody_at_some_time",
                condition=Q(cleared_by__isnull=True, cleared_at__isnull=True)
                | Q(cleared_by__isnull=False, cleared_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["community_request", "sha256"],
                condition=Q(response__isnull=True),
                name="attachment_of_a_request_is_kept_once",
                violation_error_message=_("แนบไฟล์นี้ไว้แล้ว"),
            ),
            models.UniqueConstraint(
                fields=["response", "sha256"],
                condition=Q(response__isnull=False),
                name="attachment_of_an_answer_is_kept_once",
                violation_error_message=_("แนบไฟล์นี้ไว้แล้ว"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(
        cls, taken: TakenFile, *, community_request: CommunityRequest, response: AgencyResponse | None, by: User
    ) -> Attachment:
        """A new row for a file that was looked at; not saved yet."""
        attachment = cls(
            community_request=community_request,
            response=response,
            name=taken.name,
            content_type=taken.content_type,
            size=taken.size,
            sha256=taken.sha256,
            uploaded_by=by,
        )
        attachment.file.save(f"file.{taken.extension}", taken.content, save=False)
        return attachment


def sweep(*, at: datetime) -> int:
    """Delete files that no row names; says how many."""
    field, named = Attachment._meta.get_field("file"), Attachment.objects.values_list("file", flat=True)
    return storage.sweep(field.storage, FOLDER, named=set(named), at=at)
