"""Places in sources, as every page names and links them."""

from zlib import crc32

from django.urls import reverse
from django.utils.http import urlencode

from teikei.registry.queries.rows import Place
from teikei.registry.queries.sources import WINDOW


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
