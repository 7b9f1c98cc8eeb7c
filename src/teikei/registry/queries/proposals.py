"""Proposals: what waits for whom, and one of them with its path."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from teikei.registry.approval_path import approval_path
from teikei.registry.keys import name_key
from teikei.registry.models import Agreement, Institution, OrganizationalUnit, Proposal
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import value_of
from teikei.registry.operations.proposal_rows import PROPOSALS
from teikei.registry.operations.proposals import roles_of
from teikei.registry.permissions import Person, asker
from teikei.registry.permissions.asking import require_anywhere
from teikei.registry.queries.known import history_of
from teikei.registry.queries.papers import partner_names
from teikei.rules import approval as values
from teikei.rules.agreement import Agreement as AgreementValue
from teikei.rules.approval import Decided, Step, Waiting, drawn, may_decide, told_of, waiting

OPEN = ("draft", "returned", "proposed", "approved")
SHOWN = 200


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal as the list shows it."""

    id: int
    value: values.Proposal
    partners: tuple[str, ...]
    waiting: Waiting | None
    yours: bool


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """All of one proposal. told: roles and accounts that the waiting step is brought before. now: the agreement to be changed."""

    id: int
    version: int
    value: values.Proposal
    partners: tuple[str, ...]
    path: tuple[tuple[Step, Decided | None, bool], ...]
    waiting: Waiting | None
    yours: bool
    told: tuple[str, ...]
    now: AgreementValue | None
    changed_since: bool
    parties: tuple[tuple[int, str, tuple[str, ...]], ...]
    history: tuple[dict[str, object], ...]


def proposals(*, by: Person, today: date, closed: bool = False) -> list[ProposalRow]:
    """Those that are open, what is due first at the top; or those that are closed, the newest first."""
    read = _read(Proposal.objects.exclude(state__in=OPEN) if closed else Proposal.objects.filter(state__in=OPEN), by, today)
    institutions = Institution.objects.in_bulk({party.institution for _, subject in read if subject for party in subject.parties})
    shown = [replace(row, partners=_partners(subject, institutions)) for row, subject in read]
    last = date.max
    return shown if closed else sorted(shown, key=lambda one: (one.waiting.due_on or last if one.waiting else last, one.id))


def proposals_to_decide(*, by: Person, today: date) -> tuple[int, date | None]:
    """How many wait for a decision of this person, and the first day on which one is due. One query."""
    yours = [row.waiting for row, _ in _read(Proposal.objects.filter(state__in=OPEN), by, today) if row.yours and row.waiting]
    return len(yours), min((one.due_on for one in yours if one.due_on), default=None)


def _read(rows: QuerySet[Proposal], by: Person, today: date) -> list[tuple[ProposalRow, AgreementValue | None]]:
    """The latest of them that this person may read, their partners not named yet; each with the agreement that it is about."""
    asked = asker(by, "proposal.read")
    roles, shown = roles_of(asked.person), []
    for row in rows.select_related("agreement").order_by("-pk")[:SHOWN]:
        value = value_of(PROPOSALS, row.body)
        subject, wait = _subject(row, value), waiting(value, today)
        if subject is None or asked.decision("proposal.read", subject).allowed:
            yours = wait is not None and may_decide(wait.step, asked.person.get_username(), roles)
            shown.append((ProposalRow(row.pk, value, (), wait, yours), subject))
    return shown


def proposal_page(number: int, *, by: Person, today: date) -> ProposalPage | None:
    """One proposal, None where there is none."""
    asked = asker(by, "proposal.read")
    person = asked.person
    row = Proposal.objects.select_related("agreement").filter(pk=number).first()
    if row is None:
        return None
    value = value_of(PROPOSALS, row.body)
    about = _subject(row, value)
    if about is not None and not asked.decision("proposal.read", about).allowed:
        return None
    wait = waiting(value, today)
    now = value_of(AGREEMENTS, row.agreement.body) if row.agreement else None
    institutions = Institution.objects.in_bulk([party.institution for party in about.parties] if about else [])
    return ProposalPage(
        id=row.pk, version=row.version, value=value, partners=_partners(about, institutions),
        path=tuple(drawn(value, value.path or approval_path())), waiting=wait,
        yours=wait is not None and may_decide(wait.step, person.get_username(), roles_of(person)), told=told_of(value, today), now=now,
        changed_since=bool(row.agreement and value.result is None and value.seen is not None and row.agreement.version != value.seen),
        parties=_parties(about, institutions), history=tuple(dict(line) for line in history_of("proposal", number)),
    )  # fmt: skip


def _subject(row: Proposal, value: values.Proposal) -> AgreementValue | None:
    """The agreement that it is about: the draft, or the one that it would change."""
    return value.draft or (value_of(AGREEMENTS, row.agreement.body) if row.agreement else None)


def _partners(subject: AgreementValue | None, institutions: dict[int, Institution]) -> tuple[str, ...]:
    rows = [institutions[party.institution] for party in subject.parties if party.institution in institutions] if subject else []
    return tuple(row.printed for row in rows if not row.is_home) or tuple(row.printed for row in rows)


def _parties(value: AgreementValue | None, rows: dict[int, Institution]) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """The parties of an agreement: number, name, names of units."""
    if value is None:
        return ()
    units = dict(
        OrganizationalUnit.objects.filter(pk__in=[unit.unit for party in value.parties for unit in party.units]).values_list("pk", "name")
    )
    return tuple(
        (party.institution, rows[party.institution].printed, tuple(units[unit.unit] for unit in party.units if unit.unit in units))
        for party in value.parties
        if party.institution in rows
    )


def agreement_proposed_for(agreement: int, *, by: Person) -> tuple[int, AgreementValue, tuple[str, ...]] | None:
    """Version, value and partners of the agreement that a proposal is to start from."""
    asked = asker(by, "proposal.make")
    row = Agreement.objects.filter(pk=agreement).first()
    if row is not None and not asked.reads(value_of(AGREEMENTS, row.body)):
        row = None
    if row is None:
        return None
    value = value_of(AGREEMENTS, row.body)
    return row.version, value, partner_names(value)


def homes_with_units(*, by: Person) -> list[tuple[int, str, list[tuple[int, str]]]]:
    """The institutions whose lists are kept here, each with its units that are not closed."""
    require_anywhere(by, "proposal.make", looking=True)
    homes = list(Institution.objects.filter(is_home=True).values_list("pk", "printed"))
    units = OrganizationalUnit.objects.filter(institution__in=[pk for pk, _ in homes], closed_on=None).order_by("position")
    found = list(units.values_list("institution_id", "pk", "name"))
    return [(pk, name, [(unit, words) for home, unit, words in found if home == pk]) for pk, name in homes]


def institution_named(text: str, *, by: Person) -> list[tuple[int, str]]:
    """Institutions that go by that name (folded), or have that number; ten at most."""
    require_anywhere(by, "proposal.make", looking=True)
    if text.isdecimal() and len(text) < 12:
        return list(Institution.objects.filter(pk=int(text)).values_list("pk", "printed"))
    named = Institution.objects.filter(names__key=name_key(text), is_home=False).distinct().values_list("pk", "printed")[:10]
    return list(named)
