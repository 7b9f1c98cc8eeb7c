"""Korean names: hangul to Latin letters, and the coarse key under which their many spellings meet.

慶北 is Gyeongbuk by the rules of 2000, Kyŏngbuk by McCune and Reischauer, and Kyungpook on the university's own gate.
A spelling says which consonants and roughly which vowels there are, and no more: `korean_key` keeps just that.
Sources: 국어의 로마자 표기법 (Ministry of Culture, 2000-8); McCune and Reischauer, Romanization of the Korean Language (1939).
"""

import re
import unicodedata
from functools import lru_cache

KOREAN = ("KR", "KP")  # territories whose names are read in Korean
_LEADS = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
_VOWELS = ("a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i")
# What a final consonant sounds as before a consonant or a pause.
_TAILS = (
    "",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "l",
    "l",
    "l",
    "p",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "ng",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
)
# What a final consonant sounds as before a vowel: 국악 is gugak.
_LINKED = (
    "",
    "g",
    "kk",
    "gs",
    "n",
    "nj",
    "n",
    "d",
    "r",
    "lg",
    "lm",
    "lb",
    "ls",
    "lt",
    "lp",
    "r",
    "m",
    "b",
    "bs",
    "s",
    "ss",
    "ng",
    "j",
    "ch",
    "k",
    "t",
    "p",
    "",
)
_FIRST, _LAST = 0xAC00, 0xD7A3

# Two sounds that meet, and what they become (표기법 3.1): 국민 gungmin, 신라 silla, 강릉 gangneung, 독립 dongnip.
_MEETINGS = {
    **{("k", lead): ("ng", lead) for lead in ("n", "m")},
    **{("t", lead): ("n", lead) for lead in ("n", "m")},
    **{("p", lead): ("m", lead) for lead in ("n", "m")},
    ("k", "r"): ("ng", "n"),
    ("t", "r"): ("n", "n"),
    ("p", "r"): ("m", "n"),
    ("m", "r"): ("m", "n"),
    ("ng", "r"): ("ng", "n"),
    ("n", "r"): ("l", "l"),
    ("l", "n"): ("l", "l"),
    ("l", "r"): ("l", "l"),
    ("k", "h"): ("", "k"),
    ("t", "h"): ("", "t"),
    ("p", "h"): ("", "p"),
}


def is_hangul(text: str) -> bool:
    """Whether a text holds a syllable of hangul."""
    return any("가" <= char <= "힣" for char in text)


def _syllables(text: str) -> list[tuple[int, int, int]]:
    found = []
    for char in unicodedata.normalize("NFC", text):
        offset = ord(char) - _FIRST
        if 0 <= offset <= _LAST - _FIRST:
            found.append((offset // 588, offset % 588 // 28, offset % 28))
    return found


@lru_cache(maxsize=65_536)
def revised(text: str) -> str:
    """Hangul by the rules of 2000, small letters run together: 경북 is gyeongbuk, 신라 is silla. Signs of other scripts are left out."""
    syllables = _syllables(text)
    parts: list[str] = []
    lead = _LEADS[syllables[0][0]] if syllables else ""
    for place, (_, vowel, tail) in enumerate(syllables):
        following = syllables[place + 1] if place + 1 < len(syllables) else None
        parts.append(lead + _VOWELS[vowel])
        if following is None:
            parts.append(_TAILS[tail])
            continue
        lead = _LEADS[following[0]]
        if following[0] == 11 and tail:
            parts.append(_LINKED[tail])
            continue
        end, lead = _MEETINGS.get((_TAILS[tail], lead), (_TAILS[tail], lead))
        parts.append(end)
    return "".join(parts)


# The key: capital letters are classes of sounds. O stands for every back vowel (eo, o, u, eu, oo, ou), E for e, ae, ai, ei,
# I for i, ui, ee, A for a; G for ng, for n before k or g, and for a k that a nasal follows.
_KEY_STEPS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"ew(?=h)", "I"),  # Ewha: the old spelling of 이 before 화
        (r"w", ""),  # 원 is won, 우 is woo: a w says little
        (r"sh", "s"),
        (r"tch|ch|jj|j|z", "c"),
        (r"(?<=[kgtdpbc])h", ""),  # k', kh: aspiration is written or not
        (r"h(?![aeiouy])", ""),  # Kumoh, Sahmyook
        (r"kk|g|q|x", "k"),
        (r"tt|d", "t"),
        (r"pp|b|f|v", "p"),
        (r"r", "l"),
        (r"eui|ui|yi|ee|ie", "I"),
        (r"(?<=[klmnptcsh])y(?![aeiou])", "I"),  # Hallym
        (r"yeou|yeo|yeu|you|yoo|yo|yu", "yO"),
        (r"yae|yai|yei|ye|iae|oe|oi|ae|ai|ay|ei|ey", "E"),
        (r"eou|eoo|eo|eu|oo|ou|o|u", "O"),
        (r"e", "E"),
        (r"i|y(?![OAa])", "I"),
        (r"a", "A"),
        (r"nk+", "G"),  # ng, nk, ngg, ngk: 한국 is Hanguk and Hankuk
        (r"(.)\1+", r"\1"),
        (r"k(?=[nml])", "G"),
        (r"t(?=[nml])", "n"),
        (r"p(?=[nml])", "m"),
        (r"(?<=[Gm])l", "n"),
        (r"nl|ln", "l"),
        (r"(.)\1+", r"\1"),
    )
)
_NO_LETTER = re.compile("[^a-z]+")


@lru_cache(maxsize=262_144)
def korean_key(text: str) -> str:
    """The coarse key under which the spellings of one Korean name meet, from hangul or from Latin letters.

    경북, Gyeongbuk, Kyŏngbuk, Kyungpook and Kyongbuk all give kyOGpOk. Blanks, hyphens, case and marks do not matter.
    Empty where there is neither hangul nor a Latin letter. Two different names may share a key: it finds candidates, and
    what is alike by it alone is weak evidence.
    """
    if is_hangul(text):
        text = revised(text)
    elif not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    key = _NO_LETTER.sub("", text.lower())
    for pattern, replacement in _KEY_STEPS:
        key = pattern.sub(replacement, key)
    return key
