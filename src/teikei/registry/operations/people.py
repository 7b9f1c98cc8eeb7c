"""Accounts of people."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from teikei.names.bilingual import LANGUAGES
from teikei.names.folding import tidy
from teikei.registry.operations.appointing import appoint
from teikei.registry.refusals import UserRefused

# Whoever is made without a role is to be able to begin: to hand in a list, correct and keep it.
USUAL_ROLE = "officer"


def create_user(name: str, *, password: str, email: str = "", role: str = USUAL_ROLE, at: datetime) -> User:
    """Make an account, appointed to a role for everything. At a terminal of the server only.

    UserRefused for a name that is taken or no name, and for a password that is missing or weak; NotAppointed for no role.
    """
    name = tidy(name)
    user = User(username=name, email=email)
    if not password:
        raise UserRefused(
            en="No account without a password: run teikei-admin createuser on a terminal, which asks for one.",
            ja="パスワードのない利用者は作れません。端末で teikei-admin createuser を実行し、パスワードを入力してください。",
        )
    if User.objects.filter(username=name).exists():
        raise UserRefused(
            en=f"There is already an account {name}. Choose another name.",
            ja=f"利用者 {name} はすでにあります。別の名前にしてください。",
        )
    _refuse_invalid(lambda: user.full_clean(exclude=["password"]))
    _refuse_invalid(lambda: validate_password(password, user))
    with transaction.atomic():
        made = User.objects.create_user(name, email, password)
        appoint(name, role, by=None, at=at)
    return made


def _refuse_invalid(ask: Callable[[], object]) -> None:
    """Turn Django's objection into a refusal: asked once in each language, for it words itself while it is asked."""
    said: dict[str, str] = {}
    for language in LANGUAGES:
        try:
            with translation.override(language):
                ask()
        except ValidationError as fault:
            said[language] = " ".join(fault.messages)
    if said:
        raise UserRefused(en=said["en"], ja=said["ja"])
