from datetime import date

import pytest
from django.utils.timezone import localdate

from teikei.registry.models import OrganizationalUnit
from teikei.rules.agreement import Amendment, Exchange, Memorandum, Party, Renewal, Term, Waiver, plain
from teikei.rules.mobility import academic_year
from tests.desk.agreements import kept as keep
from tests.desk.agreements import made_agreement, made_world

NEXT = academic_year(localdate()) + 1


def lasting(first: int = 2015, last: int = NEXT + 5) -> tuple[Term, ...]:
    return (Term(valid_from=date(first, 4, 1), valid_to=date(last, 3, 31)),)


@pytest.fixture
def world(db):
    return made_world()


@pytest.fixture
def offered(world):
    """Chiang Mai takes three of science, with English B2; Orléans two of anybody, and three come from there."""
    out = Exchange(
        sending=world.home, receiving=world.chiang_mai, places=3, levels=(6, 7), languages=(("en", "B2"),), sending_units=(world.science,)
    )
    exchange = Memorandum(id="m1", kind="student-exchange", title="学生交流覚書", exchanges=(out,), waiver=Waiver(at_most=2))
    free = (
        Exchange(sending=world.home, receiving=world.orleans, places=2, languages=(("fr", "B1"),)),
        Exchange(sending=world.orleans, receiving=world.home, places=3),
    )
    whole = (Party(institution=world.home), Party(institution=world.orleans))
    keep(
        made_agreement(world, memoranda=(exchange,), terms=lasting(), renewal=Renewal(kind="none")),
        made_agreement(world, level="university", parties=whole, memoranda=(Memorandum(id="m1", exchanges=free),), terms=lasting(), renewal=Renewal(kind="none")),
    )  # fmt: skip
    return world


def test_a_student_sees_where_to_go_next_year(see, offered) -> None:
    page = see("/students/")
    assert "チェンマイ大学" in page.text
    assert "Université d'Orléans" in page.text
    assert "2 | 大学" in page.text
    assert "5 | 人（年間の定員）" in page.text


def test_a_faculty_sees_its_own_places_and_those_for_everybody(see, offered) -> None:
    assert "チェンマイ大学" in see(f"/students/?unit={offered.science}").text
    letters = see(f"/students/?unit={offered.letters}").text
    assert "チェンマイ大学" not in letters
    assert "Université d'Orléans" in letters


def test_a_unit_inside_another_has_the_places_of_the_whole(see, offered) -> None:
    OrganizationalUnit.objects.filter(pk=offered.medicine).update(parent=offered.science)
    assert "チェンマイ大学" in see(f"/students/?unit={offered.medicine}").text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("level=6", {"チェンマイ大学", "Université d'Orléans"}), ("level=8", {"Université d'Orléans"}), ("language=fr", {"Université d'Orléans"}),
        ("language=en", {"チェンマイ大学"}), ("territory=TH", {"チェンマイ大学"}), ("territory=ZZ", set()), ("q=ちぇんまい", {"チェンマイ大学"}),
        ("q=フランス", {"Université d'Orléans"}), ("q=orleans", {"Université d'Orléans"}), ("q=ｙ1", set()),
        ("level=99&language=!!&unit=999999999&year=0000", {"チェンマイ大学", "Université d'Orléans"}),
    ],
)  # fmt: skip
def test_each_filter_narrows_and_what_cannot_be_read_does_not(see, offered, query, expected) -> None:
    told = see(f"/students/?{query}").text
    assert {name for name in ("チェンマイ大学", "Université d'Orléans") if name in told} == expected


def test_what_ends_before_the_academic_year_is_not_offered(see, world) -> None:
    out = Exchange(sending=world.home, receiving=world.chiang_mai, places=3)
    memoranda = (Memorandum(id="m1", exchanges=(out,)),)
    keep(made_agreement(world, memoranda=memoranda, terms=lasting(last=NEXT), renewal=Renewal(kind="none")))
    assert "チェンマイ大学" in see(f"/students/?year={NEXT - 1}").text
    assert "チェンマイ大学" not in see(f"/students/?year={NEXT}").text
    keep(made_agreement(world, memoranda=memoranda, terms=lasting(last=NEXT), renewal=Renewal(kind="automatic", years=5)))
    assert "自動更新と推定" in see(f"/students/?year={NEXT}").text


