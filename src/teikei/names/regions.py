"""English of the headings by which lists group territories: アジア, 欧州(NIS諸国を含む), 中東・アフリカ."""

import re
from functools import cache

from babel import Locale

from teikei.names.english import is_japanese
from teikei.names.folding import fold
from teikei.names.vocabulary import vocabulary

_SEPARATORS = re.compile(r"[・･、,，/／]|及び|および|と")
# An English label printed beside the Japanese one: アジア Asia, 欧州（Europe）.
_LATIN = re.compile(r"[A-Z][A-Za-z]{3,}(?:[ ,&-]+[A-Za-z]+)*")


@cache
def region_in_english(label: str) -> str | None:
    """A region's English label; the label itself where it is not Japanese. None where no English is known."""
    if not is_japanese(label):
        return label
    if printed := _LATIN.search(label):
        return printed[0]
    known = _known()
    if (key := fold(label)) in known:
        return known[key]
    parts = [known.get(fold(part)) for part in _SEPARATORS.split(label) if part.strip()]
    if len(parts) < 2 or None in parts:
        return None
    *first, last = (part for part in parts if part)
    return f"{', '.join(first)} and {last}"


@cache
def _known() -> dict[str, str]:
    """Folded Japanese label → English."""
    english = Locale("en").territories
    cldr = {fold(label): english[code] for code, label in Locale("ja").territories.items() if code.isdigit()}
    return cldr | {fold(label): words for label, words in vocabulary("regions")["english"].items()}
