"""Making the authority file of a dump: records, names taken apart, and the inverted index of the matcher."""

import hashlib
import math
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from teikei.names.authority.dump import Dump, read_dump
from teikei.names.authority.keys import name_keys, tongue_of
from teikei.names.authority.parts import Shape, packed_name, packed_shapes, shape_of
from teikei.names.authority.record import AuthorityRecord, RecordPlace, packed
from teikei.names.authority.store import FORMAT, Authority, rules_of
from teikei.names.bilingual import Refusal
from teikei.names.collector import collector_waits
from teikei.names.elements import Elements, elements_of, latin_tokens
from teikei.names.places import country_names, place_of

SHRINKS = 0.7  # of the previous records; a smaller dump is refused
Progress = Callable[[int, int], None]

_TABLES = """
create table about (key text primary key, value text not null) without rowid;
create table record (n integer primary key, ror text not null unique, body blob not null);
create table name (n integer primary key, body blob not null);
create table shape (numbers blob not null, records blob not null, words blob not null, propers blob not null, marks blob not null);
create table posting (key text not null, territory text not null, names blob not null, primary key (key, territory)) without rowid;
"""


class Built(NamedTuple):
    """What was built: the dump's version, how many records and names, which records were left out and why."""

    version: str
    records: int
    names: int
    left_out: tuple[str, ...]


def build(source: Path, out: Path, *, smaller: bool = False, progress: Progress = lambda _done, _all: None) -> Built:
    """Write the authority file `out` from a dump of ROR, in one step: `out` is replaced only when all is written.

    `progress` is told (records done, records in all). Refusal where the dump is damaged, `out` cannot be written, or the
    dump holds less than SHRINKS of the records of the file that stands at `out`, unless `smaller` says that this is meant.
    """
    dump = read_dump(source)
    before = _records_before(out)
    if before and len(dump.records) < before * SHRINKS and not smaller:
        raise Refusal(
            f"{source.name}: {len(dump.records)} records, where {out.name} has {before}: the dump may be incomplete. "
            "Fetch it again, or say --smaller where that is meant; nothing was written.",
            f"{source.name}: {len(dump.records)}件しかなく、今の {out.name} は{before}件です。ダンプが不完全かもしれません。"
            "取得し直すか、意図どおりなら --smaller を付けてください。何も書き出していません。",
        )
    partial = out.with_name(out.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        with collector_waits():
            names = _write(partial, dump, source, progress)
        partial.replace(out)
    except sqlite3.OperationalError as error:
        raise Refusal(
            f"{out}: it cannot be written ({error}). Check that the folder exists, may be written and has room.",
            f"{out}: 書き込めません({error})。フォルダーがあるか、書き込めるか、空き容量があるか確かめてください。",
        ) from None
    finally:
        partial.unlink(missing_ok=True)
    return Built(dump.version, len(dump.records), names, dump.left_out)


def _records_before(out: Path) -> int:
    try:
        with Authority(out) as authority:
            return authority.records
    except (Refusal, OSError):
        return 0


def _write(path: Path, dump: Dump, source: Path, progress: Progress) -> int:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript("pragma journal_mode=off; pragma synchronous=off; pragma page_size=8192;" + _TABLES)
        connection.execute("begin")
        postings: dict[tuple[str, str], array[int]] = defaultdict(lambda: array("I"))
        read: list[tuple[int, str, str, Elements]] = []
        shapes: dict[Shape, int] = {}
        shaped, record_of = array("I"), array("I")
        for number, record in enumerate(dump.records):
            connection.execute("insert into record values (?, ?, ?)", (number, record.ror, packed(record)))
            for text, kind in _names_of(record):
                elements = elements_of(text, record.territory)
                shape = shape_of(elements, part=bool(record.related("parent")), acronym=kind == "acronym")
                shaped.append(shapes.setdefault(shape, len(shapes)))
                record_of.append(number)
                for key in name_keys(text, elements, record.territory, acronym=kind == "acronym"):
                    postings[key, record.territory].append(len(read))
                read.append((number, kind, text, elements))
            if number % 1000 == 0:
                progress(number, len(dump.records))
        weights = _weights((number, elements) for number, _, _, elements in read)
        connection.executemany(
            "insert into name values (?, ?)",
            (
                (
                    n,
                    packed_name(
                        number,
                        kind,
                        text,
                        elements,
                        weights=weights,
                        tongue=tongue_of(dump.records[number].territory),
                        own=_own_names(dump.records[number].places),
                    ),
                )
                for n, (number, kind, text, elements) in enumerate(read)
            ),
        )
        connection.execute("insert into shape values (?, ?, ?, ?, ?)", (shaped.tobytes(), record_of.tobytes(), *packed_shapes(shapes)))
        connection.executemany(
            "insert into posting values (?, ?, ?)",
            ((key, territory, postings[key, territory].tobytes()) for key, territory in sorted(postings)),
        )
        about = {
            "format": FORMAT, "version": dump.version, "records": len(dump.records), "names": len(read), "rules": rules_of(),
            "source": source.name, "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
        }  # fmt: skip
        connection.executemany("insert into about values (?, ?)", ((key, str(value)) for key, value in about.items()))
        connection.execute("commit")
        progress(len(dump.records), len(dump.records))
        return len(read)
    finally:
        connection.close()


def _names_of(record: AuthorityRecord) -> Iterator[tuple[str, str]]:
    """Each spelling once, a label before an alias before an acronym."""
    order = {"label": 0, "alias": 1, "acronym": 2}
    kinds: dict[str, str] = {}
    for form in sorted(record.names, key=lambda form: order[form.kind]):
        kinds.setdefault(form.text, form.kind)
    yield from kinds.items()


@lru_cache(maxsize=65_536)
def _own_names(places: tuple[RecordPlace, ...]) -> frozenset[str]:
    """The folded names of cities and countries in any language, which the name of a record there may carry or leave out."""
    names = {name for place in places for name in (place.name, *_latin_of(place.geonames_id), *country_names(place.territory))}
    return frozenset(token for name in names for token in latin_tokens(name))


def _latin_of(geonames_id: int) -> tuple[str, ...]:
    known = place_of(geonames_id)
    return known[0].latin if known else ()


def _weights(read: Iterable[tuple[int, Elements]]) -> dict[str, float]:
    """How much each proper name tells: 1 for one that stands in the names of a single record, little for one of thousands of records."""
    counts = Counter(text for _, text in {(number, proper.text) for number, elements in read for proper in elements.propers})
    most = math.log(max(sum(counts.values()), 2))
    return {text: round(max(0.15, 1 - math.log(count) / most), 3) for text, count in counts.items()}
