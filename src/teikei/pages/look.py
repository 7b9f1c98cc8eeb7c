"""How an installation looks: its colour and logo, by settings. No page carries a style of its own, so that the policy stays strict."""

import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

LOGOS = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
# scheme://host[:port]; a host may begin with *. as the policy allows it.
_SITE = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:[0-9]{1,5})?", re.IGNORECASE)
# The papers of both themes (register.css), which a colour has to be read on, and what it is mixed with until it is.
_PAPERS = {"light": ((0xF2, 0xEF, 0xE6), (0, 0, 0)), "dark": ((0x25, 0x2E, 0x41), (255, 255, 255))}
_READABLE = 4.6
Colour = tuple[int, int, int]


def look_fault(framed_by: list[str], colour: str, logo: str) -> str:
    """What is wrong with the settings of the look, "" where nothing is."""
    for site in framed_by:
        if not _SITE.fullmatch(site):
            return f"TEIKEI_FRAMED_BY: {site!r} is not a site; write https://www.example.ac.jp, several with spaces between."
    if colour and not _COLOUR.fullmatch(colour):
        return f"TEIKEI_COLOUR: {colour!r} is not a colour of six digits; write it as #7a1f2b."
    if logo and (Path(logo).suffix.lower() not in LOGOS or not Path(logo).is_file()):
        return f"TEIKEI_LOGO: {logo!r} is not a file that ends in .svg, .png or .webp."
    return ""


def look(_request: HttpRequest) -> dict[str, bool]:
    """For templates: whether there is a colour, and a logo."""
    return {"has_colour": bool(settings.TEIKEI_COLOUR), "has_logo": bool(settings.TEIKEI_LOGO)}


@require_safe
@cache_control(public=True, max_age=300)
def theme(_request: HttpRequest) -> HttpResponse:
    """The installation's colour as a style sheet, darkened or lightened until it can be read in either theme."""
    rules = ""
    if settings.TEIKEI_COLOUR:
        given = _parsed(settings.TEIKEI_COLOUR)
        light, dark = _rules(given, "light"), _rules(given, "dark")
        rules = f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
    return HttpResponse(rules, content_type="text/css; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=300)
def logo(_request: HttpRequest) -> HttpResponse:
    """The logo. Nothing in an SVG can run: it is shown as a picture, and opened alone it stands in an empty sandbox."""
    path = Path(settings.TEIKEI_LOGO)
    if not settings.TEIKEI_LOGO or not path.is_file():
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type=LOGOS[path.suffix.lower()])
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return answer


def _rules(given: Colour, scheme: str) -> str:
    paper, towards = _PAPERS[scheme]
    colour = next(mixed for step in range(51) if contrast(mixed := mix(given, towards, step / 50), paper) >= _READABLE or step == 50)
    return f"--indigo: {_text(colour)}; --indigo-deep: {_text(mix(colour, towards, 0.3))};"


def readable(colour: str, scheme: str) -> str:
    """The colour as that theme uses it."""
    return _rules(_parsed(colour), scheme).split(";")[0].removeprefix("--indigo: ")


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """So much of the other colour in the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours (WCAG 2.2), from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parsed(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _text(colour: Colour) -> str:
    return "#" + "".join(f"{value:02x}" for value in colour)
