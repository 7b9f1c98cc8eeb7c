from django.conf import settings
from django.db import models


class FailedLogin(models.Model):
    """A login that failed: counted for an account and the address that tried it, and forgotten after a day."""

    account = models.CharField(max_length=64)  # a hash: what people mistype into that field may be a password
    address = models.CharField(max_length=45)
    failed_at = models.DateTimeField()

    class Meta:
        ordering = ("failed_at",)
        indexes = (models.Index(fields=("account", "address", "failed_at"), name="failures_by_account"),)

    def __str__(self) -> str:
        return f"{self.address} {self.failed_at}"


class Appointment(models.Model):
    """A role of a person from day to day, in a scope: an institution, a unit with its subtree, or (neither) everything.

    `body` is the whole value (registry.permissions.decide.Appointment); the columns follow from it.
    """

    class Role(models.TextChoices):
        VIEWER = "viewer"
        UNIT_EDITOR = "unit-editor"
        OFFICER = "officer"
        PUBLISHER = "publisher"
        AUDITOR = "auditor"
        ADMINISTRATOR = "administrator"

    class Level(models.TextChoices):
        UNIVERSITY = "university"
        UNIT = "unit"
        BOTH = "both"

    body = models.TextField()
    version = models.PositiveIntegerField(default=1)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=13, choices=Role)
    institution = models.ForeignKey("registry.Institution", null=True, on_delete=models.PROTECT, related_name="appointments")
    unit = models.ForeignKey("registry.OrganizationalUnit", null=True, on_delete=models.PROTECT, related_name="appointments")
    level = models.CharField(max_length=10, choices=Level)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the last day
    ended_on = models.DateField(null=True)  # the first day without it
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # None: a terminal

    class Meta:
        ordering = ("person", "pk")
        indexes = (models.Index(fields=("person", "role"), name="appointments_of_a_person"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(role__in=["viewer", "unit-editor", "officer", "publisher", "auditor", "administrator"]),
                name="a_role_that_there_is",
            ),
            models.CheckConstraint(condition=models.Q(level__in=["university", "unit", "both"]), name="a_level_or_both"),
            models.CheckConstraint(condition=models.Q(institution=None) | models.Q(unit=None), name="one_scope_an_appointment"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")), name="an_appointment_runs_forwards"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("valid_from")), name="no_end_before_the_appointment"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.role}"
