"""Which printed rows agreements become, by the rules of a list, and what may be counted of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from teikei.names.bilingual import Text
from teikei.rules.agreement import Agreement, Level
from teikei.rules.counting import CountingRules
from teikei.rules.days import PartialDate

TotalName = Literal["rows", "institutions-rows", "institutions-distinct", "territories", "agreements", "uncounted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RollUpRules:
    """How a list makes rows of agreements. The defaults are the rules that the legend of a usual unit-level list states.

    level: which agreements the list is of; None: all. several_territories_uncounted: agreements whose partners sit in more
    than one territory get a row each, in a block that is not counted. The others are those of CountingRules.
    """

    institution_itself_once: bool = True
    oldest_date_only: bool = True
    several_territories_uncounted: bool = True
    repeated_institution_once: bool = False
    level: Level | None = "unit"

    @property
    def counting(self) -> CountingRules:
        """What of them an edition keeps and a checker reads from the legend."""
        return CountingRules(self.institution_itself_once, self.oldest_date_only, self.repeated_institution_once)

    @classmethod
    def of(cls, counting: CountingRules, *, level: Level | None = "unit", several_territories_uncounted: bool = True) -> "RollUpRules":
        """The rules of a list that was read."""
        return cls(
            institution_itself_once=counting.institution_itself_once,
            oldest_date_only=counting.oldest_date_only,
            repeated_institution_once=counting.repeated_institution_once,
            several_territories_uncounted=several_territories_uncounted,
            level=level,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRow:
    """One row and what stands behind it: ids of institutions, units and agreements.

    partners: the institutions as named; institutions: the ones that these are part of, or themselves. units: ours.
    concluded: the date that is printed. unsplit: agreements that came from a row which may stand for several.
    """

    partners: tuple[int, ...]
    partner_units: tuple[int, ...]
    institutions: tuple[int, ...]
    units: tuple[int, ...]
    concluded: PartialDate | None
    agreements: tuple[int, ...]
    unsplit: tuple[int, ...]
    territories: tuple[str, ...]
    counted: bool
    why: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A number that may lawfully be stated, how it is counted, and whether the list's rules choose it for its heading."""

    name: TotalName
    number: int
    stated: bool
    text: Text


def concerned(held: Sequence[tuple[int, Agreement]], *, home: int, rules: RollUpRules) -> tuple[tuple[int, Agreement], ...]:
    """Those of the list's level to which home is a party and somebody else too: what `roll_up` makes rows of."""
    raise NotImplementedError


def roll_up(
    held: Sequence[tuple[int, Agreement]],
    *,
    home: int,
    rules: RollUpRules,
    part_of: Mapping[int, int],
    territories: Mapping[int, tuple[str, ...]],
) -> tuple[PrintedRow, ...]:
    """The rows of a list of `home`. Every concerned agreement is in exactly one row; rows come in the order of `held`.

    held: agreements by id, as they are on the list's day (`held.on_day`). part_of: an institution that is an inner unit of
    another → that other. territories: where an institution sits (ISO 3166 codes); without an entry, where it is part of.
    """
    raise NotImplementedError


def totals(rows: Sequence[PrintedRow], rules: RollUpRules) -> tuple[Total, ...]:
    """The numbers that may be stated of rows, each with how it is counted."""
    raise NotImplementedError
