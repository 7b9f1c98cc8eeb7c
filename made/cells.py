"""The cells of one row: what each column prints of an agreement, and what the key says of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from made import words
from made.dates import FORMS, impossible, known, printed, two_ways
from made.key import KeyRow
from made.layout import Layout
from made.names import Land, Name
from made.truth import Agreement, Area, Block, Truth


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, how many rows and columns it covers, and what a spreadsheet holds in it beside text."""

    text: str
    rows: int = 1
    columns: int = 1
    value: date | int | None = None


def area_label(area: Area, layout: Layout) -> str:
    """The area as the list calls it."""
    ja, en = words.AREAS[area.name]
    name = Name(ja[layout.pick("area", 3)], en[layout.pick("area", 2)])
    return f"{name.ja} {name.en}" if layout.language == "both" and layout.pick("area both", 2) else name.text(_main(layout))


def land_label(lands: tuple[Land, ...], layout: Layout) -> str:
    """The territory, or several, as the list calls it, without a count."""
    return ("・" if layout.language != "en" else ", ").join(_land(land, layout) for land in lands)


def _land(land: Land, layout: Layout) -> str:
    name = land.formal if layout.formal else land.short
    if layout.language == "both" and layout.territory not in ("brackets", "suffix") and layout.pick("land both", 2):
        return f"{name.ja} {name.en}"
    text = name.text(_main(layout))
    shouted = layout.language == "en" and layout.territory in ("heading", "first", "glued", "merged") and layout.pick("capitals", 2)
    return text.upper() if shouted else text


def _main(layout: Layout) -> str:
    return "en" if layout.language == "en" else "ja"


