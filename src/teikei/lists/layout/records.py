"""Records that stand over several lines: "key: value" lines, and cells that follow each other line by line."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from statistics import median
from typing import NamedTuple

from teikei.lists.layout.content import is_date_like, is_institution_like, is_our_unit_like, is_territory
from teikei.lists.layout.fitting import align
from teikei.lists.layout.lineends import CJK
from teikei.lists.layout.values import two_languages, without_link_words
from teikei.lists.layout.words import columns_of, counts_within, head_fields, is_region_name, label_and_count, says_its_day, without_bullet
from teikei.lists.located import Row
from teikei.lists.model import Decision
from teikei.names.bilingual import Text
from teikei.rules.days import find_days

_KEYED = re.compile(r"^[・●■◆◇○*\-\s]*([^:：]{1,30}?)\s*[:：]\s*(.*)$", re.DOTALL)
# What a list is like shows in so many rows.
BEGINNING = 400
_NOTE = re.compile(r"^[※*＊注]")


class Records(NamedTuple):
    """Rows made of records, the positions of each one's lines in the document, and the decision to read them so."""

    rows: list[Row]
    at: list[tuple[int, ...]]
    decision: Decision


def keyed_records(rows: Sequence[Row]) -> Records | None:
    """Records whose every value has its head before it: 大学名：ボン大学. None where the rows are not such."""
    if sum(pair is not None and pair[0] == "institution" for pair in map(pair_of, rows[:BEGINNING])) < 2:
        return None
    found = [pair_of(row) for row in rows]
    found = [None if pair and pair[0] == "stated_count" else pair for pair in found]
    known = [pair for pair in found if pair and pair[0] != pair[1]]
    institutions = sum(pair[0] == "institution" for pair in known)
    if institutions < 2 or 2 * len(known) < 3 * institutions:
        return None
    # A head that is not known, or not read, is one all the same where several records have it.
    often = Counter(pair[1] for pair in found if pair)
    often_enough = min(3, institutions)
    pairs = [pair if pair and (pair[0] != pair[1] or head_fields(pair[1]) or often[pair[1]] >= often_enough) else None for pair in found]
    if 2 * sum(pair is not None for pair in pairs) < sum(any(row.cells) for row in rows):
        return None
    fields = tuple(dict.fromkeys(pair[0] for pair in pairs if pair))
    heads = {pair[0]: pair[1] for pair in reversed(pairs) if pair}
    made = Made(fields)
    first = next(position for position, pair in enumerate(pairs) if pair)
    for position, (row, pair) in enumerate(zip(rows, pairs, strict=True)):
        if position == first:
            # The heads stand nowhere by themselves: a row of them, which is no line of the file, begins the table.
            made.rows.append(Row(row.line, tuple(heads[name] for name in fields), "", row.page, row.sheet, False))
            made.at.append(())
        if pair is None:
            made.close()
            made.rows.append(row)
            made.at.append((position,))
            continue
        if pair[0] in made.values:
            made.close()
        made.add(pair[0], pair[2], row, position)
    made.close()
    why = Text("each value has its head before it", "値の前に見出しが付いています")
    return Records(made.rows, made.at, Decision("records", "keyed lines", 0.9, why))


def pair_of(row: Row) -> tuple[str, str, str] | None:
    """The field, the head as printed, and the value of a line that says one value of a record.

    A head that is not known, or not read, stands for its own field.
    """
    filled = [cell for cell in row.cells if cell]
    if len(filled) == 2 and len(row.cells) == 2:
        key, value = filled
    elif len(filled) == 1 and (match := _KEYED.match(filled[0])):
        key, value = match[1], match[2]
    else:
        return None
    fields = head_fields(key)
    if len(fields) > 1 or (len(filled) == 2 and (head_fields(value) or not fields)):
        return None
    return (fields[0] if fields and fields[0] != "-" else key), key, value.strip()


def block_records(rows: Sequence[Row]) -> Records | None:
    """Records of one value a line, with blank lines between them and no heads. None where the rows are not such."""
    if any(sum(map(bool, row.cells)) > 1 for row in rows):
        return None
    blocks: list[list[int]] = [[]]
    for position, row in enumerate(rows):
        if any(row.cells):
            blocks[-1].append(position)
        elif blocks[-1]:
            blocks.append([])
    whole = [block for block in blocks if 1 < len(block) <= _MOST_LINES and _is_record([text_of(rows[at]) for at in block])]
    if len(whole) < 3 and not _are_alike([[text_of(rows[at]) for at in block] for block in whole]):
        return None
    if 2 * sum(map(len, whole)) < sum(map(len, blocks)):
        return None
    # A record without its date is one all the same among the others: its lines all name institutions or units.
    longest = max(map(len, whole))
    whole += [
        block for block in blocks if block not in whole and 1 < len(block) <= longest and _names_alone([text_of(rows[at]) for at in block])
    ]
    first = {block[0]: block for block in whole}
    inside = {at for block in whole for at in block[1:]}
    usual = Counter(_kinds([text_of(rows[at]) for at in block]) for block in whole).most_common(1)[0][0]
    made: list[Row] = []
    at: list[tuple[int, ...]] = []
    for position, row in enumerate(rows):
        if position in inside:
            continue
        block = first.get(position, [position])
        if len(block) > 1:
            row = _row_of([rows[each] for each in block], usual)
        made.append(row)
        at.append(tuple(block))
    why = Text("blocks of lines, each line a value, with blank lines between them", "空行で区切られた、1行に1項目の並びです")
    return Records(made, at, Decision("records", "blocks of lines", 0.7, why))


