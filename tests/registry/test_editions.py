"""Editions that the registry publishes…"""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teikei.lists.read import read_content
from teikei.lists.write import FORMATS, every
from teikei.lists.write.every import NotWritten
from teikei.registry.models import (
    Agreement,
    Change,
    Edition,
    EditionDraft,
    EditionFile,
    Entry,
    Institution,
)
from teikei.registry.operations import editions
from teikei.registry.operations.concluding import record, revise
from teikei.registry.operations.documents import document_path
from teikei.registry.operations.editions import (
    DayPublished,
    DraftOpen,
    DraftOver,
    LookAgain,
    NothingToPublish,
    SamePerson,
    draft_edition,
    prepared,
    publish,
)
from teikei.registry.operations.ingest import ingest
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.kept import change, current
from teikei.registry.operations.ledger import Act
from teikei.registry.operations.verify import verify
from teikei.registry.queries.computed import computed_as_of, listing_as_of
from teikei.registry.queries.differences import differences
from teikei.registry.queries.edition_drafts import edition_draft_page
from teikei.registry.queries.publication import edition_listing, home_named
from teikei.rules import agreement as values
from teikei.rules.changes import closed, renewed
from teikei.rules.institution import Name, Succession
from tests.registry.conftest import EXAMPLE
from tests.registry.made import RECEIVED, SAMPLE, made_listing
from tests.registry.publishing import DAY, NOW, published

TODAY = date(2025, 4, 10)


def agreement_of(n):
    return Agreement.objects.get(entries__edition__number=1, entries__n=n).pk


def told(computed):
    return [(one.kinds, one.old_n, one.new_n) for one in differences(computed)]


@pytest.mark.django_db
@pytest.mark.parametrize("written", FORMATS)
def test_lays_the_example_out_in_every_format_as_it_was_printed(written):
    from teikei.lists.write import write_listing

    content = EXAMPLE.read_bytes()
    listing = read_content(content, EXAMPLE.name)
    ingest(listing, content, institution="広島大学", received_at=RECEIVED)
    made = write_listing(listing_as_of(home_named("広島大学"), "unit", date(2024, 5, 1)), written)
    again = read_content(made, f"list.{written}")
    assert [entry.content() for entry in again.entries] == [entry.content() for entry in listing.entries]
    assert {stated.of: stated.value for stated in again.stated} == {"territories": 55, "institutions": 377}
    assert [(r.label, r.counted, [s.value for s in r.stated]) for r in again.regions] == [
        (r.label, r.counted, [s.value for s in r.stated]) for r in listing.regions
    ]


def test_gives_a_university_level_list_back_by_its_own_rules(take_in):
    lines = [("TH", "チェンマイ大学", (), "2001-01-01"), ("IN", "デリー大学", (), "1999-05-05"), ("TH", "チェンマイ大学", (), "2010-01-01")]
    listing = made_listing(lines, title="大学間国際交流協定校一覧", rules=type(made_listing().rules)())
    edition = take_in(listing)
    assert edition.level == "university"
    laid_out = listing_as_of(home_named("広島大学"), "university", date(2024, 5, 1))
    assert [(e.institution, e.concluded_on) for e in laid_out.entries] == [
        ("チェンマイ大学", listing.entries[0].concluded_on), ("チェンマイ大学", listing.entries[2].concluded_on),
        ("デリー大学", listing.entries[1].concluded_on),
    ]  # fmt: skip
    assert laid_out.counted().agreements == 3


def test_is_kept_row_by_row_with_twelve_files_that_say_what_was_computed(home, hanako, taro):
    edition = published(home, hanako, taro)
    assert (edition.number, edition.as_of, edition.source, edition.published_by) == (2, DAY, None, taro)
    kept = edition_listing(edition)
    assert [e.content() for e in kept.entries] == [e.content() for e in listing_as_of(home, "unit", DAY).entries]
    assert {one.of: one.value for one in kept.stated} == {"territories": 3, "institutions": 4}
    files = EditionFile.objects.filter(edition=edition)
    assert files.count() == 12
    for one in files:
        content = document_path(one.sha256).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (one.sha256, one.size)
        if one.format == "pdf":
            continue  # a page of five rows is read by its looks; the whole example is read back above
        assert [e.institution for e in read_content(content, f"list.{one.format}").entries] == [e.institution for e in kept.entries]
    assert [list(row.stands_for.values_list("pk", flat=True)) for row in Entry.objects.filter(edition=edition).order_by("n")] == [
        [agreement_of(n)] for n in (1, 2, 3, 4, 5)
    ]
    assert verify().tampering == ()
    assert Change.objects.get(kind="edition", subject=edition.pk).who == "taro"


