from django.db import models


class Source(models.Model):
    """A document that was taken in: its bytes by hash, when, from whom. The first link of every provenance."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    format = models.CharField(max_length=10)
    encoding = models.CharField(max_length=20, blank=True)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()
    received_from = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-received_at", "-pk")

    def __str__(self) -> str:
        return self.name


class SourceLine(models.Model):
    """One line or row of a source as it stood, so that a value can be shown in its context."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()  # order in the document, over all sheets, from 1
    sheet = models.CharField(max_length=100, blank=True)
    page = models.PositiveIntegerField(null=True)
    line = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    role = models.CharField(max_length=10)  # what the reader took it for

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint("source", "position", name="one_line_a_position"),)
        indexes = (models.Index(fields=("source", "sheet", "line"), name="line_by_place"),)

    def __str__(self) -> str:
        return f"{self.line}: {self.text}"
