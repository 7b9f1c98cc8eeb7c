"""Tallies under the list's own rules; two sets of rows compared."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikei.rules.comparison import compare_rows
from teikei.rules.counting import CountingRules, tally
from teikei.rules.days import PartialDate


@dataclass(frozen=True)
class Line:
    institution: str
    units: tuple[str, ...] = ("工学部",)
    concluded_on: PartialDate | None = PartialDate(2020, 1, 1)
    territory_key: str | None = "TH"
    partner_unit: str | None = None
    valid_to: str | None = None
    counted: bool = True


def test_rows_are_institutions_and_uncounted_rows_stand_apart():
    counted = tally([Line("A"), Line("B", territory_key="VN"), Line("C", territory_key="AU CA", counted=False)], CountingRules())
    assert (counted.institutions, counted.uncounted, counted.rows, counted.territories, counted.agreements) == (2, 1, 3, 2, 3)


def test_agreements_cannot_be_counted_where_rows_roll_up():
    counted = tally([Line("A"), Line("B")], CountingRules(oldest_date_only=True))
    assert (counted.agreements, counted.institutions) == (None, 2)


def test_rows_without_a_territory_give_none():
    assert tally([Line("A", territory_key=None)], CountingRules()).territories == 0


def test_equal_sets_have_no_difference():
    rows = [Line("チェンマイ大学"), Line("カセサート大学")]
    assert compare_rows(rows, list(reversed(rows))).same


def test_what_came_and_went_is_told_apart_from_what_changed():
    old = [Line("チェンマイ大学"), Line("カセサート大学"), Line("マヒドン大学工学部"), Line("消えた大学", concluded_on=PartialDate(1990))]
    new = [
        Line("チェンマイ大学", units=("医学部",)),
        Line("カセサート大学", concluded_on=PartialDate(2021, 5, 5)),
        Line("マヒドール大学工学部"),
        Line("新しい研究所", concluded_on=PartialDate(2024)),
    ]
    comparison = compare_rows(old, new)
    assert [(change.kinds, change.old.institution, change.new.institution) for change in comparison.changed] == [
        (("units",), "チェンマイ大学", "チェンマイ大学"),
        (("redated",), "カセサート大学", "カセサート大学"),
        (("renamed",), "マヒドン大学工学部", "マヒドール大学工学部"),
    ]
    assert [row.institution for row in comparison.added] == ["新しい研究所"]
    assert [row.institution for row in comparison.gone] == ["消えた大学"]


def test_of_several_rows_of_one_partner_those_with_the_same_units_and_date_are_paired_first():
    old = [Line("北京大学", ("法学部",)), Line("北京大学", ("文学部",))]
    new = [Line("北京大学", ("文学部",)), Line("北京大学", ("法学部",), concluded_on=PartialDate(2022))]
    [change] = compare_rows(old, new).changed
    assert (change.kinds, change.old.units) == (("redated",), ("法学部",))


def test_a_partner_under_another_territory_is_one_change():
    [change] = compare_rows([Line("香港大学", territory_key="CN")], [Line("香港大学", territory_key="HK")]).changed
    assert change.kinds == ("territory",)


def test_validity_and_being_counted_are_compared():
    [change] = compare_rows([Line("A大学")], [Line("A大学", valid_to="auto-renew", counted=False)]).changed
    assert change.kinds == ("validity", "counted")


@pytest.mark.parametrize("size", [1200])
def test_a_territory_of_many_unpaired_rows_is_paired_by_date_alone(size):
    old = [Line(f"第{n}総合大学", concluded_on=PartialDate(1000 + n)) for n in range(size)]
    new = [Line(f"第{n}綜合大学", concluded_on=PartialDate(1000 + n)) for n in range(size)]
    comparison = compare_rows(old, new)
    assert {change.kinds for change in comparison.changed} == {("renamed",)}
    assert (len(comparison.changed), len(comparison.added)) == (size, 0)


NAMES = st.sampled_from(["北京大学", "北京大学法学院", "清華大学", "清华大学", "復旦大学", "ハノイ工科大学", "バノイ工科大学"])
LINES = st.builds(
    Line,
    institution=NAMES,
    units=st.sampled_from([("法学部",), ("文学部",)]),
    concluded_on=st.sampled_from([None, PartialDate(2020), PartialDate(2021, 2, 3)]),
    territory_key=st.sampled_from(["CN", "VN"]),
)


@given(old=st.lists(LINES, max_size=8), new=st.lists(LINES, max_size=8))
def test_every_row_is_accounted_for_once_in_both_directions(old, new):
    there, back = compare_rows(old, new), compare_rows(new, old)
    assert (len(there.added), len(there.gone)) == (len(back.gone), len(back.added))
    assert len(old) - len(there.gone) == len(new) - len(there.added)
    assert compare_rows(old, old).same
