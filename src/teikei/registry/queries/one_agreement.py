"""All of one agreement for the desk: its value now or as it was known, names, provenance, links, history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from teikei.registry.keys import chunks
from teikei.registry.models import Agreement, AgreementLink, Change, Entry, Institution, OrganizationalUnit
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import value_of
from teikei.registry.permissions import Asker, Person, asker, visible
from teikei.registry.queries.known import history_of
from teikei.registry.queries.rows import Place
from teikei.registry.queries.scope import within
from teikei.rules import agreement as values


@dataclass(frozen=True, slots=True)
class InstitutionNames:
    """An institution's names: as first printed, in English, others, its record's id; where it sits."""

    id: int
    printed: str
    english: str
    others: tuple[str, ...]
    ror: str
    territory: str
    is_home: bool


@dataclass(frozen=True, slots=True)
class UnitNames:
    """A unit's names and the institution that it belongs to."""

    id: int
    name: str
    english: str
    institution: int
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Names:
    """The names of whatever values mention, by number."""

    institutions: dict[int, InstitutionNames]
    units: dict[int, UnitNames]


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A printed row that the agreement comes from, with its place in the source."""

    edition: int
    edition_number: int
    as_of: date
    title: str
    n: int
    raw: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What one act did to the agreement: by whom, when, why, from which source; the value before (None: there was none) and after."""

    version: int
    at: datetime
    who: str
    operation: str
    reason: str
    source: int | None
    source_name: str
    batch: str
    before: values.Agreement | None
    after: values.Agreement


@dataclass(frozen=True, slots=True)
class KeptAgreement:
    """One agreement. value: now, or as it was known; latest: its version now; value_version: that of the value."""

    id: int
    latest: int
    value_version: int
    value: values.Agreement
    names: Names
    rows: tuple[ListedRow, ...]
    history: tuple[HistoryLine, ...]
    linked: dict[int, str]
    siblings: tuple[int, ...] = ()  # others that stand behind one of these rows; what they are called is in `linked`


def kept_agreement(agreement: int, *, known_at: datetime | None = None, by: Person) -> KeptAgreement | None:
    """One agreement with everything; known_at: as the registry had it at that instant. None where there was none. Nine queries."""
    asked = asker(by, "agreement.read")
    found = _seen(agreement, asked)
    if found is None:
        return None
    latest, value = found
    history = _history(agreement, asked)
    version = latest
    if known_at is not None:
        known = [line for line in history if line.at <= known_at]
        if not known:
            return None
        version, value = known[-1].version, known[-1].after
    told = [value, *(line.after for line in history)]
    siblings = _siblings(agreement, value, by)
    linked = sorted({link.agreement for link in value.links} | set(_linking(agreement)) | set(siblings))
    return KeptAgreement(
        agreement, latest, version, value, names_of(told), _rows(value.entries), tuple(reversed(history)), _titles(linked), siblings
    )


def current_value(agreement: int, *, by: Person) -> tuple[int, values.Agreement] | None:
    """The version and value that are kept now, as far as the person may see it; None where there is none for them."""
    return _seen(agreement, asker(by, "agreement.read"))


def value_at_version(agreement: int, version: int, *, by: Person) -> values.Agreement | None:
    """The value that a version had, by the ledger, as far as the person may see it."""
    asked = asker(by, "agreement.read")
    if _seen(agreement, asked) is None:
        return None
    after = Change.objects.filter(kind=AGREEMENTS.name, subject=agreement, version=version).values_list("after", flat=True).first()
    return _visible(value_of(AGREEMENTS, after), asked) if after else None


def changed_by(agreement: int, version: int, *, by: Person) -> tuple[str, datetime] | None:
    """Who made a version, and when."""
    if _seen(agreement, asker(by, "agreement.read")) is None:
        return None
    lines = Change.objects.filter(kind=AGREEMENTS.name, subject=agreement, version=version)
    return lines.values_list("who", "at").first()


def names_of(mentioned: Iterable[values.Agreement]) -> Names:
    """The names of all institutions and units that these values mention. Three queries."""
    institutions: set[int] = set()
    units: set[int] = set()
    for value in mentioned:
        memoranda = [*value.memoranda]
        parties = [*value.parties]
        for amendment in value.amendments:
            changed: dict[str, Any] = amendment.changes
            institutions |= {party["institution"] for party in changed.get("parties", ())}
            units |= {unit["unit"] for party in changed.get("parties", ()) for unit in party.get("units", ())}
        institutions |= {party.institution for party in parties}
        units |= {unit.unit for party in parties for unit in party.units}
        for exchange in (one for memorandum in memoranda for one in memorandum.exchanges):
            institutions |= {exchange.sending, exchange.receiving}
            units |= {*exchange.sending_units, *exchange.receiving_units}
        units |= {contact.unit for contact in value.contacts if contact.unit}
    return names_by_number(institutions, units)


