"""Taking a list in…"""

import hashlib
from dataclasses import asdict, replace
from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from teikei.lists.located import Locator, Row
from teikei.lists.model import Entry, Finding, Heading, Listing, Proposal, Region, SourceFile, Stated
from teikei.lists.read import read_content
from teikei.names.bilingual import Text
from teikei.registry.models import (
    Agreement,
    Edition,
    EntryUnit,
    FindingPlace,
    Institution,
    NameForm,
    OrganizationalUnit,
    Party,
    Source,
    SourceLine,
    Territory,
)
from teikei.registry.models import Entry as KeptEntry
from teikei.registry.models import Finding as KeptFinding
from teikei.registry.models import Heading as KeptHeading
from teikei.registry.models import Region as KeptRegion
from teikei.registry.operations import ingest as ingesting
from teikei.registry.operations import printed
from teikei.registry.operations.edition_lines import content_hash
from teikei.registry.operations.ingest import ingest, level_of
from teikei.registry.refusals import AlreadyKept, NoDay, NoEntries, NoInstitution, NoLevel, NotKeepable, NotStored
from teikei.rules.days import PartialDate
from tests.registry.conftest import EXAMPLE
from tests.registry.made import RECEIVED, ROLLED_UP, made_listing

KEPT = (Source, SourceLine, Edition, KeptRegion, KeptHeading, KeptEntry, EntryUnit, KeptFinding, Institution, NameForm, Agreement, Party)


def nothing_kept(sources) -> bool:
    return not any(model.objects.exists() for model in KEPT) and not (sources.exists() and any(sources.iterdir()))


def test_keeps_every_row_verbatim_with_its_place(take_in):
    edition = take_in()
    entry = edition.entries.get(n=1)
    assert (entry.institution, entry.units_text, entry.date_text) == ("デリー大学理学部", "理学部・統合生命科学研究科", "2020.02.12")
    assert (entry.page, entry.line, entry.columns) == (1, 10, {"territory": 1, "institution": 5, "units": 14, "concluded_on": 28})
    assert entry.raw == "インド\tデリー大学理学部\t理学部・統合生命科学研究科\t2020.02.12"
    assert [unit.printed for unit in entry.units.all()] == ["理学部", "統合生命科学研究科"]
    assert list(edition.source.lines.values_list("position", "line", "role"))[:2] == [(1, 10, "entry"), (2, 11, "entry")]


def test_keeps_the_bytes_under_their_hash(take_in, sources):
    edition = take_in(content=b"the document")
    sha256 = hashlib.sha256(b"the document").hexdigest()
    assert edition.source.sha256 == sha256
    assert edition.source.size == 12
    assert (sources / sha256).read_bytes() == b"the document"


def test_writes_over_a_file_that_a_killed_process_left(take_in, sources):
    sha256 = hashlib.sha256(b"the document").hexdigest()
    sources.mkdir()
    (sources / sha256).write_bytes(b"the docu")
    take_in(content=b"the document")
    assert (sources / sha256).read_bytes() == b"the document"


def test_keeps_what_the_head_and_the_headings_state(take_in):
    edition = take_in(made_listing(uncounted=[("", "国際ネットワーク", ("工学部",), "2019-11-08")]))
    assert (edition.number, edition.as_of, edition.level) == (1, date(2024, 5, 1), "unit")
    edition.refresh_from_db()
    assert edition.stated == [["territories", 3], ["institutions", 5]]
    assert edition.rules == asdict(ROLLED_UP)
    regions = [(h.label, h.stated, h.stated_others, h.counted, h.note) for h in edition.headings.filter(parent=None)]
    assert regions == [
        ("アジア", 1, [["agreements", 7]], True, ""),
        ("ヨーロッパ", 1, [["agreements", 7]], True, ""),
        ("複数国", None, [], False, "(機関数には含まない。)"),
    ]
    territories = [(h.label, h.parent.label, [t.code for t in h.territories.all()]) for h in edition.headings.exclude(parent=None)]
    assert territories == [
        ("インド", "アジア", ["IN"]), ("タイ王国", "アジア", ["TH"]), ("フランス共和国", "ヨーロッパ", ["FR"]),
        ("カナダ・デンマーク王国", "複数国", ["CA", "DK"]),
    ]  # fmt: skip


