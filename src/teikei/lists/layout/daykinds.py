"""Columns that each hold the day of one kind of agreement: 学術協定締結日, 学生交流覚書締結日; MoU signed, Exchange signed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from teikei.lists.layout.values import read_date
from teikei.lists.layout.words import is_kind_like
from teikei.rules.days import DateOrder

_SAYS_DAYS = re.compile(
    r"[\s(（]*の?(?:当初)?(?:締結|調印|署名|発効|協定(?=年月日|日))?(?:年月日|年月|日付|年度|日|年)[)）]?$|\s*(?:締結|調印)$"
    r"|\s*\(?\b(?:date(?: (?:signed|concluded|of (?:signature|signing|conclusion)))?|signed(?: on)?|concluded(?: on)?|since|year)\)?$"
    r"|^(?:date|year) (?:of (?:the )?)?|^signed ",
    re.IGNORECASE,
)


def kind_of_days(head: str) -> str:
    """The kind of agreement whose days stand under a head; "" where it names none."""
    plain = " ".join(unicodedata.normalize("NFKC", head).split())
    kind = _SAYS_DAYS.sub("", plain).strip(" ()（）")
    return kind if kind != plain and is_kind_like(kind) else ""


def kinds_of_columns(heads: Sequence[str], indexes: Sequence[int]) -> dict[int, str]:
    """The kind of each of several columns of days; empty where one names none, or two the same."""
    kinds = {index: kind_of_days(heads[index]) for index in indexes}
    return kinds if all(kinds.values()) and len(set(kinds.values())) == len(kinds) > 1 else {}


def days_of_kinds(cells: Sequence[str], kinds: Mapping[int, str], order: DateOrder | None) -> list[int]:
    """The columns in which a row has a day, the earliest first."""
    days = {index: day.first for index in kinds if index < len(cells) and (day := read_date(cells[index], order).date)}
    return sorted(days, key=days.__getitem__)
