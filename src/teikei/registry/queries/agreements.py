"""One agreement with its parties and its provenance down to the line of the source."""

from dataclasses import dataclass

from django.utils.timezone import localtime

from teikei.registry.models import Agreement, Correction, Entry, EntryUnit, Party
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import value_of
from teikei.registry.permissions.parts import PUBLIC_SIGHT, visible
from teikei.registry.queries.english_names import english_name
from teikei.registry.queries.rows import Place, iso_day
from teikei.registry.queries.sources import ShownLine, lines_around
from teikei.rules import agreement as values
from teikei.rules.agreement import DocumentRef
from teikei.rules.papers import documents_of


@dataclass(frozen=True, slots=True)
class PartyUnit:
    """A unit of a party, with the spelling that the row prints."""

    id: int
    name: str
    printed: str


@dataclass(frozen=True, slots=True)
class AgreementParty:
    """One side of the agreement."""

    institution: int
    name: str
    is_home: bool
    territory: str | None
    units: tuple[PartyUnit, ...]
    name_en: str = ""
    ror: str = ""


@dataclass(frozen=True, slots=True)
class CorrectedValue:
    """A value that a person set right before the list was kept: the field, what was read, what holds."""

    field: str
    read: tuple[str, ...]
    value: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryShown:
    """The row of an edition that an agreement comes from, as printed."""

    edition: int
    edition_number: int
    edition_title: str
    as_of: str
    n: int
    institution: str
    institution_alt: str
    partner_unit: str
    units_text: str
    date_text: str
    renewed_on: str
    valid_to: str
    kinds: tuple[str, ...]
    marks: tuple[str, ...]
    number: str
    location: str
    note: str
    quota_in: str
    quota_out: str
    counted: bool
    raw: str
    source: int | None
    source_name: str
    received_at: str
    sha256: str
    place: Place | None
    corrections: tuple[CorrectedValue, ...]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """All of one agreement. entry is the newest row that it comes from, lines that row in its context."""

    id: int
    level: str
    concluded_on: str
    valid_to: str
    rolled_up: bool
    region: str
    region_id: int | None
    territories: tuple[str, ...]
    parties: tuple[AgreementParty, ...]
    entry: EntryShown | None
    lines: tuple[ShownLine, ...]
    value: values.Agreement  # as anybody may see it
    documents: tuple[DocumentRef, ...] = ()  # those that anybody may read

    @property
    def partners(self) -> tuple[AgreementParty, ...]:
        """The parties other than the home institution; all of them where none is home."""
        return tuple(party for party in self.parties if not party.is_home) or self.parties


def agreement_page(agreement: int) -> AgreementPage | None:
    """One agreement by its id. Eight queries or fewer."""
    found = Agreement.objects.select_related("region").filter(pk=agreement).first()
    if found is None:
        return None
    entry = found.entries.select_related("edition__source").order_by("-edition__as_of", "-edition_id", "n").first()
    shown = _entry_shown(entry) if entry else None
    value = visible(value_of(AGREEMENTS, found.body), PUBLIC_SIGHT)
    return AgreementPage(
        id=found.pk,
        level=found.level,
        concluded_on=iso_day(found.concluded_on, found.precision),
        valid_to=found.valid_to,
        rolled_up=found.rolled_up,
        region=found.region.label if found.region else "",
        region_id=found.region_id,
        territories=tuple(found.territories.order_by("code").values_list("code", flat=True)),
        parties=_parties(found, entry),
        entry=shown,
        lines=lines_around(shown.place) if shown and shown.place else (),
        value=value,
        documents=tuple({one.sha256: one for _, one in documents_of(value)}.values()),
    )


def _parties(agreement: Agreement, entry: Entry | None) -> tuple[AgreementParty, ...]:
    printed = dict(EntryUnit.objects.filter(entry=entry).values_list("unit_id", "printed")) if entry else {}
    units: dict[int, list[PartyUnit]] = {}
    named = Party.units.through.objects.filter(party__agreement=agreement).order_by("pk")  # in the order of the printed row
    for institution, pk, name in named.values_list("party__institution_id", "organizationalunit_id", "organizationalunit__name"):
        units.setdefault(institution, []).append(PartyUnit(pk, name, printed.get(pk, name)))
    parties = Party.objects.filter(agreement=agreement).select_related("institution__judgment__record")
    return tuple(
        AgreementParty(
            institution=party.institution_id,
            name=party.institution.printed,
            is_home=party.institution.is_home,
            territory=party.institution.territory_id,
            units=tuple(units.get(party.institution_id, ())),
            name_en=party.english,
            ror=record.ror if record else "",
        )
        for party in parties.annotate(english=english_name("institution")).order_by("position")
        for record in [party.institution.judgment.record if party.institution.judgment else None]
    )


def _entry_shown(entry: Entry) -> EntryShown:
    edition, source = entry.edition, entry.edition.source
    return EntryShown(
        edition=edition.pk,
        edition_number=edition.number,
        edition_title=edition.title,
        as_of=edition.as_of.isoformat(),
        n=entry.n,
        institution=entry.institution,
        institution_alt=entry.institution_alt,
        partner_unit=entry.partner_unit,
        units_text=entry.units_text,
        date_text=entry.date_text,
        renewed_on=entry.renewed_on,
        valid_to=entry.valid_to,
        kinds=tuple(entry.kinds),
        marks=tuple(entry.marks),
        number=entry.number,
        location=entry.location,
        note=entry.note,
        quota_in=entry.quota_in,
        quota_out=entry.quota_out,
        counted=entry.counted,
        raw=entry.raw,
        source=source.pk if source else None,
        source_name=source.name if source else "",
        received_at=localtime(source.received_at).date().isoformat() if source else "",
        sha256=source.sha256 if source else "",
        place=Place(source.pk, entry.page, entry.line, entry.sheet) if source and entry.line else None,
        corrections=tuple(
            CorrectedValue(field, tuple(read), tuple(value))
            for field, read, value in Correction.objects.filter(entry=entry).order_by("pk").values_list("field", "printed", "value")
        ),
    )
