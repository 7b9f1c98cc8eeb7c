from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The staff pages. No models of its own."""

    name = "teikei.desk"
