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
    repeated_institution_once: rows that name one institution again are further agreements, not further institutions.
    """

    institution_itself_once: bool = False
    oldest_date_only: bool = False
    repeated_institution_once: bool = False

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

    @property
    def institution_key(self) -> object:
        """What rows of one institution share."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What the rows give: institutions (counted rows, or what they name), rows that the list does not count, territories
    with a counted row.

    agreements is the number of agreements where every row is one, else None: then the rows prove no more than
    one for each counted row. counted is the number of counted rows, rows of all of them.
    """

    institutions: int
    uncounted: int
    territories: int
    agreements: int | None
    counted: int = -1
    rows: int = field(init=False)

    def __post_init__(self) -> None:
        if self.counted < 0:
            object.__setattr__(self, "counted", self.institutions)
        object.__setattr__(self, "rows", self.counted + self.uncounted)


def tally(rows: Iterable[CountableRow], rules: CountingRules) -> Tally:
    """Count rows as the seed's kind of list does: institutions are rows, territories are those with a counted row."""
    every = list(rows)
    counting = [row for row in every if row.counted]
    counted, uncounted = len(counting), len(every) - len(counting)
    territories = {row.territory_key for row in counting}
    names = {row.institution_key for row in counting} if rules.repeated_institution_once else ()
    agreements = None if rules.rows_roll_up else counted + uncounted
    institutions = len(names) if rules.repeated_institution_once else counted
    return Tally(institutions, uncounted, len(territories - {None}), agreements, counted)
