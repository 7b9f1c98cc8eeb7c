"""A PDF file into located rows, page by page, and what must be reported of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from teikei.lists.located import Locator
from teikei.lists.model import Document, Finding
from teikei.lists.read.findings import report
from teikei.lists.read.pdf.drawn import Drawn, drawn_on
from teikei.lists.read.pdf.frame import Frame
from teikei.lists.read.pdf.letters import Letters
from teikei.lists.read.pdf.page import Page, Word
from teikei.lists.read.pdf.pages import Pages
from teikei.lists.read.pdf.safety import is_damaged, refuse_bombs, was_changed
from teikei.lists.read.pdf.unseen import is_struck
from teikei.names.bilingual import Refusal, Text

# A whole country's list is 2,000 pages and 2,500,000 letters; a page of small print has 10,000.
_MOST_PAGES, _MOST_LETTERS, _MOST_LETTERS_A_PAGE, _MOST_OBJECTS = 4_000, 5_000_000, 100_000, 3_000_000
# A picture that covers so much of a page is the page.
_A_SCAN = 0.5
_A4 = (0.0, 0.0, 595.0, 842.0)
# PDFium is not made for threads.
_ONE_AT_A_TIME = Lock()

_WORDS_OF_PAGES = {
    "page-without-text": ("pictures only, nothing read", "画像のみで、読み取れていません"),
    "page-unreadable": ("damaged, nothing read", "壊れていて、読み取れていません"),
    "text-unmapped": ("characters that the PDF does not map to Unicode", "Unicode への対応がない文字があります"),
    "text-hidden": ("text that is not shown, left out", "見えない文字があり、除きました"),
    "text-struck": ("text that is struck through, read like the rest", "取り消し線のある文字も、ほかと同じように読み込みました"),
    "text-from-ocr": ("text made by OCR over a picture", "画像の上の OCR による文字です"),
    "text-outside-page": ("text outside the page, left out", "ページの外に文字があり、除きました"),
    "row-over-pages": (
        "a row at the page's end may go on, or begin, on the next page",
        "ページの終わりの行が、次のページの行とつながっているかもしれません",
    ),
    "text-overprinted": ("text printed over other text", "文字が重なって印刷されています"),
    "text-over-columns": ("text that runs over the side of its column", "列の境を越えて続く文字があります"),
    "vertical-writing": ("vertical writing, its order may be wrong", "縦書きの文字があります"),
}


def document_of(content: bytes, name: str) -> Document:
    """The rows of a PDF's pages: tables as rows of cells, other text as rows of one cell.

    Refusal where the file needs a password, is damaged beyond reading, is a scan without text, or is larger than any
    list. Nothing in it is run, and no attachment is opened.
    """
    refuse_bombs(content, name)
    with _ONE_AT_A_TIME, _opened(content, name) as document:
        reader = _Reader(document, name)
        reader.read()
        findings = [*_of_file(content, document), *reader.findings()]
    return Document(tuple(reader.pages.rows), tuple(findings))


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise Refusal(
                f"{name}: the PDF needs a password to be opened. Save it without a password, and give that file.",
                f"{name}: 開くのにパスワードが必要な PDF です。パスワードなしで保存したファイルを指定してください。",
            ) from error
        raise Refusal(
            f"{name}: the PDF is damaged and cannot be opened ({error}). Ask for the file again, or print it to PDF anew.",
            f"{name}: PDF が壊れていて開けません({error})。ファイルを入手し直すか、PDF を作り直してください。",
        ) from error
    try:
        yield document
    finally:
        document.close()


class _Reader:
    """Goes through the pages once."""

    def __init__(self, document: Any, name: str) -> None:
        self.document = document
        self.name = name
        self.pages = Pages()
        self.mapped: set[str] = set()
        self.odd: dict[str, list[int]] = {}
        self.letters = self.objects = 0

    def read(self) -> None:
        """Every page in order. Refusal where there are too many, or none with text."""
        count = len(self.document)
        if count > _MOST_PAGES:
            raise self._too_large(f"{count:,} pages", f"{count:,} ページ")
        for number in range(1, count + 1):
            page = self._page(number)
            if page:
                for code in page.odd:
                    self.odd.setdefault(code, []).append(number)
                self.pages.add(page)
        if not self.pages.rows:
            pictures = "page-without-text" in self.odd
            raise Refusal(
                f"{self.name}: the PDF holds no text{', only pictures of it (a scan)' if pictures else ''}. Run OCR on it, look the result over, and give that file.",
                f"{self.name}: PDF に文字がありません{'(スキャン画像のみ)' if pictures else ''}。OCR をかけ、結果を確認してから、そのファイルを指定してください。",
            )

    def findings(self) -> Iterator[Finding]:
        """What is odd, with its pages."""
        for code, numbers in sorted(self.odd.items()):
            english, japanese = _WORDS_OF_PAGES[code]
            shown = ", ".join(map(str, numbers[:12])) + (" …" if len(numbers) > 12 else "")
            text = Text(f"page {shown}: {english}", f"{shown} ページ: {japanese}")
            yield report(code, text, tuple(Locator(page=number) for number in numbers))
        for code, places in sorted(self.pages.doubts.items()):
            english, japanese = _WORDS_OF_PAGES[code]
            for place in places:
                yield report(code, Text(f"page {place.page}: {english}", f"{place.page} ページ: {japanese}"), (place,))

    def _page(self, number: int) -> Page | None:
        page = pdfium.FPDF_LoadPage(self.document, number - 1)
        if not page:
            self.odd.setdefault("page-unreadable", []).append(number)
            return None
        try:
            self.objects += pdfium.FPDFPage_CountObjects(page)
            if self.objects > _MOST_OBJECTS:
                raise self._too_large(f"{self.objects:,} drawings up to page {number}", f"{number} ページまでに {self.objects:,} 個の図形")
            text_page = pdfium.FPDFText_LoadPage(page)
            try:
                count = pdfium.FPDFText_CountChars(text_page)
                self.letters += max(count, 0)
                if count > _MOST_LETTERS_A_PAGE or self.letters > _MOST_LETTERS:
                    raise self._too_large(
                        f"{self.letters:,} characters up to page {number}", f"{number} ページまでに {self.letters:,} 文字"
                    )
                return _read(page, text_page, number, count, self.mapped)
            finally:
                pdfium.FPDFText_ClosePage(text_page)
        finally:
            pdfium.FPDF_ClosePage(page)

    def _too_large(self, size: str, size_ja: str) -> Refusal:
        return Refusal(
            f"{self.name}: {size}, which no list of agreements has. Give the pages of the list alone.",
            f"{self.name}: {size_ja}あります。一覧のページだけのファイルを指定してください。",
        )


def _read(page: Any, text_page: Any, number: int, count: int, mapped: set[str]) -> Page:
    """What a loaded page holds; turned once more where most of its text does not run from left to right."""
    frame = _frame_of(page)
    drawn, letters, words = _written(page, text_page, count, frame, mapped)
    if letters.broken > letters.whole and (turn := letters.turned()) != frame.turn:
        frame = frame._replace(turn=turn)
        drawn, letters, words = _written(page, text_page, count, frame, mapped)
    odd = set(letters.odd)
    if drawn.unwritten and drawn.pictured > _A_SCAN:
        odd.add("text-from-ocr")
    if is_struck(words, drawn.level):
        odd.add("text-struck")
    width, height = frame.width, frame.height
    inside = [word for word in words if word.x1 > 0 and word.x0 < width and 0 < word.middle < height]
    if len(inside) < len(words):
        odd.add("text-outside-page")
    if not words and drawn.objects:
        odd.add("page-without-text")
    return Page(number, width, height, inside, drawn.level, drawn.upright, tuple(sorted(odd)))


def _written(page: Any, text_page: Any, count: int, frame: Frame, mapped: set[str]) -> tuple[Drawn, Letters, list[Word]]:
    """What is drawn on the page, and its words without those that nobody sees; text over a scan is what OCR made of it."""
    drawn = drawn_on(page, frame)
    letters = Letters(text_page, max(count, 0), frame, drawn.blanks, mapped)
    hidden = drawn.unseen | drawn.unwritten if drawn.pictured <= _A_SCAN else drawn.unseen
    if hidden and letters.without(hidden):
        letters.odd.add("text-hidden")
    return drawn, letters, letters.words(drawn.upright)


def _frame_of(page: Any) -> Frame:
    box = pdfium.FS_RECTF()
    found = pdfium.FPDF_GetPageBoundingBox(page, box) and box.right > box.left and box.top > box.bottom
    left, bottom, right, top = (box.left, box.bottom, box.right, box.top) if found else _A4
    return Frame(left, bottom, right, top, pdfium.FPDFPage_GetRotation(page) % 4)


def _of_file(content: bytes, document: Any) -> Iterator[Finding]:
    """What is odd of the file as a whole."""
    if is_damaged(content):
        yield report("file-damaged", Text("the file is cut off or its index is wrong", "ファイルが途中で切れているか、索引が壊れています"))
    if was_changed(content):
        yield report("earlier-revisions", Text("changed after it was first saved", "保存後に変更されています"))
    attached, scripts = pdfium.FPDFDoc_GetAttachmentCount(document), pdfium.FPDFDoc_GetJavaScriptActionCount(document)
    if attached > 0 or scripts > 0:
        yield report(
            "parts-left",
            Text(
                f"{max(attached, 0)} attachments, {max(scripts, 0)} scripts", f"添付 {max(attached, 0)} 件、スクリプト {max(scripts, 0)} 件"
            ),
        )
