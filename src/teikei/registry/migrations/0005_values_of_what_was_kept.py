"""Registries that were filled before values were kept whole: each agreement, institution and unit gets its value and its
first line in the ledger, from what the tables say.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import migrations
from django.utils import timezone

from teikei.registry.keys import chunks, language_of, name_key
from teikei.registry.operations.kept import text_of
from teikei.registry.operations.ledger import FIRST, line_hash
from teikei.rules import agreement as values
from teikei.rules.days import PartialDate
from teikei.rules.held import spans
from teikei.rules.institution import Institution, Name, Unit
from teikei.rules.terms import AUTO_RENEW

Valued = tuple[str, int, str]  # kind, number, value in canonical JSON

_DIGITS = {"day": 10, "month": 7, "year": 4}


def fill(apps: Any, _schema_editor: Any) -> None:
    at = timezone.now()
    lines = [*_institutions(apps), *_units(apps), *_agreements(apps)]
    _enter(apps, lines, at)


def _institutions(apps: Any) -> Iterator[Valued]:
    table, forms = apps.get_model("registry", "Institution"), apps.get_model("registry", "NameForm")
    names: dict[int, list[Name]] = defaultdict(list)
    for form in forms.objects.order_by("institution_id", "pk"):
        names[form.institution_id].append(
            Name(text=form.text, language=form.language, kind=form.kind, used_from=form.used_from, used_to=form.used_to)
        )
        form.key = name_key(form.text)
        form.save(update_fields=["key"])
    lands: dict[int, dict[str, None]] = defaultdict(dict)
    parties = apps.get_model("registry", "Party").objects.filter(institution__is_home=False)
    for institution, code in parties.order_by("pk").values_list("institution_id", "agreement__territories__code"):
        if code:
            lands[institution][code] = None
    for row in table.objects.order_by("pk"):
        own = names[row.pk]
        first = [name for name in own if name.text == row.printed] or [Name(text=row.printed, language=language_of(row.printed))]
        territories = (row.territory_id,) if row.territory_id else tuple(lands[row.pk])
        value = Institution(names=(*first, *(n for n in own if n not in first)), territories=territories, is_home=row.is_home)
        yield _valued("institution", row, value)


def _units(apps: Any) -> Iterator[Valued]:
    names = apps.get_model("registry", "UnitName")
    for row in apps.get_model("registry", "OrganizationalUnit").objects.order_by("pk"):
        language = language_of(row.name)
        names.objects.create(unit=row, text=row.name, key=row.key, language=language)
        yield _valued(
            "unit", row, Unit(institution=row.institution_id, names=(Name(text=row.name, language=language),), position=row.position)
        )


def _agreements(apps: Any) -> Iterator[Valued]:
    party = apps.get_model("registry", "Party")
    units: dict[int, list[values.PartyUnit]] = defaultdict(list)
    sides: dict[int, list[values.Party]] = defaultdict(list)
    for pk, unit in party.units.through.objects.order_by("pk").values_list("party_id", "organizationalunit_id"):
        units[pk].append(values.PartyUnit(unit=unit))
    for row in party.objects.order_by("agreement_id", "position"):
        sides[row.agreement_id].append(values.Party(institution=row.institution_id, units=tuple(units[row.pk])))
    agreement, span = apps.get_model("registry", "Agreement"), apps.get_model("registry", "Span")
    entries: dict[int, list[int]] = defaultdict(list)
    link = agreement.entries.through.objects.order_by("entry__edition__as_of", "entry_id")
    for pk, entry in link.values_list("agreement_id", "entry_id"):
        entries[pk].append(entry)
    for row in agreement.objects.order_by("pk"):
        value = _value(row, tuple(sides[row.pk]), tuple(entries[row.pk]))
        held = [span(agreement=row, valid_from=one.valid_from, valid_to=one.valid_to, basis=one.basis) for one in spans(value)]
        span.objects.bulk_create(held)
        yield _valued("agreement", row, value)


def _value(row: Any, parties: tuple[values.Party, ...], entries: tuple[int, ...]) -> values.Agreement:
    """What a list said of an agreement: as `operations.agreements` reads it from a row."""
    printed = row.concluded_on.isoformat()[: _DIGITS[row.precision]] if row.concluded_on else ""
    begins_on = PartialDate.fromisoformat(printed).first if printed else None
    try:
        ends_on = date.fromisoformat(row.valid_to)
    except ValueError:
        ends_on = None
    terms = (values.Term(valid_from=begins_on, valid_to=ends_on),) if begins_on and ends_on and begins_on <= ends_on else ()
    return values.Agreement(
        level=row.level, parties=parties, concluded_on=printed, terms=terms,
        renewal=values.Renewal(kind="automatic" if row.valid_to == AUTO_RENEW else "unknown"), entries=entries, rolled_up=row.rolled_up,
        listed_end=row.valid_to,
    )  # fmt: skip


def _valued(kind: str, row: Any, value: object) -> Valued:
    row.body, row.version = text_of(value), 1
    row.save(update_fields=["body", "version"])
    return kind, row.pk, row.body


def _enter(apps: Any, lines: Iterable[Valued], at: datetime) -> None:
    change, chain = apps.get_model("registry", "Change"), apps.get_model("registry", "Chain")
    end, made = chain(pk=1, length=0, sha256=FIRST), []
    for kind, subject, after in lines:
        end.length += 1
        line = change(
            position=end.length, at=at, who="teikei-admin", operation="migrate", kind=kind, subject=subject, version=1, batch="migrate",
            after=after, previous=end.sha256,
        )  # fmt: skip
        line.sha256 = end.sha256 = line_hash(line)
        made.append(line)
    for part in chunks(made):
        change.objects.bulk_create(part)
    end.save(force_insert=True)


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_agreements_kept_in_time")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
