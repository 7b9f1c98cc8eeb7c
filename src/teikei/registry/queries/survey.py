"""The ministry's survey and the year's changes, as rows for a page and as workbooks. by None: at a terminal of the server."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Q

from teikei.lists.write.workbook import Cell, Linked, Sheet, workbook
from teikei.names.bilingual import Language, Text
from teikei.names.english import english_within
from teikei.names.territories import territory_name
from teikei.registry.digests import link
from teikei.registry.keys import chunks
from teikei.registry.models import Agreement, Institution, OrganizationalUnit
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.kept import value_of
from teikei.registry.permissions import Person
from teikei.registry.permissions.asking import require_anywhere
from teikei.registry.queries.held import label_on
from teikei.registry.queries.known import in_force
from teikei.registry.queries.worked_out import worked_out
from teikei.rules import agreement as values
from teikei.rules.institution import Institution as InstitutionValue
from teikei.rules.institution import english_on, name_on
from teikei.rules.survey import Answer, answer
from teikei.rules.words import CHOICES, CONTENTS
from teikei.rules.yearly import Became, Happened, happened, renamed

PAGE = 50  # rows of the survey or of a year on a page
LEVELS = {"university": Text(en="university", ja="大学間"), "unit": Text(en="unit", ja="部局間")}
BECAME: dict[Became, Text] = {
    "new": Text(en="new", ja="新規"),
    "renewed": Text(en="renewed", ja="更新"),
    "renewed-assumed": Text(en="renewed automatically (not confirmed)", ja="自動更新（未確認）"),
    "amended": Text(en="amended", ja="変更"),
    "ended": Text(en="ended", ja="終了"),
    "renamed": Text(en="partner renamed", ja="相手機関の改称"),
}


def title_in_both(title: str) -> Text:
    """An agreement's title; in English where English stands beside the Japanese, else as it is."""
    return Text(en=english_within(title) or title, ja=title)


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One agreement's answer: its number, partners' names in both languages, codes of their territories, our units' names on the day."""

    number: int
    answer: Answer
    partners: tuple[str, ...]
    english: tuple[str, ...]
    territories: tuple[str, ...]
    units: tuple[Text, ...]
    credit_units: tuple[Text, ...]
    degree_units: tuple[Text, ...]

    @property
    def title(self) -> Text:
        """The agreement's title; in English where English stands beside the Japanese."""
        return title_in_both(self.answer.value.title)


@dataclass(frozen=True, slots=True)
class _Known:
    institutions: Mapping[int, InstitutionValue]
    english: Mapping[int, str]
    homes: frozenset[int]

    @classmethod
    def of(cls, every: Iterable[values.Agreement]) -> "_Known":
        numbers = list(dict.fromkeys(party.institution for value in every for party in value.parties))
        found: dict[int, InstitutionValue] = {}
        english: dict[int, str] = {}
        homes = set()
        for pks in chunks(numbers):
            for row in Institution.objects.filter(pk__in=pks).select_related("judgment__record"):
                value = value_of(INSTITUTIONS, row.body)
                found[row.pk] = value
                record = row.judgment.record if row.judgment else None
                english[row.pk] = english_on(value.names, None) or (record.name_en if record else "")
                if row.is_home:
                    homes.add(row.pk)
        return cls(found, english, frozenset(homes))

    def partners(self, value: values.Agreement) -> list[int]:
        every = [party.institution for party in value.parties if party.institution in self.institutions]
        return [pk for pk in every if pk not in self.homes] or every

    def name(self, institution: int, day: date) -> str:
        return name_on(self.institutions[institution].names, day, "ja")

    def territories(self, value: values.Agreement) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for pk in self.partners(value) for code in self.institutions[pk].territories))


def survey(day: date, *, by: Person | None) -> list[SurveyRow]:
    """A row for each agreement in force on the day, in the order of partners' names."""
    if by is not None:
        require_anywhere(by, "report.read")
    return [row for _, row in _survey_rows(day, None)]


class SurveyPage(NamedTuple):
    """How many agreements answer on a day, how many of them have each of the ten contents, how many lack something; and one
    page of these.
    """

    total: int
    contents: Counter[int]
    number_lacking: int
    lacking: list[SurveyRow]


class _Answered(NamedTuple):
    place: tuple[str, str, int]
    contents: tuple[int, ...]
    lacks: bool


