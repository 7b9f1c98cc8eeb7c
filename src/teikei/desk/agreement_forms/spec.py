"""What a form asks: fields and groups of fields, in the shape of the value that they become."""

from dataclasses import dataclass
from typing import Literal

from teikei.desk.agreement_forms.labels import LABELS
from teikei.names.bilingual import Text
from teikei.rules.words import CHOICES

FieldKind = Literal[
    "text", "long", "day", "partial-day", "number", "decimal", "choice", "flag", "contents", "levels", "words", "codes", "languages",
    "institution", "unit", "party", "own-unit", "unit-list",
]  # fmt: skip
# More rows than any agreement has; a form that sends more is not one of ours.
MOST_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value. choices: the name of its words in CHOICES; required: it cannot be left empty."""

    name: str
    kind: FieldKind = "text"
    choices: str = ""
    required: bool = False
    hint: Text | None = None
    wording: Text | None = None

    @property
    def label(self) -> Text:
        """What it is called."""
        return self.wording or LABELS[self.name]

    @property
    def options(self) -> dict[str, Text]:
        """The values it may have, in words."""
        return CHOICES.get(self.choices or self.name, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that belong together. many: any number of them, each a row; optional: there or not, as a tick says.

    folded: shown closed where it is empty. add: what the button for another row says.
    """

    name: str
    parts: tuple["Field | Group", ...]
    many: bool = False
    optional: bool = False
    folded: bool = False
    add: Text | None = None
    hint: Text | None = None
    wording: Text | None = None

    @property
    def label(self) -> Text:
        """What it is called."""
        return self.wording or LABELS[self.name]


Part = Field | Group
Spec = tuple[Part, ...]

_DAY = Text("For example 2015-11-09 or 平成27年11月9日.", "例: 2015-11-09、平成27年11月9日")
_PARTIAL = Text("A day, a month or a year: 2015-11-09, 2015-11, 2015.", "日・月・年のいずれか。例: 2015-11-09、2015-11、2015")

