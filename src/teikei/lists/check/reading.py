"""What could not be read: territories, rows without one, values misplaced, a list without rows or day."""

import re
import unicodedata
from collections.abc import Iterator

from teikei.lists.check.catalogue import Remark, finding_code, of_rows, places
from teikei.lists.layout.content import is_institution_like
from teikei.lists.layout.words import YEAR_HEAD
from teikei.lists.located import Locator
from teikei.lists.model import Decision, Listing, Proposal
from teikei.names.bilingual import Text
from teikei.names.territories import nearest_territory, territory_codes
from teikei.rules.days import find_days


@finding_code(
    "value-misplaced",
    "warning",
    meaning=Text(
        "A partner's name or our unit holds what is none: a date, an address, a sentence, or a bracket that is not closed. A cell may have been cut, or two put together.",
        "協定機関名または部局に、日付・URL・文章、または閉じていない括弧があります。セルが途中で切れているか、2つのセルがつながっています。",
    ),
    remedy=Text("Compare the row with the list.", "元の一覧の行と見比べてください。"),
)
def misplaced(listing: Listing) -> Iterator[Remark]:
    """Names and units that hold a day or an address, or break off within brackets."""
    texts = {entry.institution for entry in listing.entries} | {entry.units_text for entry in listing.entries}
    wrong = {text for text in texts if _is_no_name(text)}
    for entry in listing.entries if wrong else ():
        name, units = entry.institution, entry.units_text
        if name in wrong:
            yield Remark(Text(f"“{name[:80]}” is hardly a name.", f"「{name[:80]}」は機関名とは考えにくい値です。"), places([entry]))
        if units in wrong:
            yield Remark(
                Text(f"“{units[:80]}” is hardly a unit.", f"「{units[:80]}」は部局名とは考えにくい値です。"), places([entry], "units")
            )


def _is_no_name(text: str) -> bool:
    if len(text) < _LONGEST_PLACE and not is_institution_like(text) and territory_codes(text):
        return True
    if _SIGN_BEFORE.match(text) or _GAP_WITHIN.search(text) or ((match := _BEHIND_KIND.search(text)) and territory_codes(match["rest"])):
        return True
    return not _PLAIN.fullmatch(text) and bool(
        _ADDRESS.search(text) or _opens(text) != _closes(text) or _has_day(text) or _SENTENCE.search(text)
    )


_LONGEST_PLACE = 30
# The sign of a list, and a country that nothing parts from the name: 北京林業大学中国.
_SIGN_BEFORE = re.compile(r"[*•‣]\s")
# What stands at both sides of a wide gap, or of a line of dots, are two values.
_GAP_WITHIN = re.compile(r"\S(?: {3,}|\u3000{2,}| ?\.{4,} ?|…{2,})\S")
_BEHIND_KIND = re.compile(r"(?:大学校?|学院|大學)(?P<rest>[一-鿿ァ-ヺー・]{2,})$")
# Most names: no bracket, no sign of an address or a sentence, and too few numbers for a day.
_PLAIN = re.compile(r"(?!.{160})[^\d年:。./(（[［【「『)）\]］】」』]*+\d*+[^\d年:。./(（[［【「『)）\]］】」』]*+")
_SENTENCE = re.compile(r"。$|^.{160,}$|[a-zà-ɏ]{3}\. [A-ZÀ-Þ][a-zà-ɏ]+ ")
_ADDRESS = re.compile(r"https?:|www\.", re.IGNORECASE)
_TWO_NUMBERS = re.compile(r"\d\D+\d|年")


def _opens(text: str) -> int:
    return sum(map(text.count, "(（[［【「『"))


def _closes(text: str) -> int:
    return sum(map(text.count, ")）]］】」』"))


def _has_day(text: str) -> bool:
    """Whether there is a whole day in the text: a year is part of many a name."""
    days = find_days(unicodedata.normalize("NFKC", text)) if _TWO_NUMBERS.search(text) else []
    return any(found.read.date is not None and found.read.date.day is not None for found in days)


