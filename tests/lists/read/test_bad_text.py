"""Hostile and faulty text, CSV, JSON and web pages by their number in the project's catalogue: read right, read with a
finding that names the place, or refused with file, place, cause and remedy in both languages.
"""

import socket
from html import escape
from itertools import groupby
from pathlib import Path

import pytest

from teikei.lists.check import check
from teikei.lists.read import content_of, read_content
from teikei.lists.read.encoding import decode
from teikei.lists.read.limits import LARGEST_TEXT
from teikei.names.bilingual import Refusal
from tests.lists.made import CLEAN, replaced
from tests.lists.read.bounded import read_bounded
from tests.lists.read.refusals import refusal_of

ROW = "\t慶北大学校\t理学部\t2001.03.04"
PLACE = CLEAN.index(ROW) + 1
HEAD = "国・地域\t協定機関名\t部局\t締結年月日"
NAMES = ["チェンマイ大学", "カセサート大学農学部", "慶北大学校", "釜山大学校工科大学", "ボン大学", "国際教育ネットワーク"]


def csv_of(lines: list[str], delimiter: str = ",") -> str:
    return "".join(line.replace("\t", delimiter) + "\r\n" for line in lines)


def page_of(lines: list[str], head: str = "", attributes: str = "") -> str:
    parts = []
    for in_table, group in groupby(lines, lambda line: "\t" in line):
        rows = list(group)
        cells = ("<tr>" + "".join(f"<td>{cell}" for cell in row.split("\t")) for row in rows)
        parts += ["<table>", *cells, "</table>"] if in_table else [f"<p>{row}" for row in rows]
    return f"<html><head>{head}</head><body {attributes}>{''.join(parts)}"


def names(listing) -> list[str]:
    return [entry.institution for entry in listing.entries]


def reported(listing) -> dict[str, list[int | None]]:
    return {finding.code: [place.line for place in finding.locators] for finding in check(listing) if finding.severity != "info"}


# Encodings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("form", ["txt", "csv", "html"])
def test_bad_input_21_every_encoding_of_an_office_is_read_in_every_text_format(encoding, form):
    text = {"txt": "\n".join(CLEAN), "csv": csv_of(CLEAN), "html": page_of(CLEAN)}[form]
    listing = read_content(text.encode(encoding), f"x.{form}")
    assert names(listing) == NAMES
    assert reported(listing) == {}


