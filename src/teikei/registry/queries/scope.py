"""The agreements that are within somebody's scope: what tables, counts, searches and exports of the desk look in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from teikei.registry.models import Agreement, Party
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import value_of
from teikei.registry.permissions import Action, Person, require, visible
from teikei.registry.permissions.asking import Homes, appointments_of, asker, homes_of
from teikei.registry.permissions.decide import Appointment
from teikei.registry.permissions.spec import ACTION_SPECS
from teikei.rules import agreement as values


@dataclass(frozen=True, slots=True)
class AgreementSeen:
    """An agreement as somebody may see it: the parts that are not for them are left out without a sign."""

    id: int
    version: int
    value: values.Agreement
    actions: frozenset[Action]  # what they may do to it


def within(action: Action, *, by: Person, day: date | None = None) -> Q:
    """A filter on agreements: those to which the person may do the action; the same as asking `decide` for each.

    Agreements of one kind are told by their values: a query for them, and no more than they are decoded.
    """
    require(by, "desk.open", day=day)
    on, homes = day or localdate(), homes_of(by)
    found = Q(pk__in=())
    for one in appointments_of(by):
        if one.role in ACTION_SPECS[action].roles and one.holds_on(on):
            found |= _reach(one, homes, on)
    return found


def agreement_within(action: Action, *, by: Person) -> Q:
    """The same for the rows of a table that names an agreement."""
    return Q(Exists(Agreement.objects.filter(within(action, by=by), pk=OuterRef("agreement"))))


def _reach(one: Appointment, homes: Homes, day: date) -> Q:
    reach = ~Q(pk__in=())
    if one.level != "both":
        reach &= Q(level=one.level)
    if one.institution is not None:
        ours = homes.institutions & {one.institution}
        reach &= Q(pk__in=Party.objects.filter(institution__in=ours).values("agreement"))
    if one.unit is not None:
        units = homes.tree.below(one.unit, day) & homes.tree.units.keys()
        reach &= Q(pk__in=Party.objects.filter(institution__in=homes.institutions, units__in=units).values("agreement"))
    if one.kinds:
        reach &= Q(pk__in=_of_kinds(reach, one.kinds))
    return reach


class _Kinds(msgspec.Struct):
    kinds: tuple[str, ...] = ()


_KINDS = msgspec.json.Decoder(_Kinds)


def _of_kinds(reach: Q, kinds: Iterable[str]) -> list[int]:
    """The agreements of any of these kinds, told by the value: kinds are words of the office's own, and have no column."""
    wanted = set(kinds)
    named = Q()
    for kind in wanted:
        named |= Q(body__contains=msgspec.json.encode(kind).decode())
    bodies = Agreement.objects.filter(reach & named).values_list("pk", "body").iterator(chunk_size=2_000)
    return [pk for pk, body in bodies if wanted & set(_KINDS.decode(body).kinds)]


def agreement_seen(agreement: int, *, by: Person, day: date | None = None) -> AgreementSeen | None:
    """One agreement with what the person may see of it; None where there is none that they may see."""
    asked = asker(by, "agreement.read", day=day)
    found = Agreement.objects.filter(pk=agreement).values_list("version", "body").first()
    if found is None:
        return None
    value = value_of(AGREEMENTS, found[1])
    if not asked.reads(value):
        return None
    actions = frozenset(action for action, spec in ACTION_SPECS.items() if spec.of == "agreement" and asked.decision(action, value).allowed)
    return AgreementSeen(agreement, found[0], visible(value, asked.sight(value)), actions)
