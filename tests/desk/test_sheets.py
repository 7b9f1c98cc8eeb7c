"""/desk/agreements/sheets/: agreements out as a sheet, and the sheet in."""

import csv
import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teikei.desk.agreement_forms.columns import cells_of, columns_for, value_of_row
from teikei.desk.agreement_forms.part_columns import Writer
from teikei.lists.read import rows_of
from teikei.registry.models import Agreement, Change, SheetDraft
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import current
from teikei.registry.queries.one_agreement import Names
from teikei.rules.agreement import Closing, Exchange, Memorandum
from tests.people import made_person
from tests.rules.agreements import agreements, rough_agreements

from .agreements import kept, made_agreement

NOBODY = Names({}, {})


@pytest.fixture(autouse=True)
def rows_in_this_process(monkeypatch):
    monkeypatch.setattr("teikei.desk.views.sheets.rows_limited", rows_of)


@pytest.fixture
def two(world) -> list[int]:
    memorandum = Memorandum(
        id="m1", kind="student-exchange", exchanges=(Exchange(sending=world.home, receiving=world.chiang_mai, places=2),)
    )
    base = made_agreement(world)
    return kept(replace(base, memoranda=(memorandum,), contents=(1, 7), kinds=("a", "b")), replace(base, title="=1+1", closing=None))


def exported(client, form="csv"):
    """The cells of an exported sheet."""
    content = client.get(f"/desk/agreements/agreements.{form}").content
    return [list(row.cells) for row in rows_of(content, f"sheet.{form}")]


def hand_in(client, rows, name="sheet.csv"):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return client.post("/desk/agreements/sheets/", {"file": SimpleUploadedFile(name, text.getvalue().encode())})


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_sheet_that_comes_back_as_it_went_out_changes_nothing(client, two, form):
    content = client.get(f"/desk/agreements/agreements.{form}").content
    response = client.post("/desk/agreements/sheets/", {"file": SimpleUploadedFile(f"sheet.{form}", content)})
    assert response.status_code == 302, response.content.decode()
    markup = client.get(response["Location"]).content.decode()
    assert "変更0件、新規0件、変更なし2件。取り込めない行0件。" in markup


def test_an_edited_sheet_is_shown_taken_in_as_one_act_and_undone(client, world, two):
    rows = exported(client)
    head = [cell.rpartition("[")[2].rstrip("]") for cell in rows[0]]
    rows[1][head.index("title")] = "改めた名称"
    new = [""] * len(head)
    new[head.index("institution_1")], new[head.index("units_1")], new[head.index("institution_2")] = "本学", "文学部 *", "チェンマイ大学"
    new[head.index("concluded_on")], new[head.index("terms")] = "平成30年4月1日", "2018-04-01/2023-03-31; 2023-04-01/ auto"
    address = hand_in(client, [*rows, new])["Location"]
    markup = client.get(address).content.decode()
    assert "変更1件、新規1件、変更なし1件" in markup
    assert "改めた名称" in markup
    assert Agreement.objects.count() == 2
    client.post(address, {"reason": "年次点検"})
    made = current(AGREEMENTS, Agreement.objects.latest("pk").pk)[1]
    assert (made.concluded_on, [str(term.valid_to) for term in made.terms], made.terms[1].automatic) == (
        "2018-04-01",
        ["2023-03-31", "None"],
        True,
    )
    assert [(unit.unit, unit.role) for unit in made.parties[0].units] == [(world.letters, "responsible")]
    changed = current(AGREEMENTS, two[0])[1]
    assert (changed.title, len(changed.memoranda), changed.kinds) == ("改めた名称", 1, ("a", "b"))
    batch = Change.objects.filter(operation="sheet").values_list("batch", flat=True).distinct().get()
    client.post("/desk/agreements/undo/", {"batch": batch})
    assert current(AGREEMENTS, two[0])[1].title == "学術交流協定"
    assert SheetDraft.objects.count() == 0


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("concluded_on", "2023-02-30", "日付として読めません"), ("concluded_on", "2999-01-01", "将来の日"), ("level", "宇宙", "選択肢にありません"),
        ("contents", "11", "1から10"), ("terms", "いつか", "期間として読めません"), ("version", "9", "後に変更されています"), ("id", "999", "協定 999 はありません"),
        ("institution_2", "知らない大学", "登録されていません"), ("institution_2", "x [99999]", "機関 [99999] はありません"),
        ("units_1", "理学部 [99999]", "部局 [99999] はありません"), ("memoranda", "[[[[", "この欄を読めません"), ("rolled_up", "yes", "分割は表ではできません"),
        ("renewal_years", "9" * 400, "整数ではありません"), ("memoranda", "[" * 100_000, "この欄を読めません"),
    ],
)  # fmt: skip
def test_a_fault_names_its_cell_and_nothing_is_taken_in(client, two, column, cell, words):
    rows = exported(client)
    head = [one.rpartition("[")[2].rstrip("]") for one in rows[0]]
    rows[2 if "[99999]" in cell else 1][head.index(column)] = cell
    if column == "version":
        rows[1][head.index("title")] = "x"
    address = hand_in(client, rows)["Location"]
    assert words in client.get(address).content.decode()
    client.post(address)
    assert Change.objects.filter(operation="sheet").count() == 0


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("title", ["=1+1", "+81", "-x", "@a", "＝１", "'=1", '"a"', "a;b"])
def test_bad_input_20_what_looks_like_a_formula_goes_out_as_text_and_comes_back(client, world, form, title):
    kept(replace(made_agreement(world), title=title))
    content = client.get(f"/desk/agreements/agreements.{form}").content
    if form == "xlsx":
        import openpyxl

        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    else:
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@＝")]
    address = client.post("/desk/agreements/sheets/", {"file": SimpleUploadedFile(f"s.{form}", content)})["Location"]
    assert "変更なし1件。取り込めない行0件" in client.get(address).content.decode()


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"a,b\n1,2\n", b"PK\x03\x04x", "名前,日付\nx,y\n".encode()])
def test_what_is_no_sheet_of_agreements_is_refused_in_words(client, two, content):
    response = client.post("/desk/agreements/sheets/", {"file": SimpleUploadedFile("x.csv", content)}, follow=True)
    assert response.status_code == 200
    assert Change.objects.filter(operation="sheet").count() == 0


