"""The words of a reminder: one e-mail an address, everything that comes due for it, unit by unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.conf import settings

from teikei.names.bilingual import Language, Text
from teikei.rules.reminders import Due

ABOUT = {
    "notice": Text(en="last day for notice before it renews itself", ja="自動更新の予告期限"),
    "end": Text(en="the term ends", ja="有効期間の満了"),
    "renewal": Text(en="it renews itself on the day after", ja="翌日に自動更新"),
    "step": Text(en="a decision is due", ja="審議の期限"),
}
WHOLE = Text(en="The whole university", ja="全学")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that comes due: an agreement (or a proposal) by number, its partners and title, our units, the deadline."""

    subject_kind: str
    subject: int
    partners: tuple[str, ...]
    title: str
    units: tuple[tuple[int, str], ...]
    due: Due

    @property
    def key(self) -> tuple[str, int, str, date, int]:
        """By what it is told from all others."""
        return (self.subject_kind, self.subject, self.due.about, self.due.due_on, self.due.stage)


def digest(remarks: Sequence[Remark], language: Language, today: date) -> tuple[str, str]:
    """Subject and text of the e-mail."""
    late = sum(remark.due.due_on < today for remark in remarks)
    number = len(remarks)
    subject = Text(
        en=f"Agreements: {number} deadline{'s' if number > 1 else ''}" + (f", {late} passed" if late else ""),
        ja=f"協定の期限のお知らせ: {number}件" + (f"（うち期限超過{late}件）" if late else ""),
    )
    head = Text(
        en=f"As of {today} these deadlines come near, and nobody has recorded a decision.",
        ja=f"{today}現在、次の協定の期限が近づいていますが、対応が登録されていません。",
    )
    foot = Text(
        en="Nothing more is said of a deadline once the renewal, the end or “leave it” is recorded in Teikei.",
        ja="更新・終了・「そのままにする」のいずれかを Teikei に登録すると、その期限の通知は止まります。",
    )
    lines = [head.to(language), ""]

    def unit_of(remark: Remark) -> str:
        return " · ".join(name for _, name in remark.units) or WHOLE.to(language)

    for unit, group in groupby(sorted(remarks, key=lambda one: (unit_of(one), one.due.due_on, one.key)), key=unit_of):
        lines.append(f"■ {unit}")
        lines += [line for remark in group for line in _lines(remark, language, today)]
        lines.append("")
    return subject.to(language), "\n".join([*lines, foot.to(language), ""])


def _lines(remark: Remark, language: Language, today: date) -> list[str]:
    days = (remark.due.due_on - today).days
    left = Text(en=f"in {days} days", ja=f"あと{days}日") if days >= 0 else Text(en=f"{-days} days ago", ja=f"{-days}日超過")
    name = " · ".join(remark.partners) + (f" ({remark.title})" if remark.title and remark.partners else remark.title)
    told = f"  {remark.due.due_on}  {ABOUT[remark.due.about].to(language)}  {left.to(language)}"
    return [f"- {name}", told, *([f"  {address}"] if (address := link(remark.subject_kind, remark.subject, language)) else [])]


def link(kind: str, number: int, language: Language) -> str:
    """Where the page is, "" where the settings do not say."""
    if not settings.TEIKEI_URL:
        return ""
    prefix = "" if language == "ja" else "/en"
    path = f"/desk/proposals/{number}/" if kind == "proposal" else f"/agreements/{number}/"
    return f"{settings.TEIKEI_URL}{prefix}{path}"
