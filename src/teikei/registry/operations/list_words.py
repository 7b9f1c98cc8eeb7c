"""The English of a list's own words, set by its office: title, legend, regions, notes. Names have theirs in the registry."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from teikei.lists.cells import one_line
from teikei.names.bilingual import Refusal
from teikei.registry.models import Institution, ListWords
from teikei.registry.operations import ledger
from teikei.registry.operations.kept import Kind, add, change, value_of
from teikei.registry.operations.ledger import Act
from teikei.registry.permissions import Person, require
from teikei.registry.permissions.asking import require_anywhere
from teikei.registry.permissions.decide import OfList
from teikei.rules import list_words as values
from teikei.rules.agreement import Level

LONGEST = 2_000
LONGEST_TITLE = 300


class TooLong(Refusal):
    """A text longer than a list can print."""

    def __init__(self, text: str, most: int) -> None:
        super().__init__(
            en=f"“{text[:40]}…” is longer than {most} characters. Nothing was stored: shorten it.",
            ja=f"「{text[:40]}…」は{most}字を超えています。保存していません。短くしてください。",
        )


def _columns(pairs: Sequence[tuple[ListWords, values.ListWords]]) -> None:
    for row, value in pairs:
        row.institution_id, row.level = value.institution, value.level


def _nothing(_pairs: Sequence[tuple[ListWords, values.ListWords]], _today: date) -> None:
    """No table hangs on these words."""


def _nothing_to_clear(_numbers: Sequence[int]) -> None:
    """So none is emptied."""


LIST_WORDS = Kind("list-words", values.ListWords, ListWords, _columns, _nothing, _nothing_to_clear, ("institution", "level"))


def set_english(institution: int, level: str, english: Mapping[str, str], *, title: str = "", by: Person, at: datetime) -> None:
    """Keep the English of some of a list's words: as printed → English ("" takes it away). Others stay as they are.

    title: which of them is the title. From now on drafts and computed lists have it; what was published stays. TooLong;
    Institution.DoesNotExist where no list is kept of it.
    """
    require_anywhere(by, "edition.draft")
    kept: Level = "unit" if level == "unit" else "university"
    person = require(by, "edition.draft", OfList(institution=institution, level=kept))
    given = {printed: one_line(text) for printed, text in english.items()}
    for printed, text in given.items():
        if len(text) > (most := LONGEST_TITLE if printed == title else LONGEST):
            raise TooLong(text, most)
    act = Act("revise", at, person)
    with transaction.atomic():
        chain = ledger.lock()
        home = Institution.objects.get(pk=institution, is_home=True)
        row = ListWords.objects.filter(institution=home, level=kept).first()
        before = dict(value_of(LIST_WORDS, row.body).english) if row else {}
        phrases = tuple(sorted((printed, text) for printed, text in (before | given).items() if text))
        value = values.ListWords(institution=home.pk, level=kept, english=phrases)
        if row is not None:
            change(LIST_WORDS, {row.pk: (None, value)}, act, chain=chain)
        elif phrases:
            add(LIST_WORDS, [value], act, chain=chain)
