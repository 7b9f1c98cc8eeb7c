"""Names in Han characters: one form for Japanese, traditional and simplified; their readings in Chinese and Korean.

中央财经大学, 中央財経大学 and 中央財經大學 are one name. 清華 is Qinghua by rule, Tsinghua by custom, and 경북 is how Korea
reads 慶北. Variants of characters come from OpenCC (Apache 2.0), Mandarin readings from pypinyin (MIT), Korean and
Cantonese ones from Unihan (data/readings.tsv), customary spellings from data/romanised.toml.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, product

from teikei.names.vocabulary import vocabulary

# Forms that OpenCC leaves alone: registered or printers' variants usual in Japanese names, each to its usual form.
_VARIANTS = dict(
    zip(
        "髙﨑濵邉邊舘嶋嶌冨峯槗栁曻德淸敎尙靑晧羣硏衞鄕綠黃歷曆戶內吳產眞愼增曁",
        "高崎滨边边馆岛岛富峰桥柳升德清教尚青皓群研卫乡绿黄历历户内吴产真慎增暨",
        strict=True,
    )
)
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々]")
_HAN_RUN = re.compile("[\u3400-\u9fff々\U00020000-\U0003ffff]+")
_BEYOND = re.compile("[々\U0001f000-\U0010ffff]")
_RARE = re.compile("[\U000e0100-\U000e01ef]")


@cache
def _changes() -> list[str]:
    """A table for `str.translate` over the first plane: each Han character to its simplified form."""
    from opencc import OpenCC

    points = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)]
    printed = "\n".join(map(chr, points))
    simplify = OpenCC("t2s").convert
    from_japanese, from_chinese = simplify(OpenCC("jp2t").convert(printed)).split("\n"), simplify(printed).split("\n")
    usual = _usual()
    table = [chr(point) for point in range(0x10000)]
    for point, first, second in zip(points, from_japanese, from_chinese, strict=True):
        # The Japanese table also knows printers' forms (研 to 硏), which nothing simplifies: what GB 2312 has is meant.
        table[point] = next((char for char in (first, second, chr(point)) if char in usual), first)
    for variant, plain in _VARIANTS.items():
        table[ord(variant)] = table[ord(plain)]
    for point in [*range(0xFE00, 0xFE10), *range(0x180B, 0x180E)]:
        table[point] = ""
    return table


def _usual() -> frozenset[str]:
    """The characters of the usual simplified set, GB 2312."""
    return frozenset(bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))


@lru_cache(maxsize=8_192)
def _traditional(char: str) -> str:
    """The form that Korea reads of a character as Japan writes it: 円 is 圓 in 円光, and not the yen."""
    return _to_traditional()(char)


@cache
def _to_traditional() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("jp2t").convert
    return convert


@lru_cache(maxsize=262_144)
def common(text: str) -> str:
    """The form of a name under which Japanese, traditional and simplified characters meet: simplified ones.

    中央財経大学 and 中央財經大學 give 中央财经大学. Compatibility characters and variation selectors become the plain
    character, 々 the character before it; width becomes normal (NFKC); other scripts stay. For comparing, never for showing:
    a few characters that only Chinese tells apart (后 and 後) meet as well.
    """
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    if _BEYOND.search(text):
        text = re.sub("(.)々", r"\1\1", _RARE.sub("", text))
    return text.translate(_changes())


def is_han(text: str) -> bool:
    """Whether a text holds a Han character."""
    return _HAN.search(text) is not None


@lru_cache(maxsize=65_536)
def pinyin(text: str) -> tuple[str, ...]:
    """The Mandarin syllables of a name, without tones, small letters: 浙江 gives ("zhe", "jiang"), 重庆 ("chong", "qing").

    Any form of the characters will do. Readings follow the word that a character stands in. What is no Han character is
    left out. ü is written v after l and n, as on keyboards and in passports.
    """
    from pypinyin import lazy_pinyin

    syllables: list[str] = []
    for run in _HAN_RUN.findall(common(text)):
        syllables += [syllable for syllable in lazy_pinyin(run, errors="ignore") if syllable.isalpha()]
    return tuple(syllables)


# Wade-Giles from pinyin, apostrophes left out, as names in Taiwan are printed (地名譯寫原則 before 2002): initials and finals.
_WADE_LEADS = {
    "zh": "ch",
    "ch": "ch",
    "sh": "sh",
    "b": "p",
    "p": "p",
    "d": "t",
    "t": "t",
    "g": "k",
    "k": "k",
    "j": "ch",
    "q": "ch",
    "x": "hs",
    "z": "ts",
    "c": "ts",
    "r": "j",
}
_WADE_FINALS = {"ong": "ung", "iong": "iung", "ian": "ien", "ie": "ieh", "ve": "ueh", "ue": "ueh", "iu": "iu", "v": "u", "er": "erh"}
_WADE_WHOLE = {
    "zhi": "chih",
    "chi": "chih",
    "shi": "shih",
    "ri": "jih",
    "zi": "tzu",
    "ci": "tzu",
    "si": "ssu",
    "ye": "yeh",
    "yue": "yueh",
    "yan": "yen",
    "you": "yu",
    "yong": "yung",
    "yi": "i",
    "ge": "ko",
    "ke": "ko",
    "he": "ho",
    "e": "o",
    "luo": "lo",
    "duo": "to",
    "tuo": "to",
    "nuo": "no",
    "zuo": "tso",
    "cuo": "tso",
    "suo": "so",
    "zhuo": "cho",
    "chuo": "cho",
    "ruo": "jo",
    "shuo": "shuo",
    "gui": "kuei",
    "kui": "kuei",
    "er": "erh",
    "xue": "hsueh",
}
_SYLLABLE = re.compile("^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)([a-z]+)$")
# Habits of names in Taiwan that are neither: 東華 Dong Hwa, 正修 Cheng Shiu, 慈濟 Tzu Chi, 逢甲 Feng Chia.
_LOOSE = (
    ("hua", "hwa"),
    ("hui", "hwei"),
    ("guo", "kuo"),
    ("xiu", "shiu"),
    ("qing", "ching"),
    ("zhong", "chung"),
    ("xin", "hsin"),
    ("zheng", "cheng"),
)


def _wade(syllable: str) -> str:
    if syllable in _WADE_WHOLE:
        return _WADE_WHOLE[syllable]
    match = _SYLLABLE.match(syllable)
    if match is None:
        return syllable
    lead, final = match.groups()
    return _WADE_LEADS.get(lead, lead) + _WADE_FINALS.get(final, final)


@lru_cache(maxsize=65_536)
def romanisations(text: str, territory: str | None) -> tuple[str, ...]:
    """Plausible Latin spellings of a Chinese name, small letters run together, best first, at most twelve.

    `territory` is an ISO 3166-1 code: customary spellings first (北京 beijing, peking); then pinyin, for TW Wade-Giles and
    the looser habits before it, for HK and MO Cantonese spellings. Empty where there is no Han character. To compare
    spellings of Mandarin take `chinese_key`.
    """
    key = "".join(_HAN_RUN.findall(common(text)))
    if not key:
        return ()
    usual, length = _customary(key, territory)
    rest = key[length:]
    if rest and usual:
        tails = romanisations(rest, territory)[:3]
        found = [opening + tail for opening in usual for tail in tails]
    else:
        found = list(usual)
    syllables = pinyin(key)
    plain = "".join(syllables).replace("v", "u")
    if territory in ("HK", "MO"):
        found += [*_cantonese(key), plain, "".join(map(_wade, syllables))]
    elif territory == "TW":
        loose = "".join(dict(_LOOSE).get(syllable, syllable) for syllable in syllables)
        found += ["".join(map(_wade, syllables)), plain, loose.replace("v", "u"), "".join(map(_half_wade, syllables))]
    else:
        found += [plain, "".join(syllables).replace("v", "yu"), "".join(syllables), "".join(map(_wade, syllables))]
    return tuple(islice(dict.fromkeys(spelling for spelling in found if spelling), 12))


def _half_wade(syllable: str) -> str:
    """Wade-Giles for the sounds that it is most known by, with pinyin's b, d and g: Dong Hwa, Da-Yeh."""
    wade = _wade(syllable).replace("ung", "ong")
    return syllable[0] + wade[1:] if syllable[0] in "bdg" else wade.replace("hua", "hwa")


