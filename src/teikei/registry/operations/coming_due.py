"""What comes due on a day, and to whom it is told: agreements by their deadlines, proposals by the step that waits."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from django.contrib.auth.models import User

from teikei.names.bilingual import Language
from teikei.registry.digests import Remark
from teikei.registry.keys import chunks
from teikei.registry.models import (
    Agreement,
    Appointment,
    Deadline,
    Institution,
    LeftAlone,
    OrganizationalUnit,
    Proposal,
    ReminderAddress,
    Span,
)
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import value_of
from teikei.registry.operations.proposal_rows import PROPOSALS
from teikei.registry.permissions.asking import Homes
from teikei.registry.permissions.decide import Appointment as Held
from teikei.registry.permissions.decide import appointment_from, decide
from teikei.registry.reminder_leads import reminder_leads
from teikei.rules import agreement as values
from teikei.rules.approval import told_of
from teikei.rules.reminders import LINGERING, Due, Leads, due, step_due

Told = dict[str, tuple[Language, list[Remark]]]  # address → its language, what it is told


def told_on(day: date) -> Told:
    """Every address with all that it has to be told on a day, whether or not it was told before."""
    leads = reminder_leads()
    addresses = _Addresses(day)
    told: Told = {}
    for remark, contacts, value in _agreements_due(day, leads):
        for address in addresses.of(remark, contacts, value):
            told.setdefault(address, (addresses.language(address), []))[1].append(remark)
    for remark, accounts in _proposals_due(day, leads):
        for address in accounts:
            told.setdefault(address, (addresses.language(address), []))[1].append(remark)
    return told


def remarks_about(dues: Sequence[tuple[int, Due]]) -> list[Remark]:
    """What is said of these agreements' deadlines, in their order."""
    values_of: dict[int, values.Agreement] = {}
    for pks in chunks(dict.fromkeys(pk for pk, _ in dues)):
        values_of |= {pk: value_of(AGREEMENTS, body) for pk, body in Agreement.objects.filter(pk__in=pks).values_list("pk", "body")}
    names = _Names(values_of.values())
    found = ((pk, values_of[pk], one) for pk, one in dues if pk in values_of)
    return [Remark("agreement", pk, names.partners(value), value.title, names.units(value), one) for pk, value, one in found]


def _agreements_due(day: date, leads: Leads) -> Iterable[tuple[Remark, list[str], values.Agreement]]:
    """Remarks about agreements, each with the addresses of the agreement's own contacts."""
    last = day + timedelta(days=leads.longest)
    first = day + timedelta(days=min(0, *leads.end, *leads.notice, *leads.renewal) - LINGERING)
    near = set(Deadline.objects.filter(due_on__range=(day, last)).values_list("agreement_id", flat=True))
    near |= set(Span.objects.filter(valid_to__range=(first, last)).values_list("agreement_id", flat=True))
    left: dict[int, set[tuple[str, date]]] = defaultdict(set)
    for agreement, about, due_on in LeftAlone.objects.values_list("agreement_id", "about", "due_on"):
        left[agreement].add((about, due_on))
    found: list[tuple[int, values.Agreement]] = []
    for pks in chunks(sorted(near)):
        found += [(pk, value_of(AGREEMENTS, body)) for pk, body in Agreement.objects.filter(pk__in=pks).values_list("pk", "body")]
    dues = [(pk, value, due(value, day, leads, left.get(pk, ()))) for pk, value in found]
    names = _Names(value for _, value, some in dues if some)
    for pk, value, some in dues:
        contacts = [
            one.email for one in value.contacts
            if one.email and (one.valid_from or date.min) <= day <= (one.valid_to or date.max)
        ]  # fmt: skip
        for one in some:
            yield Remark("agreement", pk, names.partners(value), value.title, names.units(value), one), contacts, value


class _Holders:
    """Who holds which appointments on a day, and whether an agreement lies within their scope."""

    def __init__(self, day: date) -> None:
        self.day, self.homes = day, Homes()
        self.held: dict[int, list[Held]] = defaultdict(list)
        for person, body in Appointment.objects.order_by("pk").values_list("person_id", "body"):
            one = appointment_from(body)
            if one.holds_on(day):
                self.held[person].append(one)

    def reach(self, person: int, roles: Collection[str], value: values.Agreement | None) -> bool:
        """Whether an appointment to one of the roles reaches the agreement; value None: reaches anything at all."""
        mine = [one for one in self.held[person] if one.role in roles]
        # Most appointments are to everything: then no tree of units has to be looked at.
        if value is None or any((one.institution, one.unit, one.level, one.kinds) == (None, None, "both", ()) for one in mine):
            return bool(mine)
        return bool(mine) and decide(mine, "agreement.read", self.homes.agreement(value, self.day), self.day).allowed


