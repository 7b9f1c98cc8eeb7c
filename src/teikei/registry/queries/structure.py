"""Institutions and their units for the desk: a list to search, one of them with names, identifiers, tree of units, history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Count, Q

from teikei.names.folding import fold
from teikei.registry.keys import chunks
from teikei.registry.models import Agreement, Change, Institution, OrganizationalUnit, Party, Territory
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.kept import Kind, value_of
from teikei.registry.permissions import Person
from teikei.registry.permissions.asking import require_anywhere
from teikei.registry.queries.known import history_of
from teikei.registry.queries.scope import within
from teikei.rules import institution as values
from teikei.rules.difference import FieldChange, difference
from teikei.rules.institution import name_on, parent_on

PAGE = 50
V = TypeVar("V", values.Institution, values.Unit)


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """An institution in the list: its names, where it sits, its kind, its identifiers, agreements that the person may see."""

    id: int
    name: str
    english: str
    is_home: bool
    ended: date | None
    territories: tuple[str, ...]
    kind: str
    identifiers: tuple[tuple[str, str], ...]
    agreements: int


@dataclass(frozen=True, slots=True)
class InstitutionList:
    """A page of the list, how many there are, the territories to choose from."""

    rows: list[InstitutionRow]
    total: int
    territories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """What one act did: when, by whom, why, as which act of the ledger, what differs (nothing where it was added by it)."""

    version: int
    at: datetime
    who: str
    operation: str
    reason: str
    batch: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """An institution or a unit that is named beside another: its number, its name now, since when and how."""

    id: int
    name: str
    on: date | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the tree: how deep it sits, its name on the day, in English, its days, what followed it, its agreements."""

    id: int
    depth: int
    name: str
    english: str
    opened_on: date | None
    closed_on: date | None
    followed_by: tuple[Other, ...]
    agreements: int


@dataclass(frozen=True, slots=True)
class Kept(Generic[V]):
    """One institution or unit. before: those that it followed; after: those that stand for it."""

    id: int
    version: int
    value: V
    name: str
    english: str
    before: tuple[Other, ...]
    after: tuple[Other, ...]
    history: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class KeptInstitution(Kept[values.Institution]):
    """ror, place: of the record that it was identified with. units: those that exist on the day, as a tree; others: the rest."""

    record_ror: str
    record_place: str
    whole: Other | None
    units: tuple[UnitLine, ...]
    others: tuple[UnitLine, ...]


@dataclass(frozen=True, slots=True)
class KeptUnit(Kept[values.Unit]):
    """parents: the units that it sits inside, with their days in `value`; parts: those that sit inside it on the day."""

    institution: Other
    parents: Mapping[int, str]
    parts: tuple[Other, ...]


