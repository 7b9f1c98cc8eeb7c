"""Asking at the door: the appointments of an account, what is theirs in an agreement, and a refusal that says why.

Every query and operation of the desk calls `require` before anything else; pages ask `may` for what they offer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import msgspec
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from teikei.names.bilingual import Refusal, Text
from teikei.registry.keys import chunks
from teikei.registry.models import Appointment as AppointmentRow
from teikei.registry.models import Institution
from teikei.registry.permissions.decide import (
    Anywhere,
    Appointment,
    Decision,
    OfAgreement,
    Office,
    OfScope,
    OfUnit,
    ScopeLevel,
    Subject,
    appointment_from,
    decide,
)
from teikei.registry.permissions.named import named_institutions, named_units
from teikei.registry.permissions.parts import PUBLIC_SIGHT, Sight, sight
from teikei.registry.permissions.spec import ACTION_SPECS, Action
from teikei.registry.permissions.tree import Tree
from teikei.rules.agreement import Agreement
from teikei.rules.institution import Unit

Person = User | AnonymousUser


class NotAllowed(PermissionDenied, Refusal):
    """Somebody asked for what is not theirs to do. The page for it says which role would do; nothing was done."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        Refusal.__init__(self, decision.why.en, decision.why.ja)


def appointments_of(person: Person, *, fresh: bool = False) -> tuple[Appointment, ...]:
    """All appointments of an account, the oldest first; none of one that is switched off.

    They are asked for once for each request, which makes its own person; fresh: again, as every operation does that writes.
    """
    if not isinstance(person, User) or not person.is_active:
        return ()
    kept: tuple[Appointment, ...] | None = person.__dict__.get("_appointments")
    if kept is None or fresh:
        if fresh and not User.objects.filter(pk=person.pk, is_active=True).exists():
            return ()
        rows = AppointmentRow.objects.filter(person=person.pk).order_by("pk").values_list("body", flat=True)
        kept = tuple(map(appointment_from, rows))
        person.__dict__["_appointments"] = kept
    return kept


_UNIT = msgspec.json.Decoder(Unit)


def limited(person: User, actions: frozenset[Action]) -> User:
    """The person as somebody who holds a token of theirs: by whatever role, no more than these actions."""
    person.__dict__["_limit"] = actions
    return person


_BEYOND_THE_TOKEN = Text(
    en="The token has no scope for this. Make one at the desk that has, if your roles allow it.",
    ja="このトークンのスコープではこの操作はできません。役割の範囲内で、必要なスコープを持つトークンを職員用画面で作成してください。",
)


class Homes:
    """The institutions whose lists are kept here, with the tree of their units: loaded when first looked at."""

    @cached_property
    def _rows(self) -> list[tuple[int, int | None, str | None]]:
        """Each with each of its units, in one query."""
        return list(Institution.objects.filter(is_home=True).order_by("pk").values_list("pk", "units__pk", "units__body"))

    @cached_property
    def institutions(self) -> frozenset[int]:
        """Their numbers."""
        return frozenset(pk for pk, _, _ in self._rows)

    @cached_property
    def tree(self) -> Tree:
        """All their units."""
        return Tree({unit: _UNIT.decode(body) for _, unit, body in self._rows if unit is not None and body is not None})

    def agreement(self, value: Agreement, day: date) -> OfAgreement:
        """What decides on an agreement: its sides that are ours, with everything their units sit inside on the day."""
        ours = [party for party in value.parties if party.institution in self.institutions]
        units = self.tree.above((unit.unit for party in ours for unit in party.units), day)
        return OfAgreement(homes=frozenset(party.institution for party in ours), units=units, level=value.level, kinds=value.kinds)

    def unit(self, unit: int, day: date) -> OfUnit | None:
        """What decides on a unit of ours; None where there is none of that number."""
        found = self.tree.units.get(unit)
        return OfUnit(institution=found.institution, units=self.tree.above([unit], day)) if found else None

    def scope(
        self, *, institution: int | None = None, unit: int | None = None, level: ScopeLevel = "both", kinds: Iterable[str] = (), day: date
    ) -> OfScope:
        """What decides on an appointment with that scope."""
        if unit is not None:
            found = self.tree.units.get(unit)
            institution = found.institution if found else None
        above = self.tree.above([unit], day) if unit is not None else frozenset()
        return OfScope(institution=institution, units=above, level=level, kinds=tuple(kinds))


def look_at_homes(person: Person) -> None:
    """Let all that this request reads share one look at the homes. The desk's doors call it; its person is the request's own."""
    person.__dict__["_homes"] = Homes()


def homes_of(person: Person) -> Homes:
    """The homes as the person's request has them, else a look of its own. What writes takes its own, to see what is so then."""
    shared: Homes | None = person.__dict__.get("_homes")
    return shared or Homes()


def decision_on(
    person: Person, action: Action, subject: Subject | None = None, *, day: date | None = None, fresh: bool = False
) -> Decision:
    """Whether the person may do that to the subject on a day (None: today), and why. subject None: to anything at all."""
    limit: frozenset[Action] | None = person.__dict__.get("_limit")
    if limit is not None and action not in limit:
        return Decision(False, _BEYOND_THE_TOKEN, ACTION_SPECS[action].roles)
    given = appointments_of(person, fresh=fresh)
    if subject is None:
        subject = Office() if ACTION_SPECS[action].of in ("desk", "office") else Anywhere()
    return decide(given, action, subject, day or localdate())


def may(person: Person, action: Action, subject: Subject | None = None, *, day: date | None = None) -> bool:
    """Whether the person may do that. For what a page offers: whatever writes asks `require` again."""
    return decision_on(person, action, subject, day=day).allowed


