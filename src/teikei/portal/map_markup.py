"""The map as SVG: on the page, as a file to print, and small beside an institution.

Made in Python rather than in a template: some two hundred outlines and as many marks. Every text is escaped by `format_html`.
"""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teikei.pages.tongues import language_of_run, page_language
from teikei.portal import links
from teikei.portal.map_drawing import Mark, Shade, View, asked_view, codes_in_view, step_of
from teikei.portal.world import COARSE, world

_TINY = 10  # units of the paper
# For the file to print, which no style sheet reaches: paper, ink, and the five steps of indigo.
_INK, _QUIET, _PAPER, _COAST = "#1c1b19", "#5f5b53", "#ffffff", "#ffffff"
_FILLS = ("#e7e3d9", "#d5deed", "#aebfde", "#7f99c6", "#4f6ea7", "#2b4a85")


def land(counts: Mapping[str, int], steps: Sequence[Shade], view: View, *, filled: bool = False) -> SafeString:
    """The outlines in view, each with the step of its number as its class (or its colour) and the number as its title."""

    def looks(step: int) -> SafeString:
        if filled:
            return format_html(' fill="{}" stroke="{}"', _FILLS[step], _COAST)
        return format_html(' class="s{}"', step) if step else SafeString("")

    def title(code: str) -> SafeString:
        return format_html("<title>{}: {}</title>", links.territory(code), agreements_words(counts[code]))

    parts = [format_html('<path d="{}"{}/>', mark_safe(world().elsewhere), looks(0))]  # noqa: S308 - our own numbers
    for code in codes_in_view(view):
        step = step_of(counts.get(code, 0), steps)
        shape = mark_safe(world().shapes[code])  # noqa: S308 - our own numbers
        parts.append(format_html('<path{} d="{}">{}</path>', looks(step), shape, title(code) if step else ""))
    # Macao, Singapore, Malta: too small for an outline at this scale.
    for code in sorted(counts.keys() & world().centres.keys() - world().shapes.keys()):
        x, y = world().centres[code]
        step = step_of(counts[code], steps)
        if step and view.holds(x, y):
            parts.append(format_html('<circle cx="{}" cy="{}" r="{}"{}>{}</circle>', x, y, _TINY, looks(step), title(code)))
    return SafeString("".join(parts))


def mark_links(marks: Sequence[Mark], view: View, addresses: Sequence[str]) -> SafeString:
    """A link for each mark: to the partner, to the place's row, or to the view in which it comes apart."""
    parts = []
    for mark, address in zip(marks, addresses, strict=True):
        words = mark_words(mark)
        parts.append(
            format_html(
                '<a href="{}" aria-label="{}"{}><title>{}</title><circle class="hit" cx="{}" cy="{}" r="{}"/>'
                '<circle class="dot{}" cx="{}" cy="{}" r="{}"/>{}</a>',
                address, words, format_html(' data-view="{}"', mark.view) if mark.view else "", words, mark.x, mark.y, mark.hit,
                "" if len(mark.partners) == 1 else " many", mark.x, mark.y, mark.r, _number(mark, view),
            )
        )  # fmt: skip
    return SafeString("\n".join(parts))


def _number(mark: Mark, view: View, colour: str = "") -> SafeString:
    if len(mark.partners) == 1:
        return SafeString("")
    size = round((10.5 if len(mark.partners) < 1000 else 8) * view.unit, 2)
    fill = format_html(' fill="{}"', colour) if colour else ""
    return format_html(
        '<text x="{}" y="{}" dy="0.36em" font-size="{}" text-anchor="middle"{}>{}</text>', mark.x, mark.y, size, fill, len(mark.partners)
    )


def mark_words(mark: Mark) -> str:
    """What a mark stands for: the partner, or how many of them, where, with how many agreements."""
    if len(mark.partners) == 1:
        one = mark.partners[0]
        name = one.name if page_language() == "ja" or not one.name_en else one.name_en
        return f"{name} ({one.city})" if one.city else name
    places = ", ".join(mark.cities)
    if mark.places > len(mark.cities):
        places += _(" and elsewhere")
    partners = ngettext("%(number)d partner", "%(number)d partners", len(mark.partners)) % {"number": len(mark.partners)}
    return f"{places}: {partners}"


def agreements_words(count: int) -> str:
    """12 agreements."""
    return ngettext("%(number)d agreement", "%(number)d agreements", count) % {"number": count}


