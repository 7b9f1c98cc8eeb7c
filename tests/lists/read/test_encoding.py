"""In which encodings a file may come, and what is said of others (catalogue of bad inputs 21–24, 29, 30)."""

import pytest

from teikei.lists.check import check
from teikei.lists.read import read_content
from teikei.lists.read.encoding import decode
from teikei.names.bilingual import Refusal
from tests.lists.made import CLEAN, replaced

TEXT = "\r\n".join(replaced("\t慶北大学校\t理学部\t2001.03.04", "\t慶北大学校①㈱\t理学部\t2001.03.04")) + "\r\n"
PLAIN = "\n".join(CLEAN)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "utf-32"])
def test_the_encodings_of_japanese_offices_are_told_apart(encoding):
    assert decode(TEXT.encode(encoding), "x")[0] == TEXT


@pytest.mark.parametrize("encoding", ["euc_jp", "iso2022_jp"])
def test_older_encodings_are_read_too(encoding):
    assert decode(PLAIN.encode(encoding), "x")[0] == PLAIN


def test_a_list_in_shift_jis_gives_the_same_entries():
    listing = read_content(PLAIN.encode("cp932"), "list.txt")
    assert listing.entries == read_content(PLAIN.encode(), "list.txt").entries
    assert listing.source.encoding == "cp932"


def test_variants_that_only_windows_knows_survive():
    text = PLAIN.replace("慶北", "髙﨑①㈱")
    assert decode(text.encode("cp932"), "x")[0] == text


def test_a_few_broken_bytes_are_read_and_their_line_is_cited():
    content = PLAIN.encode().replace("慶北".encode(), b"\xe6\x85" + "北".encode())
    listing = read_content(content, "list.txt")
    assert len(listing.entries) == 6
    [finding] = [finding for finding in check(listing) if finding.code == "character-lost"]
    assert [locator.line for locator in finding.locators] == [CLEAN.index("\t慶北大学校\t理学部\t2001.03.04") + 1]


def test_a_nul_byte_is_a_lost_character():
    listing = read_content(PLAIN.replace("慶北", "慶\0北").encode(), "list.txt")
    assert [finding.code for finding in check(listing) if finding.severity == "serious"] == ["character-lost"]
    assert listing.entries[2].institution == "慶\ufffd北大学校"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe" + PLAIN.encode("utf-16-le")[:-1], "does not fit"),
        (b"\x80\x81\xfe\xff\n" * 40, "fits no encoding"),
        (PLAIN.encode().decode("latin-1").encode(), "encoded twice"),
        (PLAIN.encode().decode("cp1252", errors="ignore").encode(), "encoded twice"),
        (b"PK\x03\x04" + bytes(64), "ZIP"), (b"\x1f\x8b\x08", "gzip"), (b"\0" * 100, "binary"), (b"a\0\1" * 100, "binary"), ("\ufeff".encode(), "white space"),
    ],
)  # fmt: skip
def test_what_cannot_be_text_is_refused_with_the_reason(content, words):
    with pytest.raises(Refusal) as refused:
        decode(content, "x.txt")
    assert words in refused.value.text.en
    assert "x.txt" in refused.value.text.ja


def test_a_broken_byte_in_plain_latin_text_names_its_line():
    with pytest.raises(Refusal, match="line 3: byte 0x81"):
        decode(b"one\ntwo\n\x81\xff\n", "x.txt")


@pytest.mark.parametrize("other", ["Université de Genève\tÅbo Akademi", "ãéåõ", "中央财经大学\tМГУ\t서울대학교\tΑθήνα"])
def test_other_scripts_in_utf8_are_not_taken_for_mojibake(other):
    assert decode(other.encode(), "x")[:2] == (other, "utf-8")


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
@pytest.mark.parametrize("sign", ["：", "※", "、"])
def test_english_text_with_one_full_width_sign_is_in_an_encoding_of_japan(encoding: str, sign: str) -> None:
    text = f"Partner\tDate\nHalle University\t2001.03.15\n*{sign}outgoing only\n"
    assert decode(text.encode(encoding), "x.txt").text == text


def test_accented_letters_of_euc_are_no_kanji() -> None:
    text = "Universidad de Itap\u00faa\t2001.03.15\nUniversidade de Bras\u00edlia\t2001.03.15\n"
    assert decode(text.encode("euc_jp"), "x.txt").text == text


def test_western_letters_and_quotation_marks_stay_western() -> None:
    text = "Universit\u00e9 de Gen\u00e8ve, \u201cla Haute \u00c9cole\u201d \u2013 1998"
    assert decode(text.encode("cp1252"), "x.txt").text == text
