"""Names of countries and regions to ISO 3166-1 codes.

Names come from CLDR (every territory in Japanese and English; in the languages of other lists see `names.abroad`) and from
data/territories.toml (formal names, former names, usual short forms). Beyond look-up there are rules: formal endings and openings come off
(インドネシア共和国, Kingdom of Norway), brackets come off (香港(HKSR)), kana spellings meet (ヴェトナム, ベトナム).
A rule that could mean two territories means none: ドミニカ alone is unknown.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from babel import Locale
from babel.core import get_global
from rapidfuzz.distance import DamerauLevenshtein

from teikei.names.abroad import territories_abroad
from teikei.names.bilingual import Language
from teikei.names.folding import fold
from teikei.names.vocabulary import vocabulary

# CLDR entries that are no place: the euro area, outlying Oceania, test locales, unknown.
_NOT_PLACES = {"EZ", "QO", "XA", "XB", "ZZ"}

# F PARIS001, CZ BRNO05, UK LONDON029: the country, the town, a number.
_ERASMUS = re.compile(r"([A-Z]{1,3})\s+[A-Z-]{2,8}\d{2,3}")
_BRACKETED = re.compile(r"[(（\[［].*?[)）\]］]")
_SEPARATORS = re.compile(r"[・･、,，/／;；]|\s+and\s+|\s*&\s*")
_KANA = str.maketrans({**dict(zip("ぁぃぅぇぉゃゅょゎっゕゖ", "あいうえおやゆよわつかけ", strict=True)), "ー": "", "ぢ": "じ", "づ": "ず"})
_V_SOUNDS = (
    ("ゔぁ", "ば"),
    ("ゔぃ", "び"),
    ("ゔぇ", "べ"),
    ("ゔぉ", "ぼ"),
    ("ゔ", "ぶ"),
    ("てぃ", "ち"),
    ("でぃ", "じ"),
    ("しゃ", "しあ"),
    ("じゃ", "じあ"),
)


@cache
def territory_code(label: str) -> str | None:
    """The ISO 3166-1 alpha-2 code that a printed label means, or None where it means none or several.

    Reserved and user-assigned codes stand where ISO gives no other: XK (Kosovo), AC, EA, IC, EU, UN.
    """
    exact, loose = _indexes()
    for form in _forms(label):
        for key in _exact_keys(form):
            if key in exact:
                return exact[key]
        if code := territories_abroad().get(fold(form)) or territories_abroad().get(form.lower()):
            return code
    parts = _SEPARATORS.split(label)
    if len(parts) > 1 and territory_code(parts[-1]):
        return None  # 大韓民国・連合王国 is two territories, though 連合王国 is also an ending of formal names
    for form in _forms(label):
        for key in _loose_keys(form):
            if len(codes := loose.get(key, ())) == 1:
                return next(iter(codes))
    return None


@cache
def territory_codes(label: str) -> tuple[str, ...]:
    """All codes of a label that names one territory or several in a row, in order; empty where any part is unknown.

    ボスニア・ヘルツェゴビナ is one, カナダ・デンマーク王国 are two.
    """
    if code := territory_code(label):
        return (code,)
    parts = [part for part in _SEPARATORS.split(label) if part.strip()]
    codes: list[str] = []
    while parts:
        for size in range(len(parts), 0, -1):
            if code := territory_code("・".join(parts[:size])):
                codes.append(code)
                del parts[:size]
                break
        else:
            return ()
    return tuple(codes)


def codes_given(value: str) -> tuple[str, ...]:
    """The codes of a value that is known to be a territory: named, or given by its ISO code of two or three letters (DE, DEU).

    So may it be by the Erasmus code of an institution (F PARIS001). Elsewhere letters alone mean nothing: a line IT or ID is no country.
    """
    if codes := territory_codes(value):
        return codes
    given = value.strip().upper()
    if match := _ERASMUS.fullmatch(given):
        given = vocabulary("territories")["erasmus"].get(match[1], match[1])
    current = get_global("territory_aliases").get(given, [given])
    return tuple(current) if len(current) == 1 and current[0] in _cldr("en") else ()


def territory_name(code: str, language: Language) -> str:
    """The usual name of a code in Japanese or English; the code itself where it is unknown."""
    shown: dict[str, dict[str, str]] = vocabulary("territories")["shown"]
    if code in shown:
        return shown[code][language]
    return _cldr(language).get(code, code)


@cache
def nearest_territory(label: str) -> tuple[str, str] | None:
    """The code and name that an unknown label differs from by one character, where just one does."""
    exact, _ = _indexes()
    key = _kana_key(fold(label))
    limit = 1 if len(key) >= 4 else 0
    if not limit:
        return None
    near = {exact[known] for known in exact if DamerauLevenshtein.distance(known, key, score_cutoff=limit) <= limit}
    if len(near) != 1:
        return None
    code = near.pop()
    return code, territory_name(code, "ja" if not label.isascii() else "en")


def territory_list() -> list[str]:
    """Every code known, sorted."""
    return sorted(_cldr("en"))


@cache
def _cldr(language: Language) -> dict[str, str]:
    names: dict[str, str] = dict(Locale(language).territories)
    return {code: name for code, name in names.items() if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_PLACES}


@cache
def _indexes() -> tuple[dict[str, str], dict[str, set[str]]]:
    exact: dict[str, str] = {}
    loose: dict[str, set[str]] = defaultdict(set)
    for code, name in _all_names():
        for form in _forms(name):
            for key in _exact_keys(form):
                exact.setdefault(key, code)
            for key in _loose_keys(form):
                loose[key].add(code)
    return exact, loose


def _all_names() -> Iterator[tuple[str, str]]:
    authored: dict[str, list[str]] = vocabulary("territories")["names"]
    for code, names in authored.items():
        yield from ((code, name) for name in names)
    for code in territory_list():
        yield from ((code, _cldr(language).get(code, code)) for language in ("ja", "en"))


def _forms(label: str) -> Iterator[str]:
    """The label, and the label without what stands in brackets."""
    yield label
    if (bare := _BRACKETED.sub(" ", label)).strip() and bare != label:
        yield bare


def _exact_keys(form: str) -> Iterator[str]:
    folded = fold(form)
    if folded:
        yield _kana_key(folded)
    words = _words(form)
    if words:
        yield " ".join(sorted(words))


def _loose_keys(form: str) -> Iterator[str]:
    """What remains of a name when formal endings, openings and words are taken off."""
    words = _words(form)
    if words:
        bare = [word for word in words if word not in vocabulary("territories")["en_words"]]
        if bare:
            yield " ".join(sorted(bare))
        return
    folded = fold(form)
    yield _kana_key(folded)
    stem = _without_opening(folded)
    yield _kana_key(stem)
    for ending in vocabulary("territories")["ja_endings"]:
        key = fold(ending)
        if stem.endswith(key) and len(stem) > len(key):
            yield _kana_key(stem.removesuffix(key))


def _without_opening(folded: str) -> str:
    for opening in vocabulary("territories")["ja_openings"]:
        key = fold(opening)
        if folded.startswith(key) and len(folded) > len(key) + 1:
            return folded.removeprefix(key)
    return folded


def _kana_key(folded: str) -> str:
    for printed, plain in _V_SOUNDS:
        folded = folded.replace(printed, plain)
    return folded.translate(_KANA)


def _words(form: str) -> list[str]:
    """The words of a name in Latin letters, without accents, articles and "of"; empty for other scripts."""
    plain = unicodedata.normalize("NFKD", form.replace("&", " and ").replace("ı", "i"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"\b([A-Za-z])\.(?=[A-Za-z]\b|\s|$)", r"\1", plain)
    plain = re.sub(r"\b[Ss]t\b\.?", "Saint", re.sub("[’']", "", plain))
    if re.search(r"[^\x00-\x7f–—]", plain):
        return []
    ignored = vocabulary("territories")["en_ignored"]
    return [word for word in re.findall("[a-z]+", plain.lower()) if word not in ignored]
