"""What was sent, read by a form's spec: nothing else of it is looked at. Each value that cannot be read is a problem at its field."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from teikei.desk.agreement_forms.spec import MOST_ROWS, Field, Group, Part
from teikei.lists.cells import kept_lines, one_line
from teikei.names.bilingual import Text
from teikei.rules.days import exact_day, read_day
from teikei.rules.problems import Problem

WAS = "was"  # the position that a row had in the value looked at, so that what the form does not show survives
THERE = "there"
LONGEST, LONGEST_LONG = 300, 5_000
# SQLite and PostgreSQL hold whole numbers of eight bytes; nothing counted here comes near.
_LARGEST = 1_000_000_000
_SEPARATORS = re.compile(r"[、,，;；\n]+")


@dataclass
class Read:
    """What a form gave. plain: the value in plain form, empty rows left out; shown: the same as typed, to be shown again.

    places: where a row of `plain` stands in the form, by its path.
    """

    plain: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def placed(self, path: str) -> str:
        """The path in the form for a path in the plain value."""
        found = max((known for known in self.places if path == known or path.startswith((f"{known}.", f"{known}["))), key=len, default="")
        return self.places[found] + path[len(found) :] if found else path


def read_form(spec: Sequence[Part], sent: QueryDict) -> Read:
    """Read a form. The names of its fields are the paths of the value: terms[0].valid_from."""
    read = Read()
    read.plain, read.shown, _ = _read_parts(spec, sent, "", "", read)
    return read


def _read_parts(
    spec: Sequence[Part], sent: QueryDict, path: str, plain_path: str, read: Read
) -> tuple[dict[str, Any], dict[str, Any], bool]:
    """The plain values, the shown ones, and whether anything was filled in."""
    plain: dict[str, Any] = {}
    shown: dict[str, Any] = {}
    filled = False
    for part in spec:
        here = f"{path}.{part.name}" if path else part.name
        there = f"{plain_path}.{part.name}" if plain_path else part.name
        if isinstance(part, Field):
            plain[part.name], shown[part.name], one = _read_field(part, sent, here, read)
        elif part.many:
            plain[part.name], shown[part.name], one = _read_rows(part, sent, here, there, read)
        else:
            plain[part.name], shown[part.name], one = _read_parts(part.parts, sent, here, there, read)
            if part.optional:
                shown[part.name][THERE] = one = f"{here}.{THERE}" in sent
                plain[part.name] = plain[part.name] if one else None
        filled = filled or one
    return plain, shown, filled


def _read_rows(group: Group, sent: QueryDict, path: str, plain_path: str, read: Read) -> tuple[list[Any], list[Any], bool]:
    pattern = re.compile(re.escape(path) + r"\[(\d{1,3})\]\.")
    found = sorted({int(match[1]) for name in sent if (match := pattern.match(name))})[:MOST_ROWS]
    plain: list[Any] = []
    shown: list[Any] = []
    for index in found:
        here, there = f"{path}[{len(shown)}]", f"{plain_path}[{len(plain)}]"
        problems = len(read.problems)
        row, typed, filled = _read_parts(group.parts, sent, f"{path}[{index}]", there, read)
        was = sent.get(f"{path}[{index}].{WAS}", "")
        row[WAS] = typed[WAS] = int(was) if re.fullmatch(r"[0-9]{1,3}", was) else None
        shown.append({**typed, "index": index})
        if filled:
            plain.append(row)
            read.places[there] = f"{path}[{index}]"
        else:
            del read.problems[problems:]
            read.places.pop(here, None)
    for added in sent.getlist(f"{path}+"):  # units ticked among those found
        if re.fullmatch(r"[0-9]{1,9}", added) and all(row.get("unit") != int(added) for row in plain):
            role = "participating" if plain else "responsible"
            plain.append({"unit": int(added), "role": role, "printed": "", WAS: None})
            shown.append({"unit": added, "role": role, "printed": "", WAS: None, "index": max(found, default=-1) + 1 + len(shown)})
    return plain, shown, bool(plain)


def _read_field(asked: Field, sent: QueryDict, path: str, read: Read) -> tuple[Any, Any, bool]:
    if asked.kind in ("contents", "levels"):
        ticked = [value for value in sent.getlist(path) if re.fullmatch(r"[0-9]{1,2}", value)]
        allowed = range(1, 11) if asked.kind == "contents" else range(5, 9)
        return sorted({int(value) for value in ticked if int(value) in allowed}), ticked, bool(ticked)
    if asked.kind == "flag":
        return path in sent, path in sent, False
    if asked.kind == "unit-list":
        chosen = list(dict.fromkeys(value for value in sent.getlist(path) if re.fullmatch(r"[0-9]{1,9}", value)))
        return [int(value) for value in chosen], chosen, bool(chosen)
    text = _clean(sent.get(path, ""), long=asked.kind == "long")
    if not text:
        if asked.required:
            read.problems.append(_missing(path, asked))
        return _EMPTY.get(asked.kind, ""), "", False
    try:
        value = _READERS[asked.kind](text, asked)
    except _Unreadable as error:
        read.problems.append(Problem(path, error.text))
        return _EMPTY.get(asked.kind, ""), text, True
    # A choice has always a value: a row with nothing else is an empty one.
    return value, text, asked.kind != "choice"


def _clean(text: str, *, long: bool) -> str:
    return kept_lines(text)[:LONGEST_LONG] if long else one_line(text)[:LONGEST]


class _Unreadable(ValueError):
    def __init__(self, en: str, ja: str) -> None:
        super().__init__(en)
        self.text = Text(en=en, ja=ja)


def _missing(path: str, asked: Field) -> Problem:
    return Problem(path, Text(f"{asked.label.en}: this cannot be left empty.", f"{asked.label.ja}は空欄にできません。"))


def _day(text: str, _: Field) -> str:
    day = exact_day(text)
    if day is None:
        raise _Unreadable(
            f"{text} is no day. Enter one as 2015-11-09.", f"{text} は日付として読めません。2015-11-09 のように入力してください。"
        )
    return day.isoformat()


def _partial_day(text: str, _: Field) -> str:
    found = read_day(text)
    if found.date is None or found.problem:
        raise _Unreadable(
            f"{text} is no date. Enter a day as 2015-11-09, a month as 2015-11 or a year as 2015.",
            f"{text} は日付として読めません。2015-11-09、2015-11、2015 のように入力してください。",
        )
    return found.date.isoformat()


def _number(text: str, _: Field) -> int:
    plain = unicodedata.normalize("NFKC", text)
    if not re.fullmatch(r"[0-9]+", plain):
        raise _Unreadable(
            f"{text} is no whole number from 0 on. Enter digits only.", f"{text} は0以上の整数ではありません。数字だけを入力してください。"
        )
    if len(plain) > len(str(_LARGEST)) or int(plain) > _LARGEST:
        raise _Unreadable(
            f"{text[:20]} is too large: at most {_LARGEST}.", f"{text[:20]} は大きすぎます。{_LARGEST} 以下で入力してください。"
        )
    return int(plain)


def _decimal(text: str, _: Field) -> float:
    plain = unicodedata.normalize("NFKC", text)
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,3})?", plain):
        raise _Unreadable(f"{text} is no number. Enter one as 10 or 7.5.", f"{text} は数ではありません。10、7.5 のように入力してください。")
    return float(plain)


def _choice(text: str, asked: Field) -> str:
    if text not in asked.options:
        raise _Unreadable("Choose one of the values offered.", "選択肢から選んでください。")
    return text


def _words(text: str, _: Field) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in _SEPARATORS.split(text) if word.strip()))


def _codes(text: str, _: Field) -> list[str]:
    found = [code for code in re.split(r"[\s、,，;；]+", unicodedata.normalize("NFKC", text)) if code]
    for code in found:
        if not re.fullmatch(r"\d{2,4}", code):
            raise _Unreadable(f"{code} is no code of ISCED-F: two to four digits.", f"{code} は ISCED-F の番号（2〜4桁）ではありません。")
    return found


def _languages(text: str, _: Field) -> list[list[str]]:
    found = []
    for one in _SEPARATORS.split(unicodedata.normalize("NFKC", text)):
        parts = one.split()
        if not parts:
            continue
        if (
            len(parts) > 2
            or not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", parts[0])
            or (parts[1:] and not re.fullmatch("[ABC][12]", parts[1]))
        ):
            raise _Unreadable(
                f"{one.strip()}: give a language's tag and, if one is asked for, the level: en B2, ja.",
                f"{one.strip()}: 言語タグと水準を en B2, ja のように入力してください。",
            )
        found.append([parts[0], parts[1] if parts[1:] else ""])
    return found


def _plain_text(text: str, _: Field) -> str:
    return text


_READERS: Mapping[str, Callable[[str, Field], Any]] = {
    "text": _plain_text, "long": _plain_text, "day": _day, "partial-day": _partial_day, "number": _number, "decimal": _decimal,
    "choice": _choice, "words": _words, "codes": _codes, "languages": _languages, "institution": _number, "unit": _number, "party": _number,
    "own-unit": _number,
}  # fmt: skip
_EMPTY: Mapping[str, Any] = {
    "day": None, "number": None, "decimal": None, "institution": None, "unit": None, "party": None, "own-unit": None, "words": [], "codes": [],
    "languages": [],
}  # fmt: skip


# A value with what a form says of it --------------------------------------------------------------------------------


def overlaid(old: Mapping[str, Any], spec: Sequence[Part], new: Mapping[str, Any]) -> dict[str, Any]:
    """The old plain value with the form's fields in it; what the form does not ask for stays, row by row."""
    made = dict(old)
    for part in spec:
        value = new[part.name]
        if isinstance(part, Field):
            if value == "" and part.kind == "choice" and "" not in part.options:
                continue  # nothing was chosen of what always has a value: it stays as it is
            made[part.name] = value
        elif part.many:
            before = old.get(part.name) or []
            made[part.name] = [overlaid(_was(row, before), part.parts, row) for row in value]
        elif value is not None:
            made[part.name] = overlaid(old.get(part.name) or {}, part.parts, value)
        else:
            made[part.name] = None
    return made


