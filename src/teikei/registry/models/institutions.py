from django.db import models


class Institution(models.Model):
    """One side of agreements: a university, but also a ministry, a hospital, a network.

    territory is None where it sits in several or where its place is unknown. The home institution, whose list
    this registry keeps, is an institution like any other.
    """

    territory = models.ForeignKey("registry.Territory", null=True, on_delete=models.PROTECT, related_name="institutions")
    printed = models.CharField(max_length=300)  # the name as first printed; all names are NameForms
    key = models.CharField(max_length=300)  # folded printed name: one institution a territory and key
    is_home = models.BooleanField(default=False)
    # The judgment that counts, so that a table of a thousand rows shows names in English without a query more.
    # Kept by operations.judging: the latest that was not undone.
    judgment = models.OneToOneField("registry.Judgment", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("printed", "pk")
        constraints = (
            models.UniqueConstraint("key", "territory", name="one_institution_a_name"),
            # SQLite holds two NULLs for different, and would let in twins without a territory.
            models.UniqueConstraint("key", condition=models.Q(territory=None), name="one_unplaced_institution_a_name"),
        )

    def __str__(self) -> str:
        return self.printed


class NameForm(models.Model):
    """One name of an institution in one language, with the days from and to which it is used where known."""

    class Kind(models.TextChoices):
        LABEL = "label"
        ALIAS = "alias"
        ACRONYM = "acronym"

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LABEL)
    used_from = models.DateField(null=True)
    used_to = models.DateField(null=True)

    class Meta:
        ordering = ("institution", "kind", "language", "pk")
        constraints = (
            models.UniqueConstraint("institution", "text", "language", name="one_form_a_name"),
            models.CheckConstraint(
                condition=models.Q(used_from=None) | models.Q(used_to=None) | models.Q(used_from__lte=models.F("used_to")),
                name="name_used_forwards",
            ),
        )

    def __str__(self) -> str:
        return self.text


class OrganizationalUnit(models.Model):
    """A unit (部局) of an institution, as a list names it; `parent` where it sits inside another."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="units")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    name = models.CharField(max_length=300)
    key = models.CharField(max_length=300)
    position = models.PositiveIntegerField()  # the institution's own order, as its list first names them

    class Meta:
        ordering = ("institution", "position")
        constraints = (models.UniqueConstraint("institution", "key", name="one_unit_a_name"),)

    def __str__(self) -> str:
        return self.name
