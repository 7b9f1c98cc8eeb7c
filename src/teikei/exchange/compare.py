"""Two copies of an agreement side by side, element by element, each difference named."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from teikei.exchange.digest import iia_hash
from teikei.exchange.names import CONTACTS, SPECS, children, local, says, text_at

_NOT_YET = "not-yet-defined"


@dataclass(frozen=True, slots=True)
class Laid:
    """One element of both copies. place: where, in EWP's words; ours, theirs: its text, None where that copy has none.

    hashed: whether it counts in the iia-hash, by which EWP tells two copies apart.
    """

    place: str
    ours: str | None
    theirs: str | None
    hashed: bool

    @property
    def differs(self) -> bool:
        """Whether the copies say different things here."""
        return self.ours != self.theirs


def laid_side_by_side(ours: etree._Element, theirs: etree._Element) -> tuple[Laid, ...]:
    """Every element of either copy. Partners meet by their hei-id, conditions by mobility and direction, best likeness first."""
    heis = [text_at(one, "hei-id") for one in children(ours, "partner")]
    heis += [hei for one in children(theirs, "partner") if (hei := text_at(one, "hei-id")) not in heis]
    rows: list[Laid] = []
    for hei in heis:
        rows += _beside(f"partner {hei}", _partner(ours, hei), _partner(theirs, hei))
    rows += _beside("", {"in-effect": (text_at(ours, "in-effect"), False)}, {"in-effect": (text_at(theirs, "in-effect"), False)})
    rows.append(Laid("terminated-as-a-whole", _terminated(ours), _terminated(theirs), True))
    for place, one, other in _met(ours, theirs):
        rows += _beside(place, _told(one), _told(other))
    rows.append(Laid("iia-hash, computed", iia_hash(ours), iia_hash(theirs), False))
    return tuple(rows)


def hash_holds(iia: etree._Element) -> bool:
    """Whether the document's own iia-hash is that of what it says."""
    return text_at(iia, "iia-hash") == iia_hash(iia)


Told = dict[str, tuple[str, bool]]


def _beside(place: str, ours: Told, theirs: Told) -> list[Laid]:
    return [
        Laid(
            " / ".join(filter(None, (place, name))), ours[name][0] if name in ours else None, theirs[name][0] if name in theirs else None,
            (ours.get(name) or theirs[name])[1],
        )
        for name in dict.fromkeys((*ours, *theirs))
    ]  # fmt: skip


def _partner(iia: etree._Element, hei: str) -> Told:
    found = next((one for one in children(iia, "partner") if text_at(one, "hei-id") == hei), None)
    return {name: (text, name == "iia-id") for name, text in _leaves(found, "")} if found is not None else {}


def _terminated(iia: etree._Element) -> str:
    conditions = children(iia, "cooperation-conditions")
    return "true" if any(says(one, "terminated-as-a-whole") for one in conditions) else "false"


def _told(condition: etree._Element | None) -> Told:
    if condition is None:
        return {}
    told: Told = {}
    for name, text in _leaves(condition, ""):
        told[name] = (text, not name.startswith(CONTACTS) and _NOT_YET not in text)
    return told


def _leaves(element: etree._Element, above: str) -> list[tuple[str, str]]:
    """Every leaf with its place below the element, numbered where several stand there."""
    totals: dict[str, int] = defaultdict(int)
    for one in children(element):
        totals[local(one)] += 1
    seen: dict[str, int] = defaultdict(int)
    found: list[tuple[str, str]] = []
    for one in children(element):
        name = local(one)
        seen[name] += 1
        place = above + (f"{name} {seen[name]}" if totals[name] > 1 else name)
        undefined = says(one, _NOT_YET)
        if children(one):
            inner = _leaves(one, f"{place} / ")
            found += [(at, f"{text} ({_NOT_YET})") for at, text in inner] if undefined else inner
        else:
            text = one.get("v6-value") or (one.text or "").strip()
            found.append((place, f"{text} ({_NOT_YET})" if undefined else text))
    return found


def _met(ours: etree._Element, theirs: etree._Element) -> list[tuple[str, etree._Element | None, etree._Element | None]]:
    """Conditions of both copies, each with the likest of the other of the same mobility and direction."""
    grouped: dict[str, tuple[list[etree._Element], list[etree._Element]]] = defaultdict(lambda: ([], []))
    for side, iia in enumerate((ours, theirs)):
        for conditions in children(iia, "cooperation-conditions"):
            for one in children(conditions, *SPECS.values()):
                grouped[f"{local(one)} {text_at(one, 'sending-hei-id')} → {text_at(one, 'receiving-hei-id')}"][side].append(one)
    met: list[tuple[str, etree._Element | None, etree._Element | None]] = []
    for place, (own, other) in grouped.items():
        pairs = _likest(own, other)
        met += [(place if len(pairs) == 1 else f"{place} ({number})", *pair) for number, pair in enumerate(pairs, 1)]
    return met


def _likest(own: Sequence[etree._Element], other: Sequence[etree._Element]) -> list[tuple[etree._Element | None, etree._Element | None]]:
    scores = sorted(
        (-len(set(_leaves(one, "")) & set(_leaves(two, ""))), left, right)
        for left, one in enumerate(own)
        for right, two in enumerate(other)
    )
    taken: dict[int, int] = {}
    for _, left, right in scores:
        if left not in taken and right not in taken.values():
            taken[left] = right
    alone = [(None, two) for right, two in enumerate(other) if right not in taken.values()]
    return [*((one, other[taken[left]] if left in taken else None) for left, one in enumerate(own)), *alone]
