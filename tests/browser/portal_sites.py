"""What the public pages are looked at with: names of any length, terms of exchange, partners with a place."""

from dataclasses import replace
from datetime import UTC, date, datetime

from teikei.registry.models import Agreement, Institution, OrganizationalUnit
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.judgment_files import load_judgments
from teikei.registry.operations.kept import change, value_of
from teikei.registry.operations.ledger import Act
from teikei.rules.agreement import Exchange, Memorandum, Renewal, Term, Waiver

from .conftest import EXAMPLE

RECEIVED = datetime(2024, 6, 3, 1, 0, tzinfo=UTC)
LONG = {
    "ja": "国立大学法人連合附属地球環境変動観測予測国際共同利用研究推進機構総合データサイエンス教育研究センター" * 3,
    "en": "Universidade Federal Interestadual de Ciências, Tecnologias e Humanidades do Noroeste Setentrional " * 3,
    "one": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
}


def identify() -> None:
    """The partners' records, of the judgments of the example list."""
    path = EXAMPLE.with_suffix(".judgments.tsv")
    load_judgments(path.read_bytes(), path.name, at=RECEIVED)


def agree_on_exchanges(number: int = 4) -> None:
    """Give some agreements terms and a memorandum on students."""
    made = {}
    for index, row in enumerate(Agreement.objects.order_by("pk")[: number * 3 : 3]):
        value = value_of(AGREEMENTS, row.body)
        ours, theirs = value.parties[0].institution, value.parties[1].institution
        exchanges = (
            Exchange(sending=ours, receiving=theirs, places=2 + index, levels=(6, 7), languages=(("en", "B2"), ("fr", "B1"))),
            Exchange(sending=theirs, receiving=ours, places=3, field_note="理学", pool="共通枠"),
        )
        paper = Memorandum(id="m1", kind="student-exchange", title="学生交流に関する覚書", exchanges=exchanges, waiver=Waiver(at_most=2))
        terms = (Term(valid_from=date(2019, 4, 1), valid_to=date(date.today().year + 1, 9, 30)),)  # noqa: DTZ011
        # One of them ends, where nobody decides anything; the others go on.
        renewal = Renewal(kind="automatic", years=5, notice_months=6) if index else Renewal(kind="procedure", years=5)
        made[row.pk] = (None, replace(value, memoranda=(paper,), terms=terms, renewal=renewal, kinds=("学術交流協定",), contents=(1, 2)))
    change(AGREEMENTS, made, Act("revise", datetime.now(UTC), program="tests"))


def lengthen() -> None:
    """Give partners and units names that no page was laid out for."""
    for pk, name in zip(Institution.objects.filter(is_home=False).values_list("pk", flat=True), LONG.values(), strict=False):
        Institution.objects.filter(pk=pk).update(printed=name[:300])
    for pk, name in zip(OrganizationalUnit.objects.values_list("pk", flat=True), LONG.values(), strict=False):
        OrganizationalUnit.objects.filter(pk=pk).update(name=name[:300])
