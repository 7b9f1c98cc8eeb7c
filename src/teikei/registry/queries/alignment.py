"""A newer list beside what is kept, as the desk shows it: what waits, what each decision would do, what was decided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count

from teikei.names.bilingual import Text
from teikei.registry.models import AlignedRow, Edition
from teikei.registry.permissions import Person, require

ON_A_PAGE = 100
KINDS = ("unit", "changed", "new", "gone", "same")


@dataclass(frozen=True, slots=True)
class AlignedLine:
    """One row of the comparison: ours and theirs, what differs, what speaks for caution, what was decided."""

    position: int
    kind: str
    changes: tuple[str, ...]
    ours: dict[str, Any] | None
    theirs: dict[str, Any] | None
    agreements: tuple[int, ...]
    n: int | None  # of the row in the newer list
    doubt: Text | None
    verdict: str
    reason: str
    by: str
    at: datetime | None


class LastDecision(NamedTuple):
    """The last act by which rows were decided: its mark in the ledger, by whom and when, how many rows."""

    batch: str
    by: str
    at: datetime
    rows: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """A newer list: how many rows of each kind, how many wait, and one page of rows; and what was decided last."""

    edition: int
    number: int
    institution: str
    level: str
    as_of: date
    counts: tuple[tuple[str, int, int], ...]  # kind, all, waiting
    kind: str
    rows: tuple[AlignedLine, ...]
    page: int
    pages: int
    last: LastDecision | None = None

    @property
    def waiting(self) -> int:
        """Rows of all kinds that wait."""
        return sum(waiting for _, _, waiting in self.counts)


def alignment(edition: int, *, by: Person, kind: str = "", page: int = 1) -> Alignment | None:
    """A page of the rows of that kind ("": all that wait). None where there is no such edition, or nothing was aligned."""
    require(by, "list.read")
    found = Edition.objects.select_related("institution").filter(pk=edition).first()
    if found is None:
        return None
    totals: dict[str, list[int]] = {}
    for name, verdict, number in (
        AlignedRow.objects.filter(edition=edition).order_by().values_list("kind", "verdict").annotate(number=Count("pk"))
    ):
        of_kind = totals.setdefault(name, [0, 0])
        of_kind[0] += number
        of_kind[1] += number if not verdict else 0
    if not totals:
        return None
    rows = AlignedRow.objects.filter(edition=edition).select_related("entry", "decided_by").order_by("position")
    rows = rows.filter(kind=kind) if kind in KINDS else rows.filter(verdict="")
    number = sum(totals.get(kind, [0])[:1]) if kind in KINDS else sum(of_kind[1] for of_kind in totals.values())
    pages = max(1, -(-number // ON_A_PAGE))
    page = min(max(page, 1), pages)
    shown = tuple(_line(row, found.as_of) for row in rows[(page - 1) * ON_A_PAGE : page * ON_A_PAGE])
    counts = tuple((name, *totals[name]) for name in KINDS if name in totals)
    return Alignment(
        found.pk, found.number, found.institution.printed, found.level, found.as_of, counts, kind if kind in KINDS else "", shown, page, pages, _last(edition)  # type: ignore[arg-type]
    )  # fmt: skip


def _last(edition: int) -> LastDecision | None:
    decided = AlignedRow.objects.filter(edition=edition).exclude(verdict__in=["", AlignedRow.Verdict.LINKED]).order_by()
    acts = decided.values_list("batch", "decided_by__username", "decided_at").annotate(rows=Count("pk")).order_by("-decided_at", "-batch")
    return next((LastDecision(batch, by or "", at, rows) for batch, by, at, rows in acts[:1]), None)


def waiting_rows(edition: int, positions: Collection[int] | None, *, by: Person) -> tuple[AlignedLine, ...]:
    """These rows (None: all) as far as they wait, in order."""
    require(by, "list.read")
    rows = AlignedRow.objects.filter(edition=edition, verdict="").select_related("entry", "decided_by", "edition").order_by("position")
    return tuple(_line(row, row.edition.as_of) for row in (rows if positions is None else rows.filter(position__in=list(positions))))


def _line(row: AlignedRow, as_of: date) -> AlignedLine:
    return AlignedLine(
        row.position, row.kind, tuple(row.changes), row.ours, row.theirs, tuple(row.agreements), row.entry.n if row.entry else None,
        _doubt(row, as_of), row.verdict, row.reason, row.decided_by.get_username() if row.decided_by else "", row.decided_at,
    )  # fmt: skip


def _doubt(row: AlignedRow, as_of: date) -> Text | None:
    """What a person should think of before accepting."""
    if row.kind != AlignedRow.Kind.SAME and row.theirs and row.theirs.get("concluded_on", "") > as_of.isoformat():
        return Text(
            en=f"Its date is later than the day of the list ({as_of}), which cannot know of it: one of the two is misprinted.",
            ja=f"締結日が一覧の基準日（{as_of}）より後です。どちらかの誤記の可能性があります。",
        )
    if row.ours and row.theirs and "redated" in row.changes and (row.ours["concluded_on"] or "") < (row.theirs["concluded_on"] or ""):
        return Text(
            en="The list's date is later than the one that is kept: it may be the day of a renewal, printed as if the agreement were new.",
            ja="一覧の日付は登録済みの締結日より後です。更新の日を締結日として載せた可能性があります。",
        )
    if len(row.agreements) > 1 and row.kind in (AlignedRow.Kind.GONE, AlignedRow.Kind.CHANGED):
        return Text(
            en=f"{len(row.agreements)} agreements stand behind this row.", ja=f"この行のもとになる協定は{len(row.agreements)}件あります。"
        )
    return None


def effect(line: AlignedLine, verdict: str, day: date) -> Text:
    """What a decision would do, in a sentence."""
    if verdict == "ours":
        return Text(en="What is kept stays.", ja="登録済みの内容を維持します。")
    if verdict == "other":
        return Text(en="Settled here; you set it right by hand.", ja="ここでは済みとし、手作業で訂正します。")
    ours, theirs = line.ours or {}, line.theirs or {}
    if line.kind == "new":
        return Text(en="An agreement is recorded from this row.", ja="この行から協定を登録します。")
    if line.kind == "gone":
        return Text(
            en=f"The agreement ends on {day}: the list no longer shows it.", ja=f"協定を {day} 付けで終了とします（一覧に記載なし）。"
        )
    if line.kind == "unit":
        if verdict == "corrected":
            return Text(en=f"The unit is called {theirs['name']}; it was so always.", ja=f"部局名を「{theirs['name']}」に訂正します。")
        return Text(en=f"The unit is called {theirs['name']} from {day} on.", ja=f"部局名を {day} から「{theirs['name']}」とします。")
    return _changes(line.changes, ours, theirs, verdict, day)


def _changes(changes: tuple[str, ...], ours: dict[str, Any], theirs: dict[str, Any], verdict: str, day: date) -> Text:
    since_en, since_ja = ("", "訂正") if verdict == "corrected" else (f" from {day} on", f"{day} から変更")
    words = {
        "renamed": (
            f"The partner is called {theirs['institution']}{since_en}.", f"相手機関の名称を「{theirs['institution']}」に{since_ja}します。"
        ),
        "redated": (
            f"Its date becomes {theirs['concluded_on']} instead of {ours['concluded_on']}.",
            f"締結日を {ours['concluded_on']} から {theirs['concluded_on']} に改めます。",
        ),
        "units": (f"Our units become {', '.join(theirs['units'])}.", f"本学の部局を「{'・'.join(theirs['units'])}」に改めます。"),
        "validity": (
            f"Its term ends as the list says: {theirs['valid_to'] or '–'}.",
            f"有効期間の終わりを一覧のとおり（{theirs['valid_to'] or '—'}）に改めます。",
        ),
        "territory": (f"The partner sits in {theirs['territory']}.", f"相手機関の国・地域を「{theirs['territory']}」に改めます。"),
    }  # fmt: skip
    told = [words[name] for name in changes if name in words]
    return Text(en=" ".join(en for en, _ in told), ja="".join(ja for _, ja in told))