def test_makes_one_rolled_up_agreement_of_two_parties_for_each_row(take_in):
    edition = take_in()
    agreement = Agreement.objects.get(entries__n=1)
    assert [(p.position, p.institution.printed, [u.name for u in p.units.all()]) for p in agreement.parties.all()] == [
        (1, "広島大学", ["理学部", "統合生命科学研究科"]), (2, "デリー大学理学部", []),
    ]  # fmt: skip
    assert (agreement.concluded_on, agreement.precision, agreement.rolled_up) == (date(2020, 2, 12), "day", True)
    assert agreement.region.label == "アジア"
    assert [territory.name_en for territory in agreement.territories.all()] == ["India"]
    assert Agreement.objects.count() == edition.entries.count() == 4


def test_keeps_a_date_no_more_exactly_than_printed(take_in):
    take_in()
    kept = list(Agreement.objects.order_by("entries__n").values_list("concluded_on", "precision"))
    assert kept == [(date(2020, 2, 12), "day"), (date(2012, 12, 1), "month"), (None, ""), (date(1999, 1, 1), "year")]


def test_does_not_call_a_row_rolled_up_where_the_list_has_no_such_rule(take_in):
    take_in(replace(made_listing(), rules=type(made_listing().rules)()))
    assert not Agreement.objects.filter(rolled_up=True).exists()


def test_makes_the_agreement_findable_by_partner_territory_region_and_unit(take_in):
    take_in()
    agreement = Agreement.objects.get(entries__n=4)
    assert agreement.key.split("\n") == ["universitedorleans", "ふらんす共和国", "ふらんす", "france", "よーろっぱ", "理学部"]
    assert agreement.sort_key == "universitedorleans"


def test_names_languages_by_their_script(take_in):
    take_in(institution_en="Hiroshima University")
    home = Institution.objects.get(is_home=True)
    assert set(home.names.values_list("text", "language", "kind")) == {("広島大学", "ja", "label"), ("Hiroshima University", "en", "label")}
    assert NameForm.objects.get(text="Université d'Orléans").language == "en"


def test_keeps_a_second_name_and_a_second_spelling(take_in):
    listing = made_listing([("IN", "デリー 大学", ("工学部",), ""), ("IN", "デリー大学", ("理学部",), "")])
    first, second = listing.entries
    listing = replace(listing, entries=(first._replace(institution_alt="University of Delhi", partner_unit="理学部"), second))
    take_in(listing)
    names = [("デリー 大学", "ja", "label"), ("University of Delhi", "en", "label"), ("デリー大学", "ja", "alias")]
    partner = Institution.objects.get(is_home=False)
    assert partner.printed == "デリー 大学"
    assert set(partner.names.values_list("text", "language", "kind")) == set(names)
    assert [unit.name for unit in Party.objects.get(agreement__entries__n=1, position=2).units.all()] == ["理学部"]


def test_puts_units_in_the_order_in_which_the_list_first_names_them(take_in):
    take_in()
    assert list(OrganizationalUnit.objects.values_list("position", "name")) == [(1, "理学部"), (2, "統合生命科学研究科"), (3, "工学部")]


def test_tells_one_name_in_two_territories_apart(take_in):
    take_in(made_listing([("IN", "Central University", (), "2001"), ("TH", "Central University", (), "2002")]))
    assert set(Institution.objects.filter(is_home=False).values_list("territory", flat=True)) == {"IN", "TH"}


def test_gives_no_territory_to_a_partner_in_several_or_in_an_unknown_one(take_in):
    unknown = Heading("ムー大陸", (), None, None)
    listing = made_listing(uncounted=[("", "国際ネットワーク", (), "2019")])
    entry = Entry(n=6, institution="ムー大学", heading=unknown)
    strange = Entry(n=7, institution="架空大学", heading=Heading("架空国", ("ZZ",), None, None))
    bare = Entry(n=8, institution="無所属大学")
    take_in(replace(listing, entries=(*listing.entries, entry, strange, bare), headings=(*listing.headings, unknown)))
    names = ("国際ネットワーク", "ムー大学", "架空大学", "無所属大学")
    assert list(Institution.objects.filter(printed__in=names).values_list("territory", flat=True)) == [None] * 4
    assert KeptEntry.objects.get(institution="ムー大学").heading.label == "ムー大陸"
    assert KeptEntry.objects.get(institution="無所属大学").heading is None
    assert Agreement.objects.get(entries__n=5).territories.count() == 2


def test_keeps_regions_without_rows_in_their_place(take_in):
    listing = made_listing()
    empty = Region("北米", (Stated("institutions", 10**20),))
    take_in(replace(listing, regions=(listing.regions[0], empty, *listing.regions[1:])))
    labels = list(KeptHeading.objects.filter(parent=None).values_list("label", "stated"))
    assert labels == [("アジア", 1), ("北米", None), ("ヨーロッパ", 1)]