_MOST_LINES = 16


def _row_of(lines: list[Row], usual: tuple[str, ...]) -> Row:
    """The row that the lines of one record make, each value in the place where most records have its like."""
    cells = tuple(map(text_of, lines))
    numbers = [line.line for line in lines]
    if places := _within(cells, usual):
        numbers = [lines[0].line] * len(usual)
        padded = [""] * len(usual)
        for place, line, cell in zip(places, lines, cells, strict=True):
            padded[place], numbers[place] = cell, line.line
        cells = tuple(padded)
    return lines[0]._replace(cells=cells, raw="\n".join(line.raw for line in lines), tabbed=False, lines=tuple(numbers))


_LOOKS: Mapping[str, Callable[[str], bool]] = {
    "day": is_date_like,
    "place": is_territory,
    "unit": is_our_unit_like,
    "name": is_institution_like,
}


def _kinds(cells: Sequence[str]) -> tuple[str, ...]:
    """What each line of a record looks like."""
    return tuple(next((kind for kind, like in _LOOKS.items() if like(cell)), "") for cell in cells)


def _within(cells: Sequence[str], usual: tuple[str, ...]) -> list[int] | None:
    """Where the lines of a record that lacks some stand among the usual ones; None unless there is just one way."""
    if len(cells) >= len(usual):
        return None

    def fits(way: tuple[int, ...]) -> bool:
        return all(usual[at] in _LOOKS and _LOOKS[usual[at]](cell) for at, cell in zip(way, cells, strict=True))

    ways = [way for way in combinations(range(len(usual)), len(cells)) if fits(way)]
    return list(ways[0]) if len(ways) == 1 else None


def text_of(row: Row) -> str:
    """The first text of a row: all that a line holds which is not cut into cells."""
    return next((cell for cell in row.cells if cell), "")


def _is_record(lines: list[str]) -> bool:
    """Whether lines are the values of one record: a date, or a territory with a partner's name, and no part of the list's head."""
    if any(_ends_in_day(line) and is_institution_like(line) for line in lines):
        return False  # each of its lines is a record
    if sum(without_bullet(line) != line for line in lines) > 1 or _names_several(lines):
        return False
    dates = [line for line in lines if is_date_like(line)]
    named = len(dates) < len(lines) and bool(dates)
    placed = any(map(is_territory, lines)) and any(map(is_institution_like, lines))
    return (named or placed) and not _says_of_the_list([line for line in lines if line not in dates]) and not any(map(says_its_day, lines))


def _names_several(lines: list[str]) -> bool:
    """Whether a country stands over two names and no date: a heading with its rows, unless one is a unit or says the other in another script."""
    names = [line for line in lines if is_institution_like(line) and not is_territory(line)]
    if len(names) < 2 or not is_territory(lines[0]) or any(map(is_date_like, lines)):
        return False
    return not any(map(is_our_unit_like, names)) and len({bool(CJK.search(name)) for name in names}) == 1


def _are_alike(blocks: list[list[str]]) -> bool:
    """Whether two blocks have their days and territories on the same of three lines and more: so few are records only then."""
    shown = {tuple((is_date_like(line), is_territory(line)) for line in block) for block in blocks}
    return len(blocks) == 2 and len(shown) == 1 and len(blocks[0]) > 2 and all(any(map(is_date_like, block)) for block in blocks)


def _says_of_the_list(lines: list[str]) -> bool:
    return any(head_fields(line) or counts_within(line) for line in lines)


def _names_alone(lines: list[str]) -> bool:
    """Whether every line of a block names an institution or, beside one, a unit of ours, and none says something of the list."""
    named = [is_institution_like(line) for line in lines]
    if not any(named) or not all(like or is_our_unit_like(line) for like, line in zip(named, lines, strict=True)):
        return False
    return not _says_of_the_list(lines) and not any(map(says_its_day, lines))