def _customary(key: str, territory: str | None) -> tuple[tuple[str, ...], int]:
    """The customary spellings of the longest opening of a name that has any, and how long that opening is."""
    table = vocabulary("romanised")
    own: dict[str, list[str]] = table.get({"MO": "HK"}.get(territory or "", territory or ""), {})
    everywhere: dict[str, list[str]] = table["any"]
    for length in range(min(len(key), 5), 1, -1):
        opening = key[:length]
        if usual := [*own.get(opening, ()), *everywhere.get(opening, ())]:
            return tuple(dict.fromkeys(usual)), length
    return (), 0


# Jyutping to the spellings usual in Hong Kong's names (the Government's own, never published as rules; Gazetteer of Place
# Names of Hong Kong): the first is the likeliest.
_JYUTPING = re.compile("^(gw|kw|ng|[bpmfdtnlgkhwzcsj]?)([aeiou]+|yu)([a-z]*)$")
_CANTONESE_LEADS = {"g": "k", "gw": "kw", "z": "ch", "c": "ch", "j": "y", "b": "p", "d": "t"}
_CANTONESE_FINALS = {
    **{"aa" + end: ("a" + end,) for end in ("", "i", "u", "m", "n", "ng", "p", "t", "k")},
    **{"a" + end: ("a" + end, "u" + end) for end in ("m", "n", "p", "t", "k")},
    "ang": ("ang", "eng"),
    "ai": ("ai",),
    "i": ("i", "ze"),
    "ei": ("ei", "i"),
    "ou": ("o", "ou"),
    "u": ("u", "oo"),
    "un": ("un", "oon"),
    "yu": ("yu", "ue"),
    "yun": ("uen", "yuen"),
    "yut": ("uet", "yuet"),
    "oe": ("eu",),
    "oeng": ("eung",),
    "oek": ("euk",),
    "eoi": ("ui",),
    "eon": ("un",),
    "eot": ("ut",),
}


