"""A list as computed beside the edition before it: each difference with its reasons, from the agreements and the ledger."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from django.utils.timezone import localtime

from teikei.lists import model as lists
from teikei.names.bilingual import Text
from teikei.registry.keys import chunks
from teikei.registry.models import Agreement, Change, Edition
from teikei.registry.operation_words import OPERATIONS
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.aligning import shown
from teikei.registry.operations.kept import value_of
from teikei.registry.queries.computed import Computed, ComputedRow
from teikei.registry.queries.held import label_on
from teikei.rules import agreement as values
from teikei.rules.held import spans, status

DifferenceKind = Literal["new", "renewed", "ended", "renamed", "units", "corrected", "joined", "separated"]
KINDS: tuple[DifferenceKind, ...] = ("new", "ended", "renewed", "renamed", "units", "joined", "separated", "corrected")
MANY = 5  # rows of one reason: then it is said once for all of them
CLOSING_WORDS: dict[values.ClosingReason, Text] = {
    "expired": Text("it expired", "期間満了"),
    "cancelled": Text("it was cancelled", "解約"),
    "superseded": Text("another agreement took its place", "別の協定に代わった"),
    "raised": Text("it was raised to university level", "大学間協定への格上げ"),
    "merged": Text("it was merged with another", "別の協定に統合"),
    "not-listed": Text("a newer list no longer shows it", "新しい一覧に記載がない"),
    "mistaken": Text("it was entered by mistake", "誤って登録されたもの"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that differs: the kinds, what the edition printed and what would be printed now, and why.

    shared: places, from 1, of further reasons among those that `gathered` took out of many rows.
    """

    kinds: tuple[DifferenceKind, ...]
    old_n: int | None
    new_n: int | None
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    agreements: tuple[int, ...]
    reasons: tuple[Text, ...]
    shared: tuple[int, ...] = ()


def differences(computed: Computed) -> tuple[Difference, ...]:
    """What differs from the edition that the list follows, in its order; what is no longer printed last."""
    if computed.edition is None:
        return tuple(Difference(("new",), None, one.entry.n, None, shown(one.entry), one.row.agreements, ()) for one in computed.rows)
    return _Compared(computed, computed.edition).all()


def counted_kinds(found: Iterable[Difference]) -> list[tuple[DifferenceKind, int]]:
    """How many differences are of each kind, in a fixed order, without those that there are none of."""
    counts = Counter(kind for one in found for kind in one.kinds)
    return [(kind, counts[kind]) for kind in KINDS if counts[kind]]


