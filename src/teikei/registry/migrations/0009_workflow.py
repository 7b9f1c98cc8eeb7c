#

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0008_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentText",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("size", models.PositiveBigIntegerField()),
                ("format", models.CharField(blank=True, max_length=10)),
                ("text", models.TextField(blank=True)),
                ("key", models.TextField(blank=True)),
                ("refusal_en", models.CharField(blank=True, max_length=500)),
                ("refusal_ja", models.CharField(blank=True, max_length=500)),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("sha256",),
            },
        ),
        migrations.CreateModel(
            name="AttachedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("memorandum", models.CharField(blank=True, max_length=64)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("visibility", models.CharField(choices=[("public", "Public"), ("staff", "Staff"), ("unit", "Unit")], max_length=6)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="registry.agreement"),
                ),
            ],
            options={
                "ordering": ("agreement", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CalendarToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("label", models.CharField(blank=True, max_length=100)),
                ("language", models.CharField(default="ja", max_length=2)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("made_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="calendars", to="registry.organizationalunit"
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("kind", models.CharField(max_length=9)),
                ("state", models.CharField(max_length=9)),
                ("step", models.CharField(blank=True, max_length=40)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("due_on", models.DateField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="registry.agreement"
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("step", models.CharField(max_length=40)),
                ("outcome", models.CharField(max_length=8)),
                ("decided_on", models.DateField()),
                ("minute", models.CharField(blank=True, max_length=100)),
                ("by", models.CharField(max_length=150)),
                ("delegate_of", models.CharField(blank=True, max_length=150)),
                (
                    "proposal",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="registry.proposal"),
                ),
            ],
            options={
                "ordering": ("proposal", "position"),
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=10)),
                ("subject", models.PositiveBigIntegerField()),
                ("about", models.CharField(max_length=10)),
                ("due_on", models.DateField()),
                ("stage", models.SmallIntegerField()),
                ("address", models.EmailField(max_length=254)),
                ("run", models.CharField(max_length=32)),
                ("claimed_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-pk",),
                "indexes": [models.Index(fields=["run"], name="reminders_of_a_run")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("subject_kind"),
                        models.F("subject"),
                        models.F("about"),
                        models.F("due_on"),
                        models.F("stage"),
                        models.F("address"),
                        name="one_reminder_a_stage",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(default="ja", max_length=2)),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="addresses", to="registry.organizationalunit"
                    ),
                ),
            ],
            options={
                "ordering": ("unit", "email"),
            },
        ),
        migrations.CreateModel(
            name="LeftAlone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=10)),
                ("due_on", models.DateField()),
                ("reason", models.CharField(max_length=1000)),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="left_alone", to="registry.agreement"),
                ),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(models.F("agreement"), models.F("about"), models.F("due_on"), name="left_alone_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["state", "due_on"], name="proposals_by_deadline"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(models.F("proposal"), models.F("position"), name="one_decision_a_position"),
        ),
        migrations.AddConstraint(
            model_name="reminderaddress",
            constraint=models.UniqueConstraint(models.F("unit"), models.F("email"), name="an_address_once_a_unit"),
        ),
        migrations.AddConstraint(
            model_name="reminderaddress",
            constraint=models.UniqueConstraint(models.F("email"), condition=models.Q(("unit", None)), name="an_address_once_for_all"),
        ),
    ]
