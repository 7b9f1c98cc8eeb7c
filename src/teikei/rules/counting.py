"""How a list counts and what its rows stand for: values of the list, used by checker and publisher alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol

Counted = Literal["territories", "institutions", "agreements"]


@dataclass(frozen=True, slots=True)
class CountingRules:
    """What a list says of itself in its legend (docs/reference/rules.md).

    institution_itself_once: where the institution itself has concluded an agreement, its units are not listed.
    oldest_date_only: of several agreements behind a row only the oldest date is printed.
    """

    institution_itself_once: bool = False
    oldest_date_only: bool = False

    @property
    def rows_roll_up(self) -> bool:
        """Whether a row may stand for several agreements, so that agreements cannot be recounted from rows."""
        return self.institution_itself_once or self.oldest_date_only


class CountableRow(Protocol):
    """What a tally needs to know of a printed row."""

    @property
    def counted(self) -> bool:
        """False where the list says that it does not count the row."""

    @property
    def territory_key(self) -> str | None:
        """What rows of one territory share: its code, or its printed label where the code is unknown."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What the rows give: counted rows, rows that the list does not count, territories with a counted row.

    agreements is the number of agreements where every row is one, else None: then the rows prove no more than
    one for each counted row. rows is all of them, counted or not.
    """

    institutions: int
    uncounted: int
    territories: int
    agreements: int | None
    rows: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", self.institutions + self.uncounted)


def tally(rows: Iterable[CountableRow], rules: CountingRules) -> Tally:
    """Count rows as the seed's kind of list does: institutions are rows, territories are those with a counted row."""
    counted = uncounted = 0
    territories: set[str | None] = set()
    for row in rows:
        if row.counted:
            counted += 1
            territories.add(row.territory_key)
        else:
            uncounted += 1
    agreements = None if rules.rows_roll_up else counted + uncounted
    return Tally(counted, uncounted, len(territories - {None}), agreements)
