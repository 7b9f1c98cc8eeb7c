"""The rows of every table of agreements.

Made in Python rather than in a template: a page of fifty rows holds some four hundred links, and the template
engine would spend more time on them than everything else on the page (bench/portal.py). Every text goes through
`conditional_escape` by way of `format_html`.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from teikei.names.bilingual import Language
from teikei.names.territories import territory_name
from teikei.pages import tongues
from teikei.portal import links
from teikei.registry.queries.rows import AgreementRow, PartnerName
from teikei.search.marks import marked


def rows_markup(
    rows: Iterable[AgreementRow],
    *,
    shown_territory: bool = True,
    words: tuple[str, ...] = (),
    also: Mapping[int, tuple[str, ...]] | None = None,
) -> SafeString:
    """One <tr> for each agreement: date (to the agreement), partner and territory, units, place in the source.

    words: folded, marked where they stand in a name. also: by agreement, names that it was found by and that stand nowhere here.
    """
    agreement, institution = _address("agreement"), _address("institution")
    unit, language = _address("unit"), tongues.page_language()
    over = _("not in force")
    ended = f'<span class="ended">{escape(over)}</span>'
    undated, read_at = _("no date"), _("In the source: %(place)s")
    parts = []
    for row in rows:
        partners = "<br>".join(
            f'<a class="partner" href="{institution(partner.id)}">{marked_run(partner.name, language, words)}</a>{_english(partner, language, words)}'
            for partner in row.partners
        )
        cities = dict.fromkeys(partner.city for partner in row.partners if partner.city)
        if also and row.id in also:
            shown = {links.english_beside(partner.name, partner.name_en) for partner in row.partners} if language == "en" else ()
            partners += "".join(
                f'<span class="alt">{marked_run(name, language, words)}</span>' for name in also[row.id] if name not in shown
            )
        codes = (
            ""
            if shown_territory or not cities
            else f'<span class="where">{", ".join(marked_run(city, language) for city in cities)}</span>'
        )
        if shown_territory:
            codes = " ".join(_territory_link(code, language, words) for code in row.territories)
            codes = f'<span class="where">{codes}</span>'
        units = "".join(f'<li><a href="{unit(name.id)}">{marked_run(name.name, language, words)}</a></li>' for name in row.units)
        place = ""
        if row.place is not None and row.place.line is not None:
            printed = escape(links.place_words(row.place))
            title = escape(read_at % {"place": links.place_words(row.place)})
            place = f'<a class="place" href="{escape(links.place_url(row.place))}" title="{title}">{printed}</a>'
        day = escape(row.concluded_on) or f'<span class="quiet">{undated}</span>'
        if row.concluded_on:
            day = f'<time datetime="{day}">{day}</time>'
        parts.append(
            f'<tr><td class="day"><a href="{agreement(row.id)}">{day}</a>{"" if row.holds else ended}</td>'
            f'<th scope="row">{partners}{codes}</th><td><ul class="units">{units}</ul></td><td class="at">{place}</td></tr>\n'
        )
    return mark_safe("".join(parts))  # noqa: S308 - each text above is escaped


@lru_cache(maxsize=20_000)
def marked_run(text: str, language: str, words: tuple[str, ...] = ()) -> SafeString:
    """The escaped text with its `lang`, words marked; remembered for each language, as names come again and again."""
    own = tongues.language_of_run(text)
    shown = with_marks(text, words)
    return shown if not own or own == language else format_html('<span lang="{}">{}</span>', own, shown)


def with_marks(text: str, words: tuple[str, ...]) -> SafeString:
    """The escaped text, the folded words marked where they stand in it."""
    if not words:
        return escape(text)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", run.text) if run.is_match else run.text,) for run in marked(text, words))
    )


def _english(partner: PartnerName, language: str, words: tuple[str, ...]) -> str:
    """On English pages the name of the partner's record stands below the printed one."""
    beside = links.english_beside(partner.name, partner.name_en) if language == "en" else ""
    return f'<span class="alt">{marked_run(beside, language, words)}</span>' if beside else ""


@lru_cache(maxsize=1_000)
def _territory_link(code: str, language: Language, words: tuple[str, ...]) -> str:
    url = reverse("portal:territory", args=[code])
    return format_html('<a href="{}">{}</a>', url, with_marks(territory_name(code, language), words))


def _address(name: str) -> Callable[[int], str]:
    """reverse() for one page once, instead of for each of four hundred links."""
    before, after = reverse(f"portal:{name}", args=[0]).rsplit("0", 1)
    return lambda pk: f"{before}{pk}{after}"
