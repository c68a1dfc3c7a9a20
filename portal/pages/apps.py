from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The top layer: what shows both what happened and what was asked."""

    name = "portal.pages"
    label = "pages"
