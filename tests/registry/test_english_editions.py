"""English editions…"""

from dataclasses import replace
from datetime import date

import pytest

from teikei.lists.read import read_content
from teikei.lists.write import FORMATS
from teikei.lists.write.english import NO_WORDS
from teikei.registry.models import (
    AuthorityRecord,
    Change,
    Edition,
    EditionFile,
    Institution,
    Judgment,
    OrganizationalUnit,
)
from teikei.registry.operations.documents import document_path
from teikei.registry.operations.editions import (
    LookAgain,
    draft_edition,
    publish,
)
from teikei.registry.operations.institutions import revise_institution, revise_unit
from teikei.registry.operations.list_words import TooLong, set_english
from teikei.registry.operations.verify import verify
from teikei.registry.queries.computed import computed_as_of
from teikei.registry.queries.edition_drafts import edition_draft_page
from teikei.registry.queries.editions import edition_head
from teikei.registry.queries.in_english import in_english
from teikei.registry.queries.publication import home_named
from teikei.rules.institution import Name
from tests.registry.made import made_listing
from tests.registry.publishing import DAY, NOW, published


def english_of(edition, form="csv"):
    kept = EditionFile.objects.get(edition=edition, format=form, language="en")
    return document_path(kept.sha256).read_bytes().decode()


def test_prints_english_names_of_their_day_in_its_english_files_and_no_others(home, hanako, taro):
    unit = OrganizationalUnit.objects.get(name="工学部", institution=home)
    revise_unit(
        unit.pk, lambda value: replace(value, names=(*value.names, Name(text="School of Engineering", language="en"))), version=None, by=hanako, at=NOW,
    )  # fmt: skip
    partner = Institution.objects.get(printed="インド工科大学")
    english = (
        Name(text="Old Institute of Technology", language="en", used_to=date(2025, 4, 30)), Name(text="Indian Institute of Technology", language="en", used_from=DAY),
    )  # fmt: skip
    revise_institution(partner.pk, lambda value: replace(value, names=(*value.names, *english)), version=None, by=hanako, at=NOW)
    edition = published(home, hanako, taro)
    text = english_of(edition)
    assert "Indian Institute of Technology" in text
    assert "Old Institute" not in text
    assert "School of Engineering" in text
    assert "カセサート大学" in text  # no English name is known of it
    japanese = EditionFile.objects.get(edition=edition, format="csv", language="ja")
    assert "Indian Institute of Technology" not in document_path(japanese.sha256).read_bytes().decode()
    assert "インド工科大学" in english_of(edition, "json")
    assert verify().tampering == ()


LEGEND = "複数の協定がある場合は、最も古い締結年月日のみ記載。"


@pytest.fixture
def with_legend(take_in):
    take_in(replace(made_listing(), legend=(LEGEND, "自由記述の注。")))
    return home_named("広島大学")


def in_each_format(edition):
    """Title and legend of each of its English files, as they are read back."""
    files = EditionFile.objects.filter(edition=edition, language="en")
    read = {one.format: read_content(document_path(one.sha256).read_bytes(), f"list.{one.format}") for one in files}
    return {form: (listing.title, listing.legend) for form, listing in read.items()}


def test_its_english_files_have_a_title_by_rule_and_what_has_no_english_stays_japanese(with_legend, hanako, taro):
    edition = published(with_legend, hanako, taro)
    expected = (
        "Inter-departmental agreements of 広島大学",
        ("Of several agreements behind one row, only the oldest date is given.", LEGEND, "自由記述の注。"),
    )
    assert in_each_format(edition) == dict.fromkeys(FORMATS, expected)
    assert '<p class="legend" lang="ja">自由記述の注。</p>' in english_of(edition, "html")


