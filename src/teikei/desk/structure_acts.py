"""What can be done with one institution or unit through a form: its fields, what they show at first, what becomes of it.

An act either makes a new value (`made`), or does more than change one (`run`). Both go through the registry's operations.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from teikei.desk.agreement_forms.reading import overlaid, shown_of
from teikei.desk.agreement_forms.spec import Field, Group, Spec
from teikei.names.bilingual import Text
from teikei.registry.operations import institutions as operations
from teikei.registry.permissions import Person
from teikei.rules import institution as values
from teikei.rules.agreement import plain
from teikei.rules.institution import Name, renamed

Plain = Mapping[str, Any]
Value = values.Institution | values.Unit


class Subject(NamedTuple):
    """What an act is about. of: "institution" or "unit"; institution: its own number, or that of the unit's institution."""

    of: str
    id: int
    version: int
    value: Any
    institution: int


class Doing(NamedTuple):
    """Who does it, when, why."""

    by: Person
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureAct:
    """One act. day: from which day lists change; about: institutions and units that it touches beside its subject.

    final: it cannot be put back as one.
    """

    name: str
    title: Text
    hint: Text
    spec: Spec
    first: Callable[[Any, date], dict[str, Any]] = lambda _value, _today: {}
    made: Callable[[Any, Plain], Any] | None = None
    run: Callable[[Subject, Plain, Doing], object] | None = None
    day: Callable[[Plain, date], date] = lambda _sent, today: today
    about: Callable[[Plain], tuple[list[int], list[int]]] = lambda _sent: ([], [])
    final: bool = False

    def do(self, subject: Subject, sent: Plain, version: int | None, doing: Doing) -> None:
        """Do it. Whatever the operation refuses."""
        if self.run is not None:
            self.run(subject, sent, doing)
        elif self.made is not None:
            revise = operations.revise_institution if subject.of == "institution" else operations.revise_unit
            made = self.made
            revise(
                subject.id, lambda value: made(value, sent), version=version, by=doing.by, at=doing.at, operation=self.name,
                reason=doing.reason,
            )  # fmt: skip


_LANGUAGE = Text("ja, en, zh, ko …; empty where nobody knows", "ja、en、zh、ko など。不明なら空欄")
NAMES = Group(
    name="names", many=True, add=Text("Another name", "名称を追加"),
    hint=Text("The first line is the name by which lists print it.", "1行目が一覧に記載される名称です。"),
    parts=(
        Field(name="text", required=True, wording=Text("Name", "名称")), Field(name="language", hint=_LANGUAGE),
        Field(name="kind", kind="choice", choices="names.kind", required=True), Field(name="used_from", kind="day"), Field(name="used_to", kind="day"),
    ),
)  # fmt: skip
_IDENTIFIERS = Group(
    name="identifiers", many=True, add=Text("Another identifier", "識別子を追加"),
    parts=(Field(name="scheme", kind="choice", choices="identifiers.scheme", required=True), Field(name="value", required=True)),
)  # fmt: skip
INSTITUTION: Spec = (
    NAMES,
    Field(name="kind", kind="choice", choices="institution.kind"),
    Field(
        name="territories", kind="words",
        hint=Text("Codes of two letters, several for a network: TH, VN", "2文字のコード。複数の国にまたがるときは TH、VN のように並べます。"),
    ),
    Field(name="place"),
    _IDENTIFIERS,
)  # fmt: skip
PARENTS = Group(
    name="parents", many=True, add=Text("Another time", "期間を追加"),
    parts=(Field(name="unit", kind="own-unit", required=True), Field(name="valid_from", kind="day"), Field(name="valid_to", kind="day")),
)  # fmt: skip
UNIT: Spec = (NAMES, PARENTS, Field(name="opened_on", kind="day"))
_ON = Field(name="on", kind="day", required=True, wording=Text("From", "適用日"))
_RENAME: Spec = (
    Field(name="text", required=True, wording=Text("The new name", "新しい名称")),
    Field(name="language", hint=_LANGUAGE),
    _ON,
)
_END: Spec = (Field(name="closed_on", kind="day", required=True, wording=Text("First day without it", "廃止日（なくなる最初の日）")),)
_KIND = Field(name="kind", kind="choice", choices="successions.kind", required=True, wording=Text("What happened", "内容"))


