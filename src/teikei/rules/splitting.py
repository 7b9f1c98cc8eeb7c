"""A printed row may stand for several agreements: taking it apart, so that nothing it names is lost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from teikei.names.bilingual import Refusal
from teikei.rules.agreement import Agreement, Party
from teikei.rules.days import PartialDate
from teikei.rules.problems import problems

# What hangs on the agreement of a row and has no part of its own to go to: the first part keeps it.
_KEPT = ("memoranda", "documents", "contacts", "checks", "notes", "links")


class Uncovered(Refusal):
    """The parts leave out what the row names. missing: institutions with a unit of theirs, or None for the institution itself."""

    def __init__(self, missing: tuple[tuple[int, int | None], ...]) -> None:
        units = sum(unit is not None for _, unit in missing)
        institutions = len(missing) - units
        en = [f"{units} unit{'s' if units > 1 else ''}"] * bool(units) + [
            f"{institutions} institution{'s' if institutions > 1 else ''} itself"
        ] * bool(institutions)
        ja = [f"部局{units}件"] * bool(units) + [f"機関本体{institutions}件"] * bool(institutions)
        super().__init__(
            f"The row also names {' and '.join(en)} that no part has. Add what is missing to a part, or correct the row first.",
            f"行に記載の{'と'.join(ja)}が、どの協定にもありません。いずれかの協定に加えるか、先に行を訂正してください。",
        )
        self.missing = missing


def by_unit(agreement: Agreement, institution: int) -> tuple[Agreement, ...]:
    """A first proposal for `split`: one part for each unit of that institution, else alike; itself where it has none.

    Only the first part has what `split` would give it anyway, such as notes.
    """
    party = agreement.party_of(institution)
    if party is None or not party.units:
        return (replace(agreement, rolled_up=False),)
    bare: dict[str, Any] = dict.fromkeys(_KEPT, ())
    parts = []
    for index, unit in enumerate(party.units):
        own = replace(party, units=(unit,))
        parties = tuple(own if one.institution == institution else one for one in agreement.parties)
        parts.append(replace(agreement, parties=parties, rolled_up=False, **(bare if index else {})))
    return tuple(parts)


def split(agreement: Agreement, parts: Sequence[Agreement], *, today: date) -> tuple[Agreement, ...]:
    """The agreements that stand behind a rolled-up one, each with its rows in `entries`.

    One part says that nothing else stood behind the row. Together the parts name all that the row names: each unit, an
    institution without a unit by itself, and its date as the oldest. They may name more. What hangs on the rolled-up one
    (memoranda, documents, contacts, checks, notes, links) and on no part goes to the first. Refusal where it is not rolled
    up or is closed, where a part has a problem or another date is the oldest; Uncovered where something is left out.
    """
    _refuse_whole(agreement, parts)
    if missing := _uncovered(agreement, parts):
        raise Uncovered(missing)
    _refuse_dates(agreement, parts)
    made = []
    for index, part in enumerate(parts):
        entries = (*agreement.entries, *(entry for entry in part.entries if entry not in agreement.entries))
        whole = replace(part, entries=entries, rolled_up=False)
        if index == 0:
            kept: dict[str, Any] = {name: _with_all(getattr(whole, name), _elsewhere(agreement, parts, name)) for name in _KEPT}
            whole = replace(whole, **kept)
        if found := problems(whole, today):
            raise Refusal(
                f"Agreement {index + 1}: {' '.join(problem.text.en for problem in found)}",
                f"{index + 1}件目の協定: {''.join(problem.text.ja for problem in found)}",
            )
        made.append(whole)
    return tuple(made)


def _refuse_whole(agreement: Agreement, parts: Sequence[Agreement]) -> None:
    if not agreement.rolled_up:
        raise Refusal(
            "Somebody has already said what stands behind this row. Enter a further agreement as a new one.",
            "この行の協定はすでに確定しています。ほかに協定があるときは、新しい協定として登録してください。",
        )
    if agreement.closing is not None:
        raise Refusal(
            f"The agreement was closed on {agreement.closing.closed_on}. Reopen it before taking it apart.",
            f"この協定は {agreement.closing.closed_on} に終了しています。終了を取り消してから分けてください。",
        )
    if not parts:
        raise Refusal(
            "No agreement is given that stands behind the row. Give one at least.",
            "行のもとになる協定がありません。1件以上入力してください。",
        )


def _uncovered(agreement: Agreement, parts: Sequence[Agreement]) -> tuple[tuple[int, int | None], ...]:
    def named(party: Party) -> set[tuple[int, int | None]]:
        return {(party.institution, unit.unit) for unit in party.units} or {(party.institution, None)}

    there = {one for part in parts for party in part.parties for one in named(party)}
    wanted = [one for party in agreement.parties for one in sorted(named(party), key=lambda pair: pair[1] or 0)]
    return tuple(one for one in wanted if one not in there)


def _refuse_dates(agreement: Agreement, parts: Sequence[Agreement]) -> None:
    """A row prints the oldest date: one part has it, and none is older. Where it is not known, every date will do."""
    printed = agreement.concluded
    dates = [date for part in parts if (date := part.concluded)]
    if printed and (not any(_meet(date, printed) for date in dates) or any(date.last < printed.first for date in dates)):
        raise Refusal(
            f"The row prints {printed.printed()} as its oldest date, and the oldest agreement here is of another. Give it that date, "
            "or correct the row's date first.",
            f"行の締結年月日 {printed.printed()} は最も古い日付のはずですが、入力された最も古い協定の日付と合いません。"
            "日付を合わせるか、先に行の日付を訂正してください。",
        )


def _meet(one: PartialDate, other: PartialDate) -> bool:
    return one.first <= other.last and other.first <= one.last


def _elsewhere(agreement: Agreement, parts: Sequence[Agreement], name: str) -> tuple[Any, ...]:
    """What the whole has under that name and no part but the first has."""
    others = [one for part in parts[1:] for one in getattr(part, name)]
    return tuple(one for one in getattr(agreement, name) if one not in others)


def _with_all(own: tuple[Any, ...], further: tuple[Any, ...]) -> tuple[Any, ...]:
    """Both, each once. A memorandum that the part has changed, known by its id, stays as the part has it."""
    ids = {getattr(one, "id", None) for one in own} - {None}
    return (*own, *(one for one in further if one not in own and getattr(one, "id", None) not in ids))
