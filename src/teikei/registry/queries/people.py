"""People and what they are appointed to; and why somebody may or may not do something, with who may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from teikei.names.bilingual import Refusal, Text
from teikei.registry.keys import name_key
from teikei.registry.models import Agreement, Appointment, Institution, OrganizationalUnit, UnitName
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import value_of
from teikei.registry.permissions import Decision, NotAllowed, Person, require
from teikei.registry.permissions.asking import Homes, appointments_of, decision_on, holders, homes_of
from teikei.registry.permissions.decide import Anywhere, Office, OfScope, Subject, appointment_from, decide
from teikei.registry.permissions.decide import Appointment as Value
from teikei.registry.permissions.spec import ACTION_SPECS, ACTIONS, Action, Role
from teikei.registry.queries.publication import home_named


@dataclass(frozen=True, slots=True)
class AppointmentShown:
    """One appointment as pages show it. scope: the institution or unit by name, "" for everything."""

    id: int
    version: int
    name: str
    full_name: str
    role: Role
    scope: str
    level: str
    kinds: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    ended_on: date | None
    by: str
    holds: bool
    over: bool
    mine: bool  # whether whoever asks may end it


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Appointments that hold or will hold, those that are over, accounts to appoint, and the scopes that may be given."""

    standing: tuple[AppointmentShown, ...]
    over: tuple[AppointmentShown, ...]
    accounts: tuple[str, ...]
    scopes: tuple[tuple[str, str], ...]  # "institution-1", "unit-12" and the name
    everything: bool


@dataclass(frozen=True, slots=True)
class WhyPage:
    """Whether somebody may do an action, why, and who may. subject: in words, None for nothing in particular."""

    action: Action
    words: Text
    subject: int | None
    decision: Decision
    holders: tuple[tuple[str, str], ...]  # account and full name


def people_page(*, by: Person, day: date) -> PeoplePage:
    """Who is appointed to what, as far as it lies within the scope of whoever asks. Six queries."""
    homes = Homes()
    _, own = _reader(by, day)
    rows = Appointment.objects.select_related("person", "institution", "unit", "appointed_by").order_by("person__username", "pk")
    shown = []
    for row in rows:
        value = appointment_from(row.body)
        scope = homes.scope(institution=value.institution, unit=value.unit, level=value.level, kinds=value.kinds, day=day)
        if decide(own, "people.read", scope, day).allowed:
            shown.append(_shown(row, value, day, mine=decide(own, "people.appoint", scope, day).allowed))
    scopes = _scopes(own, homes, day)
    appoints = decide(own, "people.appoint", Anywhere(), day).allowed
    accounts = User.objects.filter(is_active=True).order_by("username").values_list("username", flat=True) if appoints else ()
    return PeoplePage(
        tuple(one for one in shown if not one.over), tuple(one for one in shown if one.over), tuple(accounts), scopes,
        decide(own, "people.appoint", OfScope(), day).allowed,
    )  # fmt: skip


def _reader(by: Person, day: date) -> tuple[User, Sequence[Value]]:
    """Somebody who may see some appointments at least; NotAllowed for anybody else."""
    person = require(by, "desk.open", day=day)
    decision = decision_on(by, "people.read", day=day)
    if not decision.allowed:
        raise NotAllowed(decision)
    return person, appointments_of(by)


def _shown(row: Appointment, value: Value, day: date, *, mine: bool) -> AppointmentShown:
    over = value.ended_on is not None or (value.valid_to is not None and value.valid_to < day)
    place = row.unit.name if row.unit else row.institution.printed if row.institution else ""
    return AppointmentShown(
        row.pk, row.version, row.person.get_username(), row.person.get_full_name(), value.role, place, value.level, value.kinds,
        value.valid_from, value.valid_to, value.ended_on, row.appointed_by.get_username() if row.appointed_by else "",
        value.holds_on(day), over, mine and not over,
    )  # fmt: skip


