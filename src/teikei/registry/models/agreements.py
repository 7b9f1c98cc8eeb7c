from django.db import models


class Agreement(models.Model):
    """A relation agreed between two or more parties: `body` is the whole value (rules.agreement.Agreement) in canonical JSON.

    Every other column, and every table that hangs on this one, is derived from the value by operations.agreement_rows and
    may be made again from it at any time: they are what queries filter and sort by.
    """

    class Level(models.TextChoices):
        UNIVERSITY = "university"
        UNIT = "unit"

    class Precision(models.TextChoices):
        DAY = "day"
        MONTH = "month"
        YEAR = "year"

    body = models.TextField()
    version = models.PositiveIntegerField(default=1)
    level = models.CharField(max_length=10, choices=Level)
    title = models.CharField(max_length=300, blank=True)
    concluded_on = models.DateField(null=True)  # the first day that the printed date can mean
    precision = models.CharField(max_length=5, choices=Precision, blank=True)
    valid_to = models.CharField(max_length=100, blank=True)  # a date, "auto-renew", "indefinite", other words, or nothing
    closed_on = models.DateField(null=True)
    afterwards = models.CharField(max_length=7, blank=True)  # what it is once its last span is over: "pending", "ended"; "": no end
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
            # Covers what counts of agreements ask, so that none of the long values is read for them.
            models.Index(fields=("rolled_up", "afterwards", "closed_on", "level"), name="agreements_counted"),
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


class AgreementKind(models.Model):
    """A kind of an agreement, as its value names it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="kind_names")
    kind = models.CharField(max_length=100)

    class Meta:
        ordering = ("agreement", "kind")
        constraints = (models.UniqueConstraint("kind", "agreement", name="a_kind_once"),)

    def __str__(self) -> str:
        return self.kind


class AgreementLink(models.Model):
    """A typed link of an agreement's value, so that the other end finds it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="link_ends")
    kind = models.CharField(max_length=20)
    other = models.PositiveBigIntegerField(db_index=True)  # the number of the linked agreement

    class Meta:
        ordering = ("agreement", "pk")
        constraints = (models.UniqueConstraint("agreement", "kind", "other", name="a_link_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.other}"


class Span(models.Model):
    """Days, both included, on which an agreement holds (rules.held.spans). valid_to None: no end is known."""

    class Basis(models.TextChoices):
        CONFIRMED = "confirmed"
        ASSUMED = "assumed"
        LISTED = "listed"

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="spans")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    basis = models.CharField(max_length=9, choices=Basis)

    class Meta:
        ordering = ("agreement", "valid_from")
        constraints = (
            models.UniqueConstraint("agreement", "valid_from", name="one_span_a_beginning"),
            models.UniqueConstraint("agreement", condition=models.Q(valid_to=None), name="one_open_span_an_agreement"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")), name="a_span_runs_forwards"
            ),
        )
        indexes = (
            models.Index(fields=("valid_from", "valid_to", "agreement"), name="spans_by_day"),
            models.Index(fields=("basis", "valid_from", "valid_to", "agreement"), name="spans_by_basis"),
            # Covers the question whether one agreement holds on a day, which the desk's table asks of every row.
            models.Index(fields=("agreement", "valid_from", "valid_to", "basis"), name="spans_of_an_agreement"),
        )

    def __str__(self) -> str:
        return f"{self.valid_from} – {self.valid_to or ''}"


class Memorandum(models.Model):
    """A paper under an agreement as searches and lists need it; all of it is in the agreement's value, under `local`."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="memoranda")
    local = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(null=True)  # of its own terms; None: as long as the agreement
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ("agreement", "local")
        constraints = (models.UniqueConstraint("agreement", "local", name="one_memorandum_an_id"),)

    def __str__(self) -> str:
        return self.title or self.kind


class Deadline(models.Model):
    """A day by which somebody must have decided (rules.reminders.undecided): notice before a renewal, the end of a term after
    which nothing is on record, or a renewal by itself of which no day for notice is known.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice"
        END = "end"
        RENEWAL = "renewal"

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField(max_length=7, choices=Kind)
    due_on = models.DateField()

    class Meta:
        ordering = ("due_on", "agreement")
        constraints = (models.UniqueConstraint("agreement", "kind", "due_on", name="one_deadline_a_day"),)
        indexes = (models.Index(fields=("due_on", "kind"), name="deadlines_by_day"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"
