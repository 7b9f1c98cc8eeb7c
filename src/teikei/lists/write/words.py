"""The words of the layout in both languages: everything that a writer prints and the list itself did not say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from teikei.names.bilingual import Language
from teikei.rules.counting import Counted
from teikei.rules.days import PartialDate

Column = Literal[
    "n", "region", "region_institutions", "region_note", "territory", "territory_codes", "territory_institutions", "number",
    "institution", "institution_alt", "location", "partner_unit", "units", "concluded_on", "renewed_on", "valid_to", "kinds",
    "quota_in", "quota_out", "marks", "note",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. `columns` heads the cells; `open_terms` prints a term that ends on no day."""

    language: Language
    columns: Mapping[Column, str]
    open_terms: Mapping[str, str]
    not_counted: str
    not_counted_region: str
    list_sheet: str
    counts_sheet: str
    findings_sheet: str
    counts_head: tuple[str, str, str, str]
    findings_head: tuple[str, str, str, str, str]
    whole_list: str
    headline: Mapping[Counted, str]
    untitled: str
    unnamed_territory: str
    missing_glyphs: str
    _forms: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def number(self, of: Counted, value: int) -> str:
        """ "254機関", "254 institutions", "1 institution"."""
        one, many = self._forms[of]
        return (one if value == 1 else many).format(value)

    def split_number(self, of: Counted, value: int) -> tuple[str, str]:
        """The number and the words after it, for setting them in two sizes."""
        one, many = self._forms[of]
        return str(value), (one if value == 1 else many).format("").strip()

    def totals(self, numbers: list[tuple[Counted, int]]) -> str:
        """The headline: "(55ヶ国・地域 377機関)", "(55 countries and regions, 377 institutions)"."""
        phrases = [self.number(of, value) for of, value in numbers]
        if self.language == "en":
            return f"({', '.join(phrases)})"
        joined = phrases[0]
        for before, phrase in zip(numbers, phrases[1:], strict=False):
            joined += (" " if before[0] == "territories" else "") + phrase
        return f"({joined})"

    def counted_heading(self, label: str, count: int | None) -> str:
        """A territory with its count: "インド (10機関)". Without a count, the label."""
        return label if count is None else f"{label} ({self.number('institutions', count)})"

    def as_of(self, day: date) -> str:
        """ "2024年5月1日現在", "As of 2024-05-01"."""
        return f"{day.year}年{day.month}月{day.day}日現在" if self.language == "ja" else f"As of {day.isoformat()}"

    def term(self, valid_to: str | None, *, iso: bool) -> str:
        """The end of a term: a date as printed (or in ISO order), or the words for one that ends on no day."""
        if valid_to is None:
            return ""
        if valid_to in self.open_terms:
            return self.open_terms[valid_to]
        try:
            day = PartialDate.fromisoformat(valid_to)
        except ValueError:
            return valid_to
        return day.isoformat() if iso else day.printed()


JAPANESE = Words(
    language="ja",
    columns={
        "n": "行", "region": "地域", "region_institutions": "地域の機関数", "region_note": "地域の備考", "territory": "国・地域",
        "territory_codes": "国・地域コード", "territory_institutions": "国・地域の機関数", "number": "No.", "institution": "協定機関名",
        "institution_alt": "協定機関名（別表記）", "location": "所在地", "partner_unit": "相手部局", "units": "部局",
        "concluded_on": "締結年月日", "renewed_on": "更新日", "valid_to": "有効期限", "kinds": "協定種別", "quota_in": "受入人数",
        "quota_out": "派遣人数", "marks": "記号", "note": "備考",
    },
    open_terms={"auto-renew": "自動更新", "indefinite": "無期限", "renewal-pending": "更新手続中"},
    not_counted="(機関数には含まない。)",
    not_counted_region="集計外の協定",
    list_sheet="一覧",
    counts_sheet="集計",
    findings_sheet="指摘",
    counts_head=("区分", "記載数", "実数", "差"),
    findings_head=("コード", "重要度", "内容", "所在", "修正案"),
    whole_list="全体",
    headline={"territories": "国・地域", "institutions": "機関", "agreements": "協定"},
    untitled="協定一覧",
    unnamed_territory="国・地域の記載なし",
    missing_glyphs="書体にない文字を〓で示した:",
    _forms={"territories": ("{}ヶ国・地域",) * 2, "institutions": ("{}機関",) * 2, "agreements": ("{}協定",) * 2},
)  # fmt: skip

ENGLISH = Words(
    language="en",
    columns={
        "n": "Row", "region": "Region", "region_institutions": "Institutions in region", "region_note": "Region note",
        "territory": "Country/Region", "territory_codes": "Country code", "territory_institutions": "Institutions in territory",
        "number": "No.", "institution": "Institution", "institution_alt": "Other name", "location": "Location",
        "partner_unit": "Partner unit", "units": "Units", "concluded_on": "Date concluded", "renewed_on": "Date renewed",
        "valid_to": "Valid until", "kinds": "Kinds", "quota_in": "Places in", "quota_out": "Places out", "marks": "Marks",
        "note": "Remarks",
    },
    open_terms={"auto-renew": "automatic renewal", "indefinite": "indefinite", "renewal-pending": "renewal pending"},
    not_counted="(Not included in the number of institutions.)",
    not_counted_region="Uncounted agreements",
    list_sheet="List",
    counts_sheet="Counts",
    findings_sheet="Findings",
    counts_head=("Part", "Stated", "Counted", "Difference"),
    findings_head=("Code", "Severity", "Message", "Place", "Proposal"),
    whole_list="Whole list",
    headline={"territories": "countries and regions", "institutions": "institutions", "agreements": "agreements"},
    untitled="List of agreements",
    unnamed_territory="No country or region given",
    missing_glyphs="Characters that no font here has are shown as 〓:",
    _forms={
        "territories": ("{} country", "{} countries and regions"),
        "institutions": ("{} institution", "{} institutions"),
        "agreements": ("{} agreement", "{} agreements"),
    },
)  # fmt: skip


def words(language: Language) -> Words:
    """The words of that language."""
    return JAPANESE if language == "ja" else ENGLISH
