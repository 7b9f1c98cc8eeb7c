"""Tokens of programs: made for an own account, shown once, revoked; and answers that are kept under a key."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from teikei.lists.cells import one_line
from teikei.names.bilingual import Refusal
from teikei.registry.models import ApiToken, KeptAnswer
from teikei.registry.operations import ledger
from teikei.registry.operations.kept import text_of
from teikei.registry.operations.ledger import Act, Line
from teikei.registry.permissions import Person, require
from teikei.registry.permissions.scopes import SCOPES

PREFIX = "teikei_"  # by which a token is known where it was left lying about
DAYS, MOST_DAYS = 90, 366
KEPT_FOR = timedelta(days=2)


class NoToken(Refusal):
    """No token was made: what was given names no account, no scope, no label or no days."""


class KeyUsedOtherwise(Refusal):
    """The key was given before to another request."""

    def __init__(self) -> None:
        super().__init__(
            en="This Idempotency-Key was used for another request. Nothing was done: give every request a key of its own.",
            ja="この Idempotency-Key は別の要求で使われています。何も変更していません。要求ごとに別のキーを付けてください。",
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program is told: status, headers, the text of the body."""

    status: int
    headers: dict[str, str]
    body: str


def make_token(
    label: str, scopes: Sequence[str], *, days: int = DAYS, holder: str = "", by: Person | None, at: datetime
) -> str:  # fmt: skip
    """A token of the person's own account, or (at a terminal, by None) of the account `holder`. It is shown once: keep it."""
    person = require(by, "desk.open") if by is not None else _account(holder)
    label = one_line(label)[:100]
    wanted = [scope for scope in SCOPES if scope in scopes]
    if not label:
        raise NoToken("Say what the token is for. None was made.", "トークンの用途を入力してください。作成していません。")
    if unknown := set(scopes) - set(SCOPES):
        raise NoToken(
            f"There is no scope {sorted(unknown)[0]}. None was made.",
            f"{sorted(unknown)[0]} というスコープはありません。作成していません。",
        )
    if not 1 <= days <= MOST_DAYS:
        raise NoToken(
            f"A token holds for 1 to {MOST_DAYS} days. None was made.", f"有効期間は1日から{MOST_DAYS}日までです。作成していません。"
        )
    token = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        chain = ledger.lock()
        row = ApiToken.objects.create(
            person=person, label=label, sha256=hashed(token), scopes=wanted, made_at=at, expires_at=at + timedelta(days=days)
        )
        after = text_of({"person": person.pk, "label": label, "scopes": wanted, "expires_at": row.expires_at})
        act = Act("make-token", at, person if by is not None else None)
        ledger.enter([Line("token", row.pk, 1, after)], act, chain=chain)
    return token


def _account(name: str) -> User:
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise NoToken(f"There is no account {name}. No token was made.", f"{name} という利用者はいません。作成していません。")
    return found


def revoke_token(number: int, *, by: Person | None, at: datetime) -> None:
    """The token opens nothing any more. by: its holder, or None for a terminal. Does nothing for one that is not theirs."""
    tokens = ApiToken.objects.filter(pk=number, revoked_at=None)
    person = None
    if by is not None:
        person = require(by, "desk.open")
        tokens = tokens.filter(person=person.pk)
    with transaction.atomic():
        chain = ledger.lock()
        if tokens.update(revoked_at=at):
            ledger.enter([Line("token", number, 2, "")], Act("revoke-token", at, person), chain=chain)


def hashed(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode(errors="replace")).hexdigest()


def once(token: int, key: str, request_sha256: str, act: Callable[[], Answer], *, at: datetime) -> Answer:
    """What `act` answers; where the key was given before, what it answered then, and nothing is done.

    All in one transaction: an act without its kept answer, or an answer without its act, there is not. A refusal keeps
    neither. KeyUsedOtherwise where the key came with another request.
    """
    KeptAnswer.objects.filter(token=token, at__lt=at - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            kept = KeptAnswer.objects.create(token_id=token, key=key, request_sha256=request_sha256, at=at)
            answer = act()
            kept.status, kept.headers, kept.body = answer.status, answer.headers, answer.body
            kept.save(update_fields=["status", "headers", "body"])
            return answer
    except IntegrityError:
        found = KeptAnswer.objects.filter(token=token, key=key).first()
        if found is None:
            raise
    if found.request_sha256 != request_sha256:
        raise KeyUsedOtherwise
    return Answer(found.status, found.headers, found.body)
