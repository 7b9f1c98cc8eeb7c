"""Each finding code on lists of the tests' own making: with the fault, and without it."""

import pytest

from teikei.lists.check import CATALOGUE, check
from teikei.lists.check.catalogue import finding_code
from tests.lists.check.rows import KASETSART, KOREA, KYUNGPOOK, THAI, TOTALS, found, line, places
from tests.lists.made import CLEAN, COLUMNS, HEAD, LEGEND, read, replaced


def test_a_clean_list_has_nothing_at_warning_or_above():
    assert [finding.code for finding in check(read(CLEAN)) if finding.severity != "info"] == []


def test_every_code_is_described_in_both_languages():
    for entry in CATALOGUE.values():
        assert all((entry.meaning.en, entry.meaning.ja, entry.remedy.en, entry.remedy.ja)), entry.code
        assert entry.meaning.en != entry.meaning.ja


def test_a_code_belongs_to_one_check():
    entry = next(iter(CATALOGUE.values()))
    with pytest.raises(ValueError, match="two checks"):
        finding_code(entry.code, entry.severity, meaning=entry.meaning, remedy=entry.remedy)(entry.look)


def test_findings_come_gravest_first():
    lines = replaced(KYUNGPOOK, "\t慶北大学校\t理学部\t2001.02.30")
    order = [finding.severity for finding in check(read(lines))]
    assert order == sorted(order, key=("serious", "warning", "info").index)


# Counts


@pytest.mark.parametrize("wrong", [4, 8])
def test_a_wrong_headline_is_reported_with_all_that_it_is_held_against(wrong):
    lines = replaced(TOTALS, f"(3ヶ国・地域 {wrong}機関 9協定)")
    [finding] = found(lines, "headline-differs")
    assert str(wrong) in finding.text.en
    assert "the rows give 5" in finding.text.en
    assert "説明" not in finding.text.ja
    assert places(finding) == [3, line("4機関"), line("1機関"), len(CLEAN)]
    assert [f.code for f in check(read(lines)) if f.severity == "serious"] == ["headline-differs"]


def test_a_headline_that_counts_the_uncounted_rows_is_explained():
    [finding] = found(replaced(TOTALS, "(3ヶ国・地域 6機関 7協定)"), "headline-differs")
    assert "6 = 5 counted rows + the one row that the list says it does not count" in finding.text.en
    assert "6 = 数える5行 + 一覧が「数に含まない」とする1行" in finding.text.ja


def test_a_headline_that_sums_wrong_region_counts_is_explained():
    lines = [
        "5機関" if text == "4機関" else "(3ヶ国・地域 6機関 8協定)" if text == TOTALS else text for text in CLEAN[: CLEAN.index("複数国")]
    ]
    [finding] = found(lines, "headline-differs")
    assert "6 is the sum of the numbers stated for the regions" in finding.text.en


def test_a_wrong_number_of_territories_is_reported_and_explained_by_uncounted_rows():
    [finding] = found(replaced(TOTALS, "(4ヶ国・地域 5機関 7協定)"), "headline-differs")
    assert "states 4 countries and regions; the rows give 3" in finding.text.en
    assert "4 with the countries that appear only in rows which the list does not count" in finding.text.en


@pytest.mark.parametrize("wrong", ["3機関", "5機関"])
def test_a_wrong_region_count_is_reported_at_the_region_alone(wrong):
    lines = replaced("4機関", wrong)
    serious = [finding for finding in check(read(lines)) if finding.severity == "serious"]
    assert [finding.code for finding in serious] == ["region-differs"]
    assert places(serious[0]) == [
        line("4機関"),
        *(line(text) for text in (THAI, KASETSART, KYUNGPOOK, "\t釜山大学校工科大学\t工学部\t1999.11.30")),
    ]


@pytest.mark.parametrize("wrong", [1, 3])
def test_a_wrong_territory_count_is_reported_at_the_territory_alone(wrong):
    lines = replaced(KOREA, f"大韓民国（{wrong}機関）\t\t")
    serious = [finding for finding in check(read(lines)) if finding.severity == "serious"]
    assert [finding.code for finding in serious] == ["territory-differs"]
    assert f"大韓民国 states {wrong} institutions; its rows give 2" in serious[0].text.en
    assert places(serious[0])[0] == line(KOREA)


