from django.conf import settings
from django.db import models


class Draft(models.Model):
    """A file that was handed in and is not yet kept: its bytes, what was read from them, what people decided of that.

    Nothing of it is in the registry's other tables before it is kept. Once kept it holds neither bytes nor reading:
    the source and the edition have them. `round` counts the readings, so that a reading that comes late (another
    profile was given meanwhile) is known and dropped.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READING = "reading"
        READ = "read"
        REFUSED = "refused"
        KEPT = "kept"

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    uploaded_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    state_at = models.DateTimeField()
    round = models.PositiveIntegerField(default=1)
    profile = models.TextField(blank=True)  # TOML
    refusal_en = models.TextField(blank=True)
    refusal_ja = models.TextField(blank=True)
    summary = models.JSONField(default=dict)  # what the reading page says at its top, and the hash of the reading
    edition = models.OneToOneField("registry.Edition", null=True, on_delete=models.PROTECT, related_name="draft")
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="kept_drafts")

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            # SQLite and PostgreSQL: one open draft of a document; any number of kept ones would be one each already.
            models.UniqueConstraint("sha256", condition=~models.Q(state="kept"), name="one_open_draft_a_document"),
            models.CheckConstraint(
                condition=models.Q(state="kept", edition__isnull=False) | (~models.Q(state="kept") & models.Q(edition=None)),
                name="kept_with_its_edition",
            ),
        )

    def __str__(self) -> str:
        return self.name


class DraftLines(models.Model):
    """A page of a draft's lines, with the entries that were read from them: what the reading page shows at once."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()  # from 1
    lines = models.JSONField()

    class Meta:
        ordering = ("draft", "number")
        constraints = (models.UniqueConstraint("draft", "number", name="one_page_a_number"),)

    def __str__(self) -> str:
        return f"{self.draft} {self.number}"


class DraftFinding(models.Model):
    """A remark on a draft's reading. `key` is the same for the same remark in the next reading of the same file."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=10)
    message_en = models.TextField()
    message_ja = models.TextField()
    proposal = models.JSONField(null=True)
    places = models.JSONField(default=list)

    class Meta:
        ordering = ("draft", "position")
        constraints = (
            models.UniqueConstraint("draft", "position", name="one_draft_finding_a_position"),
            models.UniqueConstraint("draft", "key", name="one_draft_finding_a_key"),
        )

    def __str__(self) -> str:
        return self.code


class Verdict(models.TextChoices):
    """What a person decided of a finding."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    DISMISSED = "dismissed"


class DraftJudgment(models.Model):
    """What a person decided of a finding of a draft, or (where `key` is no finding's) of a value by itself."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="judgments")
    key = models.CharField(max_length=64)
    verdict = models.CharField(max_length=9, choices=Verdict)
    reason = models.CharField(max_length=500, blank=True)
    corrections = models.JSONField(default=list)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        ordering = ("draft", "judged_at", "pk")
        constraints = (models.UniqueConstraint("draft", "key", name="one_judgment_a_finding"),)

    def __str__(self) -> str:
        return self.verdict


class Correction(models.Model):
    """A value of an edition that a person set right before it was kept. The printed line is kept as it stood.

    entry is None where a spelling was corrected wherever it stands. finding is what prompted it, if any.
    """

    edition = models.ForeignKey("registry.Edition", on_delete=models.CASCADE, related_name="corrections")
    entry = models.ForeignKey("registry.Entry", null=True, on_delete=models.CASCADE, related_name="corrections")
    finding = models.ForeignKey("registry.Finding", null=True, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=20)
    printed = models.JSONField(default=list)
    value = models.JSONField(default=list)
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()

    class Meta:
        ordering = ("edition", "pk")

    def __str__(self) -> str:
        return f"{self.field} of {self.edition}"