def test_its_english_files_have_the_words_that_the_office_set_and_stay_when_these_change(with_legend, hanako, taro):
    title = Edition.objects.get().title
    set_english(with_legend.pk, "unit", {title: "Partners of our schools", LEGEND: "Only the oldest date is given."}, by=hanako, at=NOW)
    edition = published(with_legend, hanako, taro)
    expected = ("Partners of our schools", ("Only the oldest date is given.", "自由記述の注。"))
    assert in_each_format(edition) == dict.fromkeys(FORMATS, expected)
    before = dict(EditionFile.objects.filter(edition=edition).values_list("pk", "sha256"))
    set_english(with_legend.pk, "unit", {title: "Another title"}, by=hanako, at=NOW)
    head, taken_in = edition_head(edition.pk), edition_head(Edition.objects.earliest("pk").pk)
    assert (head.title_en, head.legend_en, head.title) == (*expected, title)
    assert taken_in.title_en == "Another title"
    assert dict(EditionFile.objects.filter(edition=edition).values_list("pk", "sha256")) == before
    assert verify().tampering == ()
    Edition.objects.filter(pk=edition.pk).update(english={"title": "forged", "legend": []})
    assert [one.text.en for one in verify().tampering] == ["its words in English were altered"]


def test_a_title_printed_in_both_languages_is_printed_in_english_alone(take_in, hanako, taro):
    take_in(made_listing(title="部局間協定校一覧 / List of Partner Institutions"))
    edition = published(home_named("広島大学"), hanako, taro)
    assert in_each_format(edition)["txt"][0] == "List of Partner Institutions"


def test_a_draft_whose_english_was_changed_meanwhile_has_to_be_looked_at_again(home, hanako, taro):
    draft = draft_edition(home.pk, "unit", DAY, by=hanako, at=NOW)
    sha256 = edition_draft_page(draft, by=taro).sha256
    set_english(home.pk, "unit", {Edition.objects.get().title: "Partners"}, by=hanako, at=NOW)
    with pytest.raises(LookAgain):
        publish(draft, sha256=sha256, by=taro, at=NOW)


def test_the_draft_tells_which_texts_have_no_english(with_legend, hanako):
    draft = draft_edition(with_legend.pk, "unit", DAY, by=hanako, at=NOW)
    page = edition_draft_page(draft, by=hanako)
    assert [one.printed for one in page.phrases if not one.english] == [LEGEND, "自由記述の注。"]
    assert page.number_japanese == 2


def test_english_words_can_be_taken_away_again_and_are_refused_where_no_list_could_print_them(home, hanako):
    title = Edition.objects.get().title
    set_english(home.pk, "unit", {title: "Partners"}, by=hanako, at=NOW)
    set_english(home.pk, "unit", {title: " "}, by=hanako, at=NOW)
    assert edition_head(Edition.objects.get().pk).title_en == "Inter-departmental agreements of 広島大学"
    with pytest.raises(TooLong):
        set_english(home.pk, "unit", {title: "x" * 301}, title=title, by=hanako, at=NOW)
    assert Change.objects.filter(kind="list-words").count() == 2


@pytest.mark.parametrize(
    ("printed", "relations", "expected"),
    [
        ("カセサート大学", [], "Kasetsart University"),
        ("カセサート大学農学部", [], "Kasetsart University (農学部)"),
        ("カセサート大学病院", [{"kind": "parent", "ror": "05gzceg21", "label": "x"}], "Kasetsart University"),
    ],
)
def test_a_record_of_the_whole_is_followed_by_the_part_that_the_list_prints(take_in, printed, relations, expected):
    edition = take_in(made_listing((("TH", printed, ("工学部",), "2011-01-01"),)))
    record = AuthorityRecord.objects.create(
        ror="05gzceg21", status="active", name_en="Kasetsart University", relations=relations, taken_at=NOW
    )
    partner = Institution.objects.get(printed=printed)
    partner.judgment = Judgment.objects.create(institution=partner, record=record, verdict="accepted", made_at=NOW, source="made")
    partner.save()
    computed = computed_as_of(edition.institution, "unit", DAY)
    assert [entry.institution for entry in in_english(computed.listing, computed, NO_WORDS).entries] == [expected]
