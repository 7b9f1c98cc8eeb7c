"""`teikei-admin migrate`: Django's own, then the territories' names and whatever is derived from kept values."""

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS
from django.utils.timezone import localdate

from teikei.registry.operations.agreement_rows import derive_by_rules
from teikei.registry.operations.territories import ensure_territories


class Command(migrate.Command):
    """Django's migrate, which then fills in the territories from CLDR and derives anew what is derived by other rules now."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; fill in the rest unless the registry's tables are not all there."""
        super().handle(*args, **options)
        partial = options.get("migration_name") or options.get("plan") or options.get("check_unapplied")
        if not partial and options.get("database") == DEFAULT_DB_ALIAS:
            ensure_territories()
            derive_by_rules(localdate())
