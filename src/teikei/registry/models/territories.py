from django.db import models


class Territory(models.Model):
    """A country or region by its ISO 3166-1 code. Names are CLDR's; a list's own label is on its Heading."""

    code = models.CharField(max_length=2, primary_key=True)
    name_ja = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name_ja
