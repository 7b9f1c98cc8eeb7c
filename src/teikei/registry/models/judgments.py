from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact


class AuthorityRecord(models.Model):
    """What an authority said of an institution when its record was last looked at.

    Kept for every record that was proposed or chosen, so that pages need no authority file, and so that a judgment
    outlives the release it was made with. `version` is that release, "" for a record that came with a data set.
    """

    class Status(models.TextChoices):
        ACTIVE = "active"
        INACTIVE = "inactive"
        WITHDRAWN = "withdrawn"

    ror = models.CharField(max_length=9, primary_key=True)  # the nine characters behind https://ror.org/
    status = models.CharField(max_length=9, choices=Status)
    name_en = models.CharField(max_length=500)  # in English, else as the authority shows it first
    names = models.JSONField(default=list)  # [{"text", "kind", "language"}]
    kinds = models.JSONField(default=list)  # education, healthcare …
    city = models.CharField(max_length=200, blank=True)
    territory_code = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField(null=True)  # degrees north, WGS 84
    longitude = models.FloatField(null=True)  # degrees east
    website = models.CharField(max_length=500, blank=True)
    relations = models.JSONField(default=list)  # [{"kind", "ror", "label"}]
    successors = models.JSONField(default=list)  # ids of the active records that stand for one that is not
    version = models.CharField(max_length=100, blank=True)
    taken_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("ror",)
        constraints = (
            models.CheckConstraint(condition=Exact(Length("ror"), 9), name="an_id_of_nine_characters"),
            models.CheckConstraint(condition=~models.Q(name_en=""), name="record_with_a_name"),
            models.CheckConstraint(condition=models.Q(status__in=("active", "inactive", "withdrawn")), name="record_with_a_known_status"),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__isnull=False, longitude__isnull=False,  # a comparison with NULL is not false, and would pass
                    latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180,
                ),
                name="place_on_the_globe",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name_en


class Matching(models.Model):
    """What the matcher last found for an institution: its decision, its proposal for a misprinted name, its candidates."""

    class Decision(models.TextChoices):
        ACCEPT = "accept"
        REVIEW = "review"
        NONE = "none"

    institution = models.OneToOneField("registry.Institution", on_delete=models.CASCADE, related_name="matching")
    decision = models.CharField(max_length=6, choices=Decision)
    score = models.FloatField()  # the first candidate's, 0 where there is none
    correction = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=100)  # the authority's
    matched_at = models.DateTimeField()

    class Meta:
        ordering = ("institution",)
        constraints = (
            models.CheckConstraint(condition=models.Q(decision__in=("accept", "review", "none")), name="a_known_decision"),
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=1), name="matching_score_a_probability"),
        )

    def __str__(self) -> str:
        return f"{self.decision} {self.institution_id}"


class Candidate(models.Model):
    """A record that may be meant, with its probability and the sentences for and against it: [[en, ja], …]."""

    matching = models.ForeignKey(Matching, on_delete=models.CASCADE, related_name="candidates")
    rank = models.PositiveSmallIntegerField()  # from 1
    record = models.ForeignKey(AuthorityRecord, on_delete=models.PROTECT, related_name="candidates")
    name = models.CharField(max_length=500)
    score = models.FloatField()
    why = models.JSONField(default=list)

    class Meta:
        ordering = ("matching", "rank")
        constraints = (
            models.UniqueConstraint("matching", "rank", name="one_candidate_a_rank"),
            models.UniqueConstraint("matching", "record", name="a_candidate_once"),
            models.CheckConstraint(condition=models.Q(rank__gte=1), name="candidates_from_one"),
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=1), name="candidate_score_a_probability"),
        )

    def __str__(self) -> str:
        return self.name


class Judgment(models.Model):
    """What a person decided of who an institution is. Never changed but for being undone; the latest not undone counts.

    One that came with a data set names that as its `source` and has no person. `batch` is the same for all that were
    accepted in one step.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted"  # a candidate
        OTHER = "other"  # a record that was not among the candidates
        NONE = "none"  # no record
        UNSURE = "unsure"

    institution = models.ForeignKey("registry.Institution", on_delete=models.CASCADE, related_name="judgments")
    verdict = models.CharField(max_length=8, choices=Verdict)
    record = models.ForeignKey(AuthorityRecord, null=True, on_delete=models.PROTECT, related_name="judgments")
    # Where unsure, the record that was thought of: no name or place is shown from it.
    maybe = models.ForeignKey(AuthorityRecord, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)
    score = models.FloatField(null=True)  # of that candidate when it was chosen
    version = models.CharField(max_length=100, blank=True)  # of the authority that the candidates came from
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=255, blank=True)
    made_at = models.DateTimeField()
    batch = models.CharField(max_length=32, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("institution", "pk")
        indexes = (
            models.Index(fields=("institution", "id"), condition=models.Q(undone_at=None), name="judgments_that_hold"),
            models.Index(fields=("batch",), condition=~models.Q(batch=""), name="judgments_by_batch"),
            models.Index(fields=("undone_at",), name="judgments_undone"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(verdict__in=("accepted", "other", "none", "unsure")), name="a_known_verdict"),
            models.CheckConstraint(
                condition=models.Q(verdict__in=("accepted", "other"), record__isnull=False)
                | models.Q(verdict__in=("none", "unsure"), record=None),
                name="a_record_where_one_was_chosen",
            ),
            models.CheckConstraint(condition=models.Q(maybe=None) | models.Q(verdict="unsure"), name="a_record_thought_of_where_unsure"),
            models.CheckConstraint(
                condition=models.Q(made_by=None) & ~models.Q(source="") | models.Q(made_by__isnull=False, source=""),
                name="judged_by_a_person_or_a_source",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_by=None) | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undone_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score__gte=0, score__lte=1), name="judgment_score_a_probability"
            ),
        )

    def __str__(self) -> str:
        return self.verdict
