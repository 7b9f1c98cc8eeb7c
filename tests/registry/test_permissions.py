"""Roles: decided as the sentences say, asked everywhere, and every decision explained."""

import os
import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from teikei.registry.permissions.decide import (
    Anywhere,
    Appointment,
    OfAgreement,
    Office,
    OfList,
    OfScope,
    OfUnit,
    Subject,
    decide,
)
from teikei.registry.permissions.parts import kept_hidden, sight, visibility_of, visible
from teikei.registry.permissions.spec import ACTION_SPECS, ACTIONS, ROLES
from teikei.registry.permissions.tree import Tree
from teikei.rules.agreement import (
    Agreement,
    Amendment,
    Contact,
    DocumentRef,
    Memorandum,
    Note,
    Party,
    PartyUnit,
    SigningCheck,
    plain,
)
from teikei.rules.institution import Name, Parent, Succession, Unit

WORLDS = 1500
SEED = int(os.environ.get("TEIKEI_SEED", "0"))
TODAY = date(2024, 5, 1)
ME, SOMEBODY_ELSE = 1, 2

# The oracle -----------------------------------------------------------------------------------------------------------
# Written from the sentences of the issue and of docs/how-to/appoint-people.md, not from roles.toml or decide.py.

READS = {
    "list.read", "partner.read", "agreement.read", "agreement.read-unit-parts", "proposal.read", "edition.read", "report.read",
    "ledger.read", "people.read",
}  # fmt: skip
MAY = {
    # A viewer reads what staff may read: not what is for units only, not the ledger, not who is appointed.
    "viewer": READS - {"agreement.read-unit-parts", "ledger.read", "people.read"},
    # A unit editor keeps the agreements of their units, and their calendar.
    "unit-editor": {
        "agreement.read", "agreement.read-unit-parts", "agreement.record", "agreement.revise", "agreement.split", "agreement.undo",
        "proposal.read", "proposal.make", "proposal.decide", "feed.make",
    },
    # An officer does the office's daily work, but for publishing and appointing.
    "officer": {
        "list.read", "list.take-in", "partner.read", "partner.judge", "agreement.read", "agreement.read-unit-parts", "agreement.record",
        "agreement.revise", "agreement.split", "agreement.undo", "unit.revise", "proposal.read", "proposal.make", "proposal.decide",
        "edition.read", "edition.draft", "report.read", "feed.make", "ledger.read",
    },
    # A publisher reads what a viewer does, and publishes.
    "publisher": (READS - {"agreement.read-unit-parts", "ledger.read", "people.read"}) | {"edition.publish"},
    # An auditor reads everything and writes nothing.
    "auditor": READS,
    # An administrator appoints.
    "administrator": {"people.read", "people.appoint"},
}  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """What an action is done to, as a person would describe it: the oracle looks at nothing else."""

    institutions: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    level: str | None = None
    kinds: frozenset[str] = frozenset()
    author: int | None = None


def subtree(top: int, units: dict[int, Unit], day: date) -> set[int]:
    """Downwards, until nothing is added: what sits inside on the day, and what was replaced by something inside by then."""
    inside, before = {top}, set()
    while inside != before:
        before = set(inside)
        for number, unit in units.items():
            sits = any(
                p.unit in before and not (p.valid_from and p.valid_from > day) and not (p.valid_to and p.valid_to < day)
                for p in unit.parents
            )
            replaced = any(s.on <= day and before & set(s.to) for s in unit.successions)
            if sits or replaced:
                inside.add(number)
    return inside


def oracle(given: list[Appointment], action: str, thing: Thing, day: date, units: dict[int, Unit]) -> bool:
    return any(
        in_its_days(one, day)
        and (action == "desk.open" or (action in MAY[one.role] and (shared(one, action, thing) or placed(one, action, thing, day, units))))
        for one in given
    )


def in_its_days(one: Appointment, day: date) -> bool:
    begun, gone = one.valid_from <= day, one.valid_to is not None and one.valid_to < day
    return begun and not gone and not (one.ended_on is not None and one.ended_on <= day)


SHARED = ("list", "partner", "ledger", "edition", "report")


def shared(one: Appointment, action: str, thing: Thing) -> bool:
    """What all units share: not for whoever is appointed to a unit or to kinds; and nobody publishes what they drafted."""
    if action.partition(".")[0] not in SHARED or one.unit or one.kinds:
        return False
    # What belongs to no list (partners, the ledger, the drafts of the office) has neither institution nor level.
    elsewhere = bool(one.institution and thing.institutions and one.institution not in thing.institutions)
    other_level = bool(one.level != "both" and thing.level and one.level != thing.level)
    return not elsewhere and not other_level and not (action == "edition.publish" and thing.author == one.person)


