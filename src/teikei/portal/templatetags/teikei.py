"""The portal's components: each is made once here and used on every page."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from teikei.lists.model import SEVERITY_WORDS
from teikei.names.territories import territory_name
from teikei.portal import links
from teikei.portal.row_markup import rows_markup
from teikei.registry.queries.rows import AgreementRow, Place

register = template.Library()


@register.simple_tag(takes_context=True)
def languages(context: RequestContext) -> list[dict[str, Any]]:
    """The page in each language: code, name, address; whether it is this one. Empty where no request is known."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return []
    current = links.page_language()
    return [
        {
            "code": code,
            "name": name,
            "url": links.in_language(request, code),
            "absolute": links.absolute(request, links.in_language(request, code)),
            "current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]


@register.filter
def run(text: str, language: str = "") -> SafeString | str:
    """The text with a `lang` of its own where it is not in the page's language."""
    return links.run(text, language)


@register.filter
def runs(text: str) -> SafeString | str:
    """A sentence in the page's language with each Japanese name in it marked as such."""
    return links.runs(text)


@register.filter
def lang_attribute(text: str) -> SafeString | str:
    """The `lang` attribute of an element that holds just this text; nothing where it is in the page's language."""
    language = links.language_of_run(text)
    return format_html(' lang="{}"', language) if language and language != links.page_language() else ""


@register.filter
def territory(code: str) -> str:
    """A territory's name in the page's language."""
    return links.territory(code)


@register.filter
def territory_also(code: str) -> SafeString | str:
    """A territory's name in the other language."""
    other = "ja" if links.page_language() == "en" else "en"
    return links.run(territory_name(code, other), other)  # type: ignore[arg-type]


@register.filter
def place_mark(place: Place | None) -> SafeString | str:
    """The small "p.3 · l.145" that opens the source at that line; nothing where the place is unknown."""
    if place is None or place.line is None:
        return ""
    label = _("In the source: %(place)s") % {"place": links.place_words(place)}
    return format_html('<a class="place" href="{}" title="{}">{}</a>', links.place_url(place), label, links.place_words(place))


@register.filter
def anchor(line: Any) -> str:
    """The id of a line on the source page."""
    return links.place_anchor(line.line, line.sheet)


@register.filter
def level(name: str) -> str:
    """The level of an agreement in words."""
    return {"unit": _("Between units"), "university": _("Between universities")}.get(name, name)


@register.filter
def severity(name: str) -> str:
    """How grave a finding is, in words."""
    words = {str(known): text for known, text in SEVERITY_WORDS.items()}.get(name)
    return words.to("ja" if get_language() == "ja" else "en") if words else name


@register.filter
def of_name(name: str) -> str:
    """What a proposal corrects, in words."""
    return {
        "unit": _("Unit"),
        "units": _("Units"),
        "territory": _("Country or region"),
        "institution": _("Institution"),
        "concluded_on": _("Date concluded"),
        "date": _("Date concluded"),
    }.get(name, name)


@register.inclusion_tag("portal/parts/two_numbers.html")
def two_numbers(
    label: str, stated: int | None, counted: int | None, *, at_least: int | None = None, reason: str = "", size: str = "small"
) -> dict[str, Any]:
    """What a heading states beside what its rows give, marked only where the two differ, with the way to the reason.

    `counted` is None where it cannot be recounted; at_least is then what can be proved.
    """
    differs = stated is not None and counted is not None and stated != counted
    return {"label": label, "stated": stated, "counted": counted, "at_least": at_least, "differs": differs, "reason": reason, "size": size}


@register.simple_tag
def agreement_rows(rows: Sequence[AgreementRow], shown_territory: bool = True) -> SafeString:
    """The rows of a table of agreements: date, partner, our units, place. Built in Python: a page of 50 has 400 links."""
    return rows_markup(rows, shown_territory=shown_territory)


@register.simple_tag
def search_url(**terms: Any) -> str:
    """The search with these terms."""
    return reverse("portal:search") + "?" + urlencode({name: value for name, value in terms.items() if value not in ("", None)})
