from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("ข้อมูลพื้นฐานและผู้ใช้")

    def ready(self) -> None:
        # they register themselves, and need the apps to be loaded
        from portal import checks  # noqa: F401
        from portal.reports import making  # noqa: F401


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our site: `portal.admin_site`."""

    default = False
    default_site = "portal.admin_site.PortalAdminSite"
