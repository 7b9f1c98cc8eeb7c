from django.db import migrations, models


class Migration(migrations.Migration):
    """By which rules what hangs on agreements was derived: `teikei-admin migrate` derives anew where these have changed."""

    dependencies = [("registry", "0013_words_of_lists")]

    operations = [
        migrations.CreateModel(
            name="Derivation",
            fields=[
                ("kind", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("rules", models.PositiveIntegerField()),
            ],
        ),
    ]
