"""One list of our making from a seed: its truth, layout, page, key and bytes."""

from dataclasses import dataclass
from random import Random

from made.key import Key, StatedCount
from made.layout import Format, Layout, draw_layout
from made.page import Page, page_of
from made.printing import PRINTERS
from made.truth import Truth, draw_truth

_SHOWS_SEVERAL = ("heading", "first", "merged", "column", "ditto", "brackets")


@dataclass(frozen=True, slots=True)
class Made:
    """A list, and what it should be read as. planted: the one count that was made wrong, where one was."""

    seed: int
    truth: Truth
    layout: Layout
    page: Page
    content: bytes
    planted: StatedCount | None = None

    @property
    def key(self) -> Key:
        """The answer key."""
        return self.page.key

    @property
    def name(self) -> str:
        """The file's name."""
        return f"list.{self.layout.format}"


def made(seed: int, format: Format | None = None) -> Made:
    """The list of that seed: always the same one."""
    random = Random(seed)
    truth, layout = _drawn(random, format)
    page = page_of(truth, layout)
    return Made(seed, truth, layout, page, PRINTERS[layout.format](page, layout))


def made_with_counts(seed: int, format: Format | None = None, *, wrong: bool) -> Made:
    """The list of that seed, drawn until it states a count; where `wrong`, one of its counts is not what the rows give."""
    random = Random(f"counts {seed}")
    while True:
        truth, layout = _drawn(random, format)
        page = page_of(truth, layout)
        if places := _checkable(page, layout):
            break
    planted = None
    if wrong:
        level = random.choice(sorted({page.key.counts[at].level for at in places}))
        at = random.choice([at for at in places if page.key.counts[at].level == level])
        page = page_of(truth, layout, wrong=at)
        planted = page.key.counts[at]
    return Made(seed, truth, layout, page, PRINTERS[layout.format](page, layout), planted)


def _checkable(page: Page, layout: Layout) -> list[int]:
    """The counts that the rows prove or disprove: where they name no territories, nobody can count these."""
    return [at for at, count in enumerate(page.key.counts) if count.of != "territories" or layout.territory != "none"]


def _drawn(random: Random, format: Format | None) -> tuple[Truth, Layout]:
    layout = draw_layout(random, format)
    several = layout.region == "heading" and layout.territory in _SHOWS_SEVERAL and random.random() < 0.15
    return draw_truth(random, uncounted_block=several), layout
