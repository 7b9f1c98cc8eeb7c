"""What stated numbers count, decided from the evidence: the reading under which most of them agree with the rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple, get_args

from teikei.lists.layout.profile import Profile
from teikei.lists.located import Row
from teikei.lists.model import Decision, Entry, Heading, Listing, Region, Stated
from teikei.names.bilingual import Text
from teikei.rules.counting import Counted, tally

_KINDS: tuple[Counted, ...] = ("institutions", "territories", "agreements")
_NAMED = {
    "institutions": Text("institutions", "機関"),
    "territories": Text("countries and regions", "国・地域"),
    "agreements": Text("agreements (rows)", "協定(行)"),
}


class Sum(NamedTuple):
    """A total printed among the rows. of: what its words count, None where they do not say. after: entries before it."""

    word: str
    of: Counted | None
    value: int | None
    text: str
    row: Row
    after: int
    region: Region | None
    heading: Heading | None


def settled(listing: Listing, *, bare: set[int], sums: Sequence[Sum], profile: Profile) -> Listing:
    """The listing with every stated number under the kind that it counts, and the decisions on that."""
    listing = _with_sums(_without_summary(listing), sums)
    listing = _institutions_once(listing)
    regions = [(stated, _inside(listing, region)) for region in listing.regions for stated in region.stated if id(stated) in bare]
    listing = _region_kind(listing, regions, bare, profile)
    return listing


def _without_summary(listing: Listing) -> Listing:
    """Without regions that stand above no row where one of the same name does: a summary or table of contents names them."""
    filled = {id(entry.region) for entry in listing.entries}
    labels = {region.label for region in listing.regions if id(region) in filled}
    regions = tuple(region for region in listing.regions if id(region) in filled or region.label not in labels)
    return listing if len(regions) == len(listing.regions) else replace(listing, regions=regions)


def _inside(listing: Listing, region: Region) -> list[Entry]:
    return [entry for entry in listing.entries if entry.region is region and entry.counted]


def _region_kind(listing: Listing, stated: list[tuple[Stated, list[Entry]]], bare: set[int], profile: Profile) -> Listing:
    """Bare numbers of regions count whichever of institutions, territories and rows most of them agree with."""
    numbers = [(each, rows) for each, rows in stated if each.value is not None and rows]
    if not numbers:
        return listing
    said: Counted | None = profile.counts.get("region")
    agreeing = {kind: sum(each.value == getattr(tally(rows, listing.rules), kind) for each, rows in numbers) for kind in _KINDS}
    off = {
        kind: sum(abs((each.value or 0) - (getattr(tally(rows, listing.rules), kind) or 0)) for each, rows in numbers) for kind in _KINDS
    }
    kind: Counted = said if said is not None else min(_KINDS, key=lambda each: (-agreeing[each], off[each], _KINDS.index(each)))
    named = _NAMED[kind]
    why = Text(
        f"{agreeing[kind]} of {len(numbers)} stated numbers agree with the rows when they count {named.en}",
        f"{len(numbers)}個の記載数のうち{agreeing[kind]}個が、{named.ja}の数として行と合います",
    )
    places = tuple(each.row.locator() for each, _ in numbers if each.row)
    sure = 1.0 if said else 0.5 + 0.5 * agreeing[kind] / len(numbers)
    listing = replace(listing, decisions=(*listing.decisions, Decision("counts", f"region = {kind}", sure, why, places)))
    return listing if kind == "institutions" else _with_regions(listing, kind, bare)


def _with_regions(listing: Listing, kind: Counted, bare: set[int]) -> Listing:
    changed = {
        id(region): replace(region, stated=tuple(replace(each, of=kind) if id(each) in bare else each for each in region.stated))
        for region in listing.regions
    }
    return _relinked(listing, changed, {})


def _relinked(listing: Listing, regions: dict[int, Region], headings: dict[int, Heading]) -> Listing:
    """The listing with some regions and headings replaced (by the ids of the old ones), wherever they are referred to."""

    def region_of(region: Region | None) -> Region | None:
        return None if region is None else regions.get(id(region), region)

    linked = {
        id(heading): heading if region_of(made.region) is made.region and made is heading else replace(made, region=region_of(made.region))
        for heading in listing.headings
        for made in (headings.get(id(heading), heading),)
    }
    entries = tuple(
        entry._replace(region=region_of(entry.region), heading=linked.get(id(entry.heading), entry.heading) if entry.heading else None)
        for entry in listing.entries
    )
    placed = tuple(regions.get(id(region), region) for region in listing.regions)
    return replace(listing, regions=placed, headings=tuple(linked.values()), entries=entries)


def _institutions_once(listing: Listing) -> Listing:
    """Whether rows that name an institution again are counted again: as most stated numbers of institutions have it."""
    counted = [entry for entry in listing.entries if entry.counted]
    if listing.rules.rows_roll_up or not _stated_institutions(listing):
        return listing
    once = replace(listing.rules, repeated_institution_once=True)
    if tally(counted, once).institutions == len(counted):
        return listing
    fits = {False: 0, True: 0}
    by_heading, by_region = _grouped(listing.entries)
    for stated, rows in _stated_with_rows(listing, by_heading, by_region):
        for rules in (listing.rules, once):
            fits[rules.repeated_institution_once] += stated.value == tally(rows, rules).institutions
    if fits[True] <= fits[False]:
        return listing
    why = Text(
        f"{fits[True]} stated numbers of institutions agree so, {fits[False]} when every row counts",
        f"記載された機関数のうち{fits[True]}個がこの数え方と合い、行ごとに数えると{fits[False]}個です",
    )
    decision = Decision("counts", "repeated institutions once", 0.5 + 0.5 * fits[True] / max(1, sum(fits.values())), why)
    return replace(listing, rules=once, decisions=(*listing.decisions, decision))


def _stated_institutions(listing: Listing) -> bool:
    return (
        any(stated.of == "institutions" for stated in listing.stated)
        or any(stated.of == "institutions" for region in listing.regions for stated in region.stated)
        or any(heading.stated for heading in listing.headings)
    )


def _grouped(entries: Iterable[Entry]) -> tuple[dict[int, list[Entry]], dict[int, list[Entry]]]:
    by_heading: dict[int, list[Entry]] = defaultdict(list)
    by_region: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_heading[id(entry.heading)].append(entry)
        if entry.counted:
            by_region[id(entry.region)].append(entry)
    return by_heading, by_region


def _stated_with_rows(
    listing: Listing, by_heading: dict[int, list[Entry]], by_region: dict[int, list[Entry]]
) -> Iterable[tuple[Stated, list[Entry]]]:
    yield from ((stated, [*listing.entries]) for stated in listing.stated if stated.of == "institutions")
    for region in listing.regions:
        yield from ((stated, by_region[id(region)]) for stated in region.stated if stated.of == "institutions")
    for heading in listing.headings:
        if heading.stated and heading.stated.of == "institutions":
            yield heading.stated, by_heading[id(heading)]


def _with_sums(listing: Listing, sums: Sequence[Sum]) -> Listing:
    """Totals among the rows: the only one of its sheet speaks for the sheet, others for what they close."""
    if not sums:
        return listing
    stated = list(listing.stated)
    regions: dict[int, Region] = {}
    headings: dict[int, Heading] = {}
    for each in sums:
        made = Stated(each.of or _kind_of_total(listing, each), each.value, each.text, each.row)
        scope = _scope(listing, each, made, sums)
        if scope == "heading" and each.heading is not None:
            headings[id(each.heading)] = replace(each.heading, stated=made)
        elif scope == "region" and each.region is not None:
            region = regions.get(id(each.region), each.region)
            regions[id(each.region)] = replace(region, stated=(*region.stated, made))
        elif scope == "list":
            stated.append(made)
    listing = replace(listing, stated=tuple(stated))
    return _relinked(listing, regions, headings) if regions or headings else listing


def _kind_of_total(listing: Listing, each: Sum) -> Counted:
    """A total without a counter counts rows: institutions, unless rows repeat them."""
    counted = [entry for entry in listing.entries if entry.counted]
    once = replace(listing.rules, repeated_institution_once=True)
    whole = tally(counted, once)
    return (
        "agreements"
        if whole.institutions != len(counted) and whole.institutions != each.value and not listing.rules.rows_roll_up
        else "institutions"
    )


def _scope(listing: Listing, each: Sum, made: Stated, sums: Sequence[Sum]) -> str:
    """What a total speaks for: the territory, region or part that it closes, or the list; its words and the rows decide."""
    same = [other for other in sums if other.row.sheet == each.row.sheet and other.word == each.word and other.of == each.of]
    part = each.word in ("", "小計") or "sub" in each.word.lower()
    own = [entry for entry in listing.entries if entry.row is None or entry.row.sheet == each.row.sheet]
    parts = {
        "list": own,
        "region": [entry for entry in own if each.region is not None and entry.region is each.region],
        "heading": [entry for entry in own if each.heading is not None and entry.heading is each.heading],
    }
    fitting = [
        name
        for name, rows in parts.items()
        if rows and each.value in (getattr(tally(rows, listing.rules), made.of), tally(rows, listing.rules).counted)
    ]
    if part:
        return _scope_of_part(listing, each, parts, fitting, alone=len(same) == 1)
    below = listing.entries[each.after : each.after + 1]
    if fitting == ["region"] and each.after and below and below[0].row is not None and below[0].row.sheet == each.row.sheet:
        return "region"  # the only one, but rows of another part follow
    later = {other.after for other in same if other.after}
    if not each.after or "list" in fitting or len(later) == 1:
        return "list"
    before = max((after for after in later if after < each.after), default=0)
    if "region" in fitting or (each.region is not None and len(listing.regions) > 1):
        return "region"
    return "part" if each.value == each.after - before else "list"


def _scope_of_part(listing: Listing, each: Sum, parts: dict[str, list[Entry]], fitting: list[str], *, alone: bool) -> str:
    """What a subtotal speaks for: the nearest that agrees; where none does, the nearest that has rows."""
    nearest = ["heading", "region"] if each.heading and each.heading.stated is None else ["region"]
    for name in (*nearest, "list"):
        if name in fitting:
            return name
    if alone and each.after == len(listing.entries):
        return "list"
    return next((name for name in nearest if parts[name]), "region" if each.region else "list")


assert set(_KINDS) == set(get_args(Counted))