def institution_list(text: str, *, kind: str = "", territory: str = "", page: int = 1, by: Person) -> InstitutionList:
    """Institutions of which a name or identifier holds all the words, our own first. Six queries at most."""
    require_anywhere(by, "agreement.read")
    found = _matching(text, kind, territory)
    total = found.count()
    page = min(max(page, 1), max(1, -(-total // PAGE)))
    ordered = found.select_related("judgment__record").order_by("-is_home", "printed", "pk")
    rows = list(ordered[(page - 1) * PAGE : page * PAGE])
    counts = _agreements([row.pk for row in rows], by)
    used = Territory.objects.filter(institutions__isnull=False).distinct().order_by("code")
    return InstitutionList([_row(row, counts.get(row.pk, 0)) for row in rows], total, tuple(used.values_list("code", flat=True)))


def _matching(text: str, kind: str, territory: str) -> Any:
    found = Institution.objects.all()
    for word in dict.fromkeys(text.split()):
        folded = fold(word)
        here = Q(body__contains=f'"value":"{word}"') | Q(judgment__record=word.rpartition("/")[2][:9])
        if folded:
            here |= Q(pk__in=Institution.objects.filter(names__key__contains=folded).values("pk"))
            here |= Q(judgment__record__name_en__icontains=word)
        found = found.filter(here)
    if kind:
        # The kind is said in the value; no column is worth the few that are ever asked for. A name's kind is followed by its language.
        found = found.filter(
            Q(body__contains=f'"kind":"{kind}","names":') | Q(body__contains='"kind":"","names":', judgment__record__kinds__icontains=kind)
        )
    return found.filter(territory=territory) if territory else found


def _row(row: Institution, agreements: int) -> InstitutionRow:
    value = value_of(INSTITUTIONS, row.body)
    record = row.judgment.record if row.judgment else None
    ids = [(one.scheme, one.value) for one in value.identifiers]
    if record and all(scheme != "ror" for scheme, _ in ids):
        ids.insert(0, ("ror", record.ror))
    return InstitutionRow(
        row.pk, row.printed, _english(value.names, row.printed, record.name_en if record else ""), row.is_home, value.closed_on,
        value.territories, value.kind or next((one for one in (record.kinds if record else ()) if one in values.KINDS), ""), tuple(ids), agreements,
    )  # fmt: skip


def _english(names: Iterable[values.Name], printed: str, record: str) -> str:
    own = name_on([name for name in names if name.language == "en"], None, "en")
    return next((text for text in (own, record) if text and text != printed), "")


def _agreements(numbers: Sequence[int], by: Person) -> dict[int, int]:
    """How many agreements name each institution: those that the person may see."""
    mine = Agreement.objects.filter(within("agreement.read", by=by)).values("pk")
    found: dict[int, int] = {}
    for pks in chunks(numbers):
        sides = Party.objects.filter(institution__in=pks, agreement__in=mine).order_by()
        found |= dict(sides.values("institution").annotate(found=Count("agreement", distinct=True)).values_list("institution", "found"))
    return found


# One of them ----------------------------------------------------------------------------------------------------------


def kept_institution(number: int, *, day: date, by: Person) -> KeptInstitution | None:
    """One institution with its units as they are on a day; None where there is none. Six queries at most."""
    require_anywhere(by, "agreement.read")
    row = Institution.objects.select_related("judgment__record", "part_of").filter(pk=number).first()
    if row is None:
        return None
    value = value_of(INSTITUTIONS, row.body)
    record = row.judgment.record if row.judgment else None
    mine = Q(parties__agreement__in=Agreement.objects.filter(within("agreement.read", by=by)).values("pk"))
    counted = OrganizationalUnit.objects.annotate(agreements=Count("parties__agreement", filter=mine, distinct=True))
    inner = counted.filter(institution=number).values_list("pk", "body", "agreements")
    units, counts = {}, {}
    for pk, body, counts[pk] in inner:
        units[pk] = value_of(UNITS, body)
    now, others = _tree(units, counts, day)
    before, after = _around(INSTITUTIONS, number, value)
    return KeptInstitution(
        id=number, version=row.version, value=value, name=name_on(value.names, day, value.names[0].language),
        english=_english(value.names, row.printed, record.name_en if record else ""), before=before, after=after,
        history=_history(INSTITUTIONS, number),
        record_ror=record.ror if record else "", record_place=record.city if record else "",
        whole=Other(row.part_of.pk, row.part_of.printed) if row.part_of else None, units=now, others=others,
    )  # fmt: skip


def kept_unit(number: int, *, day: date, by: Person) -> KeptUnit | None:
    """One unit; None where there is none. Six queries at most."""
    require_anywhere(by, "agreement.read")
    row = OrganizationalUnit.objects.select_related("institution").filter(pk=number).first()
    if row is None:
        return None
    value = value_of(UNITS, row.body)
    before, after = _around(UNITS, number, value)
    above = OrganizationalUnit.objects.filter(pk__in=[parent.unit for parent in value.parents])
    below = {one.pk: (one.name, value_of(UNITS, one.body)) for one in OrganizationalUnit.objects.filter(institution=row.institution_id)}
    return KeptUnit(
        id=number, version=row.version, value=value, name=name_on(value.names, day, value.names[0].language),
        english=_english(value.names, row.name, ""), before=before, after=after, history=_history(UNITS, number),
        institution=Other(row.institution_id, row.institution.printed),
        parents=dict(above.values_list("pk", "name")),
        parts=tuple(Other(pk, name) for pk, (name, one) in below.items() if parent_on(one, day) == number and _exists(one, day)),
    )  # fmt: skip


def unit_values(institution: int, *, by: Person) -> dict[int, values.Unit]:
    """The units of an institution, by number."""
    require_anywhere(by, "agreement.read")
    rows = OrganizationalUnit.objects.filter(institution=institution).values_list("pk", "body")
    return {pk: value_of(UNITS, body) for pk, body in rows}


def _exists(unit: values.Unit, day: date) -> bool:
    return (unit.opened_on or date.min) <= day < (unit.closed_on or date.max)


def _tree(units: Mapping[int, values.Unit], counts: Mapping[int, int], day: date) -> tuple[tuple[UnitLine, ...], tuple[UnitLine, ...]]:
    """The units that exist on the day, each below the one that it sits inside; and the others, in the institution's order."""
    ordered = sorted(units, key=lambda pk: (units[pk].position, pk))
    present = [pk for pk in ordered if _exists(units[pk], day)]
    above = {pk: parent_on(units[pk], day) for pk in present}
    parts: dict[int | None, list[int]] = {}
    for pk in present:
        parts.setdefault(above[pk] if above[pk] in above else None, []).append(pk)
    names = {pk: name_on(one.names, day, one.names[0].language) for pk, one in units.items()}

    def line(pk: int, depth: int) -> UnitLine:
        one = units[pk]
        followed = tuple(Other(to, names.get(to, ""), step.on, step.kind) for step in one.successions for to in step.to)
        return UnitLine(pk, depth, names[pk], _english(one.names, names[pk], ""), one.opened_on, one.closed_on, followed, counts.get(pk, 0))

    made: list[UnitLine] = []
    waiting = [(pk, 0) for pk in reversed(parts.get(None, []))]
    while waiting:
        pk, depth = waiting.pop()
        made.append(line(pk, depth))
        waiting += [(part, depth + 1) for part in reversed(parts.get(pk, []))]
    shown = {one.id for one in made}
    return tuple(made), tuple(line(pk, 0) for pk in ordered if pk not in shown)


def _around(kind: Kind[Any], number: int, value: values.Institution | values.Unit) -> tuple[tuple[Other, ...], tuple[Other, ...]]:
    """Those that this one followed, and those that followed it."""
    ended = kind.table.objects.filter(body__contains='"successions":[{')
    before = []
    for row in ended.exclude(pk=number):
        other = value_of(kind, row.body)
        before += [Other(row.pk, str(row), one.on, one.kind) for one in other.successions if number in one.to]
    named = {row.pk: str(row) for row in kind.table.objects.filter(pk__in=[to for one in value.successions for to in one.to])}
    after = [Other(to, named[to], one.on, one.kind) for one in value.successions for to in one.to if to in named]
    return tuple(before), tuple(after)


def _history(kind: Kind[Any], number: int) -> tuple[Act, ...]:
    made: list[Act] = []
    before: Any = None
    for line in history_of(kind.name, number):
        after = value_of(kind, line["after"]) if line["after"] else None
        changes = difference(before, after) if before is not None and after is not None else ()
        made.append(Act(line["version"], line["at"], line["who"], line["operation"], line["reason"], line["batch"], changes))
        before = after
    return tuple(reversed(made))


def last_of(batch: str, *, by: Person) -> tuple[str, int]:
    """An institution or unit that an act was about: its kind in the ledger and its number; ("", 0) where there is none."""
    require_anywhere(by, "unit.revise", looking=True)
    found = Change.objects.filter(batch=batch, kind__in=(INSTITUTIONS.name, UNITS.name)).order_by("-version", "position")
    return found.values_list("kind", "subject").first() or ("", 0)