@finding_code(
    "territory-unknown",
    "warning",
    meaning=Text(
        "A country's name is not known, so the rows under it have no code.", "国・地域名が分からず、その行に国コードがありません。"
    ),
    remedy=Text(
        "Accept the proposal where there is one, or write the name as usual.",
        "提案があれば採用し、なければ一般的な名称で書き直してください。",
    ),
)
def unknown_territory(listing: Listing) -> Iterator[Remark]:
    """Labels without an ISO code, with the name they differ from by one character."""
    seen: set[tuple[str, int]] = set()
    for heading in listing.headings:
        if heading.codes or heading.row is None or (heading.label, heading.row.line) in seen:
            continue
        seen.add((heading.label, heading.row.line))
        near = nearest_territory(heading.label)
        yield Remark(
            Text(
                f"{heading.label} is no territory that is known." + (f" Probably {near[1]}." if near else ""),
                f"「{heading.label}」という国・地域は分かりません。" + (f"「{near[1]}」の誤りと思われます。" if near else ""),
            ),
            (heading.row.locator(heading.cell),),
            Proposal("territory", heading.label, near[1]) if near else None,
        )


@finding_code(
    "territory-missing",
    "warning",
    meaning=Text("A row stands under no country or region, in a list that has them.", "国・地域の分からない行です。"),
    remedy=Text("Write the country on the row or above it.", "その行か上の行に国・地域を記入してください。"),
)
def without_territory(listing: Listing) -> Iterator[Remark]:
    """Rows before any territory."""
    if not listing.headings and "territory" not in {name for entry in listing.entries[:1] for name in entry.places}:
        return
    for entry in listing.entries:
        if entry.heading is None:
            yield Remark(
                Text(f"{entry.institution} stands under no country or region.", f"「{entry.institution}」の国・地域が分かりません。"),
                places([entry]),
            )


@finding_code(
    "no-rows",
    "warning",
    meaning=Text("The table has a head and no rows.", "見出しだけで、行がありません。"),
    remedy=Text("Check that the whole list was saved.", "一覧の全体が保存されているか確かめてください。"),
)
def no_rows(listing: Listing) -> Iterator[Remark]:
    """An empty table."""
    if not listing.entries and not listing.counts_only:
        yield Remark(Text("The list has no rows.", "一覧に行がありません。"), _first(listing))


@finding_code(
    "counts-only",
    "warning",
    meaning=Text("The file gives numbers of agreements or institutions, and names none.", "数だけの一覧で、協定機関の名がありません。"),
    remedy=Text("Give the list that names the institutions.", "機関名のある一覧を指定してください。"),
)
def counts_only(listing: Listing) -> Iterator[Remark]:
    """A table of numbers by country."""
    if listing.counts_only:
        text = Text("A list of numbers only: it names no institution.", "数だけの一覧です。機関の名がありません。")
        yield Remark(text, listing.counts_only)


@finding_code(
    "as-of-missing",
    "info",
    meaning=Text("The list does not say for which day it speaks.", "一覧に基準日がありません。"),
    remedy=Text(
        "Add a line such as 2024年5月1日現在, or give the day when the list is taken in.",
        "「2024年5月1日現在」のような行を加えるか、取り込むときに日付を指定してください。",
    ),
)
def no_day(listing: Listing) -> Iterator[Remark]:
    """No as-of day in the head."""
    if listing.as_of is None:
        yield Remark(Text("The list does not say for which day it speaks.", "一覧に基準日がありません。"), _first(listing))


def _first(listing: Listing) -> tuple[Locator, ...]:
    return (listing.rows[0].locator(),) if listing.rows else ()


@finding_code(
    "column-unknown",
    "info",
    meaning=Text(
        "A column's head is not known, so what stands in the column was not taken in.",
        "見出しの意味が分からない列があり、その列の内容は取り込まれていません。",
    ),
    remedy=Text(
        "Name the column as lists usually do; the rows keep its text as printed.",
        "一般的な見出しに直してください。行の原文には残っています。",
    ),
)
def unknown_column(listing: Listing) -> Iterator[Remark]:
    """Columns that hold nothing of an agreement, each once."""
    years = _columns_of_years(listing)
    for decision in listing.decisions:
        if decision.about == "column" and decision.value.endswith(" = -") and decision not in years:
            head = decision.value.removesuffix(" = -")
            text = Text(f"The column “{head}” was not taken in.", f"「{head}」の列は取り込まれていません。")
            yield Remark(text, decision.places)


