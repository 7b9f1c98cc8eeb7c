from django.db import models


class FailedLogin(models.Model):
    """A login that failed: counted for an account and the address that tried it, and forgotten after a day."""

    account = models.CharField(max_length=64)  # a hash: what people mistype into that field may be a password
    address = models.CharField(max_length=45)
    failed_at = models.DateTimeField()

    class Meta:
        ordering = ("failed_at",)
        indexes = (models.Index(fields=("account", "address", "failed_at"), name="failures_by_account"),)

    def __str__(self) -> str:
        return f"{self.address} {self.failed_at}"
