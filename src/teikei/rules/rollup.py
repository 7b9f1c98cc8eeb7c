"""Which printed rows agreements become, by the rules of a list, and what may be counted of them."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from teikei.names.bilingual import Text
from teikei.rules.agreement import Agreement, Level
from teikei.rules.counting import CountingRules
from teikei.rules.days import PartialDate

TotalName = Literal["rows", "institutions-rows", "institutions-distinct", "territories", "agreements", "uncounted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RollUpRules:
    """How a list makes rows of agreements. The defaults are the rules that the legend of a usual unit-level list states.

    level: which agreements the list is of; None: all. several_territories_uncounted: agreements whose partners sit in more
    than one territory get a row each, in a block that is not counted. The others are those of CountingRules.
    """

    institution_itself_once: bool = True
    oldest_date_only: bool = True
    several_territories_uncounted: bool = True
    repeated_institution_once: bool = False
    level: Level | None = "unit"

    @property
    def counting(self) -> CountingRules:
        """What of them an edition keeps and a checker reads from the legend."""
        return CountingRules(self.institution_itself_once, self.oldest_date_only, self.repeated_institution_once)

    @classmethod
    def of(cls, counting: CountingRules, *, level: Level | None = "unit", several_territories_uncounted: bool = True) -> "RollUpRules":
        """The rules of a list that was read."""
        return cls(
            institution_itself_once=counting.institution_itself_once,
            oldest_date_only=counting.oldest_date_only,
            repeated_institution_once=counting.repeated_institution_once,
            several_territories_uncounted=several_territories_uncounted,
            level=level,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRow:
    """One row and what stands behind it: ids of institutions, units and agreements.

    partners: the institutions as named; institutions: the ones that these are part of, or themselves. units: ours.
    concluded: the date that is printed. unsplit: agreements that came from a row which may stand for several.
    """

    partners: tuple[int, ...]
    partner_units: tuple[int, ...]
    institutions: tuple[int, ...]
    units: tuple[int, ...]
    concluded: PartialDate | None
    agreements: tuple[int, ...]
    unsplit: tuple[int, ...]
    territories: tuple[str, ...]
    counted: bool
    why: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A number that may lawfully be stated, how it is counted, and whether the list's rules choose it for its heading."""

    name: TotalName
    number: int
    stated: bool
    text: Text


def concerned(held: Sequence[tuple[int, Agreement]], *, home: int, rules: RollUpRules) -> tuple[tuple[int, Agreement], ...]:
    """Those of the list's level to which home is a party and somebody else too: what `roll_up` makes rows of."""
    return tuple(
        (key, one)
        for key, one in held
        if (rules.level is None or one.level == rules.level) and one.party_of(home) and any(p.institution != home for p in one.parties)
    )


def roll_up(
    held: Sequence[tuple[int, Agreement]],
    *,
    home: int,
    rules: RollUpRules,
    part_of: Mapping[int, int],
    territories: Mapping[int, tuple[str, ...]],
) -> tuple[PrintedRow, ...]:
    """The rows of a list of `home`. Every concerned agreement is in exactly one row; rows come in the order of `held`.

    held: agreements by id, as they are on the list's day (`held.on_day`). part_of: an institution that is an inner unit of
    another → that other. territories: where an institution sits (ISO 3166 codes); without an entry, where it is part of.
    """
    sides = [_side(key, one, home, part_of, territories) for key, one in concerned(held, home=home, rules=rules)]
    groups: dict[Hashable, list[_Side]] = {}
    for side in sides:
        alone = rules.several_territories_uncounted and len(side.territories) > 1
        # A branch abroad is listed under its own country, whatever stands behind the row of the main campus.
        partner = (side.institutions, tuple(sorted(side.territories)))
        groups.setdefault(("alone", side.key) if alone else partner, []).append(side)
    rows = [row for group in groups.values() for row in _rows_of(group, rules)]
    places = {side.key: index for index, side in enumerate(sides)}
    return tuple(sorted(rows, key=lambda row: min(places[key] for key in row.agreements)))


@dataclass(frozen=True, slots=True)
class _Side:
    """An agreement as a list sees it: the other parties, and our units."""

    key: int
    agreement: Agreement
    named: tuple[tuple[int, tuple[int, ...]], ...]  # institutions as named, each with its units
    institutions: tuple[int, ...]
    itself: bool  # each institution itself is a party, and not only units of it
    territories: tuple[str, ...]
    units: tuple[int, ...]