def require(person: Person, action: Action, subject: Subject | None = None, *, day: date | None = None) -> User:
    """The person, who may do that to the subject; NotAllowed, saying why, for anybody else.

    TypeError without a subject where the action is done to something: a door never opens for "somewhere".
    """
    spec = ACTION_SPECS[action]
    if subject is None and spec.of not in ("desk", "office"):
        raise TypeError(f"{action} is done to: {spec.of}; say to which")
    decision = decision_on(person, action, subject, day=day, fresh=spec.writes)
    if not decision.allowed or not isinstance(person, User):
        raise NotAllowed(decision)
    return person


def require_anywhere(person: Person, action: Action, *, day: date | None = None, looking: bool = False) -> User:
    """The person, who may do that to something at least; NotAllowed for anybody else. To what is asked next, with `require`.

    looking: they only open what leads to it; whatever writes asks again.
    """
    decision = decision_on(person, action, day=day, fresh=ACTION_SPECS[action].writes and not looking)
    if not decision.allowed or not isinstance(person, User):
        raise NotAllowed(decision)
    return person


@dataclass(frozen=True)
class Asker:
    """Somebody who asks for agreements on a day: what they may do to each, and how much of it they may see."""

    person: User
    appointments: tuple[Appointment, ...]
    homes: Homes
    day: date

    @property
    def everywhere(self) -> bool:
        """Whether no appointment of theirs is limited to an institution or a unit: then no tree has to be looked at."""
        return all(one.institution is None and one.unit is None for one in self.appointments)

    def decision(self, action: Action, value: Agreement) -> Decision:
        """Whether they may do that to the agreement."""
        return decide(self.appointments, action, self._subject(value), self.day)

    def _subject(self, value: Agreement) -> OfAgreement:
        if self.everywhere:
            return OfAgreement(homes=frozenset(), units=frozenset(), level=value.level, kinds=value.kinds)
        return self.homes.agreement(value, self.day)

    def reads(self, value: Agreement) -> bool:
        """Whether there is such an agreement, as far as they are told."""
        return self.decision("agreement.read", value).allowed

    def sight(self, value: Agreement) -> Sight:
        """How much of the agreement they may see."""
        return sight(self.appointments, self._subject(value), self.day)

    def require(self, action: Action, value: Agreement) -> None:
        """NotAllowed where they may not do that to the agreement."""
        decision = self.decision(action, value)
        if not decision.allowed:
            raise NotAllowed(decision)

    def require_touched(self, action: Action, old: Iterable[Agreement], new: Iterable[Agreement]) -> None:
        """NotAllowed where a change brings in or takes out a unit or institution of ours that is not theirs to speak for.

        Wherever in the value it is named: as a party, in a memorandum's exchanges, in an amendment, with a contact.
        """
        if self.everywhere:
            return
        before, after = list(old), list(new)
        units = frozenset().union(*map(named_units, before)) ^ frozenset().union(*map(named_units, after))
        sides = frozenset().union(*map(named_institutions, before)) ^ frozenset().union(*map(named_institutions, after))
        for level, kinds in dict.fromkeys((value.level, value.kinds) for value in after):
            for unit in sorted(units & self.homes.tree.units.keys()):
                alone = OfAgreement(
                    homes=frozenset([self.homes.tree.units[unit].institution]),
                    units=self.homes.tree.above([unit], self.day), level=level, kinds=kinds,
                )  # fmt: skip
                self._refuse(decide(self.appointments, action, alone, self.day))
            # A party that stays without one of its units is still that of whoever keeps the others.
            for home in sorted(sides & self.homes.institutions):
                named = frozenset(one for value in (*before, *after) for one in named_units(value))
                inner = self.homes.tree.above((one for one in named if self._sits_in(one, home)), self.day)
                alone = OfAgreement(homes=frozenset([home]), units=inner, level=level, kinds=kinds)
                self._refuse(decide(self.appointments, action, alone, self.day))

    def _sits_in(self, unit: int, home: int) -> bool:
        found = self.homes.tree.units.get(unit)
        return found is not None and found.institution == home

    def _refuse(self, decision: Decision) -> None:
        if not decision.allowed:
            raise NotAllowed(decision)


def asker(person: Person, action: Action, *, day: date | None = None) -> Asker:
    """Somebody who may do the action to some agreement at least; NotAllowed for anybody else. Each one is asked for then."""
    allowed = require_anywhere(person, action, day=day)
    homes = Homes() if ACTION_SPECS[action].writes else homes_of(person)
    return Asker(allowed, appointments_of(person), homes, day or localdate())


def sight_of(person: Person, value: Agreement, *, day: date | None = None) -> Sight:
    """How much of an agreement anybody may see: the public part for whoever has no role."""
    given = appointments_of(person)
    day = day or localdate()
    return sight(given, homes_of(person).agreement(value, day), day) if given else PUBLIC_SIGHT


def holders(action: Action, subject: Subject, *, day: date | None = None) -> list[User]:
    """The accounts that may do that to the subject, by name."""
    on = day or localdate()
    given: dict[int, list[Appointment]] = {}
    rows = AppointmentRow.objects.filter(role__in=ACTION_SPECS[action].roles, person__is_active=True).order_by("pk")
    for person, body in rows.values_list("person_id", "body"):
        given.setdefault(person, []).append(appointment_from(body))
    allowed = [person for person, own in given.items() if decide(own, action, subject, on).allowed]
    found: Mapping[int, User] = {pk: user for pks in chunks(allowed) for pk, user in User.objects.in_bulk(pks).items()}
    return sorted(found.values(), key=lambda user: user.get_username())