def test_is_published_by_somebody_else_than_whoever_drafted_it(home, hanako):
    draft = draft_edition(home.pk, "unit", DAY, by=hanako, at=NOW)
    with pytest.raises(SamePerson):
        publish(draft, sha256=edition_draft_page(draft, by=hanako).sha256, by=hanako, at=NOW)
    assert Edition.objects.count() == 1


def test_is_not_published_where_agreements_changed_since_they_were_looked_at(home, hanako, taro):
    draft = draft_edition(home.pk, "unit", DAY, by=hanako, at=NOW)
    sha256 = edition_draft_page(draft, by=taro).sha256
    revise(agreement_of(1), lambda value: closed(value, TODAY, "cancelled", today=TODAY), version=None, by=hanako, at=NOW)
    with pytest.raises(LookAgain):
        publish(draft, sha256=sha256, by=taro, at=NOW)
    assert Edition.objects.count() == 1


def test_is_published_once_however_often_it_is_asked_for(home, hanako, taro):  # BAD_INPUTS 88
    draft = draft_edition(home.pk, "unit", DAY, by=hanako, at=NOW)
    sha256 = edition_draft_page(draft, by=taro).sha256
    publish(draft, sha256=sha256, by=taro, at=NOW)
    with pytest.raises(DraftOver, match="edition 2"):
        publish(draft, sha256=sha256, by=taro, at=NOW)
    with pytest.raises(DayPublished, match="Edition 2"):
        draft_edition(home.pk, "unit", DAY, by=hanako, at=NOW)
    assert Edition.objects.count() == 2


def test_keeps_what_another_published_at_the_same_moment(home, hanako, taro, monkeypatch):  # BAD_INPUTS 88
    draft = draft_edition(home.pk, "unit", DAY, by=hanako, at=NOW)
    sha256 = edition_draft_page(draft, by=taro).sha256
    real = editions.write_every

    def first_somebody_else(*listings, **given):
        monkeypatch.setattr(editions, "write_every", real)
        publish(draft, sha256=sha256, by=taro, at=NOW)
        return real(*listings, **given)

    monkeypatch.setattr(editions, "write_every", first_somebody_else)
    with pytest.raises(DraftOver):
        publish(draft, sha256=sha256, by=taro, at=NOW)
    assert Edition.objects.count() == 2
    assert verify().tampering == ()  # the files are all there


@pytest.mark.parametrize("fault", [OSError("font missing"), RuntimeError("template error")])
def test_publishes_nothing_where_a_file_cannot_be_made(home, hanako, taro, monkeypatch, sources, fault):  # BAD_INPUTS 88
    draft = draft_edition(home.pk, "unit", DAY, by=hanako, at=NOW)
    sha256 = edition_draft_page(draft, by=taro).sha256
    real = every.write_composed

    def failing(listing, written, **given):
        if written == "pdf":
            raise fault
        return real(listing, written, **given)

    monkeypatch.setattr(every, "write_composed", failing)
    there = set(sources.iterdir())
    with pytest.raises(NotWritten, match="PDF"):
        publish(draft, sha256=sha256, by=taro, at=NOW)
    assert Edition.objects.count() == 1
    assert set(sources.iterdir()) == there


