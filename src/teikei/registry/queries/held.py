"""What the registry holds of an institution's agreements at one level on a day, as values: one read for a whole list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Value

from teikei.registry.keys import chunks
from teikei.registry.models import Agreement, Change, Edition, Entry, Institution, OrganizationalUnit, Party, Span
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.kept import Kind, value_of
from teikei.registry.queries.known import agreements_known, institutions_known, units_known
from teikei.rules import agreement as values
from teikei.rules import institution as named
from teikei.rules.held import on_day, spans, status
from teikei.rules.standing import as_on

_NAMED: tuple[Kind[Any], ...] = (INSTITUTIONS, UNITS)


@dataclass(frozen=True, slots=True)
class Held:
    """Agreements in force on a day, by number, in the order in which they were kept, and everybody whom they name.

    Amendments effective by the day are applied, and whoever stands for a merged institution or unit is in its place.
    printed: agreement → the rows (ids) of the edition that was asked about. touched: agreements changed since it was kept.
    labels: what institutions, and what units, that were changed since were called on its day, as was known when it was kept.
    """

    home: int
    day: date
    agreements: tuple[tuple[int, values.Agreement], ...]
    institutions: Mapping[int, named.Institution]
    units: Mapping[int, named.Unit]
    printed: Mapping[int, tuple[int, ...]]
    touched: frozenset[int]
    labels: tuple[Mapping[int, str], Mapping[int, str]]

    @property
    def part_of(self) -> dict[int, int]:
        """An institution that is an inner unit of another → that other."""
        return {pk: one.part_of for pk, one in self.institutions.items() if one.part_of is not None}

    @property
    def territories(self) -> dict[int, tuple[str, ...]]:
        """Where each institution sits."""
        return {pk: one.territories for pk, one in self.institutions.items()}


def held_on(home: int, level: str, day: date, edition: Edition | None, known_at: datetime | None = None) -> Held:
    """What is held now, or was believed to be held at an instant. A fixed number of queries, whatever the size.

    edition: the list that speaks for the day. An agreement whose term was over by that list's day and that it prints all
    the same (手続中) is held as it says; one that only later lists show, and that should have stood in it, is not.
    """
    printed, later, touched, labels = _told(edition, known_at)
    bodies, institutions, units = _now(home, level, day, edition) if known_at is None else _known(home, level, day, known_at)
    successions = {pk: one.successions for pk, one in institutions.items() if one.successions}
    of_units = {pk: one.successions for pk, one in units.items() if one.successions}
    kept: list[tuple[int, values.Agreement]] = []
    for pk, value, holds in bodies:
        if not holds and not _listed_all_the_same(value, pk in printed, edition, day):
            continue
        if edition and pk in later and pk not in printed and _known_better(value, edition.as_of, day):
            continue
        then = on_day(value, day)
        kept.append((pk, as_on(then, day, institutions=successions, units=of_units) if successions or of_units else then))
    return Held(home, day, tuple(kept), institutions, units, printed, touched, labels)


def _listed_all_the_same(value: values.Agreement, printed: bool, edition: Edition | None, day: date) -> bool:
    return bool(
        edition and printed and status(value, day) == "pending" and (edition.as_of > day or status(value, edition.as_of) == "pending")
    )


def _known_better(value: values.Agreement, as_of: date, day: date) -> bool:
    """Whether the list of that day would have shown the agreement, had it held then: no term is known, only its date."""
    return not value.terms and as_of <= day and (value.concluded is None or value.concluded.last <= as_of)


class _Told(NamedTuple):
    """What an edition and the ledger since tell. later: the agreements that only lists of later days show."""

    printed: Mapping[int, tuple[int, ...]]
    later: frozenset[int]
    touched: frozenset[int]
    labels: tuple[Mapping[int, str], Mapping[int, str]]


def _told(edition: Edition | None, until: datetime | None) -> _Told:
    """One query, each line of it: what it tells, a number to sort by, a subject, a row, a value."""
    if edition is None:
        return _Told({}, frozenset(), frozenset(), ({}, {}))
    none, empty = Value(0), Value("")
    links: tuple[tuple[str, Any], ...] = (("shown", Agreement.entries.through), ("stood for", Entry.stands_for.through))
    others = Edition.objects.filter(institution=edition.institution_id, level=edition.level, as_of__gt=edition.as_of)
    shown = Agreement.entries.through.objects.filter(entry__edition__in=others)
    before = Agreement.entries.through.objects.filter(entry__edition__as_of__lte=edition.as_of)
    # That a newer list shows an agreement too changes nothing of it.
    since = Change.objects.filter(kind=AGREEMENTS.name, at__gt=edition.kept_at).exclude(operation="ingest")
    queries: tuple[QuerySet[Any, Any], ...] = (
        *(link.objects.filter(entry__edition=edition).values_list(Value(what), "pk", "agreement_id", "entry_id", empty) for what, link in links),
        shown.exclude(agreement__in=before.values("agreement")).values_list(Value("later"), none, "agreement_id", none, empty),
        (since.filter(at__lte=until) if until else since).values_list(Value("touched"), none, "subject", none, empty).distinct(),
        _values_then(edition).values_list("kind", none, "subject", none, "after"),
    )  # fmt: skip
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    first, *more = (query.order_by() for query in queries)
    for what, _, subject, entry, body in sorted(first.union(*more, all=True)):
        found[what].append((subject, entry, body))
    rows: dict[int, dict[int, None]] = defaultdict(dict)
    for what, _ in links:
        for agreement, entry, _ in found[what]:
            rows[agreement][entry] = None
    later, touched = (frozenset(subject for subject, _, _ in found[what]) for what in ("later", "touched"))
    ours, units = (
        {subject: label_on(value_of(kind, body), edition.as_of) for subject, _, body in found[kind.name] if body} for kind in _NAMED
    )
    return _Told({pk: tuple(several) for pk, several in rows.items()}, later, touched, (ours, units))


def _values_then(edition: Edition) -> QuerySet[Change]:
    """Of institutions and units that have been changed at all since, the last line before."""
    lines = Change.objects.filter(kind__in=(INSTITUTIONS.name, UNITS.name))
    changed = lines.filter(kind=OuterRef("kind"), subject=OuterRef("subject"), at__gt=edition.kept_at)
    then = lines.filter(Exists(changed), at__lte=edition.kept_at).order_by()
    return Change.objects.filter(position__in=then.values("kind", "subject").annotate(last=Max("position")).values("last"))


def _now(
    home: int, level: str, day: date, edition: Edition | None
) -> tuple[list[tuple[int, values.Agreement, bool]], dict[int, named.Institution], dict[int, named.Unit]]:
    holding = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))
    of_home = Agreement.objects.filter(level=level, parties__institution=home)
    wanted = of_home.annotate(holds=Exists(Span.objects.filter(holding, agreement=OuterRef("pk"))))
    if edition is None:
        wanted = wanted.filter(holds=True)
    else:
        link = Agreement.entries.through.objects.filter(entry__edition=edition).values("agreement_id")
        wanted = wanted.filter(Q(holds=True) | Q(pk__in=link))
    sides = Party.objects.filter(agreement__in=of_home.values("pk"))
    parties = Institution.objects.filter(pk__in=sides.values("institution"))
    wholes = Q(pk__in=parties.filter(part_of__isnull=False).values("part_of"))
    theirs = Party.units.through.objects.filter(party__in=sides.values("pk")).values("organizationalunit_id")
    units = OrganizationalUnit.objects.filter(Q(institution=home) | Q(pk__in=theirs))
    institutions = Institution.objects.filter(Q(pk__in=parties.values("pk")) | wholes)
    no = Value(False)
    asked: tuple[tuple[Kind[Any], QuerySet[Any], Any], ...] = (
        (AGREEMENTS, wanted, "holds"), (INSTITUTIONS, institutions, no), (UNITS, units, no),
    )  # fmt: skip
    first, *more = (rows.order_by().values_list(Value(kind.name), "pk", "body", holds) for kind, rows, holds in asked)
    found: dict[str, list[tuple[int, str, bool]]] = defaultdict(list)
    for name, pk, body, holds in first.union(*more, all=True):
        found[name].append((pk, body, holds))
    bodies = [(pk, value_of(AGREEMENTS, body), holds) for pk, body, holds in sorted(found[AGREEMENTS.name])]
    return bodies, _related(INSTITUTIONS, found), _related(UNITS, found)


def _related(kind: Kind[Any], found: Mapping[str, Iterable[tuple[int, str, bool]]]) -> dict[int, Any]:
    return with_related(kind, ((pk, body) for pk, body, _ in found[kind.name]))


def related(one: Any) -> list[int]:
    """Those that stand for an institution or a unit, from whatever day, and the whole that an institution is an inner unit of."""
    whole = getattr(one, "part_of", None)
    return [*([whole] if whole else []), *(pk for succession in one.successions for pk in succession.to)]


def with_related(kind: Kind[Any], bodies: Iterable[tuple[int, str]]) -> dict[int, Any]:
    """Values by id, and those that they name in turn (`related`)."""
    found = {pk: value_of(kind, body) for pk, body in bodies}
    while missing := {pk for one in found.values() for pk in related(one)} - found.keys():
        before = len(found)
        for pks in chunks(missing):
            found |= {pk: value_of(kind, body) for pk, body in kind.table.objects.filter(pk__in=pks).values_list("pk", "body")}
        if len(found) == before:
            break
    return found


def _known(
    home: int, level: str, day: date, at: datetime
) -> tuple[list[tuple[int, values.Agreement, bool]], dict[int, named.Institution], dict[int, named.Unit]]:
    every = agreements_known(at)
    own = {pk: value for pk, value in every.items() if value.level == level and value.party_of(home)}
    bodies = [(pk, value, any(span.holds_on(day) for span in spans(value))) for pk, value in sorted(own.items())]
    return bodies, institutions_known(at), units_known(at)


def label_on(one: named.Institution | named.Unit, day: date) -> str:
    """The name that a list of that day prints: the label in use then, in the language of the first name."""
    return named.name_on(one.names, day, one.names[0].language)
