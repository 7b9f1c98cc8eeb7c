"""The ministry's survey of agreements (DOMAIN §3): what one agreement says on a day, and what it lacks to answer in full."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from teikei.names.bilingual import Text
from teikei.rules.agreement import Agreement, Exchange, Memorandum, Party
from teikei.rules.held import deadlines, memorandum_status, on_day, status
from teikei.rules.mobility import shared_places

# What a memorandum of a kind is about, whether or not its contents were entered.
_OF_KIND: Final = {"student-exchange": 1, "credit-transfer": 4, "double-degree": 5, "joint-degree": 6, "research": 7}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Persons a year, sent and received; None where nothing is said of them."""

    sent: int | None = None
    received: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an agreement answers on a day. units are numbers of our units; valid_to: the end of the term that runs,
    confirmed or assumed; missing: what it lacks, each with its remedy.
    """

    value: Agreement
    contents: tuple[int, ...]
    units: tuple[int, ...]
    valid_to: date | None
    students: Numbers = Numbers()
    credit: Numbers = Numbers()
    credit_units: tuple[int, ...] = ()
    degree_units: tuple[int, ...] = ()
    degree_fields: str = ""
    degree_selection: str = ""
    degrees: str = ""
    missing: tuple[Text, ...] = field(default=())


def answer(agreement: Agreement, home: int, day: date, *, has_english: bool, has_territory: bool) -> Answer:
    """The answer of one agreement that holds on the day, from the view of the institution `home`.

    has_english, has_territory: whether every partner has an English name, and a territory.
    """
    value = on_day(agreement, day)
    papers = [one for one in value.memoranda if memorandum_status(agreement, one, day) in ("in-force", "assumed")]
    contents = {*value.contents, *(number for one in papers for number in one.contents)}
    contents |= {_OF_KIND[one.kind] for one in papers if one.kind in _OF_KIND}
    ours = value.party_of(home)
    credit = [one for one in papers if one.kind == "credit-transfer"]
    degree = [one for one in papers if one.kind == "double-degree"]
    made = Answer(
        value=value, contents=tuple(sorted(contents)), units=_units(ours), valid_to=deadlines(agreement, day).ends_on,
        students=_numbers(papers, home), credit=_numbers(credit, home), credit_units=_units_of(credit, home) or (_units(ours) if credit else ()),
        degree_units=_units_of(degree, home) or (_units(ours) if degree else ()), degree_fields=_fields(degree),
        degree_selection=" ".join(one.selection for one in degree if one.selection),
        degrees=" ".join(one.degrees for one in degree if one.degrees),
    )  # fmt: skip
    lacks = _lacks(made, agreement, day, has_english=has_english, has_territory=has_territory)
    return Answer(**{name: getattr(made, name) for name in Answer.__slots__ if name != "missing"}, missing=tuple(lacks))


def _units(party: Party | None) -> tuple[int, ...]:
    return tuple(unit.unit for unit in party.units) if party else ()


def _numbers(papers: Iterable[Memorandum], home: int) -> Numbers:
    """Students a year over all memoranda."""
    told = [(paper.id, one) for paper in papers for one in paper.exchanges if one.places is not None and one.mobility.startswith("student")]
    sent = [(paper, one) for paper, one in told if one.sending == home]
    received = [(paper, one) for paper, one in told if one.receiving == home]
    return Numbers(shared_places(sent) if sent else None, shared_places(received) if received else None)


def _units_of(papers: Iterable[Memorandum], home: int) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for one in _exchanges(papers):
        found |= dict.fromkeys(one.sending_units if one.sending == home else one.receiving_units if one.receiving == home else ())
    return tuple(found)


def _exchanges(papers: Iterable[Memorandum]) -> list[Exchange]:
    return [exchange for paper in papers for exchange in paper.exchanges]


def _fields(papers: Iterable[Memorandum]) -> str:
    words = [word for one in _exchanges(papers) for word in (one.field_note or ", ".join(one.fields),) if word]
    return "; ".join(dict.fromkeys(words))


def _lacks(made: Answer, whole: Agreement, day: date, *, has_english: bool, has_territory: bool) -> Iterable[Text]:
    value = made.value
    if value.rolled_up:
        yield Text(
            en="it is a printed row that may stand for several agreements: take it apart",
            ja="一覧の1行のままです（複数の協定の可能性）。分割してください",
        )
    if not value.title:
        yield Text(en="its title", ja="協定名がありません")
    if not has_english:
        yield Text(en="the partner's English name", ja="相手機関の英語名がありません")
    if not has_territory:
        yield Text(en="the partner's country or region", ja="相手機関の国・地域がありません")
    if not value.concluded or value.concluded.precision != "day":
        yield Text(en="the day on which it was concluded", ja="締結年月日（日まで）がありません")
    if not made.contents:
        yield Text(en="which of the ten contents it has", ja="交流内容（10項目）がありません")
    if value.level == "unit" and not made.units:
        yield Text(en="our units", ja="本学の部局がありません")
    if status(whole, day) == "assumed":
        yield Text(en="whether its automatic renewal took place", ja="自動更新の確認がされていません")
    yield from _lacks_of_contents(made)


def _lacks_of_contents(made: Answer) -> Iterable[Text]:
    if 1 in made.contents and made.students == Numbers():
        yield Text(en="the numbers of students sent and received", ja="学生の派遣・受入人数がありません")
    if 4 in made.contents and made.credit == Numbers():
        yield Text(en="credit transfer: numbers sent and received", ja="単位互換: 派遣・受入人数がありません")
    if 4 in made.contents and not made.credit_units:
        yield Text(en="credit transfer: our units", ja="単位互換: 本学の部局がありません")
    if 5 in made.contents and not made.degree_units:
        yield Text(en="double degree: our units", ja="ダブル・ディグリー: 本学の部局がありません")
    if 5 in made.contents and not made.degree_fields:
        yield Text(en="double degree: the field", ja="ダブル・ディグリー: 分野がありません")
    if 5 in made.contents and not made.degree_selection:
        yield Text(en="double degree: how students are selected", ja="ダブル・ディグリー: 選抜方法がありません")
    if 5 in made.contents and not made.degrees:
        yield Text(en="double degree: which degrees they get", ja="ダブル・ディグリー: 授与する学位がありません")
