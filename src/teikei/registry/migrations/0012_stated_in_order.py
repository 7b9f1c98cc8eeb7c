from typing import Any

from django.db import migrations, models


def pairs(apps: Any, _editor: Any) -> None:
    """Numbers that lists state, as pairs in the list's order."""
    for model, field in (("Edition", "stated"), ("Heading", "stated_others")):
        for row in apps.get_model("registry", model).objects.exclude(**{field: []}).iterator():
            setattr(row, field, list(dict(getattr(row, field)).items()))
            row.save(update_fields=[field])


class Migration(migrations.Migration):
    """PostgreSQL sorts the keys of an object, so that a list's headline came back in another order, and `verify` called it altered."""

    dependencies = [("registry", "0011_deadlines_undecided")]

    operations = [
        migrations.AlterField(model_name="edition", name="stated", field=models.JSONField(default=list)),
        migrations.AlterField(model_name="heading", name="stated_others", field=models.JSONField(default=list)),
        migrations.RunPython(pairs, migrations.RunPython.noop),
    ]