@pytest.mark.parametrize("main", ["utf-8", "cp932", "euc_jp"])
@pytest.mark.parametrize("other", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
def test_bad_input_21_lines_of_another_encoding_are_read_in_it_and_named(main, other):
    if main == other:
        return
    content = b"\n".join(line.encode(other if line == ROW else main) for line in CLEAN)
    listing = read_content(content, "x.txt")
    assert (names(listing), listing.source.encoding) == (NAMES, main)
    assert reported(listing) == {"encoding-mixed": [PLACE]}


def test_bad_input_21_signs_that_only_windows_has_survive_in_euc_jp_and_iso_2022_jp():
    assert decode("\n".join(CLEAN).encode("euc_jp") + b"\xad\xa1\xad\xea\xfc\xe2\xf9\xf5", "x").text.endswith("①㈱髙﨑")
    escaped = b"\x1b$B-!-j|byu\x1b(I\x4a\x5d\x36\x38\x1b(B\n"
    assert decode(b"a line of ASCII\n" * 20_000 + escaped, "x").text.endswith("①㈱髙﨑ﾊﾝｶｸ\n")


def test_bad_input_21_an_english_list_of_a_western_office_is_read_and_its_encoding_doubted():
    text = "Country\tInstitution\tDate\nGermany\tTechnische Universität München\t2015.01.09\n"
    listing = read_content(text.encode("cp1252"), "x.txt")
    assert names(listing) == ["Technische Universität München"]
    assert [(f.code, [place.line for place in f.locators]) for f in listing.findings] == [("encoding-assumed", [2])]


@pytest.mark.parametrize("junk", [b"\x80\xff\xfe" * 20, b"\xa0\xfd\xff\x80"])
def test_bad_input_21_bytes_of_no_encoding_are_refused_with_their_line(junk):
    en, ja = refusal_of(b"\n".join([HEAD.encode(), *[b"abc", junk] * 10]), "x.txt")
    assert en.startswith("x.txt, line 3: byte 0x")
    assert ja.startswith("x.txt 3行目: バイト 0x")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_bad_input_22_wide_text_cut_inside_a_character_is_refused_with_its_line(encoding):
    en, ja = refusal_of("\n".join(CLEAN).encode(encoding)[:-1], "x.txt")
    assert en.startswith(f"x.txt, line {len(CLEAN)}: the file begins as {encoding}")
    assert ja.startswith(f"x.txt {len(CLEAN)}行目: {encoding}")


@pytest.mark.parametrize("broken", [b"\xe6\x85", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"])
@pytest.mark.parametrize("form", ["txt", "csv"])
def test_bad_input_22_a_cut_overlong_or_lone_sequence_is_cited_with_its_line(broken, form):
    text = "\n".join(CLEAN) if form == "txt" else csv_of(CLEAN)
    listing = read_content(text.encode().replace("慶北".encode(), broken), f"x.{form}")
    assert reported(listing) == {"character-lost": [PLACE]}


def test_bad_input_22_utf_8_cut_at_the_end_of_the_file_is_cited():
    lines = [*CLEAN[: CLEAN.index(ROW)], ROW.replace("\t理学部", "\t理学部")]
    content = "\n".join(lines).encode()
    cut = content[: content.rindex("校".encode()) + 2]
    assert "character-lost" in {finding.code for finding in check(read_content(cut, "x.txt"))}


@pytest.mark.parametrize("form", ["txt", "csv"])
def test_bad_input_23_a_few_nul_bytes_are_cited_and_many_refused_with_the_first_line(form):
    text = "\n".join(CLEAN) if form == "txt" else csv_of(CLEAN)
    assert reported(read_content(text.replace("慶北", "慶\0北").encode(), f"x.{form}")) == {"character-lost": [PLACE]}
    en, _ = refusal_of(text.replace("慶北", "慶\0北" + "\0" * 40).encode(), f"x.{form}")
    assert en.startswith(f"x.{form}, line {PLACE}: not a text file (binary).")


# Lines -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ends", ["\r", "\r\n", "\u2028", "\x85", "\x0b", "\n\r\r\n\u2028\x85"])
@pytest.mark.parametrize("form", ["txt", "csv"])
def test_bad_input_24_line_ends_of_every_system_are_line_ends(ends, form):
    marks = ["\r\n"] if ends == "\r\n" else list(ends)
    lines = CLEAN if form == "txt" else csv_of(CLEAN).split("\r\n")[:-1]
    text = "".join(line + marks[number % len(marks)] for number, line in enumerate(lines))
    assert names(read_content(text.encode(), f"x.{form}")) == NAMES


def test_bad_input_24_a_form_feed_begins_a_page():
    lines = [("\f" if line == ROW else "") + line for line in CLEAN]
    listing = read_content("\n".join(lines).encode(), "x.txt")
    assert [(entry.locator().page, entry.institution) for entry in listing.entries][1:3] == [(1, NAMES[1]), (2, NAMES[2])]


def test_bad_input_25_a_quotation_mark_never_closed_is_refused_with_its_line(tmp_path):
    text = "国・地域,協定機関名,締結年月日\n" + '"タイ",A,2001\n' + 'タイ,"大学' + ",あ\n" * 2_000_000
    outcome = read_bounded(tmp_path / "x.csv", text.encode())
    assert outcome.refused is not None
    assert outcome.refused[0].startswith("x.csv: more than 300,000 lines")
    outcome = read_bounded(tmp_path / "x.csv", text[: text.index("\n", 400_000)].encode())
    assert outcome.refused is not None
    assert outcome.refused[0].startswith("x.csv, line 3: a cell begins with a quotation mark that is not closed")
    assert outcome.refused[1].startswith("x.csv 3行目: 引用符")


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (['タイ,"A,2001', "タイ,B,2002", "タイ,C,2003"], 2),
        (['タイ,"A,2001', 'タイ,"B, C",2002', "タイ,D,2003"], 2),
        (['"タ\nイ",A,2001', "タイ,B,2002", 'タイ,"C,2003'], 5),
        (['"タ\nイ","A', "タイ,B,2002"], 3),
    ],
)
def test_bad_input_25_rows_are_never_swallowed_by_a_quotation(lines, line):
    en, _ = refusal_of("\n".join(["国・地域,協定機関名,締結年月日", *lines]).encode(), "x.csv")
    assert en.startswith(f"x.csv, line {line}: a cell begins with a quotation mark")


@pytest.mark.parametrize("name", ["x.txt", "x.csv", "x.html", "x.json"])
def test_bad_input_26_a_line_of_100_mb_is_refused(tmp_path, name):
    begins = {"x.html": "<p>", "x.json": '{"format": "'}.get(name, HEAD + "\n")
    outcome = read_bounded(tmp_path / name, begins.encode() + b"a" * 100_000_000)
    assert outcome.refused is not None
    assert outcome.refused[0].startswith(f"{name}: larger than {LARGEST_TEXT // 1024**2} MB")


@pytest.mark.parametrize("form", ["txt", "csv"])
def test_bad_input_26_a_line_of_40_mb_is_reported_and_the_others_are_read(tmp_path, form):
    text = "\n".join(CLEAN) + "\n" if form == "txt" else csv_of(CLEAN)
    outcome = read_bounded(tmp_path / f"x.{form}", (text + "あ" * 13_000_000 + "\n").encode())
    assert list(outcome.entries) == NAMES
    assert "line-unread" in outcome.codes


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("x.txt", b"a\n" * 400_000, "more than 300,000 lines"),
        ("x.txt", b"a" + b"\t" * 4_000_000, "more than 3,000,000 cells"),
        ("x.csv", b"a,b\n" + b"," * 4_000_000, "more than 3,000,000 cells"),
        ("x.json", b'{"a":[' + b"[]," * 4_000_000, "more than 3,000,000 cells"),
        ("x.html", b"<p>" * 4_000_000, "more than 3,000,000 cells"),
        ("x.html", b"<p>a" * 400_000, "more than 300,000 lines"),
    ],
)
def test_bad_input_26_more_lines_or_cells_than_any_list_has_are_refused(tmp_path, name, content, cause):
    outcome = read_bounded(tmp_path / name, content)
    assert outcome.refused is not None
    assert outcome.refused[0].startswith(f"{name}: {cause}")
    assert outcome.refused[1].startswith(f"{name}: ")


