"""Text, HTML, JSON and PDF: what stands on the page."""

import io
import json
import re
from datetime import date

import pdfplumber
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from teikei.lists.model import Entry, Finding, Heading, Listing, Region
from teikei.lists.write import pdf, write_listing
from teikei.lists.write.compose import compose
from teikei.lists.write.words import words
from teikei.names.bilingual import Text
from teikei.rules.counting import CountingRules
from teikei.rules.days import PartialDate
from tests.lists.write.listings import listings

ASIA, SEVERAL = Region("アジア"), Region("複数国", counted=False)
INDIA, TWO = Heading("インド", ("IN",), None, ASIA), Heading("カナダ・デンマーク王国", ("CA", "DK"), None, SEVERAL)
MARKUP = '<script>alert(1)</script> #panic() *x* $a$ & "q"'
LISTING = Listing(
    "協定校一覧",
    date(2024, 5, 1),
    legend=("最も古い締結年月日のみ記載。",),
    rules=CountingRules(oldest_date_only=True),
    entries=(
        Entry(1, "デリー大学", ("理学部", "大学病院"), PartialDate(2020, 2, 12), ASIA, INDIA),
        Entry(2, MARKUP, ("工学部",), PartialDate(2021, 10), ASIA, INDIA),
        Entry(3, "国際ネットワーク", (), None, SEVERAL, TWO, False, date_text="不明"),
    ),
)


def text_of_pdf(content):
    document = pypdfium2.PdfDocument(content)
    return re.sub(r"[\s\u200b\ufffe\xad]", "", "".join(page.get_textpage().get_text_bounded() for page in document))


def test_text_has_the_form_in_which_lists_are_published():
    assert write_listing(LISTING, "txt").decode() == (
        "協定校一覧\n\n(1ヶ国・地域 2機関)\n\n2024年5月1日現在\n\n最も古い締結年月日のみ記載。\n\nアジア\n\n2機関\n\n"
        "国・地域\t協定機関名\t部局\t締結年月日\n"
        "インド (2機関)\tデリー大学\t理学部・大学病院\t2020.02.12\n"
        f"\t{MARKUP}\t工学部\t2021.10\n\n"
        "複数国\n\n(機関数には含まない。)\n\n国・地域\t協定機関名\t部局\t締結年月日\n"
        "カナダ・デンマーク王国\t国際ネットワーク\t\t不明\n"
    )


def test_text_in_english_has_english_words_and_the_lists_own_names():
    lines = write_listing(LISTING, "txt", language="en").decode().split("\n\n")
    head = "Country/Region\tInstitution\tUnits\tDate concluded"
    assert lines[1:3] == ["(1 country, 2 institutions)", "As of 2024-05-01"]
    assert lines[5:7] == [
        "2 institutions",
        f"{head}\nインド (2 institutions)\tデリー大学\t理学部・大学病院\t2020.02.12\n\t{MARKUP}\t工学部\t2021.10",
    ]


def test_optional_columns_appear_where_a_row_has_them():
    entry = Entry(1, "大学", institution_alt="University", valid_to="2030-03-31", kinds=("学生交流", "学術交流"))
    assert write_listing(Listing(entries=(entry,)), "txt").decode().split("\n\n")[-1] == (
        "国・地域\t協定機関名\t協定機関名（別表記）\t部局\t締結年月日\t有効期限\t協定種別\n\t大学\tUniversity\t\t\t2030.03.31\t学生交流、学術交流\n"
    )


def test_the_lists_own_number_town_renewal_places_and_remark_have_columns_of_their_own():
    entry = Entry(
        1, "大学", number="A-3", renewed_on=PartialDate(2020, 4), location="バンコク", note="授業料不徴収", quota_in="2名", quota_out="3名"
    )
    assert write_listing(Listing(entries=(entry,)), "txt").decode().split("\n\n")[-1].split("\n") == [
        "国・地域\tNo.\t協定機関名\t所在地\t部局\t締結年月日\t更新日\t受入人数\t派遣人数\t備考",
        "\tA-3\t大学\tバンコク\t\t\t2020.04\t2名\t3名\t授業料不徴収",
        "",
    ]
    assert write_listing(Listing(entries=(entry,)), "csv", language="en").decode().split("\r\n")[-3:-1] == [
        "Row,Region,Institutions in region,Country/Region,Country code,Institutions in territory,No.,Institution,Location,Units,"
        "Date concluded,Date renewed,Places in,Places out,Remarks",
        "1,,,,,,A-3,大学,バンコク,,,2020-04,2名,3名,授業料不徴収",
    ]


