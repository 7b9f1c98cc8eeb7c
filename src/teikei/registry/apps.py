from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The one app with tables."""

    name = "teikei.registry"
    default_auto_field = "django.db.models.BigAutoField"
