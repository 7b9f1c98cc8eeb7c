"""The authority file, opened: records by id, names by key. Read-only, one SQLite file, nothing loaded before it is asked for."""

import hashlib
import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from teikei.names.authority.keys import joined_sounds, spans
from teikei.names.authority.record import AuthorityRecord, unpacked
from teikei.names.bilingual import Refusal
from teikei.names.elements import Led, Proper, latin_tokens
from teikei.names.territories import territory_name

FORMAT = "1"
_CACHED = 200_000  # names taken apart that are kept in memory, about 200 bytes each


class Side(NamedTuple):
    """A run of a record's name: propers `first` to `last` as one, how they sound, and the words that lead them, met with them."""

    first: int
    last: int
    text: str
    script: str
    sounds: tuple[str, ...]
    words: tuple[str, ...] = ()


class NameParts(NamedTuple):
    """A name of a record, taken apart: its words' ids, its propers with what each tells (0..1), and the runs of these."""

    record: int
    kind: str
    text: str
    words: tuple[str, ...]
    propers: tuple[Proper, ...]
    weights: tuple[float, ...]
    word_ids: frozenset[str]
    sides: tuple[Side, ...]


class Authority:
    """An authority file. Refusal where it is none, damaged, or made by other rules than this version's."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise Refusal(
                f"{path}: no authority file. Build one from ROR's dump: teikei authority build DUMP.zip -o {path}",
                f"{path}: 典拠ファイルがありません。ROR のダンプから作ってください: teikei authority build DUMP.zip -o {path}",
            )
        self._connection = sqlite3.connect(f"file:{path.resolve().as_posix()}?mode=ro&immutable=1", uri=True)
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
        self.name_parts = lru_cache(maxsize=_CACHED)(self._name_parts)
        self.record_at = lru_cache(maxsize=20_000)(self._record_at)
        self.own_names = lru_cache(maxsize=20_000)(self._own_names)
        self.postings = lru_cache(maxsize=100_000)(self._postings)
        self.named = lru_cache(maxsize=2_000)(self._named)

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

    def _record_at(self, number: int) -> AuthorityRecord:
        return unpacked(self._connection.execute("select body from record where n = ?", (number,)).fetchone()[0])

    def _own_names(self, number: int) -> frozenset[str]:
        """The folded names of a record's cities and countries, which its name may carry or leave out."""
        places = self.record_at(number).places
        return frozenset(
            token for place in places for name in (place.name, territory_name(place.territory, "en")) for token in latin_tokens(name)
        )

    def _postings(self, key: str, territory: str) -> Sequence[int]:
        """The numbers of the names filed under a key, in one territory or, for "", in all."""
        if territory:
            query = self._connection.execute("select names from posting where key = ? and territory = ?", (key, territory))
        else:
            query = self._connection.execute("select names from posting where key = ?", (key,))
        found = array("I")
        for (names,) in query:
            found.frombytes(names)
        return found

    def _named(self, word: str, territory: str) -> frozenset[int]:
        """The numbers of the names that have a word, in one territory; none for "", which would be too many."""
        return frozenset(self._postings("w" + word, territory)) if territory else frozenset()

    def _name_parts(self, number: int) -> NameParts:
        row = self._connection.execute("select record, kind, text, words, propers, led from name where n = ?", (number,)).fetchone()
        record, kind, text, words, propers, led = row
        read = json.loads(propers)
        ids = tuple(words.split())
        parts = tuple(Proper(proper[0], proper[1], tuple(proper[3:])) for proper in read)
        sides = _sides(
            parts, [Led(one[0], Proper(one[1], "latin", tuple(one[3:])), tuple(one[2].split())) for one in json.loads(led or "[]")], kind
        )
        return NameParts(record, kind, text, ids, parts, tuple(proper[2] for proper in read), frozenset(ids), sides)

    def _unusable(self, en: str, ja: str) -> Refusal:
        return Refusal(
            f"{self.path}: {en}. Build it again from ROR's dump: teikei authority build DUMP.zip -o {self.path}",
            f"{self.path}: {ja}。ROR のダンプから作り直してください: teikei authority build DUMP.zip -o {self.path}",
        )


def _sides(propers: tuple[Proper, ...], led: Iterable[Led], kind: str) -> tuple[Side, ...]:
    """The runs of a name's propers, also with the words that lead them. An acronym has no sound."""
    sides, first = [], 0
    for span in spans(propers):
        while propers[first] is not span[0]:
            first += 1
        sounds = () if kind == "acronym" else joined_sounds(span)
        sides.append(Side(first, first + len(span) - 1, "".join(proper.text for proper in span), span[0].script, sounds))
    sides.extend(Side(one.of, one.of, one.proper.text, "latin", one.proper.sounds, one.words) for one in led)
    return tuple(sides)


def packed_propers(propers: Iterable[Proper], weights: Mapping[str, float]) -> str:
    """Propers as one JSON text: for each its text, script, weight and sounds."""
    return json.dumps(
        [[proper.text, proper.script, weights[proper.text], *proper.sounds] for proper in propers],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def packed_led(led: Iterable[Led]) -> str:
    """Propers with their leading words as one JSON text, "" for none."""
    packed = [[one.of, one.proper.text, " ".join(one.words), *one.proper.sounds] for one in led]
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":")) if packed else ""


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
        "data/spellings.toml",
        "data/romanised.toml",
        "data/readings.tsv",
    )
    yield from (part for part in parts if names.joinpath(part).is_file())
    yield from sorted(f"sound/{entry.name}" for entry in names.joinpath("sound").iterdir() if entry.name.endswith(".py"))
