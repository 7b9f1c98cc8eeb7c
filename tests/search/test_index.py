"""What an index finds, in which order, and how many it counts: against the plain way of doing it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikei.search import snapshot
from teikei.search.result import Result
from teikei.search.spelling import alike, resembling
from teikei.search.suggesting import suggested
from teikei.search.terms import FACETS, SORTS, Terms
from tests.search.made import Kept, index_of, rows_of

TODAY = date(2026, 4, 1)


def result(index, terms):
    return Result(index, terms, TODAY.toordinal(), index.matching(terms.words))


def found(index, text="", sort="best", **filters):
    one = result(index, Terms(text, **filters))
    return one.page(sort, 0, 1000)


days = st.dates(date(2019, 12, 30), date(2027, 1, 3))
agreements = st.lists(
    st.builds(
        Kept,
        number=st.integers(1, 60),
        names=st.lists(st.text("あいうabc大", min_size=1, max_size=5), min_size=1, max_size=2).map(tuple),
        units=st.lists(st.sampled_from(["工学部", "理学部", "大学院"]), max_size=2, unique=True).map(tuple),
        region=st.integers(0, 2),
        territory=st.sampled_from(["VN", "TH", "CN"]),
        level=st.sampled_from(["unit", "university"]),
        kinds=st.lists(st.sampled_from(["協定", "覚書"]), max_size=2, unique=True).map(tuple),
        contents=st.lists(st.integers(1, 3), max_size=2, unique=True).map(tuple),
        places=st.sampled_from(["yes", "no"]),
        languages=st.lists(st.sampled_from(["en", "ja"]), max_size=2, unique=True).map(tuple),
        day=st.none() | days,
        spans=st.lists(st.tuples(days, st.none() | days), max_size=2).map(lambda spans: tuple(one for one in spans if one[1] is None or one[0] <= one[1])),
        title=st.sampled_from(["", "学術交流協定", "あい協定"]),
    ),
    unique_by=lambda one: one.number,
    max_size=12,
)  # fmt: skip
terms = st.builds(
    Terms, text=st.text("あいab大学 ", max_size=4), region=st.none() | st.integers(1, 3), territory=st.none() | st.sampled_from(["VN", "ZZ"]),
    unit=st.none() | st.sampled_from(["工学部", "無い部"]), year=st.none() | st.integers(2020, 2022), as_of=st.none() | days,
    kind=st.none() | st.just("覚書"), level=st.none() | st.just("unit"), contents=st.none() | st.integers(1, 3),
    in_force=st.sampled_from([None, "yes", "no"]), places=st.sampled_from([None, "yes"]), language=st.sampled_from([None, "en"]),
)  # fmt: skip

VALUES = {
    "region": lambda one: {one.region} - {0},
    "territory": lambda one: {one.territory},
    "unit": lambda one: set(one.units),
    "kind": lambda one: set(one.kinds),
    "level": lambda one: {one.level},
    "contents": lambda one: set(one.contents),
    "in_force": lambda one: {"yes" if one.holds_on(TODAY) else "no"},
    "year": lambda one: {one.day.year} if one.day else set(),
    "places": lambda one: {one.places},
    "language": lambda one: set(one.languages),
}


def passes(one, asked, but=""):
    if not all(any(word.text in text for text in one.texts) for word in asked.words):
        return False
    if asked.as_of and not one.holds_on(asked.as_of):
        return False
    return all(name == but or getattr(asked, name) is None or getattr(asked, name) in values(one) for name, values in VALUES.items())


@pytest.fixture(
    params=[(0, 4), (32, 4), (32, 0), (32, 99)], ids=["by lists", "as planned", "by lists, all together", "by columns"], scope="module"
)
def planned(request):
    """Every way in which a large index is looked up: what few agreements have, and what many have."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("teikei.search.index._RARE", request.param[0])
        patch.setattr("teikei.search.index._BROAD", request.param[1])
        yield


