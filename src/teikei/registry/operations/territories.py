"""The territories' rows, filled from CLDR."""

from teikei.names.territories import territory_list, territory_name
from teikei.registry.models import Territory


def ensure_territories() -> None:
    """Make the table say what CLDR says. Called after `migrate` and before `ingest`, so that no migration freezes names."""
    changed = altered_territories()
    if changed:
        Territory.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["code"], update_fields=["name_ja", "name_en"], batch_size=300
        )


def altered_territories() -> list[Territory]:
    """Each as CLDR has it, where the table lacks it or says otherwise."""
    wanted = {code: (territory_name(code, "ja"), territory_name(code, "en")) for code in territory_list()}
    kept = {code: (ja, en) for code, ja, en in Territory.objects.values_list("code", "name_ja", "name_en")}
    return [Territory(code=code, name_ja=ja, name_en=en) for code, (ja, en) in wanted.items() if kept.get(code) != (ja, en)]