# Cells and names ---------------------------------------------------------------------------------------------


def test_bad_input_27_a_tabbed_text_with_the_quotation_marks_of_a_spreadsheet_is_read_as_csv():
    lines = [*CLEAN[: CLEAN.index(ROW)], '\t"慶北, ""KNU""\n大学校"\t理学部\t2001.03.04', *CLEAN[CLEAN.index(ROW) + 1 :]]
    listing = read_content("\n".join(lines).encode(), "x.txt")
    assert listing.source.format == "csv"
    assert listing.entries[2].institution.split() == ["慶北,", '"KNU"', "大学校"]


def test_bad_input_27_a_name_in_quotation_marks_of_its_own_keeps_them():
    listing = read_content("\n".join(replaced(ROW, '\t"Ovidius" University\t理学部\t2001.03.04')).encode(), "x.txt")
    assert listing.entries[2].institution == '"Ovidius" University'


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", " \n\t\u3000\n".encode()])
@pytest.mark.parametrize("name", ["x.txt", "x.csv", "x.html", "x.json"])
def test_bad_input_29_nothing_at_all_is_refused(content, name):
    refusal_of(content, name)


@pytest.mark.parametrize("right", ["utf-8", "cp932", "euc_jp"])
@pytest.mark.parametrize("wrong", ["latin-1", "cp1252", "cp932"])
def test_bad_input_30_text_that_was_encoded_twice_is_refused_with_its_first_line(right, wrong):
    if right == wrong:
        return
    twice = "\n".join(CLEAN).encode(right).decode(wrong, errors="ignore")
    en, ja = refusal_of(twice.encode(), "x.txt")
    assert en.startswith("x.txt, line ")
    assert "the text was encoded twice" in en
    assert "二重に符号化" in ja


HOSTILE_NAMES = [
    (31, "ガジャマダ大学"), (31, "㍿ﾊﾝｶｸ ＡＢＣ"), (32, "ﾊﾞﾝﾄﾞﾝ工科大学"), (33, "a\u202ebc\u202c大学"), (34, "慶\u200b北\u00ad大学"),
    (35, "Унивeрситет"), (36, "葛\U000e0100城大学"), (37, "中央财经大学"), (38, "ガジャ・マダ大学"), (39, "e" + "\u0301" * 50), (39, "🎓大学"),
    (40, "İstanbul Straße ſchool"), (41, "\U0001fae9大学"), (52, "<script>alert(1)</script>大学"), (52, "'; DROP TABLE entry; --"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "name"), HOSTILE_NAMES)
@pytest.mark.parametrize("form", ["txt", "csv", "html"])
def test_bad_input_31_to_52_a_name_is_read_as_printed_in_every_text_format(number, name, form):
    lines = replaced(ROW, f"\t{name}\t理学部\t2001.03.04")
    if form == "html":
        lines = ["\t".join(map(escape, line.split("\t"))) for line in lines]
    text = {"txt": "\n".join, "csv": csv_of, "html": page_of}[form](lines)
    assert read_content(text.encode(), f"x.{form}").entries[2].institution == name


# Web pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 100_000,
        "<table><tr><td>" * 50_000,
        "<table><tr><td>x" * 400,
        "<b><i>" * 100_000 + "</b>" * 100_000,
        "<p hidden>" * 100_000,
        "<pre>" * 50_000,
    ],
    ids=["div", "tables", "tables with text", "crossing", "hidden", "pre"],
)
def test_bad_input_63_deep_nesting_neither_crashes_nor_hangs(tmp_path, hostile):
    outcome = read_bounded(tmp_path / "x.html", (page_of(CLEAN) + "</table>" + hostile + "底").encode())
    assert list(outcome.entries) == NAMES