def survey_page(day: date, *, page: int = 1, by: Person) -> SurveyPage | None:
    """The survey as a page shows it; None while it is being worked out. What every agreement answers is kept (worked_out)."""
    require_anywhere(by, "report.read")
    answered = worked_out(
        ("survey", day),
        lambda numbers: {
            row.number: _Answered((row.answer.value.level, sort_key, row.number), row.answer.contents, bool(row.answer.missing))
            for sort_key, row in _survey_rows(day, numbers)
        },
    )
    if answered is None:
        return None
    lacking = sorted(one.place for one in answered.values() if one.lacks)
    shown = [number for _, _, number in lacking[(page - 1) * PAGE : page * PAGE]]
    rows = [row for _, row in _survey_rows(day, shown)]
    return SurveyPage(len(answered), Counter(n for one in answered.values() for n in one.contents), len(lacking), rows)


def _survey_rows(day: date, numbers: Collection[int] | None) -> list[tuple[str, SurveyRow]]:
    """Rows by the key of their partners' names; numbers: of these agreements only."""
    found = [(pk, key, body) for chunk in _chunks(numbers) for pk, key, body in _bodies(in_force(day) & chunk)]
    held = {pk: value_of(AGREEMENTS, body) for pk, _, body in found}
    known = _Known.of(held.values())
    units: dict[int, Text] = {}
    for pks in chunks(_unit_numbers(held.values())):
        for pk, body in OrganizationalUnit.objects.filter(pk__in=pks).values_list("pk", "body"):
            unit = value_of(UNITS, body)
            label = label_on(unit, day)
            units[pk] = Text(en=english_on(unit.names, day) or label, ja=label)
    return [(key, _row(pk, held[pk], day, known, units)) for pk, key, _ in found]


def _chunks(numbers: Collection[int] | None) -> Iterator[Q]:
    """Filters on agreements, of so many numbers each; None: one for all."""
    yield from [Q()] if numbers is None else (Q(pk__in=pks) for pks in chunks(numbers))


def _bodies(matching: Q) -> Iterator[tuple[int, str, str]]:
    rows = Agreement.objects.filter(matching).order_by("level", "sort_key", "pk")
    yield from rows.values_list("pk", "sort_key", "body").iterator(chunk_size=2_000)


def _unit_numbers(every: Iterable[values.Agreement]) -> dict[int, None]:
    found: dict[int, None] = {}
    for value in every:
        found |= dict.fromkeys(unit.unit for party in value.parties for unit in party.units)
        for paper in value.memoranda:
            found |= dict.fromkeys(unit for one in paper.exchanges for unit in (*one.sending_units, *one.receiving_units))
    return found


def _row(pk: int, value: values.Agreement, day: date, known: _Known, units: Mapping[int, Text]) -> SurveyRow:
    partners = known.partners(value)
    home = next((party.institution for party in value.parties if party.institution in known.homes), value.parties[0].institution)
    made = answer(
        value, home, day, has_english=all(known.english[one] for one in partners),
        has_territory=all(known.institutions[one].territories for one in partners),
    )  # fmt: skip
    return SurveyRow(
        pk, made, tuple(known.name(one, day) for one in partners), tuple(filter(None, (known.english[one] for one in partners))),
        known.territories(value), *(tuple(units[unit] for unit in some if unit in units) for some in (made.units, made.credit_units, made.degree_units)),
    )  # fmt: skip


