"""Hostile and faulty PDF files by their number in the project's catalogue (53-62): read right, read with a finding
that names the page, or refused with cause and remedy. Never a crash, a hang, or a wrong value in silence.
"""

import re
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from hashlib import md5

import pytest

from teikei.lists.model import Document
from teikei.lists.read import format_of, read_content
from teikei.lists.read.pdf import document_of
from tests.lists.read.pdfs import PLAIN, names, one_page, shown, stream, table_pdf, written
from tests.lists.read.refusals import refusal_of

TABLE = [tuple(row) for row in PLAIN]
PICTURE = stream(b"\x80", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8")
SCANNED = b"q 595 0 0 842 0 0 cm /Im1 Do Q\n"


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < 20


def cells(document: Document) -> list[tuple[str, ...]]:
    return [row.cells for row in document.rows]


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def test_bad_input_53_ten_thousand_pages_are_refused():
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_003))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    content = written([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count 10000 >>" % kids, *[page] * 10_000])
    en, _ = refusal_of(content, "x.pdf", document_of)
    assert "10,000 pages" in en


def test_bad_input_53_a_page_of_twenty_metres_is_read():
    document = document_of(one_page(shown(PLAIN, top=56_000), box=b"0 0 56693 56693"), "x.pdf")
    assert cells(document) == TABLE


def letters(count: int) -> bytes:
    """The drawing of so many letters, a thousand a line."""
    lines = (b"BT /F1 1 Tf 1 0 0 1 5 %d Tm (%07d%s) Tj ET" % (line % 800, line, b"x" * 993) for line in range(count // 1_000))
    return b"\n".join(lines)


def test_bad_input_53_a_million_glyphs_on_a_page_are_refused():
    content = one_page(zlib.compress(letters(1_000_000)), entries=b"/Filter /FlateDecode")
    en, _ = refusal_of(content, "x.pdf", document_of)
    assert "characters up to page 1" in en


@pytest.mark.parametrize(
    "objects",
    [
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>",
            b"<< /Type /Pages /Kids [2 0 R] /Count 2 >>",
        ],
        [b"<< /Type /Catalog /Pages 1 0 R >>"],
    ],
)
def test_bad_input_54_a_page_tree_that_holds_itself_is_refused(objects):
    en, _ = refusal_of(written(objects), "x.pdf", document_of)
    assert "x.pdf" in en


def test_bad_input_54_drawings_and_bookmarks_that_hold_themselves_are_read_once():
    form = stream(
        b"/Fm1 Do\n" + shown(PLAIN),
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> /XObject << /Fm1 6 0 R >> >>",
    )
    outline = b"<< /Title (a) /Parent 7 0 R /Next 7 0 R /First 7 0 R /Last 7 0 R >>"
    content = one_page(b"/Fm1 Do", resources=b"/XObject << /Fm1 6 0 R >>", more=[form, outline], catalog=b"/Outlines 7 0 R")
    assert cells(document_of(content, "x.pdf")) == TABLE


def test_bad_input_55_a_stream_that_unpacks_to_more_than_is_safe_is_refused():
    en, _ = refusal_of(one_page(zlib.compress(b" " * 100 * 1024**2, 9), entries=b"/Filter /FlateDecode"), "x.pdf", document_of)
    assert re.search(r"unpacks to \d+ MB", en)


def test_bad_input_55_a_stream_packed_twice_is_unpacked_to_see():
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b" " * 1024**2) for _ in range(100)) + packer.flush()
    en, _ = refusal_of(one_page(zlib.compress(once, 9), entries=b"/Filter [/FlateDecode /FlateDecode]"), "x.pdf", document_of)
    assert re.search(r"unpacks to \d+ MB", en)


def test_bad_input_55_a_huge_inline_picture_and_hostile_metadata_are_passed_by():
    picture = b"q 10 0 0 10 300 300 cm BI /W 100000 /H 100000 /BPC 8 /CS /G ID " + b"\x00" * 1_000 + b"\nEI Q\n"
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    content = one_page(
        shown(PLAIN) + b"\n" + picture, catalog=b"/Metadata 6 0 R", more=[stream(entities, b"/Type /Metadata /Subtype /XML")]
    )
    assert cells(document_of(content, "x.pdf")) == TABLE


def test_bad_input_55_the_largest_drawing_that_is_opened_stays_within_half_a_gigabyte():
    code = (
        "import re, sys; from pathlib import Path; from teikei.lists.read.pdf import document_of; from teikei.names.bilingual import Refusal\n"
        "try: document_of(sys.stdin.buffer.read(), 'x.pdf')\n"
        "except Refusal: print(int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) // 1024)"
    )
    content = one_page(zlib.compress(letters(3_000_000), 9), entries=b"/Filter /FlateDecode")
    done = subprocess.run([sys.executable, "-c", code], input=content, capture_output=True, check=True)
    assert int(done.stdout) < 512


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"startxref\n", b"startxref\n9"), (b"%%EOF", b""), (b"/Size 6", b"/Size 2147483648"), (b"0000000000 65535 f", b"0000009999 65535 f")],
)
def test_bad_input_56_a_wrong_index_is_read_all_the_same(old, new):
    content = one_page(shown(PLAIN))
    assert content.count(old) == 1
    document = document_of(content.replace(old, new), "x.pdf")
    assert cells(document) == TABLE


