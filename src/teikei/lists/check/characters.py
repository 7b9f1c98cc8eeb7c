"""Signs: half- and full-width mixed, marks that hide inside names, characters that were lost."""

import re
from collections.abc import Iterator, Sequence

from teikei.lists.check.catalogue import Remark, finding_code, lines_en, lines_ja
from teikei.lists.located import Row
from teikei.lists.model import Listing
from teikei.lists.write.fonts import unprintable
from teikei.names.bilingual import Text
from teikei.names.folding import INVISIBLE

_PAIRS = (
    (Text("brackets", "括弧"), re.compile(r"[()]"), re.compile(r"[（）]"), "()", "（）"),
    (Text("digits", "数字"), re.compile(r"[0-9]"), re.compile(r"[０-９]"), "0–9", "０–９"),
    (Text("Latin letters", "英字"), re.compile(r"[A-Za-z]"), re.compile(r"[Ａ-Ｚａ-ｚ]"), "A–z", "Ａ–ｚ"),
    (Text("kana", "カタカナ"), re.compile(r"[ァ-ヴ]"), re.compile(r"[ｦ-ﾟ]"), "ア", "ｱ"),
)
_LOST = re.compile("[\ufffd〓\ue000-\uf8ff]")
_CONTROL = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_READ_ROLES = frozenset({"title", "totals", "as-of", "region", "count", "territory", "entry"})


def _read_rows(listing: Listing) -> list[Row]:
    return [row for row, role in zip(listing.rows, listing.roles, strict=True) if role in _READ_ROLES]


def _without(signs: list[str], lines: list[str]) -> set[int]:
    """The positions of the lines that hold none of the signs, sign by sign: there are few signs and many lines."""
    left: Sequence[int] = range(len(lines))
    for sign in signs:
        left = [position for position in left if sign not in lines[position]]
    return set(left)


@finding_code(
    "width-mixture",
    "info",
    meaning=Text("The same sign is written half-width in some rows and full-width in others.", "同じ記号が半角と全角で混在しています。"),
    remedy=Text(
        "Write it one way throughout; searches outside Teikei depend on it.", "どちらかに統一してください。検索や並べ替えに影響します。"
    ),
)
def width(listing: Listing) -> Iterator[Remark]:
    """Brackets, digits, letters and kana in both widths; the rarer ones are cited."""
    rows = _read_rows(listing)
    lines = [row.raw for row in rows]
    signs = "".join(listing.characters)
    for what, half, full, half_sign, full_sign in _PAIRS:
        halves, fulls = (kind.findall(signs) for kind in (half, full))
        if not (halves and fulls):
            continue
        no_half, no_full = (_without(found, lines) for found in (halves, fulls))
        with_half, with_full = len(rows) - len(no_half), len(rows) - len(no_full)
        if not (with_half and with_full):
            continue
        lacking = no_half if with_half < with_full else no_full
        yield Remark(
            Text(
                f"Half- and full-width {what.en} are mixed: {half_sign} in {with_half} lines, {full_sign} in {with_full}.",
                f"{what.ja}の半角と全角が混在しています: {half_sign} が{with_half}行、{full_sign} が{with_full}行。",
            ),
            tuple(row.locator() for position, row in enumerate(rows) if position not in lacking),
        )


@finding_code(
    "character-hidden",
    "warning",
    meaning=Text(
        "A line holds marks that print nothing: zero-width spaces, direction marks, control characters.",
        "表示されない文字(ゼロ幅空白・書字方向の制御・制御文字)が含まれています。",
    ),
    remedy=Text(
        "Type the name anew; such marks make equal names differ and can disguise a text.",
        "その箇所を入力し直してください。見た目が同じ名称が別のものとして扱われます。",
    ),
)
def hidden(listing: Listing) -> Iterator[Remark]:
    """Invisible and control characters in lines that were read."""
    yield from _lines_with(listing, (INVISIBLE, _CONTROL), Text("holds signs that print nothing", "に表示されない文字があります"))


@finding_code(
    "character-lost",
    "serious",
    meaning=Text(
        "A character of the line could not be read, or stands for one that its font alone knew.",
        "読み取れなかった文字、または外字・〓 があります。",
    ),
    remedy=Text("Look at the original and type the character.", "原本を見て文字を補ってください。"),
)
def lost(listing: Listing) -> Iterator[Remark]:
    """U+FFFD, 〓 and private-use characters."""
    yield from _lines_with(listing, (_LOST,), Text("holds a character that was lost", "に読み取れない文字があります"))


@finding_code(
    "glyph-missing",
    "info",
    meaning=Text(
        "No font of the PDF has a sign for a character; the PDF shows 〓 in its place and names it on its title page. The other formats have it.",
        "PDF の書体にない文字です。PDF では〓で示し、表紙に列挙します。他の形式ではそのまま出力されます。",
    ),
    remedy=Text(
        "Nothing is lost. Where the list is published as PDF, ask whether the partner writes its name another way.",
        "内容は失われません。PDF で公表する場合は、別の表記がないか確かめてください。",
    ),
)
def without_glyph(listing: Listing) -> Iterator[Remark]:
    """Characters of entries and headings that the printed edition cannot show, each with its lines."""
    for char in sorted(unprintable(listing.characters - {"\t"})):
        if _LOST.match(char) or _CONTROL.match(char):
            continue
        locators = tuple(row.locator() for row in _read_rows(listing) if char in row.raw)
        if not locators:
            continue
        named = f"U+{ord(char):04X} {char}"
        yield Remark(
            Text(f"A PDF cannot show {named}: {lines_en(locators)}.", f"PDF では {named} を表示できません: {lines_ja(locators)}。"),
            locators,
        )


def _lines_with(listing: Listing, patterns: tuple[re.Pattern[str], ...], why: Text) -> Iterator[Remark]:
    for pattern in patterns:
        if not pattern.search("".join(listing.characters)):
            continue
        rows = [row for row in listing.rows if pattern.search(row.raw)]
        signs = sorted({f"U+{ord(char):04X}" for row in rows for char in pattern.findall(row.raw)})
        locators = tuple(row.locator() for row in rows)
        shown = ", ".join(signs[:6])
        yield Remark(Text(f"{lines_en(locators)} {why.en}: {shown}.", f"{lines_ja(locators)}{why.ja}: {shown}。"), locators)