@pytest.mark.parametrize("late", ["keep_files", "_freeze"])
def test_leaves_no_row_and_no_file_where_it_is_interrupted(home, hanako, taro, monkeypatch, sources, late):  # BAD_INPUTS 88
    draft = draft_edition(home.pk, "unit", DAY, by=hanako, at=NOW)
    sha256 = edition_draft_page(draft, by=taro).sha256

    def fail(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(editions, late, fail)
    there = set(sources.iterdir())
    with pytest.raises(KeyboardInterrupt):
        publish(draft, sha256=sha256, by=taro, at=NOW)
    assert (Edition.objects.count(), EditionFile.objects.count()) == (1, 0)
    assert set(sources.iterdir()) == there
    assert EditionDraft.objects.get().state == "open"
    assert verify().tampering == ()


def test_prints_a_name_that_is_wider_than_its_column(take_in, hanako, taro):  # BAD_INPUTS 88
    take_in(made_listing([("IN", "Uni" + "versity" * 40, ("工学部",), "2001-01-01")]))
    edition = published(home_named("広島大学"), hanako, taro)
    assert EditionFile.objects.filter(edition=edition, format="pdf").count() == 2


def test_is_corrected_by_another_that_says_why(home, hanako, taro):
    first = published(home, hanako, taro)
    revise(
        agreement_of(2),
        lambda value: replace(value, concluded_on="2012-12-05"),
        version=None,
        by=hanako,
        at=datetime(2025, 5, 2, tzinfo=UTC),
    )
    second = published(home, hanako, taro, correction="締結日の誤り")
    assert (second.number, second.corrects, second.correction) == (3, first, "締結日の誤り")
    assert edition_listing(first).entries[1].concluded_on.isoformat() == "2012-12"
    assert edition_listing(second).entries[1].concluded_on.isoformat() == "2012-12-05"
    assert verify().tampering == ()


def test_says_of_each_difference_why(home, hanako):
    parties = lambda name, unit: (  # noqa: E731
        values.Party(institution=home.pk, units=(values.PartyUnit(unit=unit),)),
        values.Party(institution=Institution.objects.get(printed=name).pk),
    )
    engineering = home.units.get(name="工学部").pk
    record(values.Agreement(level="unit", parties=parties("デリー大学理学部", engineering), concluded_on="2024-09-01"), by=hanako, at=NOW)
    revise(
        agreement_of(2),
        lambda value: closed(value, date(2025, 3, 31), "cancelled", today=TODAY),
        version=None,
        by=hanako,
        at=NOW,
        reason="先方の申出",
    )
    revise(agreement_of(4), lambda value: replace(value, concluded_on="1999-03-03"), version=None, by=hanako, at=NOW)
    revise(agreement_of(5), lambda v: renewed(v, values.Term(valid_from=date(2024, 11, 8), valid_to=date(2029, 11, 7)), today=TODAY), version=None, by=hanako, at=NOW)  # fmt: skip
    computed = computed_as_of(home, "unit", DAY)
    found = {one.old_n: one for one in differences(computed)}
    assert {n: one.kinds for n, one in found.items()} == {1: ("units",), 2: ("ended",), 4: ("corrected",), 5: ("renewed",)}
    assert any("new: 工学部" in reason.en for reason in found[1].reasons)
    assert [reason.en for reason in found[2].reasons] == [
        f"#{agreement_of(2)} ended on 2025-03-31: it was cancelled.", f"#{agreement_of(2)}: revised, hanako, 2025-04-10 (先方の申出).",
    ]  # fmt: skip
    assert "until 2029-11-07" in found[5].reasons[0].en


def test_prints_a_renamed_partner_and_a_merged_unit_by_their_names_of_the_day(home, hanako):
    partner = Institution.objects.get(printed="カセサート大学")
    version, value = current(INSTITUTIONS, partner.pk)
    names = (
        replace(value.names[0], used_to=date(2024, 12, 31)),
        Name(text="カセサート総合大学", language="ja", used_from=date(2025, 1, 1)),
    )
    change(INSTITUTIONS, {partner.pk: (version, replace(value, names=names))}, Act("revise", NOW, hanako))
    old, new = home.units.get(name="理学部").pk, home.units.get(name="工学部").pk
    version, unit = current(UNITS, old)
    merged = replace(unit, successions=(Succession(on=date(2025, 4, 1), kind="merged", to=(new,)),), closed_on=date(2025, 4, 1))
    change(UNITS, {old: (version, merged)}, Act("revise", NOW, hanako))  # BAD_INPUTS 49
    assert [(e.institution, e.units) for e in listing_as_of(home, "unit", DAY).entries][:4] == [
        ("デリー大学理学部", ("統合生命科学研究科", "工学部")), ("インド工科大学", ("工学部",)), ("カセサート総合大学", ("工学部",)),
        ("Université d'Orléans", ("工学部",)),
    ]  # fmt: skip
    assert [(e.institution, e.units) for e in listing_as_of(home, "unit", date(2024, 5, 1)).entries][2:4] == [
        ("カセサート大学", ("工学部",)), ("Université d'Orléans", ("理学部",)),
    ]  # fmt: skip
    assert told(computed_as_of(home, "unit", DAY)) == [(("units",), 1, 1), (("renamed",), 3, 3), (("units",), 4, 4)]


def test_places_a_new_country_beside_its_neighbours_and_by_its_reading(home, hanako):
    from teikei.registry.models import Territory

    engineering = home.units.get(name="工学部").pk
    made = []
    for name, code in (("ハノイ大学", "VN"), ("ボン大学", "DE"), ("リマ大学", "PE")):
        assert Territory.objects.filter(code=code).exists()
        from teikei.registry.operations.kept import add
        from teikei.rules.institution import Institution as Value

        made += add(INSTITUTIONS, [Value(names=(Name(text=name, language="ja"),), territories=(code,))], Act("record", NOW, hanako))
    for partner in made:
        parties = (
            values.Party(institution=home.pk, units=(values.PartyUnit(unit=engineering),)), values.Party(institution=partner.pk),
        )  # fmt: skip
        record(values.Agreement(level="unit", parties=parties, concluded_on="2024-09-01"), by=hanako, at=NOW)
    rows = [(e.region.label if e.region else None, e.territory, e.institution) for e in listing_as_of(home, "unit", DAY).entries]
    assert rows == [
        (None, "ペルー", "リマ大学"), ("アジア", "インド", "デリー大学理学部"), ("アジア", "インド", "インド工科大学"),
        ("アジア", "タイ王国", "カセサート大学"), ("アジア", "ベトナム", "ハノイ大学"), ("ヨーロッパ", "ドイツ", "ボン大学"),
        ("ヨーロッパ", "フランス共和国", "Université d'Orléans"), ("複数国", "カナダ・デンマーク王国", "国際ネットワーク"),
    ]  # fmt: skip


def test_refuses_an_edition_of_a_day_on_which_nothing_holds(take_in, hanako):
    take_in(made_listing(SAMPLE[:1]))
    with pytest.raises(NothingToPublish):
        draft_edition(home_named("広島大学").pk, "unit", date(1950, 1, 1), by=hanako, at=NOW)


def test_refuses_a_second_draft_of_the_same_day(home, hanako, taro):
    draft = draft_edition(home.pk, "unit", DAY, by=hanako, at=NOW)
    with pytest.raises(DraftOpen) as refused:
        draft_edition(home.pk, "unit", DAY, by=taro, at=NOW)
    assert refused.value.draft == draft


def test_counts_lawfully_in_several_ways(home):
    numbers = {total.name: total.number for total in computed_as_of(home, "unit", DAY).totals}
    assert numbers == {"rows": 5, "institutions-rows": 4, "institutions-distinct": 4, "territories": 3, "agreements": 5, "uncounted": 1}


def test_says_why_agreements_are_one_row(home, hanako):
    one = agreement_of(2)
    from teikei.registry.operations.agreement_rows import AGREEMENTS
    from teikei.registry.operations.concluding import split_up
    from teikei.registry.operations.kept import current as kept

    version, value = kept(AGREEMENTS, one)
    both = split_up(one, [value, replace(value, concluded_on="2015-04-01")], version=version, by=hanako, at=NOW)
    row = next(one for one in computed_as_of(home, "unit", DAY).rows if one.entry.n == 2)
    assert row.row.agreements == tuple(both)
    assert "2 agreements with the same partner are one row" in row.row.why[0].en
    assert row.entry.institution == "インド工科大学"
    assert prepared(home, "unit", DAY).listing.entries[1].concluded_on.isoformat() == "2012-12"


def test_finds_an_altered_row_and_a_file_that_is_gone(home, hanako, taro):
    edition = published(home, hanako, taro)
    file = EditionFile.objects.get(edition=edition, format="csv", language="en")
    document_path(file.sha256).unlink()
    Entry.objects.filter(edition=edition, n=2).update(institution="別の大学")
    assert [one.place for one in verify().tampering] == [f"edition {edition.pk}", f"edition {edition.pk} csv en"]


def test_asks_the_database_no_more_often_for_a_longer_draft(take_in, hanako):
    counts = []
    for size in (10, 600):
        take_in(made_listing([("IN", f"大学{n}", (f"第{n}学部",), "2001") for n in range(size)]), institution=f"機関{size}")
        draft = draft_edition(home_named(f"機関{size}").pk, "unit", DAY, by=hanako, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            edition_draft_page(draft, by=hanako)
        counts.append(len(queries))
    assert counts[0] == counts[1]
