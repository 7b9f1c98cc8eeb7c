"""How long an agreement holds, as printed: a day, a period, automatic renewal, no end, a renewal under way."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from teikei.rules.days import DateOrder, ReadDay, find_days, read_day

AUTO_RENEW, INDEFINITE, RENEWAL_PENDING = "auto-renew", "indefinite", "renewal-pending"

# The order matters: 自動更新手続中 is a renewal under way, not an automatic one.
_SAYINGS = (
    (RENEWAL_PENDING, r"手続き?中|更新中|更新手続|交渉中|協議中|申請中|(?:renewal|extension)\s+(?:is\s+)?(?:pending|in progress|under)|pending\s+(?:renewal|extension)|(?:under|in)\s+(?:renewal|negotiation|procedure|process)|being renewed"),
    (AUTO_RENEW, r"自動(?:的に)?(?:更新|延長|継続)(?!の?手続)|(?:annual(?:ly)?\s+)?auto(?:matic(?:ally)?)?[\s-]*(?:renew|exten)\w*(?:\s+(?:every|for)\s+\d{1,2}\s+years?)?|(?:renew|extend)\w*\s+automatically|(?:reînnoire|prelungire|reconduction|renovación|renovação|rinnovo|recondução)\s+(?:tacit\w*|tácita|automátic\w*|automatic\w*)|tacite\s+reconduction|자동\s?(?:갱신|연장)|自動續約|自动续约"),
    (INDEFINITE, r"無期限|期限(?:なし|無し)|(?:期限|期間|有効期限|有効期間)の?定め(?:なし|無し|のない|がない)|定めなし|永続|永年|indefinite\w*|open[\s-]ended|no\s+(?:end|expir\w+|limit|fixed term)(?:\s+date)?|permanent|unlimited|without\s+(?:end|term|limit)|perpetual|endless|forever|indefinid\w*|indéterminée?|illimitée?|unbefristet|bezterminow\w*|süresiz|бессрочн\w*|무기한"),
)  # fmt: skip
_SAYING = re.compile("|".join(f"(?P<s{index}>{words})" for index, (_, words) in enumerate(_SAYINGS)), re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s*(?:[~〜–—―→]|-+|から|より|to|until|till|through|(?<=\s)(?:a|al|à|au|até|hasta|bis|do|до)(?=\s))\s*", re.IGNORECASE
)
_UP_TO = re.compile(r"\s*(?:[~〜-]|until|till|up to)?\s*(?:まで|迄)?[。.]?\s*", re.IGNORECASE)
_BESIDE = re.compile(r"\s*(?:[/,、;]\s*([^()]+)|\(([^()]+)\))\s*")
_LENGTH = re.compile(
    r"(?:[^\W\d]{2,10} ){0,2}\d{1,2}[ -]?(?:年間?|years?|yrs?\.?|ans?|años?|anos?|anni|ani|jahre?|lat|yıl|년)(?: (?:renewable|renouvelables?|renovables?|rinnovabil[ei]))?",
    re.IGNORECASE,
)
# A plain hyphen between two days, which a day does not begin with: 2015.10.20-2018.10.19.
_HYPHEN = re.compile(r"(?<=\d)\s*-\s*(?=(?:19|20)\d\d(?:[-./年]|$))")
_NOTHING = re.compile(r"[\s(),、。.;:]*")


@dataclass(frozen=True, slots=True)
class ReadTerm:
    """A printed term: the day it begins (None where it says none), and its end as `read_end` gives it."""

    valid_from: ReadDay | None
    valid_to: str | None


def saying(text: str) -> str | None:
    """What words say of an end: "auto-renew", "indefinite", "renewal-pending"; None where they say nothing of it."""
    match = _SAYING.search(unicodedata.normalize("NFKC", text))
    return _SAYINGS[int(str(match.lastgroup)[1:])][0] if match else None


def find_sayings(text: str) -> list[tuple[int, int, str]]:
    """Where in a text words about an end stand: start, end and what they say, in order."""
    return [(match.start(), match.end(), _SAYINGS[int(str(match.lastgroup)[1:])][0]) for match in _SAYING.finditer(text)]


@lru_cache(maxsize=65_536)
def read_end(text: str, order: DateOrder | None = None) -> str | None:
    """The end of validity: a day in ISO order, "auto-renew", "indefinite", "renewal-pending"; other words as printed.

    Of a period (2013.3.15～2018.3.14, 2006.4.5-自動延長) it is the end. None where the text is empty.
    """
    if not text.strip():
        return None
    read = read_day(text, order)
    if read.date is not None and read.problem is None:
        return read.date.isoformat()
    if term := read_period(text, order):
        return term.valid_to or text
    if said := saying(text):
        return said
    plain = unicodedata.normalize("NFKC", text)
    days = find_days(plain, order)
    if len(days) == 1 and days[0].read.problem is None and _UP_TO.fullmatch(plain[: days[0].start] + plain[days[0].end :]):
        date = days[0].read.date
        return date.isoformat() if date else text
    return text


@lru_cache(maxsize=65_536)
def read_period(text: str, order: DateOrder | None = None) -> ReadTerm | None:
    """A term with its beginning: 2013.3.15～2018.3.14, 2006.4.5-自動延長, 2015年4月1日から. None where the text is no period."""
    plain = _HYPHEN.sub("~", unicodedata.normalize("NFKC", text).strip())
    days = find_days(plain, order)
    if not days or not _NOTHING.fullmatch(plain[: days[0].start]):
        return None
    rest = plain[days[0].end :]
    between = _BETWEEN.match(rest)
    if not between:
        return _with_length(days[0].read, rest) if len(days) == 1 else None
    end = rest[between.end() :]
    if len(days) == 2 and days[1].start == days[0].end + between.end() and days[1].read.date and not days[1].read.problem:
        said = saying(plain[days[1].end :])
        if said or _UP_TO.fullmatch(re.sub(r"[()]", "", plain[days[1].end :])):
            return ReadTerm(days[0].read, said or days[1].read.date.isoformat())
        return None
    if len(days) > 1:
        return None
    if said := saying(end):
        return ReadTerm(days[0].read, said)
    return ReadTerm(days[0].read, None) if _NOTHING.fullmatch(end) else None


def length_behind(text: str) -> tuple[int, str] | None:
    """Where words that say how long an agreement holds begin at a text's end, with the sign before them, and the words.

    "… le 24/05/2012 ; validité 5 ans renouvelable." gives the place of the blank before ";". None where there are none.
    """
    bare = text.rstrip(" .。)")
    start = max(bare.rfind(sign) for sign in ",;、(")
    words = bare[start + 1 :].strip()
    return (len(bare[:start].rstrip()), words) if start > 0 and _LENGTH.fullmatch(words) else None


def _with_length(day: ReadDay, rest: str) -> ReadTerm | None:
    """A day with words beside it of how long it holds: 2010-03-05 (5 years), 2012.8.15 / open-ended."""
    match = _BESIDE.fullmatch(rest)
    if not match:
        return None
    words = (match[1] or match[2]).strip()
    said = saying(words)
    return ReadTerm(day, said or words) if said or _LENGTH.fullmatch(words) else None