def _side(key: int, one: Agreement, home: int, part_of: Mapping[int, int], territories: Mapping[int, tuple[str, ...]]) -> _Side:
    others = sorted((p for p in one.parties if p.institution != home), key=lambda p: p.institution)
    named = tuple((p.institution, tuple(sorted(unit.unit for unit in p.units))) for p in others)
    wholes = [_whole(p.institution, part_of) for p in one.parties if p.institution != home]
    sits = [
        territories.get(p.institution) or territories.get(_whole(p.institution, part_of), ()) for p in one.parties if p.institution != home
    ]
    ours = one.party_of(home)
    return _Side(
        key,
        one,
        named,
        tuple(sorted(set(wholes))),
        set(wholes) <= {institution for institution, units in named if not units},
        tuple(dict.fromkeys(code for codes in sits for code in codes)),
        tuple(unit.unit for unit in ours.units) if ours else (),
    )


def _whole(institution: int, part_of: Mapping[int, int]) -> int:
    """The outermost institution of which it is a part; a circle in the table ends where it began."""
    seen = {institution}
    while (outer := part_of.get(institution, institution)) not in seen:
        seen.add(outer)
        institution = outer
    return institution


def _rows_of(group: list[_Side], rules: RollUpRules) -> list[PrintedRow]:
    """The rows of the agreements with the same partners."""
    if rules.several_territories_uncounted and len(group[0].territories) > 1:
        places = group[0].territories
        why = Text(
            en=f"Its partners sit in more than one country or region ({', '.join(places)}), so it has a row of its own, which the list does not count.",
            ja=f"相手機関が複数の国・地域（{'、'.join(places)}）にあるので、協定ごとに1行とし、数に含めない。",
        )
        return [_row(group, (why,), itself=False, counted=False)]
    whole = [side for side in group if side.itself] if rules.institution_itself_once else []
    if whole:
        return _by_date(group, rules, itself=True, why=_why_itself(group, whole))
    combinations: dict[Hashable, list[_Side]] = {}
    for side in group:
        combinations.setdefault(side.named, []).append(side)
    rows = []
    for same in combinations.values():
        rows += _by_date(same, rules, itself=False, why=_why_combination(same, len(combinations)))
    return rows


def _by_date(group: list[_Side], rules: RollUpRules, *, itself: bool, why: tuple[Text, ...]) -> list[PrintedRow]:
    """One row with the oldest date; else one a date under the institution's name, or one an agreement."""
    if rules.oldest_date_only:
        return [_row(group, why, itself=itself)]
    parts: dict[Hashable, list[_Side]] = {}
    for side in group:
        parts.setdefault(side.agreement.concluded_on if itself else side.key, []).append(side)
    if len(parts) == 1:
        return [_row(group, why, itself=itself)]
    each = (
        Text(en="The list prints every date, so each date has a row.", ja="締結年月日をすべて載せる一覧なので、日付ごとに1行とする。")
        if itself
        else Text(en="The list prints every agreement in a row of its own.", ja="協定ごとに1行とする一覧による。")
    )
    return [_row(part, (*why, each), itself=itself) for part in parts.values()]


def _row(group: list[_Side], why: tuple[Text, ...], *, itself: bool, counted: bool = True) -> PrintedRow:
    group = sorted(group, key=lambda side: _age(side.agreement.concluded))
    first = group[0]
    unsplit = tuple(side.key for side in group if side.agreement.rolled_up)
    return PrintedRow(
        partners=first.institutions if itself else tuple(institution for institution, _ in first.named),
        partner_units=() if itself else tuple(unit for _, units in first.named for unit in units),
        institutions=first.institutions,
        units=tuple(dict.fromkeys(unit for side in group for unit in side.units)),
        concluded=first.agreement.concluded,
        agreements=tuple(side.key for side in group),
        unsplit=unsplit,
        territories=tuple(dict.fromkeys(code for side in group for code in side.territories)),
        counted=counted,
        why=(*why, *_why_joined(group), *_why_unsplit(unsplit)),
    )


def _age(date: PartialDate | None) -> tuple[bool, int, int]:
    """The oldest first, by the first day it can mean; of the same, the one known more exactly; unknown ones last."""
    return (True, 0, 0) if date is None else (False, date.first.toordinal(), (date.last - date.first).days)


# Why a row is one row -------------------------------------------------------------------------------------------


def _numbers(sides: Iterable[_Side]) -> str:
    return ", ".join(f"#{side.key}" for side in sides)


