"""What the registry publishes…"""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teikei.lists.check import check
from teikei.lists.located import Locator
from teikei.lists.model import Entry, Finding, Heading, Proposal
from teikei.lists.read import read_content
from teikei.names.bilingual import Text
from teikei.registry.operations.ingest import ingest
from teikei.registry.queries.computed import listing_as_of
from teikei.registry.queries.publication import edition_findings, edition_for, edition_listing, home_named, levels_kept
from teikei.registry.refusals import NothingKept
from tests.registry.conftest import EXAMPLE
from tests.registry.made import RECEIVED, SAMPLE, made_listing

NETWORK = ("", "国際ネットワーク", ("工学部",), "2019-11-08")


def rows(listing):
    return [(entry.n, entry.region and entry.region.label, entry.territory, entry.institution) for entry in listing.entries]


def test_gives_an_edition_back_as_it_was_kept(take_in):
    taken = made_listing(uncounted=[NETWORK])
    given = edition_listing(take_in(taken))
    assert given.content() == taken.content()
    assert [entry.locator("units") for entry in given.entries] == [entry.locator("units") for entry in taken.entries]
    assert [entry.row.raw for entry in given.entries] == [entry.row.raw for entry in taken.entries]


def test_gives_rows_without_territory_or_place_back(take_in):
    listing = made_listing()
    entries = (*listing.entries, Entry(n=5, institution="無所属大学", region=listing.regions[0]), Entry(n=6, institution="所在不明大学"))
    taken = replace(listing, entries=entries)
    given = edition_listing(take_in(taken))
    assert given.content() == taken.content()
    assert given.entries[5].locator() == Locator()


def test_gives_the_place_in_a_workbook_back(take_in):
    listing = made_listing()
    sheet = tuple(entry._replace(row=entry.row._replace(sheet="一覧", page=None)) for entry in listing.entries)
    finding = Finding("made-up", "info", Text("a", "あ"), (Locator(None, 10, 2, "一覧", "B10"),), Proposal("unit", "a", "b"))
    edition = take_in(replace(listing, entries=sheet, findings=(finding,)))
    assert edition_listing(edition).entries[0].locator("institution") == Locator(None, 10, 2, "一覧", "B10")
    assert finding in edition_findings(edition)


def test_lays_out_the_list_of_the_edition_that_speaks_for_the_day(take_in):
    take_in(made_listing(uncounted=[NETWORK]))
    listing = listing_as_of(home_named("広島大学"), "unit", date(2024, 12, 31))
    assert listing.as_of == date(2024, 12, 31)
    assert listing.stated == ()
    assert rows(listing) == [
        (1, "アジア", "インド", "デリー大学理学部"), (2, "アジア", "インド", "インド工科大学"), (3, "アジア", "タイ王国", "カセサート大学"),
        (4, "ヨーロッパ", "フランス共和国", "Université d'Orléans"), (5, "複数国", "カナダ・デンマーク王国", "国際ネットワーク"),
    ]  # fmt: skip
    assert [entry.counted for entry in listing.entries] == [True] * 4 + [False]
    assert all(entry.row is None for entry in listing.entries)


def test_leaves_out_what_was_concluded_after_the_day(take_in):
    take_in()
    partners = {day: [row[3] for row in rows(listing_as_of(home_named("広島大学"), "unit", day))] for day in (
        date(2020, 2, 11), date(2012, 12, 1), date(2012, 11, 30), date(1998, 12, 31),
    )}  # fmt: skip
    assert partners == {
        date(2020, 2, 11): ["インド工科大学", "カセサート大学", "Université d'Orléans"],
        date(2012, 12, 1): ["インド工科大学", "カセサート大学", "Université d'Orléans"],
        date(2012, 11, 30): ["カセサート大学", "Université d'Orléans"],
        date(1998, 12, 31): ["カセサート大学"],
    }


def test_leaves_out_headings_without_a_row(take_in):
    take_in()
    listing = listing_as_of(home_named("広島大学"), "unit", date(1998, 12, 31))
    assert ([region.label for region in listing.regions], [heading.label for heading in listing.headings]) == (["アジア"], ["タイ王国"])
    assert listing.entries[0].n == 1


def test_takes_the_latest_edition_by_the_day_or_else_the_earliest(take_in):
    first, second = take_in(), take_in(made_listing(as_of=date(2025, 5, 1)))
    home = home_named("広島大学")
    days = (date(2020, 1, 1), date(2024, 5, 1), date(2025, 4, 30), date(2025, 5, 1), date(2030, 1, 1))
    assert [edition_for(home, "unit", day) for day in days] == [first, first, first, second, second]


def test_prefers_the_later_number_of_two_editions_of_one_day(take_in):
    take_in()
    corrected = take_in(made_listing(SAMPLE[:2]))
    assert edition_for(home_named("広島大学"), "unit", date(2024, 5, 1)) == corrected


