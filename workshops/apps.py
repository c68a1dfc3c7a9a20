from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = _("การประชุมเชิงปฏิบัติการ")

    def ready(self) -> None:
        from workshops import desk_menu  # noqa: F401  (registers itself, and needs the apps to be loaded)
