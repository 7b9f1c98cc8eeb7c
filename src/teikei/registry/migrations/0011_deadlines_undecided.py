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
    ]
