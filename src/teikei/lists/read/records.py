"""The records of JSON that another program wrote, however deep they stand, as rows under heads of their keys."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from teikei.lists.cells import kept_lines, one_line
from teikei.lists.located import Row
from teikei.lists.read.limits import too_many_cells
from teikei.names.territories import territory_codes
from teikei.rules.days import find_days

Path = tuple[str, ...]
Column = tuple[Path, str]  # the keys down to an object, and the key in it

ANY = "*"  # in a path: keys that are values themselves, such as the countries of {"Thailand": [...], "Korea": [...]}
_TOTAL = re.compile("total|count(?!r)|合計|総数|件数", re.IGNORECASE)
# Records stand no deeper than this; what an object holds below stays as JSON.
_DEEPEST = 12
# Values of all rows together: what objects say stands again in the row of each record inside them.
_MOST_VALUES = 4_000_000
_TIME = re.compile(r"(?<=\d)[T ]\d\d:\d\d.*")
_NAMES = ("name", "title", "label", "名称", "名前")
_LANGUAGES = ("ja", "jp", "jpn", "en", "eng")


class _Record(NamedTuple):
    """One record: the keys down to it, and its values with those of the objects around it."""

    path: Path
    values: Mapping[Column, str]
    raw: object


def rows_of(parsed: object, name: str) -> tuple[Row, ...]:
    """A row for each record, under a head for each kind of record; () where there is none.

    A record is an object, or a text or list in a list, that holds no further records; what the objects around it say stands in its row. Keys
    that are values (objects of one form under different keys) have a column without a head. What the outermost object says of the list
    are lines above. A row's line is the record's number. A list of texts is one cell of several lines; other nested values stay as JSON.
    Refusal where the rows would hold too many values.
    """
    records, values = [], 0
    for record in _records(parsed, () if isinstance(parsed, dict) else ("",), {}):
        records.append(record)
        values += len(record.values)
        if values > _MOST_VALUES:
            raise too_many_cells(name)
    above = [Row(0, (text,), text, tabbed=False) for text in _said_above(parsed)] if records else []
    table_of = _tables({record.path for record in records})
    columns: dict[Path, dict[Column, None]] = defaultdict(dict)
    for record in records:
        columns[table_of[record.path]].update(dict.fromkeys(record.values))
    rows = list(above)
    numbered = enumerate(records, 1)
    for number, (path, group) in enumerate(groupby(numbered, key=lambda each: table_of[each[1].path]), 1):
        heads = _heads(path, list(columns[path]))
        if any(heads):
            rows.append(Row(0, heads, "", tabbed=False, table=number))
        for line, record in group:
            cells = tuple(record.values.get(column, "") for column in columns[path])
            rows.append(Row(line, cells, json.dumps(record.raw, ensure_ascii=False), tabbed=False, table=number))
    return tuple(rows)


def _tables(paths: set[Path]) -> dict[Path, Path]:
    """The table of the records at each path: their own, or that of deeper ones. An object whose list is empty is a row of theirs."""
    made: dict[Path, Path] = {}
    for path in sorted(paths, key=lambda each: (-len(each), each)):
        for length in range(1, len(path) + 1):
            if path[:length] in paths:
                made.setdefault(path[:length], path)
    return made


def _said_above(parsed: object) -> Iterator[str]:
    """What the outermost object says of the list: its title, a day, totals; the rest is the program's own (type, version)."""
    for key, value in parsed.items() if isinstance(parsed, dict) else ():
        if isinstance(value, str) and key.casefold() in _NAMES:
            yield one_line(value)
        elif isinstance(value, str) and find_days(value):
            yield one_line(_TIME.sub("", value))
        elif type(value) is int and _TOTAL.search(key):
            of = " ".join(re.split(r"[^\w]|_|(?<=[a-z])(?=[A-Z])", _TOTAL.sub("", key))).strip()
            yield f"total: {value} {of}".strip()  # universityCount: 4
        elif isinstance(value, dict) and not any(isinstance(each, (dict, list)) for each in value.values()):
            yield from _said_above(value)  # {"meta": {"updated": …, "count": …}, …}


