"""Rows and lines that state a total: of the list, or of the region or territory that they close."""

import re
import unicodedata

from teikei.lists.layout.content import LONGEST_CELL, is_sum
from teikei.lists.layout.counts import Sum
from teikei.lists.layout.headings import Headings
from teikei.lists.layout.words import counts_in, is_number_behind, whole_number
from teikei.lists.located import Row
from teikei.lists.model import Role
from teikei.rules.counting import Counted

_SUM_WORDS = re.compile(
    r"^[\s(（]*(合計|総計|小計|総数|累計|計|以上|総勢|sub-?\s?total|grand total|total|altogether|overall|in all)[\s:：)）]*(.*)$",
    re.IGNORECASE | re.DOTALL,
)


# Under the heads of these columns a total's number counts rows.
_COUNTED_UNDER = frozenset(("region", "territory", "institution", "institution_alt", "number", "units", "concluded_on", "valid_to"))


def _is_count(text: str) -> bool:
    return len(text) <= 60 and (bool(counts_in(text)) or whole_number(text) is not None)


class Totals(Headings):
    """The part of the interpreter that knows totals."""

    def _is_sum_row(self, cells: tuple[str, ...], filled: list[int]) -> bool:
        """Whether a row is a total; a total right under a region's label is the region's own number."""
        if len(filled) == 1 and self.begins_region:
            return False
        first, text = cells[filled[0]], ": ".join(cells[index] for index in filled[:2])
        late = bool(self.entries) and first not in self.said and len(filled) < 3 and is_number_behind(text)
        return late or is_sum(first) or (self._says_sum(first) and all(map(_is_count, (cells[index] for index in filled[1:]))))

    def _states_in_pairs(self, row: Row, filled: list[int]) -> bool:
        """Whether a row above the list says number after number, each behind what it counts: 国・地域数 | 12 | 大学数 | 36."""
        if self.entries or len(filled) < 4 or len(filled) % 2:
            return False
        pairs = [f"{row.cells[label]}: {row.cells[number]}" for label, number in zip(filled[::2], filled[1::2], strict=True)]
        counts = [counts_in(pair) for pair in pairs]
        if not all(counts):
            return False
        for pair, found in zip(pairs, counts, strict=True):
            self._state(row, pair, found)
        return True

    @staticmethod
    def _says_sum(text: str) -> bool:
        """Whether a cell states a total: 合計 12件, 計12."""
        if len(text) > 60 or not (match := _SUM_WORDS.match(unicodedata.normalize("NFKC", text))) or not match[2]:
            return False
        return bool(counts_in(match[2])) or whole_number(match[2]) is not None

    def _sums_something_else(self, row: Row, index: int) -> bool:
        """Whether a bare number of a total stands under a head that is neither a row's own nor a count: places, signs, students."""
        if self.table is None or whole_number(row.cells[index]) is None or index >= self.table.width:
            return False
        return self.table.field_of().get(index) not in _COUNTED_UNDER

    def _sum_row(self, row: Row, filled: list[int]) -> Role:
        """A total: of the list, or of the region or territory that it closes. What it counts is settled at the end."""
        first = row.cells[filled[0]]
        if is_number_behind(whole := ": ".join(row.cells[index] for index in filled)):
            first, filled = whole, []
        match = _SUM_WORDS.match(unicodedata.normalize("NFKC", first))
        word = match[1] if match else first
        texts = [match[2]] if match and match[2] else [first] if not filled else []
        others = [index for index in filled[1:] if not self._sums_something_else(row, index)]
        texts += [row.cells[index] for index in others if len(row.cells[index]) <= LONGEST_CELL]
        for text in texts:
            if self.counts_only:
                break  # its columns count what no row of this file shows
            counts: list[tuple[Counted | None, int | None, str]] = [*counts_in(text)]
            if not counts and (number := whole_number(text)) is not None:
                counts = [(None, number, text)]
            self.sums += [Sum(word, of, value, words, row, len(self.entries), self.region, self.heading) for of, value, words in counts]
        return "totals"