def test_puts_new_agreements_of_later_editions_at_the_end_of_their_territory(take_in):
    take_in(made_listing(uncounted=[NETWORK]))
    new = [
        ("IN", "ムンバイ大学", ("工学部",), "2024-06-01"),
        ("KR", "釜山大学", ("理学部",), "2024-07"),
        ("BR", "サンパウロ大学", ("理学部",), "2024-08-01"),
        ("IN", "未来大学", ("工学部",), "2026-01-01"),
        ("IN", "日付なし大学", ("工学部",), ""),
        ("IN", "昔の大学", ("工学部",), "2001-01-01"),
    ]
    take_in(made_listing([*SAMPLE[1:], *new], uncounted=[NETWORK], as_of=date(2025, 5, 1)))
    take_in(made_listing([*SAMPLE[1:], *new[:2]], as_of=date(2025, 6, 1)))
    listing = listing_as_of(home_named("広島大学"), "unit", date(2024, 12, 31))
    assert rows(listing) == [
        (1, "アジア", "インド", "デリー大学理学部"),
        (2, "アジア", "インド", "インド工科大学"),
        (3, "アジア", "インド", "ムンバイ大学"),
        (4, "アジア", "タイ王国", "カセサート大学"),
        (5, "アジア", "大韓民国", "釜山大学"),
        (6, "ヨーロッパ", "フランス共和国", "Université d'Orléans"),
        (7, "中南米", "ブラジル連邦共和国", "サンパウロ大学"),
        (8, "複数国", "カナダ・デンマーク王国", "国際ネットワーク"),
    ]
    assert [heading.label for heading in listing.headings] == list(dict.fromkeys(row[2] for row in rows(listing)))


def test_puts_new_rows_without_a_heading_where_they_belong(take_in):
    take_in()
    bare = made_listing(SAMPLE[:1], as_of=date(2025, 5, 1))
    entry = bare.entries[0]._replace(n=2, institution="新大学", heading=None, region=None)
    under = bare.entries[0]._replace(n=3, institution="新大学院", heading=None)
    dated = [one._replace(concluded_on=type(one.concluded_on)(2024, 6, 1)) for one in (entry, under)]
    alone = bare.entries[0]._replace(
        n=4, institution="新学院", heading=Heading("ムー大陸"), region=None, concluded_on=dated[0].concluded_on
    )
    network = made_listing(uncounted=[("", "国際網", (), "2024-06-02")])
    take_in(replace(bare, entries=(*bare.entries, *dated, alone, network.entries[-1]._replace(n=5)), regions=(), headings=()))
    listing = listing_as_of(home_named("広島大学"), "unit", date(2024, 12, 31))
    assert rows(listing) == [
        (1, None, None, "新大学"),
        (2, None, "ムー大陸", "新学院"),
        (3, "アジア", None, "新大学院"),
        (4, "アジア", "インド", "デリー大学理学部"),
        (5, "アジア", "インド", "インド工科大学"),
        (6, "アジア", "タイ王国", "カセサート大学"),
        (7, "ヨーロッパ", "フランス共和国", "Université d'Orléans"),
        (8, "複数国", "カナダ・デンマーク王国", "国際網"),
    ]


def test_finds_a_home_by_any_of_its_names(take_in):
    take_in(institution_en="Hiroshima University")
    home = home_named("広島大学")
    assert home_named("HIROSHIMA university") == home_named("広島 大学") == home
    assert levels_kept(home) == ["unit"]


@pytest.mark.django_db
def test_refuses_where_nothing_is_kept(take_in):
    with pytest.raises(NothingKept, match=r"keeps no list of 広島大学"):
        home_named("広島大学")
    take_in()
    with pytest.raises(NothingKept, match=r"keeps no university-level list of 広島大学"):
        listing_as_of(home_named("広島大学"), "university", date(2024, 5, 1))


def test_asks_the_database_no_more_often_for_a_longer_list(take_in):
    counts = []
    for size in (10, 1000):
        take_in(made_listing([("IN", f"大学{n}", (f"第{n}学部",), "2001") for n in range(size)]), institution=f"機関{size}")
        home = home_named(f"機関{size}")
        with CaptureQueriesContext(connection) as queries:
            listing_as_of(home, "unit", date(2024, 5, 1))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.fixture
def seed(db):
    content = EXAMPLE.read_bytes()
    listing = read_content(content, EXAMPLE.name)
    return listing, ingest(listing, content, institution="広島大学", received_at=RECEIVED)


def test_gives_the_real_list_back(seed):
    listing, edition = seed
    assert edition_listing(edition).content() == listing.content()
    assert [e.locator("institution") for e in edition_listing(edition).entries] == [e.locator("institution") for e in listing.entries]
    assert tuple(edition_findings(edition)) == check(listing)


def test_lays_the_real_list_out_with_its_rows_order_and_counts(seed):
    listing, _ = seed
    laid_out = listing_as_of(home_named("広島大学"), "unit", date(2024, 5, 1))
    assert [entry.content() for entry in laid_out.entries] == [entry.content() for entry in listing.entries]
    assert laid_out.counted() == listing.counted()
    assert (laid_out.counted().territories, laid_out.counted().institutions, laid_out.counted().uncounted) == (55, 377, 1)