def test_bad_input_56_a_file_cut_short_is_read_with_a_finding():
    content = one_page(shown(PLAIN))
    document = document_of(content[: content.index(b"xref\n0")] + b"trailer << /Root 1 0 R >>", "x.pdf")
    assert cells(document) == TABLE
    assert codes(document) == ["file-damaged"]


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\xff" * 5_000, written([b"<< >>"], trailer=b"")])
def test_bad_input_56_a_file_without_a_root_is_refused_with_the_remedy(content):
    en, ja = refusal_of(content, "x.pdf", document_of)
    assert "damaged" in en
    assert "作り直して" in ja


def test_bad_input_57_a_pdf_that_needs_a_password_is_refused():
    en, ja = refusal_of(encrypted(b"secret"), "x.pdf", document_of)
    assert "password" in en
    assert "パスワード" in ja


def test_bad_input_57_a_password_for_the_owner_only_is_no_hindrance():
    assert cells(document_of(encrypted(b""), "x.pdf")) == TABLE


def test_bad_input_58_a_scan_is_refused_and_ocr_named():
    content = one_page(SCANNED, resources=b"/XObject << /Im1 6 0 R >>", more=[PICTURE])
    en, ja = refusal_of(content, "x.pdf", document_of)
    assert "OCR" in en
    assert "スキャン" in ja


def test_bad_input_58_text_of_an_ocr_layer_is_read_and_said_to_be_so():
    content = one_page(SCANNED + shown(PLAIN, mode=3), resources=b"/XObject << /Im1 6 0 R >>", more=[PICTURE])
    document = document_of(content, "x.pdf")
    assert (cells(document), codes(document)) == (TABLE, ["text-from-ocr"])
    assert [place.page for place in document.findings[0].locators] == [1]


def test_bad_input_58_text_that_the_page_does_not_show_is_left_out_and_reported():
    hidden = [("Peru", "Universidad Falsa", "1999-01-01")]
    document = document_of(one_page(shown(PLAIN) + b"\n" + shown(hidden, mode=3, top=600)), "x.pdf")
    assert (cells(document), codes(document)) == (TABLE, ["text-hidden"])


def test_bad_input_58_pages_without_text_among_others_are_named():
    picture = "#pagebreak()\n#rect(width: 90%, height: 50%, fill: gray)\n"
    document = document_of(table_pdf(names(5), after=picture * 2), "x.pdf")
    assert codes(document) == ["page-without-text"]
    assert [place.page for place in document.findings[0].locators] == [2, 3]


def composite_font(encoding: bytes, ordering: bytes) -> list[bytes]:
    """A font of CIDs under this encoding, not embedded, as objects 6 and 7."""
    system = b"<< /Registry (Adobe) /Ordering (%s) /Supplement 0 >>" % ordering
    return [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Nameless /Encoding /%s /DescendantFonts [7 0 R] >>" % encoding,
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Nameless /CIDSystemInfo %s /DW 1000 >>" % system,
    ]


def test_bad_input_59_letters_without_a_place_in_unicode_are_reported():
    drawing = shown(PLAIN) + b"\nBT /F2 10 Tf 1 0 0 1 50 500 Tm <3042304430463048> Tj ET"
    content = one_page(drawing, more=composite_font(b"Identity-H", b"Identity"), fonts=b"/F2 6 0 R")
    document = document_of(content, "x.pdf")
    assert (cells(document), codes(document)) == ([*TABLE, ("\ufffd" * 4,)], ["text-unmapped"])


