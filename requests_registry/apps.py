from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsRegistryConfig(AppConfig):
    name = "requests_registry"
    verbose_name = _("ความต้องการและการตอบสนอง")

    def ready(self) -> None:
        from requests_registry import notifications  # noqa: F401  (registers its job; needs the apps to be loaded)
