from django.db import models


class Proposal(models.Model):
    """An agreement, or a change to one, that is still to be decided: `body` is the whole value (rules.approval.Proposal).

    The other columns and the decisions are derived from it by operations.proposal_rows.
    """

    body = models.TextField()
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=9)
    state = models.CharField(max_length=9)
    step = models.CharField(max_length=40, blank=True)  # the step that it waits in, "" where in none
    title = models.CharField(max_length=300, blank=True)
    agreement = models.ForeignKey("registry.Agreement", null=True, on_delete=models.PROTECT, related_name="proposals")
    due_on = models.DateField(null=True)  # by when the step that it waits in should have decided

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("state", "due_on"), name="proposals_by_deadline"),)

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class Decision(models.Model):
    """What one step of the path decided of a proposal: derived from the proposal's value, in its order."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="decisions")
    position = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=40)
    outcome = models.CharField(max_length=8)
    decided_on = models.DateField()
    minute = models.CharField(max_length=100, blank=True)
    by = models.CharField(max_length=150)
    delegate_of = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ("proposal", "position")
        constraints = (models.UniqueConstraint("proposal", "position", name="one_decision_a_position"),)

    def __str__(self) -> str:
        return f"{self.step} {self.outcome} {self.decided_on}"