def printable(
    counts: Mapping[str, int], steps: Sequence[Shade], marks: Sequence[Mark], view: View, *, title: str, lines: Sequence[str]
) -> str:
    """A file of its own: title, what it shows, map, key, source; its colours are attributes, so that nothing else is needed."""
    left, top, width, height = view.box
    unit = view.unit
    margin, head, foot = round(30 * unit), 60 * unit, (40 + 16 * len(lines)) * unit
    font = 'font-family="Noto Sans, Noto Sans CJK JP, Hiragino Sans, Yu Gothic, sans-serif"'
    circles = format_html_join(
        "\n",
        '<g><title>{}</title><circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="{}"/>{}</g>',
        ((mark_words(one), one.x, one.y, one.r, _INK, _PAPER, unit, _number(one, view, _PAPER)) for one in marks),
    )
    told = format_html_join(
        "\n", '<text x="{}" y="{}" font-size="{}" fill="{}">{}</text>',
        ((left, top + height + (40 + 16 * index) * unit, 11 * unit, _QUIET, line) for index, line in enumerate(lines)),
    )  # fmt: skip
    return format_html(
        '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{}" width="297mm" viewBox="{} {} {} {}"'
        ' {}>\n<title>{}</title>\n<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>\n<text x="{}" y="{}" font-size="{}" fill="{}">{}</text>\n'
        '<svg x="{}" y="{}" width="{}" height="{}" viewBox="{} {} {} {}">\n<g stroke-width="{}">{}</g>\n{}\n</svg>\n{}\n{}\n</svg>\n',
        page_language(), left - margin, round(top - head), width + 2 * margin, round(height + head + foot), SafeString(font),
        title, left - margin, round(top - head), width + 2 * margin, round(height + head + foot), _PAPER,
        left, round(top - 24 * unit), 20 * unit, _INK, title,
        left, top, width, height, left, top, width, height, 0.7 * unit, land(counts, steps, view, filled=True), circles,
        _key(steps, left, top + height + 8 * unit, unit), told,
    )  # fmt: skip


def _key(steps: Sequence[Shade], left: float, top: float, unit: float) -> SafeString:
    return format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/><text x="{}" y="{}" font-size="{}" fill="{}">{}</text>',
        (
            (
                left + index * 90 * unit, round(top), 14 * unit, 10 * unit, _FILLS[one.step], left + (index * 90 + 20) * unit,
                round(top + 9 * unit), 11 * unit, _QUIET, shade_words(one),
            )
            for index, one in enumerate(steps)
        ),
    )  # fmt: skip


def shade_words(shade: Shade) -> str:
    """5–12, or 1."""
    return str(shade.most) if shade.least == shade.most else f"{shade.least}–{shade.most}"


def overview(counts: Mapping[str, int], steps: Sequence[Shade]) -> SafeString:
    """The whole world, small: every territory with agreements is a link to its page, and the rest is land.

    Out of the keys' way and unsaid to screen readers: it stands beside a list of the same links.
    """
    shapes, elsewhere = world().coarse
    rest = "".join(path for code, path in shapes.items() if not step_of(counts.get(code, 0), steps))
    links_ = format_html_join(
        "",
        '<a href="{}" tabindex="-1" class="s{}"><title>{}: {}</title>{}</a>',
        (
            (reverse("portal:territory", args=[code]), step_of(count, steps), links.territory(code), agreements_words(count), _outline(code, shapes))
            for code, count in counts.items()
            if code in world().centres
        ),
    )  # fmt: skip
    box = f"0 0 {world().width // COARSE} {world().height // COARSE}"
    return format_html(
        '<svg class="map" viewBox="{}" aria-hidden="true"><path d="{}"/>{}</svg>',
        box, mark_safe(elsewhere + rest), links_,  # noqa: S308 - our own numbers
    )  # fmt: skip


def _outline(code: str, shapes: Mapping[str, str]) -> SafeString:
    if path := shapes.get(code):
        return format_html('<path d="{}"/>', mark_safe(path))  # noqa: S308 - our own numbers
    x, y = world().centres[code]
    return format_html('<circle cx="{}" cy="{}" r="{}"/>', x // COARSE, y // COARSE, _TINY * 2 // COARSE)


def small_map(longitude: float, latitude: float, name: str) -> SafeString:
    """Where one place is: the countries around it, and a dot."""
    x, y = world().point(longitude, latitude)
    view = asked_view(f"8,{round(x)},{round(y)}")
    left, top, width, height = view.box
    return format_html(
        '<svg class="map small" viewBox="{} {} {} {}" role="img" aria-label="{}"{}><g class="land" aria-hidden="true">{}</g>'
        '<circle class="dot" cx="{}" cy="{}" r="{}"/></svg>',
        left, top, width, height, _("Map: %(place)s") % {"place": name},
        format_html(' lang="{}"', language) if (language := language_of_run(name)) == "ja" and page_language() == "en" else "",
        land({}, (), view), round(x), round(y), round(16 * view.unit, 1),
    )  # fmt: skip
