"""The components of every page, public or of the desk. Built in: no template has to load them."""

from collections.abc import Mapping
from typing import Any

from babel import Locale
from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from teikei.lists.model import SEVERITY_WORDS
from teikei.names.bilingual import Text
from teikei.names.regions import region_in_english
from teikei.names.territories import territory_name
from teikei.pages import tongues
from teikei.pages.places import place_url, place_words
from teikei.pages.term_bar import TermBar
from teikei.registry.queries.rows import Place
from teikei.rules.terms import AUTO_RENEW, INDEFINITE, RENEWAL_PENDING
from teikei.rules.words import CHOICES, CONTENTS, STATUS

register = template.Library()


@register.simple_tag(takes_context=True)
def languages(context: RequestContext) -> list[dict[str, Any]]:
    """The page in each language: code, name, address; whether it is this one. Empty where no request is known."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return []
    current = tongues.page_language()
    return [
        {
            "code": code,
            "name": name,
            "url": tongues.in_language(request, code),
            "absolute": tongues.absolute(request, tongues.in_language(request, code)),
            "current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]


@register.filter
def run(text: str, language: str = "") -> SafeString | str:
    """The text with a `lang` of its own where it is not in the page's language."""
    return tongues.run(text, language)


@register.filter
def runs(text: str) -> SafeString | str:
    """A sentence in the page's language with each Japanese name in it marked as such."""
    return tongues.runs(text)


@register.filter
def in_words(text: Text) -> SafeString | str:
    """A text of both languages in the page's, each Japanese name in it marked as such."""
    return tongues.runs(text.to(tongues.page_language()))


@register.filter
def lang_attribute(text: str) -> SafeString | str:
    """The `lang` attribute of an element that holds just this text; nothing where it is in the page's language."""
    language = tongues.language_of_run(text)
    return format_html(' lang="{}"', language) if language and language != tongues.page_language() else ""


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


@register.filter
def field_name(field: str) -> str:
    """What a column or value is, in words; several where a column holds several."""
    names = field_names() | {"entry": _("Line")}
    return " + ".join(names.get(name, name) for name in field.split(" "))


def field_names() -> dict[str, str]:
    """The fields of an entry, in words."""
    return {
        "number": _("Number"), "region": _("Region"), "territory": _("Country or region"), "institution": _("Partner"),
        "institution_alt": _("Partner, other language"), "partner_unit": _("Partner's unit"), "units": _("Units"),
        "concluded_on": _("Date concluded"), "renewed_on": _("Date renewed"), "valid_to": _("Valid to"), "kinds": _("Kinds"),
        "marks": _("Marks"), "location": _("Location"), "note": _("Note"), "quota_in": _("Number received"),
        "quota_out": _("Number sent"), "counted": _("Whether it is counted"),
    }  # fmt: skip


@register.filter
def entry_words(value: str) -> str:
    """Whether a person said that a line is an entry, in words."""
    return {"yes": _("is an entry"), "no": _("is no entry")}.get(value, value)


@register.filter
def term_name(value: str) -> str:
    """The end of a term, in words where it is no day."""
    return {
        AUTO_RENEW: _("renewed automatically"),
        INDEFINITE: _("without an end"),
        RENEWAL_PENDING: _("renewal under way"),
    }.get(value, value)


@register.filter
def verdict_name(verdict: str) -> str:
    """What was decided of a finding, in words."""
    return {"accepted": _("Accepted"), "corrected": _("Corrected"), "dismissed": _("Dismissed")}.get(verdict, verdict)


@register.inclusion_tag("pages/two_numbers.html")
def two_numbers(
    label: str,
    stated: int | None,
    counted: int | None,
    *,
    at_least: int | None = None,
    reason: str = "",
    size: str = "small",
    none_found: bool = False,
) -> dict[str, Any]:
    """What a heading states beside what its rows give, marked only where the two differ, with the way to the reason.

    `counted` is None where it cannot be recounted; at_least is then what can be proved. `none_found` shows that no number
    was found to be stated, to a reader who can see in the source whether there is one.
    """
    differs = stated is not None and counted is not None and stated != counted
    return {
        "label": label, "stated": stated, "counted": counted, "at_least": at_least, "differs": differs, "reason": reason, "size": size,
        "both": none_found or stated is not None,
    }  # fmt: skip


@register.filter
def level(name: str) -> str:
    """The level of an agreement in words."""
    return {"unit": _("Between units"), "university": _("Between universities")}.get(name, name)


@register.filter
def territory_words(code: str) -> str:
    """A territory's name in the page's language; "" for none."""
    return territory_name(code, tongues.page_language()) if code else ""


