"""What the words of a list's layout mean: heads of columns, region names, counters, legend sentences."""

import re
import tomllib
import unicodedata
from dataclasses import fields
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from teikei.names.folding import fold
from teikei.names.regions import region_in_english
from teikei.rules.counting import Counted, CountingRules


@cache
def layout_words() -> dict[str, Any]:
    """The authored vocabulary data/layout.toml."""
    return tomllib.loads(files("teikei.lists").joinpath("data", "layout.toml").read_text(encoding="utf-8"))


@cache
def _headers() -> dict[str, str]:
    return {fold(word): name for name, words in layout_words()["headers"].items() for word in words}


@cache
def _regions() -> frozenset[str]:
    names = layout_words()["regions"]["names"]
    return frozenset(fold(name) for name in (*names, *filter(None, map(region_in_english, names))))


@cache
def _head_patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(each["field"], re.compile(each["pattern"], re.IGNORECASE)) for each in layout_words()["head_patterns"]]


_BRACKETS = re.compile(r"[(（\[［【][^()（）\[\]［］【】]*[)）\]］】]")
_NOTE_SIGNS = re.compile(r"[※＊*†♦★☆●○◎]+\d*")
_HEAD_PARTS = re.compile(r"\n|\s*[/／|]\s*|\s{2,}|(?<=[\u3000-\u9fff])\s+(?=[A-Za-z])|(?<=[A-Za-z.])\s+(?=[\u3000-\u9fff])")
LONGEST_HEAD = 80
# What is longer states no count (characters), and patterns are not tried on it.
LONGEST_LINE = 300
_KEY_JOINT = re.compile("_|(?<=[a-z])(?=[A-Z])")
_NAMES_AN_INSTITUTION = re.compile("大学(?!院?間)|universi|institut", re.IGNORECASE)


