"""What is searched for, and the filters that a result can be narrowed by."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

from teikei.search.folding import Word, words_of

Sort = Literal["best", "list", "partner", "newest", "oldest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
FacetName = Literal["region", "territory", "unit", "kind", "level", "contents", "in_force", "year", "places", "language"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)
YesNo = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What is searched for. Empty terms find every agreement.

    text: words, all of which must be found in an agreement's names, places, units, title or public documents. region, unit:
    ids; territory: ISO code; year: of conclusion. as_of: only those that hold on that day. in_force: whether it holds today.
    contents: one of the ministry's ten; places: whether students are exchanged under it; language: a tag of those asked for.
    """

    text: str = ""
    region: int | None = None
    territory: str | None = None
    unit: int | None = None
    year: int | None = None
    as_of: date | None = None
    kind: str | None = None
    level: str | None = None
    contents: int | None = None
    in_force: YesNo | None = None
    places: YesNo | None = None
    language: str | None = None

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the text, folded as the names are; all must match."""
        return words_of(self.text)

    def without(self, *names: FacetName) -> "Terms":
        """The same with these filters open."""
        opened: dict[str, Any] = dict.fromkeys(names)
        return replace(self, **opened)