def _followers(kind: Any, *more: Group) -> Spec:
    others = Group(
        name="also", many=True, folded=True, add=Text("Another that ends with it", "ともに終了するものを追加"),
        parts=(Field(name=kind, kind="own-unit" if kind == "unit" else "institution", required=True),),
    )  # fmt: skip
    to = Group(name="to", many=True, add=Text("Another that stands for it", "後継を追加"), parts=others.parts)
    return (_KIND, _ON, others, to, *more)


_NEW = Group(
    name="new", many=True, folded=True, add=Text("A new unit that stands for it", "後継となる部局を新設"), wording=Text("New units", "新設する部局"),
    parts=(Field(name="text", required=True, wording=Text("Name", "名称")), Field(name="english", wording=Text("English name", "英語名"))),
)  # fmt: skip


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _shown(spec: Spec) -> Callable[[Value, date], dict[str, Any]]:
    return lambda value, _today: shown_of(spec, plain(value))


def _overlay(spec: Spec, back: Callable[[object], Value]) -> Callable[[Value, Plain], Value]:
    return lambda value, sent: back(overlaid(plain(value), spec, sent))


def _renamed(value: Any, sent: Plain) -> Any:
    return replace(value, names=renamed(value.names, sent["text"], on=_day(sent["on"]), language=sent["language"]))


def _rename_first(value: Value, today: date) -> dict[str, Any]:
    return {"text": "", "language": value.names[0].language, "on": today.isoformat()}


def _numbers(sent: Plain, group: str, field: str) -> list[int]:
    return list(dict.fromkeys(row[field] for row in sent[group] if row[field]))


def _succeeded(subject: Subject, sent: Plain, doing: Doing) -> None:
    of = subject.of
    ended, to = [subject.id, *_numbers(sent, "also", of)], _numbers(sent, "to", of)
    on, kind = _day(sent["on"]), sent["kind"]
    if of == "institution":
        operations.succeed_institutions(ended, to, on=on, kind=kind, by=doing.by, at=doing.at, reason=doing.reason)
        return
    new = [values.Unit(institution=subject.institution, names=_names(row), opened_on=on) for row in sent["new"]]
    operations.succeed_units(ended, to, on=on, kind=kind, by=doing.by, at=doing.at, reason=doing.reason, new=new)


def _names(row: Plain) -> tuple[Name, ...]:
    english = row["english"]
    return (Name(text=row["text"], language="ja"), *((Name(text=english, language="en"),) if english else ()))


def _first_succession(_value: Value, today: date) -> dict[str, Any]:
    return {"kind": "merged", "on": today.isoformat(), "also": [], "to": [{"index": 0}], "new": []}


def _new_unit(subject: Subject, sent: Plain, doing: Doing) -> None:
    parents = tuple(values.Parent(unit=row["unit"], valid_from=None) for row in sent["parents"])
    opened = _day(sent["opened_on"]) if sent["opened_on"] else None
    unit = values.Unit(institution=subject.institution, names=_names(sent), parents=parents, opened_on=opened)
    operations.add_unit(unit, by=doing.by, at=doing.at, reason=doing.reason)


def _absorbed(subject: Subject, sent: Plain, doing: Doing) -> None:
    absorb = operations.absorb_institutions if subject.of == "institution" else operations.absorb_units
    absorb([subject.id], sent["into"], by=doing.by, at=doing.at, reason=doing.reason)


