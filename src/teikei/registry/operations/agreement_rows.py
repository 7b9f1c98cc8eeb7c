"""What follows from the value of an agreement: columns, parties, days, memoranda and deadlines that queries look in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Model

from teikei.registry.keys import BATCH, BEFORE_RECORDS, chunks, name_key, search_key
from teikei.registry.models import (
    Agreement,
    AgreementKind,
    AgreementLink,
    AttachedDocument,
    Deadline,
    Derivation,
    Entry,
    Institution,
    Memorandum,
    OrganizationalUnit,
    Party,
    Region,
    Span,
    Territory,
)
from teikei.registry.operations.institution_rows import INSTITUTIONS
from teikei.registry.operations.kept import Kind, refresh, value_of
from teikei.registry.operations.search_names import rekey_agreements
from teikei.rules import agreement as values
from teikei.rules.held import spans, status
from teikei.rules.institution import Institution as Named
from teikei.rules.papers import documents_of
from teikei.rules.reminders import undecided

Pairs = Sequence[tuple[Agreement, values.Agreement]]
# Deadlines of automatic renewals go on for ever: so far ahead they are kept, and `teikei-admin remind` keeps them up.
AHEAD = timedelta(days=366 * 6)
# Raise it whenever another column, row or deadline follows from the same value (a test fails until then): `teikei-admin migrate`
# derives all anew by another number.
RULES = 1
BEHIND = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the values name: institutions and units by id, the codes of partners, the region and headings of each newest printed row."""

    rows: Mapping[int, Institution]
    institutions: Mapping[int, Named]
    units: Mapping[int, str]
    territories: Mapping[str, Territory]
    regions: Mapping[int, int]
    headings: Mapping[int, tuple[str, ...]]

    @classmethod
    def of(cls, every: Iterable[values.Agreement]) -> "_Known":
        listed = list(every)
        sides = [party for value in listed for party in value.parties]
        institutions: dict[int, Institution] = {}
        for pks in chunks(dict.fromkeys(party.institution for party in sides)):
            institutions |= Institution.objects.in_bulk(pks)
        units: dict[int, str] = {}
        for pks in chunks(dict.fromkeys(unit.unit for party in sides for unit in party.units)):
            units |= dict(OrganizationalUnit.objects.filter(pk__in=pks).values_list("pk", "name"))
        named = {pk: value_of(INSTITUTIONS, row.body) for pk, row in institutions.items()}
        entries = dict.fromkeys(value.entries[-1] for value in listed if value.entries)
        regions: dict[int, int] = {}
        headings: dict[int, tuple[str, ...]] = {}
        for pks in chunks(entries):
            found = Entry.objects.filter(pk__in=pks, heading__isnull=False)
            for pk, label, region, printed in found.values_list("pk", "heading__label", "heading__region_id", "heading__region__label"):
                headings[pk] = (label, printed) if printed else (label,)
                if region:
                    regions[pk] = region
        return cls(institutions, named, units, Territory.objects.in_bulk(), regions, headings)

    def partners(self, value: values.Agreement) -> list[values.Party]:
        """The parties whose lists are not kept here; all of them where there is none."""
        found = [party for party in value.parties if not self.rows[party.institution].is_home]
        return found or list(value.parties)

    def codes_of(self, value: values.Agreement) -> list[str]:
        """The territories of the partners, each once."""
        named = (code for party in self.partners(value) for code in self.institutions[party.institution].territories)
        return list(dict.fromkeys(code for code in named if code in self.territories))