def _why_itself(group: list[_Side], whole: list[_Side]) -> tuple[Text, ...]:
    inner = [side for side in group if not side.itself]
    if not inner:
        return ()
    return (
        Text(
            en=f"The institution itself has concluded an agreement ({_numbers(whole)}), so only its name is printed; those of its units "
            f"({_numbers(inner)}) stand behind the same row.",
            ja=f"相手機関の本体との協定（{_numbers(whole)}）があるので機関名だけを載せ、その部局との協定（{_numbers(inner)}）も同じ行にまとめる。",
        ),
    )


def _why_combination(same: list[_Side], combinations: int) -> tuple[Text, ...]:
    if combinations == 1:
        return ()
    if same[0].itself:
        return (
            Text(
                en="The institution itself is the partner; agreements of its units have rows of their own.",
                ja="相手機関の本体との協定。その部局との協定は別の行とする。",
            ),
        )
    return (
        Text(
            en=f"This institution's agreements are with different units of it, and each unit or combination of units has a row ({combinations} in all).",
            ja=f"この機関とは部局ごとに協定があり、相手部局（の組合せ）ごとに1行とする（全{combinations}行）。",
        ),
    )


def _why_joined(group: list[_Side]) -> tuple[Text, ...]:
    if len(group) == 1:
        return ()
    dates = {side.agreement.concluded_on for side in group}
    oldest = group[0].agreement.concluded
    joined = Text(
        en=f"{len(group)} agreements with the same partner are one row ({_numbers(group)}), with all of our units that they name.",
        ja=f"同じ相手との協定{len(group)}件（{_numbers(group)}）を1行にまとめ、本学の部局をすべて載せる。",
    )
    if len(dates) == 1 or oldest is None:
        return (joined,)
    return (
        joined,
        Text(
            en=f"Of their dates the oldest is printed: {oldest.printed()} (#{group[0].key}).",
            ja=f"締結年月日は最も古い {oldest.printed()}（#{group[0].key}）を載せる。",
        ),
    )


def _why_unsplit(unsplit: tuple[int, ...]) -> tuple[Text, ...]:
    numbers = ", ".join(f"#{key}" for key in unsplit)
    return (
        (
            Text(
                en=f"{numbers} came from a printed row that may stand for several agreements; nobody has said yet which.",
                ja=f"{numbers} は印刷された1行から取り込んだもので、もとの協定が何件かはまだ確かめられていない。",
            ),
        )
        if unsplit
        else ()
    )


# What may be counted --------------------------------------------------------------------------------------------


def totals(rows: Sequence[PrintedRow], rules: RollUpRules) -> tuple[Total, ...]:
    """The numbers that may be stated of rows, each with how it is counted."""
    counted = [row for row in rows if row.counted]
    institutions = {institution for row in counted for institution in row.institutions}
    territories = {code for row in counted for code in row.territories}
    agreements = sum(len(row.agreements) for row in rows)
    uncounted = len(rows) - len(counted)
    unsplit = sum(len(row.unsplit) for row in rows)
    once = rules.repeated_institution_once
    at_least = (
        f" At least: {unsplit} came from rows that may stand for several." if unsplit else "",
        f"うち{unsplit}件は複数の協定を含みうる行から取り込んだもので、少なくともこの数。" if unsplit else "",
    )
    return (
        Total("rows", len(rows), False, Text(en="All rows, whether the list counts them or not.", ja="数えない行も含む、すべての行。")),
        Total(
            "institutions-rows",
            len(counted),
            not once,
            Text(
                en="Each counted row is one institution: units of a university that stand in rows of their own count each.",
                ja="数える行の1行を1機関とする。1大学でも部局ごとに行があれば、それぞれ1機関。",
            ),
        ),
        Total(
            "institutions-distinct",
            len(institutions),
            once,
            Text(
                en="Each institution once, however many rows name it or its units.",
                ja="機関やその部局の行がいくつあっても、1機関を1度だけ数える。",
            ),
        ),
        Total(
            "territories",
            len(territories),
            True,
            Text(en="Countries and regions with a counted row.", ja="数える行のある国・地域。"),
        ),
        Total(
            "agreements",
            agreements,
            True,
            Text(
                en=f"Agreements that stand behind the rows, uncounted rows included.{at_least[0]}",
                ja=f"行のもとになる協定（数えない行のものを含む）。{at_least[1]}",
            ),
        ),
        Total(
            "uncounted",
            uncounted,
            False,
            Text(
                en="Rows that the list shows and does not count: agreements with partners in several countries or regions.",
                ja="一覧に載せるが数に含めない行（複数の国・地域の機関との協定）。",
            ),
        ),
    )