_RENAME_TEXT = (
    Text("Rename from a day on", "改称する"),
    Text(
        "Lists as of earlier days, and all editions already published, go on printing the old name.",
        "適用日より前の一覧と、公表済みの版には、これまでの名称がそのまま載ります。",
    ),
)
_SUCCEED_TEXT = (
    Text("Merge, split or replace", "統合・分割・改組する"),
    Text(
        "From that day on it is no more, and others stand for it. Agreements keep who signed them; later lists print what stands for it. "
        "Where it was split into several, lists go on printing it until each agreement is changed.",
        "適用日からなくなり、後継が引き継ぎます。協定には締結時の当事者が残り、以後の一覧には後継が載ります。"
        "複数に分割したときは、協定ごとに変更するまで、一覧には元の名称が載ります。",
    ),
)
_END_TEXT = (
    Text("End without a successor", "廃止する"),
    Text(
        "Nothing stands for it. Agreements that are in force go on being printed with it until they are changed or closed.",
        "後継はありません。有効な協定は、変更または終了するまで一覧にそのまま載ります。",
    ),
)
_ABSORB_TEXT = (
    Text("Join as a misspelling of another", "別表記としてまとめる"),
    Text(
        "It never was more than another spelling. Its agreements name the right one from now on; printed rows stay as they were printed. "
        "This cannot be undone as one act.",
        "誤記など、別の表記にすぎないときに使います。協定は正しいものを指すようになり、一覧の行の記載はそのまま残ります。一括で元に戻すことはできません。",
    ),
)
_FACTS_HINT = Text("What was recorded wrongly, or is known better now.", "誤りの訂正や、新たにわかったことの記入に使います。")


def _of_institution() -> tuple[StructureAct, ...]:
    return (
        StructureAct(
            name="rename", title=_RENAME_TEXT[0], hint=_RENAME_TEXT[1], spec=_RENAME, first=_rename_first, made=_renamed,
            day=lambda sent, _today: _day(sent["on"]),
        ),
        StructureAct(
            name="facts", title=Text("Correct names and identifiers", "名称・識別子を訂正する"), hint=_FACTS_HINT, spec=INSTITUTION,
            first=_shown(INSTITUTION), made=_overlay(INSTITUTION, values.institution_from),
        ),
        StructureAct(
            name="succeed", title=_SUCCEED_TEXT[0], hint=_SUCCEED_TEXT[1], spec=_followers("institution"), first=_first_succession,
            run=_succeeded, day=lambda sent, _today: _day(sent["on"]),
            about=lambda sent: (_numbers(sent, "also", "institution"), []),
        ),
        StructureAct(
            name="end", title=_END_TEXT[0], hint=_END_TEXT[1], spec=_END, first=lambda _value, today: {"closed_on": today.isoformat()},
            made=lambda value, sent: replace(value, closed_on=_day(sent["closed_on"])), day=lambda sent, _today: _day(sent["closed_on"]),
        ),
        StructureAct(
            name="absorb", title=_ABSORB_TEXT[0], hint=_ABSORB_TEXT[1], run=_absorbed, final=True,
            spec=(Field(name="into", kind="institution", required=True),), about=lambda sent: ([sent["into"]], []),
        ),
        StructureAct(
            name="add-unit", title=Text("Add a unit", "部局を追加する"), run=_new_unit,
            hint=Text("It stands behind the others in the institution's order.", "機関の部局の並びの最後に加わります。"),
            spec=(
                Field(name="text", required=True, wording=Text("Name", "名称")),
                Field(name="english", wording=Text("English name", "英語名")), Field(name="opened_on", kind="day"),
                Group(name="parents", many=True, folded=True, add=Text("Sits inside", "上位部局を選ぶ"), parts=PARENTS.parts[:1]),
            ),
        ),
    )  # fmt: skip


def _of_unit() -> tuple[StructureAct, ...]:
    rename, _facts, succeed, end, absorb, _add = _of_institution()
    return (
        rename,
        StructureAct(
            name="facts", title=Text("Correct names and place in the tree", "名称・所属を訂正する"), hint=_FACTS_HINT, spec=UNIT, first=_shown(UNIT),
            made=_overlay(UNIT, values.unit_from),
        ),
        replace(
            succeed, spec=_followers("unit", _NEW), about=lambda sent: ([], _numbers(sent, "also", "unit")),
        ),
        end,
        replace(absorb, spec=(Field(name="into", kind="own-unit", required=True),), about=lambda sent: ([], [sent["into"]])),
    )  # fmt: skip


ACTS: Mapping[str, Mapping[str, StructureAct]] = {
    "institution": {act.name: act for act in _of_institution()},
    "unit": {act.name: act for act in _of_unit()},
}
