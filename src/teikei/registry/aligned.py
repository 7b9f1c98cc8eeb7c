"""What is told at a terminal of a newer list that was aligned with what is kept."""

from collections import Counter

from teikei.names.bilingual import Text
from teikei.registry.commands import BilingualCommand
from teikei.registry.models import AlignedRow

WORDS = {
    "same": Text("the same", "同じ"), "changed": Text("changed", "変更"), "renamed": Text("renamed", "名称変更"),
    "redated": Text("with another date", "締結日変更"), "units": Text("with other units", "部局変更"),
    "territory": Text("in another country or region", "国・地域変更"), "validity": Text("with another end of term", "有効期間変更"),
    "new": Text("new", "新規"), "gone": Text("no longer listed", "記載なし"), "unit": Text("unit renamed", "部局改称"),
}  # fmt: skip


def tell_alignment(command: BilingualCommand, edition: int) -> None:
    """How many rows are what, how many were accepted, and how many wait; nothing for a first list."""
    rows = list(AlignedRow.objects.filter(edition=edition).order_by("position"))
    if not rows:
        return
    counts = Counter(_kind(row) for row in rows)
    en = ", ".join(f"{number} {WORDS[kind].en}" for kind, number in counts.items())
    ja = "、".join(f"{WORDS[kind].ja}{number}件" for kind, number in counts.items())
    command.say(f"Beside what is kept: {en}.", f"登録内容との照合: {ja}。")
    waiting = sum(not row.verdict for row in rows)
    accepted = sum(row.verdict in ("accepted", "corrected") for row in rows)
    if accepted:
        command.say(f"{accepted} were accepted as the list has them.", f"{accepted}件を一覧のとおりに反映しました。")
    if waiting:
        command.say(
            f"{waiting} wait for a decision; until then what is kept stays as it was. Decide them at the desk, under Editions, or take the "
            f"list as it stands: teikei-admin align --edition {edition} --accept all",
            f"{waiting}件が判断を待っています。それまで登録内容は変わりません。事務室の「版」で判断するか、一覧のとおりに反映してください: "
            f"teikei-admin align --edition {edition} --accept all",
        )


def _kind(row: AlignedRow) -> str:
    return str(row.changes[0]) if row.kind == AlignedRow.Kind.CHANGED and len(row.changes) == 1 else str(row.kind)
