from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public pages. No models of its own."""

    name = "teikei.portal"
