"""What a reader reports of a file beside its rows: what is hidden, lost or doubtful before anything is understood."""

from dataclasses import dataclass

from teikei.lists.model import Finding, Locator, Severity
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
        "hidden-blocks",
        "info",
        Text(
            "The page hides blocks outside its tables, mostly menus. No entries are made of them.",
            "表の外に、メニューなど表示されない部分があります。協定としては読み込んでいません。",
        ),
        Text("Nothing, unless the list itself is missing.", "一覧そのものが欠けていなければ、対応は不要です。"),
    ),
)
REPORTED: dict[str, Reported] = {reported.code: reported for reported in _ALL}


def report(code: str, text: Text, places: tuple[Locator, ...] = ()) -> Finding:
    """A finding of that code in these words. KeyError where the code is not in REPORTED."""
    return Finding(code, REPORTED[code].severity, text, places)
