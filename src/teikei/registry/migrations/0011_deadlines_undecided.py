from django.db import migrations, models


class Migration(migrations.Migration):
    """A third kind of deadline. `teikei-admin migrate` derives all deadlines anew, now without those that are answered."""

    dependencies = [("registry", "0010_interfaces")]

    operations = [
        migrations.AlterField(
            model_name="deadline",
            name="kind",
            field=models.CharField(choices=[("notice", "Notice"), ("end", "End"), ("renewal", "Renewal")], max_length=7),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["rolled_up", "afterwards", "closed_on", "level"], name="agreements_counted"),
        ),
        migrations.AddIndex(
            model_name="span", index=models.Index(fields=["basis", "valid_from", "valid_to", "agreement"], name="spans_by_basis")
        ),
    ]
