"""Django's settings, all from the environment (docs/reference/settings.md).

TEIKEI_HOME           where the database, the secret key, kept documents and static files live (./var)
DATABASE_URL          another database than TEIKEI_HOME/teikei.sqlite3: postgres://user@host/name
TEIKEI_HOSTS          host names to answer to, beside localhost, with commas between
TEIKEI_HTTPS          1 where a proxy in front speaks HTTPS
TEIKEI_DEBUG          1 for tracebacks on pages; never where others can reach the server
TEIKEI_INSTITUTION    the institution whose lists these are, where a command does not say
TEIKEI_INSTITUTION_EN its name in English
TEIKEI_AUTHORITY      the authority file by which partners are matched: teikei authority build DUMP.zip -o PATH
TEIKEI_UPLOAD_MB      the largest file that the desk takes, in MB (32)
TEIKEI_READING_SECONDS processor time that reading one file may take (20)
TEIKEI_READING_MB     memory that reading one file may take, in MB (1024)
TEIKEI_URL            where the pages are, for links in e-mail and calendars: https://teikei.example.ac.jp
TEIKEI_FRAMED_BY      sites that may show the pages under /embed/ in a frame, with spaces between: https://www.example.ac.jp
TEIKEI_COLOUR         the colour of links and buttons in place of indigo: #7a1f2b
TEIKEI_LOGO           a file (SVG, PNG or WebP) that stands in the head of every page
TEIKEI_EMAIL_URL      how e-mail is sent: smtp://user:password@host:587, smtps://…, file:///folder, console: (console:)
TEIKEI_EMAIL_FROM     the sender of e-mail (teikei@localhost)
TEIKEI_REMIND_HOUR    the hour of the day, in Tokyo, from which `teikei-admin worker` sends reminders (7)
TEIKEI_API_REQUESTS   requests a minute to the API from one address without a token, for each process of the server (300)
TEIKEI_API_TOKEN_REQUESTS the same with a token (1200)
"""

import os
import re
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import lazy

from teikei.pages.look import look_fault
from teikei.registry.mail import email_settings
from teikei.registry.secret import secret_key


def _switched_on(name: str) -> bool:
    text = os.environ.get(name, "")
    if text not in ("", "0", "1"):
        raise ImproperlyConfigured(f"{name}: {text!r} is neither 1 nor 0.")
    return text == "1"


def _whole_number(name: str, otherwise: int, *, least: int = 1, most: int = 1_000_000_000) -> int:
    text = os.environ.get(name) or str(otherwise)
    if not re.fullmatch("[0-9]{1,10}", text) or not least <= int(text) <= most:
        raise ImproperlyConfigured(f"{name}: {text!r} is not a whole number from {least} to {most}.")
    return int(text)


PACKAGE = Path(__file__).resolve().parent
TEIKEI_HOME = Path(os.environ.get("TEIKEI_HOME") or "var").resolve()
TEIKEI_INSTITUTION = os.environ.get("TEIKEI_INSTITUTION", "")
TEIKEI_INSTITUTION_EN = os.environ.get("TEIKEI_INSTITUTION_EN", "")
TEIKEI_AUTHORITY = os.environ.get("TEIKEI_AUTHORITY", "")
SOURCES_DIR = TEIKEI_HOME / "sources"

DEBUG = _switched_on("TEIKEI_DEBUG")
# Lazy, so that `--help` and type checking write no file.
SECRET_KEY = lazy(secret_key, str)(TEIKEI_HOME)
_hosts = (host.strip() for host in os.environ.get("TEIKEI_HOSTS", "").split(","))
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, _hosts)]

ROOT_URLCONF = "teikei.urls"
WSGI_APPLICATION = "teikei.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "teikei.registry",
    "teikei.pages",
    "teikei.portal",
    "teikei.desk",
    "teikei.api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # A list of a thousand rows shrinks to a tenth. Django pads what it packs, and masks its tokens, so that lengths tell nothing.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "teikei.pages.look.look",
            ],
            "builtins": ["teikei.pages.templatetags.pages"],
        },
    },
]

_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # two writers wait for each other instead of failing half-way
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
}


def _database() -> dict[str, Any]:
    if url := os.environ.get("DATABASE_URL"):
        database: dict[str, Any] = dict(dj_database_url.parse(url))
        if database["ENGINE"] == "django.db.backends.postgresql":
            database["OPTIONS"] = {"pool": True, **database.get("OPTIONS", {})}
            database["CONN_MAX_AGE"] = 0  # the pool keeps connections; Django refuses both at once
        elif database["ENGINE"] == "django.db.backends.sqlite3":
            database["OPTIONS"] = {**_SQLITE_OPTIONS, **database.get("OPTIONS", {})}
        return database
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": TEIKEI_HOME / "teikei.sqlite3", "OPTIONS": _SQLITE_OPTIONS}


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = TEIKEI_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Django's own: names with a hash. Whitenoise's also compresses, which made `make run` wait half a minute.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "teikei.pages.errors.form_refused"
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 10 * 60 * 60  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "teikei-desk"
# The public pages set no cookie: a notice is kept with the session, which only the desk has.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL = "desk:log_in"
if _switched_on("TEIKEI_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000

UPLOAD_BYTES = _whole_number("TEIKEI_UPLOAD_MB", 32) * 1024 * 1024
READING_SECONDS = _whole_number("TEIKEI_READING_SECONDS", 20)
READING_MB = _whole_number("TEIKEI_READING_MB", 1024)
# The first handler measures what arrives and drops a file over the limit; the others keep it, small ones in memory.
FILE_UPLOAD_HANDLERS = [
    "teikei.desk.uploads.Measured",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

API_REQUESTS = _whole_number("TEIKEI_API_REQUESTS", 300)
API_TOKEN_REQUESTS = _whole_number("TEIKEI_API_TOKEN_REQUESTS", 1200)

TEIKEI_URL = os.environ.get("TEIKEI_URL", "").rstrip("/")
TEIKEI_FRAMED_BY = os.environ.get("TEIKEI_FRAMED_BY", "").split()
TEIKEI_COLOUR = os.environ.get("TEIKEI_COLOUR", "")
TEIKEI_LOGO = os.environ.get("TEIKEI_LOGO", "")
if _fault_of_look := look_fault(TEIKEI_FRAMED_BY, TEIKEI_COLOUR, TEIKEI_LOGO):
    raise ImproperlyConfigured(_fault_of_look)
TEIKEI_REMIND_HOUR = _whole_number("TEIKEI_REMIND_HOUR", 7, least=0, most=23)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("TEIKEI_EMAIL_FROM") or "teikei@localhost"
try:
    globals().update(email_settings(os.environ.get("TEIKEI_EMAIL_URL", "")))
except ValueError as _fault:
    raise ImproperlyConfigured(str(_fault)) from _fault

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
