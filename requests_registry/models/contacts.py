"""Personal data of those who ask: apart from everything else, without field history, each look at them written down."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import Permission
from portal.models import PrivacyNotice, User

from .requests import CommunityRequest
from .responses import AgencyResponse


class RequestContactQuerySet(models.QuerySet["RequestContact"]):
    def visible_to(self, user: User) -> RequestContactQuerySet:
        """The ministry, the own province, and agencies whose response is still live."""
        if not user.may(Permission.SEE_CONTACTS):
            return self.none()
        requests = CommunityRequest.objects.concerning(user)
        if user.may(Permission.SEE_OWN_AGENCY):
            live = AgencyResponse.objects.concerning(user).live()
            requests = requests.filter(pk__in=live.values("community_request"))
        return self.filter(community_request__in=requests.values("pk"))


class RequestContact(models.Model):
    """Whom to ask about a request. Never public, in no export, no search and no history."""

    community_request = models.OneToOneField(CommunityRequest, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(_("ชื่อผู้ประสานงาน"), max_length=150, blank=True)
    phone = models.CharField(_("โทรศัพท์"), max_length=60, blank=True)
    email = models.EmailField(_("อีเมล"), blank=True)
    notice = models.ForeignKey(
        PrivacyNotice, verbose_name=_("ประกาศที่แสดงเมื่อเก็บข้อมูล"), on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = RequestContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผู้ประสานงานของเรื่อง")
        verbose_name_plural = _("ผู้ประสานงานของเรื่อง")
        ordering = ["community_request"]
        constraints = [
            models.CheckConstraint(
                name="contact_says_whom_to_ask", condition=~Q(name="") | ~Q(phone="") | ~Q(email="")
            ),
        ]

    def __str__(self) -> str:
        return f"contact of {self.community_request_id}"


class ContactView(models.Model):
    """That somebody looked at a contact: who, whose, when. Answers "who read this person's data since?"."""

    community_request = models.ForeignKey(CommunityRequest, on_delete=models.CASCADE, related_name="contact_views")
    user = models.ForeignKey(User, verbose_name=_("ผู้ดู"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("เมื่อ"), auto_now_add=True)

    class Meta:
        verbose_name = _("การดูข้อมูลติดต่อ")
        verbose_name_plural = _("การดูข้อมูลติดต่อ")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"