def placed(one: Appointment, action: str, thing: Thing, day: date, units: dict[int, Unit]) -> bool:
    """What is of an institution or its units: of the subtree of the unit, or of the institution; of the level; of the kinds."""
    subject = action.partition(".")[0]
    if subject in SHARED or (one.institution and one.institution not in thing.institutions):
        return False
    if one.unit and not thing.units & subtree(one.unit, units, day):
        return False
    if subject in ("unit", "feed"):
        return True
    of_kind = bool(set(one.kinds) & thing.kinds) if subject != "people" else bool(thing.kinds and thing.kinds <= set(one.kinds))
    return one.level in ("both", thing.level) and (not one.kinds or of_kind)


# Worlds ---------------------------------------------------------------------------------------------------------------


@dataclass
class World:
    homes: dict[int, list[int]]
    units: dict[int, Unit]
    appointments: list[Appointment]
    day: date


def some_day(chance: random.Random) -> date:
    return TODAY + timedelta(days=chance.randint(-40, 40))


def made_units(chance: random.Random, homes: dict[int, list[int]]) -> dict[int, Unit]:
    units: dict[int, Unit] = {}
    for home, numbers in homes.items():
        for place, number in enumerate(numbers):
            parents: list[Parent] = []
            if place and chance.random() < 0.6:
                change = some_day(chance)
                parents = [Parent(unit=chance.choice(numbers[:place]), valid_to=change - timedelta(days=1))]
                if chance.random() < 0.7:
                    parents.append(Parent(unit=chance.choice(numbers[:place]), valid_from=change))
                if chance.random() < 0.5:
                    parents = [Parent(unit=chance.choice(numbers[:place]))]
            others = [one for one in numbers if one != number]
            successions = ()
            if others and chance.random() < 0.2:
                to = tuple(chance.sample(others, chance.randint(1, min(2, len(others)))))
                successions = (Succession(on=some_day(chance), kind="split" if len(to) > 1 else "merged", to=to),)
            units[number] = Unit(
                institution=home, names=(Name(text=f"部局{number}", language="ja"),), position=place, parents=tuple(parents),
                successions=successions,
            )  # fmt: skip
    return units


def made_appointment(chance: random.Random, world: World) -> Appointment:
    institution = unit = None
    where = chance.random()
    if where < 0.3:
        institution = chance.choice(list(world.homes))
    elif where < 0.75:
        unit = chance.choice(list(world.units))
    first = some_day(chance) - timedelta(days=40)
    return Appointment(
        person=ME, role=chance.choice(ROLES), institution=institution, unit=unit, level=chance.choice(["both", "both", "unit", "university"]),
        kinds=chance.choice([(), (), ("学術交流",), ("学生交流", "学術交流")]), valid_from=first,
        valid_to=chance.choice([None, first + timedelta(days=chance.randint(0, 80))]),
        ended_on=first + timedelta(days=chance.randint(0, 80)) if chance.random() < 0.2 else None,
    )  # fmt: skip


def made_world(seed: int) -> World:
    chance = random.Random(seed)
    homes = {1: [11, 12, 13, 14, 15][: chance.randint(1, 5)]}
    if chance.random() < 0.5:
        homes[2] = [21, 22, 23][: chance.randint(1, 3)]
    world = World(homes, made_units(chance, homes), [], some_day(chance))
    world.appointments = [made_appointment(chance, world) for _ in range(chance.randint(0, 3))]
    return world


def subject_and_thing(chance: random.Random, action: str, world: World) -> tuple[Subject, Thing]:
    tree, day = Tree(world.units), world.day
    of = ACTION_SPECS[action].of
    home = chance.choice(list(world.homes))
    level = chance.choice(["unit", "university"])
    if of in ("desk", "office"):
        return Office(), Thing()
    if of == "list":
        known, told, author = chance.choice([home, None]), chance.choice([level, None]), chance.choice([ME, SOMEBODY_ELSE, None])
        return OfList(institution=known, level=told, drafted_by=author), Thing(
            frozenset([known] if known else []), level=told, author=author
        )  # fmt: skip
    kinds = chance.choice([(), ("学術交流",), ("学生交流",), ("学生交流", "その他")])
    if of == "agreement":
        sides = chance.sample(list(world.homes), chance.randint(1, len(world.homes)))
        units = [one for side in sides for one in chance.sample(world.homes[side], chance.randint(0, min(2, len(world.homes[side]))))]
        subject = OfAgreement(homes=frozenset(sides), units=tree.above(units, day), level=level, kinds=kinds)
        return subject, Thing(frozenset(sides), frozenset(units), level, frozenset(kinds))
    unit = chance.choice([*world.homes[home], None])
    above = tree.above([unit], day) if unit else frozenset()
    inside = frozenset([unit] if unit else [])
    if of == "unit":
        return OfUnit(institution=home, units=above), Thing(frozenset([home]), inside)
    told = chance.choice([level, "both"])
    everything = unit is None and chance.random() < 0.4
    place = None if everything else home
    return OfScope(institution=place, units=above, level=told, kinds=kinds), Thing(
        frozenset([] if everything else [home]), inside, told, frozenset(kinds)
    )  # fmt: skip


