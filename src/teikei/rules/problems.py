"""What is wrong with an agreement, field by field, in both languages: nothing is kept that has a problem."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import msgspec

from teikei.names.bilingual import Text
from teikei.rules.agreement import Agreement, Exchange, Memorandum, Party, Renewal, Term, agreement_from, plain
from teikei.rules.days import PartialDate
from teikei.rules.held import AMENDABLE, on_day, took_effect

_PLACE = re.compile(r"\$\.?(.*)$")
_YEAR = re.compile(r"(\d{4})/(\d{4})")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where (`terms[1].valid_to`, as positions in the value), with its cause and remedy."""

    path: str
    text: Text


def problems(agreement: Agreement, today: date) -> tuple[Problem, ...]:
    """All that is wrong with a value, in the order of its fields; empty where it can be kept.

    A value that its types do not allow (a content 11, a day that never was) gives that alone: the rest cannot be asked.
    """
    if unfit := [*_types(agreement), *_dates(agreement)]:
        return tuple(unfit)
    found = [*_standing(agreement, today), *_amendments(agreement, today)]
    order = list(Agreement.__dataclass_fields__)
    return tuple(sorted(found, key=lambda problem: order.index(re.split(r"[.\[]", problem.path)[0])))


def brought(new: Sequence[Problem], old: Sequence[Problem]) -> list[Problem]:
    """The problems that a change brings. Those that were there before block nothing."""
    known = {problem.text for problem in old}
    return [problem for problem in new if problem.text not in known]


def _standing(agreement: Agreement, today: date) -> Iterator[Problem]:
    """Problems of the fields as they stand, amendments aside."""
    yield from _parties(agreement.parties, today)
    concluded = agreement.concluded
    if concluded and concluded.first > today:
        yield _future("concluded_on", concluded.first)
        concluded = None
    if agreement.effect == "stated" and agreement.effective_on is None:
        yield _problem(
            "effective_on",
            "It takes effect on a stated day, and none is given. Give the day, or choose another rule.",
            "効力発生日を「別に定める日」としていますが、その日がありません。日を入力するか、ほかの規則を選んでください。",
        )
    yield from _terms("terms", agreement.terms, concluded)
    yield from _renewal("renewal", agreement.renewal, agreement.terms)
    yield from _closing(agreement)
    yield from _memoranda(agreement, today)
    yield from _records(agreement, today)


def _problem(path: str, en: str, ja: str) -> Problem:
    return Problem(path, Text(en=en, ja=ja))


def _future(path: str, day: date) -> Problem:
    return _problem(
        path,
        f"{day.isoformat()} is still to come. Give the day on which it was done; what is only planned is a proposal.",
        f"{day.isoformat()} は将来の日です。実際の日を入力してください。予定のものは提案として登録します。",
    )


def _types(agreement: Agreement) -> Iterator[Problem]:
    try:
        agreement_from(plain(agreement))
    except msgspec.ValidationError as error:
        text, _, place = str(error).partition(" - at ")
        path = match[1] if (match := _PLACE.match(place.strip("`"))) else ""
        yield _problem(
            path or "parties",
            f"{text}. Enter a value that the field allows.",
            f"この欄に入れられない値です（{text}）。入力し直してください。",
        )


def _dates(agreement: Agreement) -> Iterator[Problem]:
    places = [("concluded_on", agreement.concluded_on)]
    places += [(f"memoranda[{index}].concluded_on", one.concluded_on) for index, one in enumerate(agreement.memoranda)]
    for path, printed in places:
        try:
            _ = printed and PartialDate.fromisoformat(printed)
        except ValueError:
            yield _problem(
                path,
                f"There is no day {printed}. Enter a day as 2015-11-09, a month as 2015-11 or a year as 2015.",
                f"{printed} という日はありません。2015-11-09、2015-11、2015 のように入力してください。",
            )


