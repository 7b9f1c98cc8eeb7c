"""Institutions and units as people keep them: renamed from a day on, merged, split, told apart from mere misspellings."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from teikei.names.bilingual import Refusal
from teikei.registry.models import Chain, EntryUnit, Institution, Judgment, OrganizationalUnit
from teikei.registry.operations import ledger
from teikei.registry.operations.agreement_rows import AGREEMENTS, agreements_of, refresh_agreements
from teikei.registry.operations.concluding import kept_values
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.judging import entered, settle
from teikei.registry.operations.kept import add, change, remove, value_of
from teikei.registry.operations.ledger import Act
from teikei.registry.operations.names import with_names
from teikei.registry.permissions import Person, require
from teikei.registry.permissions.asking import Homes
from teikei.registry.permissions.decide import OfUnit
from teikei.registry.refusals import NotSound
from teikei.rules import agreement, institution
from teikei.rules.institution import Succession, SuccessionKind
from teikei.rules.institution_problems import institution_problems, unit_problems
from teikei.rules.problems import Problem, brought

EditInstitution = Callable[[institution.Institution], institution.Institution]
EditUnit = Callable[[institution.Unit], institution.Unit]


def add_institution(value: institution.Institution, *, by: Person, at: datetime, reason: str = "") -> int:
    """Keep an institution that no list has named yet; gives its number."""
    act = Act("add-institution", at, require(by, "partner.judge"), reason=reason)
    _refuse(institution_problems(value))
    with _each_name_once():
        return int(add(INSTITUTIONS, [value], act)[0].pk)


def add_unit(value: institution.Unit, *, by: Person, at: datetime, reason: str = "") -> int:
    """Keep a unit that no list has named yet; it stands behind the others of its institution. Gives its number."""
    act = Act("add-unit", at, require_institutions(by, [value.institution], at), reason=reason)
    with _each_name_once(), transaction.atomic():
        chain = ledger.lock()
        return _added([value], act, chain)[0]


def _added(units: Sequence[institution.Unit], act: Act, chain: Chain) -> list[int]:
    """The numbers of new units of one institution, each behind those that it has."""
    if not units:
        return []
    rows = OrganizationalUnit.objects.filter(institution=units[0].institution)
    others = {row.pk: value_of(UNITS, row.body) for row in rows}
    last = max((value.position for value in others.values()), default=0)
    for value in units:
        _refuse(unit_problems(value, None, others))
    placed = [value if value.position else replace(value, position=last + index) for index, value in enumerate(units, 1)]
    return [int(row.pk) for row in add(UNITS, placed, act, chain=chain)]


def revise_institution(
    number: int, edit: EditInstitution, *, version: int | None, by: Person, at: datetime, operation: str = "revise", reason: str = ""
) -> None:
    """Keep what `edit` makes of an institution (rules.institution.renamed, other identifiers …), and of what is found by it."""
    act = Act(operation, at, require_institutions(by, [number], at), reason=reason)
    with _each_name_once(), transaction.atomic():
        chain = ledger.lock()
        was = value_of(INSTITUTIONS, Institution.objects.get(pk=number).body)
        value = edit(was)
        _refuse(institution_problems(value), institution_problems(was))
        change(INSTITUTIONS, {number: (version, value)}, act, chain=chain)
        refresh_agreements(institutions=[number], today=localdate(at))


def revise_unit(
    number: int, edit: EditUnit, *, version: int | None, by: Person, at: datetime, operation: str = "revise", reason: str = ""
) -> None:
    """The same for a unit."""
    act = Act(operation, at, require_units(by, [number], at), reason=reason)
    with _each_name_once(), transaction.atomic():
        chain = ledger.lock()
        row = OrganizationalUnit.objects.get(pk=number)
        was = value_of(UNITS, row.body)
        value = edit(was)
        others = {one.pk: value_of(UNITS, one.body) for one in OrganizationalUnit.objects.filter(institution=row.institution_id)}
        _refuse(unit_problems(value, number, others), unit_problems(was, number, others))
        change(UNITS, {number: (version, value)}, act, chain=chain)
        refresh_agreements(units=[number], today=localdate(at))


def succeed_units(
    units: Sequence[int], to: Sequence[int], *, on: date, kind: SuccessionKind, by: Person, at: datetime, reason: str = "",
    new: Sequence[institution.Unit] = (),
) -> None:  # fmt: skip
    """From that day on these units are no more, and those others stand for them: merged into one, split, or succeeded.

    Agreements keep the units that signed them; lists and pages of later days show those that stand for them. new: units
    that are added by the same act, and stand for them too.
    """
    person = require_units(by, [*units, *to], at)
    act = Act(kind, at, require_institutions(by, [value.institution for value in new], at) if new else person, reason=reason)
    _refuse_succession(units, to, len(new))
    with _each_name_once(), transaction.atomic():
        chain = ledger.lock()
        rows = {row.pk: row for row in OrganizationalUnit.objects.filter(pk__in=[*units, *to])}
        to = [*to, *_added(new, act, chain)]
        if len({row.institution_id for row in rows.values()} | {value.institution for value in new}) > 1:
            raise Refusal(
                "Units of different institutions cannot follow one another. Nothing was stored: choose units of one institution.",
                "異なる機関の部局を統合・継承の関係にはできません。保存していません。同じ機関の部局を選んでください。",
            )
        succession = Succession(on=on, kind=kind, to=tuple(to))
        ended = {}
        for number in units:
            value = value_of(UNITS, rows[number].body)
            ended[number] = (None, replace(value, closed_on=on, successions=(*value.successions, succession)))
        change(UNITS, ended, act, chain=chain)
        refresh_agreements(units=units, today=localdate(at))


def succeed_institutions(
    institutions: Sequence[int], to: Sequence[int], *, on: date, kind: SuccessionKind, by: Person, at: datetime, reason: str = ""
) -> None:
    """The same for institutions."""
    act = Act(kind, at, require_institutions(by, [*institutions, *to], at), reason=reason)
    _refuse_succession(institutions, to)
    with transaction.atomic():
        chain = ledger.lock()
        succession = Succession(on=on, kind=kind, to=tuple(to))
        ended = {}
        for row in Institution.objects.filter(pk__in=list(institutions)):
            value = value_of(INSTITUTIONS, row.body)
            ended[row.pk] = (None, replace(value, closed_on=on, successions=(*value.successions, succession)))
        change(INSTITUTIONS, ended, act, chain=chain)
        refresh_agreements(institutions=institutions, today=localdate(at))


def absorb_units(spellings: Sequence[int], into: int, *, by: Person, at: datetime, reason: str = "") -> None:
    """Say that these units were never more than other spellings of one: lists that print them will find that one.

    Agreements name the one from now on, with the spelling of their document; printed rows stay as they were printed.
    """
    act = Act("same-unit", at, require_units(by, [*spellings, into], at), reason=reason)
    _refuse_succession(spellings, [into])
    with transaction.atomic():
        chain = ledger.lock()
        rows = {row.pk: row for row in OrganizationalUnit.objects.filter(pk__in=[*spellings, into])}
        kept = value_of(UNITS, rows[into].body)
        texts = [name.text for number in spellings for name in value_of(UNITS, rows[number].body).names]
        concerned = agreements_of(units=spellings)
        changed = {pk: (None, _respelt(value, rows, spellings, into)) for pk, (_, value) in kept_values(concerned).items()}
        EntryUnit.objects.filter(unit__in=list(spellings)).update(unit=into)
        units = {into: (None, replace(kept, names=with_names(kept.names, texts)))}
        for row in OrganizationalUnit.objects.filter(parent__in=list(spellings)).exclude(pk__in=[*spellings, into]):
            value = value_of(UNITS, row.body)
            parents = tuple(replace(parent, unit=into) if parent.unit in spellings else parent for parent in value.parents)
            units[row.pk] = (None, replace(value, parents=parents))
        change(UNITS, units, act, chain=chain)
        change(AGREEMENTS, changed, act, chain=chain)
        remove(UNITS, spellings, act, chain=chain)
        refresh_agreements(units=[into], today=localdate(at))


def _respelt(value: agreement.Agreement, rows: dict[int, OrganizationalUnit], spellings: Sequence[int], into: int) -> agreement.Agreement:
    """The agreement with the one unit in the place of its other spellings, once."""

    def units(party: agreement.Party) -> tuple[agreement.PartyUnit, ...]:
        found: dict[int, agreement.PartyUnit] = {}
        for unit in party.units:
            if unit.unit in spellings:
                printed = unit.printed or rows[unit.unit].name
                found.setdefault(into, replace(unit, unit=into, printed="" if printed == rows[into].name else printed))
            else:
                found.setdefault(unit.unit, unit)
        return tuple(found.values())

    return replace(value, parties=tuple(replace(party, units=units(party)) for party in value.parties))


def absorb_institutions(spellings: Sequence[int], into: int, *, by: Person, at: datetime, reason: str = "") -> None:
    """The same for institutions. What was judged of the others is kept with the one that stays."""
    act = Act("same-institution", at, require_institutions(by, [*spellings, into], at), reason=reason)
    _refuse_succession(spellings, [into])
    with transaction.atomic():
        chain = ledger.lock()
        rows = {row.pk: row for row in Institution.objects.filter(pk__in=[*spellings, into])}
        if any(rows[number].is_home for number in spellings):
            raise Refusal(
                "An institution whose lists are kept cannot become another spelling of one. Nothing was stored.",
                "一覧を登録している機関を、別の機関の表記とすることはできません。保存していません。",
            )
        kept = value_of(INSTITUTIONS, rows[into].body)
        others = [value_of(INSTITUTIONS, rows[number].body) for number in spellings]
        texts = [name.text for other in others for name in other.names]
        lands = dict.fromkeys(code for value in (kept, *others) for code in value.territories)
        if OrganizationalUnit.objects.filter(institution__in=list(spellings)).exists():
            raise Refusal(
                "It has units of its own. Nothing was stored: merge the institutions from a day on instead.",
                "独自の部局をもつ機関です。保存していません。日付を決めて機関の統合として登録してください。",
            )
        concerned = kept_values(agreements_of(institutions=spellings))
        changed = {pk: (None, _renumbered(value, spellings, into)) for pk, (_, value) in concerned.items()}
        change(INSTITUTIONS, {into: (None, replace(kept, names=with_names(kept.names, texts), territories=tuple(lands)))}, act, chain=chain)
        change(AGREEMENTS, changed, act, chain=chain)
        Institution.objects.filter(pk__in=list(spellings)).update(judgment=None)
        moved = Judgment.objects.filter(institution__in=list(spellings))
        numbers = list(moved.values_list("pk", flat=True))
        moved.update(institution=into)
        entered(Judgment.objects.in_bulk(numbers).values(), act)
        remove(INSTITUTIONS, spellings, act, chain=chain)
        settle([into])
        refresh_agreements(institutions=[into], today=localdate(at))


def _renumbered(value: agreement.Agreement, spellings: Sequence[int], into: int) -> agreement.Agreement:
    if value.party_of(into) and any(value.party_of(number) for number in spellings):
        raise Refusal(
            "One agreement names both as parties, so they are not one institution. Nothing was stored.",
            "同じ協定の当事者に両方が挙がっているため、1つの機関とはいえません。保存していません。",
        )
    parties = tuple(replace(party, institution=into) if party.institution in spellings else party for party in value.parties)

    def renumber(memorandum: agreement.Memorandum) -> agreement.Memorandum:
        exchanges = tuple(
            replace(
                one,
                sending=into if one.sending in spellings else one.sending,
                receiving=into if one.receiving in spellings else one.receiving,
            )
            for one in memorandum.exchanges
        )
        return replace(memorandum, exchanges=exchanges)

    return replace(value, parties=parties, memoranda=tuple(map(renumber, value.memoranda)))


def _refuse(found: Sequence[Problem], known: Sequence[Problem] = ()) -> None:
    """NotSound for problems that a change brings. Those that were there before block nothing."""
    if wrong := brought(found, known):
        raise NotSound([problem.text for problem in wrong])


@contextmanager
def _each_name_once() -> Iterator[None]:
    """The database keeps each first name once: a unit's in its institution, an institution's in its territory."""
    try:
        yield
    except IntegrityError as error:
        raise Refusal(
            "Another one goes by this name already. Nothing was stored: choose that one, or join the two as spellings of one.",
            "同じ名称のものがすでにあります。保存していません。それを選ぶか、「別表記としてまとめる」で1つにしてください。",
        ) from error


def _refuse_succession(subjects: Sequence[int], to: Sequence[int], new: int = 0) -> None:
    if not subjects or not (to or new) or set(subjects) & set(to):
        raise Refusal(
            "Choose what ends and what stands for it, and not the same for both. Nothing was stored.",
            "終了する側と引き継ぐ側を、重ならないように選んでください。保存していません。",
        )


def require_institutions(by: Person, institutions: Iterable[int], at: datetime) -> User:
    """The person, who may change all of these: ours by their own scope, partners as what all units share."""
    homes, person = Homes(), None
    for number in institutions:
        if number in homes.institutions:
            person = require(by, "unit.revise", OfUnit(institution=number), day=localdate(at))
        else:
            person = require(by, "partner.judge", day=localdate(at))
    return person or require(by, "partner.judge", day=localdate(at))


def require_units(by: Person, units: Iterable[int], at: datetime) -> User:
    """The same for units."""
    homes, person = Homes(), None
    for number in units:
        ours = homes.unit(number, localdate(at))
        person = require(by, "unit.revise", ours, day=localdate(at)) if ours else require(by, "partner.judge", day=localdate(at))
    return person or require(by, "partner.judge", day=localdate(at))
