"""The people who sign in. Each has one role; an officer also has the agency or province he or she works for."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import Permission, Role, allows

from .agencies import Agency
from .places import Province


def workplace_constraints(name: str) -> list[models.BaseConstraint]:
    """An officer of an agency has an agency, one of a province a province, and nobody else has either."""
    return [
        models.CheckConstraint(name=f"{name}_role_is_known", condition=Q(role__in=[*Role.values])),
        models.CheckConstraint(
            name=f"{name}_has_an_agency_exactly_as_its_officer",
            violation_error_message=_("ต้องระบุหน่วยงานเฉพาะบัญชีของเจ้าหน้าที่หน่วยงาน"),
            condition=Q(role=Role.AGENCY, agency__isnull=False) | (~Q(role=Role.AGENCY) & Q(agency__isnull=True)),
        ),
        models.CheckConstraint(
            name=f"{name}_has_a_province_exactly_as_its_officer",
            violation_error_message=_("ต้องระบุจังหวัดเฉพาะบัญชีของเจ้าหน้าที่จังหวัด"),
            condition=Q(role=Role.PROVINCE, province__isnull=False)
            | (~Q(role=Role.PROVINCE) & Q(province__isnull=True)),
        ),
    ]


class PeopleQuerySet(models.QuerySet["User"]):
    def active(self) -> PeopleQuerySet:
        return self.filter(is_active=True)

    def signing_in_as(self, name: str) -> User | None:
        """The account of a user name or an e-mail address. User names have no @, so nobody is in the other's way."""
        field = "email__iexact" if "@" in name else "username__iexact"
        return self.filter(**{field: name}).order_by("pk").first() if name else None

    def visible_to(self, user: User) -> PeopleQuerySet:
        """Administrators see every account, the ministry those of officers that it may invite; others their own."""
        if user.may(Permission.EDIT_USERS):
            return self
        if user.may(Permission.INVITE_PEOPLE):
            return self.exclude(role=Role.ADMIN)
        return self.filter(pk=user.pk)


class PeopleManager(UserManager["User"].from_queryset(PeopleQuerySet)):  # type: ignore[misc]
    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> User:
        """What `manage.py createsuperuser` calls: an administrator."""
        return self.create_user(username, email, password, role=Role.ADMIN, **fields)


class User(AbstractUser):
    """An account. What it may do follows from `role` alone (`portal.access`), never from groups or flags.

    `is_staff` and `is_superuser` are written by `save()` from the role, because Django's admin asks for them.
    """

    class Language(models.TextChoices):
        THAI = "th", "ไทย"
        ENGLISH = "en", "English"

    role = models.CharField(_("บทบาท"), max_length=12, choices=Role)
    agency = models.ForeignKey(
        Agency, verbose_name=_("หน่วยงาน"), on_delete=models.PROTECT, null=True, blank=True, related_name="officers"
    )
    province = models.ForeignKey(
        Province, verbose_name=_("จังหวัด"), on_delete=models.PROTECT, null=True, blank=True, related_name="officers"
    )
    language = models.CharField(_("ภาษาของข้อความแจ้ง"), max_length=2, choices=Language, default=Language.THAI)
    uses_keys = models.BooleanField(_("ใช้แป้นลัด"), default=True)
    is_demo = models.BooleanField(_("บัญชีสาธิต"), default=False, editable=False)

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta:
        verbose_name = _("ผู้ใช้")
        verbose_name_plural = _("ผู้ใช้")
        ordering = ["username"]
        constraints = [
            *workplace_constraints("user"),
            models.CheckConstraint(name="user_language_is_known", condition=Q(language__in=["th", "en"])),
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_used_once",
                condition=~Q(email=""),
                violation_error_message=_("อีเมลนี้มีบัญชีอยู่แล้ว"),
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.is_staff = self.may(Permission.USE_ADMIN)
        self.is_superuser = False
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def may(self, permission: Permission) -> bool:
        """Whether the role, and an account that is not disabled, gives this permission."""
        return self.is_active and allows(self.role, permission)

    def may_see_all(self) -> bool:
        """Whether every request and workshop is visible, published or not."""
        return self.may(Permission.SEE_ALL_REQUESTS)

    @property
    def needs_second_factor(self) -> bool:
        """Whether nothing is reached without one: those who steer others' work. Demo accounts are on loopback only."""
        return self.role in {Role.ADMIN, Role.MINISTRY} and not self.is_demo


#: How long an invitation may be taken up.
INVITATION_DAYS = 14


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, *, at: datetime) -> InvitationQuerySet:
        """Those that can still be taken up."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)

    def with_token(self, token: str) -> InvitationQuerySet:
        return self.filter(token_hash=_hash(token))

    def visible_to(self, user: User) -> InvitationQuerySet:
        """Administrators see all, the ministry those for roles that it may invite."""
        if user.may(Permission.EDIT_USERS):
            return self
        if user.may(Permission.INVITE_PEOPLE):
            return self.exclude(role=Role.ADMIN)
        return self.none()


class Invitation(models.Model):
    """A place kept for a person: role and workplace are settled, name and password are for the person to choose.

    The token stands in the mail alone; here is its hash, so that who reads the database cannot take up an invitation.
    """

    email = models.EmailField(_("อีเมล"))
    role = models.CharField(_("บทบาท"), max_length=12, choices=Role)
    agency = models.ForeignKey(
        Agency, verbose_name=_("หน่วยงาน"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    province = models.ForeignKey(
        Province, verbose_name=_("จังหวัด"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    language = models.CharField(_("ภาษา"), max_length=2, choices=User.Language, default=User.Language.THAI)
    invited_by = models.ForeignKey(User, verbose_name=_("ผู้เชิญ"), on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("เชิญเมื่อ"), auto_now_add=True)
    expires_at = models.DateTimeField(_("หมดอายุ"))
    used_at = models.DateTimeField(_("รับคำเชิญเมื่อ"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ถอนคำเชิญเมื่อ"), null=True, blank=True)
    sent_at = models.DateTimeField(_("ส่งอีเมลเมื่อ"), null=True, blank=True)
    account = models.OneToOneField(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitation", editable=False
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("คำเชิญ")
        verbose_name_plural = _("คำเชิญ")
        ordering = ["-created_at", "-pk"]
        constraints = [
            *workplace_constraints("invitation"),
            models.CheckConstraint(name="invitation_language_is_known", condition=Q(language__in=["th", "en"])),
            models.CheckConstraint(name="invitation_expires_later", condition=Q(expires_at__gt=F("created_at"))),
            models.CheckConstraint(
                name="invitation_is_either_used_or_withdrawn",
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @classmethod
    def make(cls, **fields: Any) -> tuple[Invitation, str]:
        """A new invitation and its token, which is nowhere else."""
        token = secrets.token_urlsafe(24)
        expires_at = timezone.now() + timedelta(days=INVITATION_DAYS)
        return cls.objects.create(token_hash=_hash(token), expires_at=expires_at, **fields), token

    def renew_token(self) -> str:
        """A new token, in place of the one before; its mail has not been sent yet."""
        token = secrets.token_urlsafe(24)
        self.token_hash, self.sent_at = _hash(token), None
        self.save(update_fields=["token_hash", "sent_at"])
        return token

    def is_open(self, *, at: datetime) -> bool:
        """Whether it can still be taken up."""
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > at


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