def gathered(found: Sequence[Difference]) -> tuple[tuple[tuple[Text, int], ...], tuple[Difference, ...]]:
    """Reasons of many rows (units that were merged), each once with its number of rows; and the differences that name their places."""
    counts = Counter(reason for one in found for reason in one.reasons)
    shared = [(reason, rows) for reason, rows in counts.most_common() if rows >= MANY]
    places = {reason: place for place, (reason, _) in enumerate(shared, 1)}
    return tuple(shared), tuple(
        replace(
            one, reasons=tuple(text for text in one.reasons if text not in places),
            shared=tuple(sorted(places[text] for text in one.reasons if text in places)),
        )
        for one in found
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    operation: str
    who: str
    day: date
    reason: str
    version: int


class _Compared:
    def __init__(self, computed: Computed, edition: Edition) -> None:
        self.computed, self.edition, self.day = computed, edition, computed.held.day
        self.kept = computed.kept
        self.behind: dict[int, list[int]] = defaultdict(list)
        for agreement, entries in computed.held.printed.items():
            for entry in entries:
                self.behind[entry].append(agreement)
        self.row_of = {key: one for one in computed.rows for key in one.row.agreements}
        self.values = dict(computed.held.agreements)
        self.lines, self.before = self._since(computed.held.touched)
        gone = [key for entry in self._gone() for key in self.behind[entry] if key not in self.values]
        for pks in chunks(gone):
            self.values |= {pk: value_of(AGREEMENTS, b) for pk, b in Agreement.objects.filter(pk__in=pks).values_list("pk", "body")}

    def _gone(self) -> list[int]:
        paired = {one.former for one in self.computed.rows}
        return [pk for pk in self.kept if pk not in paired]

    def _since(self, touched: Iterable[int]) -> tuple[dict[int, list[_Line]], dict[int, values.Agreement]]:
        """What was done to agreements since the edition was kept, and what they were then."""
        lines: dict[int, list[_Line]] = defaultdict(list)
        before: dict[int, values.Agreement] = {}
        wanted: list[tuple[int, int]] = []
        for pks in chunks(touched):
            found = Change.objects.filter(kind=AGREEMENTS.name, subject__in=pks, at__gt=self.edition.kept_at).order_by("position")
            for subject, operation, who, at, reason, version in found.values_list("subject", "operation", "who", "at", "reason", "version"):
                if not lines[subject] and version > 1:
                    wanted.append((subject, version - 1))
                lines[subject].append(_Line(operation, who, localtime(at).date(), reason, version))
        for pairs in chunks(wanted):
            versions = dict(pairs)
            earlier = Change.objects.filter(kind=AGREEMENTS.name, subject__in=versions, version__in=set(versions.values()))
            for subject, version, after in earlier.values_list("subject", "version", "after"):
                if versions[subject] == version and after:
                    before[subject] = value_of(AGREEMENTS, after)
        return lines, before

    def all(self) -> tuple[Difference, ...]:
        found: list[Difference] = []
        for one in self.computed.rows:
            difference = self._new(one) if one.former is None else self._changed(one, self.kept[one.former])
            if difference is not None:
                found.append(difference)
        return (*found, *(self._no_longer(pk) for pk in self._gone()))

    # New and gone -----------------------------------------------------------------------------------------------

    def _new(self, one: ComputedRow) -> Difference:
        kinds: list[DifferenceKind] = []
        reasons: list[Text] = []
        for key in one.row.agreements:
            value = self.values[key]
            concluded = value.concluded
            if concluded is not None and concluded.last > self.edition.as_of:
                kinds.append("new")
                reasons.append(Text(f"#{key} was concluded on {concluded.isoformat()}.", f"#{key} は {concluded.isoformat()} に締結。"))
            elif any(line.version == 1 for line in self.lines.get(key, ())):
                kinds.append("corrected")
                reasons.append(Text(f"The last edition lacked #{key}.", f"前の版に #{key} の記載がなかった。"))
            elif key in self.computed.held.printed:
                kinds.append("separated")
                n = self.kept[self.computed.held.printed[key][0]].n
                reasons.append(Text(f"#{key} stood in row {n} of the last edition.", f"#{key} は前の版では{n}行目に含まれていた。"))
            else:
                kinds.append("new")
                begun = next((span.valid_from for span in spans(value) if span.holds_on(self.day)), self.day)
                reasons.append(Text(f"#{key} holds since {begun}.", f"#{key} は {begun} から有効。"))
            reasons += self._told(key)
        return self._difference(kinds, one, None, reasons)

    def _no_longer(self, entry: int) -> Difference:
        kinds: list[DifferenceKind] = []
        reasons: list[Text] = []
        keys = self.behind[entry]
        for key in keys:
            value = self.values.get(key)
            if value is None:
                continue
            if key in self.row_of:
                row = self.row_of[key]
                kinds.append("joined")
                reasons += [Text(f"#{key} stands in row {row.entry.n} now.", f"#{key} は{row.entry.n}行目に含まれる。"), *row.row.why]
            elif value.closing is not None:
                words = CLOSING_WORDS[value.closing.reason]
                kinds.append("corrected" if value.closing.reason == "mistaken" else "ended")
                reasons.append(
                    Text(
                        f"#{key} ended on {value.closing.closed_on}: {words.en}.",
                        f"#{key} は {value.closing.closed_on} に終了（{words.ja}）。",
                    )
                )
            else:
                kinds.append("ended" if status(value, self.day) in ("ended", "pending") else "corrected")
                reasons.append(self._lapsed(key, value))
            reasons += self._told(key)
        if not keys:
            kinds.append("corrected")
            reasons.append(Text("No agreement stands behind this row any more.", "この行のもとになる協定はもうない。"))
        kept = self.kept[entry]
        return Difference(tuple(dict.fromkeys(kinds)), kept.n, None, shown(kept), None, tuple(keys), tuple(reasons))

    def _lapsed(self, key: int, value: values.Agreement) -> Text:
        ends = [span.valid_to for span in spans(value) if span.valid_to is not None and span.valid_to < self.day]
        if not ends:
            return Text(f"#{key} does not hold on this day.", f"#{key} はこの日には有効でない。")
        if status(value, self.day) == "pending":
            return Text(
                f"The term of #{key} ended on {ends[-1]}, and no renewal is on record.",
                f"#{key} の期間は {ends[-1]} に満了し、更新の記録がない。",
            )
        return Text(f"The term of #{key} ended on {ends[-1]}.", f"#{key} の期間は {ends[-1]} に満了。")

    # Changed ----------------------------------------------------------------------------------------------------

    def _changed(self, one: ComputedRow, kept: lists.Entry) -> Difference | None:
        kinds: list[DifferenceKind] = []
        reasons: list[Text] = []
        new = one.entry
        if (kept.institution, kept.partner_unit) != (new.institution, new.partner_unit):
            self._name_reasons(one, kinds, reasons)
        if set(kept.units) != set(new.units):
            self._unit_reasons(one, kept, kinds, reasons)
        if kept.concluded_on != new.concluded_on:
            first = one.row.agreements[0]
            then = self.before.get(first)
            if then is not None and then.concluded_on != self.values[first].concluded_on:
                kinds.append("corrected")
                reasons.append(Text(f"The date of #{first} was corrected.", f"#{first} の締結日を訂正。"))
            else:
                kinds.append("joined" if len(one.row.agreements) > 1 else "corrected")
                reasons.append(
                    Text(f"The oldest date of the row is now that of #{first}.", f"行の中で最も古い締結日は、現在 #{first} のもの。")
                )
        if kept.territory_key != new.territory_key:
            kinds.append("corrected")
            reasons.append(Text("The partner's country or region was corrected.", "相手機関の国・地域を訂正。"))
        printed_end = (kept.valid_to or "") != (new.valid_to or "")
        kinds += self._renewals(one, reasons) or (["corrected"] if printed_end else [])
        if printed_end and kinds == ["corrected"]:
            reasons.append(Text("What is known of the term was corrected.", "有効期間の記録を訂正。"))
        if not kinds:
            return None
        for key in one.row.agreements:
            reasons += self._told(key)
        return self._difference(kinds, one, kept, reasons)

    def _name_reasons(self, one: ComputedRow, kinds: list[DifferenceKind], reasons: list[Text]) -> None:
        for pk in one.row.partners:
            named = self.computed.held.institutions[pk]
            before, now = label_on(named, self.edition.as_of), label_on(named, self.day)
            if before != now:
                since = max((name.used_from for name in named.names if name.text == now and name.used_from), default=None)
                kinds.append("renamed")
                reasons.append(
                    Text(
                        f"{before} is called {now}{f' since {since}' if since else ''}.",
                        f"{before}は{f'{since} から' if since else ''}{now}と称する。",
                    )
                )
        if not kinds:
            kinds.append("corrected")
            reasons.append(Text("The partner, or the spelling of its name, was corrected.", "相手機関またはその表記を訂正。"))

    def _unit_reasons(self, one: ComputedRow, kept: lists.Entry, kinds: list[DifferenceKind], reasons: list[Text]) -> None:
        kinds.append("units")
        held = self.computed.held
        for pk in one.units:
            unit = held.units[pk]
            before, now = label_on(unit, self.edition.as_of), label_on(unit, self.day)
            if before != now:
                reasons.append(Text(f"{before} is called {now} now.", f"{before}は{now}に改称。"))
        for unit in held.units.values():
            gone = label_on(unit, self.edition.as_of)
            past = [one for one in unit.successions if self.edition.as_of < one.on <= self.day]
            if gone in kept.units and gone not in one.entry.units and past:
                heirs = "・".join(label_on(held.units[to], self.day) for to in past[-1].to if to in held.units)
                reasons.append(Text(f"{gone} became {heirs} on {past[-1].on}.", f"{gone}は {past[-1].on} に{heirs}へ改組。"))
        added, removed = [text for text in one.entry.units if text not in kept.units], [t for t in kept.units if t not in one.entry.units]
        reasons.append(
            Text(
                "; ".join(
                    filter(None, (f"new: {', '.join(added)}" if added else "", f"no longer: {', '.join(removed)}" if removed else ""))
                )
                + ".",
                "、".join(filter(None, (f"追加: {'・'.join(added)}" if added else "", f"削除: {'・'.join(removed)}" if removed else "")))
                + "。",
            )
        )

    def _renewals(self, one: ComputedRow, reasons: list[Text]) -> list[DifferenceKind]:
        """Terms that were added since, whether or not the list prints ends."""
        found: list[DifferenceKind] = []
        for key in one.row.agreements:
            before = self.before.get(key)
            if before is None:
                continue
            now = self.values[key]
            last_then = max((term.valid_from for term in before.terms), default=date.min)
            further = [term for term in now.terms if term.valid_from > last_then and (before.terms or term.valid_from > self.edition.as_of)]
            if further:
                end = further[-1].valid_to
                found.append("renewed")
                reasons.append(
                    Text(f"#{key} was renewed{f' until {end}' if end else ''}.", f"#{key} を更新{f'（{end} まで）' if end else ''}。")
                )
        return list(dict.fromkeys(found))

    # Who did it -------------------------------------------------------------------------------------------------

    def _told(self, key: int) -> list[Text]:
        """The ledger's last lines about an agreement since the edition: who, when, why."""
        return [
            Text(
                f"#{key}: {_done(line).en}, {line.who}, {line.day}{f' ({line.reason})' if line.reason else ''}.",
                f"#{key}: {line.day} {line.who}（{_done(line).ja}）{line.reason}",
            )
            for line in self.lines.get(key, [])[-3:]
        ]

    def _difference(self, kinds: list[DifferenceKind], one: ComputedRow, kept: lists.Entry | None, reasons: list[Text]) -> Difference:
        return Difference(
            tuple(dict.fromkeys(kinds)), kept.n if kept else None, one.entry.n, shown(kept) if kept else None, shown(one.entry),
            one.row.agreements, tuple(dict.fromkeys(reasons)),
        )  # fmt: skip


def _done(line: _Line) -> Text:
    return OPERATIONS.get(line.operation, Text(line.operation, line.operation))