def _proposals_due(day: date, leads: Leads) -> Iterable[tuple[Remark, list[str]]]:
    """Remarks about proposals, each with the addresses of those before whom the step is brought."""
    waiting = Proposal.objects.filter(state="proposed", due_on__isnull=False).select_related("agreement").order_by("pk")
    read = [(row, value_of(PROPOSALS, row.body)) for row in waiting]
    subjects = {
        row.pk: subject
        for row, value in read
        if (subject := value.draft or (value_of(AGREEMENTS, row.agreement.body) if row.agreement else None))
    }
    names = _Names(subjects.values())
    accounts = list(User.objects.filter(is_active=True).exclude(email=""))
    holders = _Holders(day)
    for row, value in read:
        one = step_due(row.due_on, day, leads)
        if one is None:
            continue
        words = set(told_of(value, day))
        subject = subjects.get(row.pk)
        told = [user.email for user in accounts if user.get_username() in words or holders.reach(user.pk, words, subject)]
        partners, units = (names.partners(subject), names.units(subject)) if subject else ((), ())
        yield Remark("proposal", row.pk, partners, value.title, units, one), told


class _Names:
    """Names of partners and of our units, for many agreements at once."""

    def __init__(self, every: Iterable[values.Agreement]) -> None:
        listed = list(every)
        self.rows: dict[int, Institution] = {}
        for pks in chunks(dict.fromkeys(party.institution for value in listed for party in value.parties)):
            self.rows |= Institution.objects.defer("body").in_bulk(pks)
        self.of_units: dict[int, str] = {}
        for pks in chunks(dict.fromkeys(unit.unit for value in listed for party in value.parties for unit in party.units)):
            self.of_units |= dict(OrganizationalUnit.objects.filter(pk__in=pks).values_list("pk", "name"))

    def partners(self, value: values.Agreement) -> tuple[str, ...]:
        rows = [self.rows[party.institution] for party in value.parties if party.institution in self.rows]
        return tuple(row.printed for row in rows if not row.is_home) or tuple(row.printed for row in rows)

    def units(self, value: values.Agreement) -> tuple[tuple[int, str], ...]:
        ours = [party for party in value.parties if (row := self.rows.get(party.institution)) and row.is_home]
        return tuple((unit.unit, self.of_units[unit.unit]) for party in ours for unit in party.units if unit.unit in self.of_units)


class _Addresses:
    """To whom a remark about an agreement goes: its contacts, its units, the office; once it is urgent, the units above too."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.languages: dict[str, Language] = {}
        self.of_unit: dict[int | None, list[str]] = defaultdict(list)
        for unit, email, language in ReminderAddress.objects.values_list("unit_id", "email", "language"):
            self.of_unit[unit].append(email)
            self.languages.setdefault(email, "en" if language == "en" else "ja")
        self.parents = dict(OrganizationalUnit.objects.exclude(parent=None).values_list("pk", "parent_id"))
        self.holders = _Holders(day)
        officers = [person for person in self.holders.held if self.holders.reach(person, ("officer",), None)]
        mails = User.objects.filter(pk__in=officers, is_active=True).exclude(email="").order_by("pk").values_list("pk", "email")
        self.officers = list(mails)

    def of(self, remark: Remark, contacts: list[str], value: values.Agreement) -> list[str]:
        """The addresses, each once; an officer limited to an institution, a unit or a level has what lies in it."""
        found = [*contacts, *self.of_unit[None], *(email for pk, email in self.officers if self.holders.reach(pk, ("officer",), value))]
        for unit, _name in remark.units:
            found += self.of_unit.get(unit, [])
            if remark.due.escalated:
                found += [email for above in self._above(unit) for email in self.of_unit.get(above, [])]
        return list(dict.fromkeys(found))

    def _above(self, unit: int) -> list[int]:
        seen: list[int] = []
        above = self.parents.get(unit)
        while above is not None and above not in seen:
            seen.append(above)
            above = self.parents.get(above)
        return seen

    def language(self, address: str) -> Language:
        """The language in which an address is written to."""
        return self.languages.get(address, "ja")
