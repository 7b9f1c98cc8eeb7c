"""Values that stand in one line or cell with blanks or nothing between: told apart by what they look like.

The order of the fields is known, from the head or from what most lines show. From both ends inwards, numbers, dates,
territories, signs come off; what remains is the name of the partner, and with it what only words can tell from it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from teikei.lists.layout.content import is_institution_like, is_our_unit_like, is_region_name_like, kind_at
from teikei.lists.layout.values import RENEWED
from teikei.lists.layout.words import head_fields, label_and_count, without_bullet
from teikei.names.territories import territory_codes
from teikei.rules.days import find_days
from teikei.rules.terms import find_sayings, length_behind

DATES = ("concluded_on", "renewed_on", "valid_to")
_SIGNS = r"[※＊*†‡♦◆◇★☆●○◎■□▲△▼▽♯]"
_MARKS_BEHIND = re.compile(rf"(?:{_SIGNS}\s*\d?[\s、,]*)+$")
_MARKS_BEFORE = re.compile(rf"^(?:{_SIGNS}\s*\d?\s*)+")
NUMBER_BEFORE = re.compile(r"^[(（]?(\d{1,5})[)）.．、]?(?=\s|[^\d\s./-])\s*")
_NUMBER_BEHIND = re.compile(r"(?<![\d./-])\d{1,4}\s*(?:名|人)?$")
_BETWEEN = " \u3000,、;；:：/／|-–—\t"
# A capital after a small letter or a bracket, without a blank, is where two cells met.
_GLUE = re.compile(r"(?<=[a-zà-ɏ)）])(?=[A-ZÀ-Þ])")
_UNIT_BEGINS = re.compile(
    r"(?:Graduate |Research )?(?:Faculty|Faculties|School|Department|College|Institute|Cent(?:er|re)|Division|Office)\b"
)
# What stands between two dates of which the second is that of the renewal, and before the first: (since 1998; renewed 2018).
_RENEWED = re.compile(rf"[\s,、;；(（]*{RENEWED}[\s:：in]*(?:on )?", re.IGNORECASE)
_SAID_BEFORE = re.compile(
    r"(?:^|[\s,、;.(（–—-]+)(?:since|from|(?:(?:accord|convention|agreement|MoU) )?(?:signed|signée?)|concluded|established|agreement of|firmad[oa]|assinad[oa]|firmat[oa]|unterzeichnet|podpisan[ao]|seit|depuis|desde|締結日?)(?: in| on| le| el| em| il| am)?[\s:：]*$",
    re.IGNORECASE,
)
# A day behind one of these is an end, whatever the lines of the list say else.
_ENDS_BEFORE = re.compile(
    r"(?:^|[\s,、;(（–—-]+)(?:(?:valid )?(?:until|till)|valid to|expir(?:es|ing|y)(?: date)?(?: on)?|jusqu'au|hasta|até|bis|fino al|有効期限|満了日?|期限)[\s:：]*$",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<![\d./-])(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d(?=\)?$)")
_PLACE_BEFORE_UNIT = re.compile(r"\(([^()]{2,40})\)\s*[,、]\s*(\S.*)$")
# Words that tie a country to the name before them: University of Malaysia, Universitatea de Stat din Moldova.
_TIES = "of|in|at|for|and|the|de|di|du|des|del|della|dello|dell|degli|dei|da|do|dos|das|din|der|den|von|van|zu|en|w|we|na|ve"
_LINKED = re.compile(rf"\b(?:{_TIES})\s+$", re.IGNORECASE)
_LINKS = re.compile(rf"(?:{_TIES})\s", re.IGNORECASE)
_FREE = ("kinds", "note", "-")
_LABEL_BEGINS = re.compile(r"\s{2,}|[,;、(（]\s*")
_LABEL = re.compile(r"\s*[:：]\s*")
_LONGEST_LABEL = 4  # words
_BETWEEN_DATES = re.compile(r"[\s,、;/()~〜–—-]*|\s*(?:to|until|and)\s*")
_SAID_BEHIND = re.compile(r"[\s)]*(?:に?(?:協定)?(?:締結|調印|署名|発効)|付け?|signed|concluded)[\s()]*", re.IGNORECASE)
_WORDS = re.compile(r"\S+")
_LAST_STOP = re.compile(r"(?<=\d{4})\.$")
_CJK = re.compile("[ぁ-ヿ㐀-鿿々]")


@dataclass(frozen=True, slots=True)
class Split:
    """The parts of a line: field → its text. `doubtful` where words alone told two of them apart."""

    parts: dict[str, str]
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Habits:
    """What most lines of the table do: whether territories in front of a row state a count."""

    counted_territories: bool = False


def same_length(text: str) -> str:
    """The text with each sign in its plain width, place for place."""
    if text.isascii():
        return text
    return "".join([plain if len(plain := unicodedata.normalize("NFKC", char)) == 1 else char for char in text])


def split(text: str, fields: Sequence[str], habits: Habits = Habits()) -> Split:
    """The parts of a line or cell that holds these fields in this order; a field may be missing from a line."""
    text = _LAST_STOP.sub("", without_bullet(text.strip()))
    rest = _Rest(text, same_length(text), {}, habits)
    # A cell without a partner has its dates behind what they belong to.
    at = (
        fields.index("institution")
        if "institution" in fields
        else next((i for i, name in enumerate(fields) if name in DATES and i), len(fields))
    )
    before, behind = list(fields[:at]), list(fields[at + ("institution" in fields) :])
    if "institution" in fields:
        behind = [name for name in behind if name not in rest.labelled()]
    rest.from_right(behind)
    rest.from_left(before)
    if "institution" in fields:
        rest.middle()
    elif rest.text:
        # A cell without a partner: what is left belongs to the field that is no date, number or place.
        free = next((name for name in fields if name not in rest.parts and name not in DATES), None)
        rest.parts[free or "-"] = rest.text
    return Split({name: part for name, part in rest.parts.items() if part}, rest.doubtful)


class _Rest:
    """What is left of a line while parts come off at both ends. `plain` is the text in plain width, sign for sign."""

    def __init__(self, text: str, plain: str, parts: dict[str, str], habits: Habits) -> None:
        self.text, self.plain, self.parts, self.habits = text, plain, parts, habits
        self.doubtful = False

    def cut(self, start: int, end: int) -> str:
        """Keep only the text between; what was outside comes off and is given back."""
        taken = self.text[:start] + self.text[end:]
        kept, plain = self.text[start:end], self.plain[start:end]
        lead = len(kept) - len(kept.lstrip(_BETWEEN))
        trail = len(kept.rstrip(_BETWEEN + "(（[［"))
        self.text, self.plain = kept[lead:trail], plain[lead:trail]
        return taken.strip(_BETWEEN)

    def labelled(self) -> set[str]:
        """Take off values at the line's end that say before a colon what they are: Date of Expiry: March 2016."""
        for colon in reversed(list(_LABEL.finditer(self.plain))):
            begins = max((gap.end() for gap in _LABEL_BEGINS.finditer(self.plain[: colon.start()])), default=0)
            words = list(_WORDS.finditer(self.plain, begins, colon.start()))[-_LONGEST_LABEL:]
            found = ((match.start(), head_fields(self.plain[match.start() : colon.start()])) for match in words)
            start, names = next(((at, names) for at, names in found if names and names[0] in DATES), (0, ()))
            if not names or names[0] in self.parts:
                break
            self.parts[names[0]] = self.text[colon.end() :].strip(_BETWEEN + ".")
            self.cut(0, start)
        return set(self.parts)

    def from_right(self, fields: list[str]) -> None:
        """Take the fields behind the partner off, the last first."""
        while fields:
            name = fields[-1]
            if name in DATES:
                group = [name]
                fields.pop()
                while fields and fields[-1] in DATES:
                    group.insert(0, fields.pop())
                if not self._years_behind():
                    self._dates_behind(group)
                continue
            fields.pop()
            if not (name in _FREE and fields and fields[-1] in DATES and self._free_behind_days(name)):
                self._take_behind(name)

    def _take_behind(self, name: str) -> None:
        """Take one field behind the partner off that is no date."""
        if name in ("marks", "-", "note"):
            self._marks_behind()
        elif name in ("territory", "region"):
            self._place_behind(name)
        elif name in ("quota_in", "quota_out", "number"):
            if match := _NUMBER_BEHIND.search(self.plain):
                self.parts[name] = self.cut(0, match.start())
        elif name == "units":
            self._units_behind()
        elif name == "kinds":
            self._kinds_behind()

    def _free_behind_days(self, name: str) -> bool:
        """Take off what stands behind the days of a line whose head has such a field there, whatever its words."""
        days = [day for day in find_days(self.plain) if is_institution_like(self.plain[: day.start])]
        if not days:
            return False
        last = next(
            (at for at, (one, other) in enumerate(pairwise(days)) if not _BETWEEN_DATES.fullmatch(self.plain[one.end : other.start])), -1
        )
        end = days[last].end
        if not any(map(str.isalpha, self.plain[end:])) or _SAID_BEHIND.match(self.plain[end:]) or length_behind(self.plain):
            return False
        self.doubtful = self.doubtful or last >= 0  # a further day stands in it
        self.parts[name] = self.cut(0, end)
        return True

    def from_left(self, fields: list[str]) -> None:
        """Take the fields before the partner off, the first first."""
        while fields:
            name = fields.pop(0)
            if name == "number":
                if match := NUMBER_BEFORE.match(self.plain):
                    self.parts[name] = self.text[: match.end(1)].strip(" (（")
                    self.cut(match.end(), len(self.text))
            elif name in ("region", "territory"):
                self._place_before(name)
            elif name in DATES:
                days = find_days(self.plain)
                if days and not self.plain[: days[0].start].strip(_BETWEEN):
                    self.parts[name] = self.cut(days[0].end, len(self.text))
            elif name == "units":
                self._units_before()
            elif name == "marks" and (match := _MARKS_BEFORE.match(self.plain)):
                self.parts[name] = self.cut(match.end(), len(self.text))

    def middle(self) -> None:
        """What is left is the partner's name."""
        self._marks_behind()
        self.parts["institution"] = self.text

    def _marks_behind(self) -> None:
        if match := _MARKS_BEHIND.search(self.plain):
            marks = self.cut(0, match.start())
            self.parts["marks"] = f"{marks} {self.parts['marks']}" if "marks" in self.parts else marks

    def _years_behind(self) -> bool:
        """Take a term of two years off the line's end: 2015-2020."""
        years = _YEARS.search(self.plain) if "valid_to" not in self.parts else None
        if years:
            self.parts["valid_to"] = years[0]
            self._without_days(years.start())
        return years is not None

    def _dates_behind(self, group: list[str]) -> None:
        """Dates and words about an end at the line's end. Those with a comma between belong to one field."""
        self._marks_behind()
        tokens: list[tuple[int, int, str]] = []
        if (length := length_behind(self.plain)) and "valid_to" not in self.parts:
            days = find_days(self.plain[: length[0]])
            if days and days[-1].end == length[0]:
                self.parts["valid_to"] = length[1]
                self.cut(0, length[0])
        found = [(day.start, day.end, "day") for day in find_days(self.plain)] + [(a, b, "saying") for a, b, _ in find_sayings(self.plain)]
        last = len(self.plain)
        for start, end, kind in sorted(found, reverse=True):
            gap = self.plain[end:last]
            if tokens and kind == "day" and _RENEWED.fullmatch(gap) and len(tokens) == 1:
                self.parts["renewed_on"] = self.text[tokens[0][0] : tokens[0][1]].strip()
                tokens, last = [(start, end, kind)], start
                continue
            if end > last or not (_BETWEEN_DATES.fullmatch(gap) or (not tokens and _SAID_BEHIND.fullmatch(gap))):
                break
            if tokens and re.fullmatch(r"\s*[,、;]\s*", gap) and kind == "day" == tokens[0][2]:
                tokens[0] = (start, tokens[0][1], kind)
            else:
                tokens.insert(0, (start, end, kind))
            last = start
        # A year may end a name (Paris 8 is no year, but the last of three dates is one too many).
        tokens = tokens[-len(group) :]
        if not tokens:
            return
        texts = [self.text[start:end].strip() for start, end, _ in tokens]
        names = group[: len(tokens)]
        if len(tokens) == 1 and tokens[0][2] == "saying":
            names = [group[-1]]
        if len(tokens) == 1 and (said := _ENDS_BEFORE.search(self.plain[: tokens[0][0]])) and "valid_to" not in self.parts:
            self.parts["valid_to"] = texts[0]
            self.cut(0, said.start())
            return
        self.parts.update(zip(names, texts, strict=True))
        said = _SAID_BEFORE.search(self.plain[: tokens[0][0]])
        self._without_days(said.start() if said else tokens[0][0])

    def _without_days(self, start: int) -> None:
        """Keep what stands before the dates, and close the bracket in which they stood with more: (Fakultät Technik, seit 2004)."""
        self.cut(0, start)
        if self.plain.count("(") > self.plain.count(")"):
            self.text, self.plain = f"{self.text}{'）' if '（' in self.text else ')'}", f"{self.plain})"

    def _place_behind(self, name: str) -> None:
        for start in _starts_of_tail(self.plain):
            if _LINKED.search(self.plain[:start]) or _LINKS.match(self.plain[start:]) or _LINKED.search(f"{self.plain[start:]} "):
                continue  # University of Malaysia, … in Thailand: a part of the name
            tail = self.plain[start:].strip(_BETWEEN)
            inner = tail[1:-1] if tail[:1] in "(（" and tail[-1:] in ")）" else tail
            if is_place(inner, name):
                self.parts[name] = self.cut(0, start).strip("()（） \u3000")
                return
        match = _PLACE_BEFORE_UNIT.search(self.plain)
        if match and is_place(match[1], name) and is_our_unit_like(match[2]):
            self.parts[name] = self.text[match.start(1) : match.end(1)]
            self.parts["partner_unit"] = self.text[match.start(2) :]
            self.cut(0, match.start())

    def _place_before(self, name: str) -> None:
        for end in _ends_of_lead(self.plain):
            lead = self.plain[:end].strip(_BETWEEN)
            if name == "territory" and self.habits.counted_territories and label_and_count(lead)[1] is None:
                continue
            if is_place(lead, name) and not _LINKED.search(f"{lead} "):  # Australia The …: the article is the name's
                self.parts[name] = self.cut(end, len(self.text))
                if match := _MARKS_BEFORE.match(self.plain):
                    self.cut(match.end(), len(self.text))
                return

    def _units_behind(self) -> None:
        """Our units behind the partner's name: after a gap, where two cells met, or the last words that name units."""
        cuts = [match.end() for match in re.finditer(r"[ \u3000]{2,}|\u3000|\t", self.plain)] + [
            match.start() for match in _GLUE.finditer(self.plain)
        ]
        for start in sorted(cuts, reverse=True):
            tail = self.plain[start:].strip(_BETWEEN)
            if is_our_unit_like(tail) or tail in ("University", "All", "Whole"):
                self.parts["units"] = self.cut(0, start)
                return
        words = [match.start() for match in _WORDS.finditer(self.plain)][1:]
        latin = not _CJK.search(self.plain)
        best = None
        for start in reversed(words):
            if not is_our_unit_like(self.plain[start:].strip(_BETWEEN)):
                break
            best = start
        if best is not None and is_institution_like(self.plain[:best]):
            self.doubtful = self.doubtful or latin
            self.parts["units"] = self.cut(0, best)
            return
        for start in words:
            tail = self.plain[start:].strip(_BETWEEN)
            # In Latin script a unit's name begins with its kind; anywhere else a word of it may be the partner's.
            if is_our_unit_like(tail) and is_institution_like(self.plain[:start]) and (not latin or _UNIT_BEGINS.match(tail)):
                self.doubtful = self.doubtful or latin
                self.parts["units"] = self.cut(0, start)
                return

    def _units_before(self) -> None:
        best = None
        for match in _WORDS.finditer(self.plain):
            if not is_our_unit_like(self.plain[: match.end()].strip(_BETWEEN)):
                break
            best = match.end()
        if best is not None and best < len(self.plain):
            self.parts["units"] = self.cut(best, len(self.text))

    def _kinds_behind(self) -> None:
        """The kind of agreement begins at the first word that only kinds begin with; a wide gap before it settles it."""
        gap = re.search(r"(?<=\S)(?:[ \u3000]{2,}|\t)(?=\S)", self.plain)
        if gap and kind_at(self.plain[gap.end() :]):
            self.parts["kinds"] = self.cut(0, gap.start())
            return
        for match in list(_WORDS.finditer(self.plain))[1:]:
            if kind_at(self.plain[match.start() :]):
                self.doubtful = True
                self.parts["kinds"] = self.cut(0, match.start())
                return


