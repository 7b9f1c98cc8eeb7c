"""What the registry holds of an institution's agreements at one level on a day, as values: one read for a whole list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, Value

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


@dataclass(frozen=True, slots=True)
class Held:
    """Agreements in force on a day, by number, in the order in which they were kept, and everybody whom they name.

    Amendments effective by the day are applied, and whoever stands for a merged institution or unit is in its place.
    printed: agreement → the rows (ids) of the edition that was asked about. touched: agreements changed since it was kept.
    """

    home: int
    day: date
    agreements: tuple[tuple[int, values.Agreement], ...]
    institutions: Mapping[int, named.Institution]
    units: Mapping[int, named.Unit]
    printed: Mapping[int, tuple[int, ...]]
    touched: frozenset[int]

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
    printed, later = _printed(edition)
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
    return Held(home, day, tuple(kept), institutions, units, printed, _touched(edition, known_at))


def _listed_all_the_same(value: values.Agreement, printed: bool, edition: Edition | None, day: date) -> bool:
    return bool(
        edition and printed and status(value, day) == "pending" and (edition.as_of > day or status(value, edition.as_of) == "pending")
    )


def _known_better(value: values.Agreement, as_of: date, day: date) -> bool:
    """Whether the list of that day would have shown the agreement, had it held then: no term is known, only its date."""
    return not value.terms and as_of <= day and (value.concluded is None or value.concluded.last <= as_of)


def _printed(edition: Edition | None) -> tuple[dict[int, tuple[int, ...]], set[int]]:
    """Agreement → its rows in the edition; and the agreements that lists of later days show."""
    rows: dict[int, list[int]] = defaultdict(list)
    if edition is None:
        return {}, set()
    links: tuple[Any, ...] = (Agreement.entries.through, Entry.stands_for.through)
    shown_by, stands_for = (
        link.objects.filter(entry__edition=edition).order_by().values_list(Value(place), "pk", "agreement_id", "entry_id")
        for place, link in enumerate(links)
    )
    for _, _, agreement, entry in sorted(shown_by.union(stands_for, all=True)):
        rows[agreement].append(entry)
    others = Edition.objects.filter(institution=edition.institution_id, level=edition.level, as_of__gt=edition.as_of)
    later: set[int] = set()
    if others.exists():
        shown = Agreement.entries.through.objects.filter(entry__edition__in=others)
        before = Agreement.entries.through.objects.filter(entry__edition__as_of__lte=edition.as_of)
        later = set(shown.exclude(agreement__in=before.values("agreement")).values_list("agreement_id", flat=True))
    return {pk: tuple(dict.fromkeys(several)) for pk, several in rows.items()}, later


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
    bodies = [(pk, value_of(AGREEMENTS, body), holds) for pk, body, holds in wanted.order_by("pk").values_list("pk", "body", "holds")]
    sides = Party.objects.filter(agreement__in=of_home.values("pk"))
    parties = Institution.objects.filter(pk__in=sides.values("institution")).values_list("pk", "body")
    institutions = with_related(INSTITUTIONS, parties)
    theirs = Party.units.through.objects.filter(party__in=sides.values("pk")).values("organizationalunit_id")
    own = OrganizationalUnit.objects.filter(Q(institution=home) | Q(pk__in=theirs)).values_list("pk", "body")
    units = with_related(UNITS, own)
    return bodies, institutions, units


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


def _touched(edition: Edition | None, until: datetime | None) -> frozenset[int]:
    if edition is None:
        return frozenset()
    # That a newer list shows an agreement too changes nothing of it.
    since = Change.objects.filter(kind=AGREEMENTS.name, at__gt=edition.kept_at).exclude(operation="ingest")
    since = since.filter(at__lte=until) if until else since
    return frozenset(since.order_by().values_list("subject", flat=True).distinct())


def labels_then(edition: Edition) -> tuple[dict[int, str], dict[int, str]]:
    """What institutions and units that have been changed at all were called on the edition's day, as was known when it was kept."""
    labels: dict[str, dict[int, str]] = {INSTITUTIONS.name: {}, UNITS.name: {}}
    lines = Change.objects.filter(kind__in=labels)
    changed = lines.filter(kind=OuterRef("kind"), subject=OuterRef("subject"), at__gt=edition.kept_at)
    then = lines.filter(Exists(changed), at__lte=edition.kept_at).order_by()
    last = then.values("kind", "subject").annotate(last=Max("position")).values("last")
    for kind, subject, body in Change.objects.filter(position__in=last).values_list("kind", "subject", "after"):
        if body:
            of: Kind[Any] = INSTITUTIONS if kind == INSTITUTIONS.name else UNITS
            labels[kind][subject] = label_on(value_of(of, body), edition.as_of)
    return labels[INSTITUTIONS.name], labels[UNITS.name]


def label_on(one: named.Institution | named.Unit, day: date) -> str:
    """The name that a list of that day prints: the label in use then, in the language of the first name."""
    return named.name_on(one.names, day, one.names[0].language)
