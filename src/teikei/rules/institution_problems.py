"""What is wrong with an institution or a unit, field by field, in both languages: nothing is kept that has a problem."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Final

from teikei.names.bilingual import Text
from teikei.rules.institution import IdentifierScheme, Institution, Name, Parent, Unit
from teikei.rules.problems import Problem

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_TERRITORY = re.compile(r"[A-Z]{2}")


def institution_problems(value: Institution) -> tuple[Problem, ...]:
    """All that is wrong with an institution; empty where it can be kept."""
    return (*_names(value.names), *_territories(value.territories), *_identifiers(value))


def unit_problems(value: Unit, number: int | None, others: Mapping[int, Unit]) -> tuple[Problem, ...]:
    """All that is wrong with a unit. number: its own, None for a new one; others: the units of its institution by number."""
    found = [*_names(value.names), *_parents(value.parents, number, others)]
    if value.opened_on and value.closed_on and value.closed_on < value.opened_on:
        found.append(
            _problem(
                "closed_on", "It ends before it begins. Correct one of the days.", "開設日より前に終了しています。日付を直してください。"
            )
        )
    return tuple(found)


def _problem(path: str, en: str, ja: str) -> Problem:
    return Problem(path, Text(en=en, ja=ja))


def _names(names: Sequence[Name]) -> Iterator[Problem]:
    if not names:
        yield _problem("names", "A name is missing. Give at least one.", "名称がありません。1つ以上入力してください。")
    for index, name in enumerate(names):
        if not name.text.strip():
            yield _problem(
                f"names[{index}].text",
                "The name is empty. Enter it, or take the line out.",
                "名称が空欄です。入力するか、行を除いてください。",
            )
        if name.language and not _LANGUAGE.fullmatch(name.language):
            yield _problem(
                f"names[{index}].language",
                f"{name.language} is no language tag. Two letters, such as ja, en, zh; empty where nobody knows.",
                f"{name.language} は言語タグではありません。ja、en、zh のように入力してください。不明なら空欄にします。",
            )
        if name.used_from and name.used_to and name.used_to < name.used_from:
            yield _problem(
                f"names[{index}].used_to",
                f"{name.text}: the last day lies before the first. Correct one of them.",
                f"「{name.text}」: 最後の日が最初の日より前です。どちらかを直してください。",
            )
    for (one, first), (other, second) in combinations(enumerate(names), 2):
        if (first.text, first.language) == (second.text, second.language):
            yield _problem(
                f"names[{other}].text",
                f"{first.text} stands twice in one language. Take one out.",
                f"「{first.text}」が同じ言語で2回あります。1つを除いてください。",
            )
        elif (
            first.language == second.language
            and first.kind == second.kind == "label"
            and _overlap((first.used_from, first.used_to), (second.used_from, second.used_to))
        ):
            yield _problem(
                f"names[{max(one, other)}].used_from",
                f"{first.text} and {second.text} are both the name in use in one language at one time. Say from when to when, "
                "or make one of them another spelling.",
                f"「{first.text}」と「{second.text}」が、同じ言語で同じ時期の正式名称になっています。期間を入力するか、一方を別表記にしてください。",
            )


def _overlap(*times: tuple[date | None, date | None]) -> bool:
    return max(first or date.min for first, _ in times) <= min(last or date.max for _, last in times)


def _territories(codes: Sequence[str]) -> Iterator[Problem]:
    for code in codes:
        if not _TERRITORY.fullmatch(code):
            yield _problem(
                "territories",
                f"{code} is no code of a country or region. Two capital letters, such as TH.",
                f"{code} は国・地域のコードではありません。TH のような大文字2字で入力してください。",
            )


def _isni(value: str) -> bool:
    # ISO 27729: the sixteenth character checks the others by ISO 7064, MOD 11-2.
    if not re.fullmatch(r"\d{15}[\dX]", value):
        return False
    total = 0
    for digit in value[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return value[15] == ("X" if check == 10 else str(check))


_FORMS: Final[Mapping[IdentifierScheme, tuple[Callable[[str], object], str]]] = {
    "ror": (re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}").fullmatch, "03t78wx29"),
    "wikidata": (re.compile(r"Q[1-9]\d*").fullmatch, "Q1043"),
    "isni": (_isni, "0000000121032683"),
    "schac": (re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+").fullmatch, "example.ac.jp"),
    "erasmus": (re.compile(r"[A-Z]{1,3} *[A-Z]+(-[A-Z]+)?\d{2,3}").fullmatch, "D BERLIN01"),
}


def _identifiers(value: Institution) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, one in enumerate(value.identifiers):
        fits, example = _FORMS[one.scheme]
        if not fits(one.value):
            yield _problem(
                f"identifiers[{index}].value",
                f"{one.value} is none of this scheme. It looks like {example}.",
                f"{one.value} はこの体系の識別子ではありません。例: {example}",
            )
        if one.scheme in seen:
            yield _problem(
                f"identifiers[{index}].scheme",
                "One identifier of each scheme. Take the other out.",
                "同じ体系の識別子が2つあります。1つを除いてください。",
            )
        seen.add(one.scheme)


def _parents(parents: Sequence[Parent], number: int | None, others: Mapping[int, Unit]) -> Iterator[Problem]:
    for index, parent in enumerate(parents):
        if parent.unit not in others:
            yield _problem(
                f"parents[{index}].unit",
                "This unit is none of the institution. Choose another.",
                "同じ機関の部局ではありません。選び直してください。",
            )
        elif number is not None and number in _above(parent.unit, others):
            yield _problem(
                f"parents[{index}].unit",
                "A unit cannot sit inside itself, nor inside a unit that sits inside it. Choose another.",
                "部局を自身またはその下位の部局に所属させることはできません。選び直してください。",
            )
        if parent.valid_from and parent.valid_to and parent.valid_to < parent.valid_from:
            yield _problem(
                f"parents[{index}].valid_to",
                "The last day lies before the first. Correct one of them.",
                "最後の日が最初の日より前です。どちらかを直してください。",
            )
    for (_, first), (other, second) in combinations(enumerate(parents), 2):
        if _overlap((first.valid_from, first.valid_to), (second.valid_from, second.valid_to)):
            yield _problem(
                f"parents[{other}].valid_from",
                "It would sit inside two units at one time. Correct the days.",
                "同じ時期に2つの部局に所属しています。期間を直してください。",
            )


def _above(unit: int, others: Mapping[int, Unit]) -> set[int]:
    """The unit, and all that it ever sits inside."""
    found: set[int] = set()
    waiting = [unit]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [parent.unit for parent in others[one].parents] if one in others else []
    return found
