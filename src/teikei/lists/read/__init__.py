"""From a file to a listing, whatever its format."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from teikei.lists.layout import NotAList, Profile, interpret, something_else
from teikei.lists.located import Row
from teikei.lists.model import Document, Listing, SourceFile
from teikei.lists.read import archive, csvfile, docx, html, jsonfile, ole, pdf, text, workbook
from teikei.lists.read.encoding import Decoded, decode
from teikei.lists.read.limits import LARGEST, MOST_LINES, NoList, too_large
from teikei.names.bilingual import Refusal
from teikei.names.collector import collector_waits

__all__ = [
    "LARGEST",
    "MOST_LINES",
    "NoList",
    "content_of",
    "document_of",
    "format_of",
    "read_content",
    "read_listing",
    "rows_of",
    "too_large",
]

# As a path has it, two slashes are one.
_ADDRESS = re.compile(r"(?:https?|ftp|file):/", re.IGNORECASE)
_WEB_PAGE = re.compile(r"<(!doctype|html|table|\?xml|head|body|meta|div|p\b|ul|h\d|!--)")
# A tabbed text whose cells are quoted as a spreadsheet program does it: only what holds a comma, line break or quotation mark.
_QUOTED_CELL = re.compile(r'(?:^|(?<=\t))"((?:[^"\t]|"")*+)"(?=\t|\r?$)', re.MULTILINE)
# A cell of text between commas that must be quoted, for it holds one of these itself or a line break.
_QUOTED_IN_TEXT = re.compile(r'(?:^|(?<=[,;|]))"(?:[^"]|"")*+"(?=[,;|]|\r?$)', re.MULTILINE)


def read_listing(path: Path, *, known_units: Collection[str] = (), profile: Profile | None = None) -> Listing:
    """The listing in a file. Refusal where the file cannot be read or holds no list of agreements.

    known_units: names of our units that are never split, beside what the rule of `split_units` finds. profile: what a
    person decided of the layout.
    """
    return read_content(content_of(path), path.name, known_units=known_units, profile=profile)


def content_of(path: Path) -> bytes:
    """The bytes of a file. Refusal where there is none, it cannot be opened, or it is larger than LARGEST."""
    if _ADDRESS.match(str(path)):
        raise Refusal(
            f"{path}: this is an address. Teikei fetches nothing. Save the page or file with a browser and give the saved file.",
            f"{path}: ウェブのアドレスは指定できません(Teikei は通信しません)。ブラウザーで保存し、そのファイルを指定してください。",
        )
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise too_large(str(path))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Refusal(f"{path}: there is no such file.", f"{path}: ファイルがありません。") from error
    except IsADirectoryError as error:
        raise Refusal(
            f"{path}: this is a folder; name the file in it.", f"{path}: フォルダーです。中のファイルを指定してください。"
        ) from error
    except OSError as error:
        raise Refusal(
            f"{path}: the file cannot be opened ({error.strerror}).", f"{path}: ファイルを開けません({error.strerror})。"
        ) from error


def read_content(content: bytes, name: str, *, known_units: Collection[str] = (), profile: Profile | None = None) -> Listing:
    """The listing in the bytes of a file whose name is `name`. What the bytes are counts for more than the name."""
    if len(content) > LARGEST:
        raise too_large(name)
    try:
        with collector_waits():
            format_name, encoding, found = _read(content, name)
            listing = found if isinstance(found, Listing) else interpret(found, known_units=known_units, profile=profile)
    except NotAList as error:
        raise NoList(name) from error
    if not listing.entries and "header" not in listing.roles and not listing.counts_only and (format_name != "json" or listing.rows):
        raise NoList(name)
    if not profile and (signs := something_else(listing)):
        raise NoList(name, signs)
    digest = hashlib.sha256(content).hexdigest()
    return replace(listing, source=SourceFile(name, format_name, encoding, len(content), digest))


def format_of(content: bytes, name: str) -> tuple[str, str | None]:
    """The format of a file ("txt", "csv", "xlsx", "xls", "ods", "docx", "pdf", "html", "json") and its encoding where it is text.

    A workbook or document is known by its first bytes and its parts, a web page and JSON by their first sign; only between plain text and
    CSV does the name decide, and without a name the quotation marks of CSV.
    """
    format_name, decoded = _told(content, name)
    return format_name, decoded.encoding if decoded else None


def _told(content: bytes, name: str) -> tuple[str, Decoded | None]:
    if content.startswith(archive.SIGNATURE):
        return archive.kind_of(content), None
    if content.startswith(ole.SIGNATURE):
        return "xls", None
    if b"%PDF-" in content[:1024]:  # as PDF readers do: some servers set a line of their own before it
        return "pdf", None
    decoded = decode(content, name)
    start = decoded.text[:10_000].lstrip()[:200].lower()
    suffix = Path(name).suffix.lower()
    if start.startswith("{") or re.match(r"\[\s*\{", start):
        return "json", decoded
    if _WEB_PAGE.match(start):
        return "html", decoded
    return ("csv" if suffix == ".csv" or _is_quoted(decoded.text, suffix) else "txt"), decoded


def _is_quoted(text: str, suffix: str) -> bool:
    """Whether text has the quotation marks of CSV. In a tabbed one a name may begin and end with marks of its own."""
    if '"' not in text:
        return False
    if "\t" in text:
        return any(re.search('[,\r\n]|""', cell[1]) for cell in _QUOTED_CELL.finditer(text))
    if suffix in (".txt", ".tsv", ".text"):
        return any(re.search("[,;|\n]", cell[0]) for cell in _QUOTED_IN_TEXT.finditer(text))
    return bool(re.search('^"|,"|",', text, re.MULTILINE))


def _read(content: bytes, name: str) -> tuple[str, str | None, Document | Listing]:
    """The format, the encoding, and what the file holds, which is a listing already where it is our own JSON."""
    format_name, decoded = _told(content, name)
    encoding = decoded.encoding if decoded else None
    if format_name == "json":
        return format_name, encoding, jsonfile.records_of(content, name) or jsonfile.listing_of(content, name)
    return format_name, encoding, document_of(content, name, format_name, decoded)


def rows_of(content: bytes, name: str) -> tuple[Row, ...]:
    """The located rows of a table file as they stand. Refusal for what is no workbook and no CSV."""
    if len(content) > LARGEST:
        raise too_large(name)
    format_name, decoded = _told(content, name)
    if format_name not in ("xlsx", "xls", "ods", "csv", "txt"):
        raise Refusal(
            f"{name}: this is no table. Give a workbook (XLSX, XLS, ODS) or CSV.",
            f"{name}: 表のファイルではありません。XLSX・XLS・ODS か CSV を指定してください。",
        )
    return document_of(content, name, "csv" if format_name == "txt" else format_name, decoded).rows


def document_of(content: bytes, name: str, format_name: str, decoded: Decoded | None = None) -> Document:
    """The located rows of a file of that format (not JSON, which needs no interpreting). decoded: its text, where it is known already."""
    match format_name:
        case "xlsx" | "xls" | "ods":
            return workbook.document_of(content, name, format_name)
        case "docx":
            return docx.document_of(content, name)
        case "html":
            return html.document_of(content, name, decoded)
        case "pdf":
            return pdf.document_of(content, name)
        case "csv":
            return csvfile.document_of(content, name, decoded)
        case _:
            return text.document_of(content, name, decoded)