@finding_code(
    "columns-of-years",
    "warning",
    meaning=Text(
        "The table has a column for each of several years, and none that says when an agreement was concluded: perhaps visits or students, not agreements.",
        "年ごとの列が並び、締結日の列がありません。協定ではなく、来訪や学生数などの表かもしれません。",
    ),
    remedy=Text("See what the table lists before you keep it.", "取り込む前に、何の一覧かを確かめてください。"),
)
def columns_of_years(listing: Listing) -> Iterator[Remark]:
    """Tables in which years are heads."""
    if years := _columns_of_years(listing):
        heads = ", ".join(decision.value.removesuffix(" = -") for decision in years)
        text = Text(f"Columns of years, and none of dates: {heads}.", f"年の列だけがあり、締結日の列がありません: {heads}。")
        yield Remark(text, tuple(place for decision in years for place in decision.places))


def _columns_of_years(listing: Listing) -> list[Decision]:
    columns = [decision for decision in listing.decisions if decision.about == "column"]
    years = [decision for decision in columns if YEAR_HEAD.fullmatch(decision.value.removesuffix(" = -"))]
    dated = any(decision.value.endswith((" = concluded_on", " = valid_to")) for decision in columns)
    return years if len(years) > 2 and not dated else []


@finding_code(
    "row-split-by-words",
    "warning",
    meaning=Text(
        "The values of a line stand without anything between them, and only words told them apart.",
        "値が区切りなしに並んでおり、語だけを手がかりに分けた行です。",
    ),
    remedy=Text(
        "Compare the partner's name and the kind of agreement with the line.",
        "相手機関の名称と協定の種類を、元の行と見比べてください。",
    ),
)
def split_by_words(listing: Listing) -> Iterator[Remark]:
    """Lines cut by what their words look like."""
    yield from of_rows(
        listing, "split by words", Text("Only words told the parts of these lines apart", "語だけを手がかりに分けた行があります")
    )


@finding_code(
    "unit-or-partner",
    "warning",
    meaning=Text(
        "One line of the list names what could be our unit for the rows under it, or a partner without a date. It was taken for our unit.",
        "下の行の部局とも、締結日のない相手機関とも読める行が1つあります。部局とみなしました。",
    ),
    remedy=Text("See which it is; give a partner its date.", "どちらかを確かめ、相手機関であれば締結日を補ってください。"),
)
def unit_or_partner(listing: Listing) -> Iterator[Remark]:
    """A single line such as 熱帯医学研究所 over rows that name partners and dates only."""
    yield from of_rows(
        listing, "one unit over all", Text("Taken for our unit, with the rows under it", "部局とみなした行と、その下の行です")
    )


@finding_code(
    "territory-from-above",
    "warning",
    meaning=Text(
        "A row names no country, in a list whose rows name theirs again and again, or its partner has the name of a place elsewhere. It was given that of the row above.",
        "国・地域のない行を、上の行と同じとみなしました。行ごとに国・地域を繰り返し書いている一覧であるか、相手機関名が別の国・地域の地名です。",
    ),
    remedy=Text("See in which country the partner is.", "相手機関の国・地域を確かめてください。"),
)
def territory_above(listing: Listing) -> Iterator[Remark]:
    """Rows without a territory among rows that repeat theirs."""
    said = Text("Given the country of the row above", "上の行の国・地域とみなした行があります")
    yield from of_rows(listing, "territory above", said)


@finding_code(
    "unit-of-which-side",
    "warning",
    meaning=Text(
        "Behind a partner's name stands a faculty or another unit, and no column says whose units the list names. It was taken for the partner's.",
        "相手機関名の後ろに学部などの部局名がありますが、どちらの部局かを示す列がありません。相手側の部局とみなしました。",
    ),
    remedy=Text("See whether the unit is the partner's or ours.", "相手側の部局か本学の部局かを確かめてください。"),
)
def unit_of_which_side(listing: Listing) -> Iterator[Remark]:
    """University of Karlsvik - Faculty of Law, in a list without a column of units."""
    said = Text("Taken for a unit of the partner", "相手側の部局とみなした部局があります")
    yield from of_rows(listing, "unit of which side", said)


@finding_code(
    "partner-from-above",
    "info",
    meaning=Text(
        "A row has a date and no partner; it was taken for a further agreement of the partner above.",
        "締結日はあるが相手機関のない行を、上の行と同じ機関の協定とみなしました。",
    ),
    remedy=Text("See that the row belongs to that partner.", "その機関の行かどうかを確かめてください。"),
)
def partner_above(listing: Listing) -> Iterator[Remark]:
    """Rows whose cell for the partner is empty, though it is not merged with the one above."""
    yield from of_rows(listing, "partner above", Text("Taken for the partner of the row above", "上の行と同じ機関とみなした行があります"))


