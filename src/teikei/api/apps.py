from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The interfaces."""

    name = "teikei.api"
    label = "api"
