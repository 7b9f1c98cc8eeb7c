"""Agreements for property tests (hypothesis).

`agreements()` gives sound values: `problems(value, TODAY)` finds nothing. `rough_agreements()` gives any value of the types,
with overlapping terms, closings before the beginning and the like: reading functions must bear them too. `worlds()` gives
agreements of one institution with what a roll-up needs. Institutions are 1–9 with 1 as home; the units of institution n are
n*10 … n*10+4, so that a unit never belongs to two.

A value is made by Python's own random numbers from one drawn number: a hundred times as fast as a draw a field, so that
histories of many agreements can be tried. A small number gives a plain agreement, which is how a failure shrinks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from teikei.rules.agreement import (
    Agreement,
    Amendment,
    Closing,
    Contact,
    DocumentRef,
    Exchange,
    Link,
    Memorandum,
    Note,
    Party,
    PartyUnit,
    Renewal,
    Signature,
    SigningCheck,
    Term,
    Waiver,
    plain,
)
from teikei.rules.days import PartialDate
from teikei.rules.held import took_effect

TODAY = date(2026, 5, 1)
HOME = 1
FIRST, LAST = date(1985, 1, 1), date(2025, 12, 31)
WORDS = ("", "学術交流協定", "Exchange", "覚書 [1]", "a.b", "a #2", "(order)", "é<b>")
ONE_DAY = timedelta(days=1)

days = st.dates(FIRST, LAST)
_numbers = st.integers(0, 2**32 - 1)
V = TypeVar("V")


class Maker:
    """Makes values from a number; the smaller the number, the less there is in them."""

    def __init__(self, number: int) -> None:
        self.random = Random(number)
        self.richness = min(0.5, number.bit_length() / 24)

    def some(self, most: int, make: Callable[[], V]) -> tuple[V, ...]:
        return tuple(make() for _ in range(most) if self.random.random() < self.richness)

    def distinct(self, most: int, of: Sequence[V]) -> tuple[V, ...]:
        return tuple(self.random.sample(of, sum(self.some(most, lambda: 1))))

    def maybe(self, value: Callable[[], V]) -> V | None:
        return value() if self.random.random() < self.richness else None

    def one(self, of: Sequence[V]) -> V:
        return of[0] if self.random.random() > 2 * self.richness else self.random.choice(of)

    def word(self) -> str:
        return self.one(WORDS)

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        return date.fromordinal(self.random.randint(first.toordinal(), last.toordinal()))

    def printed(self) -> str:
        return self.day().isoformat()[: self.one((10, 7, 4, 0))]

    def documents(self) -> tuple[DocumentRef, ...]:
        numbers = self.distinct(2, range(6))
        return tuple(DocumentRef(sha256=f"{n:064x}", name=self.word(), visibility=self.one(("staff", "public", "unit"))) for n in numbers)

    def party(self, institution: int) -> Party:
        units = self.distinct(3, range(institution * 10, institution * 10 + 5))
        return Party(
            institution=institution,
            units=tuple(PartyUnit(unit=unit, role=self.one(("participating", "responsible"))) for unit in units),
            signatures=self.some(2, lambda: Signature(signed_on=self.maybe(self.day), name=self.word(), post=self.word())),
        )

    def parties(self) -> tuple[Party, ...]:
        others = self.random.sample(range(2, 10), 1 + sum(self.some(2, lambda: 1)))
        sides = [self.party(institution) for institution in [HOME, *others]]
        if self.maybe(lambda: True):
            self.random.shuffle(sides)
        return tuple(sides)

    def terms(self, concluded_on: str, most: int = 3) -> tuple[Term, ...]:
        """One after another, with or without gaps; the last may be open. None is over before that day."""
        made: list[Term] = []
        start = self.day()
        for _ in range(sum(self.some(most, lambda: 1))):
            end = start + timedelta(days=self.random.randint(0, 2500))
            made.append(Term(valid_from=start, valid_to=end, automatic=self.one((False, True))))
            start = end + timedelta(days=self.one((1, 2, 400)))
        if made and self.random.random() < self.richness / 3:
            made[-1] = replace(made[-1], valid_to=None)
        concluded = PartialDate.fromisoformat(concluded_on).first if concluded_on else FIRST
        return tuple(term for term in made if term.valid_to is None or term.valid_to >= concluded)

    def renewal(self, of: tuple[Term, ...]) -> Renewal:
        kind = self.one(("unknown", "none", "procedure", "automatic", "automatic", "automatic"))
        if kind != "automatic" or any(term.valid_to is None for term in of):
            return Renewal(kind="none" if kind == "automatic" else kind)
        years = self.one((5, 1, 3, None))
        at_most = self.maybe(lambda: self.random.randint(0, 3)) if years else None
        return Renewal(kind=kind, years=years, at_most=at_most, notice_months=self.maybe(lambda: self.random.randint(0, 11)))

    def memorandum(self, name: str, institutions: Sequence[int]) -> Memorandum:
        def exchange() -> Exchange:
            sending, receiving = self.random.sample(institutions, 2)
            places = self.maybe(lambda: self.random.randint(0, 5))
            return Exchange(
                sending=sending, receiving=receiving, places=places, first_year=self.one(("", "2024/2025")), languages=(("en", "B2"),)
            )

        concluded_on = self.printed()
        terms = self.terms(concluded_on, most=1)
        return Memorandum(
            id=name,
            kind=self.one(("other", "student-exchange", "tuition-waiver")),
            title=self.word(),
            concluded_on=concluded_on,
            terms=terms,
            renewal=self.renewal(terms),
            exchanges=self.some(2, exchange),
            waiver=self.maybe(lambda: Waiver(at_most=self.maybe(lambda: 5), conditions=self.word())),
            documents=self.documents(),
        )

    def amendments(self, of: Agreement) -> tuple[Amendment, ...]:
        """After it took effect and before it is closed, each sound by itself."""
        first = max(took_effect(of), FIRST)
        last = of.closing.closed_on - ONE_DAY if of.closing else date(2030, 1, 1)
        chosen = sorted(set(self.some(2, lambda: self.day(first, last)))) if first < last else []
        return tuple(Amendment(effective_on=day, changes=plain(self.changes(of, day)), reason=self.word()) for day in chosen)

    def changes(self, of: Agreement, day: date) -> dict[str, object]:
        kind = self.random.choice(("title", "kinds", "contents", "terms", "renewal"))
        if kind == "terms":
            terms = self.terms(of.concluded_on)
            if terms and (terms[-1].valid_to or date.max) < day:
                terms = (*terms[:-1], replace(terms[-1], valid_to=day + timedelta(days=self.random.randint(0, 2500))))
            return {"terms": terms, "renewal": self.renewal(terms)}
        if kind == "renewal":
            return {"renewal": Renewal(kind=self.random.choice(("none", "procedure", "unknown")))}
        return {kind: {"title": self.word(), "kinds": ("framework",), "contents": (1, 7)}[kind]}

    def agreement(self) -> Agreement:
        """A sound one."""
        parties, concluded_on = self.parties(), self.printed()
        terms = self.terms(concluded_on)
        institutions = [side.institution for side in parties]
        made = Agreement(
            level=self.one(("unit", "university")),
            parties=parties,
            concluded_on=concluded_on,
            title=self.word(),
            kinds=self.distinct(2, WORDS),
            contents=self.distinct(3, range(1, 11)),
            effect=self.one(("concluded", "last-signature")),
            terms=terms,
            renewal=self.renewal(terms),
            links=tuple(Link(kind="supersedes", agreement=number) for number in self.distinct(2, range(1, 99))),
            memoranda=tuple(self.memorandum(name, institutions) for name in self.distinct(2, ("m1", "m2", "m 3"))),
            documents=self.documents(),
            contacts=self.some(2, lambda: Contact(name=self.word(), role=self.word())),
            checks=self.some(2, lambda: SigningCheck(kind="end-user", result="cleared", checked_on=self.day())),
            notes=self.some(2, lambda: Note(text=self.word(), by=self.word(), at="2024-05-01T09:00:00+09:00")),
            entries=self.distinct(2, range(1, 99)),
            rolled_up=self.one((False, True)),
        )
        if self.random.random() < self.richness / 2:
            concluded = made.concluded.first if made.concluded else FIRST
            reason = self.one(("cancelled", "superseded"))
            made = replace(made, closing=Closing(closed_on=self.day(concluded, date(2032, 1, 1)), reason=reason, note=self.word()))
        return replace(made, amendments=self.amendments(made))

    def rough_terms(self) -> tuple[Term, ...]:
        return self.some(
            4, lambda: Term(valid_from=self.rough_day(), valid_to=self.maybe(self.rough_day), automatic=self.one((False, True)))
        )

    def rough_day(self) -> date:
        return self.random.choice((self.day(), self.day(), self.day(date.min, date.max), date.min, date.max))

    def rough_renewal(self) -> Renewal:
        return Renewal(
            kind=self.one(("unknown", "automatic", "procedure", "none", "automatic")),
            years=self.one((None, 1, 5, 100)),
            at_most=self.one((None, 0, 1, 1000)),
            notice_months=self.one((None, 0, 6, 120)),
        )

    def rough_changes(self) -> dict[str, object]:
        changes = {"terms": self.maybe(self.rough_terms), "renewal": self.maybe(self.rough_renewal)}
        return {name: value for name, value in changes.items() if value is not None}

    def rough_agreement(self) -> Agreement:
        amendments = self.some(3, lambda: Amendment(effective_on=self.rough_day(), changes=plain(self.rough_changes())))
        return replace(
            self.agreement(),
            terms=self.rough_terms(),
            renewal=self.rough_renewal(),
            effect=self.one(("concluded", "last-signature", "stated")),
            effective_on=self.maybe(self.rough_day),
            amendments=amendments,
            closing=self.maybe(lambda: Closing(closed_on=self.rough_day(), reason="cancelled")),
        )


def agreements() -> st.SearchStrategy[Agreement]:
    """Sound agreements: nothing is wrong with them on TODAY. Institution 1 is always a party."""
    return _numbers.map(lambda number: Maker(number).agreement())


def rough_agreements() -> st.SearchStrategy[Agreement]:
    """Any values of the types, however unsound their days."""
    return _numbers.map(lambda number: Maker(number).rough_agreement())


@dataclass(frozen=True)
class World:
    """What a roll-up is given."""

    held: tuple[tuple[int, Agreement], ...]
    part_of: dict[int, int]
    territories: dict[int, tuple[str, ...]]


def _listed(random: Random) -> Agreement:
    """What a list shows of an agreement and no more: few institutions and days, so that many meet."""

    def side(n: int) -> Party:
        return Party(
            institution=n,
            units=tuple(PartyUnit(unit=unit) for unit in random.sample(range(n * 10, n * 10 + 3), random.choice((0, 0, 1, 2)))),
        )

    return Agreement(
        level=random.choice(("unit", "unit", "university")),
        parties=(side(HOME), *map(side, random.sample(range(2, 6), random.choice((1, 1, 1, 2))))),
        concluded_on=random.choice(("", "2015", "2015-01", "2015-01-01", "2014-12-31", "2020-04-01")),
        rolled_up=random.random() < 0.3,
    )


@st.composite
def worlds(draw: st.DrawFn, most: int = 8) -> World:
    """Agreements of home; some institutions are inner units of others, some sit in several territories."""
    held = draw(st.lists(_numbers, max_size=most))
    return World(
        held=tuple((100 + index, _listed(Random(number))) for index, number in enumerate(held)),
        part_of=draw(st.dictionaries(st.sampled_from((4, 5)), st.sampled_from((2, 3, 4)), max_size=2)),
        territories=draw(st.fixed_dictionaries({n: st.sampled_from((("DE",), ("DE",), ("FR",), ("DE", "FR"), ())) for n in range(2, 6)})),
    )
