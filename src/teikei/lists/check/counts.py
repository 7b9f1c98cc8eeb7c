"""Stated against counted: headline, regions, territories."""

from collections import defaultdict
from collections.abc import Iterator

from teikei.lists.check.catalogue import Remark, finding_code, places
from teikei.lists.located import Locator, Row
from teikei.lists.model import Entry, Heading, Listing, Region, Stated
from teikei.names.bilingual import Text
from teikei.names.folding import fold
from teikei.rules.counting import Counted, CountingRules, tally

_WHAT = {
    "territories": Text("countries and regions", "国・地域"),
    "institutions": Text("institutions", "機関"),
    "agreements": Text("agreements", "協定"),
}


@finding_code(
    "headline-differs",
    "serious",
    meaning=Text("The headline states another number than the rows give.", "冒頭の総数が行から数えた数と違います。"),
    remedy=Text(
        "Read the explanation where one fits; correct the headline, or find the row that is missing or should not be there.",
        "説明が付いていればそれを確かめ、総数を直すか、足りない行・余分な行を探してください。",
    ),
)
def headline(listing: Listing) -> Iterator[Remark]:
    """Totals of territories, institutions and, where every row is one, agreements."""
    for stated in listing.stated if not listing.counts_only else ():
        number = listing.counted_for(stated)
        if stated.value is None or number is None or stated.value == number:
            continue
        if stated.of == "territories" and not any(entry.heading for entry in listing.entries):
            continue  # the rows name no territory
        what = _WHAT[stated.of]
        why = _explained(_headline_hypotheses(listing, stated), stated.value)
        yield Remark(
            Text(
                f"The headline states {stated.value} {what.en}; the rows give {number}.{why.en}",
                f"総数は「{stated.value}{what.ja}」と記載されていますが、行から数えると{number}です。{why.ja}",
            ),
            (*_place(stated.row), *_compared(listing, stated.of)),
        )


@finding_code(
    "region-differs",
    "serious",
    meaning=Text("A region's heading states another number than its rows give.", "地域の見出しの数が、その地域の行数と違います。"),
    remedy=Text(
        "Correct the region's number, or find the row that is missing or too many.",
        "地域の数を直すか、足りない行・余分な行を探してください。",
    ),
)
def regions(listing: Listing) -> Iterator[Remark]:
    """Institutions and territories that a region's heading states."""
    entries = _entries_by_region(listing)
    headings = _headings_by_region(listing)
    for region in listing.regions if not listing.counts_only else ():
        inside = [entry for entry in entries.get(id(region), []) if entry.counted]
        counted = tally(inside, listing.rules)
        for stated in region.stated:
            number = getattr(counted, stated.of)
            if stated.value is None or number is None or stated.value == number:
                continue
            if stated.of == "territories" and not any(entry.heading for entry in inside):
                continue
            what = _WHAT[stated.of]
            why = _explained(_region_hypotheses(listing, region, headings.get(id(region), []), inside, stated), stated.value)
            yield Remark(
                Text(
                    f"{region.label} states {stated.value} {what.en}; its rows give {number}.{why.en}",
                    f"「{region.label}」は{stated.value}{what.ja}と記載されていますが、行から数えると{number}です。{why.ja}",
                ),
                (*_place(stated.row), *places(inside)),
            )


@finding_code(
    "territory-differs",
    "serious",
    meaning=Text("A country or region states another number than its rows give.", "国・地域の見出しの数が、その行数と違います。"),
    remedy=Text(
        "Correct the number beside the name, or find the row that is missing or too many.",
        "名称の横の数を直すか、足りない行・余分な行を探してください。",
    ),
)
def territories(listing: Listing) -> Iterator[Remark]:
    """Institutions that a territory's heading states."""
    inside: dict[int, list[Entry]] = defaultdict(list)
    for entry in listing.entries:
        inside[id(entry.heading)].append(entry)
    for (_, label), headings in _same_territory(listing).items():
        stated = next((heading.stated for heading in headings if heading.stated and heading.stated.value is not None), None)
        if stated is None or listing.counts_only:
            continue
        rows = [entry for heading in headings for entry in inside[id(heading)]]
        number = _number_of(rows, stated, listing.rules)
        if stated.value == number:
            continue
        why = _explained(_territory_hypotheses(listing, headings, rows), stated.value)
        yield Remark(
            Text(
                f"{label} states {stated.value} {_WHAT[stated.of].en}; its rows give {number}.{why.en}",
                f"「{label}」は{stated.value}{_WHAT[stated.of].ja}と記載されていますが、行から数えると{number}です。{why.ja}",
            ),
            (*_place(stated.row), *places(rows)),
        )


