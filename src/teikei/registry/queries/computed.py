"""The list of an institution at one level as of a day, computed from its agreements by the list's own rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from teikei.lists import model as lists
from teikei.lists.write.compose import order_of
from teikei.lists.write.jsonfile import RowBehind
from teikei.names.bilingual import Text
from teikei.names.collector import collector_waits
from teikei.registry.keys import chunks, name_key
from teikei.registry.models import Agreement, Edition, Entry, Institution
from teikei.registry.operations.agreement_rows import end_words
from teikei.registry.queries.arranging import Elsewhere, Former, Present, arrange
from teikei.registry.queries.held import Held, held_on, label_on
from teikei.registry.queries.publication import Headings, Parts, edition_for, headings_of
from teikei.registry.refusals import NothingKept
from teikei.rules import agreement as values
from teikei.rules.agreement import Level
from teikei.rules.counting import CountingRules
from teikei.rules.rollup import PrintedRow, RollUpRules, Total, roll_up, totals

Part = TypeVar("Part", lists.Region, lists.Heading)
_PRINTED_APART = Text(
    en="The list itself prints its agreements in rows of their own, and nothing of them was changed since.",
    ja="一覧自体が別々の行に載せており、その後変更もないので、そのままとする。",
)


class ComputedRow(NamedTuple):
    """One row: as printed, what stands behind it and why, and the row of the followed edition that it goes on from."""

    entry: lists.Entry
    row: PrintedRow
    former: int | None
    units: tuple[int, ...] = ()  # ours, as `entry.units` names them


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed list: the listing, its rows with their reasons, what may be counted, the edition whose order it follows.

    kept: that edition's rows by the ids under which they are kept.
    """

    listing: lists.Listing
    rows: tuple[ComputedRow, ...]
    totals: tuple[Total, ...]
    edition: Edition | None
    held: Held = field(repr=False)
    kept: Mapping[int, lists.Entry] = field(repr=False)


def behind(computed: Computed) -> dict[int, RowBehind]:
    """What stands behind each row, for files that can say it."""
    return {one.entry.n: RowBehind(one.row.agreements, one.row.why) for one in computed.rows}


def listing_as_of(institution: Institution, level: str, day: date, known_at: datetime | None = None) -> lists.Listing:
    """The listing of `computed_as_of`. Raises NothingKept."""
    return computed_as_of(institution, level, day, known_at=known_at).listing


def computed_as_of(institution: Institution, level: str, day: date, *, known_at: datetime | None = None) -> Computed:
    """The list of the agreements in force on a day: rows by the list's rules, in its order, with its words.

    The edition that speaks for the day gives title, legend, rules, order, labels, and the spelling of rows that are as they
    were. known_at: what was believed at that instant. States no numbers of its own: whoever lays the listing out counts its
    rows. A fixed number of queries. Raises NothingKept where there is neither an edition nor an agreement.
    """
    edition: Edition | None
    try:
        edition = edition_for(institution, level, day, known_at)
    except NothingKept:
        if not Agreement.objects.filter(level=level, parties__institution=institution).exists():
            raise
        edition = None
    return computed_after(institution, level, day, edition, known_at=known_at)


@collector_waits()
def computed_after(
    institution: Institution, level: str, day: date, edition: Edition | None, *, known_at: datetime | None = None
) -> Computed:
    """The same, following this edition's order, words and rules."""
    held = held_on(institution.pk, level, day, edition, known_at)
    headings = headings_of(Edition.objects.filter(institution=institution))
    parts = Parts(edition, headings=headings) if edition else None
    composer = _Composer(edition, held, _rules_of(edition, level, headings), _elsewhere(headings), parts)
    rows = _grouped(composer.rows())
    entries = tuple(row.entry for row in rows)
    listing = lists.Listing(
        title=edition.title if edition else "", as_of=day, legend=tuple(edition.legend) if edition else (),
        rules=composer.rules.counting, regions=_once(entry.region for entry in entries), headings=_once(e.heading for e in entries),
        entries=entries,
    )  # fmt: skip
    kept = {pk: entry for pk, (_, entry) in composer.kept.items()}
    return Computed(listing, tuple(rows), totals([row.row for row in rows], composer.rules), edition, held, kept)