def test_a_regions_note_has_another_column_than_the_remarks_on_a_row():
    several = Region("複数国", counted=False, note="(機関数には含まない。)")
    entry = Entry(1, "大学", region=several, counted=False, note="更新手続中")
    assert write_listing(Listing(entries=(entry,)), "csv").decode().split("\r\n")[-3:-1] == [
        "行,地域,地域の機関数,地域の備考,国・地域,国・地域コード,国・地域の機関数,協定機関名,部局,締結年月日,備考",
        "1,複数国,,(機関数には含まない。),,,,大学,,,更新手続中",
    ]


def test_the_web_page_stands_alone_and_shows_markup_as_text():
    page = write_listing(LISTING, "html").decode()
    assert re.findall(r"<(?:script|link|img|iframe|object)|\bon\w+=|url\(|https?:|@import", page) == []
    tree = lxml_html.document_fromstring(page)
    assert tree.get("lang") == "ja"
    assert [cell.text_content() for cell in tree.xpath("//th[@scope='row']")] == ["デリー大学", MARKUP, "国際ネットワーク"]


def test_the_web_pages_tables_say_what_their_heads_head():
    tree = lxml_html.document_fromstring(write_listing(LISTING, "html").decode())
    assert [(head.text, head.get("rowspan")) for head in tree.xpath("//th[@scope='rowgroup']")] == [
        ("インド (2機関)", "2"),
        ("カナダ・デンマーク王国", None),
    ]
    assert tree.xpath("//caption/text()") == ["2機関", "(機関数には含まない。)"]
    assert tree.xpath("//thead[1]/tr/th[@scope='col']/text()")[:4] == ["国・地域", "協定機関名", "部局", "締結年月日"]
    assert [tree.get_element_by_id(name).text for table in tree.xpath("//table") for name in table.get("aria-labelledby").split()] == [
        "アジア",
        "2機関",
        "複数国",
        "(機関数には含まない。)",
    ]


def test_a_web_page_without_title_has_one_for_its_window_only():
    tree = lxml_html.document_fromstring(write_listing(Listing(entries=(Entry(1, "大学"),)), "html").decode())
    assert (tree.xpath("//h1"), tree.findtext(".//title")) == ([], "協定一覧")


def test_json_says_everything_by_name():
    finding = Finding("a-code", "info", Text("So.", "そう。"))
    whole = json.loads(write_listing(LISTING, "json", findings=(finding,)))
    assert {name: value for name, value in whole.items() if name not in ("entries", "findings", "regions", "territories")} == {
        "format": "teikei-listing",
        "version": 1,
        "title": "協定校一覧",
        "as_of": "2024-05-01",
        "legend": ["最も古い締結年月日のみ記載。"],
        "rules": {"institution_itself_once": False, "oldest_date_only": True, "repeated_institution_once": False},
        "totals": {"territories": 1, "institutions": 2},
    }
    assert whole["regions"] == [
        {"label": "アジア", "counted": True, "note": "", "institutions": 2},
        {"label": "複数国", "counted": False, "note": "(機関数には含まない。)"},
    ]
    assert whole["territories"][1] == {
        "label": "カナダ・デンマーク王国",
        "codes": ["CA", "DK"],
        "region": "複数国",
        "counted": False,
        "institutions": None,
    }
    assert whole["entries"][2] == {
        "n": 3,
        "region": "複数国",
        "territory": "カナダ・デンマーク王国",
        "territory_code": None,
        "territory_codes": ["CA", "DK"],
        "institution": "国際ネットワーク",
        "institution_alt": None,
        "partner_unit": None,
        "units": [],
        "concluded_on": None,
        "renewed_on": None,
        "valid_to": None,
        "kinds": [],
        "marks": [],
        "number": None,
        "location": None,
        "quota_in": None,
        "quota_out": None,
        "note": None,
        "counted": False,
        "date_text": "不明",
    }
    assert [found["code"] for found in whole["findings"]] == ["a-code"]


def test_json_keeps_a_text_of_units_that_names_none():
    whole = json.loads(write_listing(Listing(entries=(Entry(1, "大学", units_text="・"),)), "json"))
    assert whole["entries"][0]["units_text"] == "・"