def _parties(parties: tuple[Party, ...], today: date) -> Iterator[Problem]:
    if len(parties) < 2:
        yield _problem(
            "parties",
            "An agreement has two or more parties. Add the other institution.",
            "協定には2つ以上の当事者が要ります。相手機関を加えてください。",
        )
    institutions: set[int] = set()
    units: set[int] = set()
    for index, party in enumerate(parties):
        if party.institution in institutions:
            yield _problem(
                f"parties[{index}].institution",
                "This institution is already a party. Name it once, with all its units.",
                "この機関はすでに当事者です。機関は1度だけ挙げ、部局をその中に並べてください。",
            )
        institutions.add(party.institution)
        for place, unit in enumerate(party.units):
            if unit.unit in units:
                yield _problem(
                    f"parties[{index}].units[{place}].unit",
                    "This unit is already named. Name each unit once.",
                    "この部局はすでに挙げられています。1度だけ挙げてください。",
                )
            units.add(unit.unit)
        for place, signature in enumerate(party.signatures):
            if signature.signed_on and signature.signed_on > today:
                yield _future(f"parties[{index}].signatures[{place}].signed_on", signature.signed_on)


def _terms(path: str, terms: tuple[Term, ...], concluded: PartialDate | None) -> Iterator[Problem]:
    for index, term in enumerate(terms):
        # A term may begin before the signatures, but it does not end before them.
        if term.valid_to and concluded and term.valid_from <= term.valid_to < concluded.first:
            yield _problem(
                f"{path}[{index}].valid_to",
                f"The term was over on {term.valid_to}, before the conclusion ({concluded.isoformat()}). The date concluded is that of the "
                "first signing, not of a renewal. Correct one of the two days.",
                f"期間が締結年月日 {concluded.isoformat()} より前の {term.valid_to} に終わっています。締結年月日は更新の日ではなく、最初に締結した日です。"
                "どちらかを直してください。",
            )
        if term.valid_to and term.valid_to < term.valid_from:
            yield _problem(
                f"{path}[{index}].valid_to",
                f"The term ends on {term.valid_to} before it begins on {term.valid_from}. Correct one of the two days.",
                f"期間の終わり {term.valid_to} が始まり {term.valid_from} より前です。どちらかを直してください。",
            )
    for (_, one), (index, following) in pairwise(sorted(enumerate(terms), key=lambda placed: placed[1].valid_from)):
        if one.valid_to is None:
            yield _problem(
                f"{path}[{index}].valid_from",
                f"The term from {one.valid_from} has no end, and another follows on {following.valid_from}. Give the first its end: "
                "only the last term may be open.",
                f"{one.valid_from} からの期間に終わりがないのに、{following.valid_from} から次の期間があります。先の期間に終わりの日を"
                "入力してください。終わりのない期間は最後の1つだけです。",
            )
        elif following.valid_from <= one.valid_to:
            yield _problem(
                f"{path}[{index}].valid_from",
                f"The term from {following.valid_from} begins before the one from {one.valid_from} is over ({one.valid_to}). "
                "Let it begin on the day after, or correct the end of the first.",
                f"{following.valid_from} からの期間が、前の期間（{one.valid_from} から {one.valid_to} まで）と重なっています。翌日から始めるか、"
                "前の期間の終わりを直してください。",
            )


def _renewal(path: str, renewal: Renewal, terms: Sequence[Term]) -> Iterator[Problem]:
    if renewal.notice_months is not None and renewal.kind != "automatic":
        yield _problem(
            f"{path}.notice_months",
            "Notice keeps an agreement from being renewed automatically, and this one is not. Choose automatic renewal, or leave out the notice.",
            "終了の通知は自動更新を止めるためのものですが、自動更新ではありません。自動更新を選ぶか、通知の月数を消してください。",
        )
    if renewal.kind == "none" and (renewal.years is not None or renewal.at_most is not None):
        yield _problem(
            f"{path}.kind",
            "It is not renewed, and yet a period or number of renewals is given. Leave these out, or choose how it is renewed.",
            "更新しないのに、更新の年数または回数があります。消すか、更新の方法を選んでください。",
        )
    if renewal.kind != "automatic":
        return
    if renewal.at_most is not None and renewal.years is None:
        yield _problem(
            f"{path}.years",
            "The number of automatic renewals is limited, but not for how many years each. Give the years.",
            "自動更新の回数に限りがありますが、1回の年数がありません。年数を入力してください。",
        )
    if renewal.years and renewal.notice_months is not None and renewal.notice_months >= renewal.years * 12:
        yield _problem(
            f"{path}.notice_months",
            "Notice is due before the term to be ended has begun. Correct the months or the years.",
            "通知の期限が、更新後の期間の始まりより前になります。月数か年数を直してください。",
        )
    if any(term.valid_to is None for term in terms):
        yield _problem(
            f"{path}.kind",
            "The last term has no end, so nothing is left to renew. Give the term an end, or choose no renewal.",
            "最後の期間に終わりがないので、更新することがありません。期間の終わりを入力するか、「更新しない」を選んでください。",
        )