class Values:
    """What the columns of one list print."""

    def __init__(self, layout: Layout, truth: Truth) -> None:
        self.layout = layout
        self.english = layout.language == "en"
        self.signs = words.SIGNS[layout.pick("signs", len(words.SIGNS))]
        self.decided = any(day.day > 12 for day in self._ordered_days(truth))

    printed = staticmethod(printed)

    # Days ---------------------------------------------------------------------------------------------------------

    def _form(self, agreement: Agreement) -> str:
        forms = self.layout.dates
        form = forms[agreement.concluded.toordinal() % len(forms)]
        if agreement.fault == "other-form" and self.layout.cut not in ("glued", "lines"):
            if self.layout.format in ("csv", "xlsx", "xls", "ods") and FORMS[form].reading not in ("mdy", "dmy"):
                return "serial"
            return "english-mdy" if self.english else "kanji"
        return form

    def _ordered_days(self, truth: Truth) -> Iterator[date]:
        """The days that are printed as M/D/Y or D/M/Y, from which a reader may learn the order."""
        for _, _, agreement in truth.agreements():
            if FORMS[self._form(agreement)].reading in ("mdy", "dmy") and agreement.fault not in ("impossible", "missing"):
                yield agreement.concluded
            if FORMS[self.layout.dates[0]].reading in ("mdy", "dmy") and not self.layout.true_dates:
                others = {"renewed": agreement.renewed, "until": agreement.until}
                yield from (day for name, day in others.items() if name in self.layout.columns and isinstance(day, date))

    def _is_true_date(self, agreement: Agreement) -> bool:
        return self.layout.true_dates and agreement.fault is None

    def _concluded(self, agreement: Agreement) -> Cell:
        form, day = self._form(agreement), agreement.concluded
        if agreement.fault == "missing":
            return Cell("")
        if agreement.fault == "impossible":
            return Cell(impossible(form, day))
        if self._is_true_date(agreement):
            return Cell(day.isoformat(), value=day)
        text = printed(form, day)
        if form == "serial":
            return Cell(text, value=int(text))
        if self.layout.period and isinstance(agreement.until, date) and FORMS[form].reading == "day":
            text = f"{text}{('～', '〜', ' - ')[self.layout.pick('period', 3)]}{printed(form, agreement.until)}"
        return Cell(f"{text} {self.signs[agreement.mark]}" if self.layout.marks == "date" and agreement.mark is not None else text)

    def _key_day(self, agreement: Agreement) -> tuple[str | None, tuple[str | None, ...], bool]:
        """The best reading, what may stand instead with a finding, and whether a finding is demanded anyway."""
        form, day = self._form(agreement), agreement.concluded
        if agreement.fault == "missing":
            return None, (), False
        if agreement.fault == "impossible":
            return None, (), True
        if self._is_true_date(agreement):
            return day.isoformat(), (), False
        if form == "serial":
            return day.isoformat(), (None,), True
        if two_ways(form, day):
            year = f"{day.year}"
            return (day.isoformat(), (year, None), False) if self.decided else (year, (day.isoformat(), None), True)
        return known(form, day), (), False

    def _other_day(self, day: date | None) -> Cell:
        if day is None:
            return Cell("")
        return Cell(day.isoformat(), value=day) if self.layout.true_dates else Cell(printed(self.layout.dates[0], day))

    def _until(self, agreement: Agreement) -> Cell:
        until = agreement.until
        if isinstance(until, str):
            wordings = words.UNTIL[until][self.english]
            return Cell(wordings[self.layout.pick(until, len(wordings))])
        return self._other_day(until)

    # Names ----------------------------------------------------------------------------------------------------------

    def _name(self, agreement: Agreement, block: Block) -> Name:
        """The partner's name without what the list prints after it."""
        if self.layout.territory != "suffix":
            return agreement.partner
        return replace(agreement.partner, en=agreement.partner.en.removesuffix(f", {block.lands[0].short.en}"))

    def _institution(self, agreement: Agreement, block: Block) -> str:
        layout, name = self.layout, self._name(agreement, block)
        text = name.text(_main(layout))
        if layout.marks == "name" and agreement.mark is not None and layout.cut != "glued":
            text += ("", " ")[layout.pick("mark gap", 2)] + self.signs[agreement.mark]
        if layout.english in ("blank", "break"):
            text += {"blank": " ", "break": "\n"}[layout.english] + name.en
        land = land_label(block.lands, layout)
        if layout.territory == "brackets":
            text += f" ({land})" if self.english else f"（{land}）"
        elif layout.territory == "suffix":
            text += f", {land}"
        if layout.units == "brackets":
            text += f" ({self._units(agreement)})" if self.english else f"（{self._units(agreement)}）"
        return text

    def _units(self, agreement: Agreement) -> str:
        joint = self.layout.joint
        if joint == "\n" and self.layout.format == "txt":
            joint = "; " if self.english else "、"
        return joint.join(unit.text(_main(self.layout)) for unit in agreement.units)

    def cell(self, name: str, agreement: Agreement, block: Block) -> Cell:
        """What the column prints of the agreement."""
        match name:
            case "institution":
                return Cell(self._institution(agreement, block))
            case "institution_en":
                return Cell(agreement.partner.en)
            case "units":
                return Cell(self._units(agreement))
            case "concluded":
                return self._concluded(agreement)
            case "renewed":
                return self._other_day(agreement.renewed)
            case "until":
                return self._until(agreement)
            case "kinds":
                return Cell(("・" if not self.english else ", ").join(words.KINDS[kind][self.english] for kind in agreement.kinds))
            case "partner_unit":
                return Cell(agreement.partner_unit.text(_main(self.layout)))
            case "quota_in" | "quota_out":
                number = agreement.quotas[name == "quota_out"]
                return Cell(str(number), value=number)
        return Cell(self._extra(name, agreement, block))

    def _extra(self, name: str, agreement: Agreement, block: Block) -> str:
        number = agreement.concluded.toordinal()
        match name:
            case "contact":
                return (("佐藤教授", "国際課", ""), ("Prof. Sato", "International Office", ""))[self.english][number % 3]
            case "url":
                return f"https://www.example.edu/{number}"
            case "place":
                return block.lands[0].places[number % len(block.lands[0].places)].text(_main(self.layout))
        return (("", "", "附属書あり", "5年ごとに見直し"), ("", "", "with annex", "reviewed every 5 years"))[self.english][number % 4]

    def key_row(self, area: Area, block: Block, agreement: Agreement, layout: Layout) -> KeyRow:
        """What a careful person reads in the row."""
        name = self._name(agreement, block)
        day, days, flagged = self._key_day(agreement)
        units = tuple(unit.text(_main(layout)) for unit in agreement.units) if layout.units != "none" else ()
        one = len(block.lands) == 1
        return KeyRow(
            institution=name.text(_main(layout)),
            institution_en=name.en if layout.language != "ja" else None,
            partner_unit=agreement.partner_unit.text(_main(layout)) if "partner_unit" in layout.columns else None,
            units=units,
            units_joined=any("・" in unit for unit in units),
            country=land_label(block.lands, layout),
            territory=block.lands[0].code if one and layout.territory != "none" else None,
            date=day,
            dates=days,
            flagged=flagged,
            counted=area.counted if one else None if layout.region != "heading" else False,
        )


def head_word(layout: Layout, name: str) -> str:
    """The head of a column."""
    ja, en = words.HEADS[name]
    word = Name(ja[layout.pick(f"head {name}", len(ja))], en[layout.pick(f"head {name}", len(en))])
    if name == "institution" and layout.units == "brackets":
        return "Partner (our faculty)" if layout.language == "en" else "協定校（本学部局）"
    if layout.language == "both" and layout.pick("heads both", 2):
        return f"{word.ja} {word.en}"
    text = word.text(_main(layout))
    return " ".join(text) if layout.head == "spaced" and layout.language != "en" and len(text) <= 4 else text


def head_rows(layout: Layout) -> Iterator[tuple[Cell | None, ...]]:
    """The head's rows: one, or two where a pair of neighbours has a common head."""
    columns, english = layout.columns, layout.language == "en"
    if layout.head == "none" or layout.cut in ("lines", "pairs"):
        return
    pairs = [at for at, pair in enumerate(pairwise(columns)) if frozenset(pair) in words.GROUPS]
    if layout.head != "two-rows" or not pairs:
        yield tuple(Cell(head_word(layout, name)) for name in columns)
        return
    at = pairs[0]
    group = Cell(words.GROUPS[frozenset(columns[at : at + 2])][english], columns=2)
    single = [Cell(head_word(layout, name), rows=2) for name in columns]
    yield (*single[:at], group, None, *single[at + 2 :])
    under = [Cell(words.UNDER_GROUPS[name][english]) for name in columns[at : at + 2]]
    yield (*(None for _ in columns[:at]), *under, *(None for _ in columns[at + 2 :]))
