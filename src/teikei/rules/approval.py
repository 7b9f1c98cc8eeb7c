"""How a proposal is decided: steps one after the other, each with its decision, day, minute number, deputy and deadline.

A proposal is a value like an agreement: each function takes the old one and gives the new one, or refuses and says why. The
path that it takes is written into it when it is proposed, so that a path changed later moves nothing that is under way.
"""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from teikei.names.bilingual import Refusal, Text
from teikei.rules.agreement import Agreement, ClosingReason, Signature, Term
from teikei.rules.changes import amended, closed, renewed
from teikei.rules.problems import problems

ProposalKind = Literal["new", "renewal", "amendment", "ending"]
State = Literal["draft", "proposed", "approved", "returned", "withdrawn", "rejected", "concluded"]
Outcome = Literal["approved", "returned", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: who decides (anybody with one of the roles, or one of the people), in how many days, whether it has a minute."""

    id: str
    ja: str
    en: str
    roles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    days: int | None = None
    minute: bool = False
    escalate_to: tuple[str, ...] = ()

    @property
    def name(self) -> Text:
        """Its name in both languages."""
        return Text(en=self.en, ja=self.ja)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a step decided: on which day, under which minute number, recorded by whom, as the deputy of whom, with what words."""

    step: str
    outcome: Outcome
    on: date
    by: str
    minute: str = ""
    delegate_of: str = ""
    comment: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A new agreement (`draft`), or a change to one: a further term, new values of fields from a day on, or its end.

    agreement: the one that it would change, as it was in version `seen`. path: the steps, from the day it was proposed.
    result: the agreement that came of it.
    """

    kind: ProposalKind
    title: str = ""
    by: str = ""
    agreement: int | None = None
    seen: int | None = None
    draft: Agreement | None = None
    term: Term | None = None
    effective_on: date | None = None
    changes: dict[str, Any] | None = None
    closed_on: date | None = None
    closing_reason: ClosingReason | None = None
    note: str = ""
    state: State = "draft"
    path: tuple[Step, ...] = ()
    proposed_on: date | None = None
    decisions: tuple[Decided, ...] = ()
    result: int | None = None


class Waiting(NamedTuple):
    """The step that has to decide, since when, by when (None: whenever), and how many days it is late."""

    step: Step
    since: date
    due_on: date | None
    late: int


# The path -------------------------------------------------------------------------------------------------------


def path_from_toml(text: str, name: str) -> tuple[Step, ...]:
    """The steps in a TOML file. Refusal, naming the place, for what is no path."""
    try:
        found = tomllib.loads(text)
        steps = tuple(_step(one) for one in found["step"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise _no_path(name, str(error)) from error
    ids = [step.id for step in steps]
    if not steps or len(set(ids)) < len(ids):
        raise _no_path(name, "every [[step]] needs an id of its own")
    if nobody := [step.id for step in steps if not (step.roles or step.people)]:
        raise _no_path(name, f"nobody decides step {nobody[0]}")
    return steps


def _step(one: dict[str, Any]) -> Step:
    unknown = one.keys() - set(Step.__dataclass_fields__)
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    days = one.get("days")
    if days is not None and not (type(days) is int and 1 <= days <= 3650):
        raise ValueError(f"days = {days}")
    texts = [one[key] for key in ("id", "ja", "en")]
    lists = {key: tuple(one.get(key, ())) for key in ("roles", "people", "escalate_to")}
    if not all(isinstance(value, str) and value for value in (*texts, *(word for words in lists.values() for word in words))):
        raise ValueError("names are texts")
    return Step(
        id=one["id"], ja=one["ja"], en=one["en"], roles=lists["roles"], people=lists["people"], escalate_to=lists["escalate_to"], days=days,
        minute=one.get("minute", False) is True,
    )  # fmt: skip


def _no_path(name: str, why: str) -> Refusal:
    return Refusal(
        f"{name}: this is no path of approval ({why}). The manual (how-to/approve-a-proposal) shows one.",
        f"{name}: 承認経路として読めません（{why}）。マニュアル（how-to/approve-a-proposal）の例を参照してください。",
    )


# Where a proposal stands ------------------------------------------------------------------------------------------


def current_step(proposal: Proposal) -> Step | None:
    """The step that has to decide, None where none has to."""
    if proposal.state != "proposed":
        return None
    return proposal.path[len(_this_round(proposal))]


def _this_round(proposal: Proposal) -> tuple[Decided, ...]:
    """The decisions since it was proposed last: all after the last one that sent it back."""
    last = max((index for index, one in enumerate(proposal.decisions) if one.outcome == "returned"), default=-1)
    return proposal.decisions[last + 1 :]


def waiting(proposal: Proposal, today: date) -> Waiting | None:
    """What it waits for, as seen on a day. A step is due so many days after the one before decided; late from the day after."""
    step = current_step(proposal)
    if step is None or proposal.proposed_on is None:
        return None
    since = max((proposal.proposed_on, *(one.on for one in _this_round(proposal))))
    due_on = since + timedelta(days=step.days) if step.days is not None else None
    return Waiting(step, since, due_on, max(0, (today - due_on).days) if due_on else 0)


def told_of(proposal: Proposal, today: date) -> tuple[str, ...]:
    """Roles and accounts that an unanswered step is brought before: those that decide it; once it is late also those that it
    escalates to, which are the deciders of the step after where the path names none.
    """
    found = waiting(proposal, today)
    if found is None:
        return ()
    deciders = (*found.step.people, *found.step.roles)
    if not found.late:
        return deciders
    index = proposal.path.index(found.step)
    after = proposal.path[index + 1 : index + 2]
    further = found.step.escalate_to or tuple(word for step in after for word in (*step.people, *step.roles))
    return tuple(dict.fromkeys((*deciders, *further)))


def drawn(proposal: Proposal, path: Sequence[Step]) -> list[tuple[Step, Decided | None, bool]]:
    """The path step by step, each with its decision of this round and whether it is the one that waits. path: where it has none yet."""
    made = {one.step: one for one in _this_round(proposal)}
    here = current_step(proposal)
    return [(step, made.get(step.id), step == here) for step in (proposal.path or path)]


# What may be done -------------------------------------------------------------------------------------------------


def may_decide(step: Step, account: str, roles: Collection[str], delegate_of: str = "") -> bool:
    """Whether somebody decides this step: by name, by a role, or as the deputy of somebody named in it."""
    return account in step.people or bool(set(roles) & set(step.roles)) or (bool(delegate_of) and delegate_of in step.people)


def proposed(proposal: Proposal, path: tuple[Step, ...], *, on: date, now: Agreement | None = None) -> Proposal:
    """It goes to the first step. now: the agreement that it would change, as it is. Refusal: not a draft, nor one that was sent
    back; or something is missing in it, or could not be carried out.
    """
    if proposal.state not in ("draft", "returned"):
        raise _wrong_state(proposal)
    refuse_shortcomings(proposal, on, now)
    return replace(proposal, state="proposed", path=path, proposed_on=on)


def decided(proposal: Proposal, decision: Decided, *, today: date) -> Proposal:
    """With the decision of the step that waits: approved leads to the next step or to the end, returned to its author.

    Refusal: another step waits by now, a day to come or before the step began, a minute number that is missing.
    """
    found = waiting(proposal, today)
    if found is None or found.step.id != decision.step:
        raise Refusal(
            "That step has been decided meanwhile. Nothing was stored; look at the proposal again.",
            "その段階はすでに決定されています。保存していません。最新の状態を確認してください。",
        )
    if decision.on > today or decision.on < found.since:
        raise Refusal(
            f"The decision cannot be of {decision.on}: the step began on {found.since}, and today is {today}. Correct the day.",
            f"決定日 {decision.on} は、この段階の開始日 {found.since} から本日 {today} までの日ではありません。日を直してください。",
        )
    if found.step.minute and decision.outcome == "approved" and not decision.minute.strip():
        raise Refusal(
            f"The decision of the {found.step.en} needs its minute number.", f"{found.step.ja}の決定には議事録番号を入力してください。"
        )
    after = replace(proposal, decisions=(*proposal.decisions, decision))
    if decision.outcome != "approved":
        return replace(after, state=decision.outcome)
    return replace(after, state="approved") if found.step == proposal.path[-1] else after


def withdrawn(proposal: Proposal) -> Proposal:
    """It is no longer proposed. Refusal: it is decided for good already."""
    if proposal.state not in ("draft", "proposed", "returned", "approved"):
        raise _wrong_state(proposal)
    return replace(proposal, state="withdrawn")


def edited(proposal: Proposal, new: Proposal) -> Proposal:
    """With new contents in the old state. Refusal: it is under way, or decided."""
    if proposal.state not in ("draft", "returned"):
        raise _wrong_state(proposal)
    return replace(
        new, by=proposal.by, state=proposal.state, path=proposal.path, proposed_on=proposal.proposed_on, decisions=proposal.decisions
    )


def _wrong_state(proposal: Proposal) -> Refusal:
    words = STATES[proposal.state]
    return Refusal(
        f"The proposal is {words.en}, so this cannot be done. Nothing was stored.",
        f"この提案は「{words.ja}」のため、この操作はできません。保存していません。",
    )


STATES: dict[State, Text] = {
    "draft": Text(en="a draft", ja="下書き"),
    "proposed": Text(en="being decided", ja="審議中"),
    "approved": Text(en="approved", ja="承認済み"),
    "returned": Text(en="returned", ja="差戻し"),
    "withdrawn": Text(en="withdrawn", ja="取下げ"),
    "rejected": Text(en="rejected", ja="否決"),
    "concluded": Text(en="concluded", ja="締結済み"),
}


def refuse_shortcomings(proposal: Proposal, today: date, now: Agreement | None = None) -> None:
    """Refusal with all its shortcomings, where it has any."""
    if missing := shortcomings(proposal, today, now):
        raise Refusal(" ".join(text.en for text in missing), "".join(text.ja for text in missing))


def shortcomings(proposal: Proposal, today: date, now: Agreement | None = None) -> list[Text]:
    """What is missing or wrong in what is proposed, empty where it can be decided: it is tried on the agreement `now`, if given.

    What could not be carried out in the end is told before anybody decides it.
    """
    match proposal.kind:
        case "new":
            if proposal.draft is None:
                return [Text(en="The draft of the agreement is missing.", ja="協定案がありません。")]
            return [one.text for one in problems(proposal.draft, today)]
        case "renewal" if proposal.term is None:
            return [Text(en="Give the new term.", ja="新しい期間を入力してください。")]
        case "amendment" if proposal.effective_on is None or not proposal.changes:
            return [Text(en="Give the day and what is to change.", ja="適用日と変更の内容を入力してください。")]
        case "ending" if proposal.closed_on is None or proposal.closing_reason is None:
            return [Text(en="Give the day and the reason.", ja="終了日と理由を入力してください。")]
        case _ if proposal.agreement is None:
            return [Text(en="It is not said which agreement is to change.", ja="どの協定についての提案か指定されていません。")]
    try:
        if now is not None:
            applied(replace(proposal, state="approved"), now, today=today)
    except Refusal as refusal:
        return [refusal.text]
    return []


# What becomes of it -------------------------------------------------------------------------------------------------


def agreement_of(proposal: Proposal, concluded_on: date, signatures: dict[int, Signature]) -> Agreement:
    """The new agreement that an approved proposal became when it was signed. signatures: by institution."""
    if proposal.state != "approved" or proposal.draft is None:
        raise _wrong_state(proposal)
    parties = tuple(
        replace(party, signatures=(signatures[party.institution],)) if party.institution in signatures else party
        for party in proposal.draft.parties
    )
    return replace(proposal.draft, parties=parties, concluded_on=concluded_on.isoformat())


def applied(proposal: Proposal, agreement: Agreement, *, today: date) -> Agreement:
    """The agreement with the approved change. Refusal: not approved, or what the change itself refuses."""
    if proposal.state != "approved":
        raise _wrong_state(proposal)
    match proposal.kind:
        case "renewal" if proposal.term:
            return renewed(agreement, proposal.term, today=today)
        case "amendment" if proposal.effective_on:
            return amended(agreement, proposal.effective_on, proposal.changes or {}, reason=proposal.note, today=today)
        case "ending" if proposal.closed_on and proposal.closing_reason:
            return closed(agreement, proposal.closed_on, proposal.closing_reason, note=proposal.note, today=today)
        case _:
            raise _wrong_state(proposal)


def concluded(proposal: Proposal, result: int) -> Proposal:
    """It has become that agreement."""
    if proposal.state != "approved":
        raise _wrong_state(proposal)
    return replace(proposal, state="concluded", result=result)
