from django.conf import settings
from django.db import models


class Reminder(models.Model):
    """One remark to one address about one deadline at one stage: claimed by a run before it is sent, so that two runs at once
    send it once.
    """

    subject_kind = models.CharField(max_length=10)  # agreement or proposal
    subject = models.PositiveBigIntegerField()
    about = models.CharField(max_length=10)  # notice, end, renewal, step
    due_on = models.DateField()
    stage = models.SmallIntegerField()  # days before the deadline; below zero: after it
    address = models.EmailField()
    run = models.CharField(max_length=32)
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint("subject_kind", "subject", "about", "due_on", "stage", "address", name="one_reminder_a_stage"),
        )
        indexes = (models.Index(fields=("run",), name="reminders_of_a_run"),)

    def __str__(self) -> str:
        return f"{self.about} {self.due_on} {self.stage}"


class LeftAlone(models.Model):
    """A deadline that somebody decided to let pass, and why: no more is said of it."""

    agreement = models.ForeignKey("registry.Agreement", on_delete=models.CASCADE, related_name="left_alone")
    about = models.CharField(max_length=10)
    due_on = models.DateField()
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint("agreement", "about", "due_on", name="left_alone_once"),)

    def __str__(self) -> str:
        return f"{self.about} {self.due_on}"


class ReminderAddress(models.Model):
    """An address that is reminded of what comes due for a unit and the units in it, or (unit None) for all of them."""

    unit = models.ForeignKey("registry.OrganizationalUnit", null=True, on_delete=models.CASCADE, related_name="addresses")
    email = models.EmailField()
    language = models.CharField(max_length=2, default="ja")

    class Meta:
        ordering = ("unit", "email")
        constraints = (
            models.UniqueConstraint("unit", "email", name="an_address_once_a_unit"),
            models.UniqueConstraint("email", condition=models.Q(unit=None), name="an_address_once_for_all"),
        )

    def __str__(self) -> str:
        return self.email


class CalendarToken(models.Model):
    """The right to read the deadlines of one unit (None: of all) as a calendar. Only the hash of the token is kept."""

    unit = models.ForeignKey("registry.OrganizationalUnit", null=True, on_delete=models.CASCADE, related_name="calendars")
    sha256 = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2, default="ja")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.label or str(self.pk)
