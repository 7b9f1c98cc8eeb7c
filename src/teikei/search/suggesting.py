"""What a reader may be about to type: names of institutions, units and territories that hold it."""

from typing import NamedTuple

import numpy as np

from teikei.search.folding import folded, words_of
from teikei.search.index import Index

_KINDS = frozenset({"institution", "unit", "territory"})


class Suggested(NamedTuple):
    """An entity by its kind and key, the name that matches, its label where that is another, how many agreements name it.

    Units of one name in several institutions are one suggestion.
    """

    kind: str
    key: int | str
    name: str
    label: str
    agreements: int


def suggested(index: Index, text: str, size: int) -> list[Suggested]:
    """The entities whose names hold all words, the best match first, then those of the most agreements. Only such as have one."""
    words = words_of(text)
    if not words:
        return []
    total = np.zeros(index.entities, np.int32)
    held = np.ones(index.entities, np.bool_)
    for word in words:
        scores = index.names.scores(word.text, word.sound, index.entities)
        total += scores
        held &= scores > 0
    if len(words) > 1:
        total += index.names.scores("".join(word.text for word in words), "", index.entities)
    found = np.flatnonzero(held & (index.size_of > 0))
    found = found[np.lexsort((found, -index.size_of[found], -total[found]))]
    suggestions: dict[str, Suggested] = {}
    for number in found.tolist():
        one = index.known.entities[number]
        if one.kind not in _KINDS:
            continue
        name = next((name for word in words if (name := index.names.among(number, word.text))), one.label)
        count = int(index.size_of[number])
        if same := suggestions.get(folded(name)):
            suggestions[folded(name)] = same._replace(agreements=same.agreements + count)
        elif len(suggestions) == size:
            break
        else:
            suggestions[folded(name)] = Suggested(one.kind, one.key, name, "" if name == one.label else one.label, count)
    return list(suggestions.values())
