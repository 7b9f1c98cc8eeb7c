"""The portal's components: each is made once here and used on every page."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from teikei.lists.write.english import region_label, territory_label
from teikei.names.territories import territory_name
from teikei.pages import tongues
from teikei.portal import links
from teikei.portal.linked import Linked
from teikei.portal.row_markup import marked_run, rows_markup
from teikei.registry.queries.editions import EditionHead, HeadingCount
from teikei.registry.queries.rows import AgreementRow

register = template.Library()


@register.filter
def territory(code: str) -> str:
    """A territory's name in the page's language."""
    return links.territory(code)


@register.filter
def heading(one: HeadingCount) -> SafeString | str:
    """The label of a region or territory of a list: as printed; on English pages in English where it is known."""
    if tongues.page_language() != "en":
        return tongues.run(one.label)
    return tongues.run(region_label(one.label, counted=one.is_counted) if one.is_region else territory_label(one.label, one.codes))


@register.filter
def territory_also(code: str) -> SafeString | str:
    """A territory's name in the other language."""
    other = "ja" if tongues.page_language() == "en" else "en"
    return tongues.run(territory_name(code, other), other)  # type: ignore[arg-type]


@register.simple_tag
def english_name(printed: str, name_en: str) -> SafeString | str:
    """On English pages the name of an identified partner, to stand below the printed one; else nothing."""
    beside = links.english_beside(printed, name_en) if tongues.page_language() == "en" else ""
    return format_html('<span class="alt">{}</span>', tongues.run(beside)) if beside else ""


@register.filter
def list_title(head: EditionHead) -> SafeString | str:
    """The title of a list (`EditionHead.title_in` the page's language), marked where it is in another."""
    return tongues.run(plain_title(head))


@register.filter
def plain_title(head: EditionHead) -> str:
    """The same where no markup may stand."""
    return head.title_in(tongues.page_language())


@register.filter
def list_legend(head: EditionHead) -> list[SafeString | str]:
    """The lines of its legend, in the same way."""
    return [tongues.run(line) for line in (head.legend_en if tongues.page_language() == "en" else head.legend)]


@register.simple_tag
def institution_name(head: EditionHead) -> SafeString | str:
    """Whose list it is: on English pages by its English name, where it is known."""
    return tongues.run(head.institution_en if head.institution_en and tongues.page_language() == "en" else head.institution)


@register.filter
def anchor(line: Any) -> str:
    """The id of a line on the source page."""
    return links.place_anchor(line.line, line.sheet)


@register.simple_tag
def agreement_rows(
    rows: Sequence[AgreementRow],
    shown_territory: bool = True,
    words: tuple[str, ...] = (),
    also: Mapping[int, tuple[str, ...]] | None = None,
) -> SafeString:
    """The rows of a table of agreements: date, partner, our units, place. Built in Python: a page of 50 has 400 links."""
    return rows_markup(rows, shown_territory=shown_territory, words=words or (), also=also or None)


@register.filter
def marked(text: str, words: tuple[str, ...]) -> SafeString:
    """A name with its `lang`, the words of the search marked in it."""
    return marked_run(text, tongues.page_language(), words)


@register.simple_tag
def search_url(**terms: Any) -> str:
    """The search with these terms."""
    return reverse("portal:search") + "?" + urlencode({name: value for name, value in terms.items() if value not in ("", None)})


@register.simple_tag(takes_context=True)
def told_to_programs(context: RequestContext, title: str, description: str = "", linked: Linked | None = None) -> SafeString:
    """Open Graph for whoever shares the page, its one address, and its JSON-LD where it has one."""
    request: HttpRequest = context["request"]
    address = tongues.absolute(request, request.path)
    language = tongues.page_language()
    named = [
        ("og:title", title), ("og:type", "website"), ("og:url", address), ("og:site_name", "提携 Teikei"), ("og:description", description),
        ("og:locale", {"ja": "ja_JP", "en": "en_GB"}[language]), ("og:locale:alternate", {"ja": "en_GB", "en": "ja_JP"}[language]),
    ]  # fmt: skip
    tags = format_html_join("", '<meta property="{}" content="{}">\n', (pair for pair in named if pair[1]))
    about = format_html('<meta name="description" content="{}">\n', description) if description else ""
    block = format_html('<script type="application/ld+json">{}</script>\n', _in_markup(linked)) if linked else ""
    return format_html('<link rel="canonical" href="{}">\n{}{}{}', address, about, tags, block)


def _in_markup(linked: Linked) -> SafeString:
    """JSON in which no text can end the element that it stands in."""
    text = json.dumps(linked, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate({ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}))  # noqa: S308 - just escaped
