"""A small registry with two institutions of ours, their units in a tree, and agreements in every place."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.kept import add
from teikei.registry.operations.ledger import Act
from teikei.rules.agreement import Agreement, DocumentRef, Note, Party, PartyUnit
from teikei.rules.institution import Institution, Name, Parent, Unit

NOW = datetime(2024, 5, 1, 3, tzinfo=UTC)
PAPERS = tuple(
    DocumentRef(sha256=letter * 64, name=f"{visibility}.pdf", visibility=visibility)  # type: ignore[arg-type]
    for letter, visibility in (("a", "public"), ("b", "staff"), ("c", "unit"))
)


@dataclass(frozen=True)
class Places:
    """Numbers of all that was made. inner sits inside own; other is another unit of the same institution."""

    home: int
    elsewhere: int
    partner: int
    own: int
    inner: int
    other: int
    foreign: int  # a unit of the other institution of ours
    agreements: dict[str, int]


def named(text: str) -> tuple[Name, ...]:
    return (Name(text=text, language="ja"),)


def agreement(partner: int, home: int, *units: int, level: str = "unit", kinds: tuple[str, ...] = ()) -> Agreement:
    """A sound agreement of these units of ours with the partner."""
    ours = Party(institution=home, units=tuple(PartyUnit(unit=unit, role="responsible") for unit in units))
    return Agreement(
        level=level, parties=(ours, Party(institution=partner)), concluded_on="2015-04-01", kinds=kinds, documents=PAPERS,  # type: ignore[arg-type]
        notes=(Note(text="内密", by="hanako", at="2024-01-01T00:00:00+09:00", visibility="unit"),),
    )  # fmt: skip


def made_places() -> Places:
    act = Act("record", NOW)
    homes = [Institution(names=named(name), is_home=True) for name in ("本学", "分校大学")]
    home, elsewhere, partner = (
        row.pk for row in add(INSTITUTIONS, [*homes, Institution(names=named("ボン大学"), territories=("DE",))], act)
    )  # fmt: skip
    own, other, foreign = (
        row.pk
        for row in add(
            UNITS,
            [
                Unit(institution=home, names=named("工学部"), position=1),
                Unit(institution=home, names=named("理学部"), position=2),
                Unit(institution=elsewhere, names=named("医学部"), position=1),
            ],
            act,
        )
    )
    parents = (Parent(unit=own, valid_from=date(2010, 4, 1)),)
    inner = add(UNITS, [Unit(institution=home, names=named("電気工学科"), position=3, parents=parents)], act)[0].pk
    values = {
        "own": agreement(partner, home, own, kinds=("学術交流",)),
        "inner": agreement(partner, home, inner),
        "shared": agreement(partner, home, own, other),
        "other": agreement(partner, home, other, kinds=("学術交流",)),
        "university": agreement(partner, home, level="university"),
        "own-university": agreement(partner, home, own, level="university"),
        "foreign": agreement(partner, elsewhere, foreign),
    }
    rows = add(AGREEMENTS, list(values.values()), act)
    return Places(home, elsewhere, partner, own, inner, other, foreign, dict(zip(values, (row.pk for row in rows), strict=True)))


def renamed(value):
    """The same agreement under another title."""
    return replace(value, title="新")