def test_links_each_place_of_a_finding_to_the_entry_that_stands_there(take_in):
    finding = Finding(
        "made-up",
        "warning",
        Text("two lines", "2行"),
        (Locator(1, 10, 5), Locator(None, 13), Locator(None, 3)),
        Proposal("unit", "理学", "理学部"),
    )
    edition = take_in(made_listing(findings=(finding,)))
    kept = edition.findings.get(code="made-up")
    assert (kept.severity, kept.message_en, kept.message_ja) == ("warning", "two lines", "2行")
    assert kept.proposal == {"of": "unit", "printed": "理学", "proposed": "理学部"}
    assert [(p.line, p.column, p.entry and p.entry.n) for p in kept.places.all()] == [(10, 5, 1), (13, None, 4), (3, None, None)]


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "#emph[x] $1+1$ @ref",
        "'; DROP TABLE registry_entry; --",
        "=1+1",
        "\u202eevil",
        "・・・",
        "㍿" * 290,
    ],
)
def test_keeps_markup_and_paths_in_a_name_verbatim(take_in, sources, name):
    edition = take_in(made_listing([("IN", name, (name,), "2001")]))
    assert edition.entries.get().institution == name
    assert Institution.objects.get(is_home=False).printed == name
    assert OrganizationalUnit.objects.get().name == name
    assert [path.name for path in sources.iterdir()] == [edition.source.sha256]


def test_links_the_next_edition_to_the_agreements_that_it_shows_again(take_in):
    take_in()
    lines = [
        ("IN", "デリー大学 理学部", ("統合生命科学研究科", "理学部"), "2020-02-12"),
        ("IN", "インド工科大学", ("工学部", "理学部"), "2012-12"),
    ]
    second = take_in(made_listing(lines, as_of=date(2025, 5, 1)))
    assert second.number == 2
    assert Agreement.objects.count() == 4
    assert [entry.n for entry in Agreement.objects.get(entries__edition=second, entries__n=1).entries.order_by("pk")] == [1, 1]
    assert KeptRegion.objects.count() == 2
    assert OrganizationalUnit.objects.count() == 3


def test_meets_two_equal_rows_with_two_agreements_again(take_in):
    twice = [("IN", "デリー大学", ("理学部",), "2001")] * 2
    take_in(made_listing(twice))
    take_in(made_listing([*twice, twice[0]], as_of=date(2025, 5, 1)))
    assert sorted(agreement.entries.count() for agreement in Agreement.objects.all()) == [1, 2, 2]


def test_numbers_editions_by_institution_and_level(take_in):
    numbers = [
        take_in().number,
        take_in(level="university").number,
        take_in(institution="京都大学").number,
        take_in(institution="広島 大学").number,
    ]
    assert numbers == [1, 1, 1, 2]
    assert Institution.objects.filter(is_home=True).count() == 2


def test_makes_a_partner_of_an_earlier_list_the_home_of_its_own(take_in):
    take_in()
    take_in(institution="カセサート大学", listing=made_listing([("FR", "Université d'Orléans", ("Science",), "1999")]))
    assert Institution.objects.get(printed="カセサート大学").is_home
    assert Institution.objects.count() == 5


def test_takes_none_of_several_namesakes_for_the_home(take_in):
    take_in(made_listing([("IN", "Central University", (), "2001"), ("TH", "Central University", (), "2002")]))
    for _ in range(2):
        take_in(made_listing([("FR", "Université d'Orléans", (), "1999")]), institution="Central University", level="unit")
    home = Institution.objects.get(printed="Central University", is_home=True)
    assert home.territory is None
    assert home.editions.count() == 2


def test_refuses_the_same_document_again_and_says_when_it_came(take_in):
    take_in(content=b"once")
    before = [model.objects.count() for model in KEPT]
    with pytest.raises(AlreadyKept) as refused:
        take_in(content=b"once", level="university")
    assert str(refused.value) == (
        "This very document is already kept: edition 1, as of 2024-05-01, taken in on 2024-06-03. Nothing was done."
    )
    assert [model.objects.count() for model in KEPT] == before


def test_refuses_politely_where_another_process_was_first(take_in, monkeypatch, sources):
    take_in(content=b"once")
    asked = iter([None])
    real = ingesting._refuse_twin
    monkeypatch.setattr(ingesting, "_refuse_twin", lambda sha256: next(asked, real) and real(sha256))
    with pytest.raises(AlreadyKept):
        take_in(content=b"once")
    assert (sources / hashlib.sha256(b"once").hexdigest()).exists()


