"""Who holds a token, and which tokens an account has."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from teikei.registry.models import ApiToken
from teikei.registry.operations.tokens import hashed
from teikei.registry.permissions import Person, require
from teikei.registry.permissions.asking import limited
from teikei.registry.permissions.scopes import actions_of


@dataclass(frozen=True, slots=True)
class Holder:
    """The account that a token stands for, limited to what the token's scopes allow."""

    token: int
    person: User
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token as its holder sees it again: never the token itself."""

    id: int
    holder: str
    label: str
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def holder_of(token: str, *, at: datetime) -> Holder | None:
    """Who holds it; None for one that there is not, that has expired or was revoked, or whose account is switched off."""
    found = ApiToken.objects.select_related("person").filter(sha256=hashed(token), revoked_at=None, expires_at__gt=at).first()
    if found is None or not found.person.is_active:
        return None
    return Holder(found.pk, limited(found.person, actions_of(found.scopes)), tuple(found.scopes))


def own_tokens(*, by: Person) -> list[TokenLine]:
    """The person's tokens, the newest first."""
    return _lines(require(by, "desk.open").pk)


def all_tokens() -> list[TokenLine]:
    """Every token, the newest first: for a terminal."""
    return _lines(None)


def _lines(person: int | None) -> list[TokenLine]:
    found = ApiToken.objects.select_related("person")
    return [
        TokenLine(one.pk, one.person.get_username(), one.label, tuple(one.scopes), one.made_at, one.expires_at, one.revoked_at)
        for one in (found.filter(person=person) if person is not None else found)
    ]
