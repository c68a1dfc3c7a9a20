"""The people who sign in. Each has one role; an officer also has the agency or province he or she works for."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import Permission, Role, allows

from .agencies import Agency
from .places import Province


class PeopleManager(UserManager["User"]):
    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        """What `manage.py createsuperuser` calls: an administrator."""
        return self.create_user(username, email, password, role=Role.ADMIN, **fields)


class User(AbstractUser):
    """An account. What it may do follows from `role` alone (`portal.access`), never from groups or flags.

    `is_staff` and `is_superuser` are written by `save()` from the role, because Django's admin asks for them.
    """

    role = models.CharField(_("บทบาท"), max_length=12, choices=Role)
    agency = models.ForeignKey(
        Agency, verbose_name=_("หน่วยงาน"), on_delete=models.PROTECT, null=True, blank=True, related_name="officers"
    )
    province = models.ForeignKey(
        Province, verbose_name=_("จังหวัด"), on_delete=models.PROTECT, null=True, blank=True, related_name="officers"
    )
    is_demo = models.BooleanField(_("บัญชีสาธิต"), default=False, editable=False)

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta:
        verbose_name = _("ผู้ใช้")
        verbose_name_plural = _("ผู้ใช้")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(name="user_role_is_known", condition=Q(role__in=[*Role.values])),
            models.CheckConstraint(
                name="agency_is_set_exactly_for_agency_officers",
                violation_error_message=_("ต้องระบุหน่วยงานเฉพาะบัญชีของเจ้าหน้าที่หน่วยงาน"),
                condition=Q(role=Role.AGENCY, agency__isnull=False) | (~Q(role=Role.AGENCY) & Q(agency__isnull=True)),
            ),
            models.CheckConstraint(
                name="province_is_set_exactly_for_provincial_officers",
                violation_error_message=_("ต้องระบุจังหวัดเฉพาะบัญชีของเจ้าหน้าที่จังหวัด"),
                condition=Q(role=Role.PROVINCE, province__isnull=False)
                | (~Q(role=Role.PROVINCE) & Q(province__isnull=True)),
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
