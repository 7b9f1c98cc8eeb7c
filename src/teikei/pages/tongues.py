"""The languages of a page: which it is in, its twin's address, and `lang` for runs of the other."""

import re

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from teikei.names.bilingual import Language, Text
from teikei.names.english import is_japanese

# Kana and kanji with the signs that stand between them.
_JAPANESE_RUN = re.compile(
    "([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f][\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f]*)"
)
_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff]")
_LATIN = re.compile("[A-Za-z]")


def page_language() -> Language:
    """The language of the page that is being made."""
    return "en" if (get_language() or settings.LANGUAGE_CODE).startswith("en") else "ja"


def _to_page(text: Text) -> str:
    return text.to(page_language())


# Words in both languages for a form that is made before any page: each page that shows it takes its own language's.
in_page_language = lazy(_to_page, str)


def in_language(request: HttpRequest, language: str) -> str:
    """The same page in another language, its query string kept."""
    path = re.sub(r"^/en(?=/|$)", "", request.path) or "/"
    query = request.META.get("QUERY_STRING", "")
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    # Quoted, so that nothing in the path can end the attribute; a second slash would name another host.
    return escape_uri_path("/" + (prefix + path).lstrip("/")) + (f"?{iri_to_uri(query)}" if query else "")


def absolute(request: HttpRequest, path: str) -> str:
    """The address with its host; without one where the host was refused, as on the page that says so."""
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:
        return path


def language_of_run(text: str) -> str:
    """The language of a run of text for its `lang`, as far as its script tells; "" where it does not tell."""
    if is_japanese(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    return "en" if _LATIN.search(text) and text.isascii() else ""


def run(text: str, language: str = "") -> SafeString | str:
    """The text, inside a span with its `lang` where that is not the page's language."""
    language = language or language_of_run(text)
    if not language or language == page_language():
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


def runs(text: str) -> SafeString | str:
    """A sentence of the page's language, with the Japanese in it inside spans of their own."""
    if page_language() == "ja":
        return text
    parts = _JAPANESE_RUN.split(text)
    return format_html_join("", "{}", ((run(part, "ja") if number % 2 else part,) for number, part in enumerate(parts)))