def _scopes(own: Sequence[Value], homes: Homes, day: date) -> tuple[tuple[str, str], ...]:
    """The institutions and units to which whoever asks may appoint, in the institutions' own order."""
    found = []
    names = dict(Institution.objects.filter(is_home=True).order_by("printed").values_list("pk", "printed"))
    units = OrganizationalUnit.objects.filter(institution__in=list(names), closed_on=None).order_by("institution", "position")
    places = [(f"institution-{pk}", name, homes.scope(institution=pk, day=day)) for pk, name in names.items()]
    places += [(f"unit-{pk}", name, homes.scope(unit=pk, day=day)) for pk, name in units.values_list("pk", "name")]
    for code, name, scope in places:
        anything = [one for one in own if one.role == "administrator"]
        if any(decide([_any_level(one)], "people.appoint", scope, day).allowed for one in anything):
            found.append((code, name))
    return tuple(found)


def _any_level(one: Value) -> Value:
    """The appointment without its level and kinds: which places it reaches, whatever is chosen beside them."""
    return Value(
        person=one.person, role=one.role, valid_from=one.valid_from, valid_to=one.valid_to, institution=one.institution, unit=one.unit,
        ended_on=one.ended_on,
    )  # fmt: skip


def appointment_subject(appointment: int, *, by: Person, day: date) -> OfScope | None:
    """The scope that decides on an appointment; None where there is none that whoever asks may see."""
    _, own = _reader(by, day)
    body = Appointment.objects.filter(pk=appointment).values_list("body", flat=True).first()
    if body is None:
        return None
    value = appointment_from(body)
    scope = Homes().scope(institution=value.institution, unit=value.unit, level=value.level, kinds=value.kinds, day=day)
    return scope if decide(own, "people.read", scope, day).allowed else None


def agreement_subject(agreement: int, *, by: Person, day: date) -> Subject | None:
    """What decides on an agreement; None where there is none that whoever asks may see at the desk."""
    require(by, "desk.open", day=day)
    body = Agreement.objects.filter(pk=agreement).values_list("body", flat=True).first()
    if body is None:
        return None
    subject = homes_of(by).agreement(value_of(AGREEMENTS, body), day)
    return subject if decide(appointments_of(by), "agreement.read", subject, day).allowed else None


def why_page(action: str, agreement: int | None, *, by: Person, day: date) -> WhyPage | None:
    """Whether whoever asks may do that, and who may; None for an action or agreement that there is not, or not for them."""
    require(by, "desk.open", day=day)
    known = next((one for one in ACTIONS if one == action), None)
    if known is None:
        return None
    spec = ACTION_SPECS[known]
    subject: Subject = Office() if spec.of in ("desk", "office") else Anywhere()
    if agreement is not None:
        if spec.of != "agreement":
            return None
        found = agreement_subject(agreement, by=by, day=day)
        if found is None:
            return None
        subject = found
    decision = decide(appointments_of(by), known, subject, day)
    who = tuple((one.get_username(), one.get_full_name()) for one in holders(known, subject, day=day))
    return WhyPage(known, spec.words, agreement, decision, who)


def home_of_name(name: str) -> int:
    """The institution of that name whose lists are kept. NothingKept where there is none."""
    return home_named(name).pk


def unit_of_name(name: str, institution: int | None = None) -> int:
    """The unit of that name, any of its names, of an institution whose lists are kept. Refusal for none or for several."""
    named = UnitName.objects.filter(key=name_key(name), unit__institution__is_home=True)
    if institution is not None:
        named = named.filter(unit__institution=institution)
    found = sorted(set(named.values_list("unit", flat=True)))
    if len(found) == 1:
        return int(found[0])
    if found:
        raise Refusal(
            en=f"{name}: {len(found)} units have this name. Name the institution as well: --institution NAME",
            ja=f"{name}: この名称の部局が{len(found)}件あります。--institution 機関名 も指定してください。",
        )
    raise Refusal(
        en=f"{name}: the registry knows no such unit. Write it as the list does.",
        ja=f"{name}: 該当する部局がありません。一覧のとおりに書いてください。",
    )