def test_bad_input_59_letters_for_private_use_are_reported():
    drawing = shown(PLAIN) + b"\nBT /F2 10 Tf 1 0 0 1 50 500 Tm <E000E001> Tj ET"
    content = one_page(drawing, more=composite_font(b"UniJIS-UTF16-H", b"Japan1"), fonts=b"/F2 6 0 R")
    assert codes(document_of(content, "x.pdf")) == ["text-unmapped"]


def test_bad_input_59_vertical_writing_is_read_and_reported():
    drawing = shown(PLAIN) + b"\nBT /F2 10 Tf 1 0 0 1 500 700 Tm <56fd969b4ea46d41> Tj ET"
    content = one_page(drawing, more=composite_font(b"UniJIS-UTF16-V", b"Japan1"), fonts=b"/F2 6 0 R")
    document = document_of(content, "x.pdf")
    assert (cells(document), codes(document)) == ([*TABLE, ("国際交流",)], ["vertical-writing"])


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_bad_input_59_a_turned_page_is_read_upright(turn):
    upright = {90: b"0 1 -1 0 595 0 cm", 180: b"-1 0 0 -1 595 842 cm", 270: b"0 -1 1 0 0 842 cm"}[turn]
    drawing = b"q " + upright + b"\n" + shown(PLAIN, top=500) + b" Q"
    document = document_of(one_page(drawing, page=b"/Rotate %d" % turn), "x.pdf")
    assert cells(document) == TABLE


def test_bad_input_60_scripts_actions_and_attachments_are_reported_and_never_run():
    catalog = b"/OpenAction << /S /Launch /F (/bin/sh) >> /Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >> /EmbeddedFiles << /Names [(b) 6 0 R] >> >>"
    attached = [b"<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>", stream(b"MZ", b"/Type /EmbeddedFile")]
    document = document_of(one_page(shown(PLAIN), catalog=catalog, more=attached), "x.pdf")
    assert (cells(document), codes(document)) == (TABLE, ["parts-left"])
    assert document.findings[0].text.en == "1 attachments, 1 scripts"


def test_bad_input_61_of_two_revisions_the_last_counts():
    first = one_page(shown(PLAIN[:2]))
    later = stream(shown(PLAIN))
    body = b"4 0 obj\n%s\nendobj\n" % later
    end = b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(first), first.index(b"xref\n0"), len(first) + len(body),
    )  # fmt: skip
    document = document_of(first + body + end, "x.pdf")
    assert (cells(document), codes(document)) == (TABLE, ["earlier-revisions"])


def test_bad_input_62_the_first_bytes_decide_what_a_file_of_several_formats_is():
    content = one_page(shown(PLAIN))
    assert format_of(content + b"PK\x03\x04", "x.zip")[0] == "pdf"
    assert format_of(b"<!-- " + content + b"<html>", "x.html")[0] == "pdf"
    assert format_of(b"PK\x03\x04" + content, "x.pdf")[0] == "xlsx"
    assert cells(document_of(b"<html>\n" + content, "x.pdf")) == TABLE


def test_bad_input_62_a_polyglot_is_read_as_the_pdf_that_people_see():
    table = table_pdf(names(6), stroke="grid")
    listing = read_content(table + b"<html><table><tr><td>x</td></tr></table></html>", "x.html")
    assert len(listing.entries) == 6


def test_text_outside_the_page_is_left_out_and_reported():
    document = document_of(one_page(shown(PLAIN) + b"\nBT /F1 10 Tf 1 0 0 1 -400 500 Tm (outside) Tj ET"), "x.pdf")
    assert (cells(document), codes(document)) == (TABLE, ["text-outside-page"])


def encrypted(user: bytes) -> bytes:
    """The plain table under RC4 with 40 bits, as the first encrypted PDFs were, with this password for users."""
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    owner = rc4(md5((b"owner" + pad)[:32]).digest()[:5], (user + pad)[:32])
    flags = (-4).to_bytes(4, "little", signed=True)
    key = md5((user + pad)[:32] + owner + flags + b"0123456789abcdef").digest()[:5]
    drawing = shown(PLAIN)
    packed = rc4(md5(key + (4).to_bytes(3, "little") + b"\0\0").digest()[:10], drawing)
    plain = one_page(
        drawing, more=[b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (owner.hex().encode(), rc4(key, pad).hex().encode())]
    )
    named = b"/Root 1 0 R /Encrypt 6 0 R /ID [<%s> <%s>]" % ((b"0123456789abcdef".hex().encode(),) * 2)
    return plain.replace(drawing, packed).replace(b"/Root 1 0 R", named)


def rc4(key: bytes, content: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
