"""What readers report of a file: each code's meaning, how grave it is, and what to do about it."""

from typing import NamedTuple

from teikei.lists.model import Finding, Locator, Severity
from teikei.names.bilingual import Text


class Reported(NamedTuple):
    """One code that a reader reports, as the catalogue describes those of the checks."""

    code: str
    severity: Severity
    meaning: Text
    remedy: Text


REPORTED: dict[str, Reported] = {
    entry.code: entry
    for entry in (
        Reported(
            "page-without-text", "serious",
            Text("A page holds a picture and no text, so that nothing of it was read.", "ページが画像だけで文字がなく、読み取れていません。"),
            Text("Run OCR on the file, or type in what the page holds.", "OCR をかけるか、そのページの内容を入力してください。"),
        ),
        Reported(
            "page-unreadable", "serious",
            Text("A page is damaged and nothing of it was read.", "ページが壊れていて、読み取れていません。"),
            Text("Ask for the file again, or print it to PDF anew.", "ファイルを入手し直すか、PDF を作り直してください。"),
        ),
        Reported(
            "text-unmapped", "serious",
            Text(
                "The PDF does not say which characters its letters are; they are read as U+FFFD or as signs for private use.",
                "PDF に文字コードの対応がなく、U+FFFD または外字として読まれた文字があります。",
            ),
            Text("Compare with the page as printed, and correct the names; or run OCR.", "紙面と見比べて直すか、OCR をかけてください。"),
        ),
        Reported(
            "text-hidden", "serious",
            Text("The page holds text that it does not show. That text was left out.", "紙面に見えない文字があります。読み取りから除きました。"),
            Text("Look at the page; if rows are missing, ask for the original.", "紙面を確認し、行が足りなければ元のファイルを求めてください。"),
        ),
        Reported(
            "text-from-ocr", "warning",
            Text(
                "The page is a picture, and its text was made by OCR: names and dates may be wrong.",
                "ページは画像で、文字は OCR によるものです。名称や日付に誤りがあるかもしれません。",
            ),
            Text("Compare each row with the picture.", "各行を画像と見比べてください。"),
        ),
        Reported(
            "text-outside-page", "warning",
            Text("Text stands outside the page's box, where nobody sees it. It was left out.", "ページの外に文字があります。読み取りから除きました。"),
            Text("Look whether the page lacks a row or a column; if so, ask for the original.", "行や列が欠けていないか確認してください。"),
        ),
        Reported(
            "vertical-writing", "warning",
            Text("Text runs from top to bottom; its order may be wrong.", "縦書きの文字があり、順序が正しくないことがあります。"),
            Text("Compare the rows of the page with its print.", "そのページの行を紙面と見比べてください。"),
        ),
        Reported(
            "file-damaged", "warning",
            Text("The file is cut off or its table of contents is wrong; what could be found was read.", "ファイルが途中で切れているか、内部の索引が壊れています。読める部分だけを読みました。"),
            Text("Compare the number of pages and rows, or ask for the file again.", "ページ数と行数を確かめるか、ファイルを入手し直してください。"),
        ),
        Reported(
            "earlier-revisions", "info",
            Text("The file was changed after it was first saved; the last state was read.", "保存後に変更されたファイルです。最後の状態を読みました。"),
            Text("Nothing, unless the list that was published is an earlier state.", "公開されたものが以前の状態でなければ、対応は不要です。"),
        ),
        Reported(
            "parts-left", "info",
            Text("The file carries attachments or scripts. They were neither opened nor run.", "添付ファイルまたはスクリプトが含まれています。開かず、実行もしていません。"),
            Text("If the list is in an attachment, give that file.", "一覧が添付ファイルにある場合は、そのファイルを指定してください。"),
        ),
    )
}  # fmt: skip


def report(code: str, text: Text, places: tuple[Locator, ...] = ()) -> Finding:
    """The finding of a described code, in words for this file."""
    return Finding(code, REPORTED[code].severity, text, places)
