"""Rows against rows: duplicates, and the legend's rule on the university itself; rows that name several partners."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from operator import itemgetter

from teikei.lists.check.catalogue import Remark, finding_code, lines_en, lines_ja, places
from teikei.lists.layout.content import is_institution_like, is_our_unit_like
from teikei.lists.layout.lineends import BRACKETED, HAS_MEMBERS, NAMES_ONE
from teikei.lists.model import Entry, Listing
from teikei.names.bilingual import Text
from teikei.names.units import is_unit_name


@finding_code(
    "duplicate-row",
    "warning",
    meaning=Text(
        "Two rows name the same partner: with the same units and date, or at all where by the legend a partner has one row.",
        "同じ協定機関の行が2つあります(部局・締結日まで同じ、または凡例では1行のはずのもの)。",
    ),
    remedy=Text("Take one out, or write what tells them apart.", "一方を削るか、違いが分かるように書き分けてください。"),
)
def duplicates(listing: Listing) -> Iterator[Remark]:
    """The same partner in the same territory, under the folded name."""
    alike: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    once = listing.rules.rows_roll_up
    times = Counter(listing.folded_institutions)
    for entry, name in zip(listing.entries, listing.folded_institutions, strict=True):
        if times[name] == 1:
            continue
        own = () if once else (entry.units, entry.concluded_on, entry.kinds, entry.valid_to, entry.marks)
        alike[entry.territory_key, name, entry.partner_unit, *own].append(entry)
    for rows in alike.values():
        if len(rows) > 1:
            locators = places(rows)
            yield Remark(
                Text(
                    f"{rows[0].institution} stands {len(rows)} times: {lines_en(locators)}.",
                    f"「{rows[0].institution}」が{len(rows)}回現れます: {lines_ja(locators)}。",
                ),
                locators,
            )


@finding_code(
    "institution-and-its-unit",
    "warning",
    meaning=Text(
        "An institution is listed itself and also by one of its units, which the legend rules out.",
        "凡例では大学名のみを記載するはずですが、大学本体とその学部等の両方の行があります。",
    ),
    remedy=Text("Keep only the row of the institution itself, or correct the legend.", "大学本体の行だけを残すか、凡例を直してください。"),
)
def itself_and_unit(listing: Listing) -> Iterator[Remark]:
    """Breaks of rule (a), in lists that state it. A campus (〜校) is an institution of its own."""
    if not listing.rules.institution_itself_once:
        return
    by_territory: dict[str | None, list[tuple[str, Entry]]] = defaultdict(list)
    for entry, name in zip(listing.entries, listing.folded_institutions, strict=True):
        by_territory[entry.territory_key].append((name, entry))
    for names in by_territory.values():
        whole, its_own, before = "", names[0][1], ""
        for name, entry in sorted(names, key=itemgetter(0)):
            if not (whole and name.startswith(whole)):
                whole, its_own = name, entry
            elif name != before and _is_unit_part(name[len(whole) :]):
                yield _broken(its_own, entry)
            before = name


def _is_unit_part(rest: str) -> bool:
    return rest != "大学" and is_unit_name(_katakana(rest)) and not any(word in rest for word in ("校", "きゃんぱす", "campus", "病院"))


def _katakana(folded: str) -> str:
    return "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char for char in folded)


def _broken(whole: Entry, part: Entry) -> Remark:
    locators = places([whole, part], "institution")
    return Remark(
        Text(
            f"{whole.institution} is listed itself and again as {part.institution}: {lines_en(locators)}.",
            f"「{whole.institution}」が大学本体として、また「{part.institution}」としても記載されています: {lines_ja(locators)}。",
        ),
        locators,
    )


@finding_code(
    "several-partners",
    "warning",
    meaning=Text(
        "A row seems to name several universities as partners of one agreement. It was read as one partner, and counted once.",
        "1つの行に複数の大学名が並んでいるようです。1つの協定機関として読み、1機関と数えました。",
    ),
    remedy=Text(
        "If each is a party, split the row at the desk, or write a row for each; if one belongs to the other, nothing is wrong.",
        "それぞれが当事者であれば、事務室で行を分けるか、機関ごとに行を分けてください。一方が他方に属する場合はそのままで構いません。",
    ),
)
def several(listing: Listing) -> Iterator[Remark]:
    """パリ大学、リヨン大学: names of universities beside each other in one cell, outside brackets."""
    for entry in listing.entries:
        if (lines := _lines_of(entry)) or _BETWEEN.search(entry.institution):
            names = lines or _BETWEEN.split(BRACKETED.sub("", entry.institution))
            if len(names) > 1 and (lines or all(map(NAMES_ONE.search, names))) and not any(map(HAS_MEMBERS.search, names)):
                shown = entry.institution[:80]
                yield Remark(
                    Text(f"“{shown}” seems to name {len(names)} universities.", f"「{shown}」には{len(names)}つの大学名があるようです。"),
                    places([entry], "institution"),
                )


def _lines_of(entry: Entry) -> list[str]:
    """The lines of a partner's cell, where each by itself could name one and none is the name in another language."""
    at = entry.places.get("institution")
    cell = entry.row.cells[at] if entry.row and at is not None and at < len(entry.row.cells) else ""
    lines = cell.split("\n") if "\n" in cell and not entry.institution_alt else []
    return lines if all(is_institution_like(line) and not is_our_unit_like(line) and not line[:1].islower() for line in lines) else []


# A comma in Latin letters rather parts a unit, a campus or a place from its institution; so does a blank everywhere.
_BETWEEN = re.compile(r"[、，;；/／＆・\n]|(?<=[^!-~]),|及び|および|並びに|ならびに|\s(?:&|and|und|et)\s")
