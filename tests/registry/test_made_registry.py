"""The registry that benches fill straight into the tables is one that the operations would have made."""

from django.utils.timezone import localdate

from bench import register
from teikei.registry.models import Agreement, AgreementKind, Deadline, Memorandum, Party, Span
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import refresh


def derived() -> dict[str, list[tuple[object, ...]]]:
    columns = ("pk", "level", "title", "concluded_on", "precision", "valid_to", "closed_on", "afterwards")
    tables = {AgreementKind: ("kind",), Deadline: ("kind", "due_on"), Memorandum: ("local", "kind"), Party: ("institution", "units"), Span: ("valid_from", "valid_to", "basis")}  # fmt: skip
    found = {"Agreement": sorted(map(repr, Agreement.objects.values_list(*columns, "territories")))}
    return found | {table.__name__: sorted(map(repr, table.objects.values_list("agreement", *names))) for table, names in tables.items()}


def test_what_hangs_on_its_agreements_is_what_their_values_say(db, monkeypatch) -> None:
    for name, number in {"HOMES": 5, "PARTNERS": 60}.items():
        monkeypatch.setattr(register, name, number)
    register.fill(300)
    filled = derived()
    assert {name: len(rows) > 30 for name, rows in filled.items()} == dict.fromkeys(filled, True)
    refresh(AGREEMENTS, Agreement.objects.values_list("pk", flat=True), localdate())
    assert derived() == filled
