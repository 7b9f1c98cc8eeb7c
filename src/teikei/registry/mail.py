"""How e-mail is sent, from one address in the settings."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

BACKENDS = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "smtps": "django.core.mail.backends.smtp.EmailBackend",
}
SECONDS = 30


def email_settings(url: str) -> dict[str, Any]:
    """Django's settings for `console:`, `file:///folder`, `smtp://user:password@host:587` (STARTTLS unless ?tls=0) or `smtps://…`.

    ValueError for anything else.
    """
    if not url:
        return {"EMAIL_BACKEND": BACKENDS["console"]}
    parts = urlsplit(url)
    if parts.scheme not in BACKENDS or (parts.scheme.startswith("smtp") and not parts.hostname):
        raise ValueError(
            f"TEIKEI_EMAIL_URL: {parts.scheme or url[:20]} is not console:, file:///folder, smtp://host:port or smtps://host:port"
        )
    made: dict[str, Any] = {"EMAIL_BACKEND": BACKENDS[parts.scheme]}
    if parts.scheme == "file":
        made["EMAIL_FILE_PATH"] = unquote(parts.path)
    if parts.scheme.startswith("smtp"):
        secure = parts.scheme == "smtps"
        made |= {
            "EMAIL_HOST": parts.hostname, "EMAIL_PORT": parts.port or (465 if secure else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""), "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": secure, "EMAIL_USE_TLS": not secure and parse_qs(parts.query).get("tls") != ["0"], "EMAIL_TIMEOUT": SECONDS,
        }  # fmt: skip
    return made