@finding_code(
    "partners-in-a-cell",
    "warning",
    meaning=Text(
        "A cell names several universities, one a line. Each was read as a partner with what the row says, and counted.",
        "1つのセルに複数の大学名が1行に1つずつ書かれています。それぞれを協定機関として読み、数えました。",
    ),
    remedy=Text(
        "See whether each is a partner; if one belongs to the other, or they signed one agreement together, say so at the desk.",
        "それぞれが協定機関かどうかを確かめてください。一方が他方に属する場合や、1つの協定の当事者である場合は、事務室で直してください。",
    ),
)
def partners_of_a_cell(listing: Listing) -> Iterator[Remark]:
    """Rows that became as many entries as their cell has lines."""
    yield from of_rows(listing, "several partners", Text("Several universities in one cell", "1つのセルに複数の大学があります"))


@finding_code(
    "row-empty-in-merge",
    "warning",
    meaning=Text(
        "A partner's merged cell reaches over a row with nothing in it: a further agreement whose date is missing, or only space.",
        "相手機関の結合セルが空の行に及んでいます。締結日のない別の協定か、単なる余白です。",
    ),
    remedy=Text("If it is a further agreement, give the row its date.", "別の協定であれば、その行に締結日を記入してください。"),
)
def empty_in_merge(listing: Listing) -> Iterator[Remark]:
    """Rows that nothing is said in, though the name beside them reaches so far."""
    yield from of_rows(
        listing, "blank within a partner", Text("An empty row beside a merged name", "結合された機関名の横に空の行があります")
    )


@finding_code(
    "date-from-term",
    "warning",
    meaning=Text(
        "The table says from when to when agreements hold, and has no column of the days on which they were concluded. The first day is taken.",
        "協定期間の欄はありますが、締結日の欄がありません。期間の初日を締結日としました。",
    ),
    remedy=Text(
        "Look the days up in the agreements, if they were signed on others.", "署名した日が別であれば、協定書で締結日を確かめてください。"
    ),
)
def first_day_of_term(listing: Listing) -> Iterator[Remark]:
    """Rows whose only day is the first of their term."""
    yield from of_rows(
        listing, "first day of the term", Text("Taken for the date concluded: the first day of the term", "期間の初日を締結日としました")
    )


@finding_code(
    "date-from-fiscal-year",
    "warning",
    meaning=Text(
        "Rows without a date stand under a fiscal year (2015年度), which ends in March of the next year. The year of its April is taken.",
        "日付のない行が「2015年度」のような年度の見出しの下にあります。年度は翌年3月までですが、4月の属する年を締結年としました。",
    ),
    remedy=Text("Look the days up in the agreements.", "協定書で締結日を確かめてください。"),
)
def fiscal_year(listing: Listing) -> Iterator[Remark]:
    """Rows under 2015年度 that say no day of their own."""
    yield from of_rows(
        listing, "fiscal year", Text("Taken for the year in which the fiscal year begins", "年度の始まる年を締結年としました")
    )


@finding_code(
    "cell-beyond-table",
    "warning",
    meaning=Text(
        "A row has more cells than the table has columns; those beyond were not taken in.",
        "表の列数より多いセルがあり、はみ出した内容は取り込まれていません。",
    ),
    remedy=Text(
        "Look whether a cell was split in two, or the columns are shifted.",
        "セルが2つに分かれていないか、列がずれていないか確かめてください。",
    ),
)
def beyond_table(listing: Listing) -> Iterator[Remark]:
    """Filled cells to the right of the last head."""
    width = 0
    before = ""
    for row, role in zip(listing.rows, listing.roles, strict=True):
        if role == "header":
            # The head may stand on two rows.
            width = max(width if before == "header" else 0, max(index for index, cell in enumerate(row.cells) if cell) + 1)
        before = role
        if role == "header":
            continue
        if role == "entry" and len(row.cells) > width > 0 and any(row.cells[width:]):
            rest = " ".join(cell for cell in row.cells[width:] if cell)[:80]
            yield Remark(Text(f"Beyond the table's columns: “{rest}”", f"表の列からはみ出しています: 「{rest}」"), (row.locator(),))
