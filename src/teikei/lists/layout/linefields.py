"""The fields of lines in which values stand without separators: from the lines themselves, where no head or half a head names them."""

import re
from collections.abc import Sequence

from teikei.lists.layout.content import is_institution_like, kind_at
from teikei.lists.layout.glued import DATES, NUMBER_BEFORE, Habits, is_place, same_length, split
from teikei.lists.layout.words import label_and_count, says_its_day, without_bullet

# So many rows are a habit.
_FEW = 3
_DASH = re.compile(r"\s[–—-]\s+|:\s+")
_ENDS_SENTENCE = (".", "。", ":", "：", "!", "?")


def fields_of_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """The fields that most lines show in one order, where no head names them; empty where they are not a list's rows.

    A list's row names an institution, and with it a date, or a territory at either end.
    """
    headed = sum(is_place(same_length(without_bullet(line.strip())), "territory") for line in lines[:300]) > 1
    lines = bulleted_rows(lines) or lines
    looked = [same_length(without_bullet(line.strip())) for line in lines if line.strip()][:300]
    rows = [line for line in looked if is_institution_like(line) and not line.endswith("。")]  # a report of visits has days and names too
    headings = sum(is_place(line, "territory") or is_place(line, "region") for line in looked)
    if len(rows) < _FEW or 2 * len(rows) < len(looked) - headings:
        return ()

    def share(name: str, fields: tuple[str, ...]) -> float:
        return sum(name in split(row, fields).parts for row in rows) / len(rows)

    number = share("number", ("number", "institution")) > 0.8
    lead = ("number",) if number else ()
    dated = share("concluded_on", ("institution", "concluded_on")) > 0.5
    until = share("valid_to", ("institution", "concluded_on", "valid_to")) > 0.5
    kinded = 2 * sum(any(kind_at(row[dash.end() :]) for dash in _DASH.finditer(row)) for row in rows) > len(rows)
    tail = (*(("kinds",) if kinded else ()), *(("concluded_on",) if dated else ()), *(("valid_to",) if until else ()))
    first = not dated and not until and share("concluded_on", (*lead, "concluded_on", "institution")) > 0.5
    lead = (*lead, "concluded_on") if first else lead
    before = share("territory", (*lead, "territory", "institution", *tail))
    after = share("territory", (*lead, "institution", "territory", *tail))
    if before > 0.1 and before >= after:
        lead = (*lead, "territory")
    elif after > 0.5:
        tail = ("territory", *tail)
    elif not (dated or first or headed or until):
        return ()
    return (*lead, "institution", *tail)


def bulleted_rows(lines: Sequence[str]) -> list[str]:
    """The lines that begin with the sign of a list, where most of them name institutions: then no line of prose is a row.

    Empty where so few are bulleted that this is no habit, and where every line with an institution's name has no sign.
    """
    bulleted = [line for line in lines if begins_with_bullet(line)]
    named = sum(map(is_institution_like, bulleted))
    return bulleted if named >= _FEW and 2 * named > len(bulleted) and not any(map(_is_row_without_sign, lines)) else []


def begins_with_bullet(line: str) -> bool:
    """Whether a line begins with the sign of a list."""
    return without_bullet(line.strip()) != line.strip()


def _is_row_without_sign(line: str) -> bool:
    """Whether a line without the sign of a list names an institution with a date behind it, and is no sentence."""
    bare = line.strip()
    if begins_with_bullet(bare) or bare.endswith(_ENDS_SENTENCE) or not is_institution_like(bare):
        return False
    return "concluded_on" in split(bare, ("institution", "concluded_on")).parts and not says_its_day(bare)


def with_number(fields: tuple[str, ...], lines: Sequence[str]) -> tuple[str, ...]:
    """The fields of a head, and a row's number before them where nearly all lines with a name begin with one."""
    rows = [line for line in lines if is_institution_like(line)][:300]
    numbers = [int(match[1]) for row in rows if (match := NUMBER_BEFORE.match(same_length(without_bullet(row))))]
    if "number" in fields or fields[0] in DATES or len(numbers) < 3 or 10 * len(numbers) < 8 * len(rows):
        return fields
    return ("number", *fields) if min(numbers) < 1900 else fields


def habits_of(lines: Sequence[str], fields: Sequence[str]) -> Habits:
    """What most lines of a table do, from some of them."""
    if "territory" not in fields or fields.index("territory") > fields.index("institution"):
        return Habits()
    before = fields[: fields.index("institution")]
    parts = [split(line, (*before, "institution")).parts.get("territory") for line in lines[:300]]
    return Habits(counted_territories=any(part and label_and_count(part)[1] for part in parts))
