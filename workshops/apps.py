from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = _("การประชุมเชิงปฏิบัติการ")

    def ready(self) -> None:
        # they register themselves, and need the apps to be loaded
        from workshops import desk_menu, publishing, search_sources  # noqa: F401
