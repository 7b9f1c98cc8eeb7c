"""Addresses that many pages show alike."""

from zlib import crc32

from django.urls import reverse
from django.utils.http import urlencode

from teikei.names.folding import fold
from teikei.names.territories import territory_name
from teikei.pages.tongues import page_language
from teikei.registry.queries.rows import Place
from teikei.registry.queries.sources import WINDOW


def territory(code: str) -> str:
    """The name of a territory in the page's language."""
    return territory_name(code, page_language())


def english_beside(printed: str, name_en: str) -> str:
    """The English name of an identified partner, "" where the list prints just that."""
    return "" if fold(printed) == fold(name_en) else name_en


def place_words(place: Place) -> str:
    """p.3 · l.145, or a sheet and its row."""
    if place.sheet:
        return f"{place.sheet} · l.{place.line}" if place.line else place.sheet
    return f"p.{place.page} · l.{place.line}" if place.page else f"l.{place.line}"


def place_anchor(line: int, sheet: str) -> str:
    """The id of a line on the source page. The name of a sheet may hold spaces, an id may not."""
    return f"S{crc32(sheet.encode()):x}-L{line}" if sheet else f"L{line}"


def place_url(place: Place) -> str:
    """The source page at that line."""
    url = reverse("portal:source", args=[place.source])
    if place.line is None:
        return url
    query = ""
    if place.sheet:
        query = "?" + urlencode([("line", place.line), ("sheet", place.sheet)])
    elif place.line > WINDOW:
        query = f"?line={place.line}"
    return f"{url}{query}#{place_anchor(place.line, place.sheet)}"