def test_an_exchange_holds_only_in_the_years_that_it_names(see, world) -> None:
    out = Exchange(sending=world.home, receiving=world.chiang_mai, places=3, first_year=f"{NEXT + 1}/{NEXT + 2}")
    keep(made_agreement(world, memoranda=(Memorandum(id="m1", exchanges=(out,)),), terms=lasting()))
    assert "チェンマイ大学" not in see(f"/students/?year={NEXT}").text
    assert "チェンマイ大学" in see(f"/students/?year={NEXT + 1}").text


def test_an_amendment_that_takes_effect_by_then_brings_its_exchange(see, world) -> None:
    out = Exchange(sending=world.home, receiving=world.chiang_mai, places=3)
    changes = {"memoranda": plain((Memorandum(id="m1", exchanges=(out,)),))}
    amendment = Amendment(effective_on=date(NEXT, 4, 1), changes=changes)
    keep(made_agreement(world, amendments=(amendment,), terms=lasting()))
    assert "チェンマイ大学" not in see(f"/students/?year={NEXT - 1}").text
    assert "チェンマイ大学" in see(f"/students/?year={NEXT}").text


def test_exchanges_of_one_pool_share_its_places(see, world) -> None:
    pooled = tuple(Exchange(sending=world.home, receiving=world.chiang_mai, places=4, pool="a", levels=(level,)) for level in (6, 7))
    keep(made_agreement(world, memoranda=(Memorandum(id="m1", exchanges=pooled),), terms=lasting()))
    assert "4 | " in see("/students/").text


def test_staff_exchanges_and_those_who_come_are_not_among_the_places(see, world) -> None:
    exchanges = (
        Exchange(sending=world.home, receiving=world.chiang_mai, mobility="staff-teaching"),
        Exchange(sending=world.chiang_mai, receiving=world.home, places=9),
    )
    keep(made_agreement(world, memoranda=(Memorandum(id="m1", exchanges=exchanges),), terms=lasting()))
    assert "チェンマイ大学" not in see("/students/").text


def test_a_registry_of_printed_rows_says_how_places_would_get_here(see, kept) -> None:
    page = see("/en/students/")
    assert "Here would stand where students can go" in page.text
    assert any(href.startswith("/en/search/") for href in page.hrefs)


def test_the_page_needs_seven_queries_and_three_where_nothing_has_changed(client, offered, django_assert_max_num_queries) -> None:
    client.get("/search/")  # the first question after a write also reads what was written
    for most in (7, 3):
        with django_assert_max_num_queries(most):
            client.get("/students/")


def test_a_long_table_comes_in_pages_that_keep_the_filters(see, world) -> None:
    exchanges = tuple(Exchange(sending=world.home, receiving=world.chiang_mai, places=1, field_note=f"分野{n:03}") for n in range(250))
    keep(made_agreement(world, memoranda=(Memorandum(id="m1", exchanges=exchanges),), terms=lasting()))
    pages = [see(f"/students/?territory=TH&page={number}") for number in (1, 2, 3, 99)]
    assert [page.text.count("分野") for page in pages] == [100, 100, 50, 50]
    assert all("250 | 人（年間の定員）" in page.text for page in pages)
    assert f"?year={NEXT}&territory=TH&page=3" in pages[1].hrefs


def test_what_is_recorded_or_changed_is_seen_at_once(see, offered) -> None:
    assert "チェンマイ大学" in see("/students/").text
    more = Exchange(sending=offered.home, receiving=offered.chiang_mai, places=40)
    keep(made_agreement(offered, memoranda=(Memorandum(id="m1", exchanges=(more,)),), terms=lasting()))
    assert "45 | 人（年間の定員）" in see("/students/").text