def _cantonese(key: str) -> Iterator[str]:
    """Spellings in the ways of Hong Kong: every mixture of the ways for a short name, else all syllables in one way."""
    sounds = [(_tables()["yue"].get(char) or _by_simple("yue").get(char) or ("",))[0] for char in key]
    if len(sounds) <= 2:
        ways = [tuple(dict.fromkeys(_cantonese_syllable(sound, way) for way in (0, 1))) for sound in sounds]
        yield from map("".join, product(*ways))
    else:
        for way in (0, 1):
            yield "".join(_cantonese_syllable(sound, way) for sound in sounds)
    yield "".join(_cantonese_syllable(sound, 1, soft=True) for sound in sounds)


def _cantonese_syllable(sound: str, way: int, soft: bool = False) -> str:
    match = _JYUTPING.match(sound)
    if match is None:
        return sound
    lead, final = match[1], match[2] + match[3]
    spelt = _CANTONESE_FINALS.get(final, (final,))
    letters = lead if soft and lead in ("b", "d", "g") else _CANTONESE_LEADS.get(lead, lead)
    if lead == "s" and way == 1 and final[0] in "uyei":
        letters = "sh"
    written: str = spelt[min(way, len(spelt) - 1)]
    return written if letters == "y" and written.startswith("y") else letters + written


