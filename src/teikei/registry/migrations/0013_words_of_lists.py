import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The English of a list's own words; and no column of places, which only a verification read: pools are told once in the value."""

    dependencies = [("registry", "0012_stated_in_order")]

    operations = [
        migrations.RemoveField(model_name="memorandum", name="places"),
        migrations.AddField(model_name="edition", name="english", field=models.JSONField(default=dict)),
        migrations.CreateModel(
            name="ListWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("level", models.CharField(max_length=10)),
                (
                    "institution",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="list_words", to="registry.institution"),
                ),
            ],
            options={"ordering": ("institution", "level")},
        ),
        migrations.AddConstraint(
            model_name="listwords", constraint=models.UniqueConstraint("institution", "level", name="words_of_a_list_once")
        ),
    ]