def test_a_territory_with_a_count_and_no_rows_is_reported():
    lines = [text for text in CLEAN if text not in (KYUNGPOOK, "\t釜山大学校工科大学\t工学部\t1999.11.30")]
    assert "states 2 institutions; its rows give 0" in found(lines, "territory-differs")[0].text.en


def test_a_territory_short_of_an_unreadable_line_is_explained():
    lines = replaced(KYUNGPOOK, "慶北大学校 理学部 どこか")
    finding = next(finding for finding in found(lines, "territory-differs"))
    assert "2 with the 1 lines there that could not be read" in finding.text.en


def test_a_count_that_counts_a_repeated_institution_once_is_explained():
    lines = [*CLEAN[: CLEAN.index(KYUNGPOOK) + 1], "\t慶北大学校\t工学部\t2005.05.05", *CLEAN[CLEAN.index(KYUNGPOOK) + 1 :]]
    assert "2 where rows that repeat an institution are counted once" in found(lines, "territory-differs")[0].text.en


def test_agreements_that_rows_roll_up_are_said_to_be_uncountable_with_the_bound():
    [finding] = found(CLEAN, "agreements-not-recountable")
    assert finding.severity == "info"
    assert "at least 5, one for each counted row (6 with the 1 that the list does not count)" in finding.text.en


def test_agreements_are_counted_where_every_row_is_one():
    lines = [text for text in CLEAN if text not in LEGEND]
    assert found(lines, "agreements-not-recountable") == []
    assert "states 7 agreements; the rows give 6" in found(lines, "headline-differs")[0].text.en


def test_fewer_agreements_than_rows_contradict_the_list():
    lines = replaced(TOTALS, "(3ヶ国・地域 5機関 4協定)")
    [finding] = found(lines, "agreements-fewer-than-rows")
    assert places(finding) == [3]
    assert found(lines, "agreements-not-recountable") == []


@pytest.mark.parametrize(("old", "new"), [(THAI, THAI.replace("2機関", "二二機関")), (TOTALS, "(3ヶ国・地域 五機関 7協定)")])
def test_a_count_that_is_no_number_is_reported_where_it_stands(old, new):
    [finding] = found(replaced(old, new), "count-unreadable")
    assert places(finding) == [line(old)]


# Rows


def test_the_same_partner_twice_is_reported_with_both_lines():
    lines = replaced(KASETSART, "\tチェンマイ 大学\t文学部\t2019.02.10")
    [finding] = found(lines, "duplicate-row")
    assert places(finding) == [line(THAI), line(KASETSART)]


def test_where_every_row_is_an_agreement_only_the_whole_row_twice_is_a_duplicate():
    plain = [text for text in CLEAN if text not in LEGEND]
    other = [text.replace("カセサート大学農学部", "チェンマイ大学") for text in plain]
    assert found(other, "duplicate-row") == []
    same = [THAI.replace("タイ王国 (2機関)", "") if text == KASETSART else text for text in plain]
    assert len(found(same, "duplicate-row")) == 1


def test_the_same_name_in_two_territories_is_no_duplicate():
    assert found(replaced(KYUNGPOOK, "\tチェンマイ大学\t理学部\t2001.03.04"), "duplicate-row") == []


@pytest.mark.parametrize("unit", ["工学部", "大学院", "歴史学系", " 医学部"])
def test_an_institution_listed_itself_and_by_its_unit_breaks_the_legend(unit):
    lines = replaced(KASETSART, f"\tチェンマイ大学{unit}\t文学部\t2019.02.10")
    [finding] = found(lines, "institution-and-its-unit")
    assert places(finding) == [line(THAI), line(KASETSART)]


@pytest.mark.parametrize(
    "name", ["チェンマイ大学ランパン校", "チェンマイ大学校", "チェンマイ大学病院", "チェンマイ大学附属第一キャンパス工学部", "チェンマイ"]
)
def test_a_campus_a_hospital_or_another_name_is_not_a_unit_of_it(name):
    assert found(replaced(KASETSART, f"\t{name}\t文学部\t2019.02.10"), "institution-and-its-unit") == []