def test_a_sheet_belongs_to_who_handed_it_in(client, visitor, two, django_user_model):
    address = hand_in(client, exported(client))["Location"]
    visitor.force_login(made_person("jiro", password="x"))
    assert visitor.get(address).status_code == 404


def test_a_sheet_can_close_an_agreement(client, two):
    rows = exported(client)
    head = [one.rpartition("[")[2].rstrip("]") for one in rows[0]]
    rows[1][head.index("closed_on")], rows[1][head.index("closed_reason")] = "2020-11-09", "期間満了"
    client.post(hand_in(client, rows)["Location"])
    assert current(AGREEMENTS, two[0])[1].closing == Closing(closed_on=__import__("datetime").date(2020, 11, 9), reason="expired")


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(value=st.one_of(agreements(), rough_agreements()))
def test_a_row_of_any_agreement_read_back_is_that_agreement(value):
    columns = columns_for(len(value.parties))
    row = {name: str(cell) if cell is not None else "" for name, cell in zip(columns, cells_of(7, 3, value, NOBODY, columns), strict=True)}
    back = value_of_row(
        row, value, institutions=lambda _: [], units=lambda _one, _other: [], writer=Writer("hanako", "2024-05-01T00:00:00+09:00")
    )
    assert back == value


def test_signatures_contacts_and_notes_come_in_by_a_sheet(client, world, two):
    rows = exported(client)
    head = [cell.rpartition("[")[2].rstrip("]") for cell in rows[0]]
    rows[1][head.index("signatures_1")] = "2015-11-09 | 越智光夫 | 学長 | 東広島; 2015年11月10日 | 山田"
    rows[1][head.index("contacts")] = f"鈴木 | 主担当 | suzuki@example.ac.jp | 理学部 [{world.science}] | 2020-04-01/"
    rows[1][head.index("notes")] = '[{"text": "原本は金庫", "by": "somebody else", "at": "2001-01-01T00:00:00+09:00"}]'
    client.post(hand_in(client, rows)["Location"], {})
    value = current(AGREEMENTS, two[0])[1]
    assert [(one.name, one.post, str(one.signed_on)) for one in value.parties[0].signatures] == [
        ("越智光夫", "学長", "2015-11-09"), ("山田", "", "2015-11-10"),
    ]  # fmt: skip
    assert [(one.name, one.unit, str(one.valid_from), one.valid_to) for one in value.contacts] == [
        ("鈴木", world.science, "2020-04-01", None)
    ]
    assert [(note.text, note.by) for note in value.notes] == [("原本は金庫", "hanako")]


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("documents", '[{"sha256": "' + "0" * 64 + '", "name": "x.pdf"}]', "この協定にない文書です"),
        ("contacts", "鈴木 | 主担当 | | 理学部", "部局の番号を [12] のように"),
        ("contacts", "鈴木 | | | x [99999]", "部局 [99999] はありません"),
        ("signatures_1", "いつか | 山田", "日付として読めません"),
        ("amendments", "{", "この欄を読めません"),
    ],
)
def test_a_cell_that_cannot_be_says_what_to_do_and_nothing_is_taken_in(client, two, column, cell, words):
    rows = exported(client)
    head = [one.rpartition("[")[2].rstrip("]") for one in rows[0]]
    rows[1][head.index(column)] = cell
    assert words in client.get(hand_in(client, rows)["Location"]).content.decode()
