from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The top layer: what shows both what happened and what was asked."""

    name = "portal.pages"
    label = "pages"

    def ready(self) -> None:
        # here, because the desk needs the apps to be loaded
        from portal.access import Permission
        from portal.desk import Entry, register

        register(Entry("desk", _("เริ่มงาน"), Permission.USE_DESK, order=0))