def _was(row: Mapping[str, Any], before: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    position = row.get(WAS)
    return before[position] if position is not None and position < len(before) else {}


def shown_of(spec: Sequence[Part], plain: Mapping[str, Any]) -> dict[str, Any]:
    """A plain value as a form shows it before anybody typed."""
    shown: dict[str, Any] = {}
    for part in spec:
        value = plain.get(part.name)
        if isinstance(part, Field):
            shown[part.name] = _typed(part, value)
        elif part.many:
            shown[part.name] = [{**shown_of(part.parts, row), WAS: index, "index": index} for index, row in enumerate(value or [])]
        else:
            shown[part.name] = shown_of(part.parts, value or {})
            if part.optional:
                shown[part.name][THERE] = value is not None
    return shown


def _typed(asked: Field, value: Any) -> Any:
    if asked.kind in ("contents", "levels", "unit-list"):
        return [str(one) for one in value or ()]
    if asked.kind == "flag":
        return bool(value)
    if value is None:
        return ""
    if asked.kind == "languages":
        return ", ".join(" ".join(filter(None, pair)) for pair in value)
    if asked.kind in ("words", "codes"):
        return ("、" if asked.kind == "words" else " ").join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def kept_fields(sent: QueryDict) -> dict[str, list[str]]:
    """The fields of a form as they are kept in a draft: without the token, the version and what a button said."""
    left_out = {"csrfmiddlewaretoken", "version", "more", "remove", "find", "make", "enter", "theirs", "discard"}
    return {name: values for name, values in _lists(sent) if name not in left_out and not name.startswith("choice-")}


def _lists(sent: QueryDict) -> Iterator[tuple[str, list[str]]]:
    for name, found in sent.lists():
        yield name, [str(value) for value in found]
