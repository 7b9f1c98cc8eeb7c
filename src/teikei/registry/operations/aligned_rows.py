"""What accepting rows of a newer list does to agreements, institutions and units."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from teikei.lists import model as lists
from teikei.names.bilingual import Refusal, Text
from teikei.registry.keys import chunks, language_of, name_key
from teikei.registry.models import Agreement, AlignedRow, Edition, EntryUnit, Institution, OrganizationalUnit, Territory
from teikei.registry.operations.agreement_rows import AGREEMENTS, refresh_agreements
from teikei.registry.operations.agreements import keep_agreements, named_units, term_printed
from teikei.registry.operations.aligning import link
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.kept import change, current, value_of
from teikei.registry.operations.ledger import Act
from teikei.registry.operations.names import keep_partners, keep_units, known_partners_of
from teikei.registry.queries.publication import Parts
from teikei.rules import agreement as values
from teikei.rules.changes import closed
from teikei.rules.counting import CountingRules
from teikei.rules.institution import Name
from teikei.rules.problems import brought, problems

Units = dict[tuple[int, str], OrganizationalUnit]


class Rows:
    """Rows of one newer list that are decided in one act."""

    def __init__(self, edition: Edition, rows: Sequence[AlignedRow], act: Act, today: date) -> None:
        self.edition, self.rows, self.act, self.today = edition, rows, act, today
        self.home = edition.institution
        self.values: dict[int, values.Agreement] = {}
        self.bodies: dict[int, str] = {}
        for pks in chunks({pk for row in rows for pk in row.agreements}):
            for pk, body in Agreement.objects.filter(pk__in=pks).values_list("pk", "body"):
                self.values[pk], self.bodies[pk] = value_of(AGREEMENTS, body), body
        kept = [row.entry for row in rows if row.entry is not None]
        parts = Parts(edition) if kept else None
        made = parts.entries(kept) if parts else []
        self.entries: dict[int, lists.Entry] = {row.pk: entry for row, entry in zip(kept, made, strict=True)}
        self.codes = Territory.objects.in_bulk()
        self.renamed: list[int] = []
        self.renamed_units: list[int] = []

    # What is kept stays -----------------------------------------------------------------------------------------

    def stay(self) -> None:
        """The row is known to mean its agreements, whatever it prints; units keep their names and learn the list's spelling."""
        for row in self.rows:
            if row.kind == AlignedRow.Kind.UNIT and row.ours and row.theirs:
                self._name_unit(row, alias=True)
        link(
            {pk: row.entry_id for row in self.rows if row.kind == AlignedRow.Kind.CHANGED and row.entry_id for pk in row.agreements},
            self.act,
        )

    # It is as the list says -------------------------------------------------------------------------------------

    def accept(self, *, always_so: bool) -> list[tuple[int, Text]]:
        """Do what the rows say. Gives those that could not be done, with the reason; of these nothing is stored."""
        left: list[tuple[int, Text]] = []
        for row in self.rows:
            if row.kind == AlignedRow.Kind.UNIT:
                self._name_unit(row, always_so=always_so)
        changed = [row for row in self.rows if row.kind == AlignedRow.Kind.CHANGED]
        partners = self._partners(changed, always_so)
        units = self._units([row for row in self.rows if row.entry_id])
        for row in self.rows:
            if row.kind not in (AlignedRow.Kind.CHANGED, AlignedRow.Kind.GONE):
                continue
            try:
                self.values |= self._changed(row, partners, units) if row.kind == AlignedRow.Kind.CHANGED else self._gone(row)
            except Refusal as refusal:
                left.append((row.position, refusal.text))
        self._name_entry_units(units)
        change(AGREEMENTS, {pk: (None, value) for pk, value in self.values.items()}, self.act)
        self._new([row for row in self.rows if row.kind == AlignedRow.Kind.NEW], units)
        refresh_agreements(institutions=self.renamed, units=self.renamed_units, today=self.today)
        return left

    def _name_unit(self, row: AlignedRow, *, always_so: bool = False, alias: bool = False) -> None:
        """Give one of our units its new name, from the list's day, or for all its time; or only note the spelling."""
        self.renamed_units.append(int((row.ours or {})["unit"]))
        pk, name = int((row.ours or {})["unit"]), str((row.theirs or {})["name"])
        version, unit = current(UNITS, pk)
        change(UNITS, {pk: (version, replace(unit, names=self._names(unit.names, name, always_so=always_so, alias=alias)))}, self.act)
        named = EntryUnit.objects.filter(entry__edition=self.edition, unit=None)
        spelt = [one.pk for one in named if name_key(one.printed) == name_key(name)]
        for pks in chunks(spelt):
            EntryUnit.objects.filter(pk__in=pks).update(unit=pk)

    def _names(self, names: tuple[Name, ...], text: str, *, always_so: bool, alias: bool = False) -> tuple[Name, ...]:
        language = language_of(text)
        if alias:
            return (*names, Name(text=text, language=language, kind="alias"))
        day = self.edition.as_of
        kept = []
        for name in names:
            current_label = name.kind == "label" and name.language == language and name.used_to is None
            if current_label and always_so:
                kept.append(replace(name, kind="alias"))
            elif current_label:
                kept.append(replace(name, used_to=day - timedelta(days=1)))
            elif name.text != text or name.language != language:
                kept.append(name)
        return (*kept, Name(text=text, language=language, used_from=None if always_so else day))

    def _units(self, rows: Sequence[AlignedRow]) -> Units:
        """Our units that the rows name; made where nothing kept is called so."""
        if not rows:
            return {}
        return keep_units([(self.home.pk, unit) for row in rows for unit in self.entries[row.entry_id or 0].units], self.act)

    def _name_entry_units(self, units: Units) -> None:
        entries = [row.entry_id for row in self.rows if row.entry_id]
        for pks in chunks(entries):
            open_ones = list(EntryUnit.objects.filter(entry__in=pks, unit=None))
            for one in open_ones:
                one.unit = units.get((self.home.pk, one.printed))
            EntryUnit.objects.bulk_update(open_ones, ["unit"], batch_size=500)

    def _partners(self, rows: Sequence[AlignedRow], always_so: bool) -> dict[int, Institution]:
        """The partner whom each renamed row means (by row's position). An institution that the list names otherwise wherever it
        names it has a new name; one that it still names by the old one was confused with another.
        """
        renamed = [row for row in rows if "renamed" in row.changes]
        entries = [self.entries[row.entry_id or 0] for row in renamed]
        known = dict(zip((row.position for row in renamed), known_partners_of(entries, self.codes), strict=True))
        still = self._named_as_before({row.position for row in renamed})
        found: dict[int, Institution] = {}
        new: dict[int, Name] = {}
        for row, entry in zip(renamed, entries, strict=True):
            one = known[row.position]
            partner = self._partner_of(row)
            if one is not None and (partner is None or one.pk != partner.pk):
                found[row.position] = one
            elif one is None and (
                partner is None or partner.pk in still or new.get(partner.pk, Name(text=entry.institution)).text != entry.institution
            ):
                found[row.position] = keep_partners([entry], self.codes, self.act)[0]
            elif one is None and partner is not None:
                found[row.position] = partner
                if partner.pk not in new:
                    new[partner.pk] = Name(text=entry.institution)
                    self.renamed.append(partner.pk)
                    version, value = current(INSTITUTIONS, partner.pk)
                    names = self._names(value.names, entry.institution, always_so=always_so)
                    change(INSTITUTIONS, {partner.pk: (version, replace(value, names=names))}, self.act)
            elif partner is not None:
                found[row.position] = partner
        return found

    def _named_as_before(self, but: set[int]) -> set[int]:
        """Partners of rows of this list that are not among these: they are still called as they were."""
        rows = AlignedRow.objects.filter(edition=self.edition, kind__in=(AlignedRow.Kind.SAME, AlignedRow.Kind.CHANGED))
        agreements = [pk for one in rows.only("position", "agreements", "changes") if one.position not in but and "renamed" not in one.changes for pk in one.agreements]  # fmt: skip
        found: set[int] = set()
        for pks in chunks(agreements):
            found |= set(Institution.objects.filter(parties__agreement__in=pks).values_list("pk", flat=True))
        return found

    def _partner_of(self, row: AlignedRow) -> Institution | None:
        """The only other party of the row's agreements; None where there are several."""
        others = {p.institution for pk in row.agreements for p in self.values[pk].parties if p.institution != self.home.pk}
        return Institution.objects.get(pk=others.pop()) if len(others) == 1 else None

    def _changed(self, row: AlignedRow, partners: dict[int, Institution], units: Units) -> dict[int, values.Agreement]:
        entry = self.entries[row.entry_id or 0]
        made = {pk: self.values[pk] for pk in row.agreements}
        first = row.agreements[0]
        if "renamed" in row.changes:
            made = {pk: self._with_partner(value, partners[row.position], entry) for pk, value in made.items()}
        if "redated" in row.changes and entry.concluded_on:
            made[first] = replace(made[first], concluded_on=entry.concluded_on.isoformat())
        if "units" in row.changes:
            made |= self._with_units(made, first, entry, units)
        if "validity" in row.changes:
            made[first] = _with_term(made[first], entry)
        if "territory" in row.changes:
            self._move(row, entry)
        made = {pk: replace(value, entries=(*value.entries, row.entry_id or 0)) for pk, value in made.items()}
        for pk, value in made.items():
            if wrong := brought(problems(value, self.today), problems(self.values[pk], self.today)):
                raise Refusal(" ".join(one.text.en for one in wrong), "".join(one.text.ja for one in wrong))
        return made

    def _with_partner(self, value: values.Agreement, partner: Institution, entry: lists.Entry) -> values.Agreement:
        named = [entry.partner_unit] if entry.partner_unit else []
        inner = named_units(list(keep_units([(partner.pk, unit) for unit in named], self.act).values()), {})
        others = [party for party in value.parties if party.institution != self.home.pk]
        if len(others) != 1:
            raise Refusal(
                "The agreement has several partners, and the list names another one: set it right by hand.",
                "この協定には相手機関が複数あります。手作業で訂正してください。",
            )
        return replace(
            value,
            parties=tuple(
                party if party.institution == self.home.pk else replace(party, institution=partner.pk, units=inner)
                for party in value.parties
            ),
        )

    def _with_units(self, made: dict[int, values.Agreement], first: int, entry: lists.Entry, units: Units) -> dict[int, values.Agreement]:
        """Units that the list no longer names leave every agreement of the row; new ones come to the one whose date is printed."""
        wanted = {units[self.home.pk, name].pk: units[self.home.pk, name] for name in entry.units}
        held = {
            unit.unit for value in made.values() for party in value.parties if party.institution == self.home.pk for unit in party.units
        }
        added = named_units([unit for pk, unit in wanted.items() if pk not in held], {units[self.home.pk, n].pk: n for n in entry.units})
        changed = {}
        for pk, value in made.items():
            parties = []
            for party in value.parties:
                if party.institution == self.home.pk:
                    kept = tuple(unit for unit in party.units if unit.unit in wanted)
                    party = replace(party, units=(*kept, *added) if pk == first else kept)
                parties.append(party)
            changed[pk] = replace(value, parties=tuple(parties))
        return changed

    def _move(self, row: AlignedRow, entry: lists.Entry) -> None:
        """The partner sits where the list says."""
        partner = self._partner_of(row)
        codes = tuple(code for code in entry.territory_codes if code in self.codes)
        if partner is None or not codes:
            return
        self.renamed.append(partner.pk)
        version, value = current(INSTITUTIONS, partner.pk)
        change(INSTITUTIONS, {partner.pk: (version, replace(value, territories=codes))}, self.act)

    def _gone(self, row: AlignedRow) -> dict[int, values.Agreement]:
        """It no longer holds from the day on of the list that does not show it."""
        return {
            pk: closed(self.values[pk], self.edition.as_of, "not-listed", today=max(self.today, self.edition.as_of))
            for pk in row.agreements
            if self.values[pk].closing is None
        }

    def _new(self, rows: Sequence[AlignedRow], units: Units) -> None:
        """An agreement for each row. One that only an older list shows ended by the next list at the latest."""
        if not rows:
            return
        kept = [row.entry for row in rows if row.entry is not None]
        listed = [self.entries[row.pk] for row in kept]
        partners = keep_partners(listed, self.codes, self.act)
        theirs = keep_units([(p.pk, e.partner_unit) for p, e in zip(partners, listed, strict=True) if e.partner_unit], self.act)
        rolled_up = CountingRules(**self.edition.rules).rows_roll_up
        made = keep_agreements(self.edition, list(zip(listed, kept, strict=True)), partners, {**units, **theirs}, rolled_up, self.act)
        later = Edition.objects.filter(institution=self.home, level=self.edition.level, as_of__gt=self.edition.as_of).order_by("as_of")
        following = later.first()
        if following is None:
            return
        ended: dict[int, tuple[int | None, values.Agreement]] = {}
        for row in made:
            value = value_of(AGREEMENTS, row.body)
            ended[row.pk] = (None, closed(value, following.as_of, "not-listed", today=max(self.today, following.as_of)))
        change(AGREEMENTS, ended, self.act)


def _with_term(value: values.Agreement, entry: lists.Entry) -> values.Agreement:
    """The end that the list prints: a further term after those that are kept, a later end of the last, or words."""
    terms, renewal, words = term_printed(entry)
    if renewal.kind == "automatic":
        return replace(value, renewal=replace(value.renewal, kind="automatic"), listed_end=words)
    if not terms or terms[0].valid_to is None:
        return replace(value, listed_end=words)
    end = terms[0].valid_to
    if not value.terms:
        return replace(value, terms=terms, listed_end=words)
    last = value.terms[-1]
    if last.valid_to is not None and end > last.valid_to:
        further = values.Term(valid_from=last.valid_to + timedelta(days=1), valid_to=end)
        return replace(value, terms=(*value.terms, further), listed_end=words)
    return replace(value, terms=(*value.terms[:-1], replace(last, valid_to=end)), listed_end=words)
