"""Rows of a result: a page of them as JSON, or all of them as CSV, lines of JSON or Parquet, made while they are sent."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Final, Generic, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from teikei.api.door.problems import Problem
from teikei.lists.cells import neutralised
from teikei.names.bilingual import Text

T = TypeVar("T")
Format = Literal["json", "csv", "jsonl", "parquet"]
MEDIA: Final[dict[str, str]] = {
    "json": "application/json", "csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
}  # fmt: skip
BATCH = 5_000  # rows of one group of a Parquet file


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after the row that is sorted by this value, with this number."""

    value: str
    id: int

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """What `after` names; None for the first page. A problem for what names no place."""
        if not text:
            return None
        value, mark, number = text.rpartition("~")
        if not mark or not (number.isascii() and number.isdecimal()) or len(number) > 18 or "\x00" in value or len(value) > 300:
            raise no_page()
        return cls(value, int(number))

    def __str__(self) -> str:
        return f"{self.value}~{self.id}"


def no_page() -> Problem:
    """What `after` names is no page of this result."""
    return Problem(
        "not-found",
        Text("There is no page after that. Take `next` of the page before as it is.", "その続きのページはありません。前のページの next をそのまま使ってください。"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows(Generic[T]):
    """A result. page: a page of so many rows with the place where the next begins (None: it is the last); every: all rows;
    instead: words that stand nowhere, each with the name spelled alike by which the rows were found."""

    kind: type[T]
    page: Callable[[Cursor | None, int], tuple[Sequence[T], Cursor | None]]
    every: Callable[[], Iterable[T]]
    name: str
    instead: Callable[[], Sequence[tuple[str, str]]] = tuple


class Instead(msgspec.Struct, frozen=True):
    """A word of the question that stands nowhere, and the name spelled almost like it by which the rows were found."""

    word: str
    name: str


class Page(msgspec.Struct, Generic[T], frozen=True, omit_defaults=True):
    """A page of a result. next: the address of the page that follows, null where it is the last. instead: misspelt words, if any."""

    rows: list[T]
    next: str | None
    instead: list[Instead] = []


def numbered(kind: type[T], name: str, rows: Callable[[int, int | None], Iterator[T]], number: Callable[[T], int]) -> Rows[T]:
    """A result in the order of its numbers. rows: those beyond a number, as many at most."""

    def page(after: Cursor | None, most: int) -> tuple[Sequence[T], Cursor | None]:
        found = list(rows(after.id if after else 0, most + 1))
        return found[:most], Cursor("", number(found[most - 1])) if len(found) > most else None

    return Rows(kind, page, lambda: rows(0, None), name)


def chosen_fields(kind: type, asked: str) -> tuple[str, ...]:
    """The fields that are wanted, in the order asked for; none asked: none. A problem for one that there is not."""
    names = {field.name for field in fields(kind)}
    wanted = tuple(dict.fromkeys(asked.split(","))) if asked else ()
    for name in wanted:
        if name not in names:
            said = Text(f"There is no field {name[:100]}.", f"{name[:100]} という項目はありません。")
            raise Problem("parameters", said, faults=(("fields", said),))
    return wanted


def only(row: Any, wanted: tuple[str, ...]) -> Any:
    """The row, or those of its fields that are wanted."""
    return {name: getattr(row, name) for name in wanted} if wanted else row


# As a file ------------------------------------------------------------------------------------------------------------


def sent(rows: Iterable[Any], kind: type, wanted: tuple[str, ...], written: Format) -> Iterator[bytes]:
    """The bytes of a file of these rows, made as they are asked for."""
    if written == "jsonl":
        return _json_lines(rows, wanted)
    columns = [column for column in flat_columns(kind) if not wanted or column.name.partition(".")[0] in wanted]
    return _csv(rows, columns) if written == "csv" else _parquet(rows, columns)


def _json_lines(rows: Iterable[Any], wanted: tuple[str, ...]) -> Iterator[bytes]:
    encoder = msgspec.json.Encoder()
    every = iter(rows)
    while some := list(islice(every, 500)):
        yield encoder.encode_lines([only(row, wanted) for row in some])


class _Line:
    """A file for csv.writer that keeps only what was just written."""

    def write(self, text: str) -> str:
        return text


def _csv(rows: Iterable[Any], columns: "list[Column]") -> Iterator[bytes]:
    writer = csv.writer(_Line())
    yield ("\ufeff" + writer.writerow([column.name for column in columns])).encode()  # the mark tells Excel that it is UTF-8
    every = iter(rows)
    while some := list(islice(every, 500)):
        yield "".join(writer.writerow([_cell(column.of(row)) for column in columns]) for row in some).encode()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return neutralised(value) if isinstance(value, str) else value


class Sink:
    """A file for a writer, whose bytes are taken away while it writes: none ever has the whole."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.closed = False
        self.at = 0

    def write(self, content: Any) -> int:
        """Keep some bytes until they are taken."""
        self.parts.append(bytes(content))
        self.at += len(content)
        return len(content)

    def tell(self) -> int:
        """How many bytes were written."""
        return self.at

    def flush(self) -> None:
        """There is nothing behind."""

    def close(self) -> None:
        """No more is written."""
        self.closed = True

    def take(self) -> bytes:
        """What was written since."""
        taken, self.parts = b"".join(self.parts), []
        return taken


def _parquet(rows: Iterable[Any], columns: "list[Column]") -> Iterator[bytes]:
    import pyarrow as pa  # only where a Parquet file is asked for: it takes half a second
    import pyarrow.parquet as pq

    kinds = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "date": pa.date32(), "datetime": pa.timestamp("us", "UTC")}
    schema = pa.schema([(column.name, kinds.get(column.kind, pa.string())) for column in columns])
    sink = Sink()
    writer = pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema)
    every = iter(rows)
    while some := list(islice(every, BATCH)):
        arrays = [pa.array([column.of(row) for row in some], type=field.type) for column, field in zip(columns, schema, strict=True)]
        writer.write_batch(pa.record_batch(arrays, schema=schema))
        yield sink.take()
    writer.close()
    yield sink.take()


# Rows laid flat -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a flat table: its name, the kind of its values, its value in a row."""

    name: str
    kind: str
    of: Callable[[Any], Any]


_SCALARS = {int: "int", float: "float", bool: "bool", str: "str", date: "date", datetime: "datetime"}


def flat_columns(kind: type) -> list[Column]:
    """The columns of rows of that type: `parties.name` for the names of all parties, with semicolons between them."""
    columns: list[Column] = []
    for name, hint in get_type_hints(kind).items():
        columns += _columns(name, hint, _getter(name))
    return columns


def _getter(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def _columns(name: str, hint: Any, of: Callable[[Any], Any]) -> list[Column]:
    several, inner = _inner(hint)
    if is_dataclass(inner) and isinstance(inner, type):
        found: list[Column] = []
        for field, own in get_type_hints(inner).items():
            found += _columns(f"{name}.{field}", own if not several else tuple[own, ...], _below(of, field, several))  # type: ignore[valid-type]
        return found
    if several:
        return [Column(name, "str", lambda row: _joined(of(row)))]
    kind = _SCALARS.get(inner, "str")
    return [Column(name, kind, of)]


def _below(of: Callable[[Any], Any], field: str, several: bool) -> Callable[[Any], Any]:
    if several:
        return lambda row: [None if one is None else getattr(one, field) for one in _flat(of(row))]
    return lambda row: None if (whole := of(row)) is None else getattr(whole, field)


def _flat(values: Any) -> list[Any]:
    return [inner for value in values for inner in (_flat(value) if isinstance(value, list | tuple) else [value])]


def _joined(values: Any) -> str:
    told = ("" if value is None else str(value).lower() if isinstance(value, bool) else str(value) for value in _flat(values))
    return "; ".join(told)


def _inner(hint: Any) -> tuple[bool, Any]:
    """Whether there are several, and of which type they are, without None and without remarks."""
    arguments = get_args(hint)
    if type(None) in arguments:
        return _inner(next(one for one in arguments if one is not type(None)))
    if get_origin(hint) in (tuple, list):
        return True, _inner(arguments[0])[1]
    if get_origin(hint) is Literal:
        return False, type(arguments[0])
    return False, hint
