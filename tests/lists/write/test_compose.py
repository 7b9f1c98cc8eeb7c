from datetime import date

from teikei.lists.model import Entry, Heading, Listing, Region, Stated
from teikei.lists.write.compose import compose, joined_units
from teikei.rules.counting import CountingRules
from teikei.rules.days import PartialDate

ASIA, EUROPE = Region("アジア"), Region("欧州")
INDIA, KOREA, FRANCE = (
    Heading("インド", ("IN",), None, ASIA),
    Heading("大韓民国", ("KR",), None, ASIA),
    Heading("フランス", ("FR",), None, EUROPE),
)


def entry(n, name, heading=None, **more):
    return Entry(n, name, region=more.pop("region", heading.region if heading else None), heading=heading, **more)


def test_entries_are_grouped_in_order_of_first_appearance_and_numbered_anew():
    listing = Listing(entries=(entry(7, "A", INDIA), entry(3, "B", FRANCE), entry(9, "C", KOREA), entry(1, "D", INDIA)))
    composed = compose(listing)
    assert [(e.n, e.institution, e.territory) for e in composed.entries] == [
        (1, "A", "インド"),
        (2, "D", "インド"),
        (3, "C", "大韓民国"),
        (4, "B", "フランス"),
    ]
    assert [(r.label, r.stated[0].value) for r in composed.regions] == [("アジア", 3), ("欧州", 1)]
    assert [(h.label, h.stated.value) for h in composed.headings] == [("インド", 2), ("大韓民国", 1), ("フランス", 1)]


def test_rows_without_region_or_territory_come_first_in_their_group():
    listing = Listing(entries=(entry(1, "A", INDIA), entry(2, "B", None, region=ASIA), entry(3, "C")))
    assert [e.institution for e in compose(listing).entries] == ["C", "B", "A"]


def test_totals_are_counted_and_what_was_stated_is_forgotten():
    listing = Listing(
        stated=(Stated("institutions", 99),),
        rules=CountingRules(oldest_date_only=True),
        entries=(entry(1, "A", INDIA), entry(2, "B", FRANCE)),
    )
    assert [(s.of, s.value, s.text) for s in compose(listing).stated] == [("territories", 2, "2ヶ国・地域"), ("institutions", 2, "2機関")]


def test_agreements_are_counted_only_where_no_row_may_stand_for_several():
    listing = Listing(entries=(entry(1, "A", INDIA),))
    assert [(s.of, s.value) for s in compose(listing).stated] == [("territories", 1), ("institutions", 1), ("agreements", 1)]


def test_an_uncounted_region_has_its_note_and_no_counts():
    several = Region("複数国", counted=False)
    heading = Heading("カナダ・デンマーク王国", ("CA", "DK"), Stated("institutions", 4), several)
    composed = compose(Listing(entries=(entry(1, "A", heading, counted=False),)), language="en")
    assert composed.regions == (Region("複数国", counted=False, note="(Not included in the number of institutions.)"),)
    assert composed.headings[0].stated is None
    assert [(s.of, s.value) for s in composed.stated if s.of != "agreements"] == [("institutions", 0)]


def test_a_row_that_is_not_counted_leaves_its_counted_region_for_a_block_that_says_so():
    composed = compose(Listing(entries=(entry(1, "A", INDIA, counted=False), entry(2, "B", INDIA))))
    assert [(e.institution, e.region.label, e.counted) for e in composed.entries] == [("B", "アジア", True), ("A", "集計外の協定", False)]
    assert composed.headings[0].stated.value == 1


def test_headings_without_a_row_are_left_out():
    assert compose(Listing(regions=(ASIA,), headings=(INDIA,))).regions == ()


def test_titles_names_and_legends_are_never_translated():
    listing = Listing("協定校一覧", date(2024, 5, 1), legend=("※注。",), entries=(entry(1, "大学", INDIA),))
    composed = compose(listing, language="en")
    assert (composed.title, composed.legend, composed.entries[0].territory) == ("協定校一覧", ("※注。",), "インド")


def test_control_characters_become_spaces_and_what_is_no_character_a_mark():
    composed = compose(Listing("一\t覧\n", legend=("\r", "a\u2028b"), entries=(entry(1, "\x00大\x85学 \ud800\uffff\u3000"),)))
    assert (composed.title, composed.legend, composed.entries[0].institution) == ("一 覧", ("a b",), "大 学 \ufffd\ufffd")


def test_a_date_is_printed_from_what_is_known_and_else_as_it_was():
    composed = compose(
        Listing(entries=(entry(1, "A", concluded_on=PartialDate(2021, 10, 1), date_text="2021.10.1"), entry(2, "B", date_text="不明")))
    )
    assert [e.date_text for e in composed.entries] == ["2021.10.01", "不明"]


def test_units_are_joined_by_the_first_separator_that_gives_them_back():
    assert joined_units(("理学部", "大学病院")) == "理学部・大学病院"
    assert joined_units(("ナノデバイス・バイオ融合科学研究所", "理学部")) == "ナノデバイス・バイオ融合科学研究所・理学部"
    assert joined_units(("IDEC", "国際センター")) == "IDEC、国際センター"
    assert joined_units(("School of Law, Economics",)) == "School of Law, Economics"
    assert joined_units(("ア、イ", "ウ,エ/オ;カ", "キ")) == "ア、イ・ウ,エ/オ;カ・キ"
    assert joined_units(()) == ""
