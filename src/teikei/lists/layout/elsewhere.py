"""Names that say where they are: what shows that a blank cell does not mean the country above it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from teikei.lists.located import Row
from teikei.lists.model import Entry
from teikei.names.places import longest_place
from teikei.names.territories import territory_codes

# A place in katakana, and right behind it what kind of institution it is: リオデジャネイロ州立大学. In kanji too many places are one.
_PLACE_FIRST = re.compile(
    r"(?P<place>[ァ-ヺー・]{4,})(?:国立|州立|市立|王立|工科|医科|外国語|貿易|経済|農業|農工|教育|師範|総合|科学|技術|応用|芸術|カトリック)*(?:単科|短期)?大学"
)
_PLACE_LAST = re.compile(r"\b(?:of|in)\s+(?P<place>[A-Z][A-Za-z ]+)$")

# Many a town is called as a person is, whose name a university has too (マーサー, フンボルト).
_LARGE = ("country", "subdivision")


def is_elsewhere(name: str, code: str) -> bool:
    """Whether a name begins or ends with a place that no territory but another than `code` has: リオデジャネイロ州立大学 in Spain."""
    if match := _PLACE_FIRST.match(name):
        length, places = longest_place(name, None)
        known = length >= len(match["place"]) and any(place.kind in _LARGE for place in places)
        return known and code not in {place.territory for place in places}
    match = _PLACE_LAST.search(name)
    codes = territory_codes(match["place"]) if match else ()
    return bool(codes) and code not in codes


def doubtful_blanks(entries: Sequence[Entry], placings: Sequence[int], repeated: int, *, behind: bool) -> list[Row]:
    """Rows that say no territory and may not be in that of the row above.

    placings: for each entry how often a territory was said so far: the same as before it where its row says none. repeated: how
    often that of the row above was said again. Where rows do so, or each says its own behind its name, a blank does not
    mean the same one; nor does it where the partner has the name of a place in another.
    """
    under = [entry for entry, (before, now) in zip(entries[1:], pairwise(placings), strict=True) if before == now]
    rows = {entry.row.locator() for entry in entries if entry.row}
    blank = [entry for entry in under if entry.row and entry.heading and entry.heading.row and entry.heading.row.locator() in rows]
    doubtful = behind or len(blank) <= repeated > 1
    return [
        entry.row
        for entry in blank
        if entry.row and (doubtful or (len(entry.territory_codes) == 1 and is_elsewhere(entry.institution, entry.territory_codes[0])))
    ]
