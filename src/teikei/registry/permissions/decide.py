"""Whether somebody may do something, and why: a pure decision from appointments, an action, its subject and a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from teikei.names.bilingual import Text
from teikei.registry.permissions.spec import ACTION_SPECS, ROLE_SPECS, Action, ActionSpec, Of, Role
from teikei.rules.agreement import Level

ScopeLevel = Literal["university", "unit", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A person has a role from a day on, in a scope: an institution, a unit with its subtree, or (neither) everything.

    level: the agreements of that level only; kinds: of these kinds only, where any are named. valid_to: the last day;
    ended_on: the first day without it, where it was ended before. by: the account that appointed, None at a terminal.
    """

    person: int
    role: Role
    valid_from: date
    valid_to: date | None = None
    institution: int | None = None
    unit: int | None = None
    level: ScopeLevel = "both"
    kinds: tuple[str, ...] = ()
    ended_on: date | None = None
    by: int | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the person has the role on that day."""
        return self.valid_from <= day <= (self.valid_to or date.max) and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True, slots=True)
class Office:
    """What all units of an office share, and nothing in particular of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfList:
    """A list or edition of an institution at a level, None where not known yet. drafted_by: the account that made it."""

    institution: int | None = None
    level: Level | None = None
    drafted_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAgreement:
    """An agreement: our institutions that are parties, our units in it with all above them on the day, level, kinds."""

    homes: frozenset[int]
    units: frozenset[int]
    level: Level
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfUnit:
    """An institution, or a unit of it: the unit with all above it on the day; none for the institution itself."""

    institution: int
    units: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfScope:
    """The scope of an appointment. institution: also of the unit; None for everything. units: the unit with all above it."""

    institution: int | None = None
    units: frozenset[int] = frozenset()
    level: ScopeLevel = "both"
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anywhere:
    """No subject yet: whether there is anything at all that the person may do this to. For what a page offers, never for a door."""