def test_permissions_equal_a_brute_force_oracle_in_every_generated_world() -> None:
    differences, allowed, refused = [], 0, 0
    for seed in range(SEED, SEED + WORLDS):
        world, chance = made_world(seed), random.Random(seed + 10**6)
        for action in ACTIONS:
            for _ in range(3):
                subject, thing = subject_and_thing(chance, action, world)
                found = decide(world.appointments, action, subject, world.day).allowed
                allowed, refused = allowed + found, refused + (not found)
                if found != oracle(world.appointments, action, thing, world.day, world.units):
                    differences.append((seed, action, subject))
    assert differences == []
    assert WORLDS >= 1000
    assert min(allowed, refused) > 10_000  # the worlds say something of both


def test_whoever_writes_in_the_table_is_never_a_viewer_or_an_auditor() -> None:
    writers = {role for spec in ACTION_SPECS.values() if spec.writes for role in spec.roles}
    assert writers == {"unit-editor", "officer", "publisher", "administrator"}
    reading = [action for action, spec in ACTION_SPECS.items() if not spec.writes and "auditor" not in spec.roles]
    assert reading == []


def test_an_action_is_asked_with_the_kind_of_subject_that_the_table_names() -> None:
    with pytest.raises(TypeError, match="agreement"):
        decide([], "agreement.revise", Office(), TODAY)


# Words ----------------------------------------------------------------------------------------------------------------


def appointed(**given: object) -> Appointment:
    return Appointment(**({"person": ME, "role": "unit-editor", "valid_from": date(2020, 4, 1)} | given))  # type: ignore[arg-type]


AGREEMENT = OfAgreement(homes=frozenset([1]), units=frozenset([11]), level="unit", kinds=("学術交流",))


@pytest.mark.parametrize(
    ("given", "action", "subject", "en", "ja"),
    [
        ([], "agreement.revise", AGREEMENT, "To change an agreement is for: unit editor, officer. You have no role here.", "あなたには役割がありません"),
        ([appointed(role="viewer")], "agreement.revise", AGREEMENT, "You are: viewer.", "あなたの役割は閲覧者です"),
        ([appointed(unit=12)], "agreement.revise", AGREEMENT, "none of the units of your appointment", "任命の範囲の部局は"),
        ([appointed(level="university")], "agreement.revise", AGREEMENT, "for the other level", "別の区分"),
        ([appointed(kinds=("学生交流",))], "agreement.revise", AGREEMENT, "other kinds of agreement", "別の種類"),
        ([appointed(institution=2)], "agreement.revise", AGREEMENT, "another institution", "別の機関"),
        ([appointed(valid_to=date(2024, 3, 31))], "agreement.revise", AGREEMENT, "does not hold on 2024-05-01", "2024-05-01 には有効ではありません"),
        ([appointed(ended_on=TODAY)], "agreement.revise", AGREEMENT, "does not hold on 2024-05-01", "有効ではありません"),
        ([appointed(unit=11)], "agreement.revise", AGREEMENT, "You may, as unit editor since 2020-04-01.", "部局担当者として行えます"),
        ([appointed(role="officer", unit=11)], "partner.judge", Office(), "shared by all units", "全部局に共通"),
        ([appointed(role="publisher")], "edition.publish", OfList(institution=1, level="unit", drafted_by=ME), "a second person", "別の人が公表"),
    ],
)  # fmt: skip
def test_every_decision_says_why_in_both_languages(given, action, subject, en, ja) -> None:
    why = decide(given, action, subject, TODAY).why
    assert en in why.en
    assert ja in why.ja


def test_an_edition_that_somebody_else_drafted_is_published_by_the_publisher() -> None:
    subject = OfList(institution=1, level="unit", drafted_by=SOMEBODY_ELSE)
    assert decide([appointed(role="publisher")], "edition.publish", subject, TODAY).allowed
    # An officer who drafts and is a publisher too needs another one all the same.
    both = [appointed(role="officer"), appointed(role="publisher")]
    assert not decide(both, "edition.publish", replace(subject, drafted_by=ME), TODAY).allowed


