from django.conf import settings
from django.db import models

from teikei.registry.models.drafts import Verdict


class Region(models.Model):
    """An institution's own grouping of territories, as its lists print it, in its own order."""

    institution = models.ForeignKey("registry.Institution", on_delete=models.CASCADE, related_name="regions")
    label = models.CharField(max_length=100)
    position = models.PositiveIntegerField()
    counted = models.BooleanField(default=True)

    class Meta:
        ordering = ("institution", "position")
        constraints = (models.UniqueConstraint("institution", "label", name="one_region_a_label"),)

    def __str__(self) -> str:
        return self.label


class Edition(models.Model):
    """A published list of one institution at one level, numbered, as of a day. Never changed once it is kept.

    An edition taken in from a document has that document as its source; one that the registry computed and published has
    none, but the files that were made of it, and names who drafted and who published it.
    """

    institution = models.ForeignKey("registry.Institution", on_delete=models.PROTECT, related_name="editions")
    level = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    as_of = models.DateField()
    title = models.CharField(max_length=300, blank=True)
    legend = models.JSONField(default=list)  # lines, verbatim
    english = models.JSONField(default=dict)  # of one that the registry published: {"title": …, "legend": […]} of its English files
    rules = models.JSONField(default=dict)  # fields of rules.CountingRules
    stated = models.JSONField(default=list)  # [["territories", 55], …]: the headline's own numbers in its order
    source = models.OneToOneField("registry.Source", null=True, on_delete=models.PROTECT, related_name="edition")
    sha256 = models.CharField(max_length=64)  # of the listing's JSON: what was kept, whatever its format
    kept_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="published_editions")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    correction = models.CharField(max_length=1000, blank=True)  # why that edition had to be corrected

    class Meta:
        ordering = ("institution", "level", "-as_of", "-number")
        constraints = (
            models.UniqueConstraint("institution", "level", "number", name="one_edition_a_number"),
            models.CheckConstraint(
                condition=models.Q(corrects=None, correction="") | (models.Q(corrects__isnull=False) & ~models.Q(correction="")),
                name="a_correction_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.as_of}"


class Heading(models.Model):
    """A heading of an edition: a region or a territory in it, with the number that it states.

    Both name their region where there is one; only a territory in a region has a parent.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="headings")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="territory_headings")
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="headings")
    territories = models.ManyToManyField("registry.Territory", related_name="headings")
    label = models.CharField(max_length=300)
    position = models.PositiveIntegerField()
    stated = models.PositiveIntegerField(null=True)  # institutions
    stated_others = models.JSONField(default=list)  # other numbers that it states: [["agreements", 12]]
    counted = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    page = models.PositiveIntegerField(null=True)
    line = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("edition", "position")
        constraints = (models.UniqueConstraint("edition", "position", name="one_heading_a_position"),)

    def __str__(self) -> str:
        return self.label


class Entry(models.Model):
    """One printed row of an edition, verbatim, with its place in the source."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="entries")
    heading = models.ForeignKey(Heading, null=True, on_delete=models.CASCADE, related_name="entries")
    n = models.PositiveIntegerField()
    institution = models.CharField(max_length=300)
    institution_alt = models.CharField(max_length=300, blank=True)
    partner_unit = models.CharField(max_length=300, blank=True)
    units_text = models.TextField(blank=True)
    date_text = models.CharField(max_length=100, blank=True)
    concluded_on = models.CharField(max_length=10, blank=True)  # ISO at the printed precision
    renewed_on = models.CharField(max_length=10, blank=True)
    valid_to = models.CharField(max_length=100, blank=True)
    kinds = models.JSONField(default=list)
    marks = models.JSONField(default=list)
    number = models.CharField(max_length=100, blank=True)  # the list's own number of the row, as printed
    location = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    quota_in = models.CharField(max_length=100, blank=True)
    quota_out = models.CharField(max_length=100, blank=True)
    counted = models.BooleanField(default=True)
    page = models.PositiveIntegerField(null=True)
    line = models.PositiveIntegerField(null=True)
    sheet = models.CharField(max_length=100, blank=True)
    columns = models.JSONField(default=dict)  # value → column (or cell) in that line
    raw = models.TextField(blank=True)
    # Of an edition that the registry published: the agreements that the row was made of, and why they are one row.
    stands_for = models.ManyToManyField("registry.Agreement", related_name="printed_rows")
    why = models.JSONField(default=list)  # [[en, ja], …]

    class Meta:
        ordering = ("edition", "n")
        constraints = (models.UniqueConstraint("edition", "n", name="one_entry_a_number"),)

    def __str__(self) -> str:
        return self.institution


class EntryUnit(models.Model):
    """One of our units as a row names it: the spelling as printed, in the row's order.

    unit is None while nobody has decided which unit a newer list means by a name that is not known yet.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey("registry.OrganizationalUnit", null=True, on_delete=models.PROTECT, related_name="entry_units")
    printed = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("entry", "position")
        constraints = (models.UniqueConstraint("entry", "position", name="one_unit_a_place"),)

    def __str__(self) -> str:
        return self.printed


class Finding(models.Model):
    """A checker's remark on an edition, as it was made when the list was taken in."""

    class Severity(models.TextChoices):
        SERIOUS = "serious"
        WARNING = "warning"
        INFO = "info"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=10, choices=Severity)
    message_en = models.TextField()
    message_ja = models.TextField()
    proposal = models.JSONField(null=True)
    verdict = models.CharField(max_length=9, choices=Verdict, blank=True)  # "" is open: nobody has decided
    reason = models.CharField(max_length=500, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("edition", "position")
        constraints = (
            models.UniqueConstraint("edition", "position", name="one_finding_a_position"),
            models.CheckConstraint(
                condition=models.Q(verdict="", judged_at=None) | (~models.Q(verdict="") & ~models.Q(judged_at=None)),
                name="judged_with_its_moment",
            ),
        )

    def __str__(self) -> str:
        return self.code


class FindingPlace(models.Model):
    """One place that a finding compares, with the entry that stands there where there is one."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="places")
    position = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True)
    line = models.PositiveIntegerField(null=True)
    column = models.PositiveIntegerField(null=True)
    sheet = models.CharField(max_length=100, blank=True)
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="finding_places")

    class Meta:
        ordering = ("finding", "position")
        constraints = (models.UniqueConstraint("finding", "position", name="one_place_a_position"),)

    def __str__(self) -> str:
        return f"line {self.line}"
