"""Heads of tables that stand on two rows."""

from collections.abc import Sequence

from teikei.lists.layout.content import shares
from teikei.lists.layout.values import read_date
from teikei.lists.layout.words import columns_of, head_fields, is_kind_like
from teikei.lists.located import Row

# Fields whose values nothing else looks like.
_PLAIN = ("number", "concluded_on", "territory")


def is_second_head(row: Row, below: Row) -> bool:
    """Whether the row below goes on with the head: it has heads of its own under a wide head or beside tall ones."""
    filled = [cell for cell in below.cells if cell]
    if not filled:
        return False  # an empty row may have no cell at all: <tr></tr>
    wide = any(span.columns > 1 and not span.above for span in row.spans)
    tall = any(span.rows > 1 and not span.above for span in row.spans)
    within = bool(row.cells[0]) and not below.cells[0] and len(filled) < sum(map(bool, row.cells))
    gaps = not all(row.cells) and not all(below.cells)
    if not (wide or tall) and _fills_the_gaps(row.cells, below.cells):
        return not any(map(str.isdigit, "".join(filled)))
    if not (wide or tall or gaps) or (not (wide or tall or within) and columns_of(below.cells)):
        return False
    known = sum(bool(head_fields(cell)) for cell in filled)
    return 2 * known >= len(filled) and all((read := read_date(cell)).problem == "unread" or read.kinds for cell in filled)


def is_unknown_head(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a table's first row is its head, though in words not known: in two columns and more it says nothing of what all below it say.

    Nothing is numbers that rise, days or territories.
    """
    if len(below) < 3 or not all(cells) or any(map(str.isdigit, "".join(cells))):
        return False
    columns = [[row[index] for row in below if index < len(row)] for index in range(len(cells))]
    known = [(index, name) for index, column in enumerate(columns) for name in _PLAIN if shares(column).get(name) == 1.0]
    own = [shares([cells[index]]).get(name) for index, name in known]
    return len({index for index, _ in known}) > 1 and not any(own)


def letters_of(cells: Sequence[str]) -> str:
    """All that the cells hold, without blanks."""
    return "".join("".join(cells).split())


def _fills_the_gaps(upper: tuple[str, ...], lower: tuple[str, ...]) -> bool:
    """Whether heads stand below just where the upper row has a head with blanks behind it, and nowhere else (CSV has no spans)."""
    if len(upper) != len(lower) or not upper[0] or all(upper):
        return False
    wide = [not over or (index + 1 < len(upper) and not upper[index + 1]) for index, over in enumerate(upper)]
    return wide == [bool(under) for under in lower]


def two_rows(row: Row, below: Row) -> tuple[str, ...]:
    """The heads of two rows as one: a wide head speaks for each of those under it."""
    width = max(len(row.cells), len(below.cells))
    upper = [*row.cells, *([""] * (width - len(row.cells)))]
    for span in row.spans:
        if span.columns > 1 and not span.above:
            for index in range(span.cell + 1, min(span.cell + span.columns, width)):
                upper[index] = upper[index] or upper[span.cell]
    lower = [*below.cells, *([""] * (width - len(below.cells)))]
    heads: list[str] = []
    wide = ""
    spanned = any(span.columns > 1 for span in row.spans)
    several = {head for index, head in enumerate(upper[:-1]) if upper[index + 1] in ("", head) and lower[index] and lower[index + 1]}
    for over, under in zip(upper, lower, strict=True):
        # Where no cell is said to be wide, a head with blanks after it and heads under them is.
        wide = over or (wide if under and not spanned else "")
        if not (wide and under) or over == under:
            heads.append(over or under)
        else:
            joined = f"{wide}{under}" if not under.isascii() else f"{wide} {under}"
            own = head_fields(under)
            # 部局 under 相手機関 is the partner's; what says for itself what it is needs no wide head.
            # A kind under 協定種別, with others beside it, is the head of its own signs.
            named = (own and "units" not in own) or (wide in several and head_fields(wide) == ("kinds",))
            if not own and head_fields(wide) == ("concluded_on",) and is_kind_like(under):
                joined = f"{under}{wide}" if not wide.isascii() else f"{under} {wide}"  # 学生交流 under 締結年月日
            if not own and head_fields(wide) == ("units",):
                joined = f"{wide}\n{under}"  # 文 under 担当部局: one of our units, with signs below it
            heads.append(under if named else joined if head_fields(joined) else under if own else over or under)
    return tuple(heads)