def _records(value: object, path: Path, around: Mapping[Column, str]) -> Iterator[_Record]:
    if isinstance(value, dict):
        yield from _in_object(value, path, around)
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, dict):
                yield from _in_object(each, path, around)
            elif isinstance(each, list) and len(path) < _DEEPEST and any(isinstance(one, (dict, list)) for one in each):
                yield from _records(each, (*path, ""), around)
            elif each is not None:
                cells = each if isinstance(each, list) else [each]
                yield _Record(path, {**around, **{(path, f"{ANY}{at}"): _cell(cell) for at, cell in enumerate(cells)}}, each)


def _in_object(value: Mapping[str, object], path: Path, around: Mapping[Column, str]) -> Iterator[_Record]:
    """The records inside an object, or the object as one. What the outermost says is in no row."""
    deeper = _deeper(value, len(path))
    said = {**around, **{column: _cell(each) for column, each in _own(value, path, deeper)}} if path else around
    as_values = _are_values(deeper) or (path[-1:] == (ANY,) and len(deeper) == len(value))
    found = False
    for key, child in deeper.items():
        inner = (*path, ANY if as_values else key)
        here = {**said, (inner, ANY): one_line(key)} if as_values else said
        empty = True
        for record in _records(child, inner, here):
            empty = False
            yield record
        if empty and as_values:
            yield _Record(inner, here, {key: child})
        found = found or as_values or not empty
    if path and said and not found:
        yield _Record(path, said, value)


def _own(value: Mapping[str, object], path: Path, deeper: Mapping[str, object]) -> Iterator[tuple[Column, object]]:
    """What an object says itself, with what plain objects inside it say."""
    for key, each in value.items():
        if key in deeper or each in ([], {}):
            continue
        if isinstance(each, dict) and len(path) < _DEEPEST:
            yield from _own(each, (*path, key), {})
        else:
            yield (path, key), each


def _deeper(value: Mapping[str, object], depth: int) -> dict[str, object]:
    """The parts of an object that hold records, be they deeper in it. A list of lists holds some only in the outermost object."""
    if depth >= _DEEPEST:
        return {}
    parts: dict[str, object] = {key: each for key, each in value.items() if isinstance(each, (dict, list))}
    if len(parts) == len(value) and (_are_values(parts) or all(isinstance(each, list) for each in parts.values())):
        return parts
    return {key: each for key, each in parts.items() if _holds_records(each, depth)}


def _holds_records(value: object, depth: int) -> bool:
    if isinstance(value, list):
        return any(isinstance(each, dict) or (isinstance(each, list) and not depth) for each in value)
    return isinstance(value, dict) and bool(_deeper(value, depth + 1))


def _are_values(parts: Mapping[str, object]) -> bool:
    """Whether keys are values: several parts of one form, or the names of countries."""
    forms = [_form(each) for each in parts.values() if each]
    if forms and all(map(territory_codes, parts)):
        return True
    return len(forms) > 1 and all(2 * len(forms[0] & form) >= min(len(forms[0]), len(form)) > 0 for form in forms)


def _form(value: object) -> frozenset[str]:
    """The keys of the records that a value holds."""
    while isinstance(value, (dict, list)) and value:
        if isinstance(value, dict) and not all(isinstance(each, (dict, list)) for each in value.values()):
            return frozenset(value)
        value = next(iter(value.values() if isinstance(value, dict) else value))
    return frozenset([ANY])


def _heads(path: Path, columns: Sequence[Column]) -> tuple[str, ...]:
    """What stands over each column: its key, with the key of its object where another column has the same, or where it says too little:
    the name of an object around the record, the language of a name.
    """
    times = Counter(key.casefold() for _, key in columns)

    def head(where: Path, key: str) -> str:
        small = key.casefold()
        bare = small in _LANGUAGES or (small in _NAMES and len(where) < len(path))
        return one_line(_beside(where, key) if where != path and (times[small] > 1 or bare) else key)

    return tuple("" if key.startswith(ANY) else head(where, key) for where, key in columns)


def _beside(where: Path, key: str) -> str:
    kind = next((each for each in reversed(where) if each != ANY), "")
    kind = kind[:-3] + "y" if kind.endswith("ies") else kind.removesuffix("s")
    return kind if key.casefold() in _NAMES else f"{kind} {key}"


def _cell(value: object) -> str:
    if value is None or isinstance(value, str):
        return kept_lines(value or "")
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "\n".join(filter(None, map(one_line, value)))
    return json.dumps(value, ensure_ascii=False)
