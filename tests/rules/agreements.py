"""Agreements for property tests (hypothesis).

`agreements()` gives sound values: `problems(value, TODAY)` finds nothing. `rough_agreements()` gives any value of the types,
with overlapping terms, closings before the beginning and the like: reading functions must bear them too. `worlds()` gives
agreements of one institution with what a roll-up needs. Institutions are 1–9 with 1 as home; units of institution n are
n*10 … n*10+4, so that a unit never belongs to two.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

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
from teikei.rules.held import took_effect

TODAY = date(2026, 5, 1)
HOME = 1

days = st.dates(date(1985, 1, 1), date(2025, 12, 31))
words = st.sampled_from(("", "学術交流協定", "Exchange", "覚書 [1]", "a.b", "a #2", "(order)", "é<b>"))
printed_dates = st.one_of(
    st.just(""), days.map(lambda day: day.isoformat()), days.map(lambda day: day.isoformat()[:7]), days.map(lambda day: f"{day.year}")
)
documents = st.lists(
    st.builds(
        DocumentRef,
        sha256=st.integers(0, 5).map(lambda number: f"{number:064x}"),
        name=words,
        language=st.sampled_from(("", "ja", "en")),
        visibility=st.sampled_from(("public", "staff", "unit")),
    ),
    max_size=2,
    unique_by=lambda one: one.sha256,
).map(tuple)


@st.composite
def parties(draw, institutions=st.lists(st.integers(2, 9), min_size=1, max_size=3, unique=True)):
    """Home and one to three others, each with up to three of its units."""
    made = []
    for institution in [HOME, *draw(institutions)]:
        units = draw(st.lists(st.integers(institution * 10, institution * 10 + 4), max_size=3, unique=True))
        roles = [draw(st.sampled_from(("responsible", "participating"))) for _ in units]
        signed = st.lists(st.builds(Signature, signed_on=st.none() | days, name=words, post=words), max_size=2).map(tuple)
        made.append(
            Party(
                institution=institution,
                units=tuple(PartyUnit(unit=unit, role=role) for unit, role in zip(units, roles, strict=True)),
                signatures=draw(signed),
            )
        )
    return tuple(draw(st.permutations(made)))


@st.composite
def terms(draw, most=3):
    """Terms one after another, with or without gaps; the last may be open."""
    made = []
    start = draw(days)
    for _ in range(draw(st.integers(0, most))):
        end = start + timedelta(days=draw(st.integers(0, 2500)))
        made.append(Term(valid_from=start, valid_to=end, automatic=draw(st.booleans())))
        start = end + timedelta(days=draw(st.sampled_from((1, 1, 1, 2, 400))))
    if made and draw(st.integers(0, 5)) == 0:
        made[-1] = replace(made[-1], valid_to=None)
    return tuple(made)


@st.composite
def renewals(draw, of=()):
    """A rule of renewal that fits those terms."""
    kind = draw(st.sampled_from(("unknown", "none", "procedure", "automatic")))
    if kind != "automatic" or any(term.valid_to is None for term in of):
        return Renewal(kind="none" if kind == "automatic" else kind)
    years = draw(st.none() | st.integers(1, 6))
    return Renewal(
        kind=kind,
        years=years,
        at_most=draw(st.none() | st.integers(0, 3)) if years else None,
        notice_months=draw(st.none() | st.integers(0, 11)),
    )


@st.composite
def memoranda(draw, institutions):
    """Up to two memoranda between those institutions."""
    made = []
    for name in draw(st.lists(st.sampled_from(("m1", "m2", "m 3")), max_size=2, unique=True)):
        pairs = [(one, other) for one in institutions for other in institutions if one != other]
        exchanges = st.lists(
            st.tuples(st.sampled_from(pairs), st.none() | st.integers(0, 5), st.sampled_from(("", "2024/2025"))).map(
                lambda given: Exchange(
                    sending=given[0][0], receiving=given[0][1], places=given[1], first_year=given[2], languages=(("en", "B2"),)
                )
            ),
            max_size=2,
        ).map(tuple)
        own = draw(terms(most=1))
        made.append(
            Memorandum(
                id=name,
                kind=draw(st.sampled_from(("student-exchange", "tuition-waiver", "other"))),
                title=draw(words),
                concluded_on=draw(printed_dates),
                terms=own,
                renewal=draw(renewals(own)),
                exchanges=draw(exchanges),
                waiver=draw(st.none() | st.builds(Waiver, at_most=st.none() | st.integers(0, 5), conditions=words)),
                documents=draw(documents),
            )
        )
    return tuple(made)


@st.composite
def amendments(draw, agreement):
    """Up to two amendments of a sound agreement, after it took effect and before it is closed, each sound by itself."""
    first = max(took_effect(agreement), date(1985, 1, 1))
    last = agreement.closing.closed_on - timedelta(days=1) if agreement.closing else date(2030, 1, 1)
    if first >= last:
        return ()
    made = []
    for day in sorted(draw(st.lists(st.dates(first, last), max_size=2, unique=True))):
        kind = draw(st.sampled_from(("title", "kinds", "contents", "terms", "renewal")))
        if kind == "terms":
            new = draw(terms())
            changes = {"terms": new, "renewal": draw(renewals(new))}
        elif kind == "renewal":
            changes = {"renewal": Renewal(kind=draw(st.sampled_from(("none", "procedure", "unknown"))))}
        else:
            changes = {kind: {"title": draw(words), "kinds": ("framework",), "contents": (1, 7)}[kind]}
        made.append(Amendment(effective_on=day, changes=plain(changes), reason=draw(words)))
    return tuple(made)


@st.composite
def agreements(draw, parties=parties()):
    """A sound agreement: nothing is wrong with it on TODAY."""
    sides = draw(parties)
    own = draw(terms())
    made = Agreement(
        level=draw(st.sampled_from(("university", "unit"))),
        parties=sides,
        concluded_on=draw(printed_dates),
        title=draw(words),
        kinds=tuple(draw(st.lists(words, max_size=2, unique=True))),
        contents=tuple(draw(st.lists(st.integers(1, 10), max_size=3, unique=True))),
        effect=draw(st.sampled_from(("concluded", "last-signature"))),
        terms=own,
        renewal=draw(renewals(own)),
        links=tuple(draw(st.lists(st.builds(Link, kind=st.just("supersedes"), agreement=st.integers(1, 99)), max_size=2, unique=True))),
        memoranda=draw(memoranda([side.institution for side in sides])),
        documents=draw(documents),
        contacts=tuple(draw(st.lists(st.builds(Contact, name=words, role=words), max_size=2))),
        checks=tuple(
            draw(st.lists(st.builds(SigningCheck, kind=st.just("end-user"), result=st.just("cleared"), checked_on=days), max_size=2))
        ),
        notes=tuple(draw(st.lists(st.builds(Note, text=words, by=words, at=st.just("2024-05-01T09:00:00+09:00")), max_size=2))),
        entries=tuple(draw(st.lists(st.integers(1, 99), max_size=2, unique=True))),
        rolled_up=draw(st.booleans()),
    )
    if draw(st.integers(0, 3)) == 0:
        concluded = made.concluded.first if made.concluded else date(1985, 1, 1)
        closed_on = draw(st.dates(concluded, date(2032, 1, 1)))
        made = replace(
            made, closing=Closing(closed_on=closed_on, reason=draw(st.sampled_from(("cancelled", "superseded"))), note=draw(words))
        )
    return replace(made, amendments=draw(amendments(made)))


@st.composite
def rough_agreements(draw):
    """Any value of the types, however unsound its days."""
    anyday = st.dates(date.min, date.max) | days
    rough_terms = st.lists(st.builds(Term, valid_from=anyday, valid_to=st.none() | anyday, automatic=st.booleans()), max_size=4).map(tuple)
    rule = st.builds(
        Renewal,
        kind=st.sampled_from(("unknown", "none", "procedure", "automatic")),
        years=st.none() | st.integers(1, 100),
        at_most=st.none() | st.integers(0, 1000),
        notice_months=st.none() | st.integers(0, 120),
    )
    changes = st.fixed_dictionaries({}, optional={"terms": rough_terms, "renewal": rule}).map(plain)
    return replace(
        draw(agreements()),
        terms=draw(rough_terms),
        renewal=draw(rule),
        effect=draw(st.sampled_from(("concluded", "last-signature", "stated"))),
        effective_on=draw(st.none() | anyday),
        amendments=tuple(draw(st.lists(st.builds(Amendment, effective_on=anyday, changes=changes), max_size=3))),
        closing=draw(st.none() | st.builds(Closing, closed_on=anyday, reason=st.just("cancelled"))),
    )


@dataclass(frozen=True)
class World:
    """What a roll-up is given."""

    held: tuple[tuple[int, Agreement], ...]
    part_of: dict[int, int]
    territories: dict[int, tuple[str, ...]]


_SOME_UNITS = {n: st.lists(st.integers(n * 10, n * 10 + 2), max_size=2, unique=True) for n in range(1, 6)}
_PARTNERS = st.lists(st.integers(2, 5), min_size=1, max_size=2, unique=True)


@st.composite
def listed_agreements(draw):
    """What a list shows of an agreement and no more: few institutions and days, so that many meet."""
    return Agreement(
        level=draw(st.sampled_from(("unit", "unit", "university"))),
        parties=tuple(Party(institution=n, units=tuple(PartyUnit(unit=u) for u in draw(_SOME_UNITS[n]))) for n in [HOME, *draw(_PARTNERS)]),
        concluded_on=draw(st.sampled_from(("", "2015", "2015-01", "2015-01-01", "2014-12-31", "2020-04-01"))),
        rolled_up=draw(st.booleans()),
    )


@st.composite
def worlds(draw, most=8):
    """Agreements of home; some institutions are inner units of others, some sit in several territories."""
    held = draw(st.lists(listed_agreements(), max_size=most))
    return World(
        held=tuple((100 + index, one) for index, one in enumerate(held)),
        part_of=draw(st.dictionaries(st.sampled_from((4, 5)), st.sampled_from((2, 3, 4)), max_size=2)),
        territories=draw(st.fixed_dictionaries({n: st.sampled_from((("DE",), ("DE",), ("FR",), ("DE", "FR"), ())) for n in range(2, 6)})),
    )
