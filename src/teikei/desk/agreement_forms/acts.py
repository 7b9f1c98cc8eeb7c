"""What can be done with one agreement through a form: which fields it has, what they show at first, what becomes of the value.

An act makes the new value from the one that the person looked at, so that two people's edits can be set side by side.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from teikei.desk.agreement_forms.reading import overlaid, shown_of
from teikei.desk.agreement_forms.spec import (
    AGREEMENT,
    CONTENTS_FIELD,
    KINDS,
    MEMORANDUM,
    RENEWAL,
    TERMS,
    VALID_FROM,
    VALID_TO,
    Field,
    Group,
    Spec,
)
from teikei.names.bilingual import Refusal, Text
from teikei.rules import changes
from teikei.rules.agreement import Agreement, Note, Term, agreement_from, plain
from teikei.rules.held import on_day, renewal_terms, spans, term_from

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What an act is told beside the form: the day, the instant, who acts, which memorandum it is about ("" for a new one).

    taken: the memoranda that the agreement has by now, which may be more than there were when the form was opened.
    """

    today: date
    at: datetime
    who: str
    memorandum: str = ""
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act: its name in addresses and in the ledger, title, fields; `first` gives what they show, `made` the new value.

    within: where the form's fields stand in the value, as a prefix of the paths of its problems.
    """

    name: str
    title: Text
    hint: Text
    button: Text
    spec: Spec
    first: Callable[[Agreement, Told], dict[str, Any]]
    made: Callable[[Agreement, Plain, Told], Agreement]
    within: Callable[[Agreement, Told], str] = lambda _value, _told: ""


def agreement_of(tree: Plain) -> Agreement:
    """The agreement in a plain tree that came from a form. Refusal where the types forbid it."""
    try:
        return agreement_from(msgspec.to_builtins(dict(tree)))
    except msgspec.ValidationError as error:
        raise Refusal(f"A field holds what it cannot hold: {error}.", f"入れられない値があります（{error}）。") from error


def _overlay(spec: Spec) -> Callable[[Agreement, Plain, Told], Agreement]:
    return lambda value, sent, _told: agreement_of(overlaid(plain(value), spec, sent))


def _shown(spec: Spec) -> Callable[[Agreement, Told], dict[str, Any]]:
    return lambda value, _told: shown_of(spec, plain(value))


def _day(text: Any) -> date:
    return date.fromisoformat(str(text))


# Renewing and confirming ----------------------------------------------------------------------------------------------


def _next_term(value: Agreement, told: Told) -> dict[str, Any]:
    """The term after the last one that is confirmed, as long as the rule says, else as the last one was."""
    last = max((term for term in on_day(value, date.max).terms if term.valid_to), key=lambda term: term.valid_to or date.min, default=None)
    if last is None or last.valid_to is None:
        return {"valid_from": told.today.isoformat(), "valid_to": ""}
    start = last.valid_to + timedelta(days=1)
    years = value.renewal.years or max(1, round((last.valid_to - last.valid_from).days / 365.25))
    return {"valid_from": start.isoformat(), "valid_to": str(term_from(start, min(years, 100)).valid_to)}


def _renewed(value: Agreement, sent: Plain, told: Told) -> Agreement:
    term = Term(valid_from=_day(sent["valid_from"]), valid_to=_day(sent["valid_to"]) if sent["valid_to"] else None)
    return changes.renewed(value, term, today=told.today)


def _assumed_until(value: Agreement, told: Told) -> dict[str, Any]:
    held = next((span for span in spans(value) if span.basis == "assumed" and span.holds_on(told.today)), None)
    terms = [term for term in renewal_terms(value, told.today) if term.valid_to] if held else []
    return {"until": (terms[-1].valid_to or told.today).isoformat() if terms else told.today.isoformat()}


# Memoranda ------------------------------------------------------------------------------------------------------------


def _position(value: Agreement, told: Told) -> int:
    return next((index for index, one in enumerate(value.memoranda) if one.id == told.memorandum), len(value.memoranda))


def _memorandum_first(value: Agreement, told: Told) -> dict[str, Any]:
    index = _position(value, told)
    if index < len(value.memoranda):
        return shown_of(MEMORANDUM, plain(value.memoranda[index]))
    home, *others = [party.institution for party in value.parties] or [0]
    # The usual one: as many each way.
    both = [(home, others[0]), (others[0], home)] if others else []
    rows = [
        {"sending": str(one), "receiving": str(other), "mobility": "student-studies", "index": i} for i, (one, other) in enumerate(both)
    ]
    return {
        "kind": "student-exchange",
        "exchanges": rows,
        "waiver": {"mutual": True, "non_degree": True, "there": False},
        "contents": ["1"],
    }


def _with_memorandum(value: Agreement, sent: Plain, told: Told) -> Agreement:
    index = _position(value, told)
    tree = plain(value)
    before = tree["memoranda"][index] if index < len(value.memoranda) else {"id": told.memorandum or _new_memorandum(value, told)}
    tree["memoranda"] = [*tree["memoranda"][:index], overlaid(before, MEMORANDUM, sent), *tree["memoranda"][index + 1 :]]
    return agreement_of(tree)


def _new_memorandum(value: Agreement, told: Told) -> str:
    """An id that no memorandum of the agreement has: two people may each add one at the same time."""
    used = [int(match[1]) for name in {one.id for one in value.memoranda} | told.taken if (match := re.fullmatch(r"m(\d{1,6})", name))]
    return f"m{max(used, default=0) + 1}"


# Amending -------------------------------------------------------------------------------------------------------------

_AMENDABLE: Spec = (Field(name="title"), KINDS, CONTENTS_FIELD, TERMS, RENEWAL)


def _amend_first(value: Agreement, told: Told) -> dict[str, Any]:
    return {"effective_on": told.today.isoformat(), "changes": shown_of(_AMENDABLE, plain(on_day(value, told.today)))}


def _amended(value: Agreement, sent: Plain, told: Told) -> Agreement:
    day = _day(sent["effective_on"])
    before = plain(on_day(value, day))
    after = plain(agreement_of(overlaid(before, _AMENDABLE, sent["changes"])))
    new = {part.name: after[part.name] for part in _AMENDABLE if after[part.name] != before[part.name]}
    return changes.amended(value, day, new, reason=sent["why"], today=told.today)


def _noted(value: Agreement, sent: Plain, told: Told) -> Agreement:
    note = Note(text=sent["text"], by=told.who, at=told.at.isoformat(timespec="seconds"), visibility=sent["visibility"] or "staff")
    return replace(value, notes=(*value.notes, note))


def _closed(value: Agreement, sent: Plain, told: Told) -> Agreement:
    return changes.closed(value, _day(sent["closed_on"]), sent["reason"], note=sent["note"], today=told.today)


_SAVE = Text("Save", "保存する")
ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        Act(
            name="revise", title=Text("Revise the agreement", "協定を改訂する"), button=_SAVE, spec=AGREEMENT, first=_shown(AGREEMENT),
            made=_overlay(AGREEMENT),
            hint=Text(
                "For what was recorded wrongly or is known better now. What both sides agreed later is an amendment.",
                "誤りの訂正や、新たにわかったことの記入に使います。後から双方で合意した変更は「変更協定」として登録します。",
            ),
        ),
        Act(
            name="terms", title=Text("Confirmed terms", "確定した有効期間"), button=_SAVE, spec=(TERMS, RENEWAL),
            first=_shown((TERMS, RENEWAL)), made=_overlay((TERMS, RENEWAL)),
            hint=Text("Each term with its first and last day, as the document says.", "文書にある期間を、最初の日と最後の日で入力します。"),
        ),
        Act(
            name="renew", title=Text("Renew", "更新する"), button=Text("Renew", "更新を登録する"), spec=(VALID_FROM, VALID_TO),
            first=_next_term, made=_renewed,
            hint=Text(
                "A further term was agreed. What was assumed until then becomes confirmed.",
                "新しい期間に合意したときに使います。それまで推定だった期間は確定します。",
            ),
        ),
        Act(
            name="confirm", title=Text("Confirm the automatic renewal", "自動更新を確認する"), button=Text("Confirm", "確認する"),
            spec=(Field(name="until", kind="day", required=True, wording=Text("Assumed terms that begin until", "この日までに始まる推定期間")),),
            first=_assumed_until, made=lambda value, sent, told: changes.confirmed(value, _day(sent["until"]), today=told.today),
            hint=Text("It was renewed as its rule says: the assumed terms become confirmed.", "規則どおり更新されたことを確認し、推定の期間を確定します。"),
        ),
        Act(
            name="renewal", title=Text("Renewal rule", "更新の規則"), button=_SAVE, spec=(RENEWAL,), first=_shown((RENEWAL,)),
            made=_overlay((RENEWAL,)), hint=Text("How a term goes on when it ends.", "期間が満了したときの扱いを定めます。"),
        ),
        Act(
            name="memorandum", title=Text("Memorandum", "覚書"), button=_SAVE, spec=MEMORANDUM, first=_memorandum_first,
            made=_with_memorandum, within=lambda value, told: f"memoranda[{_position(value, told)}].",
            hint=Text(
                "The paper on details: places for each direction, the waiver, what it covers.", "人数（方向ごと）、授業料不徴収など、細目を定めた文書です。"
            ),
        ),
        Act(
            name="amend", title=Text("Amend from a day", "変更協定を登録する"), button=Text("Amend", "変更を登録する"),
            spec=(
                Field(name="effective_on", kind="day", required=True, wording=Text("Counts from", "適用日")),
                Field(name="why", wording=Text("What was agreed", "合意の内容")),
                Group(name="changes", parts=_AMENDABLE),
            ),
            first=_amend_first, made=_amended,
            hint=Text(
                "Both sides agreed later on something else, from a day on. Before that day the old values hold.",
                "双方が後から合意した変更です。適用日より前は変更前の値のままです。",
            ),
        ),
        Act(
            name="close", title=Text("Close the agreement", "協定を終了する"), button=Text("Close", "終了を登録する"),
            spec=(
                Field(name="closed_on", kind="day", required=True), Field(name="reason", kind="choice", choices="closing.reason"),
                Field(name="note"),
            ),
            first=lambda _value, told: {"closed_on": told.today.isoformat(), "reason": "expired", "note": ""}, made=_closed,
            within=lambda _value, _told: "closing.",
            hint=Text("From that day on it no longer holds. It stays in the register.", "この日から効力がなくなります。記録は残ります。"),
        ),
        Act(
            name="reopen", title=Text("Reopen", "終了を取り消す"), button=Text("Reopen", "終了を取り消す"), spec=(), first=lambda _value, _told: {},
            made=lambda value, _sent, told: changes.reopened(value, today=told.today),
            hint=Text("The closing was a mistake: it is taken back.", "終了の登録が誤りだったときに取り消します。"),
        ),
        Act(
            name="note", title=Text("Add a note", "メモを加える"), button=_SAVE,
            spec=(Field(name="text", kind="long", required=True), Field(name="visibility", kind="choice")),
            first=lambda _value, _told: {"text": "", "visibility": "staff"}, made=_noted,
            hint=Text("With your name and the time.", "氏名と日時とともに残ります。"),
        ),
    )
}  # fmt: skip


def without_memorandum(value: Agreement, told: Told) -> Agreement:
    """The agreement without the memorandum that the act is about."""
    return changes.without_memorandum(value, told.memorandum, today=told.today)