def test_a_list_without_that_legend_may_name_both():
    lines = [text for text in replaced(KASETSART, "\tチェンマイ大学工学部\t文学部\t2019.02.10") if text not in LEGEND]
    assert found(lines, "institution-and-its-unit") == []


# Units


def many_rows(spellings):
    rows = [f"\t第{n}大学\t{unit}\t2010.01.{n % 28 + 1:02}" for n, unit in enumerate(spellings)]
    return [*HEAD, "アジア", "", f"{len(rows)}機関", "", COLUMNS, f"タイ王国 ({len(rows)}機関)\t\t", *rows]


def test_a_misprinted_unit_is_reported_with_counts_lines_and_reading():
    lines = many_rows(["総合環境工学研究科"] * 10 + ["総合環境工学研究所"] * 2 + ["法学部"])
    [finding] = found(lines, "unit-spelling")
    assert (finding.proposal.printed, finding.proposal.proposed) == ("総合環境工学研究所", "総合環境工学研究科")
    assert "(2 rows)" in finding.text.en
    assert "(10 rows)" in finding.text.en
    assert places(finding)[:2] == [23, 24]
    assert len(finding.locators) == 12


def test_two_like_frequent_spellings_are_only_noted():
    lines = many_rows(["総合環境工学研究科"] * 3 + ["総合環境工学研究所"] * 2 + ["法学部"])
    assert found(lines, "unit-spelling") == []
    assert [finding.severity for finding in found(lines, "unit-spelling-undecided")] == ["info"]


def test_different_units_with_like_names_raise_nothing():
    lines = many_rows(
        ["医学部"] * 30 + ["歯学部"] * 2 + ["薬学部", "法学部", "文学部", "理学部", "教育学部", "教養学部", "社会科学部", "社会学部"]
    )
    assert [finding for finding in check(read(lines)) if finding.code.startswith("unit-")] == []


def test_uncounted_rows_lend_a_spelling_no_weight_but_are_cited():
    lines = [
        *many_rows(["総合環境工学研究科"] * 4 + ["総合環境工学研究所"] * 2),
        *CLEAN[CLEAN.index("複数国") - 1 : -1],
        "カナダ・ドイツ\t国際網\t総合環境工学研究科\t2019.11.08",
    ]
    assert found(lines, "unit-spelling") == []
    [finding] = found(lines, "unit-spelling-undecided")
    assert "(4 rows)" in finding.text.en
    assert len(lines) in places(finding)


def test_a_row_without_units_is_reported():
    [finding] = found(replaced(KYUNGPOOK, "\t慶北大学校\t\t2001.03.04"), "unit-missing")
    assert places(finding) == [line(KYUNGPOOK)]


def test_a_list_without_units_lacks_none():
    assert found(many_rows([""] * 5), "unit-missing") == []


def test_a_name_kept_whole_is_shown():
    lines = replaced(KYUNGPOOK, "\t慶北大学校\t人間・環境学研究科・理学部\t2001.03.04")
    assert [finding.text.en for finding in found(lines, "unit-with-separator")] == ["人間・環境学研究科 was read as one unit."]


# Characters


def test_mixed_widths_are_noted_with_the_rarer_lines():
    findings = found(CLEAN, "width-mixture")
    assert [(finding.severity, places(finding)) for finding in findings] == [("info", [line(KOREA)])]


def test_one_width_throughout_raises_nothing():
    lines = [text.replace("（", "(").replace("）", ")") for text in CLEAN]
    assert found(lines, "width-mixture") == []


def test_a_width_that_only_the_legend_uses_is_no_mixture():
    lines = [text.replace("（", "(").replace("）", ")") for text in CLEAN]
    assert found([LEGEND[0] + "（注。）" if text == LEGEND[0] else text for text in lines], "width-mixture") == []