def printed_alone(held: Held) -> dict[int, lists.Entry]:
    """What a list prints of each agreement where it stands in a row of its own, with nothing of an earlier list to go on from."""
    composer = _Composer(None, held, RollUpRules(institution_itself_once=False, level=None), Elsewhere({}, {}, {}), None)
    return {pk: composer.alone(pk, value) for pk, value in held.agreements}


def _grouped(rows: Sequence[ComputedRow]) -> list[ComputedRow]:
    """The rows in the order in which every writer lays them out: a list may name a country in two places."""
    order = order_of(one.entry for one in rows)
    return [rows[index]._replace(entry=rows[index].entry._replace(n=n)) for n, index in enumerate(order, 1)]


def _rules_of(edition: Edition | None, level: str, headings: Headings) -> RollUpRules:
    """The rules of a list; without any list, those that a list of that level usually has."""
    kept: Level = "university" if level == "university" else "unit"
    if edition is None:
        return RollUpRules(level=kept) if kept == "unit" else RollUpRules.of(CountingRules(), level=kept)
    # A list that counts a row of several territories has no block that is not counted.
    several = any(len(headings.codes.get(one.pk, ())) > 1 for one in headings.kept if one.counted and one.edition_id == edition.pk)
    return RollUpRules.of(CountingRules(**edition.rules), level=kept, several_territories_uncounted=not several)


def _once(parts: Iterable[Part | None]) -> tuple[Part, ...]:
    """Each region or territory that a row stands under, in the order of the rows."""
    return tuple({id(part): part for part in parts if part is not None}.values())


def _elsewhere(headings: Headings) -> Elsewhere:
    """What the institution's other lists call a territory, and where they put it; the latest list decides."""
    notes = {one.pk: one.note for one in headings.kept}
    labels: dict[str, str] = {}
    regions: dict[str, str] = {}
    together: dict[frozenset[str], str] = {}
    uncounted = ("", "")
    for one in headings.kept:
        codes, region = headings.codes.get(one.pk, ()), one.region.label if one.region else ""
        if codes and not one.counted:
            uncounted = (region, notes.get(one.parent_id or 0, ""))
        if len(codes) > 1:
            together[frozenset(codes)] = one.label
        elif codes and one.counted:
            labels[codes[0]] = one.label
            if region:
                regions[codes[0]] = region
    return Elsewhere(labels, regions, together, uncounted)


def _under(rows: Iterable[PrintedRow]) -> dict[int, tuple[str, str]]:
    """Region and territory, as the latest list prints them, of agreements of which no country is known."""
    found: dict[int, tuple[str, str]] = {}
    for keys in chunks([row.agreements[0] for row in rows]):
        link = Agreement.entries.through.objects.filter(agreement__in=keys, entry__heading__isnull=False).order_by("entry__edition__as_of")
        for agreement, label, region, parent in link.values_list(
            "agreement_id", "entry__heading__label", "entry__heading__region__label", "entry__heading__parent"
        ):
            is_region = bool(region) and parent is None
            found[agreement] = (region or "", "" if is_region else label)
    return found


