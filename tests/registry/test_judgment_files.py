"""A file of judgments, such as the example's…"""

from datetime import timedelta

import pytest

from teikei.registry.models import AuthorityRecord, Institution, Judgment
from teikei.registry.operations import judging
from teikei.registry.operations.judgment_files import COLUMNS, Loaded, load_judgments
from teikei.registry.queries.search import Terms, find
from teikei.registry.refusals import JudgmentsUnreadable
from tests.people import made_person
from tests.registry.authorities import DELHI, Authority, install
from tests.registry.conftest import EXAMPLE
from tests.registry.made import RECEIVED, made_listing

pytestmark = pytest.mark.django_db
NOW = RECEIVED + timedelta(days=1)
DELHI_LINE = (
    "1",
    "デリー大学理学部",
    "https://ror.org/04gzb2213",
    "University of Delhi",
    "New Delhi",
    "India",
    "28.62",
    "77.21",
    "accepted",
    "the only one",
)
NONE_LINE = ("2", "インド工科大学", "", "", "", "", "", "", "none", "no campus is named")
UNSURE_LINE = (
    "3",
    "カセサート大学",
    "https://ror.org/05gzceg21",
    "Kasetsart University",
    "Bangkok",
    "Thailand",
    "13.8",
    "100.5",
    "unsure",
    "",
)


def file_of(*lines, head=COLUMNS) -> bytes:
    return "\n".join("\t".join(line) for line in (head, *lines)).encode() + b"\n"


def load(*lines, **options) -> Loaded:
    return load_judgments(file_of(*lines, **options), "made.tsv", at=NOW)


def judgment_of(name: str) -> Judgment | None:
    return Institution.objects.get(printed=name).judgment


@pytest.fixture(autouse=True)
def partners(take_in, settings):
    settings.TEIKEI_AUTHORITY = ""
    take_in()


def test_gives_names_and_places_without_an_authority_and_keeps_its_reasons():
    assert load(DELHI_LINE, NONE_LINE, UNSURE_LINE) == Loaded(3, 0, 0, 0)
    made = judgment_of("デリー大学理学部")
    assert (made.verdict, made.reason, made.source, made.made_by) == ("accepted", "the only one", "made.tsv", None)
    kept = made.record
    assert (kept.name_en, kept.city, kept.territory_code, kept.latitude, kept.version) == (
        "University of Delhi",
        "New Delhi",
        "IN",
        28.62,
        "",
    )
    assert judgment_of("インド工科大学").verdict == "none"
    assert find(Terms(text="university of delhi")).total == 1


def test_of_a_record_with_other_names_finds_it_by_each():
    named = (*DELHI_LINE, "DU (acronym) | 德里大学 (label zh) | Delhi University (the old one) (alias)")
    assert load(named, (*NONE_LINE, ""), head=(*COLUMNS, "other_names")) == Loaded(2, 0, 0, 0)
    for asked in ("DU", "德里大学", "the old one"):
        assert find(Terms(text=asked)).total == 1, asked


def test_shows_no_name_of_a_record_that_is_unsure():
    load(UNSURE_LINE)
    made = judgment_of("カセサート大学")
    assert (made.record, made.maybe.name_en) == (None, "Kasetsart University")
    assert find(Terms(text="kasetsart")).total == 0


def test_changes_nothing_the_second_time():
    load(DELHI_LINE, UNSURE_LINE)
    assert load(DELHI_LINE, UNSURE_LINE) == Loaded(0, 2, 0, 0)
    assert Judgment.objects.count() == 2


def test_leaves_what_a_person_judged_and_what_a_person_took_back():
    load(DELHI_LINE)
    hanako = made_person("hanako")
    judging.undo(Judgment.objects.get().pk, by=hanako, at=NOW)
    judging.set_aside(Institution.objects.get(printed="インド工科大学").pk, "unsure", by=hanako, at=NOW)
    assert load(DELHI_LINE, NONE_LINE) == Loaded(0, 1, 1, 0)
    assert judgment_of("デリー大学理学部") is None
    assert judgment_of("インド工科大学").verdict == "unsure"


def test_brings_a_corrected_line_as_a_new_judgment():
    load(NONE_LINE)
    assert load((*NONE_LINE[:9], "looked again")).new == 1
    assert judgment_of("インド工科大学").reason == "looked again"
    assert Judgment.objects.count() == 2


def test_counts_institutions_that_the_registry_does_not_know():
    assert load(("9", "無名大学", *NONE_LINE[2:])) == Loaded(0, 0, 0, 1)


def test_tells_institutions_of_one_name_apart_by_country_and_by_row(take_in):
    take_in(made_listing((("KR", "東北大学", (), ""), ("IN", "東北大学", (), ""))), institution="本学")
    line = ("1", "東北大学", "https://ror.org/04gzb2213", "University of Delhi", "", "India", "", "", "accepted", "")
    assert load(line).new == 1
    assert Judgment.objects.get().institution.territory_id == "IN"
    assert load(("1", "東北大学", *NONE_LINE[2:])).new == 1
    assert Judgment.objects.get(verdict="none").institution.territory_id == "KR"


def test_takes_records_from_the_authority_where_there_is_one(monkeypatch):
    install(monkeypatch, Authority(DELHI))
    load(("1", DELHI_LINE[1], DELHI_LINE[2], "Delhi University", *DELHI_LINE[4:]))
    kept = AuthorityRecord.objects.get()
    assert (kept.name_en, kept.version, kept.kinds) == ("University of Delhi", "v2.9", ["education"])


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1), (b"row\tinstitution\n", 1), ("\ufeff".encode() + b"a\n", 1), (file_of(NONE_LINE[:5]), 2), (file_of((*NONE_LINE, "more")), 2),
        (file_of((*NONE_LINE[:8], "accepted", "")), 2), (file_of((*NONE_LINE[:8], "perhaps", "")), 2), (file_of((*DELHI_LINE[:8], "none", "")), 2),
        (file_of(DELHI_LINE, ("2", "x", "https://ror.org/zz", *DELHI_LINE[3:])), 3), (file_of((*DELHI_LINE[:6], "91", "0", "accepted", "")), 2),
        (file_of((*DELHI_LINE[:6], "nan", "0", "accepted", "")), 2), (file_of((*DELHI_LINE[:6], "1", "", "accepted", "")), 2),
        (file_of((*NONE_LINE[:9], "x" * 1001)), 2), (file_of(("1", "", *NONE_LINE[2:])), 2), (file_of(NONE_LINE) + b"\xff\xfe", 3),
        (file_of((*DELHI_LINE, "DU"), head=(*COLUMNS, "other_names")), 2),
    ],
)  # fmt: skip
def test_is_refused_whole_where_it_is_damaged_and_says_the_line(content, line):
    with pytest.raises(JudgmentsUnreadable, match=f"bad.tsv, line {line}:") as refused:
        load_judgments(content, "bad.tsv", at=NOW)
    assert "何も登録していません" in refused.value.text.ja
    assert not Judgment.objects.exists()
    assert not AuthorityRecord.objects.exists()


def test_of_the_example_fits_the_example_list():
    content = EXAMPLE.with_name("hiroshima-2024-05-01.judgments.tsv").read_bytes()
    rows = len(content.decode().splitlines()) - 1
    loaded = load_judgments(content, "example", at=NOW)
    assert loaded.new + loaded.unknown == rows
    assert loaded.new == 1  # デリー大学理学部, which the small list names too
