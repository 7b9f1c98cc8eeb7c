from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """The right of a program to act as an account, no further than its scopes, until a day. Only its hash is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    label = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)  # registry.permissions.scopes.Scope
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("made_at")), name="a_token_that_expires"),)

    def __str__(self) -> str:
        return self.label


class KeptAnswer(models.Model):
    """What a program was told of a write that it gave a key: told again, and not done again, where it sends that key again."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    request_sha256 = models.CharField(max_length=64)  # of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)
        constraints = (models.UniqueConstraint("token", "key", name="one_answer_a_key"),)

    def __str__(self) -> str:
        return self.key


class PartnerCopy(models.Model):
    """A partner's own copy of an agreement as it came over EWP: the document, and which agreement of ours it stands beside."""

    agreement = models.ForeignKey("registry.Agreement", on_delete=models.PROTECT, related_name="partner_copies")
    content = models.BinaryField()  # the whole document, as it came
    sha256 = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField()  # which iia of the document, from 1
    iia_id = models.CharField(max_length=300, blank=True)  # the partner's own
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-received_at", "-pk")
        constraints = (models.UniqueConstraint("agreement", "sha256", "position", name="a_copy_once"),)

    def __str__(self) -> str:
        return self.iia_id