@pytest.mark.parametrize(
    ("listing", "given", "refusal"),
    [
        (replace(made_listing(), entries=()), {}, NoEntries),
        (made_listing(as_of=None), {}, NoDay),
        (made_listing(), {"institution": " \u3000"}, NoInstitution),
        (made_listing(title="協定校一覧"), {}, NoLevel),
        (made_listing(title="大学間協定・部局間協定一覧"), {}, NoLevel),
        (made_listing(), {"level": "faculty"}, NoLevel),
        (made_listing([("IN", "広島 大学", (), "")]), {}, NotKeepable),
        (made_listing([("IN", "大" * 301, (), "")]), {}, NotKeepable),
        (made_listing([("IN", "大\x00学", (), "")]), {}, NotKeepable),
        (made_listing([("IN", "大\ud800学", (), "")]), {}, NotKeepable),
        (replace(made_listing(), rows=(Row(1, (), "x", sheet="s" * 101),), roles=("blank",)), {}, NotKeepable),
    ],
)
def test_refuses_before_anything_is_stored(take_in, sources, listing, given, refusal):
    with pytest.raises(refusal):
        take_in(listing, **given)
    assert nothing_kept(sources)


def test_names_the_line_of_a_value_that_no_table_holds(take_in):
    with pytest.raises(NotKeepable, match=r"p\.1 · l\.11: The institution's name has 301 characters"):
        take_in(made_listing([("IN", "大学", (), ""), ("IN", "大" * 301, (), "")]))


def test_declines_bytes_that_the_list_was_not_read_from(take_in):
    listing = replace(made_listing(), source=SourceFile("a.txt", "txt", "utf-8", 3, "0" * 64))
    with pytest.raises(ValueError, match="not those that the listing was read from"):
        take_in(listing)


@pytest.mark.parametrize("late", ["keep_findings", "keep_entries", "keep_lines"])
def test_leaves_no_row_and_no_file_when_it_fails_half_way(take_in, sources, monkeypatch, late):
    def fail(*_args):
        raise RuntimeError("power cut")

    monkeypatch.setattr(printed, late, fail)
    with pytest.raises(RuntimeError):
        take_in()
    assert nothing_kept(sources)


def test_leaves_nothing_when_the_database_objects(take_in, sources):
    listing = made_listing()
    with pytest.raises(IntegrityError):
        take_in(replace(listing, entries=(listing.entries[0], listing.entries[0])))
    assert nothing_kept(sources)


def test_refuses_where_the_disk_does_not_take_the_document(take_in, sources):
    sources.write_text("a file where the directory should be")
    with pytest.raises(NotStored, match="could not be kept"):
        take_in()
    assert not Source.objects.exists()


def test_takes_the_level_from_the_title():
    assert [level_of("大学間協定一覧"), level_of("全学協定校"), level_of("部局間国際交流協定校一覧")] == [
        "university",
        "university",
        "unit",
    ]


def test_gives_one_hash_to_one_content_wherever_it_stood():
    listing = made_listing()
    elsewhere = replace(listing, entries=tuple(entry._replace(row=None) for entry in listing.entries), rows=(), roles=())
    assert content_hash(elsewhere) == content_hash(listing)
    assert content_hash(replace(listing, title="別")) != content_hash(listing)


def long_listing(size: int) -> Listing:
    return made_listing([("IN", f"大学{n}", (f"第{n % 50}学部",), "2001-02-03") for n in range(size)])


def test_asks_the_database_no_more_often_for_each_row_of_a_longer_list(take_in):
    counts = []
    for size in (1_000, 2_000):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            take_in(long_listing(size), institution=f"機関{size}")
        counts.append(len(queries))
    # Batches of rows, never a question a row: SQLite takes 999 values at once, PostgreSQL two thousand rows.
    assert counts[1] < 2 * counts[0] < 0.5 * 2_000


@pytest.mark.django_db
def test_takes_in_the_real_list_whole(sources):
    content = EXAMPLE.read_bytes()
    listing = read_content(content, EXAMPLE.name)
    edition = ingest(
        listing, content, institution="広島大学", institution_en="Hiroshima University", received_at=RECEIVED, received_from="test"
    )
    assert (edition.entries.count(), edition.entries.filter(counted=True).count()) == (378, 377)
    assert Territory.objects.filter(headings__edition=edition, headings__counted=True).distinct().count() == 55
    assert Agreement.objects.count() == 378
    assert edition.source.lines.count() == len(content.decode().splitlines())
    assert edition.findings.count() > 0
    assert FindingPlace.objects.filter(entry__isnull=False).exists()
    assert not edition.entries.filter(heading=None).exists()
    assert PartialDate.fromisoformat(edition.entries.get(n=1).concluded_on) == PartialDate(2015, 11, 9)
