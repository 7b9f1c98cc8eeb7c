"""What a reader reports of a file beside its rows: what is hidden, lost or doubtful before anything is understood."""

from dataclasses import dataclass

from teikei.lists.located import Locator
from teikei.lists.model import Finding, Severity
from teikei.names.bilingual import Text


@dataclass(frozen=True)
class Reported:
    """One kind of report: its code, how grave it is, what it means and what to do about it (docs/reference/findings.md)."""

    code: str
    severity: Severity
    meaning: Text
    remedy: Text


_ALL = (
    Reported(
        "hidden-sheet",
        "warning",
        Text("The workbook hides a sheet that has filled rows. It is left out.", "ブックに、値の入った非表示のシートがあります。読み込んでいません。"),
        Text(
            "Show the sheet in the spreadsheet program and read the file again, if its rows belong to the list; else delete it.",
            "一覧の一部であれば、表計算ソフトで再表示してから読み直してください。そうでなければ、シートを削除してください。",
        ),
    ),
    Reported(
        "hidden-rows",
        "warning",
        Text(
            "Rows are hidden, by hand, by a filter or in a closed group. They are kept with the file, and no entries are made of them.",
            "非表示の行(フィルターやグループの折りたたみを含む)があります。協定としては読み込んでいません。",
        ),
        Text(
            "Clear the filter or show the rows and read the file again, if they belong to the list; else delete them.",
            "一覧の一部であれば、フィルターを解除するか再表示してから読み直してください。そうでなければ、行を削除してください。",
        ),
    ),
    Reported(
        "hidden-columns",
        "warning",
        Text(
            "Columns are hidden. Their cells are read like the others, because a list often hides what is too wide to print (readings, numbers, codes).",
            "非表示の列があります。印刷に収まらない列(読み・番号など)のことが多いため、ほかの列と同じように読み込んでいます。",
        ),
        Text(
            "See whether what they hold is meant to be read; if it is not, delete the columns and read the file again.",
            "読み込んでよい内容かどうかを確かめ、不要であれば列を削除してから読み直してください。",
        ),
    ),
    Reported(
        "formula-without-value",
        "warning",
        Text(
            "A cell holds a formula and the file keeps no result of it. The cell is read as empty; formulas are never calculated.",
            "計算結果が保存されていない数式のセルがあります。空として読み込んでいます(数式は計算しません)。",
        ),
        Text(
            "Open the file in a spreadsheet program, which calculates it, save it, and read it again.",
            "表計算ソフトで開いて計算させ、保存してから読み直してください。",
        ),
    ),
    Reported(
        "cell-error",
        "warning",
        Text("A cell shows an error such as #REF! or #N/A. It is read as empty.", "#REF! や #N/A などのエラーのセルがあります。空として読み込んでいます。"),
        Text("Mend the formula in the file, or fill in the value by hand.", "ファイルの数式を直すか、値を入力してください。"),
    ),
    Reported(
        "day-of-1900",
        "warning",
        Text(
            "A date cell holds 29 February 1900, a day that spreadsheets have and the calendar has not. It is read as that text.",
            "表計算ソフトにだけある日付(1900年2月29日)のセルがあります。その文字のまま読み込んでいます。",
        ),
        Text("Find the true day in the agreement and correct the cell.", "協定書で日付を確かめ、セルを直してください。"),
    ),
    Reported(
        "covered-cell",
        "warning",
        Text(
            "A merged cell covers cells that hold values. Nobody sees these, and they are not read.",
            "結合セルの下に、見えない値があります。読み込んでいません。",
        ),
        Text("Take the merged cell apart, and keep or delete what stood under it.", "セルの結合を解除し、隠れていた値を残すか削除してください。"),
    ),
    Reported(
        "tracked-changes",
        "warning",
        Text(
            "The document keeps tracked changes. Insertions are read and deletions are not, as if all were accepted.",
            "変更履歴の残る文書です。すべて承諾したものとして、挿入は読み、削除は読み込んでいません。",
        ),
        Text(
            "Accept or reject the changes in the word processor, save, and read the file again.",
            "ワープロソフトで変更を承諾または元に戻して保存し、読み直してください。",
        ),
    ),
    Reported(
        "hidden-text",
        "warning",
        Text(
            "The file holds text that it hides from its reader. It is kept with the file, and no entries are made of it.",
            "表示されない文字があります。ファイルとともに残しますが、協定としては読み込んでいません。",
        ),
        Text(
            "Show the text and read the file again, if it belongs to the list; else delete it.",
            "一覧の一部であれば、表示させてから読み直してください。そうでなければ、削除してください。",
        ),
    ),
    Reported(
        "text-struck",
        "warning",
        Text(
            "Text is struck through, as that of agreements that have ended often is. It is read like other text.",
            "取り消し線の引かれた文字があります(終了した協定など)。ほかの文字と同じように読み込んでいます。",
        ),
        Text(
            "Delete what is struck through in the file and read it again, if it no longer holds; or leave out the rows named.",
            "無効であれば、ファイルから取り消し線の部分を削除して読み直すか、示した行を除いてください。",
        ),
    ),
    Reported(
        "encoding-mixed",
        "warning",
        Text(
            "Most lines of the file are in one encoding, some in another. Each line was read in its own.",
            "ファイルの一部の行だけ文字コードが異なります。行ごとに判別して読み込みました。",
        ),
        Text(
            "Compare the lines named with the original, then save the file as UTF-8.",
            "示した行を元の一覧と見比べ、UTF-8 で保存し直してください。",
        ),
    ),
    Reported(
        "encoding-assumed",
        "warning",
        Text(
            "Nothing in the file proves its encoding. It was read in the likeliest; accents or characters may be wrong.",
            "文字コードを確定できません。最も可能性の高いものとして読みましたが、文字が誤っているおそれがあります。",
        ),
        Text(
            "Look at the lines named. Where a character is wrong, save the original again as UTF-8.",
            "示した行の文字を確かめ、誤りがあれば元のファイルを UTF-8 で保存し直してください。",
        ),
    ),
    Reported(
        "charset-contradicted",
        "info",
        Text(
            "The page names an encoding that its bytes do not fit. It was read in the one that they fit.",
            "ページに書かれた文字コードと実際の文字コードが異なります。実際のほうで読み込みました。",
        ),
        Text("Nothing, where names look right.", "文字化けがなければ、対応は不要です。"),
    ),
    Reported(
        "hidden-blocks",
        "info",
        Text(
            "The page hides blocks outside its tables, mostly menus. No entries are made of them.",
            "表の外に、メニューなど表示されない部分があります。協定としては読み込んでいません。",
        ),
        Text("Nothing, unless the list itself is missing.", "一覧そのものが欠けていなければ、対応は不要です。"),
    ),
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
        "row-over-pages", "warning",
        Text(
            "A row at the end of a page, or of a column of it, lacks what every row has, or was put together with what stands on the next: a merged cell or a heading there can be read in two ways.",
            "ページ(または段)の終わりの行に、どの行にもある値がないか、次のページの文字とつなげています。結合セルや見出しが、2通りに読めます。",
        ),
        Text("Compare both rows with the page.", "前後の行を紙面と見比べてください。"),
    ),
    Reported(
        "text-overprinted", "serious",
        Text("Text is printed over other text, so that letters of two cells may be mixed.", "文字が重なって印刷されており、2つのセルの文字が混ざっているかもしれません。"),
        Text("Compare the row with the page, or ask for a file whose columns are wide enough.", "紙面と見比べるか、列幅の足りたファイルを求めてください。"),
    ),
    Reported(
        "text-over-columns", "warning",
        Text(
            "In a table without rules a text runs over the side of its column: it may be one long text, or the texts of two cells.",
            "罫線のない表で、列の境を越えて続く文字があります。1つの長い値か、2つのセルの値かが決められません。",
        ),
        Text("Compare the row with the page.", "紙面と見比べてください。"),
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
)  # fmt: skip
REPORTED: dict[str, Reported] = {reported.code: reported for reported in _ALL}


def report(code: str, text: Text, places: tuple[Locator, ...] = ()) -> Finding:
    """A finding of that code in these words. KeyError where the code is not in REPORTED."""
    return Finding(code, REPORTED[code].severity, text, places)
