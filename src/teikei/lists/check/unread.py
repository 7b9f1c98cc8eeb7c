"""Lines that gave nothing: what they may have been, and which rows are in doubt because of them."""

import unicodedata
from collections.abc import Iterator, Sequence

from teikei.lists.check.catalogue import Remark, finding_code
from teikei.lists.layout.pairs import is_double_head
from teikei.lists.located import Locator, Row
from teikei.lists.model import Entry, Listing, Role
from teikei.names.bilingual import Text
from teikei.rules.days import find_days


@finding_code(
    "line-unread",
    "serious",
    meaning=Text("A line was not understood and gave nothing.", "読み取れない行があり、内容は取り込まれていません。"),
    remedy=Text(
        "Compare it with its neighbours: a column may be missing, or the line may belong to the one above.",
        "前後の行と見比べてください。列が欠けているか、上の行の続きかもしれません。",
    ),
)
def unread(listing: Listing) -> Iterator[Remark]:
    """Lines of no known role, each by itself."""
    for row, role in zip(listing.rows, listing.roles, strict=True):
        if role == "unread":
            shown = _shown(row)
            yield Remark(Text(f"Not understood: “{shown}”", f"読み取れない行です: 「{shown}」"), (row.locator(),))


@finding_code(
    "line-left-out",
    "warning",
    meaning=Text(
        "A line below the list's head looks like a row, with several cells or a date, and was taken for text beside the list.",
        "一覧の見出しより下に、複数の値や日付のある行がありますが、一覧の外の文とみなしました。",
    ),
    remedy=Text("See whether it is an agreement, or the rest of the row above.", "協定の行か、上の行の続きでないか確かめてください。"),
)
def left_out(listing: Listing) -> Iterator[Remark]:
    """Lines outside the list, after its first row, that hold several cells or a day, or are all that stands under a heading."""
    roles = listing.roles
    if "outside" not in roles:
        return
    first = next((index for index, role in enumerate(roles) if role in ("entry", "header")), len(roles))
    alone = _alone_under_headings(roles)
    for index, (row, role) in enumerate(zip(listing.rows[first:], roles[first:], strict=True), first):
        if role == "outside" and row.page is not None and (index in alone or _looks_like_a_row(row)):
            shown = _shown(row)
            yield Remark(Text(f"Taken for text beside the list: “{shown}”", f"一覧の外の文とみなしました: 「{shown}」"), (row.locator(),))


def _alone_under_headings(roles: Sequence[Role]) -> set[int]:
    """The rows outside the list that stand under a heading, before the next one or the end: no entry stands there."""
    lowest = "territory" if "territory" in roles else "region"  # under a region the next heading may stand
    found: set[int] = set()
    below: list[int] | None = None
    for index, role in enumerate(roles):
        if role in ("territory", "region", "unit"):
            found.update(below or ())
            below = [] if role == lowest else None
        elif role == "entry":
            below = None
        elif role == "outside" and below is not None:
            below.append(index)
    return found.union(below or ())


def _shown(row: Row) -> str:
    return row.raw.strip().replace("\t", " ").replace("\n", " ")[:80]


def _looks_like_a_row(row: Row) -> bool:
    return sum(map(bool, row.cells)) > 1 or _has_day(row)


def _has_day(row: Row) -> bool:
    return bool(find_days(unicodedata.normalize("NFKC", row.raw)))


@finding_code(
    "heading-unread",
    "warning",
    meaning=Text(
        "A line without a date among the rows was not understood. It may be a heading, so that the rows under it belong to another territory, region or unit.",
        "行の間にある日付のない行が読み取れません。見出しであれば、その下の行の国・地域や部局が異なります。",
    ),
    remedy=Text(
        "See what the line says, and whether the rows under it belong to it.",
        "その行の意味と、下の行がそれに属するかどうかを確かめてください。",
    ),
)
def heading_unread(listing: Listing) -> Iterator[Remark]:
    """Unread lines without a day, with the rows under them up to the next heading."""
    if "unread" not in listing.roles:
        return
    doubted: list[Locator] = []
    for row, role in zip(listing.rows, listing.roles, strict=True):
        if (role == "unread" and row.page is not None and not _has_day(row)) or (doubted and role == "entry"):
            doubted.append(row.locator())
        elif role in ("territory", "region", "unit", "header") and doubted:
            yield from _under(doubted)
            doubted = []
    yield from _under(doubted)