class Made:
    """The rows made so far, and the record that is being put together."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        self.rows: list[Row] = []
        self.at: list[tuple[int, ...]] = []
        self.values: dict[str, tuple[str, Row]] = {}
        self.lines: list[Row] = []
        self.positions: list[int] = []

    def add(self, name: str, value: str, row: Row, position: int) -> None:
        """One more value of the record; a second line for a field goes on with the first."""
        before = self.values.get(name)
        self.values[name] = (f"{before[0]} {value}" if before else value, before[1] if before else row)
        if position not in self.positions:
            self.lines.append(row)
            self.positions.append(position)

    def close(self) -> None:
        """The record is whole: make a row of it."""
        if not self.values:
            return
        first = self.lines[0]
        cells = tuple(self.values[name][0] if name in self.values else "" for name in self.fields)
        places = tuple(self.values[name][1].line if name in self.values else first.line for name in self.fields)
        raw = "\n".join(line.raw for line in self.lines)
        self.rows.append(Row(first.line, cells, raw, first.page, first.sheet, False, table=first.table, lines=places))
        self.at.append(tuple(self.positions))
        self.values, self.lines, self.positions = {}, [], []


def stream_records(rows: Sequence[Row]) -> Records | None:
    """Records whose cells go on from line to line under a head. None where rows have their cells beside each other.

    A record begins at the line that names an institution, or the territory before it, once the one before has its own.
    """
    found = _head(rows)
    if found is None or rows[0].sheet is not None:
        return None
    start, end, heads = found
    body = [row for row in rows[end : end + 2 * BEGINNING] if any(row.cells)]
    fields = [head_fields(head) for head in heads]
    known = [index for index, names in enumerate(fields) if names]
    if len(known) < 3 or len(body) < 6:
        return None
    if median(len(row.cells) for row in body[:400]) > len(heads) / 2:
        return None
    filled = [sum(map(bool, row.cells)) for row in body[:400]]
    dated = sum(any(map(_ends_in_day, row.cells)) for row in body[:400])
    if median(filled) > len(known) / 2 or max(filled) >= len(known) or dated > 0.7 * len(filled):
        return None
    columns = {index: names or fields[max((k for k in known if k < index), default=known[0])] for index, names in enumerate(fields)}
    made = Made(tuple(dict.fromkeys("+".join(fields[index]) for index in known)))
    for position, row in enumerate(rows[:start]):
        made.rows.append(row)
        made.at.append((position,))
    heads_by = {"+".join(fields[index]): heads[index] for index in reversed(known)}
    first = rows[start]
    made.rows.append(
        Row(first.line, tuple(heads_by[name] for name in made.fields), first.raw, first.page, first.sheet, False, table=first.table)
    )
    made.at.append(tuple(range(start, end)))
    _gather(rows, end, made, columns)
    why = Text("cells follow each other line by line under the head", "見出しの項目が行を改めて続いています")
    return Records(made.rows, made.at, Decision("records", "over several lines", 0.8, why))


def _head(rows: Sequence[Row]) -> tuple[int, int, tuple[str, ...]] | None:
    """Where the head stands: on one line cut into cells, or one head a line. Start, end, heads."""
    for index, row in enumerate(rows[:200]):
        if len([cell for cell in row.cells if cell]) > 2:
            if columns_of(row.cells):
                return index, index + 1, row.cells
            continue
        end = index
        while end < len(rows) and len(filled := [cell for cell in rows[end].cells if cell]) == 1 and len(head_fields(filled[0])) == 1:
            end += 1
        if end - index >= 3:
            heads = tuple(next(cell for cell in row.cells if cell) for row in rows[index:end])
            if columns_of(heads):
                return index, end, heads
    return None


def _ends_in_day(cell: str) -> bool:
    if is_date_like(cell):
        return True
    plain = unicodedata.normalize("NFKC", cell)
    days = find_days(plain)
    return bool(days) and not plain[days[-1].end :].strip(" ()*※")


def _gather(rows: Sequence[Row], end: int, made: Made, columns: dict[int, tuple[str, ...]]) -> None:
    """Lines into records, records into rows; lines that belong to none stay as they are."""
    record: list[tuple[str, int]] = []

    def finish() -> None:
        if not record:
            return
        cells = [cell for cell, _ in record]
        placed = _placed(cells, columns)
        if placed is None:
            for position in dict.fromkeys(position for _, position in record):
                made.rows.append(rows[position])
                made.at.append((position,))
        else:
            for (cell, position), index in zip(record, placed, strict=True):
                made.add("+".join(columns[index]), cell, rows[position], position)
            made.close()
        record.clear()

    for position in range(end, len(rows)):
        row = rows[position]
        filled = [without_link_words(cell) for cell in row.cells if cell]
        alone = len(filled) == 1 and (is_region_name(label_and_count(filled[0])[0]) or _NOTE.match(filled[0]))
        if not filled or alone:
            if alone:
                finish()
            made.rows.append(row)
            made.at.append((position,))
            continue
        if record and any(map(_begins, filled)) and any(_is_partner(cell) for cell, _ in record):
            finish()
        record += [(cell, position) for cell in filled]
    finish()


def _begins(cell: str) -> bool:
    return is_territory(cell) or _is_partner(cell)


def _is_partner(cell: str) -> bool:
    """Whether a cell names an institution that is not one of our units with its date."""
    if _ends_in_day(cell):
        return False
    both = two_languages(cell)
    return is_institution_like(cell) and not is_our_unit_like(both[0] if both else cell)


def _placed(cells: list[str], columns: dict[int, tuple[str, ...]]) -> list[int] | None:
    """The columns of a record's cells: cells that repeat a column's kind beyond its place share it."""
    found = align(cells, columns, leftmost=True)
    return found[0] if found and found[1] >= 3 else None