@settings(deadline=None)
@given(agreements, terms)
def test_rows_and_counts_are_those_of_a_plain_count(planned, kept, asked):
    index = index_of(*kept)
    one = result(index, asked)
    assert found(index, asked.text) == found(index, asked.text)  # what is remembered of the words stays as it was
    matching = sorted(agreement.number for agreement in kept if passes(agreement, asked))
    assert sorted(one.page("best", 0, 1000)) == one.page("list", 0, 1000) == matching
    assert one.total == len(matching)
    for name in FACETS:
        plain: dict[str, int] = {}
        for agreement in kept:
            for value in VALUES[name](agreement) if passes(agreement, asked, name) else ():
                plain[str(value)] = plain.get(str(value), 0) + 1
        assert one.counts()[name] == plain, name


@settings(deadline=None)
@given(agreements, terms, st.sampled_from(SORTS), st.integers(1, 5))
def test_pages_of_any_size_hold_each_row_once_in_one_order(planned, kept, asked, sort, size):
    one = result(index_of(*kept), asked)
    whole = [number for several in one.every(sort) for number in several]
    pages = [one.page(sort, start, size) for start in range(0, one.total + size, size)]
    assert [number for page in pages for number in page] == whole
    assert [one.position(sort, number) for number in whole] == list(range(len(whole)))
    assert len(set(whole)) == one.total


@settings(deadline=None)
@given(agreements, st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60)))
def test_agreements_taken_out_and_put_back_are_found_as_before(kept, gone, again):
    whole = index_of(*kept)
    rows = rows_of(*kept)
    part = whole.columns.without(gone)
    assert part.numbers.tolist() == [row.number for row in rows if row.number not in gone]
    back = part.with_rows([row for row in rows if row.number in gone & again])
    stay = {row.number for row in rows if row.number not in gone or row.number in again}
    assert back.numbers.tolist() == sorted(stay)
    changed = replace(whole, columns=back)
    for asked in (Terms("大学"), Terms("あ"), Terms(unit="工学部"), Terms(as_of=TODAY), Terms(year=2020)):
        assert found(changed, asked.text, unit=asked.unit, as_of=asked.as_of, year=asked.year) == [
            number for number in result(whole, asked).page("best", 0, 1000) if number in stay
        ]


def test_own_names_come_before_places_and_titles_and_whole_names_first():
    index = index_of(
        Kept(1, ("北方大学",), title="ハノイとの協定"), Kept(2, ("国立ハノイ大学",)), Kept(3, ("ハノイ",)), Kept(4, ("ハノイ医科大学",)),
        Kept(5, ("南方大学",), units=("ハノイ研究所",)), Kept(6, ("東方大学",)),
    )  # fmt: skip
    assert found(index, "ハノイ") == [3, 4, 2, 5, 1]


def test_the_beginning_of_a_word_comes_before_the_inside_of_one():
    index = index_of(Kept(1, ("Amada University",)), Kept(2, ("Gadjah Mada University",)), Kept(3, ("Mada University",)))
    assert found(index, "mada") == [3, 2, 1]


def test_a_name_that_is_the_whole_question_comes_first():
    index = index_of(Kept(1, ("Medical University of Hanoi",)), Kept(2, ("Hanoi Medical University",)))
    assert found(index, "Hanoi Medical University")[0] == 2


def test_so_does_one_that_sounds_like_the_whole_question():
    index = index_of(Kept(1, ("国立中央大学", "National Central University"), territory="TW"), Kept(2, ("国立台湾大学",), territory="TW"),
                     Kept(3, ("国立大学台湾史研究所", "Institute of Taiwan History"), territory="TW"))  # fmt: skip
    assert found(index, "taiwan daigaku") == [2, 3]