def is_place(text: str, name: str) -> bool:
    """Whether a text names what a field of places ("region" or "territory") holds, and nothing twice."""
    label = label_and_count(text)[0]
    if not label or len(label) > 60:
        return False
    if name == "region":
        return is_region_name_like(label)
    codes = territory_codes(label)
    return bool(codes) and len(set(codes)) == len(codes)  # Queensland Australia, Australia names it once in its name


def _starts_of_tail(plain: str) -> Iterator[int]:
    """Where the last words of a line may begin: at up to six words, or where two cells met; the longest first."""
    words = [match.start() for match in _WORDS.finditer(plain)][1:][-6:]
    brackets = [index for index, char in enumerate(plain) if char in "(（" and index][-1:]
    joints = [match.start() for match in _GLUE.finditer(plain)][-3:]
    commas = [match.end() for match in re.finditer("[,、]", plain)][-1:]
    yield from sorted({*words, *brackets, *joints, *commas})


def _ends_of_lead(plain: str) -> Iterator[int]:
    """Where the first words of a line may end: after up to six words, or a bracket; the longest first."""
    words = [match.end() for match in _WORDS.finditer(plain)][:6]
    brackets = [index + 1 for index, char in enumerate(plain[:80]) if char in ")）]］"]
    joints = [match.start() for match in _GLUE.finditer(plain[:80])]
    yield from sorted({*words, *brackets, *joints}, reverse=True)