@finding_code(
    "territory-without-rows",
    "warning",
    meaning=Text(
        "A country or region stands in the list, and no row belongs to it.", "国・地域が書かれていますが、その行が1つもありません。"
    ),
    remedy=Text("See whether a row is missing, or take the country out.", "行が抜けていないか確かめ、なければ国・地域を削ってください。"),
)
def without_rows(listing: Listing) -> Iterator[Remark]:
    """Territories that state no number and have no rows; where they state one, the number differs."""
    filled = {id(entry.heading) for entry in listing.entries}
    for (_, label), headings in _same_territory(listing).items() if listing.entries else ():
        if not any(id(heading) in filled or heading.stated for heading in headings):
            yield Remark(Text(f"{label} has no rows.", f"「{label}」に行がありません。"), _place(headings[0].row))


def _number_of(rows: list[Entry], stated: Stated, rules: CountingRules) -> int:
    """What a territory's rows give. Rows that the list does not count are counted under their own heading all the same."""
    if stated.of == "agreements" or not rules.repeated_institution_once:
        return len(rows)
    return len({entry.institution_key for entry in rows})


@finding_code(
    "agreements-not-recountable",
    "info",
    meaning=Text(
        "The list states a number of agreements, but by its own legend a row may stand for several.",
        "協定数が記載されていますが、凡例により1行が複数の協定を表しうるため、行からは数え直せません。",
    ),
    remedy=Text(
        "Nothing to correct in the list. Record the agreements behind the rows to make the number checkable.",
        "一覧を直す必要はありません。各行の背後にある協定を登録すると確かめられます。",
    ),
)
def agreements(listing: Listing) -> Iterator[Remark]:
    """The number of agreements where rows roll up: only a lower bound can be proved."""
    stated = listing.stated_total("agreements")
    counted = listing.counted()
    if stated is None or stated.value is None or counted.agreements is not None or stated.value < counted.institutions:
        return
    en = f"at least {counted.institutions}, one for each counted row"
    ja = f"少なくとも{counted.institutions}(数える行ごとに1)"
    if counted.uncounted:
        en += f" ({counted.rows} with the {counted.uncounted} that the list does not count)"
        ja += f"、数えない{counted.uncounted}行を入れると{counted.rows}"
    yield Remark(
        Text(
            f"The headline states {stated.value} agreements. They cannot be recounted: a row may stand for several. "
            f"What the rows prove is {en}; they set no upper bound.",
            f"総数は「{stated.value}協定」と記載されていますが、1行が複数の協定を表しうるため数え直せません。行から言えるのは{ja}で、上限は定まりません。",
        ),
        _place(stated.row),
    )


@finding_code(
    "agreements-fewer-than-rows",
    "serious",
    meaning=Text(
        "The list states fewer agreements than it has rows, though each row is at least one.",
        "協定数が行数より少なく記載されています。1行は少なくとも1協定です。",
    ),
    remedy=Text(
        "Correct the number of agreements, or find the rows that should not be there.", "協定数を直すか、余分な行を探してください。"
    ),
)
def too_few_agreements(listing: Listing) -> Iterator[Remark]:
    """A stated number of agreements below what the rows prove."""
    stated = listing.stated_total("agreements")
    counted = listing.counted()
    if stated and stated.value is not None and counted.agreements is None and stated.value < counted.institutions:
        yield Remark(
            Text(
                f"The headline states {stated.value} agreements, but its {counted.institutions} counted rows are at least one each.",
                f"総数は「{stated.value}協定」と記載されていますが、数える行は{counted.institutions}あり、それぞれ少なくとも1協定です。",
            ),
            _place(stated.row),
        )


@finding_code(
    "count-unreadable",
    "warning",
    meaning=Text("A stated count is not a number.", "記載された数が数字として読めません。"),
    remedy=Text("Type the count in figures.", "数を算用数字で入力し直してください。"),
)
def unreadable(listing: Listing) -> Iterator[Remark]:
    """Stated counts without a value, at every level."""
    headings = [heading.stated for heading in listing.headings if heading.stated]
    stated = [*listing.stated, *(stated for region in listing.regions for stated in region.stated), *headings]
    for count in stated:
        if count.value is None:
            yield Remark(
                Text(f"“{count.text}” states a count that is not a number.", f"「{count.text}」の数が数字として読めません。"),
                _place(count.row),
            )


# What could explain a difference -------------------------------------------------------------------------------

_Hypothesis = tuple[int, Text]


def _explained(hypotheses: list[_Hypothesis], stated: int | None) -> Text:
    fitting = [text for number, text in hypotheses if number == stated]
    if not fitting:
        return Text("", "")
    return Text(
        " " + " ".join(f"Explanation that fits: {text.en}" for text in fitting[:2]),
        "".join(f"合致する説明: {text.ja}" for text in fitting[:2]),
    )


