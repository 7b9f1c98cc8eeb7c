"""`teikei-admin migrate`: Django's own, then the territories' names and whatever is derived from kept values."""

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.timezone import localdate

from teikei.registry.models import Agreement
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import refresh
from teikei.registry.operations.territories import ensure_territories


class Command(migrate.Command):
    """Django's migrate, which then fills in the territories from CLDR and derives anew what may be derived otherwise now."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; fill in the rest unless the registry's tables are not all there."""
        before = set(MigrationRecorder(connection).applied_migrations())
        super().handle(*args, **options)
        partial = options.get("migration_name") or options.get("plan") or options.get("check_unapplied")
        if not partial and options.get("database") == DEFAULT_DB_ALIAS:
            ensure_territories()
            if before and before != set(MigrationRecorder(connection).applied_migrations()):
                # Another version of the program may derive other columns from the values that are kept.
                refresh(AGREEMENTS, list(Agreement.objects.values_list("pk", flat=True)), localdate())
