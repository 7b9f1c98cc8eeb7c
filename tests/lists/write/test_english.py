"""Headings of an English list are English in every format."""

from datetime import date

import pytest

from teikei.lists.model import Entry, Heading, Listing, Region
from teikei.lists.read import read_content
from teikei.lists.write import FORMATS, write_listing
from teikei.lists.write.english import headings_in_english, territory_label
from teikei.rules.days import PartialDate

ASIA, AMERICA = Region("アジア"), Region("北米・中南米")
ROWS = [("大韓民国", ("KR",), ASIA), ("台湾", ("TW",), ASIA), ("カナダ・デンマーク王国", ("CA", "DK"), AMERICA)]


def listing() -> Listing:
    headings = [Heading(label, codes, None, region) for label, codes, region in ROWS]
    entries = [
        Entry(n=n, institution=f"第{n}大学", units=("理学部",), concluded_on=PartialDate.fromisoformat("2020-07-15"), region=one.region, heading=one, counted=one.region.counted)
        for n, one in enumerate(headings, 1)
    ]  # fmt: skip
    return Listing(title="一覧", as_of=date(2025, 5, 1), regions=(ASIA, AMERICA), headings=tuple(headings), entries=tuple(entries))


@pytest.mark.parametrize("written", FORMATS)
def test_a_file_read_back_has_its_regions_and_territories_in_english(written):
    read = read_content(write_listing(headings_in_english(listing()), written, language="en"), f"list.{written}")
    labels = {one.label for one in (*read.regions, *read.headings)}
    assert labels >= {"Asia", "South Korea", "Taiwan", "Canada, Denmark"}
    assert [one.label for one in read.regions] == ["Asia", "North America and Latin America"]
    assert [one.institution for one in read.entries] == ["第1大学", "第2大学", "第3大学"]


def test_a_region_that_is_not_counted_has_a_usual_name_and_a_note_in_english():
    found = headings_in_english(Listing(regions=(Region("環日本海の連携", counted=False, note="(機関数には含まない。)"),))).regions[0]
    assert (found.label, found.note) == ("Uncounted agreements", "(Not included in the number of institutions.)")


def test_a_territory_that_nobody_knows_stays_as_printed():
    assert (territory_label("月面", ()), territory_label("泰国の一部", ("TH",)), territory_label("タイ", ())) == (
        "月面",
        "Thailand",
        "Thailand",
    )


def test_what_is_english_already_stays_as_it_is():
    once = headings_in_english(listing())
    assert headings_in_english(once) == once
