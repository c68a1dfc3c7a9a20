from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _

SIGN_IN_APPS = {"account", "mfa", "usersessions"}


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("ข้อมูลพื้นฐานและผู้ใช้")

    def ready(self) -> None:
        # they register themselves, and need the apps to be loaded
        from portal import checks, publishing  # noqa: F401
        from portal.accounts import desk_menu, mail  # noqa: F401  (the same for menu and jobs)
        from portal.reports import making  # noqa: F401  (the same for its job)
        from portal.search import agencies  # noqa: F401


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our site: `portal.admin_site`."""

    default = False
    default_site = "portal.admin_site.PortalAdminSite"

    def ready(self) -> None:
        """Registers what the apps bring, but not the tables of signing in: nobody edits secrets and sessions."""
        from django.contrib import admin  # needs the apps to be loaded

        super().ready()
        for model in [model for model in admin.site._registry if model._meta.app_label in SIGN_IN_APPS]:
            admin.site.unregister(model)