def _columns(pairs: Pairs) -> None:
    known = _Known.of(value for _, value in pairs)
    learnt = _regions_of_territories(known) if any(not value.entries for _, value in pairs) else {}
    for row, value in pairs:
        day = value.concluded
        codes = known.codes_of(value)
        row.level, row.title, row.rolled_up = value.level, value.title[:300], value.rolled_up
        row.concluded_on, row.precision = (day.first, day.precision) if day else (None, "")
        row.valid_to, row.closed_on = end_words(value), value.closing.closed_on if value.closing else None
        row.afterwards = afterwards(value)
        row.region_id = known.regions.get(value.entries[-1]) if value.entries else learnt.get(codes[0] if len(codes) == 1 else "")
        row.key, row.sort_key = _key(row, value, codes, known), name_key(known.rows[known.partners(value)[0].institution].printed)


def _regions_of_territories(known: _Known) -> dict[str, int]:
    """Where the lists of the home institutions put a territory: the region of its newest heading; "" for several at once."""
    homes = [pk for pk, row in known.rows.items() if row.is_home]
    found: dict[str, int] = {}
    headings = Region.objects.filter(institution__in=homes, headings__territories__isnull=False).order_by("headings__edition__as_of")
    for region, counted, code in headings.values_list("pk", "counted", "headings__territories__code"):
        found[str(code) if counted else ""] = region
    return found


def end_words(value: values.Agreement) -> str:
    """How long it holds, as lists print it: a day in ISO order, "auto-renew", "indefinite", "renewal-pending", other words."""
    if value.renewal.kind == "automatic":
        return "auto-renew"
    if value.terms:
        last = value.terms[-1].valid_to
        return last.isoformat() if last else "indefinite"
    return value.listed_end[:100]


def afterwards(value: values.Agreement) -> str:
    """What it is once its last span is over: "pending" where its renewal is open, else "ended"; "" where no end is known."""
    every = spans(value)
    if not every:
        return "ended"
    last = every[-1].valid_to
    return "" if last is None or last == date.max else str(status(value, last + timedelta(days=1)))


def _key(row: Agreement, value: values.Agreement, codes: Sequence[str], known: _Known) -> str:
    names = [name.text for party in known.partners(value) for name in known.institutions[party.institution].names]
    names += known.headings.get(value.entries[-1], ())[:1] if value.entries else ()
    names += [name for code in codes for name in (known.territories[code].name_ja, known.territories[code].name_en)]
    names += known.headings.get(value.entries[-1], ())[1:] if value.entries else ()
    names += [name for party in value.parties for unit in party.units for name in (known.units[unit.unit], unit.printed)]
    names.append(value.title)
    kept = row.key.partition(BEFORE_RECORDS)[2] if row.key else ""
    own = search_key(names)
    return own + BEFORE_RECORDS + kept if kept else own


def _hang(pairs: Pairs, today: date) -> None:
    known = _Known.of(value for _, value in pairs)
    parties = [
        (Party(agreement=row, institution_id=party.institution, position=position), party)
        for row, value in pairs
        for position, party in enumerate(value.parties, 1)
    ]
    Party.objects.bulk_create([made for made, _ in parties], batch_size=BATCH)
    _linked(
        Party.units.through, "party_id", "organizationalunit_id", ((made.pk, unit.unit) for made, party in parties for unit in party.units)
    )
    _linked(
        Agreement.territories.through,
        "agreement_id",
        "territory_id",
        ((row.pk, code) for row, value in pairs for code in known.codes_of(value)),
    )
    _linked(Agreement.entries.through, "agreement_id", "entry_id", ((row.pk, entry) for row, value in pairs for entry in value.entries))
    named = ((row, kind[:100]) for row, value in pairs for kind in value.kinds)
    AgreementKind.objects.bulk_create((AgreementKind(agreement=row, kind=kind) for row, kind in dict.fromkeys(named)), batch_size=BATCH)
    ends = ((row, link.kind, link.agreement) for row, value in pairs for link in value.links)
    AgreementLink.objects.bulk_create(
        (AgreementLink(agreement=row, kind=kind, other=other) for row, kind, other in dict.fromkeys(ends)), batch_size=BATCH
    )
    Span.objects.bulk_create(
        (
            Span(agreement=row, valid_from=span.valid_from, valid_to=span.valid_to, basis=span.basis)
            for row, value in pairs
            for span in spans(value)
        ),
        batch_size=BATCH,
    )
    Memorandum.objects.bulk_create((_memorandum(row, one) for row, value in pairs for one in value.memoranda), batch_size=BATCH)
    Deadline.objects.bulk_create(_deadlines(pairs, today), batch_size=BATCH)
    AttachedDocument.objects.bulk_create(
        (
            AttachedDocument(agreement=row, memorandum=memorandum, sha256=one.sha256, visibility=one.visibility)
            for row, value in pairs
            for memorandum, one in documents_of(value)
        ),
        batch_size=BATCH,
    )
    judged = {pk for pk, institution in known.rows.items() if institution.judgment_id and not institution.is_home}
    rekey_agreements(row.pk for row, value in pairs if any(party.institution in judged for party in value.parties))


