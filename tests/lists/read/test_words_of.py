"""Words of documents, taken in a child process."""

import io

import docx
import pytest

from teikei.lists.read.words_of import words_limited, words_of
from teikei.lists.write import write_listing
from tests.registry.made import made_listing


def docx_of(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_a_word_document_gives_its_paragraphs() -> None:
    found = words_limited(docx_of("学術交流に関する協定書", "Article 1. Students"), "agreement.docx")
    assert (found.format, found.text, found.refusal) == ("docx", "学術交流に関する協定書\nArticle 1. Students", None)


def test_a_pdf_gives_the_text_of_its_pages() -> None:
    found = words_limited(write_listing(made_listing(), "pdf"), "list.pdf")
    assert found.format == "pdf"
    assert "カセサート大学" in found.text.replace("\n", "")


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "utf-16"])
def test_text_in_any_usual_encoding_gives_its_words(encoding: str) -> None:
    assert "覚書" in words_limited("学生交流に関する覚書。学生は年に二名とする。\n".encode(encoding), "note.txt").text


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"\x89PNG\r\n\x1a\n\x00\x00", "scan.png"), (b"%PDF-1.7\nnothing", "broken.pdf"), (b"PK\x03\x04broken", "broken.docx")],
)
def test_what_holds_no_words_is_said_and_is_no_error(content: bytes, name: str) -> None:
    found = words_limited(content, name)
    assert found.text == ""
    assert found.refusal
    assert name in found.refusal.en
    assert name in found.refusal.ja


def test_a_reader_that_takes_too_long_is_ended_and_that_is_said() -> None:
    found = words_limited(write_listing(made_listing(), "pdf"), "slow.pdf", seconds=0)
    assert (found.text, bool(found.refusal)) == ("", True)


def test_zero_characters_are_left_out_for_no_database_keeps_them() -> None:
    assert "\x00" not in words_of("a\x00b".encode("utf-16"), "zero.txt").text
