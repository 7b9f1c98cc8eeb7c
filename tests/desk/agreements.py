"""Agreements made for tests of the desk: a home with units, partners, and what is agreed with them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.utils import timezone

from teikei.registry.models import Institution, OrganizationalUnit, Territory
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.kept import add
from teikei.registry.operations.ledger import Act
from teikei.registry.operations.territories import ensure_territories
from teikei.rules import institution as named
from teikei.rules.agreement import Agreement, Party, PartyUnit, Renewal, Term
from teikei.rules.institution import Name


class World(NamedTuple):
    """A home institution with three units, and two partners, one with a unit."""

    home: int
    science: int
    letters: int
    medicine: int
    chiang_mai: int
    orleans: int
    faculty: int


def made_world() -> World:
    ensure_territories()
    act = Act("test", datetime(2024, 1, 1, tzinfo=UTC))
    assert Territory.objects.filter(pk__in=["TH", "FR"]).count() == 2
    institutions = [
        named.Institution(names=(Name(text="本学", language="ja"), Name(text="Our University", language="en")), is_home=True),
        named.Institution(
            names=(Name(text="チェンマイ大学", language="ja"), Name(text="Chiang Mai University", language="en")), territories=("TH",)
        ),
        named.Institution(names=(Name(text="Université d'Orléans", language="fr"),), territories=("FR",)),
    ]
    home, thai, french = (row.pk for row in add(INSTITUTIONS, institutions, act))
    units = [
        named.Unit(institution=home, names=(Name(text=text, language="ja"),), position=position)
        for position, text in enumerate(("理学部", "文学部", "医学部"), 1)
    ]
    units.append(named.Unit(institution=thai, names=(Name(text="理学研究科", language="ja"),), position=1))
    science, letters, medicine, faculty = (row.pk for row in add(UNITS, units, act))
    return World(home, science, letters, medicine, thai, french, faculty)


def made_agreement(world: World, **changes: Any) -> Agreement:
    """One with Chiang Mai, of the faculty of science, five years from 2015 on, renewed automatically."""
    value = Agreement(
        level="unit",
        parties=(
            Party(institution=world.home, units=(PartyUnit(unit=world.science, role="responsible"),)),
            Party(institution=world.chiang_mai),
        ),
        concluded_on="2015-11-09",
        title="学術交流協定",
        terms=(Term(valid_from=date(2015, 11, 9), valid_to=date(2020, 11, 8)),),
        renewal=Renewal(kind="automatic", years=5, notice_months=6),
    )
    return replace(value, **changes)


def kept(*values: Agreement) -> list[int]:
    """Keep them; their numbers."""
    return [row.pk for row in add(AGREEMENTS, values, Act("record", timezone.now(), program="tests"))]


def names() -> tuple[set[str], set[str]]:
    """The printed names of all institutions and units."""
    return set(Institution.objects.values_list("printed", flat=True)), set(OrganizationalUnit.objects.values_list("name", flat=True))
