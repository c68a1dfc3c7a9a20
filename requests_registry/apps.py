from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsRegistryConfig(AppConfig):
    name = "requests_registry"
    verbose_name = _("ความต้องการและการตอบสนอง")

    def ready(self) -> None:
        # they register themselves, and need the apps to be loaded
        from requests_registry import (  # noqa: F401
            counting,
            desk_menu,
            notifications,
            publishing,
            report_kinds,
            search_sources,
        )

        counting.connect()
