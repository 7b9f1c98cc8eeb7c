"""Accounts of tests, appointed as an administrator would appoint them."""

from datetime import UTC, date, datetime

from django.contrib.auth.models import User

from teikei.registry.operations.appointing import appoint
from teikei.registry.permissions import Role

LONG_AGO = date(2000, 1, 1)
APPOINTED_AT = datetime(2020, 4, 1, tzinfo=UTC)


def made_person(
    name: str, role: Role | None = "officer", *, institution: int | None = None, unit: int | None = None, level: str = "both",
    kinds: tuple[str, ...] = (), password: str | None = None, email: str = "",
) -> User:  # fmt: skip
    """An account of that name, appointed long ago; role None: to nothing. Hashing a password takes its time."""
    person = User.objects.create_user(name, email, password)
    if role:
        appoint(
            name, role, institution=institution, unit=unit, level=level, kinds=kinds, valid_from=LONG_AGO, by=None, at=APPOINTED_AT
        )  # fmt: skip
    return person
