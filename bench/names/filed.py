"""What every peer is given, the names of the authority, and what it answers with; and a name in keys and in Latin letters."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from anyascii import anyascii

from bench.names.run import DUMP
from teikei.names.authority.dump import read_dump
from teikei.names.folding import fold
from teikei.names.han import common, pinyin
from teikei.names.hangul import revised
from teikei.names.sound import kana_sound

MOST = 10  # candidates that a peer may show
_RUNS = re.compile(r"[ぁ-ゖァ-ヺー]+|[\u3400-\u9fff々〇]+|[가-힣]+|[^ぁ-ゖァ-ヺー\u3400-\u9fff々〇가-힣]+")
_HEPBURN = str.maketrans({"x": "sh", "c": "ch", "q": "ts"})  # the three sounds that Teikei writes in its own way


class Known(NamedTuple):
    """One name of a record in one territory; `place` is its city there, `city` the GeoNames id of that."""

    ror: str
    text: str
    territory: str
    place: str
    city: int


class Found(NamedTuple):
    """A record that a peer proposes, with the peer's own score."""

    ror: str
    name: str
    score: float


def known_names(dump: Path = DUMP) -> list[Known]:
    """Every name of every active record, once for each territory in which the record sits."""
    return [
        Known(record.ror, text, place.territory, place.name, place.geonames_id)
        for record in read_dump(dump).records
        if record.status == "active"
        for place in {place.territory: place for place in reversed(record.places)}.values()
        for text in dict.fromkeys(form.text for form in record.names)
    ]


def by_territory(known: Iterable[Known]) -> dict[str, list[Known]]:
    """The names of each territory, and all of them under ""."""
    grouped: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        grouped[one.territory].append(one)
        grouped[""].append(one)
    return grouped


def key_of(text: str) -> str:
    """What two spellings in one script have in common: folded, Han characters in one form."""
    return common(fold(text))


def romanised(text: str) -> str:
    """A name in small Latin letters: kana by sound, Han characters by pinyin, hangul by the rules of 2000, others by anyascii."""
    return " ".join(" ".join(_romanised_run(run) for run in _RUNS.findall(unicodedata.normalize("NFKC", text))).split())


def _romanised_run(run: str) -> str:
    if "ぁ" <= run[0] <= "ー":
        return kana_sound(run).translate(_HEPBURN)
    if "가" <= run[0] <= "힣":
        return revised(run)
    if "\u3400" <= run[0] <= "\u9fff":
        return "".join(pinyin(run))
    return re.sub(r"[^a-z0-9]+", " ", anyascii(run).lower())
