from django.conf import settings
from django.db import models


class ListWords(models.Model):
    """What the words of the lists of one institution at one level are in English. `body`: rules.list_words.ListWords."""

    body = models.TextField()
    version = models.PositiveIntegerField(default=1)
    institution = models.ForeignKey("registry.Institution", on_delete=models.PROTECT, related_name="list_words")
    level = models.CharField(max_length=10)

    class Meta:
        ordering = ("institution", "level")
        constraints = (models.UniqueConstraint("institution", "level", name="words_of_a_list_once"),)

    def __str__(self) -> str:
        return f"{self.institution} {self.level}"


class EditionDraft(models.Model):
    """An edition that somebody prepares: of which institution and level, as of which day. What it would print is computed
    whenever it is looked at; only once a second person publishes it are there rows and files.
    """

    class State(models.TextChoices):
        OPEN = "open"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    institution = models.ForeignKey("registry.Institution", on_delete=models.PROTECT, related_name="edition_drafts")
    level = models.CharField(max_length=10)
    as_of = models.DateField()
    corrects = models.ForeignKey("registry.Edition", null=True, on_delete=models.PROTECT, related_name="correcting_drafts")
    correction = models.CharField(max_length=1000, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="edition_drafts")
    drafted_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    edition = models.OneToOneField("registry.Edition", null=True, on_delete=models.PROTECT, related_name="edition_draft")

    class Meta:
        ordering = ("-drafted_at", "-pk")
        constraints = (
            models.UniqueConstraint("institution", "level", "as_of", condition=models.Q(state="open"), name="one_open_edition_draft_a_day"),
            models.CheckConstraint(
                condition=models.Q(state="published", edition__isnull=False) | (~models.Q(state="published") & models.Q(edition=None)),
                name="published_with_its_edition",
            ),
        )

    def __str__(self) -> str:
        return f"{self.institution} {self.as_of}"


class EditionFile(models.Model):
    """A file of a published edition, by the SHA-256 of its bytes: made once, when it was published."""

    edition = models.ForeignKey("registry.Edition", on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=5)
    language = models.CharField(max_length=2)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("edition", "format", "language")
        constraints = (models.UniqueConstraint("edition", "format", "language", name="one_file_a_format_and_language"),)

    def __str__(self) -> str:
        return f"{self.format} {self.language}"


class AlignedRow(models.Model):
    """What a newer list says beside what is kept: one row of it, or one kept row that it no longer has, or a unit renamed.

    `ours` is the kept row as it stood on the list's day, `theirs` the list's, both as shown to the person who decides.
    A row that says the same is settled when it arrives: its agreements learn that the list shows them too.
    """

    class Kind(models.TextChoices):
        SAME = "same"
        CHANGED = "changed"
        NEW = "new"
        GONE = "gone"
        UNIT = "unit"  # one of our units has another name wherever the list names it

    class Verdict(models.TextChoices):
        LINKED = "linked"  # nothing to decide
        ACCEPTED = "accepted"  # it is so from the list's day
        CORRECTED = "corrected"  # it was always so: what is kept was misprinted
        OURS = "ours"  # what is kept stays
        OTHER = "other"  # a person sets it right by hand

    edition = models.ForeignKey("registry.Edition", on_delete=models.CASCADE, related_name="aligned_rows")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=7, choices=Kind)
    changes = models.JSONField(default=list)  # rules.comparison.ChangeKind
    entry = models.ForeignKey("registry.Entry", null=True, on_delete=models.CASCADE, related_name="aligned")
    agreements = models.JSONField(default=list)  # numbers, the one whose date is printed first
    ours = models.JSONField(null=True)
    theirs = models.JSONField(null=True)
    verdict = models.CharField(max_length=9, choices=Verdict, blank=True)  # "" is open
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    batch = models.CharField(max_length=32, blank=True)  # the act in the ledger

    class Meta:
        ordering = ("edition", "position")
        indexes = (models.Index(fields=("edition", "verdict", "position"), name="aligned_rows_that_wait"),)
        constraints = (
            models.UniqueConstraint("edition", "position", name="one_aligned_row_a_position"),
            models.CheckConstraint(
                condition=models.Q(verdict="", decided_at=None) | (~models.Q(verdict="") & models.Q(decided_at__isnull=False)),
                name="aligned_with_its_moment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"
