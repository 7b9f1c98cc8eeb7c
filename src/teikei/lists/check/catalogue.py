"""The catalogue of finding codes: what each means, how grave it is, and what to do about it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from teikei.lists.located import Locator
from teikei.lists.model import Entry, Finding, Listing, Proposal, Severity
from teikei.names.bilingual import Text


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check found at one place; the catalogue adds code and severity."""

    text: Text
    locators: tuple[Locator, ...] = ()
    proposal: Proposal | None = None


Looks = Callable[[Listing], Iterator[Remark]]


@dataclass(frozen=True, slots=True)
class Check:
    """One finding code: its severity, what it means, what to do, and the function that finds it."""

    code: str
    severity: Severity
    meaning: Text
    remedy: Text
    look: Looks

    def find(self, listing: Listing) -> Iterator[Finding]:
        """The findings of this code in a listing."""
        return self.of(self.look(listing))

    def of(self, remarks: Iterable[Remark]) -> Iterator[Finding]:
        """Remarks as findings of this code. A place is cited once, though several values be compared there."""
        for remark in remarks:
            yield Finding(self.code, self.severity, remark.text, tuple(dict.fromkeys(remark.locators)), remark.proposal)


CATALOGUE: dict[str, Check] = {}


def finding_code(code: str, severity: Severity, *, meaning: Text, remedy: Text) -> Callable[[Looks], Looks]:
    """Enter a function in the catalogue as the one that finds this code."""

    def enter(look: Looks) -> Looks:
        if code in CATALOGUE:
            raise ValueError(f"two checks for {code}")
        CATALOGUE[code] = Check(code, severity, meaning, remedy, look)
        return look

    return enter


def places(entries: Iterable[Entry], value: str | None = None) -> tuple[Locator, ...]:
    """The places of a value in several entries."""
    return tuple([entry.locator(value) for entry in entries])


def of_rows(listing: Listing, value: str, said: Text) -> Iterator[Remark]:
    """A remark for what the reading doubts of single rows, with their places (`layout.doubts`)."""
    for decision in listing.decisions:
        if decision.about == "rows" and decision.value == value:
            number = len(decision.places)
            yield Remark(Text(f"{said.en}: {number} row(s).", f"{said.ja}({number}行)。"), decision.places)


def lines_en(locators: Iterable[Locator]) -> str:
    """The places in words, at most eight of them."""
    return _some([locator.words("en") for locator in locators], ", ", "and {} more")


def lines_ja(locators: Iterable[Locator]) -> str:
    """The places in Japanese words, at most eight of them."""
    return _some([locator.words("ja") for locator in locators], "、", "ほか{}か所")


def _some(words: list[str], joint: str, more: str) -> str:
    shown = words[:8]
    return joint.join(shown + ([more.format(len(words) - 8)] if len(words) > 8 else []))