@cache
def _kind_words() -> re.Pattern[str]:
    words = sorted(layout_words()["content"]["kinds"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE)


def is_kind_like(text: str) -> bool:
    """Whether a text says what kind of agreement it is, and names no institution."""
    return bool(_kind_words().search(text)) and not _NAMES_AN_INSTITUTION.search(text)


@lru_cache(maxsize=16_384)
def head_fields(head: str) -> tuple[str, ...]:
    """What a column with this head holds ("institution", "units" …; "-" for a known column that is not read).

    Two or more where one column holds several values, as 締結母体 締結年月日 says; none where the head is not known. A head
    in two languages, with a note in brackets or a sign behind it, means what it means without them.
    """
    if not head or len(head) > LONGEST_HEAD:
        return ()
    plain = unicodedata.normalize("NFKC", head)
    bare = _NOTE_SIGNS.sub("", plain).strip() or plain.strip()
    if (field := _headers().get(fold(bare))) is not None:
        return (field,)
    if " " not in bare and bare.isascii():
        bare = _KEY_JOINT.sub(" ", bare)  # a program's key: agreement_end, signedOn
        if (field := _headers().get(fold(bare))) is not None:
            return (field,)
    outside = _BRACKETS.sub("", bare).strip()
    if (field := _by_pattern(bare)) and (
        field == "partner_unit" or "の" in outside or (field == "units" and not set(outside) & set(" 日年/"))
    ):
        return (field,)  # 相手機関部局, 所在国の名称 and 締結学部 are one head each, not two
    fields = _quotas(bare) or glued_fields(outside)
    spaced = bool(re.search(r"[A-Za-z] +[A-Za-z]", outside))
    if len(fields) > (2 if spaced else 1) and "region" not in fields and "-" not in fields:
        return fields
    if field := _by_pattern(" ".join(bare.split())):
        return (field,)
    if outside != bare and outside and (field := _headers().get(fold(outside)) or _by_pattern(outside)):
        return (field,)
    parts = [field for part in _HEAD_PARTS.split(bare) if part for field in _one(part)]
    if parts:
        return tuple(parts[:1])
    words = _glued(outside)
    return words if len(words) == 1 else ()


# The places for students sent and received, which one column may hold.
QUOTAS = {"quota_in", "quota_out"}


def _quotas(head: str) -> tuple[str, ...]:
    """Both directions of exchange, in the order in which the brackets behind a head name them: 交流定員（派遣／受入）. () where they do not."""
    match = _BRACKETED_HEAD.match(head)
    named = tuple(field for part in _HEAD_PARTS.split(match[2].replace("・", "/")) for field in _one(part)) if match else ()
    return named if set(named) == QUOTAS else ()


_BRACKETED_HEAD = re.compile(r"^(.+?)\s*[(（\[［【]([^()（）\[\]［］【】]+)[)）\]］】]$", re.DOTALL)


def bracketed_field(head: str) -> str | None:
    """What stands in brackets behind each name of a column: 協定校（本学部局） has our units there. None where the head says none."""
    match = _BRACKETED_HEAD.match(unicodedata.normalize("NFKC", head)) if len(head) <= LONGEST_HEAD else None
    if not match:
        return None
    inside = _one(match[2])
    return inside[0] if inside and inside[0] in ("units", "territory", "partner_unit", "region", "location", "concluded_on") else None


def _one(part: str) -> tuple[str, ...]:
    field = _headers().get(fold(part)) or _by_pattern(part)
    return (field,) if field else ()


def _by_pattern(text: str) -> str | None:
    spaceless = re.sub(r"(?<=[\u3000-\u9fff])\s+|\s+(?=[\u3000-\u9fff])", "", text)
    return next((field for field, pattern in _head_patterns() if pattern.fullmatch(spaceless)), None)


@cache
def _glue_pattern() -> re.Pattern[str]:
    words = {unicodedata.normalize("NFKC", word) for words in layout_words()["headers"].values() for word in words}
    ordered = sorted((word for word in words if len(word) > 1), key=len, reverse=True)

    def bounded(word: str) -> str:
        # A Latin word begins where no letter stands or with a capital, and ends where no small letter goes on: "AreaCountry"
        # is two heads, "Countryside" and the end of "Dublin" are none. 大学院 is no 大学.
        begins = r"(?:(?<![A-Za-zà-ɏ])|(?=[A-Z]))" if word[0].isascii() and word[0].isalpha() else ""
        ends = r"(?![a-z])" if word[-1].isascii() and word[-1].isalpha() else "(?!院)" if word.endswith("大学") else ""
        return rf"{begins}(?i:{re.escape(word)}){ends}"

    return re.compile("|".join(map(bounded, ordered)))


@lru_cache(maxsize=4096)
def glued_fields(line: str) -> tuple[str, ...]:
    """The fields of a line in which heads of columns stand one after the other, with blanks or nothing between.

    None where known heads do not make up nearly all of the line.
    """
    fields = _glued(line)
    return fields if len(fields) > 1 and len(set(fields)) == len(fields) else ()


def _glued(line: str) -> tuple[str, ...]:
    """The fields that the words of a line name, in order; University / Institution are one. () where it has other words too."""
    if len(line) > 3 * LONGEST_HEAD or any(map(str.isdigit, line)):
        return ()
    plain = _NOTE_SIGNS.sub(" ", _BRACKETS.sub(" ", unicodedata.normalize("NFKC", line)))
    plain = re.sub(r"(?<=[^\x00-\x7f])[ ](?=[^\x00-\x7f](?:[ ]|$))", "", plain)
    found = list(_glue_pattern().finditer(plain))
    letters = sum(char.isalnum() for char in plain)
    covered = sum(char.isalnum() for match in found for char in match[0])
    fields = tuple(name for name, _ in groupby(_headers()[fold(match[0])] for match in found))  # University / Organization is one
    return fields if covered >= 0.8 * letters else ()


# The head of a column of what happened in a year: visits, students.
YEAR_HEAD = re.compile(r"(?:19|20)\d\d\s*(?:年度?)?")


def columns_of(cells: tuple[str, ...]) -> dict[str, int] | None:
    """Which column holds what, where the cells are the head of a list's table; else None.

    A head names the institution's column and at least one more, and a fair part of its cells are known words.
    """
    named = [(index, head_fields(cell)) for index, cell in enumerate(cells) if cell and not YEAR_HEAD.fullmatch(cell)]
    columns: dict[str, int] = {}
    known = 0
    for index, names in named:
        known += bool(names)
        for name in names:
            if name != "-":
                columns.setdefault(name, index)
    for name in ("institution", "territory"):
        if name not in columns and f"{name}_alt" in columns:
            columns[name] = columns.pop(f"{name}_alt")
    fair = 3 * known >= 2 * len(named) - 2 or (len(columns) > 2 and 5 * known >= 2 * len(named))
    if "institution" not in columns or len(columns) < 2 or not fair:
        return None
    if len(set(columns.values())) < 2:
        return None
    return columns


_REGION_ENDING = re.compile(r"(?:地域|諸国|州|圏|地区|方面)$|\s+(?:region|area|countries)$", re.IGNORECASE)


@lru_cache(maxsize=16_384)
def is_region_name(label: str) -> bool:
    """Whether a label is a usual name for a group of territories."""
    return fold(label) in _regions() or fold(_REGION_ENDING.sub("", label.strip())) in _regions()


def whole_number(text: str) -> int | None:
    """The number that a text is, in any width, with or without thousands commas; None where it is not one."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 9 else None


@cache
def _any_counter() -> str:
    """A pattern for any counter, the longest first."""
    return "|".join(map(re.escape, sorted(_counter_meaning(), key=len, reverse=True)))


@cache
def _counter_pattern() -> re.Pattern[str]:
    return re.compile(rf"([^\s()（）\[\]【】、。:：・]*?)\s*({_any_counter()})(?![A-Za-z])")


@cache
def _counter_meaning() -> dict[str, Counted]:
    return {word: of for of, words in layout_words()["counters"].items() for word in words}


@cache
def _any_sum() -> str:
    return "|".join(map(re.escape, sorted(layout_words()["content"]["sums"], key=len, reverse=True)))


@cache
def _around_counts() -> re.Pattern[str]:
    """Words and signs that stand beside a stated number and say nothing else: 合計, insgesamt, with."""
    signs = r"[\s()\[\]【】、,。.:・/約]"
    return re.compile(rf"(?:協定|機関|大学|校|締結|提携|相手)*(?:総数|数)|{_any_sum()}|全|with|in|and|{signs}", re.IGNORECASE)


@cache
def _before_number() -> re.Pattern[str]:
    return re.compile(rf"^(?:(?:{_any_sum()}|約|全|延べ|のべ)\s*)+", re.IGNORECASE)


# What cannot be meant as a number: words. A misprint such as 1O or x may be.
_NO_NUMBER = re.compile("[ぁ-ヿ々]|(?![〇零一二三四五六七八九十百千])[㐀-鿿]|[A-Za-z]{2}")


def counts_in(text: str) -> list[tuple[Counted, int | None, str]]:
    """The counts that a line or bracket states: what is counted, the number (None where unreadable), its words.

    "(55ヶ国・地域 378機関423協定)" gives three, "Number of institutions: 12" one. Empty where anything but numbers with their counters, brackets and
    words such as 計 stands in the text.
    """
    if len(text) > LONGEST_LINE:
        return []
    plain = unicodedata.normalize("NFKC", text).replace("カ国", "ヶ国")
    if match := _counted_number().fullmatch(plain.strip()):
        return [_count_behind(match)]
    found: list[tuple[Counted, int | None, str]] = []

    def take(match: re.Match[str]) -> str:
        text = _before_number().sub("", match[1])
        number = whole_number(text)
        if number is None and (not text or len(text) > 6 or _NO_NUMBER.search(text)):
            return match[0]  # 大韓民国 is no number of 国
        found.append((_counter_meaning()[match[2]], number, match[0].strip()))
        return ""

    rest = _counter_pattern().sub(take, plain)
    rest = _around_counts().sub("", rest)
    if rest or not any(number is not None for _, number, _ in found):
        return []
    return found


_FLAG = re.compile("^[\U0001f1e6-\U0001f1ff]{2}\\s*(?=\\S)")
_BULLET = re.compile(rf"^[■□◆◇●○◎・•‣▪▼▽▶►▷⚫◼-]\s*(?=\S)|{_FLAG.pattern}")  # a flag is a sign, too
_ALL_IN_BRACKETS = re.compile(r"^[【《〈≪［\[]\s*([^【】《》〈〉≪≫［］\[\]]+?)\s*[】》〉≫］\]]\s*(.*)$")


def without_bullet(text: str) -> str:
    """A line without the sign that begins it, and a heading without the brackets round it: ■中国, ・北京大学, 【アジア】."""
    bare = _BULLET.sub("", text)
    match = _ALL_IN_BRACKETS.match(bare)
    return f"{match[1]} {match[2]}".strip() if match else bare


_COUNT_IN_BRACKETS = re.compile(r"^(.*?)\s*[(（\[［【〔]\s*([^()（）\[\]［］【】〔〕]*?)\s*[)）\]］】〕](?:\s*[*＊※†]+)*$")
_COUNT_BEHIND = re.compile(r"^(.*?(?:[^\d\s,.第約計全]|(?<=[A-Z])\.))[\s:：、,–—-]*((?:合計|総計|小計|計|全|約)?\s*\d{1,5}\s*\D{0,30})$")


def label_and_count(text: str) -> tuple[str, tuple[Counted | None, int | None, str] | None]:
    """A heading's label and the count behind it: インド (10機関) → インド and 10 institutions; アジア 63, 欧州24機関, Asia: 10.

    The count's kind is None for a bare number. A bracket that states no count stays in the label: 香港(HKSR).
    A bracket with a counter but no readable number gives the number None. A number without brackets is a count only
    with its counter, or behind the name of a region or territory.
    """
    if len(text) > LONGEST_LINE:
        return text, None
    text = _FLAG.sub("", text)
    match = _COUNT_IN_BRACKETS.match(text)
    if match and match[1] and (count := _count_of(match[2])):
        return match[1], count
    if len(text) <= 80 and text[-1:] not in ")）" and (match := _COUNT_BEHIND.match(unicodedata.normalize("NFKC", text))):
        label = text[: len(match[1])] if text.startswith(match[1]) else match[1]
        count = _count_of(match[2])
        if count and count[1] is not None and (count[0] or is_region_name(label)):
            return label, count
    return text, None


def _count_of(inside: str) -> tuple[Counted | None, int | None, str] | None:
    """The count that a text states, nothing else being in it."""
    if (number := whole_number(inside)) is not None:
        return None, number, inside
    plain = _before_number().sub("", unicodedata.normalize("NFKC", inside)).strip()
    if (number := whole_number(plain)) is not None:
        return None, number, inside
    counter = _counter_pattern().fullmatch(plain)
    if counter is None or (len(counter[1]) > 6 and whole_number(counter[1]) is None):
        return None
    number = whole_number(counter[1])
    if number is None and _NO_NUMBER.search(counter[1]):
        return None
    return _counter_meaning()[counter[2]], number, inside


def _counter(printed: str) -> str:
    """The counter as the vocabulary writes it, whatever its case."""
    return printed if printed in _counter_meaning() else printed.lower()


def _count_behind(match: re.Match[str]) -> tuple[Counted, int | None, str]:
    return _counter_meaning()[_counter(match["counter"])], int(match["number"]), match[0].strip()


def counts_within(text: str) -> list[tuple[Counted, int | None, str]]:
    """The counts with their counters anywhere in a line of the list's head: 総数：21件（7か国・地域19機関）. 第3大学 states none."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST_LINE]).replace("カ国", "ヶ国")
    plain = _NUMBER_OF.sub("", plain)
    return [_count_behind(match) for match in _counted_number().finditer(plain)] or [
        (_counter_meaning()[_counter(match[2])], int(match[1].replace(",", "")), match[0].strip())
        for match in _number_and_counter().finditer(plain)
    ]


# 5つの国・地域, 9の大学: what stands between a number and what it counts.
_NUMBER_OF = re.compile(r"(?<=\d)(?:つの|の|か所の)(?=国|地域|大学|機関|校)")


@cache
def _counted_number() -> re.Pattern[str]:
    """A number behind what it counts: 協定校数：45, 機関数合計 5, Number of institutions in all countries: 12."""
    counter = _any_counter()
    return re.compile(
        rf"(?:(?:(?:total )?number|no\.|total) of (?:partner )?|(?<![^\s協定締結相手提携])(?=[^\s]*数))(?P<counter>{counter})(?:数?(?:合計|総計|計)?|(?: in all| in)(?: [a-z]+){{0,3}})\s*(?:is|are)?\s*[:：=]?\s*(?P<number>\d{{1,6}})(?!\d)(?!\s*(?:{counter}))",
        re.IGNORECASE,
    )


def is_number_behind(text: str) -> bool:
    """Whether a text is a number behind what it counts, and nothing else: 協定校数：45."""
    return len(text) <= LONGEST_LINE and bool(
        _counted_number().fullmatch(unicodedata.normalize("NFKC", text).replace("カ国", "ヶ国").strip())
    )


@cache
def _number_and_counter() -> re.Pattern[str]:
    return re.compile(rf"(?<![第\d.,/-])(\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})\s*({_any_counter()})(?![A-Za-z])", re.IGNORECASE)


@cache
def _legend_patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(patterns), re.IGNORECASE) for name, patterns in layout_words()["legend"].items()}


def says_not_counted(text: str) -> bool:
    """Whether a note says that the rows under it are not counted."""
    return bool(_legend_patterns()["not_counted"].search(unicodedata.normalize("NFKC", text)))


DAY_OF_THE_LIST = re.compile(
    r"現在|時点|基準日|as of|as at|updated|기준|截[至止]|更新(?:日期|時間)|\bstand(?: vom)?(?=[\s:])|(?:situation|état|mise à jour) (?:au|du)"
    r"|actualizad[oa](?: al?)?|atualizad[oa](?: em)?|aggiornat[oaie] al|(?:attiv[ie]|vigent[ei]s?|in vigore|en vigueur) (?:al|au|em)(?= )|stan na|по состоянию на",
)


def says_its_day(text: str) -> bool:
    """Whether a line has the words with which a list says for which day it speaks."""
    return bool(DAY_OF_THE_LIST.search(text.lower()))  # of lower letters only: lines are many


def rules_of(legend: tuple[str, ...]) -> CountingRules:
    """The counting rules that a list's legend states."""
    text = unicodedata.normalize("NFKC", "\n".join(legend))
    patterns = _legend_patterns()
    return CountingRules(**{rule.name: bool(patterns[rule.name].search(text)) for rule in fields(CountingRules)})
