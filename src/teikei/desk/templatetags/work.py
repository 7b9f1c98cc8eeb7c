"""Words of the desk's work around agreements: documents, checks, proposals, reminders, the survey."""

from collections.abc import Mapping
from typing import Any

from django import template

from teikei.desk.papers_forms import CHECK_KINDS, CHECK_RESULTS, LANGUAGES, VISIBILITIES

register = template.Library()


@register.filter
def value_at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping holds under a key, "" where nothing."""
    return mapping.get(key, "")


@register.filter
def visibility_words(visibility: str) -> str:
    """Who may see something, in words."""
    return str(dict(VISIBILITIES).get(visibility, visibility))


@register.filter
def language_words(code: str) -> str:
    """A document's language, by its own name."""
    return str(dict(LANGUAGES).get(code, code))


@register.filter
def check_words(word: str) -> str:
    """A kind of check or its result, in words."""
    return str(dict([*CHECK_KINDS, *CHECK_RESULTS]).get(word, word))
