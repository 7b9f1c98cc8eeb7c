"""Addresses that many pages show alike."""

from teikei.names.folding import fold
from teikei.names.territories import territory_name
from teikei.pages.places import place_anchor, place_url, place_words
from teikei.pages.tongues import page_language

__all__ = ["english_beside", "place_anchor", "place_url", "place_words", "territory"]


def territory(code: str) -> str:
    """The name of a territory in the page's language."""
    return territory_name(code, page_language())


def english_beside(printed: str, name_en: str) -> str:
    """The English name of an identified partner, "" where the list prints just that."""
    return "" if fold(printed) == fold(name_en) else name_en