def _cleared(agreements: Sequence[int]) -> None:
    for pks in chunks(agreements):
        for table in (Party, Span, AgreementKind, AgreementLink, Memorandum, Deadline, AttachedDocument):
            table.objects.filter(agreement__in=pks).delete()
        Agreement.territories.through.objects.filter(agreement__in=pks).delete()
        Agreement.entries.through.objects.filter(agreement__in=pks).delete()


def _linked(table: type[Model], left: str, right: str, pairs: Iterable[tuple[Any, Any]]) -> None:
    table.objects.bulk_create((table(**{left: one, right: other}) for one, other in dict.fromkeys(pairs)), batch_size=BATCH)  # type: ignore[attr-defined]


def _memorandum(row: Agreement, value: values.Memorandum) -> Memorandum:
    return Memorandum(
        agreement=row, local=value.id, kind=value.kind, title=value.title[:300],
        valid_from=value.terms[0].valid_from if value.terms else None, valid_to=value.terms[-1].valid_to if value.terms else None,
    )  # fmt: skip


def _deadlines(pairs: Pairs, today: date) -> list[Deadline]:
    """Every deadline that what is on record does not answer, from those that passed lately up to some years ahead."""
    first = max(today, date.min + BEHIND) - BEHIND
    return [
        Deadline(agreement=row, kind=about, due_on=due_on)
        for row, value in pairs
        for about, due_on in undecided(value, first, today + AHEAD)
    ]


AGREEMENTS = Kind(
    "agreement", values.Agreement, Agreement, _columns, _hang, _cleared,
    ("level", "title", "concluded_on", "precision", "valid_to", "closed_on", "afterwards", "rolled_up", "region", "key", "sort_key"),
)  # fmt: skip


def derive_by_rules(today: date) -> int:
    """Derive all agreements anew where the rules have changed since that was done last; gives how many.

    Done again from the start where it was interrupted: the version is noted when all is done.
    """
    if Derivation.objects.filter(kind=AGREEMENTS.name, rules=RULES).exists():
        return 0
    every = list(Agreement.objects.values_list("pk", flat=True))
    refresh(AGREEMENTS, every, today)
    Derivation.objects.update_or_create(kind=AGREEMENTS.name, defaults={"rules": RULES})
    return len(every)


def agreements_of(*, institutions: Sequence[int] = (), units: Sequence[int] = ()) -> list[int]:
    """The agreements that name any of these institutions, or of these units."""
    found: dict[int, None] = {}
    for column, numbers in (("institution__in", institutions), ("units__in", units)):
        for pks in chunks(numbers):
            found |= dict.fromkeys(Party.objects.filter(**{column: pks}).values_list("agreement_id", flat=True))
    return list(found)


def refresh_agreements(*, institutions: Sequence[int] = (), units: Sequence[int] = (), today: date) -> None:
    """Derive the agreements of these anew: they are found by the names of what they name, and those have changed."""
    refresh(AGREEMENTS, agreements_of(institutions=institutions, units=units), today)
