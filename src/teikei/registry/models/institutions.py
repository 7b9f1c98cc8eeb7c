from django.db import models


class Institution(models.Model):
    """One side of agreements: a university, but also a ministry, a hospital, a network.

    territory is None where it sits in several or where its place is unknown. The home institution, whose list
    this registry keeps, is an institution like any other. `body` is the whole value (rules.institution.Institution);
    the other columns and the NameForms are derived from it by operations.institution_rows.
    """

    body = models.TextField()
    version = models.PositiveIntegerField(default=1)
    territory = models.ForeignKey("registry.Territory", null=True, on_delete=models.PROTECT, related_name="institutions")
    printed = models.CharField(max_length=300)  # the name as first printed; all names are NameForms
    key = models.CharField(max_length=300)  # folded printed name: one institution a territory and key
    is_home = models.BooleanField(default=False)
    part_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="listed_parts")
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
    key = models.CharField(max_length=300, db_index=True)  # folded: by it a list's row finds the institution
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
    """A unit (部局) of an institution, as a list names it; `parent` where it sits inside another now.

    `body` is the whole value (rules.institution.Unit) with its dated names, parents and successors.
    """

    body = models.TextField()
    version = models.PositiveIntegerField(default=1)
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="units")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=300)
    closed_on = models.DateField(null=True)  # the first day without it
    position = models.PositiveIntegerField()  # the institution's own order, as its list first names them

    class Meta:
        ordering = ("institution", "position")
        constraints = (models.UniqueConstraint("institution", "key", name="one_unit_a_name"),)

    def __str__(self) -> str:
        return self.name


class UnitName(models.Model):
    """One name of a unit: the label in use, earlier ones, and spellings that lists print for it."""

    unit = models.ForeignKey(OrganizationalUnit, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    key = models.CharField(max_length=300, db_index=True)
    language = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=8, choices=NameForm.Kind, default=NameForm.Kind.LABEL)
    used_from = models.DateField(null=True)
    used_to = models.DateField(null=True)

    class Meta:
        ordering = ("unit", "pk")
        constraints = (
            models.UniqueConstraint("unit", "text", "language", name="one_form_a_unit_name"),
            models.CheckConstraint(
                condition=models.Q(used_from=None) | models.Q(used_to=None) | models.Q(used_from__lte=models.F("used_to")),
                name="unit_name_used_forwards",
            ),
        )

    def __str__(self) -> str:
        return self.text
