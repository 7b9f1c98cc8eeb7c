"""Words of the desk's work around agreements: documents, checks, proposals, reminders, the survey."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from teikei.desk.papers_forms import LANGUAGES
from teikei.pages.templatetags.pages import content_name
from teikei.pages.tongues import page_language
from teikei.rules.approval import STATES, State, Step
from teikei.rules.words import CHOICES

register = template.Library()


@register.filter
def value_at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping holds under a key, "" where nothing."""
    return mapping.get(key, "")


@register.filter
def language_words(code: str) -> str:
    """A document's language, by its own name."""
    return str(dict(LANGUAGES).get(code, code))


@register.filter
def state_of_proposal(state: State) -> str:
    """How far a proposal is, in words."""
    return STATES[state].to(page_language())


@register.filter
def outcome_words(outcome: str) -> str:
    """What a step decided, in words."""
    return {"approved": _("approved"), "returned": _("returned"), "rejected": _("rejected")}.get(outcome, outcome)


@register.filter
def step_words(step: str, path: Sequence[tuple[Step, object, bool]]) -> str:
    """The name of a step of a path."""
    return next((one.name.to(page_language()) for one, *_rest in path if one.id == step), step)


@register.filter
def changed_field(name: str) -> str:
    """A field that an amendment changes, in words."""
    return {"title": _("New title of the agreement"), "contents": _("Contents"), "renewal": _("Renewal")}.get(name, name)


@register.filter
def changed_value(value: Any, name: str) -> str:
    """Its new value, in words."""
    if name == "contents":
        return ", ".join(map(content_name, value))
    if name == "renewal":
        years = f" · {value['years']}" if value.get("years") else ""
        return CHOICES["renewal.kind"][value["kind"]].to(page_language()) + years
    return str(value)
