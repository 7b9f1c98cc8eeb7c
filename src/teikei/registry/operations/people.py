"""Accounts of people."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from teikei.names.bilingual import LANGUAGES
from teikei.names.folding import tidy
from teikei.registry.refusals import UserRefused


def create_user(name: str, *, password: str, email: str = "") -> User:
    """Make an account that may use the desk. UserRefused for a name that is taken or no name, and for a password that is missing or weak."""
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
    return User.objects.create_user(name, email, password, is_staff=True)


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