def names_by_number(institutions: Iterable[int], units: Iterable[int]) -> Names:
    """The names of institutions and units; numbers that are nobody's are left out."""
    named_units: dict[int, UnitNames] = {}
    for pks in chunks(sorted(units)):
        for row in OrganizationalUnit.objects.filter(pk__in=pks):
            named_units[row.pk] = UnitNames(row.pk, row.name, row.name_en, row.institution_id, row.closed_on)
    found: dict[int, InstitutionNames] = {}
    for pks in chunks(sorted(institutions)):
        for one in Institution.objects.filter(pk__in=pks).select_related("judgment__record").prefetch_related("names"):
            record = one.judgment.record if one.judgment else None
            forms = [(form.text, form.language) for form in one.names.all()]
            english = record.name_en if record else next((text for text, language in forms if language == "en"), "")
            others = tuple(dict.fromkeys(text for text, _ in forms if text not in (one.printed, english)))
            found[one.pk] = InstitutionNames(
                one.pk, one.printed, english if english != one.printed else "", others, record.ror if record else "",
                one.territory_id or "", one.is_home,
            )  # fmt: skip
    return Names(found, named_units)


def _seen(agreement: int, asked: Asker) -> tuple[int, values.Agreement] | None:
    """The version and value that are kept, as far as somebody may see it; None where there is none that they may see."""
    found = Agreement.objects.filter(pk=agreement).values_list("version", "body").first()
    value = value_of(AGREEMENTS, found[1]) if found else None
    return (found[0], _visible(value, asked)) if found and value and asked.reads(value) else None


def _visible(value: values.Agreement, asked: Asker) -> values.Agreement:
    return visible(value, asked.sight(value))


def _history(agreement: int, asked: Asker) -> list[HistoryLine]:
    """Oldest first, as far as somebody may see it."""
    made: list[HistoryLine] = []
    before: values.Agreement | None = None
    for line in history_of(AGREEMENTS.name, agreement):
        if not line["after"]:
            continue
        after = _visible(value_of(AGREEMENTS, line["after"]), asked)
        made.append(
            HistoryLine(
                line["version"], line["at"], line["who"], line["operation"], line["reason"], line["source_id"], line["source__name"] or "",
                line["batch"], before, after,
            )
        )  # fmt: skip
        before = after
    return made


def _rows(entries: Iterable[int]) -> tuple[ListedRow, ...]:
    """The printed rows, the newest edition first."""
    found = Entry.objects.filter(pk__in=list(entries)).order_by("-edition__as_of", "n")
    told = found.values_list(
        "edition_id", "edition__number", "edition__as_of", "edition__title", "n", "raw", "edition__source_id", "page", "line", "sheet"
    )
    return tuple(
        ListedRow(edition, number, as_of, title, n, raw, Place(source, page, line, sheet) if source and line else None)
        for edition, number, as_of, title, n, raw, source, page, line, sheet in told
    )


def _siblings(agreement: int, value: values.Agreement, by: Person) -> tuple[int, ...]:
    """The other agreements behind the rows that show this one, as far as the person may see them."""
    through = Agreement.entries.through.objects.filter(entry__in=value.entries).exclude(agreement=agreement)
    found = Agreement.objects.filter(within("agreement.read", by=by), pk__in=through.values("agreement"))
    return tuple(found.order_by("pk").values_list("pk", flat=True)[:100])


def _linking(agreement: int) -> list[int]:
    """Agreements that name this one in a link."""
    return list(AgreementLink.objects.filter(other=agreement).values_list("agreement_id", flat=True)[:100])


def _titles(numbers: Iterable[int]) -> dict[int, str]:
    """What each linked agreement is called: its title, else its partner."""
    wanted = list(numbers)
    if not wanted:
        return {}
    titled = dict(Agreement.objects.filter(pk__in=wanted).values_list("pk", "title"))
    partners = Institution.objects.filter(parties__agreement__in=wanted, is_home=False).values_list("parties__agreement", "printed")
    return {pk: title or next((name for one, name in partners if one == pk), "") for pk, title in titled.items()}
