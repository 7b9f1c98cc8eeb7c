"""What a list's own Japanese words are in English, as its office set them."""

from dataclasses import dataclass

from teikei.rules.agreement import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWords:
    """Of the lists of one institution at one level. english: pairs of a text as it is printed (title, line of the legend, region,
    note, kind, mark) and its English, by the printed text; a text that is printed otherwise has no English yet.
    """

    institution: int
    level: Level
    english: tuple[tuple[str, str], ...] = ()