def _headline_hypotheses(listing: Listing, stated: Stated) -> list[_Hypothesis]:
    counted = listing.counted()
    found: list[_Hypothesis] = []
    if stated.of == "territories":
        every = {code for entry in listing.entries for code in (entry.territory_codes or (entry.territory_key,))} - {None}
        found.append((len(every), Text(
            f"{len(every)} with the countries that appear only in rows which the list does not count.",
            f"数えない行にだけ現れる国・地域を含めると{len(every)}です。")))  # fmt: skip
        labels = len({(id(heading.region), heading.label) for heading in listing.headings})
        found.append(
            (
                labels,
                Text(f"{labels} headings, some of which have no rows or repeat.", f"見出しの数は{labels}です(行のないものや重複を含む)。"),
            )
        )
        return found
    if counted.uncounted:
        number = counted.institutions + counted.uncounted
        rows = "the one row" if counted.uncounted == 1 else f"the {counted.uncounted} rows"
        found.append((number, Text(
            f"{number} = {counted.institutions} counted rows + {rows} that the list says it does not count.",
            f"{number} = 数える{counted.institutions}行 + 一覧が「数に含まない」とする{counted.uncounted}行。")))  # fmt: skip
    if sums := [s.value for region in listing.regions for s in region.stated if s.of == "institutions" and s.value is not None]:
        found.append(
            (sum(sums), Text(f"{sum(sums)} is the sum of the numbers stated for the regions.", f"{sum(sums)}は各地域の記載数の合計です。"))
        )
    if sums := [heading.stated.value for heading in listing.headings if heading.stated and heading.stated.value is not None]:
        found.append(
            (
                sum(sums),
                Text(f"{sum(sums)} is the sum of the numbers stated for the countries.", f"{sum(sums)}は各国・地域の記載数の合計です。"),
            )
        )
    return found + _row_hypotheses(listing, [entry for entry in listing.entries if entry.counted], None)


def _region_hypotheses(listing: Listing, region: Region, headings: list[Heading], inside: list[Entry], stated: Stated) -> list[_Hypothesis]:
    if stated.of == "territories":
        return []
    sums = [heading.stated.value for heading in headings if heading.stated and heading.stated.value is not None]
    total = sum(sums)
    found = (
        [(total, Text(f"{total} is the sum of the numbers stated for its countries.", f"{total}は各国・地域の記載数の合計です。"))]
        if sums
        else []
    )
    return found + _row_hypotheses(listing, inside, region)


def _territory_hypotheses(listing: Listing, headings: list[Heading], rows: list[Entry]) -> list[_Hypothesis]:
    return _row_hypotheses(listing, rows, headings[0])


def _row_hypotheses(listing: Listing, rows: list[Entry], scope: Region | Heading | None) -> list[_Hypothesis]:
    """Rows that name an institution twice counted once; lines that could not be read counted as rows."""
    distinct = len({(entry.territory_key, fold(entry.institution)) for entry in rows})
    found: list[_Hypothesis] = []
    if distinct < len(rows):
        found.append(
            (
                distinct,
                Text(f"{distinct} where rows that repeat an institution are counted once.", f"重複する機関を1と数えると{distinct}です。"),
            )
        )
    unread = _unread_within(listing, rows, scope)
    if unread:
        number = len(rows) + unread
        found.append(
            (
                number,
                Text(
                    f"{number} with the {unread} lines there that could not be read.",
                    f"その範囲の読めなかった{unread}行を足すと{number}です。",
                ),
            )
        )
    return found


def _unread_within(listing: Listing, rows: list[Entry], scope: Region | Heading | None) -> int:
    unread = [row.line for row, role in zip(listing.rows, listing.roles, strict=True) if role == "unread"]
    if scope is None or not unread:
        return len(unread)
    start = scope.row.line if scope.row else 0
    later = [
        row.line
        for row, role in zip(listing.rows, listing.roles, strict=True)
        if role in ("region", "territory", "entry") and row.line > start
    ]
    own = {entry.row.line for entry in rows if entry.row}
    end = next((line for line in later if line not in own), None)
    return sum(start < line and (end is None or line < end) for line in unread)


def _place(row: Row | None) -> tuple[Locator, ...]:
    return (row.locator(),) if row else ()


def _compared(listing: Listing, of: Counted) -> tuple[Locator, ...]:
    """What a headline is held against: the headings for territories; region counts and uncounted rows for institutions."""
    if of == "territories":
        return tuple(heading.row.locator() for heading in listing.headings if heading.row)
    stated = [place for region in listing.regions for count in region.stated for place in _place(count.row)]
    own = stated or [heading.row.locator() for heading in listing.headings if heading.row]
    return (*own, *places(entry for entry in listing.entries if not entry.counted))


def _entries_by_region(listing: Listing) -> dict[int, list[Entry]]:
    grouped: dict[int, list[Entry]] = defaultdict(list)
    for entry in listing.entries:
        grouped[id(entry.region)].append(entry)
    return grouped


def _headings_by_region(listing: Listing) -> dict[int, list[Heading]]:
    grouped: dict[int, list[Heading]] = defaultdict(list)
    for heading in listing.headings:
        grouped[id(heading.region)].append(heading)
    return grouped


def _same_territory(listing: Listing) -> dict[tuple[int, str], list[Heading]]:
    """Headings by region and label: a heading repeated after a page break is one territory."""
    grouped: dict[tuple[int, str], list[Heading]] = defaultdict(list)
    for heading in listing.headings:
        grouped[id(heading.region), heading.label].append(heading)
    return grouped
