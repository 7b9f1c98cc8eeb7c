"""The examples of docs/reference/rules.md, run. The page is written from the same file."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from teikei.lists.layout.words import rules_of
from teikei.rules.counting import CountingRules, tally

SPEC = tomllib.loads(Path(__file__).with_name("spec_counting.toml").read_text(encoding="utf-8"))
CASES = [(example, case) for example in SPEC["example"] for case in example["tally"]]
NUMBERS = ("territories", "institutions", "uncounted", "agreements", "rows")


@dataclass(frozen=True)
class Row:
    territory_key: str | None
    institution: str
    counted: bool

    @property
    def institution_key(self):
        return self.territory_key, self.institution


def rules(names):
    return CountingRules(**dict.fromkeys(names, True))


@pytest.mark.parametrize(("example", "case"), CASES, ids=[f"{example['en'][:40]} {'+'.join(case['under'])}" for example, case in CASES])
def test_an_example_gives_the_tally_that_the_manual_prints(example, case):
    rows = [Row(territory or None, institution, counted) for territory, institution, counted in example["rows"]]
    counted = tally(rows, rules(case["under"]))
    # TOML has no null: agreements that cannot be counted are left out.
    assert {name: getattr(counted, name) for name in NUMBERS} == {"agreements": None, **case["gives"]}


def test_every_rule_is_described():
    assert [rule["name"] for rule in SPEC["rule"]] == [field.name for field in fields(CountingRules)]


@pytest.mark.parametrize("rule", SPEC["rule"], ids=lambda rule: rule["name"])
def test_each_quoted_legend_states_its_rule_and_no_other(rule):
    for sentence in rule["legend"]:
        if sentence.startswith("海外大学"):
            assert rules_of((sentence,)).institution_itself_once
        else:
            assert rules_of((sentence,)) == rules([rule["name"]])


def test_every_rule_is_shown_alone_and_with_the_others():
    shown = {tuple(case["under"]) for _, case in CASES}
    names = tuple(rule["name"] for rule in SPEC["rule"])
    assert {(), names, *((name,) for name in names)} <= shown