def _under(places: list[Locator]) -> Iterator[Remark]:
    if len(places) > 1:
        number = len(places) - 1
        yield Remark(
            Text(f"{number} row(s) stand under a line that was not understood.", f"読み取れない行の下に{number}行あります。"), tuple(places)
        )


@finding_code(
    "heads-disagree",
    "warning",
    meaning=Text(
        "Two heads stand one below the other and say different things of a column, though each record has one row. The lower one was taken.",
        "上下に並ぶ2行の見出しが同じ列について異なる項目を示していますが、1件は1行です。下の見出しを採りました。",
    ),
    remedy=Text("Say in a profile what the columns hold.", "列の内容をプロファイルで指定してください。"),
)
def heads_disagree(listing: Listing) -> Iterator[Remark]:
    """Heads of two rows over records of one, with the rows under them."""
    if listing.roles.count("header") < 2 or any(made.about == "records" for made in listing.decisions):
        return
    doubted: list[Locator] = []
    before: Row | None = None
    for row, role in zip(listing.rows, listing.roles, strict=True):
        if role == "header":
            double = before is not None and is_double_head(before, row)
            if before is None or double:
                yield from _below_heads(doubted)
                doubted = [before.locator(), row.locator()] if double and before else []
        elif doubted and role == "entry":
            doubted.append(row.locator())
        before = row if role == "header" else None
    yield from _below_heads(doubted)


def _below_heads(places: list[Locator]) -> Iterator[Remark]:
    if places:
        yield Remark(Text("Two heads disagree over these rows.", "2行の見出しが食い違っています。"), tuple(places))


@finding_code(
    "row-may-go-on",
    "warning",
    meaning=Text(
        "Right below a row stands a line that was not understood. It may be the rest of the row, or a further agreement of the same partner.",
        "行のすぐ下に読み取れない行があります。その行の続きか、同じ機関の別の協定かもしれません。",
    ),
    remedy=Text(
        "Compare the name, the units and the date of the row with the list.", "その行の機関名・部局・締結日を元の一覧と見比べてください。"
    ),
)
def row_goes_on(listing: Listing) -> Iterator[Remark]:
    """Rows with an unread line right below them; what repeats on each page may stand between."""
    if "unread" not in listing.roles:
        return
    above: Row | None = None
    for row, role in zip(listing.rows, listing.roles, strict=True):
        if role == "unread" and above is not None:
            shown = _shown(row)
            yield Remark(
                Text(f"Perhaps the rest of this row: “{shown}”", f"この行の続きかもしれません: 「{shown}」"),
                (above.locator(), row.locator()),
            )
        if role in ("entry", "continued"):
            above = row
        elif role not in ("blank", "furniture", "header"):
            above = None


@finding_code(
    "territory-over-unread",
    "warning",
    meaning=Text(
        "Between a country and these rows stands a line that was not understood. If it names another country or a group, theirs is wrong.",
        "国・地域とこれらの行の間に、読み取れない行があります。その行が別の国・地域や区分を示す場合、国・地域が誤りになります。",
    ),
    remedy=Text("See in which country the partners are.", "相手機関の国・地域を確かめてください。"),
)
def territory_above_unread(listing: Listing) -> Iterator[Remark]:
    """Rows whose territory was said above a line that may have been a heading."""
    if "unread" not in listing.roles:
        return
    entries = {entry.row.locator(): entry for entry in reversed(listing.entries) if entry.row}
    line: Row | None = None
    under: list[Locator] = []
    for row, role in zip(listing.rows, listing.roles, strict=True):
        entry_here = entries.get(row.locator()) if line and role == "entry" else None
        if entry_here and entry_here.heading and not _says_territory(entry_here):
            under.append(row.locator())
        elif entry_here or role in ("unread", "territory", "region", "header", "title"):
            yield from _below_unread(line, under)
            line, under = (row if role == "unread" and not _looks_like_a_row(row) else None), []
    yield from _below_unread(line, under)


def _says_territory(entry: Entry) -> bool:
    at = entry.places.get("territory")
    return entry.row is not None and at is not None and bool(entry.row.cells[at : at + 1] and entry.row.cells[at])


def _below_unread(line: Row | None, places: list[Locator]) -> Iterator[Remark]:
    if line and places:
        shown = _shown(line)
        yield Remark(
            Text(
                f"Under a line not understood, “{shown}”: the country is from above it.",
                f"読み取れない行「{shown}」の下です。国・地域はその上のものとしました。",
            ),
            (line.locator(), *places),
        )
