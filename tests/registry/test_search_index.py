"""The index of the search follows every write, whoever makes it, and survives restarts."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, transaction

from teikei.registry.models import Agreement, AuthorityRecord, Change, DocumentText
from teikei.registry.operations import judging
from teikei.registry.operations.concluding import record, revise, undo
from teikei.registry.operations.institutions import absorb_institutions, add_institution, revise_institution, revise_unit
from teikei.registry.queries import index as held
from teikei.registry.queries.search import FACETS, Terms, find, numbers, suggestions
from teikei.rules.agreement import Amendment, DocumentRef, Exchange, Memorandum
from teikei.rules.institution import Institution, Name, renamed
from teikei.search.snapshot import FORMAT
from tests.desk.agreements import made_agreement, made_world
from tests.people import made_person

pytestmark = pytest.mark.django_db
AT = datetime(2024, 7, 1, 3, 0, tzinfo=UTC)
GADJAH = {"ror": "03ke6d638", "status": "active", "name_en": "Universitas Gadjah Mada", "names": [{"text": "UGM", "kind": "acronym", "language": "id"}], "city": "Yogyakarta", "territory_code": "ID"}  # fmt: skip
PROBES = ("", "大学", "チェンマイ", "chiang", "タイ", "理学部", "文学", "gadjah", "ugm", "yogyakarta", "学術", "新潟", "原本", "o", "ー")


@pytest.fixture
def officer():
    return made_person("officer")


@pytest.fixture
def world():
    return made_world()


def found(text="", **filters):
    return [row.id for row in find(Terms(text, **filters)).rows]


@pytest.fixture
def follows():
    """After a test: what the index that was brought up to date says is what one made anew says."""
    find(Terms())
    yield
    answers = [(found(text), find(Terms(text)).facets) for text in PROBES]
    held._held = None
    assert [(found(text), find(Terms(text)).facets) for text in PROBES] == answers


def gadjah(institution, person):
    AuthorityRecord.objects.create(**GADJAH, taken_at=AT)
    return judging.choose(institution, GADJAH["ror"], by=person, at=AT)


def test_a_server_that_starts_takes_the_index_without_anybody_waiting(monkeypatch):
    asked, go_on = threading.Event(), threading.Event()

    def slow():
        asked.set()
        go_on.wait(10)
        raise OperationalError("no such table: registry_chain")  # nor does a registry without tables stop it

    monkeypatch.setattr(held, "current_index", slow)
    loading = held.load_ahead()
    assert asked.wait(10)
    assert loading.is_alive()
    assert loading.daemon
    go_on.set()
    loading.join(10)
    assert not loading.is_alive()


def test_what_is_recorded_is_found_at_once(follows, world, officer):
    assert found("チェンマイ") == []
    made = record(made_agreement(world, title="学術交流協定"), by=officer, at=AT)
    assert found("チェンマイ") == found("学術交流") == found("chiang mai") == found("タイ 理学部") == [made]


def test_what_is_revised_is_found_as_it_is_now(follows, world, officer):
    made = record(made_agreement(world, title="学術交流協定"), by=officer, at=AT)
    other = record(made_agreement(world, title="別の協定"), by=officer, at=AT)
    assert found("学術") == [made]
    revise(made, lambda value: replace(value, title="新潟での覚書", concluded_on="1999-04-01", contents=(3,)), version=1, by=officer, at=AT)
    assert (found("学術"), found("新潟")) == ([], [made])
    assert (found(year=1999), found(contents=3)) == ([made], [made])
    assert sorted(found("チェンマイ")) == [made, other]
    batch = Change.objects.order_by("-position").values_list("batch", flat=True)[0]
    undo(batch, by=officer, at=AT)
    assert (found("学術"), found("新潟"), found(year=1999)) == ([made], [], [])


def test_an_institution_is_found_by_its_new_name_and_by_the_former_one(follows, world, officer):
    made = record(made_agreement(world), by=officer, at=AT)
    named = {"on": date(2020, 4, 1), "language": "ja"}
    change = lambda value: replace(value, names=renamed(value.names, "チェンマイ国立大学", **named))  # noqa: E731
    revise_institution(world.chiang_mai, change, version=None, by=officer, at=AT)
    assert found("チェンマイ国立") == found("チェンマイ大学") == [made]
    assert [one.name for one in suggestions("国立")] == ["チェンマイ国立大学"]


def test_an_institution_that_moves_takes_its_agreements_along(follows, world, officer):
    made = record(made_agreement(world), by=officer, at=AT)
    revise_institution(world.chiang_mai, lambda value: replace(value, territories=("LA",)), version=None, by=officer, at=AT)
    assert (found(territory="LA"), found(territory="TH"), found("ラオス")) == ([made], [], [made])


def test_a_unit_is_found_by_its_new_name(follows, world, officer):
    made = record(made_agreement(world), by=officer, at=AT)
    new = (Name(text="理工学部", language="ja"),)
    revise_unit(world.science, lambda value: replace(value, names=new), version=None, by=officer, at=AT)
    assert (found("理工学部"), found(unit=world.science)) == ([made], [made])
    assert [value.label for value in find(Terms()).facets["unit"]] == ["理工学部"]


def test_judgments_and_their_undoing_are_followed(follows, world, officer):
    made = record(made_agreement(world), by=officer, at=AT)
    judgment = gadjah(world.chiang_mai, officer)
    for typed in ("gadjah mada", "UGM", "Yogyakarta", "日惹", "ガジャマダ", "gajah mada"):
        assert found(typed) == [made], typed
    assert find(Terms("ugm")).also == {made: ("UGM",)}
    judging.undo(judgment, by=officer, at=AT)
    assert found("UGM") == []


def test_a_record_that_came_anew_is_found_by_its_new_names(follows, world, officer):
    made = record(made_agreement(world), by=officer, at=AT)
    gadjah(world.chiang_mai, officer)
    assert found("UGM") == [made]
    AuthorityRecord.objects.update(name_en="Gadjah Mada University", names=[], taken_at=AT + timedelta(days=1))
    assert (found("gadjah mada university"), found("UGM")) == ([made], [])


def test_institutions_that_were_one_are_found_as_one(follows, world, officer):
    twin = add_institution(Institution(names=(Name(text="チェンマイ大學校"),), territories=("TH",)), by=officer, at=AT)
    value = made_agreement(world)
    made = record(replace(value, parties=(value.parties[0], replace(value.parties[1], institution=twin))), by=officer, at=AT)
    absorb_institutions([twin], world.chiang_mai, by=officer, at=AT)
    assert found("chiang mai") == [made]


def test_what_was_rolled_back_is_forgotten(follows, world, officer):
    record(made_agreement(world), by=officer, at=AT)
    with transaction.atomic():
        record(made_agreement(world, title="幻の協定"), by=officer, at=AT)
        assert len(found("幻")) == 1
        transaction.set_rollback(True)
    assert found("幻") == []
    assert len(found("")) == 1


@pytest.mark.parametrize(("visibility", "is_found"), [("public", True), ("staff", False), ("unit", False)])
def test_the_text_of_a_document_is_found_only_where_everybody_may_read_it(follows, world, officer, visibility, is_found):
    text = "派遣する学生の数は原本による。"
    DocumentText.objects.create(sha256="a" * 64, size=1, format="pdf", text=text, key=text, received_at=AT)
    made = record(
        made_agreement(world, documents=(DocumentRef(sha256="a" * 64, name="秘密.pdf", title="秘密の題", visibility=visibility),)),
        by=officer, at=AT,
    )  # fmt: skip
    assert found("学生の数は原本") == ([made] if is_found else [])
    assert found("秘密") == []


def test_exchanges_give_places_and_languages(follows, world, officer):
    exchange = Exchange(sending=world.home, receiving=world.chiang_mai, places=2, languages=(("en", "B2"),))
    none = replace(exchange, places=0, languages=())
    made, without = (
        record(made_agreement(world, memoranda=(Memorandum(id="m1", kind="student-exchange", title="派遣の覚書", exchanges=(one,)),)), by=officer, at=AT)
        for one in (exchange, none)
    )  # fmt: skip
    assert (found(places="yes"), found(places="no"), found(language="en")) == ([made], [without], [made])
    assert found("派遣の覚書") == [made, without]


def test_what_was_amended_is_found_as_it_is_now(follows, world, officer):
    past, future = date(2020, 4, 1), date(2999, 4, 1)
    amendments = (
        Amendment(effective_on=past, changes={"title": "改正後の協定"}),
        Amendment(effective_on=future, changes={"title": "遠い日の協定"}),
    )
    made = record(made_agreement(world, title="改正前の協定", amendments=amendments), by=officer, at=AT)
    assert (found("改正後"), found("改正前"), found("遠い日")) == ([made], [], [])


def test_an_unchanged_registry_costs_one_query(world, django_assert_num_queries):
    held.current_index()
    with django_assert_num_queries(1):
        held.current_index()


def test_what_one_other_agreement_costs_is_three_queries_more(world, officer, django_assert_num_queries):
    record(made_agreement(world), by=officer, at=AT)
    held.current_index()
    record(made_agreement(world, title="別の協定"), by=officer, at=AT)
    with django_assert_num_queries(1 + 3):  # lines of the ledger, agreements, the days on which they hold
        held.current_index()


def test_a_large_index_is_taken_from_its_files_and_brought_up_to_date(world, officer, monkeypatch, settings, tmp_path):
    settings.TEIKEI_HOME = tmp_path
    monkeypatch.setattr(held, "WORTH_A_SNAPSHOT", 1)
    first = record(made_agreement(world, title="一つ目"), by=officer, at=AT)
    held._held = None
    assert found("チェンマイ") == [first]
    assert len(list(tmp_path.glob(f"search/{FORMAT}-*"))) == 1
    second = record(made_agreement(world, title="二つ目"), by=officer, at=AT)
    held._held = None
    monkeypatch.setattr(held, "_made", None)  # nothing is made anew
    assert (found("チェンマイ"), found("二つ目")) == ([first, second], [second])


@pytest.mark.parametrize("broken", ["cut", "foreign"])
def test_files_that_cannot_be_used_are_made_anew(world, officer, monkeypatch, settings, tmp_path, broken):
    settings.TEIKEI_HOME = tmp_path
    monkeypatch.setattr(held, "WORTH_A_SNAPSHOT", 1)
    made = record(made_agreement(world), by=officer, at=AT)
    held._held = None
    assert found("チェンマイ") == [made]
    (folder,) = tmp_path.glob(f"search/{FORMAT}-*")
    if broken == "cut":
        (folder / "known.json").write_text("{")
    else:
        folder.rename(folder.with_name(folder.name[:-64] + "f" * 64))
    held._held = None
    assert found("チェンマイ") == [made]
    (folder,) = tmp_path.glob(f"search/{FORMAT}-*")
    assert not folder.name.endswith("f" * 64)


def test_a_home_that_cannot_be_written_to_does_not_keep_the_search_from_answering(world, officer, settings, tmp_path):
    made = record(made_agreement(world), by=officer, at=AT)
    settings.TEIKEI_HOME = tmp_path / "file"
    (tmp_path / "file").write_text("")
    held._held = None
    assert found("チェンマイ") == [made]


def test_every_number_of_a_result_comes_in_order(world, officer):
    made = [record(made_agreement(world, concluded_on=day), by=officer, at=AT) for day in ("2001-01-01", "2003-01-01", "2002-01-01")]
    assert [one for several in numbers(Terms("大学"), sort="newest") for one in several] == [made[1], made[2], made[0]]


def test_counts_are_those_of_the_tables(world, officer):
    for level in ("unit", "unit", "university"):
        record(made_agreement(world, level=level), by=officer, at=AT)
    facets = find(Terms()).facets
    for name, column in (("level", "level"), ("year", "concluded_on__year"), ("territory", "territories__code")):
        plain = {
            str(value): Agreement.objects.filter(**{column: value}).count() for value in Agreement.objects.values_list(column, flat=True)
        }
        assert {value.value: value.count for value in facets[name]} == plain
    assert set(facets) == set(FACETS)