class _Composer:
    """Rows of a list in the making."""

    def __init__(self, edition: Edition | None, held: Held, rules: RollUpRules, elsewhere: Elsewhere, parts: Parts | None) -> None:
        self.edition, self.held, self.rules, self.elsewhere, self.parts = edition, held, rules, elsewhere, parts
        self.day = held.day
        self.values = dict(held.agreements)
        self.kept: dict[int, tuple[Entry, lists.Entry]] = {}
        if self.parts:
            self.kept = {row.pk: (row, entry) for row, entry in zip(self.parts.rows, self.parts.entries(self.parts.rows), strict=True)}
        self.has_end = not self.kept or any(entry.valid_to for _, entry in self.kept.values())
        self.has_partner_unit = any(entry.partner_unit for _, entry in self.kept.values())
        self.part_of, self.territories = held.part_of, held.territories
        self.labels: dict[int, str] = {}
        self.unit_labels: dict[int, str] = {}

    # Rows -------------------------------------------------------------------------------------------------------

    def rows(self) -> list[ComputedRow]:
        """All rows, numbered, in order."""
        rolled = [one for row in self._rolled(self.held.agreements) for one in self._apart(row)]
        taken: set[int] = set()
        formers: list[tuple[int | None, int | None]] = []
        for row in rolled:
            printed = sorted({pk for key in row.agreements for pk in self.held.printed.get(key, ())}, key=lambda pk: self.kept[pk][0].n)
            free = next((pk for pk in printed if pk not in taken and self._same_place(row, pk)), None)
            taken |= {free} if free is not None else set()
            formers.append((free, printed[0] if printed and free is None else None))
        units = [self._units(row, former) for row, (former, _) in zip(rolled, formers, strict=True)]
        entries = [
            self._entry(row, former, tuple(text for _, text in named))
            for row, named, (former, _) in zip(rolled, units, formers, strict=True)
        ]
        under = _under([row for row, (former, _) in zip(rolled, formers, strict=True) if former is None and not row.territories])
        places = arrange(
            [Former(pk, row.n, entry.institution, entry.region, entry.heading) for pk, (row, entry) in self.kept.items()],
            self.parts.headings if self.parts else [], self.parts.regions if self.parts else [],
            [
                Present(former, entry.institution, row.territories, row.counted, after, under.get(row.agreements[0], ("", "")))
                for row, entry, (former, after) in zip(rolled, entries, formers, strict=True)
            ],
            self.elsewhere,
        )  # fmt: skip
        order = sorted(range(len(rolled)), key=lambda index: places[index].order)
        made = []
        for n, index in enumerate(order, 1):
            place, row = places[index], rolled[index]
            counted = place.region.counted if place.region else row.counted
            if (former := formers[index][0]) is not None:
                counted = self.kept[former][1].counted
            entry = entries[index]._replace(n=n, region=place.region, heading=place.heading, counted=counted)
            why = row.why or (_one_agreement(row.agreements[0]),)
            made.append(ComputedRow(entry, replace(row, counted=counted, why=why), former, tuple(pk for pk, _ in units[index])))
        return made

    def alone(self, number: int, value: values.Agreement) -> lists.Entry:
        """The row of one agreement, under no heading."""
        (row,) = self._rolled([(number, value)])
        return self._entry(row, None, tuple(text for _, text in self._units(row, None)))

    def _rolled(self, held: Sequence[tuple[int, values.Agreement]]) -> tuple[PrintedRow, ...]:
        return roll_up(held, home=self.held.home, rules=self.rules, part_of=self.part_of, territories=self.territories)

    def _apart(self, row: PrintedRow) -> list[PrintedRow]:
        """A row that the list itself prints as several, as it does, where nothing behind it was changed since."""
        rows: dict[int, list[int]] = defaultdict(list)
        for key in row.agreements:
            printed = self.held.printed.get(key)
            if not printed or key in self.held.touched:
                return [row]
            rows[printed[0]].append(key)
        if len(rows) < 2:
            return [row]
        parts = [part for keys in rows.values() for part in self._rolled([(key, self.values[key]) for key in keys])]
        return [replace(part, why=(*part.why, _PRINTED_APART)) for part in parts]

    def _same_place(self, row: PrintedRow, former: int) -> bool:
        """Whether the row still belongs under the heading under which the list had it."""
        heading = self.kept[former][1].heading
        return not (heading and heading.codes and row.territories) or set(heading.codes) == set(row.territories)

    # Words ------------------------------------------------------------------------------------------------------

    def _entry(self, row: PrintedRow, former: int | None, units: tuple[str, ...]) -> lists.Entry:
        kept = self.kept[former][1] if former is not None else None
        name = self._partner(row, kept)
        end = self._end(row) if self.has_end else None
        if kept is None:
            return lists.Entry(
                n=0, institution=name.text, units=units, concluded_on=row.concluded, counted=row.counted,
                institution_alt=name.alt, partner_unit=name.unit, valid_to=end,
            )  # fmt: skip
        same_units, same_day = kept.units == units, kept.concluded_on == row.concluded
        return kept._replace(
            institution=name.text, institution_alt=name.alt, partner_unit=name.unit, units=units,
            units_text=kept.units_text if same_units else "", concluded_on=row.concluded,
            date_text=kept.date_text if same_day else "", valid_to=end if self.has_end else kept.valid_to,
        )  # fmt: skip

    def _end(self, row: PrintedRow) -> str | None:
        return end_words(self.values[row.agreements[0]]) or None

    def _partner(self, row: PrintedRow, kept: lists.Entry | None) -> "_Partner":
        """The partner's name on the day; a row that is as it was keeps the list's own spelling."""
        inner = [self._unit_label(pk) for pk in row.partner_units]
        label = "・".join(self._label(pk) for pk in row.partners)
        if kept is not None and len(row.partners) == 1 and self._spelt_so(row.partners[0], kept.institution):
            if self._inner_spelt_so(row.partner_units, kept.partner_unit):
                return _Partner(kept.institution, kept.institution_alt, kept.partner_unit)
            return _Partner(kept.institution, kept.institution_alt, "・".join(inner) or None)
        if inner and not self.has_partner_unit:
            between = " " if label.isascii() else ""
            return _Partner(f"{label}{between}{'・'.join(inner)}", None, None)
        return _Partner(label, None, "・".join(inner) or None)

    def _spelt_so(self, institution: int, printed: str) -> bool:
        """Whether this is one of its names, and it is called as it was when the list was kept."""
        one = self.held.institutions[institution]
        then = self.held.labels[0].get(institution) or label_on(one, self.edition.as_of if self.edition else self.day)
        if then != self._label(institution):
            return False
        return any(name.text == printed for name in one.names) or name_key(printed) in {name_key(name.text) for name in one.names}

    def _inner_spelt_so(self, units: tuple[int, ...], printed: str | None) -> bool:
        if not units or not printed:
            return not units and not printed
        return len(units) == 1 and name_key(printed) in {name_key(name.text) for name in self.held.units[units[0]].names}

    def _units(self, row: PrintedRow, former: int | None) -> list[tuple[int, str]]:
        """Our units with their names: as the list printed them where they are the same ones, else in our own order."""
        printed = self.parts.named_units.get(former, []) if self.parts and former is not None else []
        spelt = {unit: text for unit, text in reversed(printed) if unit is not None}
        if printed and set(row.units) == {unit for unit, _ in printed}:
            ordered = list(dict.fromkeys(unit for unit, _ in printed if unit is not None))
        else:
            ordered = sorted(row.units, key=lambda unit: (self.held.units[unit].position, unit))
        return [(unit, spelt[unit] if unit in spelt and self._unit_unchanged(unit) else self._unit_label(unit)) for unit in ordered]

    def _unit_unchanged(self, unit: int | None) -> bool:
        if unit is None or self.edition is None:
            return False
        then = self.held.labels[1].get(unit) or label_on(self.held.units[unit], self.edition.as_of)
        return then == self._unit_label(unit)

    def _label(self, institution: int) -> str:
        if institution not in self.labels:
            self.labels[institution] = label_on(self.held.institutions[institution], self.day)
        return self.labels[institution]

    def _unit_label(self, unit: int) -> str:
        if unit not in self.unit_labels:
            self.unit_labels[unit] = label_on(self.held.units[unit], self.day)
        return self.unit_labels[unit]


def _one_agreement(key: int) -> Text:
    return Text(en=f"One agreement stands behind this row: #{key}.", ja=f"この行のもとになる協定は #{key} の1件。")


class _Partner(NamedTuple):
    text: str
    alt: str | None
    unit: str | None
