"""Two edits of one value that met, settled place by place by a person."""

from collections.abc import Mapping
from typing import Literal

from teikei.names.bilingual import Refusal
from teikei.rules.agreement import Agreement
from teikei.rules.difference import Conflict, FieldChange, applied, merged

Side = Literal["mine", "theirs"]


def settled(was: Agreement, mine: Agreement, theirs: Agreement, choices: Mapping[tuple[str, ...], Side]) -> Agreement:
    """Both edits together, with the chosen side where they differ. Refusal naming the places that nobody chose for."""
    for _ in range(5):
        both, conflicts = merged(was, mine, theirs)
        if both is not None:
            return both
        if missing := [conflict.path for conflict in conflicts if conflict.steps not in choices]:
            raise Refusal(
                f"Choose one of the two versions for: {', '.join(missing)}. Nothing was stored.",
                f"次の欄で、どちらの版にするか選んでください: {'、'.join(missing)}。保存していません。",
            )
        for conflict in conflicts:
            if choices[conflict.steps] == "mine":
                theirs = applied(theirs, [_put(conflict, conflict.theirs, conflict.mine)])
            else:
                mine = applied(mine, [_put(conflict, conflict.mine, conflict.theirs)])
    raise Refusal(
        "The two versions cannot be put together field by field. Open the latest version and enter your change again.",
        "2つの版を欄ごとに合わせることができません。最新の版を開いて、変更を入力し直してください。",
    )


def _put(conflict: Conflict, old: object, new: object) -> FieldChange:
    return FieldChange(conflict.steps, old, new)