VALID_FROM = Field(name="valid_from", kind="day", required=True)
VALID_TO = Field(name="valid_to", kind="day")
TERMS = Group(
    name="terms", many=True, add=Text("Another term", "期間を追加"), parts=(VALID_FROM, VALID_TO, Field(name="automatic", kind="flag")),
)  # fmt: skip
RENEWAL = Group(
    name="renewal",
    parts=(
        Field(name="kind", kind="choice", choices="renewal.kind"), Field(name="years", kind="number"),
        Field(name="at_most", kind="number", hint=Text("Empty: no limit.", "空欄なら制限なし")), Field(name="notice_months", kind="number"),
    ),
)  # fmt: skip
CONTENTS_FIELD = Field(name="contents", kind="contents")
KINDS = Field(name="kinds", kind="words", hint=Text("Several with 、 between.", "複数あるときは「、」で区切ります。"))
PARTIES = Group(
    name="parties",
    many=True,
    add=Text("Another party", "当事者を追加"),
    parts=(
        Field(name="institution", kind="institution", required=True),
        Group(
            name="units", many=True,
            parts=(Field(name="unit", kind="unit", required=True), Field(name="role", kind="choice"), Field(name="printed")),
        ),
        Group(
            name="signatures", many=True, folded=True, add=Text("A signature", "署名を追加"),
            parts=(Field(name="signed_on", kind="day"), Field(name="name"), Field(name="post"), Field(name="place")),
        ),
    ),
)  # fmt: skip
CONTACTS = Group(
    name="contacts", many=True, folded=True, add=Text("Another contact", "担当者を追加"),
    parts=(
        Field(name="name", required=True), Field(name="role", wording=Text("Role", "役割")), Field(name="email"),
        Field(name="unit", kind="own-unit", hint=Text("one of the units that the agreement names", "協定に記載された部局から選びます")),
        Field(name="valid_from", kind="day"), Field(name="valid_to", kind="day"),
    ),
)  # fmt: skip
CHECKS = Group(
    name="checks", many=True, folded=True, add=Text("Another check", "確認を追加"),
    parts=(
        Field(name="kind", kind="choice", choices="checks.kind"), Field(name="result", kind="choice"),
        Field(name="checked_on", kind="day", required=True),
        Field(name="valid_to", kind="day", wording=Text("Good until", "有効期限")), Field(name="by"), Field(name="note"),
    ),
)  # fmt: skip
LINKS = Group(
    name="links", many=True, folded=True, add=Text("Another link", "関連を追加"),
    parts=(Field(name="kind", kind="choice", choices="links.kind"), Field(name="agreement", kind="number", required=True)),
)  # fmt: skip
AGREEMENT: Spec = (
    PARTIES,
    Field(name="level", kind="choice"),
    Field(name="concluded_on", kind="partial-day", hint=_PARTIAL),
    Field(name="title"),
    KINDS,
    CONTENTS_FIELD,
    TERMS,
    RENEWAL,
    Field(name="effect", kind="choice"),
    Field(name="effective_on", kind="day", hint=_DAY),
    CONTACTS,
    CHECKS,
    LINKS,
)
EXCHANGES = Group(
    name="exchanges",
    many=True,
    add=Text("Another exchange", "派遣・受入れを追加"),
    parts=(
        Field(name="sending", kind="party", required=True), Field(name="receiving", kind="party", required=True),
        Field(name="mobility", kind="choice"), Field(name="places", kind="number"),
        Field(name="months", kind="decimal", hint=Text("of all persons together, a year", "全員の合計、年間")),
        Field(name="hours", kind="decimal", hint=Text("for staff who teach", "教職員（教育）の場合")),
        Field(name="pool", hint=Text("the same word in exchanges that share their places", "人数を共有するものに同じ語を入れます")),
        Field(name="levels", kind="levels"),
        Field(name="fields", kind="codes", hint=Text("ISCED-F codes: 0511, 06", "ISCED-F の番号。例: 0511 06")),
        Field(name="field_note", hint=Text("as the memorandum words them", "覚書の表現のまま")),
        Field(name="languages", kind="languages", hint=Text("tag and level: en B2, ja", "言語と水準。例: en B2, ja")),
        Field(name="first_year", hint=Text("2024/2025", "例: 2024/2025")), Field(name="last_year"),
        Field(name="blended", kind="flag"), Field(name="note"),
        Field(
            name="sending_units", kind="unit-list",
            hint=Text("Without any, the whole sending institution.", "空欄なら派遣機関全体です。"),
        ),
        Field(
            name="receiving_units", kind="unit-list",
            hint=Text("Without any, the whole receiving institution.", "空欄なら受入れ機関全体です。"),
        ),
    ),
)  # fmt: skip
WAIVER = Group(
    name="waiver", optional=True,
    parts=(
        Field(name="mutual", kind="flag"),
        Field(name="at_most", kind="number", wording=Text("At most so many persons a year", "年間の人数の上限")),
        Field(name="months", kind="number", wording=Text("Months for each", "1人あたり月数")), Field(name="credits", kind="flag"),
        Field(name="non_degree", kind="flag"), Field(name="conditions", kind="long"),
    ),
)  # fmt: skip
MEMORANDUM: Spec = (
    Field(name="kind", kind="choice", choices="memoranda.kind"),
    Field(name="title"),
    Field(name="concluded_on", kind="partial-day", hint=_PARTIAL),
    EXCHANGES,
    WAIVER,
    CONTENTS_FIELD,
    Group(
        name="terms", many=True, folded=True, add=TERMS.add, parts=TERMS.parts,
        wording=Text("Terms of its own", "覚書独自の有効期間"),
        hint=Text("Without any it holds as long as the agreement.", "空欄のときは協定の有効期間に従います。"),
    ),
    Group(
        name="renewal", parts=RENEWAL.parts, wording=Text("Renewal of these terms", "覚書独自の期間の更新"),
        hint=Text("Only where it has terms of its own.", "独自の有効期間がある場合だけ入力します。"),
    ),
    Field(name="selection", kind="long", hint=Text("of a double or joint degree", "ダブル・ディグリー等の場合")),
    Field(name="degrees", hint=Text("of a double or joint degree", "ダブル・ディグリー等の場合")),
    Field(name="note", kind="long"),
)  # fmt: skip