def survey_workbook(rows: list[SurveyRow], day: date, language: Language) -> bytes:
    """The survey as XLSX: a row an agreement, totals by contents, and what is missing, agreement by agreement."""

    def say(en: str, ja: str) -> str:
        return ja if language == "ja" else en

    title = say(f"Agreements in force on {day}", f"海外大学等との協定（{day}現在）")
    between = say(", ", "、")
    heads = [
        (say("No.", "番号"), 8), (say("level", "区分"), 9), (say("title", "協定名"), 36), (say("partner", "相手機関"), 36),
        (say("partner in English", "相手機関（英語）"), 32), (say("country or region", "国・地域"), 16), (say("our units", "本学の部局"), 30),
        (say("concluded on", "締結年月日"), 12), (say("valid to", "有効期限"), 12),
        *((f"{number} {text.to(language)}", 9) for number, text in CONTENTS.items()),
        (say("students sent a year", "学生派遣数（年）"), 10), (say("students received a year", "学生受入数（年）"), 10),
        (say("credit transfer: our units", "単位互換: 本学の部局"), 24), (say("credit transfer: sent", "単位互換: 派遣数"), 10),
        (say("credit transfer: received", "単位互換: 受入数"), 10), (say("double degree: our units", "DD: 本学の部局"), 24),
        (say("double degree: field", "DD: 分野"), 20), (say("double degree: selection", "DD: 選抜方法"), 30),
        (say("double degree: degrees", "DD: 学位"), 24),
        (say("missing", "不足"), 8),
    ]  # fmt: skip
    lacking = [row for row in rows if row.answer.missing]
    lines = [title, say(f"Agreements: {len(rows)}; incomplete: {len(lacking)}", f"協定数 {len(rows)}、うち記入不足 {len(lacking)}")]
    main = Sheet(say("Agreements", "協定"), lines, heads, (_survey_cells(row, language) for row in rows))
    missing_heads = [
        (say("No.", "番号"), 8),
        (say("partner", "相手機関"), 40),
        (say("title", "協定名"), 36),
        (say("what is missing", "不足している項目"), 70),
    ]
    missing = (
        (
            Linked(row.number, link("agreement", row.number, language)),
            between.join(row.partners),
            row.title.to(language),
            text.to(language),
        )
        for row in lacking
        for text in row.answer.missing
    )
    total_heads = [
        (say("No.", "番号"), 8), (say("contents", "交流内容"), 40), (say("between universities", "大学間"), 12), (say("between units", "部局間"), 12),
        (say("agreements", "協定数"), 12), (say("students sent a year", "学生派遣数（年）"), 12), (say("students received a year", "学生受入数（年）"), 12),
    ]  # fmt: skip
    title_of_totals = say(
        "Totals by contents (an agreement counts for each of its contents)", "交流内容別の集計（協定は該当する内容ごとに数える）"
    )
    totals = Sheet(say("Totals", "集計"), [title_of_totals], total_heads, _totals(rows, language))
    sheets = [main, totals, Sheet(say("Missing", "不足項目"), [say("What is missing", "不足している項目")], missing_heads, missing)]
    return workbook(sheets, title=title, day=day, japanese=language == "ja")


def _survey_cells(row: SurveyRow, language: Language) -> list[Cell]:
    made = row.answer
    day = made.value.concluded
    between = "、" if language == "ja" else ", "
    contents: list[Cell] = ["○" if number in made.contents else None for number in range(1, 11)]
    return [
        Linked(row.number, link("agreement", row.number, language)), LEVELS[made.value.level].to(language), row.title.to(language),
        between.join(row.partners), between.join(row.english), between.join(territory_name(code, language) for code in row.territories),
        _units_of(row.units, language), (day.first if day.precision == "day" else day.isoformat()) if day else None, made.valid_to, *contents,
        made.students.sent, made.students.received, _units_of(row.credit_units, language), made.credit.sent, made.credit.received,
        _units_of(row.degree_units, language), made.degree_fields, made.degree_selection, made.degrees, len(made.missing) or None,
    ]  # fmt: skip


def _units_of(units: Iterable[Text], language: Language) -> str:
    return ("・" if language == "ja" else ", ").join(unit.to(language) for unit in units)


def _totals(rows: Sequence[SurveyRow], language: Language) -> Iterator[list[Cell]]:
    """A row for each of the ten contents: its agreements by level, and the students of these; at last all agreements."""
    of_content: list[tuple[int | None, str, list[SurveyRow]]] = [
        (number, text.to(language), [row for row in rows if number in row.answer.contents]) for number, text in CONTENTS.items()
    ]
    for number, words, some in [*of_content, (None, "合計（重複なし）" if language == "ja" else "all agreements, each once", list(rows))]:
        levels = Counter(row.answer.value.level for row in some)
        persons = [sum(getattr(row.answer.students, way) or 0 for row in some) for way in ("sent", "received")]
        yield [number, words, *(levels[level] for level in ("university", "unit")), len(some), *persons]


