from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The frame and the components of every page."""

    name = "teikei.pages"
