"""/desk/agreements/: the table."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from teikei.registry.models import Region
from teikei.registry.queries.kept_agreements import STATUSES, Wanted, desk_page, matching_agreements
from teikei.rules.agreement import Closing, Exchange, Memorandum, Party, PartyUnit, Renewal, Term
from teikei.rules.held import status
from tests.people import made_person

from .agreements import kept, made_agreement

TODAY = timezone.localdate


def several(world):
    """One of each status, and more."""
    base = made_agreement(world)
    term = (Term(valid_from=date(2010, 4, 1), valid_to=date(2015, 3, 31)),)
    return [
        base,
        replace(base, terms=(Term(valid_from=date(2015, 11, 9)),), renewal=Renewal()),
        replace(base, terms=term, renewal=Renewal(kind="procedure")),
        replace(base, terms=term, renewal=Renewal(kind="none")),
        replace(base, terms=(*term, Term(valid_from=date(2020, 4, 1), valid_to=date(2021, 3, 31))), renewal=Renewal(kind="unknown")),
        replace(base, terms=(Term(valid_from=date(2030, 4, 1)),)),
        replace(base, terms=term, renewal=Renewal(kind="automatic", years=3, at_most=1)),
        replace(base, terms=(), concluded_on=""),
        replace(base, terms=(), concluded_on="2018-05"),
        replace(base, terms=term, closing=Closing(closed_on=date(2013, 1, 1), reason="cancelled")),
        replace(base, terms=term, renewal=Renewal(kind="procedure"), closing=Closing(closed_on=date(2017, 1, 1), reason="expired")),
    ]


@pytest.mark.parametrize(
    "day", [date(2009, 1, 1), date(2012, 6, 1), date(2015, 3, 31), date(2015, 4, 1), date(2016, 5, 5), date(2017, 1, 1), date(2018, 4, 1), date(2026, 1, 1)]
)  # fmt: skip
def test_the_filter_by_status_finds_what_the_rules_say_of_each_agreement(world, day):
    values = several(world)
    numbers = kept(*values)
    for wanted in STATUSES:
        found = set(matching_agreements(Wanted(as_of=day, status=wanted)).values_list("pk", flat=True))
        assert found == {number for number, value in zip(numbers, values, strict=True) if status(value, day) == wanted}, (day, wanted)


def test_an_empty_table_says_what_would_be_here(see, officer):
    assert "まだ1件もありません" in see("/desk/agreements/").text


def test_a_row_shows_partner_units_status_and_the_next_days(see, world):
    number = kept(made_agreement(world))[0]
    page = see("/desk/agreements/?as_of=2019-01-01")
    for words in ("チェンマイ大学", "理学部", "2015-11-09", "有効", "2020-05-08", "2020-11-08"):
        assert words in page.text, words
    assert f"/desk/agreements/{number}/" in page.hrefs


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ちぇんまい", ["チェンマイ大学"]), ("q=chiang+MAI", ["チェンマイ大学"]), ("q=文学部", ["Université d'Orléans"]), ("q=zzz", []),
        ("territory=fr", ["Université d'Orléans"]), ("level=university", ["Université d'Orléans"]), ("level=unit", ["チェンマイ大学"]),
        ("kind=覚書", ["Université d'Orléans"]), ("memorandum=student-exchange", ["チェンマイ大学"]), ("memorandum=staff", []),
        ("rolled_up=yes", ["Université d'Orléans"]), ("rolled_up=no", ["チェンマイ大学"]),
        ("as_of=2020-01-01&expiring=2020-12-31", ["チェンマイ大学"]), ("as_of=2020-01-01&expiring=2020-02-01", []),
    ],
)  # fmt: skip
def test_each_filter_leaves_what_it_says(see, world, query, found):
    memorandum = Memorandum(
        id="m1", kind="student-exchange", exchanges=(Exchange(sending=world.home, receiving=world.chiang_mai, places=2),)
    )
    one = replace(made_agreement(world), memoranda=(memorandum,))
    parties = (Party(institution=world.home, units=(PartyUnit(unit=world.letters),)), Party(institution=world.orleans))
    other = replace(one, level="university", parties=parties, memoranda=(), kinds=("覚書",), rolled_up=True, terms=(), renewal=Renewal())
    kept(one, other)
    page = see(f"/desk/agreements/?{query}")
    shown = [text for _, tag, text in page.runs if text in ("チェンマイ大学", "Université d'Orléans") and tag in ("a", "span")]
    assert shown == found


def test_a_unit_filter_finds_by_the_unit(officer, world):
    kept(made_agreement(world))
    assert desk_page(Wanted(as_of=TODAY(), unit=world.science), by=officer).total == 1
    assert desk_page(Wanted(as_of=TODAY(), unit=world.medicine), by=officer).total == 0


@pytest.mark.parametrize("order", ["list", "partner", "newest", "oldest", "deadline"])
def test_pages_by_keyset_show_each_row_once_forwards_and_back(officer, world, order):
    base = made_agreement(world)
    kept(*[replace(base, concluded_on=day) for day in ("2001-01-01", "", "2003", "2001-01-01", "2002-05", "", "1999-01-01")])
    wanted = Wanted(as_of=TODAY(), order=order)
    whole = [row.id for row in desk_page(wanted, by=officer).rows]
    assert len(whole) == 7
    seen, edge, pages = [], None, []
    while True:
        page = desk_page(wanted, edge=edge, page_size=2, by=officer)
        seen += [row.id for row in page.rows]
        pages.append(page)
        edge = page.after
        if edge is None:
            break
    assert seen == whole
    back = desk_page(wanted, edge=pages[-1].before, page_size=2, by=officer)
    assert [row.id for row in back.rows] == [row.id for row in pages[-2].rows]


@pytest.mark.parametrize(
    "query",
    ["as_of=2023-02-30", "sort=%00", "after=%00~1", "after=~99999999999999999999", "region=abc", "sort=newest&after=2023-02-30~1", "level=x",
     "memorandum=x", "status=%27%3B--", "expiring=" + "9" * 500, "unit=" + "9" * 30, "before=~1&after=", "q=" + "あ" * 3000],
)  # fmt: skip
def test_an_address_that_cannot_be_read_still_opens(client, world, query):
    kept(made_agreement(world))
    assert client.get(f"/desk/agreements/?{query}").status_code == 200


def test_the_table_needs_twelve_queries_at_most(client, world, django_assert_max_num_queries):
    kept(*[made_agreement(world) for _ in range(60)])
    with django_assert_max_num_queries(12):
        client.get("/desk/agreements/?q=大学&expiring=2099-01-01&sort=deadline")


def test_a_filter_is_saved_under_a_name_for_this_person_alone(client, see, world):
    client.post("/desk/agreements/filters/", {"name": "自分の部局", "unit": world.science, "sort": "newest"})
    page = see("/desk/agreements/")
    assert "自分の部局" in page.text
    assert f"?unit={world.science}&sort=newest" in page.hrefs
    client.post("/desk/agreements/filters/", {"delete": "自分の部局"})
    assert "自分の部局" not in see("/desk/agreements/").text


def test_somebody_elses_filters_are_not_shown(client, see, world, django_user_model):
    from teikei.registry.operations.desk_drafts import save_filter

    save_filter("他人のもの", "level=unit", by=made_person("jiro", password="x"))
    assert "他人のもの" not in see("/desk/agreements/").text


def test_the_filter_names_regions_in_the_language_of_the_page(see, officer, world):
    Region.objects.create(institution_id=world.home, label="オセアニア・北米", position=1)
    assert "オセアニア・北米" in see("/desk/agreements/").text
    page = see("/en/desk/agreements/").text
    assert "Oceania and North America" in page
    assert "オセアニア" not in page