plain_names = st.text("大学院工科連合理アイウエオABCxyzČőŁéß财경성<>#$*_\\[]{}`'\"", min_size=1, max_size=40)


@given(listing=listings(names=plain_names, most=6))
@settings(max_examples=15, deadline=None)
def test_the_pdfs_text_has_the_names_and_dates_in_order(listing):
    text = text_of_pdf(write_listing(listing, "pdf"))
    at = 0
    for entry in compose(listing).entries:
        for value in (entry.institution, entry.date_text):
            found = text.find(value.replace(" ", ""), at)
            assert found >= 0, value
            at = found + len(value)


def test_the_pdf_is_tagged_titled_bookmarked_and_in_its_language():
    with pdfplumber.open(io.BytesIO(write_listing(LISTING, "pdf"))) as document:
        catalog = document.doc.catalog
        assert (catalog["Lang"].decode(), catalog["MarkInfo"]["Marked"]) == ("ja", True)
        kinds = [element["type"] for element in _elements(document.structure_tree)]
        metadata = document.metadata
    assert {"Table", "THead", "TH", "TD"} <= set(kinds)
    assert kinds.count("H1") == 2
    assert metadata["Title"] == "協定校一覧"
    assert metadata["CreationDate"].startswith("D:20240501")
    bookmarks = [(mark.level, mark.get_title()) for mark in pypdfium2.PdfDocument(write_listing(LISTING, "pdf")).get_toc()]
    assert bookmarks == [(0, "アジア"), (1, "インド"), (0, "複数国"), (1, "カナダ・デンマーク王国")]


def _elements(tree):
    for element in tree:
        yield element
        yield from _elements(element.get("children", []))


def test_a_territory_over_several_pages_is_named_on_each_and_bookmarked_once():
    entries = tuple(Entry(n, f"大学{n}", region=ASIA, heading=INDIA) for n in range(1, 120))
    document = pypdfium2.PdfDocument(write_listing(Listing(entries=entries), "pdf"))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    assert [("インド" in page, "協定機関名" in page) for page in pages] == [(False, False), *[(True, True)] * (len(pages) - 1)]
    assert len(pages) > 3
    assert f"2 / {len(pages)}" in pages[1]
    assert [mark.get_title() for mark in document.get_toc()] == ["アジア", "インド"]


def test_a_bookmark_leads_to_the_head_of_its_territory_even_where_the_first_row_is_longer_than_a_page():
    entries = (Entry(1, "長" * 3000, region=ASIA, heading=INDIA), Entry(2, "大学2", region=ASIA, heading=INDIA))
    document = pypdfium2.PdfDocument(write_listing(Listing(entries=entries), "pdf"))
    _, mark = document.get_toc()
    text = document[1].get_textpage()
    head = text.get_charbox(text.get_text_range().index("インド"))
    top = mark.get_dest().get_view()[1][1]
    assert mark.get_dest().get_index() == 1
    assert 0 <= top - head[3] < 12


@pytest.mark.parametrize("name", ["ab\ue000", "\U0001f9ff\U000e1234", "ܐܪܡܝܐ"])
def test_a_character_that_no_font_has_is_shown_as_a_mark(name):
    assert "〓" in text_of_pdf(pdf.render(compose(Listing(entries=(Entry(1, name),))), words("ja")))


def test_invisible_marks_and_every_script_can_be_set():
    names = (
        "x\ufeffy",
        "辻\U000e0100",
        "\u202eabc\u202c",
        "می\u200cخواهم",
        "중앙",
        "财经",
        "Č ő Ł",
        "ไทย",
        "جامعة",
        "עברית",
        "हिन्दी",
        "ខ្មែរ",
    )
    rendered = pdf.render(compose(Listing(entries=tuple(Entry(n, name) for n, name in enumerate(names, 1)))), words("en"))
    assert "〓" not in text_of_pdf(rendered)


def test_a_name_longer_than_a_page_and_a_word_longer_than_its_column_are_whole():
    listing = Listing(entries=(Entry(1, "大学" * 2000), Entry(2, "W" * 150, institution_alt="別", partner_unit="部")))
    text = text_of_pdf(write_listing(listing, "pdf"))
    assert text.count("大学") == 2000
    assert "W" * 150 in text
