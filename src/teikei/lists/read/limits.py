"""How much a file may hold, so that reading it takes seconds and half a gigabyte at most.

A large university's list is 40 kB of text; a whole country's is 60,000 rows: 5 MB of text, 35 MB of our own JSON.
"""

from teikei.names.bilingual import Refusal

LARGEST = 100 * 1024 * 1024
# A character can take four bytes in memory, and a text is held about twice.
LARGEST_TEXT = 48 * 1024 * 1024
MOST_LINES = 300_000
MOST_CELLS = 3_000_000

_LINE_ENDS = "\x0b\x85\u2028\u2029"


def too_large(name: str, limit: int = LARGEST) -> Refusal:
    """What is said of a file over the limit (bytes)."""
    megabytes = limit // (1024 * 1024)
    return Refusal(
        f"{name}: larger than {megabytes} MB, which no list of agreements is. Give the list alone, without scans or attachments.",
        f"{name}: {megabytes} MB を超えています。協定一覧だけのファイルを指定してください(画像や添付を除く)。",
    )


def too_many_lines(name: str) -> Refusal:
    """What is said of more lines or rows than MOST_LINES."""
    return Refusal(
        f"{name}: more than {MOST_LINES:,} lines, which no list of agreements has. Give the list alone.",
        f"{name}: {MOST_LINES:,} 行を超えています。協定一覧だけのファイルを指定してください。",
    )


def too_many_cells(name: str) -> Refusal:
    """What is said of more cells than MOST_CELLS."""
    return Refusal(
        f"{name}: more than {MOST_CELLS:,} cells, which no list of agreements has. Give the list alone.",
        f"{name}: セルが {MOST_CELLS:,} を超えています。協定一覧だけのファイルを指定してください。",
    )


def refuse_vast(text: str, name: str, delimiter: str | None = None) -> None:
    """Refusal where a text would make too many lines or cells. Costs no more than looking for them."""
    if max(text.count("\n"), text.count("\r")) + sum(map(text.count, _LINE_ENDS)) > MOST_LINES:
        raise too_many_lines(name)
    if delimiter and text.count(delimiter) > MOST_CELLS:
        raise too_many_cells(name)


class NoList(Refusal):
    """A file was read, and no list of agreements is in it that the reader would see; a profile may tell it where.

    signs: what shows that its rows are something else.
    """

    def __init__(self, name: str, signs: tuple[str, ...] = ()) -> None:
        self.signs = signs
        if signs:
            super().__init__(
                f"{name}: this is no list of agreements: it has “{', '.join(signs)}”, and nothing in it says agreement, MOU or partner. "
                "If it is one all the same, say so in its title, or give a profile with its columns.",
                f"{name}: 協定の一覧ではないようです。「{'、'.join(signs)}」があり、協定・提携などの語がありません。"
                "協定の一覧であれば、表題にそう書くか、列を示すプロファイルを指定してください。",
            )
            return
        super().__init__(
            f"{name}: no list of agreements in it: no row names a partner institution under a head such as "
            "“国・地域 / 協定機関名 / 部局 / 締結年月日” or “Country / Institution / Date”. Give the file that holds the table.",
            f"{name}: 協定の一覧が見つかりません。「国・地域 協定機関名 部局 締結年月日」のような見出しの表を含むファイルを指定してください。",
        )