@register.filter
def region_words(label: str) -> str:
    """A region's label: as printed; on English pages in English where it is known."""
    return label if tongues.page_language() == "ja" else region_in_english(label) or label


@register.filter
def named(units: object, number: int) -> str:
    """The name of the unit of that number, "" where the page does not know it."""
    found = units.get(number) if isinstance(units, Mapping) else None
    return str(found.name) if found else ""


@register.filter
def tongue_name(code: str) -> str:
    """The name of a language in the page's language; the code where CLDR does not know it."""
    if not code:
        return _("language not said")
    return str(Locale(tongues.page_language()).languages.get(code.replace("-", "_"), code))


@register.filter
def study_level(level: int) -> str:
    """A level of the European qualifications framework as students know it; its number where they do not."""
    return {5: _("short cycle"), 6: _("bachelor"), 7: _("master"), 8: _("doctor")}.get(level, f"EQF {level}")


@register.filter
def kind_of_institution(kind: str) -> str:
    """What the authority says an institution is, in words."""
    words = CHOICES["institution.kind"]
    return _("funder") if kind == "funder" else words[kind].to(tongues.page_language()) if kind in words else kind


@register.filter
def record_status(status: str) -> str:
    """Whether a record of the authority is in use, in words."""
    return {"active": _("active"), "inactive": _("no longer active"), "withdrawn": _("withdrawn or merged")}.get(status, status)


@register.filter
def coordinates(place: Any) -> str:
    """Degrees north and east as people write them: 6.5944° S, 106.7892° E; "" where they are not known."""
    if place.latitude is None or place.longitude is None:
        return ""
    north, east = ("N" if place.latitude >= 0 else "S"), ("E" if place.longitude >= 0 else "W")
    return f"{abs(place.latitude):.4f}° {north}, {abs(place.longitude):.4f}° {east}"


@register.filter
def partner_verdict(verdict: str) -> str:
    """What was decided of who a partner is, in words."""
    return {
        "accepted": _("Identified"), "other": _("Identified by hand"), "none": _("No record"), "unsure": _("Unsure"),
    }.get(verdict, verdict)  # fmt: skip


@register.filter
def place_mark(place: Place | None) -> SafeString | str:
    """The small "p.3 · l.145" that opens the source at that line; nothing where the place is unknown."""
    if place is None or place.line is None:
        return ""
    label = _("In the source: %(place)s") % {"place": place_words(place)}
    return format_html('<a class="place" href="{}" title="{}">{}</a>', place_url(place), label, place_words(place))


@register.filter
def basis_name(basis: str) -> str:
    """On what a term rests, in words."""
    return {
        "confirmed": _("confirmed"), "assumed": _("assumed: automatic renewal, not confirmed"), "listed": _("a list says so; no term is known"),
    }.get(basis, basis)  # fmt: skip


def _said(words: Mapping[Any, Text], value: Any) -> str:
    return words[value].to(tongues.page_language()) if value in words else str(value)


@register.filter
def status_name(status: str) -> str:
    """What an agreement or memorandum is on a day, in words."""
    return _said(STATUS, status)


@register.filter
def content_name(number: int) -> str:
    """One of the ministry's ten contents, in words."""
    return _said(CONTENTS, number)


@register.filter
def memorandum_kind(kind: str) -> str:
    """What a memorandum is about, in words."""
    return _said(CHOICES["memoranda.kind"], kind)


@register.filter
def mobility_name(mobility: str) -> str:
    """Who goes under an exchange, in words."""
    return _said(CHOICES["mobility"], mobility)


@register.inclusion_tag("pages/term_bar.html")
def term_bar(bar: TermBar, *, small: bool = False, id: str = "terms") -> dict[str, Any]:
    """The term bar, drawn; small for rows of a table. The words that stand for it say the status and each term."""
    terms = "; ".join(
        f"{piece.valid_from or _('not known')} – {piece.valid_to or _('no end known')} ({basis_name(piece.basis)})"
        for piece in bar.pieces[:12]
    )
    words = f"{status_name(bar.status)}. {terms}"
    if bar.notice:
        words += f"; {_('notice by')} {bar.notice.day}"
    top, bottom = (4, 14) if small else (10, 26)
    return {
        "bar": bar,
        "small": small,
        "id": id,
        "words": words,
        "top": top,
        "bottom": bottom,
        "thick": bottom - top,
        "middle": (top + bottom) // 2,
    }


@register.inclusion_tag("pages/term_table.html")
def term_table(bar: TermBar) -> dict[str, Any]:
    """The terms of a bar as a table, to stand beside it."""
    return {"bar": bar}