def test_a_character_that_only_the_legend_uses_is_not_missed_in_the_pdf():
    assert found([LEGEND[0] + "ܐ。" if text == LEGEND[0] else text for text in CLEAN], "glyph-missing") == []


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\ufeff", "\x01", "\u00ad"])
def test_a_mark_that_prints_nothing_is_reported(sign):
    [finding] = found(replaced(KYUNGPOOK, f"\t慶北{sign}大学校\t理学部\t2001.03.04"), "character-hidden")
    assert places(finding) == [line(KYUNGPOOK)]
    assert f"U+{ord(sign):04X}" in finding.text.ja


@pytest.mark.parametrize("sign", ["\ufffd", "〓", "\ue000"])
def test_a_lost_character_is_reported(sign):
    [finding] = found(replaced(KYUNGPOOK, f"\t慶北{sign}学校\t理学部\t2001.03.04"), "character-lost")
    assert places(finding) == [line(KYUNGPOOK)]


def test_a_character_that_the_pdf_cannot_show_is_noted_and_others_are_not():
    [finding] = found(replaced(KYUNGPOOK, "\t慶北ܐ大学校\t理学部\t2001.03.04"), "glyph-missing")
    assert (places(finding), finding.severity) == ([line(KYUNGPOOK)], "info")
    assert found(replaced(KYUNGPOOK, "\t中央财经 서울 Č ő ไทย جامعة 髙\u200b\t理学部\t2001.03.04"), "glyph-missing") == []


# What was not read


def test_a_line_that_was_not_understood_is_cited_verbatim():
    lines = [*CLEAN[: CLEAN.index(KYUNGPOOK)], "読めない行です", *CLEAN[CLEAN.index(KYUNGPOOK) :]]
    [finding] = found(lines, "line-unread")
    assert (places(finding), finding.severity) == ([line(KYUNGPOOK)], "serious")
    assert "読めない行です" in finding.text.en


def test_an_unknown_territory_is_reported_once_with_the_nearest_name():
    [finding] = found(replaced(KOREA, "ナルニア国（2機関）\t\t"), "territory-unknown")
    assert places(finding) == [line(KOREA)]
    assert finding.proposal is None
    [finding] = found(replaced(KOREA, "バトナム（2機関）\t\t"), "territory-unknown")
    assert finding.proposal.proposed == "ベトナム"


def test_rows_before_any_territory_are_reported():
    lines = [*HEAD, "アジア", COLUMNS, "\tチェンマイ大学\t工学部\t2015.01.09", "タイ王国 (1機関)\tマヒドン大学\t工学部\t2015.01.09"]
    [finding] = found(lines, "territory-missing")
    assert places(finding) == [9]


def test_a_list_that_has_no_territories_at_all_lacks_none():
    assert found([*HEAD, "協定機関名\t部局\t締結年月日", "マヒドン大学\t工学部\t2015.01.09"], "territory-missing") == []


def test_a_table_without_rows_is_reported():
    assert [finding.severity for finding in found([*HEAD, COLUMNS], "no-rows")] == ["warning"]


def test_a_column_without_a_meaning_is_noted_and_cells_beyond_the_table_are_reported():
    lines = [text + "\t担当者" if text == COLUMNS else text for text in replaced(KYUNGPOOK, KYUNGPOOK + "\t\tはみ出し")]
    assert [finding.text.en for finding in found(lines, "column-unknown")] == ["The column “担当者” was not taken in."]
    [finding] = found(lines, "cell-beyond-table")
    assert (places(finding), "はみ出し" in finding.text.ja) == ([line(KYUNGPOOK)], True)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("第一大学、第二大学", 2),
        ("チェンマイ大学・カセサート大学・マヒドン大学", 3),
        ("University of Northbridge / University of Karlsvik", 2),
        ("チェンマイ大学(工学部・理学部)", 0),
        ("チェンマイ大学理学部・カセサート大学農学部", 2),
        ("ベトナム国家大学・外国語大学", 0),
        ("University of Northbridge, University Hospital", 0),
        ("建築・都市計画大学", 0),
        ("チェンマイ大学理学部・大学院", 0),
    ],
)
def test_several_universities_in_one_cell_are_told(name, number):
    said = [finding.text.en for finding in found(replaced(KYUNGPOOK, f"\t{name}\t理学部\t2001.03.04"), "several-partners")]
    assert said == ([f"“{name}” seems to name {number} universities."] if number else [])
