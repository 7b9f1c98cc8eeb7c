from django.db import models


class DocumentText(models.Model):
    """A document that was attached to an agreement: its bytes by hash, and the text found in it, for search.

    Where no text was found, the words of the refusal say why.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    format = models.CharField(max_length=10, blank=True)
    text = models.TextField(blank=True)
    key = models.TextField(blank=True)  # the text folded: what a search looks in
    refusal_en = models.CharField(max_length=500, blank=True)
    refusal_ja = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("sha256",)

    def __str__(self) -> str:
        return self.sha256


class AttachedDocument(models.Model):
    """Which document hangs on which agreement, on itself or on one of its memoranda: derived from the agreement's value."""

    class Visibility(models.TextChoices):
        PUBLIC = "public"
        STAFF = "staff"
        UNIT = "unit"

    agreement = models.ForeignKey("registry.Agreement", on_delete=models.CASCADE, related_name="papers")
    memorandum = models.CharField(max_length=64, blank=True)  # "": the agreement's own
    sha256 = models.CharField(max_length=64, db_index=True)
    visibility = models.CharField(max_length=6, choices=Visibility)

    class Meta:
        ordering = ("agreement", "pk")

    def __str__(self) -> str:
        return f"{self.sha256[:12]} of {self.agreement_id}"