@pytest.mark.parametrize(
    "typed", ["ガジャマダ", "がじゃ・まだ", "gajah mada", "gadjah mada", "GADJAHMADA", "UGM", "ugm", "gajamada", "ガジャマ", "ガ", "mad"]
)
def test_a_partner_is_found_by_each_of_its_names(typed):
    index = index_of(
        Kept(1, ("ガジャマダ大学", "Universitas Gadjah Mada", "UGM"), territory="ID"), Kept(2, ("ハノイ工科大学", "Hanoi University"))
    )
    assert found(index, typed) == [1]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ガジャマタ", "ガジャマダ大学"), ("gadja mda", "Universitas Gadjah Mada"), ("Hanoy Univercity", "Hanoi University"),
        ("ハノイ口科大学", "ハノイ工科大学"), ("Gadhjah", "Universitas Gadjah Mada"), ("gadjahmaad", "Universitas Gadjah Mada"),
    ],
)  # fmt: skip
def test_a_misspelt_word_finds_the_name_that_is_spelled_alike(typed, meant):
    index = index_of(
        Kept(1, ("ガジャマダ大学", "Universitas Gadjah Mada", "UGM"), territory="ID"), Kept(2, ("ハノイ工科大学", "Hanoi University"))
    )
    words = Terms(typed).words
    assert not found(index, typed)
    scores, instead = resembling(index, words)
    numbers = Result(index, Terms(typed), TODAY.toordinal(), scores).page("best", 0, 9)
    assert numbers == ([1] if "ada" in meant or "マダ" in meant else [2])
    assert meant in {name for _, name in instead}


@pytest.mark.parametrize("typed", ["大", "ぬ", "xq", "完全に別の名称", "zzzzzzz"])
def test_what_resembles_nothing_finds_nothing(typed):
    index = index_of(Kept(1, ("ガジャマダ", "Universitas Gadjah Mada")))
    assert [one for word in Terms(typed).words for one in alike(index.names, word.text)] == []


def test_suggestions_are_names_with_agreements_the_best_first():
    index = index_of(
        Kept(1, ("ハノイ大学", "Hanoi University")), Kept(2, ("国立ハノイ大学",)), Kept(3, ("国立ハノイ大学",)), Kept(4, ("ハノイ工科大学",), ("ハノイ研究科",)),
    )  # fmt: skip
    assert [(one.name, one.agreements) for one in suggested(index, "ハノイ", 8)] == [
        ("ハノイ大学", 1), ("ハノイ工科大学", 1), ("国立ハノイ大学", 2), ("ハノイ研究科", 1),
    ]  # fmt: skip
    assert next((one.name, one.label) for one in suggested(index, "hano", 8)) == ("Hanoi University", "ハノイ大学")
    assert suggested(index, " ", 8) == []
    assert len(suggested(index, "ハノイ", 2)) == 2


@settings(deadline=None, max_examples=15)
@given(agreements, terms)
def test_an_index_from_its_files_answers_as_before(tmp_path_factory, kept, asked):
    index, folder = index_of(*kept), tmp_path_factory.mktemp("kept") / "index"
    snapshot.save(index, folder)
    again = snapshot.load(folder)
    assert result(again, asked).page("best", 0, 1000) == result(index, asked).page("best", 0, 1000)
    assert result(again, asked).counts() == result(index, asked).counts()


def test_files_that_are_not_whole_are_refused(tmp_path):
    folder = tmp_path / "index"
    snapshot.save(index_of(Kept(1, ("大学",))), folder)
    (folder / "worth.npy").write_bytes(b"")
    with pytest.raises((OSError, EOFError, ValueError)):
        snapshot.load(folder)


def test_who_types_just_a_name_is_not_shown_what_sounds_like_it():
    index = index_of(Kept(1, ("カリフォルニア大学", "UCLA")), Kept(2, ("ウクラ大学",)), Kept(3, ("ウクライナ大学", "Ukraine")))
    assert [found(index, typed) for typed in ("ucla", "ukura", "ukrain")] == [[1], [1, 2, 3], [3]]
