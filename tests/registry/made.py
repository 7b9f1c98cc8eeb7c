"""Listings made by hand, row by row, with the places that a reader would give them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from teikei.lists.located import Row
from teikei.lists.model import Entry, Finding, Heading, Listing, Region, Stated
from teikei.rules.counting import CountingRules
from teikei.rules.days import PartialDate

RECEIVED = datetime(2024, 6, 3, 1, 0, tzinfo=UTC)  # the 3rd of June, ten in the morning in Tokyo

Line = tuple[str, str, tuple[str, ...], str]  # territory's code, institution, units, date
SAMPLE: tuple[Line, ...] = (
    ("IN", "デリー大学理学部", ("理学部", "統合生命科学研究科"), "2020-02-12"),
    ("IN", "インド工科大学", ("工学部",), "2012-12"),
    ("TH", "カセサート大学", ("工学部",), ""),
    ("FR", "Université d'Orléans", ("理学部",), "1999"),
)
ROLLED_UP = CountingRules(institution_itself_once=True, oldest_date_only=True)
REGIONS = {"IN": "アジア", "TH": "アジア", "FR": "ヨーロッパ", "BR": "中南米", "KR": "アジア"}
LABELS = {"IN": "インド", "TH": "タイ王国", "FR": "フランス共和国", "BR": "ブラジル連邦共和国", "KR": "大韓民国"}


def made_listing(
    lines: Sequence[Line] = SAMPLE, *, as_of: date | None = date(2024, 5, 1), title: str = "部局間国際交流協定校一覧",
    uncounted: Sequence[Line] = (), findings: tuple[Finding, ...] = (), rules: CountingRules = ROLLED_UP,
) -> Listing:  # fmt: skip
    """A listing with a line for each row, from line 10 on."""
    regions: dict[str, Region] = {}
    headings: dict[str, Heading] = {}
    entries: list[Entry] = []
    rows: list[Row] = []
    for n, (code, name, units, day) in enumerate(lines, 1):
        label = REGIONS[code]
        region = regions.setdefault(label, Region(label, (Stated("institutions", 1), Stated("agreements", 7))))
        heading = headings.setdefault(code, Heading(LABELS[code], (code,), Stated("institutions", 2), region))
        entries.append(_entry(n, rows, heading.label, name, units, day, region, heading))
    outside = Region("複数国", counted=False, note="(機関数には含まない。)")
    several = Heading("カナダ・デンマーク王国", ("CA", "DK"), None, outside)
    for n, (_, name, units, day) in enumerate(uncounted, len(entries) + 1):
        entries.append(_entry(n, rows, several.label, name, units, day, outside, several))
    parts_outside = (outside, several) if uncounted else ()
    return Listing(
        title=title, as_of=as_of, stated=(Stated("territories", 3), Stated("institutions", 5)),
        legend=("最も古い締結年月日のみ記載。",), rules=rules,
        regions=(*regions.values(), *parts_outside[:1]), headings=(*headings.values(), *parts_outside[1:]), entries=tuple(entries),
        findings=findings, rows=tuple(rows), roles=("entry",) * len(rows),
    )  # fmt: skip


def _entry(n, rows, label, name, units, day, region, heading) -> Entry:  # type: ignore[no-untyped-def]
    printed = "・".join(units)
    date_text = day.replace("-", ".")
    raw = f"{label}\t{name}\t{printed}\t{date_text}"
    row = Row(9 + n, (label, name, printed, date_text), raw, page=1)
    rows.append(row)
    places = {"territory": 0, "institution": 1, "units": 2, "concluded_on": 3}
    return Entry(
        n=n, institution=name, units=units, concluded_on=PartialDate.fromisoformat(day) if day else None, region=region, heading=heading,
        counted=region.counted, units_text=printed, date_text=date_text, row=row, places=places,
    )  # fmt: skip