Subject = Office | OfList | OfAgreement | OfUnit | OfScope | Anywhere
_TYPES: dict[Of, tuple[type[object], ...]] = {
    "desk": (Office, Anywhere),
    "office": (Office, Anywhere),
    "list": (OfList, Anywhere),
    "agreement": (OfAgreement, Anywhere),
    "unit": (OfUnit, Anywhere),
    "appointment": (OfScope, Anywhere),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it is allowed, in words why; by: the appointment that allows it; roles: which would."""

    allowed: bool
    why: Text
    roles: tuple[Role, ...]
    by: Appointment | None = None


def decide(appointments: Sequence[Appointment], action: Action, subject: Subject, day: date) -> Decision:
    """Whether a person with these appointments may do the action to the subject on the day.

    TypeError where the subject is not of the kind that roles.toml names for the action.
    """
    spec = ACTION_SPECS[action]
    if not isinstance(subject, _TYPES[spec.of]):
        raise TypeError(f"{action} is done to: {spec.of}, not {type(subject).__name__}")
    fitting = [one for one in appointments if one.role in spec.roles]
    holding = [one for one in fitting if one.holds_on(day)]
    missed: list[Text] = []
    for one in holding:
        lacks = _lacks(one, spec, subject)
        if lacks is None:
            return Decision(True, _allowed(one), spec.roles, one)
        missed.append(lacks)
    return Decision(False, _refused(spec, missed, fitting, appointments, day), spec.roles)


def _lacks(one: Appointment, spec: ActionSpec, subject: Subject) -> Text | None:
    """What an appointment to a fitting role lacks for the subject; None where it covers it."""
    if spec.of == "desk" or isinstance(subject, Anywhere):
        return _SHARED if spec.of in ("office", "list") and _narrow(one) else None
    if isinstance(subject, Office):
        return _SHARED if _narrow(one) else None
    if isinstance(subject, OfList):
        if _narrow(one):
            return _SHARED
        if subject.institution is not None and one.institution not in (None, subject.institution):
            return _OTHER_INSTITUTION
        if subject.level is not None and one.level not in ("both", subject.level):
            return _OTHER_LEVEL
        return _SECOND_PERSON if spec.second_person and subject.drafted_by == one.person else None
    return _lacks_place(one, subject) or _lacks_level(one, subject)


def _narrow(one: Appointment) -> bool:
    return one.unit is not None or bool(one.kinds)


def _lacks_place(one: Appointment, subject: OfAgreement | OfUnit | OfScope) -> Text | None:
    homes = subject.homes if isinstance(subject, OfAgreement) else frozenset([subject.institution])
    if one.unit is not None:
        return None if one.unit in subject.units else _OTHER_UNIT
    return None if one.institution is None or one.institution in homes else _OTHER_INSTITUTION


def _lacks_level(one: Appointment, subject: OfAgreement | OfUnit | OfScope) -> Text | None:
    if isinstance(subject, OfUnit):
        return None
    if one.level not in ("both", subject.level):
        return _OTHER_LEVEL
    if not one.kinds:
        return None
    within = (
        bool(set(one.kinds) & set(subject.kinds))
        if isinstance(subject, OfAgreement)
        else bool(subject.kinds) and set(subject.kinds) <= set(one.kinds)
    )
    return None if within else _OTHER_KIND


_SHARED = Text(
    en="your appointment is limited to a unit or to kinds of agreement, and this is shared by all units",
    ja="任命の範囲が部局または協定の種類に限られていますが、これは全部局に共通のものです",
)
_OTHER_INSTITUTION = Text(en="your appointment is for another institution", ja="任命の範囲は別の機関です")
_OTHER_UNIT = Text(en="none of the units of your appointment has a part in it", ja="任命の範囲の部局は、これに関わっていません")
_OTHER_LEVEL = Text(
    en="your appointment is for the other level (of universities, or of units)", ja="任命の範囲は別の区分（大学間・部局間）です"
)
_OTHER_KIND = Text(en="your appointment is for other kinds of agreement", ja="任命の範囲は別の種類の協定です")
_SECOND_PERSON = Text(
    en="you drafted it yourself, and a second person has to publish it", ja="ご自身が下書きしたものは、別の人が公表する必要があります"
)


def _allowed(one: Appointment) -> Text:
    name = ROLE_SPECS[one.role].name
    return Text(en=f"You may, as {name.en} since {one.valid_from}.", ja=f"{one.valid_from} からの{name.ja}として行えます。")


def _refused(
    spec: ActionSpec, missed: Sequence[Text], fitting: Sequence[Appointment], every: Sequence[Appointment], day: date
) -> Text:  # fmt: skip
    needed = role_names(spec.roles)
    head = Text(en=f"To {spec.words.en} is for: {needed.en}.", ja=f"「{spec.words.ja}」を行えるのは{needed.ja}です。")
    if missed:
        reasons = list(dict.fromkeys(missed))
        rest = Text(en=" You are, but " + "; ".join(one.en for one in reasons) + ".", ja="".join(f"{one.ja}。" for one in reasons))
    elif fitting:
        rest = Text(en=f" Your appointment does not hold on {day}.", ja=f"あなたの任命は {day} には有効ではありません。")
    else:
        own = role_names(one.role for one in every if one.holds_on(day))
        rest = (
            Text(en=f" You are: {own.en}.", ja=f"あなたの役割は{own.ja}です。")
            if own.en
            else Text(en=" You have no role here.", ja="あなたには役割がありません。")
        )
    return Text(en=head.en + rest.en, ja=head.ja + rest.ja)


def role_names(roles: Iterable[Role]) -> Text:
    """The names of roles, each once."""
    names = [ROLE_SPECS[role].name for role in dict.fromkeys(roles)]
    return Text(en=", ".join(name.en for name in names), ja="・".join(name.ja for name in names))


# Made as the program starts: two threads that work a type out at once crash it.
_APPOINTMENT = msgspec.json.Decoder(Appointment)


def appointment_from(body: str) -> Appointment:
    """An appointment from its canonical JSON."""
    return _APPOINTMENT.decode(body)
