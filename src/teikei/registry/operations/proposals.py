"""Proposals: drafted, proposed, decided step by step, withdrawn, concluded. Each call is one act in the ledger.

An agreement that was signed already is recorded by operations.concluding and waits for none of this.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import localdate

from teikei.names.bilingual import Refusal
from teikei.registry.approval_path import approval_path
from teikei.registry.models import Agreement
from teikei.registry.operations import ledger
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.concluding import record, revise, seen_values
from teikei.registry.operations.kept import add, change, current
from teikei.registry.operations.ledger import Act
from teikei.registry.operations.proposal_rows import PROPOSALS
from teikei.registry.permissions import Person, asker
from teikei.registry.permissions.asking import appointments_of, require_anywhere
from teikei.registry.refusals import ChangedMeanwhile
from teikei.rules import approval
from teikei.rules.agreement import Signature
from teikei.rules.approval import Decided, Outcome, Proposal, Step, may_decide


class NotYours(Refusal):
    """Another person, or another role, decides this step."""

    def __init__(self, step: Step) -> None:
        who = ", ".join((*step.people, *step.roles))
        super().__init__(
            en=f"The step “{step.en}” is decided by {who}. Nothing was stored. A deputy says whose deputy they are.",
            ja=f"「{step.ja}」の決定者は {who} です。保存していません。代理のときは、誰の代理かを入力してください。",
        )


class AgreementChanged(Refusal):
    """The agreement is no longer the one that the proposal was made for."""

    def __init__(self) -> None:
        super().__init__(
            en="The agreement was changed since this was proposed. Look at it, then confirm that the proposal still fits.",
            ja="提案後に協定が変更されています。内容を確かめ、提案どおりでよいことを確認してください。",
        )


def roles_of(person: User) -> frozenset[str]:
    """The roles in whose name a person may decide. The one place where roles are asked for here."""
    return frozenset(one.role for one in appointments_of(person) if one.holds_on(localdate()))


def save_draft(proposal: Proposal, *, number: int | None = None, version: int | None = None, by: Person, at: datetime) -> int:
    """Keep a draft, a new one or (number) one that is no longer or not yet under way; gives its number."""
    person = _require(proposal, by, at)
    if number is None:
        new = approval.edited(Proposal(kind=proposal.kind, by=person.get_username()), proposal)
        return int(add(PROPOSALS, [new], Act("draft", at, person))[0].pk)
    _changed(number, lambda kept: approval.edited(kept, proposal), version, Act("draft", at, person))
    return number


def propose(number: int, *, version: int | None, by: Person, at: datetime) -> None:
    """Send a draft on its way: to the first step of the path that is in use now."""
    require_anywhere(by, "proposal.make")
    proposal, path = current(PROPOSALS, number)[1], approval_path()
    person = _require(proposal, by, at)
    now = None if proposal.agreement is None else current(AGREEMENTS, proposal.agreement)[1]
    _changed(number, lambda kept: approval.proposed(kept, path, on=localdate(at), now=now), version, Act("propose", at, person))


def decide(
    number: int, step: str, outcome: Outcome, *, on: date, minute: str = "", delegate_of: str = "", comment: str = "",
    version: int | None, by: Person, at: datetime,
) -> None:  # fmt: skip
    """Record what a step decided. NotYours for somebody who does not decide it."""
    person = require_anywhere(by, "proposal.decide")
    made = Decided(
        step=step, outcome=outcome, on=on, by=person.get_username(), minute=minute.strip(), delegate_of=delegate_of.strip(),
        comment=comment.strip(), at=at.isoformat(),
    )  # fmt: skip

    def edit(kept: Proposal) -> Proposal:
        here = approval.current_step(kept)
        if here and here.id == step and not may_decide(here, made.by, roles_of(person), made.delegate_of):
            raise NotYours(here)
        return approval.decided(kept, made, today=localdate(at))

    _changed(number, edit, version, Act("decide", at, person, reason=made.comment))


def withdraw(number: int, *, reason: str = "", version: int | None, by: Person, at: datetime) -> None:
    """Take a proposal back."""
    require_anywhere(by, "proposal.make")
    person = _require(current(PROPOSALS, number)[1], by, at)
    _changed(number, approval.withdrawn, version, Act("withdraw", at, person, reason=reason))


def conclude(
    number: int, *, concluded_on: date, signatures: dict[int, Signature] | None = None, still_fits: bool = False,
    version: int | None, by: Person, at: datetime,
) -> int:  # fmt: skip
    """An approved proposal was signed, or took effect: it becomes an agreement, or a change of one; gives its number.

    AgreementChanged where the agreement was changed since and nobody said that the proposal still fits (`still_fits`);
    NotSound and what the change itself refuses, with nothing stored.
    """
    person = require_anywhere(by, "proposal.make")
    with transaction.atomic():
        ledger.lock()
        _, proposal = _looked_at(number, version)
        why = proposal.title
        if proposal.agreement is None:
            result = record(approval.agreement_of(proposal, concluded_on, signatures or {}), by=person, at=at, reason=why)
        else:
            result = proposal.agreement
            seen = Agreement.objects.values_list("version", flat=True).get(pk=result)
            if proposal.seen is not None and seen != proposal.seen and not still_fits:
                raise AgreementChanged
            revise(
                result, lambda value: approval.applied(proposal, value, today=localdate(at)), version=None, by=person, at=at,
                operation=proposal.kind, reason=why,
            )  # fmt: skip
        _changed(number, lambda kept: approval.concluded(kept, result), None, Act("conclude", at, person))
    return result


def _require(proposal: Proposal, by: Person, at: datetime) -> User:
    """The person, who may propose just this; Agreement.DoesNotExist for an agreement that there is not, or not for them."""
    asked = asker(by, "proposal.make", day=localdate(at))
    about = [proposal.draft] if proposal.draft else []
    if proposal.agreement is not None:
        about.append(seen_values([proposal.agreement], asked)[proposal.agreement][1])
    for value in about:
        asked.require("proposal.make", value)
    return asked.person


def _looked_at(number: int, version: int | None) -> tuple[int, Proposal]:
    kept_version, proposal = current(PROPOSALS, number)
    if version is not None and version != kept_version:
        raise ChangedMeanwhile(PROPOSALS.name, number, kept_version)
    return kept_version, proposal


def _changed(number: int, edit: Callable[[Proposal], Proposal], version: int | None, act: Act) -> None:
    with transaction.atomic():
        chain = ledger.lock()
        kept_version, proposal = _looked_at(number, version)
        change(PROPOSALS, {number: (kept_version, edit(proposal))}, act, chain=chain)
