"""Whether every value of a listing fits the tables: asked before anything is stored."""

import re
from collections.abc import Iterator

from teikei.lists.located import Locator
from teikei.lists.model import Listing
from teikei.registry.keys import NAME_LENGTH
from teikei.registry.refusals import NotKeepable

# NUL stops PostgreSQL, half of a surrogate pair stops every database; both arrive by way of JSON.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
_SHEET_LENGTH = _REGION_LENGTH = _DAY_LENGTH = _VALID_TO_LENGTH = _SHORT_LENGTH = 100


def refuse_unkeepable(listing: Listing) -> None:
    """Raises NotKeepable for the first value that is too long or holds a character that no database keeps."""
    for locator, label_en, label_ja, text, limit in _values(listing):
        if len(text) > limit:
            raise NotKeepable(
                locator.words("en"), locator.words("ja"),
                f"{label_en} has {len(text)} characters, and the registry keeps at most {limit}. Shorten it, or split the row.",
                f"{label_ja}が{len(text)}字あります（上限{limit}字）。短くするか、行を分けてください。",
            )  # fmt: skip
        if _UNKEPT.search(text):
            raise NotKeepable(
                locator.words("en"), locator.words("ja"),
                f"{label_en} holds a character that is no text (NUL, or half of a pair). Take it out.",
                f"{label_ja}に文字でない符号（NULまたは片割れのサロゲート）があります。取り除いてください。",
            )  # fmt: skip


def _values(listing: Listing) -> Iterator[tuple[Locator, str, str, str, int]]:
    yield Locator(), "The title", "表題", listing.title, NAME_LENGTH
    for text in listing.legend:
        yield Locator(), "The legend", "凡例", text, 100_000
    for row in listing.rows:
        yield row.locator(), "The line", "この行", row.raw, 10_000_000
        if row.sheet:
            yield row.locator(), "The sheet's name", "シート名", row.sheet, _SHEET_LENGTH
    for region in listing.regions:
        yield region.row.locator() if region.row else Locator(), "The region", "地域区分", region.label, _REGION_LENGTH
    for heading in listing.headings:
        yield heading.row.locator() if heading.row else Locator(), "The territory", "国・地域", heading.label, NAME_LENGTH
    for entry in listing.entries:
        place = entry.locator()
        yield place, "The institution's name", "協定機関名", entry.institution, NAME_LENGTH
        yield place, "The institution's second name", "協定機関名（別言語）", entry.institution_alt or "", NAME_LENGTH
        yield place, "The partner's unit", "相手部局", entry.partner_unit or "", NAME_LENGTH
        yield place, "The date", "締結年月日", entry.date_text, _DAY_LENGTH
        yield place, "The end of validity", "有効期間", entry.valid_to or "", _VALID_TO_LENGTH
        yield place, "The number", "番号", entry.number or "", _SHORT_LENGTH
        yield place, "The location", "所在地", entry.location or "", NAME_LENGTH
        yield place, "The note", "備考", entry.note or "", 100_000
        yield place, "The number received", "受入人数", entry.quota_in or "", _SHORT_LENGTH
        yield place, "The number sent", "派遣人数", entry.quota_out or "", _SHORT_LENGTH
        for unit in entry.units:
            yield place, "A unit's name", "部局名", unit, NAME_LENGTH
