"""Names whose lines break: what goes on in the next line, and lines that are a partner each."""

import re

from teikei.lists.layout.content import is_our_unit_like
from teikei.lists.layout.values import two_languages

BROKEN_OFF = re.compile(r"(?:\b(?:of|and|for|the|de|di|du|des|der|für|la|y|e|et|in|at)|[,&/(（・-])$", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:[a-zà-ÿ(（)）&,]|and\b|of\b)")
NAMES_ONE = re.compile(r"\S大学(?!院)|\S大學|대학교|\b(?:Universi|Hochschule\b|Üniversite)", re.IGNORECASE)
# Universities whose members are universities: both names stand for one partner.
HAS_MEMBERS = re.compile(r"国家大学|連合|national university of vietnam|vietnam national university", re.IGNORECASE)
BRACKETED = re.compile(r"[(（\[［【「『〔].*?[)）\]］】」』〕]")
CJK = re.compile("[ぁ-ヿ㐀-鿿가-힣]")


def runs_on(name: str, rest: str) -> bool:
    """Whether a name goes on in the next line: it ends in the middle, or the rest begins as no name begins."""
    return bool(BROKEN_OFF.search(name) or _GOES_ON.match(rest))


def partners_in(cell: str) -> list[str]:
    """The partners of a cell that names a university on each of its lines; empty where lines may be parts of one name.

    No line goes on with the one above, is a unit, holds another, or says it in the other script.
    """
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    if len(lines) < 2 or not all(map(NAMES_ONE.search, lines)) or HAS_MEMBERS.search(cell) or two_languages(cell):
        return []
    if any(map(runs_on, lines, lines[1:])) or any(map(is_our_unit_like, lines)):
        return []
    within = any(one in other for at, one in enumerate(lines) for other in lines[:at] + lines[at + 1 :])
    scripts = {bool(CJK.search(BRACKETED.sub("", line))) for line in lines}
    return [] if within or len(scripts) > 1 else lines
