"""What may be done with an agreement: each takes the old value and gives the new one, or refuses and says why.

Nothing is stored here. Every result was checked by `rules.problems`: a change that brings a new problem is refused. An
agreement made from a row of a list is split into what stands behind it by `rules.splitting`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import msgspec

from teikei.names.bilingual import Refusal
from teikei.rules.agreement import (
    Agreement,
    Amendment,
    Closing,
    ClosingReason,
    DocumentRef,
    IsoDay,
    Link,
    Memorandum,
    Party,
    Renewal,
    Term,
    plain,
)
from teikei.rules.held import AMENDABLE, on_day, renewal_terms, took_effect
from teikei.rules.problems import problems

_ONE_DAY = timedelta(days=1)


def renewed(agreement: Agreement, term: Term, *, today: date) -> Agreement:
    """A further term was agreed. What was assumed or listed until the day before it becomes confirmed.

    It begins after the last confirmed term; days between the two are a gap. Refusal: closed, an open or later term there.
    """
    _refuse_closed(agreement)
    terms, since = _terms_on(agreement, date.max)
    day_before = _day_before(term.valid_from)
    last = max(terms, key=lambda one: one.valid_from, default=None)
    if last and (last.valid_to is None or last.valid_to >= term.valid_from):
        end = last.valid_to.isoformat() if last.valid_to else None
        raise Refusal(
            f"The term from {last.valid_from} {f'runs until {end}' if end else 'has no end'}, so none can begin on {term.valid_from}. "
            "Let the new term begin later, or amend the terms from a day on.",
            f"{last.valid_from} からの期間は{f' {end} まで続く' if end else '終わりがない'}ので、{term.valid_from} から更新できません。"
            "新しい期間を後から始めるか、変更協定として期間を改めてください。",
        )
    if not terms and took_effect(agreement) < term.valid_from:
        before: tuple[Term, ...] = (Term(valid_from=took_effect(agreement), valid_to=day_before),)
    else:
        before = tuple(_cut(one, day_before) for one in _assumed(agreement, terms, day_before, since))
    return _checked(agreement, _with_terms(agreement, (*terms, *before, term), date.max), today)


def confirmed(agreement: Agreement, until: date, *, today: date) -> Agreement:
    """The assumed terms that begin on or before `until` become confirmed ones; it holds on the same days as before.

    Where the rule names no years, it is confirmed up to `until`. Refusal: closed, or nothing is assumed by then.
    """
    _refuse_closed(agreement)
    terms, since = _terms_on(agreement, until)
    assumed = tuple(one if one.valid_to else _cut(one, until) for one in _assumed(agreement, terms, until, since))
    if not assumed:
        raise Refusal(
            f"Until {until} no term is assumed, so there is nothing to confirm. Enter a renewal if a new term was agreed.",
            f"{until} までに推定の期間はなく、確認するものがありません。新しい期間に合意したときは、更新として登録してください。",
        )
    return _checked(agreement, _with_terms(agreement, (*terms, *assumed), until), today)


def closed(agreement: Agreement, closed_on: date, reason: ClosingReason, *, note: str = "", today: date) -> Agreement:
    """It no longer holds from that day on (which may be to come: notice was given), for that reason. Refusal: closed before."""
    _refuse_closed(agreement)
    return _checked(agreement, replace(agreement, closing=Closing(closed_on=closed_on, reason=reason, note=note)), today)


def reopened(agreement: Agreement, *, today: date) -> Agreement:
    """The closing is taken back. Refusal: it is not closed."""
    if agreement.closing is None:
        raise Refusal(
            "The agreement is not closed, so there is nothing to take back. Look at its latest state.",
            "この協定は終了していないので、取り消すものがありません。最新の状態を確認してください。",
        )
    return _checked(agreement, replace(agreement, closing=None), today)


def amended(
    agreement: Agreement,
    effective_on: date,
    changes: Mapping[str, Any],
    *,
    reason: str = "",
    documents: tuple[DocumentRef, ...] = (),
    today: date,
) -> Agreement:
    """New values (in plain form) of some fields of `held.AMENDABLE` were agreed, from that day on.

    Only what differs from that day's value is kept. Refusal: closed by then, another field, no difference.
    """
    before = plain(on_day(agreement, effective_on))
    if others := sorted(set(changes) - AMENDABLE):
        raise Refusal(
            f"An amendment cannot change {', '.join(others)}. Correct the agreement itself instead.",
            f"変更協定で {'、'.join(others)} を変えることはできません。協定そのものを訂正してください。",
        )
    differing = {name: value for name, value in plain(dict(changes)).items() if value != before[name]}
    if not differing:
        raise Refusal(
            f"On {effective_on} the agreement already says this. Change a field, or leave the amendment out.",
            f"{effective_on} の時点で、協定はすでにその内容です。変える欄を直すか、変更を取りやめてください。",
        )
    amendment = Amendment(effective_on=effective_on, changes=differing, reason=reason, documents=documents)
    every = sorted((*agreement.amendments, amendment), key=lambda one: one.effective_on)
    return _checked(agreement, replace(agreement, amendments=tuple(every)), today)


def with_memorandum(agreement: Agreement, memorandum: Memorandum, *, replacing: bool = False, today: date) -> Agreement:
    """With a further memorandum; `replacing`: in the place of the one with the same id. Refusal: id there, or missing."""
    ids = [one.id for one in agreement.memoranda]
    if replacing and memorandum.id not in ids:
        raise _no_memorandum(memorandum.id)
    if not replacing and memorandum.id in ids:
        raise Refusal(
            "A memorandum with this id is already there. Change that one, or add the new one under an id of its own.",
            "同じ識別子の覚書がすでにあります。その覚書を変更するか、新しい識別子で追加してください。",
        )
    kept = tuple(memorandum if one.id == memorandum.id else one for one in agreement.memoranda)
    return _checked(agreement, replace(agreement, memoranda=kept if replacing else (*kept, memorandum)), today)


def without_memorandum(agreement: Agreement, memorandum_id: str, *, today: date) -> Agreement:
    """Without the memorandum of that id. Refusal: there is none."""
    if memorandum_id not in [one.id for one in agreement.memoranda]:
        raise _no_memorandum(memorandum_id)
    kept = tuple(one for one in agreement.memoranda if one.id != memorandum_id)
    return _checked(agreement, replace(agreement, memoranda=kept), today)


def raised(
    agreement: Agreement,
    agreement_id: int,
    *,
    raised_on: date,
    concluded_on: IsoDay = "",
    parties: tuple[Party, ...] = (),
    terms: tuple[Term, ...] = (),
    renewal: Renewal | None = None,
    memoranda: tuple[str, ...] = (),
    today: date,
) -> tuple[Agreement, Agreement]:
    """A unit-level agreement raised to university level: the old one closed on that day, and the new one, linked to it.

    The new one is between the same institutions (`parties` where given), concluded on `raised_on` unless said otherwise,
    with the old one's rule of renewal; the memoranda of those ids go on under it. Refusal: closed, or of that level.
    """
    _refuse_closed(agreement)
    if agreement.level == "university":
        raise Refusal(
            "The agreement is already one of the whole university. Enter a renewal or an amendment instead.",
            "この協定はすでに大学間協定です。更新または変更として登録してください。",
        )
    held = on_day(agreement, raised_on)
    for wanted in memoranda:
        if wanted not in [one.id for one in held.memoranda]:
            raise _no_memorandum(wanted)
    new = Agreement(
        level="university",
        parties=parties or tuple(Party(institution=party.institution) for party in held.parties),
        concluded_on=concluded_on or raised_on.isoformat(),
        title=held.title,
        kinds=held.kinds,
        contents=held.contents,
        terms=terms,
        renewal=held.renewal if renewal is None else renewal,
        links=(Link(kind="raised-from", agreement=agreement_id),),
        memoranda=tuple(one for one in held.memoranda if one.id in memoranda),
        contacts=held.contacts,
    )
    _refuse_problems(problems(new, today))
    return closed(agreement, raised_on, "raised", today=today), new


# What all of them ask -------------------------------------------------------------------------------------------


def _checked(old: Agreement, new: Agreement, today: date) -> Agreement:
    """The new value, unless it has a problem that the old one had not."""
    known = {problem.text for problem in problems(old, today)}
    _refuse_problems(tuple(problem for problem in problems(new, today) if problem.text not in known))
    return new


def _refuse_problems(found: tuple[Any, ...]) -> None:
    if found:
        raise Refusal(" ".join(problem.text.en for problem in found), "".join(problem.text.ja for problem in found))


def _refuse_closed(agreement: Agreement) -> None:
    if agreement.closing is not None:
        raise Refusal(
            f"The agreement was closed on {agreement.closing.closed_on}. Reopen it first.",
            f"この協定は {agreement.closing.closed_on} に終了しています。先に終了を取り消してください。",
        )


def _no_memorandum(memorandum_id: str) -> Refusal:
    return Refusal(
        f"There is no memorandum {memorandum_id} any more. Look at the agreement's latest state.",
        f"覚書 {memorandum_id} はもうありません。協定の最新の状態を確認してください。",
    )


def _day_before(day: date) -> date:
    return day if day == date.min else day - _ONE_DAY


def _cut(term: Term, last: date) -> Term:
    return replace(term, valid_to=last if term.valid_to is None else min(term.valid_to, last))


def _assumed(agreement: Agreement, terms: tuple[Term, ...], until: date, first: date) -> list[Term]:
    """The assumed terms after those confirmed ones; what was over before `first`, when they were agreed, is past."""
    last = max((one.valid_from for one in terms), default=date.min)
    return [one for one in renewal_terms(agreement, until) if one.valid_from > last and (one.valid_to or date.max) >= first]


def _terms_amended(agreement: Agreement, day: date) -> int | None:
    """The position of the amendment that has the last word on the terms by that day, or None."""
    found = [
        (one.effective_on, index) for index, one in enumerate(agreement.amendments) if "terms" in one.changes and one.effective_on <= day
    ]
    return max(found)[1] if found else None


def _terms_on(agreement: Agreement, day: date) -> tuple[tuple[Term, ...], date]:
    """The confirmed terms with the amendments of that day, and since when they stand."""
    index = _terms_amended(agreement, day)
    if index is None:
        return agreement.terms, date.min
    amendment = agreement.amendments[index]
    return msgspec.convert(amendment.changes["terms"], tuple[Term, ...]), amendment.effective_on


def _with_terms(agreement: Agreement, terms: tuple[Term, ...], day: date) -> Agreement:
    """The agreement with those terms, where they were agreed by that day: in an amendment of them, else in itself."""
    index = _terms_amended(agreement, day)
    if index is None:
        return replace(agreement, terms=terms)
    amendment = agreement.amendments[index]
    amendment = replace(amendment, changes={**amendment.changes, "terms": plain(terms)})
    return replace(agreement, amendments=(*agreement.amendments[:index], amendment, *agreement.amendments[index + 1 :]))
