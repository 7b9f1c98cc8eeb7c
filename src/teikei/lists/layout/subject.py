"""What a file is about: agreements, or something else that names universities, countries and days too: staff, theses, news."""

import re
import unicodedata
from functools import cache

from teikei.lists.layout.content import LONGEST_CELL
from teikei.lists.layout.words import layout_words
from teikei.lists.model import Entry, Listing

# Rows that are the list's own words about itself; those before the first entry say what it is, whether they were understood or not.
_SAYING = frozenset(("title", "totals", "as-of", "legend", "region", "note", "header", "unit"))
# A head is no sentence, and most of it stands on the first rows that have several cells.
_LONGEST_HEAD, _FIRST_ROWS, _FIRST_ENTRIES = 40, 2, 100
_CUTS = re.compile(r"[|｜,;\t]|[ \u3000]{2,}")
_SENTENCE = re.compile(
    r"(?:ました|ます|でした|です|られた|された|しました)[。.!！]?$|。$|\b(?:visited|visits|held|hosted|hosts|attended|welcomed|welcomes|received|gave|took place)\b"
)


def something_else(listing: Listing) -> tuple[str, ...]:
    """What shows that the entries are no agreements: heads that lists of other things have, or news; () for a list of agreements.

    Heads count only where no word of the list (its title, heads, legend, kinds, notes) is one that goes with agreements.
    """
    entries = listing.entries[:_FIRST_ENTRIES]
    sentences = [entry.institution for entry in entries if _SENTENCE.search(entry.institution)]
    if 2 * len(sentences) > len(entries):
        return (sentences[0][:_LONGEST_HEAD],)
    words = layout_words()["subject"]
    heads = [cell for cell in _heads(listing) if _other().search(_plain(cell))]
    if not heads or _says(listing, _words_of(tuple(words["agreements"]))):
        return ()
    return tuple(dict.fromkeys(heads))


def _heads(listing: Listing) -> list[str]:
    """The cells of heads, or of the first rows with several cells where no head was known."""
    headers = [row for row, role in zip(listing.rows, listing.roles, strict=True) if role == "header" and len(row.raw) <= LONGEST_CELL]
    rows = headers or [row for row in listing.rows[:LONGEST_CELL] if sum(map(bool, row.cells)) > 2][:_FIRST_ROWS]
    # A line of text is one cell, however it was cut.
    cells = [cell for row in rows for cell in (row.cells if len(row.cells) > 1 else _CUTS.split(row.raw))]
    return [cell.strip() for cell in cells if 0 < len(cell.strip()) <= _LONGEST_HEAD]


def _says(listing: Listing, words: re.Pattern[str]) -> bool:
    """Whether the list has one of the words beside its entries, or in most of them beside the partner's name."""
    first = next((at for at, role in enumerate(listing.roles) if role == "entry"), len(listing.roles))
    said = [
        " ".join(row.cells)[:LONGEST_CELL]
        for at, (row, role) in enumerate(zip(listing.rows, listing.roles, strict=True))
        if role in _SAYING or (at < first and role == "unread")
    ]
    if any(words.search(_plain(text)) for text in said):
        return True
    beside = [entry for entry in listing.entries[:_FIRST_ENTRIES] if words.search(_plain(_beside_name(entry)))]
    return 2 * len(beside) > len(listing.entries[:_FIRST_ENTRIES])


def _beside_name(entry: Entry) -> str:
    return (entry.row.raw if entry.row else "").replace(entry.institution, "")[:LONGEST_CELL]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _other() -> re.Pattern[str]:
    return _words_of(tuple(layout_words()["subject"]["others"]))


@cache
def _words_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words; those in Latin script where a word begins."""
    return re.compile("|".join((r"(?<![a-zà-ɏ])" if word[0].isascii() else "") + re.escape(word) for word in words))
