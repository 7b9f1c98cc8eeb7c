"""The authority file, opened: records by id, names by key. Read-only, one SQLite file, nothing loaded before it is asked for."""

import hashlib
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib import resources
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from teikei.names.authority.parts import NameParts, Shapes, unpacked_name
from teikei.names.authority.record import AuthorityRecord, unpacked
from teikei.names.bilingual import Refusal

FORMAT = "3"
_CACHED = 50_000  # names taken apart that are kept in memory, about 2,000 bytes each
_RECORDS_CACHED = 20_000
_POSTINGS_CACHED = 20_000  # of one territory
_MAPPED = 1 << 30  # bytes of the file that are read as memory, which processes share


_serials = count()


class Authority:
    """An authority file. Refusal where it is none, damaged, or made by other rules than this version's."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise Refusal(
                f"{path}: no authority file. Build one from ROR's dump: teikei authority build DUMP.zip -o {path}",
                f"{path}: 典拠ファイルがありません。ROR のダンプから作ってください: teikei authority build DUMP.zip -o {path}",
            )
        self._connection = sqlite3.connect(f"file:{path.resolve().as_posix()}?mode=ro&immutable=1", uri=True, cached_statements=256)
        try:
            about = dict(self._connection.execute("select key, value from about"))
            self.version, self.records, self.names = about["version"], int(about["records"]), int(about["names"])
            made = about["format"], about["rules"]
        except (sqlite3.DatabaseError, KeyError, ValueError):
            self._connection.close()
            raise self._unusable("it is no authority file, or damaged", "典拠ファイルでないか、壊れています") from None
        if made != (FORMAT, rules_of()):
            self._connection.close()
            raise self._unusable("it was built by another version of Teikei", "別の版の Teikei で作られています")
        self._connection.execute(f"pragma mmap_size={_MAPPED}")
        self._serial = next(_serials) << 32
        self._known_names: dict[int, NameParts] = {}
        self._known_records: dict[int, AuthorityRecord] = {}
        self._known_postings: dict[str, dict[str, array[int]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def get(self, ror: str) -> AuthorityRecord | None:
        """The record of an id, given as nine characters or as an address; None where there is none."""
        row = self._connection.execute("select body from record where ror = ?", (ror.rstrip("/").rsplit("/", 1)[-1],)).fetchone()
        return unpacked(row[0]) if row else None

    def successors(self, record: AuthorityRecord) -> tuple[AuthorityRecord, ...]:
        """The active records that stand for one that is no longer active, across any number of changes; itself where active."""
        found: dict[str, AuthorityRecord] = {}
        seen, waiting = {record.ror}, [record]
        while waiting:
            one = waiting.pop()
            if one.status == "active":
                found[one.ror] = one
                continue
            for relation in one.related("successor"):
                if relation.ror not in seen and (follower := self.get(relation.ror)):
                    seen.add(relation.ror)
                    waiting.append(follower)
        return tuple(found.values())

    def records_at(self, numbers: Iterable[int]) -> Mapping[int, AuthorityRecord]:
        """At least the records of these numbers, by number."""
        known = self._known_records
        if len(known) > _RECORDS_CACHED:
            known.clear()
        if unseen := {number for number in numbers if number not in known}:
            query = f"select n, body from record where n in ({','.join('?' * len(unseen))})"  # noqa: S608 - question marks only
            for number, body in self._connection.execute(query, tuple(unseen)):
                known[number] = unpacked(body)
        return known

    def postings(self, keys: Sequence[str], territory: str) -> list[Sequence[int]]:
        """For each key the numbers of the names filed under it, in one territory or, for "", in all."""
        known = self._known_postings.setdefault(territory, {})
        if len(known) > _POSTINGS_CACHED:
            known.clear()
        if unseen := [key for key in keys if key not in known]:
            query = f"select key, names from posting where key in ({','.join('?' * len(unseen))})"  # noqa: S608 - question marks only
            known.update({key: array("I") for key in unseen})
            if territory:
                rows = self._connection.execute(query + " and territory = ?", (*unseen, territory))
            else:
                rows = self._connection.execute(query, unseen)
            for key, names in rows:
                known[key].frombytes(names)
        return [known[key] for key in keys]

    @cached_property
    def shapes(self) -> Shapes:
        """The shapes of all names; read when first asked for, in milliseconds."""
        return Shapes(*self._connection.execute("select numbers, records, words, propers, marks from shape").fetchone())

    def names_at(self, numbers: Sequence[int]) -> list[NameParts]:
        """Names taken apart, by their numbers, in that order; those not seen before are read in one go."""
        known = self._known_names
        if len(known) > _CACHED:
            known.clear()
        if unseen := [number for number in numbers if number not in known]:
            query = f"select n, body from name where n in ({','.join('?' * len(unseen))})"  # noqa: S608 - question marks only
            for number, body in self._connection.execute(query, unseen):
                known[number] = unpacked_name(body, self._serial + number)
        return [known[number] for number in numbers]

    def _unusable(self, en: str, ja: str) -> Refusal:
        return Refusal(
            f"{self.path}: {en}. Build it again from ROR's dump: teikei authority build DUMP.zip -o {self.path}",
            f"{self.path}: {ja}。ROR のダンプから作り直してください: teikei authority build DUMP.zip -o {self.path}",
        )


@cache
def rules_of() -> str:
    """A mark of the rules by which names are taken apart: an index made by others would not meet what is looked up."""
    names = resources.files("teikei.names")
    mark = hashlib.sha256()
    for path in _rule_files(names):
        mark.update(path.encode() + names.joinpath(path).read_bytes())
    return mark.hexdigest()[:16]


def _rule_files(names: resources.abc.Traversable) -> Iterator[str]:
    parts = (
        "authority/build.py",
        "authority/parts.py",
        "authority/record.py",
        "authority/store.py",
        "elements.py",
        "words.py",
        "lexicon.py",
        "places.py",
        "han.py",
        "hangul.py",
        "folding.py",
        "authority/keys.py",
        "data/words.toml",
        "data/places.tsv",
        "data/spellings.toml",
        "data/romanised.toml",
        "data/readings.tsv",
    )
    yield from (part for part in parts if names.joinpath(part).is_file())
    yield from sorted(f"sound/{entry.name}" for entry in names.joinpath("sound").iterdir() if entry.name.endswith(".py"))