def test_what_a_page_offers_is_asked_of_anything_at_all() -> None:
    assert decide([appointed(unit=11)], "agreement.record", Anywhere(), TODAY).allowed
    assert not decide([appointed(role="officer", unit=11)], "list.take-in", Anywhere(), TODAY).allowed


# Hidden parts ---------------------------------------------------------------------------------------------------------


def papers(chance: random.Random, number: int) -> tuple[DocumentRef, ...]:
    return tuple(
        DocumentRef(sha256=f"{chance.getrandbits(256):064x}", name=f"{n}.pdf", visibility=chance.choice(["public", "staff", "unit"]))
        for n in range(chance.randint(0, number))
    )


def made_agreement(seed: int) -> Agreement:
    chance = random.Random(seed)
    memoranda = tuple(Memorandum(id=f"m{n}", documents=papers(chance, 3)) for n in range(chance.randint(0, 3)))
    brought = [plain(Memorandum(id="m9", documents=papers(chance, 3)))]
    return Agreement(
        level="unit", parties=(Party(institution=1, units=(PartyUnit(unit=11),)), Party(institution=5)), documents=papers(chance, 5),
        memoranda=memoranda,
        notes=tuple(
            Note(text=str(n), by="a", at="2024", visibility=chance.choice(["public", "staff", "unit"])) for n in range(chance.randint(0, 4))
        ),
        contacts=tuple(Contact(name=str(n)) for n in range(chance.randint(0, 2))),
        checks=tuple(SigningCheck(kind="end-user", result="cleared", checked_on=TODAY) for _ in range(chance.randint(0, 1))),
        amendments=tuple(
            Amendment(effective_on=TODAY + timedelta(days=n), changes=chance.choice([{"title": "t"}, {"memoranda": brought}]), documents=papers(chance, 2))
            for n in range(chance.randint(0, 2))
        ),
    )  # fmt: skip


SIGHTS = [frozenset({"public"}), frozenset({"public", "staff"}), frozenset({"public", "staff", "unit"})]


def hidden_of(value: Agreement, seen: frozenset[str]) -> list[str]:
    """Every hidden part wherever it stands, as text."""
    loose = [*value.documents, *value.notes, *value.contacts, *value.checks]
    inner = [paper for one in (*value.memoranda, *value.amendments) for paper in one.documents]
    brought = [paper for one in value.amendments for memo in one.changes.get("memoranda", []) for paper in memo["documents"]]
    found = [repr(plain(part)) for part in (*loose, *inner) if visibility_of(part) not in seen]
    return sorted([*found, *(repr(paper) for paper in brought if paper["visibility"] not in seen)])


@pytest.mark.parametrize("seen", SIGHTS, ids=lambda seen: str(len(seen)))
def test_an_agreement_saved_as_it_was_shown_is_what_it_was(seen) -> None:
    for seed in range(300):
        old = made_agreement(seed)
        shown = visible(old, seen)
        assert hidden_of(shown, seen) == []
        assert kept_hidden(old, shown, seen) == old


@pytest.mark.parametrize("seen", SIGHTS, ids=lambda seen: str(len(seen)))
def test_no_edit_takes_away_or_changes_what_is_hidden(seen) -> None:
    for seed in range(300):
        old = made_agreement(seed)
        shown = visible(old, seen)
        emptied = replace(shown, title="x", documents=(), notes=(), contacts=(), checks=(), memoranda=(), amendments=())
        halved = replace(shown, documents=shown.documents[1:], memoranda=shown.memoranda[:1], notes=shown.notes[::-1])
        untitled = replace(shown, amendments=tuple(replace(one, changes={}) for one in shown.amendments))
        for edited in (emptied, halved, untitled):
            assert hidden_of(kept_hidden(old, edited, seen), seen) == hidden_of(old, seen), seed


def test_the_parts_for_units_are_shown_to_whoever_keeps_them() -> None:
    seen = {
        role: sight([appointed(role=role, unit=11)], AGREEMENT, TODAY) for role in ROLES
    }  # fmt: skip
    everything, of_staff, public = SIGHTS[2], SIGHTS[1], SIGHTS[0]
    assert seen == {
        "viewer": of_staff, "unit-editor": everything, "officer": everything, "publisher": of_staff, "auditor": everything,
        "administrator": public,
    }  # fmt: skip
    assert sight([appointed(unit=12)], AGREEMENT, TODAY) == public
