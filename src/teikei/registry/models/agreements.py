from django.db import models


class Agreement(models.Model):
    """A relation agreed between two or more parties. `rolled_up` marks one that came from a row of a list and may
    stand for several: nobody has yet said what stands behind that row.
    """

    class Level(models.TextChoices):
        UNIVERSITY = "university"
        UNIT = "unit"

    class Precision(models.TextChoices):
        DAY = "day"
        MONTH = "month"
        YEAR = "year"

    level = models.CharField(max_length=10, choices=Level)
    concluded_on = models.DateField(null=True)  # the first day that the printed date can mean
    precision = models.CharField(max_length=5, choices=Precision, blank=True)
    valid_to = models.CharField(max_length=100, blank=True)  # a date, "auto-renew", "indefinite", other words, or nothing
    rolled_up = models.BooleanField(default=True)
    region = models.ForeignKey("registry.Region", null=True, on_delete=models.PROTECT, related_name="agreements")
    territories = models.ManyToManyField("registry.Territory", related_name="agreements")
    entries = models.ManyToManyField("registry.Entry", related_name="agreements")
    key = models.TextField()  # folded names of parties, territories and units: what a search looks in
    sort_key = models.CharField(max_length=300)  # folded name of the partner, for sorting

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(concluded_on=None, precision="") | (~models.Q(concluded_on=None) & ~models.Q(precision="")),
                name="date_with_its_precision",
            ),
        )
        indexes = (
            models.Index(fields=("concluded_on", "id"), name="agreement_by_day"),
            models.Index(fields=("sort_key", "id"), name="agreement_by_partner"),
        )

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class Party(models.Model):
    """One side of an agreement: an institution and any of its units."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    institution = models.ForeignKey("registry.Institution", on_delete=models.PROTECT, related_name="parties")
    units = models.ManyToManyField("registry.OrganizationalUnit", related_name="parties")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("agreement", "position")
        constraints = (
            models.UniqueConstraint("agreement", "institution", name="a_party_once"),
            models.UniqueConstraint("agreement", "position", name="one_party_a_position"),
        )

    def __str__(self) -> str:
        return f"{self.institution} in {self.agreement}"