@cache
def _tables() -> dict[str, dict[str, tuple[str, ...]]]:
    """Readings by language and character, first reading first (data/readings.tsv)."""
    tables: dict[str, dict[str, tuple[str, ...]]] = {"ko": {}, "yue": {}}
    further: list[tuple[str, str, str]] = []
    for line in files("teikei.names").joinpath("data", "readings.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, sound, chars, others = line.split("\t")
        tables[language].update(dict.fromkeys(chars, (sound,)))
        further.append((language, sound, others))
    for language, sound, others in further:
        for char in others:
            tables[language][char] = (*tables[language][char], sound)
    return tables


@cache
def _by_simple(language: str) -> dict[str, tuple[str, ...]]:
    """Readings by the common form of a character; of several characters with one form, the first listed decides."""
    found: dict[str, tuple[str, ...]] = {}
    for char, sounds in _tables()[language].items():
        found.setdefault(common(char), sounds)
    return found


# 두음법칙, the initial-sound rule (한글 맞춤법 10-12): how r and n at the head of a word are written in the south.
_HEADS = {
    **dict(
        zip("라락란랄람랍랑래랭로록론롱뢰료룡루류륙륜률륭르륵름릉", "나낙난날남납낭내냉노녹논농뇌요용누유육윤율융느늑늠능", strict=True)
    ),
    **dict(zip("략량려력련렬렴렵령례리린림립녀년념녕뇨니닉", "약양여역연열염엽영예이인임입여연염영요이익", strict=True)),
}


@lru_cache(maxsize=65_536)
def hangul(text: str) -> tuple[str, ...]:
    """Korean readings of a name in Han characters, best first, at most six: 慶北 gives 경북, 李 이, 龍仁 용인.

    r and n at the head follow the initial-sound rule (the form of the north, 리, comes last); 率 and 列 after a vowel or n
    are not looked at. Hangul stays as it is. Empty where a character has no Korean reading.
    """
    readings: list[tuple[str, ...]] = []
    for char in unicodedata.normalize("NFKC", text):
        if "가" <= char <= "힣":
            readings.append((char,))
            continue
        sounds = _tables()["ko"].get(_traditional(char)) or _tables()["ko"].get(char) or _by_simple("ko").get(common(char))
        if sounds is None:
            return ()
        readings.append(sounds)
    if not readings:
        return ()
    spelt = ["".join(choice) for choice in islice(product(*readings), 4)]
    south = [_HEADS.get(name[0], name[0]) + name[1:] for name in spelt]
    return tuple(islice(dict.fromkeys([*south, *spelt]), 6))


# The key of Mandarin spellings. C stands for zh, ch, j, q, z, c, ts, tz; S for sh, x, hs, s; R for r and for Wade-Giles' j.
_KEY_STEPS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"ee", "i"),
        (r"oo", "u"),
        (r"tzu|tze|ts'?u(?![aeino])", "Ci"),
        (r"ssu|szu|sze", "Si"),
        (r"j(?=[eao]|ih)", "R"),
        (r"r(?=[aeiou])", "R"),
        (r"zh|ch|tz|ts|[jqzc]", "C"),
        (r"hs|sh|x|s", "S"),
        (r"g(?!$)(?<!n)|kh?|(?<=n)g(?=[aeiouw])", "k"),
        (r"d|th", "t"),
        (r"b|ph", "p"),
        (r"lv|lyu", "lu"),
        (r"nv|nyu", "nu"),
        (r"(?<=[aeiou])h(?![aeiouw])", ""),
        (r"w", "u"),
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
        (r"n[gk]", "G"),
        (r"oG", "uG"),
        (r"ian(?!G)", "ien"),
        (r"uo|o", "e"),
        (r"uei", "ui"),
        (r"uen", "un"),
        (r"ieu", "iu"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=262_144)
def chinese_key(text: str) -> str:
    """The coarse key under which pinyin, Wade-Giles and the looser spellings of one Mandarin name meet.

    Qinghua, Ch'ing-hua, Tsing Hua and Tsinghua agree, so do Zhongzheng and Chung Cheng; so may different names: it finds
    candidates, and what is alike by it alone is weak evidence. From Latin letters; empty without any.
    """
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    key = re.sub("[^a-z]+", "", text.lower())
    for pattern, replacement in _KEY_STEPS:
        key = pattern.sub(replacement, key)
    return key