@dataclass(frozen=True, slots=True)
class YearRow:
    """One thing that happened in the year, with the partners and title of its agreement."""

    happened: Happened
    partners: tuple[str, ...]
    territories: tuple[str, ...]
    level: str
    title: Text

    @property
    def words(self) -> Text:
        """What happened."""
        return BECAME[self.happened.became]

    @property
    def reason(self) -> Text:
        """Why it ended; empty where it did not."""
        return CHOICES["closing.reason"].get(self.happened.reason or "", Text(en="", ja=""))


def yearly(since: date, until: date, *, by: Person | None) -> list[YearRow]:
    """What happened to agreements after `since` up to `until`: kind by kind, each in the order of days."""
    if by is not None:
        require_anywhere(by, "report.read")
    return _year_rows(_in_order(_happened(since, until, None)), until)


class YearPage(NamedTuple):
    """How much happened of each kind; and one page of it."""

    counts: Counter[Became]
    rows: list[YearRow]


def year_page(since: date, until: date, *, page: int = 1, by: Person) -> YearPage | None:
    """The year as a page shows it; None while it is being worked out. What became of every agreement is kept (worked_out)."""
    require_anywhere(by, "report.read")
    became = worked_out(("year", since, until), lambda numbers: _happened(since, until, numbers))
    if became is None:
        return None
    found = _in_order(became)
    return YearPage(Counter(one.became for one in found), _year_rows(found[(page - 1) * PAGE : page * PAGE], until))


class _Year(NamedTuple):
    sort_key: str
    happened: tuple[Happened, ...]


def _happened(since: date, until: date, numbers: Collection[int] | None) -> dict[int, _Year]:
    """What became of agreements of which anything became; numbers: of these only."""
    found = [(pk, key, body) for chunk in _chunks(numbers) for pk, key, body in _bodies(chunk)]
    held = {pk: value_of(AGREEMENTS, body) for pk, _, body in found}
    keys = {pk: key for pk, key, _ in found}
    by_number: dict[int, list[Happened]] = defaultdict(list)
    for one in (*happened(held, since, until), *renamed(held, _Known.of(held.values()).institutions, since, until)):
        by_number[one.agreement].append(one)
    return {pk: _Year(keys[pk], tuple(some)) for pk, some in by_number.items()}


def _in_order(found: Mapping[int, _Year]) -> list[Happened]:
    order = list(BECAME)
    every = [(order.index(one.became), one.on or date.min, year.sort_key, pk, one) for pk, year in found.items() for one in year.happened]
    return [one for *_, one in sorted(every, key=itemgetter(0, 1, 2, 3))]


def _year_rows(every: Sequence[Happened], until: date) -> list[YearRow]:
    held = {pk: value_of(AGREEMENTS, body) for chunk in _chunks({one.agreement for one in every}) for pk, _, body in _bodies(chunk)}
    known = _Known.of(held.values())
    return [
        YearRow(
            one,
            tuple(known.name(pk, until) for pk in known.partners(value)),
            known.territories(value),
            value.level,
            title_in_both(value.title),
        )
        for one in every
        for value in [held[one.agreement]]
    ]


def yearly_workbook(rows: list[YearRow], since: date, until: date, language: Language) -> bytes:
    """The year's changes as XLSX."""

    def say(en: str, ja: str) -> str:
        return ja if language == "ja" else en

    title = say(f"Changes of agreements, {since} to {until}", f"協定の異動（{since}〜{until}）")
    between = say(", ", "、")
    counts = [
        f"{text.to(language)} {number}" for became, text in BECAME.items() if (number := sum(row.happened.became == became for row in rows))
    ]
    heads = [
        (say("what", "異動"), 18), (say("day", "日付"), 12), (say("No.", "番号"), 8), (say("level", "区分"), 9), (say("partner", "相手機関"), 40),
        (say("country or region", "国・地域"), 16), (say("title", "協定名"), 36), (say("note", "備考"), 40),
    ]  # fmt: skip
    cells = (
        (
            row.words.to(language), row.happened.on, Linked(row.happened.agreement, link("agreement", row.happened.agreement, language)),
            LEVELS[row.level].to(language), between.join(row.partners), between.join(territory_name(code, language) for code in row.territories),
            row.title.to(language), " ".join(filter(None, (row.reason.to(language), row.happened.note))),
        )
        for row in rows
    )  # fmt: skip
    sheet = Sheet(say("Changes", "異動"), [title, " · ".join(counts)], heads, cells)
    return workbook([sheet], title=title, day=until, japanese=language == "ja")