def _closing(agreement: Agreement) -> Iterator[Problem]:
    closing = agreement.closing
    if closing is None:
        return
    if agreement.concluded and closing.closed_on < agreement.concluded.first:
        yield _problem(
            "closing.closed_on",
            f"It ended on {closing.closed_on}, before it was concluded ({agreement.concluded_on}). Correct one of the two days.",
            f"終了日 {closing.closed_on} が締結年月日 {agreement.concluded_on} より前です。どちらかを直してください。",
        )
    running = [term for term in agreement.terms if term.valid_from <= closing.closed_on <= (term.valid_to or date.max)]
    if closing.reason == "expired" and running:
        yield _problem(
            "closing.reason",
            f"A confirmed term runs beyond {closing.closed_on}, so it did not expire then. Choose another reason, such as cancelled, or "
            "the day after the end.",
            f"{closing.closed_on} には確定した期間がまだ続いているので、期間満了ではありません。「解約」などほかの理由か、満了の翌日を選んでください。",
        )


def _memoranda(agreement: Agreement, today: date) -> Iterator[Problem]:
    ids: set[str] = set()
    parties = {party.institution for party in agreement.parties}
    for index, memorandum in enumerate(agreement.memoranda):
        path = f"memoranda[{index}]"
        if not memorandum.id or memorandum.id in ids:
            yield _problem(
                f"{path}.id",
                "Another memorandum of this agreement has the same id, or it has none. Add it anew.",
                "この協定のほかの覚書と識別子が同じか、識別子がありません。覚書を追加し直してください。",
            )
        ids.add(memorandum.id)
        concluded = PartialDate.fromisoformat(memorandum.concluded_on) if memorandum.concluded_on else None
        if concluded and concluded.first > today:
            yield _future(f"{path}.concluded_on", concluded.first)
            concluded = None
        yield from _terms(f"{path}.terms", memorandum.terms, concluded)
        yield from _renewal(f"{path}.renewal", memorandum.renewal, memorandum.terms)
        yield from _exchanges(path, memorandum, parties)


def _exchanges(path: str, memorandum: Memorandum, parties: set[int]) -> Iterator[Problem]:
    pools: dict[str, Exchange] = {}
    for index, exchange in enumerate(memorandum.exchanges):
        here = f"{path}.exchanges[{index}]"
        for name, institution in (("sending", exchange.sending), ("receiving", exchange.receiving)):
            if institution not in parties:
                yield _problem(
                    f"{here}.{name}",
                    "This institution is no party to the agreement. Choose one of the parties, or add it to them.",
                    "この機関は協定の当事者ではありません。当事者から選ぶか、当事者に加えてください。",
                )
        if exchange.sending == exchange.receiving:
            yield _problem(
                f"{here}.receiving",
                "An institution cannot exchange with itself. Choose another party as sending or receiving.",
                "派遣と受入れが同じ機関です。どちらかをほかの当事者にしてください。",
            )
        yield from _years(here, exchange)
        if exchange.pool and pools.setdefault(exchange.pool, exchange).places != exchange.places:
            yield _problem(
                f"{here}.places",
                f"Exchanges of one pool ({exchange.pool}) share its places, and here are two numbers. Give both the same, or take one out of the pool.",
                f"同じ枠（{exchange.pool}）の人数が2通りあります。同じ人数にするか、一方を枠から外してください。",
            )


