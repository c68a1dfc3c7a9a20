from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("ข้อมูลพื้นฐานและผู้ใช้")

    def ready(self) -> None:
        from portal import checks, freshness  # noqa: F401  (checks register themselves; both need the apps loaded)
        from portal.models import Source

        freshness.register(Source.objects.last_read)


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our site: `portal.admin_site`."""

    default = False
    default_site = "portal.admin_site.PortalAdminSite"
