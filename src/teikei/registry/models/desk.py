from django.conf import settings
from django.db import models


class FormDraft(models.Model):
    """What somebody has typed into a form of the desk and not yet saved: one for each person and form.

    form: the form's path below the desk; version: that of the agreement when the form was opened, 0 for a new one.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=0)
    fields = models.TextField()  # the fields as sent, JSON
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("-saved_at",)
        constraints = (models.UniqueConstraint("person", "form", name="one_draft_a_form"),)

    def __str__(self) -> str:
        return self.form


class SavedFilter(models.Model):
    """A search of the desk's table under a name: the query string, for one person."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint("person", "name", name="one_filter_a_name"),)

    def __str__(self) -> str:
        return self.name


class SheetDraft(models.Model):
    """A sheet of agreements that was handed in and looked at, and not yet taken in."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ("-uploaded_at",)

    def __str__(self) -> str:
        return self.name
