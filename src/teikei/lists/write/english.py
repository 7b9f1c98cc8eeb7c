"""The words of a list in English: title, legend, headings, notes. What has no English stays as printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from teikei.lists.layout.words import rules_of
from teikei.lists.model import Entry, Heading, Listing, Region
from teikei.lists.write.words import words
from teikei.names.english import english_within, is_japanese
from teikei.names.regions import region_in_english
from teikei.names.territories import territory_codes, territory_name

_USUAL_TITLES = {"university": "Inter-university agreements", "unit": "Inter-departmental agreements"}
# The rules that a legend may state, in words that say the same to a reader of the file, and to ours.
_RULES_IN_WORDS = {
    "institution_itself_once": (
        "Where agreements were concluded with an institution itself, or with several of its units, only the name of the institution is listed."
    ),
    "oldest_date_only": "Of several agreements behind one row, only the oldest date is given.",
    "repeated_institution_once": "An institution that has several agreements is counted once.",
}


class EnglishWords(NamedTuple):
    """What is known in English of a list's own words: phrases that its office set, as printed → English; the usual title of such
    a list, for one that has none.
    """

    phrases: Mapping[str, str] = MappingProxyType({})
    usual_title: str = ""

    def title(self, printed: str) -> str:
        """The title in English: as the office set it, else as it stands beside the printed one, else the usual one."""
        return self.phrases.get(printed) or english_within(printed) or self.usual_title or printed

    def legend(self, printed: Sequence[str]) -> tuple[str, ...]:
        """The legend in English. Rules that a line states without English stand before it in words; the line itself stays."""
        stated = rules_of(tuple(line for line in printed if is_japanese(line) and line not in self.phrases))
        sentences = [sentence for name, sentence in _RULES_IN_WORDS.items() if getattr(stated, name) and sentence not in printed]
        return (*sentences, *(self.phrases.get(line) or line for line in printed))

    def said(self, printed: str) -> str:
        """Any other text in English, or as printed."""
        return self.phrases.get(printed) or printed


NO_WORDS = EnglishWords()


def usual_title(level: str, institution: str) -> str:
    """The title of a list that has none in English. institution: its name, in English where that is known."""
    return f"{_USUAL_TITLES[level]} of {institution}"


def territory_label(label: str, codes: Sequence[str]) -> str:
    """A territory's label in English, by the codes that it means."""
    named = [territory_name(code, "en") for code in codes or territory_codes(label)]
    return ", ".join(named) or label


def region_label(label: str, *, counted: bool = True) -> str:
    """A region's label in English. One that is not counted has a usual name where its own has no English."""
    return region_in_english(label) or (label if counted else words("en").not_counted_region)


def headings_in_english(listing: Listing, known: EnglishWords = NO_WORDS) -> Listing:
    """The listing with title, legend, regions, territories and notes in English."""
    regions = {id(one): _region(one, known) for one in listing.regions}
    headings: dict[int, Heading] = {}

    def region_of(one: Region | None) -> Region | None:
        return one and regions.setdefault(id(one), _region(one, known))

    def heading_of(one: Heading | None) -> Heading | None:
        if one is not None and id(one) not in headings:
            headings[id(one)] = replace(one, label=territory_label(one.label, one.codes), region=region_of(one.region))
        return one and headings[id(one)]

    def entry(one: Entry) -> Entry:
        one = one._replace(region=region_of(one.region), heading=heading_of(one.heading))
        if known.phrases and (one.note or one.kinds or one.marks):
            note = known.said(one.note) if one.note else one.note
            return one._replace(note=note, kinds=tuple(map(known.said, one.kinds)), marks=tuple(map(known.said, one.marks)))
        return one

    return replace(
        listing, title=known.title(listing.title), legend=known.legend(listing.legend), regions=tuple(regions[id(one)] for one in listing.regions),
        headings=tuple(made for one in listing.headings if (made := heading_of(one))), entries=tuple(map(entry, listing.entries)),
    )  # fmt: skip


def _region(one: Region, known: EnglishWords) -> Region:
    note = known.phrases.get(one.note) or (words("en").not_counted if one.note and not one.counted else one.note)
    return replace(one, label=known.phrases.get(one.label) or region_label(one.label, counted=one.counted), note=note)


class Phrase(NamedTuple):
    """A text of a list, and what an English edition prints in its place ("" where that is the printed text). own: the office set it."""

    about: str  # title, legend, region, note, kind, mark
    printed: str
    english: str
    own: bool


def phrases_of(listing: Listing, known: EnglishWords) -> list[Phrase]:
    """Each Japanese text of a list that is no name, once, in the order in which a reader meets it; the title also where there is none."""
    title = known.title(listing.title)
    title = "" if title == listing.title and is_japanese(title) else title
    found = {listing.title: Phrase("title", listing.title, title, listing.title in known.phrases)}
    regions = [(text, _region(one, known)) for one in listing.regions for text in (one.label, one.note)]
    texts: Iterable[tuple[str, str, str]] = (
        *(("legend", line, known.phrases.get(line, "")) for line in listing.legend),
        *(("region", text, made.label if index % 2 == 0 else made.note) for index, (text, made) in enumerate(regions)),
        *(("note", one.note, known.said(one.note)) for one in listing.entries if one.note),
        *(("kind", kind, known.said(kind)) for one in listing.entries for kind in one.kinds),
        *(("mark", mark, known.said(mark)) for one in listing.entries for mark in one.marks),
    )
    for about, printed, english in texts:
        if is_japanese(printed) and printed not in found:
            found[printed] = Phrase(about, printed, "" if english == printed else english, printed in known.phrases)
    return list(found.values())
