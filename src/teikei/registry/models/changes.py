from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact


class Change(models.Model):
    """One line of the ledger: what became of one subject, by whom, when, why, from which source. Added, never changed.

    `after` is the whole value in canonical JSON, "" where the subject was removed; what it was before is the change of the
    version before. `sha256` covers this line and the line before it, so that none can be altered, dropped or put in.
    """

    position = models.PositiveBigIntegerField(primary_key=True)  # from 1, without gaps
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=150)  # the account's name then, or the program where nobody was logged in
    operation = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    subject = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField()
    reason = models.CharField(max_length=1000, blank=True)
    source = models.ForeignKey("registry.Source", null=True, on_delete=models.PROTECT, related_name="changes")
    batch = models.CharField(max_length=32)  # the same for all that one operation did
    after = models.TextField(blank=True)
    previous = models.CharField(max_length=64)  # sha256 of the line before, zeros at the first
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("position",)
        indexes = (
            models.Index(fields=("kind", "subject", "position"), name="changes_of_a_subject"),
            models.Index(fields=("batch",), name="changes_of_an_operation"),
        )
        constraints = (
            models.UniqueConstraint("kind", "subject", "version", name="one_change_a_version"),
            models.UniqueConstraint("previous", name="one_line_after_a_line"),
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="a_line_with_its_hash"),
        )

    def __str__(self) -> str:
        return f"{self.position} {self.operation} {self.kind} {self.subject}"


class Chain(models.Model):
    """The end of the ledger: one row, locked by every operation that writes, so that lines follow one another."""

    length = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_chain"),)

    def __str__(self) -> str:
        return f"{self.length} {self.sha256}"


class Derivation(models.Model):
    """By which version of its rules all that hangs on the kept values of a kind was derived."""

    kind = models.CharField(max_length=20, primary_key=True)
    rules = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.rules}"
