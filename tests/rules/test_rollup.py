"""Printed rows of agreements. The examples of docs/reference/rules.md, run; the page is written from the same file."""

import tomllib
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikei.rules.agreement import Agreement, Party, PartyUnit
from teikei.rules.counting import CountingRules
from teikei.rules.rollup import PrintedRow, RollUpRules, concerned, roll_up, totals
from tests.rules.agreements import HOME, World, worlds

SPEC = tomllib.loads(Path(__file__).with_name("spec_rollup.toml").read_text(encoding="utf-8"))
CASES = [(example, case) for example in SPEC["example"] for case in example["rows"]]
FLAGS = ("institution_itself_once", "oldest_date_only", "several_territories_uncounted", "repeated_institution_once")
any_rules = st.builds(RollUpRules, **dict.fromkeys(FLAGS, st.booleans()), level=st.sampled_from(("unit", "university", None)))


class Names:
    """Ids for the names of an example, and back."""

    def __init__(self) -> None:
        self.names: list[str] = ["home"]

    def number(self, name: str) -> int:
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)


def rules(names: list[str]) -> RollUpRules:
    return RollUpRules(**{flag: flag in names for flag in FLAGS})


def rows_of(example: dict[str, Any], chosen: RollUpRules, names: Names) -> tuple[PrintedRow, ...]:
    held = []
    for number, partners, ours, day in example["agreements"]:
        parties = [Party(institution=0, units=tuple(PartyUnit(unit=names.number(f"our {unit}")) for unit in ours))]
        for partner in partners:
            institution, _, unit = partner.partition(" / ")
            units = (PartyUnit(unit=names.number(partner)),) if unit else ()
            parties.append(Party(institution=names.number(institution), units=units))
        held.append((number, Agreement(level="unit", parties=tuple(parties), concluded_on=day)))
    part_of = {names.number(one): names.number(other) for one, other in example.get("part_of", {}).items()}
    territories = {names.number(one): tuple(codes) for one, codes in example["sits"].items()}
    return roll_up(held, home=0, rules=chosen, part_of=part_of, territories=territories)


def printed(row: PrintedRow, names: Names) -> list[Any]:
    units = [names.names[unit] for unit in row.partner_units]
    named = [names.names[one] for one in row.partners]
    partners = [*(name for name in named if not any(unit.startswith(f"{name} / ") for unit in units)), *units]
    return [
        partners + ["(not counted)"] * (not row.counted),
        [names.names[unit].removeprefix("our ") for unit in row.units],
        row.concluded.isoformat() if row.concluded else "",
        list(row.agreements),
    ]


@pytest.mark.parametrize(("example", "case"), CASES, ids=[f"{example['en'][:40]} {'+'.join(case['under'])}" for example, case in CASES])
def test_an_example_gives_the_rows_and_totals_that_the_manual_prints(example: dict[str, Any], case: dict[str, Any]) -> None:
    names, chosen = Names(), rules(case["under"])
    rows = rows_of(example, chosen, names)
    assert [printed(row, names) for row in rows] == case["gives"]
    assert {total.name: total.number for total in totals(rows, chosen)} == case["totals"]


def test_every_rule_is_described_and_each_flag_is_shown() -> None:
    assert [rule["name"] for rule in SPEC["rule"]] == [field.name for field in fields(RollUpRules)]
    assert {flag for _, case in CASES for flag in case["under"]} == set(FLAGS)


@given(worlds(), any_rules)
def test_every_agreement_of_the_list_is_in_exactly_one_row(world: World, chosen: RollUpRules) -> None:
    rows = roll_up(world.held, home=HOME, rules=chosen, part_of=world.part_of, territories=world.territories)
    wanted = [number for number, one in world.held if chosen.level in (None, one.level)]
    assert Counter(number for row in rows for number in row.agreements) == Counter(wanted)
    assert [number for number, _ in concerned(world.held, home=HOME, rules=chosen)] == wanted


@given(worlds(), any_rules)
def test_a_row_prints_the_oldest_date_and_all_our_units_of_its_agreements(world: World, chosen: RollUpRules) -> None:
    held = dict(world.held)
    for row in roll_up(world.held, home=HOME, rules=chosen, part_of=world.part_of, territories=world.territories):
        behind = [held[number] for number in row.agreements]
        dates = [one.concluded.first for one in behind if one.concluded]
        assert (row.concluded.first if row.concluded else None) == min(dates, default=None)
        assert set(row.units) == {unit.unit for one in behind for unit in one.party_of(HOME).units}
        assert len(row.units) == len(set(row.units))
        assert row.unsplit == tuple(number for number in row.agreements if held[number].rolled_up)
        assert row.counted or len(row.territories) > 1


@given(worlds())
def test_by_the_seeds_rules_no_institution_is_listed_both_by_itself_and_by_a_unit(world: World) -> None:
    rows = roll_up(world.held, home=HOME, rules=RollUpRules(), part_of=world.part_of, territories=world.territories)
    keys = [(row.institutions, row.territories) for row in rows if row.counted]
    for row in rows:
        if row.counted and set(row.partners) == set(row.institutions) and not row.partner_units:
            assert keys.count((row.institutions, row.territories)) == 1


@given(worlds())
def test_without_rules_each_agreement_is_a_row(world: World) -> None:
    chosen = RollUpRules(institution_itself_once=False, oldest_date_only=False)
    rows = roll_up(world.held, home=HOME, rules=chosen, part_of=world.part_of, territories=world.territories)
    assert all(len(row.agreements) == 1 for row in rows)


@given(worlds(), any_rules)
def test_a_row_of_several_agreements_says_why(world: World, chosen: RollUpRules) -> None:
    for row in roll_up(world.held, home=HOME, rules=chosen, part_of=world.part_of, territories=world.territories):
        for number in row.agreements if len(row.agreements) > 1 else ():
            assert any(f"#{number}" in text.en and f"#{number}" in text.ja for text in row.why)


@given(worlds(), any_rules)
def test_exactly_one_way_of_counting_institutions_is_the_lists_own(world: World, chosen: RollUpRules) -> None:
    rows = roll_up(world.held, home=HOME, rules=chosen, part_of=world.part_of, territories=world.territories)
    stated = [total.name for total in totals(rows, chosen) if total.stated]
    own = "institutions-distinct" if chosen.repeated_institution_once else "institutions-rows"
    assert stated == [own, "territories", "agreements"]


def test_a_row_says_which_rule_made_it() -> None:
    example = SPEC["example"][0]
    (row,) = rows_of(example, RollUpRules(), Names())
    assert [text.en for text in row.why] == [
        "The institution itself has concluded an agreement (#2), so only its name is printed; those of its units (#1) stand behind the same row.",
        "2 agreements with the same partner are one row (#1, #2), with all of our units that they name.",
        "Of their dates the oldest is printed: 2012.03.01 (#1).",
    ]


def test_an_agreement_among_others_is_none_of_ours() -> None:
    others = Agreement(level="unit", parties=(Party(institution=2), Party(institution=3)))
    assert roll_up([(1, others)], home=HOME, rules=RollUpRules(level=None), part_of={}, territories={}) == ()


@given(st.builds(CountingRules, st.booleans(), st.booleans(), st.booleans()))
def test_the_rules_of_a_list_that_was_read_come_back(counting: CountingRules) -> None:
    assert RollUpRules.of(counting).counting == counting
