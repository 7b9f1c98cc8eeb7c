"""Japanese readings of Han characters, by their Chinese-derived reading (on), to sort names by. A guess, never shown.

The table data/onyomi.tsv is built by scripts/readings.py from Unihan's kJapaneseOn; data/onyomi.toml has what that cannot
know: words read otherwise, and the usual of several readings.
"""

from functools import cache, lru_cache
from importlib.resources import files

from teikei.names.han import common, is_han
from teikei.names.vocabulary import vocabulary


@lru_cache(maxsize=65_536)
def guessed_reading(name: str) -> str:
    """A name with its Han characters in hiragana: 台湾 たいわん, 延世大学校 えんせいだいがくこう, 南アフリカ みなみアフリカ.

    The longest word of the table first, else each character by its usual on reading, without the changes of sound between
    them (がくこう for 学校). Names that Japan reads in its own words (広島, 富山) come out wrong unless the table has them. What
    has no reading stays as it is, and so does all that is no Han character.
    """
    if not is_han(name):
        return name
    words, longest = _words()
    read, at = [], 0
    while at < len(name):
        length = next((n for n in range(min(longest, len(name) - at), 0, -1) if common(name[at : at + n]) in words), 0)
        if length:
            read.append(words[common(name[at : at + length])])
        else:
            char = name[at]
            before_katakana = "ァ" <= name[at + 1 : at + 2] <= "ヺ"
            kun = _before_katakana().get(char) if before_katakana else None
            read.append(kun or _readings().get(common(char), char))
        at += length or 1
    return "".join(read)


@cache
def _words() -> tuple[dict[str, str], int]:
    words = {common(word): reading for word, reading in vocabulary("onyomi")["words"].items()}
    return words, max(map(len, words))


@cache
def _before_katakana() -> dict[str, str]:
    """How a direction before a foreign name is read: 南 in 南アフリカ."""
    return dict(vocabulary("onyomi")["before_katakana"])


@cache
def _readings() -> dict[str, str]:
    """The usual reading by the common form of a character; of several characters with one form the first listed decides."""
    found: dict[str, str] = {common(char): reading for char, reading in vocabulary("onyomi")["usual"].items()}
    lines = files("teikei.names").joinpath("data", "onyomi.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            reading, chars = line.split("\t")
            for char in chars:
                found.setdefault(common(char), reading)
    return found
