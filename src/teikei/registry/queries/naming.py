"""Institutions and units to choose from, found by a part of any name, in any script."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When

from teikei.names.folding import fold
from teikei.registry.keys import chunks
from teikei.registry.models import Institution, NameForm, OrganizationalUnit
from teikei.registry.permissions import Person, require
from teikei.registry.queries.publication import homes_kept

FOUND = 12


@dataclass(frozen=True, slots=True)
class FoundName:
    """One institution or unit: its name, another name by which it was found or is known, its territory."""

    id: int
    name: str
    also: str
    territory: str


def institutions_named(words: str, *, by: Person) -> list[FoundName]:
    """Institutions of which some name holds all the words; those that begin so first. Three queries."""
    require(by, "desk.open")
    folded = [word for part in words.split() if (word := fold(part))]
    if not folded:
        return []
    matching = Institution.objects.all()
    for word in folded:
        matching = matching.filter(Q(names__key__contains=word) | Q(judgment__record__name_en__icontains=word))
    whole = fold(words)
    rank = Case(When(key=whole, then=Value(0)), When(key__startswith=whole, then=Value(1)), default=Value(2), output_field=IntegerField())
    ids = list(matching.annotate(rank=rank).order_by("rank", "printed", "pk").values_list("pk", "rank").distinct()[:FOUND])
    rows = Institution.objects.filter(pk__in=[pk for pk, _ in ids]).select_related("judgment__record").prefetch_related("names").in_bulk()
    made = []
    for pk, _ in ids:
        row = rows[pk]
        record = row.judgment.record if row.judgment else None
        english = record.name_en if record else next((form.text for form in row.names.all() if form.language == "en"), "")
        met = next((form.text for form in row.names.all() if form.text != row.printed and whole in form.key), "")
        also = english if english and english != row.printed else met
        made.append(FoundName(pk, row.printed, also, row.territory_id or ""))
    return made


def units_named(institution: int, words: str, *, by: Person) -> list[FoundName]:
    """Units of an institution of which some name holds the words; without words all of them, in its own order."""
    require(by, "desk.open")
    matching = OrganizationalUnit.objects.filter(institution=institution)
    for word in (folded for part in words.split() if (folded := fold(part))):
        matching = matching.filter(Q(names__key__contains=word) | Q(name_en__icontains=word))
    rows = matching.order_by("closed_on", "position", "pk").distinct()[: FOUND * 5]
    return [FoundName(row.pk, row.name, row.name_en, "") for row in rows]


def home_institutions(*, by: Person) -> list[int]:
    """The institutions whose lists are kept here."""
    require(by, "desk.open")
    return [home.pk for home in homes_kept()]


def institutions_by_key(keys: Iterable[str], *, by: Person) -> dict[str, list[int]]:
    """The institutions of which some name folds to each key (registry.keys.name_key)."""
    require(by, "desk.open")
    found: dict[str, dict[int, None]] = {}
    for chunk in chunks(keys):
        for key, pk in NameForm.objects.filter(key__in=chunk).values_list("key", "institution_id"):
            found.setdefault(key, {})[pk] = None
    return {key: list(numbers) for key, numbers in found.items()}


def units_by_key(institution: int, key: str, *, by: Person) -> list[int]:
    """The units of an institution of which some name folds to the key."""
    require(by, "desk.open")
    return list(OrganizationalUnit.objects.filter(institution=institution, names__key=key).values_list("pk", flat=True).distinct())
