"""Our units: spellings that look like misprints, rows without a unit, names that contain the separator."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import chain

from teikei.lists.check.catalogue import Remark, finding_code, places
from teikei.lists.layout.content import WHOLE_UNIVERSITY
from teikei.lists.model import Entry, Listing, Proposal
from teikei.names.bilingual import Text
from teikei.names.units import SpellingDoubt, doubtful_spellings, is_unit_name

# What is longer is a text, and no few names run together.
_LONGEST_TOLD_APART = 200

# The positions of a unit's entries, one list for each set of units in which it stands: a list repeats these.
_Places = list[list[int]]


def _places_of_units(listing: Listing) -> dict[str, _Places]:
    places: dict[str, _Places] = defaultdict(list)
    for units, positions in listing.by_units.items():
        for unit in units:
            places[unit].append(positions)
    return places


def _entries(listing: Listing, places: _Places) -> list[Entry]:
    """The entries at these positions, in the list's order."""
    return [listing.entries[position] for position in sorted(chain.from_iterable(places))]


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _doubts(listing: Listing) -> Iterator[tuple[SpellingDoubt, _Places, _Places]]:
    """Doubtful spellings with the places of both. Rows that the list does not count lend no weight to a spelling."""
    found = _places_of_units(listing)
    is_counted = [entry.counted for entry in listing.entries]
    counted = {id(positions): sum(map(is_counted.__getitem__, positions)) for positions in listing.by_units.values()}
    rows = {unit: sum([counted[id(positions)] for positions in places]) or 1 for unit, places in found.items()}
    for doubt in doubtful_spellings(rows):
        yield doubt, found[doubt.spelling], found[doubt.other]


@finding_code(
    "unit-spelling",
    "warning",
    meaning=Text(
        "The name of a unit differs by a little from one that is far more frequent in the list.",
        "部局名が、一覧の中ではるかに多く現れる名称とわずかに違います。",
    ),
    remedy=Text(
        "Accept the proposed reading, or keep the spelling where both units exist.",
        "提案どおりに直すか、別の部局であればそのままにしてください。",
    ),
)
def spelling(listing: Listing) -> Iterator[Remark]:
    """Misprints for which the list itself proposes the reading."""
    for doubt, here, there in _doubts(listing):
        if doubt.proposal:
            yield Remark(
                Text(
                    f"{doubt.spelling} ({_rows(doubt.count)}) differs by a little from {doubt.other} ({_rows(doubt.other_count)}): "
                    f"probably {doubt.proposal}.",
                    f"「{doubt.spelling}」({doubt.count}行)は「{doubt.other}」({doubt.other_count}行)とわずかに違います。"
                    f"「{doubt.proposal}」の誤りと思われます。",
                ),
                places([*_entries(listing, here), *_entries(listing, there)], "units"),
                Proposal("unit", doubt.spelling, doubt.proposal),
            )


@finding_code(
    "unit-spelling-undecided",
    "info",
    meaning=Text(
        "Two names of units differ by a little, and the list does not show which is right.",
        "わずかに違う部局名が2つあり、一覧からはどちらが正しいか分かりません。",
    ),
    remedy=Text("Look the unit's name up; write it one way if it is one unit.", "正式名称を確かめ、同じ部局であれば統一してください。"),
)
def undecided(listing: Listing) -> Iterator[Remark]:
    """Spellings of like frequency."""
    for doubt, here, there in _doubts(listing):
        if not doubt.proposal:
            yield Remark(
                Text(
                    f"{doubt.spelling} ({_rows(doubt.count)}) and {doubt.other} ({_rows(doubt.other_count)}) differ by a little; one may be a misprint.",
                    f"「{doubt.spelling}」({doubt.count}行)と「{doubt.other}」({doubt.other_count}行)がわずかに違います。どちらかが誤りかもしれません。",
                ),
                places([*_entries(listing, here), *_entries(listing, there)], "units"),
            )


@finding_code(
    "unit-missing",
    "warning",
    meaning=Text("A row names none of our units, though the other rows do.", "部局の欄が空です。"),
    remedy=Text("Add the unit that concluded the agreement.", "協定を締結した部局を補ってください。"),
)
def missing(listing: Listing) -> Iterator[Remark]:
    """Rows without units in a list of units."""
    without = [entry for entry in listing.entries if not entry.units and not _says_whole(entry)]
    if 2 * len(without) >= len(listing.entries):
        without = [entry for entry in without if entry.units_text]  # what stands there, a sign, is no unit
    for entry in without:
        yield Remark(Text(f"{entry.institution}: no unit of ours.", f"「{entry.institution}」: 部局がありません。"), places([entry]))


def _says_whole(entry: Entry) -> bool:
    """Whether the row says that no unit but the university itself concluded the agreement."""
    at = entry.places.get("units")
    return entry.row is not None and at is not None and not WHOLE_UNIVERSITY.isdisjoint(entry.row.cells[at : at + 1])


@finding_code(
    "unit-with-separator",
    "info",
    meaning=Text(
        "A unit's own name was taken to contain the sign that separates units.", "部局名そのものに区切り記号が含まれると読みました。"
    ),
    remedy=Text(
        "If these are several units, or if others were split wrongly, name the units in a file and read with --units.",
        "複数の部局である場合や、ほかの分け方が誤っている場合は、部局名のファイルを --units で指定してください。",
    ),
)
def with_separator(listing: Listing) -> Iterator[Remark]:
    """How ・ was understood, so that a person can correct it."""
    for unit, found in _places_of_units(listing).items():
        if any(sign in unit for sign in "・･,"):
            text = Text(f"{unit} was read as one unit.", f"「{unit}」を1つの部局と読みました。")
            yield Remark(text, places(_entries(listing, found), "units"))


@finding_code(
    "units-run-together",
    "warning",
    meaning=Text(
        "A unit's name consists of names that other rows give to units of their own: a line's end or a sign between them may be lost.",
        "ほかの行では別々の部局である名称が、続けて1つの部局名になっています。間の改行や区切りが失われたおそれがあります。",
    ),
    remedy=Text(
        "Compare with the source; separate the units, or name the unit in a file and read with --units where it is one.",
        "元の一覧と見比べ、別々の部局であれば分けてください。1つの部局であれば、部局名のファイルを --units で指定してください。",
    ),
)
def run_together(listing: Listing) -> Iterator[Remark]:
    """Names of units that are made up of others, each of which stands by itself somewhere in the list."""
    found = _places_of_units(listing)
    for unit, at in found.items():
        if parts := _made_of(unit, found):
            text = Text(f"{unit} may be {len(parts)} units: {', '.join(parts)}.", f"「{unit}」は「{'」「'.join(parts)}」かもしれません。")
            yield Remark(text, places(_entries(listing, at), "units"))


def _made_of(unit: str, known: Collection[str]) -> tuple[str, ...]:
    """The fewest names that make the unit up, each ending as units do; none where it is not so. A name is no part of itself."""
    made: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(2, len(unit) + 1 if len(unit) <= _LONGEST_TOLD_APART else 0):
        for start in sorted(made):
            part = unit[start:end]
            if part != unit and part in known and is_unit_name(part) and (end not in made or len(made[start]) + 1 < len(made[end])):
                made[end] = (*made[start], part)
    return made.get(len(unit), ()) if unit else ()