def _years(path: str, exchange: Exchange) -> Iterator[Problem]:
    for name, printed in (("first_year", exchange.first_year), ("last_year", exchange.last_year)):
        match = _YEAR.fullmatch(printed)
        if printed and not (match and int(match[2]) == int(match[1]) + 1):
            yield _problem(
                f"{path}.{name}",
                f"{printed} is no academic year. Write it as 2024/2025.",
                f"{printed} は年度の形ではありません。2024/2025 のように入力してください。",
            )
    if exchange.first_year and exchange.last_year and exchange.last_year < exchange.first_year:
        yield _problem(
            f"{path}.last_year",
            "The last academic year is before the first. Exchange the two.",
            "最後の年度が最初の年度より前です。入れ替えてください。",
        )


def _records(agreement: Agreement, today: date) -> Iterator[Problem]:
    """Links, contacts and checks."""
    for index, link in enumerate(agreement.links):
        if link in agreement.links[:index]:
            yield _problem(f"links[{index}]", "This link is there twice. Remove one.", "同じ関連が2つあります。一方を消してください。")
    for index, contact in enumerate(agreement.contacts):
        if contact.valid_from and contact.valid_to and contact.valid_to < contact.valid_from:
            yield _problem(
                f"contacts[{index}].valid_to",
                "The contact ends before it begins. Correct one of the two days.",
                "担当期間の終わりが始まりより前です。どちらかを直してください。",
            )
    for index, check in enumerate(agreement.checks):
        if check.checked_on > today:
            yield _future(f"checks[{index}].checked_on", check.checked_on)
        if check.valid_to and check.valid_to < check.checked_on:
            yield _problem(
                f"checks[{index}].valid_to",
                "The check is good until a day before it was made. Correct one of the two days.",
                "確認の有効期限が確認日より前です。どちらかを直してください。",
            )


def _amendments(agreement: Agreement, today: date) -> Iterator[Problem]:
    seen: set[tuple[date, str]] = set()
    known = {problem.text for problem in _standing(agreement, today)}
    for index, amendment in enumerate(agreement.amendments):
        path = f"amendments[{index}]"
        for name in amendment.changes:
            if name not in AMENDABLE:
                yield _problem(
                    f"{path}.changes",
                    f"An amendment cannot change {name}. Correct the agreement itself instead.",
                    f"変更協定で {name} を変えることはできません。協定そのものを訂正してください。",
                )
            elif (amendment.effective_on, name) in seen:
                yield _problem(
                    f"{path}.changes",
                    f"Two amendments change {name} from the same day on. Put them into one.",
                    f"同じ日から {name} を変える変更が2つあります。1つにまとめてください。",
                )
            seen.add((amendment.effective_on, name))
        yield from _amended_when(path, agreement, amendment.effective_on)
        try:
            value = replace(on_day(agreement, amendment.effective_on), amendments=())
        except msgspec.ValidationError as error:
            yield _problem(
                f"{path}.changes",
                f"The changes make no agreement: {error}. Enter them anew.",
                f"変更後の値が協定になりません（{error}）。入力し直してください。",
            )
            return
        if "terms" in amendment.changes and value.terms and max(term.valid_to or date.max for term in value.terms) < amendment.effective_on:
            yield _problem(
                f"{path}.changes.terms",
                f"The new terms are all over before the amendment counts ({amendment.effective_on}). Include the term that runs on that "
                "day, or correct the agreement's own terms instead.",
                f"変更後の期間が、適用日 {amendment.effective_on} より前にすべて終わっています。適用日の期間も含めるか、協定そのものの期間を訂正してください。",
            )
        after = [*_dates(value)] or [problem for problem in _standing(value, today) if problem.text not in known]
        yield from (Problem(f"{path}.changes.{problem.path}", problem.text) for problem in after)
        known |= {problem.text for problem in after}


def _amended_when(path: str, agreement: Agreement, day: date) -> Iterator[Problem]:
    if day < took_effect(agreement):
        yield _problem(
            f"{path}.effective_on",
            f"The amendment counts from {day}, before the agreement took effect. Correct the day.",
            f"変更の適用日 {day} が協定の効力発生より前です。日を直してください。",
        )
    if agreement.closing and day >= agreement.closing.closed_on:
        yield _problem(
            f"{path}.effective_on",
            f"The agreement no longer held on {day}. Correct the day, or reopen the agreement.",
            f"{day} には協定はもう終了しています。日を直すか、終了を取り消してください。",
        )
