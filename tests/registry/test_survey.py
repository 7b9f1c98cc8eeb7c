"""The survey and the year's changes as workbooks, read again by another program."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from teikei.lists.write.workbook import Linked, Sheet, workbook
from teikei.names.bilingual import Refusal
from teikei.registry.models import Institution
from teikei.registry.operations.concluding import record, revise
from teikei.registry.operations.institutions import revise_unit
from teikei.registry.queries.survey import survey, survey_workbook, yearly, yearly_workbook
from teikei.rules.agreement import Agreement, Exchange, Memorandum, Party, Renewal, Term
from teikei.rules.changes import closed
from teikei.rules.institution import Name
from tests.people import made_person
from tests.registry.made import SAMPLE, made_listing

pytestmark = pytest.mark.django_db
AT = datetime(2024, 7, 1, 3, 0, tzinfo=UTC)
DAY = date(2024, 5, 1)


@pytest.fixture
def officer():
    return made_person("officer")


@pytest.fixture
def agreement(take_in, officer) -> int:
    take_in(made_listing())
    home, partner = Institution.objects.get(is_home=True).pk, Institution.objects.get(printed="カセサート大学").pk
    places = (Exchange(sending=home, receiving=partner, places=2), Exchange(sending=partner, receiving=home, places=3))
    value = Agreement(
        level="university", parties=(Party(institution=home), Party(institution=partner)), title="=SUM(A1)", concluded_on="2023-10-01",
        contents=(7,), terms=(Term(valid_from=date(2023, 10, 1), valid_to=date(2028, 9, 30)),), renewal=Renewal(kind="none"),
        memoranda=(Memorandum(id="m1", kind="student-exchange", exchanges=places),),
    )  # fmt: skip
    return record(value, by=officer, at=AT)


def sheets(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_the_survey_has_a_row_for_each_agreement_in_force_on_the_day(agreement):
    rows = survey(DAY, by=None)
    assert len(rows) == len(SAMPLE) + 1
    assert agreement not in [row.number for row in survey(date(2023, 9, 30), by=None)]
    read = sheets(survey_workbook(rows, DAY, "ja"))
    head = next(row for row in read["協定"] if row[0] == "番号")
    row = dict(zip(head, next(row for row in read["協定"] if row[0] == agreement), strict=True))
    assert (row["区分"], row["協定名"], row["相手機関"], row["国・地域"]) == ("大学間", "=SUM(A1)", "カセサート大学", "タイ")
    assert (row["締結年月日"], row["有効期限"]) == (datetime(2023, 10, 1), datetime(2028, 9, 30))  # noqa: DTZ001 - as Excel has it
    assert [name for name in head if row[name] == "○"] == ["1 学生の交流", "7 共同研究"]
    assert (row["学生派遣数（年）"], row["学生受入数（年）"]) == (2, 3)


def test_the_second_sheet_lists_what_is_missing_agreement_by_agreement(agreement):
    rows = survey(DAY, by=None)
    read = sheets(survey_workbook(rows, DAY, "en"))["Missing"]
    told = [row[3] for row in read if row[0] == agreement]
    assert told == ["the partner's English name"]
    assert len(read) == 3 + sum(len(row.answer.missing) for row in rows)


def test_in_english_units_and_titles_are_english_where_an_english_name_is_known(agreement, officer):
    row = next(row for row in survey(DAY, by=None) if row.units)
    unit = row.answer.units[0]
    revise_unit(
        unit,
        lambda value: replace(value, names=(*value.names, Name(text="School of Something", language="en"))),
        version=None,
        by=officer,
        at=AT,
    )
    revise(row.number, lambda value: replace(value, title="学術交流協定 / Agreement on Academic Exchange"), version=None, by=officer, at=AT)
    for language, sheet, columns in (("en", "Agreements", ("our units", "title")), ("ja", "協定", ("本学の部局", "協定名"))):
        read = sheets(survey_workbook(survey(DAY, by=None), DAY, language))[sheet]
        head = next(cells for cells in read if columns[0] in cells)
        cells = dict(zip(head, next(cells for cells in read if cells[0] == row.number), strict=True))
        told = tuple(cells[column] for column in columns)
        if language == "en":
            assert told == (", ".join(["School of Something", *(one.ja for one in row.units[1:])]), "Agreement on Academic Exchange")
        else:
            assert told == ("・".join(one.ja for one in row.units), "学術交流協定 / Agreement on Academic Exchange")


def test_the_totals_count_an_agreement_for_each_of_its_contents_and_once_in_all(agreement):
    rows = survey(DAY, by=None)
    read = sheets(survey_workbook(rows, DAY, "en"))["Totals"]
    told = {cells[1]: cells[2:] for cells in read if isinstance(cells[4], int)}
    assert told["student exchange"] == (1, 0, 1, 2, 3)
    assert told["joint research"] == (1, 0, 1, 2, 3)
    assert told["all agreements, each once"] == (1, len(SAMPLE), len(rows), 2, 3)


def test_a_title_that_looks_like_a_formula_stays_a_text(agreement):
    book = openpyxl.load_workbook(io.BytesIO(survey_workbook(survey(DAY, by=None), DAY, "ja")))
    cells = [cell for row in book["協定"].iter_rows() for cell in row if cell.value == "=SUM(A1)"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_numbers_of_agreements_lead_to_their_pages_where_the_settings_say_where_these_are(agreement, settings):
    settings.TEIKEI_URL = "https://teikei.example.ac.jp"
    book = openpyxl.load_workbook(io.BytesIO(survey_workbook(survey(DAY, by=None), DAY, "ja")))
    links = [cell.hyperlink.target for row in book["不足項目"].iter_rows() for cell in row if cell.hyperlink]
    assert f"https://teikei.example.ac.jp/agreements/{agreement}/" in links


def test_the_same_survey_gives_the_same_bytes(agreement):
    rows = survey(DAY, by=None)
    assert survey_workbook(rows, DAY, "ja") == survey_workbook(rows, DAY, "ja")


def test_the_year_tells_what_began_and_what_ended(agreement, officer):
    other = next(row.number for row in survey(DAY, by=None) if row.number != agreement)
    revise(other, lambda value: closed(value, date(2024, 2, 1), "cancelled", today=DAY), version=None, by=officer, at=AT)
    rows = yearly(date(2023, 5, 1), DAY, by=None)
    assert [(row.happened.agreement, row.happened.became, row.happened.on) for row in rows] == [
        (agreement, "new", date(2023, 10, 1)), (other, "ended", date(2024, 2, 1)),
    ]  # fmt: skip
    read = sheets(yearly_workbook(rows, date(2023, 5, 1), DAY, "ja"))["異動"]
    assert read[1][0] == "新規 1 · 終了 1"
    assert [row[0] for row in read[4:]] == ["新規", "終了"]
    assert read[-1][7] == "解約"


def test_the_survey_needs_as_many_queries_for_many_as_for_a_few(agreement, officer, django_assert_max_num_queries):
    value = survey(DAY, by=None)[-1].answer.value
    for number in range(10):
        record(replace(value, entries=(), title=str(number)), by=officer, at=AT)
    with django_assert_max_num_queries(6):
        assert len(survey(DAY, by=officer)) >= 15


def test_the_commands_write_their_files(agreement, tmp_path, capsys):
    call_command("survey", "--as-of", "2024-05-01", "-o", str(tmp_path / "survey.xlsx"))
    assert "5 agreements, 5 incomplete." in capsys.readouterr().out
    call_command("yearly", "--since", "2023-05-01", "--until", "2024-05-01", "-o", str(tmp_path / "year.xlsx"))
    assert list(sheets((tmp_path / "survey.xlsx").read_bytes())) == ["協定", "集計", "不足項目"]
    assert list(sheets((tmp_path / "year.xlsx").read_bytes())) == ["異動"]
    with pytest.raises(Refusal, match="is not before"):
        call_command("yearly", "--since", "2024-05-01", "--until", "2024-05-01", "-o", str(tmp_path / "x.xlsx"))


def test_nobody_else_reads_the_survey(agreement):
    for person in (AnonymousUser(), User.objects.create_user("stranger")):
        for ask in (lambda person=person: survey(DAY, by=person), lambda person=person: yearly(date(2023, 5, 1), DAY, by=person)):
            with pytest.raises(PermissionDenied):
                ask()


def test_any_table_becomes_a_sheet_and_links_are_only_what_is_said_to_be_one() -> None:
    rows = [
        ["http://not.a.link", 1, 2.5, date(2024, 2, 29), Linked("7", "https://example.ac.jp/7"), None],
        ["x" * 40_000, 0, None, date(1899, 1, 1), Linked(8, "https://example.ac.jp/8"), ""],
    ]
    content = workbook([Sheet("S", ["T"], [("a long word " * n, 10) for n in range(1, 7)], rows)], title="T", day=DAY, japanese=False)
    page = openpyxl.load_workbook(io.BytesIO(content))["S"]
    assert [cell.value for cell in page[4]][:3] == ["http://not.a.link", 1, 2.5]
    assert [cell.hyperlink.target if cell.hyperlink else None for cell in page[4]][4:] == ["https://example.ac.jp/7", None]
    assert (len(page["A5"].value), page["D5"].value) == (32_767, "1899-01-01")
    number = page["E5"]
    assert (number.value, number.data_type, number.hyperlink.target) == (8, "n", "https://example.ac.jp/8")  # it sorts as a number
    assert page.row_dimensions[3].height >= 6 * 15  # the longest head is read whole
