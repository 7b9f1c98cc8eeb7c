"""Records that begin with a partner's name on a line of its own, and say the rest behind heads: cards of a web page, <dl> lists."""

from collections.abc import Sequence

from teikei.lists.layout.content import is_date_like, is_institution_like, is_territory
from teikei.lists.layout.listhead import list_words
from teikei.lists.layout.records import Made, Records, pair_of, text_of
from teikei.lists.layout.values import two_languages
from teikei.lists.layout.words import head_fields, is_kind_like, is_region_name, label_and_count
from teikei.lists.located import Row
from teikei.lists.model import Decision
from teikei.names.bilingual import Text
from teikei.rules.days import find_days

# The head that stands nowhere, so that the first column is known; lines between a name and the first head of its card.
_PARTNER, _MOST_BETWEEN = "協定機関名", 3


# The lines of one record: of each the position, the field and the text.
_Card = tuple[tuple[int, str, str], ...]


def card_records(rows: Sequence[Row]) -> Records | None:
    """The records of such a page; None where the rows are not so. Lines that belong to no card stay as they are."""
    if any(sum(map(bool, row.cells)) > 1 for row in rows):
        return None
    texts = [text_of(row) for row in rows]
    keyed = {at: pair for at, row in enumerate(rows) if (pair := pair_of(row)) and head_fields(pair[1]) and pair[0] != "institution"}
    cards = [card for run in _runs(texts, keyed) if (card := _card(run, texts, keyed))]
    dated = sum(any(name == "concluded_on" and is_date_like(text) for _, name, text in card) for card in cards)
    if len(cards) < 2 or 2 * dated < len(cards) or 3 * sum(map(len, cards)) < sum(map(bool, texts)):
        return None
    cards = _with_kinds(cards, texts)
    heads = {pair[0]: pair[1] for pair in reversed(keyed.values())}
    fields = tuple(dict.fromkeys(name for card in cards for _, name, _ in card))
    made = Made(fields)
    first = {card[0][0]: card for card in cards}
    inside = {at for card in cards for at, _, _ in card}
    for position, row in enumerate(rows):
        if position == cards[0][0][0]:
            named = {"institution": _PARTNER, "institution_alt": "英語名", "territory": "国・地域", "kinds": "種別"} | heads
            made.rows.append(Row(row.line, tuple(named[name] for name in fields), "", row.page, row.sheet, False))
            made.at.append(())
        if card := first.get(position):
            for at, name, text in card:
                made.add(name, text, rows[at], at)
            made.close()
        elif position not in inside:
            made.rows.append(row)
            made.at.append((position,))
    why = Text("a name on its own line, and below it values with their heads", "機関名の行の下に、見出しの付いた値が並んでいます")
    return Records(made.rows, made.at, Decision("records", "cards", 0.8, why))


def _runs(texts: Sequence[str], keyed: dict[int, tuple[str, str, str]]) -> list[list[int]]:
    """The positions of lines with a head that stand together: blank lines at most between them, and no head twice."""
    runs: list[list[int]] = []
    for at in keyed:
        together = runs and not any(texts[runs[-1][-1] + 1 : at])
        if together and keyed[at][1] not in [keyed[other][1] for other in runs[-1]]:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _card(run: list[int], texts: Sequence[str], keyed: dict[int, tuple[str, str, str]]) -> _Card | None:
    """The card that these lines end: above them the name, and between both the territory and the name in the other script."""
    between: list[tuple[int, str, str]] = []
    for at in range(run[0] - 1, -1, -1):
        text = texts[at]
        if not text:
            continue
        if at in keyed or len(between) == _MOST_BETWEEN or is_region_name(label_and_count(text)[0]):
            return None
        if is_territory(text) and "territory" not in [name for _, name, _ in between]:
            between.insert(0, (at, "territory", text))
        elif is_institution_like(text):
            over = _line_above(texts, at)
            if over is not None and over not in keyed:
                if not (text.isascii() and two_languages(f"{texts[over]} {text}")):
                    return None  # two names, or one and its unit
                between.insert(0, (at, "institution_alt", text))
                text, at = texts[over], over
            own = [(position, keyed[position][0], keyed[position][2]) for position in run]
            return ((at, "institution", text), *between, *own)
        else:
            return None
    return None


def _with_kinds(cards: list[_Card], texts: Sequence[str]) -> list[_Card]:
    """The cards, each with the line right below it where most of them have one there that says a kind of agreement."""
    within = {at for card in cards for at, _, _ in card}
    below = [card[-1][0] + 1 for card in cards]
    kinds = {at: texts[at] for at in below if at not in within and at < len(texts) and is_kind_like(texts[at])}
    if 2 * len(kinds) < len(cards) or any(name == "kinds" for card in cards for _, name, _ in card):
        return cards
    return [(*card, (at, "kinds", kinds[at])) if at in kinds else card for card, at in zip(cards, below, strict=True)]


def _line_above(texts: Sequence[str], at: int) -> int | None:
    """The line right above, where it names an institution; a card's lines have no blank one between them."""
    over = texts[at - 1] if at else ""
    return at - 1 if is_institution_like(over) and not list_words(over) and not find_days(over) else None