def test_bad_input_63_an_unclosed_table_is_read():
    assert names(read_content(page_of(CLEAN).removesuffix("</table>").encode(), "x.html")) == NAMES


@pytest.mark.parametrize("span", ["rowspan=1000000000", "colspan=1000000000", "rowspan=0", "rowspan=-1", "rowspan=1e9", "colspan=９"])
def test_bad_input_63_a_monstrous_span_costs_nothing(tmp_path, span):
    page = page_of(CLEAN) + f"<table><tr><td {span}>x<td>y<tr><td>z</table>"
    assert list(read_bounded(tmp_path / "x.html", page.encode()).entries)[: len(NAMES)] == NAMES


def test_bad_input_63_many_monstrous_spans_are_refused_with_their_row(tmp_path):
    page = page_of(CLEAN) + "<table><tr>" + "<td rowspan=1000000000>a" * 1000 + "<tr><td>x" * 60_000
    outcome = read_bounded(tmp_path / "x.html", page.encode())
    assert outcome.refused is not None
    assert "the tables span more than 20,000,000 cells" in outcome.refused[0]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("shift_jis", "utf-8"), ("utf-8", "cp932"), ("euc-jp", "utf-8-sig"), ("iso-8859-1", "euc_jp"), ("x-none", "utf-8")],
)
def test_bad_input_64_a_page_that_contradicts_its_own_bytes_is_read_by_its_bytes(declared, encoding):
    listing = read_content(page_of(CLEAN, f'<meta charset="{declared}">').encode(encoding), "x.html")
    assert names(listing) == NAMES
    assert {finding.code for finding in listing.findings} == ({"charset-contradicted"} if declared != "x-none" else set())


@pytest.mark.parametrize("declared", ["shift_jis", "Windows-31J", "utf-8"])
def test_bad_input_64_a_page_that_says_what_it_is_gives_no_finding(declared):
    encoding = "utf-8" if declared == "utf-8" else "cp932"
    page = page_of(CLEAN, f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">').encode(encoding)
    assert read_content(page, "x.html").findings == ()


def test_bad_input_65_scripts_styles_handlers_and_drawings_are_no_text():
    lines = replaced(
        ROW, '\t<span onclick="alert(1)">慶北<script>alert("悪")</script><svg><text>悪</text></svg></span>大学校\t理学部\t2001.03.04'
    )
    page = page_of(lines, "<style>td::after{content:url(//x.invalid/?)}</style><title>悪</title>", 'onload="悪()"')
    listing = read_content(page.encode(), "x.html")
    assert names(listing) == NAMES
    assert "悪" not in "".join(row.raw for row in listing.rows)


def test_bad_input_66_what_a_page_names_is_never_fetched():
    with socket.create_server(("127.0.0.1", 0)) as server:
        at = f"http://127.0.0.1:{server.getsockname()[1]}"
        head = f'<base href="{at}"><link rel=stylesheet href="{at}/a.css"><script src="{at}/b.js"></script><meta http-equiv=refresh content="0;{at}">'
        page = f'<!DOCTYPE html SYSTEM "{at}/d.dtd" [<!ENTITY x SYSTEM "{at}/e">]>' + page_of(CLEAN, head)
        listing = read_content((page + f'<img src="{at}/i.png"><iframe src="{at}/f"></iframe>&x;').encode(), "x.html")
        server.settimeout(0.05)
        with pytest.raises(TimeoutError):
            server.accept()
    assert names(listing) == NAMES


@pytest.mark.parametrize(
    "address",
    ["https://example.invalid/list.html", "http://169.254.169.254/", "HTTP://[::1]:80/x", "ftp://x.invalid/a", "file:///etc/passwd"],
)
def test_bad_input_66_an_address_in_a_files_place_is_refused_unfetched(address):
    with pytest.raises(Refusal) as refused:
        content_of(Path(address))
    assert "this is an address. Teikei fetches nothing." in refused.value.text.en
    assert "ブラウザーで保存し" in refused.value.text.ja


# JSON --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b'{"format": "teikei-listing", "version": 1, "title": "a", "title": "b"}', "the key “title” stands twice in one object"),
        (b'{"format": "teikei-listing", "version": NaN}', "NaN is no number"),
        (b'{"format": "teikei-listing", "version": -Infinity}', "-Infinity is no number"),
        (b'{"format": "teikei-listing", "version": 1, "x": ' + b"[" * 100_000, "RecursionError"),
        (b'{"format": "teikei-listing", "version": 1' + b"0" * 10_000 + b"}", "ValueError"),
    ],
)
def test_bad_input_72_json_that_means_two_things_or_nothing_is_refused(content, cause):
    en, _ = refusal_of(content, "x.json")
    assert cause in en
